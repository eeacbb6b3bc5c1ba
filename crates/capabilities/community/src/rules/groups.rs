//! Groups, and who comes in.

use access::Place;
use vocabulary::{Id, Instant};

/// How one comes into a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// At once.
    Open,
    /// When a steward says yes.
    Request,
    /// Brought in by a steward; to the others it does not exist.
    Hidden,
}

impl Entrance {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Request, Self::Hidden];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Request => "request",
            Self::Hidden => "hidden",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// What brings the people of a group together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// A region.
    Region,
    /// Hospitals that work together (groupement hospitalier de territoire).
    Ght,
    /// A profession.
    Profession,
    /// A product.
    Product,
    /// A theme.
    Theme,
}

impl GroupKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Region, Self::Ght, Self::Profession, Self::Product, Self::Theme];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Ght => "ght",
            Self::Profession => "profession",
            Self::Product => "product",
            Self::Theme => "theme",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its identity.
    pub id: Id,
    /// The end of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is for, in Markdown.
    pub purpose: String,
    /// What brings its people together.
    pub kind: GroupKind,
    /// How one comes in.
    pub access: Entrance,
    /// Since when nobody writes there any more.
    pub archived_at: Option<Instant>,
    /// Grows at each change.
    pub revision: i64,
}

impl Group {
    /// Where what is said in it stands.
    pub fn place(&self) -> Place {
        if self.access == Entrance::Open { Place::Open(self.id) } else { Place::Closed(self.id) }
    }
}
