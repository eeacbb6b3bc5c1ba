//! What one can ask about the situation.

use access::{Caller, Permit, Resource, permit};
use declarations::Declarations;
use directory::Directory;
use incidents::{Incidents, Situation};
use serde_json::json;
use storage::Desk;
use vocabulary::{FinessNumber, Id, Instant, Problem, Refusal, Refused, Region};

use crate::{
    rules::{self, NewContact},
    store::{self, Contact, Decision},
};

/// The situation, and what can be asked about it. Cheap to clone.
#[derive(Clone)]
pub struct Situations {
    desk: Desk,
    incidents: Incidents,
    declarations: Declarations,
}

/// A region at this moment.
#[derive(Clone, Debug)]
pub struct RegionView {
    /// What is open in it.
    pub situation: Situation,
    /// Whom to call.
    pub contacts: Vec<Contact>,
    /// Whether the caller may change them.
    pub manages: bool,
    /// Its shape as its sites draw it: places of [`PLACE`], each once.
    pub places: Vec<(i64, i64)>,
    /// Where the sites of its open incidents stand, in millionths of a degree: latitude, longitude.
    pub positions: Vec<(FinessNumber, i64, i64)>,
}

/// The nation at a moment.
#[derive(Clone, Debug)]
pub struct Nation {
    /// What was open.
    pub situation: Situation,
    /// What had been decided, the latest first.
    pub decisions: Vec<Decision>,
    /// Whether the caller may write a decision down.
    pub decides: bool,
}

/// A place on the map of a region, in millionths of a degree of latitude and longitude: some seven kilometres each way.
pub const PLACE: (i64, i64) = (60_000, 90_000);
/// Decisions on one page.
const DECISIONS: i64 = 200;

impl Situations {
    /// Made from what it stands on.
    pub fn new(desk: Desk, incidents: Incidents, declarations: Declarations) -> Self {
        Self { desk, incidents, declarations }
    }

    /// The regions of a caller: those of their agency, or all.
    pub fn regions(&self, caller: &Caller) -> Result<Vec<Region>, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let reached = |region: &Region| {
            *region == region.agency()
                && scope.admits(&Resource { region: Some(*region), ..Resource::default() })
        };
        Ok(Region::all().filter(reached).collect())
    }

    /// A region as it is now. One out of reach is not found.
    pub async fn region(&self, caller: &Caller, region: Region) -> Result<RegionView, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let situation = self.incidents.situation_in(&mut unit, caller, now, Some(region)).await?;
        let contacts = store::contacts(&mut unit, region).await?;
        let places = Directory::places_in(&mut unit, region, PLACE).await?;
        let sites: Vec<FinessNumber> = situation.open.iter().filter_map(|one| one.facility).collect();
        let positions = Directory::positions_in(&mut unit, &sites).await?;
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = trail::Entry::new("region.seen", "region", region.code())
            .with(json!({ "shown": situation.open.len() }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        let manages = manages(caller, region).is_ok();
        Ok(RegionView { situation, contacts, manages, places, positions })
    }

    /// Adds somebody to call in a region.
    pub async fn add_contact(
        &self,
        caller: &Caller,
        region: Region,
        typed: &NewContact,
    ) -> Result<(), Problem> {
        manages(caller, region)?;
        let contact = rules::contact(typed)?;
        let now = self.desk.now();
        let one = Contact { id: self.desk.id(), contact, written: (now, caller.author()) };
        let mut unit = self.desk.store.write().await?;
        store::add_contact(&mut unit, region, &one);
        let entry = trail::Entry::new("region.contact-added", "region", region.code())
            .with(json!({ "contact": one.id, "kind": one.contact.kind }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }

    /// Takes one away.
    pub async fn remove_contact(&self, caller: &Caller, region: Region, id: Id) -> Result<(), Problem> {
        manages(caller, region)?;
        let mut unit = self.desk.store.write().await?;
        if !store::remove_contact(&mut unit, region, id).await? {
            return Err(Refused::NotFound.into());
        }
        let entry = trail::Entry::new("region.contact-removed", "region", region.code())
            .with(json!({ "contact": id }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        Ok(unit.commit().await?)
    }

    /// The nation at a moment; now when none is asked for. What has not come yet is refused.
    pub async fn nation(&self, caller: &Caller, at: Option<Instant>) -> Result<Nation, Problem> {
        national::<permit::NationRead>(caller)?;
        let now = self.desk.now();
        let at = at.unwrap_or(now);
        if at > now {
            return Err(Refused::invalid(Refusal::new("moment-in-future").at("at")).into());
        }
        let mut unit = self.desk.store.read().await?;
        let situation = self.incidents.situation_in(&mut unit, caller, at, None).await?;
        let decisions = store::decisions(&mut unit, at, DECISIONS).await?;
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = trail::Entry::new("nation.seen", "nation", "situation")
            .with(json!({ "at": at.to_string(), "shown": situation.open.len() }));
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(Nation { situation, decisions, decides: national::<permit::NationDecide>(caller).is_ok() })
    }

    /// Writes a decision down: who, when, what, why, and about which incident, by its reference.
    pub async fn decide(
        &self,
        caller: &Caller,
        body: &str,
        reason: &str,
        reference: &str,
        exercise: bool,
    ) -> Result<(), Problem> {
        national::<permit::NationDecide>(caller)?;
        let (body, reason) = rules::decision(body, reason)?;
        let reference = reference.trim();
        let mut incident = None;
        if !reference.is_empty() {
            let unknown = || Refused::invalid(Refusal::new("reference-unknown").at("decision-reference"));
            let found = self.declarations.find(caller, reference).await.map_err(|problem| match problem {
                Problem::Refused(_) => unknown().into(),
                failed @ Problem::Failed(_) => failed,
            })?;
            incident = Some(self.incidents.id_of(caller, found).await?);
        }
        let now = self.desk.now();
        let one = Decision {
            id: self.desk.id(),
            at: now,
            author: caller.author(),
            body,
            reason,
            incident,
            reference: reference.to_uppercase(),
            exercise,
        };
        let mut unit = self.desk.store.write().await?;
        store::add_decision(&mut unit, &one);
        let entry = trail::Entry::new("nation.decided", "decision", one.id)
            .with(json!({ "incident": incident, "exercise": exercise }));
        trail::append(&mut unit, caller, now, entry).await?;
        Ok(unit.commit().await?)
    }
}

fn manages(caller: &Caller, region: Region) -> Result<(), Refused> {
    let resource = Resource { region: Some(region), ..Resource::default() };
    access::decide::<permit::RegionManage>(caller, &resource).map(drop)
}

/// The nation is read by those who reach all of it.
fn national<P: Permit>(caller: &Caller) -> Result<(), Refused> {
    access::decide::<P>(caller, &Resource::default()).map(drop)
}
