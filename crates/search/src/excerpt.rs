//! What of a document is shown, and why it was found.

use std::{collections::BTreeSet, ops::Range};

use storage::words::fold;
use vocabulary::Language;

use crate::{
    Hit, Segment, Where, Why, language,
    query::{Group, Name, Query, alternatives, keys},
    store::Shown,
};

/// How long an excerpt is, and how much of it stands before what was found, in bytes.
const LENGTH: usize = 260;
const BEFORE: usize = 60;
/// How much of a text is looked through for an excerpt, in bytes, and how many names.
const LOOKED_AT: usize = 20_000;
const NAMES: usize = 100;

/// What a question asks for, ready to be looked for in texts.
pub(crate) struct Matcher {
    wanted: Vec<Wanted>,
    /// How the stems begin that are wanted: no other word needs to be stemmed.
    starts: BTreeSet<String>,
    /// Whether neighbours matter.
    runs: bool,
}

struct Wanted {
    typed: String,
    names: Vec<Name>,
    needs: Vec<Need>,
}

/// What must be found for a word, or for quoted words.
enum Need {
    /// A word with one of these stems.
    Word(Vec<String>),
    /// An identifier.
    Whole(String),
    /// Words one after the other, by their stems in French and in English.
    Run([Vec<String>; 2]),
}

/// What was found in one text.
struct Found {
    /// Where, and which of the wanted; in the order of the text.
    matches: Vec<(Range<usize>, usize)>,
    /// The wanted that are there whole.
    whole: BTreeSet<usize>,
}

impl Matcher {
    pub(crate) fn new(query: &Query) -> Self {
        let wanted: Vec<Wanted> = query.groups.iter().map(Wanted::of).collect();
        let needs = || wanted.iter().flat_map(|wanted| &wanted.needs);
        let starts = needs()
            .flat_map(|need| match need {
                Need::Word(terms) => terms.iter().collect::<Vec<_>>(),
                Need::Run(of) => of.iter().flatten().collect(),
                Need::Whole(_) => Vec::new(),
            })
            .map(|term| term.chars().take(2).collect())
            .collect();
        let runs = needs().any(|need| matches!(need, Need::Run(_)));
        Self { wanted, starts, runs }
    }

    /// A document as an answer shows it.
    pub(crate) fn hit(&self, document: Shown) -> Hit {
        let title = self.look(&document.title, document.language);
        let summary = self.look(&document.summary, document.language);
        // What says it all in short needs no other excerpt.
        let said = !document.summary.trim().is_empty() && summary.whole.len() == self.wanted.len();
        let body = self.look(if said { "" } else { &document.body }, document.language);
        let why = self.why(&document, &title, &summary);
        let (text, found) = if document.summary.trim().is_empty() || distinct(&body) > distinct(&summary) {
            (&document.body, &body)
        } else {
            (&document.summary, &summary)
        };
        let excerpt = segments(text, &window(text, found), &found.matches);
        let whole = 0..document.title.len();
        Hit {
            title_segments: segments(&document.title, &whole, &title.matches),
            excerpt,
            why,
            kind: document.kind,
            id: document.id,
            language: document.language,
            tlp: document.tlp,
            at: document.at,
            title: document.title,
            facets: document.facets,
        }
    }

