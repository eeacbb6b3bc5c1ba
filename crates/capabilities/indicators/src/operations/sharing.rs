//! Sharing traces of an incident in the private space: asked of the structure, on its recorded word, and without its name.

use std::collections::BTreeSet;

use access::{Caller, Resource, permit};
use community::{Community, NewPost, NewThread};
use declarations::Declarations;
use incidents::{Incident, Incidents};
use observables::{Kind, Observable, defang};
use serde_json::json;
use storage::{Desk, Unit, words::fold};
use trail::Entry;
use vocabulary::{Id, Language, Problem, Refusal, Refused, Tlp};

use crate::{
    operations::Sifter,
    rules::{
        addresses,
        sharing::{self, MOST, Names, Said, TEXT},
    },
    store::{
        self, Sighting,
        sharing::{Share, Word},
    },
};

/// Traces of an incident that are looked at.
const ALL: i64 = 5000;

/// Sharing in the private space, and what can be asked of it. Cheap to clone.
#[derive(Clone)]
pub struct Sharing {
    desk: Desk,
    declarations: Declarations,
    incidents: Incidents,
    community: Community,
    sifter: Sifter,
}

/// How sharing stands for an incident.
#[derive(Clone, Debug, Default)]
pub struct SharingView {
    /// All that was said of it, the first first.
    pub words: Vec<Word>,
    /// What was shared, the first first.
    pub shares: Vec<Share>,
    /// Addresses that the cell knows to be the structure's own; for those who handle the incident.
    pub own: Vec<String>,
}

impl SharingView {
    /// The last word, which holds.
    pub fn last(&self) -> Option<Said> {
        self.words.last().map(|word| word.what)
    }
}

/// A trace, and what stands in the way of sharing it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The trace.
    pub sighting: Sighting,
    /// Its value, made harmless.
    pub defanged: String,
    /// Whether it was shared before.
    pub shared: bool,
    /// Whether it names the structure: it is never shared.
    pub names: bool,
}

/// What somebody shares.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// Which sightings.
    pub chosen: BTreeSet<Id>,
    /// How far they may go.
    pub tlp: Tlp,
    /// The group, by the end of its address.
    pub group: String,
    /// What the thread is called.
    pub title: String,
    /// What is said of them.
    pub words: String,
    /// Addresses that are the structure's own, as they were typed: nothing that holds one is shared.
    pub own: String,
    /// The language in which it is said.
    pub language: Language,
}

impl Sharing {
    /// Made from what it stands on.
    pub fn new(
        desk: Desk,
        declarations: Declarations,
        incidents: Incidents,
        community: Community,
        sifter: Sifter,
    ) -> Self {
        Self { desk, declarations, incidents, community, sifter }
    }

