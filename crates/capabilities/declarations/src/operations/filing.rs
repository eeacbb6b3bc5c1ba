//! Filing: everything in one transaction, durable before anybody is told.

use std::sync::Arc;

use access::{Caller, permit};
use sha2::{Digest as _, Sha256};
use storage::Unit;
use trail::Entry;
use vocabulary::{Failure, FinessNumber, Id, Instant, Language, Problem, Refusal, Refused, Region, hex};

use directory::{Directory, Facility};

use super::{
    Declarations, Keys, Transcribed,
    pace::{bytes, price},
    repeating::{Claim, submission_key, used_otherwise},
};
use crate::{
    events::{Declared, Event},
    jobs,
    rules::{Answers, FollowUpCode, Reference, RuleSet, Stage, Triage, Typed, triage},
    store::{
        declarations::{self, Record, Version},
        drafts,
        holders::{self, Holder, Session},
    },
};

/// What is filed, and how.
#[derive(Clone, Debug)]
pub struct Submission {
    /// Every field as it was typed.
    pub typed: Typed,
    /// The language of the page, or of the message.
    pub language: Language,
    /// The same submission sent twice carries the same key: it is filed once.
    pub key: Option<String>,
    /// The draft it was written in, by its browser's token.
    pub draft: Option<String>,
    /// The address it comes from, for pacing.
    pub from: String,
    /// What the browser says of itself, for the list of devices.
    pub device: String,
    /// An exercise.
    pub exercise: bool,
}

/// A declaration that was filed and is on disk.
#[derive(Clone, Debug)]
pub struct Filed {
    /// Its identity.
    pub id: Id,
    /// Its public reference.
    pub reference: String,
    /// The code to follow it, shown once; absent when this submission had been filed long before.
    pub code: Option<FollowUpCode>,
    /// The session of the browser that filed it: a secret.
    pub token: Option<String>,
    /// Whether it had been filed already.
    pub again: bool,
}

/// A declaration ready to be written.
struct Filing {
    caller: Caller,
    record: Record,
    version: Version,
    facility: Option<Facility>,
    holder: Holder,
    session: Session,
    token_hash: String,
    key: Option<String>,
    claim: Option<Claim>,
    draft: Option<Id>,
}

/// How a declaration was written.
enum Written {
    /// For the first time.
    Now,
    /// Its twin, of a double click, came first.
    Before,
    /// Not at all: its key was used for something else.
    Otherwise,
}

/// Seconds during which the session that filed stays open without the code.
const SESSION: i64 = 12 * 3600;
/// Seconds during which a receipt shows its code, and a replay is answered with it.
pub(super) const SHOW_CODE: i64 = 3600;

impl Declarations {
    /// Files a declaration. Answers once it is durable.
    pub async fn file(&self, caller: &Caller, submission: Submission) -> Result<Filed, Problem> {
        access::decide::<permit::DeclarationFile>(caller, &access::Resource::default())?;
        self.file_as(caller, submission, None).await
    }

