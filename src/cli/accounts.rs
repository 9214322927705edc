//! `logingate accounts`: the accounts of a platform's customers, and their keys.

use clap::{Args, Subcommand};

use super::ExitCode;
use super::agents::opening::DirectoryArguments;
use super::agents::secret_entry;
use super::output::{fail, plain, print};

const EXAMPLES: &str = "\
Ozonetel's clients name an account (userName) and its key (apiKey) beside the agent's own password. Only a digest of the
key is kept.

Examples:
  logingate accounts set acme --generate-api-key
  logingate accounts list
  logingate accounts remove acme";

const SET: &str = "\
An account of this name, whatever its case, gets the new key, and the one before it is refused from then on. The key is
asked for on a terminal; it is never a flag: others on the machine can see those.

Examples:
  logingate accounts set acme
  logingate accounts set acme --api-key-stdin < key.txt
  logingate accounts set acme --generate-api-key";

const LIST: &str = "\
Examples:
  logingate accounts list";

const REMOVE: &str = "\
Examples:
  logingate accounts remove acme";

/// `logingate accounts …`
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What can be done with accounts.
#[derive(Subcommand)]
enum Command {
    /// Add an account, or give one another key
    Set(SetArguments),
    /// List the names of all accounts
    List(ListArguments),
    /// Remove an account
    Remove(RemoveArguments),
}

/// `logingate accounts set …`
#[derive(Args)]
#[command(after_help = SET)]
struct SetArguments {
    /// The account's name
    #[arg(value_name = "NAME")]
    name: String,
    /// Read the key from the first line of standard input
    #[arg(long)]
    api_key_stdin: bool,
    /// Make a key, and print it once
    #[arg(long, conflicts_with = "api_key_stdin")]
    generate_api_key: bool,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// `logingate accounts list`
#[derive(Args)]
#[command(after_help = LIST)]
struct ListArguments {
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// `logingate accounts remove …`
#[derive(Args)]
#[command(after_help = REMOVE)]
struct RemoveArguments {
    /// The account's name
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    directory: DirectoryArguments,
}

/// Does what is asked for.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let done = match &arguments.command {
        Command::Set(arguments) => set(arguments),
        Command::List(arguments) => list(arguments),
        Command::Remove(arguments) => remove(arguments),
    };
    done.map_or_else(|code| code, |text| print(&text, ExitCode::Done))
}

fn set(arguments: &SetArguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let key = if arguments.generate_api_key {
        secret_entry::generated()?
    } else if arguments.api_key_stdin {
        secret_entry::from_stdin()?
    } else {
        secret_entry::typed("API key", "use --api-key-stdin or --generate-api-key")?
    };
    if key.is_empty() {
        return Err(fail(&"the API key is empty", ExitCode::Usage));
    }
    if !opened.ask(opened.directory().set_account(&arguments.name, key.as_bytes()))? {
        return Err(fail(&"an account's name can't be empty", ExitCode::Usage));
    }
    let told = if arguments.generate_api_key { format!("API key: {}\n", key.as_str()) } else { String::new() };
    Ok(format!("{} has this key, and no other\n{told}", plain(&arguments.name)))
}

fn list(arguments: &ListArguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let names = opened.ask(opened.directory().accounts())?;
    Ok(names.iter().map(|name| plain(name) + "\n").collect())
}

fn remove(arguments: &RemoveArguments) -> Result<String, ExitCode> {
    let opened = arguments.directory.open()?;
    let shown = plain(&arguments.name);
    if opened.ask(opened.directory().remove_account(&arguments.name))? {
        Ok(format!("{shown} is removed\n"))
    } else {
        Err(fail(&format!("there is no account \"{shown}\"; `logingate accounts list` shows all"), ExitCode::Failed))
    }
}
