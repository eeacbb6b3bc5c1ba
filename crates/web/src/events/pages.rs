//! `/cellule/evenements`: the events, one of them, and what one does there.

use access::{Caller, permit};
use askama::Template;
use axum::extract::Path;
use events::{Place, Stance};
use vocabulary::{FinessNumber, Id, Problem, Refused};

use super::{Head, Row, Wrong, ZONE, figures, handler, head, opening::Fields, row, wrong};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "events/list.html")]
struct ListPage<'a> {
    shell: Shell<'a>,
    /// Each event, and its counts.
    events: Vec<(Head, String)>,
    /// The counts of the page.
    all: String,
    next: Option<String>,
    handles: bool,
}

#[derive(Template)]
#[template(path = "events/event.html")]
struct EventPage<'a> {
    shell: Shell<'a>,
    token: String,
    head: Head,
    figures: String,
    national: Option<String>,
    closed: Option<(String, String)>,
    incidents: Vec<(Row, String)>,
    places: Vec<PlaceLine>,
    journal: Vec<(String, String, String)>,
    handles: bool,
    /// What the reader may decide: its name in forms, and its verb.
    decisions: Vec<(&'static str, String)>,
    open: bool,
    fields: Fields,
    pasting: super::pasting::Pasting,
    message: String,
    error: Option<String>,
    reason: String,
}

/// A facility in the table.
pub(super) struct PlaceLine {
    pub(super) finess: FinessNumber,
    pub(super) grouped: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) phone: String,
    pub(super) stance: &'static str,
    pub(super) said: Option<String>,
    pub(super) incidents: Vec<(String, String)>,
}

/// What was typed on the page and could not be taken.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) wrong: Wrong,
    pub(super) fields: Option<Fields>,
    pub(super) pasting: super::pasting::Pasting,
    pub(super) message: String,
    pub(super) reason: String,
}

/// `/cellule/evenements`
pub(crate) async fn list(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentRead>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let found = visit.site.services.events.list(&caller, &visit.parameter("after"), 50).await;
    let found = found.map_err(|problem| visit.problem(problem))?;
    // An exercise is listed, and in no figure.
    let real = found.events.iter().filter(|listing| !listing.event.exercise).map(|listing| listing.figures);
    let (events, facilities) =
        (real.clone().count(), real.map(|figures| figures.facilities()).sum::<usize>());
    let page = ListPage {
        shell: Shell::console(&visit, &caller, visit.words.t("page-events"), "events"),
        all: visit.words.t2("events-all", "events", events, "facilities", facilities),
        next: found.next.map(|next| format!("{}?after={next}", visit.href("events"))),
        handles: access::scope::<permit::IncidentHandle>(&caller).is_ok(),
        events: found
            .events
            .into_iter()
            .map(|listing| (head(&visit, listing.event), figures(&visit, &listing.figures)))
            .collect(),
    };
    Ok(Answer::ok(&visit, &page))
}

/// `/cellule/evenements/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentRead>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let id = visit.identity(&id)?;
    page(&visit, &caller, id, Typed::default()).await
}

pub(super) async fn page(visit: &Visit, caller: &Caller, id: Id, typed: Typed) -> Result<Answer, Answer> {
    let view = visit.site.services.events.open(caller, id).await.map_err(|p| visit.problem(p))?;
    let words = &visit.words;
    let status = typed.wrong.status();
    let event = &view.event;
    let open = event.closed.is_none();
    let decisions: &[&'static str] = match (view.decides, open, event.national.is_some()) {
        (false, ..) => &[],
        (_, false, _) => &["reopen"],
        (_, true, false) => &["decide", "close"],
        (_, true, true) => &["close"],
    };
    let fields = typed.fields.unwrap_or_else(|| Fields {
        title: event.title.clone(),
        cause: event.cause.clone(),
        provider: event.provider.clone(),
        vulnerability: event.vulnerability.clone(),
        ..Fields::new(visit, event.severity)
    });
    let when = |at, name: &str| words.t2("event-by", "when", words.moment(at, ZONE), "name", name);
    let journal = view.journal.iter().map(|line| {
        let said = words.t1(&format!("event-line-{}", line.kind), "body", &line.body);
        (words.moment(line.at, ZONE), line.author.clone(), said)
    });
    let page = EventPage {
        token: forms::token(visit),
        figures: figures(visit, &view.figures),
        national: event.national.as_ref().map(|(at, name)| when(*at, name)),
        closed: event.closed.as_ref().map(|(at, name, reason)| (when(*at, name), reason.clone())),
        journal: journal.collect(),
        handles: view.handles,
        decisions: decisions.iter().map(|code| (*code, words.t(&format!("event-{code}")))).collect(),
        open,
        fields,
        pasting: typed.pasting,
        message: typed.message,
        error: (!typed.wrong.is_empty()).then(|| typed.wrong.all()),
        reason: typed.reason,
        places: places(visit, &view.places, &view.incidents),
        incidents: view.incidents.iter().map(|l| (row(visit, &l.incident), when(l.at, &l.author))).collect(),
        shell: Shell::console(visit, caller, event.title.clone(), "events"),
        head: head(visit, view.event),
    };
    Ok(Answer::page(visit, status, &page))
}

