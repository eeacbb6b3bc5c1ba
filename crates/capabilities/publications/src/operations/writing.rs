//! Texts being written: begun, changed, sent to somebody else.

use access::{Caller, Permission, Resource, permit};
use storage::Unit;
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{Publications, who};
use crate::{
    jobs,
    rules::{Command, Draft, Kind, Life, Stage, check},
    store::{
        self, Publication, Version,
        images::Image,
        journal::{self, Line},
        links::{self, Loose},
    },
};

/// Texts that a list of the editors shows.
const MOST: i64 = 500;

/// What lies on the editors' desk.
#[derive(Clone, Debug, Default)]
pub struct Desktop {
    /// The texts, the last changed first.
    pub texts: Vec<Publication>,
    /// Whether there are more than are shown.
    pub more: bool,
}

/// What somebody may do with a text, as it is now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// Change it.
    pub write: bool,
    /// Ask for a review.
    pub submit: bool,
    /// Approve it, or send it back.
    pub review: bool,
    /// Somebody else must review it: the reader wrote of it.
    pub own: bool,
    /// Publish it alone.
    pub alone: bool,
    /// Take it back before its moment.
    pub unschedule: bool,
    /// Withdraw what is published.
    pub withdraw: bool,
}

/// A text, for those who write.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The text.
    pub publication: Publication,
    /// What is being written.
    pub draft: Draft,
    /// What was published, the last version first.
    pub versions: Vec<Version>,
    /// The editors' journal, the last line first.
    pub journal: Vec<Line>,
    /// The images that it may show, the first added first.
    pub images: Vec<Image>,
    /// What the reader may do.
    pub may: May,
}

impl Publications {
    /// The texts at a stage; all when there is none.
    pub async fn desktop(&self, caller: &Caller, stage: Option<Stage>) -> Result<Desktop, Problem> {
        access::scope::<permit::PublicationWrite>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let mut texts = store::at_stage(&mut unit, stage.map_or("", Stage::code), MOST + 1).await?;
        let most = usize::try_from(MOST).unwrap_or(usize::MAX);
        let more = texts.len() > most;
        texts.truncate(most);
        Ok(Desktop { texts, more })
    }

    /// What was published without a review and stands as it was: somebody is to read it again. The next version ends that.
    pub async fn alone(&self, caller: &Caller) -> Result<Vec<Publication>, Problem> {
        access::scope::<permit::PublicationWrite>(caller)?;
        Ok(store::alone(&mut self.desk.store.read().await?, MOST).await?)
    }

    /// Begins a text. It need not be whole: that is checked when a review is asked for.
    pub async fn begin(&self, caller: &Caller, kind: Kind, draft: Draft) -> Result<Id, Problem> {
        let mut unit = self.desk.store.write().await?;
        let id = self.begin_in(&mut unit, caller, (kind, draft)).await?;
        unit.commit().await?;
        Ok(id)
    }

    /// The same in the transaction of another capability.
    pub async fn begin_in(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (kind, draft): (Kind, Draft),
    ) -> Result<Id, Problem> {
        access::decide::<permit::PublicationWrite>(caller, &Resource::default())?;
        let draft = bounded(draft)?;
        let publication = Publication {
            id: self.desk.id(),
            kind,
            title: draft.content.texts.fr.title.clone(),
            life: Life::begun(who(caller)),
            revision: 1,
            changed_at: self.desk.now(),
            changed_by: caller.author(),
            due: None,
            listed: None,
        };
        store::insert(unit, &publication, &draft).await?;
        self.trace(unit, caller, ("publication.begun", "begun"), &publication, "").await?;
        Ok(publication.id)
    }

    /// A text, to be written or reviewed.
    pub async fn open(&self, caller: &Caller, id: Id) -> Result<Editing, Problem> {
        access::scope::<permit::PublicationWrite>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let (publication, draft) = store::open(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        let versions = store::versions(&mut unit, id).await?;
        let journal = journal::of(&mut unit, id).await?;
        let images = store::images::of(&mut unit, id).await?;
        Ok(Editing { may: may(caller, &publication), publication, draft, versions, journal, images })
    }

    /// Changes a text, as it was seen: when somebody else changed it meanwhile, nothing is written, and the page shows both.
    pub async fn write(&self, caller: &Caller, (id, seen): (Id, i64), draft: Draft) -> Result<i64, Problem> {
        let draft = bounded(draft)?;
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held_as_seen::<permit::PublicationWrite>(&mut unit, caller, (id, seen)).await?;
        let before = self.of_another(&mut unit, caller, &text, &draft).await?;
        self.go(&mut text, caller, Command::Write)?;
        text.title.clone_from(&draft.content.texts.fr.title);
        store::write(&mut unit, id, &draft).await?;
        store::update(&mut unit, &text).await?;
        let action = ("publication.written", "written");
        self.trace_over(&mut unit, caller, action, &text, ("", before.as_ref())).await?;
        unit.commit().await?;
        Ok(text.revision + 1)
    }

    /// What another person wrote last, when this is about to say something else: whoever overwrites it on purpose after a
    /// conflict may still be wrong.
    async fn of_another(
        &self,
        unit: &mut storage::Unit,
        caller: &Caller,
        text: &Publication,
        draft: &Draft,
    ) -> Result<Option<Draft>, Problem> {
        let other = text.changed_by != caller.author()
            && text.life.writers.values().any(|name| *name == text.changed_by);
        if !other {
            return Ok(None);
        }
        let (_, before) = store::open(unit, text.id).await?.ok_or(Refused::NotFound)?;
        Ok(Some(before).filter(|before| before != draft))
    }

    /// What a line of the journal overwrote, to be opened again.
    pub async fn overwritten(&self, caller: &Caller, (id, line): (Id, Id)) -> Result<(Line, Draft), Problem> {
        access::scope::<permit::PublicationWrite>(caller)?;
        let mut unit = self.desk.store.read().await?;
        Ok(journal::kept(&mut unit, (id, line)).await?.ok_or(Refused::NotFound)?)
    }

    /// The links of what is published that may lead to what is withdrawn, the last withdrawn first.
    pub async fn loose_links(&self, caller: &Caller) -> Result<Vec<Loose>, Problem> {
        access::scope::<permit::PublicationWrite>(caller)?;
        Ok(links::loose(&mut self.desk.store.read().await?, MOST).await?)
    }

    /// Asks for a review of a text, which must be whole.
    pub async fn submit(&self, caller: &Caller, seen: (Id, i64)) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held_as_seen::<permit::PublicationWrite>(&mut unit, caller, seen).await?;
        self.whole(&mut unit, &text).await?;
        self.go(&mut text, caller, Command::Submit)?;
        store::update(&mut unit, &text).await?;
        self.trace(&mut unit, caller, ("publication.submitted", "submitted"), &text, "").await?;
        Ok(unit.commit().await?)
    }

