//! A draft as a form shows it, and back: what is typed is text, whatever it means.

use jiff::civil::Date;
use publications::rules::{
    Availability, CARD_SECTIONS, CvssVector, Draft, Exploited, Kind, Likelihood, Period, Prevalence, Source,
    Touched,
};
use vocabulary::{Language, Refusal, Tlp};

use crate::forms::Typed;

/// The columns of a product.
pub(super) const PRODUCT: [&str; 4] = ["product-vendor", "product-name", "product-versions", "product-fixed"];
/// The columns of a source.
pub(super) const SOURCE: [&str; 3] = ["source-title", "source-publisher", "source-url"];

/// All that the form of a text may hold.
pub(crate) const FIELDS: &[&str] = &[
    "do",
    "vu",
    "title_fr",
    "summary_fr",
    "body_fr",
    "slug_fr",
    "title_en",
    "summary_en",
    "body_en",
    "slug_en",
    "tlp",
    "severity",
    "product-vendor",
    "product-name",
    "product-versions",
    "product-fixed",
    "cves",
    "cwes",
    "cvss",
    "exploited",
    "kev_since",
    "ransomware",
    "epss",
    "epss-percentile",
    "patch",
    "workaround",
    "medical-device",
    "prevalence",
    "act_by",
    "period_from",
    "period_to",
    "kinds",
    "source-title",
    "source-publisher",
    "source-url",
    "change_fr",
    "change_en",
    "tell",
];

/// What was typed in a field; of one that takes several, the first.
pub(super) fn value<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.get(name).and_then(|values| values.first()).map_or("", String::as_str)
}

/// Rows of fields that repeat, without those in which nothing stands.
pub(super) fn rows<const N: usize>(typed: &Typed, names: [&str; N]) -> Vec<[String; N]> {
    let columns = names.map(|name| typed.get(name).map(Vec::as_slice).unwrap_or_default());
    let most = columns.iter().map(|column| column.len()).max().unwrap_or(0);
    let rows = (0..most).map(|n| columns.map(|column| column.get(n).cloned().unwrap_or_default()));
    rows.filter(|row| row.iter().any(|text| !text.trim().is_empty())).collect()
}

/// Lines in which something stands.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A draft as the form shows it.
pub(super) fn of(draft: &Draft) -> Typed {
    let mut typed = Typed::new();
    let mut put = |name: &str, value: &str| {
        if !value.is_empty() {
            typed.entry(name.to_owned()).or_default().push(value.to_owned());
        }
    };
    let yes = |is: bool| if is { "yes" } else { "" };
    let content = &draft.content;
    for language in Language::ALL {
        let (words, tag) = (content.texts.of(language), language.tag());
        put(&format!("title_{tag}"), &words.title);
        put(&format!("summary_{tag}"), &words.summary);
        put(&format!("body_{tag}"), &words.body);
        put(&format!("slug_{tag}"), &words.slug);
    }
    // The strictest stands for a mark that nobody chose.
    put("tlp", if content.tlp == Tlp::Red { "" } else { content.tlp.label() });
    put("severity", &content.severity.map(|n| n.to_string()).unwrap_or_default());
    let facts = &content.facts;
    put("cves", &facts.cves.join("\n"));
    put("cwes", &facts.cwes.join("\n"));
    let vector = |it: &CvssVector| format!("{} {}", it.cve, it.vector).trim().to_owned();
    put("cvss", &facts.cvss.iter().map(vector).collect::<Vec<_>>().join("\n"));
    put("exploited", yes(facts.exploited.is_some()));
    if let Some(known) = &facts.exploited {
        put("kev_since", &known.kev_since);
        put("ransomware", yes(known.ransomware));
    }
    if let Some(likely) = facts.epss {
        put("epss", &percent(likely.probability));
        put("epss-percentile", &percent(likely.percentile));
    }
    put("patch", facts.patch.code());
    put("workaround", facts.workaround.code());
    put("medical-device", yes(facts.medical_device));
    put("prevalence", facts.prevalence.code());
    put("act_by", facts.act_by.as_deref().unwrap_or_default());
    if let Some(period) = &content.period {
        put("period_from", &period.from);
        put("period_to", &period.to);
    }
    put("change_fr", &draft.change_fr);
    put("change_en", &draft.change_en);
    put("tell", yes(draft.tell));
    content.kinds.iter().for_each(|kind| put("kinds", kind));
    for it in &facts.products {
        fill(&mut typed, PRODUCT, [&it.vendor, &it.product, &it.versions, &it.fixed]);
    }
    for it in &content.sources {
        fill(&mut typed, SOURCE, [&it.title, &it.publisher, &it.url]);
    }
    typed
}

