//! Attaching incidents: those chosen in the queue, to one of the events; those that an event proposes, to it.

use access::Caller;
use askama::Template;
use axum::extract::Path;
use events::{Proposal, Why};
use vocabulary::{Id, Refused};

use super::{Head, Row, Wrong, chosen, handler, head, row, wrong};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "events/join.html")]
struct JoinPage<'a> {
    shell: Shell<'a>,
    token: String,
    rows: Vec<Row>,
    events: Vec<(Head, bool)>,
    wrong: Wrong,
}

#[derive(Template)]
#[template(path = "events/proposals.html")]
struct ProposalsPage<'a> {
    shell: Shell<'a>,
    token: String,
    head: Head,
    /// Each with why, and whether it is ticked already.
    rows: Vec<(Row, Vec<String>, bool)>,
    /// Ways to tick many at once: words, address, whether it is how they stand.
    ticks: Vec<(String, String, bool)>,
}

/// To which event are those attached that were chosen in the queue?
pub(crate) async fn choose(form: &Form, caller: &Caller) -> Result<Answer, Answer> {
    let ids = chosen(form, "choix")?;
    ask(&form.visit, caller, &ids, "", Wrong::default()).await
}

async fn ask(
    visit: &Visit,
    caller: &Caller,
    ids: &[Id],
    event: &str,
    wrong: Wrong,
) -> Result<Answer, Answer> {
    let fail = |problem| visit.problem(problem);
    let rows = super::duplicates::rows(visit, caller, ids).await?;
    let open = visit.site.services.events.open_ones(caller).await.map_err(fail)?;
    let status = wrong.status();
    let page = JoinPage {
        shell: Shell::console(visit, caller, visit.words.t("page-event-join"), "events"),
        token: forms::token(visit),
        rows,
        events: open
            .into_iter()
            .map(|one| {
                let stands = one.id.to_string() == event;
                (head(visit, one), stands)
            })
            .collect(),
        wrong,
    };
    Ok(Answer::page(visit, status, &page))
}

/// `/cellule/evenements/rattacher`
pub(crate) async fn join(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let ids = chosen(&form, "choix")?;
    let event = form.value("event");
    let services = &visit.site.services;
    let done = match Id::parse(event) {
        Ok(id) => services.events.attach(&caller, id, &ids).await.map(|_| id),
        Err(_) if event.is_empty() => {
            Err(Refused::invalid(vocabulary::Refusal::new("required").at("event")).into())
        }
        Err(_) => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(id) => Ok(Answer::redirect(&visit.href1("event", id))),
        Err(problem) => {
            let wrong = wrong(visit, problem)?;
            ask(visit, &caller, &ids, event, wrong).await
        }
    }
}

/// `/cellule/evenements/{id}/propositions`
pub(crate) async fn proposals(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = handler(&visit).await?;
    let id = visit.identity(&id)?;
    let events = &visit.site.services.events;
    let fail = |problem| visit.problem(problem);
    let proposals = events.proposals(&caller, id).await.map_err(fail)?;
    let view = events.open(&caller, id).await.map_err(fail)?;
    let words = &visit.words;
    let why = |why: &Why| match why {
        Why::Provider => words.t("event-why-provider"),
        Why::Indicators(count) => words.t1("event-why-indicators", "count", count),
        Why::Kind => words.t("event-why-kind"),
    };
    let ticked = visit.parameter("cocher");
    let same = |proposal: &Proposal| proposal.why.contains(&Why::Provider);
    let ticks = [
        ("prestataire", "event-tick-provider", proposals.iter().filter(|proposal| same(proposal)).count()),
        ("tout", "event-tick-all", proposals.len()),
        ("", "event-tick-none", 0),
    ];
    let page = ProposalsPage {
        shell: Shell::console(&visit, &caller, words.t("page-event-proposals"), "events"),
        token: forms::token(&visit),
        head: head(&visit, view.event),
        rows: proposals
            .iter()
            .map(|proposal| {
                let stands = ticked == "tout" || (ticked == "prestataire" && same(proposal));
                (row(&visit, &proposal.incident), proposal.why.iter().map(why).collect(), stands)
            })
            .collect(),
        ticks: ticks
            .into_iter()
            .filter(|(name, _, count)| name.is_empty() || *count > 1)
            .map(|(name, key, count)| {
                let href = format!("{}?cocher={name}", visit.href1("event-proposals", id));
                (words.t1(key, "count", count), href, ticked == name)
            })
            .collect(),
    };
    Ok(Answer::ok(&visit, &page))
}
