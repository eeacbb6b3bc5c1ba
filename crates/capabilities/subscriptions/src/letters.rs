//! The words of what leaves.

use std::sync::Arc;

use publications::{Listed, rules::Kind};
use vocabulary::{Language, Wording};

/// Where something published stands, without the site's own address: the pages know.
pub type Pages = Arc<dyn Fn(&Listed, Language) -> String + Send + Sync>;

/// What is told of one publication, in one language.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// One line: what it is, how grave, its title.
    pub(crate) subject: String,
    /// What it is, its title, its summary, what changed, where it stands.
    pub(crate) text: String,
}

/// Says what was published to readers of a language. `changes`: what changed since the version that they were told of.
pub(crate) fn told(
    wording: &dyn Wording,
    (listed, changes): (&Listed, Option<&str>),
    language: Language,
    address: &str,
) -> Told {
    let say = |key: &str, arguments: &[(&str, String)]| wording.text(language, key, arguments);
    let (title, written) = listed.title(language);
    let kind = say(&format!("mail-told-kind-{}", listed.kind.code()), &[]);
    let what = match listed.severity.filter(|_| listed.kind == Kind::Alert) {
        Some(severity) => {
            let grave = say(&format!("mail-told-severity-{severity}"), &[]);
            say("mail-told-alert", &[("kind", kind), ("severity", severity.to_string()), ("grave", grave)])
        }
        None => kind,
    };
    let named = [("what", what.clone()), ("title", title.to_owned())];
    let subject =
        say(if changes.is_some() { "mail-told-subject-again" } else { "mail-told-subject" }, &named);
    let mut parts = vec![what, title.to_owned(), listed.summary(language).0.to_owned()];
    if let Some(changes) = changes {
        parts.push(say("mail-told-changes", &[("changes", changes.to_owned())]));
    }
    if written != language {
        parts.push(say("mail-told-in-french", &[]));
    }
    parts.push(address.to_owned());
    Told { subject, text: parts.join("\n\n") }
}

/// What stands at the end of each mail: why it came, and how to end it.
pub(crate) fn foot(wording: &dyn Wording, language: Language, operator: &str, links: [&str; 2]) -> String {
    let [end, change] = links.map(str::to_owned);
    wording.text(
        language,
        "mail-told-foot",
        &[("operator", operator.to_owned()), ("end", end), ("change", change)],
    )
}
