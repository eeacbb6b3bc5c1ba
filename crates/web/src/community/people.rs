//! `/communaute/groupes/{slug}/membres`: who is in a group, who asks to come in, and what is decided about them.

use ::community::{Decision, Reader, Sitting};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{When, done, fail, further, groups, member, shell, ways};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{errors, mendable},
    visit::Visit,
};

/// People on a page.
const PEOPLE: i64 = 100;

#[derive(Template)]
#[template(path = "community/members.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    slug: String,
    name: String,
    said: String,
    done: Option<String>,
    errors: Vec<(String, String)>,
    asking: Vec<Somebody>,
    people: Vec<Somebody>,
    /// Whether the reader decides who is in.
    keeps: bool,
    /// Whom to bring in.
    bring: Option<FieldView>,
    first: Option<String>,
    next: Option<String>,
}

struct Somebody {
    account: String,
    name: String,
    words: String,
    since: When,
    steward: bool,
    own: bool,
}

/// `/communaute/groupes/{slug}/membres`
pub(crate) async fn show(Path(slug): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    page(&visit, &caller, &slug, &[], StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    slug: &str,
    refusals: &[Refusal],
    status: StatusCode,
) -> Result<Answer, Answer> {
    let community = &visit.site.services.community;
    let found = community.group_people(caller, slug, &visit.parameter("after"), PEOPLE).await;
    let found = found.map_err(fail(visit))?;
    let own = caller.person().map(|person| person.account);
    let somebody = |sitting: Sitting| Somebody {
        account: sitting.account.to_string(),
        name: sitting.name,
        words: sitting.words,
        since: When::new(visit, sitting.since),
        steward: sitting.steward,
        own: own == Some(sitting.account),
    };
    let (first, next) = further(visit, found.people.next);
    let group = found.inside.group;
    let brings = found.inside.decides && group.archived_at.is_none();
    let known = ["admis", "refuse", "gardien", "releve", "sorti", "amene"];
    let page = Page {
        ways: ways(visit, "community-groups"),
        token: forms::token(visit),
        said: groups::said(visit, &group),
        done: done(visit, &known),
        errors: errors(visit, refusals),
        asking: found.asking.into_iter().map(somebody).collect(),
        people: found.people.items.into_iter().map(somebody).collect(),
        keeps: found.inside.decides,
        bring: brings.then(|| groups::asked(visit, "who", Shape::Line, &visit.sent, refusals)),
        first,
        next,
        shell: shell(visit, caller, visit.words.t1("community-members-of", "name", &group.name)),
        name: group.name,
        slug: group.slug,
    };
    Ok(Answer::page(visit, status, &page))
}

/// `/communaute/groupes/{slug}/membres/{act}`
pub(crate) async fn act(Path((slug, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let decision = match act.as_str() {
        "admit" => Some((Decision::Admit, "admis")),
        "refuse" => Some((Decision::Refuse, "refuse")),
        "steward" => Some((Decision::Steward(true), "gardien")),
        "unsteward" => Some((Decision::Steward(false), "releve")),
        "remove" => Some((Decision::Remove, "sorti")),
        _ => None,
    };
    let community = &visit.site.services.community;
    let done = match (decision, act.as_str(), Id::parse(form.value("compte"))) {
        (Some((decision, done)), _, Ok(account)) => {
            community.group_decide(&caller, &slug, account, decision).await.map(|()| done)
        }
        (None, "bring", _) => bring(visit, &caller, &slug, form.value("who")).await.map(|()| "amene"),
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(done) => Ok(Answer::redirect(&format!("{}?fait={done}", visit.href1("community-members", &slug)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, &slug, &refusals, status).await
        }
    }
}

/// Brings somebody in, by the handle or the name by which the members' directory or a group knows them.
async fn bring(visit: &Visit, caller: &Caller, slug: &str, typed: &str) -> Result<(), Problem> {
    let services = &visit.site.services;
    // Whoever may not bring anybody in learns nothing of who belongs.
    if !services.community.group(caller, slug).await?.decides {
        return Err(Refused::Forbidden.into());
    }
    let typed = typed.trim().trim_start_matches('@');
    let found = services.members.directory(caller, typed, 1).await?.cards;
    let card = found.into_iter().find(|card| card.handle == typed);
    let who = match card {
        Some(card) => Reader { account: card.account, name: card.name },
        None => services.community.person_called(caller, typed).await?,
    };
    services.community.group_bring(caller, slug, &who).await
}
