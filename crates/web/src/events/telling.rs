//! `/cellule/evenements/{id}/message`: one message to all, to whom it goes being shown first.

use access::Caller;
use askama::Template;
use axum::extract::Path;
use vocabulary::{Id, Region};

use super::{
    Head, Row, Wrong, handler, head,
    pages::{PlaceLine, places},
    row, wrong,
};
use crate::{
    answer::{Answer, Shell},
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "events/message.html")]
struct MessagePage<'a> {
    shell: Shell<'a>,
    token: String,
    head: Head,
    message: String,
    wrong: Wrong,
    incidents: Vec<Row>,
    by_region: Vec<(String, usize)>,
    unreached: Vec<PlaceLine>,
}

pub(crate) async fn tell(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = handler(visit).await?;
    let id = visit.identity(&id)?;
    let message = form.value("message").to_owned();
    let mut said = Wrong::default();
    if !form.value("send").is_empty() {
        let shown = form.value("shown").parse().unwrap_or(0);
        match visit.site.services.events.tell(&caller, id, shown, &message).await {
            Ok(_) => return Ok(Answer::redirect(&visit.href1("event", id))),
            Err(problem) => said = wrong(visit, problem)?,
        }
    }
    page(visit, &caller, id, message, said).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    message: String,
    wrong: Wrong,
) -> Result<Answer, Answer> {
    let events = &visit.site.services.events;
    let reached = events.reached(caller, id).await.map_err(|problem| visit.problem(problem))?;
    let unknown = || visit.words.t("event-no-region");
    let status = wrong.status();
    let page = MessagePage {
        shell: Shell::console(visit, caller, visit.words.t("page-event-message"), "events"),
        token: forms::token(visit),
        head: head(visit, reached.event),
        message,
        wrong,
        incidents: reached.incidents.iter().map(|incident| row(visit, incident)).collect(),
        by_region: reached
            .by_region
            .into_iter()
            .map(|(region, count)| {
                (region.map_or_else(unknown, |region: Region| region.name().to_owned()), count)
            })
            .collect(),
        unreached: places(visit, &reached.unreached, &[]),
    };
    Ok(Answer::page(visit, status, &page))
}
