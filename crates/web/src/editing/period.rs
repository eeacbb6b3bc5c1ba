//! What was published in a period, as a list that a bulletin begins with.

use access::Caller;
use calendar::Calendar;
use jiff::civil::Date;
use publications::{Filter, Listed, rules::Kind};
use vocabulary::{Instant, Language};

use crate::{answer::Answer, publications::address, visit::Visit};

/// Texts that one bulletin lists.
const MOST: usize = 200;

/// What everybody may read that was first published in those days, in each language; the last first.
pub(super) async fn list(
    visit: &Visit,
    caller: &Caller,
    (from, to): (Date, Date),
) -> Result<[String; Language::ALL.len()], Answer> {
    let kinds = [Kind::Alert, Kind::News, Kind::Card, Kind::Guide];
    let filter = Filter { kinds: kinds.to_vec(), public: true, ..Filter::default() };
    let day = |at: Instant| Calendar::of_the_cell().date(at);
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = visit.site.services.publications.list(caller, &filter, &after, 100).await;
        let page = page.map_err(|problem| visit.problem(problem))?;
        // Told last, and so published first, before the period: nothing of it comes after.
        let past = page.items.last().is_none_or(|last| day(last.told_at) < from);
        found.extend(page.items.into_iter().filter(|text| (from..=to).contains(&day(text.first_at))));
        match page.next {
            Some(next) if !past && found.len() < MOST => after = next,
            _ => break,
        }
    }
    found.truncate(MOST);
    Ok(Language::ALL.map(|language| markdown(visit, language, kinds, &found)))
}

fn markdown(visit: &Visit, language: Language, kinds: [Kind; 4], found: &[Listed]) -> String {
    let words = visit.words.to(language);
    let mut text = String::new();
    for kind in kinds {
        let of_kind: Vec<&Listed> = found.iter().filter(|text| text.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        text += &format!("## {}\n\n", words.k("editing-kinds-", kind.code(), ""));
        for listed in of_kind {
            let (title, summary) = (plain(listed.title(language).0), plain(listed.summary(language).0));
            text += &format!("- [{title}]({}) : {summary}\n", address(listed, language));
        }
        text.push('\n');
    }
    if text.is_empty() { words.t("editing-period-none") } else { text.trim_end().to_owned() }
}

/// Words that mean nothing else in Markdown.
pub(super) fn plain(text: &str) -> String {
    text.chars().fold(String::new(), |mut text, c| {
        if matches!(c, '\\' | '[' | ']' | '*' | '_' | '`' | '<' | '>' | '|') {
            text.push('\\');
        }
        text.push(c);
        text
    })
}
