//! The form of a text: one form in parts, the same for what is new and for what is changed.

use access::Caller;
use askama::Template;
use axum::http::StatusCode;
use publications::{
    Editing,
    rules::{Availability, Kind, Prevalence, Stage},
};
use vocabulary::{Language, Refusal, Tlp};

use super::{
    Head,
    conflict::Conflict,
    head,
    images::Line,
    preview::Preview,
    said::label,
    typed::{PRODUCT, SOURCE, rows, value},
};
use crate::{
    answer::{Answer, Shell, refusal_text},
    fields::{FieldView, OptionView, Shape},
    forms::{self, Typed},
    visit::Visit,
};

/// Names of products that are offered while one types.
const OFFERED: usize = 400;

#[derive(Template)]
#[template(path = "editing/form.html")]
struct FormPage<'a> {
    shell: Shell<'a>,
    token: String,
    action: String,
    preview_address: String,
    /// Where facts are read from files; for a new alert only.
    prefill: Option<String>,
    files: Vec<FieldView>,
    /// The page on which it is reviewed; nothing of what is new.
    review: Option<String>,
    head: Option<Head>,
    revision: i64,
    in_review: bool,
    notice: Option<String>,
    notes: Vec<String>,
    errors: Vec<(String, String)>,
    conflict: Option<Conflict>,
    preview: Preview,
    sides: Vec<Side>,
    marks: Vec<FieldView>,
    products: Option<Rows>,
    facts: Vec<FieldView>,
    period: Vec<FieldView>,
    kinds: Option<FieldView>,
    sources: Rows,
    changes: Vec<FieldView>,
    /// The images that the text may show.
    images: Vec<Line>,
    vendors: Vec<String>,
    names: Vec<String>,
}

/// The words in one language.
struct Side {
    tag: &'static str,
    name: String,
    fields: Vec<FieldView>,
    /// The button that writes the parts of a card.
    sections: bool,
}

/// Fields that repeat.
struct Rows {
    error: Option<String>,
    rows: Vec<Vec<FieldView>>,
}

/// What the form shows.
pub(super) struct Sheet {
    pub(super) kind: Kind,
    pub(super) typed: Typed,
    pub(super) refusals: Vec<Refusal>,
    pub(super) status: StatusCode,
    /// The text as it is kept; nothing of what is new.
    pub(super) editing: Option<Editing>,
    /// What was done, by the key of its sentence.
    pub(super) notice: &'static str,
    pub(super) notes: Vec<String>,
    pub(super) conflict: Option<Conflict>,
    pub(super) preview: Preview,
    /// Whether rows are wanted to write in: of products, of sources.
    pub(super) more: [bool; 2],
}

impl Sheet {
    pub(super) fn new(kind: Kind, typed: Typed, editing: Option<Editing>) -> Self {
        Self {
            kind,
            typed,
            refusals: Vec::new(),
            status: StatusCode::OK,
            editing,
            notice: "",
            notes: Vec::new(),
            conflict: None,
            preview: Preview::default(),
            more: [false; 2],
        }
    }

    /// The same, with what stands in the way.
    pub(super) fn refused(self, (refusals, status): (Vec<Refusal>, StatusCode)) -> Self {
        Self { refusals, status, ..self }
    }

    /// The fields with what was typed in them and what is wrong with it.
    fn asking<'a>(&'a self, visit: &'a Visit) -> Asking<'a> {
        Asking { visit, typed: &self.typed, refusals: &self.refusals }
    }
}

/// Makes fields.
struct Asking<'a> {
    visit: &'a Visit,
    typed: &'a Typed,
    refusals: &'a [Refusal],
}

