//! States, places and marks of a sighting.

use vocabulary::{Refusal, Tlp};

macro_rules! codes {
    ($(#[doc = $of:literal])* $type:ident { $($(#[doc = $words:literal])* $name:ident = $code:literal,)* }) => {
        $(#[doc = $of])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $type { $($(#[doc = $words])* $name,)* }

        impl $type {
            /// Its stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
            /// The one of that name.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

pub mod addresses;
pub mod sharing;

codes! {
    /// What an indicator of an incident is worth.
    State {
        /// A trace.
        Active = "active",
        /// Somebody said that it is none, and why.
        FalsePositive = "false-positive",
        /// A warning list names it.
        Listed = "listed",
    }
}

codes! {
    /// Where it was found.
    Origin {
        /// In a version of the declaration.
        Declaration = "declaration",
        /// In a message of the structure.
        Message = "message",
        /// In a message of the cell to the structure.
        Answer = "answer",
        /// In a file of plain text.
        Attachment = "attachment",
        /// In the main courante.
        Journal = "journal",
        /// Typed by hand.
        Hand = "hand",
    }
}

/// The mark of what the house found by itself: for those who need to know (TLP:AMBER), and never more open than the
/// declaration that told of it.
pub fn first_mark(declared: Tlp) -> Tlp {
    declared.max(Tlp::Amber)
}

/// Who asks for another mark.
#[derive(Clone, Copy, Debug)]
pub struct Marking {
    /// The mark as it stands.
    pub now: Tlp,
    /// The mark under which it came.
    pub least: Tlp,
    /// Whether whoever asks typed the indicator.
    pub author: bool,
    /// Whether whoever asks gave the mark that stands.
    pub marker: bool,
}

/// Stricter at once, for everybody. More open only by who typed it; who made it stricter may take that back.
pub fn mark(marking: Marking, to: Tlp) -> Result<(), Refusal> {
    let back = marking.marker && to >= marking.least;
    if to >= marking.now || marking.author || back {
        Ok(())
    } else {
        Err(Refusal::new("mark-not-yours").at("tlp"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_tightened_by_anybody_and_loosened_by_its_author() {
        let found = Marking { now: Tlp::Amber, least: Tlp::Amber, author: false, marker: false };
        assert!(mark(found, Tlp::Red).is_ok() && mark(found, Tlp::Amber).is_ok());
        assert_eq!(mark(found, Tlp::Green).unwrap_err().code, "mark-not-yours");
        let tightened = Marking { now: Tlp::Red, marker: true, ..found };
        assert!(mark(tightened, Tlp::Amber).is_ok());
        assert!(mark(tightened, Tlp::Clear).is_err());
        assert!(mark(Marking { marker: false, ..tightened }, Tlp::Amber).is_err());
        assert!(mark(Marking { author: true, ..found }, Tlp::Clear).is_ok());
    }

    #[test]
    fn what_was_found_is_never_more_open_than_what_told_of_it() {
        for declared in Tlp::ALL {
            assert!(first_mark(declared) >= declared && first_mark(declared) >= Tlp::Amber);
        }
        assert_eq!(first_mark(Tlp::Clear), Tlp::Amber);
    }

    #[test]
    fn codes_lead_back() {
        for state in [State::Active, State::FalsePositive, State::Listed] {
            assert_eq!(State::from_code(state.code()), Some(state));
        }
        assert_eq!(Origin::from_code("hand"), Some(Origin::Hand));
        assert_eq!(Origin::from_code("guess"), None);
    }
}
