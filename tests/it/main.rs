//! The program as its users meet it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by them")]
#![allow(clippy::format_collect, reason = "texts of policies are small")]

mod acqueon;
mod admin;
mod admission;
mod agents;
mod benchmarks;
mod check;
mod cli_settings;
mod commands;
mod conformance;
mod credentials;
mod decide;
mod directory;
mod discretion;
mod examples;
mod explain;
mod finesse;
mod health;
mod health_command;
mod input_schema;
mod iservice;
mod journal;
mod journal_rules;
mod last_arrivals;
mod limits;
mod login_log;
mod lookup;
mod metrics;
mod monitoring;
mod notices;
mod opa_health;
mod openapi;
mod ozonetel;
mod pages;
mod policy;
mod production;
mod program;
mod readme;
mod reload;
mod request;
mod server;
mod shutdown;
mod staff;
mod start;
mod starter;
mod status;
mod supervised;
mod testing;
mod tls;
mod traces;
mod trial;
mod ucontact;
mod upload;
mod webhook;
