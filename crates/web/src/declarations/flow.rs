//! The declaration: eight questions on four screens, kept at each, filed at the last.

use access::Caller;
use askama::Template;
use axum::{extract::Path, http::StatusCode};
use declarations::{
    DraftHandle, Submission,
    rules::{Kind, Schema},
};
use directory::Found;
use vocabulary::{FinessNumber, Problem, Refusal, Refused};

use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    visit::Visit,
};

/// Screens of the first declaration.
const SCREENS: u8 = 4;
/// The field of a screen that searches the register: no answer of the declaration.
const SEARCH: &str = "recherche";

#[derive(Template)]
#[template(path = "declarations/introduction.html")]
struct Introduction<'a> {
    shell: Shell<'a>,
    resumable: bool,
}

#[derive(Template)]
#[template(path = "declarations/step.html")]
struct Step<'a> {
    shell: Shell<'a>,
    token: String,
    number: u8,
    back: String,
    fields: Vec<FieldView>,
    errors: Vec<(String, String)>,
    resume_code: Option<String>,
    look_up: Option<LookUp>,
    patient_number: bool,
}

/// The search of the register on the third screen.
struct LookUp {
    search: String,
    searched: bool,
    chosen: String,
    error: Option<String>,
    found: Vec<Candidate>,
}

struct Candidate {
    number: String,
    name: String,
    place: String,
}

#[derive(Template)]
#[template(path = "declarations/danger.html")]
struct Danger<'a> {
    shell: Shell<'a>,
    next: String,
}

#[derive(Template)]
#[template(path = "declarations/resume.html")]
struct Resume<'a> {
    shell: Shell<'a>,
    token: String,
    typed: String,
    error: Option<String>,
}

/// `/declarer`
pub(crate) async fn introduction(visit: Visit) -> Result<Answer, Answer> {
    let resumable = draft(&visit).await?.is_some();
    let shell = Shell::new(&visit, visit.words.t("page-declare"), "declare");
    Ok(Answer::ok(&visit, &Introduction { shell, resumable }))
}

/// The draft of this browser, filed or not.
async fn kept(visit: &Visit) -> Result<Option<DraftHandle>, Answer> {
    let Some(token) = visit.cookie("brouillon") else { return Ok(None) };
    visit.site.services.declarations.draft(token).await.map_err(|p| visit.problem(p))
}

/// The draft of this browser, unless it was filed.
pub(crate) async fn draft(visit: &Visit) -> Result<Option<DraftHandle>, Answer> {
    Ok(kept(visit).await?.filter(|handle| handle.draft.filed_as.is_none()))
}

/// `/declarer/etape/{step}`
pub(crate) async fn show(Path(step): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let number = screen(&visit, &step)?;
    let handle = kept(&visit).await?;
    let filed = handle.as_ref().is_some_and(|handle| handle.draft.filed_as.is_some());
    if filed && number > 1 {
        // Back from the receipt, the last screens lead to it again (abuse B16).
        return Ok(Answer::redirect(&visit.href("follow")));
    }
    let handle = handle.filter(|_| !filed);
    let typed = handle.as_ref().map(|handle| handle.draft.typed.clone()).unwrap_or_default();
    render(&visit, number, &typed, &[], handle.as_ref(), StatusCode::OK).await
}

fn screen(visit: &Visit, step: &str) -> Result<u8, Answer> {
    step.parse()
        .ok()
        .filter(|n| (1..=SCREENS).contains(n))
        .ok_or_else(|| visit.problem(Refused::NotFound.into()))
}

