//! What typst sees: one template, its fonts, one document. No other file, no clock, no network.

use std::sync::LazyLock;

use base64::Engine as _;
use documents::Document;
use typst::{
    Feature, Library, LibraryExt as _, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Array, Bytes, Datetime, Dict, Duration, Smart, Str, Value},
    syntax::{FileId, Source},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use unicode_normalization::char::is_combining_mark;

use crate::inert::{inert, settable};

/// The family in which texts are set; what it lacks comes from the others of [`FONTS`].
const FAMILY: &str = "Libertinus Serif";

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect());

struct Sealed {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    template: Source,
}

impl Sealed {
    fn new(inputs: Dict, template: &str) -> Self {
        Self {
            library: LazyHash::new(
                Library::builder()
                    .with_inputs(inputs)
                    .with_features([Feature::A11yExtras].into_iter().collect())
                    .build(),
            ),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            template: Source::detached(template),
        }
    }
}

impl World for Sealed {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Makes the PDF.
pub fn typeset(document: &Document) -> Result<Vec<u8>, String> {
    let any = |c: char| FONTS.iter().any(|font| has(font, c));
    // A mark may stand on a letter for which no font has both: then, and only then, whatever the main family lacks and all
    // marks that did not melt into their letter are written as their numbers.
    attempt(document, &any).or_else(|_| {
        let family = || FONTS.iter().filter(|font| font.info().family == FAMILY);
        attempt(document, &|c| !is_combining_mark(c) && family().any(|font| has(font, c)))
    })
}

fn has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(c.into())
}

fn attempt(document: &Document, known: &impl Fn(char) -> bool) -> Result<Vec<u8>, String> {
    let mut value = serde_json::to_value(document).map_err(|error| error.to_string())?;
    let mut drawings = Array::new();
    draw(&mut value, &mut drawings)?;
    inert(&mut value, known);
    let value: Value = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let mut inputs = Dict::new();
    inputs.insert(Str::from("document"), value);
    inputs.insert(Str::from("drawings"), Value::Array(drawings));
    inputs.insert(Str::from("family"), Value::Str(FAMILY.into()));
    let world = Sealed::new(inputs, include_str!("template.typ"));
    let laid_out = typst::compile::<PagedDocument>(&world).output.map_err(|wrong| said("lay out", &wrong))?;
    let at = jiff::tz::TimeZone::UTC.to_datetime(document.at.timestamp());
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    let timestamp = Datetime::from_ymd_hms(
        at.year().into(),
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .map(Timestamp::new_utc);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Vigie".to_owned())),
        timestamp,
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid_out, &options).map_err(|wrong| said("write as PDF/UA-1", &wrong))
}

/// A text of people on one line, such that it can be set.
pub fn settled(text: &str) -> String {
    settable(&text.replace(['\r', '\n'], " "), &|c| FONTS.iter().any(|font| has(font, c)))
}

/// Makes the copy of a reader.
pub fn copied(stamp: Dict) -> Result<Vec<u8>, String> {
    let mut inputs = Dict::new();
    inputs.insert(Str::from("stamp"), Value::Dict(stamp));
    inputs.insert(Str::from("family"), Value::Str(FAMILY.into()));
    let world = Sealed::new(inputs, include_str!("stamp.typ"));
    let laid_out = typst::compile::<PagedDocument>(&world).output.map_err(|wrong| said("lay out", &wrong))?;
    // Not tagged: of a page that is shown as an image the parts are not known.
    let options = PdfOptions {
        creator: Smart::Custom(Some("Vigie".to_owned())),
        tagged: false,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&laid_out, &options).map_err(|wrong| said("write as PDF", &wrong))
}

/// Takes the bytes of images out of a document: the number of each stands in their place.
fn draw(value: &mut serde_json::Value, drawings: &mut Array) -> Result<(), String> {
    match value {
        serde_json::Value::Array(values) => values.iter_mut().try_for_each(|value| draw(value, drawings)),
        serde_json::Value::Object(values) => {
            if let Some(data) = values.get_mut("drawing").and_then(|drawing| drawing.get_mut("data")) {
                let base64 = data.as_str().unwrap_or_default();
                let bytes = base64::engine::general_purpose::STANDARD.decode(base64);
                let bytes = bytes.map_err(|_| "an image is not in Base64".to_owned())?;
                *data = drawings.len().into();
                drawings.push(Value::Bytes(Bytes::new(bytes)));
            }
            values.values_mut().try_for_each(|value| draw(value, drawings))
        }
        _ => Ok(()),
    }
}

/// What typst complains of, without what it quotes: that may be what people wrote.
fn said(doing: &str, wrong: &[SourceDiagnostic]) -> String {
    let first = wrong.first().map(|diagnostic| diagnostic.message.as_str()).unwrap_or_default();
    let quoted = first.split(['`', '"']).step_by(2).collect::<Vec<_>>().join("…");
    format!("could not {doing}: {quoted}")
}
