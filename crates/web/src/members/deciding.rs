//! `/cellule/adhesions`: the cell decides who joins, and removes who must leave.

use ::members::{
    Admission, MemberRecord, Request,
    rules::{State, Way, confirmed_until},
};
use access::{Caller, permit};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{day, duty_words, history};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "members/admissions.html")]
struct List<'a> {
    shell: Shell<'a>,
    waiting: Vec<Row>,
    over: Vec<Row>,
}

struct Row {
    name: String,
    href: String,
    facility: String,
    duty: String,
    when: String,
    tone: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "members/admission.html")]
struct One<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    seen: i64,
    tone: &'static str,
    state: String,
    lines: Vec<(String, String)>,
    /// The number of the register, and as a telephone dials it.
    phone: Option<(String, String)>,
    vouches: Vec<Word>,
    /// What is said where nobody answered.
    unanswered: String,
    history: Vec<(String, String, String)>,
    own: bool,
    /// The forms by which it is decided; none once it is.
    acts: Vec<Act>,
}

/// What somebody said.
struct Word {
    name: String,
    as_what: String,
    tone: &'static str,
    said: String,
    when: String,
    text: String,
}

/// One way to decide.
struct Act {
    action: String,
    title: String,
    button: String,
    field: FieldView,
    second: bool,
    open: bool,
}

#[derive(Template)]
#[template(path = "members/member.html")]
struct MemberPage<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    action: String,
    lines: Vec<(String, String)>,
    history: Vec<(String, String, String)>,
    /// How it ended.
    ended: Option<(String, String)>,
    reason: Option<FieldView>,
}

/// Whoever may not decide learns nothing of who asks.
async fn decider(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::MembershipDecide>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

/// `/cellule/adhesions`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = decider(&visit).await?;
    let queue = visit.site.services.members.requests(&caller).await.map_err(|p| visit.problem(p))?;
    let waiting = queue.waiting.iter().map(|(request, vouched)| row(&visit, request, *vouched));
    let page = List {
        waiting: waiting.collect(),
        over: queue.over.iter().map(|request| row(&visit, request, false)).collect(),
        shell: Shell::console(&visit, &caller, visit.words.t("page-admissions"), "admissions"),
    };
    Ok(Answer::ok(&visit, &page))
}

fn row(visit: &Visit, request: &Request, vouched: bool) -> Row {
    let facts = &request.application.details;
    let (tone, state) = state(visit, request, vouched);
    Row {
        name: request.name.clone(),
        href: visit.href1("admission", request.id),
        facility: request.facility_name.clone(),
        duty: duty_words(visit, facts.duty, &facts.duty_words),
        when: day(visit, request.ended_at.unwrap_or(request.asked_at)),
        tone,
        state,
    }
}

/// How far a request is, and what it waits for.
fn state(visit: &Visit, request: &Request, vouched: bool) -> (&'static str, String) {
    let (tone, key) = match (request.state, vouched, request.application.way) {
        (State::Open, true, _) => ("good", "ready"),
        (State::Open, false, Way::Register) => ("warn", "to-call"),
        (State::Open, false, _) => ("calm", "unanswered"),
        (State::Asked, ..) => ("calm", "asked"),
        (State::Accepted, ..) => ("good", "accepted"),
        (State::Refused, ..) => ("bad", "refused"),
        (State::Withdrawn, ..) => ("calm", "withdrawn"),
    };
    (tone, visit.words.k("admission-", key, ""))
}

/// `/cellule/adhesions/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = decider(&visit).await?;
    let id = visit.identity(&id)?;
    page(&visit, &caller, id, ("", &[]), StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    (act, refusals): (&str, &[Refusal]),
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let admission =
        visit.site.services.members.request(caller, id).await.map_err(|problem| visit.problem(problem))?;
    let request = &admission.request;
    let vouched = admission.vouches.iter().any(|(vouch, counts)| vouch.yes && *counts);
    let (tone, said) = state(visit, request, vouched);
    let unanswered = match (request.application.way, admission.voucher_known) {
        (Way::Register, _) => "admission-call",
        (_, true) => "admission-no-word",
        (_, false) => "admission-nobody",
    };
    let phone = admission.facility.as_ref().and_then(|facility| facility.phone.as_deref());
    let page = One {
        token: forms::token(visit),
        errors: errors(visit, refusals),
        seen: request.revision,
        tone,
        state: said,
        lines: lines(visit, &admission),
        phone: phone.map(|phone| (spaced(phone), phone.to_owned())),
        vouches: admission.vouches.iter().map(|(vouch, counts)| word(visit, vouch, *counts)).collect(),
        unanswered: words.t1(unanswered, "address", &request.application.voucher),
        history: history(visit, &admission.history),
        own: admission.own,
        acts: if request.state.waits() && !admission.own {
            acts(visit, id, vouched, (act, refusals))
        } else {
            Vec::new()
        },
        shell: Shell::console(visit, caller, request.name.clone(), "admissions"),
    };
    Ok(Answer::page(visit, status, &page))
}

