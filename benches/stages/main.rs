//! `cargo bench --bench stages`: each stage of a login's way alone, so that what has become slower has a name.
//!
//! Under `cargo test` each runs once.

mod answer;
mod asking;
mod decide;
mod decode;
mod evaluate;
mod load;
#[path = "../workload/mod.rs"]
#[allow(dead_code, unused_imports, reason = "other benchmarks use the rest")]
mod workload;

fn main() {
    divan::main();
}
