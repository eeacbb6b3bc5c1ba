//! To whom one writes, what is often written, and what is often done: two files of data beside the code.

use std::sync::LazyLock;

use serde::Deserialize;

/// Who reads what the cell writes about an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The cell alone.
    Cell,
    /// The declarant and their colleagues.
    Facility,
    /// The agency of the region.
    Ars,
    /// The ministry's security officer.
    Fssi,
}

impl Audience {
    /// All, the narrowest first: what nobody chose stays in the cell.
    pub const ALL: [Self; 4] = [Self::Cell, Self::Facility, Self::Ars, Self::Fssi];

    /// Stable name, as stored and as forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Facility => "facility",
            Self::Ars => "ars",
            Self::Fssi => "fssi",
        }
    }

    /// The audience of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }
}

/// A text that is written often. Its words are in the locales.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name: `template-CODE` in the locales.
    pub code: String,
    audience: String,
    #[serde(default)]
    kinds: Vec<String>,
}

impl Template {
    /// Those about a kind of incident.
    pub fn about(kind: &str) -> impl Iterator<Item = &'static Self> {
        let fits =
            move |template: &&Self| template.kinds.is_empty() || template.kinds.iter().any(|k| k == kind);
        DATA.0.iter().filter(fits)
    }

    /// Whom it is written to.
    pub fn audience(&self) -> Audience {
        Audience::from_code(&self.audience).unwrap_or(Audience::Cell)
    }
}

/// What is done about a kind of incident.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    kind: String,
    /// Each step and the hours within which it is done; 0 when nothing presses.
    pub steps: Vec<(String, i64)>,
}

impl Playbook {
    /// That of a kind of incident; of one of which nothing is known, its own.
    pub fn of(kind: &str) -> &'static [(String, i64)] {
        let named = |kind: &str| DATA.1.iter().find(|playbook| playbook.kind == kind);
        named(kind).or_else(|| named("unknown")).map_or(&[], |playbook| &playbook.steps)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Templates {
    template: Vec<Template>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Playbooks {
    playbook: Vec<Playbook>,
}

#[allow(clippy::expect_used, reason = "the files are compiled in, and a test reads them")]
static DATA: LazyLock<(Vec<Template>, Vec<Playbook>)> = LazyLock::new(|| {
    let templates: Templates =
        toml::from_str(include_str!("../../data/templates.toml")).expect("templates are well-formed");
    let playbooks: Playbooks =
        toml::from_str(include_str!("../../data/playbooks.toml")).expect("playbooks are well-formed");
    (templates.template, playbooks.playbook)
});

#[cfg(test)]
mod tests {
    use super::*;
    use declarations::rules::Schema;

    #[test]
    fn every_kind_has_its_playbook_and_every_template_its_reader() {
        let kinds: Vec<&str> = Schema::current().field("kind").unwrap().values();
        let of: Vec<&str> = DATA.1.iter().map(|playbook| playbook.kind.as_str()).collect();
        assert_eq!(of, kinds);
        for playbook in &DATA.1 {
            assert!(playbook.steps.iter().all(|(_, hours)| (0..=720).contains(hours)), "{}", playbook.kind);
            let mut codes: Vec<&str> = playbook.steps.iter().map(|(code, _)| code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), playbook.steps.len(), "{} says a step twice", playbook.kind);
        }
        for template in &DATA.0 {
            assert!(Audience::from_code(&template.audience).is_some(), "{}", template.code);
            assert!(template.kinds.iter().all(|kind| kinds.contains(&kind.as_str())), "{}", template.code);
        }
        assert!(Template::about("leak").any(|template| template.code == "what-left"));
        assert!(Template::about("").all(|template| template.kinds.is_empty()));
        assert_eq!(Playbook::of(""), Playbook::of("unknown"));
    }
}
