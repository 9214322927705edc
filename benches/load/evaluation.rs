//! What one evaluation of a policy takes, without a server around it.

use std::time::{Duration, Instant};

use logingate::decision::{Policies as _, Policy as _};
use logingate::policy::{CompiledPolicy, Workshop};

use crate::driver::Fault;
use crate::driver::traffic::read;
use crate::driver::workload::{Login, Policies, WireForm};

const EVALUATIONS: usize = 2000;

/// The median of many evaluations of the first of these policies, in microseconds.
pub fn median_microseconds(policies: Policies) -> Result<f64, Fault> {
    let policies = Policies { count: 1, ..policies };
    let set = Workshop::new(Duration::from_secs(1)).update(&policies.tree()).set;
    let body =
        Login { projects: vec![1], user_id: "1000".to_owned(), group_id: 4 }.body(WireForm::Json).unwrap_or_default();
    let login = read(body.as_bytes())?;
    let project = login.first_subject();
    let policy = set.find(project).map_err(|verdict| format!("{verdict:?}"))?;
    let input = CompiledPolicy::input(&login);
    let mut nanos: Vec<u128> = (0..EVALUATIONS)
        .map(|_| {
            let started = Instant::now();
            std::hint::black_box(policy.evaluate(&input, &login, project, 0));
            started.elapsed().as_nanos()
        })
        .collect();
    nanos.sort_unstable();
    let median = Duration::from_nanos(u64::try_from(nanos[EVALUATIONS / 2])?);
    Ok(median.as_secs_f64() * 1e6)
}
