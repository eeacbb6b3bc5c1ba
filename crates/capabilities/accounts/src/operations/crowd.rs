//! Who waits for the hash of a password. In a flood most would wait longer than anybody does: they are told at once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use vocabulary::Refused;

/// What is told: seconds after which the crowd has thinned out.
const WAIT: u32 = 5;

/// Those who wait: few from one place, so that no place takes the room of all others.
#[derive(Clone)]
pub(super) struct Crowd {
    /// How many strangers in all.
    room: usize,
    /// How many under one name.
    each: usize,
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Default)]
struct Waiting {
    strangers: usize,
    by_name: BTreeMap<String, usize>,
}

/// Somebody's place among those who wait, theirs until it is dropped.
pub(super) struct Waits {
    crowd: Crowd,
    name: String,
    known: bool,
}

impl Crowd {
    pub(super) fn new(room: usize, each: usize) -> Self {
        Self { room, each, waiting: Arc::default() }
    }

    /// A stranger waits under the name of their place. A person known at a place waits under their own name there: no
    /// crowd of strangers, from there or from elsewhere, takes their turn.
    pub(super) fn enter(&self, place: &str, known: Option<&str>) -> Result<Waits, Refused> {
        let name = known.map_or_else(|| place.to_owned(), |person| format!("{person} {place}"));
        let mut waiting = self.lock();
        let under_it = waiting.by_name.get(&name).copied().unwrap_or_default();
        if under_it >= self.each {
            return Err(Refused::TooSoon(WAIT));
        }
        if known.is_none() && waiting.strangers >= self.room {
            return Err(Refused::Crowded(WAIT));
        }
        waiting.strangers += usize::from(known.is_none());
        waiting.by_name.insert(name.clone(), under_it + 1);
        Ok(Waits { crowd: self.clone(), name, known: known.is_some() })
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        let mut waiting = self.crowd.lock();
        waiting.strangers -= usize::from(!self.known);
        match waiting.by_name.get_mut(&self.name) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(waiting.by_name.remove(&self.name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abuse_h04_no_place_takes_the_room_of_others() {
        let crowd = Crowd::new(3, 2);
        let told = |place, known| crowd.enter(place, known).err();
        let here = [crowd.enter("here", None).unwrap(), crowd.enter("here", None).unwrap()];
        assert_eq!(told("here", None), Some(Refused::TooSoon(WAIT)), "their own doing");
        let there = crowd.enter("there", None).unwrap();
        assert_eq!(told("elsewhere", None), Some(Refused::Crowded(WAIT)), "the doing of others");
        let alix = [crowd.enter("here", Some("alix")).unwrap(), crowd.enter("here", Some("alix")).unwrap()];
        assert_eq!(told("here", Some("alix")), Some(Refused::TooSoon(WAIT)));
        assert_eq!(told("here", Some("robin")), None, "each known person has a turn of their own");
        drop((here, there, alix));
        let waiting = crowd.lock();
        assert!(waiting.by_name.is_empty() && waiting.strangers == 0);
    }
}
