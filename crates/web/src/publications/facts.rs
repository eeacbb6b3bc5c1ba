//! What an alert states, in words: versions, vectors, likelihoods.

use calendar::Calendar;
use jiff::civil::Date;
use publications::rules::{Content, CvssVector, Facts};
use vocabulary::{Language, slug};
use vulnerabilities::{Vector, explain};

use crate::{locale::Words, visit::Visit};

/// A product that is touched.
pub(crate) struct ProductLine {
    pub(crate) vendor: String,
    pub(crate) product: String,
    pub(crate) href: Option<String>,
    pub(crate) versions: String,
    pub(crate) fixed: String,
}

/// A vector of CVSS, in words.
pub(crate) struct Scored {
    pub(crate) title: String,
    pub(crate) vector: String,
    /// What it says, metric by metric: its letters, and a sentence.
    pub(crate) metrics: Vec<(String, String)>,
}

/// What an alert states.
pub(crate) struct FactsView {
    /// What is asked first: a name, what is known, and whether it presses.
    pub(crate) first: Vec<(String, String, bool)>,
    pub(crate) products: Vec<ProductLine>,
    /// What is asked later.
    pub(crate) later: Vec<(String, String)>,
    /// The flaws, and where each is described on another site.
    pub(crate) cves: Vec<(String, String)>,
    pub(crate) cwes: Vec<(String, String)>,
    pub(crate) scored: Vec<Scored>,
}

impl FactsView {
    /// In words of a language.
    pub(crate) fn new(visit: &Visit, words: &Words, content: &Content) -> Self {
        let facts = &content.facts;
        let number = |cwe: &str| cwe.trim_start_matches("CWE-").to_owned();
        Self {
            first: first(visit, words, facts),
            products: products(visit, words, facts),
            later: later(words, facts),
            cves: facts
                .cves
                .iter()
                .map(|cve| (cve.clone(), format!("https://www.cve.org/CVERecord?id={cve}")))
                .collect(),
            cwes: facts
                .cwes
                .iter()
                .map(|cwe| {
                    (cwe.clone(), format!("https://cwe.mitre.org/data/definitions/{}.html", number(cwe)))
                })
                .collect(),
            scored: facts.cvss.iter().map(|scored| score(words, scored)).collect(),
        }
    }
}

fn first(visit: &Visit, words: &Words, facts: &Facts) -> Vec<(String, String, bool)> {
    let mut first = Vec::new();
    if let Some(day) = facts.act_by.as_ref().and_then(|day| day.parse::<Date>().ok()) {
        let left = days(Calendar::of_the_cell().date(visit.now()), day);
        let text = words.t2("watch-act-by-day", "day", words.day(day), "left", left_words(words, left));
        first.push((words.t("watch-act-by"), text, left <= 7));
    }
    let exploited = match &facts.exploited {
        None => words.t("watch-exploited-no"),
        Some(known) => {
            let since = known.kev_since.parse::<Date>().ok();
            let mut said = match since {
                Some(day) => words.t1("watch-exploited-kev", "day", words.day(day)),
                None => words.t("watch-exploited-yes"),
            };
            if known.ransomware {
                said.push(' ');
                said.push_str(&words.t("watch-exploited-ransomware"));
            }
            said
        }
    };
    first.push((words.t("watch-exploited"), exploited, facts.exploited.is_some()));
    first.push((words.t("watch-patch"), words.k("watch-patch-", facts.patch.code(), ""), false));
    first.push((
        words.t("watch-workaround"),
        words.k("watch-workaround-", facts.workaround.code(), ""),
        false,
    ));
    if facts.medical_device {
        first.push((words.t("watch-medical"), words.t("watch-medical-yes"), true));
    }
    first
}

fn later(words: &Words, facts: &Facts) -> Vec<(String, String)> {
    let mut later = Vec::new();
    if let Some(epss) = facts.epss {
        let arguments = [
            ("probability", percent(words, epss.probability)),
            ("percentile", percent(words, epss.percentile)),
        ];
        let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
        let said = words.with("watch-epss-said", &arguments);
        later.push((
            words.t("watch-epss"),
            format!("{} {said}", words.k("watch-epss-", likely(epss.probability), "")),
        ));
    }
    later.push((words.t("watch-prevalence"), words.k("watch-prevalence-", facts.prevalence.code(), "")));
    if !facts.medical_device {
        later.push((words.t("watch-medical"), words.t("watch-medical-no")));
    }
    later
}

fn products(visit: &Visit, words: &Words, facts: &Facts) -> Vec<ProductLine> {
    let line = |touched: &publications::rules::Touched| {
        let (vendor, product) = (slug(&touched.vendor), slug(&touched.product));
        let there = !vendor.is_empty() && !product.is_empty();
        ProductLine {
            vendor: touched.vendor.clone(),
            product: touched.product.clone(),
            href: there.then(|| visit.href_to("product", &[&vendor, &product])),
            versions: or(&touched.versions, || words.t("watch-versions-unknown")),
            fixed: or(&touched.fixed, || words.t("watch-fixed-none")),
        }
    };
    facts.products.iter().map(line).collect()
}