fn lines(visit: &Visit, admission: &Admission) -> Vec<(String, String)> {
    let (words, request) = (&visit.words, &admission.request);
    let facts = &request.application.details;
    let place = format!("{} ({}), {}", request.facility_name, facts.facility.grouped(), request.town);
    let mut lines = vec![
        (words.t("member-facility"), place),
        (words.t("member-region"), request.region.name().to_owned()),
        (words.t("member-duty"), duty_words(visit, facts.duty, &facts.duty_words)),
        (words.t("member-why"), request.application.why.clone()),
        (words.t("member-way"), words.k("way-", request.application.way.code(), "")),
        (words.t("join-when"), day(visit, request.asked_at)),
    ];
    lines.extend(accepted(visit, &admission.charters));
    lines
}

fn accepted(visit: &Visit, charters: &[(i64, Instant)]) -> Option<(String, String)> {
    let (version, at) = charters.first()?;
    let said = visit.words.t2("charter-accepted", "version", version, "when", day(visit, *at));
    Some((visit.words.t("page-charter"), said))
}

fn word(visit: &Visit, vouch: &::members::Vouch, counts: bool) -> Word {
    let words = &visit.words;
    let (tone, said) = match (vouch.yes, counts) {
        (true, true) => ("good", "admission-said-yes"),
        (true, false) => ("warn", "admission-void"),
        (false, _) => ("bad", "admission-said-no"),
    };
    Word {
        name: if vouch.name.is_empty() { words.t("member-erased") } else { vouch.name.clone() },
        as_what: words.k("way-as-", vouch.way.code(), ""),
        tone,
        said: words.t(said),
        when: day(visit, vouch.at),
        text: vouch.word.clone(),
    }
}

/// A number of ten digits as people read it.
fn spaced(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    digits.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
}

fn acts(visit: &Visit, id: Id, vouched: bool, (sent, refusals): (&str, &[Refusal])) -> Vec<Act> {
    let words = &visit.words;
    let of = |act: &'static str, name: &str, title: &str, button: &str| {
        let mine = sent == act;
        let field = asked(visit, name, Shape::Lines, if mine { refusals } else { &[] });
        Act {
            action: visit.href2("admission-act", id, act),
            title: words.t(title),
            button: words.t(button),
            field,
            second: act != "accepter",
            open: mine || act == "accepter",
        }
    };
    let mut accept = of("accepter", "member-checked", "admission-accept", "admission-accept-go");
    accept.field.optional = vouched;
    vec![
        accept,
        of("demander", "member-question", "admission-ask", "admission-ask-go"),
        of("refuser", "member-reason", "admission-refuse", "admission-refuse-go"),
    ]
}

/// Accepts, asks for more, refuses.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = decider(visit).await?;
    let id = visit.identity(&id)?;
    let seen = (id, form.value("vu").parse().unwrap_or(0));
    let members = &visit.site.services.members;
    let done: Result<(), Problem> = match act.as_str() {
        "accepter" => members.accept(&caller, seen, form.value("member-checked")).await,
        "demander" => members.ask_more(&caller, seen, form.value("member-question")).await,
        "refuser" => members.refuse(&caller, seen, form.value("member-reason")).await,
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(()) => Ok(Answer::redirect(&visit.href1("admission", id))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, (&act, &refusals), status).await
        }
    }
}

/// `/cellule/membres/{id}`
pub(crate) async fn member(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = decider(&visit).await?;
    let id = visit.identity(&id)?;
    member_page(&visit, &caller, id, &[], StatusCode::OK).await
}

async fn member_page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let record =
        visit.site.services.members.record(caller, id).await.map_err(|problem| visit.problem(problem))?;
    let MemberRecord { member, present, history: happened, charters } = record;
    let facts = &member.details;
    let mut lines = vec![
        (words.t("member-handle"), format!("@{}", member.handle)),
        (words.t("member-facility"), format!("{} ({})", member.facility_name, facts.facility.grouped())),
        (words.t("member-region"), member.region.name().to_owned()),
        (words.t("member-duty"), duty_words(visit, facts.duty, &facts.duty_words)),
        (words.t("member-since"), day(visit, member.since)),
    ];
    if member.ended.is_none() {
        lines.push((words.t("member-until"), day(visit, confirmed_until(member.confirmed_at))));
    }
    lines.extend(accepted(visit, &charters));
    let own = caller.person().is_some_and(|person| person.account == id);
    let page = MemberPage {
        token: forms::token(visit),
        errors: errors(visit, refusals),
        action: visit.href1("member", id),
        lines,
        history: history(visit, &happened),
        ended: member.ended.as_ref().map(|(at, ending, reason)| {
            let said = words.t1(&format!("member-ended-{}", ending.code()), "when", day(visit, *at));
            (said, reason.clone())
        }),
        reason: (present && !own).then(|| asked(visit, "member-reason", Shape::Lines, refusals)),
        shell: Shell::console(visit, caller, member.name.clone(), "admissions"),
    };
    Ok(Answer::page(visit, status, &page))
}

/// Somebody is removed.
pub(crate) async fn remove(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = decider(visit).await?;
    let id = visit.identity(&id)?;
    match visit.site.services.members.remove(&caller, id, form.value("member-reason")).await {
        Ok(()) => Ok(Answer::redirect(&visit.href1("member", id))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            member_page(visit, &caller, id, &refusals, status).await
        }
    }
}
