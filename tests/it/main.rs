//! The program as its users meet it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]
#![allow(clippy::format_collect, reason = "texts of policies are small")]

mod conformance;
mod input_schema;
mod policy;
mod rego_tests;
