//! `/communaute/notifications`: how often one is written to, and where one was called by name.

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use tidings::rules::{Carried, Rhythm};
use vocabulary::{Refusal, Refused, Tlp};

use super::{
    Badge, done, fail,
    finding::{Kept, line},
    member, shell, ways,
};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/notifications.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    done: Option<String>,
    errors: Vec<(String, String)>,
    rhythms: Vec<Choice>,
    /// What a mail carries of each mark.
    carried: Vec<(Badge, String)>,
    mentions: Vec<Kept>,
}

struct Choice {
    code: &'static str,
    label: String,
    hint: String,
    checked: bool,
}

/// `/communaute/notifications`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    page(&visit, &caller, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let (words, tidings) = (&visit.words, &visit.site.services.tidings);
    let rhythm = tidings.rhythm(caller).await.map_err(fail(visit))?;
    let mentions = tidings.mentions(caller).await.map_err(fail(visit))?;
    let choice = |one: Rhythm| Choice {
        code: one.code(),
        label: words.k("tidings-rhythm-", one.code(), ""),
        hint: words.k("tidings-rhythm-", one.code(), "-hint"),
        checked: one == rhythm,
    };
    let page = Page {
        ways: ways(visit, "community-notifications"),
        token: forms::token(visit),
        done: done(visit, &["choisi"]),
        errors: errors(visit, refusals),
        rhythms: Rhythm::ALL.into_iter().map(choice).collect(),
        carried: Tlp::ALL
            .into_iter()
            .map(|tlp| (tlp.into(), words.k("tidings-carried-", carried(tlp), "")))
            .collect(),
        mentions: mentions.into_iter().map(|(thread, post)| line(visit, thread, &post)).collect(),
        shell: shell(visit, caller, words.t("page-community-notifications")),
    };
    Ok(Answer::page(visit, status, &page))
}

/// What a mail carries of a mark, where the group is no hidden one.
fn carried(tlp: Tlp) -> &'static str {
    match tidings::rules::carried(tlp, true) {
        Carried::Words => "words",
        Carried::Title => "title",
        Carried::Nothing => "nothing",
    }
}

/// One chooses how often one is written to.
pub(crate) async fn choose(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let chosen = match Rhythm::from_code(form.value("rhythm")) {
        Some(rhythm) => visit.site.services.tidings.choose(&caller, rhythm).await,
        None => Err(Refused::invalid(Refusal::new("not-a-choice").at("rhythm")).into()),
    };
    match chosen {
        Ok(()) => Ok(Answer::redirect(&format!("{}?fait=choisi", visit.href("community-notifications")))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &refusals, status).await
        }
    }
}
