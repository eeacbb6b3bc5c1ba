//! The on-call calendar.

use std::collections::BTreeMap;

use access::{Caller, Permission, Resource, permit};
use accounts::Contact;
use calendar::Calendar;
use jiff::{ToSpan as _, civil::Date};
use serde_json::json;
use trail::Entry;
use vocabulary::{Id, Problem, Refusal, Refused};

use super::{Oncall, absent, handles};
use crate::{
    rules::{self, Gap, RANKS, Span, Turn},
    store::turns,
};

/// A turn as somebody writes it down.
#[derive(Clone, Debug)]
pub struct NewTurn {
    /// Whose it is.
    pub person: String,
    /// 1 to 3, as typed.
    pub rank: String,
    /// Its first day, as typed.
    pub from: String,
    /// Its last day, as typed; empty for the first.
    pub to: String,
    /// Whether it takes the place of who is written down.
    pub replace: bool,
}

/// A day of a month.
#[derive(Clone, Debug)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// Whether the cell works on it, and is on call in the evening only.
    pub worked: bool,
    /// Who is on call, by rank.
    pub people: Vec<String>,
}

/// A turn that is written down.
#[derive(Clone, Debug)]
pub struct Written {
    /// The turn.
    pub turn: Turn,
    /// Whose it is; empty when they are here no more.
    pub name: String,
}

/// A month of the calendar.
#[derive(Clone, Debug)]
pub struct Month {
    /// Its days.
    pub days: Vec<Day>,
    /// The turns that have a day in it.
    pub turns: Vec<Written>,
    /// When nobody is on call.
    pub gaps: Vec<Gap>,
    /// Who may be written down; empty for those who may not write.
    pub people: Vec<Contact>,
}

impl Oncall {
    /// The month of a day.
    pub async fn month(&self, caller: &Caller, date: Date) -> Result<Month, Problem> {
        handles(caller)?;
        let span = Span { from: date.first_of_month(), to: date.last_of_month() };
        let mut unit = self.desk.store.read().await?;
        let turns = turns::within(&mut unit, span).await?;
        let mut names = BTreeMap::new();
        for turn in &turns {
            let contact = self.accounts.contact_in(&mut unit, turn.account).await?;
            names.insert(turn.account, contact.map(|contact| contact.name).unwrap_or_default());
        }
        let people = if access::decide::<permit::OnCallPlan>(caller, &Resource::default()).is_ok() {
            self.accounts.contacts_in(&mut unit, Permission::IncidentHandle).await?
        } else {
            Vec::new()
        };
        let calendar = Calendar::of_the_cell();
        // Somebody who is here no more is not called: their days are gaps.
        let active: Vec<Turn> = turns
            .iter()
            .filter(|turn| names.get(&turn.account).is_some_and(|n| !n.is_empty()))
            .cloned()
            .collect();
        let on = |date: Date, rank: i64| {
            let turn = active.iter().find(|turn| turn.rank == rank && turn.span.holds(date))?;
            names.get(&turn.account).cloned()
        };
        let day = |date: Date| Day {
            date,
            worked: calendar.is_working_day(date),
            people: (1..=RANKS).map(|rank| on(date, rank).unwrap_or_default()).collect(),
        };
        Ok(Month {
            days: span.days().map(day).collect(),
            gaps: rules::gaps(&active, span, &calendar),
            turns: turns
                .into_iter()
                .map(|turn| Written { name: names.get(&turn.account).cloned().unwrap_or_default(), turn })
                .collect(),
            people,
        })
    }

    /// Writes a turn down.
    pub async fn turn_add(&self, caller: &Caller, new: &NewTurn) -> Result<Date, Problem> {
        access::decide::<permit::OnCallPlan>(caller, &Resource::default())?;
        let (span, rank) = read(new, Calendar::of_the_cell().date(self.desk.now()))?;
        let person = Refused::invalid(Refusal::new("not-a-choice").at("person"));
        let account = Id::parse(&new.person).map_err(|_| person.clone())?;
        let mut unit = self.desk.store.write().await?;
        let people = self.accounts.contacts_in(&mut unit, Permission::IncidentHandle).await?;
        if !people.iter().any(|contact| contact.account == account) {
            return Err(person.into());
        }
        // One at a time: two leads who write at once see each other's turns.
        unit.next("oncall turns").await?;
        let there = turns::within(&mut unit, span).await?;
        let turn = Turn { id: None, rank, account, span };
        let (gone, come) = rules::lay(&there, &turn, new.replace).map_err(Refused::invalid)?;
        for id in gone {
            turns::remove(&mut unit, id).await?;
        }
        for turn in come {
            turns::insert(&mut unit, self.desk.id(), &turn).await?;
        }
        let entry = Entry::new("turn.added", "account", account).with(json!({
            "from": span.from.to_string(), "to": span.to.to_string(), "rank": rank, "replaced": new.replace,
        }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(span.from)
    }

    /// Takes a turn away; answers with its first day.
    pub async fn turn_cancel(&self, caller: &Caller, id: Id) -> Result<Date, Problem> {
        access::decide::<permit::OnCallPlan>(caller, &Resource::default())?;
        let mut unit = self.desk.store.write().await?;
        let turn = turns::find(&mut unit, id).await?.ok_or_else(absent)?;
        if !turns::remove(&mut unit, id).await? {
            return Err(absent());
        }
        let (from, to) = (turn.span.from.to_string(), turn.span.to.to_string());
        let entry = Entry::new("turn.cancelled", "account", turn.account)
            .with(json!({ "from": from, "to": to, "rank": turn.rank }));
        trail::append(&mut unit, caller, self.desk.now(), entry).await?;
        unit.commit().await?;
        Ok(turn.span.from)
    }
}

/// What was typed, or everything that is wrong with it.
fn read(new: &NewTurn, today: Date) -> Result<(Span, i64), Problem> {
    let mut refusals = Vec::new();
    let mut day = |typed: &str, field: &'static str| {
        let read = rules::day(typed, today);
        if read.is_none() {
            let code = if typed.trim().is_empty() { "required" } else { "day-unreadable" };
            refusals.push(Refusal::new(code).at(field));
        }
        read
    };
    let from = day(&new.from, "from");
    let to = if new.to.trim().is_empty() { from } else { day(&new.to, "to") };
    let rank = new.rank.parse().ok().filter(|rank| (1..=RANKS).contains(rank));
    if rank.is_none() {
        refusals.push(Refusal::new("not-a-choice").at("rank"));
    }
    // A year that nobody means is a slip of the hand.
    let far = today.saturating_add(5.years());
    let span = from.zip(to).map(|(from, to)| Span::new(from, to.min(far)));
    match (span, rank) {
        (Some(Ok(span)), Some(rank)) if refusals.is_empty() => Ok((span, rank)),
        (Some(Err(refusal)), _) => {
            refusals.push(refusal);
            Err(Refused::Invalid(refusals).into())
        }
        _ => Err(Refused::Invalid(refusals).into()),
    }
}
