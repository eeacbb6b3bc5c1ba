//! `/mon-espace`: who is signed in, what they may do and where, and what their structures declared.

use access::{Caller, Permission, Resource, permit};
use askama::Template;
use axum::extract::Path;
use incidents::{Clock, Incident};
use members::rules::Place;
use vocabulary::{Problem, Refused};

use crate::{
    accounts::administration::standing_named,
    addresses::{self, Access},
    answer::{Answer, Shell, first_door},
    declarations::{
        follow::Followed,
        versions::{VersionView, changes},
    },
    visit::Visit,
};

/// Declarations on one page.
const ROWS: i64 = 25;

#[derive(Template)]
#[template(path = "space/space.html")]
struct Space<'a> {
    shell: Shell<'a>,
    name: String,
    standings: Vec<String>,
    withheld: Vec<String>,
    /// Whether the queue of incidents is open to them.
    handles: bool,
    /// Their place in the private space: the words, the page that goes on, and its words.
    community: (String, String, String),
    /// Those who wait for their word, when there are some.
    vouching: bool,
    /// What their structures declared; `None` for those of no structure.
    declared: Option<Vec<Line>>,
    next: Option<String>,
}

struct Line {
    href: String,
    incident: Incident,
    when: String,
    expected: Vec<String>,
}

#[derive(Template)]
#[template(path = "space/declaration.html")]
struct Declaration<'a> {
    shell: Shell<'a>,
    followed: Followed,
    mark: String,
    changes: Vec<VersionView>,
}

/// Where somebody who signed in begins: at the page that they asked for; when there is none, or it is of a part that is not
/// theirs, at the first part that is.
pub(crate) async fn landing(visit: &Visit, token: &str, towards: Option<&str>) -> String {
    let Ok(caller) = visit.site.services.accounts.caller(token, &visit.device).await else {
        return visit.href("space");
    };
    let open = towards.filter(|towards| is_open(&caller, towards));
    open.map_or_else(|| visit.href(first_door(&caller)), str::to_owned)
}

/// Whether a page stands at this address, in a part of the site that is open to a caller once they proved enough.
fn is_open(caller: &Caller, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    addresses::page_at(path).is_some_and(|page| match page.access {
        Access::Staff(permission) => {
            !matches!(permission.decided(caller, &Resource::default()), Err(Refused::Forbidden))
        }
        Access::Everyone | Access::Declarant | Access::Person => true,
    })
}

/// `/mon-espace`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let Some(person) = caller.person() else { return Err(visit.problem(Refused::SignInFirst.into())) };
    let (mut declared, mut next) = (None, None);
    if access::scope::<permit::DeclarationRead>(&caller).is_ok() {
        let after = visit.parameter("after");
        let page = visit.site.services.incidents.of_structures(&caller, &after, ROWS).await;
        let page = page.map_err(|problem| visit.problem(problem))?;
        next = page.next.map(|next| format!("{}?after={next}", visit.href("space")));
        declared = Some(page.incidents.into_iter().map(|(one, clocks)| line(&visit, one, &clocks)).collect());
    }
    let (mut standings, mut withheld) = (Vec::new(), Vec::new());
    for (held, said) in [(&person.standings, &mut standings), (&person.withheld, &mut withheld)] {
        for standing in held {
            said.push(standing_named(&visit, &caller, standing).await?);
        }
    }
    let page = Space {
        name: person.name.clone(),
        standings,
        withheld,
        handles: person.standings.iter().any(|s| access::holds(s.role, Permission::IncidentRead)),
        community: community(&visit, &caller).await?,
        vouching: !visit
            .site
            .services
            .members
            .to_vouch(&caller)
            .await
            .map_err(|p| visit.problem(p))?
            .is_empty(),
        declared,
        next,
        shell: shell(&visit, &caller, visit.words.t("page-space")),
    };
    Ok(Answer::ok(&visit, &page))
}

/// Where somebody stands in the private space, and where they go on.
async fn community(visit: &Visit, caller: &Caller) -> Result<(String, String, String), Answer> {
    let own = visit.site.services.members.own(caller).await.map_err(|problem| visit.problem(problem))?;
    let waits = own.request.as_ref().is_some_and(|request| request.state.waits());
    let (said, page) = match own.standing.place {
        Place::Nowhere if waits => ("space-community-waits", "join"),
        Place::Nowhere => ("space-community-out", "join"),
        _ if own.standing.due.is_empty() => ("space-community-in", "community"),
        _ => ("space-community-due", "membership"),
    };
    let words = &visit.words;
    Ok((words.t(said), visit.href(page), words.k("page-", page, "")))
}

fn line(visit: &Visit, incident: Incident, clocks: &[Clock]) -> Line {
    let words = &visit.words;
    let zone = incident.region.map_or("Europe/Paris", vocabulary::Region::zone);
    let expected = clocks.iter().map(|clock| {
        let (what, who) =
            (words.t(&format!("clock-{}", clock.kind)), words.t(&format!("owed-{}", clock.owed_by)));
        let left = words.remaining(clock.due, visit.now());
        words.with("space-expects", &[("what", &what), ("who", &who), ("left", &left)])
    });
    Line {
        href: visit.href_to("space-declaration", &[&incident.reference]),
        when: words.moment(incident.declared_at, zone),
        expected: expected.collect(),
        incident,
    }
}

/// `/mon-espace/declarations/{reference}`: to read, not to write; the code is the declarant's.
pub(crate) async fn declaration(Path(reference): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    let fail = |problem: Problem| visit.problem(problem);
    access::scope::<permit::DeclarationRead>(&caller).map_err(|refused| fail(refused.into()))?;
    let services = &visit.site.services;
    let id = services.declarations.find(&caller, &reference).await.map_err(fail)?;
    let incident = services.incidents.of_declaration(&caller, id).await.map_err(fail)?;
    let view = services.declarations.view(&caller, id).await.map_err(fail)?;
    let mark = incident.incident.tlp.code();
    let followed = Followed::of(&visit, view, incident);
    let title = visit.words.t1("follow-title", "reference", &followed.view.reference);
    let page = Declaration {
        mark: visit.words.t(&format!("choice-tlp-{mark}")),
        changes: changes(&visit, &followed.view, followed.zone),
        shell: shell(&visit, &caller, title),
        followed,
    };
    Ok(Answer::ok(&visit, &page))
}

fn shell<'a>(visit: &'a Visit, caller: &Caller, title: String) -> Shell<'a> {
    let mut shell = Shell::new(visit, title, "space");
    shell.person = caller.person().map(|person| person.name.clone());
    shell
}
