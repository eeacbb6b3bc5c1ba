//! `/cellule/region`: the board of a region, its map, whom to call.

use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use situation::{
    Contact, RegionView,
    rules::{Figures, KINDS, NewContact},
};
use vocabulary::{Id, Problem, Refusal, Refused, Region};

use super::{Line, figures, line, map, moment, sorts};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "situation/region.html")]
struct Board<'a> {
    shell: Shell<'a>,
    token: String,
    code: &'static str,
    name: &'static str,
    /// The regions that the reader may choose among: address, name, whether it is the one shown.
    regions: Vec<(String, &'static str, bool)>,
    figures: Vec<(String, i64)>,
    sorts: Vec<(String, i64)>,
    lines: Vec<Line>,
    map: Option<map::Map>,
    contacts: Vec<ContactLine>,
    manages: bool,
    errors: Vec<(String, String)>,
    fields: Vec<FieldView>,
}

struct ContactLine {
    id: Id,
    kind: String,
    name: String,
    phone: String,
    dial: String,
    email: String,
    /// When they answer; empty when always.
    period: String,
    /// Whether they answer now.
    now: bool,
    written: String,
}

/// `/cellule/region`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let asked = visit.parameter("region");
    let regions = visit.site.services.situations.regions(&caller).map_err(|p| visit.problem(p))?;
    let region = if asked.is_empty() { regions.first().copied() } else { Region::from_code(&asked) };
    let region = region.ok_or_else(|| visit.problem(Refused::NotFound.into()))?;
    page(&visit, &caller, region, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    region: Region,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let services = &visit.site.services;
    let view = services.situations.region(caller, region).await.map_err(|p| visit.problem(p))?;
    let regions = services.situations.regions(caller).map_err(|p| visit.problem(p))?;
    let counted = Figures::of(&view.situation.open);
    let home = visit.href("region");
    let named =
        |one: &Region| (format!("{home}?region={}", one.code()), one.name(), one.code() == region.code());
    let map = map::draw(&view);
    let RegionView { situation, contacts, manages, .. } = view;
    let board = Board {
        token: forms::token(visit),
        code: region.code(),
        name: region.name(),
        regions: regions.iter().map(named).collect(),
        figures: figures(visit, &counted, situation.declared),
        sorts: sorts(visit, &counted),
        // All of it is of this region: only a board of several says which.
        lines: situation.open.into_iter().map(|past| Line { region: "", ..line(visit, past) }).collect(),
        map,
        contacts: contacts.into_iter().map(|one| contact_line(visit, region, one)).collect(),
        manages,
        errors: errors(visit, refusals),
        fields: if manages { fields(visit, refusals) } else { Vec::new() },
        shell: Shell::console(visit, caller, visit.words.t("page-region"), "region"),
    };
    Ok(Answer::page(visit, status, &board))
}

fn fields(visit: &Visit, refusals: &[Refusal]) -> Vec<FieldView> {
    let chosen =
        visit.sent.get("contact-kind").and_then(|sent| sent.first()).map_or(KINDS[0], String::as_str);
    let kinds = KINDS.map(|kind| (kind.to_owned(), visit.words.k("contact-kind-", kind, ""), kind == chosen));
    let optional = |name| FieldView { optional: true, ..asked(visit, name, Shape::Line, refusals) };
    let tel = |field| FieldView { inputmode: "tel", ..field };
    let mail = |field| FieldView { inputmode: "email", ..field };
    vec![
        asked(visit, "contact-kind", Shape::Radios, refusals).choosing(kinds),
        asked(visit, "contact-name", Shape::Line, refusals),
        tel(optional("contact-phone")),
        mail(optional("contact-email")),
        optional("contact-since"),
        optional("contact-until"),
    ]
}

fn contact_line(visit: &Visit, region: Region, one: Contact) -> ContactLine {
    let (words, now, zone) = (&visit.words, visit.now(), region.zone());
    let Contact { id, contact, written } = one;
    let said = |at: Option<vocabulary::Instant>| at.map(|at| words.moment(at, zone));
    let period = match (said(contact.since), said(contact.until)) {
        (None, None) => String::new(),
        (Some(since), None) => words.t1("contact-since", "since", since),
        (None, Some(until)) => words.t1("contact-until", "until", until),
        (Some(since), Some(until)) => words.t2("contact-between", "since", since, "until", until),
    };
    let begun = contact.since.is_none_or(|since| since <= now);
    ContactLine {
        id,
        kind: words.k("contact-kind-", &contact.kind, ""),
        dial: contact.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
        now: contact.kind == KINDS[0] && begun && contact.until.is_none_or(|until| now < until),
        name: contact.name,
        phone: contact.phone,
        email: contact.email,
        period,
        written: words.t2("contact-written", "when", words.moment(written.0, zone), "name", written.1),
    }
}

fn region(visit: &Visit, code: &str) -> Result<Region, Answer> {
    Region::from_code(code).ok_or_else(|| visit.problem(Refused::NotFound.into()))
}

/// `/cellule/region/{code}/contacts`
pub(crate) async fn add(Path(code): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::RegionManage>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let region = region(visit, &code)?;
    // Before anything is said of what was typed: of another region nothing is.
    let place = access::Resource { region: Some(region), ..access::Resource::default() };
    access::decide::<access::permit::RegionManage>(&caller, &place)
        .map_err(|refused| visit.problem(refused.into()))?;
    let text = |name: &str| form.value(name).to_owned();
    let dates = (
        moment(visit, "contact-since", form.value("contact-since")),
        moment(visit, "contact-until", form.value("contact-until")),
    );
    let done = match dates {
        (Ok(since), Ok(until)) => {
            let typed = NewContact {
                kind: text("contact-kind"),
                name: text("contact-name"),
                phone: text("contact-phone"),
                email: text("contact-email"),
                since,
                until,
            };
            visit.site.services.situations.add_contact(&caller, region, &typed).await
        }
        (since, until) => {
            Err(Problem::from(Refused::Invalid([since.err(), until.err()].into_iter().flatten().collect())))
        }
    };
    match done {
        Ok(()) => Ok(back(visit, region)),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, region, &refusals, status).await
        }
    }
}

/// `/cellule/region/{code}/contacts/{id}/retrait`
pub(crate) async fn remove(Path((code, id)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    access::scope::<access::permit::RegionManage>(&caller)
        .map_err(|refused| visit.problem(refused.into()))?;
    let region = region(visit, &code)?;
    let id = visit.identity(&id)?;
    let removed = visit.site.services.situations.remove_contact(&caller, region, id).await;
    removed.map_err(|problem| visit.problem(problem))?;
    Ok(back(visit, region))
}

fn back(visit: &Visit, region: Region) -> Answer {
    Answer::redirect(&format!("{}?region={}#contacts", visit.href("region"), region.code()))
}
