//! `logingate token`: a bearer token for the admin listener, and what the settings know of it.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use clap::{Args, ValueEnum};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use super::ExitCode;
use super::output::{fail, print};
use crate::config;

const EXAMPLES: &str = "\
The token is printed once and kept nowhere: the settings hold its digest. Whoever uses it sends the header
`Authorization: Bearer <token>`.

Examples:
  logingate token prometheus                A token that may read metrics
  logingate token ben --role author         One that may read policies and try logins, too
  logingate token anna --role operator      One that may reload, too
  logingate token hr --role administrator   One that may add and change agents, too";

const TOKEN_BYTES: usize = 32;
/// So that scanners of secrets recognise one.
const PREFIX: &str = "logingate_";

/// What the token's bearer may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Role {
    /// Read metrics and look up decisions
    Reader,
    /// Read the policies' sources and try logins, too
    Author,
    /// Reload the policies and see agents, too
    Operator,
    /// Change agents and their passwords, too
    Administrator,
}

/// `logingate token …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Whose token it is: 1 to 64 of a-z, 0-9, `_` and `-`
    #[arg(value_name = "NAME", value_parser = name)]
    name: String,
    /// What its bearer may do
    #[arg(long, value_enum, default_value_t = Role::Reader)]
    role: Role,
}

fn name(text: &str) -> Result<String, &'static str> {
    if config::is_name(text) { Ok(text.to_owned()) } else { Err("write 1 to 64 of a-z, 0-9, `_` and `-`") }
}

/// Prints a new token and its settings.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let mut random = [0; TOKEN_BYTES];
    if let Err(error) = getrandom::fill(&mut random) {
        return fail(&format!("the system gives no random bytes: {error}"), ExitCode::Failed);
    }
    let token = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random));
    let digest = HEXLOWER.encode(&Sha256::digest(&token));
    let role = arguments.role.to_possible_value().map(|role| role.get_name().to_owned()).unwrap_or_default();
    let text = format!(
        "# The token, shown only now: {token}\n[[admin.tokens]]\nname = \"{}\"\nrole = \"{role}\"\nsha256 = \"{digest}\"\n",
        arguments.name
    );
    print(&text, ExitCode::Done)
}
