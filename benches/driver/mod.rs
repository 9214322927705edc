//! What benchmarks of the whole program are made of: servers, and a generator that sends requests to them, each a
//! process of its own. Some of these are the benchmark's own program, told by its first argument what to be.

pub mod generator;
pub mod place;
pub mod process;
pub mod server;
pub mod traffic;
#[path = "../workload/mod.rs"]
pub mod workload;

use server::bare;

/// What went wrong, in a sentence.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The first argument of a bare handler; how it is set up follows as JSON.
const BARE: &str = "--be-bare";
/// The only argument of a generator; its order comes on standard input.
const GENERATOR: &str = "--be-generator";

/// Plays the part that this process was started for by another one; `None` if it was started by a person.
pub fn play_part() -> Option<Result<(), Fault>> {
    let told: Vec<String> = std::env::args().skip(1).collect();
    match told.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [BARE, setup] => Some(bare::serve(setup)),
        [GENERATOR] => Some(generator::serve_one_order()),
        _ => None,
    }
}
