//! `/communaute/rejoindre`: somebody asks to join, and reads on the same page what becomes of it.

use ::members::{
    Own,
    rules::{Ending, Place, State, Way},
};
use access::{Caller, Reach, Role, permit};
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Problem, Refusal, Refused};

use super::{accepts, day, details, duty_words, shell, typed};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "members/join.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    /// Said first: that they belong, or how it ended.
    said: Option<Said>,
    /// What they asked and how far it is.
    request: Option<View>,
    /// The form; none while something waits, and for those who belong.
    fields: Vec<FieldView>,
}

/// Something said in a box of its own.
struct Said {
    tone: &'static str,
    text: String,
    /// In the words of the cell.
    quoted: Option<String>,
    /// Whether the pages of the private space are open to them.
    belongs: bool,
}

/// What somebody asked.
struct View {
    tone: &'static str,
    state: String,
    quoted: Option<String>,
    lines: Vec<(String, String)>,
    /// What the cell asked, to be answered.
    answer: Option<FieldView>,
    /// Whether it can be taken back.
    waits: bool,
}

/// Whoever has an account may ask.
pub(super) async fn asker(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::MembershipAsk>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

/// `/communaute/rejoindre`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = asker(&visit).await?;
    page(&visit, &caller, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let members = &visit.site.services.members;
    let own = members.own(caller).await.map_err(|problem| visit.problem(problem))?;
    let waits = own.request.as_ref().is_some_and(|request| request.state.waits());
    let may = own.standing.place == Place::Nowhere && !waits;
    let page = Page {
        token: forms::token(visit),
        errors: errors(visit, refusals),
        said: said(visit, &own),
        request: view(visit, &own, refusals),
        fields: if may { fields(visit, caller, members.charter(), refusals) } else { Vec::new() },
        shell: shell(visit, caller, visit.words.t("page-join")),
    };
    Ok(Answer::page(visit, status, &page))
}

/// That they belong; or how it ended, while they have not asked again.
fn said(visit: &Visit, own: &Own) -> Option<Said> {
    let words = &visit.words;
    let said = |tone, text, quoted, belongs| Some(Said { tone, text, quoted, belongs });
    match own.standing.place {
        Place::House => return said("good", words.t("join-of-the-house"), None, true),
        Place::Member => return said("good", words.t("join-belongs"), None, true),
        Place::Nowhere => {}
    }
    let (at, ending, reason) = own.member.as_ref()?.ended.as_ref()?;
    if own.request.as_ref().is_some_and(|request| request.asked_at > *at) {
        return None;
    }
    let text = words.t1(&format!("join-ended-{}", ending.code()), "when", day(visit, *at));
    let tone = if *ending == Ending::Removed { "bad" } else { "warn" };
    said(tone, text, Some(reason.clone()).filter(|reason| !reason.is_empty()), false)
}

fn view(visit: &Visit, own: &Own, refusals: &[Refusal]) -> Option<View> {
    let words = &visit.words;
    let request = own.request.as_ref()?;
    // Once they belong, or did, the rest is told elsewhere.
    if request.state == State::Accepted {
        return None;
    }
    let (application, facts) = (&request.application, &request.application.details);
    let when = day(visit, request.asked_at);
    let answered = own.vouches.iter().map(|vouch| vouch.name.as_str()).next();
    let (tone, state) = match request.state {
        State::Asked => ("warn", words.t("join-asked")),
        State::Refused => ("bad", words.t("join-refused")),
        State::Withdrawn => ("", words.t1("join-withdrawn", "when", when.as_str())),
        _ => match (application.way, answered) {
            (_, Some(name)) => ("", words.t1("join-answered", "name", name)),
            (Way::Register, None) => ("", words.t("join-register")),
            (_, None) => ("", words.t1("join-waits", "address", &application.voucher)),
        },
    };
    let mut lines = vec![
        (words.t("join-when"), when),
        (words.t("member-facility"), format!("{} ({})", request.facility_name, facts.facility.grouped())),
        (words.t("member-duty"), duty_words(visit, facts.duty, &facts.duty_words)),
        (words.t("member-why"), application.why.clone()),
    ];
    let way = words.k("way-", application.way.code(), "");
    let voucher =
        if application.voucher.is_empty() { way } else { format!("{way} · {}", application.voucher) };
    lines.push((words.t("member-way"), voucher));
    let asks = own.question().map(|_| asked(visit, "member-answer", Shape::Lines, refusals));
    Some(View {
        tone,
        state,
        quoted: own.question().or_else(|| own.reason()).map(str::to_owned),
        lines: if request.state == State::Withdrawn { Vec::new() } else { lines },
        answer: asks,
        waits: request.state.waits(),
    })
}

fn fields(visit: &Visit, caller: &Caller, charter: i64, refusals: &[Refusal]) -> Vec<FieldView> {
    let sent = visit.sent.get("member-way").and_then(|sent| sent.first()).map(String::as_str);
    let ways = Way::ALL.map(|way| {
        let code = way.code();
        (code.to_owned(), visit.words.k("way-", code, ""), sent == Some(code))
    });
    let voucher = FieldView {
        optional: true,
        inputmode: "email",
        ..asked(visit, "member-voucher", Shape::Line, refusals)
    };
    let mut fields: Vec<FieldView> = details(visit, &own_facility(caller), None, refusals).into();
    fields.extend([
        asked(visit, "member-why", Shape::Lines, refusals),
        asked(visit, "member-way", Shape::Radios, refusals).choosing(ways),
        voucher,
        accepts(visit, charter, refusals),
    ]);
    fields
}

/// The facility of somebody whose account is of one.
fn own_facility(caller: &Caller) -> String {
    let standings = caller.person().map(|person| person.standings.as_slice()).unwrap_or_default();
    let number = standings.iter().find_map(|standing| match (&standing.role, &standing.reach) {
        (Role::FacilityStaff, Reach::Facilities(numbers)) => numbers.first(),
        _ => None,
    });
    number.map(vocabulary::FinessNumber::grouped).unwrap_or_default()
}

/// Somebody asks.
pub(crate) async fn ask(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = asker(visit).await?;
    let done = visit.site.services.members.ask(&caller, &typed(&form)).await.map(drop);
    finish(visit, &caller, done).await
}

/// Answers what the cell asked, or takes the request back.
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = asker(visit).await?;
    let members = &visit.site.services.members;
    let done = match act.as_str() {
        "reponse" => members.answer(&caller, form.value("member-answer")).await,
        "retrait" => members.withdraw(&caller).await,
        _ => Err(Refused::NotFound.into()),
    };
    finish(visit, &caller, done).await
}

async fn finish(visit: &Visit, caller: &Caller, done: Result<(), Problem>) -> Result<Answer, Answer> {
    match done {
        Ok(()) => Ok(Answer::redirect(&visit.href("join"))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, caller, &refusals, status).await
        }
    }
}
