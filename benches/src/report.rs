//! How figures are put together and printed.

use std::time::Duration;

use crate::ground::Ground;

/// What a ratio must be to be good.
#[derive(Clone, Copy)]
pub enum Bar {
    /// Throughput: figure over yardstick is at least this.
    AtLeast(f64),
    /// Time and size: figure over yardstick is at most this.
    AtMost(f64),
    /// Nothing to meet: said so that others can be understood.
    None,
}

/// Names the columns.
pub fn head() {
    println!("{:<46} {:>14} {:>14} {:>8} {:>8}  met", "", "figure", "yardstick", "ratio", "bar");
}

/// Opens a room.
pub fn room(what: &str) {
    println!("\n{what}");
}

/// One line: a figure beside its yardstick, in the same unit.
pub fn line(what: &str, figure: f64, yardstick: f64, unit: &str, bar: Bar) {
    let ratio = figure / yardstick;
    let (said, met) = judged(ratio, bar);
    println!(
        "  {what:<44} {:>14} {:>14} {ratio:>8.2} {said:>8}  {met}",
        shown(figure, unit),
        shown(yardstick, unit)
    );
}

/// One line whose bar is not a ratio: a size, or a time on this machine.
pub fn absolute(what: &str, figure: f64, unit: &str, bar: Bar) {
    let (said, met) = judged(figure, bar);
    println!("  {what:<44} {:>14} {:>14} {:>8} {said:>8}  {met}", shown(figure, unit), "", "");
}

/// What a line needs beside it.
pub fn note(text: &str) {
    println!("  · {text}");
}

fn judged(value: f64, bar: Bar) -> (String, &'static str) {
    let (said, met) = match bar {
        Bar::AtLeast(bar) => (format!("≥ {bar}"), value >= bar),
        Bar::AtMost(bar) => (format!("≤ {bar}"), value <= bar),
        Bar::None => return (String::new(), ""),
    };
    (said, if met { "yes" } else { "NO" })
}

fn shown(value: f64, unit: &str) -> String {
    let digits = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.digits$} {unit}")
}

/// What the reader must know of this run.
pub fn tail(ground: &Ground) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\nOn {cores} cores that serve, load and measure alike; register: {}.", ground.register.what);
}

/// The middle of some numbers.
pub fn median(values: &[f64]) -> f64 {
    share(values, 0.5)
}

/// The number below which that share of them lies.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place in a list"
)]
pub fn share(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = ((sorted.len().max(1) - 1) as f64 * share).round() as usize;
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// How many a second.
#[allow(clippy::cast_precision_loss, reason = "a few thousands")]
pub fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// Thousandths of a second.
pub fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
