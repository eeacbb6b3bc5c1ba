//! What one can ask outside working hours.

pub(crate) mod alarms;
pub(crate) mod call_backs;
pub(crate) mod handovers;
mod ringing;
pub(crate) mod turns;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use access::{Caller, Scope, permit};
use accounts::Accounts;
use incidents::Incidents;
use outgoing::Hook;
use storage::{Desk, Unit};
use vocabulary::{Failure, Id, Instant, Problem, Refused};

use crate::store;

/// What the operator decides about alarms.
#[derive(Clone, Debug, Default)]
pub struct OncallSettings {
    /// Where every alarm goes too; empty for nowhere.
    pub webhook: String,
    /// Where the alarms of one person go too, by the address with which they sign in.
    pub people: BTreeMap<String, String>,
    /// What signs them.
    pub secret: String,
    /// Whether those addresses may be on a private network, and `http` there.
    pub private: bool,
}

impl OncallSettings {
    /// The webhook of an account, or the operator's own with none.
    pub(crate) fn hook(&self, email: Option<&str>) -> Option<Hook> {
        let address = match email {
            Some(email) => self.people.get(&email.to_lowercase())?,
            None => &self.webhook,
        };
        let patience: Duration = Hook::PATIENCE;
        (!address.is_empty()).then(|| Hook {
            address: address.clone(),
            secret: self.secret.clone(),
            allow_private: self.private,
            patience,
        })
    }
}

/// On-call turns, alarms, promises. Cheap to clone.
#[derive(Clone)]
pub struct Oncall {
    pub(crate) desk: Desk,
    pub(crate) accounts: Accounts,
    pub(crate) incidents: Incidents,
    pub(crate) settings: Arc<OncallSettings>,
}

impl Oncall {
    /// Made from what it stands on.
    pub fn new(desk: Desk, accounts: Accounts, incidents: Incidents, settings: OncallSettings) -> Self {
        Self { desk, accounts, incidents, settings: Arc::new(settings) }
    }

    /// Takes away what is kept of an incident that goes, inside the transaction of who decides that it does.
    pub async fn forget_in(unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
        Ok(store::alarms::forget(unit, incident).await? + store::call_backs::forget(unit, incident).await?)
    }

    /// Takes away what was handed over before a moment, at most that many.
    pub async fn sweep_handovers_in(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
        store::handovers::sweep(unit, before, most).await
    }

    /// Takes away what was promised to people of no incident and done before a moment, at most that many.
    pub async fn sweep_in(unit: &mut Unit, before: Instant, most: i64) -> Result<u64, Failure> {
        store::call_backs::sweep(unit, before, most).await
    }
}

/// How far somebody handles incidents.
pub(crate) fn handles(caller: &Caller) -> Result<Scope, Problem> {
    Ok(access::scope::<permit::IncidentHandle>(caller)?)
}

/// Those among the incidents that are within reach; what is of none is for those who reach the nation.
pub(crate) async fn within(unit: &mut Unit, scope: &Scope, incident: Option<Id>) -> Result<bool, Failure> {
    match incident {
        _ if scope.is_national() => Ok(true),
        Some(id) => Incidents::is_within(unit, scope, id).await,
        None => Ok(false),
    }
}

/// Absent and out of reach are one answer.
pub(crate) fn absent() -> Problem {
    Refused::NotFound.into()
}
