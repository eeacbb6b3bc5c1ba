//! `/declarer/formulaire-papier`: the whole declaration as a form to print while the printer still works, made of the same
//! schema and the same words as the screens.

use axum::{body::Bytes, http::header};
use declarations::rules::{Field, Kind};
use documents::{Block, Document};
use vocabulary::Failure;

use super::receipt::{note, paragraph, section, warnings};
use crate::{answer::Answer, fields::FieldView, visit::Visit};

/// `/declarer/formulaire-papier`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let pdf = form(&visit).await.map_err(|failure| visit.problem(failure.into()))?;
    let name = visit.words.t("paper-file");
    // A copy an hour old is as good.
    Ok(Answer::pdf("inline", &name, pdf).with(header::CACHE_CONTROL, "public, max-age=3600"))
}

/// The form in the reader's language, made for the first who asks; the others wait for the same.
async fn form(visit: &Visit) -> Result<Bytes, Failure> {
    let of_language = visit.site.paper_forms.get(visit.language() as usize);
    let make = async || visit.site.services.typesetter.typeset(&document(visit)).await.map(Bytes::from);
    match of_language {
        Some(form) => form.get_or_try_init(make).await.cloned(),
        None => make().await,
    }
}

fn document(visit: &Visit) -> Document {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let schema = visit.site.services.declarations.schema();
    let mut blocks = warnings(visit, false);
    blocks.push(paragraph(words.t("paper-lead")));
    blocks.push(Block::Code { label: words.t("paper-call"), text: settings.phone.clone() });
    let address = format!("{}{}", settings.base_url, visit.href("declare"));
    blocks.push(paragraph(words.t1("paper-online", "address", address)));
    blocks.push(note(words.t("paper-no-patient")));
    blocks.push(paragraph(words.t("paper-choices")));
    for screen in 1..=4_u8 {
        blocks.push(section(format!("{screen}. {}", words.t(&format!("step-{screen}")))));
        // On paper one writes the name of the structure, found in the register or not.
        let fields = schema.screen(screen).filter(|field| field.name != "facility_text");
        blocks.extend(fields.flat_map(|field| questions(visit, field)));
    }
    blocks.push(section(format!("5. {}", words.t("paper-answer"))));
    blocks.push(paragraph(words.t("paper-answer-text")));
    blocks.push(question(words.t("receipt-reference"), None, lines(1)));
    blocks.push(question(words.t("receipt-code"), None, documents::Answer::Cells { groups: 6, of: 4 }));
    for (number, stage) in (6..).zip(["soon", "72h", "month"]) {
        let title = words.t(&format!("stage-{stage}"));
        blocks.push(section(words.t2("paper-later", "number", number, "when", title)));
        let fields = schema.fields().iter().filter(|field| field.stage.as_deref() == Some(stage));
        blocks.extend(fields.flat_map(|field| questions(visit, field)));
    }
    Document {
        language: words.language,
        title: words.t("paper-title"),
        author: settings.operator.clone(),
        at: visit.now(),
        foot: words.t1("paper-version", "version", schema.version()),
        blocks,
    }
}

fn questions(visit: &Visit, field: &Field) -> Vec<Block> {
    let words = &visit.words;
    let shown = FieldView::new(words, field, &declarations::rules::Typed::new(), &[], false);
    let options = || shown.options.iter().map(|option| option.label.clone()).collect();
    let answer = match field.kind {
        Kind::Choice | Kind::YesNo => documents::Answer::Choices { several: false, options: options() },
        Kind::Choices => documents::Answer::Choices { several: true, options: options() },
        Kind::LongText => lines(if field.required { 6 } else { 4 }),
        Kind::Text | Kind::Facility | Kind::Moment | Kind::Email | Kind::Phone => lines(1),
    };
    let mut questions = vec![question(shown.label, shown.hint, answer)];
    if field.kind == Kind::Facility {
        let number = documents::Answer::Cells { groups: 1, of: 9 };
        questions.push(question(words.t("paper-finess"), Some(words.t("paper-finess-hint")), number));
    }
    questions
}

const fn lines(count: u8) -> documents::Answer {
    documents::Answer::Lines { count }
}

fn question(label: String, hint: Option<String>, answer: documents::Answer) -> Block {
    Block::Question { label, hint, answer }
}
