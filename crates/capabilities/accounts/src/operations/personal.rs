//! What is held about somebody with an account: theirs to see, to take along, and to have erased.

use access::{Caller, Person, Standing};
use serde_json::{Value, json};
use storage::Unit;
use trail::{Entry, Recorded};
use vocabulary::{Failure, Id, Instant, Problem, Refusal, Refused};

use super::{
    Accounts,
    managing::{manages, may_manage},
};
use crate::{
    rules,
    store::{
        self, Account,
        factors::{self, Factor},
        identities::{self, Identity},
        personal::{self, Erasure},
        sessions::{self, Session},
        tokens::{self, Token},
    },
};

/// Entries of the trail that are shown, and that an export holds.
const SHOWN: i64 = 50;
const EXPORTED: i64 = 10_000;
/// Characters of a reason.
const MOST: usize = 2000;

/// What is held about somebody.
#[derive(Clone, Debug)]
pub struct Personal {
    /// Their account.
    pub account: Account,
    /// What they are, and where.
    pub standings: Vec<Standing>,
    /// Their second factors, without what is secret in them.
    pub factors: Vec<Factor>,
    /// Who they are at providers of identities.
    pub identities: Vec<Identity>,
    /// Where they are signed in.
    pub sessions: Vec<Session>,
    /// Their programs' tokens.
    pub tokens: Vec<Token>,
    /// Addresses from which they are known to sign in.
    pub places: Vec<String>,
    /// What the trail holds about the account itself, the latest first.
    pub trail: Vec<Recorded>,
    /// Whether they asked to be erased.
    pub erasure: Option<Erasure>,
}

/// What still names an account that was erased, in the outbox: to be withdrawn in the same transaction.
#[derive(Clone, Debug)]
pub struct Erased {
    /// The account.
    pub account: Id,
    /// The address that it had.
    pub email: String,
    /// The codes that were sent to it.
    pub codes: Vec<Id>,
}

/// What went because its time was over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions that had ended.
    pub sessions: u64,
    /// Wrong tries, and places where somebody was known.
    pub tries: u64,
    /// Tokens and codes that opened nothing any more.
    pub keys: u64,
}

impl Accounts {
    /// What is held about the caller.
    pub async fn personal(&self, caller: &Caller) -> Result<Personal, Problem> {
        let person = themselves(caller)?;
        let mut unit = self.desk.store.read().await?;
        let account = store::find(&mut unit, person.account).await?.ok_or(Refused::NotFound)?;
        Ok(self.held(&mut unit, account, SHOWN).await?)
    }

