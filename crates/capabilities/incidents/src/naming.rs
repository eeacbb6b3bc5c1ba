//! Names of incidents, for those who hold identities: who reads the trail, and what other capabilities found.

use access::{Caller, Resource, permit};
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Tlp};

use crate::{Incident, Incidents, operations::resource, store};

/// An incident by its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its identity.
    pub incident: Id,
    /// That of the declaration that opened it.
    pub declaration: Id,
    /// Their public reference.
    pub reference: String,
    /// Whether they are an exercise.
    pub exercise: bool,
}

/// One of some incidents, for a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Its identity.
    pub incident: Id,
    /// The mark of its declaration.
    pub tlp: Tlp,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// Its reference and the name of its structure; `None` for those who may not read it.
    pub seen: Option<(String, String)>,
}

impl Incidents {
    /// Some incidents as the caller may know of them: what is out of reach has no name. An absent one is left out.
    pub async fn near(&self, unit: &mut Unit, caller: &Caller, ids: &[Id]) -> Result<Vec<Near>, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let near = |i: Incident| Near {
            incident: i.id,
            tlp: i.tlp,
            exercise: i.exercise,
            seen: scope.admits(&resource(&i)).then_some((i.reference, i.facility_name)),
        };
        Ok(store::some(unit, ids).await?.into_iter().map(near).collect())
    }

    /// Those of some incidents that the caller may read, at a glance.
    pub async fn some_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        ids: &[Id],
    ) -> Result<Vec<Incident>, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let mut found = store::some(unit, ids).await?;
        found.retain(|incident| scope.admits(&resource(incident)));
        Ok(found)
    }

    /// Those declared between two moments that the caller may read, and that are of the kind asked for: real, or exercises.
    /// None that is attached to another.
    pub async fn between_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (since, until): (Instant, Instant),
        exercise: bool,
    ) -> Result<Vec<Incident>, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        let mut found = store::between(unit, since, until, exercise).await?;
        found.retain(|incident| scope.admits(&resource(incident)));
        Ok(found)
    }

    /// The incident, for what another capability writes beside it, without keeping others from changing it.
    pub async fn handled_in(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Incident, Problem> {
        self.granted::<permit::IncidentHandle>(unit, caller, id).await
    }

    /// Writes a line in the journal of an incident, for another capability that decided that it may.
    pub fn line_in(&self, unit: &mut Unit, caller: &Caller, id: Id, (kind, body): (&str, String)) {
        self.entry(unit, caller, id, kind, body);
    }

    /// Something new was said by the structure, for another capability that heard it: a line, and the cell looks.
    pub async fn news_in(&self, unit: &mut Unit, declaration: Id, kind: &str) -> Result<(), Failure> {
        self.news(unit, declaration, kind, String::new()).await
    }

    /// The incident, for what another capability does to it in its own transaction: who may not is refused as for one that
    /// does not exist, and whoever else would change it waits.
    pub async fn granted_in<P: access::Permit>(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        id: Id,
    ) -> Result<Incident, Problem> {
        self.held_for::<P>(unit, caller, id).await
    }

    /// The same to read it.
    pub async fn readable_in(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Incident, Problem> {
        self.granted::<permit::IncidentRead>(unit, caller, id).await
    }

    /// The incident of a declaration, held until the transaction ends; `None` when it has gone.
    pub async fn of_declaration_in(
        &self,
        unit: &mut Unit,
        declaration: Id,
    ) -> Result<Option<Incident>, Failure> {
        store::hold_of_declaration(unit, declaration).await
    }

    /// The text of a line of the main courante.
    pub async fn note_in(&self, unit: &mut Unit, entry: Id) -> Result<Option<String>, Failure> {
        store::entry_body(unit, entry).await
    }

    /// The names of incidents, each by its identity or that of its declaration: of all for those who read the trail, of those
    /// within reach for those who may know who saw one.
    pub async fn named(&self, caller: &Caller, ids: &[Id]) -> Result<Vec<Named>, Problem> {
        let scope = match access::decide::<permit::TrailRead>(caller, &Resource::default()) {
            Ok(_) => None,
            Err(_) => Some(access::scope::<permit::IncidentAudit>(caller)?),
        };
        let mut unit = self.desk.store.read().await?;
        let mut found = Vec::new();
        for id in ids {
            let incident = match store::find(&mut unit, *id).await? {
                None => store::of_declaration(&mut unit, *id).await?,
                incident => incident,
            };
            let admitted = |i: &Incident| scope.as_ref().is_none_or(|scope| scope.admits(&resource(i)));
            found.extend(incident.filter(admitted).map(|i| Named {
                incident: i.id,
                declaration: i.declaration,
                reference: i.reference,
                exercise: i.exercise,
            }));
        }
        Ok(found)
    }

    /// An incident at a glance, for those who may know who saw it. Who asks is written down by the one who answers.
    pub async fn audited(&self, caller: &Caller, id: Id) -> Result<Incident, Problem> {
        let mut unit = self.desk.store.read().await?;
        self.granted::<permit::IncidentAudit>(&mut unit, caller, id).await
    }
}
