//! What trusted proxies tell is believed as far as they tell it themselves, and nobody else is believed at all.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;

use super::*;

const PROXY: &str = "10.0.0.1";
const STRANGER: &str = "203.0.113.7";

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn trusted() -> Vec<IpNet> {
    ["10.0.0.0/8", "2001:db8:1::/48"].map(|network| network.parse().unwrap()).to_vec()
}

/// From whom a request of `peer` with these headers comes; the names are `f` and `x` for short.
fn origin(peer: &str, lines: &[(&str, &str)]) -> String {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name: HeaderName = if *name == "f" { FORWARDED } else { X_FORWARDED_FOR };
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    of(ip(peer), &headers, &trusted()).to_string()
}

#[test]
fn the_last_address_that_is_no_proxy_of_ours_is_the_caller() {
    for (told, caller) in [
        (STRANGER, STRANGER),
        ("198.51.100.9, 203.0.113.7", STRANGER),
        ("198.51.100.9, 203.0.113.7, 10.2.3.4", STRANGER),
        ("10.9.9.9,10.2.3.4", "10.9.9.9"),
        ("203.0.113.7:4711", STRANGER),
        ("::ffff:203.0.113.7", STRANGER),
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("203.0.113.7, 2001:db8:1::5", STRANGER),
    ] {
        assert_eq!(origin(PROXY, &[("x", told)]), caller, "{told}");
    }
    for (told, caller) in [
        ("for=203.0.113.7", STRANGER),
        ("For=\"203.0.113.7:80\";proto=https;by=203.0.113.43", STRANGER),
        ("for=198.51.100.9, for=203.0.113.7;host=\"a,b;c\" , for=10.2.3.4", STRANGER),
        ("proto=https; for=\"[2001:db8::7]:4711\"", "2001:db8::7"),
        ("for=[2001:db8::7]", "2001:db8::7"),
        ("for=\"203.0.\\113.7\"", STRANGER),
    ] {
        assert_eq!(origin(PROXY, &[("f", told)]), caller, "{told}");
    }
}

#[test]
fn a_stranger_is_believed_nothing() {
    for lines in [("x", "198.51.100.9"), ("f", "for=198.51.100.9"), ("x", "10.0.0.1"), ("x", "garbage")] {
        assert_eq!(origin(STRANGER, &[lines]), STRANGER, "{lines:?}");
    }
}

#[test]
fn further_lines_go_on_where_the_one_before_ends() {
    assert_eq!(origin(PROXY, &[("x", "198.51.100.9"), ("x", STRANGER)]), STRANGER);
    assert_eq!(origin(PROXY, &[("x", STRANGER), ("x", "10.2.3.4")]), STRANGER);
}

#[test]
fn what_is_no_address_is_not_believed_nor_is_anything_before_it() {
    for told in ["", "unknown", "203.0.113.7,", "203.0.113.7, garbage", "203.0.113.7 10.2.3.4", "203.0.113.300", "é"] {
        assert_eq!(origin(PROXY, &[("x", told)]), PROXY, "{told}");
    }
    assert_eq!(origin(PROXY, &[("x", "203.0.113.7, unknown, 10.2.3.4")]), "10.2.3.4");
    for told in [
        "",
        "203.0.113.7",
        "for=unknown",
        "for=_hidden",
        "proto=https",
        "for=203.0.113.7,",
        "for=203.0.113.7;",
        "for=203.0.113.7;for=198.51.100.9",
        "for=\"203.0.113.7",
        "for=\"203.0.113.7\"x",
        "for = 203.0.113.7",
    ] {
        assert_eq!(origin(PROXY, &[("f", told)]), PROXY, "{told}");
    }
}

#[test]
fn a_quote_opened_by_the_caller_swallows_nothing_that_the_proxy_adds() {
    for added in ["for=203.0.113.7", "for=\"[2001:db8::7]\"", "for=\"203.0.113.7:80\";by=\"_x\""] {
        for sent in ["for=198.51.100.9;host=\"", "for=198.51.100.9;host=\"\\", "for=\"198.51.100.9"] {
            let origin = origin(PROXY, &[("f", &format!("{sent}, {added}"))]);
            assert_ne!(origin, "198.51.100.9", "{sent}, {added}");
        }
    }
}

#[test]
fn two_headers_are_believed_only_if_they_agree() {
    assert_eq!(origin(PROXY, &[("x", STRANGER), ("f", "for=203.0.113.7")]), STRANGER);
    assert_eq!(origin(PROXY, &[("x", STRANGER), ("f", "for=198.51.100.9")]), PROXY);
    assert_eq!(origin(PROXY, &[("x", STRANGER), ("f", "garbage")]), PROXY);
}

proptest! {
    #[test]
    fn nobody_but_a_trusted_proxy_is_believed(peer: [u8; 4], lines in headers()) {
        let peer = IpAddr::from(peer);
        prop_assume!(!is_any_of(&trusted(), peer));
        let lines: Vec<_> = lines.iter().map(|(name, value)| (*name, value.as_str())).collect();
        prop_assert_eq!(origin(&peer.to_string(), &lines), peer.to_string());
    }

    #[test]
    fn whatever_a_caller_sends_the_proxys_own_word_counts(sent in value(), caller: [u8; 4]) {
        let caller = IpAddr::from(caller);
        prop_assume!(!is_any_of(&trusted(), caller));
        prop_assert_eq!(origin(PROXY, &[("x", &format!("{sent}, {caller}"))]), caller.to_string());
        prop_assert_eq!(origin(PROXY, &[("f", &sent), ("f", &format!("for={caller}"))]), caller.to_string());
        // On one line the caller can make it unreadable, and is the proxy then; it can't be whom it likes.
        let told = origin(PROXY, &[("f", &format!("{sent}, for={caller}"))]);
        prop_assert!([caller.to_string(), PROXY.to_owned()].contains(&told), "{}", told);
    }

    #[test]
    fn an_address_survives_every_way_of_writing_it(address: [u8; 16], port: u16) {
        let address = IpAddr::from(address).to_canonical();
        prop_assume!(!is_any_of(&trusted(), address));
        let with_port = SocketAddr::new(address, port).to_string();
        for told in [address.to_string(), with_port.clone()] {
            prop_assert_eq!(origin(PROXY, &[("x", &told)]), address.to_string());
        }
        prop_assert_eq!(origin(PROXY, &[("f", &format!("for=\"{with_port}\""))]), address.to_string());
    }
}

/// What might stand in such a header: pieces of right ones in any order, or anything printable.
fn value() -> impl Strategy<Value = String> {
    let pieces =
        ["for=", "\"", "\\", ",", ";", " ", "=", "[", "]", ":80", "10.0.0.2", "198.51.100.9", "::1", "host=a", "_x"];
    let piece = prop::sample::select(pieces.to_vec());
    prop_oneof![prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()), "[ -~é]{0,40}"]
}

/// Mostly with an address at the end.
fn headers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let told = prop_oneof![
        (Just("x"), value().prop_map(|value| value + ",198.51.100.9")),
        (Just("f"), value().prop_map(|value| value + ",for=198.51.100.9")),
        (prop_oneof![Just("f"), Just("x")], value()),
    ];
    prop::collection::vec(told, 0..4)
}
