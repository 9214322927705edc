//! A [`Why`] as people read it.

use std::fmt;

use anstyle::Style;

use super::why::{Attempt, Ending, Failure, Got, Why};

/// Values stand in a column beside expressions of at most so many characters.
const MAX_ALIGNED: usize = 40;

/// How far attempts stand to the right of what was asked.
const ATTEMPT_INDENT: usize = 2;

/// How the pieces of a text look; plain by default.
#[derive(Debug, Clone, Copy, Default)]
pub struct Styles {
    /// `file:line`.
    pub place: Style,
    /// Rego.
    pub source: Style,
    /// A value.
    pub value: Style,
    /// What failed, or that nothing did.
    pub failure: Style,
    /// What held.
    pub success: Style,
}

/// A [`Why`] to be printed, each line ended, the first beginning `indent` columns from the left.
#[derive(Debug, Clone, Copy)]
pub struct Rendered<'w> {
    why: &'w Why,
    has_heading: bool,
    indent: usize,
    styles: Styles,
}

impl Why {
    /// To be printed `indent` columns from the left.
    #[must_use]
    pub fn rendered(&self, indent: usize, styles: Styles) -> Rendered<'_> {
        Rendered { why: self, has_heading: true, indent, styles }
    }

    /// Only its attempts, each beginning `indent` columns from the left.
    #[must_use]
    pub fn rendered_attempts(&self, indent: usize, styles: Styles) -> Rendered<'_> {
        Rendered { why: self, has_heading: false, indent: indent.saturating_sub(ATTEMPT_INDENT), styles }
    }

    /// What was asked, as Rego writes it: `lib.groups.member("agents")`.
    #[must_use]
    pub fn question(&self) -> String {
        match &self.arguments {
            Some(arguments) => format!("{}({})", self.rule, arguments.join(", ")),
            None => self.rule.clone(),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rendered(0, Styles::default()).fmt(formatter)
    }
}

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { why, has_heading, indent, styles } = *self;
        if has_heading {
            let (source, value) = (styles.source, styles.value);
            write!(formatter, "{:indent$}{source}{}{source:#}", "", why.question())?;
            match &why.value {
                Some(shown) => writeln!(formatter, " is {value}{shown}{value:#}")?,
                None => writeln!(formatter, " can't be told")?,
            }
        }
        why.attempts.iter().try_for_each(|attempt| self.attempt(formatter, attempt))
    }
}

impl Rendered<'_> {
    fn attempt(&self, formatter: &mut fmt::Formatter<'_>, attempt: &Attempt) -> fmt::Result {
        let Styles { place, success, .. } = self.styles;
        let indent = self.indent + ATTEMPT_INDENT;
        let Attempt { file, line, .. } = attempt;
        if let Ending::Failed { failure } = &attempt.ending {
            return self.failure(formatter, failure, attempt, indent);
        }
        write!(formatter, "{:indent$}{place}{file}:{line}{place:#}  ", "")?;
        match &attempt.ending {
            Ending::Held { gave } if gave.as_slice() == ["true"] => writeln!(formatter, "{success}held{success:#}"),
            Ending::Held { gave } => writeln!(formatter, "{success}held{success:#}: {}", gave.join(", ")),
            Ending::NotTold { because } => writeln!(formatter, "can't be explained: {because}"),
            Ending::NotReached | Ending::Failed { .. } => writeln!(formatter, "was not asked: what is before it held"),
        }
    }

    /// The expression, the values of its parts, and what is beneath it.
    fn failure(
        &self,
        formatter: &mut fmt::Formatter<'_>,
        failure: &Failure,
        of: &Attempt,
        indent: usize,
    ) -> fmt::Result {
        let Styles { place, source, value, failure: bad, .. } = self.styles;
        let Failure { expression, file, line, .. } = failure;
        write!(formatter, "{:indent$}{place}{file}:{line}{place:#}  ", "")?;
        match &failure.got {
            Got::Gives { value } if value == expression => write!(formatter, "{bad}gives {value}{bad:#}")?,
            Got::Gives { value } => {
                write!(formatter, "gives {source}{expression}{source:#} {bad}which is {value}{bad:#}")?;
            }
            got => write!(formatter, "{source}{expression}{source:#} {bad}{}{bad:#}", words(got))?,
        }
        if *line != of.line {
            write!(formatter, " ({} at line {})", if of.is_else { "else" } else { "rule" }, of.line)?;
        }
        writeln!(formatter)?;
        let lengths = failure.values.iter().map(|seen| seen.expression.chars().count());
        let width = lengths.filter(|length| *length <= MAX_ALIGNED).max().unwrap_or(0);
        for seen in &failure.values {
            let more = if seen.more > 0 { format!(" and {} more", seen.more) } else { String::new() };
            let (name, values) = (&seen.expression, seen.values.join(", "));
            writeln!(formatter, "{:indent$}  {name:width$}  {value}{values}{value:#}{more}", "")?;
        }
        let beneath = |why: &Why| write!(formatter, "{}", why.rendered(indent + 2, self.styles));
        failure.beneath.iter().try_for_each(beneath)
    }
}

/// How an expression failed.
fn words(got: &Got) -> String {
    match got {
        Got::Undefined => "is undefined".to_owned(),
        Got::False => "is false".to_owned(),
        Got::Nothing => "finds nothing".to_owned(),
        Got::NotAll => "does not hold for all".to_owned(),
        Got::Mismatch => "does not match".to_owned(),
        Got::Holds => "is false: what is below `not` holds".to_owned(),
        Got::Gives { value } => format!("gives {value}"),
        Got::Error { error } => format!("can't be evaluated: {error}"),
    }
}
