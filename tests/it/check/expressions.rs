//! Warnings about single expressions.

use logingate::policy::WarningKind::{
    ClockWithoutTimeZone, IdComparedWithString, UnknownInputField, UnknownReference, WholeInput,
};

use super::{HEAD, LISTS, MENTIONS_ALL, assert_silent, assert_warned, told, warnings};

#[test]
fn an_id_compared_with_a_text_is_told_wherever_either_comes_from() {
    for (rules, underlined) in [
        ("allow if input.groupId == \"2\"\n", "\"2\""),
        ("allow if \"2\" != input[\"userId\"]\n", "\"2\""),
        ("allow if input.projectId = `2`\n", "`2`"),
        ("allow if input.groupId in [\"2\", 3]\n", "\"2\""),
        ("allow if not input.groupId in {3, \"supervisors\"}\n", "\"supervisors\""),
        ("allow if \"2\" in input.projectIds\n", "\"2\""),
        ("allow if input.projectIds[0] == \"2\"\n", "\"2\""),
        ("allow if {\n\tsome id in input.projectIds\n\tid == \"2\"\n}\n", "\"2\""),
        ("allow if every id in input.projectIds { id != \"2\" }\n", "\"2\""),
        ("allow if {\n\tgroup := input.groupId\n\tgroup == \"2\"\n}\n", "\"2\""),
        ("allow if input.groupId == agents\n\nagents := \"2\"\n", "agents"),
        ("allow if group == \"2\"\n\ngroup := input.groupId\n", "\"2\""),
    ] {
        let warning = assert_warned(rules, IdComparedWithString, underlined);
        assert!(warning.hint.is_some(), "{rules}");
    }
}

#[test]
fn a_text_compared_with_what_may_be_one_is_not() {
    for rules in [
        "allow if input.groupId == 2\n",
        "allow if input.username == \"2\"\n",
        "allow if input.customData.group == \"2\"\n",
        "allow if input.groupId in data.lists.agents\n",
        "allow if \"2\" in input.customData.groups\n",
        "allow if f(\"2\")\n\nf(id) if id == \"2\"\n",
        "allow if {\n\tid := input.customData.id\n\tid == \"2\"\n}\n",
        // One name for two things: neither is certain.
        "allow if {\n\tid := input.groupId\n\tid == 2\n} else if {\n\tid := input.username\n\tid == \"2\"\n}\n",
    ] {
        assert_silent(rules);
    }
}

#[test]
fn a_number_is_no_key_of_an_object_in_a_data_file() {
    let rules = format!("{HEAD}allow if data.agents[input.userId].active\n\nallow if input.userId in data.list\n");
    let data = "agents: {7: {active: true}}\nlist: [7]\n";
    let found = warnings(&[("projects/42.rego", &rules), ("data.yaml", data), MENTIONS_ALL]);
    assert_eq!(told(&found), [(IdComparedWithString, "projects/42.rego:5:22".into())]);
    let hint = found[0].hint.as_deref().unwrap();
    assert_eq!(hint, "make a text of it: `data.agents[format_int(input.userId, 10)]`");
    let mended = rules.replace("[input.userId]", "[format_int(input.userId, 10)]");
    assert_eq!(warnings(&[("projects/42.rego", &mended), ("data.yaml", data), MENTIONS_ALL]), []);
    let list = data.replace("{7: {active: true}}", "[{active: true}]");
    assert_eq!(warnings(&[("projects/42.rego", &rules), ("data.yaml", &list), MENTIONS_ALL]), []);
}

#[test]
fn the_clock_in_greenwich_is_told() {
    for (rules, underlined) in [
        ("allow if time.clock(time.now_ns())[0] > 8\n", "time.now_ns()"),
        ("allow if time.weekday(time.now_ns()) == \"Monday\"\n", "time.now_ns()"),
        ("allow if {\n\tnow := time.now_ns()\n\ttime.date(now) == [2026, 12, 24]\n}\n", "now"),
        ("allow if time.weekday(now) == \"Monday\"\n\nnow := time.now_ns()\n", "now"),
        ("allow if time.clock(time.now_ns() + 3600000000000)[0] > 8\n", "time.now_ns() + 3600000000000"),
        (
            "allow if time.format(time.add_date(time.now_ns(), 0, 0, 1)) == \"x\"\n",
            "time.add_date(time.now_ns(), 0, 0, 1)",
        ),
    ] {
        let warning = assert_warned(rules, ClockWithoutTimeZone, underlined);
        assert!(warning.hint.unwrap().contains(&format!("([{underlined}, \"Europe/Budapest\"])")), "{rules}");
    }
    for rules in [
        "allow if time.clock([time.now_ns(), \"UTC\"])[0] > 8\n",
        "allow if time.weekday([time.now_ns(), data.lists.zone]) == \"Monday\"\n",
        "allow if time.now_ns() > time.parse_rfc3339_ns(\"2026-12-24T00:00:00Z\")\n",
        "allow if time.weekday(time.parse_rfc3339_ns(input.customData.since)) == \"Monday\"\n",
    ] {
        assert_silent(rules);
    }
}

