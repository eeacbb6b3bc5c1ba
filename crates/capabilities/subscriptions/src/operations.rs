//! What one can ask about subscriptions.

use access::{Caller, permit};
use publications::Publications;
use serde_json::json;
use storage::{Desk, Unit};
use trail::Entry;
use vault::MasterKey;
use vocabulary::{Failure, Id, Instant, Language, MailAddress, Problem, Refusal, Refused};

use crate::{
    jobs,
    links::{Links, Purpose},
    rules::{
        ADDRESS_WINDOW, Asked, CHANGED_WITHIN, CONFIRMED_WITHIN, Choices, MOST_OF_ADDRESS, MOST_OF_PLACE,
        MOST_REFUSED, PLACE_WINDOW, Rhythm, paced,
    },
    store::{
        counts::{self, Sent},
        deliveries, paces,
        requests::{self, Request, Wanted},
        subscribers,
    },
};

/// Lines of each list that editors see.
const MOST: i64 = 100;

/// Subscriptions, and what can be asked about them. Cheap to clone.
#[derive(Clone)]
pub struct Subscriptions {
    pub(crate) desk: Desk,
    pub(crate) publications: Publications,
    pub(crate) links: Links,
}

/// What a link from a mail opens: whose it is, and what they chose.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The address, as it is kept.
    pub email: String,
    /// What they want to be told of.
    pub choices: Choices,
    /// Whether there is nothing to confirm any more.
    pub confirmed: bool,
    /// The end of the link that ends the subscription, for whoever sees their choices.
    pub end: Option<String>,
}

/// What a purge took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// Requests that nobody confirmed in time.
    pub requests: u64,
    /// Marks of limits that limit nothing any more.
    pub paces: u64,
    /// Notes of who was told of what.
    pub told: u64,
}

impl Subscriptions {
    /// Made from what it stands on, and from the operator's key, which signs links.
    pub fn new(desk: Desk, publications: Publications, master: &MasterKey) -> Self {
        Self { desk, publications, links: Links::new(master) }
    }

    /// Somebody wants to be told. A mail leaves, and nothing else happens until whoever reads it says so. The answer is the same
    /// whatever is known of the address (abuse F04), which is not even looked up.
    pub async fn ask(&self, email: &str, asked: &Asked, from: &str) -> Result<(), Problem> {
        let address = MailAddress::parse(email).map_err(|refusal| refusal.at("email"));
        let (address, choices) = match (address, Choices::read(asked)) {
            (Ok(address), Ok(choices)) => (address, choices),
            (address, choices) => {
                let wrong = address.err().into_iter().chain(choices.err().into_iter().flatten());
                return Err(Refused::Invalid(wrong.collect()).into());
            }
        };
        self.request(&address, Wanted::Subscribe, choices, from).await
    }

    /// Somebody wants to see and change what they chose: a mail leaves with a link that opens it for an hour, if they subscribe.
    pub async fn ask_change(&self, email: &str, language: Language, from: &str) -> Result<(), Problem> {
        let address = MailAddress::parse(email).map_err(|refusal| Refused::invalid(refusal.at("email")))?;
        let (kinds, products) = Default::default();
        let choices = Choices { language, kinds, severity: 1, products, rhythm: Rhythm::AtOnce };
        self.request(&address, Wanted::Change, choices, from).await
    }

    async fn request(
        &self,
        address: &MailAddress,
        purpose: Wanted,
        choices: Choices,
        from: &str,
    ) -> Result<(), Problem> {
        let now = self.desk.now();
        let email = address.as_str().to_lowercase();
        let mut unit = self.desk.store.write().await?;
        let place = self.links.mark("place", from);
        // The address first, in both cases: two who ask for one address from two places wait for each other, and never in a ring.
        let mark = self.links.mark("address", &email);
        let before = paces::hold(&mut unit, &mark, now).await?;
        let asked = paces::hold(&mut unit, &place, now).await?;
        let asked = paced(&asked, now, (MOST_OF_PLACE, PLACE_WINDOW)).map_err(Refused::TooSoon)?;
        paces::note(&mut unit, &place, &asked, now).await?;
        // Whoever would fill a stranger's box is told nothing of it, and the box gets no more.
        if let Ok(moments) = paced(&before, now, (MOST_OF_ADDRESS, ADDRESS_WINDOW)) {
            paces::note(&mut unit, &mark, &moments, now).await?;
            let within = if purpose == Wanted::Change { CHANGED_WITHIN } else { CONFIRMED_WITHIN };
            let expires_at = now.plus_seconds(within);
            let request = Request { id: self.desk.id(), purpose, email, choices, at: now, expires_at };
            requests::add(&mut unit, &request).await?;
            jobs::enqueue_letter(&mut unit, &self.desk, request.id).await?;
        }
        Ok(unit.commit().await?)
    }

    /// What a link would confirm. Nothing happens: scanners of mail follow links.
    pub async fn pending(&self, link: &str) -> Result<Opened, Problem> {
        let mut unit = self.desk.store.read().await?;
        let request = self.requested(&mut unit, Purpose::Confirm, link).await?;
        let confirmed = request.purpose == Wanted::Confirmed;
        Ok(Opened { email: request.email, choices: request.choices, confirmed, end: None })
    }

