//! What waits leaves, a few mails at a time: each is sent, then noted, so that a machine that dies sends at most these few a second
//! time, with the same Message-ID.

use std::collections::BTreeMap;

use ::jobs::Outcome;
use access::Caller;
use mail::{Message, Undelivered};
use publications::Listed;
use storage::Unit;
use tokio::task::JoinSet;
use vocabulary::{Failure, Id, Instant, Language, MailAddress};

use crate::{
    jobs::{self, CHANGE, END, Postroom, failed},
    letters::{self, Told},
    links::Purpose,
    rules::names_address,
    store::{
        counts,
        deliveries::{self, Parcel, Which},
        subscribers,
    },
};

/// Mails looked up at once, and those between two notes. Whoever unsubscribes in between may get one that was looked up.
const PAGE: i64 = 512;
const CHUNK: usize = 128;
/// Of these, on their way at once: connections to the server.
const AT_ONCE: usize = 8;
/// Seconds after which a try makes way for the next: it must end well within the lease of a job.
const LONG: i64 = 40;
/// Seconds after which an address that would not take mail for now is tried again.
const AGAIN: i64 = 300;
/// Seconds after which an address that never would is given up, where the server itself answers (RFC 5321, 4.5.4.1: four to five
/// days).
const GIVEN_UP: i64 = 5 * 24 * 3600;
/// Rounds in which nothing left before a try ends: something is wrong beyond one address.
const IN_VAIN: u32 = 3;

/// One try at what waits.
pub(crate) struct Delivery {
    room: Postroom,
    which: Which,
    /// What is told of a publication, by version and language: the same for everybody.
    words: BTreeMap<(Id, bool, Language), Told>,
    listed: BTreeMap<Id, Listed>,
}

/// What the server said of one mail.
type Tried = (Result<(), Undelivered>, Parcel);

/// What became of a few mails.
#[derive(Default)]
struct Round {
    sent: Vec<Parcel>,
    failed: Vec<Parcel>,
    later: Vec<Parcel>,
    /// Nothing of it may be told any more.
    void: Vec<Parcel>,
    /// What the server said last.
    reason: String,
    /// Who refused for good: in words that name the address, and in others.
    named: Vec<Id>,
    unnamed: Vec<Id>,
}

impl Delivery {
    pub(crate) fn new(room: Postroom, which: Which) -> Self {
        Self { room, which, words: BTreeMap::new(), listed: BTreeMap::new() }
    }

    /// Sends what is due; what remains comes back later.
    pub(crate) async fn run(mut self, turn: &str) -> Result<Outcome, Failure> {
        let desk = self.room.subscriptions.desk.clone();
        let began = desk.now();
        let (mut after, mut in_vain, mut reason) = (None, 0, String::new());
        let mut page = Vec::new();
        loop {
            if page.is_empty() {
                let mut unit = desk.store.read().await?;
                page = deliveries::due(&mut unit, self.which, (after, began), PAGE).await?;
            }
            let rest = page.split_off(page.len().min(CHUNK));
            let parcels = std::mem::replace(&mut page, rest);
            let Some(last) = parcels.last() else { break };
            after = Some(last.subscriber);
            let round = self.send(parcels).await?;
            in_vain = if round.sent.is_empty() && !round.later.is_empty() { in_vain + 1 } else { 0 };
            // When the server itself is away, nothing is known of anybody: all stays as it is.
            if in_vain > 0 && self.room.post.check().await.is_err() {
                return Ok(Outcome::Later(round.reason));
            }
            reason.clone_from(&round.reason);
            self.note(round).await?;
            if in_vain >= IN_VAIN {
                return Ok(Outcome::Later(reason));
            }
            if desk.now().seconds_since(began) >= LONG {
                let mut unit = desk.store.write().await?;
                jobs::enqueue_delivery(&mut unit, &desk, self.which, &next(turn)).await?;
                unit.commit().await?;
                return Ok(Outcome::Done);
            }
        }
        let mut unit = desk.store.read().await?;
        let waiting = match self.which {
            Which::One(_) => deliveries::waiting(&mut unit, self.which, began).await?,
            Which::Digest(_) => deliveries::waiting(&mut unit, self.which, due_since(turn)).await?,
        };
        Ok(if waiting > 0 { Outcome::Later(format!("{waiting} wait: {reason}")) } else { Outcome::Done })
    }

