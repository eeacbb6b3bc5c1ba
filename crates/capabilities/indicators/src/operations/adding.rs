//! Indicators come: found in a text by a job, or typed by somebody.

use std::collections::HashMap;

use access::{Caller, permit};
use incidents::Incident;
use observables::{LONGEST, Observable, find};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Problem, Refusal, Refused, Tlp};

use super::Indicators;
use crate::{
    jobs::Where,
    rules::{self, Origin, State},
    store::{self, Place, Sighting, Standing},
};

/// The caller of what happens by itself.
const BY_ITSELF: Caller = Caller::Program("indicators");
/// Indicators that one incident holds: what a log of a firewall would bring beyond is no help to anybody.
const MOST: i64 = 5000;

/// Who brings indicators, and under which mark.
struct Bringing<'a> {
    caller: &'a Caller,
    incident: &'a Incident,
    place: Place,
    tlp: Tlp,
    /// Whether somebody chose each of them: lists then have no say.
    chosen: bool,
}

impl Indicators {
    /// Reads a text that was written, and keeps what stands in it. Read twice, it adds nothing.
    pub(crate) async fn read(&self, place: &Where) -> Result<(), Failure> {
        // Files are read before anything is locked.
        let file = match place.origin {
            Origin::Attachment => {
                let id = Id::parse(&place.source).map_err(|error| Failure::new("read a job", error))?;
                self.declarations.plain_text_of(id, LONGEST).await?
            }
            _ => None,
        };
        let mut unit = self.desk.store.write().await?;
        let incident = if place.by_declaration {
            self.incidents.of_declaration_in(&mut unit, place.of).await?
        } else {
            match self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, &BY_ITSELF, place.of).await {
                Ok(incident) => Some(incident),
                Err(Problem::Refused(_)) => None,
                Err(Problem::Failed(failure)) => return Err(failure),
            }
        };
        // What has gone meanwhile has nothing to read.
        let Some(incident) = incident else { return Ok(()) };
        let texts = match file {
            Some(text) => vec![text],
            None => self.texts(&mut unit, place).await?,
        };
        let found: Vec<Observable> =
            texts.iter().flat_map(|text| find(text)).map(|found| found.observable).collect();
        let now = self.desk.now();
        let bringing = Bringing {
            caller: &BY_ITSELF,
            incident: &incident,
            place: Place { origin: place.origin, source: place.source.clone(), at: now },
            tlp: rules::first_mark(incident.tlp),
            chosen: false,
        };
        self.bring(&mut unit, &bringing, &found).await?;
        unit.commit().await
    }

    async fn texts(&self, unit: &mut Unit, place: &Where) -> Result<Vec<String>, Failure> {
        let id = || Id::parse(&place.source).map_err(|error| Failure::new("read a job", error));
        Ok(match place.origin {
            Origin::Declaration => {
                let version = place.source.parse().map_err(|error| Failure::new("read a job", error))?;
                self.declarations.texts_in(unit, place.of, version).await?
            }
            Origin::Message | Origin::Answer => {
                self.declarations.message_in(unit, id()?).await?.into_iter().collect()
            }
            Origin::Journal => self.incidents.note_in(unit, id()?).await?.into_iter().collect(),
            Origin::Attachment | Origin::Hand => Vec::new(),
        })
    }

    /// What a text holds, and what the lists say of each, before anything is kept.
    pub async fn preview(
        &self,
        caller: &Caller,
        incident: Id,
        text: &str,
    ) -> Result<Vec<(Observable, Option<String>)>, Problem> {
        let found = typed(text)?;
        let mut unit = self.desk.store.write().await?;
        self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        let mut listed = self.sifter.listed(&mut unit, &found).await?;
        Ok(found
            .into_iter()
            .map(|observable| {
                let list = listed.remove(&observable);
                (observable, list)
            })
            .collect())
    }

    /// Adds what somebody typed or pasted: all that stands in it and no list keeps out, or those of it that were chosen.
    /// Answers how many are new to the incident.
    pub async fn add(
        &self,
        caller: &Caller,
        incident: Id,
        text: &str,
        chosen: Option<&[String]>,
        tlp: Tlp,
    ) -> Result<usize, Problem> {
        let found = typed(text)?;
        let wanted = |o: &Observable| chosen.is_none_or(|chosen| chosen.iter().any(|c| *c == name(o)));
        let found: Vec<Observable> = found.into_iter().filter(wanted).collect();
        if found.is_empty() {
            return Err(Refused::invalid(Refusal::new("none-chosen").at("text")).into());
        }
        let mut unit = self.desk.store.write().await?;
        let incident =
            &self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        let place = Place { origin: Origin::Hand, source: String::new(), at: self.desk.now() };
        let bringing = Bringing { caller, incident, place, tlp, chosen: chosen.is_some() };
        let added = self.bring(&mut unit, &bringing, &found).await?;
        unit.commit().await?;
        Ok(added)
    }

    /// Keeps indicators in an incident, with the entry of the trail that says how many.
    async fn bring(
        &self,
        unit: &mut Unit,
        bringing: &Bringing<'_>,
        found: &[Observable],
    ) -> Result<usize, Failure> {
        let listed = if bringing.chosen { HashMap::new() } else { self.sifter.listed(unit, found).await? };
        // All that writes takes indicators in one order: nobody waits for who waits for them.
        let mut found: Vec<&Observable> = found.iter().collect();
        found.sort_unstable();
        found.dedup();
        let (mut added, mut kept_out) = (0, 0);
        let mut room = MOST - store::count(unit, bringing.incident.id).await?;
        let by = bringing.caller.person();
        for observable in found {
            if room <= 0 {
                break;
            }
            let list = listed.get(observable);
            let indicator = store::indicator(unit, self.desk.id(), observable).await?;
            let sighting = Sighting {
                id: self.desk.id(),
                indicator,
                kind: observable.kind(),
                value: observable.value().to_owned(),
                incident: bringing.incident.id,
                at: bringing.place.at,
                author: by.map_or_else(|| "vigie".to_owned(), |person| person.name.clone()),
                author_account: by.map(|person| person.account),
                tlp: bringing.tlp,
                least: bringing.tlp,
                marked_by: by.map(|person| person.account),
                state: if list.is_some() { State::Listed } else { State::Active },
                reason: list.cloned().unwrap_or_default(),
                judged_by: None,
                judged_at: None,
            };
            let (id, new) = store::add(unit, &sighting).await?;
            store::add_place(unit, id, &bringing.place).await?;
            if new {
                room -= 1;
                added += 1;
                kept_out += usize::from(list.is_some());
            }
        }
        if added > 0 {
            let i = bringing.incident;
            let standing =
                Standing { tlp: i.tlp, facility: i.facility, legal_entity: i.legal_entity, region: i.region };
            store::stand(unit, i.id, i.declaration, &standing).await?;
            let entry = Entry::new("indicators.added", "incident", bringing.incident.id).with(json!({
                "added": added, "kept_out": kept_out, "origin": bringing.place.origin.code(),
            }));
            trail::append(unit, bringing.caller, self.desk.now(), entry).await?;
        }
        Ok(added)
    }
}

/// What a typed text holds: something, or it is refused.
fn typed(text: &str) -> Result<Vec<Observable>, Refused> {
    if text.trim().is_empty() {
        return Err(Refused::invalid(Refusal::new("required").at("text")));
    }
    let found: Vec<Observable> = find(text).into_iter().map(|found| found.observable).collect();
    if found.is_empty() { Err(Refused::invalid(Refusal::new("no-indicator").at("text"))) } else { Ok(found) }
}

/// How a form names an observable that was chosen.
pub fn name(observable: &Observable) -> String {
    format!("{} {}", observable.kind().code(), observable.value())
}
