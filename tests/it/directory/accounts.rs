//! Accounts and their keys.

use super::everywhere;

#[test]
fn an_account_holds_its_key_until_it_gets_another() {
    everywhere(|house| {
        let directory = &house.directory;
        let holds = |name: &str, key: &[u8]| house.wait(directory.account_holds(name, key)).unwrap();
        assert_eq!(house.wait(directory.set_account("Acme", b"KK1")), Ok(true));
        assert_eq!(house.wait(directory.set_account("beta", b"KK2")), Ok(true));
        assert!(holds("acme", b"KK1"));
        assert!(!holds("acme", b"KK2") && !holds("acme", b"") && !holds("nobody", b"KK1") && !holds("", b""));
        assert_eq!(house.wait(directory.set_account("ACME", b"KK3")), Ok(true));
        assert!(holds("Acme", b"KK3") && !holds("Acme", b"KK1"));
        assert_eq!(house.wait(directory.accounts()), Ok(vec!["ACME".to_owned(), "beta".to_owned()]));
        assert_eq!(house.wait(directory.set_account("\u{0}", b"KK")), Ok(false));
        assert_eq!(house.wait(directory.remove_account("aCme")), Ok(true));
        assert_eq!(house.wait(directory.remove_account("acme")), Ok(false));
        assert!(!holds("Acme", b"KK3") && holds("beta", b"KK2"));
    });
}
