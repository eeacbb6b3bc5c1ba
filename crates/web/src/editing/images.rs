//! `/redaction/{id}/images`: the images of a text. What is sent is drawn anew in a process of its own; what it says to whoever
//! does not see it is asked for in both languages.

use access::Caller;
use askama::Template;
use axum::{
    extract::{Multipart, Path, Request, State},
    http::StatusCode,
};
use pictures::MOST_BYTES;
use publications::{
    Image,
    rules::{ImageRoom, alternatives},
};
use vocabulary::{Id, Problem, Refusal};

use super::{
    period::plain,
    typed::value,
    uploads::{Sent, bounded, unreadable},
    writer,
};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, Shape},
    forms::{self, Form, Typed},
    refusals::mendable,
    site::Site,
    visit::Visit,
};

/// Bytes of one of the words that come with an image.
const WORDS: usize = 4 * ImageRoom::ALT;

#[derive(Template)]
#[template(path = "editing/images.html")]
struct ImagesPage<'a> {
    shell: Shell<'a>,
    token: String,
    id: Id,
    notice: Option<String>,
    errors: Vec<(String, String)>,
    images: Vec<Line>,
    full: bool,
    file: FieldView,
    alts: Vec<FieldView>,
}

/// An image among those of a text.
pub(crate) struct Line {
    pub(crate) id: Id,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) alts: [String; 2],
    /// Its size and its weight, in words.
    pub(crate) said: String,
    /// What one writes to show it, in each language.
    pub(crate) shown: [String; 2],
}

impl Line {
    pub(super) fn new(visit: &Visit, image: &Image) -> Self {
        let size = format!("{} × {}", image.header.width, image.header.height);
        let kilobytes = (image.size + 1023) / 1024;
        Self {
            id: image.id,
            width: image.header.width,
            height: image.header.height,
            alts: image.alts.clone(),
            said: visit.words.t2("editing-image-said", "size", size, "kilobytes", kilobytes),
            shown: image.alts.each_ref().map(|alt| shown(image.id, alt)),
        }
    }
}

/// What one writes to show an image.
pub(super) fn shown(id: Id, alt: &str) -> String {
    format!("![{}](/images/{id})", plain(alt))
}

/// What was sent and could not be kept.
#[derive(Default)]
struct Stuck {
    typed: Typed,
    refusals: Vec<Refusal>,
    status: StatusCode,
}

/// `/redaction/{id}/images`
pub(crate) async fn show(Path(id): Path<String>, visit: Visit) -> Result<Answer, Answer> {
    let caller = writer(&visit).await?;
    let id = visit.identity(&id)?;
    page(&visit, &caller, id, Stuck::default()).await
}

