//! Who will read what one writes: marks, each with what it means and whom it reaches, and people who are named, looked for where they
//! are many. Whom one may name the operation says, and nobody else is found.

use std::collections::BTreeSet;

use ::community::{Looked, Readers, Sitting};
use ::members::Card;
use access::Caller;
use vocabulary::{Id, Refusal, Refused, Tlp};

use super::{
    Badge,
    composing::{Ground, choice, value},
    fail,
    groups::asked,
};
use crate::{
    answer::Answer,
    fields::{FieldView, Shape},
    forms::{Form, Typed},
    visit::Visit,
};

/// A mark to choose, with what it means and whom it reaches.
pub(super) struct Mark {
    pub(super) badge: Badge,
    pub(super) means: String,
    pub(super) reads: String,
    pub(super) checked: bool,
}

/// People to choose among, and where one looks for them when they are many.
pub(super) struct People {
    /// Where what was found stands on the page.
    pub(super) place: &'static str,
    /// Where one looks for somebody, and the name under which the form says whom one looked for.
    pub(super) find: Option<(FieldView, &'static str)>,
    /// What came of it.
    pub(super) said: String,
    /// Those who are chosen, and those who were found.
    pub(super) field: Option<FieldView>,
}

impl People {
    /// Whether somebody was looked for.
    pub(super) fn looked_for(&self) -> bool {
        !self.said.is_empty()
    }

