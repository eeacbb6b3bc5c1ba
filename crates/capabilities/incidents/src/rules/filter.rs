//! The one field by which the queue is filtered: `etat:pris,qualifie gravite:4+ ou danger:oui chu`.
//!
//! Terms side by side all hold; `ou` (`or`, `|`) parts alternatives; a comma parts the values of one term. What is no term is a
//! word that the reference, the facility or the town holds.

use vocabulary::{Id, Instant, Refusal, Region};

use super::State;

/// Characters of a filter.
const MOST_TEXT: usize = 500;
/// Alternatives, once commas are spread: each is looked up on its own.
const MOST_ALTERNATIVES: usize = 8;
/// Words of one alternative.
pub const MOST_WORDS: usize = 4;

/// Which incidents a list shows: all of this holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Those still open, unless all are asked for.
    pub closed_too: bool,
    /// In this state.
    pub state: Option<State>,
    /// In this region.
    pub region: Option<Region>,
    /// At least this severe.
    pub severity: Option<i64>,
    /// At most this severe.
    pub severity_at_most: Option<i64>,
    /// Somebody is, or may be, in danger.
    pub danger: bool,
    /// What it looks like, by the declarant's choice.
    pub kind: Option<&'static str>,
    /// In charge of this account.
    pub owner: Option<Id>,
    /// In charge of nobody.
    pub unowned: bool,
    /// A clock of the cell has run out.
    pub late: bool,
    /// The structure said something new, of a closed incident too.
    pub news: bool,
    /// Declared since then.
    pub since: Option<Instant>,
    /// Where nothing changed since then.
    pub silent_since: Option<Instant>,
    /// Exercises alone, or none.
    pub exercise: Option<bool>,
    /// Folded words, each in the reference, the facility or the town.
    pub words: Vec<String>,
}

/// A filter as somebody typed it, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Vec<String>>,
    alternatives: Vec<Filter>,
}

/// What a term is about, and how people call it: in French, in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Where the incident is in its life.
    State,
    /// The region of the site.
    Region,
    /// `4`, `4+`, `2-3`.
    Severity,
    /// What it looks like.
    Kind,
    /// `oui`.
    Danger,
    /// `oui`.
    Late,
    /// `oui`.
    News,
    /// `moi` or `personne`.
    Owner,
    /// `24h`, `7j`.
    Since,
    /// `24h`, `7j`.
    Silence,
    /// `oui` or `non`.
    Exercise,
    /// `oui`.
    Closed,
}

impl Key {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::State,
        Self::Severity,
        Self::Region,
        Self::Kind,
        Self::Owner,
        Self::Danger,
        Self::Late,
        Self::News,
        Self::Since,
        Self::Silence,
        Self::Exercise,
        Self::Closed,
    ];

    /// Its name, in French and in English.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::State => ("etat", "state"),
            Self::Region => ("region", "region"),
            Self::Severity => ("gravite", "severity"),
            Self::Kind => ("nature", "kind"),
            Self::Danger => ("danger", "danger"),
            Self::Late => ("retard", "late"),
            Self::News => ("nouvelles", "news"),
            Self::Owner => ("charge", "owner"),
            Self::Since => ("depuis", "since"),
            Self::Silence => ("silence", "silence"),
            Self::Exercise => ("exercice", "exercise"),
            Self::Closed => ("clos", "closed"),
        }
    }

    /// What an incident may look like: in French, and as it is stored.
    pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
        KINDS.into_iter()
    }

    fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.names().0 == name || key.names().1 == name)
    }
}

impl State {
    /// Its name in a filter, in French and in English.
    pub fn names(self) -> (&'static str, &'static str) {
        STATES.iter().find(|(.., state)| *state == self).map_or(("", ""), |(fr, en, _)| (fr, en))
    }
}

