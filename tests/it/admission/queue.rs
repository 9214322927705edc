//! How many passwords are checked, and how many may wait for it.

use futures_util::future::join_all;
use logingate::admission::Refusal;

use super::{Door, RIGHT, agent, cheap};
#[tokio::test]
async fn whoever_finds_no_place_to_wait_is_refused_at_once_and_everybody_else_is_let_in() {
    let door = Door::with(cheap(), 1, 3);
    door.add(agent("ana")).await;
    let knocks = join_all((0..10).map(|_| door.knock("ana", RIGHT))).await;
    let admitted = knocks.iter().filter(|knock| knock.is_ok()).count();
    let overloaded = knocks.iter().filter(|knock| **knock == Err(Refusal::Overloaded)).count();
    assert_eq!((admitted, overloaded), (4, 6));
    assert!(door.knock("ana", RIGHT).await.is_ok(), "the places are free again");
}

#[tokio::test]
async fn whoever_leaves_gives_the_place_back() {
    let door = Door::with(cheap(), 1, 0);
    door.add(agent("ana")).await;
    for _ in 0..20 {
        let mut knock = Box::pin(door.knock("ana", RIGHT));
        assert!(futures_util::poll!(&mut knock).is_pending());
        drop(knock);
    }
    assert!(door.knock("ana", RIGHT).await.is_ok());
}
