//! Who somebody is, and what is told to those who are nobody.

use std::time::Instant;

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

#[tokio::test]
async fn the_time_an_answer_takes_does_not_tell_whether_a_name_exists() {
    // Costly enough to be most of the time.
    let hashing = Hashing::new(8192, 3, 1).unwrap();
    let door = Door::with(hashing.clone(), 1, 8);
    let hash = hashing.hash(&super::password(RIGHT)).unwrap();
    let names: Vec<_> = (0..40).map(|number| format!("agent{number}")).collect();
    for name in &names {
        door.directory.add(agent(name), Some(hash.clone())).await.unwrap();
    }
    let refused_within = async |name: &str| {
        let begun = Instant::now();
        assert_eq!(door.knock(name, WRONG).await, Err(Refusal::BadCredentials));
        begun.elapsed()
    };
    // Side by side and in either order, so that whatever else the machine does meets both alike: of forty pairs the
    // unknown name is the quicker one in about twenty, and in nearly all where something gives it away (the sign test).
    let mut quicker = 0;
    for (number, name) in names.iter().enumerate() {
        let nobody = format!("no{name}");
        let (known, unknown) = if number % 2 == 0 {
            (refused_within(name).await, refused_within(&nobody).await)
        } else {
            let unknown = refused_within(&nobody).await;
            (refused_within(name).await, unknown)
        };
        quicker += u32::from(unknown < known);
    }
    assert!((6..=34).contains(&quicker), "the unknown name was quicker in {quicker} of 40 pairs");
}
