//! What the cell makes of a thread of the private space, with the agreement of its authors and without their names: the thread says so in
//! the same transaction, so that nothing is made twice and nothing is said that was not made.

use access::{Caller, permit};
use community::{Agreed, Community, rules::moderation::Outcome};
use incidents::Incidents;
use publications::{
    Publications,
    rules::{Draft, Kind, Words},
};
use serde_json::json;
use storage::Desk;
use vocabulary::{Id, Problem, Refusal, Refused};

use super::Events;
use crate::store;

/// Raising threads, and what can be asked of it. Cheap to clone.
#[derive(Clone)]
pub struct Raising {
    desk: Desk,
    community: Community,
    publications: Publications,
    incidents: Incidents,
    events: Events,
}

impl Raising {
    /// Made from what it stands on.
    pub fn new(
        desk: Desk,
        community: Community,
        publications: Publications,
        incidents: Incidents,
        events: Events,
    ) -> Self {
        Self { desk, community, publications, incidents, events }
    }

    /// The draft of an alert, as strict as the strictest of what it is made of; answers with it.
    pub async fn alert(&self, caller: &Caller, raising: Id) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let agreed = self.community.agreed_in(&mut unit, caller, raising).await?;
        let mut draft = Draft::default();
        draft.content.tlp = agreed.tlp;
        let title: String = agreed.title.chars().take(Words::TITLE).collect();
        draft.content.texts.fr = Words { title, body: said(&agreed), ..Words::default() };
        let id = self.publications.begin_in(&mut unit, caller, (Kind::Alert, draft)).await?;
        self.community.raised_in(&mut unit, caller, (raising, Outcome::Alert, id)).await?;
        unit.commit().await?;
        Ok(id)
    }

    /// A note in the journal of an incident, after the words that say where it comes from.
    pub async fn incident(
        &self,
        caller: &Caller,
        raising: Id,
        (incident, from): (Id, &str),
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        // Incidents are held before anything else is.
        self.incidents.granted_in::<permit::IncidentHandle>(&mut unit, caller, incident).await?;
        let agreed = self.community.agreed_in(&mut unit, caller, raising).await?;
        let note = format!("{from}\n\n{}", said(&agreed));
        self.incidents.write_in(&mut unit, caller, incident, &note).await?;
        self.community.raised_in(&mut unit, caller, (raising, Outcome::Incident, incident)).await?;
        Ok(unit.commit().await?)
    }

    /// A line in the journal of the event of that number; answers with the event.
    pub async fn event(&self, caller: &Caller, raising: Id, number: &str) -> Result<Id, Problem> {
        let unknown = || Refused::invalid(Refusal::new("raise-event").at("number"));
        let number = number.trim().parse::<i64>().map_err(|_| unknown())?;
        let mut unit = self.desk.store.write().await?;
        let id = store::of_number(&mut unit, number).await?.ok_or_else(unknown)?;
        let event = match self.events.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await {
            Err(Problem::Refused(Refused::NotFound | Refused::Forbidden)) => return Err(unknown().into()),
            event => event?,
        };
        let agreed = self.community.agreed_in(&mut unit, caller, raising).await?;
        self.events.note(&mut unit, caller, event.id, ("raised", said(&agreed)));
        self.events.trace(&mut unit, caller, ("event.noted", event.id), json!({})).await?;
        self.community.raised_in(&mut unit, caller, (raising, Outcome::Event, event.id)).await?;
        unit.commit().await?;
        Ok(event.id)
    }
}

/// What the authors gave, one text after the other.
fn said(agreed: &Agreed) -> String {
    agreed.texts.join("\n\n---\n\n")
}
