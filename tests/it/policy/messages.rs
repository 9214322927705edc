//! Mistakes that policy authors make: one cause, the right place, a hint that helps.

use logingate::policy::FaultKind::{self, Conflict, Package, Syntax, UnknownFunction, Unsafe};

use super::support::{Files, HEAD, House};

/// The rules from line 3 on, the fault's kind and place, its message and what its hint says.
type Mistake = (&'static str, FaultKind, (usize, usize), &'static str, &'static str);

const MISTAKES: [Mistake; 24] = [
    ("allow {\n\tinput.x\n}\n", Syntax, (3, 7), "`if` keyword is required before rule body", "this is Rego v1"),
    ("deny[x] { x := 1 }\n", Syntax, (3, 9), "`if` keyword is required before rule body", "this is Rego v1"),
    ("allow if {\n\tinput.x == 1\n", Syntax, (3, 10), "this `{` is not closed", "close it with `}`"),
    ("allow if input.x in [1, 2\n\ndeny contains 1\n", Syntax, (3, 21), "this `[` is not closed", "close it with `]`"),
    ("allow if { input.x in [\"a\" \"b\"] }\n", Syntax, (3, 29), "`]` is expected where `b` stands", "a `,` between"),
    ("allow if { true } }\n", Syntax, (3, 19), "this `}` closes nothing", ""),
    ("allow if \"ä\" == input.x; true\n", Syntax, (3, 24), "the rule ends before this `;`", "stands in braces"),
    ("allow if { input.x && input.y }\n", Syntax, (3, 21), "a value is expected, not `&`", "`;` between them"),
    ("allow if { input.x == 1 or input.y }\n", Syntax, (3, 25), "`}` is expected where `or` stands", "has no `or`"),
    ("allow if { input.x === 1 }\n", Syntax, (3, 22), "a value is expected, not `=`", "equality is `==`"),
    ("allow if { count(input.ys) > }\n", Syntax, (3, 30), "a value is expected, not `}`", "missing after `>`"),
    ("allow if { for x in input.xs { x } }\n", Syntax, (3, 16), "`}` is expected where `x` stands", "`some x in"),
    ("f(x) if { return x }\n", Syntax, (3, 18), "`}` is expected where `x` stands", "stands in its head"),
    ("allow if input.x == 'a'\n", Syntax, (3, 21), "`'` is no part of Rego", "double quotes"),
    ("allow if { \tinput.ö == 1 }\n", Syntax, (3, 19), "`ö` is no part of Rego", "names are plain ASCII"),
    ("allow if $\"{x}\" == 1\n", Syntax, (3, 10), "`$` is no part of Rego", "use `sprintf`"),
    ("allow if input.x == \"abc\n", Syntax, (3, 25), "a string does not end", "on the same line"),
    ("allow: true\n", Syntax, (3, 1), "rule must have a body or assignment", "`name := value`"),
    (
        "import lib.x\n\nallow := true\n",
        Syntax,
        (3, 8),
        "an import begins with `data` or `input`, not `lib`",
        "import data.lib",
    ),
    ("allow if input.x == True\n", Unsafe, (3, 21), "there is no `True` here", "did you mean `true`?"),
    ("# grüße\nallow if { \"ü\" == input.x; grp == 1 }\n", Unsafe, (4, 28), "there is no `grp` here", "`grp := …`"),
    (
        "allow if {\n\tx := 1\n\tx := 2\n}\n",
        Unsafe,
        (4, 2),
        "`x` is declared twice, or used before it is declared",
        "`x == …`",
    ),
    (
        "allow if \"é\" == start_with(input.x, \"y\")\n",
        UnknownFunction,
        (3, 17),
        "there is no function `start_with`",
        "`startswith`",
    ),
    (
        "default allow := false\ndefault allow := true\n",
        Conflict,
        (4, 9),
        "`projects[\"1\"].allow` has two defaults",
        "keep one",
    ),
];

#[test]
fn a_mistake_is_one_fault_in_the_right_place_with_a_hint() {
    for (rules, kind, place, message, hint) in MISTAKES {
        let house = House::of(&Files::default().with("projects/1.rego", format!("{HEAD}{rules}")));
        let fault = house.only_fault();
        let found = fault.place.map(|place| (place.line, place.column));
        assert_eq!((fault.kind, found, fault.message.as_str()), (kind, Some(place), message), "{rules}");
        assert!(fault.hint.as_deref().unwrap_or_default().contains(hint), "{rules}\n{:?}", fault.hint);
        let line = house.only_fault().snippet().unwrap();
        assert!(place.1 <= line.chars().count() + 1, "{line}");
    }
}

#[test]
fn a_wrong_package_line_says_what_to_write() {
    for (head, kind, message, hint) in [
        ("package projects.1\n", Syntax, "a number can't follow a dot", "write `package projects[\"42\"]`"),
        ("allow := true\n", Syntax, "the file does not begin with a package", "begin the file with its package"),
        (
            "package project[\"1\"]\n",
            Package,
            "the path names project 1, but the package is `project[\"1\"]`",
            "write `package projects[\"1\"]`",
        ),
    ] {
        let house = House::of(&Files::default().with("projects/1.rego", format!("{head}\nallow := true\n")));
        let fault = house.only_fault();
        assert_eq!((fault.kind, fault.message.as_str(), fault.place.unwrap().line), (kind, message, 1));
        assert!(fault.hint.as_deref().unwrap().starts_with(hint), "{fault:?}");
    }
}

#[test]
fn tabs_and_letters_of_several_bytes_do_not_move_the_place() {
    let rules = "# ÄÖÜ\nallow if {\n\t\t\tinput.x == \"äöü\"; \"ß\" == `ß`; nothing\n}\n";
    let house = House::of(&Files::default().with("projects/1.rego", format!("{HEAD}{rules}")));
    let place = house.only_fault().place.unwrap();
    assert_eq!((place.line, place.column), (5, 34));
    let text = format!("{HEAD}{rules}");
    assert_eq!(&text[place.start..place.start + place.length], "nothing");
}

#[test]
fn a_fault_in_carriage_returns_or_after_a_byte_order_mark_is_where_it_is() {
    let text = "\u{feff}package projects[\"1\"]\r\n\r\nallow if {\r\n\tnothing\r\n}\r\n";
    let house = House::of(&Files::default().with("projects/1.rego", text));
    let fault = house.only_fault();
    assert_eq!((fault.place.unwrap().line, fault.place.unwrap().column, fault.snippet()), (4, 2, Some("\tnothing")));
}
