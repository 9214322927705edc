//! What holds for every policy and every input: over generated ones.

mod bytes;
mod cached;
pub(crate) mod generate;
mod reads;
