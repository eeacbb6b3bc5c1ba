//! Scales and marks: severity, response level, TLP.

/// A value outside its scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("outside the scale")]
pub struct OutOfScale;

/// How grave an incident is, 1 (least) to 5, as the cell judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Severity(u8);

impl Severity {
    /// From 1 to 5.
    pub fn new(value: i64) -> Result<Self, OutOfScale> {
        u8::try_from(value).ok().filter(|v| (1..=5).contains(v)).map(Self).ok_or(OutOfScale)
    }
    /// 1 to 5.
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// How far the answer goes, 0 (information) to 4 (national crisis).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseLevel(u8);

impl ResponseLevel {
    /// From 0 to 4.
    pub fn new(value: i64) -> Result<Self, OutOfScale> {
        u8::try_from(value).ok().filter(|v| *v <= 4).map(Self).ok_or(OutOfScale)
    }
    /// 0 to 4.
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// Traffic Light Protocol 2.0 (FIRST): who may read. Ordered from the most open to the strictest, which is what a thing
/// that nobody marked is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tlp {
    /// TLP:CLEAR, the world.
    Clear,
    /// TLP:GREEN, the community.
    Green,
    /// TLP:AMBER, the recipient's organisation and its clients, on a need-to-know basis.
    Amber,
    /// TLP:AMBER+STRICT, the recipient's organisation only.
    AmberStrict,
    /// TLP:RED, the named recipients only.
    #[default]
    Red,
}

impl Tlp {
    /// All, the most open first.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// As stored and as the standard writes it, without `TLP:`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Clear => "CLEAR",
            Self::Green => "GREEN",
            Self::Amber => "AMBER",
            Self::AmberStrict => "AMBER+STRICT",
            Self::Red => "RED",
        }
    }

    /// As addresses, keys of words and styles name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber-strict",
            Self::Red => "red",
        }
    }

    /// Reads a label, with or without `TLP:`. `None` for anything else: in doubt, the caller must choose the strictest.
    pub fn parse(text: &str) -> Option<Self> {
        let label = text.trim().to_ascii_uppercase();
        let label = label.strip_prefix("TLP:").unwrap_or(&label);
        Self::ALL.into_iter().find(|tlp| tlp.label() == label)
    }
}

impl serde::Serialize for Tlp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.label())
    }
}

impl<'de> serde::Deserialize<'de> for Tlp {
    /// What is no label is the strictest.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?).unwrap_or_default())
    }
}
