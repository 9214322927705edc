//! A server whose policy directory is worked on: no wrong, failed or mixed answer meanwhile.

mod cache;
mod client;
mod crowd;
mod folders;
mod house;
mod junk;
mod links;
mod plan;
mod program;
mod runaway;
mod save;
mod server;
mod survival;
