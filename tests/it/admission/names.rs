//! Who somebody is, and what is told to those who are nobody.

use std::time::{Duration, Instant};

use logingate::admission::{Hashing, MAX_PASSWORD_BYTES, Password, Refusal};
use logingate::directory::UserType;

use super::{Door, RIGHT, WRONG, agent};
#[tokio::test]
async fn a_name_is_compared_without_regard_to_case_and_told_as_it_is_stored() {
    let door = Door::new();
    door.add(agent("Ana.Núñez")).await;
    assert_eq!(door.knock("ANA.NÚÑEZ", RIGHT).await.unwrap().login_name, "Ana.Núñez");
}

#[tokio::test]
async fn nobody_s_name_is_refused_like_somebody_s_wrong_password() {
    let door = Door::new();
    door.add(agent("ana")).await;
    assert_eq!(door.knock("ana", WRONG).await, Err(Refusal::BadCredentials));
    assert_eq!(door.knock("nobody", WRONG).await, Err(Refusal::BadCredentials));
}

#[tokio::test]
async fn an_agent_without_a_password_is_not_let_in_by_any() {
    let door = Door::new();
    door.directory.add(agent("ana"), None).await.unwrap();
    assert_eq!(door.knock("ana", RIGHT).await, Err(Refusal::BadCredentials));
}

#[tokio::test]
async fn whoever_is_not_active_learns_it_from_the_right_password_only() {
    let door = Door::new();
    let mut ana = agent("ana");
    ana.is_active = false;
    door.add(ana).await;
    assert_eq!(door.knock("ana", WRONG).await, Err(Refusal::BadCredentials));
    assert_eq!(door.knock("ana", RIGHT).await, Err(Refusal::Inactive));
}

#[tokio::test]
async fn a_customer_is_no_agent() {
    let door = Door::new();
    let mut eve = agent("eve");
    eve.user_type = UserType::Customer;
    door.add(eve).await;
    assert_eq!(door.knock("eve", RIGHT).await, Err(Refusal::NoAgent));
}

#[test]
fn a_password_has_bounds_and_is_not_shown() {
    assert!(Password::new(String::new()).is_err());
    assert!(Password::new("x".repeat(MAX_PASSWORD_BYTES + 1)).is_err());
    let longest = Password::new("x".repeat(MAX_PASSWORD_BYTES)).unwrap();
    assert!(!format!("{longest:?}").contains('x'));
}

/// How often a sample of one is smaller than a sample of the other: a half where nothing tells them apart, all or none
/// where something does (Mann and Whitney's statistic).
fn share_smaller(these: &[Duration], those: &[Duration]) -> f64 {
    let pairs = these.iter().flat_map(|this| those.iter().map(move |that| this < that));
    let (smaller, all) = pairs.fold((0_u32, 0_u32), |(smaller, all), is| (smaller + u32::from(is), all + 1));
    f64::from(smaller) / f64::from(all)
}

#[tokio::test]
async fn the_time_an_answer_takes_does_not_tell_whether_a_name_exists() {
    // Costly enough to be most of the time.
    let hashing = Hashing::new(4096, 2, 1).unwrap();
    let door = Door::with(hashing.clone(), 1, 8);
    let hash = hashing.hash(&super::password(RIGHT)).unwrap();
    let names: Vec<_> = (0..40).map(|number| format!("agent{number}")).collect();
    for name in &names {
        door.directory.add(agent(name), Some(hash.clone())).await.unwrap();
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for name in &names {
        for (name, times) in [(name.clone(), &mut known), (format!("no{name}"), &mut unknown)] {
            let begun = Instant::now();
            assert_eq!(door.knock(&name, WRONG).await, Err(Refusal::BadCredentials));
            times.push(begun.elapsed());
        }
    }
    let share = share_smaller(&unknown, &known);
    assert!((0.05..=0.95).contains(&share), "{share}: unknown {unknown:?}, known {known:?}");
}
