//! Moderating: reports, what is decided of them, warnings. Who wrote something unnamed gets from all of this the same answers as
//! everybody else, and what they would decide about themselves has no effect.

use access::{Caller, Seat};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refusal, Refused, Tlp};

use super::{Community, finding::KIND, marked, reading::extract};
use crate::{
    jobs, letters,
    rules::moderation::{Judged, Reason, TypedReport, TypedVerdict, Verdict, grounds},
    store::{
        self,
        moderation::{Done, Report, Warned},
        posts::Post,
    },
};

/// Reports looked at, at once.
const SOME: i64 = 300;
/// What is shown of one's own reports and warnings.
const OWN: i64 = 50;
/// How long one is told of a warning about something unnamed, in seconds: half a year.
pub(crate) const TOLD: i64 = 183 * 24 * 3600;

/// What somebody is about to report.
#[derive(Clone, Debug)]
pub struct Reportable {
    /// The thread.
    pub thread: Id,
    /// Who wrote the post: the account, when it is named, and its name or the code of a voice.
    pub author: (Option<Id>, String),
    /// When.
    pub at: Instant,
    /// How far it may go.
    pub tlp: Tlp,
    /// Its first words.
    pub extract: String,
    /// What the caller reported of it before.
    pub before: bool,
}

/// What somebody reported, as those who moderate read it.
#[derive(Clone, Debug)]
pub struct Reported {
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Reason,
    /// In their words.
    pub words: String,
    /// Who; `None` about what was written unnamed, whose author may be one of those who moderate.
    pub name: Option<String>,
    /// What was decided, once it was.
    pub verdict: Option<Verdict>,
}

/// A post before those who moderate.
#[derive(Clone, Debug)]
pub struct Case {
    /// The post.
    pub post: Id,
    /// Its thread, and what that is about, when the moderator may read it.
    pub thread: Option<(Id, String)>,
    /// Its group, by the end of its address and by name; `None` for a question to the cell.
    pub group: Option<(String, String)>,
    /// Who wrote it: the account, when it is named, and its name or the code of a voice.
    pub author: (Option<Id>, String),
    /// When.
    pub at: Instant,
    /// How far it may go.
    pub tlp: Tlp,
    /// What it says; `None` when the moderator is not one of its readers.
    pub body: Option<String>,
    /// Whether it changed since it was reported.
    pub changed: bool,
    /// By whom it is hidden (`author` or `moderator`), and why.
    pub hidden: Option<(String, String)>,
    /// What was reported, the first first.
    pub reports: Vec<Reported>,
    /// What its author was told before: when, why, in which words.
    pub warnings: Vec<(Instant, Reason, String)>,
    /// Whether it was written unnamed.
    pub unnamed: bool,
}

/// What is said to somebody about what they wrote.
#[derive(Clone, Debug)]
pub struct Warning {
    /// Its identity.
    pub id: Id,
    /// The post.
    pub post: Id,
    /// Its first words.
    pub extract: String,
    /// When they were told.
    pub at: Instant,
    /// Why.
    pub reason: Reason,
    /// In which words.
    pub words: String,
    /// Whether they said that they read it.
    pub seen: bool,
}

/// What became of what somebody reported.
#[derive(Clone, Debug)]
pub struct OwnReport {
    /// The post, and its first words, while they may read it.
    pub post: Option<(Id, String)>,
    /// When they reported it.
    pub at: Instant,
    /// Why.
    pub reason: Reason,
    /// What was decided and when, once it was.
    pub verdict: Option<(Verdict, Option<Instant>)>,
    /// What is said to them.
    pub answer: String,
}

impl Community {
    /// Somebody who moderates, and is there in person.
    pub(crate) async fn moderator(&self, unit: &mut Unit, caller: &Caller) -> Result<(Seat, Id), Problem> {
        let (seat, account) = self.writer(unit, caller).await?;
        if seat.moderates() { Ok((seat, account)) } else { Err(Refused::Forbidden.into()) }
    }

