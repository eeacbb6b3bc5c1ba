//! `/communaute`: what was said since one was last there.

use ::community::Community;
use askama::Template;

use super::{Line, fail, shell, ways, welcomed};
use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/home.html")]
struct Home<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    groups: Vec<Mine>,
    latest: Vec<Line>,
    /// Whether the reader answers for the cell.
    answers: bool,
    /// What those who moderate, or the cell, have to say to the reader.
    waiting: usize,
    /// What waits for those who moderate, when the reader does.
    moderation: Option<usize>,
}

/// A group that the reader joined.
struct Mine {
    href: String,
    name: String,
    unread: i64,
}

/// `/communaute`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = welcomed(&visit).await?;
    let home = visit.site.services.community.home(&caller).await.map_err(fail(&visit))?;
    let mine = home.groups.into_iter().map(|(line, unread)| Mine {
        href: visit.href1("community-group", &line.group.slug),
        name: line.group.name,
        unread,
    });
    let (waiting, moderation) = super::moderation::waiting(&visit, &caller).await?;
    let page = Home {
        waiting,
        moderation,
        ways: ways(&visit, "community"),
        groups: mine.collect(),
        latest: home.latest.into_iter().map(|line| Line::new(&visit, line, true)).collect(),
        answers: Community::answers(&caller),
        shell: shell(&visit, &caller, visit.words.t("page-community")),
    };
    Ok(Answer::ok(&visit, &page))
}
