//! The purge.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use access::{Caller, Resource, permit};
use accounts::{Accounts, Erased};
use community::Community;
use declarations::Declarations;
use events::Events;
use incidents::Incidents;
use indicators::Indicators;
use mail::Letters;
use members::Members;
use oncall::Oncall;
use serde_json::json;
use storage::{Desk, Unit};
use subscriptions::Subscriptions;
use trail::Entry;
use vocabulary::{Failure, Id, Instant, Problem};

use crate::{jobs, rules::Terms};

/// Incidents, and accounts, taken away in one transaction.
const SOME: i64 = 50;
/// Lines of any other kind taken away in one transaction.
const LINES: i64 = 1000;
/// References of incidents kept by an order that a report names.
const NAMED: i64 = 1000;

/// Takes away what has been kept long enough. Cheap to clone.
#[derive(Clone)]
pub struct Retention {
    pub(crate) desk: Desk,
    pub(crate) declarations: Declarations,
    pub(crate) incidents: Incidents,
    indicators: Indicators,
    events: Events,
    accounts: Accounts,
    members: Members,
    pub(crate) letters: Letters,
    terms: Arc<Terms>,
}

/// What a purge took away, or would.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many, by kind; kinds of which there was nothing are absent.
    pub counts: BTreeMap<&'static str, u64>,
    /// The references of incidents whose time has come and that an order keeps.
    pub kept: Vec<String>,
    /// Whether some was left for another time.
    pub more: bool,
}

/// What one transaction takes away.
#[derive(Default)]
struct Batch {
    counts: BTreeMap<&'static str, u64>,
    references: Vec<String>,
    incidents: Vec<Id>,
    accounts: Vec<Id>,
    /// Kept files, and marks of letters, to be removed once it is committed.
    files: Vec<Id>,
    marks: BTreeSet<String>,
    full: bool,
}

impl Batch {
    fn add(&mut self, kind: &'static str, count: u64) {
        if count > 0 {
            *self.counts.entry(kind).or_default() += count;
        }
    }

    /// The same for what a limit bounds: at the limit, there may be more.
    fn add_some(&mut self, kind: &'static str, count: u64, limit: i64) {
        self.full |= count >= limit.unsigned_abs();
        self.add(kind, count);
    }
}

impl Report {
    fn add(&mut self, batch: &Batch) {
        for (kind, count) in &batch.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        self.more = batch.full;
    }
}

impl Retention {
    /// Made from what it stands on.
    #[expect(clippy::too_many_arguments, reason = "one for each capability that keeps something")]
    pub fn new(
        desk: Desk,
        declarations: Declarations,
        incidents: Incidents,
        indicators: Indicators,
        events: Events,
        accounts: Accounts,
        members: Members,
        letters: Letters,
        terms: Terms,
    ) -> Self {
        Self {
            desk,
            declarations,
            incidents,
            indicators,
            events,
            accounts,
            members,
            letters,
            terms: Arc::new(terms),
        }
    }

    /// Takes away everything whose time is over, a bounded part at a time and `parts` of them at most, each with its entry in
    /// the trail. Files go after the commit, as jobs that are tried until they are done.
    pub async fn purge(&self, caller: &Caller, parts: u32) -> Result<Report, Problem> {
        access::decide::<permit::DataPurge>(caller, &Resource::default())?;
        let mut report = Report { more: true, ..Report::default() };
        for _ in 0..parts {
            if report.more {
                report.add(&self.part(caller).await?);
            }
        }
        let now = self.desk.now();
        let letters = self.letters.remove_before(self.terms.letters.before(now)).await?;
        if letters > 0 {
            *report.counts.entry("letters").or_default() += letters;
        }
        let mut unit = self.desk.store.write().await?;
        report.kept = self.kept(&mut unit, now).await?;
        let detail = json!({ "counts": report.counts, "kept": report.kept, "more": report.more });
        trail::append(&mut unit, caller, now, entry("data.purge-ended", now).with(detail)).await?;
        unit.commit().await?;
        // What could not leave the log of the database now leaves it after the next purge.
        self.desk.store.settle().await?;
        Ok(report)
    }

