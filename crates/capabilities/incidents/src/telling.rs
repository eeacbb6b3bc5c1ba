//! What other capabilities do with an incident inside their own transaction.

use access::{Caller, Scope};
use storage::Unit;
use vocabulary::{Failure, Id};

use crate::{
    operations::{Incidents, resource},
    store::{self, Incident},
};

impl Incidents {
    /// The incident of a declaration.
    pub async fn declared_in(unit: &mut Unit, declaration: Id) -> Result<Option<Incident>, Failure> {
        store::of_declaration(unit, declaration).await
    }

    /// An incident; whoever else would change it waits until the transaction ends.
    pub async fn hold_in(unit: &mut Unit, id: Id) -> Result<Option<Incident>, Failure> {
        store::hold(unit, id).await
    }

    /// Whether an incident is within reach.
    pub async fn is_within(unit: &mut Unit, scope: &Scope, id: Id) -> Result<bool, Failure> {
        Ok(store::find(unit, id).await?.is_some_and(|incident| scope.admits(&resource(&incident))))
    }

    /// Writes a line in the main courante, of a kind that has its words.
    pub fn tell_in(&self, unit: &mut Unit, caller: &Caller, incident: Id, kind: &'static str, body: String) {
        self.entry(unit, caller, incident, kind, body);
    }
}
