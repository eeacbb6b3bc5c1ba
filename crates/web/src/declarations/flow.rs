//! The declaration: eight questions on four screens, kept at each, filed at the last.

use access::Caller;
use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderName, StatusCode},
};
use declarations::{
    DraftHandle, Filed, Submission,
    rules::{Field, Kind, Schema},
};
use vocabulary::{Problem, Refusal, Refused};

use super::look_up::{self, LookUp, SEARCH};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::FieldView,
    forms::{self, Form, Typed, Unproven},
    visit::Visit,
};

/// Screens of the first declaration.
const SCREENS: u8 = 4;
/// The screen that asks for the structure.
const WHERE: u8 = 3;

#[derive(Template)]
#[template(path = "declarations/introduction.html")]
struct Introduction<'a> {
    shell: Shell<'a>,
    /// What was filed here last, and where its receipt is: its answer may have been lost on the way.
    filed: Option<(String, String)>,
    /// The screen on which the declaration that was begun here goes on.
    goes_on: Option<String>,
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
    /// Where a number of a patient was typed.
    patient_number: Option<String>,
    again: bool,
}

#[derive(Template)]
#[template(path = "declarations/danger.html")]
struct Danger<'a> {
    shell: Shell<'a>,
    back: String,
    next: String,
    /// A number to call back was left.
    reachable: bool,
    resume_code: Option<String>,
}

#[derive(Template)]
#[template(path = "declarations/resume.html")]
struct Resume<'a> {
    shell: Shell<'a>,
    token: String,
    field: FieldView,
    /// The draft of this browser: its code, and the screen on which it goes on.
    own: Option<(String, String)>,
}

