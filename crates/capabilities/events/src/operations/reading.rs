//! Reading events: each reader, what is within their reach, and a count of no more than that.

use std::collections::BTreeMap;

use access::{Caller, Resource, Scope, permit};
use directory::{Directory, Listed};
use incidents::{Incident, rules::State as Life};
use serde_json::json;
use storage::Unit;
use vocabulary::{Failure, FinessNumber, Id, Instant, Problem, Refused};

use super::{Events, handles, may};
use crate::{
    rules::{self, Counted, Figures, Stance},
    store::{self, Event, Line, Link, Said},
};

/// An event in a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// At a glance.
    pub event: Event,
    /// Counted within the caller's reach.
    pub figures: Figures,
}

/// A page of events, the latest first.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The events.
    pub events: Vec<Listing>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// An attached incident.
#[derive(Clone, Debug)]
pub struct Linked {
    /// The incident.
    pub incident: Incident,
    /// Since when.
    pub at: Instant,
    /// The name of who attached it.
    pub author: String,
}

/// A facility of which it is a question.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its number.
    pub finess: FinessNumber,
    /// As the register knows it.
    pub listed: Option<Listed>,
    /// Whether it is touched.
    pub stance: Stance,
    /// Who said so, when; `None` when its incident does.
    pub said: Option<(String, Instant)>,
    /// Its attached incidents.
    pub incidents: Vec<Id>,
}

/// An event, as far as its reader's reach.
#[derive(Clone, Debug)]
pub struct View {
    /// At a glance.
    pub event: Event,
    /// Counted within the caller's reach.
    pub figures: Figures,
    /// What is attached, the first first.
    pub incidents: Vec<Linked>,
    /// The facilities, those touched first.
    pub places: Vec<Place>,
    /// Its journal, the latest first; empty for those who only read.
    pub journal: Vec<Line>,
    /// Whether the caller handles it, and decides about it.
    pub handles: bool,
    /// Whether the caller decides that it is national, and closes it.
    pub decides: bool,
}

