//! What one can ask about indicators.

pub(crate) mod adding;
pub(crate) mod judging;
pub(crate) mod lists;
pub(crate) mod reading;
pub(crate) mod sharing;

use std::sync::{Arc, Mutex};

use declarations::Declarations;
use incidents::Incidents;
use observables::{Lists, WarningList};
use storage::{Desk, Unit};
use vocabulary::{Failure, Id};

use crate::store::{self, lists::Stamp};

/// What the operator decides about indicators.
#[derive(Clone, Debug, Default)]
pub struct IndicatorsSettings {
    /// Names of the operator's own, which are no trace: `exemple.fr`, and all below.
    pub own_domains: Vec<String>,
}

/// Lists and the stamp at which they were read; nothing until the first is asked for.
type Unkeyed = Option<(Stamp, Arc<Lists>)>;

/// The indicators, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Indicators {
    desk: Desk,
    declarations: Declarations,
    incidents: Incidents,
    sifter: Sifter,
}

/// Says which values are no trace of anybody: by what is built in, the operator's own names, and the lists that were brought in.
/// Cheap to clone.
#[derive(Clone)]
pub struct Sifter {
    built_in: Arc<Lists>,
    /// Imported lists without keys, as they were at a stamp.
    unkeyed: Arc<Mutex<Unkeyed>>,
}

impl Sifter {
    /// Made from what the operator decides.
    pub fn new(settings: &IndicatorsSettings) -> Self {
        let mut built_in = WarningList::built_in();
        built_in.push(WarningList::own(&settings.own_domains));
        Self { built_in: Arc::new(Lists::new(built_in)), unkeyed: Arc::default() }
    }
}

impl Indicators {
    /// Made from what it stands on.
    pub fn new(
        desk: Desk,
        declarations: Declarations,
        incidents: Incidents,
        settings: &IndicatorsSettings,
    ) -> Self {
        Self { desk, declarations, incidents, sifter: Sifter::new(settings) }
    }

    /// The same, by lists that others ask as well.
    #[must_use]
    pub fn sifted_by(self, sifter: Sifter) -> Self {
        Self { sifter, ..self }
    }

    /// Forgets what was found in an incident, in the transaction in which it goes.
    pub async fn forget_in(&self, unit: &mut Unit, incident: Id) -> Result<u64, Failure> {
        store::sharing::forget(unit, incident).await?;
        store::forget(unit, incident).await
    }
}
