//! `/cellule/incidents/{id}/acces`: who saw an incident, downloaded from it, changed it.

use access::permit;
use askama::Template;
use audit::Access;
use axum::extract::Path;
use vocabulary::Id;

use super::words::{self, Row, ZONE};
use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "trail/accesses.html")]
struct AccessesPage<'a> {
    shell: Shell<'a>,
    id: Id,
    reference: String,
    facility: String,
    exercise: bool,
    people: Vec<Person>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Person {
    who: String,
    last: String,
    access: Access,
}

pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    access::scope::<permit::IncidentAudit>(&caller).map_err(|refused| visit.problem(refused.into()))?;
    let id = visit.identity(&id)?;
    let audit = &visit.site.services.audit;
    let found = audit.accesses(&caller, id, &visit.parameter("after")).await.map_err(|p| visit.problem(p))?;
    let words = &visit.words;
    let shell = Shell::console(&visit, &caller, words.t("page-accesses"), "unit");
    let person = |access: Access| Person {
        who: words::who(words, &access.actor, access.name.clone()),
        last: words.moment(access.last, ZONE),
        access,
    };
    let here = visit.href_to("accesses", &[&id.to_string()]);
    let page = AccessesPage {
        id,
        reference: found.incident.reference,
        facility: found.incident.facility_name,
        exercise: found.incident.exercise,
        people: found.people.into_iter().map(person).collect(),
        rows: found.lines.into_iter().map(|line| words::row(&visit, line)).collect(),
        next: found.next.map(|next| format!("{here}?after={next}")),
        shell,
    };
    Ok(Answer::ok(&visit, &page))
}
