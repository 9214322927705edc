//! What came of a case: every round of every contender, and the medians.

use serde::Serialize;

use crate::driver::generator::{Delivery, Latency};
use crate::driver::process::cores;
use crate::goal::Judgement;
use crate::rounds::{Rounds, median};

/// Above it a generator's own lateness shows in what it measures.
const LATE_MICROSECONDS: f64 = 1000.0;
/// Less is busy.
const IDLE_SHARE: f64 = 0.2;
/// Of the machine, what other programs may take before latencies are theirs.
const SHARE_OF_OTHERS: f64 = 0.2;

/// What came of a case.
#[derive(Debug, Serialize)]
pub struct Outcome {
    /// The case.
    pub case: &'static str,
    /// What it is about.
    pub about: &'static str,
    /// The contenders, the bare handler first.
    pub rows: Vec<Row>,
}

/// What came of one contender.
#[derive(Debug, Default, Serialize)]
pub struct Row {
    /// The contender.
    pub name: &'static str,
    /// Whether there is such a program on this machine.
    pub is_found: bool,
    /// As fast as it goes: the bare handler's and its own, round by round.
    pub saturated: Vec<Pair>,
    /// At a fixed rate.
    pub paced: Vec<Pair>,
    /// Kibibytes of memory resident at the end.
    pub memory_kibibytes: u64,
    /// How long its policies took to load.
    pub loading_seconds: Option<f64>,
    /// How many policies it has loaded.
    pub policies: Option<u64>,
    /// Verdicts that had to be waited for, for each that could be told from all others.
    pub evaluations_a_key: Option<f64>,
    /// What one evaluation without a server takes, at the end of each round as fast as it goes; of contenders that are
    /// compared with it.
    pub evaluation_microseconds: Vec<f64>,
    /// What it should reach.
    pub goals: Vec<Judgement>,
}

/// One round: the bare handler and a contender, driven alike one after the other.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// The bare handler's.
    pub bare: Delivery,
    /// The contender's.
    pub own: Delivery,
}

/// One cell of the table.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure {
    /// Not measured in this case.
    None,
    /// The median, and the median of its ratio to the bare handler's.
    Measured {
        /// In the figure's own unit.
        value: f64,
        /// To the bare handler's.
        ratio: f64,
    },
    /// Why there is none.
    Unusable(&'static str),
}

impl Figure {
    /// Its ratio to the bare handler's.
    pub fn ratio(&self) -> Option<f64> {
        if let Self::Measured { ratio, .. } = self { Some(*ratio) } else { None }
    }
}

impl Row {
    /// A figure of the rounds as fast as it goes.
    pub fn saturated(&self, figure: impl Fn(&Delivery) -> f64) -> Figure {
        medians(&self.saturated, figure, trouble_of_saturated)
    }

    /// Processor time a request at a fixed rate, in microseconds.
    pub fn paced_cpu(&self) -> Figure {
        medians(&self.paced, cpu_microseconds, trouble_of_rate)
    }

    /// A percentile at a fixed rate.
    pub fn paced(&self, figure: impl Fn(&Latency) -> f64) -> Figure {
        medians(&self.paced, |it| figure(&it.latency), trouble_of_latency)
    }

    /// The rate of the rounds at a fixed rate, in requests a second.
    pub fn rate(&self) -> Option<f64> {
        median(self.paced.iter().map(|pair| requests_per_second(&pair.own)))
    }

    /// Processor time a request in each round as fast as it goes, in microseconds.
    pub fn cpu_by_round(&self) -> Rounds {
        by_round(&self.saturated, cpu_microseconds, trouble_of_saturated)
    }

    /// The same at a fixed rate.
    pub fn paced_cpu_by_round(&self) -> Rounds {
        by_round(&self.paced, cpu_microseconds, trouble_of_rate)
    }

    /// A percentile in each round at a fixed rate.
    pub fn paced_by_round(&self, figure: impl Fn(&Latency) -> f64) -> Rounds {
        by_round(&self.paced, |it| figure(&it.latency), trouble_of_latency)
    }

    /// The first wrong answer of all rounds.
    pub fn first_failure(&self) -> Option<String> {
        let deliveries = self.saturated.iter().chain(&self.paced).map(|pair| &pair.own);
        deliveries.filter(|it| it.failed > 0).find_map(|it| it.first_failure.clone())
    }
}

