//! Other parameters in the settings: who logs in is hashed anew.

use logingate::admission::Hashing;
use logingate::decision::Platform;
use logingate::directory::{LoginNameKind, PasswordHash};

use super::{Door, RIGHT, WRONG, agent, attempt, cheap, password};
async fn stored(door: &Door) -> String {
    let found = door.directory.find(Platform::Ozonetel, &LoginNameKind::Name, "ana").await.unwrap().unwrap();
    found.password.unwrap().expose().to_owned()
}

#[tokio::test]
async fn a_success_under_new_parameters_renews_the_hash_and_a_failure_does_not() {
    let door = Door::new();
    door.add(agent("ana")).await;
    let before = stored(&door).await;
    assert!(before.contains("m=64,t=1,p=1"), "{before}");
    let costlier = door.beside(Hashing::new(128, 2, 1).unwrap());
    assert!(costlier.authenticate(attempt("ana", WRONG)).await.is_err());
    assert_eq!(stored(&door).await, before);
    assert!(costlier.authenticate(attempt("ana", RIGHT)).await.is_ok());
    let after = stored(&door).await;
    assert!(after.contains("m=128,t=2,p=1"), "{after}");
    assert!(costlier.authenticate(attempt("ana", RIGHT)).await.is_ok());
    assert_eq!(stored(&door).await, after, "it is renewed once");
    assert!(door.knock("ana", RIGHT).await.is_ok(), "and checked by whoever has other parameters");
}

#[test]
fn a_hash_made_elsewhere_is_taken_if_it_is_argon2id_within_bounds() {
    let ours = cheap().hash(&password(RIGHT)).unwrap();
    assert!(Hashing::accepts(&ours));
    let (salt, hash) = ("c2FsdHNhbHRzYWx0", "RdescudvJCsgt3ub+b3dWRWJTmaaCObGiu4t3X0U2FE");
    for refused in [
        format!("$argon2i$v=19$m=64,t=1,p=1${salt}${hash}"),
        format!("$argon2id$v=19$m=4294967295,t=1,p=1${salt}${hash}"),
        format!("$argon2id$v=19$m=64,t=4294967295,p=1${salt}${hash}"),
        format!("$argon2id$v=19$m=64,t=1,p=1${salt}"),
        "$2y$10$abcdefghijklmnopqrstuv".to_owned(),
        "correct-horse".to_owned(),
    ] {
        assert!(!Hashing::accepts(&PasswordHash::new(refused.clone())), "{refused}");
    }
}
