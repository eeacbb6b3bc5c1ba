//! A CVE record, in the format of JSON that the programme publishes since version 5.0.

mod form;

use vocabulary::{Instant, Language};

use crate::{Broken, CveId, CweId, ProductName, Rating, Score, Vector, Version, reading};

/// The largest known weighs 350 KB.
const LARGEST: usize = 8 << 20;

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub cve: CveId,
    /// Whether it holds.
    pub state: State,
    /// Who gave the number, by short name: `siemens`.
    pub assigner: String,
    /// Its title, which half of them have.
    pub title: Option<String>,
    /// What it is; of a rejected one, why it was rejected.
    pub descriptions: Vec<Said>,
    /// What is touched.
    pub affected: Vec<Affected>,
    /// What kind of weakness it is.
    pub cwes: Vec<CweId>,
    /// How severe it is, by each who judged.
    pub cvss: Vec<Scored>,
    /// Where more is said, each address once.
    pub references: Vec<Reference>,
    /// When it appeared.
    pub published: Option<Instant>,
    /// When it last changed.
    pub updated: Option<Instant>,
    /// What helps while there is no remedy.
    pub workarounds: Vec<Said>,
    /// The remedy.
    pub solutions: Vec<Said>,
    /// What is known of its use.
    pub exploits: Vec<Said>,
    /// Where something stands that could not be taken over (a vector, a CWE or an address that is none), for the log: `containers.cna.metrics[0]`.
    pub left_out: Vec<String>,
}

impl Record {
    /// Reads one record. Unknown fields are passed over.
    pub fn read(bytes: &[u8]) -> Result<Self, Broken> {
        reading::document::<form::Document>(bytes, LARGEST)?.record()
    }

    /// The description for a reader: in that language, or else in English, or else the first.
    pub fn description(&self, language: Language) -> Option<&str> {
        let text = |tag: &str| self.descriptions.iter().find(|said| said.speaks(tag));
        text(language.tag())
            .or_else(|| text("en"))
            .or(self.descriptions.first())
            .map(|said| said.text.as_str())
    }

    /// The judgement to show first: the newest version of CVSS, and of it that of who gave the number.
    pub fn main_score(&self) -> Option<&Scored> {
        self.cvss.iter().max_by_key(|scored| (scored.vector.version(), scored.source == Source::Cna))
    }

    /// The products that it names, each once.
    pub fn products(&self) -> Vec<ProductName> {
        let mut names: Vec<_> = self.affected.iter().flat_map(Affected::names).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Whether a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It does.
    Published,
    /// It was withdrawn.
    Rejected,
}

impl State {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Rejected => "rejected",
        }
    }
}

/// A text in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The tag, small: `en`, `en-us`, `fr`.
    pub language: String,
    /// Plain text.
    pub text: String,
}

impl Said {
    /// It is in that language (two letters), of whatever country.
    fn speaks(&self, tag: &str) -> bool {
        self.language.split('-').next() == Some(tag)
    }
}

/// A product and which of its versions are touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Affected {
    /// Whose, as the record writes it; none when it only says `n/a`.
    pub vendor: Option<String>,
    /// Which, as the record writes it, or the name of its package.
    pub product: Option<String>,
    /// Versions, each with its status.
    pub versions: Vec<VersionRange>,
    /// The status of all other versions.
    pub default_status: Status,
    /// Names of it in CPE, as the record writes them.
    pub cpes: Vec<String>,
    /// Who says so.
    pub source: Source,
}

impl Affected {
    /// Its names, normal, each once: those of its CPEs, and that of its vendor and product.
    pub fn names(&self) -> Vec<ProductName> {
        let mut names: Vec<_> = self.cpes.iter().filter_map(|cpe| ProductName::from_cpe(cpe).ok()).collect();
        if let (Some(vendor), Some(product)) = (&self.vendor, &self.product) {
            names.extend(ProductName::new(vendor, product));
        }
        names.sort();
        names.dedup();
        names
    }
}

/// A version, or several from one to another, in the product's own numbering: nothing here compares them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRange {
    /// The first, or the only one when there is no end.
    pub from: String,
    /// The end, which is not of them; `*` is without end.
    pub less_than: Option<String>,
    /// The end, which is of them.
    pub less_than_or_equal: Option<String>,
    /// What is said of them.
    pub status: Status,
    /// The first version that is not touched, where the record says one: a change to `unaffected`, or the end of a range that is touched when
    /// all other versions are not.
    pub fixed: Option<String>,
}

/// What is said of a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Touched.
    Affected,
    /// Not touched.
    Unaffected,
    /// Nobody knows.
    #[default]
    Unknown,
}

impl Status {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Affected => "affected",
            Self::Unaffected => "unaffected",
            Self::Unknown => "unknown",
        }
    }
}

/// Who speaks in a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Who gave the number, often who made the product.
    Cna,
    /// Somebody who added to it afterwards, such as CISA.
    Adp,
}

impl Source {
    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cna => "cna",
            Self::Adp => "adp",
        }
    }
}

/// A judgement by CVSS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The vector, which holds the version, the base score and its severity, computed here.
    pub vector: Vector,
    /// The base score that the record gives, in rare cases another one.
    pub stated: Score,
    /// Who judged.
    pub source: Source,
    /// The same, by short name: `CISA-ADP`.
    pub by: String,
}

impl Scored {
    /// The version of CVSS.
    pub const fn version(&self) -> Version {
        self.vector.version()
    }

    /// The base score that the vector means.
    pub const fn score(&self) -> Score {
        self.vector.score()
    }

    /// The word for it.
    pub const fn severity(&self) -> Rating {
        self.vector.severity()
    }
}

/// An address where more is said: `http`, `https` or `ftp`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The address.
    pub url: String,
    /// What stands there, in the words of the format (`patch`, `vendor-advisory`, `exploit`); private words (`x_…`) are left out.
    pub tags: Vec<String>,
}
