//! A pasted list of FINESS numbers: looked at first, then all of it or nothing.

use access::{Caller, permit};
use directory::{Directory, Listed};
use serde_json::json;
use storage::Unit;
use vocabulary::{FinessNumber, Id, Problem, Refusal, Refused};

use super::Events;
use crate::{
    rules::{self, Stance},
    store::{self, Said},
};

/// A number of a list that is right.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// The number.
    pub finess: FinessNumber,
    /// As the register knows it.
    pub listed: Listed,
    /// Whether it is of the event already.
    pub known: bool,
}

/// A list, looked through.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// What is right, in its order.
    pub right: Vec<Pasted>,
    /// What is not: its line, what stands there, why.
    pub wrong: Vec<(usize, String, Refusal)>,
}

impl Events {
    /// Looks a list through: nothing is kept.
    pub async fn check(&self, caller: &Caller, id: Id, text: &str) -> Result<Checked, Problem> {
        let mut unit = self.desk.store.read().await?;
        super::national::<permit::IncidentHandle>(caller)?;
        store::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        self.check_in(&mut unit, id, text).await
    }

    async fn check_in(&self, unit: &mut Unit, id: Id, text: &str) -> Result<Checked, Problem> {
        let items = rules::items(text);
        rules::most(items.len()).map_err(Refused::invalid)?;
        if items.is_empty() {
            return Err(Refused::invalid(Refusal::new("required").at("numbers")).into());
        }
        let here: Vec<FinessNumber> =
            store::said(unit, id).await?.into_iter().map(|said| said.facility).collect();
        let mut checked = Checked::default();
        for item in items {
            let found = match item.read {
                Ok(number) => Directory::find_in(unit, number)
                    .await?
                    .map(|listed| (number, listed))
                    .ok_or_else(|| Refusal::new("finess-unknown")),
                Err(refusal) => Err(refusal),
            };
            match found {
                Ok((finess, listed)) => {
                    checked.right.push(Pasted { finess, listed, known: here.contains(&finess) });
                }
                Err(refusal) => checked.wrong.push((item.line, item.text, refusal)),
            }
        }
        Ok(checked)
    }

    /// Writes down, of all facilities of a list, that they are touched, are not, or that nobody knows; of none when anything in the
    /// list is wrong.
    pub async fn paste(&self, caller: &Caller, id: Id, text: &str, stance: Stance) -> Result<usize, Problem> {
        let mut unit = self.desk.store.write().await?;
        self.open_to::<permit::IncidentHandle>(&mut unit, caller, id).await?;
        let checked = self.check_in(&mut unit, id, text).await?;
        if !checked.wrong.is_empty() {
            let refusal = Refusal::new("finess-some-wrong").with("count", checked.wrong.len().to_string());
            return Err(Refused::invalid(refusal.at("numbers")).into());
        }
        for one in &checked.right {
            let said = Said { facility: one.finess, stance, at: self.desk.now(), author: caller.author() };
            store::say(&mut unit, id, &said).await?;
        }
        let count = checked.right.len();
        self.note(&mut unit, caller, id, ("pasted", count.to_string()));
        let detail = json!({ "facilities": count, "stance": stance.code() });
        self.trace(&mut unit, caller, ("event.pasted", id), detail).await?;
        unit.commit().await?;
        Ok(count)
    }
}