#[test]
fn a_misspelt_input_field_is_told() {
    for (rules, underlined, hint) in [
        ("allow if input.groupID == 2\n", "groupID", "did you mean `input.groupId`?"),
        ("allow if input[\"usrId\"] == 2\n", "usrId", "did you mean `input.userId`?"),
        ("allow if input.customdata.language == \"es\"\n", "customdata", "did you mean `input.customData`?"),
        ("allow if input.source.address == \"::1\"\n", "address", "there is `ip`;"),
        ("allow if input.groupId.name == \"agents\"\n", "name", "`input.groupId` has no members"),
        ("allow if input.projectIds.first == 1\n", "first", "`input.projectIds` has no members"),
        (
            "allow if {\n\tsource := input.source\n\tsource.ipp == \"::1\"\n}\n",
            "ipp",
            "did you mean `input.source.ip`?",
        ),
    ] {
        let warning = assert_warned(rules, UnknownInputField, underlined);
        assert!(warning.hint.as_deref().unwrap().starts_with(hint), "{warning:?} {:?}", warning.hint);
    }
    for rules in [
        "allow if input.customData.groupID == \"2\"\n",
        "allow if input.customData[input.hook].x.y == \"2\"\n",
        "allow if input.source.ip == \"::1\"\n",
        "allow if f({\"groupID\": 2})\n\nf(input_of_another) if input_of_another.groupID == 2\n",
    ] {
        assert_silent(rules);
    }
}

#[test]
fn what_leads_nowhere_is_told() {
    let library = ("lib/groups.rego", "package lib.groups\n\nagent if input.groupId in data.lists.agents\n");
    let of = |rules: &str| {
        let policy = format!("package projects[\"42\"]\n\nimport data.lib.groups\n\ndefault allow := false\n\n{rules}");
        let found = warnings(&[("projects/42.rego", &policy), library, LISTS, MENTIONS_ALL]);
        found.into_iter().map(|warning| (warning.kind, warning.to_string(), warning.hint)).collect::<Vec<_>>()
    };
    for (rules, message, hint) in [
        ("allow if groups.agnet\n", "7:10: `package lib.groups` has no rule `agnet`", "did you mean `agent`?"),
        ("allow if data.lib.grups.agent\n", "7:10: there is no `data.lib.grups.agent`", "correct the name"),
        ("allow if data.list.agents[_] == 4\n", "7:10: there is no `data.list.agents`", "correct the name"),
    ] {
        let found = of(rules);
        let told = found.iter().find(|(kind, ..)| *kind == UnknownReference);
        let (_, line, given) = told.unwrap_or_else(|| panic!("{rules}: {found:?}"));
        assert!(line.starts_with(&format!("projects/42.rego:{message}")), "{line}");
        assert!(given.as_deref().unwrap().starts_with(hint), "{given:?}");
    }
    for rules in [
        "allow if groups.agent\n",
        "allow if data.lib[input.hook].agent\n",
        "allow if data.lists.none_yet\n",
        "allow if {\n\tsome name in [\"agents\"]\n\tinput.groupId in data.lists[name]\n}\n",
        "allow if data.lib.groups.agent\n",
    ] {
        let found = of(rules);
        assert!(found.iter().all(|(kind, ..)| *kind != UnknownReference), "{rules}: {found:?}");
    }
}

#[test]
fn a_misspelt_import_is_told_once() {
    let rules = "package projects[\"42\"]\n\nimport input.customDta as fields\n\ndefault allow := false\n\n\
                 allow if fields.language == \"es\"\n\nallow if fields.language == \"en\"\n";
    let found = warnings(&[("projects/42.rego", rules), MENTIONS_ALL]);
    assert_eq!(told(&found), [(UnknownInputField, "projects/42.rego:3:8".into())]);
}

#[test]
fn what_reads_the_whole_input_is_told() {
    for (rules, underlined, hint) in [
        ("allow if input[input.hook] == 2\n", "input[input.hook]", "name the fields"),
        ("allow if object.get(input, \"groupId\", 0) == 2\n", "input", "write the field"),
        ("allow if f(input)\n\nf(x) if x.groupId == 2\n", "input", "hand over only"),
        ("allow if {\n\tlogin := input\n\tlogin.groupId == 2\n}\n", "input", "name the fields"),
        ("allow if helper\n\nhelper if walk(input, [_, 7])\n", "input", "hand over only"),
        ("deny contains \"x\" if count(input) > 9\n", "input", "hand over only"),
    ] {
        let warning = assert_warned(rules, WholeInput, underlined);
        assert!(warning.message.contains("the verdicts of `projects[\"42\"]` are"), "{}", warning.message);
        assert!(warning.hint.as_deref().unwrap().starts_with(hint), "{rules} {:?}", warning.hint);
    }
    assert_silent("allow if input.groupId == 2\n\nunused if f(input)\n\nf(x) if x.groupId == 2\n");
    assert_silent("allow if count(input.customData) == 2\n");
}

#[test]
fn a_library_that_reads_the_whole_input_is_told_once_for_all_policies() {
    let policy = |id: u32| {
        format!(
            "package projects[\"{id}\"]\n\nimport data.lib.logins\n\ndefault allow := false\n\nallow if logins.any\n"
        )
    };
    let library = "package lib.logins\n\nany if count(input) > 0\n";
    let (one, two) = (policy(1), policy(2));
    let found =
        warnings(&[("projects/1.rego", &one), ("projects/2.rego", &two), ("lib/logins.rego", library), MENTIONS_ALL]);
    assert_eq!(told(&found), [(WholeInput, "lib/logins.rego:3:14".into())]);
    assert!(found[0].message.contains("the verdicts of 2 policies are"), "{}", found[0].message);
}
