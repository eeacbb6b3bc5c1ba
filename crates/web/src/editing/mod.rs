//! Where what the cell publishes is written and reviewed: the editors' desk, the form of a text, its review.

pub(crate) mod conflict;
pub(crate) mod desk;
pub(crate) mod difference;
pub(crate) mod form;
pub(crate) mod images;
pub(crate) mod period;
pub(crate) mod prefill;
pub(crate) mod preview;
pub(crate) mod review;
pub(crate) mod said;
pub(crate) mod typed;
mod uploads;
pub(crate) mod writing;

use access::{Caller, permit};
use publications::{
    Publication,
    rules::{Kind, Stage},
};
use vocabulary::{Language, Refused};

use crate::{
    addresses,
    answer::Answer,
    publications::{address, place},
    visit::Visit,
};

pub(crate) use typed::FIELDS;

/// The time of the cell, in which moments are read and written here.
const ZONE: &str = "Europe/Paris";

/// Somebody who writes.
async fn writer(visit: &Visit) -> Result<Caller, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::PublicationWrite>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    Ok(caller)
}

fn kind(visit: &Visit, code: &str) -> Result<Kind, Answer> {
    Kind::from_code(code).ok_or_else(|| visit.problem(Refused::NotFound.into()))
}

/// A kind and a year (0 where there is none), a language and the end of an address.
type Named<'a> = ((Kind, i64), (Language, &'a str));

/// What a public address names.
fn named(path: &str) -> Option<Named<'_>> {
    let kinds = Kind::ALL.into_iter().flat_map(|kind| Language::ALL.map(|language| (kind, language)));
    let mut found = kinds.filter_map(|(kind, language)| {
        let list = addresses::href(place(kind).list, language, &[]);
        path.strip_prefix(&list)?.strip_prefix('/').map(|rest| (kind, language, rest))
    });
    let (kind, language, rest) = found.rfind(|(.., rest)| !rest.is_empty())?;
    if !kind.is_dated() {
        return Some(((kind, 0), (language, rest)));
    }
    let (year, slug) = rest.split_once('/')?;
    Some(((kind, year.parse().ok()?), (language, slug)))
}

/// A text at a glance, in words.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) stage: String,
    /// How the stage is drawn.
    pub(crate) tone: &'static str,
    /// What readers see of it, in words; nothing before the first version.
    pub(crate) version: Option<String>,
    /// Who changed it last, and when.
    pub(crate) changed: String,
    /// When it is to be published, and who reviewed it.
    pub(crate) due: Option<String>,
    /// Where it is published.
    pub(crate) public: Option<String>,
    pub(crate) withdrawn: bool,
}

fn head(visit: &Visit, text: &Publication) -> Head {
    let words = &visit.words;
    let version = (text.life.version > 0).then(|| {
        let key = if text.life.withdrawn { "editing-withdrawn-version" } else { "editing-version" };
        words.t1(key, "number", text.life.version)
    });
    Head {
        title: if text.title.is_empty() { words.t("editing-untitled") } else { text.title.clone() },
        kind: words.k("editing-kind-", text.kind.code(), ""),
        stage: words.k("editing-stage-", text.life.stage.code(), ""),
        tone: match text.life.stage {
            Stage::Settled => "good",
            Stage::Writing => "calm",
            Stage::InReview | Stage::Scheduled => "warn",
        },
        version,
        changed: words.t2(
            "editing-changed",
            "when",
            words.moment(text.changed_at, ZONE),
            "name",
            &text.changed_by,
        ),
        due: text
            .due
            .as_ref()
            .map(|(at, by)| words.t2("editing-due", "when", words.moment(*at, ZONE), "name", by)),
        public: text.listed.as_ref().map(|listed| address(listed, visit.language())),
        withdrawn: text.life.withdrawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_names_what_stands_there() {
        assert_eq!(
            named("/alertes/2026/une-faille"),
            Some(((Kind::Alert, 2026), (Language::Fr, "une-faille")))
        );
        assert_eq!(named("/en/guides/backups"), Some(((Kind::Guide, 0), (Language::En, "backups"))));
        assert_eq!((named("/alertes/"), named("/alertes/x"), named("/declarer")), (None, None, None));
    }
}
