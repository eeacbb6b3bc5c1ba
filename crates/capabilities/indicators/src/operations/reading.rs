//! What an incident's indicators are, and where else they are.

use std::collections::{BTreeMap, HashMap};

use access::{Caller, permit};
use incidents::Incident;
use observables::{Kind, Observable, defang};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Problem, Refusal, Refused, Tlp};

use super::Indicators;
use crate::{
    rules::State,
    store::{self, Place, Sighting},
};

/// Indicators of one incident that are read at once.
const MOST: i64 = 5000;
/// Pairs of an indicator and another incident that are read at once: two hundred indicators that a hundred incidents share.
const PAIRS: i64 = 20_000;

/// Another incident in which an indicator was seen, for those who may read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its identity.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
    /// The name of its structure.
    pub facility_name: String,
}

/// An indicator of an incident, with where it was found and where else it is.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The sighting.
    pub sighting: Sighting,
    /// Its value, made harmless.
    pub defanged: String,
    /// Where it was found, the first first.
    pub places: Vec<Place>,
    /// The other incidents that the caller may read, the latest first.
    pub also: Vec<Seen>,
    /// How many there are that the caller may not.
    pub hidden: usize,
}

/// An indicator, in an incident that the caller may read.
#[derive(Clone, Debug)]
pub struct Found {
    /// The sighting.
    pub sighting: Sighting,
    /// The reference of its incident.
    pub reference: String,
    /// Whether that is an exercise.
    pub exercise: bool,
}

/// A page of indicators, the first found first.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The indicators.
    pub found: Vec<Found>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

impl Indicators {
    /// The indicators of an incident, those that other incidents share first. What the caller may not read is only counted;
    /// what is marked TLP:RED there, or declared under it, is not even counted.
    pub async fn of(&self, caller: &Caller, incident: Id) -> Result<Vec<Shown>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let exercise = self.incidents.readable_in(&mut unit, caller, incident).await?.exercise;
        let sightings = store::of(&mut unit, incident, MOST).await?;
        let mut places: HashMap<Id, Vec<Place>> = HashMap::new();
        for (sighting, place) in store::places(&mut unit, incident).await? {
            places.entry(sighting).or_default().push(place);
        }
        let mut shared = self.shared(&mut unit, caller, incident, exercise).await?;
        let mut shown: Vec<Shown> = sightings
            .into_iter()
            .map(|sighting| {
                let (also, hidden) = shared.remove(&sighting.indicator).unwrap_or_default();
                let places = places.remove(&sighting.id).unwrap_or_default();
                Shown { defanged: defang(sighting.kind, &sighting.value), sighting, places, also, hidden }
            })
            .collect();
        shown.sort_by_key(|one| {
            let elsewhere = one.also.len() + one.hidden;
            (one.sighting.state, std::cmp::Reverse(elsewhere), one.sighting.kind)
        });
        Ok(shown)
    }

    /// For each indicator of an incident, the others that have it: by name, or only how many. An exercise and what is real are not
    /// compared with each other.
    async fn shared(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        incident: Id,
        exercise: bool,
    ) -> Result<HashMap<Id, (Vec<Seen>, usize)>, Problem> {
        let pairs = store::shared(unit, incident, PAIRS).await?;
        let mut ids: Vec<Id> = pairs.iter().map(|(_, incident, _)| *incident).collect();
        ids.sort_unstable();
        ids.dedup();
        let near = self.incidents.near(unit, caller, &ids).await?;
        let near: BTreeMap<Id, _> = near.into_iter().map(|near| (near.incident, near)).collect();
        let mut shared: HashMap<Id, (Vec<Seen>, usize)> = HashMap::new();
        for (indicator, other, tlp) in pairs {
            let Some(near) = near.get(&other).filter(|near| near.exercise == exercise) else { continue };
            let (also, hidden) = shared.entry(indicator).or_default();
            match &near.seen {
                Some((reference, name)) => also.push(Seen {
                    incident: other,
                    reference: reference.clone(),
                    facility_name: name.clone(),
                }),
                None if tlp == Tlp::Red || near.tlp == Tlp::Red => {}
                None => *hidden += 1,
            }
        }
        Ok(shared)
    }

    /// The other incidents in which a trace of this one is a trace too, with their number of such traces; for another capability,
    /// which shows no more of them than the caller may read.
    pub async fn shared_in(&self, unit: &mut Unit, incident: Id) -> Result<BTreeMap<Id, usize>, Failure> {
        let mut shared = BTreeMap::new();
        for (_, other, _) in store::shared(unit, incident, PAIRS).await? {
            *shared.entry(other).or_default() += 1;
        }
        Ok(shared)
    }

    /// The traces of an incident to take elsewhere, with the incident at a glance: what is none stays.
    pub async fn export(&self, caller: &Caller, incident: Id) -> Result<(Incident, Vec<Sighting>), Problem> {
        let mut unit = self.desk.store.write().await?;
        let read = self.incidents.readable_in(&mut unit, caller, incident).await?;
        let mut sightings = store::of(&mut unit, incident, MOST).await?;
        sightings.retain(|sighting| sighting.state == State::Active);
        let entry = Entry::new("indicators.exported", "incident", incident)
            .with(json!({ "exported": sightings.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok((read, sightings))
    }

    /// A page of indicators in incidents that the caller may read: all, of a kind, or of one value.
    pub async fn search(
        &self,
        caller: &Caller,
        (kind, value): (Option<Kind>, &str),
        after: &str,
        limit: i64,
    ) -> Result<Page, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let value = asked(kind, value)?;
        let (after, limit) = (incidents::cursor(after)?, limit.clamp(1, 200));
        let mut unit = self.desk.store.read().await?;
        let wanted = (kind, value.as_deref());
        let mut sightings = store::page(&mut unit, &scope, wanted, after, limit + 1).await?;
        let more = i64::try_from(sightings.len()).unwrap_or(0) > limit;
        sightings.truncate(usize::try_from(limit).unwrap_or(0));
        let next = sightings.last().filter(|_| more).map(|last| vocabulary::cursor(last.at, last.id));
        // The incidents themselves have the last word on who may read them.
        let mut ids: Vec<Id> = sightings.iter().map(|sighting| sighting.incident).collect();
        ids.sort_unstable();
        ids.dedup();
        let near = self.incidents.near(&mut unit, caller, &ids).await?;
        let seen: HashMap<Id, (String, bool)> = near
            .into_iter()
            .filter_map(|near| Some((near.incident, (near.seen?.0, near.exercise))))
            .collect();
        let found = sightings.into_iter().filter_map(|sighting| {
            let (reference, exercise) = seen.get(&sighting.incident)?.clone();
            Some(Found { sighting, reference, exercise })
        });
        let page = Page { found: found.collect(), next };
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = Entry::new("indicators.listed", "incidents", "indicators").with(json!({
            "kind": kind.map(Kind::code), "value": value.is_some(), "shown": page.found.len(),
        }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(page)
    }
}

/// The value that is asked for, in the form in which it is kept.
fn asked(kind: Option<Kind>, value: &str) -> Result<Option<String>, Refused> {
    if value.is_empty() {
        return Ok(None);
    }
    let kind = kind.ok_or_else(|| Refused::invalid(Refusal::new("required").at("kind")))?;
    let observable = Observable::parse(kind, value)
        .ok_or_else(|| Refused::invalid(Refusal::new("no-indicator").at("value")))?;
    Ok(Some(observable.value().to_owned()))
}
