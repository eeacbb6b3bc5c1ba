//! What a version says: words in one language or two, and facts that are the same in both. Stored as JSON, so that a version
//! that was published stays what it was.

use declarations::rules::clean_text;
use serde::{Deserialize, Serialize};
use vocabulary::{Language, Tlp};

/// All that a version says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Who may read (TLP 2.0).
    pub tlp: Tlp,
    /// How grave, 1 to 5; alerts only.
    pub severity: Option<u8>,
    /// The words.
    pub texts: Texts,
    /// What an alert states.
    pub facts: Facts,
    /// What a bulletin covers.
    pub period: Option<Period>,
    /// Which answers to "what does it look like?" lead to a card.
    pub kinds: Vec<String>,
    /// What it was checked against.
    pub sources: Vec<Source>,
}

/// The words: French always, English when somebody wrote it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// French, the source.
    pub fr: Words,
    /// English.
    pub en: Words,
}

impl Texts {
    /// The words of a language, as they are.
    pub const fn of(&self, language: Language) -> &Words {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }

    /// The same, to be changed.
    pub const fn of_mut(&mut self, language: Language) -> &mut Words {
        match language {
            Language::Fr => &mut self.fr,
            Language::En => &mut self.en,
        }
    }

    /// The words for a reader of a language, and the language that they are in: French where nobody translated.
    pub fn for_reader(&self, language: Language) -> (&Words, Language) {
        if self.of(language).is_empty() { (&self.fr, Language::Fr) } else { (self.of(language), language) }
    }
}

/// The words in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// At most [`Words::TITLE`] characters.
    pub title: String,
    /// One sentence of at most [`Words::SUMMARY`] characters.
    pub summary: String,
    /// Markdown, of at most [`Words::BODY`] characters.
    pub body: String,
    /// The wished end of its address; made of the title when empty.
    pub slug: String,
}

impl Words {
    /// Characters of a title.
    pub const TITLE: usize = 120;
    /// Characters of a summary.
    pub const SUMMARY: usize = 300;
    /// Characters of a body.
    pub const BODY: usize = 100_000;

    /// Whether nothing was written.
    pub const fn is_empty(&self) -> bool {
        self.title.is_empty() && self.summary.is_empty() && self.body.is_empty()
    }
}

/// What an alert states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// What is touched.
    pub products: Vec<Touched>,
    /// `CVE-2026-12345`.
    pub cves: Vec<String>,
    /// `CWE-79`.
    pub cwes: Vec<String>,
    /// Vectors of v3.1 and v4.0.
    pub cvss: Vec<CvssVector>,
    /// Whether attackers use it.
    pub exploited: Option<Exploited>,
    /// How likely it is used within thirty days (EPSS).
    pub epss: Option<Likelihood>,
    /// Whether a patch is there.
    pub patch: Availability,
    /// Whether one can live without it meanwhile.
    pub workaround: Availability,
    /// A medical device is touched.
    pub medical_device: bool,
    /// How widespread it is in the sector.
    pub prevalence: Prevalence,
    /// By which day to act: `2026-12-01`.
    pub act_by: Option<String>,
}

/// A product that is touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Touched {
    /// As the vendor names itself.
    pub vendor: String,
    /// As the vendor names it.
    pub product: String,
    /// The versions touched, in words: `< 10.2.3`.
    pub versions: String,
    /// The first version that is mended; empty when there is none yet.
    pub fixed: String,
}

/// A vector of CVSS.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CvssVector {
    /// `CVSS:3.1/AV:N/…` or `CVSS:4.0/…`.
    pub vector: String,
    /// Which of the flaws it is about; empty when it is about all.
    pub cve: String,
}

/// That attackers use a flaw.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exploited {
    /// Since which day it stands in CISA's catalogue of what is exploited (KEV): `2026-11-20`; empty when somebody else says so.
    pub kev_since: String,
    /// Whether ransomware campaigns are known to use it.
    pub ransomware: bool,
}

/// A score of EPSS (FIRST), in parts per million so that it is kept exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Likelihood {
    /// The probability.
    pub probability: u32,
    /// The share of flaws that score no higher.
    pub percentile: u32,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// Nobody knows.
    #[default]
    Unknown,
    /// It is.
    Yes,
    /// For some versions.
    Partly,
    /// It is not.
    No,
}

impl Availability {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Yes, Self::Partly, Self::No];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// That of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// How widespread something is in the sector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prevalence {
    /// Nobody knows.
    #[default]
    Unknown,
    /// A few facilities.
    Rare,
    /// Many.
    Common,
    /// Nearly all.
    Widespread,
}

impl Prevalence {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Rare, Self::Common, Self::Widespread];

    /// Stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Rare => "rare",
            Self::Common => "common",
            Self::Widespread => "widespread",
        }
    }

    /// That of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// From a day to a day, both within: `2026-11-01`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Period {
    /// The first day.
    pub from: String,
    /// The last day.
    pub to: String,
}

/// What a text was checked against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub publisher: String,
    /// Where it is; empty when it is in no place that everybody reaches.
    pub url: String,
}

/// What is being written: the next version, and what to say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The next version.
    pub content: Content,
    /// What changed since the last one, in French; required once there is one.
    pub change_fr: String,
    /// The same in English.
    pub change_en: String,
    /// Whether those who were told of the last version are told of this one. What is published first is always told.
    pub tell: bool,
}

impl Draft {
    /// Characters of what changed.
    pub const CHANGE: usize = 500;
}

impl Draft {
    /// Cleans what was typed: no control, no mark of direction, no blank at the ends.
    pub fn clean(&mut self) {
        let Self { content, change_fr, change_en, tell: _ } = self;
        let Content { tlp: _, severity: _, texts, facts, period, kinds: _, sources } = content;
        let mut typed: Vec<&mut String> = vec![change_fr, change_en];
        for Words { title, summary, body, slug } in [&mut texts.fr, &mut texts.en] {
            typed.extend([title, summary, body, slug]);
        }
        for Touched { vendor, product, versions, fixed } in &mut facts.products {
            typed.extend([vendor, product, versions, fixed]);
        }
        typed.extend(facts.cves.iter_mut().chain(&mut facts.cwes));
        for CvssVector { vector, cve } in &mut facts.cvss {
            typed.extend([vector, cve]);
        }
        typed.extend(facts.act_by.iter_mut());
        typed.extend(facts.exploited.iter_mut().map(|it| &mut it.kev_since));
        typed.extend(period.iter_mut().flat_map(|Period { from, to }| [from, to]));
        for Source { title, publisher, url } in sources {
            typed.extend([title, publisher, url]);
        }
        for text in typed {
            *text = clean_text(text);
        }
    }
}