    fn why(&self, document: &Shown, title: &Found, summary: &Found) -> Vec<Why> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        let mut parts: Option<BTreeSet<usize>> = None;
        let mut place = |at: usize, wanted: &Wanted| {
            if document.exact.iter().any(|name| wanted.names.iter().any(|wanted| wanted.is(name))) {
                return Where::Name;
            }
            if title.whole.contains(&at) {
                return Where::Title;
            }
            if summary.whole.contains(&at) {
                return Where::Summary;
            }
            let parts = parts.get_or_insert_with(|| {
                let looked_at = document.exact.iter().take(NAMES);
                looked_at.flat_map(|name| self.look(name, document.language).whole).collect()
            });
            if parts.contains(&at) { Where::Name } else { Where::Text }
        };
        let why = self.wanted.iter().enumerate();
        why.map(|(at, wanted)| Why { word: wanted.typed.clone(), place: place(at, wanted) }).collect()
    }

    /// Looks for all that is wanted in a text.
    fn look(&self, text: &str, language: Language) -> Found {
        let mut found = Found { matches: Vec::new(), whole: BTreeSet::new() };
        if self.wanted.is_empty() {
            return found;
        }
        let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut run: Vec<(Range<usize>, Vec<String>)> = Vec::new();
        let needs = self.needs().count();
        let mut end = LOOKED_AT;
        for token in language::tokens(text) {
            if token.range.start >= end {
                break;
            }
            if end == LOOKED_AT && seen.len() == needs {
                // All of it was found: what follows is looked through as far as an excerpt reaches.
                end = LOOKED_AT.min(token.range.start + LENGTH);
            }
            self.look_whole(token.text(text), &token, &mut seen, &mut found);
            let words = if token.parts.is_empty() { vec![token.range.clone()] } else { token.parts.clone() };
            for range in words {
                let word = text.get(range.clone()).unwrap_or_default();
                let stems = if self.may_be(word) { language::stems(word, language) } else { Vec::new() };
                if self.runs && !language::is_silent(word, language) {
                    run.push((range.clone(), stems.clone()));
                }
                if !stems.is_empty() {
                    self.look_word(&range, &stems, &run, &mut seen, &mut found);
                }
            }
        }
        found.matches.sort_by_key(|(range, of)| (range.start, *of));
        let all = |at: usize, wanted: &Wanted| (0..wanted.needs.len()).all(|n| seen.contains(&(at, n)));
        found.whole = self
            .wanted
            .iter()
            .enumerate()
            .filter(|(at, wanted)| all(*at, wanted))
            .map(|(at, _)| at)
            .collect();
        found
    }

    fn needs(&self) -> impl Iterator<Item = (usize, usize, &Need)> {
        self.wanted
            .iter()
            .enumerate()
            .flat_map(|(at, wanted)| wanted.needs.iter().enumerate().map(move |(n, need)| (at, n, need)))
    }

    fn look_whole(
        &self,
        text: &str,
        token: &language::Token,
        seen: &mut BTreeSet<(usize, usize)>,
        found: &mut Found,
    ) {
        if token.parts.is_empty() || !self.needs().any(|(_, _, need)| matches!(need, Need::Whole(_))) {
            return;
        }
        let (whole, broader) = (language::whole(text), language::broader(text));
        for (at, n, need) in self.needs() {
            if let Need::Whole(wanted) = need
                && (*wanted == whole || broader.contains(wanted))
            {
                seen.insert((at, n));
                found.matches.push((token.range.clone(), at));
            }
        }
    }

    fn look_word(
        &self,
        range: &Range<usize>,
        stems: &[String],
        run: &[(Range<usize>, Vec<String>)],
        seen: &mut BTreeSet<(usize, usize)>,
        found: &mut Found,
    ) {
        for (at, n, need) in self.needs() {
            match need {
                Need::Word(terms) if terms.iter().any(|term| stems.contains(term)) => {
                    seen.insert((at, n));
                    found.matches.push((range.clone(), at));
                }
                Need::Run(of) => {
                    // Asked in either language; indexed, and so found, in that of the text.
                    let all = of.iter().filter(|keys| !keys.is_empty());
                    let last =
                        |keys: &&Vec<String>| run.len().checked_sub(keys.len()).and_then(|n| run.get(n..));
                    let hold = |keys: &&Vec<String>| {
                        last(keys).is_some_and(|last| {
                            last.iter().zip(keys.iter()).all(|((_, stems), key)| stems.contains(key))
                        })
                    };
                    if let Some(keys) = all.into_iter().find(hold) {
                        seen.insert((at, n));
                        let ranges =
                            last(&keys).unwrap_or_default().iter().map(|(range, _)| (range.clone(), at));
                        found.matches.extend(ranges);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether a word may have one of the wanted stems, by how it begins.
    fn may_be(&self, word: &str) -> bool {
        if word.len() > 24 {
            return true;
        }
        if word.is_ascii() {
            let begins = |start: &str| word.get(..start.len()).is_some_and(|w| w.eq_ignore_ascii_case(start));
            return self.starts.iter().any(|start| begins(start));
        }
        let begun: String = word.chars().take(3).collect();
        let begun = fold(&begun);
        self.starts.iter().any(|start| begun.starts_with(start.as_str()))
    }
}

impl Wanted {
    fn of(group: &Group) -> Self {
        let run = |words: &[&str]| Need::Run(Language::ALL.map(|language| keys(words, language)));
        let mut needs: Vec<Need> = Vec::new();
        if group.quoted {
            let words: Vec<&str> = group.tokens.iter().flat_map(|token| token.words(&group.typed)).collect();
            needs.push(run(&words));
        } else {
            let telling: Vec<&language::Token> = group.telling().collect();
            let all = if telling.is_empty() { group.tokens.iter().collect() } else { telling };
            needs.extend(all.into_iter().map(|token| {
                let text = token.text(&group.typed);
                if token.parts.is_empty() {
                    Need::Word(alternatives(text))
                } else if text.bytes().any(|b| b.is_ascii_digit()) {
                    Need::Whole(language::whole(text))
                } else {
                    run(&token.words(&group.typed).collect::<Vec<_>>())
                }
            }));
        }
        Self { typed: group.typed.clone(), names: group.names.clone(), needs }
    }
}

fn distinct(found: &Found) -> usize {
    found.matches.iter().map(|(_, of)| of).collect::<BTreeSet<_>>().len()
}

/// The part of a text that has the most of what was found: its beginning, when nothing was.
fn window(text: &str, found: &Found) -> Range<usize> {
    let mut best = (0, 0);
    for (n, (first, _)) in found.matches.iter().enumerate() {
        let near = found.matches.iter().skip(n).take_while(|(r, _)| r.end <= first.start + LENGTH - BEFORE);
        let many = near.map(|(_, of)| of).collect::<BTreeSet<_>>().len();
        if many > best.0 {
            best = (many, first.start);
        }
        if n > 200 {
            break;
        }
    }
    let from = text.floor_char_boundary(best.1.saturating_sub(BEFORE));
    let from = match text.get(from..best.1).and_then(|before| before.find(char::is_whitespace)) {
        Some(space) if from > 0 => from + space,
        _ if from > 0 => best.1,
        _ => 0,
    };
    let to = text.floor_char_boundary(from + LENGTH);
    // Not in the middle of a word, unless there is nothing but one.
    let to = match text.get(from..to).and_then(|part| part.trim_start().rfind(char::is_whitespace)) {
        Some(_) if to < text.len() => {
            from + text.get(from..to).and_then(|part| part.rfind(char::is_whitespace)).unwrap_or(to - from)
        }
        _ => to,
    };
    from..to
}

/// A part of a text in pieces, each run of white space made one space, `…` where it was cut.
fn segments(text: &str, part: &Range<usize>, matches: &[(Range<usize>, usize)]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut push = |piece: &str, matched: bool| {
        if piece.is_empty() {
            return;
        }
        match segments.last_mut().filter(|last| last.matched == matched) {
            Some(last) => last.text.push_str(piece),
            None => segments.push(Segment { text: piece.to_owned(), matched }),
        }
    };
    if part.start > 0 {
        push("…", false);
    }
    let mut at = part.start;
    for (range, _) in matches {
        if range.start >= at && range.end <= part.end {
            push(&spaced(text.get(at..range.start).unwrap_or_default()), false);
            push(text.get(range.clone()).unwrap_or_default(), true);
            at = range.end;
        }
    }
    push(&spaced(text.get(at..part.end).unwrap_or_default()), false);
    if part.end < text.trim_end().len() {
        push("…", false);
    }
    segments
}

fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            spaced.push(c);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str, text: &str) -> String {
        let matcher = Matcher::new(&Query::parse(typed));
        let found = matcher.look(text, Language::Fr);
        segments(text, &window(text, &found), &found.matches)
            .into_iter()
            .map(|s| if s.matched { format!("[{}]", s.text) } else { s.text })
            .collect()
    }

    #[test]
    fn what_was_asked_for_is_marked_in_any_form() {
        for (typed, text, marked) in [
            (
                "vulnerabilite",
                "Des vulnérabilités,\n  dont une VULNÉRABILITÉ",
                "Des [vulnérabilités], dont une [VULNÉRABILITÉ]",
            ),
            (
                "cve-2024-3400",
                "La CVE-2024-3400, non la CVE-2024-34001",
                "La [CVE-2024-3400], non la CVE-2024-34001",
            ),
            ("10.2", "PAN-OS 10.2.1 et 110.2", "PAN-OS [10.2.1] et 110.2"),
            ("\"mise à jour\"", "jour de mise ; mises à jour", "jour de mise ; [mises] à [jour]"),
            ("pan-os", "Pan-OS et l’os", "[Pan]-[OS] et l’os"),
            ("hôpital", "l’hôpital d'Évreux", "l’[hôpital] d'Évreux"),
            ("", "rien", "rien"),
        ] {
            assert_eq!(shown(typed, text), marked, "{typed}");
        }
    }

    #[test]
    fn an_excerpt_is_cut_between_words_where_most_was_found() {
        let text = format!(
            "{}rançon {}logiciel de rançon {}",
            "avant ".repeat(80),
            "entre ".repeat(80),
            "fin ".repeat(80)
        );
        let cut = shown("logiciel rançon", &text);
        assert!(cut.contains("[logiciel] de [rançon]"), "{cut}");
        assert!(cut.starts_with("… entre") && cut.ends_with("fin…"), "{cut}");
        assert!(cut.len() < 300, "{cut}");
        assert!(!shown("rançon", &"é".repeat(5000)).is_empty());
    }
}
