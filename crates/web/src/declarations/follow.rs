//! `/suivi`: the receipt, then everything that comes after.

use access::Caller;
use askama::Template;
use axum::{
    extract::{FromRequest as _, Multipart, Path, Request, State},
    http::StatusCode,
};
use declarations::{
    DeclarationView,
    rules::{Card, Value},
};
use incidents::IncidentView;
use vocabulary::{Id, Problem, Refusal, Refused};

use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, answer_words},
    forms::{self, Form},
    site::Site,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "declarations/enter.html")]
struct Enter<'a> {
    shell: Shell<'a>,
    token: String,
    reference: String,
    code: String,
    errors: Vec<(String, String)>,
}

impl Enter<'_> {
    fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, text)| text)
    }
}

#[derive(Template)]
#[template(path = "declarations/follow.html")]
struct Follow<'a> {
    shell: Shell<'a>,
    token: String,
    view: DeclarationView,
    incident: IncidentView,
    zone: &'static str,
    filed: String,
    code: Option<String>,
    facility: String,
    promised: Option<String>,
    clocks: Vec<ClockLine>,
    told: Vec<ToldLine>,
    card: Option<CardView>,
    sections: Vec<SectionView>,
    tasks: Vec<TaskView>,
    duties: Vec<DutyView>,
    error: Option<String>,
    new_code: Option<String>,
}

/// A clock as people read it.
pub(crate) struct ClockLine {
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) until: String,
    pub(crate) left: String,
    pub(crate) met: bool,
    pub(crate) late: bool,
}

/// A line of the ledger as people read it.
pub(crate) struct ToldLine {
    pub(crate) who: String,
    pub(crate) why: String,
    pub(crate) state: String,
}

/// The first gestures.
pub(crate) struct CardView {
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) gestures: Vec<String>,
    pub(crate) avoid: Vec<String>,
    pub(crate) then: String,
}

/// A section of what was declared.
pub(crate) struct SectionView {
    pub(crate) title: String,
    pub(crate) lines: Vec<(String, String, String)>,
}

/// What the structure has to do itself.
pub(crate) struct DutyView {
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) within: String,
    pub(crate) article: String,
}

/// A declaration and what came of it, as people read them: the page and the PDF are made of the same.
pub(crate) struct Followed {
    pub(crate) view: DeclarationView,
    pub(crate) incident: IncidentView,
    pub(crate) zone: &'static str,
    pub(crate) filed: String,
    pub(crate) code: Option<String>,
    pub(crate) facility: String,
    pub(crate) promised: Option<String>,
    pub(crate) clocks: Vec<ClockLine>,
    pub(crate) told: Vec<ToldLine>,
    pub(crate) card: Option<CardView>,
    pub(crate) sections: Vec<SectionView>,
    pub(crate) duties: Vec<DutyView>,
}

/// Something to complete.
struct TaskView {
    title: String,
    href: String,
    done: usize,
    of: usize,
}

impl CardView {
    pub(crate) fn new(visit: &Visit, card: &Card) -> Self {
        let settings = &visit.site.settings;
        let arguments = [("operator", settings.operator.as_str()), ("phone", settings.phone.as_str())];
        let say = |key: String| visit.words.with(&key, &arguments);
        Self {
            title: say(card.key("title")),
            why: say(card.key("why")),
            gestures: card.gestures().map(say).collect(),
            avoid: card.avoid().map(say).collect(),
            then: say(card.key("then")),
        }
    }
}

/// The zone in which a declaration's times are shown: that of its site, or the cell's.
pub(crate) fn zone(view: &DeclarationView) -> &'static str {
    view.facility.as_ref().map_or("Europe/Paris", |facility| facility.region.zone())
}

