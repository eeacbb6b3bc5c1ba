//! Somebody asks to join, and follows what becomes of it.

use access::Caller;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Members, belonging::MemberStanding, facility, themselves};
use crate::{
    jobs,
    rules::{self, Application, Asked, Command, Place, State},
    store::{
        charters,
        history::{self, Line},
        members::{self, Member},
        requests::{self, Request, Vouch},
    },
};

/// What somebody sees of their own way in.
#[derive(Clone, Debug)]
pub struct Own {
    /// How they stand.
    pub standing: MemberStanding,
    /// The address with which they sign in, when it is one of mail.
    pub email: Option<String>,
    /// Who they are to the others, or were.
    pub member: Option<Member>,
    /// What they asked last.
    pub request: Option<Request>,
    /// What was said of it.
    pub vouches: Vec<Vouch>,
    /// All that happened, the first first.
    pub history: Vec<Line>,
    /// Which versions of the code of conduct they accepted, the last first.
    pub charters: Vec<(i64, Instant)>,
}

impl Own {
    /// What the cell asked last, while it waits for an answer.
    pub fn question(&self) -> Option<&str> {
        let request = self.request.as_ref().filter(|request| request.state == State::Asked)?;
        self.said(request, "asked-more")
    }

    /// Why what they asked last was refused.
    pub fn reason(&self) -> Option<&str> {
        let request = self.request.as_ref().filter(|request| request.state == State::Refused)?;
        self.said(request, "refused")
    }

    fn said(&self, request: &Request, what: &str) -> Option<&str> {
        let of_it = |line: &&Line| line.what == what && line.request == Some(request.id);
        self.history.iter().rev().find(of_it).map(|line| line.words.as_str())
    }
}

impl Members {
    /// What the caller sees of their own way in.
    pub async fn own(&self, caller: &Caller) -> Result<Own, Problem> {
        let account = themselves(caller)?.account;
        let mut unit = self.desk.store.read().await?;
        let request = requests::of(&mut unit, account).await?.into_iter().next();
        let vouches = match &request {
            Some(request) => requests::vouches(&mut unit, request.id).await?,
            None => Vec::new(),
        };
        let known = self.accounts.known_in(&mut unit, &[account]).await?.remove(&account);
        Ok(Own {
            standing: self.standing_in(&mut unit, caller).await?,
            email: known.and_then(|known| known.email),
            member: members::find(&mut unit, account).await?,
            request,
            vouches,
            history: history::of(&mut unit, account).await?,
            charters: charters::of(&mut unit, account).await?,
        })
    }

    /// The caller asks to join. Whether the address that they name is anybody's is said to nobody but the cell (abuse F04).
    pub async fn ask(&self, caller: &Caller, asked: &Asked) -> Result<Id, Problem> {
        let person = themselves(caller)?;
        let mut unit = self.desk.store.write().await?;
        if self.standing_in(&mut unit, caller).await?.place != Place::Nowhere {
            return Err(Refused::Conflict(Refusal::new("already-member")).into());
        }
        let known = self.accounts.known_in(&mut unit, &[person.account]).await?.remove(&person.account);
        let known = known.ok_or(Refused::NotFound)?;
        let application = Application::read(asked, known.email.as_deref(), self.charter);
        let application = application.map_err(Refused::Invalid)?;
        let before = requests::of(&mut unit, person.account).await?;
        if before.iter().any(|request| request.state.waits()) {
            return Err(Refused::Conflict(Refusal::new("request-waits")).into());
        }
        let now = self.desk.now();
        let moments: Vec<Instant> = before.iter().map(|request| request.asked_at).collect();
        if let Some(wait) = rules::too_many(&moments, now) {
            return Err(Refused::TooSoon(wait).into());
        }
        let listed = facility(&mut unit, application.details.facility).await?.facility;
        let request = Request {
            id: self.desk.id(),
            account: person.account,
            name: known.name,
            legal_entity: listed.legal_entity,
            facility_name: listed.name,
            town: listed.town,
            region: listed.region,
            state: State::Open,
            asked_at: now,
            ended_at: None,
            revision: 1,
            application,
        };
        if !requests::add(&mut unit, &request).await? {
            return Err(Refused::Conflict(Refusal::new("request-waits")).into());
        }
        charters::accept(&mut unit, person.account, self.charter, now).await?;
        if !request.application.voucher.is_empty() {
            jobs::enqueue_letter(&mut unit, &self.desk, jobs::Letter::Vouching, request.id).await?;
        }
        let whose = (person.account, Some(request.id));
        self.note(&mut unit, caller, whose, ("member.asked", "asked"), "").await?;
        unit.commit().await?;
        Ok(request.id)
    }

    /// The caller answers what the cell asked.
    pub async fn answer(&self, caller: &Caller, text: &str) -> Result<(), Problem> {
        let text = rules::words(text, "member-answer", true).map_err(Refused::invalid)?;
        self.go_on(caller, Command::Answer, ("member.answered", "answered"), &text).await
    }

    /// The caller takes back what they asked.
    pub async fn withdraw(&self, caller: &Caller) -> Result<(), Problem> {
        self.go_on(caller, Command::Withdraw, ("member.withdrawn", "withdrawn"), "").await
    }

    async fn go_on(
        &self,
        caller: &Caller,
        command: Command,
        what: (&'static str, &str),
        text: &str,
    ) -> Result<(), Problem> {
        let account = themselves(caller)?.account;
        let mut unit = self.desk.store.write().await?;
        let last = requests::of(&mut unit, account).await?.into_iter().next().ok_or(Refused::NotFound)?;
        let request = requests::hold(&mut unit, last.id).await?.ok_or(Refused::NotFound)?;
        let state = rules::next(request.state, command).map_err(Refused::Conflict)?;
        requests::step(&mut unit, request.id, state, self.desk.now()).await?;
        self.note(&mut unit, caller, (account, Some(request.id)), what, text).await?;
        Ok(unit.commit().await?)
    }
}
