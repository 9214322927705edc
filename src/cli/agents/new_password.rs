//! Where an agent's new password comes from.

use clap::Args;
use zeroize::Zeroizing;

use super::opening::Opened;
use super::secret_entry;
use crate::admission::Password;
use crate::cli::ExitCode;
use crate::cli::output::fail;
use crate::directory::PasswordHash;

const INSTEAD: &str = "use --password-stdin or --generate-password";

/// Where it comes from; a terminal is asked otherwise.
#[derive(Args)]
#[group(multiple = false)]
pub(super) struct PasswordArguments {
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// Make a password, and print it once
    #[arg(long)]
    generate_password: bool,
}

/// A password, hashed.
pub(super) struct NewPassword {
    /// What the directory keeps.
    pub(super) hash: PasswordHash,
    /// What has to be told, if it was made here.
    pub(super) generated: Option<Zeroizing<String>>,
}

impl PasswordArguments {
    /// Gets the password and hashes it.
    ///
    /// # Errors
    /// The exit code, everything having been said.
    pub(super) fn get(&self, opened: &Opened) -> Result<NewPassword, ExitCode> {
        let text = if self.generate_password {
            secret_entry::generated()?
        } else if self.password_stdin {
            secret_entry::from_stdin()?
        } else {
            secret_entry::typed("password", INSTEAD)?
        };
        let generated = self.generate_password.then(|| text.clone());
        let password = Password::new(text.to_string()).map_err(|error| fail(&error, ExitCode::Usage))?;
        let hash = opened.hashing()?.hash(&password);
        let hash = hash.ok_or_else(|| fail(&"the system has no memory to hash a password", ExitCode::Failed))?;
        Ok(NewPassword { hash, generated })
    }
}

impl NewPassword {
    /// A line that tells it, if nobody else can.
    pub(super) fn told(&self) -> String {
        self.generated.as_ref().map(|text| format!("password: {}\n", text.as_str())).unwrap_or_default()
    }
}
