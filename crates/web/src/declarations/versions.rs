//! What changed from one version of a declaration to the next, and what two people changed at once.

use declarations::{
    DeclarationView,
    rules::{Answers, Field, Value},
};
use vocabulary::Refusal;

use crate::{fields::answer_words, forms::Typed, locale::Zone, visit::Visit};

/// A version, and what it changed: a label, what was there, what is.
pub(crate) struct VersionView {
    pub(crate) title: String,
    pub(crate) lines: Vec<(String, String, String)>,
}

/// An answer in words; a dash where there is none.
fn said<'a>(visit: &Visit, field: &Field, value: Option<&Value>, zone: impl Into<Zone<'a>>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| answer_words(&visit.words, field, value, zone))
}

/// What each version changed, the latest first.
pub(crate) fn changes<'a>(
    visit: &Visit,
    declaration: &DeclarationView,
    zone: impl Into<Zone<'a>>,
) -> Vec<VersionView> {
    let zone = zone.into();
    let schema = visit.site.services.declarations.schema();
    let words = &visit.words;
    let said = |field: &Field, value: Option<&Value>| said(visit, field, value, zone);
    let mut views: Vec<VersionView> = declaration
        .versions
        .iter()
        .zip(declaration.versions.iter().skip(1))
        .map(|(before, after)| VersionView {
            title: words.with(
                "version",
                &[("number", &after.number.to_string()), ("when", &words.moment(after.at, zone))],
            ),
            lines: after
                .answers
                .changes_since(&before.answers, schema)
                .iter()
                .filter_map(|change| {
                    let field = schema.field(&change.field)?;
                    let label = words.t(&format!("field-{}", field.slug()));
                    Some((label, said(field, change.before.as_ref()), said(field, change.after.as_ref())))
                })
                .collect(),
        })
        .collect();
    views.reverse();
    views
}

/// What one person typed on a page and what another saved meanwhile, as one: what only one of them changed is as that person
/// left it. Where both did, what was typed stays, and the other answer is said beside it.
pub(super) fn together(
    visit: &Visit,
    view: &DeclarationView,
    fields: &[&Field],
    (typed, seen): (&Typed, i64),
    zone: &str,
) -> (Typed, Vec<Refusal>) {
    let empty = Answers::default();
    let shown = usize::try_from(seen - 1).ok().and_then(|place| view.versions.get(place));
    let shown = shown.map_or(&empty, |version| &version.answers);
    let last = view.answers().unwrap_or(&empty);
    let (was, is) = (shown.typed(), last.typed());
    let (mut all, mut both) = (typed.clone(), Vec::new());
    for field in fields {
        let name = &field.name;
        let [mine, was, is] = [typed, &was, &is].map(|typed| meant(typed.get(name)));
        if mine == was {
            all.insert(name.clone(), is);
        } else if is != was && is != mine {
            let theirs = said(visit, field, last.get(name), zone);
            both.push(Refusal::new("version-theirs").at(name).with("theirs", theirs));
        }
    }
    (all, both)
}

/// What was meant by values of a form: neither blanks nor the line ends of a browser count.
fn meant(values: Option<&Vec<String>>) -> Vec<String> {
    let values = values.into_iter().flatten().map(|value| value.trim().replace("\r\n", "\n"));
    values.filter(|value| !value.is_empty()).collect()
}
