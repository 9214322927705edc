//! What a contender should reach.

use serde::Serialize;

use crate::driver::workload::Policies;
use crate::figures::{Row, cpu_microseconds};
use crate::rounds::{Rounds, median, of_most};

/// What a contender should reach. Others are named as the table names them.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// Processor time a request, to the bare handler's, as fast as it goes.
    CpuToBare(f64),
    /// The 99th percentile at a fixed rate, to the bare handler's.
    P99ToBare(f64),
    /// The same to another contender's.
    P99To { other: &'static str, at_most: f64 },
    /// Processor time a request, as fast as it goes, to another contender's.
    CpuTo { other: &'static str, at_most: f64 },
    /// The same at a fixed rate: as fast as it goes, lines of the log are lost.
    PacedCpuTo { other: &'static str, at_most: f64 },
    /// Processor time a request above that of a contender to whom all is known, and above one evaluation.
    CpuAbove { cached: &'static str, policies: Policies, at_most_microseconds: f64 },
    /// What so many cores carry if nothing else runs on them, to what one carries.
    CarriesTo { other: &'static str, cores: u8, at_least: f64 },
    /// The slowest of all answers.
    SlowestMilliseconds(f64),
    /// Verdicts that had to be waited for, for each that could be told from all others.
    EvaluationsAKey(f64),
    /// Until all policies are loaded.
    LoadsWithinSeconds(f64),
    /// Memory for each policy more than another contender has.
    KibibytesAPolicy { more_than: &'static str, at_most: f64 },
}

/// A goal, and how far it was reached.
#[derive(Debug, Serialize)]
pub struct Judgement {
    /// What is looked at, with its unit.
    pub what: String,
    /// What came out; absent where it could not be measured.
    pub measured: Option<f64>,
    /// What should have: `≤ 1.5`.
    pub wanted: String,
    /// Whether it did.
    pub is_met: bool,
}

impl Goal {
    /// How far `row` reached it, among `rows`.
    pub fn judge(self, row: &Row, rows: &[Row]) -> Judgement {
        let other = |name| rows.iter().find(|row| row.name == name);
        let against = |name, figure: fn(&Row) -> Rounds| median_ratio(figure(row), figure(other(name)?));
        match self {
            Self::CpuToBare(limit) => at_most("CPU × bare", row.saturated(cpu_microseconds).ratio(), limit),
            Self::P99ToBare(limit) => at_most("p99 × bare", row.paced(|it| it.p99).ratio(), limit),
            Self::CpuTo { other: name, at_most: limit } => {
                at_most(&format!("CPU × {}", short(name)), against(name, Row::cpu_by_round), limit)
            }
            Self::P99To { other: name, at_most: limit } => {
                let p99 = |row: &Row| row.paced_by_round(|it| it.p99);
                at_most(&format!("p99 × {}", short(name)), against(name, p99), limit)
            }
            Self::PacedCpuTo { other: name, at_most: limit } => {
                at_most(&format!("CPU at the rate × {}", short(name)), against(name, Row::paced_cpu_by_round), limit)
            }
            Self::CpuAbove { cached, at_most_microseconds, .. } => {
                let above = other(cached).and_then(|cached| median_above(row, cached));
                let what = format!("CPU µs above {} and one evaluation", short(cached));
                at_most(&what, above, at_most_microseconds)
            }
            Self::CarriesTo { other: name, cores, at_least } => {
                let carried = against(name, Row::cpu_by_round).map(|costs| f64::from(cores) / costs);
                let what = format!("{cores} cores carry × {}", short(name));
                Judgement {
                    is_met: carried.is_some_and(|it| it >= at_least), ..judged(&what, carried, "≥", at_least)
                }
            }
            Self::SlowestMilliseconds(limit) => {
                let slowest = of_most(row.paced_by_round(|it| it.slowest / 1e3));
                at_most("slowest login, ms", slowest.into_iter().flatten().reduce(f64::max), limit)
            }
            Self::EvaluationsAKey(limit) => at_most("evaluations a key", row.evaluations_a_key, limit),
            Self::LoadsWithinSeconds(limit) => at_most("s to load", row.loading_seconds, limit),
            Self::KibibytesAPolicy { more_than, at_most: limit } => {
                at_most("KiB a policy", other(more_than).and_then(|fewer| memory_a_policy(fewer, row)), limit)
            }
        }
    }

    /// The policies of which one evaluation is looked at.
    pub fn evaluated(&self) -> Option<Policies> {
        if let Self::CpuAbove { policies, .. } = self { Some(*policies) } else { None }
    }
}

/// The name of one of ours among ours.
fn short(name: &str) -> &str {
    name.trim_start_matches("logingate, ")
}

fn at_most(what: &str, measured: Option<f64>, limit: f64) -> Judgement {
    Judgement { is_met: measured.is_some_and(|it| it <= limit), ..judged(what, measured, "≤", limit) }
}

fn judged(what: &str, measured: Option<f64>, sign: &str, limit: f64) -> Judgement {
    Judgement { what: what.to_owned(), measured, wanted: format!("{sign} {limit}"), is_met: false }
}

/// What one figure is to another, round by round, so that whatever else the machine did struck both alike.
fn median_ratio(own: Rounds, other: Rounds) -> Option<f64> {
    let ratios = own.into_iter().zip(other).map(|(own, other)| Some(own? / other?));
    median(of_most(ratios)?.into_iter())
}

/// Processor time a request above that of the `cached` and above one evaluation.
fn median_above(row: &Row, cached: &Row) -> Option<f64> {
    let rounds = row.cpu_by_round().into_iter().zip(cached.cpu_by_round()).zip(&row.evaluation_microseconds);
    let above = rounds.map(|((own, cached), evaluation)| Some(own? - cached? - evaluation));
    median(of_most(above)?.into_iter())
}

fn memory_a_policy(fewer: &Row, more: &Row) -> Option<f64> {
    let policies = more.policies?.checked_sub(fewer.policies?).filter(|&policies| policies > 0)?;
    #[allow(clippy::cast_precision_loss, reason = "kibibytes and policies are small numbers")]
    Some((more.memory_kibibytes as f64 - fewer.memory_kibibytes as f64) / policies as f64)
}
