//! The private space: its groups, what is said there, and who reads it. To who does not belong it does not exist.

mod audience;
mod composing;
mod files;
pub(crate) mod finding;
pub(crate) mod groups;
pub(crate) mod home;
pub(crate) mod indicators;
pub(crate) mod library;
pub(crate) mod marking;
pub(crate) mod moderation;
pub(crate) mod notifications;
pub(crate) mod people;
pub(crate) mod posts;
pub(crate) mod questions;
mod reading;
pub(crate) mod threads;
pub(crate) mod writing;

pub(crate) use composing::{ANSWER, MARK, REPORT, THREAD};
pub(crate) use files::words_only;

use ::community::{ThreadLine, rules::Voice};
use access::{Caller, permit};
use jiff::{ToSpan as _, tz::TimeZone};
use markdown::{Options, Text};
use vocabulary::{Id, Instant, Language, Problem, Refused, Tlp};

use crate::{
    addresses,
    answer::{Answer, Shell},
    locale::Words,
    oncall::ZONE,
    visit::Visit,
};

/// Lines of a list.
const ROWS: i64 = 30;

/// The same, on the first page: whoever has an account and does not belong is led to where one asks to.
async fn welcomed(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    match access::scope::<permit::CommunityRead>(&caller) {
        Err(Refused::Forbidden) => Err(Answer::redirect(&visit.href("join"))),
        _ => member(visit).await,
    }
}

/// Somebody who belongs. Everybody else is told nothing, but to sign in or to prove more.
pub(crate) async fn member(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    match access::scope::<permit::CommunityRead>(&caller) {
        Ok(_) => Ok(caller),
        Err(Refused::Forbidden) => Err(visit.problem(Refused::NotFound.into())),
        Err(refused) => Err(visit.problem(refused.into())),
    }
}

fn shell<'a>(visit: &'a Visit, caller: &Caller, title: String) -> Shell<'a> {
    Shell::console(visit, caller, title, "community")
}

/// The pages of the private space, and which of them the reader is on.
pub(crate) fn ways(visit: &Visit, here: &str) -> Vec<(String, String, bool)> {
    const WAYS: [&str; 8] = [
        "community",
        "community-groups",
        "community-notifications",
        "community-bookmarks",
        "community-questions",
        "community-indicators",
        "community-search",
        "members",
    ];
    WAYS.into_iter()
        .map(|name| {
            let key = if name == "community" { "community-way-home" } else { &format!("page-{name}") };
            (visit.href(name), visit.words.t(key), name == here)
        })
        .collect()
}

fn fail(visit: &Visit) -> impl Fn(Problem) -> Answer + '_ {
    |problem| visit.problem(problem)
}

/// A moment, as machines and as people read it.
struct When {
    iso: String,
    words: String,
}

impl When {
    fn new(visit: &Visit, at: Instant) -> Self {
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        let day = |at: Instant| zone.to_datetime(at.timestamp()).date();
        let (words, date, today) = (&visit.words, day(at), day(visit.now()));
        let named = if date == today {
            words.t("community-today")
        } else if date == today.saturating_sub(1.day()) {
            words.t("community-yesterday")
        } else if date.year() == today.year() {
            words.day_of_year(date)
        } else {
            words.day(date)
        };
        let said = words.t2("community-when", "day", named, "clock", words.clock(at, ZONE));
        Self { iso: at.to_string(), words: said }
    }
}

/// A mark, with the class that gives it its colours.
struct Badge {
    label: &'static str,
    class: &'static str,
}

impl From<Tlp> for Badge {
    fn from(tlp: Tlp) -> Self {
        Self { label: tlp.label(), class: tlp.code() }
    }
}

/// Who said something: by name, or by the words by which who is not named is called.
fn author(words: &Words, (account, name): &(Option<Id>, String)) -> String {
    match (account, Voice::from_code(name)) {
        (None, Some(voice)) => voiced(words, voice),
        _ if name.is_empty() => words.t("community-gone"),
        _ => name.clone(),
    }
}

fn voiced(words: &Words, voice: Voice) -> String {
    let code = voice.code();
    let (who, place) = code.split_once('/').unwrap_or_default();
    let (who, place) =
        (words.k("community-voice-who-", who, ""), words.k("community-voice-place-", place, ""));
    words.t2("community-voice", "who", who, "place", place)
}

/// Where the private space, or one of its threads, stands, for letters that lead there.
pub fn community_address(thread: Option<Id>, language: Language) -> String {
    match thread {
        Some(id) => addresses::href("community-thread", language, &[&id.to_string()]),
        None => addresses::href("community", language, &[]),
    }
}

/// A text as a fragment of a page, where it stands among others: the places in it carry `place` before their names.
fn html(visit: &Visit, body: &str, place: &str) -> String {
    let Ok(text) = Text::parse(body) else { return String::new() };
    let (table, away) = (visit.words.t("watch-table"), visit.words.t("watch-away"));
    let options = Options { table: &table, away: &away, ..Options::default() };
    // Quotation marks of words are written as references: what is replaced here stands in tags only.
    text.html(&options).into_string().replace(" id=\"", &format!(" id=\"{place}-"))
}

/// A thread, on a list.
struct Line {
    href: String,
    title: String,
    tlp: Badge,
    solved: bool,
    closed: bool,
    author: String,
    /// Its group, on lists of several.
    group: String,
    tags: Vec<String>,
    answers: String,
    unread: i64,
    touched: When,
}

impl Line {
    fn new(visit: &Visit, line: ThreadLine, grouped: bool) -> Self {
        let words = &visit.words;
        Self {
            href: visit.href1("community-thread", line.id),
            title: line.title,
            tlp: line.tlp.into(),
            solved: line.solved.is_some(),
            closed: line.closed.is_some(),
            author: author(words, &line.author),
            group: line.group.filter(|_| grouped).map(|(_, name)| name).unwrap_or_default(),
            tags: line.tags,
            answers: words.t1("community-answers", "count", line.answers.max(0)),
            unread: line.unread,
            touched: When::new(visit, line.touched_at),
        }
    }
}

/// Where a post stands in its thread, whichever page it is on.
fn at_post(visit: &Visit, thread: Id, (number, at): (i64, Instant), id: Id) -> String {
    let address = visit.href1("community-thread", thread);
    if number <= ROWS {
        return format!("{address}#m-{number}");
    }
    let before = vocabulary::cursor(Instant::from_millis(at.millis() - 1), id);
    format!("{address}?after={before}#m-{number}")
}

/// Where the next page of a list is, and its first one, of what was asked.
fn further(visit: &Visit, next: Option<String>) -> (Option<String>, Option<String>) {
    let kept = crate::forms::kept(&visit.query, &["after", "fait"]);
    let first = (!visit.parameter("after").is_empty()).then(|| match kept.trim_end_matches('&') {
        "" => visit.path.clone(),
        kept => format!("{}?{kept}", visit.path),
    });
    let next = next.map(|next| format!("{}?{kept}after={next}", visit.path));
    (first, next)
}

/// What was just done, as the address of the page says, in a sentence: one of these, and nothing else.
fn done(visit: &Visit, known: &[&str]) -> Option<String> {
    let code = visit.parameter("fait");
    let known = known.iter().find(|known| **known == code).filter(|_| !visit.sends)?;
    Some(visit.words.k("community-done-", known, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_has_a_class_of_its_own() {
        let classes = Tlp::ALL.map(|tlp| Badge::from(tlp).class);
        assert_eq!(classes, ["clear", "green", "amber", "amber-strict", "red"]);
    }
}