/// Values in French, in English, and as they are stored.
const STATES: [(&str, &str, State); 10] = [
    ("declare", "declared", State::Declared),
    ("pris", "taken", State::Taken),
    ("qualifie", "qualified", State::Qualified),
    ("hors-perimetre", "out-of-scope", State::OutOfScope),
    ("accompagne", "accompanied", State::Accompanied),
    ("suivi", "followed", State::Followed),
    ("contenu", "contained", State::Contained),
    ("resolu", "resolved", State::Resolved),
    ("clos", "closed", State::Closed),
    ("rattache", "attached", State::Attached),
];
const KINDS: [(&str, &str); 8] = [
    ("rancon", "ransom"),
    ("compte", "account"),
    ("fuite", "leak"),
    ("reseau", "network"),
    ("logiciel", "software"),
    ("prestataire", "provider"),
    ("materiel", "equipment"),
    ("inconnu", "unknown"),
];

/// What a text is read with.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Who `moi` is.
    pub me: Option<Id>,
    /// From when `7j` is counted back.
    pub now: Instant,
    /// Small letters without accents.
    pub fold: fn(&str) -> String,
}

impl Query {
    /// Reads a filter; what cannot be understood is said, with what could.
    pub fn parse(text: &str, reader: Reader) -> Result<Self, Refusal> {
        if text.chars().count() > MOST_TEXT {
            return Err(Refusal::new("too-long").with("max", MOST_TEXT.to_string()));
        }
        let folded = (reader.fold)(text);
        let (mut query, mut terms) = (Self::default(), Vec::new());
        for token in folded.split_whitespace() {
            match token {
                "ou" | "or" | "|" => query.close(&mut terms, reader)?,
                "et" | "and" | "&" => {}
                term => terms.push(term.to_owned()),
            }
        }
        query.close(&mut terms, reader)?;
        if query.alternatives.is_empty() {
            query.alternatives.push(Filter::default());
        }
        Ok(query)
    }

    fn close(&mut self, terms: &mut Vec<String>, reader: Reader) -> Result<(), Refusal> {
        if terms.is_empty() {
            return Ok(());
        }
        let mut spread = vec![Filter::default()];
        for term in terms.iter() {
            spread = spread_by(spread, term, reader)?;
        }
        self.alternatives.extend(spread);
        if self.alternatives.len() > MOST_ALTERNATIVES {
            return Err(too_many());
        }
        self.terms.push(std::mem::take(terms));
        Ok(())
    }

    /// The alternatives: an incident is shown when one of them holds. There is at least one.
    pub fn alternatives(&self) -> &[Filter] {
        &self.alternatives
    }

    /// As it is written, in one way.
    pub fn text(&self) -> String {
        self.terms.iter().map(|terms| terms.join(" ")).collect::<Vec<_>>().join(" ou ")
    }

    /// What was asked for, as the trail tells of it.
    pub(crate) fn told(&self, after: Option<Id>, shown: usize) -> serde_json::Value {
        serde_json::json!({ "filter": self.text(), "after": after, "shown": shown })
    }

    /// The text with a term in every alternative, in the place of others of its key; without it, when there already.
    pub fn toggled(&self, key: Key, term: &str) -> String {
        let mut toggled = self.clone();
        if toggled.terms.is_empty() {
            toggled.terms.push(Vec::new());
        }
        let there = self.holds(term);
        for terms in &mut toggled.terms {
            terms.retain(|other| other.split_once(':').and_then(|(name, _)| Key::of(name)) != Some(key));
            if !there {
                terms.push(term.to_owned());
            }
        }
        toggled.terms.retain(|terms| !terms.is_empty());
        toggled.text()
    }

    /// Whether every alternative holds that term, as it is written.
    pub fn holds(&self, term: &str) -> bool {
        !self.terms.is_empty() && self.terms.iter().all(|terms| terms.iter().any(|other| other == term))
    }
}

fn too_many() -> Refusal {
    Refusal::new("filter-too-broad").with("max", MOST_ALTERNATIVES.to_string())
}

/// Each of these with each value of a term.
fn spread_by(filters: Vec<Filter>, term: &str, reader: Reader) -> Result<Vec<Filter>, Refusal> {
    let Some((name, values)) = term.split_once(':') else {
        return filters.into_iter().map(|filter| with_words(filter, term)).collect();
    };
    let Some(key) = Key::of(name) else {
        let known = Key::ALL.map(|key| key.names().0).join(", ");
        return Err(Refusal::new("filter-key").with("key", name).with("known", known));
    };
    let mut spread = Vec::new();
    for filter in filters {
        for value in values.split(',') {
            let wrong = || Refusal::new("filter-value").with("key", name).with("value", value);
            let mut filter = filter.clone();
            set(&mut filter, key, value, reader).ok_or_else(wrong)?;
            spread.push(filter);
            if spread.len() > MOST_ALTERNATIVES {
                return Err(too_many());
            }
        }
    }
    Ok(spread)
}

