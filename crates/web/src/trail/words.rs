//! What the trail holds, in words.

use audit::{Finding, Line};
use serde_json::Value;

use crate::{forms, locale::Words, visit::Visit};

/// The zone in which moments are shown.
pub(super) const ZONE: &str = "Europe/Paris";

/// Everything that is written down, as one chooses it; what is not here is shown by its code.
pub(super) const ACTIONS: &[&str] = &[
    "incident.seen",
    "incidents.listed",
    "incident.advanced",
    "incident.noted",
    "incident.message",
    "incident.message-undone",
    "incident.task-added",
    "incident.task-done",
    "incident.task-reopened",
    "incident.level-set",
    "incident.notice",
    "region.seen",
    "region.contact-added",
    "region.contact-removed",
    "nation.seen",
    "nation.decided",
    "group.created",
    "group.changed",
    "group.archived",
    "group.reopened",
    "group.asked",
    "group.unasked",
    "group.joined",
    "group.admitted",
    "group.refused",
    "group.brought-in",
    "group.left",
    "group.removed",
    "group.steward-named",
    "group.steward-relieved",
    "community.thread-opened",
    "community.cell-asked",
    "community.posted",
    "community.edited",
    "community.marked",
    "community.withdrawn",
    "community.question-published",
    "community.solved",
    "community.thread-closed",
    "community.thread-reopened",
    "community.thread-moved",
    "community.indicators-exported",
    "community.mail-chosen",
    "member.asked",
    "member.answered",
    "member.withdrawn",
    "member.vouched",
    "member.asked-more",
    "member.accepted",
    "member.refused",
    "member.charter-accepted",
    "member.confirmed",
    "member.left",
    "member.removed",
    "member.seen",
    "community.reported",
    "community.judged",
    "community.shown-again",
    "community.reveal-asked",
    "community.reveal-granted",
    "community.reveal-refused",
    "community.reveal-seen",
    "community.raise-asked",
    "community.raise-agreed",
    "community.raise-declined",
    "community.raised",
    "incident.held",
    "incident.hold-lifted",
    "incident.accesses-seen",
    "incident.merged",
    "incident.unmerged",
    "incident.exercise-marked",
    "incident.exercise-unmarked",
    "incident.event-attached",
    "incident.event-detached",
    "event.opened",
    "event.changed",
    "event.seen",
    "events.listed",
    "event.attached",
    "event.pasted",
    "event.said",
    "event.noted",
    "event.proposed",
    "event.told",
    "event.decided",
    "event.closed",
    "event.reopened",
    "publication.begun",
    "publication.written",
    "publication.submitted",
    "publication.sent-back",
    "publication.scheduled",
    "publication.unscheduled",
    "publication.published",
    "publication.published-alone",
    "publication.withdrawn",
    "publication.library-loaded",
    "publication.image-added",
    "publication.image-removed",
    "publication.reindexed",
    "indicators.added",
    "indicator.marked",
    "indicator.dismissed",
    "indicator.restored",
    "indicators.exported",
    "indicators.listed",
    "sharing.asked",
    "sharing.agreed",
    "sharing.declined",
    "sharing.withdrawn",
    "sharing.shared",
    "warning-list.imported",
    "attachment.downloaded",
    "declaration.filed",
    "declaration.transcribed",
    "declaration.seen",
    "declaration.amended",
    "declaration.attached",
    "declaration.message",
    "declaration.said-resolved",
    "declaration.entered",
    "declaration.code-refused",
    "declaration.code-renewed",
    "declaration.hand-passed",
    "declaration.hand-taken-back",
    "declaration.device-closed",
    "drafts.listed",
    "draft.alarmed",
    "draft.called-back",
    "draft.taken-over",
    "turn.added",
    "turn.cancelled",
    "alarms.listed",
    "alarm.rang",
    "alarm.acknowledged",
    "alarm.ended",
    "call-backs.listed",
    "call-back.promised",
    "call-back.done",
    "call-back.postponed",
    "handover.closed",
    "handover.signed",
    "handovers.listed",
    "tasks.listed",
    "account.signed-in",
    "account.second-factor-asked",
    "account.sign-in-refused",
    "account.signed-out",
    "account.proved",
    "account.session-ended",
    "account.sessions-ended",
    "account.session-moved",
    "account.created",
    "account.invited",
    "account.roles-changed",
    "account.disabled",
    "account.enabled",
    "account.code-sent",
    "account.password-chosen",
    "account.password-changed",
    "account.password-reset",
    "account.factor-added",
    "account.passkey-stopped",
    "account.factor-removed",
    "account.identity-linked",
    "account.identity-unlinked",
    "account.factors-reset",
    "account.recovery-codes",
    "account.exported",
    "account.erasure-asked",
    "account.erasure-withdrawn",
    "account.erasure-declined",
    "account.erased",
    "token.created",
    "token.revoked",
    "register.imported",
    "data.purged",
    "data.purge-ended",
    "trail.searched",
    "trail.exported",
    "trail.verified",
    "trail.anchor-begun",
    "key.adopted",
];

/// An entry as a table shows it.
pub(super) struct Row {
    pub(super) sequence: i64,
    pub(super) at: String,
    pub(super) when: String,
    pub(super) who: String,
    /// The actor as the trail names them, as it stands in an address.
    pub(super) actor: String,
    pub(super) what: String,
    /// What it is about, in words, and as it stands in an address; nothing when that says no more than the action.
    pub(super) about: Option<(String, String)>,
    pub(super) detail: String,
    /// The session, and the start of it, by which people tell two apart.
    pub(super) session: Option<(String, String)>,
}

