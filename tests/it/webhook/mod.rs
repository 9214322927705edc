//! The webhook of VCC Live over a real socket.

mod answers;
mod encrypted;
mod methods;
mod refusals;
mod secrets;
mod signatures;
mod undecided;
mod wire;
