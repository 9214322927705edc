//! The list of cases, and how each is put together.

use super::{Case, Contender, Drive};
use crate::driver::place::Place;
use crate::driver::server::{Server, Settings, bare};
use crate::driver::traffic::Traffic;
use crate::driver::workload::{Apart, Policies, Size, WireForm};
use crate::goal::Goal;

/// How many policies there are where their number is not what is measured.
const USUAL: u64 = 100;
/// What the name of a contender says that others are compared with.
const CACHED: &str = "logingate, all cached";
const HUNDRED: &str = "logingate, 100 policies";
const LOG_OFF: &str = "logingate, log off";
const ONE_CORE: &str = "logingate, 1 core";
const IN_PEACE: &str = "logingate, in peace";

/// All cases, in the order in which they are measured.
pub fn all() -> Vec<Case> {
    vec![
        cached("cached/1", "1 project a login, all remembered", 1, vec![]),
        cached("cached/5", "5 projects a login, all remembered", 5, vec![Goal::CpuToBare(1.5), Goal::P99ToBare(2.0)]),
        cached("cached/50", "50 projects a login, all remembered", 50, vec![Goal::CpuToBare(3.0)]),
        missed("missed/1", "1 project a login, evaluated", 1),
        missed("missed/5", "5 projects a login, all evaluated", 5),
        missed("missed/50", "50 projects a login, all evaluated", 50),
        one_missed(),
        shift_start(),
        form("form/get", "5 projects, all remembered, as the query of a GET", WireForm::Query),
        form("form/encrypted", "the same as an encrypted POST, next to a plain one", WireForm::Encrypted),
        loaded("loaded/small", "100, 1,000 and 10,000 small policies", Size::Small, vec![]),
        loaded(
            "loaded/medium",
            "100, 1,000 and 10,000 policies of twenty lines",
            Size::Medium,
            vec![Goal::KibibytesAPolicy { more_than: HUNDRED, at_most: 60.0 }],
        ),
        loaded("loaded/large", "100, 1,000 and 10,000 policies of a hundred lines", Size::Large, vec![]),
        loading(),
        log(),
        besieged(),
        cores("cores/cached", "one core and two, 5 projects a login, all remembered", false, 1.8),
        cores("cores/missed", "one core and two, 5 projects a login, all evaluated", true, 1.7),
    ]
}

fn cached(name: &'static str, about: &'static str, projects: u64, goals: Vec<Goal>) -> Case {
    let traffic = Traffic { form: WireForm::Json, projects, of: USUAL, new_agents: false };
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::All };
    let contenders = vec![bare(traffic), logingate("logingate", policies, traffic, goals), opa(policies, traffic)];
    Case { name, about, contenders, drive: Drive::SaturatedAndPaced }
}

fn missed(name: &'static str, about: &'static str, projects: u64) -> Case {
    let traffic = Traffic { form: WireForm::Json, projects, of: USUAL, new_agents: true };
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::All };
    let contenders = vec![bare(traffic), logingate("logingate", policies, traffic, vec![]), opa(policies, traffic)];
    Case { name, about, contenders, drive: Drive::SaturatedAndPaced }
}

fn one_missed() -> Case {
    let known = Traffic { form: WireForm::Json, projects: 5, of: USUAL, new_agents: false };
    let new = Traffic { new_agents: true, ..known };
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::FirstOfFive };
    let goal = Goal::CpuAbove { cached: CACHED, policies, at_most_microseconds: 15.0 };
    Case {
        name: "one-missed/5",
        about: "5 projects a login, 4 remembered and 1 evaluated",
        contenders: vec![
            bare(known),
            logingate(CACHED, policies, known, vec![]),
            logingate("logingate, 1 missed", policies, new, vec![goal]),
        ],
        drive: Drive::SaturatedAndPaced,
    }
}

fn shift_start() -> Case {
    let traffic = Traffic { form: WireForm::Json, projects: 5, of: USUAL, new_agents: true };
    let policies = Policies { size: Size::Medium, count: USUAL, apart: Apart::None };
    let goals = vec![Goal::SlowestMilliseconds(50.0), Goal::EvaluationsAKey(1.0)];
    Case {
        name: "shift-start",
        about: "2,000 agents of 20 groups, 5 projects each, within 10 s of the start",
        contenders: [bare(traffic), logingate("logingate", policies, traffic, goals)].map(everywhere).into(),
        drive: Drive::ShiftStart,
    }
}

fn form(name: &'static str, about: &'static str, form: WireForm) -> Case {
    let traffic = Traffic { form, projects: 5, of: USUAL, new_agents: false };
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::All };
    // The bare handler decrypts nothing: what that costs is ours.
    let plain = if form == WireForm::Encrypted { WireForm::Json } else { form };
    let contenders = vec![bare(Traffic { form: plain, ..traffic }), logingate("logingate", policies, traffic, vec![])];
    Case { name, about, contenders, drive: Drive::SaturatedAndPaced }
}