    /// What a purge would take away now. All of it is done and then undone, so that it says what would be, and not what
    /// somebody believes would be.
    pub async fn rehearse(&self, caller: &Caller) -> Result<Report, Problem> {
        access::decide::<permit::DataPurge>(caller, &Resource::default())?;
        let now = self.desk.now();
        let mut report = Report { more: true, ..Report::default() };
        let mut unit = self.desk.store.write().await?;
        while report.more {
            report.add(&self.take(&mut unit, now).await?);
        }
        report.kept = self.kept(&mut unit, now).await?;
        drop(unit);
        let letters = self.letters.count_before(self.terms.letters.before(now)).await?;
        if letters > 0 {
            *report.counts.entry("letters").or_default() += letters;
        }
        Ok(report)
    }

    /// Erases an account now, whether its person asked or not, and takes away what the outbox still holds of it.
    pub async fn erase(&self, caller: &Caller, account: Id) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let erased = self.accounts.erase_in(&mut unit, caller, account).await?;
        let mut batch = Batch::default();
        self.members.erase_in(&mut unit, account, &erased.email).await?;
        withdraw_account(&mut unit, &mut batch, &erased).await?;
        if !batch.marks.is_empty() {
            jobs::enqueue_removal(&mut unit, &self.desk, &batch.files, &batch.marks).await?;
        }
        trail::append(&mut unit, caller, now, erased_entry(account)).await?;
        unit.commit().await?;
        self.desk.store.settle().await?;
        Ok(())
    }

    /// How long each kind of thing is kept.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    async fn kept(&self, unit: &mut Unit, now: Instant) -> Result<Vec<String>, Failure> {
        self.incidents.kept_in(unit, self.terms.incidents.before(now), NAMED).await
    }

    /// One transaction: what goes, the jobs that remove its files, the entry that tells of it.
    async fn part(&self, caller: &Caller) -> Result<Batch, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let batch = self.take(&mut unit, now).await?;
        if !batch.files.is_empty() || !batch.marks.is_empty() {
            jobs::enqueue_removal(&mut unit, &self.desk, &batch.files, &batch.marks).await?;
        }
        if !batch.counts.is_empty() {
            let detail = json!({
                "counts": batch.counts, "references": batch.references, "incidents": batch.incidents,
                "accounts": batch.accounts,
            });
            trail::append(&mut unit, caller, now, entry("data.purged", now).with(detail)).await?;
            for account in &batch.accounts {
                trail::append(&mut unit, caller, now, erased_entry(*account)).await?;
            }
        }
        unit.commit().await?;
        Ok(batch)
    }

    /// Takes away what has been kept long enough, at most so much of each kind, each by the capability whose it is.
    async fn take(&self, unit: &mut Unit, now: Instant) -> Result<Batch, Failure> {
        let (terms, mut batch) = (&self.terms, Batch::default());
        self.take_incidents(unit, &mut batch, now).await?;
        let over = self.events.purge_in(unit, terms.incidents.before(now), SOME).await?;
        batch.add_some("events", over, SOME);
        let swept = self.declarations.sweep_in(unit, terms.drafts.before(now), LINES).await?;
        batch.add_some("drafts", swept.drafts, LINES);
        batch.add_some("sessions", swept.sessions, LINES);
        batch.add_some("tries", swept.tries, LINES);
        batch.add_some("repeats", swept.repeats, LINES);
        batch.add_some("uploads", swept.files.len() as u64, LINES);
        batch.files.extend(swept.files);
        let gone = self.accounts.erase_due_in(unit, terms.disabled_accounts.before(now), SOME).await?;
        batch.add_some("accounts", gone.len() as u64, SOME);
        for erased in gone {
            self.members.erase_in(unit, erased.account, &erased.email).await?;
            withdraw_account(unit, &mut batch, &erased).await?;
            batch.accounts.push(erased.account);
        }
        let swept = self.accounts.sweep_in(unit, terms.spent_keys.before(now), LINES).await?;
        batch.add_some("sessions", swept.sessions, LINES);
        batch.add_some("tries", swept.tries, LINES);
        batch.add_some("keys", swept.keys, LINES);
        let over = Members::sweep_in(unit, terms.memberships.before(now), LINES).await?;
        batch.add_some("member-requests", over.requests, LINES);
        batch.add_some("members", over.members, LINES);
        let before = (terms.threads.before(now), terms.drafts.before(now));
        let (silent, files) = Community::sweep_in(unit, before, LINES).await?;
        batch.add_some("threads", silent, LINES);
        batch.add("files", files.len() as u64);
        batch.files.extend(files);
        let called = Oncall::sweep_in(unit, terms.drafts.before(now), LINES).await?;
        batch.add_some("call-backs", called, LINES);
        let handed = Oncall::sweep_handovers_in(unit, terms.incidents.before(now), LINES).await?;
        batch.add_some("handovers", handed, LINES);
        let told = Subscriptions::sweep_in(unit, now, terms.told.before(now), LINES).await?;
        batch.add_some("subscription-requests", told.requests, LINES);
        batch.add_some("tries", told.paces, LINES);
        batch.add_some("told", told.told, LINES);
        let (done, given_up) = (terms.jobs.before(now), terms.given_up_jobs.before(now));
        let jobs = ::jobs::forget(unit, done, given_up, LINES).await?;
        batch.add_some("jobs", jobs, LINES);
        Ok(batch)
    }

    async fn take_incidents(&self, unit: &mut Unit, batch: &mut Batch, now: Instant) -> Result<(), Failure> {
        let before = self.terms.incidents.before(now);
        let gone = self.incidents.purge_in(unit, &self.declarations, before, SOME).await?;
        batch.add_some("incidents", gone.len() as u64, SOME);
        for purged in gone {
            batch.add("versions", purged.declared.versions);
            batch.add("messages", purged.declared.messages);
            batch.add("files", purged.declared.files.len() as u64);
            batch.add("indicators", self.indicators.forget_in(unit, purged.incident).await?);
            self.events.forget_in(unit, purged.incident).await?;
            batch.add("alarms", Oncall::forget_in(unit, purged.incident).await?);
            for named in [purged.incident, purged.declaration] {
                withdraw(unit, batch, "", &named.to_string()).await?;
            }
            batch.files.extend(purged.declared.files);
            batch.references.push(purged.reference);
            batch.incidents.push(purged.incident);
        }
        Ok(())
    }
}

/// Takes away the jobs that name something, and notes the letters that they wrote.
async fn withdraw(unit: &mut Unit, batch: &mut Batch, kinds: &str, named: &str) -> Result<(), Failure> {
    let withdrawn = ::jobs::withdraw(unit, kinds, named).await?;
    batch.add("jobs", withdrawn.len() as u64);
    batch.marks.extend(withdrawn.iter().map(Id::to_string));
    Ok(())
}

/// Takes away what the outbox holds of an account that was erased. What its address receives as somebody who declared is
/// not the account's.
async fn withdraw_account(unit: &mut Unit, batch: &mut Batch, erased: &Erased) -> Result<(), Failure> {
    let codes = erased.codes.iter().map(Id::to_string);
    for named in codes.chain([erased.account.to_string(), erased.email.clone()]) {
        withdraw(unit, batch, "account.", &named).await?;
    }
    withdraw(unit, batch, "members.", &erased.account.to_string()).await?;
    Ok(())
}

fn erased_entry(account: Id) -> Entry {
    Entry::new("account.erased", "account", account)
}

fn entry(action: &'static str, now: Instant) -> Entry {
    Entry::new(action, "purge", now.timestamp().strftime("%Y-%m-%d"))
}