    /// The same for who may, written down by somebody or not.
    pub(super) async fn file_as(
        &self,
        caller: &Caller,
        submission: Submission,
        transcribed: Option<Transcribed>,
    ) -> Result<Filed, Problem> {
        let now = self.desk.now();
        let draft = submission.draft.as_deref().and_then(|token| self.draft_id(token));
        let key = submission_key(caller, &submission, draft);
        let claim = Claim::of(caller, &submission);
        // All that can be known beforehand is, so that whoever waits to write waits for writing only.
        let mut unit = self.desk.store.read().await?;
        if let Some(again) = self.already(&mut unit, key.as_deref(), draft).await? {
            return Ok(again);
        }
        if let Some(claim) = &claim
            && claim.is_taken(&mut unit).await?
        {
            return Err(used_otherwise().into());
        }
        let zone = self.zone(&mut unit, &submission.typed, None).await?;
        let answers = self.accept(caller, &submission.typed, now, &zone)?;
        let facility = self.facility(&mut unit, caller, &answers).await?;
        drop(unit);
        if transcribed.is_some() {
            Self::may_transcribe(caller, &answers, facility.as_ref())?;
        }
        let tokens = 1.0 + price(bytes(&submission.typed));
        self.pace.take(&format!("file {}", submission.from), tokens, now)?;
        self.pace_of_facility(caller, &answers, now)?;

        let sequence = self.numbers.next(&self.desk, year(now)).await?;
        let reference = Reference::new(&self.settings.reference_prefix, year(now), sequence).to_string();
        let code = Keys::new_code(self.desk.ids.as_ref());
        let code_hash = self.keys.hash(&reference, &code)?;
        let record = Record {
            id: self.desk.id(),
            reference,
            declared_at: now,
            language: submission.language,
            facility: answers.facility(),
            legal_entity: facility.as_ref().map(|facility| facility.legal_entity),
            region: facility.as_ref().map(|facility| facility.region.agency()),
            tlp: answers.tlp(),
            last_version: 1,
            exercise: submission.exercise,
            transcribed,
        };
        let version = Version {
            number: 1,
            at: now,
            author: caller.trace(),
            schema_version: self.schema.version().to_owned(),
            answers,
        };
        let holder = self.first_holder(&record, &version.answers, code_hash);
        let (session, token) = self.session(record.id, holder.id, &submission.device, Some(&code))?;
        let (id, reference) = (record.id, record.reference.clone());
        let filing = Filing {
            caller: caller.clone(),
            record,
            version,
            facility,
            holder,
            session,
            token_hash: token_hash(&token),
            key: key.clone(),
            claim,
            draft,
        };
        let (house, filing) = (self.clone(), Arc::new(filing));
        let first = self.desk.store.together(move |unit| {
            let (house, filing) = (house.clone(), Arc::clone(&filing));
            Box::pin(async move { house.write(unit, &filing).await })
        });
        match first.await? {
            Written::Now => {}
            Written::Otherwise => return Err(used_otherwise().into()),
            Written::Before => {
                let mut unit = self.desk.store.read().await?;
                let won = self.already(&mut unit, key.as_deref(), draft).await?;
                return won
                    .ok_or_else(|| Failure::busy("file a declaration", "its twin is not there yet").into());
            }
        }
        Ok(Filed { id, reference, code: Some(code), token: Some(token), again: false })
    }

    /// Writes what is filed, and all that it brings about.
    async fn write(&self, unit: &mut Unit, filing: &Filing) -> Result<Written, Failure> {
        let Filing { record, version, .. } = filing;
        if let Some(claim) = &filing.claim
            && claim.take(unit, self).await?
        {
            return Ok(Written::Otherwise);
        }
        if !declarations::insert(unit, record, filing.key.as_deref()).await? {
            return Ok(Written::Before);
        }
        if let Some(draft) = filing.draft {
            drafts::filed(unit, draft, &record.reference).await?;
        }
        declarations::insert_version(unit, record.id, version)?;
        holders::insert(unit, record.id, &filing.holder, None);
        holders::insert_session(unit, &filing.session, &filing.token_hash);
        let declared = declared(record, version, filing.facility.as_ref());
        self.follower.follow(unit, Event::Filed(declared)).await?;
        jobs::enqueue_receipt(unit, &self.desk, record.id).await?;
        let entry = match &record.transcribed {
            Some(by) => Entry::new("declaration.transcribed", "declaration", record.id)
                .with(serde_json::json!({ "role": by.role })),
            None => Entry::new("declaration.filed", "declaration", record.id),
        };
        trail::append(unit, &filing.caller, record.declared_at, entry).await?;
        Ok(Written::Now)
    }

