//! Groups: what gathers them, how they are entered, and who keeps their door.

use access::Place;
use vocabulary::{Id, Instant, Refusal, Refused};

/// Characters of a name.
pub const NAME: usize = 80;
/// Characters of what a group is for.
pub const PURPOSE: usize = 2000;
/// Characters of why somebody asks to enter.
pub const WORDS: usize = 500;

/// What gathers a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKind {
    /// A region.
    Region,
    /// A group of hospitals of one territory.
    Ght,
    /// A profession.
    Profession,
    /// Those who run the same product.
    Product,
    /// A theme.
    Theme,
}

impl GroupKind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Region, Self::Ght, Self::Profession, Self::Product, Self::Theme];

    /// As stored, and in the keys of words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Ght => "ght",
            Self::Profession => "profession",
            Self::Product => "product",
            Self::Theme => "theme",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How a group is entered, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entrance {
    /// By every member, at once.
    Open,
    /// By those whose request a keeper of the group accepts.
    Request,
    /// By those whom a keeper brings in; to others it does not exist.
    Hidden,
}

impl Entrance {
    /// All, the widest first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Request, Self::Hidden];

    /// As stored, and in the keys of words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Request => "request",
            Self::Hidden => "hidden",
        }
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.code() == code)
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its identity.
    pub id: Id,
    /// The end of its address.
    pub slug: String,
    /// How people call it.
    pub name: String,
    /// What it is for, in Markdown.
    pub purpose: String,
    /// What gathers it.
    pub kind: GroupKind,
    /// How one comes in.
    pub access: Entrance,
    /// Since when nobody writes there any more.
    pub archived_at: Option<Instant>,
    /// Grows at each change.
    pub revision: i64,
}

impl Group {
    /// What is said there is said in this place.
    pub const fn place(&self) -> Place {
        match self.access {
            Entrance::Open => Place::Open(self.id),
            Entrance::Request | Entrance::Hidden => Place::Closed(self.id),
        }
    }
}

/// Somebody before a group, as far as its rules look at them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Visitor {
    /// Whether they entered.
    pub joined: bool,
    /// Whether they asked to.
    pub asked: bool,
    /// Whether they keep its door.
    pub steward: bool,
    /// Whether they moderate the private space.
    pub moderates: bool,
    /// Whether they are of the cell.
    pub cell: bool,
}

impl Visitor {
    /// Whether the group exists for them.
    pub const fn sees(self, door: Entrance) -> bool {
        self.joined || self.moderates || !matches!(door, Entrance::Hidden)
    }

    /// Whether they may read there at all; what exactly, the mark of each message says.
    pub const fn reads(self, door: Entrance) -> bool {
        self.joined || self.moderates || matches!(door, Entrance::Open)
    }

    /// Whether they decide who enters, and who must leave.
    pub const fn keeps(self) -> bool {
        self.steward || self.moderates
    }

    /// Whether they change what the group is.
    pub const fn changes(self) -> bool {
        self.cell || self.moderates
    }

    /// What becomes of somebody who wants to enter.
    pub fn enter(self, group: &Group) -> Result<Entry, Refused> {
        let refuse = |code| Err(Refused::Conflict(Refusal::new(code)));
        match (self, group.access) {
            _ if !self.sees(group.access) => Err(Refused::NotFound),
            _ if group.archived_at.is_some() => refuse("group-archived"),
            (Self { joined: true, .. }, _) => refuse("group-joined"),
            // Who moderates is not asked to wait for a keeper.
            (_, Entrance::Open) | (Self { moderates: true, .. }, _) => Ok(Entry::Joined),
            (Self { asked: true, .. }, _) => refuse("group-asked"),
            (_, Entrance::Request | Entrance::Hidden) => Ok(Entry::Asked),
        }
    }
}

/// What became of somebody who wanted to enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// They are in.
    Joined,
    /// They wait for a keeper of the group.
    Asked,
}

/// A group as somebody types it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedGroup {
    /// How people will call it.
    pub name: String,
    /// What it is for, in Markdown.
    pub purpose: String,
    /// The code of what gathers it.
    pub kind: String,
    /// The code of how it is entered.
    pub access: String,
}

/// The same, once it is acceptable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// How people call it.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// What gathers it.
    pub kind: GroupKind,
    /// How it is entered.
    pub access: Entrance,
}

