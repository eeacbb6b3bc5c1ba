//! Declarations being written: kept at each screen, resumed by code, rescued when somebody in danger stops half-way.

use access::Caller;
use jobs::Job;
use serde_json::json;
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Language, Problem, Refusal, Refused, hex};

use super::{
    Declarations,
    pace::{bytes, price},
};
use crate::{
    jobs::DRAFT_ALARM,
    rules::{ResumeCode, Typed},
    store::drafts::{self, Draft},
};

/// Seconds after which a draft with danger and a phone goes to the on-call queue.
pub(crate) const INTERRUPTED_AFTER: i64 = 600;

/// Bytes of a draft past which it leaves out what is too long to be an answer. The screen says so, and still shows it.
const DRAFT_BYTES: usize = 64 * 1024;

/// A draft in the hands of the browser that writes it.
#[derive(Clone, Debug)]
pub struct DraftHandle {
    /// What the browser keeps to come back to it: a secret.
    pub token: String,
    /// What the person notes down to resume elsewhere.
    pub resume_code: ResumeCode,
    /// The draft.
    pub draft: Draft,
}

/// A draft that stopped half-way, as the cell sees it.
#[derive(Clone, Debug)]
pub struct Interrupted {
    /// Its identity.
    pub id: Id,
    /// When it was begun.
    pub created_at: Instant,
    /// When its last screen was sent.
    pub updated_at: Instant,
    /// Whom to call.
    pub phone: String,
    /// What was typed so far.
    pub typed: Typed,
}

impl Declarations {
    /// Keeps what was typed on one screen: begins a draft when `token` is none (or none of ours), else adds to it. Fields
    /// that the screen did not have stay as they were. Answers with the draft as it now is; one that was filed takes nothing
    /// more, whatever came second in a double click.
    pub async fn draft_keep(
        &self,
        caller: &Caller,
        token: Option<&str>,
        language: Language,
        typed: Typed,
        from: &str,
    ) -> Result<DraftHandle, Problem> {
        access::decide::<access::permit::DeclarationFile>(caller, &access::Resource::default())?;
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let known = match token.and_then(|token| self.draft_id(token)) {
            Some(id) => drafts::find(&mut unit, id).await?,
            None => None,
        };
        if let Some(draft) = known.as_ref().filter(|draft| draft.filed_as.is_some()) {
            return Ok(self.handle(draft.clone()));
        }
        let begun = known.is_none();
        let before = known.as_ref().map_or(0, |draft| bytes(&draft.typed));
        let mut draft = known.unwrap_or_else(|| Draft {
            id: self.desk.id(),
            created_at: now,
            updated_at: now,
            language,
            typed: Typed::new(),
            danger: false,
            phone: String::new(),
            filed_as: None,
            alarmed_at: None,
        });
        draft.typed.extend(self.schema.known_fields(typed));
        if bytes(&draft.typed) > DRAFT_BYTES {
            draft.typed = self.schema.fields_that_fit(draft.typed);
        }
        // The first screen is paid for, then what the draft grows by.
        let tokens = price(bytes(&draft.typed)) - price(before) + f64::from(u8::from(begun));
        if tokens > 0.0 {
            self.pace.take(&format!("draft {from}"), tokens, now)?;
        }
        draft.updated_at = now;
        draft.language = language;
        draft.danger = self.schema.says_danger(&draft.typed);
        draft.phone = self.schema.phone_typed(&draft.typed);
        let code = self.resume_code(draft.id);
        if begun {
            drafts::insert(&mut unit, &draft, &self.resume_key(&code)).await?;
        } else {
            drafts::update(&mut unit, &draft).await?;
        }
        if draft.danger && !draft.phone.is_empty() && draft.alarmed_at.is_none() {
            let run_at = draft.created_at.plus_seconds(INTERRUPTED_AFTER).max(now);
            let (key, payload) = (draft.id.to_string(), json!({ "draft": draft.id }));
            let job = Job { kind: DRAFT_ALARM, key, lane: String::new(), payload, run_at };
            jobs::enqueue(&mut unit, &self.desk, job).await?;
        }
        unit.commit().await?;
        Ok(self.handle(draft))
    }

