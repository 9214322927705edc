//! What the command line asks for.

use clap::Parser;

/// Whether memory is flat, over edits of a policy, reloads by a server, and logins.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench --bench soak --")]
pub struct Arguments {
    /// How often a policy is edited and built anew, without a server
    #[arg(long, default_value_t = 100_000)]
    pub rebuilds: u64,
    /// How often a server reloads an edited policy: three a second
    #[arg(long, default_value_t = 300)]
    pub reloads: u64,
    /// How many agents log in
    #[arg(long, default_value_t = 10_000_000)]
    pub logins: u64,
    /// Said by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    /// Whether figures are wanted: not under `cargo test`, where a handful of each would tell nothing.
    pub fn is_benchmark(&self) -> bool {
        self.bench
    }

    /// Reads the command line, and ends the process where it asks for help or can't be understood.
    pub fn of_process() -> Self {
        // `cargo test` says what it says to all tests, which means nothing here.
        let is_benchmark = std::env::args().any(|argument| ["--bench", "--help", "-h"].contains(&argument.as_str()));
        if is_benchmark { Self::parse() } else { Self { rebuilds: 3, reloads: 3, logins: 200, bench: false } }
    }
}
