//! One case, measured: the servers in turns, round by round, so that whatever else the machine does strikes all alike.

use std::time::Duration;

use crate::cases::{Case, Contender, Drive};
use crate::driver::Fault;
use crate::driver::generator::{Cores, Delivery, Order, Pace, Scripted, deliver};
use crate::driver::server::{Running, Server};
use crate::driver::workload::Policies;
use crate::evaluation::median_microseconds;
use crate::figures::{Outcome, Pair, Row, requests_per_second};
use crate::goal::Goal;
use crate::plan::Plan;
use crate::progress::Progress;
use crate::rounds::median;
use crate::shift_start;
use crate::siege;

/// Of what it carries, the rate at which latencies are measured.
const SHARE: f64 = 0.5;
/// Of what it carries, the highest rate at which answers do not pile up.
const MOST: f64 = 0.8;

/// Measures cases by a plan.
pub struct Measuring {
    /// How long and how often.
    pub plan: Plan,
    /// How far it is.
    pub progress: Progress,
}

/// A contender that is driven.
pub struct Driven {
    /// Its process.
    pub server: Running,
    /// What is sent to it.
    pub requests: Vec<Scripted>,
    /// The policies of which one evaluation is compared with it.
    pub evaluated: Option<Policies>,
    /// What has come of it so far.
    pub row: Row,
}

impl Driven {
    /// Requests a second, as fast as it goes.
    pub fn carried(&self) -> f64 {
        median(self.row.saturated.iter().map(|pair| requests_per_second(&pair.own))).unwrap_or(1.0)
    }
}

impl Measuring {
    /// Measures one case.
    pub fn run(&self, case: &Case) -> Result<Outcome, Fault> {
        self.progress.begin();
        let contenders: Vec<_> = case.contenders.iter().map(|it| self.fitted(it)).collect();
        let mut rows = match case.drive {
            Drive::ShiftStart => shift_start::measure(self, case.name, &contenders)?,
            Drive::Saturated | Drive::SaturatedAndPaced | Drive::Besieged => self.in_turns(case, &contenders)?,
        };
        for (at, contender) in contenders.iter().enumerate() {
            rows[at].goals = contender.goals.iter().map(|goal| goal.judge(&rows[at], &rows)).collect();
        }
        Ok(Outcome { case: case.name, about: case.about, rows })
    }

    /// The contender with as many policies as the plan allows.
    fn fitted(&self, contender: &Contender) -> Contender {
        let mut fitted = contender.clone();
        fitted.traffic.of = self.plan.policies(contender.traffic.of, contender.traffic.projects);
        let policies = match &mut fitted.server {
            Server::Bare(_) => return fitted,
            Server::Logingate(settings) => &mut settings.policies,
            Server::Opa(policies) => policies,
        };
        policies.count = fitted.traffic.of;
        fitted
    }

    fn in_turns(&self, case: &Case, contenders: &[Contender]) -> Result<Vec<Row>, Fault> {
        self.progress.show(case.name, "starting");
        let mut driven = Vec::new();
        for contender in contenders {
            driven.extend(start(contender)?);
        }
        self.saturate(case, &mut driven)?;
        match case.drive {
            Drive::SaturatedAndPaced => self.pace(case, &mut driven)?,
            Drive::Besieged => siege::measure(self, case.name, &mut driven)?,
            Drive::Saturated | Drive::ShiftStart => {}
        }
        let mut rows = driven.into_iter().map(finish).collect::<Result<Vec<_>, _>>()?;
        for (at, contender) in contenders.iter().enumerate() {
            if rows.get(at).is_none_or(|row| row.name != contender.name) {
                rows.insert(at, Row { name: contender.name, ..Row::default() });
            }
        }
        Ok(rows)
    }

    /// Every contender as fast as it goes.
    fn saturate(&self, case: &Case, driven: &mut [Driven]) -> Result<(), Fault> {
        let Plan { warm_up, saturated: measured, .. } = self.plan;
        let rounds = self.rounds(case.drive);
        for round in 1..=rounds {
            self.progress.show(case.name, &format!("as fast as it goes, round {round} of {rounds}"));
            let mut bare = None;
            for it in driven.iter_mut() {
                let own = self.drive(it, Pace::Saturating { warm_up, measured })?;
                let bare = bare.get_or_insert_with(|| own.clone()).clone();
                it.row.saturated.push(Pair { bare, own });
                if let Some(policies) = it.evaluated {
                    it.row.evaluation_microseconds.push(median_microseconds(policies)?);
                }
            }
        }
        Ok(())
    }