    /// How sharing stands, for those who handle the incident, with what may be shared.
    pub async fn of(&self, caller: &Caller, incident: Id) -> Result<(SharingView, Vec<Candidate>), Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident =
            self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        let own = store::sharing::own(&mut unit, incident.id).await?;
        let view = SharingView { own, ..view(&mut unit, incident.id).await? };
        let names = self.names(&mut unit, &incident, &view.own).await?;
        let before: BTreeSet<Id> = view.shares.iter().map(|share| share.indicator).collect();
        let mut sightings = store::of(&mut unit, incident.id, ALL).await?;
        sightings.retain(|sighting| {
            let floor = floor(sighting);
            sharing::shareable(sighting.state, floor, floor).is_ok()
        });
        let candidates = sightings.into_iter().map(|sighting| Candidate {
            defanged: defang(sighting.kind, &sighting.value),
            shared: before.contains(&sighting.indicator),
            names: names.in_value(&fold(&sighting.value)),
            sighting,
        });
        Ok((view, candidates.collect()))
    }

    /// How it stands, for the structure itself; `None` while the cell has asked nothing.
    pub async fn of_structure(&self, caller: &Caller) -> Result<Option<SharingView>, Problem> {
        let Caller::Declarant(declarant) = caller else { return Ok(None) };
        let mut unit = self.desk.store.read().await?;
        let Some(incident) = Incidents::declared_in(&mut unit, declarant.declaration).await? else {
            return Ok(None);
        };
        let view = view(&mut unit, incident.id).await?;
        Ok(Some(view).filter(|view| !view.words.is_empty()))
    }

    /// Asks the structure, once; `message` is what it reads among its messages.
    pub async fn ask(&self, caller: &Caller, incident: Id, message: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident =
            self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        if incident.exercise {
            return Err(Refused::Conflict(Refusal::new("sharing-exercise")).into());
        }
        self.said(&mut unit, &incident, (Said::Asked, caller.author())).await?;
        self.incidents.line_in(&mut unit, caller, incident.id, ("sharing-asked", String::new()));
        let ids = [incident.id];
        self.incidents.answer_in(&mut unit, caller, &self.declarations, &ids, message).await?;
        let entry = Entry::new("sharing.asked", "incident", incident.id).with(json!({ "text": TEXT }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// The structure agrees, does not, or does no more. `version` is that of the text that it read.
    pub async fn answer(&self, caller: &Caller, said: Said, version: i64) -> Result<(), Problem> {
        let Caller::Declarant(declarant) = caller else { return Err(Refused::NotFound.into()) };
        let resource = Resource { declaration: Some(declarant.declaration), ..Resource::default() };
        access::decide::<permit::DeclarationComplete>(caller, &resource)?;
        if said == Said::Asked {
            return Err(Refused::NotFound.into());
        }
        if version != TEXT {
            return Err(Refused::Conflict(Refusal::new("sharing-text")).into());
        }
        let mut unit = self.desk.store.write().await?;
        let incident = self.incidents.of_declaration_in(&mut unit, declarant.declaration).await?;
        let incident = incident.ok_or(Refused::NotFound)?;
        if store::sharing::words(&mut unit, incident.id).await?.is_empty() {
            return Err(Refused::NotFound.into());
        }
        let who = self.declarations.holder_in(&mut unit, declarant).await?;
        let who = if who.is_empty() { incident.facility_name.clone() } else { who };
        self.said(&mut unit, &incident, (said, who)).await?;
        let (line, action) = match said {
            Said::Asked | Said::Yes => ("sharing-yes", "sharing.agreed"),
            Said::No => ("sharing-no", "sharing.declined"),
            Said::Withdrawn => ("sharing-withdrawn", "sharing.withdrawn"),
        };
        self.incidents.news_in(&mut unit, declarant.declaration, line).await?;
        let entry = Entry::new(action, "incident", incident.id).with(json!({ "text": version }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    async fn said(
        &self,
        unit: &mut Unit,
        incident: &Incident,
        (what, who): (Said, String),
    ) -> Result<(), Problem> {
        let before = store::sharing::words(unit, incident.id).await?;
        let last = before.last();
        sharing::may_say(last.map(|word| word.what), what).map_err(Refused::Conflict)?;
        let number = last.map_or(1, |word| word.number + 1);
        let word = Word { number, what, at: self.desk.now(), who, version: TEXT };
        Ok(store::sharing::say(unit, incident.id, &word).await?)
    }

    /// Shares chosen traces in a group of the private space, on the word of the structure and without its name; answers with the
    /// thread. Consent is read again here, while whoever takes it back waits.
    pub async fn share(&self, caller: &Caller, incident: Id, shared: Shared) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let incident =
            self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        if incident.exercise {
            return Err(Refused::Conflict(Refusal::new("sharing-exercise")).into());
        }
        let words = store::sharing::words(&mut unit, incident.id).await?;
        sharing::given(words.last().map(|word| word.what)).map_err(Refused::Conflict)?;
        let consent = words.last().map(|word| word.number).unwrap_or_default();
        let own = addresses::list(&shared.own).map_err(Refused::invalid)?;
        let traces = self.chosen(&mut unit, &incident, (&shared, own.as_slice())).await?;
        store::sharing::keep_own(&mut unit, (incident.id, self.desk.now()), &own).await?;
        self.incidents.line_in(&mut unit, caller, incident.id, ("sharing-shared", traces.len().to_string()));
        let post = NewPost { body: body(&shared.words, &traces), tlp: shared.tlp, ..NewPost::default() };
        let (title, language) = (shared.title.trim().to_owned(), shared.language);
        let new = NewThread { title, post, language, ..NewThread::default() };
        let opened = self.community.open_thread_in(&mut unit, caller, &shared.group, new).await;
        let opened = opened.map_err(said_here)?;
        for trace in &traces {
            let share = Share { indicator: trace.indicator, thread: opened.thread, at: self.desk.now() };
            store::sharing::share(&mut unit, incident.id, &share, (opened.post, consent)).await?;
        }
        let entry = Entry::new("sharing.shared", "incident", incident.id)
            .with(json!({ "shared": traces.len(), "tlp": shared.tlp.label(), "consent": consent, "own": own.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(opened.thread)
    }

    /// The traces that were chosen, when each may be shared under that mark, and nothing names the structure.
    async fn chosen(
        &self,
        unit: &mut Unit,
        incident: &Incident,
        (shared, own): (&Shared, &[String]),
    ) -> Result<Vec<Sighting>, Problem> {
        let names = self.names(unit, incident, own).await?;
        let mut wrong = Vec::new();
        for (field, text) in [("title", &shared.title), ("words", &shared.words)] {
            if let Some(machine) = names.machine_in(&fold(text)) {
                wrong.push(Refusal::new("sharing-own").at(field).with("value", machine));
            } else if names.in_words(&fold(text)) {
                wrong.push(Refusal::new("sharing-names").at(field));
            }
        }
        let mut traces = store::of(unit, incident.id, ALL).await?;
        traces.retain(|trace| shared.chosen.contains(&trace.id));
        if traces.len() != shared.chosen.len() {
            return Err(Refused::NotFound.into());
        }
        if traces.is_empty() || traces.len() > MOST {
            wrong.push(Refusal::new("sharing-chosen").at("chosen").with("most", MOST.to_string()));
        }
        for trace in &traces {
            if let Err(refusal) = sharing::shareable(trace.state, floor(trace), shared.tlp)
                && !wrong.contains(&refusal)
            {
                wrong.push(refusal);
            }
        }
        if let Some(trace) = traces.iter().find(|trace| names.in_value(&fold(&trace.value))) {
            let value = defang(trace.kind, &trace.value);
            wrong.push(Refusal::new("sharing-own").at("chosen").with("value", value));
        }
        // A list that was brought in since keeps a value out as well.
        let observables: Vec<Observable> =
            traces.iter().filter_map(|trace| Observable::parse(trace.kind, &trace.value)).collect();
        let listed = self.sifter.listed(unit, &observables).await?;
        let kept =
            |trace: &&Sighting| trace.judged_by.is_none() && listed.keys().any(|o| o.value() == trace.value);
        if let Some(trace) = traces.iter().find(kept) {
            let value = defang(trace.kind, &trace.value);
            wrong.push(Refusal::new("sharing-listed").at("chosen").with("value", value));
        }
        if wrong.is_empty() { Ok(traces) } else { Err(Refused::Invalid(wrong).into()) }
    }

    /// What names the structure of an incident: what it declared, and what the cell knows to be its own.
    async fn names(&self, unit: &mut Unit, incident: &Incident, own: &[String]) -> Result<Names, Problem> {
        let told = self.declarations.contacts_in(unit, incident.declaration).await?;
        let mut phrases: Vec<String> = told.names.iter().map(|name| fold(name)).collect();
        phrases.extend([&incident.facility_name, &incident.town, &incident.reference].map(|text| fold(text)));
        phrases
            .extend([incident.facility, incident.legal_entity].into_iter().flatten().map(|n| n.to_string()));
        let mut addresses = Vec::new();
        for found in told.texts.iter().flat_map(|text| observables::find(text)) {
            match found.observable.kind() {
                Kind::Email | Kind::Domain => addresses.push(fold(found.observable.value())),
                Kind::Url => {
                    let host = found.observable.value().split("://").nth(1).unwrap_or_default();
                    addresses.push(fold(host.split(['/', '?', '#', ':']).next().unwrap_or_default()));
                }
                _ => {}
            }
        }
        let names = Names::new(phrases.iter().map(String::as_str), addresses.iter().map(String::as_str));
        Ok(names.owning(own.iter().map(String::as_str)))
    }
}

async fn view(unit: &mut Unit, incident: Id) -> Result<SharingView, vocabulary::Failure> {
    let words = store::sharing::words(unit, incident).await?;
    Ok(SharingView { words, shares: store::sharing::shares(unit, incident).await?, own: Vec::new() })
}

fn floor(sighting: &Sighting) -> Tlp {
    sharing::floor(sighting.tlp, sighting.least)
}

/// What members read: what is said of the traces, and each of them made harmless on a line of its own.
fn body(words: &str, traces: &[Sighting]) -> String {
    let lines: Vec<String> =
        traces.iter().map(|trace| format!("- `{}`", defang(trace.kind, &trace.value))).collect();
    let words = words.trim();
    if words.is_empty() { lines.join("\n") } else { format!("{words}\n\n{}", lines.join("\n")) }
}

/// What the private space refuses, beside the field of the form in which it was typed here.
fn said_here(problem: Problem) -> Problem {
    let Problem::Refused(Refused::Invalid(refusals)) = problem else { return problem };
    let here = refusals.into_iter().map(|refusal| match (refusal.code, refusal.field.as_deref()) {
        (_, Some("body")) => refusal.at("words"),
        (_, Some("title" | "tlp")) => refusal,
        _ => refusal.at("group"),
    });
    Refused::Invalid(here.collect()).into()
}