impl Events {
    /// A page of the events of which something within the caller's reach is touched.
    pub async fn list(&self, caller: &Caller, after: &str, limit: i64) -> Result<Page, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let (mut after, limit) = (incidents::cursor(after)?, limit.clamp(1, 200));
        let wanted = usize::try_from(limit).unwrap_or(0);
        let mut unit = self.desk.store.read().await?;
        let mut events = Vec::new();
        while events.len() <= wanted {
            let some = store::page(&mut unit, after, limit + 1).await?;
            let Some(last) = some.last() else { break };
            after = Some((last.opened_at, last.id));
            for event in some {
                if let Some(view) = self.seen(&mut unit, caller, &scope, event).await? {
                    events.push(Listing { event: view.event, figures: view.figures });
                }
            }
        }
        let more = events.len() > wanted;
        events.truncate(wanted);
        let last = events.last().filter(|_| more);
        let next = last.map(|last| vocabulary::cursor(last.event.opened_at, last.event.id));
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry =
            trail::Entry::new("events.listed", "events", "list").with(json!({ "shown": events.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(Page { events, next })
    }

    /// The events that are open, for somebody who is about to attach something to one.
    pub async fn open_ones(&self, caller: &Caller) -> Result<Vec<Event>, Problem> {
        super::national::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut events = store::page(&mut unit, None, 200).await?;
        events.retain(|event| event.closed.is_none());
        Ok(events)
    }

    /// Opens an event: what of it is within reach. Nothing of it touched there, and there is no event.
    pub async fn open(&self, caller: &Caller, id: Id) -> Result<View, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let event = store::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        let mut view = self.seen(&mut unit, caller, &scope, event).await?.ok_or(Refused::NotFound)?;
        if view.handles {
            view.journal = store::journal(&mut unit, id).await?;
        }
        self.trace(&mut unit, caller, ("event.seen", id), json!({ "shown": view.incidents.len() })).await?;
        unit.commit().await?;
        Ok(view)
    }

    /// The event of an incident that the caller may read.
    pub async fn of_incident(&self, caller: &Caller, incident: Id) -> Result<Option<Event>, Problem> {
        let mut unit = self.desk.store.read().await?;
        self.incidents.readable_in(&mut unit, caller, incident).await?;
        Ok(store::of_incident(&mut unit, incident).await?)
    }

    /// What a caller sees of an event; nothing when nothing within reach is touched.
    pub(super) async fn seen(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        scope: &Scope,
        event: Event,
    ) -> Result<Option<View>, Problem> {
        let links = store::links(unit, event.id).await?;
        let ids: Vec<Id> = links.iter().map(|link| link.incident).collect();
        let found = self.incidents.some_in(unit, caller, &ids).await?;
        let incidents = in_order(links, found);
        let counted: Vec<Counted> =
            incidents.iter().map(|linked| counted(&linked.incident, &event)).collect();
        let mut said = Vec::new();
        let mut register = BTreeMap::new();
        for one in store::said(unit, event.id).await? {
            let listed = Directory::find_in(unit, one.facility).await?;
            if scope.admits(&standing(one.facility, listed.as_ref())) {
                register.insert(one.facility, listed);
                said.push(one);
            }
        }
        let stances: Vec<(FinessNumber, Stance)> =
            said.iter().map(|one| (one.facility, one.stance)).collect();
        let figures = rules::figures(&stances, &counted);
        // Of what is an exercise nothing is counted, and yet its own people see it.
        if !scope.is_national() && figures.touched == 0 && incidents.is_empty() {
            return Ok(None);
        }
        let places = self.places(unit, (&said, &incidents, &counted), register).await?;
        let (handles, decides) = (handles(caller), may::<permit::EventDecide>(caller));
        Ok(Some(View { event, figures, incidents, places, journal: Vec::new(), handles, decides }))
    }

    async fn places(
        &self,
        unit: &mut Unit,
        (said, incidents, counted): (&[Said], &[Linked], &[Counted]),
        mut register: BTreeMap<FinessNumber, Option<Listed>>,
    ) -> Result<Vec<Place>, Failure> {
        let stances: Vec<(FinessNumber, Stance)> =
            said.iter().map(|one| (one.facility, one.stance)).collect();
        let mut places = Vec::new();
        for (finess, stance) in rules::stances(&stances, counted) {
            let own = incidents.iter().filter(|linked| linked.incident.facility == Some(finess));
            let own: Vec<Id> = own.map(|linked| linked.incident.id).collect();
            let listed = match register.remove(&finess) {
                Some(listed) => listed,
                None => Directory::find_in(unit, finess).await?,
            };
            let told = said.iter().find(|one| one.facility == finess && own.is_empty());
            let said = told.map(|one| (one.author.clone(), one.at));
            places.push(Place { finess, listed, stance, said, incidents: own });
        }
        places.sort_by_key(|place| place.stance);
        Ok(places)
    }
}

/// The incidents in the order in which they were attached.
fn in_order(links: Vec<Link>, found: Vec<Incident>) -> Vec<Linked> {
    let mut found: BTreeMap<Id, Incident> =
        found.into_iter().map(|incident| (incident.id, incident)).collect();
    let linked = links.into_iter().filter_map(|link| {
        let incident = found.remove(&link.incident)?;
        Some(Linked { incident, at: link.at, author: link.author })
    });
    linked.collect()
}

fn counted(incident: &Incident, event: &Event) -> Counted {
    Counted {
        incident: incident.id,
        facility: incident.facility,
        same_kind: incident.exercise == event.exercise,
        duplicate: incident.state == Life::Attached,
    }
}

/// Where a facility stands, for who asks whether it is within reach.
pub(super) fn standing(finess: FinessNumber, listed: Option<&Listed>) -> Resource {
    Resource {
        facility: Some(finess),
        legal_entity: listed.map(|listed| listed.facility.legal_entity),
        region: listed.map(|listed| listed.facility.region.agency()),
        ..Resource::default()
    }
}
