//! `/communaute/questions`: what was asked of the cell, and answered.

use ::community::{Community, ThreadFilter};
use askama::Template;

use super::{Line, ROWS, fail, further, member, shell, ways};
use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/questions.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    lead: String,
    /// Whether the reader asks, and does not answer for the cell.
    asks: bool,
    threads: Vec<Line>,
    first: Option<String>,
    next: Option<String>,
}

/// `/communaute/questions`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let (filter, after) = (ThreadFilter::default(), visit.parameter("after"));
    let found = visit.site.services.community.questions(&caller, &filter, &after, ROWS).await;
    let found = found.map_err(fail(&visit))?;
    let (first, next) = further(&visit, found.next);
    let answers = Community::answers(&caller);
    let lead = if answers { "community-questions-cell" } else { "community-questions-own" };
    let page = Page {
        ways: ways(&visit, "community-questions"),
        lead: visit.words.t(lead),
        asks: !answers,
        threads: found.items.into_iter().map(|line| Line::new(&visit, line, false)).collect(),
        first,
        next,
        shell: shell(&visit, &caller, visit.words.t("page-community-questions")),
    };
    Ok(Answer::ok(&visit, &page))
}
