//! The words of what leaves.

use std::sync::Arc;

use community::{News, PostView};
use vocabulary::{Id, Language, Wording};

use crate::rules::{Carried, carried};

/// Where the private space, or one of its threads, stands, without the site's own address: the pages know.
pub type Pages = Arc<dyn Fn(Option<Id>, Language) -> String + Send + Sync>;

/// Letters of an extract.
const EXTRACT: usize = 300;

/// A subject and a text.
pub(crate) type Words = (String, String);

/// Says that something is for somebody: `why` is `mention`, `answer` or `question`.
pub(crate) fn one(
    wording: &dyn Wording,
    language: Language,
    (news, post): (&News, &PostView),
    (why, address, foot): (&str, &str, &str),
) -> Words {
    let say = |key: &str, arguments: &[(&str, String)]| wording.text(language, key, arguments);
    let title = [("title", news.thread.title.clone())];
    let carried = carried(post.tlp, news.in_the_open);
    let subject = match carried {
        Carried::Nothing => say("mail-tidings-subject", &[]),
        Carried::Words | Carried::Title => say(&format!("mail-tidings-subject-{why}"), &title),
    };
    let mut parts = Vec::new();
    match carried {
        Carried::Nothing => parts.push(say("mail-tidings-kept", &[])),
        Carried::Words | Carried::Title => parts.push(say(&format!("mail-tidings-{why}"), &title)),
    }
    if carried == Carried::Words {
        parts.push(post.body.chars().take(EXTRACT).collect());
    }
    parts.push(address.to_owned());
    parts.push(foot.to_owned());
    (subject, parts.join("\n\n"))
}

/// Says all that somebody did not see: the titles that may leave, and how many others wait.
pub(crate) fn digest(
    wording: &dyn Wording,
    language: Language,
    news: &[News],
    (address, foot): (&str, &str),
) -> Words {
    let say = |key: &str, arguments: &[(&str, String)]| wording.text(language, key, arguments);
    let leaves = |one: &&News| carried(one.thread.tlp, one.in_the_open) != Carried::Nothing;
    let titles: Vec<String> = news
        .iter()
        .filter(leaves)
        .map(|one| {
            let group = one.thread.group.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
            say("mail-tidings-line", &[("title", one.thread.title.clone()), ("group", group)])
        })
        .collect();
    let others = news.len() - titles.len();
    let mut parts = vec![say("mail-tidings-digest", &[("count", news.len().to_string())])];
    if !titles.is_empty() {
        parts.push(titles.join("\n"));
    }
    if others > 0 {
        parts.push(say("mail-tidings-others", &[("count", others.to_string())]));
    }
    parts.push(address.to_owned());
    parts.push(foot.to_owned());
    (say("mail-tidings-subject", &[]), parts.join("\n\n"))
}
