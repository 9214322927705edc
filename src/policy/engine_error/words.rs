//! What went wrong, in words for whoever wrote the policy.

use super::context::Context;
use crate::policy::fault::FaultKind::{self, Conflict, Syntax, TooDeep, Unsafe};

/// A fault's words, and where it stands if that is not where the engine noticed it.
pub(super) struct Words {
    pub(super) kind: FaultKind,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    pub(super) start: Option<usize>,
}

impl Words {
    fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, start: None }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// The words for a message of the engine.
pub(super) fn words(message: &str, context: &Context<'_>) -> Words {
    let syntax = |hint: &str| Words::new(Syntax, message).hint(hint);
    match message {
        "`if` keyword is required before rule body" if context.previous == "]" => {
            syntax("this is Rego v1: write `deny contains reason if { … }`")
        }
        "`if` keyword is required before rule body" => syntax("this is Rego v1: write `allow if { … }`"),
        "`contains` keyword is required for partial set rules" => {
            syntax("this is Rego v1: write `deny contains reason if { … }`")
        }
        "expecting expression" => expression(context),
        "invalid character" => character(context),
        "invalid character in string" => {
            Words::new(Syntax, "a string does not end").hint("close it with `\"` on the same line")
        }
        "invalid escape sequence" => syntax("write a backslash as `\\\\`, or the text in back quotes: `\\d+`"),
        "rule must have a body or assignment" => bare_name(message, context),
        "expected assignment or query after `else`" => syntax("write `else := value`, or `else if { … }`"),
        "expecting EOF" => syntax("something stands here that belongs to nothing"),
        _ if message.starts_with("expecting `package`") => Words::new(Syntax, "the file does not begin with a package")
            .hint("begin the file with its package, such as `package projects[\"42\"]`"),
        _ if message.starts_with("expecting identifier. Failed to parse rule-ref") => rule(context),
        _ if message.starts_with("expecting `") => expected(message, context),
        _ if message.starts_with("import path must begin") => {
            Words::new(Syntax, format!("an import begins with `data` or `input`, not `{}`", context.found()))
                .hint("a library is imported from `data`: `import data.lib.name`")
        }
        _ if message.starts_with("invalid number") => number(message, context),
        _ if message.contains("cannot parse string") => syntax("an escape in it is no character"),
        _ if message.starts_with("unexpected keyword") => syntax(match name_in(message) {
            "import" => "imports stand below `package`, above all rules",
            "package" => "a file has one package, in its first line",
            "if" => "a body has no `if`: conditions stand below one another, and all must hold",
            "default" => "write `default name := value`, below the imports",
            _ => "keywords can't be names here: quote it (`x[\"if\"]`) or rename it",
        }),
        _ if message.contains("exceeds maximum column width") => {
            Words::new(FaultKind::TooLong, message).hint("break the line")
        }
        _ if message.contains("maximum expression nesting depth") => {
            Words::new(TooDeep, message).hint("give the inner parts names of their own")
        }
        _ if message.starts_with("use of undefined variable") || message.contains("is unsafe") => {
            let name = name_in(message);
            let hint =
                format!("give `{name}` a value first (`some {name} in …`, `{name} := …`), or define or import it");
            Words::new(Unsafe, format!("nothing gives `{name}` a value")).hint(hint)
        }
        _ if message.contains("used before definition") => {
            let name = name_in(message);
            let hint = format!("declare it once, before it is used; to compare, write `{name} == …`");
            Words::new(Unsafe, format!("`{name}` is declared twice, or used before it is declared")).hint(hint)
        }
        _ if message.starts_with("rule conflicts with rule") => Words::new(Conflict, message)
            .hint("one rule may have only one value: keep one of them, or give each its own condition"),
        _ => Words::new(Syntax, message),
    }
}

/// The name in a message: in back quotes, or after the first word.
fn name_in(message: &str) -> &str {
    message.split('`').nth(1).or_else(|| message.split(' ').nth(1)).unwrap_or_default()
}

/// A name by itself where a rule should begin, mostly behind one that was thought to go on.
fn bare_name(message: &str, context: &Context<'_>) -> Words {
    let found = context.found();
    let hint = match found {
        "or" => "Rego has no `or`: write two rules, or `x in {1, 2}`",
        "and" => "conditions that must all hold stand below one another in braces: `if { …; … }`",
        "contains" => "whether a list has a member is `member in list`",
        "is" | "equals" => "equality is `==`",
        "then" | "return" => "what a rule yields stands in its head: `name := value if { … }`",
        _ if context.begins_line => {
            return Words::new(Syntax, message).hint("write `name := value`, or `name if { … }`");
        }
        _ => "a body of more than one statement stands in braces: `if { …; … }`",
    };
    if context.begins_line {
        return Words::new(Syntax, message).hint(hint);
    }
    Words::new(Syntax, format!("the rule ends before this `{found}`")).hint(hint)
}

