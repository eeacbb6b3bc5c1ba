//! The texts that come with the program: response cards, guides and the glossary, as Markdown files in the tree. Each is loaded
//! once, when the program first starts with it, and lives in the program from then on.

use access::{Caller, permit};
use serde::Deserialize;
use vocabulary::{Failure, Language, Problem, Tlp};

use crate::{
    operations::{Publications, publishing::By},
    rules::{Content, Draft, Kind, Life, Source, Words},
    store::{self, Publication},
};

/// Under which name the program wrote them.
const AUTHOR: &str = "Vigie";

/// A text of the library, in both languages.
struct Text {
    key: &'static str,
    kind: Kind,
    sources: [&'static str; Language::ALL.len()],
}

macro_rules! library {
    ($($kind:ident $folder:literal: $($key:literal),*;)*) => {
        const TEXTS: &[Text] = &[$($(Text {
            key: $key,
            kind: Kind::$kind,
            sources: [
                include_str!(concat!("../library/", $folder, "/", $key, "/fr.md")),
                include_str!(concat!("../library/", $folder, "/", $key, "/en.md")),
            ],
        },)*)*];
    };
}

library! {
    Card "cards": "ransomware", "compromised-mailbox", "data-leak", "directory-compromised", "exposed-edge-device",
        "denial-of-service", "defacement", "patient-record-unavailable", "telecom-lost", "provider-down", "medical-device",
        "theft-or-loss", "power-or-cooling", "small-facility", "evidence-and-complaint";
    Guide "guides": "crisis-preparation", "backups", "remote-access", "exercises", "providers", "recovery";
}

/// What stands between the `+++` lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    slug: String,
    title: String,
    summary: String,
    tlp: Tlp,
    kinds: Vec<String>,
    sources: Vec<Source>,
}

/// A term and what it means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The same in every language.
    pub key: String,
    /// As it is written.
    pub name: String,
    /// How else it is written.
    pub also: Vec<String>,
    /// In one sentence, for somebody who is no computer person.
    pub means: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    term: Vec<Term>,
}

/// The terms that texts explain.
pub fn glossary(language: Language) -> Result<Vec<Term>, Failure> {
    let text = match language {
        Language::Fr => include_str!("../library/glossary/fr.toml"),
        Language::En => include_str!("../library/glossary/en.toml"),
    };
    let read: Result<Glossary, _> = toml::from_str(text);
    Ok(read.map_err(|error| Failure::new("read the glossary", error))?.term)
}

/// The front and the body of a file.
fn read(file: &str) -> Result<(Front, &str), Failure> {
    let parts = file.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
    let (front, body) = parts.ok_or_else(|| Failure::new("read the library", "a file has no front"))?;
    let front = toml::from_str(front).map_err(|error| Failure::new("read the library", error))?;
    Ok((front, body.trim()))
}

impl Text {
    fn draft(&self) -> Result<Draft, Failure> {
        let mut content = Content::default();
        for (language, file) in Language::ALL.into_iter().zip(self.sources) {
            let (front, body) = read(file)?;
            *content.texts.of_mut(language) =
                Words { title: front.title, summary: front.summary, body: body.to_owned(), slug: front.slug };
            (content.tlp, content.kinds) = (front.tlp, front.kinds);
            if language == Language::Fr {
                content.sources = front.sources;
            }
        }
        let mut draft = Draft { content, ..Draft::default() };
        draft.clean();
        Ok(draft)
    }
}

impl Publications {
    /// Publishes the texts of the library that were never loaded here; answers how many. What was edited or withdrawn since
    /// stays as it is.
    pub async fn load_library(&self, caller: &Caller) -> Result<usize, Problem> {
        access::scope::<permit::PublicationReview>(caller)?;
        let mut unit = self.desk.store.write().await?;
        let mut loaded = 0;
        for text in TEXTS {
            let id = self.desk.id();
            if !store::load(&mut unit, &format!("{}/{}", text.kind.code(), text.key), id, self.desk.now())
                .await?
            {
                continue;
            }
            let draft = text.draft()?;
            let mut publication = Publication {
                id,
                kind: text.kind,
                title: draft.content.texts.fr.title.clone(),
                life: Life::loaded(),
                revision: 1,
                changed_at: self.desk.now(),
                changed_by: AUTHOR.to_owned(),
                due: None,
                listed: None,
            };
            store::insert(&mut unit, &publication, &draft).await?;
            let by = By { author: AUTHOR.to_owned(), reviewer: AUTHOR.to_owned(), alone: String::new() };
            self.publish(&mut unit, &mut publication, &draft, by).await?;
            loaded += 1;
        }
        if loaded > 0 {
            let entry = trail::Entry::new("publication.library-loaded", "publications", "library")
                .with(serde_json::json!({ "texts": loaded }));
            trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        }
        unit.commit().await?;
        Ok(loaded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;

    #[test]
    fn every_text_of_the_library_is_whole_in_both_languages() {
        for text in TEXTS {
            let draft = text.draft().unwrap();
            assert_eq!(check(text.kind, &draft, None), [], "{}", text.key);
            assert!(!draft.content.texts.en.is_empty() && draft.content.tlp == Tlp::Clear, "{}", text.key);
            assert!(draft.content.sources.len() >= 3, "{}", text.key);
        }
        assert_eq!(TEXTS.iter().filter(|text| text.kind == Kind::Card).count(), 15);
        assert_eq!(TEXTS.iter().filter(|text| text.kind == Kind::Guide).count(), 6);
    }

    #[test]
    fn the_glossary_has_the_same_terms_in_both_languages() {
        let keys = Language::ALL.map(|language| {
            let terms = glossary(language).unwrap();
            assert!(terms.iter().all(|term| !term.name.is_empty() && term.means.chars().count() <= 200));
            terms.into_iter().map(|term| term.key).collect::<std::collections::BTreeSet<_>>()
        });
        assert_eq!(keys[0], keys[1]);
        assert!(keys[0].len() >= 40);
    }

    #[test]
    fn links_between_our_own_texts_lead_somewhere() {
        let slugs = |language: Language| -> Vec<String> {
            let place = |text: &Text| match (text.kind, language) {
                (Kind::Card, Language::Fr) => "/fiches-reflexes/",
                (Kind::Card, Language::En) => "/en/response-cards/",
                (_, Language::Fr) => "/guides/",
                (_, Language::En) => "/en/guides/",
            };
            TEXTS
                .iter()
                .map(|text| {
                    format!("{}{}", place(text), text.draft().unwrap().content.texts.of(language).slug)
                })
                .collect()
        };
        for language in Language::ALL {
            let known = slugs(language);
            for text in TEXTS {
                let draft = text.draft().unwrap();
                let body = markdown::Text::parse(&draft.content.texts.of(language).body).unwrap();
                for link in body.links().iter().filter(|link| link.href.starts_with('/')) {
                    let ours = ["/fiches-reflexes/", "/guides/", "/en/response-cards/", "/en/guides/"];
                    if ours.iter().any(|place| link.href.starts_with(place)) {
                        assert!(
                            known.contains(&link.href),
                            "{} in {}: {}",
                            text.key,
                            language.tag(),
                            link.href
                        );
                    }
                }
            }
        }
    }
}
