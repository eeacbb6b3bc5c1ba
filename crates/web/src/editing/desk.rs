//! `/redaction`: every text that is written, by where it is.

use access::Caller;
use askama::Template;
use publications::{
    Loose, Publication,
    rules::{Kind, Stage},
};
use vocabulary::Id;

use super::{Head, head, named, writer};
use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

/// Texts of one part that are shown before one asks for all.
const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "editing/desk.html")]
struct DeskPage<'a> {
    shell: Shell<'a>,
    parts: Vec<Part>,
    /// What can be begun: its address and its name.
    new: Vec<(String, String)>,
    /// Whether one part is shown whole.
    whole: bool,
    /// Links of what is published to what was withdrawn since.
    loose: Vec<LooseLine>,
}

/// A link that leads to what is withdrawn.
struct LooseLine {
    /// The text that has it, and where it is changed.
    title: String,
    href: String,
    /// Where the link leads.
    to: String,
}

/// The texts at one stage.
struct Part {
    name: &'static str,
    title: String,
    count: String,
    texts: Vec<Line>,
    /// What an empty one says.
    empty: String,
    /// Where all of it is shown.
    all: Option<String>,
}

struct Line {
    head: Head,
    href: String,
    /// The reader wrote of it: somebody else reviews it.
    own: bool,
    /// Who wrote it, while it waits to be reviewed.
    writers: String,
}

/// The parts of the desk, in the order in which they ask for something.
const PARTS: [&str; 6] = ["review", "alone", "writing", "scheduled", "published", "withdrawn"];

/// `/redaction`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = writer(&visit).await?;
    let one = PARTS.into_iter().find(|part| *part == visit.parameter("etape"));
    let publications = &visit.site.services.publications;
    let mut lots: Vec<(&'static str, Vec<Publication>, bool)> = Vec::new();
    for stage in [Stage::InReview, Stage::Writing, Stage::Scheduled, Stage::Settled] {
        let desk = publications.desktop(&caller, Some(stage)).await.map_err(|p| visit.problem(p))?;
        match stage {
            Stage::InReview => lots.push(("review", desk.texts, desk.more)),
            Stage::Writing => lots.push(("writing", desk.texts, desk.more)),
            Stage::Scheduled => lots.push(("scheduled", desk.texts, desk.more)),
            Stage::Settled => {
                let (gone, there): (Vec<_>, Vec<_>) =
                    desk.texts.into_iter().partition(|text| text.life.withdrawn);
                lots.extend([("published", there, desk.more), ("withdrawn", gone, false)]);
            }
        }
    }
    let alone = publications.alone(&caller).await.map_err(|problem| visit.problem(problem))?;
    lots.push(("alone", alone, false));
    let account = caller.person().map(|person| person.account);
    let parts = PARTS.into_iter().filter(|name| one.is_none_or(|one| one == *name)).filter_map(|name| {
        let at = lots.iter().position(|(lot, ..)| *lot == name)?;
        let (_, texts, more) = lots.swap_remove(at);
        // What was published alone is said only when there is some.
        (name != "alone" || !texts.is_empty())
            .then(|| part(&visit, (name, texts, more), account, one.is_some()))
    });
    let begun = |kind: Kind| {
        (visit.href1("editing-new", kind.code()), visit.words.k("editing-kind-", kind.code(), ""))
    };
    let loose = if one.is_none() { loose(&visit, &caller).await? } else { Vec::new() };
    let page = DeskPage {
        loose,
        parts: parts.collect(),
        new: Kind::ALL.map(begun).into(),
        whole: one.is_some(),
        shell: shell(&visit, &caller),
    };
    Ok(Answer::ok(&visit, &page))
}

/// The links that lead to what is withdrawn, told apart from those of another page whose address ends in the same way.
async fn loose(visit: &Visit, caller: &Caller) -> Result<Vec<LooseLine>, Answer> {
    let found = visit.site.services.publications.loose_links(caller).await;
    let found = found.map_err(|problem| visit.problem(problem))?;
    let there = |link: &Loose| {
        let path = link.href.split(['?', '#']).next().unwrap_or_default();
        named(path).is_some_and(|((kind, year), (language, slug))| {
            let target = &link.target;
            (kind, year, slug) == (target.kind, target.year, target.slug(language))
        })
    };
    let line = |link: Loose| LooseLine {
        title: link.title,
        href: visit.href1("editing-text", link.publication),
        to: link.href,
    };
    Ok(found.into_iter().filter(there).map(line).collect())
}

fn shell<'a>(visit: &'a Visit, caller: &Caller) -> Shell<'a> {
    Shell::console(visit, caller, visit.words.t("page-editing"), "editing")
}

fn part(
    visit: &Visit,
    (name, mut texts, more): (&'static str, Vec<Publication>, bool),
    account: Option<Id>,
    whole: bool,
) -> Part {
    let words = &visit.words;
    let count = if more { format!("{}+", texts.len()) } else { texts.len().to_string() };
    let own = |text: &Publication| account.is_some_and(|account| text.life.writers.contains_key(&account));
    match name {
        // What one may review comes first; what waits for somebody else, last.
        "review" => texts.sort_by_key(|text| (own(text), text.changed_at)),
        "scheduled" => texts.sort_by_key(|text| text.due.as_ref().map(|(at, _)| *at)),
        _ => {}
    }
    let all = (!whole && texts.len() > SHOWN).then(|| format!("{}?etape={name}", visit.href("editing")));
    texts.truncate(if whole { texts.len() } else { SHOWN });
    let line = |text: &Publication| Line {
        head: head(visit, text),
        href: visit.href1(if name == "writing" { "editing-text" } else { "editing-review" }, text.id),
        own: name == "review" && own(text),
        writers: if name == "review" { text.life.author() } else { String::new() },
    };
    Part {
        name,
        title: words.k("editing-part-", name, ""),
        count,
        empty: words.k("editing-empty-", name, ""),
        all,
        texts: texts.iter().map(line).collect(),
    }
}
