//! Comments that turn warnings off: `# logingate:ignore untested, missing_default`.

use std::sync::Arc;

use regorus::unstable::{Lexer, Source, TokenKind};

use super::subject::Subject;
use crate::policy::analysis::nearest;
use crate::policy::fault::{FaultKind, Place, Warning, WarningKind};

const MARK: &str = "logingate:ignore";

/// One name in one comment.
struct Ignore<'w> {
    file: &'w Arc<str>,
    text: &'w Arc<str>,
    name: &'w str,
    place: Place,
    /// The line that it is about; `None` for the whole file.
    line: Option<usize>,
}

impl Ignore<'_> {
    fn covers(&self, warning: &Warning) -> bool {
        let is_there = match (self.line, warning.place) {
            (None, _) => true,
            (Some(line), Some(place)) => place.line == line,
            (Some(_), None) => false,
        };
        is_there && warning.file == *self.file && warning.kind.as_str() == self.name
    }

    fn warning(&self, kind: WarningKind, message: impl Into<String>) -> Warning {
        Warning::at(kind, self.file, self.text, self.place, message)
    }
}

/// Leaves out what is turned off, and adds what is wrong with the comments that do so.
///
/// While something else `hides` warnings, nothing is said of comments that turn off what is not there.
pub(super) fn apply(subject: &Subject<'_>, mut warnings: Vec<Warning>, hides: bool) -> Vec<Warning> {
    let ignores = ignores(subject);
    let is_used: Vec<bool> =
        ignores.iter().map(|ignore| warnings.iter().any(|warning| ignore.covers(warning))).collect();
    warnings.retain(|warning| !ignores.iter().any(|ignore| ignore.covers(warning)));
    let told = ignores.iter().zip(is_used).filter(|(_, is_used)| !is_used);
    warnings.extend(told.filter_map(|(ignore, _)| unknown(ignore).or_else(|| (!hides).then(|| unused(ignore)))));
    warnings
}

fn unknown(ignore: &Ignore<'_>) -> Option<Warning> {
    let names = || WarningKind::ALL.iter().map(|kind| kind.as_str());
    let name = ignore.name;
    if names().any(|known| known == name) {
        return None;
    }
    let hint = match nearest(name, names()) {
        _ if name.is_empty() => "write its name behind it: `# logingate:ignore untested`".into(),
        _ if FaultKind::ALL.iter().any(|kind| kind.as_str() == name) => "a fault can't be turned off".into(),
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "its name stands above the warning that `logingate check` prints".into(),
    };
    let message = if name.is_empty() { "no warning is named".into() } else { format!("there is no warning `{name}`") };
    Some(ignore.warning(WarningKind::UnknownIgnore, message).with_hint(hint))
}

fn unused(ignore: &Ignore<'_>) -> Warning {
    let whereabouts = if ignore.line.is_some() { "here" } else { "in this file" };
    let message = format!("there is no `{}` {whereabouts} to turn off", ignore.name);
    let hint = "remove it; it is about its own line, or below a comment of its own about the next, or above `package` \
                about the whole file";
    ignore.warning(WarningKind::UnusedIgnore, message).with_hint(hint)
}

/// All comments of modules and data files.
fn ignores<'w>(subject: &Subject<'w>) -> Vec<Ignore<'w>> {
    let mut ignores = Vec::new();
    for module in subject.modules.iter().filter(|module| module.text.contains(MARK)) {
        let Ok(content) = &module.content else { continue };
        let first_line = content.syntax.tree().package.span.line as usize;
        let quoted = quoted(&module.text);
        let is_comment = |start: usize| !quoted.iter().any(|(from, to)| (*from..*to).contains(&start));
        read(&module.file, &module.text, first_line, is_comment, &mut ignores);
    }
    for file in subject.document.files().iter().filter(|file| !file.file.ends_with(".json")) {
        let is_comment = |start: usize| start == 0 || file.text[..start].ends_with(char::is_whitespace);
        read(&file.file, &file.text, 0, is_comment, &mut ignores);
    }
    ignores
}

/// The bytes of a module that are texts: a `#` there begins no comment.
fn quoted(text: &str) -> Vec<(usize, usize)> {
    let mut quoted = Vec::new();
    let Ok(source) = Source::from_contents(String::new(), text.to_owned()) else { return quoted };
    let mut lexer = Lexer::new(&source);
    while let Ok(token) = lexer.next_token() {
        match token.0 {
            TokenKind::Eof => break,
            TokenKind::String | TokenKind::RawString => quoted.push((token.1.start as usize, token.1.end as usize)),
            _ => {}
        }
    }
    quoted
}

/// Reads the comments of one file; those above `first_line` are about all of it.
fn read<'w>(
    file: &'w Arc<str>,
    text: &'w Arc<str>,
    first_line: usize,
    is_comment: impl Fn(usize) -> bool,
    ignores: &mut Vec<Ignore<'w>>,
) {
    for (start, _) in text.match_indices(MARK) {
        let before = text[..start].trim_end_matches([' ', '\t']);
        let Some(code) = before.strip_suffix('#').filter(|code| is_comment(code.len())) else { continue };
        let mark = Place::of_bytes(text, start, MARK.len());
        let stands_alone = code.rsplit('\n').next().is_none_or(|code| code.trim().is_empty());
        let line = match (mark.line < first_line, stands_alone) {
            (true, _) => None,
            (false, true) => Some(next_line(text, mark.line)),
            (false, false) => Some(mark.line),
        };
        let rest = text[start + MARK.len()..].lines().next().unwrap_or_default();
        // What follows `--` says why.
        let names = rest.split_once("--").map_or(rest, |(names, _)| names);
        let mut from = start + MARK.len();
        for part in names.split(',') {
            let name = part.trim();
            let at = from + (part.len() - part.trim_start().len());
            let place = if name.is_empty() { mark } else { Place::of_bytes(text, at, name.len()) };
            ignores.push(Ignore { file, text, name, place, line });
            from += part.len() + 1;
        }
    }
}

/// The first line after `line` that is no comment.
fn next_line(text: &str, line: usize) -> usize {
    let comments = text.lines().skip(line).take_while(|line| line.trim_start().starts_with('#')).count();
    line + comments + 1
}