fn with_words(mut filter: Filter, term: &str) -> Result<Filter, Refusal> {
    let words = term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    filter.words.extend(words.map(str::to_owned));
    if filter.words.len() > MOST_WORDS {
        return Err(Refusal::new("filter-words").with("max", MOST_WORDS.to_string()));
    }
    Ok(filter)
}

fn set(filter: &mut Filter, key: Key, value: &str, reader: Reader) -> Option<()> {
    let yes = matches!(value, "oui" | "yes");
    let no = matches!(value, "non" | "no");
    match key {
        Key::State => {
            let state = STATES.iter().find(|(fr, en, _)| *fr == value || *en == value)?.2;
            filter.state = Some(state);
            filter.closed_too |= !state.is_open();
        }
        Key::Region => filter.region = Some(region(value, reader)?),
        Key::Severity => (filter.severity, filter.severity_at_most) = severity(value)?,
        Key::Kind => filter.kind = Some(KINDS.iter().find(|(fr, en)| *fr == value || *en == value)?.1),
        Key::Owner if matches!(value, "moi" | "me") => filter.owner = Some(reader.me?),
        Key::Owner if matches!(value, "personne" | "nobody") => filter.unowned = true,
        Key::Owner => return None,
        Key::Danger => filter.danger = yes.then_some(true)?,
        Key::Late => filter.late = yes.then_some(true)?,
        Key::News => filter.news = yes.then_some(true)?,
        Key::Closed => filter.closed_too = yes.then_some(true)?,
        Key::Since => filter.since = Some(ago(value, reader.now)?),
        Key::Silence => filter.silent_since = Some(ago(value, reader.now)?),
        Key::Exercise => filter.exercise = Some((yes || no).then_some(yes)?),
    }
    Some(())
}

/// By its code, or by its name with hyphens.
fn region(value: &str, reader: Reader) -> Option<Region> {
    let plain = |text: &str| (reader.fold)(text).replace(|c: char| !c.is_alphanumeric(), "-");
    Region::from_code(value).or_else(|| Region::all().find(|region| plain(region.name()) == value))
}

fn severity(value: &str) -> Option<(Option<i64>, Option<i64>)> {
    let level = |text: &str| text.parse().ok().filter(|level| (1..=5).contains(level));
    Some(match (value.strip_suffix('+'), value.split_once('-')) {
        (Some(least), _) => (Some(level(least)?), None),
        (_, Some((least, most))) => (Some(level(least)?), Some(level(most)?)),
        _ => (Some(level(value)?), Some(level(value)?)),
    })
}