    /// Confirms what was asked for; once more changes nothing.
    pub async fn confirm(&self, caller: &Caller, link: &str) -> Result<Opened, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let request = self.requested(&mut unit, Purpose::Confirm, link).await?;
        if request.purpose == Wanted::Subscribe {
            let id = self.desk.id();
            let id = subscribers::put(&mut unit, id, &request.email, &request.choices, now).await?;
            requests::confirm(&mut unit, request.id).await?;
            self.trace(&mut unit, caller, "subscription.confirmed", id).await?;
        }
        unit.commit().await?;
        Ok(Opened { email: request.email, choices: request.choices, confirmed: true, end: None })
    }

    /// What the owner of a link chose.
    pub async fn opened(&self, link: &str) -> Result<Opened, Problem> {
        let mut unit = self.desk.store.read().await?;
        let request = self.requested(&mut unit, Purpose::Change, link).await?;
        let (id, choices) = subscribers::by_email(&mut unit, &request.email).await?.ok_or_else(spent)?;
        let end = Some(self.links.sign(Purpose::End, id));
        Ok(Opened { email: request.email, choices, confirmed: true, end })
    }

    /// Changes what the owner of a link chose.
    pub async fn change(&self, caller: &Caller, link: &str, asked: &Asked) -> Result<(), Problem> {
        let choices = Choices::read(asked).map_err(Refused::Invalid)?;
        let mut unit = self.desk.store.write().await?;
        let request = self.requested(&mut unit, Purpose::Change, link).await?;
        let (id, _) = subscribers::by_email(&mut unit, &request.email).await?.ok_or_else(spent)?;
        subscribers::put(&mut unit, id, &request.email, &choices, self.desk.now()).await?;
        self.trace(&mut unit, caller, "subscription.changed", id).await?;
        Ok(unit.commit().await?)
    }

    /// Whether a link ends a subscription. It says nothing of whose, nor whether there still is one (abuse G08).
    pub fn ends(&self, link: &str) -> Result<(), Problem> {
        self.links.read(Purpose::End, link).map(drop).ok_or_else(|| Refused::NotFound.into())
    }

    /// Ends a subscription at once, and takes away all that names its address; once more changes nothing.
    pub async fn end(&self, caller: &Caller, link: &str) -> Result<(), Problem> {
        let id = self.links.read(Purpose::End, link).ok_or(Refused::NotFound)?;
        let mut unit = self.desk.store.write().await?;
        if self.forget(&mut unit, id).await? {
            self.trace(&mut unit, caller, "subscription.ended", id).await?;
        }
        unit.commit().await?;
        // What stood in the log of the database goes too.
        self.desk.store.settle().await?;
        Ok(())
    }

    /// Takes away all that names the address of a subscription; whether there was one.
    async fn forget(&self, unit: &mut Unit, id: Id) -> Result<bool, Failure> {
        let Some(email) = subscribers::remove(unit, id).await? else { return Ok(false) };
        let asked = requests::remove_of(unit, &email).await?;
        jobs::enqueue_erasure(unit, &self.desk, id, &asked).await?;
        Ok(true)
    }

    /// Notes which addresses refused a mail for good, and ends the subscriptions of those that did so often; answers how many.
    pub(crate) async fn refused(&self, unit: &mut Unit, ids: &[Id]) -> Result<i64, Failure> {
        let gone = subscribers::refused(unit, ids, MOST_REFUSED).await?;
        let mut ended = Vec::new();
        for id in gone {
            if self.forget(unit, id).await? {
                ended.push(id);
            }
        }
        // The trail comes last, after all that jobs are made of.
        for id in &ended {
            self.trace(unit, &Caller::Program("subscriptions"), "subscription.refused", *id).await?;
        }
        Ok(i64::try_from(ended.len()).unwrap_or(i64::MAX))
    }

    /// How many were told of what, for those who publish: never whom.
    pub async fn sent(&self, caller: &Caller) -> Result<Sent, Problem> {
        access::scope::<permit::PublicationWrite>(caller)?;
        let mut unit = self.desk.store.read().await?;
        Ok(counts::all(&mut unit, MOST).await?)
    }

    /// Takes away what serves no more, at most so much of each: unconfirmed requests, limits, and who was told of what before a
    /// moment.
    pub async fn sweep_in(unit: &mut Unit, now: Instant, told: Instant, most: i64) -> Result<Sweep, Failure> {
        let windows = ADDRESS_WINDOW.max(PLACE_WINDOW);
        Ok(Sweep {
            requests: requests::sweep(unit, now, most).await?,
            paces: paces::sweep(unit, now.plus_seconds(-windows), most).await?,
            told: deliveries::sweep(unit, told, most).await?,
        })
    }

    /// What a link of a mail asks for, while it can still be answered.
    async fn requested(&self, unit: &mut Unit, purpose: Purpose, link: &str) -> Result<Request, Problem> {
        let id = self.links.read(purpose, link).ok_or(Refused::NotFound)?;
        let found = requests::open(unit, id, self.desk.now()).await?;
        let fits = |request: &Request| (request.purpose == Wanted::Change) == (purpose == Purpose::Change);
        Ok(found.filter(fits).ok_or_else(spent)?)
    }

    async fn trace(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        action: &'static str,
        id: Id,
    ) -> Result<(), Failure> {
        let entry = Entry::new(action, "subscription", id).with(json!({}));
        trail::append(unit, caller, self.desk.now(), entry).await
    }
}

/// A link of ours that opens nothing any more.
fn spent() -> Refused {
    Refused::Conflict(Refusal::new("link-spent"))
}