    /// The same, whole, for the caller to take along. That it was taken is in the trail.
    pub async fn export(&self, caller: &Caller) -> Result<Value, Problem> {
        let id = themselves(caller)?.account;
        let mut unit = self.desk.store.write().await?;
        let account = store::find(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        self.exported(unit, caller, account).await
    }

    /// The same about somebody, for who manages accounts to hand over.
    pub async fn export_of(&self, caller: &Caller, email: &str) -> Result<Value, Problem> {
        let (unit, account) = self.managed(caller, email).await?;
        self.exported(unit, caller, account).await
    }

    async fn exported(&self, mut unit: Unit, caller: &Caller, account: Account) -> Result<Value, Problem> {
        let now = self.desk.now();
        let entry = Entry::new("account.exported", "account", account.id);
        let held = self.held(&mut unit, account, EXPORTED).await?;
        trail::append(&mut unit, caller, now, entry).await?;
        unit.commit().await?;
        Ok(held.to_json(now))
    }

    async fn held(&self, unit: &mut Unit, account: Account, entries: i64) -> Result<Personal, Failure> {
        let (id, now) = (account.id, self.desk.now());
        Ok(Personal {
            standings: store::standings(unit, id).await?,
            factors: factors::of(unit, id).await?,
            identities: identities::of(unit, id).await?,
            sessions: sessions::of(unit, id, now, self.idle_since(now)).await?,
            tokens: tokens::of(unit, id).await?,
            places: personal::known_places(unit, &account.email).await?,
            trail: trail::of(unit, "account", &id.to_string(), entries).await?,
            erasure: personal::of(unit, id).await?,
            account,
        })
    }

    /// The caller asks that their account be erased. An administrator does it: nobody who acted for the State disappears
    /// alone, and whoever sits at somebody else's open page cannot do it for them.
    pub async fn ask_erasure(&self, caller: &Caller) -> Result<(), Problem> {
        let id = themselves(caller)?.account;
        let mut unit = self.desk.store.write().await?;
        personal::ask(&mut unit, id, self.desk.now()).await?;
        self.note(unit, caller, "account.erasure-asked", id).await
    }

    /// The caller wants to stay after all.
    pub async fn withdraw_erasure(&self, caller: &Caller) -> Result<(), Problem> {
        let id = themselves(caller)?.account;
        let mut unit = self.desk.store.write().await?;
        if !personal::forget(&mut unit, id).await? {
            return Err(Refused::Conflict(Refusal::new("no-erasure")).into());
        }
        self.note(unit, caller, "account.erasure-withdrawn", id).await
    }

    /// Who asks to be erased and waits for an answer, for those who manage accounts.
    pub async fn erasures(&self, caller: &Caller) -> Result<Vec<(Account, Erasure)>, Problem> {
        may_manage(caller)?;
        Ok(personal::waiting(&mut self.desk.store.read().await?).await?)
    }

    /// Declines, with a reason that the person reads (GDPR, art. 12(4)).
    pub async fn decline_erasure(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        manages(caller)?;
        let reason = reason.trim();
        let length = reason.chars().count();
        if length == 0 || length > MOST || reason.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
            let code = if length > MOST { "too-long" } else { "reason-required" };
            return Err(
                Refused::invalid(Refusal::new(code).at("reason").with("max", MOST.to_string())).into()
            );
        }
        let mut unit = self.desk.store.write().await?;
        store::hold(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        if !personal::decline(&mut unit, id, reason, self.desk.now()).await? {
            return Err(Refused::Conflict(Refusal::new("no-erasure")).into());
        }
        self.note(unit, caller, "account.erasure-declined", id).await
    }

    async fn note(
        &self,
        mut unit: Unit,
        caller: &Caller,
        action: &'static str,
        id: Id,
    ) -> Result<(), Problem> {
        trail::append(&mut unit, caller, self.desk.now(), Entry::new(action, "account", id)).await?;
        Ok(unit.commit().await?)
    }

    /// Erases an account, inside the transaction of whoever withdraws what the outbox still holds of it (`retention`): its
    /// sessions and tokens end, its address, name, roles and secrets go. Its identity stays, so that the trail stays whole;
    /// what it wrote into an incident stays there as long as the incident. Never one's own, nor the last administrator's.
    pub async fn erase_in(&self, unit: &mut Unit, caller: &Caller, id: Id) -> Result<Erased, Problem> {
        manages(caller)?;
        let account = store::hold(unit, id).await?.ok_or(Refused::NotFound)?;
        if caller.person().is_some_and(|person| person.account == id) {
            return Err(Refused::Conflict(Refusal::new("own-erasure")).into());
        }
        let administrator =
            store::standings(unit, id).await?.iter().any(|s| s.role == access::Role::Administrator);
        if administrator
            && account.disabled_at.is_none()
            && !personal::another_administrator(unit, id).await?
        {
            return Err(Refused::Conflict(Refusal::new("last-administrator")).into());
        }
        Ok(self.erased(unit, account).await?)
    }

    /// Erases, at most that many, accounts that were disabled before a moment.
    pub async fn erase_due_in(
        &self,
        unit: &mut Unit,
        before: Instant,
        most: i64,
    ) -> Result<Vec<Erased>, Failure> {
        let mut erased = Vec::new();
        for account in personal::due(unit, before, most).await? {
            erased.push(self.erased(unit, account).await?);
        }
        Ok(erased)
    }

    async fn erased(&self, unit: &mut Unit, account: Account) -> Result<Erased, Failure> {
        let codes = personal::invitations(unit, account.id).await?;
        personal::erase(unit, &account, self.desk.now()).await?;
        Ok(Erased { account: account.id, email: account.email, codes })
    }

    /// Takes away, at most that many of each kind: ended sessions, wrong tries of yesterday and places not seen for long,
    /// tokens and codes that opened nothing any more before `spent`.
    pub async fn sweep_in(&self, unit: &mut Unit, spent: Instant, most: i64) -> Result<Swept, Failure> {
        let now = self.desk.now();
        let (failed, seen) = (now.plus_seconds(-rules::FORGOTTEN_AFTER), now.plus_seconds(-rules::KNOWN_FOR));
        Ok(Swept {
            sessions: personal::sweep_sessions(unit, now, self.idle_since(now), most).await?,
            tries: personal::sweep_tries(unit, failed, seen, most).await?,
            keys: personal::sweep_keys(unit, spent, most).await?,
        })
    }
}

/// Somebody at the page, about themselves; never a program with a token of theirs.
fn themselves(caller: &Caller) -> Result<&Person, Refused> {
    let person = caller.person().ok_or(Refused::SignInFirst)?;
    if person.limited_to.is_some() { Err(Refused::Forbidden) } else { Ok(person) }
}

impl Personal {
    /// As the person takes it along. No secret is in it, nor the identity of anybody else.
    fn to_json(&self, now: Instant) -> Value {
        let at = |at: Instant| at.to_string();
        let account = &self.account;
        let trail = self.trail.iter().map(|entry| {
            let detail: Value = serde_json::from_str(&entry.detail).unwrap_or(Value::Null);
            json!({ "at": at(entry.at), "action": entry.action, "session": entry.session, "detail": detail })
        });
        json!({
            "made_at": at(now),
            "account": {
                "id": account.id,
                "email": account.email,
                "name": account.name,
                "language": account.language.tag(),
                "created_at": at(account.created_at),
                "disabled_at": account.disabled_at.map(at),
            },
            "roles": self.standings.iter().map(rules::standing_words).collect::<Vec<_>>(),
            "second_factors": self.factors.iter().map(|f| json!({
                "kind": f.kind.code(), "name": f.name, "created_at": at(f.created_at), "used_at": f.used_at.map(at),
            })).collect::<Vec<_>>(),
            "identities": self.identities.iter().map(|i| json!({
                "provider": i.provider, "issuer": i.issuer, "subject": i.subject, "number": i.number,
                "facilities": i.facilities.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "created_at": at(i.created_at), "used_at": i.used_at.map(at),
            })).collect::<Vec<_>>(),
            "sessions": self.sessions.iter().map(|s| json!({
                "id": s.id, "created_at": at(s.created_at), "seen_at": at(s.seen_at), "expires_at": at(s.expires_at),
                "address": s.place, "browser": s.device,
            })).collect::<Vec<_>>(),
            "tokens": self.tokens.iter().map(|t| json!({
                "id": t.id, "scopes": t.scopes, "created_at": at(t.created_at), "expires_at": at(t.expires_at),
                "revoked_at": t.revoked_at.map(at),
            })).collect::<Vec<_>>(),
            "known_addresses": self.places,
            "trail": trail.collect::<Vec<_>>(),
            "erasure": self.erasure.as_ref().map(|e| json!({
                "asked_at": at(e.asked_at), "declined_at": e.declined_at.map(at), "reason": e.reason,
            })),
        })
    }
}
