//! Somebody guesses secrets, many times a login, while everybody else logs in.

use crate::driver::Fault;
use crate::driver::generator::{Scripted, deliver};
use crate::driver::traffic::scripted;
use crate::driver::workload::{Login, WireForm};
use crate::figures::Pair;
use crate::measure::{Driven, Measuring};

/// How many guesses come with each of them.
const GUESSES: u32 = 8;

/// Every contender at the rate of logins, and the last one with guesses between them.
pub fn measure(measuring: &Measuring, case: &str, driven: &mut [Driven]) -> Result<(), Fault> {
    let [bare, peaceful, besieged] = driven else { return Err("a siege takes three servers".into()) };
    let logins = (peaceful.carried() * measuring.plan.besieged_share).max(1.0);
    let rounds = measuring.plan.rounds;
    for round in 1..=rounds {
        measuring.progress.show(case, &format!("at a fixed rate, round {round} of {rounds}"));
        let at_rate = measuring.drive(bare, measuring.fixed(logins))?;
        let own = measuring.drive(peaceful, measuring.fixed(logins))?;
        // By one generator: of two, each would wait for the other.
        let all = measuring.fixed(logins * f64::from(1 + GUESSES));
        let under_siege = deliver(&measuring.order(&besieged.server, with_guesses(besieged), all))?;
        for (it, own) in [(&mut *bare, at_rate.clone()), (&mut *peaceful, own), (&mut *besieged, under_siege)] {
            it.row.paced.push(Pair { bare: at_rate.clone(), own });
        }
    }
    Ok(())
}

/// What is sent to it, and guesses behind each login.
fn with_guesses(besieged: &Driven) -> Vec<Scripted> {
    let login = Login { projects: vec![1], user_id: "1000".to_owned(), group_id: 4 };
    let guess = scripted(&login, WireForm::WithWrongSecret);
    let behind = |login: &Scripted| {
        let guesses = (0..GUESSES).map(|_| guess.clone());
        [login.clone()].into_iter().chain(guesses).collect::<Vec<_>>()
    };
    besieged.requests.iter().flat_map(behind).collect()
}
