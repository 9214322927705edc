//! What a process has cost so far, as Linux counts it in `/proc`.

use std::fs;

use crate::driver::Fault;

/// Seconds of processor time of all threads of `pid`, those that ended included.
pub fn cpu_seconds(pid: u32) -> Result<f64, Fault> {
    let text = read(&format!("/proc/{pid}/stat"))?;
    // The second field is the program's name in brackets and may hold anything; utime and stime are the 14th and 15th.
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let times: Vec<f64> = after_name.split_whitespace().skip(11).take(2).filter_map(|it| it.parse().ok()).collect();
    match times[..] {
        [user, system] => Ok((user + system) / ticks_per_second()),
        _ => Err(format!("/proc/{pid}/stat is not as expected").into()),
    }
}

/// Kibibytes of memory that `pid` has resident.
pub fn resident_kibibytes(pid: u32) -> Result<u64, Fault> {
    let text = read(&format!("/proc/{pid}/status"))?;
    let value =
        text.lines().find_map(|line| line.strip_prefix("VmRSS:")).map(|rest| rest.trim_end_matches("kB").trim());
    value.and_then(|value| value.parse().ok()).ok_or_else(|| format!("/proc/{pid}/status has no VmRSS").into())
}

/// Seconds for which the machine's cores had nothing to do, added up.
pub fn idle_seconds() -> Result<f64, Fault> {
    let text = read("/proc/stat")?;
    // cpu  user nice system idle iowait …
    let idle =
        text.lines().next().and_then(|line| line.split_whitespace().nth(4)).and_then(|it| it.parse::<f64>().ok());
    idle.map(|idle| idle / ticks_per_second()).ok_or_else(|| "/proc/stat is not as expected".into())
}

/// The cores that this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn ticks_per_second() -> f64 {
    f64::from(u32::try_from(rustix::param::clock_ticks_per_second()).unwrap_or(100))
}

fn read(path: &str) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|error| format!("can't read {path}, which needs Linux: {error}").into())
}
