//! `/suivi/accuse.pdf`: the receipt, to keep.

use documents::{Block, Document, Fact};
use jiff::tz::TimeZone;
use vocabulary::Instant;

use super::{
    duties::DutyView,
    finding::Finding,
    follow::{self, CardView, Followed, SectionView},
};
use crate::{answer::Answer, locale::Words, visit::Visit};

/// `/suivi/accuse.pdf`
pub(crate) async fn show(visit: Visit) -> Result<Answer, Answer> {
    let (caller, _) = follow::followed(&visit).await?;
    let followed = Followed::load(&visit, &caller).await?;
    let name = visit.words.t1("receipt-file", "reference", &followed.view.reference);
    let document = document(&visit, followed);
    let pdf = visit.site.services.typesetter.typeset(&document).await;
    Ok(Answer::pdf("attachment", &name, pdf.map_err(|failure| visit.problem(failure.into()))?))
}

fn document(visit: &Visit, followed: Followed) -> Document {
    let (words, settings, now) = (&visit.words, &visit.site.settings, visit.now());
    let mut blocks = warnings(visit, followed.view.exercise);
    blocks.extend(codes(words, &followed));
    blocks.push(facts(words, &followed, now));
    blocks.push(note(words.t1("paper-emergency", "phone", &settings.phone)));
    blocks.extend(finding(words, followed.finding));
    blocks.extend(followed.card.map(|card| gestures(words, card)).unwrap_or_default());
    blocks.push(section(words.t("follow-told")));
    blocks.push(facts_or(words, "told-none", followed.told, |told| {
        fact(told.who, format!("{}\n{}", told.why, capital(&told.state)))
    }));
    blocks.push(section(words.t("follow-clocks")));
    blocks.push(facts_or(words, "clocks-none", followed.clocks, |clock| {
        // How long is left changes while the paper does not.
        let done = if clock.met { format!("\n{}", capital(&clock.left)) } else { String::new() };
        fact(format!("{}, {}", clock.what, clock.who), format!("{}{done}", clock.until))
    }));
    blocks.extend(duties(words, followed.duties));
    blocks.push(section(words.t("follow-declared")));
    blocks.extend(followed.sections.into_iter().flat_map(declared));
    let reference = followed.view.reference;
    Document {
        language: words.language,
        title: words.t1("receipt-document", "reference", &reference),
        author: settings.operator.clone(),
        at: now,
        foot: reference,
        blocks,
    }
}

/// What must not be taken for a real declaration says so first.
pub(super) fn warnings(visit: &Visit, exercise: bool) -> Vec<Block> {
    let demonstration = visit.site.settings.demonstration.then_some("demonstration");
    let exercise = exercise.then_some("exercise");
    demonstration.into_iter().chain(exercise).map(|key| note(visit.words.t(key))).collect()
}

fn codes(words: &Words, followed: &Followed) -> Vec<Block> {
    let reference =
        Block::Code { label: words.t("receipt-reference"), text: followed.view.reference.clone() };
    // The code is on paper when it is on the page that leads here, and nowhere else.
    let code = match &followed.code {
        Some(code) => Block::Code { label: words.t("receipt-code"), text: code.clone() },
        None => paragraph(words.t("receipt-no-code")),
    };
    vec![reference, code]
}

fn facts(words: &Words, followed: &Followed, now: Instant) -> Block {
    let zone = followed.zone;
    let filed = format!("{} ({})", followed.filed, offset(followed.view.declared_at, zone));
    let mut facts = vec![
        fact(words.t("receipt-filed"), filed),
        fact(words.t("receipt-facility"), followed.facility.clone()),
        fact(words.t("receipt-state"), words.k("follow-state-", followed.incident.incident.state.code(), "")),
    ];
    facts.extend(followed.promised.clone().map(|when| fact(words.t("receipt-promised"), when)));
    facts.push(fact(words.t("receipt-made"), format!("{} ({})", words.moment(now, zone), offset(now, zone))));
    Block::Facts { facts }
}

/// How far a zone is from universal time at a moment: `UTC+1`, `UTC-4`, `UTC+5:30`.
fn offset(at: Instant, zone: &str) -> String {
    let minutes = TimeZone::get(zone).unwrap_or(TimeZone::UTC).to_offset(at.timestamp()).seconds() / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{hours:+}"),
        (hours, minutes) => format!("UTC{hours:+}:{:02}", minutes.abs()),
    }
}

fn gestures(words: &Words, card: CardView) -> Vec<Block> {
    vec![
        section(format!("{} {}", words.t("gestures-now"), card.title)),
        paragraph(card.why),
        Block::List { ordered: true, items: card.gestures },
        Block::Heading { text: words.t("gestures-avoid") },
        Block::List { ordered: false, items: card.avoid },
        paragraph(card.then),
    ]
}

fn finding(words: &Words, finding: Finding) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some((title, when, told)) = finding.ended {
        blocks.extend([section(title), paragraph(words.t1("ended-when", "when", when))]);
        blocks.extend((!told.is_empty()).then(|| paragraph(told)));
    }
    if let Some(found) = finding.found {
        let verdict = format!("{}\n{}", found.verdict, found.severity);
        blocks.extend([section(words.t("found-title")), paragraph(verdict)]);
        if !found.criteria.is_empty() {
            let facts = found.criteria.into_iter().map(|(name, why)| fact(name, why)).collect();
            blocks.push(Block::Facts { facts });
        }
        blocks.push(paragraph(found.when));
    }
    blocks
}

fn duties(words: &Words, duties: Vec<DutyView>) -> Vec<Block> {
    if duties.is_empty() {
        return Vec::new();
    }
    let facts = duties.into_iter();
    let facts =
        facts.map(|duty| fact(duty.title, format!("{}\n{} · {}", duty.why, duty.within, duty.article)));
    vec![
        section(words.t("follow-duties")),
        paragraph(words.t("duty-prefilled")),
        Block::Facts { facts: facts.collect() },
    ]
}

fn declared(section: SectionView) -> [Block; 2] {
    let facts = section.lines.into_iter().map(|(label, value, _)| fact(label, value)).collect();
    [Block::Heading { text: section.title }, Block::Facts { facts }]
}

/// The facts, or a sentence that says that there are none.
fn facts_or<T>(words: &Words, none: &str, lines: Vec<T>, shown: impl Fn(T) -> Fact) -> Block {
    if lines.is_empty() {
        paragraph(words.t(none))
    } else {
        Block::Facts { facts: lines.into_iter().map(shown).collect() }
    }
}

/// Words that stand after a name on the page stand alone on paper.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn section(text: String) -> Block {
    Block::Section { text }
}

pub(super) fn paragraph(text: String) -> Block {
    Block::Paragraph { text }
}

pub(super) fn note(text: String) -> Block {
    Block::Note { text }
}

fn fact(label: String, value: String) -> Fact {
    Fact { label, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_said_by_its_distance_from_universal_time() {
        let winter = Instant::from_millis(1_700_000_000_000);
        for (zone, said) in [
            ("Europe/Paris", "UTC+1"),
            ("America/Guadeloupe", "UTC-4"),
            ("UTC", "UTC"),
            ("Asia/Kolkata", "UTC+5:30"),
            ("America/St_Johns", "UTC-3:30"),
        ] {
            assert_eq!(offset(winter, zone), said, "{zone}");
        }
        let summer = Instant::from_millis(1_688_000_000_000);
        assert_eq!(offset(summer, "Europe/Paris"), "UTC+2");
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!(capital("échéance"), "Échéance");
        assert_eq!(capital(""), "");
    }
}
