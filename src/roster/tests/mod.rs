mod faults;
mod forms;
mod round_trips;

use super::{Faults, Row, read};

/// The rows of a file without faults.
fn rows(file: &str) -> Vec<Row> {
    read(file.as_bytes()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// What is wrong with a file, one line each.
fn faults(file: impl AsRef<[u8]>) -> Vec<String> {
    read(file.as_ref())
        .map_or_else(|faults: Faults| faults.to_string().lines().map(str::to_owned).collect(), |_| Vec::new())
}