impl Outcome {
    /// The share of the machine that went to other programs, as it was in most rounds.
    pub fn share_of_others(&self) -> Option<f64> {
        let pairs = self.rows.iter().flat_map(|row| row.saturated.iter().chain(&row.paced));
        median(pairs.map(|pair| share_of_others(&pair.own)))
    }

    /// Who was asked and did not answer as it should, in words.
    pub fn without_figures(&self) -> Vec<String> {
        let rows = self.rows.iter().filter(|row| row.is_found);
        rows.filter_map(|row| {
            let mut rounds = row.saturated.iter().chain(&row.paced).map(|pair| &pair.own).peekable();
            let is_silent = rounds.peek().is_none() || rounds.any(|it| it.latency.slowest <= 0.0);
            let fault = row.first_failure().or_else(|| is_silent.then(|| "nothing was answered".to_owned()));
            fault.map(|fault| format!("{}: {}: {fault}", self.case, row.name))
        })
        .collect()
    }
}

/// Requests answered in each second.
pub fn requests_per_second(it: &Delivery) -> f64 {
    count(it.answered) / it.seconds
}

/// Processor time of the server for each request, in microseconds.
pub fn cpu_microseconds(it: &Delivery) -> f64 {
    it.server_seconds / count(it.answered) * 1e6
}

/// The share of the machine that went to others than the server and the generator, what a hypervisor took among it.
pub fn share_of_others(it: &Delivery) -> f64 {
    let machine = it.seconds * count(cores() as u64);
    ((machine - it.idle_seconds - it.server_seconds - it.generator_seconds) / machine).max(0.0)
}

fn by_round(
    pairs: &[Pair],
    figure: impl Fn(&Delivery) -> f64,
    trouble: impl Fn(&Delivery) -> Option<&'static str>,
) -> Rounds {
    pairs.iter().map(|pair| trouble(&pair.own).is_none().then(|| figure(&pair.own))).collect()
}

fn medians(
    pairs: &[Pair],
    figure: impl Fn(&Delivery) -> f64,
    trouble: impl Fn(&Delivery) -> Option<&'static str>,
) -> Figure {
    let trouble_of = |pair: &Pair| trouble(&pair.own).or_else(|| trouble(&pair.bare));
    let sound: Vec<_> = pairs.iter().filter(|pair| trouble_of(pair).is_none()).collect();
    // Figures of fewer than half of the rounds are no medians.
    if sound.len() * 2 < pairs.len() {
        return pairs.iter().find_map(trouble_of).map_or(Figure::None, Figure::Unusable);
    }
    let value = median(sound.iter().map(|pair| figure(&pair.own)));
    let ratio = median(sound.iter().map(|pair| figure(&pair.own) / figure(&pair.bare)));
    value.zip(ratio).map_or(Figure::None, |(value, ratio)| Figure::Measured { value, ratio })
}

/// Why a round does not say how much the server carries.
fn trouble_of_saturated(it: &Delivery) -> Option<&'static str> {
    let machine = it.seconds * count(cores() as u64);
    let is_saturated = it.idle_seconds <= IDLE_SHARE * machine || it.server_seconds >= (1.0 - IDLE_SHARE) * it.seconds;
    trouble_of_answers(it).or((!is_saturated).then_some("generator too slow"))
}

/// Why a round at a fixed rate was not at that rate.
fn trouble_of_rate(it: &Delivery) -> Option<&'static str> {
    trouble_of_answers(it).or((it.unsent > 0).then_some("fell behind"))
}

/// Why a round does not say how long answers take.
fn trouble_of_latency(it: &Delivery) -> Option<&'static str> {
    let is_late = it.lateness_microseconds > LATE_MICROSECONDS;
    let is_disturbed = share_of_others(it) > SHARE_OF_OTHERS;
    trouble_of_rate(it).or(is_disturbed.then_some("machine busy")).or(is_late.then_some("generator late"))
}

fn trouble_of_answers(it: &Delivery) -> Option<&'static str> {
    (it.failed > 0 || it.answered == 0).then_some("wrong answers")
}

#[allow(clippy::cast_precision_loss, reason = "numbers of requests are small")]
fn count(number: u64) -> f64 {
    number as f64
}
