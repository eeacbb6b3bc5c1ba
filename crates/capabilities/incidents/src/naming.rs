//! What those need to know of incidents who read the trail: it holds identities only.

use access::{Caller, Resource, permit};
use vocabulary::{Id, Problem};

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
}

impl Incidents {
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
