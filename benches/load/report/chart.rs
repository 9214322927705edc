//! The chart: what a request costs, in times of what the bare handler's costs.

use std::path::Path;

use plotters::prelude::*;

use crate::driver::Fault;
use crate::figures::{Outcome, cpu_microseconds};

const WIDTH: u32 = 900;
const BAR: u32 = 22;
const MARGIN: i32 = 12;
const CAPTION: i32 = 40;
/// Where bars begin, and where the longest ends.
const LEFT: i32 = 330;
const RIGHT: i32 = 830;

struct Bar {
    label: String,
    ratio: f64,
    color: RGBColor,
}

/// Writes the chart to `file`.
pub fn write(file: &Path, outcomes: &[Outcome]) -> Result<(), Fault> {
    let bars = bars(outcomes);
    let height = u32::try_from(CAPTION + 2 * MARGIN)? + BAR * u32::try_from(bars.len())?;
    let area = SVGBackend::new(file, (WIDTH, height)).into_drawing_area();
    let can_not = |error| format!("can't write {}: {error}", file.display());
    draw(&area, &bars).and_then(|()| area.present().map_err(|error| error.to_string())).map_err(can_not)?;
    Ok(())
}

fn bars(outcomes: &[Outcome]) -> Vec<Bar> {
    let measured = outcomes.iter().flat_map(|outcome| outcome.rows.iter().skip(1).map(move |row| (outcome.case, row)));
    measured
        .filter_map(|(case, row)| {
            let ratio = row.saturated(cpu_microseconds).ratio()?;
            let color = if row.name == "opa" { RGBColor(160, 160, 160) } else { RGBColor(46, 110, 180) };
            Some(Bar { label: format!("{case}  {}", row.name), ratio, color })
        })
        .collect()
}

/// Bars from 1, the bare handler, on a scale on which each doubling is as long as every other.
fn draw(area: &DrawingArea<SVGBackend<'_>, plotters::coord::Shift>, bars: &[Bar]) -> Result<(), String> {
    let text = |size: i32| ("sans-serif", size).into_font().color(&BLACK);
    let caption = "Processor time a request, in times of a bare handler's (each doubling is as long)";
    let put = |label: &str, at: (i32, i32), size| area.draw(&Text::new(label.to_owned(), at, text(size)));
    let drawn = || {
        area.fill(&WHITE)?;
        put(caption, (MARGIN, MARGIN), 19)?;
        let longest = bars.iter().map(|bar| bar.ratio).fold(2.0, f64::max).log2();
        for (bar, top) in bars.iter().zip((CAPTION + MARGIN..).step_by(BAR as usize)) {
            #[allow(clippy::cast_possible_truncation, reason = "within the width of the chart")]
            let length = (bar.ratio.log2().max(0.0) / longest * f64::from(RIGHT - LEFT)) as i32;
            area.draw(&Rectangle::new([(LEFT, top), (LEFT + length.max(1), top + 16)], bar.color.filled()))?;
            put(&bar.label, (MARGIN, top + 1), 16)?;
            put(&format!("{:.2}", bar.ratio), (LEFT + length + 6, top + 1), 16)?;
        }
        Ok(())
    };
    drawn().map_err(|error: DrawingAreaErrorKind<std::io::Error>| error.to_string())
}
