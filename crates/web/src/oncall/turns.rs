//! `/cellule/astreintes`: a month of on-call turns.

use ::oncall::{Day, Month, NewTurn, Written};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use vocabulary::{Id, Language, Problem, Refusal, Refused};

use super::ZONE;
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::FieldView,
    forms::{self, Form, Typed},
    locale::Words,
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "oncall/turns.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    month: String,
    key: String,
    before: (String, String),
    after: (String, String),
    days: Vec<DayLine>,
    gaps: Vec<(String, String)>,
    turns: Vec<TurnLine>,
    form: Option<TurnForm>,
    errors: Vec<(String, String)>,
}

struct DayLine {
    day: String,
    hours: String,
    today: bool,
    people: Vec<String>,
}

struct TurnLine {
    id: String,
    what: String,
    name: String,
}

/// What a lead writes a turn down with.
struct TurnForm {
    people: Vec<(String, String, bool)>,
    rank: FieldView,
    from: FieldView,
    to: FieldView,
    replace: bool,
    person_error: Option<String>,
}

/// `/cellule/astreintes`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let month = visit.parameter("mois");
    page(&visit, &caller, &month, &Typed::new(), &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    month: &str,
    typed: &Typed,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let today = today(visit);
    let first = format!("{month}-01").parse().unwrap_or_else(|_| today.first_of_month());
    let read = visit.site.services.oncall.month(caller, first).await;
    let Month { days, turns, gaps, people } = read.map_err(|problem: Problem| visit.problem(problem))?;
    let neighbour = |months: i32| {
        let other = first.saturating_add(months.months());
        (format!("{}?mois={}", visit.href("on-call"), key(other)), month_words(words, other))
    };
    let form = (!people.is_empty()).then(|| {
        let chosen = typed.get("person").and_then(|values| values.first());
        let person = refusals.iter().find(|refusal| refusal.field.as_deref() == Some("person"));
        let rank = typed.get("rank").and_then(|values| values.first()).map_or("1", String::as_str);
        let ask = |name| FieldView::asked(words, name, crate::fields::Shape::Line, typed, refusals);
        TurnForm {
            people: people
                .into_iter()
                .map(|contact| {
                    let id = contact.account.to_string();
                    let there = chosen == Some(&id);
                    (id, contact.name, there)
                })
                .collect(),
            rank: FieldView::asked(words, "rank", crate::fields::Shape::Radios, typed, refusals).choosing(
                (1..=3).map(|n| (n.to_string(), words.t(&format!("turn-rank-{n}")), rank == n.to_string())),
            ),
            from: ask("from"),
            to: ask("to"),
            replace: typed.contains_key("replace"),
            person_error: person.map(|refusal| refusal_text(words, refusal)),
        }
    });
    let target = |refusal: &Refusal| refusal.field.clone().unwrap_or_default();
    let page = Page {
        token: forms::token(visit),
        month: month_words(words, first),
        key: key(first),
        before: neighbour(-1),
        after: neighbour(1),
        days: days.into_iter().map(|day| line(words, day, today)).collect(),
        gaps: gaps.iter().map(|gap| (words.moment(gap.from, ZONE), words.moment(gap.until, ZONE))).collect(),
        turns: turns.into_iter().filter_map(|written| turn(words, written)).collect(),
        errors: refusals
            .iter()
            .map(|refusal| {
                let target = if target(refusal) == "rank" { "rank-1".to_owned() } else { target(refusal) };
                (target, refusal_text(words, refusal))
            })
            .collect(),
        form,
        shell: Shell::console(visit, caller, words.t("page-on-call"), "unit"),
    };
    Ok(Answer::page(visit, status, &page))
}

fn line(words: &Words, day: Day, today: Date) -> DayLine {
    DayLine {
        hours: words.t(if day.worked { "turn-evening" } else { "turn-whole-day" }),
        today: day.date == today,
        day: day_words(words, day.date),
        people: day.people,
    }
}

fn turn(words: &Words, written: Written) -> Option<TurnLine> {
    let Written { turn, name } = written;
    let (from, to) = (day_words(words, turn.span.from), day_words(words, turn.span.to));
    let rank = words.t(&format!("turn-rank-{}", turn.rank));
    let what = if turn.span.from == turn.span.to {
        words.t2("turn-on", "day", from, "rank", rank)
    } else {
        words.with("turn-span", &[("from", &from), ("to", &to), ("rank", &rank)])
    };
    let name = if name.is_empty() { words.t("turn-nobody-any-more") } else { name };
    Some(TurnLine { id: turn.id?.to_string(), what, name })
}

/// `/cellule/astreintes/{act}`
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::OnCallPlan>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let oncall = &visit.site.services.oncall;
    let value = |name: &str| form.value(name).to_owned();
    let done = match act.as_str() {
        "add" => {
            let replace = !form.value("replace").is_empty();
            let new = NewTurn {
                person: value("person"),
                rank: value("rank"),
                from: value("from"),
                to: value("to"),
                replace,
            };
            oncall.turn_add(&caller, &new).await
        }
        "cancel" => match Id::parse(form.value("id")) {
            Ok(id) => oncall.turn_cancel(&caller, id).await,
            Err(_) => Err(Refused::NotFound.into()),
        },
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(from) => Ok(Answer::redirect(&format!("{}?mois={}", visit.href("on-call"), key(from)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, form.value("mois"), &form.typed, &refusals, status).await
        }
    }
}

fn today(visit: &Visit) -> Date {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC).to_datetime(visit.now().timestamp()).date()
}

fn key(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// `jeudi 24 décembre`
fn day_words(words: &Words, date: Date) -> String {
    let weekday = words.t(&format!("weekday-{}", date.weekday().to_monday_one_offset()));
    format!("{weekday} {} {}", date.day(), words.t(&format!("month-{}", date.month())))
}

fn month_words(words: &Words, date: Date) -> String {
    let name = words.t(&format!("month-{}", date.month()));
    match words.language {
        Language::Fr | Language::En => format!("{name} {}", date.year()),
    }
}
