//! `/communaute`: who belongs to the private space. The code of conduct, joining, answering for somebody, one's own place, the members'
//! directory; and what the cell decides about it.

pub(crate) mod charter;
pub(crate) mod deciding;
pub(crate) mod gate;
pub(crate) mod joining;
pub(crate) mod listing;
pub(crate) mod own;
pub(crate) mod vouching;

use ::members::{
    Line,
    rules::{Asked, Details, Duty},
};
use access::{Caller, permit};
use calendar::Calendar;
use vocabulary::{Instant, Refusal};

use crate::{
    answer::Shell,
    fields::{FieldView, Shape},
    forms::Form,
    refusals::asked,
    visit::Visit,
};

/// The fields of whoever says where they work, and of whoever asks to join.
pub(crate) const CONFIRMED: &[&str] =
    &["member-facility", "member-duty", "member-duty-words", "member-charter"];
pub(crate) const ASKED: &[&str] = &[
    "member-facility",
    "member-duty",
    "member-duty-words",
    "member-charter",
    "member-why",
    "member-way",
    "member-voucher",
];

/// Whether the private space is open to somebody.
fn belongs(caller: &Caller) -> bool {
    access::scope::<permit::CommunityRead>(caller).is_ok()
}

/// The frame of the private space for those who belong to it, and of every other page for those who do not yet.
fn shell<'a>(visit: &'a Visit, caller: &Caller, title: String) -> Shell<'a> {
    if belongs(caller) {
        return Shell::console(visit, caller, title, "community");
    }
    let mut shell = Shell::new(visit, title, "community");
    shell.person = caller.person().map(|person| person.name.clone());
    shell
}

/// A day of the cell's own time, in words.
fn day(visit: &Visit, at: Instant) -> String {
    visit.words.day(Calendar::of_the_cell().date(at))
}

/// What somebody does, in words: theirs, where it is none of the list.
pub(crate) fn duty_words(visit: &Visit, duty: Duty, own: &str) -> String {
    if own.is_empty() { visit.words.k("duty-", duty.code(), "") } else { own.to_owned() }
}

/// What was typed about oneself.
fn typed(form: &Form) -> Asked {
    let text = |name: &str| form.value(name).to_owned();
    Asked {
        facility: text("member-facility"),
        duty: text("member-duty"),
        duty_words: text("member-duty-words"),
        why: text("member-why"),
        way: text("member-way"),
        voucher: text("member-voucher"),
        charter: text("member-charter"),
    }
}

/// A field, with what is known where nothing was typed.
fn known(visit: &Visit, name: &str, refusals: &[Refusal], value: &str) -> FieldView {
    let mut field = asked(visit, name, Shape::Line, refusals);
    if visit.sent.is_empty() {
        value.clone_into(&mut field.value);
    }
    field
}

/// Where somebody works and what they do there, with what is known of it.
fn details(visit: &Visit, facility: &str, before: Option<&Details>, refusals: &[Refusal]) -> [FieldView; 3] {
    let held = before.map(|details| details.duty.code()).unwrap_or_default();
    let sent = visit.sent.get("member-duty").and_then(|sent| sent.first()).map_or(held, String::as_str);
    let duties = Duty::ALL.map(|duty| {
        let code = duty.code();
        (code.to_owned(), visit.words.k("duty-", code, ""), code == sent)
    });
    let number = before.map_or_else(|| facility.to_owned(), |details| details.facility.grouped());
    let own = before.map(|details| details.duty_words.as_str()).unwrap_or_default();
    [
        FieldView { inputmode: "numeric", ..known(visit, "member-facility", refusals, &number) },
        asked(visit, "member-duty", Shape::Radios, refusals).choosing(duties),
        FieldView { optional: true, ..known(visit, "member-duty-words", refusals, own) },
    ]
}

/// The box by which one accepts the code of conduct, in the version that is shown.
fn accepts(visit: &Visit, version: i64, refusals: &[Refusal]) -> FieldView {
    let label = visit.words.t1("charter-accept", "version", version);
    let version = version.to_string();
    let checked = visit.sent.get("member-charter").is_some_and(|sent| sent.contains(&version));
    asked(visit, "member-charter", Shape::Boxes, refusals).choosing([(version, label, checked)])
}

/// What happened to somebody, a line each: when, what and by whom, and what was said.
fn history(visit: &Visit, lines: &[Line]) -> Vec<(String, String, String)> {
    let said = lines.iter().rev().map(|line| {
        let what = visit.words.k("member-did-", &line.what, "");
        let who = if line.name.is_empty() { visit.words.t("member-by-program") } else { line.name.clone() };
        // The number of a version is no word of anybody.
        let words = if line.what == "charter" { String::new() } else { line.words.clone() };
        (visit.words.moment(line.at, "Europe/Paris"), format!("{what} · {who}"), words)
    });
    said.collect()
}
