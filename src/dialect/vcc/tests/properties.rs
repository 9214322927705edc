//! What holds for every login and for every input.

use proptest::prelude::*;

use super::wanted::{any_id, any_wanted};
use super::{get, ids, post, read_get, read_post, settings};
use crate::decision::{GroupId, UserId};
use crate::dialect::Request;
use crate::dialect::vcc::Hook;

proptest! {
    #[test]
    fn a_login_reads_the_same_in_every_form_and_no_id_is_dropped(wanted in any_wanted()) {
        let login = read_post(&wanted.documents()[0]).unwrap();
        prop_assert_eq!(ids(&login), wanted.distinct());
        prop_assert_eq!(login.agent.user_id().map(UserId::get), wanted.user);
        prop_assert_eq!(login.agent.username().unwrap_or_default(), &wanted.username);
        prop_assert_eq!(login.group_id.map(GroupId::get), wanted.group);
        prop_assert_eq!(&login.custom_data, &wanted.custom_data);
        for body in wanted.documents() {
            prop_assert_eq!(read_post(&body), Ok(login.clone()), "{}", body);
        }
        for form in wanted.forms() {
            prop_assert_eq!(read_get(&form), Ok(login.clone()), "{}", form);
            prop_assert_eq!(read_post(&form), Ok(login.clone()), "{}", form);
        }
    }

    #[test]
    fn no_input_panics(query in any::<String>(), body: Vec<u8>, content_type: Option<Vec<u8>>) {
        let hook = Hook::new(&settings());
        let _ = hook.read(&get(&query));
        let _ = hook.read(&Request { content_type: content_type.as_deref(), ..post(&body) });
        let _ = hook.read(&Request { content_type: Some(b"application/x-www-form-urlencoded"), ..post(&body) });
    }

    #[test]
    fn nothing_made_of_the_pieces_of_the_wire_panics(pieces in prop::collection::vec(any_piece(), 0..24)) {
        let text = pieces.concat();
        let _ = (read_get(&text), read_post(&text), read_get(&format!("projectId=1&userId=2&{text}")));
        let _ = read_post(format!("{{\"projectId\":1,\"userId\":2,{text}}}"));
    }

    #[test]
    fn a_list_with_anything_else_in_it_is_refused_or_complete(
        good in prop::collection::vec(any_id(), 1..6),
        odd in "[^&%+=#]{0,6}",
        at in 0_usize..6,
    ) {
        let mut texts: Vec<String> = good.iter().map(u64::to_string).collect();
        texts.insert(at.min(good.len()), odd.clone());
        let appended: Vec<String> = texts.iter().map(|id| format!("secondaryProjectIds[]={id}")).collect();
        for list in [format!("secondaryProjectIds={}", texts.join(",")), appended.join("&")] {
            if let Ok(login) = read_get(&format!("projectId=1&userId=2&{list}")) {
                let read = ids(&login);
                prop_assert!(good.iter().all(|id| read.contains(id)), "{}", list);
                prop_assert!(odd.split(',').all(|id| id.parse().is_ok_and(|id| read.contains(&id))), "{}", list);
            }
        }
    }
}

fn any_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "projectId",
        "projectid",
        "userId",
        "username",
        "groupId",
        "secondaryProjectIds",
        "customData",
        "custom_data",
        "=",
        "&",
        "[",
        "]",
        "[]",
        "[0]",
        "[a]",
        "%5B",
        "%5D",
        "%",
        "%zz",
        "+",
        ",",
        "1",
        "2",
        "3",
        "0",
        "-",
        "1e3",
        "{",
        "}",
        "\"",
        ":",
        "\"a\"",
        "null",
        "[2,3]",
        "{\"0\":2}",
        "\\",
        "\u{feff}",
        " ",
        "é",
        "\"secondaryProjectIds\":",
        "\"customData\":",
    ])
}