/// An image is sent.
pub(crate) async fn add(
    Path(id): Path<String>,
    State(site): State<Site>,
    request: Request,
) -> Result<Answer, Answer> {
    let Sent { visit, caller, mut parts } = Sent::read(&site, request).await?;
    let visit = &visit;
    let id = visit.identity(&id)?;
    // Before its bytes are read.
    let mut refusals = match visit.site.services.publications.image_room(&caller, id).await {
        Ok(()) => Vec::new(),
        Err(problem) => mendable(visit, problem)?.0,
    };
    let given = read(&mut parts).await.map_err(|()| unreadable(visit))?;
    let alts = ["alt_fr", "alt_en"].map(|name| value(&given.typed, name));
    refusals.extend(alternatives(alts).err().unwrap_or_default());
    if given.file.as_ref().is_none_or(Vec::is_empty) {
        let code = if given.file.is_none() { "editing-file-large" } else { "image-missing" };
        refusals.push(Refusal::new(code).at("file").with("max", (MOST_BYTES >> 20).to_string()));
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if refusals.is_empty() {
        match keep(visit, &caller, id, &given).await {
            Ok(_) => {
                return Ok(Answer::redirect(&format!("{}?dit=added", visit.href1("editing-images", id))));
            }
            Err(problem) => (refusals, status) = mendable(visit, problem)?,
        }
    }
    page(visit, &caller, id, Stuck { typed: given.typed, refusals, status }).await
}

/// What came with a form.
#[derive(Default)]
struct Given {
    /// The file; `None` when it is too large.
    file: Option<Vec<u8>>,
    typed: Typed,
}

/// Reads the fields of a form; `Err`: it cannot be read at all.
async fn read(parts: &mut Multipart) -> Result<Given, ()> {
    let mut given = Given { file: Some(Vec::new()), ..Given::default() };
    while let Some(field) = parts.next_field().await.map_err(|_| ())? {
        match field.name().unwrap_or_default() {
            "file" if given.file.as_ref().is_some_and(Vec::is_empty) => {
                given.file = bounded(field, MOST_BYTES).await?;
                if given.file.is_none() {
                    // What follows is not read.
                    break;
                }
            }
            name @ ("alt_fr" | "alt_en") if !given.typed.contains_key(name) => {
                let name = name.to_owned();
                let text = bounded(field, WORDS).await?.and_then(|bytes| String::from_utf8(bytes).ok());
                given.typed.insert(name, vec![text.ok_or(())?]);
            }
            _ => return Err(()),
        }
    }
    Ok(given)
}

async fn keep(visit: &Visit, caller: &Caller, id: Id, given: &Given) -> Result<Id, Problem> {
    let services = &visit.site.services;
    let file = given.file.as_deref().unwrap_or_default();
    let drawn = services.typesetter.redraw(file).await.map_err(at_file)?;
    services
        .publications
        .image_add(caller, id, ["alt_fr", "alt_en"].map(|name| value(&given.typed, name)), &drawn)
        .await
}

/// What is wrong with an image is said beside its field.
fn at_file(problem: Problem) -> Problem {
    match problem {
        Problem::Refused(vocabulary::Refused::Invalid(refusals)) => {
            let beside = refusals.into_iter().map(|refusal| refusal.at("file"));
            vocabulary::Refused::Invalid(beside.collect()).into()
        }
        other => other,
    }
}

/// An image is taken away.
pub(crate) async fn remove(Path((id, image)): Path<(String, String)>, form: Form) -> Result<Answer, Answer> {
    let visit = &form.visit;
    let caller = writer(visit).await?;
    let (id, image) = (visit.identity(&id)?, visit.identity(&image)?);
    match visit.site.services.publications.image_remove(&caller, (id, image)).await {
        Ok(()) => Ok(Answer::redirect(&format!("{}?dit=removed", visit.href1("editing-images", id)))),
        Err(problem) => {
            let (refusals, status) = mendable(visit, problem)?;
            page(visit, &caller, id, Stuck { refusals, status, ..Stuck::default() }).await
        }
    }
}

/// What is wrong, as the summary says it: which field, and what of it.
fn error(visit: &Visit, refusal: &Refusal) -> (String, String) {
    let text = refusal_text(&visit.words, refusal);
    let Some(name) = refusal.field.as_deref() else { return (String::new(), text) };
    let label = visit.words.t(&format!("editing-image-{name}"));
    (name.to_owned(), visit.words.t2("editing-error", "field", label, "text", text))
}

async fn page(visit: &Visit, caller: &Caller, id: Id, stuck: Stuck) -> Result<Answer, Answer> {
    let words = &visit.words;
    let open = visit.site.services.publications.open(caller, id).await;
    let editing = open.map_err(|problem| visit.problem(problem))?;
    let field = |name: &str, shape: Shape| {
        let error = stuck.refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
        let error = error.map(|refusal| refusal_text(words, refusal));
        let label = words.t(&format!("editing-image-{name}"));
        let view = FieldView::line(name, label, value(&stuck.typed, name), error);
        FieldView { hint: words.maybe(&format!("editing-image-{name}-hint")), shape, rows: 2, ..view }
    };
    let notice = match visit.parameter("dit").as_str() {
        "added" if stuck.refusals.is_empty() => Some(words.t("editing-image-added")),
        "removed" if stuck.refusals.is_empty() => Some(words.t("editing-image-removed")),
        _ => None,
    };
    let title = super::head(visit, &editing.publication).title;
    let page = ImagesPage {
        token: forms::token(visit),
        id,
        notice,
        errors: stuck.refusals.iter().map(|refusal| error(visit, refusal)).collect(),
        full: editing.images.len() >= ImageRoom::MOST,
        images: editing.images.iter().map(|image| Line::new(visit, image)).collect(),
        file: field("file", Shape::Line),
        alts: vec![field("alt_fr", Shape::Lines), field("alt_en", Shape::Lines)],
        shell: Shell::console(visit, caller, words.t1("editing-images-title", "title", title), "editing"),
    };
    Ok(Answer::page(visit, stuck.status, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_to_show_an_image_is_read_as_that_image() {
        let id = Id::from_random([7; 16]);
        for alt in ["Un schéma", "Un [piège] *fort* \\ `x` <b>", "]("] {
            let text = markdown::Text::parse(&shown(id, alt)).unwrap();
            let found: Vec<_> = text.images().into_iter().map(|image| (image.id, image.alt)).collect();
            assert_eq!(found, [(id, alt.to_owned())]);
            assert_eq!(text.remarks(), []);
        }
    }
}
