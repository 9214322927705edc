//! Agents log in as fast as it goes: known ones, and now and then new ones.

use std::time::Duration;

use crate::POLICIES;
use crate::driver::Fault;
use crate::driver::generator::{Order, Pace, deliver};
use crate::driver::server::Running;
use crate::driver::traffic::Traffic;
use crate::driver::workload::WireForm;
use crate::samples::Samples;

/// One sample each.
const TURN: Duration = Duration::from_secs(1);
/// So many take a moment.
const FEW: u64 = 10_000;
/// Of so many turns one has new agents.
const NEW_EVERY: u64 = 5;
const CONNECTIONS: usize = 64;

/// Has `logins` agents log in. Samples `are_told` as they come.
pub fn soak(server: &Running, logins: u64, are_told: bool) -> Result<Samples, Fault> {
    let mut samples = Samples::over("logins", logins, are_told);
    let mut sent = 0;
    for turn in 0.. {
        samples.push(sent, server.memory_kibibytes()?);
        if sent >= logins {
            break;
        }
        sent += order(server, pace(logins), turn % NEW_EVERY == 0)?;
    }
    Ok(samples)
}

/// Has at least `logins` agents log in that nobody knows yet.
pub fn of_new_agents(server: &Running, logins: u64) -> Result<(), Fault> {
    let mut sent = 0;
    while sent < logins {
        sent += order(server, pace(logins), true)?;
    }
    Ok(())
}

/// Each project is asked for once.
pub fn for_each_project(server: &Running) -> Result<(), Fault> {
    order(server, Pace::Once, false).map(drop)
}

fn pace(logins: u64) -> Pace {
    let measured = if logins < FEW { TURN / 20 } else { TURN };
    Pace::Saturating { warm_up: Duration::ZERO, measured }
}

fn order(server: &Running, pace: Pace, new_agents: bool) -> Result<u64, Fault> {
    let requests = Traffic { form: WireForm::Json, projects: 5, of: POLICIES.count, new_agents }.requests();
    let cores = server.place.cores_of_generator();
    let order =
        Order { address: server.address, server: server.pid(), requests, connections: CONNECTIONS, pace, cores };
    let delivery = deliver(&order)?;
    match delivery.first_failure {
        None => Ok(delivery.answered),
        Some(fault) => Err(format!("{} logins failed: {fault}", delivery.failed).into()),
    }
}
