//! Somebody guesses secrets, many times a login, while everybody else logs in.

use std::thread;

use crate::driver::Fault;
use crate::driver::generator::{Scripted, deliver};
use crate::driver::traffic::scripted;
use crate::driver::workload::{Login, WireForm};
use crate::figures::Pair;
use crate::measure::{Driven, Measuring};

/// Of what a server in peace carries, the rate of those who may log in.
const LOGINS: f64 = 0.05;
/// And of those who guess: together they leave the machine room, so that nobody waits for a core alone.
const GUESSES: f64 = 0.4;

/// Every contender at the rate of logins, and the last one with guesses beside them.
pub fn measure(measuring: &Measuring, case: &str, driven: &mut [Driven]) -> Result<(), Fault> {
    let [bare, peaceful, besieged] = driven else { return Err("a siege takes three servers".into()) };
    let (logins, guesses) = (peaceful.carried() * LOGINS, peaceful.carried() * GUESSES);
    let rounds = measuring.plan.rounds;
    for round in 1..=rounds {
        measuring.progress.show(case, &format!("at a fixed rate, round {round} of {rounds}"));
        let drive = |it: &Driven| measuring.drive(it, measuring.fixed(logins));
        let at_rate = drive(bare)?;
        let own = drive(peaceful)?;
        let siege = measuring.order(&besieged.server, vec![guess()], measuring.fixed(guesses));
        let under_siege = thread::scope(|scope| {
            let guessing = scope.spawn(|| deliver(&siege));
            let own = drive(besieged)?;
            let guessed = guessing.join().map_err(|_| "the thread that guesses has panicked")??;
            match guessed.first_failure {
                Some(failure) if guessed.failed > 0 => {
                    Err(Fault::from(format!("a guess is not turned away: {failure}")))
                }
                _ => Ok(own),
            }
        })?;
        for (it, own) in [(&mut *bare, at_rate.clone()), (&mut *peaceful, own), (&mut *besieged, under_siege)] {
            it.row.paced.push(Pair { bare: at_rate.clone(), own });
        }
    }
    Ok(())
}

fn guess() -> Scripted {
    let login = Login { projects: vec![1], user_id: "1000".to_owned(), group_id: 4 };
    scripted(&login, WireForm::WithWrongSecret)
}
