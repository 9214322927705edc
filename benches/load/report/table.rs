//! The figures as tables, which are Markdown.

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

use crate::figures::{Figure, Outcome, Row, cpu_microseconds, requests_per_second};

const HEAD: [&str; 11] = [
    "case",
    "server",
    "requests/s",
    "CPU µs",
    "at requests/s",
    "CPU µs there",
    "p50 µs",
    "p99 µs",
    "p99.9 µs",
    "memory MiB",
    "goals",
];

/// A row for each contender of each case.
pub fn figures(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(HEAD);
    for outcome in outcomes {
        let bare = outcome.rows.first();
        for row in &outcome.rows {
            table.add_row(cells(outcome, row, bare));
        }
    }
    table.column_iter_mut().skip(2).take(8).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table
}

/// A row for each goal; `None` if the cases have none.
pub fn goals(outcomes: &[Outcome]) -> Option<Table> {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(["case", "server", "goal", "wanted", "measured", ""]);
    for outcome in outcomes {
        for row in &outcome.rows {
            for goal in &row.goals {
                let measured = goal.measured.map_or_else(|| "–".to_owned(), |it| format!("{it:.2}"));
                let verdict = verdict(goal.measured, goal.is_met);
                table.add_row([outcome.case, row.name, &goal.what, &goal.wanted, &measured, verdict]);
            }
        }
    }
    (table.row_count() > 0).then_some(table)
}

fn cells(outcome: &Outcome, row: &Row, bare: Option<&Row>) -> Vec<String> {
    let mut cells = vec![outcome.case.to_owned(), row.name.to_owned()];
    if !row.is_found {
        cells.push("not found".to_owned());
        cells.resize(HEAD.len(), String::new());
        return cells;
    }
    #[allow(clippy::cast_precision_loss, reason = "kibibytes of one process")]
    let memory = |row: &Row| row.memory_kibibytes as f64 / 1024.0;
    let ratio_of_memory = bare.map_or(1.0, |bare| memory(row) / memory(bare));
    cells.extend([
        shown(&row.saturated(requests_per_second), 0),
        shown(&row.saturated(cpu_microseconds), 1),
        row.rate().map_or_else(|| "–".to_owned(), |rate| grouped(rate, 0)),
        shown(&row.paced_cpu(), 1),
        shown(&row.paced(|it| it.p50), 0),
        shown(&row.paced(|it| it.p99), 0),
        shown(&row.paced(|it| it.p999), 0),
        shown(&Figure::Measured { value: memory(row), ratio: ratio_of_memory }, 0),
        goals_of(row),
    ]);
    cells
}

fn goals_of(row: &Row) -> String {
    let fault = row.first_failure().map(|fault| format!("wrong answer: {fault}"));
    let goals = row.goals.iter().map(|goal| {
        let measured = goal.measured.map_or_else(String::new, |it| format!(" {it:.2}"));
        format!("{}{measured} {}: {}", goal.what, goal.wanted, verdict(goal.measured, goal.is_met))
    });
    goals.chain(fault).collect::<Vec<_>>().join("; ")
}

fn verdict(measured: Option<f64>, is_met: bool) -> &'static str {
    match (measured, is_met) {
        (None, _) => "not measured",
        (Some(_), true) => "met",
        (Some(_), false) => "missed",
    }
}

fn shown(figure: &Figure, digits: usize) -> String {
    match figure {
        Figure::None => "–".to_owned(),
        Figure::Measured { value, ratio } => format!("{} ×{ratio:.2}", grouped(*value, digits)),
        Figure::Unusable(why) => (*why).to_owned(),
    }
}

/// With a comma between thousands.
fn grouped(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if fraction.is_empty() { grouped } else { format!("{grouped}.{fraction}") }
}
