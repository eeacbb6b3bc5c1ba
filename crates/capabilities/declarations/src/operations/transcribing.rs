//! Declarations told on the telephone: somebody of the cell, or of an agency for its own region, writes them down.

use access::{Caller, Resource, Scope, permit};
use directory::{Directory, Facility};
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, FinessNumber, Id, Problem, Refusal, Refused};

use super::{DraftHandle, Filed, Interrupted, Submission};
use crate::{
    Declarations,
    rules::Answers,
    store::drafts::{self, Draft},
};

/// Who wrote a declaration down for the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcribed {
    /// Their name.
    pub name: String,
    /// The code of the role in which they did.
    pub role: String,
}

/// Seconds in which a draft may still be taken over.
const TAKEN_OVER_WITHIN: i64 = 3 * 24 * 3600;

impl Declarations {
    /// Files what somebody tells on the telephone: theirs, written down by the caller of this operation.
    pub async fn transcribe(&self, caller: &Caller, submission: Submission) -> Result<Filed, Problem> {
        access::scope::<permit::DeclarationTranscribe>(caller)?;
        self.file_as(caller, submission, Some(transcriber(caller))).await
    }

    /// Where somebody may write down: in their region. What is elsewhere, or nowhere, is refused in the same words.
    pub(super) fn may_transcribe(
        caller: &Caller,
        answers: &Answers,
        facility: Option<&Facility>,
    ) -> Result<(), Problem> {
        let resource = Resource {
            declaration: None,
            facility: answers.facility(),
            legal_entity: facility.map(|facility| facility.legal_entity),
            region: facility.map(|facility| facility.region.agency()),
            tlp: answers.tlp(),
        };
        match access::decide::<permit::DeclarationTranscribe>(caller, &resource) {
            Ok(_) => Ok(()),
            Err(Refused::NotFound) => {
                Err(Refused::invalid(Refusal::new("facility-elsewhere").at("facility")).into())
            }
            Err(refused) => Err(refused.into()),
        }
    }

    /// Drafts that were begun from this telephone number and not filed, the latest first: of those who reach the nation, all;
    /// of the others, those whose site is theirs. That they were shown is in the trail.
    pub async fn drafts_of_phone(&self, caller: &Caller, phone: &str) -> Result<Vec<Interrupted>, Problem> {
        let scope = access::scope::<permit::DeclarationTranscribe>(caller)?;
        let wanted = dialled(phone);
        if wanted.len() < 6 {
            return Err(Refused::invalid(Refusal::new("phone-unreadable").at("phone")).into());
        }
        let since = self.desk.now().plus_seconds(-TAKEN_OVER_WITHIN);
        let mut unit = self.desk.store.read().await?;
        let mut found = Vec::new();
        for draft in drafts::open_since(&mut unit, since).await? {
            if dialled(&draft.phone) == wanted && reaches(&mut unit, &scope, &draft).await? {
                found.push(interrupted(draft));
            }
        }
        drop(unit);
        let mut unit = self.desk.store.write().await?;
        let entry = Entry::new("drafts.listed", "drafts", "phone").with(json!({ "shown": found.len() }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(found)
    }

    /// Goes on with the draft of somebody who is on the telephone now: nobody need call them back.
    pub async fn draft_take_over(&self, caller: &Caller, id: Id) -> Result<DraftHandle, Problem> {
        let scope = access::scope::<permit::DeclarationTranscribe>(caller)?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let draft = drafts::find(&mut unit, id).await?.filter(|draft| draft.filed_as.is_none());
        let draft = draft.ok_or(Refused::NotFound)?;
        if !reaches(&mut unit, &scope, &draft).await? {
            return Err(Refused::NotFound.into());
        }
        drafts::handled(&mut unit, id, &caller.trace(), now).await?;
        trail::append(&mut unit, caller, now, Entry::new("draft.taken-over", "draft", id)).await?;
        unit.commit().await?;
        Ok(self.handle(draft))
    }
}

/// Whether a draft may be shown: one of which nobody knows the site is for those who reach the nation.
async fn reaches(unit: &mut Unit, scope: &Scope, draft: &Draft) -> Result<bool, Failure> {
    if scope.is_national() {
        return Ok(true);
    }
    let typed = draft.typed.get("facility").and_then(|values| values.first());
    let Some(number) = typed.and_then(|value| FinessNumber::parse(value).ok()) else { return Ok(false) };
    let found = Directory::find_in(unit, number).await?.map(|listed| listed.facility);
    let resource = Resource {
        facility: Some(number),
        legal_entity: found.as_ref().map(|facility| facility.legal_entity),
        region: found.as_ref().map(|facility| facility.region.agency()),
        ..Resource::default()
    };
    Ok(scope.admits(&resource))
}

fn interrupted(draft: Draft) -> Interrupted {
    let Draft { id, created_at, updated_at, phone, typed, .. } = draft;
    Interrupted { id, created_at, updated_at, phone, typed }
}

/// A number as a telephone dials it in this country: `+33 1 99…` and `01 99…` are one.
fn dialled(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national =
        digits.strip_prefix("0033").or_else(|| digits.strip_prefix("33").filter(|_| phone.contains('+')));
    national.map_or(digits.clone(), |rest| format!("0{}", rest.trim_start_matches('0')))
}

fn transcriber(caller: &Caller) -> Transcribed {
    let person = caller.person();
    let standing = person.and_then(|person| {
        person
            .standings
            .iter()
            .find(|standing| access::holds(standing.role, access::Permission::DeclarationTranscribe))
    });
    Transcribed {
        name: person.map_or_else(|| "vigie".to_owned(), |person| person.name.clone()),
        role: standing.map(|standing| standing.role.code().to_owned()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::dialled;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for typed in
            ["01 99 00 77 77", "0199007777", "+33 1 99 00 77 77", "+33 (0)1.99.00.77.77", "0033 199007777"]
        {
            assert_eq!(dialled(typed), "0199007777", "{typed}");
        }
        assert_eq!(dialled("33 99"), "3399");
    }
}