/// One row more, its empty fields too.
fn fill<const N: usize>(typed: &mut Typed, names: [&str; N], values: [&String; N]) {
    for (name, value) in names.into_iter().zip(values) {
        typed.entry(name.to_owned()).or_default().push(value.clone());
    }
}

/// What was typed, understood; all that it cannot mean, beside its field.
pub(super) fn draft(kind: Kind, typed: &Typed, today: Date) -> Result<Draft, Vec<Refusal>> {
    let value = |name: &str| value(typed, name);
    let is = |name: &str| value(name) == "yes";
    let mut draft = Draft {
        change_fr: value("change_fr").to_owned(),
        change_en: value("change_en").to_owned(),
        tell: is("tell"),
        ..Draft::default()
    };
    let content = &mut draft.content;
    for language in Language::ALL {
        let (words, tag) = (content.texts.of_mut(language), language.tag());
        value(&format!("title_{tag}")).clone_into(&mut words.title);
        value(&format!("summary_{tag}")).clone_into(&mut words.summary);
        value(&format!("body_{tag}")).clone_into(&mut words.body);
        value(&format!("slug_{tag}")).trim().clone_into(&mut words.slug);
    }
    content.tlp = Tlp::parse(value("tlp")).unwrap_or_default();
    let source =
        |[title, publisher, url]: [String; 3]| Source { title, publisher, url: url.trim().to_owned() };
    content.sources = rows(typed, SOURCE).into_iter().map(source).collect();
    if kind == Kind::Card {
        content.kinds = typed.get("kinds").cloned().unwrap_or_default();
    }
    if kind == Kind::Bulletin {
        let (from, to) = (day(value("period_from"), today), day(value("period_to"), today));
        content.period = (!from.is_empty() || !to.is_empty()).then_some(Period { from, to });
    }
    let wrong = if kind == Kind::Alert { facts(&mut draft, typed, today) } else { Vec::new() };
    draft.clean();
    if wrong.is_empty() { Ok(draft) } else { Err(wrong) }
}

/// What an alert states.
fn facts(draft: &mut Draft, typed: &Typed, today: Date) -> Vec<Refusal> {
    let value = |name: &str| value(typed, name);
    let is = |name: &str| value(name) == "yes";
    let content = &mut draft.content;
    content.severity = value("severity").parse().ok().filter(|n| (1..=5).contains(n));
    let facts = &mut content.facts;
    let product =
        |[vendor, product, versions, fixed]: [String; 4]| Touched { vendor, product, versions, fixed };
    facts.products = rows(typed, PRODUCT).into_iter().map(product).collect();
    facts.cves = lines(value("cves")).into_iter().map(|line| line.to_uppercase()).collect();
    facts.cwes = lines(value("cwes")).into_iter().map(|line| line.to_uppercase()).collect();
    let vector = |line: String| match line.split_once(' ') {
        Some((cve, vector)) if cve.to_uppercase().starts_with("CVE-") => {
            CvssVector { vector: vector.trim().to_owned(), cve: cve.to_uppercase() }
        }
        _ => CvssVector { vector: line, cve: String::new() },
    };
    facts.cvss = lines(value("cvss")).into_iter().map(vector).collect();
    let (kev_since, ransomware) = (day(value("kev_since"), today), is("ransomware"));
    let known = is("exploited") || !kev_since.is_empty() || ransomware;
    facts.exploited = known.then_some(Exploited { kev_since, ransomware });
    facts.patch = Availability::from_code(value("patch")).unwrap_or_default();
    facts.workaround = Availability::from_code(value("workaround")).unwrap_or_default();
    facts.medical_device = is("medical-device");
    facts.prevalence = Prevalence::from_code(value("prevalence")).unwrap_or_default();
    facts.act_by = Some(day(value("act_by"), today)).filter(|day| !day.is_empty());
    let mut wrong = Vec::new();
    let mut share = |name: &str| {
        let read = parts(value(name));
        if read.is_none() && !value(name).trim().is_empty() {
            wrong.push(Refusal::new("editing-percent").at(name.to_owned()).with("value", value(name)));
        }
        read
    };
    let (probability, percentile) = (share("epss"), share("epss-percentile"));
    facts.epss = probability.or(percentile).map(|_| Likelihood {
        probability: probability.unwrap_or_default(),
        percentile: percentile.unwrap_or_default(),
    });
    wrong
}