    /// How often each goes as fast as it goes: more often where a tenth more or less is looked for, and nothing else.
    fn rounds(&self, drive: Drive) -> usize {
        if matches!(drive, Drive::Saturated) { 2 * self.plan.rounds - 1 } else { self.plan.rounds }
    }

    /// Every contender at half of what the bare handler carries. Where that is too much for it, at half of what it carries
    /// itself, and then the bare handler at that rate too.
    fn pace(&self, case: &Case, driven: &mut [Driven]) -> Result<(), Fault> {
        let Some((bare, others)) = driven.split_first_mut() else { return Ok(()) };
        let usual = bare.carried() * SHARE;
        for round in 1..=self.plan.rounds {
            self.progress.show(case.name, &format!("at a fixed rate, round {round} of {}", self.plan.rounds));
            let at_usual = self.drive(bare, self.fixed(usual))?;
            bare.row.paced.push(Pair { bare: at_usual.clone(), own: at_usual.clone() });
            for it in others.iter_mut() {
                let is_too_much = usual > it.carried() * MOST;
                let rate = if is_too_much { it.carried() * SHARE } else { usual };
                let bare = if is_too_much { self.drive(bare, self.fixed(rate))? } else { at_usual.clone() };
                let own = self.drive(it, self.fixed(rate))?;
                it.row.paced.push(Pair { bare, own });
            }
        }
        Ok(())
    }

    /// So many requests a second.
    pub fn fixed(&self, per_second: f64) -> Pace {
        Pace::Fixed { per_second: per_second.max(1.0), warm_up: self.plan.warm_up, measured: self.plan.paced }
    }

    /// Has its requests sent to a contender.
    pub fn drive(&self, driven: &Driven, pace: Pace) -> Result<Delivery, Fault> {
        self.send(&driven.server, driven.requests.clone(), pace)
    }

    /// Has `requests` sent to `server`.
    pub fn send(&self, server: &Running, requests: Vec<Scripted>, pace: Pace) -> Result<Delivery, Fault> {
        deliver(&self.order(server, requests, pace))
    }

    /// What a generator is told that sends `requests` to `server`.
    pub fn order(&self, server: &Running, requests: Vec<Scripted>, pace: Pace) -> Order {
        let connections = self.plan.connections;
        let cores = server.place.cores_of_generator();
        Order { address: server.address, server: server.pid(), requests, connections, pace, cores }
    }

    /// The pace of a shift that starts.
    pub fn shift_pace(&self, agents: u64) -> Pace {
        #[allow(clippy::cast_precision_loss, reason = "agents are few")]
        let per_second = agents as f64 / self.plan.shift.as_secs_f64();
        Pace::Fixed { per_second, warm_up: Duration::ZERO, measured: self.plan.shift }
    }
}

/// Starts a contender and sends each of its requests once; `None` if there is no such program.
fn start(contender: &Contender) -> Result<Option<Driven>, Fault> {
    let Some(server) = contender.server.start(contender.place)? else { return Ok(None) };
    let requests = match contender.server {
        Server::Opa(_) => contender.traffic.requests_to_opa()?,
        Server::Bare(_) | Server::Logingate(_) => contender.traffic.requests(),
    };
    let once = Order {
        address: server.address,
        server: server.pid(),
        requests: requests.clone(),
        connections: 1,
        pace: Pace::Once,
        cores: Cores::Shared,
    };
    deliver(&once)?;
    let policies = matches!(contender.server, Server::Logingate(_)).then_some(contender.traffic.of);
    let loading_seconds = server.metric("logingate_policy_reload_duration_seconds_sum")?;
    let row = Row { name: contender.name, is_found: true, policies, loading_seconds, ..Row::default() };
    let evaluated = contender.goals.iter().find_map(Goal::evaluated);
    Ok(Some(Driven { server, requests, evaluated, row }))
}

fn finish(driven: Driven) -> Result<Row, Fault> {
    Ok(Row { memory_kibibytes: driven.server.memory_kibibytes()?, ..driven.row })
}
