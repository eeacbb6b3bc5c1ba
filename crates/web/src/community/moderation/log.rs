//! `/communaute/journal-de-moderation`: what was done, for every member.

use askama::Template;
use jiff::tz::TimeZone;

use super::said;
use crate::{
    answer::{Answer, Shell},
    community::{ROWS, fail, further, member, shell, ways},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "moderation/log.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    days: Vec<(String, Vec<Line>)>,
    first: Option<String>,
    next: Option<String>,
}

struct Line {
    what: String,
    reason: String,
    words: String,
    group: Option<(String, String)>,
}

/// The page.
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let community = &visit.site.services.community;
    let log =
        community.moderation_log(&caller, &visit.parameter("after"), ROWS).await.map_err(fail(&visit))?;
    let mut days: Vec<(String, Vec<Line>)> = Vec::new();
    for line in log.items {
        let day = visit.words.day(TimeZone::UTC.to_datetime(line.day.timestamp()).date());
        let told = Line {
            what: visit.words.k("moderation-log-", &line.action, ""),
            reason: line.reason.map(|reason| said(&visit, reason)).unwrap_or_default(),
            words: line.words,
            group: line.group.map(|(slug, name)| (visit.href1("community-group", slug), name)),
        };
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, lines)) => lines.push(told),
            None => days.push((day, vec![told])),
        }
    }
    let (first, next) = further(&visit, log.next);
    let page = Page {
        ways: ways(&visit, ""),
        days,
        first,
        next,
        shell: shell(&visit, &caller, visit.words.t("page-moderation-log")),
    };
    Ok(Answer::ok(&visit, &page))
}
