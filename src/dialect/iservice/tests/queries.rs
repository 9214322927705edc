//! Names of endpoints.

use proptest::prelude::*;

use crate::dialect::iservice::{Endpoint, NoEndpoint};

#[test]
fn names_are_read_in_any_case_and_as_the_pages_spell_them() {
    for (query, endpoint) in [
        ("api=login", Endpoint::Login),
        ("api=Register", Endpoint::Register),
        ("API=resetSend", Endpoint::ResetSend),
        ("api=api-logout", Endpoint::Logout),
        ("api=Api-RegisterOpenID", Endpoint::RegisterOpenId),
        ("mode=new&api=loggedIn", Endpoint::LoggedIn),
        ("api=login&api=LOGIN", Endpoint::Login),
        ("api=%6Cogin&x", Endpoint::Login),
        ("Api=agentlogin", Endpoint::AgentLogin),
        ("api=resetConfirm&token=x", Endpoint::ResetConfirm),
    ] {
        assert_eq!(Endpoint::of_query(query), Ok(endpoint), "{query}");
    }
}

#[test]
fn other_queries_name_none() {
    for query in ["", "api", "api=", "api=log-in", "apis=login", "api=login&api=logout", "api=api-api-login", "login"] {
        assert_eq!(Endpoint::of_query(query), Err(NoEndpoint), "{query}");
    }
}

proptest! {
    #[test]
    fn each_name_is_found_whatever_its_case(index in 0..Endpoint::ALL.len(), upper in any::<u32>()) {
        let endpoint = Endpoint::ALL[index];
        let spell = |(at, char): (usize, char)| if upper >> (at % 32) & 1 == 1 { char.to_ascii_uppercase() } else { char };
        let spelt: String = endpoint.as_str().chars().enumerate().map(spell).collect();
        prop_assert_eq!(Endpoint::of_query(&format!("x=1&aPi={spelt}")), Ok(endpoint));
    }

    #[test]
    fn no_query_is_too_odd(query in ".*") {
        let _ = Endpoint::of_query(&query);
    }
}
