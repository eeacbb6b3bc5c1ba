//! `/communaute/fils/{id}`: what was said, and the answer to it.

use std::collections::BTreeSet;

use ::community::{Community, Inside, ThreadView};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Instant, Problem, Refusal, Refused, Tlp};

use super::{
    Badge, When, audience,
    composing::{self, Cited, Composer, Ground, Preview},
    done, fail,
    files::{self, Posted},
    further, member, moderation,
    reading::{Post, place},
    shell, ways,
};
use crate::{
    answer::{Answer, Shell, refusal_text},
    forms::{self, Form, Typed},
    refusals::{errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "community/thread.html")]
struct Page<'a> {
    shell: Shell<'a>,
    ways: Vec<(String, String, bool)>,
    token: String,
    back: (String, String),
    done: Option<String>,
    /// What is wrong with an act that is no answer.
    errors: Vec<(String, String)>,
    t: Shown,
    poll: Option<Poll>,
    posts: Vec<Post>,
    /// The number of the first post of the page.
    start: i64,
    /// After which post the page begins, for acts to come back to it.
    from: String,
    first: Option<String>,
    next: Option<String>,
    /// What may be done with the thread: an address, and words.
    acts: Vec<(String, String)>,
    /// Where it may be moved.
    moves: Vec<(String, String)>,
    /// Where a question to the cell may be published, and under which marks.
    publish: Option<Publishing>,
    /// What the cell made of it, and when.
    became: Vec<moderation::raising::Became>,
    /// Where the cell makes something of it.
    raise: Option<String>,
    may_write: bool,
    answer: Option<Composer>,
    why_not: String,
}

struct Shown {
    id: Id,
    tlp: Badge,
    solved: Option<String>,
    closed: bool,
    muted: bool,
    answers: String,
    /// Tags, each with the list of what has it too.
    tags: Vec<(String, String)>,
}

struct Poll {
    question: String,
    state: String,
    open: bool,
    several: bool,
    voted: bool,
    most: i64,
    error: Option<String>,
    choices: Vec<Choice>,
}

struct Choice {
    text: String,
    count: i64,
    said: String,
    own: bool,
}

/// What stands in the form of an answer.
#[derive(Default)]
struct Answering<'t> {
    typed: Option<&'t Typed>,
    refusals: Vec<Refusal>,
    preview: Option<Preview>,
    notice: Option<String>,
}

/// `/communaute/fils/{id}`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = member(&visit).await?;
    let id = visit.identity(&id)?;
    let after = visit.parameter("after");
    let view = visit.site.services.community.thread(&caller, id, &after).await.map_err(fail(&visit))?;
    page(&visit, &caller, view, (Answering::default(), &[]), StatusCode::OK).await
}