/// Where a value should stand, something else does.
fn expression(context: &Context<'_>) -> Words {
    let found = context.found();
    if let (Some((start, open)), "") = (context.open.filter(|(_, open)| *open == context.previous), found) {
        let words = Words::new(Syntax, format!("this `{open}` is not closed"));
        return Words { start: Some(start), ..words.hint("something is missing behind it") };
    }
    let words = Words::new(
        Syntax,
        if found.is_empty() { "a value is missing".into() } else { format!("a value is expected, not `{found}`") },
    );
    match (context.previous, found) {
        ("==" | "!=" | "=" | ":=", "=") => {
            words.hint("equality is `==`, inequality `!=`, and a value is given by `:=`")
        }
        ("&", "&") => words.hint("statements that must all hold stand below one another, or with `;` between them"),
        ("|", "|") => words.hint("Rego has no `or`: write two rules, or `x in {1, 2}`"),
        _ if context.rest.starts_with("//") || context.rest.starts_with("/*") => words.hint("comments begin with `#`"),
        (_, "]" | "}" | ")" | "") => words.hint(format!("something is missing after `{}`", context.previous)),
        _ => words.hint("something is missing before this, or a bracket was not closed"),
    }
}

fn character(context: &Context<'_>) -> Words {
    let found = context.rest.chars().next().unwrap_or_default();
    let sign = if found.is_control() { found.escape_debug().to_string() } else { found.to_string() };
    let words = Words::new(Syntax, format!("`{sign}` is no part of Rego"));
    match found {
        '\'' => words.hint("texts stand in double quotes: `\"a\"`"),
        '$' => words.hint("string interpolation (`$\"…\"`) is not supported: use `sprintf`"),
        '!' => words.hint("negation is `not`, inequality `!=`"),
        '?' => words.hint("write two rules, or `else`"),
        found if found.is_alphabetic() => {
            words.hint("names are plain ASCII; other keys stand in quotes: `input[\"größe\"]`")
        }
        _ => words,
    }
}

fn rule(context: &Context<'_>) -> Words {
    let found = context.found();
    match found {
        "]" | "}" | ")" => Words::new(Syntax, format!("this `{found}` closes nothing")),
        ";" => Words::new(Syntax, "the rule ends before this `;`")
            .hint("a body of more than one statement stands in braces, `if { …; … }`; one statement needs no `;`"),
        _ => Words::new(Syntax, format!("a rule begins with its name, not with `{found}`"))
            .hint("a body of more than one line stands in braces: `if { … }`"),
    }
}

/// A sign is missing: mostly a bracket, which may have been opened long before.
fn expected(message: &str, context: &Context<'_>) -> Words {
    let sign = name_in(message);
    if let (Some((start, open)), true, "]" | "}" | ")") = (context.open, context.begins_line, sign) {
        let hint = format!(
            "close it with `{sign}`, or look at line {} and before: something else may be missing",
            context.line
        );
        return Words { start: Some(start), ..Words::new(Syntax, format!("this `{open}` is not closed")).hint(hint) };
    }
    let found = context.found();
    let what = if found.is_empty() { "the line ends".to_owned() } else { format!("`{found}` stands") };
    let words = Words::new(Syntax, format!("`{sign}` is expected where {what}"));
    match (context.previous, found, sign) {
        (_, "or", _) | ("|", "|", _) => words.hint("Rego has no `or`: write two rules, or `x in {1, 2}`"),
        (_, "and", _) | ("&", "&", _) => {
            words.hint("statements that must all hold stand below one another, or with `;` between them")
        }
        ("for" | "foreach" | "while", ..) => {
            words.hint("iterate with `some x in collection`, or `every x in collection { … }`")
        }
        ("return", ..) => words.hint("what a function yields stands in its head: `f(x) := y if { … }`"),
        ("True" | "TRUE" | "False" | "FALSE" | "None" | "nil", ..) => {
            words.hint("the constants are `true`, `false` and `null`")
        }
        (_, _, "]" | ")") => words.hint("a `,` between two elements may be missing"),
        (_, _, "}") => words.hint("two statements on one line have a `;` between them, two elements a `,`"),
        _ => words,
    }
}

fn number(message: &str, context: &Context<'_>) -> Words {
    if context.previous == "projects" {
        return Words::new(Syntax, "a number can't follow a dot")
            .hint("write `package projects[\"42\"]` or `package projects.p42`");
    }
    if message.contains("out of range") {
        return Words::new(Syntax, "the number is too large");
    }
    Words::new(Syntax, "this is no number")
}
