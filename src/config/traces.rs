//! `[traces]`: who receives the traces of requests, and how many there are.

mod endpoint;
mod headers;

use std::path::{Path, PathBuf};

use super::scalar::Form;
use super::settings::{ReceiverSettings, TraceSettings};
use super::table::Table;

const RATIO: &str = "a number from 0 to 1";
const SERVICE_NAME: &str = "1 to 255 visible characters";
const LONGEST_NAME_BYTES: usize = 255;
const AUTHORITIES: &str = "\"system\" or the path of a PEM file";
const SYSTEM: &str = "system";

/// Reads `[traces]`; relative paths start in `directory`.
pub(super) fn read(mut table: Table<'_>, directory: &Path, warnings: &mut Vec<String>) -> Option<TraceSettings> {
    let endpoint = endpoint::read(&mut table);
    let headers = headers::read(&mut table, directory, warnings);
    let authorities = authorities(&mut table, directory);
    let sample_ratio = table.parsed("sample_ratio", Form::Number, RATIO, ratio);
    let follow_callers = table.switch("follow_callers");
    let service_name = table.parsed("service_name", Form::Text, SERVICE_NAME, service_name);
    if let (Some(Some(url)), Some(Some(_))) = (&endpoint, &authorities)
        && !url.is_https()
    {
        let problem = "is set, but traces.endpoint is reached without TLS: write https there, or leave this out";
        table.refuse("ca", problem.to_owned());
    }
    table.finish();
    let (endpoint, headers, authorities) = (endpoint?, headers?, authorities?);
    let receiver = endpoint.map(|url| {
        if !headers.is_empty() && !url.is_private {
            warnings.push(format!(
                "traces.headers are sent to {} without TLS: whoever is on the way can read them; use https",
                url.text
            ));
        }
        ReceiverSettings { url: url.text, headers, authorities }
    });
    Some(TraceSettings {
        receiver,
        sample_ratio: sample_ratio?,
        follow_callers: follow_callers?,
        service_name: service_name?,
    })
}

/// `Some(None)` for those of the system.
#[allow(clippy::option_option, reason = "None is a fault everywhere in this room")]
fn authorities(table: &mut Table<'_>, directory: &Path) -> Option<Option<PathBuf>> {
    table.parsed("ca", Form::Text, AUTHORITIES, |text| match text {
        "" => None,
        SYSTEM => Some(None),
        path => Some(Some(directory.join(path))),
    })
}

fn ratio(text: &str) -> Option<f64> {
    text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio))
}

fn service_name(text: &str) -> Option<String> {
    let is_name = (1..=LONGEST_NAME_BYTES).contains(&text.len()) && !text.contains(char::is_control);
    is_name.then(|| text.to_owned())
}
