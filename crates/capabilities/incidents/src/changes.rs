//! What happened since a moment, for who comes back.

use std::collections::BTreeSet;

use access::{Caller, permit};
use vocabulary::{Id, Instant, Problem};

use crate::{
    operations::{Incidents, resource},
    store,
};

/// An incident to which something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The incident.
    pub incident: Id,
    /// Its reference.
    pub reference: String,
    /// The kind of the line in its main courante.
    pub kind: String,
}

impl Incidents {
    /// What of these kinds the main courantes within the caller's reach say since a moment: each incident once for each kind,
    /// the latest first. The caller tells the trail that it was shown.
    pub async fn changes_since(
        &self,
        caller: &Caller,
        since: Instant,
        kinds: &[&str],
    ) -> Result<Vec<Change>, Problem> {
        let scope = access::scope::<permit::IncidentHandle>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
        for (kind, incident) in store::entries_since(&mut unit, since).await? {
            let wanted = kinds.contains(&kind.as_str()) && scope.admits(&resource(&incident));
            if wanted && seen.insert((incident.id, kind.clone())) {
                found.push(Change { incident: incident.id, reference: incident.reference, kind });
            }
        }
        Ok(found)
    }
}
