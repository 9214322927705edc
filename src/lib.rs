//! Logingate answers one question for contact centres: *may this agent log in to these projects?*

pub mod app;
pub mod config;
pub mod decision;
pub mod dialect;
pub mod policy;
pub mod telemetry;
pub mod web;
