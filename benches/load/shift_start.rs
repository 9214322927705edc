//! A shift starts: every agent logs in once, at a server that remembers nothing yet.

use crate::cases::Contender;
use crate::driver::Fault;
use crate::driver::generator::Scripted;
use crate::driver::traffic::scripted;
use crate::driver::workload::Login;
use crate::figures::{Pair, Row};
use crate::measure::Measuring;

const GROUPS: u64 = 20;

/// Starts every contender anew for each shift, and has the agents log in at even intervals.
pub fn measure(measuring: &Measuring, case: &str, contenders: &[Contender]) -> Result<Vec<Row>, Fault> {
    let shifts = measuring.plan.shifts;
    let mut rows: Vec<_> =
        contenders.iter().map(|it| Row { name: it.name, is_found: true, ..Row::default() }).collect();
    for shift in 1..=shifts {
        measuring.progress.show(case, &format!("shift {shift} of {shifts}"));
        let mut bare = None;
        for (contender, row) in contenders.iter().zip(&mut rows) {
            let Some(server) = contender.server.start(contender.place)? else { continue };
            let agents = measuring.plan.shift_agents;
            let own = measuring.send(&server, logins(agents, contender), measuring.shift_pace(agents))?;
            row.memory_kibibytes = server.memory_kibibytes()?;
            let evaluations = server.metric("logingate_cache_misses_total")?;
            #[allow(clippy::cast_precision_loss, reason = "there are a hundred")]
            let a_key = evaluations.map(|it| it / keys(contender) as f64);
            row.evaluations_a_key = row.evaluations_a_key.into_iter().chain(a_key).reduce(f64::max);
            let bare = bare.get_or_insert_with(|| own.clone()).clone();
            row.paced.push(Pair { bare, own });
        }
    }
    Ok(rows)
}

/// The logins of `agents` agents, each of the next group, which works in projects of its own as far as there are enough.
fn logins(agents: u64, contender: &Contender) -> Vec<Scripted> {
    let traffic = contender.traffic;
    let login = |agent: u64| Login {
        projects: projects_of(agent % GROUPS, contender),
        user_id: (1000 + agent).to_string(),
        group_id: 1 + agent % GROUPS,
    };
    (0..agents).map(|agent| scripted(&login(agent), traffic.form)).collect()
}

fn projects_of(group: u64, contender: &Contender) -> Vec<u64> {
    let traffic = contender.traffic;
    let first = (group * traffic.projects) % traffic.of.max(1);
    (0..traffic.projects).map(|it| 1 + (first + it) % traffic.of.max(1)).collect()
}

/// How many questions the policies can tell apart: one for each project of each group.
fn keys(contender: &Contender) -> u64 {
    GROUPS * contender.traffic.projects
}
