//! An agent without projects: one question, about the platform.

use std::sync::Arc;

use crate::decision::testing::{
    House, TestPolicies, TestPolicy, cached, id, login, login_without_projects, outcomes, verdict,
};
use crate::decision::{Login, Outcome, Part, Platform, Subject};

#[tokio::test]
async fn an_agent_without_projects_is_decided_by_the_platform_s_policy_alone() {
    let (allow, deny) =
        (Arc::new(TestPolicy::always("allow", Outcome::Allow)), Arc::new(TestPolicy::always("deny", Outcome::Deny)));
    let house =
        House::new(TestPolicies::of([(1, &deny)]).with(Platform::Ucontact, &allow).with(Platform::Acqueon, &deny));
    let decision = house.decide(login_without_projects()).await;
    assert_eq!(
        decision.verdicts.iter().map(|it| it.subject).collect::<Vec<_>>(),
        [Subject::Platform(Platform::Ucontact)]
    );
    assert!(decision.is_allowed());
    assert_eq!(deny.calls(), 0);
}

#[tokio::test]
async fn an_agent_with_projects_is_decided_by_these_alone() {
    let (allow, deny) =
        (Arc::new(TestPolicy::always("allow", Outcome::Allow)), Arc::new(TestPolicy::always("deny", Outcome::Deny)));
    let house = House::new(TestPolicies::of([(1, &allow), (2, &deny)]).with(Platform::Ucontact, &deny));
    let of_ucontact = |projects: &[u64]| Login { platform: Platform::Ucontact, ..login(projects) };
    assert!(house.decide(of_ucontact(&[1])).await.is_allowed());
    let both = house.decide(of_ucontact(&[1, 2])).await;
    assert_eq!(outcomes(&both), [Outcome::Allow, Outcome::Deny]);
    assert!(!both.is_allowed(), "one project that refuses keeps the agent out");
}

#[tokio::test]
async fn a_platform_without_a_policy_lets_nobody_in() {
    let policy = Arc::new(TestPolicy::always("policy", Outcome::Allow));
    let house = House::new(TestPolicies::of([(1, &policy)]).with(Platform::Ozonetel, &policy));
    let decision = house.decide(login_without_projects()).await;
    assert_eq!(outcomes(&decision), [Outcome::NoPolicy]);
    assert!(!decision.is_allowed());
}

#[tokio::test]
async fn what_a_platform_s_policy_said_is_remembered_by_what_it_reads() {
    let policy = TestPolicy::new("policy", |asked| {
        verdict(if asked.login.station.is_some() { Outcome::Allow } else { Outcome::Deny })
    });
    let policy = Arc::new(policy.reading([Part::Station, Part::ProjectId, Part::Primary]));
    let house = House::new(TestPolicies::of([(1, &policy)]).with(Platform::Ucontact, &policy));
    assert_eq!(outcomes(&house.decide(login_without_projects()).await), [Outcome::Allow]);
    let again = house.decide(login_without_projects()).await;
    assert_eq!((outcomes(&again), cached(&again)), (vec![Outcome::Allow], vec![true]));
    let elsewhere = house.decide(Login { station: None, ..login_without_projects() }).await;
    assert_eq!((outcomes(&elsewhere), cached(&elsewhere)), (vec![Outcome::Deny], vec![false]));
    let of_project = house.decide(Login { station: login_without_projects().station, ..login(&[1]) }).await;
    assert_eq!(
        (of_project.verdicts[0].subject, cached(&of_project)),
        (id(1), vec![false]),
        "a project is another question"
    );
}