/// `/declarer`
pub(crate) async fn introduction(visit: Visit) -> Result<Answer, Answer> {
    let handle = kept(&visit).await?;
    let filed = handle.as_ref().and_then(|handle| handle.draft.filed_as.clone());
    let goes_on = handle.filter(|_| filed.is_none()).map(|handle| open_screen(&visit, &handle));
    let filed = filed.map(|reference| (reference, visit.href_to("step", &[&SCREENS.to_string()])));
    let own = filed.is_some() || goes_on.is_some();
    let page = || {
        let shell = Shell::new(&visit, visit.words.t("page-declare"), "declare");
        Introduction { shell, filed, goes_on }
    };
    Ok(if own { Answer::ok(&visit, &page()) } else { Answer::fixed(&visit, page) })
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

/// The first screen that lacks an answer, or the last: where a draft goes on.
fn open_screen(visit: &Visit, handle: &DraftHandle) -> String {
    let schema = visit.site.services.declarations.schema();
    let lacks = |number: &u8| !screen_refusals(visit, schema, *number, &handle.draft.typed).is_empty();
    let number = (1..SCREENS).find(lacks).unwrap_or(SCREENS);
    visit.href_to("step", &[&number.to_string()])
}

/// `/declarer/etape/{step}`
pub(crate) async fn show(Path(step): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let number = screen(&visit, &step)?;
    let handle = kept(&visit).await?;
    let filed = handle.as_ref().filter(|handle| handle.draft.filed_as.is_some());
    if let Some(filed) = filed.filter(|_| number > 1) {
        // Back from the receipt, the last screens lead to it again (abuse B16).
        return receipt(&visit, &filed.token).await;
    }
    let handle = handle.as_ref().filter(|_| filed.is_none());
    let typed = handle.map(|handle| handle.draft.typed.clone()).unwrap_or_default();
    Screen { number, typed: &typed, refusals: &[], handle, again: false }.show(&visit, StatusCode::OK).await
}

fn screen(visit: &Visit, step: &str) -> Result<u8, Answer> {
    step.parse()
        .ok()
        .filter(|n| (1..=SCREENS).contains(n))
        .ok_or_else(|| visit.problem(Refused::NotFound.into()))
}

/// A screen is sent: kept first, whatever is wrong with it; then the next one, or the same with what is wrong.
pub(crate) async fn keep(Path(step): Path<String>, sent: Unproven) -> Result<Answer, Answer> {
    let Unproven { form, genuine } = sent;
    let visit = &form.visit;
    let number = screen(visit, &step)?;
    let mut typed = form.typed.clone();
    let search = match number {
        WHERE => look_up::read_search(visit, &mut typed, true).await?,
        _ => None,
    };
    if !genuine {
        // Nothing is kept of it, and nothing typed is lost: the same screen, with a token that is fresh.
        let handle = draft(visit).await?;
        let screen = Screen { number, typed: &typed, refusals: &[], handle: handle.as_ref(), again: true };
        return screen.show(visit, StatusCode::OK).await;
    }
    let kept = keep_screen(visit, number, &typed).await?;
    if kept.draft.filed_as.is_some() {
        return receipt(visit, &kept.token).await;
    }
    let cookie = visit.set_cookie("brouillon", Some(&kept.token), visit.drafts_seconds());
    if !form.value("plus-tard").is_empty() {
        return Ok(Answer::redirect(&visit.href("resume")).cookie(&cookie));
    }
    let all = merge(&kept, typed.clone());
    let searching = !form.value("chercher").is_empty();
    let schema = visit.site.services.declarations.schema();
    let refusals = if searching {
        Vec::new()
    } else {
        look_up::with_search(screen_refusals(visit, schema, number, &all), search)
    };
    if searching || !refusals.is_empty() {
        let status = if searching { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let screen = Screen { number, typed: &all, refusals: &refusals, handle: Some(&kept), again: false };
        return Ok(screen.show(visit, status).await?.cookie(&cookie));
    }
    if number == SCREENS {
        return Ok(file(visit, all, &kept).await?.cookie(&cookie));
    }
    let danger = number == 1 && kept.draft.danger;
    let next =
        if danger { visit.href("danger") } else { visit.href_to("step", &[&(number + 1).to_string()]) };
    Ok(Answer::redirect(&next).cookie(&cookie))
}

/// Keeps in the draft what one screen holds.
async fn keep_screen(visit: &Visit, number: u8, typed: &Typed) -> Result<DraftHandle, Answer> {
    let declarations = &visit.site.services.declarations;
    // After a receipt, the first screen begins another declaration.
    let another = number == 1 && draft(visit).await?.is_none();
    let token = visit.cookie("brouillon").filter(|_| !another);
    // What the screen asks and was not sent was emptied: boxes and radios say nothing when nothing is chosen.
    let mut typed = typed.clone();
    for field in declarations.schema().screen(number) {
        typed.entry(field.name.clone()).or_default();
    }
    let kept = declarations.draft_keep(&Caller::Nobody, token, visit.language(), typed, &visit.from).await;
    kept.map_err(|p| visit.problem(p))
}

/// The way to the receipt of what this browser's draft was filed as, though it may never have heard of it.
async fn receipt(visit: &Visit, token: &str) -> Result<Answer, Answer> {
    let caller = visit.declarant().await?.unwrap_or(Caller::Nobody);
    let filed = visit.site.services.declarations.receipt_of(&caller, token, &visit.device).await;
    let answer = Answer::redirect(&visit.href("follow"));
    Ok(match filed.map_err(|p| visit.problem(p))? {
        Some(filed) => way_to(visit, answer, &filed),
        None => answer,
    })
}

/// An answer that says what was filed, and lets this browser follow it.
fn way_to(visit: &Visit, answer: Answer, filed: &Filed) -> Answer {
    let answer = answer.with(HeaderName::from_static(forms::FILED), &filed.reference);
    match &filed.token {
        Some(token) => answer.cookie(&visit.set_cookie("suivi", Some(token), 12 * 3600)),
        None => answer,
    }
}

/// What the draft holds, with what was just sent: what is no field of the schema, or too long for a draft, too.
fn merge(kept: &DraftHandle, typed: Typed) -> Typed {
    let mut all = kept.draft.typed.clone();
    all.extend(typed);
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
        Ok(filed) if filed.again => receipt(visit, &kept.token).await,
        Ok(filed) => Ok(way_to(visit, Answer::redirect(&visit.href("follow")), &filed)),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            // Something on an earlier screen: the first of them is shown, with all that was typed.
            let on =
                refusals.iter().filter_map(|refusal| schema.field(refusal.field.as_deref()?)?.screen).min();
            let screen = Screen {
                number: on.unwrap_or(SCREENS),
                typed: &typed,
                refusals: &refusals,
                handle: Some(kept),
                again: false,
            };
            screen.show(visit, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// A screen as it is about to be shown.
struct Screen<'a> {
    number: u8,
    typed: &'a Typed,
    refusals: &'a [Refusal],
    handle: Option<&'a DraftHandle>,
    /// It was sent, and has to be sent again: from elsewhere, or too old.
    again: bool,
}

impl Screen<'_> {
    async fn show(self, visit: &Visit, status: StatusCode) -> Result<Answer, Answer> {
        let Self { number, typed, refusals, handle, again } = self;
        let words = &visit.words;
        let schema = visit.site.services.declarations.schema();
        let look_up = if number == WHERE { Some(LookUp::of(visit, typed, refusals).await?) } else { None };
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
                let target = field.map_or(SEARCH, |field| field.target());
                (field.is_some() || name == "facility")
                    .then(|| (target.to_owned(), refusal_text(words, refusal)))
            })
            .collect();
        let patient_number = patient_number_in(schema, typed).map(|field| match field.screen {
            Some(on) if on != number => visit.href_to("step", &[&on.to_string()]),
            _ => format!("#{}", field.slug()),
        });
        let back = match number {
            1 => visit.href("declare"),
            _ => visit.href_to("step", &[&(number - 1).to_string()]),
        };
        let screen_title = words.t(&format!("step-{number}"));
        let title = words.t2("where-title", "number", number, "title", screen_title);
        let step = Step {
            shell: Shell::new(visit, title, "declare"),
            token: forms::token(visit),
            number,
            back,
            fields,
            errors,
            resume_code: handle.filter(|_| number > 1).map(|handle| handle.resume_code.grouped()),
            look_up,
            patient_number,
            again,
        };
        Ok(Answer::page(visit, status, &step))
    }
}