pub(super) fn row(visit: &Visit, line: Line) -> Row {
    let words = &visit.words;
    let recorded = line.recorded;
    let short = |id: &String| (id.clone(), id.chars().take(8).collect());
    Row {
        sequence: recorded.sequence,
        at: recorded.at.to_string(),
        when: words.moment(recorded.at, ZONE),
        who: who(words, &recorded.actor, line.name),
        what: action(words, &recorded.action),
        // Nobody is told twice whose account it was, nor in which session it was.
        about: about(&recorded.object, named(words, line.about, line.exercise))
            .filter(|_| recorded.object != recorded.actor),
        detail: detail(&recorded.detail, recorded.session.as_deref()),
        session: recorded.session.as_ref().map(short),
        actor: forms::encode(&recorded.actor),
    }
}

/// Who acted, by their name where they have one.
pub(super) fn who(words: &Words, actor: &str, name: Option<String>) -> String {
    let (kind, id) = actor.split_once(':').unwrap_or((actor, ""));
    match (kind, name) {
        (_, Some(name)) => name,
        ("nobody", _) => words.t("trail-who-nobody"),
        ("declarant", _) => words.t("trail-who-declarant"),
        ("program", _) if id == "operator" => words.t("trail-who-operator"),
        ("program", _) => words.t1("trail-who-program", "name", id),
        _ => actor.to_owned(),
    }
}

/// What happened; one that has no words yet, by its code.
pub(super) fn action(words: &Words, code: &str) -> String {
    words.maybe(&format!("action-{}", code.replace('.', "-"))).unwrap_or_else(|| code.to_owned())
}

/// What an entry is about, with the word that an exercise carries everywhere.
pub(super) fn named(words: &Words, about: Option<String>, exercise: bool) -> Option<String> {
    about.map(|about| if exercise { format!("{about} {}", words.t("exercise")) } else { about })
}

fn about(object: &str, name: Option<String>) -> Option<(String, String)> {
    let said = ["incidents", "events", "drafts", "trail", "alarms", "call-backs", "handovers", "tasks"]
        .contains(&object.split(':').next().unwrap_or_default());
    let shown = name.or_else(|| (!said).then(|| object.to_owned()));
    shown.map(|shown| (shown, forms::encode(object)))
}

/// Details, flat: `version 2 · state taken`; the session is shown beside them.
fn detail(text: &str, session: Option<&str>) -> String {
    let Ok(Value::Object(details)) = serde_json::from_str(text) else { return String::new() };
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let shown = details.iter().filter(|(_, value)| session.is_none() || value.as_str() != session);
    shown.map(|(name, value)| format!("{name} {}", plain(value))).collect::<Vec<_>>().join(" · ")
}

/// What is wrong with the chain, and what that means.
pub(super) fn finding(words: &Words, finding: &Finding) -> String {
    match finding {
        Finding::Altered(entry) => words.t1("trail-finding-altered", "entry", entry),
        Finding::Cut(from, to) => words.t2("trail-finding-cut", "from", from, "to", to),
        Finding::Rewritten(from, to) => words.t2("trail-finding-rewritten", "from", from, "to", to),
        Finding::NotAnchored => words.t("trail-finding-not-anchored"),
        Finding::AnchorAltered(line) => words.t1("trail-finding-anchor-altered", "line", line),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, sync::Arc};

    use super::*;
    use crate::locale::Locales;
    use vocabulary::Language;

    fn sources(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn everything_that_is_written_down_has_words_in_both_languages() {
        let locales = Arc::new(Locales::load());
        for language in Language::ALL {
            let words = Words::new(locales.clone(), language);
            let bare: Vec<&&str> = ACTIONS.iter().filter(|code| action(&words, code) == **code).collect();
            assert!(bare.is_empty(), "no words for {bare:?}");
            assert_eq!(action(&words, "thing.done"), "thing.done");
        }
        let mut text = String::new();
        for folder in ["../capabilities", "../trail/src"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for entry in fs::read_dir(&folder).unwrap() {
                let source = entry.unwrap().path().join("src");
                sources(if source.is_dir() { &source } else { &folder }, &mut text);
            }
        }
        let written =
            text.split("Entry::new(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
        let codes: Vec<&str> = written.filter_map(|rest| rest.split('"').next()).collect();
        assert!(codes.len() > 30, "{codes:?}");
        let unknown: Vec<&&str> =
            codes.iter().filter(|code| code.contains('.') && !ACTIONS.contains(code)).collect();
        assert!(unknown.is_empty(), "add to ACTIONS, with words in both languages: {unknown:?}");
    }

    #[test]
    fn details_are_flat_and_actors_without_a_name_are_said() {
        assert_eq!(detail(r#"{"version":2,"state":"taken"}"#, None), "state taken · version 2");
        assert_eq!(detail(r#"{"session":"1f","by":"password"}"#, Some("1f")), "by password");
        assert_eq!(detail("null", None), "");
        let words = Words::new(Arc::new(Locales::load()), Language::En);
        assert_eq!(who(&words, "account:1f0e", None), "account:1f0e", "one that was erased");
        assert_eq!(about("trail:entries", None), None);
        assert_eq!(about("draft:1", None), Some(("draft:1".into(), "draft%3A1".into())));
    }
}