    /// What the caller would report.
    pub async fn reportable(&self, caller: &Caller, post: Id) -> Result<Reportable, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, self.desk.now()), post).await?;
        let reports = store::moderation::of_post(&mut unit, post.id).await?;
        let hidden = !post.hidden.0.is_empty();
        Ok(Reportable {
            thread: post.thread,
            at: post.at,
            tlp: post.tlp,
            extract: if hidden { String::new() } else { extract(&post.body) },
            before: reports.iter().any(|report| report.account == account),
            author: (post.account, post.author),
        })
    }

    /// Reports a post to those who moderate. Who did is told to them alone, and to the trail not at all.
    pub async fn report(&self, caller: &Caller, post: Id, typed: &TypedReport) -> Result<Id, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let post = self.readable(&mut unit, (&seat, now), post).await?;
        let (reason, words) = typed.read()?;
        if !post.hidden.0.is_empty() {
            return Err(Refused::Conflict(Refusal::new("report-hidden")).into());
        }
        if post.account == Some(account) {
            return Err(Refused::Conflict(Refusal::new("report-own")).into());
        }
        if self.wrote(&post, Some(account)) {
            return Ok(post.thread);
        }
        let report = Report {
            id: self.desk.id(),
            post: post.id,
            account,
            name: caller.author(),
            reason,
            words,
            version: post.version,
            at: now,
            verdict: None,
            answer: String::new(),
        };
        if !store::moderation::insert_report(&mut unit, &report).await? {
            return Err(Refused::Conflict(Refusal::new("report-once")).into());
        }
        let told = (true, json!({ "reason": reason.code(), "tlp": post.tlp.label() }));
        self.trace(&mut unit, caller, ("community.reported", "post", post.id), told).await?;
        unit.commit().await?;
        Ok(post.thread)
    }

    /// What waits to be judged, the first reported first: never what the caller wrote under their name.
    pub async fn cases(&self, caller: &Caller) -> Result<Vec<Case>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        let mut posts: Vec<Id> = Vec::new();
        for report in store::moderation::waiting(&mut unit, SOME).await? {
            if !posts.contains(&report.post) {
                posts.push(report.post);
            }
        }
        let mut cases = Vec::new();
        for post in posts {
            let Some(post) = store::posts::known(&mut unit, post).await? else { continue };
            if post.account != Some(account) {
                cases.push(self.case_of(&mut unit, &seat, post).await?);
            }
        }
        Ok(cases)
    }

    /// One post before those who moderate: one that was reported, or that the caller may read.
    pub async fn case(&self, caller: &Caller, post: Id) -> Result<Case, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        let post = store::posts::known(&mut unit, post).await?.ok_or(Refused::NotFound)?;
        self.before(&mut unit, (&seat, account), &post).await?;
        self.case_of(&mut unit, &seat, post).await
    }

    /// Whether a post is before somebody who moderates; answers with its reports.
    async fn before(
        &self,
        unit: &mut Unit,
        (seat, account): (&Seat, Id),
        post: &Post,
    ) -> Result<Vec<Report>, Problem> {
        let reports = store::moderation::of_post(unit, post.id).await?;
        let readable = store::posts::find(unit, (seat, self.desk.now()), post.id).await?.is_some();
        if post.account == Some(account) || (reports.is_empty() && !readable) {
            return Err(Refused::NotFound.into());
        }
        Ok(reports)
    }

    async fn case_of(&self, unit: &mut Unit, seat: &Seat, post: Post) -> Result<Case, Problem> {
        let now = self.desk.now();
        let readable = store::posts::find(unit, (seat, now), post.id).await?.is_some();
        let thread = store::threads::find(unit, (seat, now), post.thread).await?;
        let group = match store::threads::group_of(unit, post.thread).await? {
            Some(group) => store::groups::by_id(unit, group).await?.map(|group| (group.slug, group.name)),
            None => None,
        };
        let reports = store::moderation::of_post(unit, post.id).await?;
        let warnings = store::moderation::warnings_of(unit, post.id).await?;
        let unnamed = post.account.is_none();
        let (hidden, _, why) = &post.hidden;
        Ok(Case {
            post: post.id,
            thread: thread.map(|thread| (thread.id, thread.title)),
            group,
            at: post.at,
            tlp: post.tlp,
            body: readable.then_some(post.body),
            changed: reports.iter().any(|report| report.version < post.version),
            hidden: (!hidden.is_empty()).then(|| (hidden.clone(), why.clone())),
            reports: reports
                .into_iter()
                .map(|report| Reported {
                    at: report.at,
                    reason: report.reason,
                    words: report.words,
                    name: (!unnamed && !report.name.is_empty()).then_some(report.name),
                    verdict: report.verdict.map(|(verdict, _)| verdict),
                })
                .collect(),
            warnings: warnings.into_iter().map(|one| (one.at, one.reason, one.words)).collect(),
            unnamed,
            author: (post.account, post.author),
        })
    }

    /// Decides about a post, and with that about all that was reported of it.
    pub async fn judge(&self, caller: &Caller, post: Id, typed: &TypedVerdict) -> Result<(), Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        let post = store::posts::hold(&mut unit, post).await?.ok_or(Refused::NotFound)?;
        let reports = self.before(&mut unit, (&seat, account), &post).await?;
        let judged = typed.read()?;
        let waits = reports.iter().any(|report| report.verdict.is_none());
        let gone = !post.hidden.0.is_empty();
        // Somebody else was faster, or its author took it back.
        if (judged.verdict == Verdict::Nothing && !waits) || (judged.verdict.hides() && gone) {
            return Err(Refused::Conflict(Refusal::new("judged-before")).into());
        }
        if self.wrote(&post, Some(account)) {
            return Ok(());
        }
        self.carry_out(&mut unit, &post, &judged, now).await?;
        if waits {
            let said = (judged.verdict, judged.answer.as_str());
            store::moderation::judge(&mut unit, post.id, said, now).await?;
        }
        let detail = json!({ "verdict": judged.verdict.code(), "tlp": post.tlp.label() });
        self.trace(&mut unit, caller, ("community.judged", "post", post.id), (false, detail)).await?;
        Ok(unit.commit().await?)
    }

    async fn carry_out(
        &self,
        unit: &mut Unit,
        post: &Post,
        judged: &Judged,
        now: Instant,
    ) -> Result<(), Problem> {
        let done =
            Done { action: "hidden", post: Some(post.id), group: None, reason: judged.reason, words: "" };
        if judged.verdict.hides() {
            store::posts::hide(unit, post.id, "moderator", (Some(now), &judged.told)).await?;
            search::remove(unit, KIND, post.id).await?;
            self.log(unit, Done { words: &judged.told, ..done.clone() }).await?;
        }
        if let (true, Some(reason)) = (judged.verdict.warns(), judged.reason) {
            let warned = Warned {
                id: self.desk.id(),
                post: post.id,
                account: post.account,
                reason,
                words: judged.warning.clone(),
                at: now,
                seen_at: None,
            };
            store::moderation::warn(unit, &warned).await?;
            if let Some(account) = post.account {
                letters::enqueue(unit, &self.desk, warned.id, account).await?;
            }
            self.log(unit, Done { action: "warned", ..done }).await?;
        }
        Ok(())
    }

    /// Writes in the log that members read.
    pub(crate) async fn log(&self, unit: &mut Unit, done: Done<'_>) -> Result<(), Problem> {
        const DAY: i64 = 24 * 3600 * 1000;
        let now = self.desk.now().millis();
        let day = Instant::from_millis(now - now.rem_euclid(DAY));
        Ok(store::moderation::log(unit, self.desk.id(), day, &done).await?)
    }

    /// Shows again what a moderator hid, and says why.
    pub async fn show_again(&self, caller: &Caller, post: Id, why: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.moderator(&mut unit, caller).await?;
        let post = store::posts::hold(&mut unit, post).await?.ok_or(Refused::NotFound)?;
        self.before(&mut unit, (&seat, account), &post).await?;
        let why = grounds(why, "why")?;
        if post.hidden.0 != "moderator" {
            return Err(Refused::Conflict(Refusal::new("judged-before")).into());
        }
        if self.wrote(&post, Some(account)) {
            return Ok(());
        }
        store::posts::hide(&mut unit, post.id, "", (None, "")).await?;
        jobs::enqueue_again(&mut unit, &self.desk, post.id, self.desk.now().millis()).await?;
        let done = Done { action: "shown", post: Some(post.id), group: None, reason: None, words: &why };
        self.log(&mut unit, done).await?;
        let told = (false, marked(&post));
        self.trace(&mut unit, caller, ("community.shown-again", "post", post.id), told).await?;
        Ok(unit.commit().await?)
    }

    /// What those who moderate said to the caller, the last first.
    pub async fn warnings(&self, caller: &Caller) -> Result<Vec<Warning>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let since = self.desk.now().plus_seconds(-TOLD);
        let mut warnings = Vec::new();
        for warned in store::moderation::warnings(&mut unit, account, since, SOME).await? {
            let Some(post) = store::posts::known(&mut unit, warned.post).await? else { continue };
            if !self.wrote(&post, Some(account)) {
                continue;
            }
            warnings.push(Warning {
                id: warned.id,
                post: post.id,
                extract: extract(&post.body),
                at: warned.at,
                reason: warned.reason,
                words: warned.words,
                seen: warned.seen_at.is_some(),
            });
        }
        Ok(warnings)
    }

    /// The caller says that they read a warning.
    pub async fn heed(&self, caller: &Caller, warning: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let warned = store::moderation::warning(&mut unit, warning).await?.ok_or(Refused::NotFound)?;
        let post = store::posts::known(&mut unit, warned.post).await?.ok_or(Refused::NotFound)?;
        if !self.wrote(&post, Some(account)) {
            return Err(Refused::NotFound.into());
        }
        store::moderation::seen(&mut unit, warned.id, self.moment(&post)).await?;
        Ok(unit.commit().await?)
    }

    /// What became of what the caller reported, the last first.
    pub async fn own_reports(&self, caller: &Caller) -> Result<Vec<OwnReport>, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let mut own = Vec::new();
        for report in store::moderation::by_account(&mut unit, account, OWN).await? {
            let post = store::posts::find(&mut unit, (&seat, now), report.post).await?;
            own.push(OwnReport {
                post: post.map(|post| {
                    let hidden = !post.hidden.0.is_empty();
                    (post.id, if hidden { String::new() } else { extract(&post.body) })
                }),
                at: report.at,
                reason: report.reason,
                verdict: report.verdict,
                answer: report.answer,
            });
        }
        Ok(own)
    }
}