fn loaded(name: &'static str, about: &'static str, size: Size, goals_of_most: Vec<Goal>) -> Case {
    let of = |contender, count, goals| of_many(contender, size, count, goals);
    let goals = [vec![Goal::CpuTo { other: HUNDRED, at_most: 1.1 }], goals_of_most].concat();
    let contenders = vec![
        bare(Traffic { form: WireForm::Json, projects: 5, of: USUAL, new_agents: false }),
        of(HUNDRED, 100, vec![]),
        of("logingate, 1,000 policies", 1000, vec![]),
        of("logingate, 10,000 policies", 10_000, goals),
    ];
    Case { name, about, contenders, drive: Drive::Saturated }
}

fn loading() -> Case {
    let server = of_many("logingate", Size::Medium, 10_000, vec![Goal::LoadsWithinSeconds(4.0)]);
    let contenders = [bare(Traffic { of: USUAL, ..server.traffic }), server].map(everywhere).into();
    let about = "10,000 policies of twenty lines, loaded by all cores";
    Case { name: "loading/medium", about, contenders, drive: Drive::Saturated }
}

/// With `count` policies, all of which are asked in turn.
fn of_many(contender: &'static str, size: Size, count: u64, goals: Vec<Goal>) -> Contender {
    let traffic = Traffic { form: WireForm::Json, projects: 5, of: count, new_agents: false };
    logingate(contender, Policies { size, count, apart: Apart::None }, traffic, goals)
}

fn log() -> Case {
    let traffic = Traffic { form: WireForm::Json, projects: 5, of: USUAL, new_agents: false };
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::All };
    let on = |name, goals| logingate(name, policies, traffic, goals);
    let goals = vec![Goal::PacedCpuTo { other: LOG_OFF, at_most: 1.1 }];
    Case {
        name: "log/5",
        about: "each login leaves its line, or none does",
        contenders: vec![
            bare(traffic),
            Contender { server: Server::Logingate(Settings { policies, log: false }), ..on(LOG_OFF, vec![]) },
            on("logingate, log on", goals),
        ],
        drive: Drive::SaturatedAndPaced,
    }
}

fn besieged() -> Case {
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::All };
    let plain = Traffic { form: WireForm::Json, projects: 5, of: USUAL, new_agents: false };
    let traffic = Traffic { form: WireForm::WithSecret, ..plain };
    let goals = vec![Goal::P99To { other: IN_PEACE, at_most: 2.0 }];
    Case {
        name: "besieged/5",
        about: "logins with a secret, while many times as many come with a wrong one",
        contenders: vec![
            bare(plain),
            logingate(IN_PEACE, policies, traffic, vec![]),
            logingate("logingate, besieged", policies, traffic, goals),
        ],
        drive: Drive::Besieged,
    }
}

fn cores(name: &'static str, about: &'static str, is_missed: bool, at_least: f64) -> Case {
    let traffic = Traffic { form: WireForm::Json, projects: 5, of: USUAL, new_agents: is_missed };
    let policies = Policies { size: Size::Small, count: USUAL, apart: Apart::All };
    let on = |name, cores, goals| {
        let contender = logingate(name, policies, traffic, goals);
        Contender { place: Place::First(cores), ..contender }
    };
    let goal = Goal::CarriesTo { other: ONE_CORE, cores: 2, at_least };
    let contenders = vec![everywhere(bare(traffic)), on(ONE_CORE, 1, vec![]), on("logingate, 2 cores", 2, vec![goal])];
    Case { name, about, contenders, drive: Drive::Saturated }
}

fn bare(traffic: Traffic) -> Contender {
    let answers: Vec<_> = (1..=traffic.projects).map(|project| format!(r#""{project}":true"#)).collect();
    let setup = bare::Setup { answer: format!("{{{}}}", answers.join(",")) };
    Contender { name: "bare", server: Server::Bare(setup), place: Place::FirstHalf, traffic, goals: vec![] }
}

fn logingate(name: &'static str, policies: Policies, traffic: Traffic, goals: Vec<Goal>) -> Contender {
    let settings = Settings { policies, log: true };
    Contender { name, server: Server::Logingate(settings), place: Place::FirstHalf, traffic, goals }
}

fn opa(policies: Policies, traffic: Traffic) -> Contender {
    Contender { name: "opa", server: Server::Opa(policies), place: Place::FirstHalf, traffic, goals: vec![] }
}

/// On all cores, which the generator has too.
fn everywhere(contender: Contender) -> Contender {
    Contender { place: Place::All, ..contender }
}
