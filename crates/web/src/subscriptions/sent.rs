//! `/redaction/envois`: how many were told of what. Counts alone, never an address.

use askama::Template;
use subscriptions::{Mailing, Sent};
use vocabulary::Id;

use crate::{
    answer::{Answer, Shell},
    oncall::ZONE,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "subscriptions/sent.html")]
struct Page<'a> {
    shell: Shell<'a>,
    /// How many subscribe, by language and rhythm.
    people: Vec<(String, String, i64)>,
    total: i64,
    mailings: Vec<Line>,
    days: Vec<(String, [i64; 3])>,
}

/// One version that went out.
struct Line {
    title: String,
    again: Option<i64>,
    when: String,
    told: i64,
    queued: i64,
    sent: i64,
    failed: i64,
}

/// `/redaction/envois`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let fail = |problem| visit.problem(problem);
    let Sent { subscribers, mailings, days } =
        visit.site.services.subscriptions.sent(&caller).await.map_err(fail)?;
    let ids: Vec<Id> = mailings.iter().map(|mailing| mailing.publication).collect();
    let listed = visit.site.services.publications.those(&caller, &ids).await.map_err(fail)?;
    let words = &visit.words;
    let line = |mailing: Mailing| {
        let found = listed.iter().find(|listed| listed.id == mailing.publication);
        Line {
            title: found.map_or_else(|| words.t("sent-gone"), |it| it.title(visit.language()).0.to_owned()),
            again: (mailing.version > 1).then_some(mailing.version),
            when: words.moment(mailing.at, ZONE),
            told: mailing.told,
            queued: mailing.queued,
            sent: mailing.sent,
            failed: mailing.failed,
        }
    };
    let people: Vec<(String, String, i64)> = subscribers
        .into_iter()
        .map(|(language, rhythm, count)| {
            let language = words.t(&format!("language-{language}"));
            (language, words.t(&format!("subscribe-rhythm-{rhythm}")), count)
        })
        .collect();
    let page = Page {
        total: people.iter().map(|(.., count)| count).sum(),
        people,
        mailings: mailings.into_iter().map(line).collect(),
        days: days.into_iter().map(|day| (day.day, [day.sent, day.failed, day.ended])).collect(),
        shell: Shell::console(&visit, &caller, words.t("page-sent"), "editing"),
    };
    Ok(Answer::ok(&visit, &page))
}