    /// Sends a few mails, several at once.
    async fn send(&mut self, parcels: Vec<Parcel>) -> Result<Round, Failure> {
        self.read(&parcels).await?;
        let (mut round, mut on_the_way) = (Round::default(), JoinSet::new());
        for mut parcel in parcels {
            let Some((message, end)) = self.message(&parcel) else {
                round.void.push(parcel);
                continue;
            };
            // What was withdrawn is in no mail, and counts in none.
            parcel.items.retain(|(id, ..)| self.listed.contains_key(id));
            if on_the_way.len() >= AT_ONCE {
                round.settle(on_the_way.join_next().await);
            }
            let post = self.room.post.clone();
            on_the_way.spawn(async move { (post.send_to_list(&message, &end).await, parcel) });
        }
        while !on_the_way.is_empty() {
            round.settle(on_the_way.join_next().await);
        }
        Ok(round)
    }

    /// What these mails tell of, as it is now: a title that was corrected, a text that was withdrawn.
    async fn read(&mut self, parcels: &[Parcel]) -> Result<(), Failure> {
        let mut ids: Vec<Id> = parcels.iter().flat_map(|p| p.items.iter().map(|(id, ..)| *id)).collect();
        ids.sort_unstable();
        ids.dedup();
        let publications = &self.room.subscriptions.publications;
        let found = publications.those(&Caller::Nobody, &ids).await.map_err(failed)?;
        let now: BTreeMap<Id, Listed> = found
            .into_iter()
            .filter(|listed| listed.withdrawn.is_none())
            .map(|listed| (listed.id, listed))
            .collect();
        let same = |id: &Id| {
            let version = |them: &BTreeMap<Id, Listed>| them.get(id).map(|listed| listed.version);
            version(&now) == version(&self.listed)
        };
        self.words.retain(|(id, ..), _| same(id));
        self.listed = now;
        for parcel in parcels {
            for (id, version, _) in &parcel.items {
                self.word(*id, *version > 1, parcel.language).await?;
            }
        }
        Ok(())
    }

    /// Finds the words for a publication once.
    async fn word(&mut self, id: Id, again: bool, language: Language) -> Result<(), Failure> {
        let Some(listed) = self.listed.get(&id).filter(|_| !self.words.contains_key(&(id, again, language)))
        else {
            return Ok(());
        };
        let mut changes = None;
        if again {
            let publications = &self.room.subscriptions.publications;
            let mut said = publications.contents(&Caller::Nobody, &[id]).await.map_err(failed)?;
            let [fr, en] = said.remove(&id).map(|version| version.changes).unwrap_or_default();
            changes = Some(if language == Language::En && !en.is_empty() { en } else { fr });
        }
        let address = format!("{}{}", self.room.base_url, (self.room.pages)(listed, language));
        let changes = changes.as_deref().filter(|changes| !changes.is_empty());
        let told = letters::told(self.room.wording.as_ref(), (listed, changes), language, &address);
        self.words.insert((id, again, language), told);
        Ok(())
    }

    /// The mail to one person, and the link that ends their subscription; `None` when nothing of it may be told any more.
    fn message(&self, parcel: &Parcel) -> Option<(Message, String)> {
        let room = &self.room;
        let language = parcel.language;
        let wording = room.wording.as_ref();
        let told: Vec<&Told> = parcel
            .items
            .iter()
            .filter_map(|(id, version, _)| self.words.get(&(*id, *version > 1, language)))
            .collect();
        let to = MailAddress::parse(&parcel.email).ok()?;
        let link = room.subscriptions.links.sign(Purpose::End, parcel.subscriber);
        let end = format!("{}?cle={link}", room.at(END, language));
        let foot = letters::foot(wording, language, &room.operator, [&end, &room.at(CHANGE, language)]);
        let first = told.first()?;
        let texts: Vec<&str> = told.iter().map(|told| told.text.as_str()).collect();
        let (id, version, at) = parcel.items.iter().max_by_key(|(_, _, at)| *at).copied()?;
        let (subject, text, mark) = match self.which {
            Which::One(_) => {
                (first.subject.clone(), format!("{}\n\n{foot}\n", first.text), format!("{id}.{version}"))
            }
            Which::Digest(rhythm) => {
                let count = [("count", texts.len().to_string())];
                let subject = wording.text(language, &format!("mail-told-digest-{}", rhythm.code()), &count);
                let text = format!("{}\n\n{foot}\n", texts.join("\n\n\n"));
                (subject, text, format!("{}.{id}.{version}", rhythm.code()))
            }
        };
        let message_id = format!("{mark}.{}", parcel.subscriber);
        Some((Message { to, subject, text, language, message_id, at }, end))
    }

