//! How log lines are chosen and written.

use std::io::IsTerminal as _;

use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::{EnvFilter, FilterFn, ParseError, Targets, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};

use super::output::{Gathering, Output};
use super::span_fields::JsonSpanFields;
use super::timestamp::Timestamps;
use crate::config::{LogFormat, LogSettings};

/// Why log lines cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// `log.level` is no filter; checked settings never cause this.
    #[error("log.level is no filter: {0}")]
    Level(#[from] ParseError),
    /// Something else in this process writes log lines already.
    #[error("log lines are written already: {0}")]
    Taken(#[from] TryInitError),
}

/// How lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Text { colours: bool },
    Json,
}

/// From now on every log line of this process goes to standard error as `settings` say.
///
/// With [`LogFormat::Auto`] that is text on a terminal and JSON otherwise. Text has colours on a terminal, unless the
/// environment holds a non-empty `NO_COLOR` (<https://no-color.org>).
///
/// # Errors
/// When the level is no filter, or this was done before.
pub fn init(settings: &LogSettings) -> Result<(), InitError> {
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let look = look(settings.format, std::io::stderr().is_terminal(), no_color);
    Ok(subscriber(&settings.level, look, std::io::stderr)?.try_init()?)
}

fn look(format: LogFormat, is_terminal: bool, no_color: bool) -> Look {
    match format {
        LogFormat::Auto if !is_terminal => Look::Json,
        LogFormat::Json => Look::Json,
        LogFormat::Auto | LogFormat::Text => Look::Text { colours: is_terminal && !no_color },
    }
}

/// Writes lines of `level` to `writer`.
fn subscriber<W>(level: &str, look: Look, writer: W) -> Result<impl Subscriber + Send + Sync, ParseError>
where
    W: for<'w> MakeWriter<'w> + Clone + Send + Sync + 'static,
{
    let output = Output::new(look == Look::Json, writer.clone());
    let lines = tracing_subscriber::fmt::layer().with_timer(Timestamps).with_writer(Gathering(writer));
    let lines = match look {
        Look::Text { colours } => lines.with_ansi(colours).boxed(),
        Look::Json => lines.json().flatten_event(true).with_span_list(false).fmt_fields(JsonSpanFields).boxed(),
    };
    Ok(tracing_subscriber::registry().with(filter(level)?).with(no_queries()).with(lines).with(output))
}

/// Lets lines of `level` through.
fn filter<S: Subscriber>(level: &str) -> Result<Box<dyn Layer<S> + Send + Sync>, ParseError> {
    let is_about_spans = level.contains(['[', '{']);
    // `logingate=` means all of it to the one, and nothing but errors to the other.
    let has_open_end = level.split(',').any(|directive| directive.ends_with('='));
    if is_about_spans || has_open_end {
        return Ok(EnvFilter::builder().parse(level)?.boxed());
    }
    // Needs to know nothing of spans, which the other looks up, behind locks, whenever a request's span is entered or left.
    Ok(level.parse::<Targets>()?.boxed())
}

/// Silences what could show a query string, a header or a token, whatever level is asked for: spans with the request's
/// target, the chatter of the HTTP crates below `info`, and that of HTTP/2 altogether: its warnings are about what peers
/// do, who could fill the log with them.
fn no_queries() -> FilterFn<fn(&Metadata<'_>) -> bool> {
    const HTTP_CRATES: [&str; 6] =
        ["actix_http", "actix_web", "actix_router", "tracing_actix_web", "ureq", "ureq_proto"];
    fn is_silent_about_queries(metadata: &Metadata<'_>) -> bool {
        let crate_name = metadata.target().split("::").next().unwrap_or_default();
        let is_chatter = *metadata.level() > tracing::Level::INFO && HTTP_CRATES.contains(&crate_name);
        let is_about_peers = crate_name == "h2" || metadata.target().starts_with("actix_http::h2");
        !is_chatter && !is_about_peers && metadata.fields().field("http.target").is_none()
    }
    filter_fn(is_silent_about_queries)
}

#[cfg(test)]
pub(super) mod tests;
