//! Many agents at once, all or none.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use logingate::decision::Platform;
use logingate::directory::{AddAllError, Conflict, NewAgent};

use super::{House, agent, email, everywhere, hash, name};

fn conflicts(house: &House, agents: Vec<NewAgent>) -> Vec<(usize, String)> {
    let agents = agents.into_iter().map(|agent| (agent, None)).collect();
    match house.wait(house.directory.add_all(agents, |_| ())) {
        Err(AddAllError::Conflicts(conflicts)) => {
            conflicts.into_iter().map(|Conflict { index, problem }| (index, problem.to_string())).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn count(house: &House) -> usize {
    house.wait(house.directory.list(None, 10_000)).unwrap().len()
}

#[test]
fn many_agents_are_added_and_somebody_hears_how_far_it_is() {
    everywhere(|house| {
        let numbered = |at: usize| {
            let login_names = vec![email(&format!("a{at}@example.com")), name(Platform::Ozonetel, &format!("o{at}"))];
            NewAgent { login_names, ..agent(&format!("agent{at}")) }
        };
        let agents = (0..2_345).map(|at| (numbered(at), Some(hash("x")))).collect();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let hearing = Arc::clone(&heard);
        let added = house.directory.add_all(agents, move |done| hearing.lock().unwrap().push(done));
        assert_eq!(house.wait(added), Ok(2_345));
        assert_eq!(*heard.lock().unwrap(), [1_000, 2_000, 2_345]);
        let records = house.wait(house.directory.list(None, 10_000)).unwrap();
        assert!(records.iter().enumerate().all(|(at, record)| record.agent == numbered(at)));
        assert_eq!(house.find(Platform::Ozonetel, "O2344"), Some(records[2_344].id));
        assert_eq!(house.find(Platform::Acqueon, "agent1999"), Some(records[1_999].id));
        assert_eq!(house.wait(house.directory.add_all(Vec::new(), |_| ())), Ok(0));
    });
}

#[test]
fn every_conflict_is_told_with_its_place_and_nothing_is_added() {
    everywhere(|house| {
        house.add(NewAgent { login_names: vec![email("ana@b.c"), name(Platform::Ucontact, "u1")], ..agent("ana") });
        let mut agents: Vec<_> = (0..3_000).map(|at| agent(&format!("agent{at}"))).collect();
        agents[7] = agent("ANA");
        agents[8] = NewAgent { login_names: vec![email("ANA@b.c")], ..agent("x") };
        agents[900] = agent("U1");
        agents[1_500] = agent("Agent3");
        agents[1_600] = NewAgent { login_names: vec![name(Platform::Acqueon, "agent1601")], ..agent("y") };
        agents[1_700] = agent("");
        agents[1_800] = NewAgent { login_names: vec![email("ana@b.c")], ..agent("AGENT4") };
        agents[2_999] = NewAgent { login_names: vec![name(Platform::Vcc, "ana")], ..agent("z") };
        let expected = [
            (7, "another agent has the username \"ANA\""),
            (8, "another agent logs in to iservice with the e-mail address \"ANA@b.c\""),
            (900, "another agent logs in to ucontact as \"U1\""),
            (1_500, "another agent has the username \"Agent3\" (see number 4)"),
            (1_601, "another agent logs in to acqueon as \"agent1601\" (see number 1601)"),
            (1_700, "the username is empty"),
            (1_800, "another agent has the username \"AGENT4\" (see number 5)"),
            (1_800, "another agent logs in to iservice with the e-mail address \"ana@b.c\" (see number 9)"),
            (1_800, "another agent logs in to iservice with the e-mail address \"ana@b.c\""),
            (2_999, "another agent logs in to vcc as \"ana\" (see number 8)"),
            (2_999, "another agent logs in to vcc as \"ana\""),
        ];
        let told = conflicts(house, agents);
        assert_eq!(told, expected.map(|(at, text)| (at, text.to_owned())));
        assert_eq!(count(house), 1);
    });
}

/// Two at once with some of the same names: one has all, the other hears of each of them, and nothing is half done.
#[test]
fn of_two_who_add_the_same_one_hears_of_every_conflict() {
    everywhere(|house| {
        let other = house.beside();
        let batch = |own: &str| {
            let own = (0..500).map(|at| agent(&format!("{own}{at}")));
            own.chain((0..50).map(|at| agent(&format!("both{at}")))).map(|agent| (agent, None)).collect::<Vec<_>>()
        };
        let won = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for (directory, own) in [(&house.directory, "a"), (&other, "b")] {
                let (won, batch) = (&won, batch(own));
                scope.spawn(move || match directory.wait(directory.add_all(batch, |_| ())) {
                    Ok(550) => drop(won.fetch_add(1, Ordering::SeqCst)),
                    Err(AddAllError::Conflicts(conflicts)) => {
                        let places: Vec<_> = conflicts.iter().map(|conflict| conflict.index).collect();
                        assert_eq!(places, (500..550).collect::<Vec<_>>());
                    }
                    other => panic!("{other:?}"),
                });
            }
        });
        assert_eq!(won.into_inner(), 1);
        assert_eq!(count(house), 550);
    });
}
