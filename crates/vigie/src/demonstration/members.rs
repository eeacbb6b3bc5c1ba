//! Who belongs to the private space of the demonstration: each asks, is answered for, and is accepted by the cell.

use access::{Caller, Person as Somebody, Reach, Role, Standing};
use accounts::{Accounts, NewAccount};
use members::rules::Asked;
use serde::Deserialize;
use vocabulary::{Failure, FinessNumber, Id, Instant, Language, Problem};

use super::{DAY, Demonstration, HOUR, staff};

const PEOPLE: &str = include_str!("members.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    person: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    /// Before the `@vigie.example`.
    login: String,
    name: String,
    /// Words by which the register finds their facility; empty for the hospital of the demonstration's accounts.
    facility: String,
    duty: String,
    #[serde(default)]
    duty_words: String,
    why: String,
    way: String,
    /// The login of who answers for them.
    #[serde(default)]
    voucher: String,
    /// How many days ago they asked.
    days: i64,
    /// `accepted` or `waiting`.
    end: String,
    /// What whoever answers says, or what the cell learnt when it called.
    #[serde(default)]
    word: String,
    #[serde(default)]
    moderates: bool,
}

impl Demonstration<'_> {
    /// Each at their time, the first first: the later ones are answered for by them.
    pub(super) async fn members(
        &mut self,
        now: Instant,
        operator: &Caller,
        hospital: FinessNumber,
    ) -> Result<(), Problem> {
        let people: People =
            toml::from_str(PEOPLE).map_err(|error| Failure::new("fill the demonstration", error))?;
        let accounts = &self.house.services.accounts;
        let account = accounts.identity_of(operator, "responsable@vigie.example").await?;
        let lead = staff(Role::Lead, "Robin Modèle", account, self.house.desk.id());
        let mut first = people.person;
        first.sort_by_key(|person| -person.days);
        for person in first {
            self.join(now, (operator, &lead), hospital, person).await?;
        }
        Ok(())
    }

    async fn join(
        &self,
        now: Instant,
        (operator, lead): (&Caller, &Caller),
        hospital: FinessNumber,
        person: Person,
    ) -> Result<(), Problem> {
        let services = &self.house.services;
        let asked_at = now.plus_seconds(-person.days * DAY - 3 * HOUR);
        self.clock.set(asked_at.plus_seconds(-HOUR));
        let email = format!("{}@vigie.example", person.login);
        let account = match services.accounts.identity_of(operator, &email).await {
            Ok(account) => account,
            Err(_) => self.account(operator, &email, &person.name).await?,
        };
        let facility = if person.facility.is_empty() {
            hospital
        } else {
            let found = services.directory.search(&Caller::Nobody, &person.facility, 1).await?;
            // Another register may have no such facility.
            found.first().map_or(hospital, |found| found.finess)
        };
        self.clock.set(asked_at);
        let asked = Asked {
            facility: facility.to_string(),
            duty: person.duty,
            duty_words: person.duty_words,
            why: person.why,
            way: person.way,
            voucher: format!("{}@vigie.example", person.voucher),
            charter: services.members.charter().to_string(),
        };
        let request = services.members.ask(&bare(account, &person.name), &asked).await?;
        if person.end != "accepted" {
            return Ok(());
        }
        self.clock.set(asked_at.plus_seconds(20 * HOUR));
        let mut checked = person.word.as_str();
        if !person.voucher.is_empty() {
            let voucher = format!("{}@vigie.example", person.voucher);
            let sponsor = services.accounts.identity_of(operator, &voucher).await?;
            services.members.vouch(&bare(sponsor, ""), request, true, &person.word).await?;
            checked = "";
        }
        self.clock.set(asked_at.plus_seconds(26 * HOUR));
        let seen = services.members.request(lead, request).await?.request.revision;
        services.members.accept(lead, (request, seen), checked).await?;
        if person.moderates {
            let held = services.accounts.record(operator, account).await?;
            let moderator = Standing { role: Role::Moderator, reach: Reach::Nation };
            let all: Vec<Standing> = held.standings.into_iter().chain([moderator]).collect();
            services.accounts.set_standings(operator, &email, &all, held.account.revision).await?;
        }
        Ok(())
    }

    async fn account(&self, operator: &Caller, email: &str, name: &str) -> Result<Id, Problem> {
        let new = NewAccount {
            email: email.to_owned(),
            name: name.to_owned(),
            language: Language::Fr,
            password: Accounts::DEMONSTRATION_PASSWORD.to_owned(),
            standings: Vec::new(),
        };
        self.house.services.accounts.create(operator, new).await
    }
}

/// Somebody about whom nothing but their account is known: what they are is read where it counts.
fn bare(account: Id, name: &str) -> Caller {
    Caller::Person(Somebody {
        account,
        name: name.to_owned(),
        session: account,
        standings: Vec::new(),
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}
