//! `[acqueon]`: where Acqueon's Cisco channel and Finesse's hop are served, and what agents are shown there.

use std::collections::HashSet;
use std::time::Duration;

use humantime::format_duration;

use super::load::{HOUR, MINUTE};
use super::platform_path;
use super::scalar::Form;
use super::settings::{AcqueonSettings, Contact, Reason, Team};
use super::table::Table;

const NAME: &str = "1 to 64 visible characters";
const REASONS: &str = "a list of codes and labels: [\"1 Break\", \"2 Lunch\"]";
const REASON: &str = "a code from 1 to 65535, a blank and a label: \"1 Break\"";
const LABELS: &str = "a list of labels: [\"Resolved\", \"Call back\"]";
const PHONE_NUMBER: &str = "1 to 32 digits, `+`, `*` or `#`";
const SECOND: Duration = Duration::from_secs(1);

/// Reads `[acqueon]`.
pub(super) fn read(mut table: Table<'_>) -> Option<AcqueonSettings> {
    let enabled = table.switch("enabled");
    let path = platform_path::read(&mut table, "path");
    let finesse = table.switch("finesse");
    let finesse_path = platform_path::read(&mut table, "finesse_path");
    let team_id = text(&mut table, "team_id");
    let team_name = text(&mut table, "team_name");
    let not_ready_reasons = table.list("not_ready_reasons", REASONS, reason);
    let logout_reasons = table.list("logout_reasons", REASONS, reason);
    if let (Some(not_ready), Some(logout)) = (&not_ready_reasons, &logout_reasons) {
        refuse_same_code(&table, not_ready, logout);
    }
    let wrap_up_reasons = table.list("wrap_up_reasons", LABELS, |text| label(text).ok_or_else(|| NAME.to_owned()));
    let phone_book = phone_book(&mut table);
    let ping_interval = table.duration("ping_interval", SECOND..=HOUR);
    let silence = table.duration("silence", SECOND..=HOUR);
    refuse_hasty(&table, "silence", silence, ping_interval);
    let connections = table.integer("connections", 1..=1_000_000);
    let frame_kibibytes = table.integer("frame_kibibytes", 1..=1024);
    let token_idle = table.duration("token_idle", MINUTE..=24 * HOUR);
    refuse_hasty(&table, "token_idle", token_idle, ping_interval);
    let settings = AcqueonSettings {
        is_enabled: enabled?,
        path: path?,
        finesse_path: finesse?.then_some(finesse_path?),
        team: Team { id: team_id?, name: team_name? },
        not_ready_reasons: not_ready_reasons?,
        logout_reasons: logout_reasons?,
        wrap_up_reasons: wrap_up_reasons?,
        phone_book: phone_book?,
        ping_interval: ping_interval?,
        silence: silence?,
        connections: usize::try_from(connections?).ok()?,
        frame_bytes: usize::try_from(frame_kibibytes? * 1024).ok()?,
        token_idle: token_idle?,
    };
    table.finish();
    Some(settings)
}

fn text(table: &mut Table<'_>, key: &'static str) -> Option<String> {
    table.parsed(key, Form::Text, NAME, label)
}

fn label(text: &str) -> Option<String> {
    let is_label = (1..=64).contains(&text.chars().count()) && !text.contains(char::is_control);
    (is_label && text.trim() == text).then(|| text.to_owned())
}

fn reason(text: &str) -> Result<Reason, String> {
    let read = || {
        let (code, rest) = text.split_once(' ')?;
        let is_plain = code.bytes().all(|byte| byte.is_ascii_digit()) && !code.starts_with('0');
        let code = is_plain.then(|| code.parse().ok()).flatten()?;
        Some(Reason { code, label: label(rest)? })
    };
    read().ok_or_else(|| REASON.to_owned())
}

/// Refuses a code that stands for two reasons: agents send nothing but the code.
fn refuse_same_code(table: &Table<'_>, not_ready: &[Reason], logout: &[Reason]) {
    let mut seen = HashSet::new();
    for (key, reasons) in [("not_ready_reasons", not_ready), ("logout_reasons", logout)] {
        for reason in reasons.iter().filter(|reason| !seen.insert(reason.code)) {
            table.refuse(key, format!("code {} stands for two reasons, expected one of its own", reason.code));
        }
    }
}

/// Refuses a duration after which something ends that pings keep alive, unless it is longer than one takes to come.
fn refuse_hasty(table: &Table<'_>, key: &str, duration: Option<Duration>, ping_interval: Option<Duration>) {
    if let (Some(duration), Some(ping_interval)) = (duration, ping_interval)
        && duration <= ping_interval
    {
        let (got, least) = (format_duration(duration), format_duration(ping_interval));
        let whence = table.source("ping_interval");
        let problem = format!("got \"{got}\", expected more than acqueon.ping_interval, \"{least}\" ({whence})");
        table.refuse(key, problem);
    }
}

fn phone_book(acqueon: &mut Table<'_>) -> Option<Vec<Contact>> {
    if !acqueon.has("phone_book") {
        acqueon.enter_default("phone_book", Vec::<String>::new());
        return Some(Vec::new());
    }
    let mut tables = acqueon.tables("phone_book")?;
    let contacts: Vec<_> = tables.iter_mut().map(contact).collect();
    tables.into_iter().for_each(Table::finish);
    contacts.into_iter().collect()
}

fn contact(table: &mut Table<'_>) -> Option<Contact> {
    let first_name = text(table, "first_name");
    let last_name = optional(table, "last_name");
    let phone_number = table.parsed("phone_number", Form::Text, PHONE_NUMBER, |text| {
        let is_number = |c: char| c.is_ascii_digit() || "+*#".contains(c);
        ((1..=32).contains(&text.len()) && text.chars().all(is_number)).then(|| text.to_owned())
    });
    let description = optional(table, "description");
    Some(Contact {
        first_name: first_name?,
        last_name: last_name?,
        phone_number: phone_number?,
        description: description?,
    })
}

fn optional(table: &mut Table<'_>, key: &'static str) -> Option<String> {
    if table.has(key) { text(table, key) } else { Some(String::new()) }
}