fn ground(view: &ThreadView) -> Ground {
    Ground {
        slug: view.inside.as_ref().map(|inside| inside.group.slug.clone()),
        thread: Some(view.line.id),
        least: view.line.tlp,
        draft: format!("thread {}", view.line.id),
        opens: false,
        report: false,
    }
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    view: ThreadView,
    (answering, refusals): (Answering<'_>, &[Refusal]),
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let answer = if view.writes { Some(composer(visit, caller, &view, answering).await?) } else { None };
    let (first, next) = further(visit, view.next.clone());
    let (moves, publish) = elsewhere(visit, caller, &view).await?;
    let posts: Vec<Post> = view.posts.iter().map(|post| Post::new(visit, &view, post)).collect();
    let (back, here) = match &view.inside {
        Some(Inside { group, .. }) => {
            ((visit.href1("community-group", &group.slug), group.name.clone()), "community-groups")
        }
        None => {
            ((visit.href("community-questions"), words.t("page-community-questions")), "community-questions")
        }
    };
    let known = ["repondu", "attend", "retire", "marque", "modifie", "deplace", "publie", "brouillon"];
    let page = Page {
        ways: ways(visit, here),
        token: forms::token(visit),
        back,
        done: done(visit, &known),
        errors: errors(visit, refusals),
        poll: poll(visit, &view, refusals),
        start: view.posts.first().map_or(1, |post| post.number),
        from: visit.parameter("after"),
        first,
        next,
        acts: acts(visit, &view),
        moves,
        publish,
        became: moderation::raising::became(visit, caller, view.line.id).await?,
        raise: Community::answers(caller).then(|| visit.href1("thread-raise", view.line.id)),
        may_write: view.writes,
        why_not: if view.writes { String::new() } else { why_not(visit, &view) },
        answer,
        shell: shell(visit, caller, view.line.title.clone()),
        t: shown(visit, &view),
        posts,
    };
    Ok(Answer::page(visit, status, &page))
}

fn shown(visit: &Visit, view: &ThreadView) -> Shown {
    let line = &view.line;
    let list = view.inside.as_ref().map(|inside| visit.href1("community-group", &inside.group.slug));
    let tags = line.tags.iter().map(|tag| {
        let href = list.as_ref().map_or_else(|| visit.href("community-questions"), Clone::clone);
        (format!("{href}?mot={}", forms::encode(tag)), tag.clone())
    });
    Shown {
        id: line.id,
        tlp: line.tlp.into(),
        solved: line.solved.map(|post| visit.href1("community-post", post)),
        closed: line.closed.is_some(),
        muted: view.muted,
        answers: visit.words.t1("community-answers", "count", line.answers.max(0)),
        tags: tags.collect(),
    }
}

fn poll(visit: &Visit, view: &ThreadView, refusals: &[Refusal]) -> Option<Poll> {
    let (poll, words) = (view.poll.as_ref()?, &visit.words);
    let open = visit.now() < poll.until && view.writes;
    let until = When::new(visit, poll.until).words;
    let key = if visit.now() < poll.until { "community-poll-open" } else { "community-poll-over" };
    let wrong = refusals.iter().find(|refusal| refusal.field.as_deref() == Some("choice"));
    let choices = (0..).zip(&poll.choices).map(|(number, (text, count))| Choice {
        text: text.clone(),
        count: *count,
        said: words.t1("community-votes", "count", count),
        own: poll.own.contains(&number),
    });
    Some(Poll {
        question: poll.question.clone(),
        state: format!(
            "{} {}",
            words.t1("community-voters", "count", poll.voters),
            words.t1(key, "when", until)
        ),
        open,
        several: poll.several,
        voted: !poll.own.is_empty(),
        most: poll.voters.max(1),
        error: wrong.map(|refusal| refusal_text(words, refusal)),
        choices: choices.collect(),
    })
}

fn acts(visit: &Visit, view: &ThreadView) -> Vec<(String, String)> {
    let act =
        |act: &str, key: &str| (visit.href2("community-thread-act", view.line.id, act), visit.words.t(key));
    let mut acts =
        vec![if view.muted { act("unmute", "community-unmute") } else { act("mute", "community-mute") }];
    if view.steers {
        acts.push(if view.line.closed.is_some() {
            act("reopen", "community-thread-reopen")
        } else {
            act("close", "community-thread-close")
        });
    }
    acts
}

/// Groups, and marks.
type Publishing = (Vec<(String, String)>, Vec<&'static str>);
/// Where the thread may be moved, and where a question of the reader's may be published.
type Elsewhere = (Vec<(String, String)>, Option<Publishing>);

async fn elsewhere(visit: &Visit, caller: &Caller, view: &ThreadView) -> Result<Elsewhere, Answer> {
    let asker = view.inside.is_none() && view.posts.first().is_some_and(|post| post.number == 1 && post.mine);
    if !view.moderates && !asker {
        return Ok((Vec::new(), None));
    }
    let groups = visit.site.services.community.groups(caller).await.map_err(fail(visit))?;
    let here = view.inside.as_ref().map(|inside| inside.group.id);
    let open =
        groups.into_iter().filter(|line| line.group.archived_at.is_none() && Some(line.group.id) != here);
    let open: Vec<_> = open.collect();
    let named = |line: &::community::GroupLine| (line.group.slug.clone(), line.group.name.clone());
    if view.inside.is_some() {
        return Ok((open.iter().map(named).collect(), None));
    }
    let joined = open.iter().filter(|line| line.seat.as_ref().is_some_and(|seat| seat.joined));
    let joined: Vec<_> = joined.map(named).collect();
    let marks = [Tlp::AmberStrict, Tlp::Amber, Tlp::Green, Tlp::Clear].map(Tlp::label).into();
    Ok((Vec::new(), (asker && !joined.is_empty()).then_some((joined, marks))))
}

/// Why one does not answer there.
fn why_not(visit: &Visit, view: &ThreadView) -> String {
    let words = &visit.words;
    match (&view.line.closed, &view.inside) {
        (Some((at, by)), _) => {
            let author = super::author(words, &(None, by.clone()));
            words.t2("community-closed-by", "name", author, "when", When::new(visit, *at).words)
        }
        (None, Some(inside)) if inside.group.archived_at.is_some() => words.t("refused-group-archived"),
        _ => words.t("refused-join-first"),
    }
}

/// The form of an answer: with what was typed, or what was kept, or what is to be quoted.
async fn composer(
    visit: &Visit,
    caller: &Caller,
    view: &ThreadView,
    answering: Answering<'_>,
) -> Result<Composer, Answer> {
    let ground = ground(view);
    let (kept, mut notice) = if answering.typed.is_some() {
        (None, answering.notice)
    } else {
        let kept = composing::kept(visit, caller, &ground.draft).await?;
        let (typed, when) = kept.unzip();
        (typed, when.map(|when| visit.words.t1("community-draft-kept", "when", when)))
    };
    let empty = Typed::new();
    let kept_again = kept.is_some();
    let typed = answering.typed.or(kept.as_ref()).unwrap_or(&empty);
    let asked = visit.parameter("citer");
    let quoted = if asked.is_empty() { composing::value(typed, "quoted").to_owned() } else { asked };
    let cited = cited(visit, caller, &quoted).await?;
    // What is quoted under a stricter mark than the thread's is answered under that one.
    let mut typed = typed.clone();
    if let Some((_, tlp)) = &cited
        && composing::value(&typed, "tlp").is_empty()
    {
        typed.insert("tlp".to_owned(), vec![(*tlp).max(ground.least).label().to_owned()]);
    }
    // What answers named readers names them too, unless its author chooses fewer.
    if ground.least == Tlp::Red
        && answering.typed.is_none()
        && kept.is_none()
        && let Some(first) = view.posts.iter().find(|post| post.tlp == Tlp::Red)
    {
        let named = first.readers.iter().map(|reader| reader.account.to_string()).collect();
        typed.insert("readers".to_owned(), named);
    }
    // A new version of a document is begun on its page.
    let replaced = visit.parameter("remplace");
    if !replaced.is_empty() && answering.typed.is_none() {
        typed.insert("replaces".to_owned(), vec![replaced]);
    }
    let preview = answering.preview;
    let c = composing::compose(visit, caller, (&ground, &typed), &answering.refusals, preview).await?;
    if !c.errors.is_empty() {
        notice = None;
    }
    Ok(Composer { notice, kept: kept_again, cited: cited.map(|(cited, _)| cited), ..c })
}

/// What is to be quoted, if the reader may read it.
async fn cited(visit: &Visit, caller: &Caller, id: &str) -> Result<Option<(Cited, Tlp)>, Answer> {
    let Ok(id) = Id::parse(id) else { return Ok(None) };
    match visit.site.services.community.thread_of(caller, id).await {
        Ok((_, post)) => Ok(Some((Cited::new(visit, &post), post.tlp))),
        Err(vocabulary::Problem::Refused(Refused::NotFound)) => Ok(None),
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// An answer is sent.
pub(crate) async fn reply(Path(id): Path<String>, posted: Posted) -> Result<Answer, Answer> {
    let Posted { form, refusals } = posted;
    let visit = &form.visit;
    let caller = member(visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let view = community.thread(&caller, id, &visit.parameter("after")).await.map_err(fail(visit))?;
    let ground = ground(&view);
    match form.value("do") {
        "draft" => {
            let content = composing::draft(&form.typed);
            community.keep_draft(&caller, &ground.draft, &content).await.map_err(fail(visit))?;
            return Ok(Answer::redirect(&format!("{}#repondre", visit.path)));
        }
        "drop" => {
            community.drop_draft(&caller, &ground.draft).await.map_err(fail(visit))?;
            return Ok(Answer::redirect(&visit.path));
        }
        _ => {}
    }
    if !refusals.is_empty() {
        let answering = Answering { typed: Some(&form.typed), refusals, ..Answering::default() };
        return page(visit, &caller, view, (answering, &[]), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    if audience::looks(&form) {
        let notice = audience::instead(&form);
        let answering = Answering { typed: Some(&form.typed), notice, ..Answering::default() };
        return page(visit, &caller, view, (answering, &[]), StatusCode::OK).await;
    }
    let unseen = ground.slug.is_some() && audience::unseen(&form);
    if form.value("do") == "preview" || unseen {
        let notice = (unseen && form.value("do") != "preview").then(|| visit.words.t("community-red-look"));
        let cited = cited(visit, &caller, form.value("quoted")).await?.map(|(cited, _)| cited);
        let looked = composing::previewed(visit, &caller, (&ground, &form.typed), cited.as_ref()).await?;
        let status = if looked.is_ok() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let (preview, refusals) = match looked {
            Ok(preview) => (Some(preview), Vec::new()),
            Err(refusals) => (None, refusals),
        };
        let answering = Answering { typed: Some(&form.typed), refusals, preview, notice };
        return page(visit, &caller, view, (answering, &[]), status).await;
    }
    let done = said(&form, &caller, (id, &ground)).await;
    match done {
        Ok((post, at)) if at <= visit.now() => {
            let (thread, post) = community.thread_of(&caller, post).await.map_err(fail(visit))?;
            Ok(Answer::redirect(&place(visit, thread, &post)))
        }
        Ok(_) => Ok(Answer::redirect(&format!("{}?fait=attend", visit.path))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            let answering = Answering { typed: Some(&form.typed), refusals, ..Answering::default() };
            page(visit, &caller, view, (answering, &[]), status).await
        }
    }
}

async fn said(form: &Form, caller: &Caller, (id, ground): (Id, &Ground)) -> Result<(Id, Instant), Problem> {
    let new = composing::post(&form.visit, ground, &form.typed)?;
    files::drawable(&form.visit, caller, &form.typed).await?;
    form.visit.site.services.community.reply(caller, id, new).await
}

/// `/communaute/fils/{id}/{act}`
pub(crate) async fn act(Path((id, act)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = member(visit).await?;
    let (id, community) = (visit.identity(&id)?, &visit.site.services.community);
    let here = visit.href1("community-thread", id);
    let done = match act.as_str() {
        "mute" => community.mute(&caller, id, true).await.map(|()| here),
        "unmute" => community.mute(&caller, id, false).await.map(|()| here),
        "close" => community.close(&caller, id, true).await.map(|()| here),
        "reopen" => community.close(&caller, id, false).await.map(|()| here),
        "solve" => {
            let post = visit.identity(form.value("post"))?;
            community.solve(&caller, id, Some(post)).await.map(|()| visit.href1("community-post", post))
        }
        "unsolve" => community.solve(&caller, id, None).await.map(|()| here),
        "vote" => {
            let chosen = form.typed.get("choice").map(Vec::as_slice).unwrap_or_default();
            let choices: BTreeSet<i64> = chosen.iter().map(|choice| choice.parse().unwrap_or(-1)).collect();
            community.vote(&caller, id, &choices).await.map(|()| format!("{here}#sondage"))
        }
        "move" => {
            let moved = community.move_thread(&caller, id, form.value("group")).await;
            moved.map(|()| format!("{here}?fait=deplace"))
        }
        "publish" => {
            let tlp = Tlp::parse(form.value("tlp")).unwrap_or_default();
            let published = community.publish_question(&caller, id, (form.value("group"), tlp)).await;
            published.map(|()| format!("{here}?fait=publie"))
        }
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(to) => Ok(Answer::redirect(&to)),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            let view = community.thread(&caller, id, "").await.map_err(fail(visit))?;
            page(visit, &caller, view, (Answering::default(), &refusals), status).await
        }
    }
}
