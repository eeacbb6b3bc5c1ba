//! `/suivi`: the receipt, then everything that comes after.

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use declarations::{
    DeclarationView,
    rules::{Card, Value},
};
use incidents::{IncidentView, Notice};
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{
    completing::{self, StageView},
    duties::{self, DutyView},
    finding::Finding,
    versions::{self, VersionView},
};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, answer_words},
    forms::{self, Form},
    indicators::sharing::OwnView,
    locale::{Words, Zone},
    publications,
    refusals::errors,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "declarations/enter.html")]
struct Enter<'a> {
    shell: Shell<'a>,
    token: String,
    fields: [FieldView; 2],
    errors: Vec<(String, String)>,
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
    /// What the cell found, and wrote when its work ended.
    finding: Finding,
    card: Option<CardView>,
    sections: Vec<SectionView>,
    /// Something of the cell is there to read: it comes first.
    answered: bool,
    tasks: Vec<StageView>,
    duties: Vec<DutyView>,
    /// What was declared, to copy into the forms of those to whom the duties are owed.
    prefilled: FieldView,
    /// What is wrong with a file that was sent.
    file_error: Option<String>,
    /// A number of a patient stands in what was declared; where it is taken out.
    patient_number: Option<String>,
    errors: Vec<(String, String)>,
    message: FieldView,
    hand: [FieldView; 2],
    new_code: Option<String>,
    /// What the cell asks about sharing, once it did.
    sharing: Option<OwnView>,
    /// What each later version changed.
    changes: Vec<VersionView>,
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
    /// Response cards that say more: address, title, and its language where it is not the reader's.
    pub(crate) more: Vec<(String, String, Option<&'static str>)>,
    /// The kind of incident.
    pub(crate) kind: String,
}

/// A section of what was declared.
pub(crate) struct SectionView {
    pub(crate) title: String,
    pub(crate) lines: Vec<(String, String, String)>,
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
    pub(crate) finding: Finding,
    pub(crate) card: Option<CardView>,
    pub(crate) sections: Vec<SectionView>,
    pub(crate) duties: Vec<DutyView>,
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
            more: Vec::new(),
            kind: card.kind.clone(),
        }
    }
}

/// The zone of the cell.
pub(crate) const CELL: &str = "Europe/Paris";

/// In which times the cell reads a declaration: its own, and beside it that of the place.
pub(crate) fn cell_zone(view: &DeclarationView, incident: &IncidentView) -> Zone<'static> {
    let region = view.facility.as_ref().map(|facility| facility.region);
    Zone { own: CELL, place: region.or(incident.incident.region) }
}

/// The zone in which a declaration's times are shown to its structure: that of its site, or the cell's.
pub(crate) fn zone(view: &DeclarationView) -> &'static str {
    view.facility.as_ref().map_or(CELL, |facility| facility.region.zone())
}

