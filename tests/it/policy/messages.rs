//! Mistakes that policy authors make: one cause, the right place, a hint that helps.

use logingate::policy::FaultKind::{self, Arity, Conflict, Package, Syntax, UnknownFunction, Unsafe};

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

/// Mistakes of people who know other languages, and of those who knew Rego before version 1.
const HABITS: [Mistake; 18] = [
    ("allow if input.x or input.y\n", Syntax, (3, 18), "the rule ends before this `or`", "write two rules"),
    ("allow if not input.x and input.y\n", Syntax, (3, 22), "the rule ends before this `and`", "in braces: `if {"),
    ("allow if input.x is 4\n", Syntax, (3, 18), "the rule ends before this `is`", "equality is `==`"),
    ("allow if input.xs contains 4\n", Syntax, (3, 19), "the rule ends before this `contains`", "`member in list`"),
    ("allow if input.x == 4;\n", Syntax, (3, 22), "the rule ends before this `;`", "one statement needs no `;`"),
    ("allow if input.x else false\n", Syntax, (3, 23), "expected assignment or query after `else`", "`else := value`"),
    ("allow if {\n\tif input.x { true }\n}\n", Syntax, (4, 2), "unexpected keyword `if`", "a body has no `if`"),
    ("allow if {\n\t// why\n\tinput.x\n}\n", Syntax, (4, 2), "a value is expected, not `/`", "begin with `#`"),
    ("allow if {\n", Syntax, (3, 10), "this `{` is not closed", "missing behind it"),
    ("allow if true\n\nimport data.lib\n", Syntax, (5, 1), "unexpected keyword `import`", "above all rules"),
    (
        "deny[reason] { reason := 1 }\n",
        Syntax,
        (3, 14),
        "`if` keyword is required before rule body",
        "`deny contains reason",
    ),
    ("allow if (input.x == 4) {\n\ttrue\n}\n", Syntax, (3, 25), "this is a second body", "one pair of braces"),
    (
        "allow if input.username.startsWith(\"a\")\n",
        UnknownFunction,
        (3, 10),
        "there is no function `input.username.startsWith`",
        "`startswith(input.username, …)`",
    ),
    ("allow if any(input.xs)\n", UnknownFunction, (3, 10), "there is no function `any`", "`true in list`"),
    (
        "import data.lib.groups\n\nallow if groups.member(4)\n",
        UnknownFunction,
        (5, 10),
        "there is no function `groups.member`",
        "no file declares `package lib.groups`",
    ),
    (
        "allow if groups.member(4)\n",
        UnknownFunction,
        (3, 10),
        "there is no function `groups.member`",
        "`import data.….groups`",
    ),
    (
        "allow if startswith(input.x)\n",
        Arity,
        (3, 10),
        "`startswith` takes 2 arguments, 1 given",
        "`startswith(string, string)`",
    ),
    ("allow if input.x == es\n", Unsafe, (3, 21), "there is no `es` here", "a text has quotes: `\"es\"`"),
];

#[test]
fn a_mistake_is_one_fault_in_the_right_place_with_a_hint() {
    for (rules, kind, place, message, hint) in MISTAKES.into_iter().chain(HABITS) {
        let house = House::of(&Files::default().with("projects/1.rego", format!("{HEAD}{rules}")));
        let fault = house.only_fault();
        let found = fault.place.map(|place| (place.line, place.column));
        assert_eq!((fault.kind, found), (kind, Some(place)), "{rules}\n{fault:?}");
        assert!(fault.message.starts_with(message), "{rules}\n{fault:?}");
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

#[test]
fn a_misspelt_function_of_an_imported_package_is_told_with_the_nearest_there() {
    let rules = "import data.lib.groups\n\nallow if groups.mebmer(4)\n";
    let library = "package lib.groups\n\nmember(id) if input.groupId == id\n";
    let files = Files::default().with("projects/1.rego", format!("{HEAD}{rules}")).with("lib/groups.rego", library);
    let house = House::of(&files);
    assert_eq!(house.only_fault().hint.as_deref(), Some("did you mean `groups.member`?"));
    let far = House::of(&files.with("projects/1.rego", format!("{HEAD}{}", rules.replace("mebmer", "of_agent"))));
    assert_eq!(far.only_fault().hint.as_deref(), Some("`package lib.groups` has no such function"));
}

#[test]
fn two_bodies_grant_nobody() {
    let rules = "default allow := false\n\nallow if (input.groupId == 4) {\n\ttrue\n}\n";
    let house = House::of(&Files::default().with("projects/1.rego", format!("{HEAD}{rules}")));
    assert_eq!(house.outcome(1), logingate::decision::Outcome::Error);
    let alternatives = "allow if {\n\tinput.groupId == 4\n} else := false\n";
    let house = House::of(&Files::default().with("projects/1.rego", format!("{HEAD}{alternatives}")));
    assert_eq!(house.faults(), []);
}
