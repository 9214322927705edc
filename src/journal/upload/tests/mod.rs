//! What a spool keeps and what a receiver is sent, without a receiver.

mod answers;
mod batches;
mod bounds;
mod names;
