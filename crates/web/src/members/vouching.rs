//! `/communaute/parrainages`: somebody was named by whoever asks to join, and says whether they answer for them.

use ::members::{ToVouch, rules::Way};
use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use vocabulary::{Id, Refusal};

use super::{day, duty_words, joining::asker, shell};
use crate::{
    answer::{Answer, Shell},
    fields::{FieldView, Shape},
    forms::{self, Form},
    refusals::{asked, errors, mendable},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "members/vouching.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    errors: Vec<(String, String)>,
    people: Vec<Person>,
}

/// Somebody who waits for a word.
struct Person {
    name: String,
    action: String,
    lines: Vec<(String, String)>,
    /// As what one answers.
    as_what: String,
    /// What one said before.
    said: Option<(String, String)>,
    word: FieldView,
}

/// `/communaute/parrainages`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = asker(&visit).await?;
    page(&visit, &caller, (None, &[]), StatusCode::OK).await
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    (about, refusals): (Option<Id>, &[Refusal]),
    status: StatusCode,
) -> Result<Answer, Answer> {
    let waiting =
        visit.site.services.members.to_vouch(caller).await.map_err(|problem| visit.problem(problem))?;
    let people = waiting.into_iter().enumerate().map(|(place, one)| {
        let refusals = if about == Some(one.request.id) { refusals } else { &[] };
        person(visit, place, one, (about, refusals))
    });
    let people: Vec<Person> = people.collect();
    let mut wrong = errors(visit, refusals);
    for (target, _) in &mut wrong {
        if let Some(person) = people.iter().find(|person| person.word.error.is_some()) {
            target.clone_from(&person.word.id);
        }
    }
    let page = Page {
        token: forms::token(visit),
        errors: wrong,
        people,
        shell: shell(visit, caller, visit.words.t("page-vouching")),
    };
    Ok(Answer::page(visit, status, &page))
}

fn person(visit: &Visit, place: usize, one: ToVouch, (about, refusals): (Option<Id>, &[Refusal])) -> Person {
    let words = &visit.words;
    let ToVouch { request, way, said } = one;
    let (application, facts) = (&request.application, &request.application.details);
    let mut word = asked(visit, "member-word", Shape::Lines, refusals);
    word.id = format!("member-word-{place}");
    if about != Some(request.id) {
        word.value = said.as_ref().map(|said| said.word.clone()).unwrap_or_default();
    }
    Person {
        action: visit.href1("vouch", request.id),
        lines: vec![
            (words.t("member-facility"), format!("{}, {}", request.facility_name, request.town)),
            (words.t("member-duty"), duty_words(visit, facts.duty, &facts.duty_words)),
            (words.t("member-why"), application.why.clone()),
            (words.t("join-when"), day(visit, request.asked_at)),
        ],
        as_what: words.t(if way == Way::Member { "vouch-as-member" } else { "vouch-as-facility" }),
        said: said.map(|said| {
            let key = if said.yes { "vouch-said-yes" } else { "vouch-said-no" };
            (words.t1(key, "when", day(visit, said.at)), said.word)
        }),
        name: request.name,
        word,
    }
}

/// `/communaute/parrainages/{id}`
pub(crate) async fn say(Path(id): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = asker(visit).await?;
    let id = visit.identity(&id)?;
    let yes = form.value("member-yes") == "yes";
    match visit.site.services.members.vouch(&caller, id, yes, form.value("member-word")).await {
        Ok(()) => Ok(Answer::redirect(&visit.href("vouching"))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, (Some(id), &refusals), status).await
        }
    }
}