/// `24h`, `7j` or `7d` before now, at most ten years.
fn ago(value: &str, now: Instant) -> Option<Instant> {
    let (number, hours) = match value.strip_suffix('h') {
        Some(number) => (number, 1),
        None => (value.strip_suffix(['j', 'd'])?, 24),
    };
    let number: i64 = number.parse().ok().filter(|number| (1..=3660).contains(number))?;
    Some(now.plus_seconds(-number * hours * 3600))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reader() -> Reader {
        let now = Instant::from_timestamp("2026-03-10T09:00:00Z".parse().unwrap());
        Reader {
            me: Some(Id::parse("00000000-0000-4000-8000-000000000001").unwrap()),
            now,
            fold: str::to_lowercase,
        }
    }

    fn read(text: &str) -> Result<Vec<Filter>, &'static str> {
        Query::parse(text, reader()).map(|query| query.alternatives).map_err(|refusal| refusal.code)
    }

    #[test]
    fn terms_side_by_side_hold_together_and_alternatives_are_parted() {
        let all = Filter::default();
        let danger = Filter { danger: true, ..all.clone() };
        let taken = Filter { state: Some(State::Taken), severity: Some(4), ..all.clone() };
        let words = Filter { words: vec!["chu".to_owned(), "rennes".to_owned()], ..all.clone() };
        let mine = Filter { owner: reader().me, late: true, ..all.clone() };
        let closed = Filter { state: Some(State::Closed), closed_too: true, ..all.clone() };
        let exact =
            Filter { severity: Some(2), severity_at_most: Some(3), exercise: Some(false), ..all.clone() };
        let day = Filter { since: Some(reader().now.plus_seconds(-86_400)), ..all.clone() };
        for (text, filters) in [
            ("", vec![all.clone()]),
            ("  ou  ", vec![all]),
            ("danger:oui", vec![danger.clone()]),
            ("danger:yes OU etat:pris gravite:4+", vec![danger.clone(), taken.clone()]),
            ("state:taken and severity:4+ | danger:oui", vec![taken, danger]),
            ("Rennes", vec![Filter { words: vec!["rennes".to_owned()], ..Filter::default() }]),
            ("chu-rennes", vec![words.clone()]),
            ("chu rennes", vec![words]),
            ("charge:moi retard:oui", vec![mine]),
            ("etat:clos", vec![closed]),
            ("gravite:2-3 exercice:non", vec![exact]),
            ("depuis:24h", vec![day.clone()]),
            ("since:1d", vec![day]),
        ] {
            assert_eq!(read(text), Ok(filters), "{text}");
        }
        assert_eq!(read("etat:pris,qualifie region:53,11").unwrap().len(), 4);
        assert_eq!(read("region:bretagne").unwrap(), read("region:53").unwrap());
    }

    #[test]
    fn abuse_c10_what_cannot_be_understood_is_said_and_what_is_asked_is_bounded() {
        for (text, code) in [
            ("etta:pris", "filter-key"),
            ("http://x", "filter-key"),
            ("etat:nulle-part", "filter-value"),
            ("etat:", "filter-value"),
            ("gravite:6", "filter-value"),
            ("gravite:+", "filter-value"),
            ("danger:non", "filter-value"),
            ("depuis:7", "filter-value"),
            ("depuis:99999999999999999999j", "filter-value"),
            ("charge:quelqu-un", "filter-value"),
            ("a b c d e", "filter-words"),
            ("etat:pris,declare,qualifie region:53,11,75", "filter-too-broad"),
            ("a ou b ou c ou d ou e ou f ou g ou h ou i", "filter-too-broad"),
        ] {
            assert_eq!(read(text), Err(code), "{text}");
        }
        assert_eq!(read(&"region:53,".repeat(10_000)), Err("too-long"));
        let nobody = Reader { me: None, ..reader() };
        assert!(Query::parse("charge:moi", nobody).is_err());
    }

    #[test]
    fn a_term_is_put_in_every_alternative_and_taken_out_again() {
        let query = Query::parse("danger:oui ou gravite:4+ chu", reader()).unwrap();
        let with = query.toggled(Key::Severity, "gravite:3+");
        assert_eq!(with, "danger:oui gravite:3+ ou chu gravite:3+");
        let with = Query::parse(&with, reader()).unwrap();
        assert!(with.holds("gravite:3+") && !query.holds("gravite:4+"));
        assert_eq!(with.toggled(Key::Severity, "gravite:3+"), "danger:oui ou chu");
        assert_eq!(Query::default().toggled(Key::Late, "retard:oui"), "retard:oui");
        assert_eq!(Query::parse("retard:oui", reader()).unwrap().toggled(Key::Late, "retard:oui"), "");
    }

    proptest! {
        #[test]
        fn what_was_understood_is_written_and_read_again_as_the_same(
            terms in proptest::collection::vec("(etat|gravite|danger|ou|chu|region|a:b|depuis):?(pris|[1-5]\\+?|oui|53|7j|)(,clos)?", 0..6),
        ) {
            if let Ok(query) = Query::parse(&terms.join(" "), reader()) {
                prop_assert!((1..=MOST_ALTERNATIVES).contains(&query.alternatives().len()));
                prop_assert_eq!(Query::parse(&query.text(), reader()), Ok(query));
            }
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,600}") {
            let _ = Query::parse(&text, reader());
        }
    }
}
