//! Comments that turn warnings off.

use logingate::policy::WarningKind::{self, IdComparedWithString, UnknownIgnore, UnusedIgnore};

use super::{HEAD, MENTIONS_ALL, of_rules, told, warnings};

const WRONG: &str = "allow if input.groupId == \"2\"";

fn kinds(rules: &str) -> Vec<WarningKind> {
    of_rules(rules).iter().map(|warning| warning.kind).collect()
}

#[test]
fn a_comment_turns_off_the_warning_of_its_own_line_or_of_the_next() {
    for rules in [
        format!("{WRONG} # logingate:ignore id_compared_with_string\n"),
        format!("{WRONG} #logingate:ignore id_compared_with_string -- it is a text in our tests\n"),
        format!("# logingate:ignore id_compared_with_string\n{WRONG}\n"),
        format!("# logingate:ignore id_compared_with_string\n# Another comment.\n{WRONG}\n"),
        "allow if {\n\t# logingate:ignore id_compared_with_string\n\tinput.groupId == \"2\"\n}\n".to_owned(),
    ] {
        assert_eq!(kinds(&rules), [], "{rules}");
    }
}

#[test]
fn a_comment_reaches_no_further() {
    for rules in [
        format!("{WRONG}\n# logingate:ignore id_compared_with_string\n"),
        format!("# logingate:ignore id_compared_with_string\n\n{WRONG}\n"),
        format!("x := 1 # logingate:ignore id_compared_with_string\n{WRONG}\n"),
        format!("# logingate:ignore untested\n{WRONG}\n"),
    ] {
        let mut kinds = kinds(&rules);
        kinds.sort();
        assert_eq!(kinds, [IdComparedWithString, UnusedIgnore], "{rules}");
    }
}

#[test]
fn several_names_have_commas_between_them() {
    let rules = "allow if {\n\t# logingate:ignore id_compared_with_string , unknown_input_field\n\tinput.groupId == \"2\"; input.x\n}\n";
    assert_eq!(kinds(rules), []);
}

#[test]
fn above_the_package_it_is_about_the_whole_file() {
    let file = |comment: &str| format!("{comment}\n# More.\n\n{HEAD}{WRONG}\n\n{WRONG}\n");
    let ignoring = file("# logingate:ignore id_compared_with_string");
    assert_eq!(warnings(&[("projects/42.rego", &ignoring), MENTIONS_ALL]), []);
    let other = file("# logingate:ignore whole_input");
    assert_eq!(warnings(&[("projects/42.rego", &other), MENTIONS_ALL]).len(), 3);
}

#[test]
fn a_comment_in_data_turns_off_what_is_told_of_data() {
    let policy = |package: &str| format!("package {package}\n\ndefault allow := false\n");
    let (own, sales) = (policy("projects[\"42\"]"), policy("policies.sales"));
    let with = |data: &str| {
        let files =
            [("projects/42.rego", own.as_str()), ("sales.rego", sales.as_str()), ("data.yaml", data), MENTIONS_ALL];
        told(&warnings(&files))
    };
    assert_eq!(with("assignments:\n  \"42\": sales # logingate:ignore shadowed_assignment\n"), []);
    assert_eq!(with("assignments:\n  # logingate:ignore shadowed_assignment\n  \"42\": sales\n"), []);
    let misspelt = with("assignments:\n  \"42\": sales # logingate:ignore shadowed\n");
    assert_eq!(misspelt[1], (UnknownIgnore, "data.yaml:2:34".into()));
}

#[test]
fn a_name_that_is_none_is_told_with_the_nearest() {
    for (name, hint) in [
        ("id_compared_with_strings", "did you mean `id_compared_with_string`?"),
        ("untestd", "did you mean `untested`?"),
        ("syntax", "a fault can't be turned off"),
        ("everything", "its name stands above the warning"),
        ("", "write its name behind it"),
    ] {
        let found = of_rules(&format!("allow if input.groupId == 2 # logingate:ignore {name}\n"));
        assert_eq!(told(&found).iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), [UnknownIgnore], "{name}");
        assert!(found[0].hint.as_deref().unwrap().starts_with(hint), "{name}: {:?}", found[0].hint);
    }
}

#[test]
fn a_text_is_no_comment() {
    let rules = "allow if input.customData.note == \"# logingate:ignore untested\"\n\n\
                 allow if input.customData.note == `\n# logingate:ignore nothing`\n";
    assert_eq!(kinds(rules), []);
}
