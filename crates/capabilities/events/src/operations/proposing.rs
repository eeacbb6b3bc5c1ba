//! Incidents that may be of the same cause, each with why: none is attached by itself.

use std::collections::{BTreeMap, BTreeSet};

use access::{Caller, permit};
use incidents::Incident;
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refused};

use super::{Events, national};
use crate::{
    rules,
    store::{self, Event},
};

/// Seconds of a week.
const WEEK: i64 = 7 * 24 * 3600;
/// How many are proposed at once: as many as can be attached at once.
const MOST: usize = super::MOST_AT_ONCE;

/// Why an incident is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Its declarant names the same provider.
    Provider,
    /// It has that many traces in common with an attached one.
    Indicators(usize),
    /// It looks the same, within the week.
    Kind,
}

/// An incident that may be of the same cause.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The incident.
    pub incident: Incident,
    /// Why, the best reason first; never empty.
    pub why: Vec<Why>,
}

impl Events {
    /// What may be of the same cause, the best reasons first.
    pub async fn proposals(&self, caller: &Caller, id: Id) -> Result<Vec<Proposal>, Problem> {
        national::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let event = store::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        let ids: Vec<Id> = store::links(&mut unit, id).await?.into_iter().map(|link| link.incident).collect();
        let attached = self.incidents.some_in(&mut unit, caller, &ids).await?;
        let mut proposals = self.look(&mut unit, caller, &event, &attached).await?;
        let candidates: Vec<Id> = proposals.iter().map(|proposal| proposal.incident.id).collect();
        let taken: BTreeSet<Id> = store::taken(&mut unit, &candidates).await?.into_iter().collect();
        proposals.retain(|proposal| !taken.contains(&proposal.incident.id));
        proposals.sort_by_key(|proposal| (proposal.why.clone(), proposal.incident.declared_at));
        proposals.truncate(MOST);
        let detail = json!({ "proposed": proposals.len() });
        self.trace(&mut unit, caller, ("event.proposed", id), detail).await?;
        unit.commit().await?;
        Ok(proposals)
    }

    async fn look(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        event: &Event,
        attached: &[Incident],
    ) -> Result<Vec<Proposal>, Problem> {
        let days = attached.iter().map(|incident| incident.declared_at);
        let (first, last) = (days.clone().min(), days.max());
        let week: (Instant, Instant) = (
            first.unwrap_or(event.opened_at).plus_seconds(-WEEK),
            last.unwrap_or(event.opened_at).plus_seconds(WEEK),
        );
        let near = self.incidents.between_in(unit, caller, week, event.exercise).await?;
        let mut traces: BTreeMap<Id, usize> = BTreeMap::new();
        for incident in attached {
            for (other, count) in self.indicators.shared_in(unit, incident.id).await? {
                let most = traces.entry(other).or_default();
                *most = (*most).max(count);
            }
        }
        // A trace is one whenever it was found; the rest is within the week.
        let elsewhere: Vec<Id> =
            traces.keys().copied().filter(|id| near.iter().all(|incident| incident.id != *id)).collect();
        let elsewhere = self.incidents.some_in(unit, caller, &elsewhere).await?;
        let providers = self.providers(unit, event, attached, &near).await?;
        let kinds: BTreeSet<&str> =
            attached.iter().map(|incident| incident.kind.as_str()).filter(|kind| !kind.is_empty()).collect();
        let here: BTreeSet<Id> = near.iter().map(|incident| incident.id).collect();
        let mut proposals = Vec::new();
        let all = near.iter().chain(elsewhere.iter().filter(|incident| incident.exercise == event.exercise));
        for incident in all {
            let mut why = Vec::new();
            if providers.contains(&incident.declaration) {
                why.push(Why::Provider);
            }
            why.extend(traces.get(&incident.id).map(|count| Why::Indicators(*count)));
            if here.contains(&incident.id) && kinds.contains(incident.kind.as_str()) {
                why.push(Why::Kind);
            }
            if !why.is_empty() && incident.state != incidents::rules::State::Attached {
                proposals.push(Proposal { incident: incident.clone(), why });
            }
        }
        Ok(proposals)
    }

    /// The declarations that name the provider of the event, or one that an attached incident names.
    async fn providers(
        &self,
        unit: &mut Unit,
        event: &Event,
        attached: &[Incident],
        near: &[Incident],
    ) -> Result<BTreeSet<Id>, Problem> {
        let declarations = |incidents: &[Incident]| -> Vec<Id> {
            incidents.iter().map(|incident| incident.declaration).collect()
        };
        let named = self.declarations.answered_in(unit, &declarations(attached), "provider").await?;
        let known: BTreeSet<String> = named.into_values().chain([event.provider.clone()]).collect();
        let told = self.declarations.answered_in(unit, &declarations(near), "provider").await?;
        let same = |provider: &String| {
            known.iter().any(|known| rules::same_provider(known, provider, storage::words::fold))
        };
        Ok(told.into_iter().filter(|(_, provider)| same(provider)).map(|(id, _)| id).collect())
    }
}