impl Described {
    /// What was typed, or everything that is wrong with it.
    pub fn read(typed: &TypedGroup) -> Result<Self, Refused> {
        let mut wrong = Vec::new();
        let mut keep = |read: Result<String, Refusal>, field: &'static str| {
            read.map_err(|refusal| wrong.push(refusal.at(field))).unwrap_or_default()
        };
        let name = keep(name(&typed.name), "name");
        let purpose = keep(purpose(&typed.purpose), "purpose");
        let (kind, access) = (GroupKind::from_code(&typed.kind), Entrance::from_code(&typed.access));
        for (lacks, typed, field) in
            [(kind.is_none(), &typed.kind, "kind"), (access.is_none(), &typed.access, "access")]
        {
            if lacks {
                let code = if typed.is_empty() { "required" } else { "not-a-choice" };
                wrong.push(Refusal::new(code).at(field));
            }
        }
        match (kind, access) {
            (Some(kind), Some(access)) if wrong.is_empty() => Ok(Self { name, purpose, kind, access }),
            _ => Err(Refused::Invalid(wrong)),
        }
    }
}

/// A line that can be read: what cannot be seen is left out, and white space is one space.
fn name(typed: &str) -> Result<String, Refusal> {
    let line: String = said(typed, NAME * 4)?.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() {
        0 => Err(Refusal::new("required")),
        length if length > NAME => Err(Refusal::new("too-long").with("max", NAME.to_string())),
        _ => Ok(line),
    }
}

fn purpose(typed: &str) -> Result<String, Refusal> {
    let text = said(typed, PURPOSE)?;
    if text.trim().is_empty() { Err(Refusal::new("required")) } else { Ok(text.trim().to_owned()) }
}

/// Why somebody asks to enter.
pub fn request_words(typed: &str) -> Result<String, Refusal> {
    Ok(said(typed, WORDS)?.trim().to_owned())
}

/// A text as Markdown reads it, no longer than that.
fn said(typed: &str, most: usize) -> Result<String, Refusal> {
    let too_long = || Refusal::new("too-long").with("max", most.to_string());
    let text = markdown::Text::parse(typed).map_err(|refusal| match refusal.code {
        "too-long" => too_long(),
        _ => refusal,
    })?;
    let source = text.source();
    if source.chars().count() > most { Err(too_long()) } else { Ok(source.to_owned()) }
}

/// Whether a group may be entered in that other way. A door closes at any time. It opens wider only while nothing was said behind it:
/// whoever wrote for those who were let in did not write for whoever comes.
pub fn reopened(before: Entrance, after: Entrance, said: bool) -> Result<(), Refusal> {
    // Between a request and an invitation, somebody decides in both cases.
    if after == Entrance::Open && before != Entrance::Open && said {
        return Err(Refusal::new("group-opens").at("access"));
    }
    Ok(())
}

