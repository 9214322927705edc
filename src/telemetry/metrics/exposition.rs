//! The text forms of metrics: `OpenMetrics` 1.0 and Prometheus' own 0.0.4.

use std::fmt::Write as _;

/// A text form of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposition {
    /// <https://prometheus.io/docs/specs/om/open_metrics_spec/>
    OpenMetrics,
    /// <https://prometheus.io/docs/instrumenting/exposition_formats/>
    Prometheus,
}

impl Exposition {
    /// The form that an `Accept` header asks for.
    #[must_use]
    pub fn accepted(accept: &str) -> Self {
        if accept.contains("application/openmetrics-text") { Self::OpenMetrics } else { Self::Prometheus }
    }

    /// The media type of the form.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
        }
    }

    /// A text in the first form turned into this one: Prometheus' own has no end mark, and counters go by their full name.
    pub(super) fn of_open_metrics(self, text: String) -> String {
        if self == Self::OpenMetrics {
            return text;
        }
        let mut lines = String::with_capacity(text.len());
        let mut help = None;
        for line in text.lines() {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["#", "EOF"] => {}
                ["#", "HELP", ..] => help = Some(line),
                ["#", "TYPE", name, kind] => {
                    let (suffix, kind) = match kind {
                        "counter" => ("_total", kind),
                        "info" => ("_info", "gauge"),
                        kind => ("", kind),
                    };
                    let text = help.take().and_then(|line| line.strip_prefix("# HELP ")?.strip_prefix(name));
                    // Writing to a string does not fail.
                    let _ = writeln!(lines, "# HELP {name}{suffix}{}", text.unwrap_or_default());
                    let _ = writeln!(lines, "# TYPE {name}{suffix} {kind}");
                }
                _ => {
                    let _ = writeln!(lines, "{line}");
                }
            }
        }
        lines
    }
}
