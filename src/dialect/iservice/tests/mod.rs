//! What is read and written, without a server.

mod forms;
mod objects;
mod queries;