/// The end of the address of a new group. That of a hidden one says nothing of what it is: addresses travel further than pages.
pub fn address(described: &Described, id: Id) -> String {
    let short: String = id.to_string().chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let named = vocabulary::slug(&described.name);
    match described.access {
        Entrance::Hidden => format!("g-{short}"),
        _ if named.is_empty() => format!("g-{short}"),
        _ => named,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn group(access: Entrance) -> Group {
        Group {
            id: Id::from_random([1; 16]),
            slug: "bretagne".into(),
            name: "Bretagne".into(),
            purpose: "Entre nous.".into(),
            kind: GroupKind::Region,
            access,
            archived_at: None,
            revision: 1,
        }
    }

    const NOBODY: Visitor =
        Visitor { joined: false, asked: false, steward: false, moderates: false, cell: false };

    /// Who, before which door: whether the group is there for them, whether they read in it, whether they keep it, change it.
    #[test]
    fn who_may_do_what_with_a_group_is_one_table() {
        let joined = Visitor { joined: true, ..NOBODY };
        let steward = Visitor { steward: true, ..joined };
        let moderator = Visitor { moderates: true, ..NOBODY };
        let cell = Visitor { cell: true, ..NOBODY };
        for (who, door, expected) in [
            (NOBODY, Entrance::Open, [true, true, false, false]),
            (NOBODY, Entrance::Request, [true, false, false, false]),
            (NOBODY, Entrance::Hidden, [false, false, false, false]),
            (joined, Entrance::Request, [true, true, false, false]),
            (joined, Entrance::Hidden, [true, true, false, false]),
            (steward, Entrance::Hidden, [true, true, true, false]),
            (moderator, Entrance::Hidden, [true, true, true, true]),
            (cell, Entrance::Open, [true, true, false, true]),
            (cell, Entrance::Request, [true, false, false, true]),
            (cell, Entrance::Hidden, [false, false, false, true]),
        ] {
            assert_eq!(
                [who.sees(door), who.reads(door), who.keeps(), who.changes()],
                expected,
                "{who:?} {door:?}"
            );
        }
    }

    #[test]
    fn one_enters_at_once_or_asks_or_sees_nothing() {
        let asked = Visitor { asked: true, ..NOBODY };
        let joined = Visitor { joined: true, ..NOBODY };
        let moderator = Visitor { moderates: true, ..NOBODY };
        assert_eq!(NOBODY.enter(&group(Entrance::Open)).unwrap(), Entry::Joined);
        assert_eq!(NOBODY.enter(&group(Entrance::Request)).unwrap(), Entry::Asked);
        assert_eq!(NOBODY.enter(&group(Entrance::Hidden)).unwrap_err(), Refused::NotFound);
        assert_eq!(moderator.enter(&group(Entrance::Hidden)).unwrap(), Entry::Joined);
        let code = |refused| match refused {
            Refused::Conflict(refusal) => refusal.code,
            other => panic!("{other:?}"),
        };
        assert_eq!(code(asked.enter(&group(Entrance::Request)).unwrap_err()), "group-asked");
        assert_eq!(asked.enter(&group(Entrance::Open)).unwrap(), Entry::Joined, "it opened meanwhile");
        assert_eq!(code(joined.enter(&group(Entrance::Request)).unwrap_err()), "group-joined");
        let archived = Group { archived_at: Some(Instant::from_millis(9)), ..group(Entrance::Open) };
        assert_eq!(code(NOBODY.enter(&archived).unwrap_err()), "group-archived");
        let gone = Group { access: Entrance::Hidden, ..archived };
        assert_eq!(NOBODY.enter(&gone).unwrap_err(), Refused::NotFound, "nothing is told of it");
    }

    #[test]
    fn a_door_opens_wider_only_before_anything_was_said() {
        for before in Entrance::ALL {
            for after in Entrance::ALL {
                let widens = after == Entrance::Open && before != Entrance::Open;
                assert!(reopened(before, after, false).is_ok());
                assert_eq!(reopened(before, after, true).is_err(), widens, "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let typed = TypedGroup { name: " \u{202e} ".into(), kind: "club".into(), ..TypedGroup::default() };
        let Err(Refused::Invalid(wrong)) = Described::read(&typed) else { panic!("accepted") };
        let said: Vec<_> = wrong.iter().map(|r| (r.field.as_deref().unwrap(), r.code)).collect();
        let expected =
            [("name", "required"), ("purpose", "required"), ("kind", "not-a-choice"), ("access", "required")];
        assert_eq!(said, expected);
        let typed = TypedGroup {
            name: "  RSSI\n de  Bretagne ".into(),
            purpose: "Entre **nous**.\r\n".into(),
            kind: "region".into(),
            access: "request".into(),
        };
        let read = Described::read(&typed).unwrap();
        assert_eq!((read.name.as_str(), read.purpose.as_str()), ("RSSI de Bretagne", "Entre **nous**."));
        assert_eq!(address(&read, Id::from_random([1; 16])), "rssi-de-bretagne");
        let hidden = Described { access: Entrance::Hidden, ..read };
        assert!(!address(&hidden, Id::from_random([1; 16])).contains("bretagne"), "it says nothing of it");
    }

    proptest! {
        #[test]
        fn whatever_the_name_its_address_is_one(name in ".{1,90}", hidden in any::<bool>()) {
            let access = if hidden { Entrance::Hidden } else { Entrance::Open };
            let described = Described { name, purpose: String::new(), kind: GroupKind::Theme, access };
            let made = address(&described, Id::from_random([9; 16]));
            prop_assert!(vocabulary::is_slug(&made), "{made}");
        }
    }
}
