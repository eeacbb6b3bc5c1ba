//! Reading a declaration.

use access::{Caller, permit};
use directory::{Directory, Facility};
use trail::Entry;
use vocabulary::{Id, Instant, Language, Problem, Refused};

use super::{Declarations, Transcribed};
use crate::{
    rules::{Answers, FollowUpCode, Reference},
    store::{
        attachments::{self, Attachment},
        declarations::{self, Version},
        holders::{self, Holder, Session},
        messages::{self, Message},
    },
};

/// A declaration, whole.
#[derive(Clone, Debug)]
pub struct DeclarationView {
    /// Its identity.
    pub id: Id,
    /// Its public reference.
    pub reference: String,
    /// When the first version was filed.
    pub declared_at: Instant,
    /// The language in which the declarant reads.
    pub language: Language,
    /// The site, when it is in the register.
    pub facility: Option<Facility>,
    /// Every version, the first first; never empty.
    pub versions: Vec<Version>,
    /// What the two sides wrote, the first first.
    pub messages: Vec<Message>,
    /// What was attached.
    pub attachments: Vec<Attachment>,
    /// Who holds a code, the declarant first.
    pub holders: Vec<Holder>,
    /// In which browsers a code was typed; for the declarant's side only.
    pub sessions: Vec<Session>,
    /// The caller's own code, for the hour that follows filing, in the browser that filed.
    pub code: Option<FollowUpCode>,
    /// An exercise.
    pub exercise: bool,
    /// Who wrote it down for the caller.
    pub transcribed: Option<Transcribed>,
}

impl DeclarationView {
    /// Everything known today.
    pub fn answers(&self) -> Option<&Answers> {
        self.versions.last().map(|version| &version.answers)
    }
}

impl Declarations {
    /// Shows a declaration to its holders, and to the staff and the structure's people whose reach it is within. What the other side wrote is read
    /// from then on.
    pub async fn view(&self, caller: &Caller, id: Id) -> Result<DeclarationView, Problem> {
        let mut unit = self.desk.store.read().await?;
        let record = self.readable(&mut unit, caller, id).await?;
        let facility = match record.facility {
            Some(number) => Directory::find_in(&mut unit, number).await?.map(|listed| listed.facility),
            None => None,
        };
        let now = self.desk.now();
        let versions = declarations::versions(&mut unit, id).await?;
        let mut messages = messages::of(&mut unit, id).await?;
        // What has not left is there for those who may still take it back.
        if access::scope::<permit::IncidentHandle>(caller).is_err() {
            messages.retain(|message| message.has_left(now));
        }
        let attachments = attachments::of(&mut unit, id).await?;
        let holders = holders::of(&mut unit, id).await?;
        let (mut sessions, mut code) = (Vec::new(), None);
        if let Caller::Declarant(declarant) = caller {
            sessions = holders::sessions(&mut unit, id, now).await?;
            code = sessions.iter().find(|s| s.id == declarant.session).and_then(|s| self.shown_code(s));
        }
        let unread = messages
            .iter()
            .any(|m| m.read_at.is_none() && m.from_cell == matches!(caller, Caller::Declarant(_)));
        drop(unit);
        if unread {
            self.note_read(caller, id).await?;
        }
        // Those who read incidents open the incident, which tells of it.
        let opens = access::decide::<permit::IncidentRead>(caller, &super::resource(&record)).is_ok();
        if matches!(caller, Caller::Person(_)) && !opens {
            let mut unit = self.desk.store.write().await?;
            trail::append(&mut unit, caller, now, Entry::new("declaration.seen", "declaration", id)).await?;
            unit.commit().await?;
        }
        Ok(DeclarationView {
            id,
            reference: record.reference,
            declared_at: record.declared_at,
            language: record.language,
            facility,
            versions,
            messages,
            attachments,
            holders,
            sessions,
            code,
            exercise: record.exercise,
            transcribed: record.transcribed,
        })
    }

    /// The declaration of a reference, for those whose reach it is within.
    pub async fn find(&self, caller: &Caller, reference: &str) -> Result<Id, Problem> {
        let staff = access::scope::<permit::IncidentRead>(caller);
        staff.or_else(|refused| access::scope::<permit::DeclarationRead>(caller).map_err(|_| refused))?;
        let reference =
            Reference::parse(&self.settings.reference_prefix, reference).map_err(|_| Refused::NotFound)?;
        let mut unit = self.desk.store.read().await?;
        let record = declarations::find_by_reference(&mut unit, &reference.to_string())
            .await?
            .ok_or(Refused::NotFound)?;
        Ok(self.readable(&mut unit, caller, record.id).await?.id)
    }

    /// Opening a page tells the other side that it was read; a token that only pulls does not.
    async fn note_read(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        let handles = access::scope::<permit::IncidentHandle>(caller).is_ok();
        let from_cell = match caller {
            Caller::Declarant(_) => true,
            Caller::Person(person) if handles && person.limited_to.is_none() => false,
            _ => return Ok(()),
        };
        let mut unit = self.desk.store.write().await?;
        messages::read(&mut unit, id, from_cell, self.desk.now()).await?;
        Ok(unit.commit().await?)
    }

    /// The caller has noted the code down: the receipt shows it no more.
    pub async fn code_noted(&self, caller: &Caller) -> Result<(), Problem> {
        if let Caller::Declarant(declarant) = caller {
            let mut unit = self.desk.store.write().await?;
            holders::forget_code(&mut unit, declarant.session).await?;
            unit.commit().await?;
        }
        Ok(())
    }
}
