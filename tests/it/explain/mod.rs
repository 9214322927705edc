//! Why a rule has its value: what is told of it.

mod agreement;
mod expressions;
