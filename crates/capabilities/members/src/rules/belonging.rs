//! How long somebody belongs, what they owe meanwhile, and by which name the others call them.

use std::collections::{BTreeMap, BTreeSet};

use vocabulary::{Id, Instant, slug};

use super::Duty;

/// Seconds after which somebody must have confirmed again: a year.
pub const CONFIRMED_FOR: i64 = 365 * 24 * 3600;
/// Seconds before that at which they are reminded: thirty days.
pub const REMINDED_BEFORE: i64 = 30 * 24 * 3600;
/// Letters of a handle, without the figure that tells namesakes apart.
const LONGEST: usize = 60;

/// As what somebody belongs to the private space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// They do not.
    Nowhere,
    /// As a member.
    Member,
    /// By what they are: of the cell, or who moderates.
    House,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// They left.
    Left,
    /// The cell removed them.
    Removed,
    /// They did not confirm.
    Lapsed,
    /// Their account was closed, or lost the role.
    Closed,
}

impl Ending {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Left, Self::Removed, Self::Lapsed, Self::Closed];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Removed => "removed",
            Self::Lapsed => "lapsed",
            Self::Closed => "closed",
        }
    }

    /// The ending of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.code() == code)
    }
}

/// What is known of somebody who belongs, as far as it decides what they owe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// When they last confirmed; `None` when they never said where they work.
    pub confirmed: Option<Instant>,
    /// The last version of the code of conduct that they accepted; 0 for none.
    pub charter: i64,
}

/// What a member owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// To accept this version of the code of conduct.
    Charter(i64),
    /// To say where they work: they were made a member without it.
    Details,
    /// To confirm that all is as it was, before that moment.
    Confirmation {
        /// When it ends otherwise.
        until: Instant,
        /// Whether that has passed.
        late: bool,
    },
}

impl Due {
    /// Whether nothing can be written before it is done.
    pub const fn stands_in_the_way(self) -> bool {
        !matches!(self, Self::Confirmation { late: false, .. })
    }
}

/// Until when what was confirmed then holds.
pub const fn confirmed_until(at: Instant) -> Instant {
    at.plus_seconds(CONFIRMED_FOR)
}

/// What a member owes now, under this version of the code of conduct.
pub fn due(held: &Held, charter: i64, now: Instant) -> Vec<Due> {
    let mut due = Vec::new();
    if held.charter < charter {
        due.push(Due::Charter(charter));
    }
    match held.confirmed.map(confirmed_until) {
        None => due.push(Due::Details),
        Some(until) if until.seconds_since(now) <= REMINDED_BEFORE => {
            due.push(Due::Confirmation { until, late: until <= now });
        }
        Some(_) => {}
    }
    due
}

/// Whether somebody who confirmed then, and was last reminded then, is to be reminded now.
pub fn reminds(confirmed: Instant, reminded: Option<Instant>, now: Instant) -> bool {
    let left = confirmed_until(confirmed).seconds_since(now);
    left > 0 && left <= REMINDED_BEFORE && reminded.is_none_or(|reminded| reminded < confirmed)
}

/// The name by which the others call somebody, unlike those that are taken.
pub fn handle(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let first = base(name);
    let mut handle = first.clone();
    let mut number = 1_u32;
    while taken(&handle) {
        number += 1;
        handle = format!("{first}-{number}");
    }
    handle
}

/// The same for several, in their order, so that each of them has one of their own.
pub fn handles_of(people: &[(Id, String)], taken: &BTreeSet<String>) -> BTreeMap<Id, String> {
    let mut taken = taken.clone();
    let mut handles = BTreeMap::new();
    for (id, name) in people {
        let own = handle(name, |handle| taken.contains(handle));
        taken.insert(own.clone());
        handles.insert(*id, own);
    }
    handles
}

fn base(name: &str) -> String {
    let mut own = slug(name);
    own.truncate(LONGEST);
    let own = own.trim_matches('-');
    if own.is_empty() { "membre".to_owned() } else { own.to_owned() }
}

impl Duty {
    /// As it is searched, without the words of pages.
    pub(crate) const fn searched(self) -> &'static str {
        match self {
            Self::Rssi => "rssi ciso sécurité",
            Self::Dsi => "dsi cio informatique",
            Self::Biomedical => "biomédical biomedical",
            Self::Dpo => "dpo données",
            Self::Director => "direction director directeur",
            Self::Other => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vocabulary::is_slug;

    use super::*;

    const DAY: i64 = 24 * 3600;

    fn day(days: i64) -> Instant {
        Instant::from_millis(days * DAY * 1000)
    }

    #[test]
    fn what_is_owed_is_one_table() {
        let held = |confirmed: Option<i64>, charter| Held { confirmed: confirmed.map(day), charter };
        let confirmation = |late| Due::Confirmation { until: day(365), late };
        for (held, now, expected) in [
            (held(Some(0), 2), 100, vec![]),
            (held(Some(0), 3), 334, vec![]),
            (held(Some(0), 2), 335, vec![confirmation(false)]),
            (held(Some(0), 2), 365, vec![confirmation(true)]),
            (held(Some(0), 1), 100, vec![Due::Charter(2)]),
            (held(Some(0), 0), 400, vec![Due::Charter(2), confirmation(true)]),
            (held(None, 2), 100, vec![Due::Details]),
            (held(None, 0), 100, vec![Due::Charter(2), Due::Details]),
        ] {
            let owed = due(&held, 2, day(now));
            assert_eq!(owed, expected, "{held:?} on day {now}");
        }
        let block = [Due::Charter(2), Due::Details, confirmation(true)];
        assert!(block.into_iter().all(Due::stands_in_the_way) && !confirmation(false).stands_in_the_way());
    }

    #[test]
    fn one_is_reminded_once_a_year() {
        for (reminded, now, expected) in [
            (None, 334, false),
            (None, 335, true),
            (None, 364, true),
            (None, 365, false),
            (Some(335), 340, false),
            (Some(-30), 335, true),
        ] {
            assert_eq!(reminds(day(0), reminded.map(day), day(now)), expected, "{reminded:?} {now}");
        }
    }

    #[test]
    fn namesakes_are_told_apart() {
        assert_eq!(handle("Camille Bouclier", |_| false), "camille-bouclier");
        assert_eq!(handle("Camille Bouclier", |own| own == "camille-bouclier"), "camille-bouclier-2");
        assert_eq!(handle("緊急", |_| false), "membre");
        let people: Vec<(Id, String)> =
            (1..4).map(|byte| (Id::from_random([byte; 16]), "Alix".to_owned())).collect();
        let taken = ["alix-2".to_owned()].into();
        let own: Vec<String> = handles_of(&people, &taken).into_values().collect();
        assert_eq!(own, ["alix", "alix-3", "alix-4"]);
    }

    proptest! {
        #[test]
        fn a_handle_stands_in_an_address_and_is_nobody_elses(
            name in "\\PC{0,200}", taken in proptest::collection::btree_set("[a-z]{1,3}(-[2-4])?", 0..6)
        ) {
            let own = handle(&name, |handle| taken.contains(handle));
            prop_assert!(is_slug(&own) && !taken.contains(&own), "{own}");
        }
    }
}