/// The clocks of an incident as people read them.
pub(crate) fn clock_lines(visit: &Visit, incident: &IncidentView, zone: &str) -> Vec<ClockLine> {
    let (words, now) = (&visit.words, visit.now());
    incident
        .clocks
        .iter()
        .map(|clock| ClockLine {
            what: words.t(&format!("clock-{}", clock.kind)),
            who: words.t(&format!("owed-{}", clock.owed_by)),
            until: words.moment(clock.due, zone),
            left: match clock.met_at {
                Some(met) => words.t1("clock-met", "when", words.moment(met, zone)),
                None => words.remaining(clock.due, now),
            },
            met: clock.met_at.is_some(),
            late: clock.met_at.is_none() && clock.due < now,
        })
        .collect()
}

/// The ledger of an incident as people read it.
pub(crate) fn told_lines(visit: &Visit, incident: &IncidentView, zone: &str) -> Vec<ToldLine> {
    let words = &visit.words;
    incident
        .ledger
        .iter()
        .map(|notice| ToldLine {
            who: words.t(&format!("recipient-{}", notice.recipient)),
            why: words.t(&format!("rule-{}", notice.rule)),
            state: match (notice.read_at, notice.sent_at, notice.failure.as_deref()) {
                (Some(at), ..) => words.t1("notice-read", "when", words.moment(at, zone)),
                (None, Some(at), _) => words.t1("notice-sent", "when", words.moment(at, zone)),
                (None, None, Some("no-address")) => words.t("notice-no-address"),
                (None, None, Some(_)) => words.t("notice-failed"),
                (None, None, None) => words.t("notice-queued"),
            },
        })
        .collect()
}

/// What was declared, by section, each line with where it is corrected.
pub(crate) fn sections(visit: &Visit, view: &DeclarationView, zone: &str) -> Vec<SectionView> {
    let schema = visit.site.services.declarations.schema();
    let words = &visit.words;
    let Some(answers) = view.answers() else { return Vec::new() };
    schema
        .sections()
        .iter()
        .map(|section| SectionView {
            title: words.t(&format!("section-{section}")),
            lines: schema
                .fields()
                .iter()
                .filter(|field| field.section == *section)
                .filter_map(|field| {
                    let value = answers.get(&field.name)?;
                    let id = field.slug();
                    let label = words.t(&format!("field-{id}"));
                    let said = answer_words(words, field, value, zone);
                    let said = match (value, &view.facility) {
                        (Value::Facility(_), Some(facility)) => {
                            format!("{}, {}\nFINESS {said}", facility.name, facility.town)
                        }
                        _ => said,
                    };
                    Some((label, said, visit.href_to("complete", &[&id])))
                })
                .collect(),
        })
        .filter(|section: &SectionView| !section.lines.is_empty())
        .collect()
}

/// `/suivi`: what is followed in this browser, or the way in.
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    match visit.declarant().await? {
        Some(caller) => page(&visit, &caller, None, None, StatusCode::OK).await,
        None => Ok(enter_page(&visit, "", "", Vec::new(), StatusCode::OK)),
    }
}

fn enter_page(
    visit: &Visit,
    reference: &str,
    code: &str,
    errors: Vec<(String, String)>,
    status: StatusCode,
) -> Answer {
    let shell = Shell::new(visit, visit.words.t("page-follow"), "follow");
    let (token, reference, code) = (forms::token(visit), reference.to_owned(), code.to_owned());
    Answer::page(visit, status, &Enter { shell, token, reference, code, errors })
}