/// A screen is sent: kept first, whatever is wrong with it; then the next one, or the same with what is wrong.
pub(crate) async fn keep(Path(step): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let number = screen(visit, &step)?;
    // After a receipt, the first screen begins another declaration.
    let another = number == 1 && draft(visit).await?.is_none();
    let token = visit.cookie("brouillon").filter(|_| !another);
    let schema = visit.site.services.declarations.schema();
    // What the screen asks and was not sent was emptied: boxes and radios say nothing when nothing is chosen.
    let mut typed = form.typed.clone();
    for field in schema.screen(number) {
        typed.entry(field.name.clone()).or_default();
    }
    if number == 3 {
        read_search(&mut typed);
    }
    let kept = visit
        .site
        .services
        .declarations
        .draft_keep(&Caller::Nobody, token, visit.language(), typed.clone(), &visit.from)
        .await
        .map_err(|p| visit.problem(p))?;
    if kept.draft.filed_as.is_some() {
        return Ok(Answer::redirect(&visit.href("follow")));
    }
    let cookie = visit.set_cookie("brouillon", Some(&kept.token), visit.drafts_seconds());
    let all = merge(&kept, &typed);
    let searching = !form.value("chercher").is_empty();
    let refusals = if searching { Vec::new() } else { screen_refusals(visit, schema, number, &all) };
    if searching || !refusals.is_empty() {
        let status = if searching { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        return Ok(render(visit, number, &all, &refusals, Some(&kept), status).await?.cookie(&cookie));
    }
    if !form.value("plus-tard").is_empty() {
        return Ok(Answer::redirect(&visit.href("resume")).cookie(&cookie));
    }
    if number == SCREENS {
        return Ok(file(visit, all, &kept).await?.cookie(&cookie));
    }
    let danger = number == 1 && kept.draft.danger;
    let next =
        if danger { visit.href("danger") } else { visit.href_to("step", &[&(number + 1).to_string()]) };
    Ok(Answer::redirect(&next).cookie(&cookie))
}

/// A FINESS number typed in the search is an answer; a site chosen among those found is another.
fn read_search(typed: &mut Typed) {
    let search = typed.get(SEARCH).and_then(|values| values.first()).cloned().unwrap_or_default();
    let chosen = typed.get("facility").is_some_and(|values| values.iter().any(|value| !value.is_empty()));
    if !chosen && search.chars().any(|c| c.is_ascii_digit()) && FinessNumber::parse(&search).is_ok() {
        typed.insert("facility".to_owned(), vec![search]);
    }
}

/// What the draft holds, with what was just sent and is no field of the schema.
fn merge(kept: &DraftHandle, typed: &Typed) -> Typed {
    let mut all = kept.draft.typed.clone();
    if let Some(search) = typed.get(SEARCH) {
        all.insert(SEARCH.to_owned(), search.clone());
    }
    all
}

/// What is wrong on the screens up to this one, of what they ask.
fn screen_refusals(visit: &Visit, schema: &Schema, number: u8, typed: &Typed) -> Vec<Refusal> {
    let known = schema.known_fields(typed.clone());
    let refusals = visit.site.services.declarations.check(&known);
    refusals
        .into_iter()
        .filter(|refusal| {
            let field = refusal.field.as_deref().and_then(|name| schema.field(name));
            field.is_some_and(|field| field.screen == Some(number))
        })
        .collect()
}

async fn file(visit: &Visit, typed: Typed, kept: &DraftHandle) -> Result<Answer, Answer> {
    let schema = visit.site.services.declarations.schema();
    let typed: Typed =
        schema.known_fields(typed).into_iter().filter(|(_, v)| v.iter().any(|v| !v.is_empty())).collect();
    let submission = Submission {
        typed: typed.clone(),
        language: visit.language(),
        key: None,
        draft: Some(kept.token.clone()),
        from: visit.from.clone(),
        device: visit.device.clone(),
        exercise: false,
    };
    match visit.site.services.declarations.file(&Caller::Nobody, submission).await {
        Ok(filed) => {
            let answer = Answer::redirect(&visit.href("follow"));
            Ok(match filed.token {
                Some(token) => answer.cookie(&visit.set_cookie("suivi", Some(&token), 12 * 3600)),
                // Filed already, from this browser: the receipt is where it was.
                None => answer,
            })
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            // Something on an earlier screen: the first of them is shown, with all that was typed.
            let on =
                refusals.iter().filter_map(|refusal| schema.field(refusal.field.as_deref()?)?.screen).min();
            render(
                visit,
                on.unwrap_or(SCREENS),
                &typed,
                &refusals,
                Some(kept),
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

async fn render(
    visit: &Visit,
    number: u8,
    typed: &Typed,
    refusals: &[Refusal],
    handle: Option<&DraftHandle>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    let schema = visit.site.services.declarations.schema();
    let look_up = if number == 3 { Some(look_up(visit, typed, refusals).await?) } else { None };
    let fields: Vec<FieldView> = schema
        .screen(number)
        .filter(|field| field.kind != Kind::Facility)
        .map(|field| FieldView::new(words, field, typed, refusals, false))
        .collect();
    let errors = refusals
        .iter()
        .filter_map(|refusal| {
            let name = refusal.field.as_deref()?;
            let field = fields.iter().find(|field| field.name == name);
            let target = field.map_or("recherche", |field| field.target());
            (field.is_some() || name == "facility").then(|| (target.to_owned(), refusal_text(words, refusal)))
        })
        .collect();
    let long_text =
        fields.iter().filter(|field| field.shape == Shape::Lines).map(|field| field.value.as_str());
    let patient_number =
        long_text.into_iter().any(|text| !declarations::rules::find_patient_numbers(text).is_empty());
    let title = words.with(
        "where-title",
        &[("number", &number.to_string()), ("title", &words.t(&format!("step-{number}")))],
    );
    let step = Step {
        shell: Shell::new(visit, title, "declare"),
        token: forms::token(visit),
        number,
        back: if number == 1 {
            visit.href("declare")
        } else {
            visit.href_to("step", &[&(number - 1).to_string()])
        },
        fields,
        errors,
        resume_code: handle.filter(|_| number > 1).map(|handle| handle.resume_code.grouped()),
        look_up,
        patient_number,
    };
    Ok(Answer::page(visit, status, &step))
}

async fn look_up(visit: &Visit, typed: &Typed, refusals: &[Refusal]) -> Result<LookUp, Answer> {
    let first = |name: &str| typed.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
    let (search, chosen) = (first(SEARCH), first("facility"));
    let text = if search.is_empty() { &chosen } else { &search };
    let mut error = refusals
        .iter()
        .find(|r| r.field.as_deref() == Some("facility"))
        .map(|r| refusal_text(&visit.words, r));
    let found = match visit.site.services.directory.search(&Caller::Nobody, text, 5).await {
        Ok(found) => found,
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            error = error.or_else(|| refusals.first().map(|refusal| refusal_text(&visit.words, refusal)));
            Vec::new()
        }
        Err(problem) => return Err(visit.problem(problem)),
    };
    let found = found.into_iter().map(candidate).collect();
    Ok(LookUp { searched: !text.trim().is_empty(), search, chosen, error, found })
}

fn candidate(found: Found) -> Candidate {
    Candidate {
        number: found.finess.to_string(),
        place: format!("{} {} · {}", found.postcode, found.town, found.finess.grouped()),
        name: found.name,
    }
}

/// `/declarer/danger`
pub(crate) async fn danger(visit: Visit) -> Answer {
    let shell = Shell::new(&visit, visit.words.t("danger-title"), "declare");
    Answer::ok(&visit, &Danger { shell, next: visit.href_to("step", &["2"]) })
}

/// `/declarer/reprendre`
pub(crate) async fn resume_form(visit: Visit) -> Result<Answer, Answer> {
    // In the browser where it was begun there is nothing to type; the code is shown for another one.
    let own = draft(&visit).await?.map(|handle| handle.resume_code.grouped()).unwrap_or_default();
    Ok(resume_page(&visit, &own, None, StatusCode::OK))
}

fn resume_page(visit: &Visit, typed: &str, error: Option<String>, status: StatusCode) -> Answer {
    let shell = Shell::new(visit, visit.words.t("page-resume"), "declare");
    Answer::page(visit, status, &Resume { shell, token: forms::token(visit), typed: typed.to_owned(), error })
}

/// The code of a draft was typed.
pub(crate) async fn resume(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    match visit.site.services.declarations.draft_resume(form.value("code"), &visit.from).await {
        Ok(handle) => {
            let cookie = visit.set_cookie("brouillon", Some(&handle.token), visit.drafts_seconds());
            let to = if handle.draft.filed_as.is_some() {
                visit.href("follow")
            } else {
                visit.href_to("step", &["1"])
            };
            Ok(Answer::redirect(&to).cookie(&cookie))
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.first().map(|refusal| refusal_text(&visit.words, refusal));
            Ok(resume_page(visit, form.value("code"), error, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Problem::Refused(Refused::NotFound)) => {
            let error = Some(visit.words.t1("refused-draft-unknown", "kept", visit.drafts_kept()));
            Ok(resume_page(visit, form.value("code"), error, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}