/// A day as the standard writes it, out of how people do; what is none stays as it was typed, to be mended.
fn day(typed: &str, today: Date) -> String {
    oncall::rules::day(typed, today).map_or_else(|| typed.trim().to_owned(), |day| day.to_string())
}

/// Parts per million as a percentage: `94.321`.
pub(super) fn percent(parts: u32) -> String {
    let text = format!("{}.{:04}", parts / 10_000, parts % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A percentage as parts per million: `94,321 %`.
fn parts(typed: &str) -> Option<u32> {
    let text = typed.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || whole.len() > 3 {
        return None;
    }
    let rest: String = rest.chars().chain("0000".chars()).take(4).collect();
    let parts = whole.parse::<u32>().ok()? * 10_000 + rest.parse::<u32>().ok()?;
    (parts <= 1_000_000).then_some(parts)
}

/// The parts of a response card, as the body of a new one begins.
pub(super) fn sections(language: Language) -> String {
    let sections = CARD_SECTIONS.get(language as usize).copied().unwrap_or_default();
    sections.map(|section| format!("## {section}\n")).join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use publications::rules::{Content, Facts, Texts, Words};

    use super::*;

    #[test]
    fn a_percentage_is_kept_exactly() {
        for (typed, parts) in
            [("94,321 %", 943_210), ("0", 0), ("100", 1_000_000), ("0.0004", 4), ("7.", 70_000)]
        {
            assert_eq!(super::parts(typed), Some(parts), "{typed}");
        }
        for typed in ["", "100.1", "-1", "1e2", "beaucoup", "1.2.3"] {
            assert_eq!(super::parts(typed), None, "{typed}");
        }
        assert_eq!(
            (percent(943_210), percent(0), percent(1_000_000)),
            ("94.321".into(), "0".into(), "100".into())
        );
    }

    #[test]
    fn days_are_read_as_people_write_them_and_others_are_kept() {
        let today = date(2026, 11, 28);
        assert_eq!(
            (day("1/12", today), day("bientôt", today)),
            ("2026-12-01".to_owned(), "bientôt".to_owned())
        );
    }

    fn draft_of(words: (String, String, String), n: u32, rows: usize) -> Draft {
        let (title, body, other) = words;
        let touched = Touched { vendor: "Exemplia".into(), product: title.clone(), ..Touched::default() };
        let facts = Facts {
            products: vec![touched; rows],
            cves: vec!["CVE-2026-0001".into(); rows],
            cvss: vec![CvssVector { vector: "CVSS:3.1/AV:N".into(), cve: String::new() }; rows],
            exploited: n
                .is_multiple_of(2)
                .then(|| Exploited { kev_since: "2026-11-20".into(), ransomware: n.is_multiple_of(3) }),
            epss: (!n.is_multiple_of(5)).then_some(Likelihood { probability: n, percentile: 1_000_000 - n }),
            patch: Availability::Partly,
            prevalence: Prevalence::Common,
            medical_device: n.is_multiple_of(7),
            act_by: (!n.is_multiple_of(2)).then(|| "2026-12-01".into()),
            ..Facts::default()
        };
        let words = Words { title, body, ..Words::default() };
        let content = Content {
            tlp: Tlp::Green,
            severity: Some(u8::try_from(n % 5).unwrap() + 1),
            texts: Texts { fr: words, en: Words { summary: other.clone(), ..Words::default() } },
            facts,
            sources: vec![Source { title: "Avis".into(), ..Source::default() }; rows],
            ..Content::default()
        };
        Draft { content, change_fr: other, tell: n.is_multiple_of(2), ..Draft::default() }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(
            words in ("[a-z]{0,9}", "[a-zé \n#]{0,40}", "[a-z ]{0,20}"), n in 0_u32..1_000_000, rows in 0_usize..4
        ) {
            let mut draft = draft_of(words, n, rows);
            draft.clean();
            let back = super::draft(Kind::Alert, &of(&draft), date(2026, 11, 28));
            prop_assert_eq!(back.unwrap(), draft);
        }

        #[test]
        fn nothing_typed_breaks_it(name in 0..FIELDS.len(), typed in "\\PC{0,40}") {
            let typed = [(FIELDS[name].to_owned(), vec![typed])].into();
            for kind in Kind::ALL {
                let _ = super::draft(kind, &typed, date(2026, 11, 28));
            }
        }
    }
}
