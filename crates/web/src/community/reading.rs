//! A post, as its thread shows it.

use ::community::{PostView, ThreadView, rules::Reaction};
use vocabulary::Tlp;

use super::{Badge, When, at_post, author, html, library};
use crate::visit::Visit;

/// A post.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) number: i64,
    pub(super) author: String,
    pub(super) at: When,
    pub(super) tlp: Badge,
    /// Why it is not shown.
    pub(super) gone: Option<String>,
    pub(super) html: String,
    pub(super) cited: Option<Cited>,
    pub(super) readers: String,
    pub(super) edited: Option<When>,
    pub(super) reactions: Vec<Press>,
    pub(super) bookmarked: bool,
    /// The act that keeps it within reach, or no more.
    pub(super) keep: &'static str,
    /// The query that quotes it.
    pub(super) cite: String,
    pub(super) opens: bool,
    /// Whether it answers the thread.
    pub(super) answers: bool,
    pub(super) may_solve: bool,
    pub(super) solve: &'static str,
    pub(super) own: bool,
    /// Where those who moderate decide about it.
    pub(super) moderate: Option<String>,
    /// What else may be done with it: an address, and words.
    pub(super) more: Vec<(String, String)>,
    /// The files that it carries, and the report that it is.
    pub(super) documents: Vec<library::Line>,
}

/// What a post quotes.
pub(super) struct Cited {
    pub(super) href: String,
    pub(super) author: String,
    pub(super) extract: String,
}

/// What one answers with a press.
pub(super) struct Press {
    pub(super) code: &'static str,
    pub(super) word: String,
    pub(super) count: i64,
    pub(super) own: bool,
}

impl Post {
    pub(super) fn new(visit: &Visit, view: &ThreadView, post: &PostView) -> Self {
        let words = &visit.words;
        let gone = post.hidden.as_ref().filter(|_| post.body.is_empty() || !post.mine && !view.moderates);
        let gone = gone.or(post.hidden.as_ref()).map(|(by, why)| match (by.as_str(), why.as_str()) {
            ("author", _) => words.t("community-withdrawn"),
            (_, "") => words.t("community-hidden"),
            (_, why) => words.t1("community-hidden-why", "why", why),
        });
        let marks = post.mine || view.moderates;
        let mut more = Vec::new();
        if post.mine && view.writes {
            more.push((visit.href1("community-edit", post.id), words.t("community-edit")));
        }
        // Moderators tighten what others wrote; what names its readers cannot be tightened further by them.
        if marks && view.inside.is_some() && (post.mine || post.tlp != Tlp::Red) {
            more.push((visit.href1("community-mark", post.id), words.t("community-mark")));
        }
        if !post.mine && post.hidden.is_none() {
            more.push((visit.href1("post-report", post.id), words.t("moderation-report")));
        }
        let before_them = view.moderates && (!post.mine || post.author.0.is_none());
        let moderate = before_them.then(|| visit.href1("moderation-case", post.id));
        if let Some(href) = &moderate {
            more.push((href.clone(), words.t("moderation-case-see")));
        }
        let answers = view.line.solved == Some(post.id);
        let place = format!("m{}", post.number);
        let readers: Vec<&str> = post.readers.iter().map(|reader| reader.name.as_str()).collect();
        Self {
            id: post.id.to_string(),
            number: post.number,
            author: author(words, &post.author),
            at: When::new(visit, post.at),
            tlp: post.tlp.into(),
            html: if gone.is_none() { html(visit, &post.body, &place) } else { String::new() },
            gone,
            cited: post.quote.as_ref().map(|quote| Cited {
                href: visit.href1("community-post", quote.id),
                author: author(words, &quote.author),
                extract: quote.extract.clone(),
            }),
            readers: readers.join(", "),
            edited: post.edited_at.map(|at| When::new(visit, at)),
            reactions: presses(visit, post),
            bookmarked: post.bookmarked,
            keep: if post.bookmarked { "unbookmark" } else { "bookmark" },
            cite: cite(visit, post),
            opens: post.number == 1,
            answers,
            may_solve: view.steers && post.number > 1 && post.tlp == view.line.tlp,
            solve: if answers { "unsolve" } else { "solve" },
            own: post.mine,
            moderate,
            more,
            documents: post.documents.iter().map(|one| library::Line::new(visit, one)).collect(),
        }
    }
}

/// The query of the page on which this post is quoted: it stays on the page of the thread where it is.
fn cite(visit: &Visit, post: &PostView) -> String {
    format!("{}citer={}", crate::forms::kept(&visit.query, &["citer", "fait"]), post.id)
}

fn presses(visit: &Visit, post: &PostView) -> Vec<Press> {
    let press = |reaction: Reaction| {
        let counted = post.reactions.iter().find(|(one, ..)| *one == reaction);
        let (count, own) = counted.map_or((0, false), |(_, count, own)| (*count, *own));
        let word = visit.words.k("community-reaction-", reaction.code(), "");
        Press { code: reaction.code(), word, count, own }
    };
    Reaction::ALL.into_iter().map(press).collect()
}

/// Where a post is, by the view of it.
pub(super) fn place(visit: &Visit, thread: vocabulary::Id, post: &PostView) -> String {
    at_post(visit, thread, (post.number, post.at), post.id)
}
