//! `cargo bench --bench soak`: whether memory is flat, over edits of a policy that is built anew, then over reloads of one by
//! a server, and then over logins.
//!
//! Under `cargo test` it does a handful of each.

mod arguments;
#[path = "../driver/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other benchmarks use the rest")]
mod driver;
mod logins;
mod rebuilds;
mod reloads;
mod samples;

use std::process::ExitCode;

use arguments::Arguments;
use driver::Fault;
use driver::place::Place;
use driver::server::{Server, Settings};
use driver::workload::{Apart, Policies, Size};

/// What the program decides by meanwhile: of every five projects the first tells agents apart.
pub const POLICIES: Policies = Policies { size: Size::Small, count: 100, apart: Apart::FirstOfFive };

/// How many verdicts are remembered by default; each new agent makes one.
const REMEMBERED: u64 = 100_000;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match driver::play_part().unwrap_or_else(|| soak(&Arguments::of_process())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn soak(arguments: &Arguments) -> Result<(), Fault> {
    let are_told = arguments.is_benchmark();
    let rebuilds = rebuilds::soak(arguments.rebuilds, are_told)?;
    if are_told {
        println!("{rebuilds}\n");
    }
    let settings = Settings { policies: POLICIES, log: true };
    let server = Server::Logingate(settings).start(Place::All)?.ok_or("the program has not been built")?;
    // What memory is made for comes first: as many verdicts as are remembered at all.
    logins::of_new_agents(&server, (2 * REMEMBERED).min(arguments.logins))?;
    let reloads = reloads::soak(&server, arguments.reloads, are_told)?;
    if are_told {
        println!("{reloads}\n");
    }
    let logins = logins::soak(&server, arguments.logins, are_told)?;
    if are_told {
        println!("{logins}");
    } else {
        println!("rebuilds, reloads and logins went on; `cargo bench --bench soak` measures");
    }
    Ok(())
}