    /// Where the error summary leads.
    pub(super) fn target(&self) -> String {
        let field = self.field.as_ref().or(self.find.as_ref().map(|(find, _)| find));
        field.map(|field| field.target().to_owned()).unwrap_or_default()
    }
}

/// The mark and the named readers that were chosen.
pub(super) fn mark(typed: &Typed) -> Result<(Tlp, BTreeSet<Id>), Refused> {
    let tlp = Tlp::parse(value(typed, "tlp")).ok_or_else(|| choice("tlp"))?;
    Ok((tlp, named(typed, "readers")?))
}

/// The people who were chosen in a field.
pub(super) fn named(typed: &Typed, field: &'static str) -> Result<BTreeSet<Id>, Refused> {
    let ids = typed.get(field).map(Vec::as_slice).unwrap_or_default();
    ids.iter().map(|id| Id::parse(id).map_err(|_| choice(field))).collect()
}

/// By what a preview of named readers is known again when it is sent.
pub(super) fn shown(tlp: Tlp, named: &BTreeSet<Id>) -> String {
    if tlp != Tlp::Red {
        return String::new();
    }
    named.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The same, of what was typed.
pub(super) fn shown_in(typed: &Typed) -> String {
    mark(typed).map(|(tlp, named)| shown(tlp, &named)).unwrap_or_default()
}

/// Whether what is sent names readers whom its author did not see named together in a preview.
pub(super) fn unseen(form: &Form) -> bool {
    mark(&form.typed).is_ok_and(|(tlp, named)| tlp == Tlp::Red && shown(tlp, &named) != form.value("lus"))
}

/// The name of the field in which one looks for those of another, and that under which the form says whom one looked for.
fn looking(name: &str) -> (&'static str, &'static str) {
    if name == "reviewers" { ("find_reviewers", "found_reviewers") } else { ("find", "found") }
}

/// Whether somebody is looked for, by the button or by a press of Enter in its field: nothing is said before they are shown.
pub(super) fn looks(form: &Form) -> bool {
    finds(form.value("do")) || (!["preview", "draft", "drop"].contains(&form.value("do")) && waits(form))
}

/// Whether a button is one by which one looks for somebody: it has the name of the field.
fn finds(pressed: &str) -> bool {
    ["readers", "reviewers"].map(looking).into_iter().any(|(find, _)| find == pressed)
}

/// Whether a name was typed to look for that nobody looked for yet.
pub(super) fn waits(form: &Form) -> bool {
    ["readers", "reviewers"].map(looking).into_iter().any(|(find, found)| {
        let typed = form.value(find).trim();
        !typed.is_empty() && typed != form.value(found).trim()
    })
}

/// What is said of it to whoever pressed something else.
pub(super) fn instead(form: &Form) -> Option<String> {
    (!finds(form.value("do"))).then(|| form.visit.words.t("community-find-instead"))
}

/// Who reads, in a sentence, and by name where there are names.
pub(super) fn said(visit: &Visit, readers: &Readers) -> (String, String) {
    let words = &visit.words;
    match readers {
        Readers::Everybody => (words.t("community-reads-everybody"), String::new()),
        Readers::Group(count, names) => {
            let shown = i64::try_from(names.len()).unwrap_or_default();
            let more = match count - shown {
                more if more > 0 => words.t1("community-reads-more", "count", more),
                _ => String::new(),
            };
            (words.t1("community-reads-group", "count", count), format!("{}{more}", names.join(", ")))
        }
        Readers::Named(named) => {
            let each: Vec<&str> = named.iter().map(|reader| reader.name.as_str()).collect();
            (words.t1("community-reads-named", "count", named.len()), each.join(", "))
        }
        Readers::Cell => (words.t("community-reads-cell"), String::new()),
    }
}

/// Who would read it under each mark that may be chosen there.
pub(super) async fn marks(
    visit: &Visit,
    caller: &Caller,
    ground: &Ground,
    chosen: Option<Tlp>,
) -> Result<Vec<Mark>, Answer> {
    let Some(slug) = &ground.slug else { return Ok(Vec::new()) };
    let (words, mut marks) = (&visit.words, Vec::new());
    for tlp in Tlp::ALL.into_iter().rev().filter(|tlp| *tlp >= ground.least) {
        let badge = Badge::from(tlp);
        let reads = if tlp == Tlp::Red {
            words.t("community-reads-red")
        } else {
            let nobody = BTreeSet::new();
            let community = &visit.site.services.community;
            let readers = community.readers(caller, Some(slug), (tlp, &nobody)).await.map_err(fail(visit))?;
            said(visit, &readers).0
        };
        let means = words.k("community-tlp-", badge.class, "");
        marks.push(Mark { badge, means, reads, checked: chosen == Some(tlp) });
    }
    Ok(marks)
}

/// The people of a group, to be named one by one.
pub(super) async fn people(
    visit: &Visit,
    caller: &Caller,
    (ground, typed): (&Ground, &Typed),
    (name, refusals): (&'static str, &[Refusal]),
) -> Result<Option<People>, Answer> {
    let Some(slug) = &ground.slug else { return Ok(None) };
    let (words, services) = (&visit.words, &visit.site.services);
    let (finding, found_as) = looking(name);
    let (text, chosen) = (value(typed, finding).trim(), given(typed, name));
    let about = services.members.about(caller, text).await.map_err(fail(visit))?;
    let looked = Looked { words: text, about: &about, chosen: &chosen };
    // Who reviews a report sits in its group, whatever it answers.
    let thread = ground.thread.filter(|_| name == "readers");
    let found = services.community.nameable(caller, (slug, thread), looked).await.map_err(fail(visit))?;
    let shown: Vec<Id> = found.chosen.iter().chain(&found.found).map(|one| one.account).collect();
    let cards = services.members.cards(caller, &shown).await.map_err(fail(visit))?;
    let option =
        |one: &Sitting, chosen| (one.account.to_string(), called(one, cards.get(&one.account)), chosen);
    let said = match (found.many, text, found.found.len()) {
        (true, "", _) if value(typed, "do") == finding => words.t("community-find-empty"),
        (false, ..) | (true, "", _) => String::new(),
        (true, text, 0) => words.t1("community-find-nobody", "words", text),
        (true, _, count) if found.more > 0 => {
            words.t2("community-find-many", "count", count, "all", count + found.more)
        }
        (true, _, count) => words.t1("community-find-found", "count", count),
    };
    let options = found.chosen.iter().map(|one| option(one, true));
    let options: Vec<_> = options.chain(found.found.iter().map(|one| option(one, false))).collect();
    let field = asked(visit, name, Shape::Boxes, typed, refusals);
    let mut find = found.many.then(|| asked(visit, finding, Shape::Line, typed, refusals));
    if let Some(find) = find.as_mut().filter(|_| options.is_empty()) {
        find.error.clone_from(&field.error);
    }
    let field = (!options.is_empty()).then(|| field.choosing(options));
    if field.is_none() && find.is_none() {
        return Ok(None);
    }
    let place = if name == "reviewers" { "relecteurs-trouves" } else { "lecteurs-trouves" };
    Ok(Some(People { place, find: find.map(|find| (find, found_as)), said, field }))
}

/// The people who are chosen in a field, as far as they are people.
fn given(typed: &Typed, name: &str) -> BTreeSet<Id> {
    let ids = typed.get(name).map(Vec::as_slice).unwrap_or_default();
    ids.iter().filter_map(|id| Id::parse(id).ok()).collect()
}

/// Somebody to choose: two of one name are told apart by where they work.
fn called(sitting: &Sitting, card: Option<&Card>) -> String {
    let place = card.map(|card| [card.facility.as_str(), card.town.as_str()]).unwrap_or_default();
    let parts = [sitting.name.as_str()].into_iter().chain(place).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
