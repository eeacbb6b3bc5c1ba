//! `/communaute/groupes/{slug}/ecrire`, and a question to the cell: what opens a thread.

use ::community::Inside;
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Instant, Problem, Refusal, Refused, Tlp};

use super::{
    audience,
    composing::{self, Composer, Ground, Preview},
    fail,
    files::{self, Posted},
    member, shell, ways,
};
use crate::{
    answer::{Answer, Shell},
    forms::{Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/write.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    back: (String, String),
    c: Composer,
}

/// Where somebody is about to open a thread: in a group, or before the cell.
struct Place {
    ground: Ground,
    title: &'static str,
    here: &'static str,
    back: (String, String),
}

async fn in_group(visit: &Visit, caller: &Caller, slug: &str) -> Result<Place, Answer> {
    let inside = visit.site.services.community.group(caller, slug).await.map_err(fail(visit))?;
    let Inside { group, writes, .. } = inside;
    if !writes {
        let code = if group.archived_at.is_some() { "group-archived" } else { "join-first" };
        return Err(visit.problem(Refused::Conflict(Refusal::new(code)).into()));
    }
    Ok(Place {
        ground: Ground {
            draft: format!("group {}", group.id),
            slug: Some(group.slug.clone()),
            thread: None,
            least: Tlp::Clear,
            opens: true,
            report: false,
        },
        title: "page-community-write",
        here: "community-groups",
        back: (visit.href1("community-group", &group.slug), group.name),
    })
}

/// A report, in a group.
async fn of_report(visit: &Visit, caller: &Caller, slug: &str) -> Result<Place, Answer> {
    let mut place = in_group(visit, caller, slug).await?;
    place.ground.report = true;
    // What is kept of it is not what is kept of a thread.
    place.ground.draft = place.ground.draft.replacen("group", "report", 1);
    let back =
        (visit.href1("community-library", slug), visit.words.t1("library-title", "group", &place.back.1));
    Ok(Place { title: "page-community-report", back, ..place })
}

fn before_the_cell(visit: &Visit) -> Place {
    let ground = Ground {
        slug: None,
        thread: None,
        least: Tlp::AmberStrict,
        draft: "cell".to_owned(),
        opens: true,
        report: false,
    };
    Place {
        ground,
        title: "page-community-ask",
        here: "community-questions",
        back: (visit.href("community-questions"), visit.words.t("page-community-questions")),
    }
}

/// `/communaute/groupes/{slug}/ecrire`
pub(crate) async fn show(Path(slug): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let place = in_group(&visit, &caller, &slug).await?;
    shown(&visit, &caller, place).await
}

/// `/communaute/groupes/{slug}/retex`
pub(crate) async fn report_form(Path(slug): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let place = of_report(&visit, &caller, &slug).await?;
    shown(&visit, &caller, place).await
}

/// A report is sent.
pub(crate) async fn report(Path(slug): Path<String>, form: Form) -> Result<Answer, Answer> {
    let caller = member(&form.visit).await?;
    let place = of_report(&form.visit, &caller, &slug).await?;
    sent(&form, &[], &caller, place).await
}

/// `/communaute/questions/poser`
pub(crate) async fn ask(visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let place = before_the_cell(&visit);
    shown(&visit, &caller, place).await
}

async fn shown(visit: &Visit, caller: &Caller, place: Place) -> Result<Answer, Answer> {
    let kept = composing::kept(visit, caller, &place.ground.draft).await?;
    let (typed, when) = kept.unzip();
    let notice = when.map(|when| visit.words.t1("community-draft-kept", "when", when));
    let typed = typed.unwrap_or_default();
    page(visit, caller, (place, &typed), (&[], None, notice), StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    (place, typed): (Place, &Typed),
    (refusals, preview, notice): (&[Refusal], Option<Preview>, Option<String>),
    status: StatusCode,
) -> Result<Answer, Answer> {
    let c = composing::compose(visit, caller, (&place.ground, typed), refusals, preview).await?;
    let kept = notice.is_some();
    let page = Page {
        ways: ways(visit, place.here),
        back: place.back,
        c: Composer { notice, kept, ..c },
        shell: shell(visit, caller, visit.words.t(place.title)),
    };
    Ok(Answer::page(visit, status, &page))
}

/// What opens a thread in a group is sent.
pub(crate) async fn write(Path(slug): Path<String>, posted: Posted) -> Result<Answer, Answer> {
    let Posted { form, refusals } = posted;
    let caller = member(&form.visit).await?;
    let place = in_group(&form.visit, &caller, &slug).await?;
    sent(&form, &refusals, &caller, place).await
}

/// A question to the cell is sent.
pub(crate) async fn question(posted: Posted) -> Result<Answer, Answer> {
    let Posted { form, refusals } = posted;
    let caller = member(&form.visit).await?;
    let place = before_the_cell(&form.visit);
    sent(&form, &refusals, &caller, place).await
}

async fn sent(form: &Form, wrong: &[Refusal], caller: &Caller, place: Place) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let community = &visit.site.services.community;
    match form.value("do") {
        "draft" => {
            let content = composing::draft(&form.typed);
            community.keep_draft(caller, &place.ground.draft, &content).await.map_err(fail(visit))?;
            return Ok(Answer::redirect(&visit.path));
        }
        "drop" => {
            community.drop_draft(caller, &place.ground.draft).await.map_err(fail(visit))?;
            return Ok(Answer::redirect(&place.back.0));
        }
        _ => {}
    }
    if !wrong.is_empty() {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(visit, caller, (place, &form.typed), (wrong, None, None), status).await;
    }
    if audience::looks(form) {
        let notice = audience::instead(form);
        return page(visit, caller, (place, &form.typed), (&[], None, notice), StatusCode::OK).await;
    }
    let unseen = place.ground.slug.is_some() && audience::unseen(form);
    if form.value("do") == "preview" || unseen {
        let notice = (unseen && form.value("do") != "preview").then(|| visit.words.t("community-red-look"));
        return looked_at(form, caller, place, notice).await;
    }
    match opened(form, caller, &place.ground).await {
        Ok((id, at)) if at <= visit.now() => Ok(Answer::redirect(&visit.href1("community-thread", id))),
        // What is said unnamed is shown later: its author is told so where they wrote.
        Ok(_) => {
            let waits = if place.back.0.contains('?') { '&' } else { '?' };
            Ok(Answer::redirect(&format!("{}{waits}fait=ecrit", place.back.0)))
        }
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, caller, (place, &form.typed), (&refusals, None, None), status).await
        }
    }
}

async fn opened(form: &Form, caller: &Caller, ground: &Ground) -> Result<(Id, Instant), Problem> {
    let community = &form.visit.site.services.community;
    let new = composing::thread(&form.visit, ground, &form.typed)?;
    files::drawable(&form.visit, caller, &form.typed).await?;
    match &ground.slug {
        Some(slug) => community.open_thread(caller, slug, new).await,
        None => community.ask_cell(caller, new).await.map(|id| (id, form.visit.now())),
    }
}

/// Shows what was typed as it will be read, and by whom.
async fn looked_at(
    form: &Form,
    caller: &Caller,
    place: Place,
    notice: Option<String>,
) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (refusals, preview, status) =
        match composing::previewed(visit, caller, (&place.ground, &form.typed), None).await? {
            Ok(preview) => (Vec::new(), Some(preview), StatusCode::OK),
            Err(refusals) => (refusals, None, StatusCode::UNPROCESSABLE_ENTITY),
        };
    page(visit, caller, (place, &form.typed), (&refusals, preview, notice), status).await
}
