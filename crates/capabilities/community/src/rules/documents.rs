//! Files and experience reports: what they are called, what they are, how they leave, and how a report is written.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;
use vocabulary::{Language, Refusal, Refused, Tlp};

/// Bytes of a file, at most.
pub const FILE_BYTES: u64 = 10 * 1024 * 1024;
/// Files of a post, at most.
pub const FILES: usize = 3;
/// Bytes that one person may send in a day, and files that may wait for a post of theirs.
pub const DAY_BYTES: i64 = 100 * 1024 * 1024;
/// Files that may wait for a post of one person.
pub const WAITING: i64 = 12;

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// A file, as it was sent.
    File,
    /// An experience report, written here and reviewed.
    Retex,
}

impl DocumentKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::File, Self::Retex];

    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Retex => "retex",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// The name of a file as it may be shown and offered to be kept: no folder, no control, no change of direction, no leading dot, at
/// most 120 characters. It is never the name under which the file is kept.
pub fn file_name(given: &str) -> String {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let kept: String = name
        .chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .map(|c| if matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?' | ';' | '%') { '_' } else { c })
        .collect();
    let hides = |c: char| c == '.' || c.is_whitespace();
    let kept = kept.trim_matches(char::is_whitespace).trim_start_matches(hides);
    // The end stays, which says what it is.
    let cut: String = kept.chars().skip(kept.chars().count().saturating_sub(120)).collect();
    let cut = cut.replace("..", "_");
    let kept = cut.trim_start_matches(hides).trim_end();
    if kept.is_empty() { "document".to_owned() } else { kept.to_owned() }
}

/// What the first bytes of a file say that it is: `pdf`, `png`, `jpeg`, or nothing that is drawn anew. Its name is not asked.
pub fn form(head: &[u8]) -> &'static str {
    if head.starts_with(b"%PDF-") {
        "pdf"
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        "png"
    } else if head.starts_with(b"\xff\xd8\xff") {
        "jpeg"
    } else {
        ""
    }
}

/// Whether what carries a mark leaves only with the name of its reader on each page (FIRST, TLP 2.0: it goes no further than them).
pub const fn named_copy(tlp: Tlp) -> bool {
    matches!(tlp, Tlp::AmberStrict | Tlp::Red)
}

/// Whether a file may leave under a mark: where the reader's name must stand on it, only what can be drawn anew.
pub fn leaves(tlp: Tlp, form: &str) -> Result<(), Refusal> {
    if named_copy(tlp) && form.is_empty() { Err(Refusal::new("file-unnamed").at("file")) } else { Ok(()) }
}

#[derive(Deserialize)]
struct Template {
    version: i64,
    sections: Vec<Section>,
}

/// A section of an experience report.
#[derive(Clone, Debug, Deserialize)]
pub struct Section {
    /// Its name, as forms have it.
    pub code: String,
    /// Whether nothing is reviewed without it.
    pub required: bool,
    /// Letters of it, at most.
    pub most: usize,
    fr: String,
    en: String,
}

impl Section {
    /// Its heading.
    pub fn title(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }

    /// The field in which it is written.
    pub fn field(&self) -> String {
        format!("retex_{}", self.code)
    }
}

#[allow(clippy::expect_used, reason = "the file comes with the program, and a test reads it")]
static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| toml::from_str(include_str!("../../data/retex.toml")).expect("the template of reports"));

/// The sections of an experience report, in the order in which it is read.
pub fn sections() -> &'static [Section] {
    &TEMPLATE.sections
}

/// Which template these are of.
pub fn template() -> i64 {
    TEMPLATE.version
}

/// The text of a report out of its sections, or what is wrong with each. A heading that somebody types stays below ours.
pub fn report(typed: &BTreeMap<String, String>, language: Language) -> Result<String, Refused> {
    let (mut wrong, mut text) = (Vec::new(), String::new());
    for section in sections() {
        let said = typed.get(&section.field()).map(|said| said.trim()).unwrap_or_default();
        if said.is_empty() && section.required {
            wrong.push(Refusal::new("retex-section").at(section.field()));
        }
        if said.chars().count() > section.most {
            wrong.push(Refusal::new("post-long").at(section.field()).with("most", section.most.to_string()));
        }
        if !said.is_empty() {
            text.push_str(&format!("## {}\n\n{}\n\n", section.title(language), lowered(said)));
        }
    }
    if wrong.is_empty() { Ok(text.trim_end().to_owned()) } else { Err(Refused::Invalid(wrong)) }
}

/// Headings of the first two levels become some of the third: the first two are the report's own.
fn lowered(said: &str) -> String {
    let mut fenced = false;
    let line = |line: &str| {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        match line.strip_prefix("## ").or_else(|| line.strip_prefix("# ")) {
            Some(words) if !fenced => format!("### {words}"),
            _ => line.to_owned(),
        }
    };
    said.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abuse_c14_a_name_hides_nothing_and_leads_nowhere() {
        for (given, kept) in [
            ("plan.pdf", "plan.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\rapport final.docx", "rapport final.docx"),
            ("..", "document"),
            (".bashrc", "bashrc"),
            ("facture\u{202e}fdp.exe", "facturefdp.exe"),
            ("a\r\nX-Y: z\".html", "aX-Y_ z_.html"),
            ("", "document"),
            ("Été à l’hôpital.png", "Été à l’hôpital.png"),
        ] {
            assert_eq!(file_name(given), kept, "{given:?}");
        }
        let long = format!("{}.pdf", "é".repeat(400));
        assert_eq!(file_name(&long), format!("{}.pdf", "é".repeat(116)));
    }

    #[test]
    fn what_a_file_is_its_bytes_say_and_strict_marks_want_to_draw_it() {
        for (head, is) in [
            (&b"%PDF-1.7"[..], "pdf"),
            (b"\x89PNG\r\n\x1a\n", "png"),
            (b"\xff\xd8\xff\xe0", "jpeg"),
            (b"PK\x03\x04", ""),
            (b"<script>", ""),
            (b"", ""),
        ] {
            assert_eq!(form(head), is);
            for tlp in Tlp::ALL {
                let strict = tlp >= Tlp::AmberStrict;
                assert_eq!(leaves(tlp, is).is_ok(), !strict || !is.is_empty(), "{tlp:?} {is}");
                assert_eq!(named_copy(tlp), strict);
            }
        }
    }

    #[test]
    fn a_report_is_written_by_its_template() {
        assert_eq!(template(), 1);
        let mut typed = BTreeMap::new();
        let Err(Refused::Invalid(wrong)) = report(&typed, Language::Fr) else { panic!() };
        assert_eq!(wrong.len(), sections().iter().filter(|section| section.required).count());
        for section in sections().iter().filter(|section| section.required) {
            typed.insert(section.field(), format!("# {}\n\n```\n# code\n```", section.code));
        }
        let text = report(&typed, Language::Fr).unwrap();
        assert!(text.starts_with("## Contexte\n\n### context") && text.contains("\n# code\n"), "{text}");
        assert!(!text.contains("Ce que nous avons changé"), "what was left empty has no heading");
        assert!(report(&typed, Language::En).unwrap().contains("## Our advice to others"));
        typed.insert("retex_advice".into(), "a".repeat(2501));
        assert!(report(&typed, Language::Fr).is_err());
        // Whole, it is no longer than a post may be.
        assert!(sections().iter().map(|section| section.most + 40).sum::<usize>() < 20_000);
    }
}
