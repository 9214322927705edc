//! Where and when it was measured.

use std::fmt;
use std::fs;
use std::time::SystemTime;

use serde::Serialize;

use crate::driver::process::cores;

/// Where and when it was measured, and what.
#[derive(Debug, Serialize)]
pub struct Machine {
    processor: String,
    cores: usize,
    memory_gibibytes: u64,
    kernel: String,
    version: &'static str,
    at: String,
}

impl Machine {
    /// This one, now.
    pub fn here() -> Self {
        let line_of = |path: &str, name: &str| {
            let text = fs::read_to_string(path).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
            line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let kibibytes = line_of("/proc/meminfo", "MemTotal");
        let kibibytes: u64 = kibibytes.trim_end_matches("kB").trim().parse().unwrap_or_default();
        Self {
            processor: line_of("/proc/cpuinfo", "model name"),
            cores: cores(),
            memory_gibibytes: kibibytes.div_ceil(1024 * 1024),
            kernel: fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            at: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { processor, cores, memory_gibibytes, kernel, version, at } = self;
        write!(
            formatter,
            "Logingate {version} on {processor}, {cores} cores, {memory_gibibytes} GiB, Linux {kernel}, {at}"
        )
    }
}
