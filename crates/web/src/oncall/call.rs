//! `/cellule/appel`: a declaration told on the telephone, on one page, in the order in which people speak.

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use declarations::{
    DraftHandle, Filed, FollowUpCode, Interrupted, Submission,
    rules::{Field, Kind, Schema},
};
use vocabulary::{Problem, Refusal, Refused};

use super::ZONE;
use crate::{
    answer::{Answer, Shell, refusal_text},
    declarations::look_up::{self, LookUp, SEARCH},
    fields::{FieldView, value_words},
    forms::{self, Form, Typed},
    locale::Words,
    visit::Visit,
};

/// The order in which people speak; what the schema asks beside these comes after them.
const SPOKEN: [&str; 11] = [
    "declarant.phone",
    "declarant.name",
    "declarant.function",
    "facility",
    "facility_text",
    "care",
    "summary",
    "noticed_at",
    "kind",
    "help",
    "declarant.email",
];

#[derive(Template)]
#[template(path = "oncall/call.html")]
struct Page<'a> {
    shell: Shell<'a>,
    token: String,
    /// The number that was looked for, and what was wrong with it.
    phone: FieldView,
    found: Option<Vec<Line>>,
    taken_over: bool,
    /// The draft in which what was typed is kept.
    draft: String,
    before: Vec<FieldView>,
    look_up: LookUp,
    after: Vec<FieldView>,
    errors: Vec<(String, String)>,
    aloud: Vec<String>,
    regions: bool,
}

/// A draft of that number.
struct Line {
    id: String,
    since: String,
    said: String,
}

#[derive(Template)]
#[template(path = "oncall/called.html")]
struct Done<'a> {
    shell: Shell<'a>,
    reference: String,
    /// Each group of the code, and its digits as they are said.
    code: Vec<(String, String)>,
    incident: Option<String>,
    phone: String,
}

/// `/cellule/appel`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let caller = visit.staff().await?;
    may(&visit, &caller)?;
    let call = Call { typed: &Typed::new(), refusals: &[], handle: None, aloud: false, taken_over: false };
    call.show(&visit, &caller, StatusCode::OK).await
}

fn may(visit: &Visit, caller: &Caller) -> Result<(), Answer> {
    access::scope::<access::permit::DeclarationTranscribe>(caller)
        .map(drop)
        .map_err(|refused| visit.problem(refused.into()))
}

/// Everything that is pressed on the page: look for a draft, take it over, look a site up, read back, file.
pub(crate) async fn act(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = visit.staff().await?;
    may(visit, &caller)?;
    let declarations = &visit.site.services.declarations;
    let pressed = |name: &str| !form.value(name).is_empty();
    if pressed("reprendre") {
        let id = visit.identity(form.value("reprendre"))?;
        let handle = declarations.draft_take_over(&caller, id).await.map_err(|p| visit.problem(p))?;
        let typed = handle.draft.typed.clone();
        let call =
            Call { typed: &typed, refusals: &[], handle: Some(&handle), aloud: false, taken_over: true };
        return call.show(visit, &caller, StatusCode::OK).await;
    }
    let mut typed = form.typed.clone();
    let search = look_up::read_search(visit, &mut typed, false).await?;
    // Kept first, whatever is wrong with it or with the line.
    let schema = declarations.schema();
    if pressed("trouver") && first(schema).all(|field| form.value(&field.name).is_empty()) {
        // Nobody says their number twice.
        typed.insert("declarant.phone".to_owned(), vec![form.value("telephone").to_owned()]);
    }
    let said = first(schema).any(|field| !form.value(&field.name).is_empty());
    let handle = if said || pressed("deposer") || !form.value("brouillon").is_empty() {
        Some(keep(visit, &caller, &form, &typed).await?)
    } else {
        None
    };
    if let Some(handle) = handle.as_ref().filter(|_| pressed("deposer") && search.is_none()) {
        return file(visit, &caller, &typed, handle).await;
    }
    let (aloud, refused) = (pressed("relire") || pressed("deposer"), pressed("deposer"));
    let refusals = if aloud { look_up::with_search(refusals(visit, &typed), search) } else { Vec::new() };
    let call = Call { typed: &typed, refusals: &refusals, handle: handle.as_ref(), aloud, taken_over: false };
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    call.show(visit, &caller, status).await
}