    /// What the draft of a browser's token was filed as, if it was. A browser that does not follow it yet, since the answer to
    /// its last screen was lost on the way, is let in while the receipt still shows its code: it wrote all of it, and has no
    /// other way to that code.
    pub async fn receipt_of(
        &self,
        caller: &Caller,
        token: &str,
        device: &str,
    ) -> Result<Option<Filed>, Problem> {
        let Some(draft) = self.draft_id(token) else { return Ok(None) };
        let mut unit = self.desk.store.write().await?;
        let Some(mut filed) = self.already(&mut unit, None, Some(draft)).await? else { return Ok(None) };
        let follows = matches!(caller, Caller::Declarant(declarant) if declarant.declaration == filed.id);
        let held = holders::of(&mut unit, filed.id).await?;
        if let (false, Some(code), Some(first)) = (follows, &filed.code, held.iter().find(|h| h.first)) {
            filed.token = Some(self.open_session(&mut unit, filed.id, first.id, device, Some(code))?);
            let entry = Entry::new("declaration.entered", "declaration", filed.id)
                .with(serde_json::json!({ "holder": first.id, "draft": draft }));
            trail::append(&mut unit, caller, self.desk.now(), entry).await?;
            unit.commit().await?;
        }
        Ok(Some(filed))
    }

    /// What would be refused of a first declaration as it stands, without filing it: a screen shows its own part. The site
    /// comes on a later screen than the time: until then no clock of the country may put that time in the future.
    pub fn check(&self, typed: &Typed) -> Vec<vocabulary::Refusal> {
        let now = self.desk.now();
        Answers::accept(self.schema, typed, now, first_zone(now), Stage::First, false)
            .err()
            .unwrap_or_default()
    }

    /// The zone in which a declaration's times are typed: its site's once that is known, the operator's before.
    pub(super) async fn zone(
        &self,
        unit: &mut Unit,
        typed: &Typed,
        before: Option<FinessNumber>,
    ) -> Result<String, Failure> {
        let given = typed.get("facility").and_then(|values| FinessNumber::parse(values.first()?).ok());
        let found = match given.or(before) {
            Some(number) => Directory::find_in(unit, number).await?,
            None => None,
        };
        let zone = found.map(|listed| listed.facility.region.zone().to_owned());
        Ok(zone.unwrap_or_else(|| self.settings.zone.clone()))
    }