/// The clocks of an incident as people read them.
pub(crate) fn clock_lines<'a>(
    visit: &Visit,
    incident: &IncidentView,
    zone: impl Into<Zone<'a>>,
) -> Vec<ClockLine> {
    let (words, now, zone) = (&visit.words, visit.now(), zone.into());
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

/// The ledger of an incident as the structure reads it, or whoever is told of it. What the cell has to do about a line that did
/// not leave is not theirs.
pub(crate) fn told_lines(visit: &Visit, incident: &IncidentView, zone: &str) -> Vec<ToldLine> {
    let state = |notice: &Notice| match (notice.read_at, notice.sent_at, &notice.failure) {
        (None, None, Some(_)) => visit.words.t("notice-by-cell"),
        _ => told_state(visit, notice, zone),
    };
    incident.ledger.iter().map(|notice| told_line(visit, notice, state(notice))).collect()
}

/// The whole ledger, as the cell reads it: what the structure was told is in it.
pub(crate) fn ledger_lines(visit: &Visit, incident: &IncidentView, zone: &str) -> Vec<ToldLine> {
    let mut ledger: Vec<&Notice> = incident.ledger.iter().chain(&incident.letters).collect();
    ledger.sort_by_key(|notice| notice.queued_at);
    ledger.into_iter().map(|notice| told_line(visit, notice, told_state(visit, notice, zone))).collect()
}

fn told_line(visit: &Visit, notice: &Notice, state: String) -> ToldLine {
    let words = &visit.words;
    // One step may be told more than once: after its name stands the revision.
    let rule = notice.rule.split(' ').next().unwrap_or_default();
    let why = match rule.strip_prefix("message-") {
        Some(_) => words.t("told-message"),
        None => words.t(&format!("rule-{rule}")),
    };
    ToldLine { who: words.t(&format!("recipient-{}", notice.recipient)), why, state }
}

/// How far a line of the ledger is, in words.
pub(crate) fn told_state(visit: &Visit, notice: &Notice, zone: &str) -> String {
    let words = &visit.words;
    match (notice.read_at, notice.sent_at, notice.failure.as_deref()) {
        (Some(at), ..) => words.t1("notice-read", "when", words.moment(at, zone)),
        (None, Some(at), _) => words.t1("notice-sent", "when", words.moment(at, zone)),
        (None, None, Some(_)) if notice.recipient == "structure" => {
            let reason = if notice.failure.as_deref() == Some("no-address") { "address" } else { "mail" };
            words.t(&format!("notice-structure-no-{reason}"))
        }
        (None, None, Some("no-address")) => words.t("notice-no-address"),
        (None, None, Some(_)) => words.t("notice-failed"),
        (None, None, None) => words.t("notice-queued"),
    }
}

/// What was declared, by section, each line with where it is corrected.
pub(crate) fn sections<'a>(
    visit: &Visit,
    view: &DeclarationView,
    zone: impl Into<Zone<'a>>,
) -> Vec<SectionView> {
    let zone = zone.into();
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
        Some(caller) => page(&visit, &caller, Outcome::default(), StatusCode::OK).await,
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
    let words = &visit.words;
    let shell = Shell::new(visit, words.t("page-follow"), "follow");
    let wrong = |name: &str| errors.iter().find(|(field, _)| field == name).map(|(_, text)| text.clone());
    let reference = FieldView::line("reference", words.t("enter-reference"), reference, wrong("reference"))
        .hinted(words.t("enter-reference-hint"));
    let code = FieldView::line("code", words.t("enter-code"), code, wrong("code"))
        .hinted(words.t("enter-code-hint"));
    let fields = [
        FieldView { style: "short code", ..reference },
        FieldView { style: "code", inputmode: "numeric", ..code },
    ];
    Answer::page(visit, status, &Enter { shell, token: forms::token(visit), fields, errors })
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
        Err(Problem::Refused(Refused::Invalid(refusals))) => wrong(errors(visit, &refusals)),
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
        _ if visit.sent.is_empty() => Err(Answer::redirect(&visit.href("follow"))),
        _ => Err(Answer::keep(visit, &Refused::SignInFirst.into(), ("follow", "page-follow"))),
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
        let mut followed = Self::of(visit, view, incident);
        if let Some(card) = &mut followed.card {
            card.more = publications::cards_for(visit, &card.kind).await;
        }
        Ok(followed)
    }

    /// A declaration and its incident, once loaded for whoever may read them.
    pub(crate) fn of(visit: &Visit, view: DeclarationView, incident: IncidentView) -> Self {
        let words = &visit.words;
        let zone = zone(&view);
        let answers = view.answers().cloned().unwrap_or_default();
        let take = incident.clocks.iter().find(|clock| clock.kind == "take-charge" && clock.met_at.is_none());
        let facility = match &view.facility {
            Some(facility) => format!("{}, {}", facility.name, facility.town),
            None => answers.text("facility_text").unwrap_or_default().to_owned(),
        };
        Self {
            zone,
            filed: words.moment(view.declared_at, zone),
            code: view.code.as_ref().map(declarations::FollowUpCode::grouped),
            facility,
            promised: take.map(|clock| words.moment(clock.due, zone)),
            clocks: clock_lines(visit, &incident, zone),
            told: told_lines(visit, &incident, zone),
            finding: Finding::of(visit, &incident, zone),
            card: Card::of(&answers).map(|card| CardView::new(visit, card)),
            sections: sections(visit, &view, zone),
            duties: duties::duties(visit, &incident),
            view,
            incident,
        }
    }
}

