//! What was open at a moment, past or present, within a caller's reach.

use std::collections::BTreeMap;

use access::{Caller, Resource, permit};
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Region};

use crate::{Incidents, Past, rules::State, store::history};

/// The most that a situation lists.
const MOST: i64 = 2000;

/// A situation.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The incidents that were open, the gravest first; exercises too.
    pub open: Vec<Past>,
    /// How many were declared in the day before, and in the week before; exercises not counted.
    pub declared: (i64, i64),
}

const DAY: i64 = 24 * 3600;

impl Incidents {
    /// What was open at a moment: of one region, or of all that the caller reaches. A region out of reach is not found, as
    /// one that does not exist. Whoever asks writes down that it was seen.
    pub async fn situation_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        at: Instant,
        region: Option<Region>,
    ) -> Result<Situation, Problem> {
        let scope = access::scope::<permit::IncidentRead>(caller)?;
        if region.is_some() {
            access::decide::<permit::IncidentRead>(caller, &Resource { region, ..Resource::default() })?;
        }
        let open = history::open_at(unit, &scope, at, region, MOST).await?;
        let day = history::declared_between(unit, &scope, (at.plus_seconds(-DAY), at), region).await?;
        let week = history::declared_between(unit, &scope, (at.plus_seconds(-7 * DAY), at), region).await?;
        Ok(Situation { open, declared: (day, week) })
    }

    /// Where some incidents were in their lives at a moment, as far as that is kept; for who has found them within reach.
    pub async fn states_in(unit: &mut Unit, ids: &[Id], at: Instant) -> Result<BTreeMap<Id, State>, Failure> {
        history::states_at(unit, ids, at).await
    }
}
