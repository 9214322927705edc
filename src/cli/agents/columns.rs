//! Text in columns.

use textwrap::core::display_width;

use crate::cli::output::plain;

/// `rows`, the first of them the headings, each cell as wide as the widest below each other. What cells hold gives no
/// orders to a terminal.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let rows: Vec<[String; N]> = rows.iter().map(|row| row.each_ref().map(|cell| plain(cell))).collect();
    let width = |column: usize| rows.iter().map(|row| display_width(&row[column])).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width + 2 - display_width(cell)));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
