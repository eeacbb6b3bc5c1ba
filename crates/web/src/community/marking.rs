//! `/communaute/messages/{id}/marque`: how far a post goes, changed.

use ::community::{PostView, ThreadView};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Instant, Refusal, Refused, Tlp};

use super::{
    Badge, audience,
    composing::{self, Composer, Ground},
    fail, member,
    reading::place,
    shell, ways,
};
use crate::{
    answer::{Answer, Shell},
    forms::{Form, Typed},
    refusals::mendable,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/mark.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    back: String,
    badge: Badge,
    lead: String,
    c: Composer,
}

/// The post, and the thread as it stands around it.
async fn found(visit: &Visit, caller: &Caller, id: Id) -> Result<(Id, PostView, ThreadView), Answer> {
    let community = &visit.site.services.community;
    let (thread, post) = community.thread_of(caller, id).await.map_err(fail(visit))?;
    let before = vocabulary::cursor(Instant::from_millis(post.at.millis() - 1), id);
    let view = community.thread(caller, thread, &before).await.map_err(fail(visit))?;
    if !(post.mine || view.moderates) || view.inside.is_none() {
        return Err(visit.problem(Refused::Forbidden.into()));
    }
    Ok((thread, post, view))
}

/// `/communaute/messages/{id}/marque`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let id = visit.identity(&id)?;
    let (thread, post, view) = found(&visit, &caller, id).await?;
    let mut typed = Typed::from([("tlp".to_owned(), vec![post.tlp.label().to_owned()])]);
    let named = post.readers.iter().map(|reader| reader.account.to_string()).collect();
    typed.insert("readers".to_owned(), named);
    page(&visit, &caller, (thread, &post, &view), (&typed, &[]), StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    (thread, post, view): (Id, &PostView, &ThreadView),
    (typed, refusals): (&Typed, &[Refusal]),
    status: StatusCode,
) -> Result<Answer, Answer> {
    let least = match (post.mine, post.number) {
        // Its author may loosen it, as far as what opens the thread goes; others only tighten.
        (true, 1) => Tlp::Clear,
        (true, _) => view.line.tlp,
        (false, _) => post.tlp,
    };
    let slug = view.inside.as_ref().map(|inside| inside.group.slug.clone());
    // What opens a thread may name anybody of the group; what answers there, whom that names.
    let within = (post.number != 1).then_some(view.line.id);
    let ground = Ground { slug, thread: within, least, draft: String::new(), opens: false, report: false };
    let c = composing::compose(visit, caller, (&ground, typed), refusals, None).await?;
    let key = if post.mine { "community-mark-own" } else { "community-mark-other" };
    let page = Page {
        ways: ways(visit, ""),
        back: place(visit, thread, post),
        badge: post.tlp.into(),
        lead: visit.words.t(key),
        c: Composer { press: visit.words.t("community-mark-go"), ..c },
        shell: shell(visit, caller, visit.words.t("page-community-mark")),
    };
    Ok(Answer::page(visit, status, &page))
}

/// A mark is sent.
pub(crate) async fn change(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let id = visit.identity(&id)?;
    let (thread, post, view) = found(visit, &caller, id).await?;
    if audience::looks(&form) {
        return page(visit, &caller, (thread, &post, &view), (&form.typed, &[]), StatusCode::OK).await;
    }
    let done = match audience::mark(&form.typed) {
        Ok(mark) => visit.site.services.community.remark(&caller, id, mark).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        // A moderator who tightened it to named readers reads it no more.
        Ok(()) => Ok(Answer::redirect(&visit.href1("community-thread", thread))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, (thread, &post, &view), (&form.typed, &refusals), status).await
        }
    }
}