fn or(text: &str, otherwise: impl Fn() -> String) -> String {
    if text.is_empty() { otherwise() } else { text.to_owned() }
}

fn score(words: &Words, scored: &CvssVector) -> Scored {
    let of = if scored.cve.is_empty() { String::new() } else { format!("{} · ", scored.cve) };
    match Vector::parse(&scored.vector) {
        Ok(vector) => {
            let arguments = [
                ("version", vector.version().code().to_owned()),
                ("score", decimal(words, &vector.score().to_string())),
                ("word", words.k("cvss-rating-", vector.severity().code(), "")),
            ];
            let arguments = arguments.each_ref().map(|(name, value)| (*name, value.as_str()));
            let metric = |metric: vulnerabilities::Metric| {
                let key = format!("{}-{}", metric.code, metric.value).to_ascii_lowercase();
                (format!("{}:{}", metric.code, metric.value), words.k("cvss-", key, ""))
            };
            Scored {
                title: of + &words.with("watch-cvss-said", &arguments),
                vector: vector.to_string(),
                metrics: explain(&vector).into_iter().map(metric).collect(),
            }
        }
        Err(_) => Scored {
            title: of + &words.t("watch-cvss-unread"),
            vector: scored.vector.clone(),
            metrics: Vec::new(),
        },
    }
}

/// Days from one to another.
fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn left_words(words: &Words, left: i64) -> String {
    match left {
        0 => words.t("watch-left-today"),
        1.. => words.t1("watch-left", "days", left),
        _ => words.t1("watch-left-late", "days", left.abs()),
    }
}

/// How likely that is, in a word.
const fn likely(probability: u32) -> &'static str {
    match probability {
        0..10_000 => "low",
        10_000..100_000 => "some",
        100_000..500_000 => "high",
        _ => "very-high",
    }
}

/// Parts per million as a share of a hundred: `94,2 %`.
fn percent(words: &Words, millionths: u32) -> String {
    let (whole, tenths) = (millionths / 10_000, millionths % 10_000 / 1000);
    let number = decimal(words, &format!("{whole}.{tenths}"));
    if words.language == Language::Fr { format!("{number}\u{a0}%") } else { format!("{number}%") }
}

/// A number as a language writes it.
fn decimal(words: &Words, number: &str) -> String {
    if words.language == Language::Fr { number.replace('.', ",") } else { number.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use vulnerabilities::{METRICS, Rating};

    use super::*;
    use crate::locale::Locales;

    fn words(language: Language) -> Words {
        Words::new(Arc::new(Locales::load()), language)
    }

    #[test]
    fn every_metric_of_every_version_has_its_sentence() {
        for language in Language::ALL {
            let words = words(language);
            for (_, code, value) in METRICS {
                let key = vulnerabilities::Metric { code, value }.key();
                assert!(words.maybe(&key).is_some_and(|said| said.len() > 10), "{key} in {}", language.tag());
            }
            for rating in Rating::ALL {
                assert!(words.maybe(&format!("cvss-rating-{}", rating.code())).is_some());
            }
        }
    }

    #[test]
    fn a_vector_is_said_in_words_and_what_is_none_is_shown_as_it_is() {
        let words = words(Language::Fr);
        let vector = CvssVector {
            vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".to_owned(),
            cve: "CVE-2026-1".to_owned(),
        };
        let said = score(&words, &vector);
        assert!(said.title.starts_with("CVE-2026-1 · ") && said.title.contains("9,8"), "{}", said.title);
        assert_eq!(said.metrics.len(), 8);
        let unread = score(&words, &CvssVector { vector: "<b>".to_owned(), cve: String::new() });
        assert_eq!((unread.vector.as_str(), unread.metrics.len()), ("<b>", 0));
    }

    #[test]
    fn shares_and_terms_are_said_as_people_do() {
        let french = words(Language::Fr);
        assert_eq!(percent(&french, 942_345), "94,2\u{a0}%");
        assert_eq!(percent(&words(Language::En), 900), "0.0%");
        let day = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(days(day("2026-02-27"), day("2026-03-01")), 2);
        assert_eq!(days(day("2026-03-01"), day("2026-02-27")), -2);
        assert_eq!(french.day(day("2026-03-01")), "1er\u{a0}mars 2026");
        for (left, said) in
            [(0, "aujourd’hui"), (1, "1 jour"), (12, "12 jours"), (-1, "1 jour"), (-3, "3 jours")]
        {
            assert!(left_words(&french, left).contains(said), "{left}");
        }
    }
}