    /// The draft of a browser's token, unless it was filed or purged.
    pub async fn draft(&self, token: &str) -> Result<Option<DraftHandle>, Problem> {
        let Some(id) = self.draft_id(token) else { return Ok(None) };
        let draft = drafts::find(&mut self.desk.store.read().await?, id).await?;
        Ok(draft.map(|draft| self.handle(draft)))
    }

    /// Comes back to a draft by its resume code, from any device. Wrong codes slow down their address.
    pub async fn draft_resume(&self, typed: &str, from: &str) -> Result<DraftHandle, Problem> {
        let code = ResumeCode::parse(typed).map_err(Refused::invalid)?;
        let keys = [format!("resume {from}")];
        let mut unit = self.desk.store.write().await?;
        self.paced(&mut unit, &keys).await?;
        let found = drafts::find_by_code(&mut unit, &self.resume_key(&code)).await?;
        if found.is_none() {
            self.wrong(&mut unit, &keys).await?;
            unit.commit().await?;
            return Err(Refused::NotFound.into());
        }
        Ok(found.map(|draft| self.handle(draft)).ok_or(Refused::NotFound)?)
    }

    /// Drafts with danger and a phone that were left for ten minutes: somebody to call. For those who handle incidents.
    pub async fn interrupted(&self, caller: &Caller) -> Result<Vec<Interrupted>, Problem> {
        let scope = access::scope::<access::permit::IncidentHandle>(caller)?;
        if !scope.is_national() {
            return Ok(Vec::new());
        }
        let before = self.desk.now().plus_seconds(-INTERRUPTED_AFTER);
        let found = drafts::interrupted(&mut self.desk.store.read().await?, before).await?;
        if !found.is_empty() {
            let mut unit = self.desk.store.write().await?;
            let entry =
                Entry::new("drafts.listed", "drafts", "interrupted").with(json!({ "shown": found.len() }));
            trail::append(&mut unit, caller, self.desk.now(), entry).await?;
            unit.commit().await?;
        }
        Ok(found
            .into_iter()
            .map(|Draft { id, created_at, updated_at, phone, typed, .. }| Interrupted {
                id,
                created_at,
                updated_at,
                phone,
                typed,
            })
            .collect())
    }

    /// Whether a draft still waits for somebody: not filed, nobody called.
    pub async fn draft_waits_in(unit: &mut Unit, id: Id) -> Result<bool, Failure> {
        drafts::waits(unit, id).await
    }

    /// Notes that somebody of the cell has called the person of a draft back.
    pub async fn interrupted_handled(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        let scope = access::scope::<access::permit::IncidentHandle>(caller)?;
        if !scope.is_national() {
            return Err(Refused::NotFound.into());
        }
        let mut unit = self.desk.store.write().await?;
        if !drafts::handled(&mut unit, id, &caller.trace(), self.desk.now()).await? {
            let known = drafts::find(&mut unit, id).await?.is_some();
            let first = Refused::Conflict(Refusal::new("called-back-already"));
            return Err(if known { first } else { Refused::NotFound }.into());
        }
        trail::append(&mut unit, caller, self.desk.now(), Entry::new("draft.called-back", "draft", id))
            .await?;
        Ok(unit.commit().await?)
    }

    pub(super) fn handle(&self, draft: Draft) -> DraftHandle {
        DraftHandle { token: self.draft_token(draft.id), resume_code: self.resume_code(draft.id), draft }
    }

    /// `identity.tag`: the browser proves that the draft is its own, and nothing more is stored.
    fn draft_token(&self, id: Id) -> String {
        self.keys.drafts.sign(b"token", id)
    }

    pub(super) fn draft_id(&self, token: &str) -> Option<Id> {
        self.keys.drafts.signed(b"token", token)
    }

    /// The code is made out of the draft with a key, so that each screen can show it and no table holds it.
    fn resume_code(&self, id: Id) -> ResumeCode {
        ResumeCode::from_random(self.keys.drafts.authenticate(&[b"resume", id.to_string().as_bytes()]))
    }

    fn resume_key(&self, code: &ResumeCode) -> String {
        hex(&self.keys.drafts.authenticate(&[b"lookup", code.digits().as_bytes()]))
    }
}