    /// "Must I declare?": the next fact to ask, or the verdict. Counts the verdicts, the "no" too.
    pub async fn triage(&self, typed: &Typed) -> Result<Triage<'static>, Problem> {
        let known = self.schema.known_fields(typed.clone());
        let answers =
            Answers::accept(self.schema, &known, self.desk.now(), &self.settings.zone, Stage::Later, false)
                .map_err(|refusals| Problem::from(Refused::Invalid(refusals)))?;
        let found = triage(RuleSet::by_version(&self.settings.rule_set)?, self.schema, &answers);
        if let Triage::Verdict(verdict) = &found {
            let mut unit = self.desk.store.write().await?;
            unit.next(&format!("triage {}", verdict.advice.code())).await?;
            unit.commit().await?;
        }
        Ok(found)
    }

    /// Checks everything at once; staff may override a check digit that they read back aloud.
    fn accept(&self, caller: &Caller, typed: &Typed, now: Instant, zone: &str) -> Result<Answers, Problem> {
        let staff = access::scope::<permit::IncidentHandle>(caller).is_ok();
        Answers::accept(self.schema, typed, now, zone, Stage::First, staff)
            .map_err(|refusals| Problem::from(Refused::Invalid(refusals)))
    }

    /// The site of the register; a number that the register does not know is refused beside its field, and the person can
    /// always say "not in the list" and name the structure instead.
    pub(super) async fn facility(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        answers: &Answers,
    ) -> Result<Option<Facility>, Problem> {
        let Some(number) = answers.facility() else { return Ok(None) };
        let found = Directory::find_in(unit, number).await?.map(|listed| listed.facility);
        if found.is_none() && access::scope::<permit::IncidentHandle>(caller).is_err() {
            let refusal = Refusal::new("facility-unknown").at("facility").with("number", number.grouped());
            return Err(Refused::invalid(refusal).into());
        }
        Ok(found)
    }

    /// The declarant as first holder.
    fn first_holder(&self, record: &Record, answers: &Answers, code_hash: String) -> Holder {
        Holder {
            id: self.desk.id(),
            name: answers.text("declarant.name").unwrap_or_default().to_owned(),
            email: answers.text("declarant.email").unwrap_or_default().to_owned(),
            created_at: record.declared_at,
            first: true,
            revoked_at: None,
            code_hash,
        }
    }

    /// Opens a session for a holder; answers with its token. With a code, the receipt shows it for an hour.
    pub(super) fn open_session(
        &self,
        unit: &mut Unit,
        declaration: Id,
        holder: Id,
        device: &str,
        code: Option<&FollowUpCode>,
    ) -> Result<String, Failure> {
        let (session, token) = self.session(declaration, holder, device, code)?;
        holders::insert_session(unit, &session, &token_hash(&token));
        Ok(token)
    }

    /// A session and its token.
    fn session(
        &self,
        declaration: Id,
        holder: Id,
        device: &str,
        code: Option<&FollowUpCode>,
    ) -> Result<(Session, String), Failure> {
        let mut bytes = [0; 32];
        self.desk.ids.fill(&mut bytes);
        let token = hex(&bytes);
        let now = self.desk.now();
        let id = self.desk.id();
        let sealed_code = code
            .map(|code| self.keys.receipt.seal(self.desk.ids.as_ref(), &id.to_string(), code.digits()))
            .transpose()?;
        let device: String = crate::rules::clean_text(device).chars().take(120).collect();
        let session = Session {
            id,
            holder,
            declaration,
            device,
            created_at: now,
            seen_at: now,
            expires_at: now.plus_seconds(SESSION),
            sealed_code,
        };
        Ok((session, token))
    }

    /// What a submission that was filed already is answered with: its reference, and while the receipt still shows it, its
    /// code. Only who sent the very same thing (or holds the draft) comes here.
    async fn already(
        &self,
        unit: &mut Unit,
        key: Option<&str>,
        draft: Option<Id>,
    ) -> Result<Option<Filed>, Failure> {
        let mut record = None;
        if let Some(key) = key {
            record = declarations::find_by_submission(unit, key).await?;
        }
        if record.is_none()
            && let Some(draft) = draft
            && let Some(reference) = drafts::find(unit, draft).await?.and_then(|draft| draft.filed_as)
        {
            record = declarations::find_by_reference(unit, &reference).await?;
        }
        let Some(record) = record else { return Ok(None) };
        let sessions = holders::sessions(unit, record.id, self.desk.now()).await?;
        let recent = self.desk.now().seconds_since(record.declared_at) < SHOW_CODE;
        let code = sessions.iter().filter(|_| recent).find_map(|session| self.shown_code(session));
        Ok(Some(Filed { id: record.id, reference: record.reference, code, token: None, again: true }))
    }

    /// The code that a session's receipt still shows.
    pub(super) fn shown_code(&self, session: &Session) -> Option<FollowUpCode> {
        let recent = self.desk.now().seconds_since(session.created_at) < SHOW_CODE;
        let sealed = session.sealed_code.as_deref().filter(|_| recent)?;
        FollowUpCode::parse(&self.keys.receipt.open(&session.id.to_string(), sealed)?).ok()
    }
}

/// What followers are told.
pub(super) fn declared<'a>(
    record: &'a Record,
    version: &'a Version,
    facility: Option<&'a Facility>,
) -> Declared<'a> {
    Declared {
        declaration: record.id,
        reference: &record.reference,
        facility,
        answers: &version.answers,
        version: version.number,
        declared_at: record.declared_at,
        language: record.language,
        exercise: record.exercise,
    }
}

/// The zone of the country in which it is latest.
fn first_zone(now: Instant) -> &'static str {
    let offset = |zone: &&str| {
        jiff::tz::TimeZone::get(zone).map_or(0, |zone| zone.to_offset(now.timestamp()).seconds())
    };
    Region::all().map(Region::zone).max_by_key(offset).unwrap_or("UTC")
}

/// The year of a reference, in UTC: it numbers, it dates nothing.
fn year(now: Instant) -> i16 {
    jiff::tz::TimeZone::UTC.to_datetime(now.timestamp()).year()
}

/// A session's token as it is kept: 256 random bits need no slow hash.
pub(super) fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
