//! Data files: one document, each file rooted at its folder.

use logingate::decision::Outcome::{Allow, Error, Undefined};
use logingate::policy::FaultKind::{Data, DataConflict};
use serde_json::json;

use super::support::{Files, House};

fn house(condition: &str, files: Files) -> House {
    House::of(&files.with("projects/1.rego", format!("package projects[\"1\"]\n\nallow if {condition}\n")))
}

#[test]
fn each_file_is_rooted_at_its_folder_and_all_are_one_document() {
    let files = Files::of([
        ("data.yaml", "a: {x: 1}\n"),
        ("a/data.json", "{\"y\": 2}"),
        ("a/b/data.yml", "z: [3]\n"),
        ("empty/data.yaml", ""),
        ("comment/data.yaml", "# nothing yet\n"),
        ("notes.yaml", "a: {x: 9}\n"),
    ]);
    let house = house("data.a == {\"x\": 1, \"y\": 2, \"b\": {\"z\": [3]}}", files);
    assert_eq!((house.faults(), house.outcome(1)), (&[][..], Allow));
}

#[test]
fn data_keeps_its_types() {
    let yaml =
        "big: 9007199254740993\nnegative: -1\nhalf: 0.5\nyes: true\nno: null\ntext: '007'\nlist: [1, a]\n12: number\n";
    let files = Files::of([("d/data.yaml", yaml)]);
    let condition = "data.d == {\"big\": 9007199254740993, \"negative\": -1, \"half\": 0.5, \"yes\": true, \"no\": null, \"text\": \"007\", \"list\": [1, \"a\"], \"12\": \"number\"}";
    let house = house(condition, files);
    assert_eq!((house.faults(), house.outcome(1)), (&[][..], Allow));
}

#[test]
fn what_is_no_object_or_says_something_twice_is_refused_where_it_stands() {
    for (path, text, place) in [
        ("d/data.json", "[1]", None),
        ("d/data.json", "{\"a\": 1,}", Some((1, 9))),
        ("d/data.json", "{\n  \"a\": 1,\n  \"a\": 2\n}", Some((3, 5))),
        ("d/data.json", "{\"a\": 1e999}", Some((1, 11))),
        ("d/data.yaml", "a: 1\na: 2\n", None),
        ("d/data.yaml", "a: [1\n", None),
        ("d/data.yaml", "a: .inf\n", None),
        ("d/data.yaml", "just text\n", None),
        ("d/data.yaml", "a: 1\n---\nb: 2\n", None),
        ("d/data.yaml", "a: &x [*x]\n", None),
    ] {
        let house = house("true", Files::of([(path, text)]));
        let fault = house.only_fault();
        assert_eq!((fault.kind, &*fault.file), (Data, path), "{text}");
        if let Some(place) = place {
            assert_eq!(fault.place.map(|it| (it.line, it.column)), Some(place), "{text}: {fault:?}");
        }
        assert_eq!(house.outcome(1), Allow, "who reads no data is not touched: {text}");
    }
}

#[test]
fn data_that_grows_when_it_is_read_is_refused() {
    let lines: String =
        (0..30).map(|at| format!("a{}: &a{} [*a{at}, *a{at}, *a{at}, *a{at}]\n", at + 1, at + 1)).collect();
    let house = house("data.d.a30", Files::default().with("d/data.yaml", format!("a0: &a0 [x]\n{lines}")));
    assert_eq!((house.only_fault().kind, house.outcome(1)), (Data, Error));
    let deep = house_of_depth(200_000);
    assert_eq!(deep.only_fault().kind, Data);
}

fn house_of_depth(levels: usize) -> House {
    let text = format!("{{\"a\": {}{}}}", "[".repeat(levels), "]".repeat(levels));
    house("data.d", Files::default().with("d/data.json", text))
}

#[test]
fn two_files_that_say_the_same_are_in_conflict() {
    let files = Files::of([("a/data.yaml", "b: {x: 1}\n"), ("a/b/data.yaml", "x: 2\n"), ("other/data.yaml", "x: 1\n")]);
    let in_conflict = house("data.a.b.x == 1", files.clone());
    let fault = in_conflict.only_fault();
    assert_eq!((fault.kind, fault.message.as_str()), (DataConflict, "`a.b.x` stands in another data file already"));
    assert_eq!(in_conflict.outcome(1), Error);
    assert_eq!(house("data.other.x == 1", files).outcome(1), Allow);
    let disjoint = Files::of([("a/data.yaml", "b: {x: 1}\n"), ("a/b/data.yaml", "y: 2\n")]);
    assert_eq!(house("data.a.b == {\"x\": 1, \"y\": 2}", disjoint).outcome(1), Allow);
}

#[test]
fn data_in_the_place_of_a_package_is_refused_and_decides_nothing() {
    for (path, text) in [
        ("data.yaml", "projects: {\"1\": {allow: true}}\n"),
        ("projects/data.yaml", "\"1\": {more: 1}\n"),
        ("projects/1/data.yaml", "allow: true\n"),
        ("data.yaml", "projects: true\n"),
        ("data.yaml", "projects: {\"1\": null}\n"),
    ] {
        let files = Files::of([(path, text)]);
        let house = house("input.yes", files.clone());
        assert_eq!(house.only_fault().kind, DataConflict, "{path}: {text}");
        assert_eq!(house.outcome(1), Error, "{path}: {text}");
        let mut before = self::house("input.yes", Files::default());
        let rules = "package projects[\"1\"]\n\nallow if input.yes\n";
        before.now(&files.with("projects/1.rego", rules));
        assert_eq!(before.verdict(1, json!({ "yes": true })).outcome, Allow, "the last good one decides");
        assert_eq!(before.outcome(1), Undefined);
    }
}

#[test]
fn whoever_reads_another_part_of_a_refused_file_keeps_what_it_had() {
    let data = "groups: {agents: [3]}\nprojects: {\"9\": {allow: true}}\n";
    let files = Files::of([("data.yaml", data), ("projects/9.rego", "package projects[\"9\"]\n\nallow := false\n")]);
    let reader = house("3 in data.groups.agents", files.clone());
    assert_eq!((reader.outcome(1), reader.outcome(9)), (Error, Error));
    assert_eq!(house("true", files).outcome(1), Allow);
}