async fn keep(visit: &Visit, caller: &Caller, form: &Form, typed: &Typed) -> Result<DraftHandle, Answer> {
    let declarations = &visit.site.services.declarations;
    let mut typed = declarations.schema().known_fields(typed.clone());
    // Boxes and radios say nothing when nothing is chosen.
    for field in first(declarations.schema()) {
        typed.entry(field.name.clone()).or_default();
    }
    let token = Some(form.value("brouillon")).filter(|token| !token.is_empty());
    let from = caller.trace();
    let kept = declarations.draft_keep(caller, token, visit.language(), typed, &from).await;
    kept.map_err(|problem| visit.problem(problem))
}

/// The fields of the first declaration.
fn first(schema: &Schema) -> impl Iterator<Item = &Field> {
    schema.fields().iter().filter(|field| field.screen.is_some())
}

fn refusals(visit: &Visit, typed: &Typed) -> Vec<Refusal> {
    let declarations = &visit.site.services.declarations;
    declarations.check(&declarations.schema().known_fields(typed.clone()))
}

async fn file(visit: &Visit, caller: &Caller, typed: &Typed, handle: &DraftHandle) -> Result<Answer, Answer> {
    let services = &visit.site.services;
    let known = services.declarations.schema().known_fields(typed.clone());
    let answered = known.into_iter().filter(|(_, values)| values.iter().any(|value| !value.is_empty()));
    let submission = Submission {
        typed: answered.collect(),
        language: visit.language(),
        key: None,
        draft: Some(handle.token.clone()),
        from: caller.trace(),
        device: visit.words.t("page-take-call"),
        exercise: false,
    };
    match services.declarations.transcribe(caller, submission).await {
        Ok(filed) => done(visit, caller, &filed, handle).await,
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let call =
                Call { typed, refusals: &refusals, handle: Some(handle), aloud: true, taken_over: false };
            call.show(visit, caller, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

async fn done(visit: &Visit, caller: &Caller, filed: &Filed, handle: &DraftHandle) -> Result<Answer, Answer> {
    let incident = visit.site.services.incidents.id_of(caller, filed.id).await.ok();
    let page = Done {
        reference: filed.reference.clone(),
        code: filed.code.as_ref().map(|code| dictated(&visit.words, code)).unwrap_or_default(),
        incident: incident.map(|id| visit.href1("incident", id)),
        phone: handle.draft.phone.clone(),
        shell: Shell::console(visit, caller, visit.words.t("call-done"), "unit"),
    };
    Ok(Answer::ok(visit, &page))
}

/// The groups of a code, each digit as it is said.
fn dictated(words: &Words, code: &FollowUpCode) -> Vec<(String, String)> {
    let said = |group: &str| {
        let digits = group.chars().map(|digit| words.t(&format!("digit-{digit}")));
        digits.collect::<Vec<_>>().join(" ")
    };
    let groups = code.grouped();
    groups.split_whitespace().map(|group| (group.to_owned(), said(group))).collect()
}

/// The page as it is about to be shown.
struct Call<'a> {
    typed: &'a Typed,
    refusals: &'a [Refusal],
    handle: Option<&'a DraftHandle>,
    aloud: bool,
    taken_over: bool,
}

impl Call<'_> {
    async fn show(self, visit: &Visit, caller: &Caller, status: StatusCode) -> Result<Answer, Answer> {
        let Self { typed, refusals, handle, aloud, taken_over } = self;
        let words = &visit.words;
        let schema = visit.site.services.declarations.schema();
        let (found, phone) = search(visit, caller, typed).await?;
        let look_up = LookUp::of(visit, typed, refusals).await?;
        let view = |field: &Field| FieldView::new(words, field, typed, refusals, !field.required);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for field in spoken(schema).into_iter().filter(|field| field.kind != Kind::Facility) {
            let whose = if place(field) < place_of("facility") { &mut before } else { &mut after };
            whose.push(view(field));
        }
        let shown = || before.iter().chain(&after);
        let errors = refusals
            .iter()
            .filter_map(|refusal| {
                let name = refusal.field.as_deref()?;
                let field = shown().find(|field| field.name == name);
                let target = field.map_or(SEARCH, |field| field.target());
                Some((target.to_owned(), refusal_text(words, refusal)))
            })
            .collect();
        let page = Page {
            token: forms::token(visit),
            phone,
            found,
            taken_over,
            draft: handle.map(|handle| handle.token.clone()).unwrap_or_default(),
            aloud: if aloud { read_back(words, schema, typed, &look_up) } else { Vec::new() },
            regions: access::scope::<access::permit::DeclarationTranscribe>(caller)
                .is_ok_and(|scope| !scope.is_national()),
            before,
            look_up,
            after,
            errors,
            shell: Shell::console(visit, caller, words.t("page-take-call"), "unit"),
        };
        Ok(Answer::page(visit, status, &page))
    }
}

/// The fields of the first declaration, in the order in which people speak.
fn spoken(schema: &Schema) -> Vec<&Field> {
    let mut fields: Vec<&Field> = first(schema).collect();
    fields.sort_by_key(|field| place(field));
    fields
}

fn place(field: &Field) -> usize {
    place_of(&field.name)
}

fn place_of(name: &str) -> usize {
    SPOKEN.iter().position(|spoken| *spoken == name).unwrap_or(SPOKEN.len())
}

/// The drafts of the number that was asked for.
async fn search(
    visit: &Visit,
    caller: &Caller,
    typed: &Typed,
) -> Result<(Option<Vec<Line>>, FieldView), Answer> {
    let words = &visit.words;
    let first = |name: &str| typed.get(name).and_then(|values| values.first()).cloned().unwrap_or_default();
    let number = first("telephone");
    let field = |error| {
        let line = FieldView::line("telephone", words.t("call-phone"), &number, error);
        FieldView { inputmode: "tel", ..line.hinted(words.t("call-phone-hint")) }
    };
    if first("trouver").is_empty() || number.trim().is_empty() {
        return Ok((None, field(None)));
    }
    match visit.site.services.declarations.drafts_of_phone(caller, &number).await {
        Ok(found) => Ok((Some(found.iter().map(|draft| line(words, draft)).collect()), field(None))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.first().map(|refusal| refusal_text(words, refusal));
            Ok((None, field(error)))
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

fn line(words: &Words, draft: &Interrupted) -> Line {
    let said = draft.typed.get("summary").and_then(|values| values.first()).cloned().unwrap_or_default();
    let said =
        if said.chars().count() > 160 { said.chars().take(159).chain(['…']).collect() } else { said };
    Line { id: draft.id.to_string(), since: words.moment(draft.updated_at, ZONE), said }
}

/// What was said, as sentences to read aloud.
fn read_back(words: &Words, schema: &Schema, typed: &Typed, look_up: &LookUp) -> Vec<String> {
    let said = |name: &str| {
        let values = typed.get(name)?.iter().filter(|value| !value.is_empty());
        let field = schema.field(name)?;
        let one = |value: &String| match field.kind {
            Kind::Choice | Kind::Choices | Kind::YesNo => value_words(words, field, value),
            _ => value.clone(),
        };
        let all = values.map(one).collect::<Vec<_>>().join(", ");
        Some(all).filter(|all| !all.is_empty())
    };
    let site = look_up.found.iter().find(|found| found.number == look_up.chosen);
    let site = site.map(|site| format!("{}, {}", site.name, site.place));
    let mut lines = Vec::new();
    for field in spoken(schema) {
        let value = if field.kind == Kind::Facility { site.clone() } else { said(&field.name) };
        if let Some(value) = value {
            let label = words.t(&format!("field-{}", field.slug()));
            let asks = label.ends_with('?');
            lines.push(if asks {
                format!("{label} {value}")
            } else {
                words.t2("dossier-fact", "name", label, "value", value)
            });
        }
    }
    lines
}
