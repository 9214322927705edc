//! Memory as it went, and how steep.

use std::fmt;

/// Before this share of all, memory may still grow to what it needs.
const SETTLED: f64 = 0.2;
const LINES: u64 = 10;

/// Memory of a process, after so many of something.
#[derive(Debug)]
pub struct Samples {
    what: &'static str,
    /// How many there are in all.
    all: u64,
    /// At how many the next line is written; `None` writes none.
    next_line: Option<u64>,
    /// How many there had been, and kibibytes resident.
    points: Vec<(f64, f64)>,
}

impl Samples {
    /// None yet, of memory over `all` of `what`; if they `are_told`, on standard output as they come.
    pub fn over(what: &'static str, all: u64, are_told: bool) -> Self {
        if are_told {
            println!("{what:>12}  MiB resident");
        }
        Self { what, all, next_line: are_told.then_some(0), points: Vec::new() }
    }

    /// After `count`, so many kibibytes are resident.
    #[allow(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub fn push(&mut self, count: u64, kibibytes: u64) {
        self.points.push((count as f64, kibibytes as f64));
        if self.next_line.is_some_and(|next| count >= next.min(self.all)) {
            println!("{count:>12}  {:.1}", kibibytes as f64 / 1024.0);
            self.next_line = Some(count + (self.all / LINES).max(1));
        }
    }

    /// Kibibytes for each thousand, by least squares over what comes after it has settled; 0 of too few samples.
    pub fn slope_a_thousand(&self) -> f64 {
        let last = self.points.last().map_or(0.0, |&(count, _)| count);
        let settled: Vec<_> = self.points.iter().filter(|(count, _)| *count >= last * SETTLED).collect();
        #[allow(clippy::cast_precision_loss, reason = "samples are few")]
        let number = settled.len().max(1) as f64;
        let mean_count = settled.iter().map(|(count, _)| count).sum::<f64>() / number;
        let mean_memory = settled.iter().map(|(_, memory)| memory).sum::<f64>() / number;
        let spread: f64 = settled.iter().map(|(count, _)| (count - mean_count).powi(2)).sum();
        let shared: f64 = settled.iter().map(|(count, memory)| (count - mean_count) * (memory - mean_memory)).sum();
        if spread > 0.0 { shared / spread * 1000.0 } else { 0.0 }
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "slope: {:+.2} KiB a thousand {}", self.slope_a_thousand(), self.what)
    }
}
