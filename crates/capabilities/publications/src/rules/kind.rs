//! The five kinds.

/// What sort of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A flaw or a threat, whom it touches, what to do by when.
    Alert,
    /// Several items of a period or a theme.
    Bulletin,
    /// Something to know.
    News,
    /// What to do in the first hour, for one kind of incident.
    Card,
    /// Good practice, longer.
    Guide,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Alert, Self::Bulletin, Self::News, Self::Card, Self::Guide];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Bulletin => "bulletin",
            Self::News => "news",
            Self::Card => "card",
            Self::Guide => "guide",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the year of its first publication stands in its address, and it is read the latest first. Cards and guides are
    /// read by their titles, whatever their age.
    pub const fn is_dated(self) -> bool {
        matches!(self, Self::Alert | Self::Bulletin | Self::News)
    }
}