    /// Notes what became of a round, in one transaction.
    async fn note(&self, mut round: Round) -> Result<(), Failure> {
        let desk = &self.room.subscriptions.desk;
        let now = desk.now();
        let old = |parcel: &Parcel| parcel.items.iter().all(|(.., at)| now.seconds_since(*at) > GIVEN_UP);
        let (given_up, later) = std::mem::take(&mut round.later).into_iter().partition(old);
        round.later = later;
        round.failed.extend::<Vec<Parcel>>(given_up);
        let mut unit = desk.store.write().await?;
        let (sent, refused) = (by_version(&round.sent), by_version(&round.failed));
        deliveries::mark(&mut unit, &sent, "sent").await?;
        deliveries::mark(&mut unit, &refused, "failed").await?;
        deliveries::mark(&mut unit, &by_version(&round.void), "void").await?;
        deliveries::postpone(&mut unit, &by_version(&round.later), now.plus_seconds(AGAIN)).await?;
        for (version, people) in &sent {
            counts::add(&mut unit, *version, number(people.len()), 0).await?;
        }
        for (version, people) in &refused {
            counts::add(&mut unit, *version, 0, number(people.len())).await?;
        }
        let (left, not) = (number(round.sent.len()), number(round.failed.len()));
        let ended = self.answered(&mut unit, &round).await?;
        if left + not > 0 {
            let day = calendar::Calendar::of_the_cell().date(now).to_string();
            counts::add_day(&mut unit, &day, [left, not, ended]).await?;
        }
        unit.commit().await?;
        if ended > 0 {
            // What stood in the log of the database goes too.
            desk.store.settle().await?;
        }
        Ok(())
    }

    /// Notes who takes mail and who refuses it; answers how many subscriptions ended by that. A server that refuses everybody may be
    /// refusing us: words that do not name the address count only where it took the mail of others.
    async fn answered(&self, unit: &mut Unit, round: &Round) -> Result<i64, Failure> {
        let took: Vec<Id> = round.sent.iter().map(|parcel| parcel.subscriber).collect();
        subscribers::took(unit, &took).await?;
        let unnamed: &[Id] = if took.is_empty() { &[] } else { &round.unnamed };
        let refused = [round.named.as_slice(), unnamed].concat();
        if refused.is_empty() { Ok(0) } else { self.room.subscriptions.refused(unit, &refused).await }
    }
}

impl Round {
    fn settle(&mut self, done: Option<Result<Tried, tokio::task::JoinError>>) {
        match done {
            Some(Ok((Ok(()), parcel))) => self.sent.push(parcel),
            Some(Ok((Err(undelivered), parcel))) => {
                if undelivered.permanent {
                    let whose =
                        if names_address(&undelivered.reason) { &mut self.named } else { &mut self.unnamed };
                    whose.push(parcel.subscriber);
                    self.failed.push(parcel);
                } else {
                    self.later.push(parcel);
                }
                self.reason = undelivered.reason;
            }
            // A task that broke tells nothing: its mail is tried again.
            Some(Err(_)) | None => {}
        }
    }
}

fn by_version(parcels: &[Parcel]) -> deliveries::Told {
    let mut told = deliveries::Told::new();
    for parcel in parcels {
        for (id, version, _) in &parcel.items {
            told.entry((*id, *version)).or_default().push(parcel.subscriber);
        }
    }
    told
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The next turn of a delivery: `2` becomes `2 1`, then `2 2`.
fn next(turn: &str) -> String {
    let (first, count) = turn.split_once(' ').unwrap_or((turn, "0"));
    format!("{first} {}", count.parse::<u64>().unwrap_or_default() + 1)
}

/// The moment of a digest, out of its turn.
fn due_since(turn: &str) -> Instant {
    let (first, _) = turn.split_once(' ').unwrap_or((turn, ""));
    Instant::from_millis(first.parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_follow_each_other_and_keep_their_beginning() {
        assert_eq!((next("2").as_str(), next("2 1").as_str()), ("2 1", "2 2"));
        assert_eq!(due_since(&next("1700000000000")).millis(), 1_700_000_000_000);
    }
}
