//! Groups: who may come in, and who reads what is said there.

use access::{Caller, Seat};
use storage::Unit;
use vocabulary::{Id, Problem, Refused};

use super::Community;
use crate::{
    rules::{Entrance, Group},
    store::{
        self,
        groups::{GroupLine, Sitting},
    },
};

/// A group, and how the caller stands to it.
#[derive(Clone, Debug)]
pub struct Inside {
    /// The group.
    pub group: Group,
    /// How the caller sits there; `None` when they do not.
    pub seat: Option<Sitting>,
    /// How many joined it.
    pub people: i64,
    /// Whether the caller may write there.
    pub writes: bool,
    /// Whether the caller decides who comes in.
    pub decides: bool,
}

impl Community {
    /// The groups that exist for the caller, by name.
    pub async fn groups(&self, caller: &Caller) -> Result<Vec<GroupLine>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let mut lines = store::groups::lines(&mut unit, seat.account()).await?;
        lines.retain(|line| exists(&seat, &line.group, line.seat.as_ref()));
        Ok(lines)
    }

    /// One of them.
    pub async fn group(&self, caller: &Caller, slug: &str) -> Result<Inside, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        self.inside(&mut unit, &seat, slug).await
    }

    /// The same, inside a transaction.
    pub(crate) async fn inside(&self, unit: &mut Unit, seat: &Seat, slug: &str) -> Result<Inside, Problem> {
        let group = store::groups::by_slug(unit, slug).await?.ok_or(Refused::NotFound)?;
        self.entered(unit, seat, group).await
    }

    /// The same, of a group that is known.
    pub(crate) async fn inside_of(&self, unit: &mut Unit, seat: &Seat, id: Id) -> Result<Inside, Problem> {
        let group = store::groups::by_id(unit, id).await?.ok_or(Refused::NotFound)?;
        self.entered(unit, seat, group).await
    }

    async fn entered(&self, unit: &mut Unit, seat: &Seat, group: Group) -> Result<Inside, Problem> {
        let sitting = match seat.account() {
            Some(account) => store::groups::seat(unit, group.id, account).await?,
            None => None,
        };
        if !exists(seat, &group, sitting.as_ref()) {
            return Err(Refused::NotFound.into());
        }
        let people = store::groups::people(unit, group.id).await?;
        let joined = sitting.as_ref().filter(|sitting| sitting.joined);
        Ok(Inside {
            writes: joined.is_some() && group.archived_at.is_none(),
            decides: seat.moderates() || joined.is_some_and(|sitting| sitting.steward),
            group,
            seat: sitting,
            people,
        })
    }
}

/// Whether a group exists for somebody.
fn exists(seat: &Seat, group: &Group, sitting: Option<&Sitting>) -> bool {
    group.access != Entrance::Hidden || seat.moderates() || sitting.is_some_and(|sitting| sitting.joined)
}