impl Asking<'_> {
    /// All that is wrong with a field.
    fn error(&self, name: &str) -> Option<String> {
        let of = self.refusals.iter().filter(|refusal| refusal.field.as_deref() == Some(name));
        let said: Vec<String> = of.map(|refusal| refusal_text(&self.visit.words, refusal)).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    fn line(&self, name: &str) -> FieldView {
        let view = FieldView::line(name, label(self.visit, name), value(self.typed, name), self.error(name));
        FieldView { hint: self.visit.words.maybe(&format!("editing-field-{name}-hint")), ..view }
    }

    fn lines(&self, name: &str, rows: u8) -> FieldView {
        FieldView { shape: Shape::Lines, rows, ..self.line(name) }
    }

    fn short(&self, name: &str) -> FieldView {
        FieldView { style: "short", ..self.line(name) }
    }

    fn options(&self, name: &str, shape: Shape, options: Vec<(String, String)>) -> FieldView {
        let given = self.typed.get(name).map(Vec::as_slice).unwrap_or_default();
        let there = |(value, label): (String, String)| {
            let checked = given.contains(&value);
            (value, label, checked)
        };
        FieldView { shape, ..self.line(name) }.choosing(options.into_iter().map(there))
    }

    fn yes(&self, name: &str) -> FieldView {
        let said = self.visit.words.t(&format!("editing-yes-{name}"));
        self.options(name, Shape::Boxes, vec![("yes".to_owned(), said)])
    }

    fn select(&self, name: &str, family: &str, codes: impl IntoIterator<Item = &'static str>) -> FieldView {
        let said = |code: &str| (code.to_owned(), self.visit.words.t(&format!("{family}-{code}")));
        let options = codes.into_iter().map(said).collect();
        FieldView { style: "select", ..self.options(name, Shape::Radios, options) }
    }

    fn side(&self, language: Language, card: bool) -> Side {
        let name = |field: &str| format!("{field}_{}", language.tag());
        Side {
            tag: language.tag(),
            name: self.visit.words.k("editing-language-", language.tag(), ""),
            fields: vec![
                self.line(&name("title")),
                self.lines(&name("summary"), 3),
                self.lines(&name("body"), 18),
                self.line(&name("slug")),
            ],
            sections: card && value(self.typed, &name("body")).trim().is_empty(),
        }
    }

    /// What it looks like and who may read it.
    fn marks(&self, kind: Kind) -> Vec<FieldView> {
        let words = &self.visit.words;
        let mark = |tlp: Tlp| (tlp.label().to_owned(), words.k("editing-tlp-", tlp.code(), ""));
        // The strictest names its readers: it is not for publishing.
        let offered = Tlp::ALL.into_iter().filter(|tlp| *tlp != Tlp::Red);
        let mut marks = vec![self.options("tlp", Shape::Radios, offered.map(mark).collect())];
        if kind == Kind::Alert {
            let severity = |n: u8| (n.to_string(), format!("{n}. {}", words.t(&format!("severity-{n}"))));
            marks.push(self.options("severity", Shape::Radios, (1..=5).map(severity).collect()));
        }
        for view in &mut marks {
            for option in &mut view.options {
                if let Some(tlp) = Tlp::parse(&option.value) {
                    option.id = format!("{}-{}", view.id, tlp.code());
                }
            }
        }
        marks
    }

    fn facts(&self) -> Vec<FieldView> {
        vec![
            self.lines("cves", 3),
            self.lines("cwes", 2),
            self.lines("cvss", 3),
            self.yes("exploited"),
            self.short("kev_since"),
            self.yes("ransomware"),
            self.short("epss"),
            self.short("epss-percentile"),
            self.select("patch", "editing-there", Availability::ALL.map(Availability::code)),
            self.select("workaround", "editing-there", Availability::ALL.map(Availability::code)),
            self.select("prevalence", "editing-prevalence", Prevalence::ALL.map(Prevalence::code)),
            self.yes("medical-device"),
            self.short("act_by"),
        ]
    }

    fn kinds(&self) -> FieldView {
        let schema = self.visit.site.services.declarations.schema();
        let values = schema.field("kind").map(|field| field.values()).unwrap_or_default();
        let said = |code: &str| (code.to_owned(), self.visit.words.t(&format!("choice-kind-{code}")));
        self.options("kinds", Shape::Boxes, values.into_iter().map(said).collect())
    }

    /// Rows of fields, at least one; `more`: one to write in.
    fn rows<const N: usize>(&self, name: &str, fields: [&'static str; N], more: bool) -> Rows {
        let mut filled = rows(self.typed, fields);
        if more || filled.is_empty() {
            filled.push([const { String::new() }; N]);
        }
        let last = filled.len() - 1;
        let row = |(n, values): (usize, [String; N])| {
            let view = |(column, (field, value)): (usize, (&'static str, String))| {
                let id = match column {
                    0 if n == 0 => name.to_owned(),
                    0 if n == last && more => format!("{name}-new"),
                    _ => format!("{field}-{n}"),
                };
                FieldView { id, ..FieldView::line(field, label(self.visit, field), &value, None) }
            };
            fields.into_iter().zip(values).enumerate().map(view).collect()
        };
        Rows { error: self.error(name), rows: filled.into_iter().enumerate().map(row).collect() }
    }

    fn changes(&self) -> Vec<FieldView> {
        vec![self.lines("change_fr", 3), self.lines("change_en", 3), self.yes("tell")]
    }
}

/// What is wrong, as the summary says it: which field, and what of it.
fn errors(visit: &Visit, refusals: &[Refusal]) -> Vec<(String, String)> {
    let said = |refusal: &Refusal| {
        let text = refusal_text(&visit.words, refusal);
        match refusal.field.as_deref() {
            None => (String::new(), text),
            Some(name) => {
                let target = match name {
                    "tlp" => "tlp-clear",
                    "severity" => "severity-1",
                    name => name,
                };
                let text = visit.words.t2("editing-error", "field", label(visit, name), "text", &text);
                (target.to_owned(), text)
            }
        }
    };
    refusals.iter().map(said).collect()
}

/// The page of a text that is written.
pub(super) async fn page(visit: &Visit, caller: &Caller, mut sheet: Sheet) -> Result<Answer, Answer> {
    let words = &visit.words;
    let (kind, status) = (sheet.kind, sheet.status);
    for refusal in &mut sheet.refusals {
        // Nothing was asked yet: it is only not whole.
        if refusal.code == "required"
            || (refusal.code == "publication-red" && value(&sheet.typed, "tlp").is_empty())
        {
            refusal.code = "editing-required";
        }
    }
    let known = visit.site.services.publications.products(caller, "").await.map_err(|p| visit.problem(p))?;
    let mut vendors: Vec<String> = known.iter().map(|it| it.vendor_name.clone()).collect();
    vendors.dedup();
    vendors.truncate(OFFERED);
    let names = known.into_iter().map(|it| it.product_name).take(OFFERED).collect();
    let asking = sheet.asking(visit);
    let text = sheet.editing.as_ref().map(|editing| &editing.publication);
    let images = sheet.editing.as_ref().map(|editing| editing.images.as_slice()).unwrap_or_default();
    let alert = kind == Kind::Alert;
    let (action, review) = match text {
        Some(text) => (visit.href1("editing-text", text.id), Some(visit.href1("editing-review", text.id))),
        None => (visit.href1("editing-new", kind.code()), None),
    };
    let title = match text {
        Some(text) => head(visit, text).title,
        None => words.k("editing-new-", kind.code(), ""),
    };
    let page = FormPage {
        token: forms::token(visit),
        action,
        preview_address: visit.href1("editing-preview", kind.code()),
        prefill: (alert && text.is_none()).then(|| visit.href("editing-prefill")),
        files: ["cve", "kev", "epss-file"].map(|name| asking.line(name)).into(),
        review,
        head: text.map(|text| head(visit, text)),
        revision: text.map_or(0, |text| text.revision),
        in_review: text.is_some_and(|text| text.life.stage == Stage::InReview),
        notice: (!sheet.notice.is_empty()).then(|| words.t(sheet.notice)),
        errors: errors(visit, &sheet.refusals),
        sides: Language::ALL.map(|language| asking.side(language, kind == Kind::Card)).into(),
        marks: asking.marks(kind),
        products: alert.then(|| asking.rows("products", PRODUCT, sheet.more == [true, false])),
        facts: if alert { asking.facts() } else { Vec::new() },
        period: if kind == Kind::Bulletin {
            vec![asking.short("period_from"), asking.short("period_to")]
        } else {
            Vec::new()
        },
        kinds: (kind == Kind::Card).then(|| asking.kinds()),
        sources: asking.rows("sources", SOURCE, sheet.more == [false, true]),
        changes: if text.is_some_and(|text| text.life.version > 0) { asking.changes() } else { Vec::new() },
        images: images.iter().map(|image| Line::new(visit, image)).collect(),
        vendors,
        names,
        notes: sheet.notes,
        conflict: sheet.conflict,
        preview: sheet.preview,
        shell: Shell::console(visit, caller, title, "editing"),
    };
    Ok(Answer::page(visit, status, &page))
}

/// Whether an option of a list is chosen, for templates.
pub(crate) fn chosen(option: &OptionView) -> &'static str {
    if option.checked { " selected" } else { "" }
}

/// Whether something is wrong with one of these fields, for templates.
pub(crate) fn any_wrong(fields: &[FieldView]) -> bool {
    fields.iter().any(|field| field.error.is_some())
}
