//! `/cellule/incidents/{id}/indicateurs/partage`: what of an incident goes to the private space, on the word of the structure.

use std::collections::BTreeSet;

use ::indicators::{
    Candidate, Shared, SharingView,
    rules::sharing::{MOST, Said},
};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Refusal, Refused, Tlp};

use super::pages::handler;
use crate::{
    answer::{Answer, Shell, refusal_text},
    declarations::follow,
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "indicators/share.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    id: Id,
    reference: String,
    facility: String,
    exercise: bool,
    done: Option<String>,
    errors: Vec<(String, String)>,
    /// Where it stands, in a sentence.
    state: String,
    /// All that was said: what, by whom, when.
    said: Vec<(String, String, String)>,
    /// What the structure would read, when it can be asked.
    ask: Option<String>,
    /// The form, when the structure agreed.
    fields: Vec<FieldView>,
    /// Whether there is a group in which one writes, and a trace.
    lacks: Option<String>,
    /// What names the structure: never shared.
    kept: Vec<String>,
    /// Threads in which something was shared: when, how many.
    shared: Vec<(String, String)>,
}

/// The page.
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let (caller, id) = handler(&visit, &id).await?;
    page(&visit, &caller, id, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let (services, words) = (&visit.site.services, &visit.words);
    let fail = |problem| visit.problem(problem);
    let incident = services.incidents.open(caller, id).await.map_err(fail)?.incident;
    let declaration = services.declarations.view(caller, incident.declaration).await.map_err(fail)?;
    let zone = follow::CELL;
    let (view, candidates) = services.sharing.of(caller, id).await.map_err(fail)?;
    let (kept, offered): (Vec<_>, Vec<_>) = candidates.into_iter().partition(|one| one.names);
    let agreed = view.last() == Some(Said::Yes) && !incident.exercise;
    let (mut fields, mut lacks) = (Vec::new(), None);
    if agreed {
        let groups = groups(visit, caller).await?;
        if groups.is_empty() {
            lacks = Some(words.t("sharing-no-group"));
        } else if offered.is_empty() {
            lacks = Some(words.t("sharing-no-trace"));
        } else {
            fields = asked(visit, (offered.as_slice(), view.own.as_slice()), groups, refusals);
        }
    }
    let message = words.to(declaration.language).t("sharing-ask-message");
    let target = |(name, text): (String, String)| {
        let field = fields.iter().find(|field| field.name == name);
        (field.map_or(name, |field| field.target().to_owned()), text)
    };
    let errors = crate::refusals::errors(visit, refusals).into_iter().map(target).collect();
    let page = Page {
        shell: Shell::console(visit, caller, words.t("page-indicators-share"), "unit"),
        token: forms::token(visit),
        id,
        reference: incident.reference,
        facility: incident.facility_name,
        exercise: incident.exercise,
        done: (visit.parameter("fait") == "demande" && !visit.sends).then(|| words.t("sharing-done-asked")),
        errors,
        state: words.k("sharing-state-", view.last().map_or("none", Said::code), ""),
        ask: (view.last().is_none() && !incident.exercise).then_some(message),
        shared: threads(visit, &view, zone),
        said: said(visit, &view, zone),
        fields,
        lacks,
        kept: kept.into_iter().map(|one| one.defanged).collect(),
    };
    Ok(Answer::page(visit, status, &page))
}

/// All that was said: what, by whom, when.
pub(crate) fn said(visit: &Visit, view: &SharingView, zone: &str) -> Vec<(String, String, String)> {
    let words = &visit.words;
    let line = |word: &::indicators::Word| {
        let what = words.k("sharing-said-", word.what.code(), "");
        (what, word.who.clone(), words.moment(word.at, zone))
    };
    view.words.iter().map(line).collect()
}

/// The threads in which something was shared, with what is said of each.
fn threads(visit: &Visit, view: &SharingView, zone: &str) -> Vec<(String, String)> {
    let mut threads: Vec<(Id, vocabulary::Instant, usize)> = Vec::new();
    for share in &view.shares {
        match threads.iter_mut().find(|(thread, ..)| *thread == share.thread) {
            Some((.., count)) => *count += 1,
            None => threads.push((share.thread, share.at, 1)),
        }
    }
    let line = |(thread, at, count): (Id, _, usize)| {
        let when = visit.words.moment(at, zone);
        let said = visit.words.t2("sharing-thread", "count", count, "when", when);
        (visit.href1("community-thread", thread), said)
    };
    threads.into_iter().map(line).collect()
}

/// The groups in which the caller writes: the end of their address, and their name.
async fn groups(visit: &Visit, caller: &Caller) -> Result<Vec<(String, String)>, Answer> {
    let groups = visit.site.services.community.groups(caller).await.map_err(|p| visit.problem(p))?;
    let written = groups.into_iter().filter(|line| {
        line.group.archived_at.is_none() && line.seat.as_ref().is_some_and(|seat| seat.joined)
    });
    Ok(written.map(|line| (line.group.slug, line.group.name)).collect())
}

