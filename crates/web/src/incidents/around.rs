//! What stands around an incident on its page: whom to call, what looks like it, what is to be done.

use access::Caller;
use declarations::DeclarationView;
use incidents::{IncidentView, Playbook};
use vocabulary::Id;

use crate::{answer::Answer, visit::Visit};

/// Somebody to call: what they are, what was declared of them, the address of a call or a mail.
pub(super) struct Contact {
    pub(super) what: String,
    pub(super) said: String,
    pub(super) href: Option<String>,
}

/// An incident like this one.
pub(super) struct AlikeView {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) facility: String,
    pub(super) why: String,
}

/// A task as people read it.
pub(super) struct TaskView {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) done: bool,
    pub(super) late: bool,
}

/// What is to be done, and what the playbook still offers.
pub(super) struct Tasks {
    pub(super) lines: Vec<TaskView>,
    pub(super) open: usize,
    pub(super) late: usize,
    pub(super) steps: Vec<(&'static str, String)>,
}

/// Whom to call, as they were declared, and the number of the register.
pub(super) fn contacts(visit: &Visit, declaration: &DeclarationView) -> Vec<Contact> {
    let words = &visit.words;
    let Some(answers) = declaration.answers() else { return Vec::new() };
    let mut contacts = Vec::new();
    let mut add = |key: &str, said: &str, href: Option<String>| {
        if !said.is_empty() {
            contacts.push(Contact { what: words.t(key), said: said.to_owned(), href });
        }
    };
    let text = |field: &str| answers.text(field).unwrap_or_default();
    let who = [text("declarant.name"), text("declarant.function")];
    let who = who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    add("contact-declarant", &who, None);
    for (key, field) in [
        ("contact-phone", "declarant.phone"),
        ("contact-email", "declarant.email"),
        ("contact-backup-phone", "declarant.backup_phone"),
        ("contact-backup-email", "declarant.backup_email"),
        ("contact-technical", "technical_contact"),
        ("contact-on-call", "on_call_contact"),
    ] {
        add(key, text(field), reach(text(field)));
    }
    let phone = declaration.facility.as_ref().and_then(|facility| facility.phone.as_deref());
    let phone = phone.unwrap_or_default();
    add("contact-register", phone, reach(phone));
    contacts
}

/// The address of a call or of a mail, where what was declared holds a number or an address.
fn reach(said: &str) -> Option<String> {
    let mail = said.split([' ', ',', ';', '<', '>']).find(|word| word.contains('@'));
    if let Some(mail) = mail.and_then(|word| vocabulary::MailAddress::parse(word).ok()) {
        return Some(format!("mailto:{mail}"));
    }
    let digit = |c: char| c.is_ascii_digit() || c == '+';
    let from = said.find(digit)?;
    let run = said.get(from..)?.chars().take_while(|c| digit(*c) || " .-()\u{a0}\u{202f}".contains(*c));
    let number: String = run.filter(|c| digit(*c)).collect();
    (number.len() >= 9).then(|| format!("tel:{number}"))
}

/// At most five incidents that look like this one, within the reader's reach.
pub(super) async fn alike(
    visit: &Visit,
    caller: &Caller,
    id: Id,
    shared: &[Id],
) -> Result<Vec<AlikeView>, Answer> {
    let alike = visit.site.services.incidents.alike(caller, id, shared).await;
    let alike = alike.map_err(|problem| visit.problem(problem))?;
    let views = alike.into_iter().map(|alike| AlikeView {
        href: visit.href1("incident", alike.incident.id),
        reference: alike.incident.reference,
        facility: alike.incident.facility_name,
        why: visit.words.t(&format!("alike-{}", alike.why)),
    });
    Ok(views.collect())
}

impl Tasks {
    pub(super) fn of(visit: &Visit, view: &IncidentView, zone: &str) -> Self {
        let (words, now) = (&visit.words, visit.now());
        let tasks: Vec<TaskView> = view
            .tasks
            .iter()
            .map(|task| {
                let step = || words.t(&format!("task-{}", task.code));
                let title = if task.code.is_empty() { task.title.clone() } else { step() };
                let mut lines = Vec::new();
                if !task.assignee.is_empty() {
                    lines.push(words.t1("task-for", "name", &task.assignee));
                }
                match (&task.done, task.due) {
                    (Some((at, name)), _) => {
                        lines.push(words.t2("task-done-by", "name", name, "when", words.moment(*at, zone)));
                    }
                    (None, Some(due)) => {
                        lines.push(words.t1("task-due", "when", words.moment(due, zone)));
                        lines.push(words.remaining(due, now));
                    }
                    (None, None) => {}
                }
                let (done, late) = (task.done.is_some(), task.is_late(now));
                TaskView { id: task.id, title, lines, done, late }
            })
            .collect();
        let there = |code: &str| view.tasks.iter().any(|task| task.code == code);
        let steps = Playbook::of(&view.incident.kind).iter().filter(|(code, _)| !there(code));
        Self {
            open: tasks.iter().filter(|task| !task.done).count(),
            late: tasks.iter().filter(|task| task.late).count(),
            lines: tasks,
            steps: steps.map(|(code, _)| (code.as_str(), words.t(&format!("task-{code}")))).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn a_number_or_an_address_is_reached_wherever_it_stands() {
        for (said, href) in [
            ("01 99 00 12 34", Some("tel:0199001234")),
            ("Dominique Exemple, +33 1 99 00 12 34 (nuit)", Some("tel:+33199001234")),
            ("rssi@chu.example", Some("mailto:rssi@chu.example")),
            ("RSSI <rssi@chu.example>, poste 12", Some("mailto:rssi@chu.example")),
            ("poste 4711", None),
            ("", None),
        ] {
            assert_eq!(reach(said).as_deref(), href, "{said}");
        }
    }
}
