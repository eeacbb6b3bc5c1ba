//! What other capabilities read of a declaration to look for something in it, in a job of their own; nobody is shown it.

use std::collections::BTreeMap;

use access::Declarant;
use storage::Unit;
use vocabulary::{Failure, Id};

use super::Declarations;
use crate::store::{attachments, declarations, holders, messages};

/// By what the people of a structure can be known.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Their names.
    pub names: Vec<String>,
    /// What they gave to be reached: addresses, and words in which some may stand.
    pub texts: Vec<String>,
}

impl Declarations {
    /// How the people of a structure gave themselves to be reached, in any version and by any code.
    pub async fn contacts_in(&self, unit: &mut Unit, id: Id) -> Result<Contacts, Failure> {
        const TEXTS: [&str; 4] =
            ["declarant.email", "declarant.backup_email", "technical_contact", "on_call_contact"];
        let mut contacts = Contacts::default();
        for version in declarations::versions(unit, id).await? {
            let texts = TEXTS.iter().filter_map(|field| version.answers.text(field));
            contacts.texts.extend(texts.map(str::to_owned));
            contacts.names.extend(version.answers.text("declarant.name").map(str::to_owned));
            contacts.names.extend(version.answers.text("facility_text").map(str::to_owned));
        }
        for holder in holders::of(unit, id).await? {
            contacts.texts.push(holder.email);
            contacts.names.push(holder.name);
        }
        Ok(contacts)
    }

    /// The name of whoever holds a code; empty when they gave none.
    pub async fn holder_in(&self, unit: &mut Unit, declarant: &Declarant) -> Result<String, Failure> {
        let held = holders::of(unit, declarant.declaration).await?;
        let holder = held.into_iter().find(|holder| holder.id == declarant.holder);
        Ok(holder.map(|holder| holder.name).unwrap_or_default())
    }

    /// What people wrote in their own words in a version; nothing when it has gone.
    pub async fn texts_in(&self, unit: &mut Unit, id: Id, version: i64) -> Result<Vec<String>, Failure> {
        let versions = declarations::versions(unit, id).await?;
        let answers = versions.iter().find(|v| v.number == version).map(|v| &v.answers);
        Ok(answers.into_iter().flat_map(|a| a.own_words(self.schema)).map(str::to_owned).collect())
    }

    /// What the last version answers to one field, for each of some declarations that answer it.
    pub async fn answered_in(
        &self,
        unit: &mut Unit,
        ids: &[Id],
        field: &str,
    ) -> Result<BTreeMap<Id, String>, Failure> {
        let mut answered = BTreeMap::new();
        for (id, answers) in declarations::last_answers(unit, ids).await? {
            if let Some(text) = answers.text(field) {
                answered.insert(id, text.to_owned());
            }
        }
        Ok(answered)
    }

    /// Marks a declaration as an exercise with its incident, or takes the mark away.
    pub async fn mark_exercise_in(&self, unit: &mut Unit, id: Id, exercise: bool) -> Result<(), Failure> {
        declarations::set_exercise(unit, id, exercise).await
    }

    /// The text of a message; `None` when it was taken back, has gone, or has not left yet.
    pub async fn message_in(&self, unit: &mut Unit, message: Id) -> Result<Option<String>, Failure> {
        let found = messages::find(unit, message).await?;
        Ok(found.filter(|message| message.has_left(self.desk.now())).map(|message| message.body))
    }

    /// The beginning of a file, when its bytes are plain text, at most so many of them. `None` when they are anything else, or
    /// the file has gone. It is not opened in any other sense: nothing in it is parsed, unpacked or shown.
    pub async fn plain_text_of(&self, attachment: Id, most: usize) -> Result<Option<String>, Failure> {
        let known = attachments::find(&mut self.desk.store.read().await?, attachment).await?;
        let Some(mut bytes) = (match known {
            Some(_) => self.objects.open(attachment).await?,
            None => None,
        }) else {
            return Ok(None);
        };
        let mut text = Vec::new();
        while text.len() < most
            && let Some(part) = bytes.next().await?
        {
            if part.iter().any(|byte| is_no_text(*byte)) {
                return Ok(None);
            }
            text.extend(part);
        }
        text.truncate(most);
        Ok(Some(String::from_utf8_lossy(&text).into_owned()))
    }
}

/// Control characters that no text has.
fn is_no_text(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b)
}
