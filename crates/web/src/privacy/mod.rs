//! What is kept, why, how long, and who reads it: for everybody, for somebody with an account, for who answers them.

pub(crate) mod erasures;
pub(crate) mod own;

use askama::Template;
use retention::Term;

use crate::{
    answer::{Answer, Shell},
    visit::Visit,
};

impl Visit {
    /// A length of time in words: `5 ans`, `30 days`.
    pub(crate) fn term(&self, term: Term) -> String {
        self.words.t1(&format!("term-{}", term.unit().code()), "n", term.number())
    }

    /// How long a draft is kept, in words.
    pub(crate) fn drafts_kept(&self) -> String {
        self.term(self.site.services.retention.terms().drafts)
    }

    /// How long the browser keeps what opens its draft: as long as the draft is kept.
    pub(crate) fn drafts_seconds(&self) -> i64 {
        self.site.services.retention.terms().drafts.seconds(self.now())
    }
}

#[derive(Template)]
#[template(path = "privacy/public.html")]
struct Privacy<'a> {
    shell: Shell<'a>,
    rows: Vec<Row>,
    /// Title and text of what follows the table.
    sections: Vec<(String, String)>,
}

/// One kind of data.
struct Row {
    what: String,
    detail: String,
    why: String,
    long: String,
    who: String,
}

/// The kinds of data, in the order in which people ask about them.
const KINDS: [&str; 12] = [
    "declaration",
    "draft",
    "letter",
    "subscription",
    "call",
    "handover",
    "contact",
    "space",
    "account",
    "membership",
    "try",
    "trail",
];
/// What follows the table.
const SECTIONS: [&str; 4] = ["after", "held", "browser", "rights"];

/// `/donnees-personnelles`
pub(crate) async fn page(visit: Visit) -> Answer {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let terms = visit.site.services.retention.terms();
    let long = [
        ("incidents", visit.term(terms.incidents)),
        ("drafts", visit.term(terms.drafts)),
        ("jobs", visit.term(terms.jobs)),
        ("given_up", visit.term(terms.given_up_jobs)),
        ("accounts", visit.term(terms.disabled_accounts)),
        ("memberships", visit.term(terms.memberships)),
        ("threads", visit.term(terms.threads)),
        ("told", visit.term(terms.told)),
        ("operator", settings.operator.clone()),
        ("publisher", settings.publisher.clone()),
        ("address", settings.address.clone()),
        ("email", settings.email.clone()),
    ];
    let arguments: Vec<(&str, &str)> = long.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let say = |name: &str, part: &str| words.with(&format!("privacy-{name}-{part}"), &arguments);
    let rows = KINDS.map(|kind| Row {
        what: say(kind, "what"),
        detail: say(kind, "detail"),
        why: say(kind, "why"),
        long: say(kind, "long"),
        who: say(kind, "who"),
    });
    let sections = SECTIONS.map(|name| (say(name, "title"), say(name, "text")));
    let shell = Shell::new(&visit, words.t("page-privacy"), "privacy");
    let (rows, sections) = (rows.into(), sections.into());
    Answer::ok(&visit, &Privacy { shell, rows, sections })
}