/// A reference and a code were typed.
pub(crate) async fn enter(form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let entered = visit
        .site
        .services
        .declarations
        .enter(form.value("reference"), form.value("code"), &visit.from, &visit.device)
        .await;
    let wrong = |errors| {
        let (reference, code) = (form.value("reference"), form.value("code"));
        Ok(enter_page(visit, reference, code, errors, StatusCode::UNPROCESSABLE_ENTITY))
    };
    match entered {
        Ok(entered) => Ok(Answer::redirect(&visit.href("follow")).cookie(&visit.set_cookie(
            "suivi",
            Some(&entered.token),
            12 * 3600,
        ))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => wrong(
            refusals
                .iter()
                .map(|refusal| {
                    (refusal.field.clone().unwrap_or_default(), refusal_text(&visit.words, refusal))
                })
                .collect(),
        ),
        Err(Problem::Refused(Refused::NotFound)) => {
            wrong(vec![("code".to_owned(), visit.words.t("refused-code-wrong"))])
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Whose declaration this browser follows; the way in for the others.
pub(crate) async fn followed(visit: &Visit) -> Result<(Caller, Id), Answer> {
    match visit.declarant().await? {
        Some(Caller::Declarant(declarant)) => {
            Ok((Caller::Declarant(declarant.clone()), declarant.declaration))
        }
        _ => Err(Answer::redirect(&visit.href("follow"))),
    }
}

impl Followed {
    /// What the holder of a code may read of their declaration.
    pub(crate) async fn load(visit: &Visit, caller: &Caller) -> Result<Self, Answer> {
        let Caller::Declarant(declarant) = caller else {
            return Err(visit.problem(Refused::NotFound.into()));
        };
        let services = &visit.site.services;
        let fail = |problem| visit.problem(problem);
        let view = services.declarations.view(caller, declarant.declaration).await.map_err(fail)?;
        let incident =
            services.incidents.of_declaration(caller, declarant.declaration).await.map_err(fail)?;
        let words = &visit.words;
        let zone = zone(&view);
        let answers = view.answers().cloned().unwrap_or_default();
        let take = incident.clocks.iter().find(|clock| clock.kind == "take-charge" && clock.met_at.is_none());
        let facility = match &view.facility {
            Some(facility) => format!("{}, {}", facility.name, facility.town),
            None => answers.text("facility_text").unwrap_or_default().to_owned(),
        };
        Ok(Self {
            zone,
            filed: words.moment(view.declared_at, zone),
            code: view.code.as_ref().map(declarations::FollowUpCode::grouped),
            facility,
            promised: take.map(|clock| words.moment(clock.due, zone)),
            clocks: clock_lines(visit, &incident, zone),
            told: told_lines(visit, &incident, zone),
            card: Card::of(&answers).map(|card| CardView::new(visit, card)),
            sections: sections(visit, &view, zone),
            duties: duties(visit, &incident),
            view,
            incident,
        })
    }
}

fn duties(visit: &Visit, incident: &IncidentView) -> Vec<DutyView> {
    let words = &visit.words;
    let duties = incident.incident.proposal.duties.iter();
    duties
        .map(|duty| DutyView {
            title: words.t(&format!("duty-{}", duty.code)),
            why: words.t(&format!("duty-{}-why", duty.code)),
            within: words
                .t(&format!("within-{}", duty.within.map_or("none", declarations::rules::Within::code))),
            article: duty.article.clone(),
        })
        .collect()
}

fn tasks(visit: &Visit, view: &DeclarationView) -> Vec<TaskView> {
    let schema = visit.site.services.declarations.schema();
    let answers = view.answers().cloned().unwrap_or_default();
    ["soon", "72h", "month"]
        .into_iter()
        .map(|stage| {
            let fields = schema.fields().iter().filter(|field| field.stage.as_deref() == Some(stage));
            let (done, of) = fields.fold((0, 0), |(done, of), field| {
                (done + usize::from(answers.get(&field.name).is_some()), of + 1)
            });
            TaskView {
                title: visit.words.t(&format!("stage-{stage}")),
                href: visit.href_to("complete", &[stage]),
                done,
                of,
            }
        })
        .collect()
}

async fn page(
    visit: &Visit,
    caller: &Caller,
    error: Option<String>,
    new_code: Option<String>,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let followed = Followed::load(visit, caller).await?;
    let page = Follow {
        shell: Shell::new(
            visit,
            visit.words.t1("follow-title", "reference", &followed.view.reference),
            "follow",
        ),
        token: forms::token(visit),
        tasks: tasks(visit, &followed.view),
        zone: followed.zone,
        filed: followed.filed,
        code: followed.code,
        facility: followed.facility,
        promised: followed.promised,
        clocks: followed.clocks,
        told: followed.told,
        card: followed.card,
        sections: followed.sections,
        duties: followed.duties,
        error,
        new_code,
        view: followed.view,
        incident: followed.incident,
    };
    Ok(Answer::page(visit, status, &page))
}

#[derive(Template)]
#[template(path = "declarations/complete.html")]
struct Complete<'a> {
    shell: Shell<'a>,
    token: String,
    seen: i64,
    fields: Vec<FieldView>,
    errors: Vec<(String, String)>,
}

/// The fields of a stage, or the one field whose identity this is.
fn asked<'a>(visit: &'a Visit, stage: &str) -> Result<Vec<&'a declarations::rules::Field>, Answer> {
    let fields = visit.site.services.declarations.schema().fields();
    let of_stage: Vec<_> = fields.iter().filter(|field| field.stage.as_deref() == Some(stage)).collect();
    let found = if of_stage.is_empty() {
        fields.iter().filter(|field| field.slug() == stage).collect()
    } else {
        of_stage
    };
    if found.is_empty() { Err(visit.problem(Refused::NotFound.into())) } else { Ok(found) }
}

/// `/suivi/completer/{stage}`
pub(crate) async fn complete_form(Path(stage): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let (caller, id) = followed(&visit).await?;
    let fields = asked(&visit, &stage)?;
    let view = visit.site.services.declarations.view(&caller, id).await.map_err(|p| visit.problem(p))?;
    let typed = view.answers().map(declarations::rules::Answers::typed).unwrap_or_default();
    let seen = i64::try_from(view.versions.len()).unwrap_or(0);
    Ok(complete_page(&visit, &stage, &fields, &typed, &[], seen, StatusCode::OK))
}

fn complete_page(
    visit: &Visit,
    stage: &str,
    fields: &[&declarations::rules::Field],
    typed: &forms::Typed,
    refusals: &[Refusal],
    seen: i64,
    status: StatusCode,
) -> Answer {
    let words = &visit.words;
    let optional = fields.len() > 1;
    let fields: Vec<FieldView> =
        fields.iter().map(|field| FieldView::new(words, field, typed, refusals, optional)).collect();
    let title = words.maybe(&format!("stage-{stage}")).unwrap_or_else(|| words.t("complete-one"));
    let errors = refusals
        .iter()
        .map(|refusal| {
            let name = refusal.field.clone().unwrap_or_default();
            let target = fields
                .iter()
                .find(|field| field.name == name)
                .map_or(String::new(), |f| f.target().to_owned());
            (target, refusal_text(words, refusal))
        })
        .collect();
    let page = Complete {
        shell: Shell::new(visit, title, "follow"),
        token: forms::token(visit),
        seen,
        fields,
        errors,
    };
    Answer::page(visit, status, &page)
}

/// What was completed is a new version.
pub(crate) async fn complete(Path(stage): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = followed(visit).await?;
    let fields = asked(visit, &stage)?;
    let seen = form.value("vu").parse().unwrap_or(0);
    let typed: forms::Typed = form
        .typed
        .iter()
        .filter(|(name, values)| {
            fields.iter().any(|f| f.name == **name) && values.iter().any(|value| !value.trim().is_empty())
        })
        .map(|(name, values)| (name.clone(), values.clone()))
        .collect();
    match visit.site.services.declarations.amend(&caller, id, &typed, seen).await {
        Ok(_) => Ok(Answer::redirect(&visit.href("follow"))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(complete_page(visit, &stage, &fields, &form.typed, &refusals, seen, status))
        }
        Err(Problem::Refused(Refused::Conflict(refusal))) => {
            // Another version came meanwhile: what was typed stays, above the version that is now the last.
            let view =
                visit.site.services.declarations.view(&caller, id).await.map_err(|p| visit.problem(p))?;
            let seen = i64::try_from(view.versions.len()).unwrap_or(0);
            let refusals = [refusal];
            Ok(complete_page(visit, &stage, &fields, &form.typed, &refusals, seen, StatusCode::CONFLICT))
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Everything else that one does on the page, each a small form of its own.
pub(crate) async fn act(Path(act): Path<String>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let (caller, id) = followed(visit).await?;
    let declarations = &visit.site.services.declarations;
    let identity = || Id::parse(form.value("id")).map_err(|_| Problem::from(Refused::NotFound));
    let mut new_code = None;
    let done: Result<(), Problem> = match act.as_str() {
        "message" => declarations.message(&caller, id, form.value("message")).await.map(drop),
        "passer" | "hand-over" => {
            match declarations.pass_hand(&caller, id, form.value("name"), form.value("email")).await {
                Ok(code) => {
                    new_code = Some(code.grouped());
                    Ok(())
                }
                Err(problem) => Err(problem),
            }
        }
        "reprendre" | "take-back" => match identity() {
            Ok(holder) => declarations.take_back(&caller, id, holder).await,
            Err(problem) => Err(problem),
        },
        "fermer" | "close" => match identity() {
            Ok(session) => declarations.close_device(&caller, id, session).await,
            Err(problem) => Err(problem),
        },
        "code-note" | "code-noted" => declarations.code_noted(&caller).await,
        "resolu" | "resolved" => declarations.say_resolved(&caller, id).await,
        "quitter" | "leave" => {
            declarations.leave(&caller).await.map_err(|p| visit.problem(p))?;
            let gone = visit.set_cookie("suivi", None, 0);
            return Ok(Answer::redirect(&visit.href("home")).cookie(&gone));
        }
        _ => Err(Refused::NotFound.into()),
    };
    match done {
        Ok(()) if new_code.is_none() => Ok(Answer::redirect(&visit.href("follow"))),
        Ok(()) => page(visit, &caller, None, new_code, StatusCode::OK).await,
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.iter().map(|r| refusal_text(&visit.words, r)).collect::<Vec<_>>().join(" ");
            page(visit, &caller, Some(error), None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// A file: its token comes first in the form, and its bytes go to their place as they arrive.
pub(crate) async fn attach(State(site): State<Site>, request: Request) -> Result<Answer, Answer> {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) =
        <Visit as axum::extract::FromRequestParts<Site>>::from_request_parts(&mut parts, &site).await;
    let (caller, id) = followed(&visit).await?;
    let unreadable = || Answer::refuse(&visit, StatusCode::BAD_REQUEST, "form-unreadable");
    let request = Request::from_parts(parts, body);
    let mut form = Multipart::from_request(request, &site).await.map_err(|_| unreadable())?;
    let token = match form.next_field().await {
        Ok(Some(field)) if field.name() == Some("jeton") => field.text().await.map_err(|_| unreadable())?,
        _ => return Err(unreadable()),
    };
    if !forms::same_origin(&visit) || !forms::genuine(&visit, &token) {
        return Err(Answer::refuse(&visit, StatusCode::FORBIDDEN, "form-expired"));
    }
    let file = form.next_field().await.map_err(|_| unreadable())?.ok_or_else(unreadable)?;
    let name = file.file_name().unwrap_or_default().to_owned();
    match upload(&site, &caller, id, &name, file).await {
        Ok(()) => Ok(Answer::redirect(&visit.href("follow"))),
        Err(Problem::Refused(Refused::Invalid(refusals))) => {
            let error = refusals.iter().map(|r| refusal_text(&visit.words, r)).collect::<Vec<_>>().join(" ");
            page(&visit, &caller, Some(error), None, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(problem) => Err(visit.problem(problem)),
    }
}

/// Takes the bytes of one field of a form. What is cut on its way leaves nothing.
pub(crate) async fn upload(
    site: &Site,
    caller: &Caller,
    id: Id,
    name: &str,
    mut file: axum::extract::multipart::Field<'_>,
) -> Result<(), Problem> {
    let declarations = &site.services.declarations;
    let mut upload = declarations.attach(caller, id, name).await?;
    loop {
        let taken = match file.chunk().await {
            Ok(Some(bytes)) => declarations.attach_bytes(&mut upload, &bytes).await,
            Ok(None) => return declarations.attach_finish(caller, upload).await.map(drop),
            Err(_) => Err(Refused::invalid(Refusal::new("file-cut").at("file")).into()),
        };
        if let Err(problem) = taken {
            declarations.attach_abandon(upload).await?;
            return Err(problem);
        }
    }
}