/// The fields of the form, with what was typed and what is wrong with it.
fn asked(
    visit: &Visit,
    (offered, own): (&[Candidate], &[String]),
    groups: Vec<(String, String)>,
    refusals: &[Refusal],
) -> Vec<FieldView> {
    let words = &visit.words;
    let field = |name: &str, shape: Shape| {
        let wrong = refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
        let error = wrong.map(|refusal| refusal_text(words, refusal));
        let value = visit.sent.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
        let line = FieldView::line(name, words.k("sharing-field-", name, ""), &value, error);
        let rows = if shape == Shape::Lines { 4 } else { 1 };
        FieldView { hint: words.maybe(&format!("sharing-field-{name}-hint")), shape, rows, ..line }
    };
    let chosen = visit.sent.get("chosen").cloned().unwrap_or_default();
    let traces = offered.iter().take(MOST).map(|one| {
        let id = one.sighting.id.to_string();
        let before = if one.shared { format!(" · {}", words.t("sharing-before")) } else { String::new() };
        let label = format!("{} · TLP:{}{before}", one.defanged, one.sighting.tlp.label());
        let checked = chosen.contains(&id);
        (id, label, checked)
    });
    let (tlp, group) = (field("tlp", Shape::Radios), field("group", Shape::Radios));
    let mark = Tlp::parse(&tlp.value).unwrap_or(Tlp::AmberStrict);
    let marks = Tlp::ALL.into_iter().rev().filter(|tlp| *tlp != Tlp::Red).map(|tlp| {
        let class = tlp.label().to_ascii_lowercase().replace('+', "-");
        let label = format!("TLP:{} : {}", tlp.label(), words.k("community-tlp-", class, ""));
        (tlp.label().to_owned(), label, tlp == mark)
    });
    let into = group.value.clone();
    let groups = groups.into_iter().map(|(slug, name)| {
        let checked = slug == into;
        (slug, name, checked)
    });
    let mut title = field("title", Shape::Line);
    if !visit.sends {
        title.value = words.t("sharing-title");
    }
    let mut silent = field("own", Shape::Lines);
    if !visit.sends {
        silent.value = own.join("\n");
    }
    vec![
        field("chosen", Shape::Boxes).choosing(traces),
        silent,
        tlp.choosing(marks),
        group.choosing(groups),
        title,
        field("words", Shape::Lines),
    ]
}

/// `…/partage/demande`: asks the structure.
pub(crate) async fn ask(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = handler(visit, &id).await?;
    let services = &visit.site.services;
    let fail = |problem| visit.problem(problem);
    let incident = services.incidents.open(&caller, id).await.map_err(fail)?.incident;
    let declaration = services.declarations.view(&caller, incident.declaration).await.map_err(fail)?;
    let message = visit.words.to(declaration.language).t("sharing-ask-message");
    match services.sharing.ask(&caller, id, &message).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?fait=demande", visit.href1("indicators-share", id)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}

/// Shares what was ticked.
pub(crate) async fn share(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = handler(visit, &id).await?;
    let given = form.typed.get("chosen").map(Vec::as_slice).unwrap_or_default();
    let chosen: Option<BTreeSet<Id>> = given.iter().map(|id| Id::parse(id).ok()).collect();
    let tlp = Tlp::parse(form.value("tlp"));
    let (Some(chosen), Some(tlp)) = (chosen, tlp) else {
        let field = if tlp.is_none() { "tlp" } else { "chosen" };
        let refusal = Refusal::new("not-a-choice").at(field);
        return page(visit, &caller, id, &[refusal], StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    if form.value("group").is_empty() {
        let refusal = Refusal::new("required").at("group");
        return page(visit, &caller, id, &[refusal], StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let shared = Shared {
        chosen,
        tlp,
        group: form.value("group").to_owned(),
        title: form.value("title").to_owned(),
        words: form.value("words").to_owned(),
        own: form.value("own").to_owned(),
        language: visit.language(),
    };
    match visit.site.services.sharing.share(&caller, id, shared).await {
        Ok(thread) => Ok(Answer::redirect(&visit.href1("community-thread", thread))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, &refusals, status).await
        }
    }
}

/// What the structure reads of it on its own page.
pub(crate) struct OwnView {
    pub(crate) state: String,
    pub(crate) said: Vec<(String, String, String)>,
    /// What was shared, in a sentence.
    pub(crate) shared: Option<String>,
    pub(crate) version: i64,
    pub(crate) asked: bool,
    pub(crate) agreed: bool,
}

impl OwnView {
    /// `None` while the cell asked nothing.
    pub(crate) async fn of(visit: &Visit, caller: &Caller, zone: &str) -> Result<Option<Self>, Answer> {
        let found = visit.site.services.sharing.of_structure(caller).await;
        let Some(view) = found.map_err(|problem| visit.problem(problem))? else { return Ok(None) };
        let words = &visit.words;
        let last = view.last();
        let traces: BTreeSet<Id> = view.shares.iter().map(|share| share.indicator).collect();
        let shared = view.shares.last().map(|share| {
            let when = words.moment(share.at, zone);
            let key = if last == Some(Said::Yes) { "sharing-own-shared" } else { "sharing-own-stays" };
            words.t2(key, "count", traces.len(), "when", when)
        });
        Ok(Some(Self {
            state: words.k("sharing-own-", last.map_or("none", Said::code), ""),
            said: said(visit, &view, zone),
            shared,
            version: ::indicators::rules::sharing::TEXT,
            asked: last == Some(Said::Asked),
            agreed: last == Some(Said::Yes),
        }))
    }
}

/// What the structure says on its page: which word, to which version of the text.
pub(crate) async fn answered(
    visit: &Visit,
    caller: &Caller,
    said: Said,
    version: &str,
) -> Result<(), vocabulary::Problem> {
    let version = version.parse().map_err(|_| Refused::NotFound)?;
    visit.site.services.sharing.answer(caller, said, version).await
}
