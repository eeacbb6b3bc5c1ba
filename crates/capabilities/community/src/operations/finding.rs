//! Searching what one may read. TLP:RED is in no index: what names the reader is looked through word by word.

use access::{Audience, Caller};
use search::{Entry, Question, Total};
use storage::{Unit, words};
use vocabulary::{Id, Language, Problem, Tlp};

use super::{
    Community,
    reading::{PostView, ThreadLine},
};
use crate::store::{self, posts::Post};

/// How the index names posts.
pub(crate) const KIND: &str = "post";
/// What names the reader, of which so many are looked through.
const NAMED: i64 = 500;

/// What answers a search.
#[derive(Clone, Debug)]
pub struct Found {
    /// What names the reader and holds every word, the last first; on the first page only.
    pub named: Vec<Hit>,
    /// All else, the best first.
    pub hits: Vec<Hit>,
    /// How many of all else.
    pub total: Total,
    /// Another way to type it, when nothing was found.
    pub suggestion: Option<String>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// A post that was found, and its thread.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The thread.
    pub thread: ThreadLine,
    /// The post.
    pub post: PostView,
    /// The words around what was found, those found marked.
    pub excerpt: Vec<search::Segment>,
}

impl Community {
    /// Searches what the caller may read; `filters` are `group` (an end of address) and `tag`.
    pub async fn search(
        &self,
        caller: &Caller,
        (text, language): (&str, Language),
        mut filters: Vec<(String, String)>,
        after: Option<&str>,
    ) -> Result<Found, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let narrowed = !filters.is_empty();
        filters.push(("kind".to_owned(), KIND.to_owned()));
        let readable = seat.readable();
        let question = Question { text, language, readable, filters, after, limit: 20 };
        let answer = search::ask(&mut unit, &question).await?;
        let ids: Vec<Id> = answer.hits.iter().map(|hit| hit.id).collect();
        let excerpts: Vec<(Id, Vec<search::Segment>)> =
            answer.hits.into_iter().map(|hit| (hit.id, hit.excerpt)).collect();
        let hits = self.gathered(&mut unit, (&seat, now), &ids).await?;
        let hits = hits.into_iter().map(|(thread, post)| {
            let excerpt = excerpts.iter().find(|(id, _)| *id == post.id);
            Hit { excerpt: excerpt.map(|(_, segments)| segments.clone()).unwrap_or_default(), thread, post }
        });
        let hits = hits.collect();
        let mut named = Vec::new();
        if after.is_none() && !narrowed {
            let said = store::posts::naming(&mut unit, (&seat, now), NAMED).await?;
            let ids: Vec<Id> =
                said.into_iter().filter(|(_, words)| holds(words, text)).map(|(id, _)| id).collect();
            let found = self.gathered(&mut unit, (&seat, now), &ids).await?;
            named =
                found.into_iter().map(|(thread, post)| Hit { excerpt: Vec::new(), thread, post }).collect();
        }
        let suggestion = answer.suggestion.filter(|_| named.is_empty());
        Ok(Found { named, hits, total: answer.total, suggestion, next: answer.next })
    }

    /// Puts a post where it can be found, or takes it out, by what it is now.
    pub(crate) async fn index(&self, unit: &mut Unit, post: &Post) -> Result<(), Problem> {
        search::remove(unit, KIND, post.id).await?;
        let for_named = [Audience::NAMED, Audience::CELL].contains(&post.audience.key());
        if post.tlp == Tlp::Red || for_named || !post.hidden.0.is_empty() {
            return Ok(());
        }
        let Some(thread) = store::threads::hold(unit, post.thread).await? else { return Ok(()) };
        let group = match thread.group {
            Some(group) => store::groups::by_id(unit, group).await?.map(|group| group.slug),
            None => None,
        };
        let plain = markdown::Text::parse(&post.body).map(|text| text.plain()).unwrap_or_default();
        let mut facets = vec![("kind", KIND.to_owned())];
        facets.extend(group.map(|slug| ("group", slug)));
        facets.extend(thread.tags.iter().map(|tag| ("tag", tag.clone())));
        let entry = Entry {
            kind: KIND,
            id: post.id,
            language: thread.language,
            tlp: post.tlp,
            audience: post.audience.clone(),
            at: post.at,
            title: &thread.title,
            summary: "",
            body: &plain,
            exact: Vec::new(),
            facets,
        };
        Ok(search::put(unit, &entry).await?)
    }
}

/// Whether a text holds every word that was asked for, accents and case apart.
fn holds(text: &str, asked: &str) -> bool {
    let text = words::fold(text);
    let asked = words::fold(asked);
    let mut words = asked.split_whitespace().peekable();
    words.peek().is_some() && words.all(|word| text.contains(word))
}
