//! What somebody chooses, as a form and as lines.

use std::collections::{BTreeMap, BTreeSet};

use access::Caller;
use publications::rules::Kind;
use subscriptions::rules::{Asked, Choices, Rhythm};
use vocabulary::{Language, Refusal};

use crate::{
    answer::{Answer, refusal_text},
    fields::{FieldView, OptionView, Shape},
    forms::{Form, Typed},
    refusals::errors,
    visit::Visit,
};

/// The part of a form that is the same for who begins and for who changes.
pub(super) struct Chooser {
    pub(super) kinds: FieldView,
    pub(super) severity: FieldView,
    pub(super) vendors: Vec<Vendor>,
    /// How many products are chosen, and what is wrong with them.
    pub(super) chosen: usize,
    pub(super) error: Option<String>,
    pub(super) rhythm: FieldView,
    pub(super) language: FieldView,
}

/// The products of one vendor.
pub(super) struct Vendor {
    pub(super) name: String,
    pub(super) options: Vec<OptionView>,
}

impl Chooser {
    /// With what was typed, or what was chosen before, or what most people want.
    pub(super) async fn new(
        visit: &Visit,
        before: Option<&Choices>,
        refusals: &[Refusal],
    ) -> Result<Self, Answer> {
        let given = if visit.sends { Typed::clone(&visit.sent) } else { given(visit, before) };
        let words = &visit.words;
        let error = |name: &str| {
            let found = refusals.iter().find(|refusal| refusal.field.as_deref() == Some(name));
            found.map(|refusal| refusal_text(words, refusal))
        };
        let has = |name: &str, value: &str| {
            given.get(name).is_some_and(|values| values.iter().any(|given| given == value))
        };
        let field = |name: &str, shape: Shape, values: Vec<(String, String)>| {
            let line = FieldView::line(name, words.t(&format!("subscribe-{name}")), "", error(name));
            let hint = words.maybe(&format!("subscribe-{name}-hint"));
            let options = values.into_iter().map(|(value, label)| {
                let checked = has(name, &value);
                (value, label, checked)
            });
            FieldView { hint, shape, ..line }.choosing(options)
        };
        let kinds = Kind::ALL
            .map(|kind| (kind.code().to_owned(), words.t(&format!("subscribe-kind-{}", kind.code()))));
        let severities =
            (1..=5).map(|n| (n.to_string(), words.t(&format!("subscribe-severity-{n}")))).collect();
        let rhythms =
            Rhythm::ALL.map(|it| (it.code().to_owned(), words.t(&format!("subscribe-rhythm-{}", it.code()))));
        let languages =
            Language::ALL.map(|it| (it.tag().to_owned(), words.t(&format!("language-{}", it.tag()))));
        let chosen = given.get("products").cloned().unwrap_or_default();
        Ok(Self {
            kinds: field("kinds", Shape::Boxes, kinds.into()),
            severity: field("severity", Shape::Radios, severities),
            vendors: vendors(visit, &chosen.iter().cloned().collect()).await?,
            chosen: chosen.len(),
            error: error("products"),
            rhythm: field("rhythm", Shape::Radios, rhythms.into()),
            language: field("language", Shape::Radios, languages.into()),
        })
    }

    /// What was wrong, each leading to where it can be mended.
    pub(super) fn errors(&self, visit: &Visit, refusals: &[Refusal]) -> Vec<(String, String)> {
        let fields = [&self.kinds, &self.severity, &self.rhythm, &self.language];
        let lead = |(name, text): (String, String)| {
            let to = fields.iter().find(|field| field.name == name).map(|field| field.target().to_owned());
            (to.unwrap_or(name), text)
        };
        errors(visit, refusals).into_iter().map(lead).collect()
    }
}

