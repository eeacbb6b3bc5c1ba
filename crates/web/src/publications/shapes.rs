//! What is published, as programs read it: the same shape at the address of a text with `.json` and in the API.

use publications::{
    Listed, Version, Withdrawal,
    rules::{Facts, Kind},
};
use serde_json::{Value, json};
use vocabulary::Language;
use vulnerabilities::Vector;

use crate::visit::Visit;

/// A text at a glance, and what a version of it says; of what is withdrawn, when and why.
pub(super) fn of(visit: &Visit, listed: &Listed, version: Option<&Version>) -> Value {
    let base = &visit.site.settings.base_url;
    let [fr, en] = Language::ALL.map(|language| format!("{base}{}", super::address(listed, language)));
    let mut shape = json!({
        "id": listed.id, "kind": listed.kind.code(), "url": fr, "urls": { "fr": fr, "en": en },
        "published_at": listed.first_at.to_string(), "revised_at": listed.revised_at.to_string(),
    });
    let Some(object) = shape.as_object_mut() else { return shape };
    if let Some((at, [fr, en])) = &listed.withdrawn {
        object.insert("state".to_owned(), json!("withdrawn"));
        object.insert("withdrawn_at".to_owned(), json!(at.to_string()));
        object.insert("withdrawn_by".to_owned(), json!(visit.site.settings.operator));
        object.insert("reason".to_owned(), json!({ "fr": fr, "en": en }));
        return shape;
    }
    object.insert("state".to_owned(), json!("published"));
    object.insert("tlp".to_owned(), json!(listed.tlp.label()));
    object.insert("severity".to_owned(), json!(listed.severity));
    if let Some(version) = version {
        object.extend(said(version));
        if listed.kind == Kind::Bulletin {
            object.insert("items".to_owned(), items(version));
        }
    }
    shape
}

/// The items of a bulletin: its chapters, in each language, with where each stands on its page.
fn items(version: &Version) -> Value {
    let of = |language: Language| -> Vec<Value> {
        let read = markdown::Text::parse(&version.content.texts.of(language).body);
        let outline = read.map(|text| text.outline()).unwrap_or_default();
        let chapters = outline.into_iter().filter(|heading| heading.level == 2);
        chapters.map(|heading| json!({ "title": heading.title, "anchor": heading.id })).collect()
    };
    json!({ "fr": of(Language::Fr), "en": of(Language::En) })
}

fn said(version: &Version) -> serde_json::Map<String, Value> {
    let content = &version.content;
    let english = !content.texts.en.is_empty();
    let both = |part: fn(&publications::rules::Words) -> &String| {
        let mut both = json!({ "fr": part(&content.texts.fr) });
        if let Some(object) = both.as_object_mut().filter(|_| english) {
            object.insert("en".to_owned(), json!(part(&content.texts.en)));
        }
        both
    };
    let value = json!({
        // Of the version that is shown, whatever became of the text since.
        "tlp": content.tlp.label(), "severity": content.severity,
        "version": version.number, "version_at": version.at.to_string(),
        "languages": if english { vec!["fr", "en"] } else { vec!["fr"] },
        "title": both(|words| &words.title), "summary": both(|words| &words.summary), "body": both(|words| &words.body),
        "facts": facts(&content.facts), "sources": content.sources,
        "period": content.period.as_ref().map(|period| json!({ "from": period.from, "to": period.to })),
        "incident_kinds": content.kinds,
        "reviewed": version.alone.is_empty(),
        "unreviewed_reason": Some(&version.alone).filter(|reason| !reason.is_empty()),
    });
    if let Value::Object(object) = value { object } else { serde_json::Map::new() }
}

fn facts(facts: &Facts) -> Value {
    let millionths = |parts: u32| f64::from(parts) / 1_000_000.0;
    let products: Vec<Value> = facts
        .products
        .iter()
        .map(|it| json!({ "vendor": it.vendor, "product": it.product, "versions": it.versions, "fixed": it.fixed }))
        .collect();
    let cvss: Vec<Value> = facts
        .cvss
        .iter()
        .map(|it| {
            let read = Vector::parse(&it.vector).ok();
            json!({
                "vector": it.vector, "cve": Some(&it.cve).filter(|cve| !cve.is_empty()),
                "version": read.as_ref().map(|vector| vector.version().code()),
                "score": read.as_ref().map(|vector| f64::from(vector.score().tenths()) / 10.0),
                "severity": read.as_ref().map(|vector| vector.severity().code()),
            })
        })
        .collect();
    json!({
        "products": products, "cves": facts.cves, "cwes": facts.cwes, "cvss": cvss,
        "exploited": facts.exploited.as_ref().map(|it| json!({
            "kev_since": Some(&it.kev_since).filter(|day| !day.is_empty()), "ransomware": it.ransomware,
        })),
        "epss": facts.epss.map(|it| json!({
            "probability": millionths(it.probability), "percentile": millionths(it.percentile),
        })),
        "patch": facts.patch.code(), "workaround": facts.workaround.code(), "medical_device": facts.medical_device,
        "prevalence": facts.prevalence.code(), "act_by": facts.act_by,
    })
}