    /// Sends a text back to who wrote it, with what is to be mended.
    pub async fn send_back(&self, caller: &Caller, id: Id, reason: &str) -> Result<(), Problem> {
        let reason = super::publishing::reason(reason, "reason")?;
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held::<permit::PublicationReview>(&mut unit, caller, id).await?;
        self.go(&mut text, caller, Command::SendBack)?;
        store::update(&mut unit, &text).await?;
        self.trace(&mut unit, caller, ("publication.sent-back", "sent-back"), &text, &reason).await?;
        Ok(unit.commit().await?)
    }

    /// Takes a text back that waits for its moment.
    pub async fn unschedule(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held::<permit::PublicationReview>(&mut unit, caller, id).await?;
        self.go(&mut text, caller, Command::Unschedule)?;
        text.due = None;
        store::update(&mut unit, &text).await?;
        jobs::withdraw(&mut unit, id).await?;
        self.trace(&mut unit, caller, ("publication.unscheduled", "unscheduled"), &text, "").await?;
        Ok(unit.commit().await?)
    }

    /// Takes a step of its life, in memory.
    pub(super) fn go(
        &self,
        text: &mut Publication,
        caller: &Caller,
        command: Command,
    ) -> Result<crate::rules::Step, Problem> {
        let now = self.desk.now();
        let (life, step) =
            text.life.clone().after(command, who(caller).as_ref(), now).map_err(Refused::Conflict)?;
        (text.life, text.changed_at, text.changed_by) = (life, now, caller.author());
        Ok(step)
    }

    /// What is being written of a text, when nothing stands in its way.
    pub(super) async fn whole(&self, unit: &mut storage::Unit, text: &Publication) -> Result<Draft, Problem> {
        let (_, draft) = store::open(unit, text.id).await?.ok_or(Refused::NotFound)?;
        let mut wrong = check(text.kind, &draft, text.published_under());
        wrong.extend(super::images::strangers(unit, text.id, &draft).await?);
        if wrong.is_empty() { Ok(draft) } else { Err(Refused::Invalid(wrong).into()) }
    }
}

/// What somebody may do with a text.
fn may(caller: &Caller, text: &Publication) -> May {
    let has = |permission: Permission| permission.decided(caller, &Resource::default()).is_ok();
    let (write, review) = (has(Permission::PublicationWrite), has(Permission::PublicationReview));
    let life = &text.life;
    let own = who(caller).is_some_and(|(who, _)| life.writers.contains_key(&who));
    let in_review = life.stage == Stage::InReview;
    let written = matches!(life.stage, Stage::Writing | Stage::InReview);
    May {
        write: write && life.stage != Stage::Scheduled,
        submit: write && life.stage == Stage::Writing,
        review: review && in_review,
        own: own && in_review,
        alone: has(Permission::PublicationAlone) && written,
        unschedule: review && life.stage == Stage::Scheduled,
        withdraw: review && life.version > 0 && !life.withdrawn,
    }
}

/// A draft as it is kept: clean, and not so long that it could not be written at all. Whether it is whole is asked later, so that
/// nobody loses a word of what is half done.
fn bounded(mut draft: Draft) -> Result<Draft, Refused> {
    draft.clean();
    let body = crate::rules::Words::BODY;
    let mut wrong = Vec::new();
    for language in vocabulary::Language::ALL {
        if draft.content.texts.of(language).body.chars().count() > body {
            let field = format!("body_{}", language.tag());
            wrong.push(Refusal::new("too-long").at(field).with("max", body.to_string()));
        }
    }
    if wrong.is_empty() { Ok(draft) } else { Err(Refused::Invalid(wrong)) }
}
