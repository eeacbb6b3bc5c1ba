//! What stands in the fields of a text, as people read it: for what differs, and for what a page does not say.

use publications::rules::Kind;

use super::typed::{PRODUCT, SOURCE, rows, value};
use crate::{forms::Typed, visit::Visit};

/// The parts of a text in the order of its form, by the names of their fields.
const PARTS: &[(&str, Option<Kind>)] = &[
    ("title_fr", None),
    ("summary_fr", None),
    ("body_fr", None),
    ("slug_fr", None),
    ("title_en", None),
    ("summary_en", None),
    ("body_en", None),
    ("slug_en", None),
    ("tlp", None),
    ("severity", Some(Kind::Alert)),
    ("products", Some(Kind::Alert)),
    ("cves", Some(Kind::Alert)),
    ("cwes", Some(Kind::Alert)),
    ("cvss", Some(Kind::Alert)),
    ("exploited", Some(Kind::Alert)),
    ("kev_since", Some(Kind::Alert)),
    ("ransomware", Some(Kind::Alert)),
    ("epss", Some(Kind::Alert)),
    ("epss-percentile", Some(Kind::Alert)),
    ("patch", Some(Kind::Alert)),
    ("workaround", Some(Kind::Alert)),
    ("medical-device", Some(Kind::Alert)),
    ("prevalence", Some(Kind::Alert)),
    ("act_by", Some(Kind::Alert)),
    ("period_from", Some(Kind::Bulletin)),
    ("period_to", Some(Kind::Bulletin)),
    ("kinds", Some(Kind::Card)),
    ("sources", None),
    ("change_fr", None),
    ("change_en", None),
    ("tell", None),
];

/// The label of a field.
pub(super) fn label(visit: &Visit, name: &str) -> String {
    visit.words.t(&format!("editing-field-{name}"))
}

/// The names of the parts of a kind of text.
pub(super) fn parts(kind: Kind) -> impl Iterator<Item = &'static str> {
    let of = move |only: &Option<Kind>| only.is_none_or(|only| only == kind);
    PARTS.iter().filter(move |(_, only)| of(only)).map(|(name, _)| *name)
}

/// What stands in a part, in words; empty when nothing does.
pub(super) fn of(visit: &Visit, typed: &Typed, name: &str) -> String {
    let words = &visit.words;
    let typed_value = value(typed, name);
    match name {
        "products" => {
            rows(typed, PRODUCT).into_iter().map(|row| product(visit, &row)).collect::<Vec<_>>().join("\n")
        }
        "sources" => {
            let line = |row: [String; 3]| {
                row.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
            };
            rows(typed, SOURCE).into_iter().map(line).collect::<Vec<_>>().join("\n")
        }
        "kinds" => {
            let kinds = typed.get("kinds").map(Vec::as_slice).unwrap_or_default();
            let said = kinds
                .iter()
                .map(|kind| words.maybe(&format!("choice-kind-{kind}")).unwrap_or_else(|| kind.clone()));
            said.collect::<Vec<_>>().join("\n")
        }
        _ if typed_value.is_empty() => String::new(),
        "tlp" => format!("TLP:{typed_value}"),
        "severity" => words.maybe(&format!("severity-{typed_value}")).unwrap_or_default(),
        "exploited" | "ransomware" | "medical-device" | "tell" => words.t("yes"),
        "epss" | "epss-percentile" => format!("{typed_value} %"),
        "patch" | "workaround" | "prevalence" if typed_value == "unknown" => String::new(),
        "patch" | "workaround" => words.maybe(&format!("editing-there-{typed_value}")).unwrap_or_default(),
        "prevalence" => words.maybe(&format!("editing-prevalence-{typed_value}")).unwrap_or_default(),
        _ => typed_value.to_owned(),
    }
}

fn product(visit: &Visit, [vendor, name, versions, fixed]: &[String; 4]) -> String {
    let called = [vendor.as_str(), name.as_str()].into_iter().filter(|text| !text.is_empty());
    let called = called.collect::<Vec<_>>().join(" ");
    let touched = (!versions.is_empty()).then(|| visit.words.t1("editing-versions", "versions", versions));
    let fixed = (!fixed.is_empty()).then(|| visit.words.t1("editing-fixed", "version", fixed));
    [Some(called), touched, fixed].into_iter().flatten().collect::<Vec<_>>().join(" ; ")
}