/// What changed from one version to the next, on whose word, the last first.
pub(super) fn versions(versions: &[Version], office: &str) -> Value {
    let line = |version: &Version| {
        let [fr, en] = &version.changes;
        json!({
            "number": version.number, "at": version.at.to_string(), "by": office, "change": { "fr": fr, "en": en },
            "reviewed": version.alone.is_empty(),
            "unreviewed_reason": Some(&version.alone).filter(|reason| !reason.is_empty()),
        })
    };
    versions.iter().map(line).collect()
}

/// Which versions were withdrawn before the one that came after them, the last first.
pub(super) fn withdrawals(withdrawals: &[Withdrawal], office: &str) -> Value {
    let line = |gone: &Withdrawal| {
        let [fr, en] = &gone.reasons;
        json!({ "version": gone.version, "at": gone.at.to_string(), "by": office, "reason": { "fr": fr, "en": en } })
    };
    withdrawals.iter().map(line).collect()
}

/// The shape, as the description of the API says it (JSON Schema).
pub(crate) fn schema() -> Value {
    let text = || json!({ "type": "string" });
    let moment = || json!({ "type": "string", "format": "date-time" });
    let both = || json!({ "type": "object", "properties": { "fr": text(), "en": text() } });
    let maybe = |kind: &str| json!({ "type": [kind, "null"] });
    let list = |of: Value| json!({ "type": "array", "items": of });
    let products = json!({ "vendor": text(), "product": text(), "versions": text(), "fixed": text() });
    let cvss = json!({
        "vector": text(), "cve": maybe("string"), "version": maybe("string"), "score": maybe("number"),
        "severity": maybe("string"),
    });
    let sources = json!({ "title": text(), "publisher": text(), "url": text() });
    let of = |properties: Value| json!({ "type": "object", "properties": properties });
    let withdrawals =
        json!({ "version": { "type": "integer" }, "at": moment(), "by": text(), "reason": both() });
    let item = || list(of(json!({ "title": text(), "anchor": text() })));
    let both_items = json!({
        "description": "Of a bulletin: its chapters.", "type": "object", "properties": { "fr": item(), "en": item() },
    });
    let facts = json!({
        "products": list(of(products)), "cves": list(text()), "cwes": list(text()), "cvss": list(of(cvss)),
        "exploited": maybe("object"), "epss": maybe("object"), "patch": text(), "workaround": text(),
        "medical_device": { "type": "boolean" }, "prevalence": text(), "act_by": maybe("string"),
    });
    let mut properties = json!({
        "id": text(), "kind": { "enum": ["alert", "bulletin", "news", "card", "guide"] }, "url": text(), "urls": both(),
        "state": { "enum": ["published", "withdrawn"] }, "published_at": moment(), "revised_at": moment(),
        "withdrawn_at": moment(), "withdrawn_by": text(), "reason": both(), "withdrawals": list(of(withdrawals)),
    });
    let said = json!({
        "tlp": { "enum": ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT"] }, "severity": maybe("integer"),
        "version": { "type": "integer" }, "version_at": moment(), "languages": list(text()),
        "title": both(), "summary": both(), "body": both(), "facts": of(facts), "sources": list(of(sources)),
        "period": maybe("object"), "items": both_items, "incident_kinds": list(text()), "reviewed": { "type": "boolean" },
        "unreviewed_reason": maybe("string"),
    });
    if let (Some(all), Value::Object(said)) = (properties.as_object_mut(), said) {
        all.extend(said);
    }
    json!({
        "description": "What is published. The same stands at the address of a text followed by `.json`. Of what is withdrawn \
                        there is its state, when and why, and nothing of what it said.",
        "type": "object",
        "required": ["id", "kind", "url", "urls", "state", "published_at", "revised_at"],
        "properties": properties,
    })
}
