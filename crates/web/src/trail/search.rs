//! `/administration/trace`: the trail, searched by the auditor.

use access::{Caller, permit};
use askama::Template;
use audit::{Found, State, rules::Query};
use axum::http::StatusCode;
use vocabulary::{Problem, Refusal, Refused};

use super::words::{self, Row, ZONE};
use crate::{
    answer::{Answer, Shell, refusal_text},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "trail/search.html")]
struct SearchPage<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    /// What is wrong with the chain, and what is right with it.
    wrong: Vec<String>,
    right: Vec<String>,
    fields: Vec<Field>,
    actions: Vec<(&'static str, String, bool)>,
    filtered: bool,
    rows: Vec<Row>,
    next: Option<String>,
    csv: String,
    ndjson: String,
}

/// A field of the filter.
struct Field {
    name: &'static str,
    label: String,
    value: String,
    error: Option<String>,
}

/// Fields in the address, and what the rules call them.
const FIELDS: [(&str, &str); 5] =
    [("qui", "who"), ("objet", "object"), ("du", "from"), ("au", "until"), ("session", "session")];

/// What the address asks for.
pub(super) fn query(visit: &Visit) -> Query {
    Query {
        who: visit.parameter("qui"),
        object: visit.parameter("objet"),
        action: visit.parameter("action"),
        session: visit.parameter("session"),
        from: visit.parameter("du"),
        until: visit.parameter("au"),
    }
}

/// The auditor, or the answer that others get.
pub(super) async fn auditor(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::TrailRead>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

/// `/administration/trace`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = auditor(&visit).await?;
    let audit = &visit.site.services.audit;
    let state = audit.state(&caller).await.map_err(|p| visit.problem(p))?;
    match audit.search(&caller, &query(&visit), &visit.parameter("after")).await {
        Ok(found) => Ok(page(&visit, &caller, &state, found, &[], StatusCode::OK)),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let nothing = Found { lines: Vec::new(), next: None };
            Ok(page(&visit, &caller, &state, nothing, &refusals, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

fn page(
    visit: &Visit,
    caller: &Caller,
    state: &State,
    found: Found,
    refusals: &[Refusal],
    status: StatusCode,
) -> Answer {
    let words = &visit.words;
    let kept = kept(visit);
    let shell = Shell::console(visit, caller, words.t("page-trail"), "trail");
    let at = |refusal: &Refusal| {
        let field = FIELDS.iter().find(|(_, name)| refusal.field.as_deref() == Some(*name));
        field.map_or("", |(field, _)| field)
    };
    let (wrong, right) = said(visit, state);
    let chosen = visit.parameter("action");
    let page = SearchPage {
        token: forms::token(visit),
        errors: refusals.iter().map(|r| (at(r).to_owned(), refusal_text(words, r))).collect(),
        wrong,
        right,
        fields: FIELDS
            .into_iter()
            .map(|(name, _)| Field {
                name,
                label: words.t(&format!("trail-field-{name}")),
                value: visit.parameter(name),
                error: refusals.iter().find(|r| at(r) == name).map(|r| refusal_text(words, r)),
            })
            .collect(),
        actions: words::ACTIONS
            .iter()
            .map(|code| (*code, words::action(words, code), *code == chosen))
            .collect(),
        filtered: !kept.is_empty(),
        rows: found.lines.into_iter().map(|line| words::row(visit, line)).collect(),
        next: found.next.map(|next| format!("{}?{kept}after={next}", visit.href("trail"))),
        csv: format!("{}?{}", visit.href("trail-csv"), kept.trim_end_matches('&')),
        ndjson: format!("{}?{}", visit.href("trail-ndjson"), kept.trim_end_matches('&')),
        shell,
    };
    Answer::page(visit, status, &page)
}

/// The filter of the address, as other addresses carry it on; ends with `&` when there is one.
fn kept(visit: &Visit) -> String {
    let pairs = forms::pairs(&visit.query);
    let kept = pairs.iter().filter(|(name, value)| name != "after" && !value.is_empty());
    kept.fold(String::new(), |query, (name, value)| {
        query + &forms::encode(name) + "=" + &forms::encode(value) + "&"
    })
}

/// The state of the chain: what is wrong with it, and what is right.
fn said(visit: &Visit, state: &State) -> (Vec<String>, Vec<String>) {
    let words = &visit.words;
    let head = state.standing.head.0;
    let mut right = vec![words.t1("trail-entries", "count", head)];
    if let Some(last) = &state.standing.last {
        right.push(words.t2("trail-anchored", "entry", last.sequence, "when", words.moment(last.at, ZONE)));
    }
    let mut wrong: Vec<String> = state.standing.finding.iter().map(|f| words::finding(words, f)).collect();
    match &state.verified {
        None => right.push(words.t("trail-never-verified")),
        Some(verified) => {
            let by = words::who(words, &verified.by.recorded.actor, verified.by.name.clone());
            let when = words.moment(verified.at, ZONE);
            let entries = verified.entries.to_string();
            let arguments = [("when", when.as_str()), ("who", &by), ("entries", &entries)];
            if verified.findings.is_empty() {
                right.push(words.with("trail-verified", &arguments));
            } else {
                wrong.push(words.with("trail-verified-wrong", &arguments));
                wrong.extend(verified.findings.iter().map(|f| words::finding(words, f)));
            }
        }
    }
    wrong.dedup();
    (wrong, right)
}

/// The whole chain is walked; what that found stands at the top of the page.
pub(crate) async fn verify(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = auditor(visit).await?;
    visit.site.services.audit.verify(&caller).await.map_err(|p| visit.problem(p))?;
    Ok(Answer::redirect(&visit.href("trail")))
}