/// Facilities as lines of a table.
pub(super) fn places(visit: &Visit, places: &[Place], linked: &[events::Linked]) -> Vec<PlaceLine> {
    let words = &visit.words;
    let line = |place: &Place| {
        let facility = place.listed.as_ref().map(|listed| &listed.facility);
        let own = linked.iter().filter(|one| place.incidents.contains(&one.incident.id));
        let town = facility.map(|f| f.town.clone()).unwrap_or_default();
        let region = facility.map_or("", |f| f.region.name());
        let parts = [town.as_str(), region].into_iter().filter(|part| !part.is_empty());
        PlaceLine {
            finess: place.finess,
            grouped: place.finess.grouped(),
            name: facility.map(|f| f.name.clone()).unwrap_or_default(),
            place: parts.collect::<Vec<_>>().join(" · "),
            phone: facility.and_then(|f| f.phone.as_deref()).map(by_twos).unwrap_or_default(),
            stance: place.stance.code(),
            said: place
                .said
                .as_ref()
                .map(|(name, at)| words.t2("event-by", "when", words.moment(*at, ZONE), "name", name)),
            incidents: own
                .map(|one| (one.incident.reference.clone(), visit.href1("incident", one.incident.id)))
                .collect(),
        }
    };
    places.iter().map(line).collect()
}

/// A telephone number as people read it.
fn by_twos(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let parts: Vec<String> = digits.chunks(2).map(|two| two.iter().collect()).collect();
    if digits.len() == 10 { parts.join("\u{a0}") } else { phone.to_owned() }
}

/// What one says of a facility, or takes off, or says of the event itself.
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let id = visit.identity(&id)?;
    let events = &visit.site.services.events;
    let absent = || Problem::from(Refused::NotFound);
    let mut typed = Typed::default();
    let done = match act.as_str() {
        "say" => match (FinessNumber::parse(form.value("facility")), Stance::from_code(form.value("stance")))
        {
            (Ok(facility), Some(stance)) => events.say(&caller, id, facility, stance).await,
            _ => Err(absent()),
        },
        "detach" => match Id::parse(form.value("incident")) {
            Ok(incident) => events.detach(&caller, id, incident).await,
            Err(_) => Err(absent()),
        },
        "change" => {
            let seen = form.value("vu").parse().unwrap_or(0);
            typed.fields = Some(Fields::typed(&form));
            match Fields::told(&form) {
                Ok(told) => events.change(&caller, (id, seen), told).await,
                Err(problem) => Err(problem),
            }
        }
        _ => Err(absent()),
    };
    answer(visit, &caller, id, done, typed).await
}

/// The lead decides: national, closed, open again.
pub(crate) async fn decide(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<permit::EventDecide>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let id = visit.identity(&id)?;
    let (events, reason) = (&visit.site.services.events, form.value("reason"));
    let done = match form.value("decision") {
        "decide" => events.decide(&caller, id, reason).await,
        "close" => events.close(&caller, id, reason).await,
        "reopen" => events.reopen(&caller, id, reason).await,
        _ => Err(Refused::NotFound.into()),
    };
    let typed = Typed { reason: reason.to_owned(), ..Typed::default() };
    answer(visit, &caller, id, done, typed).await
}

/// Back to the event; with what was typed, when it could not be done.
pub(super) async fn answer(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    done: Result<(), Problem>,
    mut typed: Typed,
) -> Result<Answer, Answer> {
    match done {
        Ok(()) => Ok(Answer::redirect(&visit.href1("event", id))),
        Err(problem) => {
            typed.wrong = wrong(visit, problem)?;
            if let Some(fields) = &mut typed.fields {
                fields.wrong = Wrong { said: typed.wrong.said.clone(), conflict: false };
            }
            page(visit, caller, id, typed).await
        }
    }
}
