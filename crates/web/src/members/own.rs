//! `/communaute/mon-adhesion`: one's own place in the private space: to confirm each year, to leave.

use ::members::{
    Own,
    rules::{Due, Place, confirmed_until},
};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Problem, Refusal, Refused};

use super::{accepts, belongs, day, details, duty_words, joining::asker, shell, typed};
use crate::{
    answer::{Answer, Shell},
    community,
    fields::FieldView,
    forms::{self, Form},
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "members/own.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    errors: Vec<(String, String)>,
    /// Nothing for those who do not belong as members: the words for them.
    otherwise: Option<String>,
    lines: Vec<(String, String)>,
    /// What is to be done, gravest first: the tone, and the words.
    due: Vec<(&'static str, String)>,
    /// A version of the code of conduct to be accepted, and nothing else.
    charter: Option<i64>,
    fields: Vec<FieldView>,
    /// Whether the form stands open.
    open: bool,
}

/// `/communaute/mon-adhesion`
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
    let (words, members) = (&visit.words, &visit.site.services.members);
    let own = members.own(caller).await.map_err(|problem| visit.problem(problem))?;
    let member = own.standing.place == Place::Member;
    let before = own.member.as_ref().map(|member| &member.details);
    let mut fields = Vec::new();
    if member {
        fields.extend(details(visit, "", before, refusals));
        fields.push(accepts(visit, members.charter(), refusals));
    }
    let only_charter = match own.standing.due.as_slice() {
        [Due::Charter(version)] => Some(*version),
        _ => None,
    };
    let page = Page {
        ways: if belongs(caller) { community::ways(visit, "") } else { Vec::new() },
        token: forms::token(visit),
        errors: errors(visit, refusals),
        otherwise: match own.standing.place {
            Place::Member => None,
            Place::House => Some(words.t("join-of-the-house")),
            Place::Nowhere => Some(words.t("membership-none")),
        },
        lines: if member { lines(visit, &own) } else { Vec::new() },
        due: own.standing.due.iter().map(|due| owed(visit, due)).collect(),
        charter: only_charter,
        fields,
        open: !refusals.is_empty() || (!own.standing.due.is_empty() && only_charter.is_none()),
        shell: shell(visit, caller, words.t("page-membership")),
    };
    Ok(Answer::page(visit, status, &page))
}

fn lines(visit: &Visit, own: &Own) -> Vec<(String, String)> {
    let words = &visit.words;
    let Some(member) = own.member.as_ref().filter(|member| member.ended.is_none()) else { return Vec::new() };
    let facts = &member.details;
    let mut lines = vec![
        (words.t("member-name"), member.name.clone()),
        (words.t("member-handle"), format!("@{}", member.handle)),
        (words.t("member-facility"), format!("{} ({})", member.facility_name, facts.facility.grouped())),
        (words.t("member-duty"), duty_words(visit, facts.duty, &facts.duty_words)),
        (words.t("member-since"), day(visit, member.since)),
        (words.t("member-until"), day(visit, confirmed_until(member.confirmed_at))),
    ];
    if let Some((version, at)) = own.charters.first() {
        let accepted = words.t2("charter-accepted", "version", version, "when", day(visit, *at));
        lines.push((words.t("page-charter"), accepted));
    }
    lines
}

fn owed(visit: &Visit, due: &Due) -> (&'static str, String) {
    let words = &visit.words;
    match due {
        Due::Charter(version) => ("warn", words.t1("membership-due-charter", "version", version)),
        Due::Details => ("warn", words.t("membership-due-details")),
        Due::Confirmation { late: true, .. } => ("bad", words.t("membership-due-late")),
        Due::Confirmation { until, .. } => {
            ("warn", words.t1("membership-due-soon", "until", day(visit, *until)))
        }
    }
}

/// Everything that one does there, each a form of its own.
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = asker(visit).await?;
    let members = &visit.site.services.members;
    let done: Result<&str, Problem> = match act.as_str() {
        "charte" => {
            members.accept_charter(&caller, form.value("member-charter")).await.map(|()| "membership")
        }
        "confirmer" => members.confirm(&caller, &typed(&form)).await.map(|()| "membership"),
        "depart" => members.leave(&caller).await.map(|()| "join"),
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(name) => Ok(Answer::redirect(&visit.href(name))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &refusals, status).await
        }
    }
}