/// What the form shows before anything is typed.
fn given(visit: &Visit, before: Option<&Choices>) -> Typed {
    let one = |text: &str| vec![text.to_owned()];
    let Some(choices) = before else {
        return Typed::from([
            ("kinds".to_owned(), vec!["alert".to_owned(), "bulletin".to_owned(), "news".to_owned()]),
            ("severity".to_owned(), one("1")),
            ("products".to_owned(), Vec::new()),
            ("rhythm".to_owned(), one("now")),
            ("language".to_owned(), one(visit.language().tag())),
        ]);
    };
    Typed::from([
        ("kinds".to_owned(), choices.kinds.iter().map(|kind| kind.code().to_owned()).collect()),
        ("severity".to_owned(), vec![choices.severity.to_string()]),
        ("products".to_owned(), choices.products.iter().cloned().collect()),
        ("rhythm".to_owned(), one(choices.rhythm.code())),
        ("language".to_owned(), one(choices.language.tag())),
    ])
}

/// What was typed, for the operation to read.
pub(super) fn asked_for(form: &Form) -> Asked {
    let list = |name: &str| form.typed.get(name).cloned().unwrap_or_default();
    Asked {
        language: form.value("language").to_owned(),
        kinds: list("kinds"),
        severity: form.value("severity").to_owned(),
        products: list("products"),
        rhythm: form.value("rhythm").to_owned(),
    }
}

/// Vendors and products by their keys, as people write them: those that something published names.
async fn named(visit: &Visit) -> Result<BTreeMap<String, Vec<(String, String)>>, Answer> {
    let products = visit.site.services.publications.products(&Caller::Nobody, "").await;
    let mut vendors = BTreeMap::<String, Vec<(String, String)>>::new();
    for it in products.map_err(|problem| visit.problem(problem))? {
        let lines = vendors
            .entry(it.vendor.clone())
            .or_insert_with(|| vec![(format!("{}/", it.vendor), it.vendor_name.clone())]);
        lines.push((format!("{}/{}", it.vendor, it.product), it.product_name));
    }
    Ok(vendors)
}

async fn vendors(visit: &Visit, chosen: &BTreeSet<String>) -> Result<Vec<Vendor>, Answer> {
    let words = &visit.words;
    let mut rest = chosen.clone();
    let mut vendors: Vec<Vendor> = Vec::new();
    for lines in named(visit).await?.into_values() {
        let name = lines.first().map_or(String::new(), |(_, name)| name.clone());
        let options = lines
            .into_iter()
            .enumerate()
            .map(|(at, (key, product))| OptionView {
                id: format!("products-{}", key.replace('/', "--")),
                label: if at == 0 { words.t1("subscribe-vendor", "vendor", &product) } else { product },
                checked: rest.remove(&key),
                value: key,
            })
            .collect();
        vendors.push(Vendor { name, options });
    }
    // What nothing published names any more stays chosen until its reader says otherwise.
    if !rest.is_empty() {
        let options = rest.into_iter().map(|key| OptionView {
            id: format!("products-{}", key.replace('/', "--")),
            label: key.trim_end_matches('/').to_owned(),
            checked: true,
            value: key,
        });
        vendors.push(Vendor { name: words.t("subscribe-products-other"), options: options.collect() });
    }
    Ok(vendors)
}

/// What was chosen, in words.
pub(super) async fn lines(visit: &Visit, choices: &Choices) -> Result<Vec<(String, String)>, Answer> {
    let words = &visit.words;
    let say = |prefix: &str, code: &str| words.t(&format!("subscribe-{prefix}-{code}"));
    let kinds: Vec<String> = choices.kinds.iter().map(|kind| say("kind", kind.code())).collect();
    let mut lines = vec![(words.t("subscribe-kinds"), kinds.join(", "))];
    if choices.kinds.contains(&Kind::Alert) {
        lines.push((words.t("subscribe-severity"), say("severity", &choices.severity.to_string())));
        if !choices.products.is_empty() {
            let named: BTreeMap<String, String> = named(visit).await?.into_values().flatten().collect();
            let name = |key: &String| named.get(key).cloned().unwrap_or_else(|| key.clone());
            let products: Vec<String> = choices.products.iter().map(name).collect();
            lines.push((words.t("subscribe-products"), products.join(", ")));
        }
    }
    lines.push((words.t("subscribe-rhythm"), say("rhythm", choices.rhythm.code())));
    lines.push((words.t("subscribe-language"), words.t(&format!("language-{}", choices.language.tag()))));
    Ok(lines)
}