/// The field of a screen in which a number of a patient was typed.
fn patient_number_in<'a>(schema: &'a Schema, typed: &Typed) -> Option<&'a Field> {
    let holds = |field: &&Field| {
        let values = typed.get(&field.name).into_iter().flatten();
        values.into_iter().any(|text| !declarations::rules::find_patient_numbers(text).is_empty())
    };
    let mut texts =
        schema.fields().iter().filter(|field| field.screen.is_some() && field.kind == Kind::LongText);
    texts.find(holds)
}

/// `/declarer/danger`
pub(crate) async fn danger(visit: Visit) -> Result<Answer, Answer> {
    let handle = draft(&visit).await?;
    let reachable = handle.as_ref().is_none_or(|handle| !handle.draft.phone.is_empty());
    let resume_code = handle.map(|handle| handle.resume_code.grouped());
    let shell = Shell::new(&visit, visit.words.t("danger-title"), "declare");
    let (back, next) = (visit.href_to("step", &["1"]), visit.href_to("step", &["2"]));
    Ok(Answer::ok(&visit, &Danger { shell, back, next, reachable, resume_code }))
}

/// `/declarer/reprendre`
pub(crate) async fn resume_form(visit: Visit) -> Result<Answer, Answer> {
    resume_page(&visit, "", None, StatusCode::OK).await
}

async fn resume_page(
    visit: &Visit,
    typed: &str,
    error: Option<String>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let words = &visit.words;
    // In the browser where it was begun there is nothing to type; the code is shown for another one.
    let own = draft(visit).await?;
    let own = own.map(|handle| (handle.resume_code.grouped(), open_screen(visit, &handle)));
    let field = FieldView::line("code", words.t("resume-field"), typed, error);
    let page = Resume {
        shell: Shell::new(visit, words.t("page-resume"), "declare"),
        token: forms::token(visit),
        field: FieldView {
            inputmode: "numeric",
            style: "short code",
            ..field.hinted(words.t("resume-hint"))
        },
        own,
    };
    Ok(Answer::page(visit, status, &page))
}

/// The code of a draft was typed.
pub(crate) async fn resume(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let wrong =
        async |error| resume_page(visit, form.value("code"), error, StatusCode::UNPROCESSABLE_ENTITY).await;
    match visit.site.services.declarations.draft_resume(form.value("code"), &visit.from).await {
        Ok(handle) if handle.draft.filed_as.is_some() => Ok(Answer::redirect(&visit.href("follow"))),
        Ok(handle) => {
            let cookie = visit.set_cookie("brouillon", Some(&handle.token), visit.drafts_seconds());
            Ok(Answer::redirect(&open_screen(visit, &handle)).cookie(&cookie))
        }
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            wrong(refusals.first().map(|refusal| refusal_text(&visit.words, refusal))).await
        }
        Err(Problem::Refused(Refused::NotFound)) => {
            wrong(Some(visit.words.t1("refused-draft-unknown", "kept", visit.drafts_kept()))).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}
