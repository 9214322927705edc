//! The clock stands, so that not one more may come until it is moved.

use super::*;
use crate::decision::StandingClock;

fn network(text: &str) -> IpNet {
    text.parse().unwrap()
}

fn three_a_minute() -> (BadSecrets, Arc<StandingClock>) {
    let clock = Arc::new(StandingClock::at(0));
    (BadSecrets::new(NonZeroU32::new(3).unwrap(), Arc::clone(&clock) as Arc<dyn Clock>), clock)
}

#[test]
fn each_address_has_its_own_count_which_time_gives_back() {
    let (bad_secrets, clock) = three_a_minute();
    let (one, other) = (network("203.0.113.1/32"), network("2001:db8::/64"));
    for _ in 0..3 {
        assert_eq!(bad_secrets.note(Some(one)), Ok(()));
    }
    assert_eq!(bad_secrets.note(Some(one)), Err(Duration::from_secs(20)));
    assert_eq!(bad_secrets.note(Some(other)), Ok(()));
    clock.advance(Duration::from_secs(19));
    assert_eq!(bad_secrets.note(Some(one)), Err(Duration::from_secs(1)));
    clock.advance(Duration::from_secs(1));
    assert_eq!(bad_secrets.note(Some(one)), Ok(()));
    assert!(bad_secrets.note(Some(one)).is_err());
}

#[test]
fn memory_is_bounded_and_given_back() {
    let (mut bad_secrets, clock) = three_a_minute();
    bad_secrets.most_addresses = 100;
    let send = |bad_secrets: &BadSecrets| {
        let refused = |number: u8| bad_secrets.note(Some(network(&format!("203.0.113.{number}/32")))).is_err();
        (0..=255).filter(|number| refused(*number)).count()
    };
    // A hundred of their own, three for all the others.
    assert_eq!(send(&bad_secrets), 256 - 100 - 3);
    assert_eq!(bad_secrets.limiter.len(), 101);
    clock.advance(Duration::from_mins(2));
    assert_eq!(bad_secrets.note(Some(network("198.51.100.1/32"))), Ok(()));
    assert_eq!(bad_secrets.limiter.len(), 1);
}