/// What was typed in one of the small forms of the page and could not be taken, and why; or the code that a colleague got.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) refusals: Vec<Refusal>,
    pub(super) typed: forms::Typed,
    pub(super) new_code: Option<String>,
}

impl Outcome {
    /// The fields of the small forms, each with what was typed and what is wrong with it.
    fn fields(&self, words: &Words) -> (FieldView, [FieldView; 2]) {
        let typed =
            |name| self.typed.get(name).and_then(|v: &Vec<String>| v.first()).map_or("", String::as_str);
        let wrong = |name| {
            let found = self.refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
            found.map(|refusal| refusal_text(words, refusal))
        };
        let line = |name, key: &str| FieldView::line(name, words.t(key), typed(name), wrong(name));
        let message =
            FieldView::lines("message", 3, words.t("follow-write"), typed("message"), wrong("message"));
        let email = FieldView { inputmode: "email", ..line("email", "hand-email") };
        (message, [line("name", "hand-name"), email])
    }
}

pub(super) async fn page(
    visit: &Visit,
    caller: &Caller,
    outcome: Outcome,
    status: StatusCode,
) -> Result<Answer, Answer> {
    let followed = Followed::load(visit, caller).await?;
    let words = &visit.words;
    let (message, hand) = outcome.fields(words);
    let errors = outcome
        .refusals
        .iter()
        .map(|refusal| (refusal.field.clone().unwrap_or_default(), refusal_text(words, refusal)));
    let sharing = OwnView::of(visit, caller, followed.zone).await?;
    let prefilled = duties::prefilled(visit, &followed.view, &followed.facility, followed.zone);
    let file = outcome.refusals.iter().find(|refusal| refusal.field.as_deref() == Some("file"));
    let title = words.t1("follow-title", "reference", &followed.view.reference);
    let page = Follow {
        shell: Shell::new(visit, title, "follow"),
        token: forms::token(visit),
        answered: followed.view.messages.iter().any(|message| message.from_cell),
        tasks: completing::tasks(visit, &followed.view, followed.zone),
        patient_number: patient_number(visit, &followed.view),
        zone: followed.zone,
        filed: followed.filed,
        code: followed.code,
        facility: followed.facility,
        promised: followed.promised,
        clocks: followed.clocks,
        told: followed.told,
        finding: followed.finding,
        card: followed.card,
        sections: followed.sections,
        duties: followed.duties,
        prefilled: FieldView::lines("prefilled", 12, words.t("prefilled-text"), &prefilled, None),
        file_error: file.map(|refusal| refusal_text(words, refusal)),
        errors: errors.collect(),
        message,
        hand,
        new_code: outcome.new_code,
        sharing,
        changes: versions::changes(visit, &followed.view, followed.zone),
        view: followed.view,
        incident: followed.incident,
    };
    Ok(Answer::page(visit, status, &page))
}

/// Where a number of a patient is taken out of what was declared.
fn patient_number(visit: &Visit, view: &DeclarationView) -> Option<String> {
    let answers = view.answers()?;
    let mut fields = visit.site.services.declarations.schema().fields().iter();
    let holds = |text: &str| !declarations::rules::find_patient_numbers(text).is_empty();
    let field = fields.find(|field| answers.text(&field.name).is_some_and(holds))?;
    Some(visit.href_to("complete", &[&field.slug()]))
}
