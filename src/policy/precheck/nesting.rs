//! How deep a module's tokens would take the engine's parser, and how often it would read them.

use regorus::unstable::{Token, TokenKind};
use thiserror::Error;

/// Brackets nested deeper than this are refused: each level doubles the parser's work.
const MAX_BRACKETS: usize = 12;
/// Chains of infix operators are parsed and evaluated recursively.
const MAX_OPERATORS: usize = 200;
/// So are references, one level a component.
const MAX_COMPONENTS: usize = 64;
/// Each lookup by brackets in one reference doubles the work of ordering its statement.
const MAX_LOOKUPS: usize = 12;
/// The most tokens that the parser may read of what it reads [`MANY_TIMES`], each counted as often as it is read.
const MAX_READS: u64 = 200_000;
/// What is read less often costs no more than text of its length may.
const MANY_TIMES: u64 = 16;

/// More than the parser should be asked to do.
#[derive(Debug, Error)]
pub(super) enum Excess {
    #[error("brackets nest deeper than {MAX_BRACKETS} levels")]
    Brackets,
    #[error("an expression has more than {MAX_OPERATORS} operators")]
    Operators,
    #[error("a reference has more than {MAX_COMPONENTS} parts")]
    Components,
    #[error("a reference has more than {MAX_LOOKUPS} lookups in brackets")]
    Lookups,
    #[error("the file has too many deeply nested brackets")]
    Reads,
}

impl Excess {
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Operators => "collect the parts in a set or array and use `sum`, `concat` or `union`",
            Self::Brackets | Self::Components | Self::Lookups => "give the inner parts names of their own",
            Self::Reads => "move facts into data.yaml, or give the inner parts names of their own",
        }
    }
}

/// The inside of one bracket, or what is outside all of them.
#[derive(Clone, Copy)]
struct Level {
    /// How often the parser reads the tokens at this level.
    reads: u64,
    /// The same for the level around it.
    reads_outside: u64,
    operators: usize,
    components: usize,
    lookups: usize,
}

impl Level {
    fn check(&self) -> Result<(), Excess> {
        match self {
            level if level.operators > MAX_OPERATORS => Err(Excess::Operators),
            level if level.components > MAX_COMPONENTS => Err(Excess::Components),
            level if level.lookups > MAX_LOOKUPS => Err(Excess::Lookups),
            _ => Ok(()),
        }
    }
}

/// The brackets that are open after the tokens seen so far.
pub(super) struct Nesting {
    outside: Level,
    open: Vec<Level>,
    reads: u64,
    last: Last,
}

/// The token before this one.
#[derive(Default)]
struct Last {
    line: u32,
    end: u32,
    is_operator: bool,
    is_dot: bool,
    /// Whether something can be looked up in what ends with it.
    ends_term: bool,
}

impl Default for Nesting {
    fn default() -> Self {
        let outside = Level { reads: 1, reads_outside: 1, operators: 0, components: 0, lookups: 0 };
        Self { outside, open: Vec::new(), reads: 0, last: Last::default() }
    }
}

impl Nesting {
    /// Takes the next token into account.
    pub(super) fn see(&mut self, token: &Token) -> Result<(), Excess> {
        let Token(kind, span) = token;
        let text = span.text();
        // Names and signs, not what is written in quotes.
        let is_sign = !matches!(kind, TokenKind::String | TokenKind::RawString | TokenKind::Number);
        let is_operator = is_sign && is_operator(text);
        let continues_line = span.line == self.last.line || is_operator || self.last.is_operator;
        let adjoins = span.start == self.last.end && self.last.ends_term;
        let after_dot = self.last.is_dot;
        let level = self.level();
        if !continues_line {
            level.operators = 0;
        }
        level.operators += usize::from(is_operator);
        match text {
            "." if is_sign => level.components += 1,
            "[" if is_sign && adjoins => {
                level.components += 1;
                level.lookups += 1;
            }
            "]" | "}" | ")" | "(" if is_sign => {}
            _ if after_dot => {}
            _ => (level.components, level.lookups) = (0, 0),
        }
        level.check()?;
        let ends_term = !is_sign || *kind == TokenKind::Ident || matches!(text, "]" | "}" | ")");
        self.last = Last { line: span.line, end: span.end, is_operator, is_dot: is_sign && text == ".", ends_term };
        if is_sign { self.bracket(text, adjoins) } else { Ok(()) }?;
        self.count()
    }

    fn level(&mut self) -> &mut Level {
        self.open.last_mut().unwrap_or(&mut self.outside)
    }

    fn bracket(&mut self, text: &str, adjoins: bool) -> Result<(), Excess> {
        let around = self.level().reads;
        match text {
            // What may be a comprehension is read as one first, up to its first comma.
            "{" => self.push(around * 2, around),
            "[" if !adjoins => self.push(around * 2, around),
            // `set(` is one token.
            "[" | "(" | "set(" => self.push(around, around),
            "]" | "}" | ")" => drop(self.open.pop()),
            "," | ";" => {
                let level = self.level();
                (level.reads, level.operators) = (level.reads_outside, 0);
            }
            _ => {}
        }
        if self.open.len() > MAX_BRACKETS { Err(Excess::Brackets) } else { Ok(()) }
    }

    fn push(&mut self, reads: u64, reads_outside: u64) {
        self.open.push(Level { reads, reads_outside, operators: 0, components: 0, lookups: 0 });
    }

    fn count(&mut self) -> Result<(), Excess> {
        let reads = self.level().reads;
        self.reads += if reads < MANY_TIMES { 0 } else { reads };
        if self.reads > MAX_READS { Err(Excess::Reads) } else { Ok(()) }
    }
}

fn is_operator(text: &str) -> bool {
    matches!(text, "+" | "-" | "*" | "/" | "%" | "|" | "&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "=" | ":=" | "in")
}
