//! "Must I declare?": one fact at a time, then the verdict, its criterion and its article.

use askama::Template;
use axum::http::StatusCode;
use declarations::rules::{Field, Triage, Typed, Verdict};
use vocabulary::{Problem, Refusal, Refused};

use crate::{
    answer::{Answer, Shell},
    fields::FieldView,
    forms::{self, Form},
    visit::Visit,
};

#[derive(Template)]
#[template(path = "declarations/triage.html")]
struct Question<'a> {
    shell: Shell<'a>,
    token: String,
    field: FieldView,
    carried: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "declarations/verdict.html")]
struct Said<'a> {
    shell: Shell<'a>,
    token: String,
    advice: &'static str,
    criteria: Vec<String>,
    article: String,
    why: String,
    carried: Vec<(String, String)>,
}

/// The field of a form that names the fact which it asks for.
const ASKED: &str = "question";

/// `/declarer/dois-je-declarer`
pub(crate) async fn ask(visit: Visit) -> Result<Answer, Answer> {
    next(&visit, Typed::new()).await
}

/// A fact was answered.
pub(crate) async fn answer(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    if !form.value("declarer").is_empty() {
        // The answers become the beginning of a draft.
        let mut typed = form.typed.clone();
        typed.remove("declarer");
        typed.remove(ASKED);
        let declarations = &visit.site.services.declarations;
        let begun = super::flow::draft(visit).await?;
        let kept = declarations
            .draft_keep(
                &access::Caller::Nobody,
                begun.as_ref().map(|draft| draft.token.as_str()),
                visit.language(),
                typed,
                &visit.from,
            )
            .await
            .map_err(|p| visit.problem(p))?;
        let cookie = visit.set_cookie("brouillon", Some(&kept.token), visit.drafts_seconds());
        return Ok(Answer::redirect(&visit.href_to("step", &["1"])).cookie(&cookie));
    }
    next(visit, form.typed.clone()).await
}

async fn next(visit: &Visit, mut typed: Typed) -> Result<Answer, Answer> {
    let declarations = &visit.site.services.declarations;
    let asked = typed.remove(ASKED).and_then(|values| values.into_iter().next());
    let words = &visit.words;
    match declarations.triage(&typed).await {
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let name = refusals.first().and_then(|refusal| refusal.field.as_deref());
            let field = name.and_then(|name| declarations.schema().field(name));
            let field = field.ok_or_else(|| visit.problem(Refused::Invalid(refusals.clone()).into()))?;
            Ok(question(visit, field, &typed, &refusals))
        }
        Err(problem) => Err(visit.problem(problem)),
        Ok(Triage::Ask(field)) => {
            // The same once more: it was sent without an answer.
            let unanswered = asked.is_some_and(|name| name == field.name);
            let refusals = [Refusal::new("required").at(&field.name)];
            Ok(question(visit, field, &typed, if unanswered { &refusals } else { &[] }))
        }
        Ok(Triage::Verdict(Verdict { advice, criteria, article, carried })) => {
            let carried = carried
                .into_iter()
                .flat_map(|(name, values)| values.into_iter().map(move |v| (name.clone(), v)));
            let page = Said {
                shell: Shell::new(visit, words.t("page-triage"), "declare"),
                token: forms::token(visit),
                advice: advice.code(),
                criteria: criteria
                    .iter()
                    .map(|fired| words.t(&format!("criterion-{}", fired.criterion.code())))
                    .collect(),
                why: words.t(&format!("advice-{}-why", advice.code())),
                article,
                carried: carried.collect(),
            };
            Ok(Answer::ok(visit, &page))
        }
    }
}

/// The page that asks for one fact, and carries the others.
fn question(visit: &Visit, field: &Field, typed: &Typed, refusals: &[Refusal]) -> Answer {
    let words = &visit.words;
    let others = typed.iter().filter(|(name, _)| **name != field.name);
    let carried = others.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())));
    let label = words.t(&format!("triage-{}", field.slug()));
    let page = Question {
        shell: Shell::new(visit, words.t("page-triage"), "declare"),
        token: forms::token(visit),
        field: FieldView { label, ..FieldView::new(words, field, typed, refusals, false) },
        carried: carried.collect(),
    };
    let status = if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Answer::page(visit, status, &page)
}
