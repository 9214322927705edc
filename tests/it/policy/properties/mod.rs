//! What holds for every policy and every input: over generated ones.

mod bytes;
mod cached;
mod generate;
mod reads;
