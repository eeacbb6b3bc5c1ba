//! Where the incidents of the demonstration happen: in the regions and at the kinds of facilities of which its stories tell, in
//! whatever register it was given.

use std::collections::BTreeMap;

use directory::{Directory, LegalCategory};
use vocabulary::{FinessNumber, Problem, Region};

use super::stories;

/// How many of each kind there are to choose from in each region.
const CHOICE: i64 = 40;

/// Some sites of the register, by where they stand and what they are.
pub(super) struct Places(BTreeMap<(Region, &'static str), Vec<FinessNumber>>);

impl Places {
    pub(super) async fn of(directory: &Directory) -> Result<Self, Problem> {
        let mut places: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (region, kind, number) in directory.samples(CHOICE).await? {
            places.entry((region, kind.code())).or_default().push(number);
        }
        Ok(Self(places))
    }

    /// A site for that place in the row; where the register has none such, the nearest to it. `roll` chooses among so many.
    pub(super) fn pick(&self, place: usize, roll: impl FnMut(u32) -> usize) -> Option<FinessNumber> {
        let (region, kind) = (stories::region(place), stories::kind(place));
        let of = |kind: LegalCategory, region: Option<Region>| -> Vec<FinessNumber> {
            let fits = |at: &Region, is: &str| is == kind.code() && region.is_none_or(|region| region == *at);
            self.0.iter().filter(|((at, is), _)| fits(at, is)).flat_map(|(_, found)| found).copied().collect()
        };
        let all = || self.0.values().flatten().copied().collect();
        let choices = [of(kind, region), of(kind, None), of(LegalCategory::HealthFacility, region), all()];
        let found = choices.into_iter().find(|found| !found.is_empty())?;
        let mut roll = roll;
        let chosen = roll(u32::try_from(found.len()).unwrap_or(1));
        found.get(chosen).copied()
    }
}
