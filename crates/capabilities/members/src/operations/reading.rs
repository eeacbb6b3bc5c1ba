//! Who belongs, as the others see them.

use std::collections::{BTreeMap, BTreeSet};

use access::{Caller, Reach, Role, permit};
use accounts::{Accounts, Known};
use storage::{Unit, words::words};
use vocabulary::{Failure, Id, Language, Problem, Region};

use super::Members;
use crate::{
    rules::{self, Details, Duty},
    store::members::{self, Member},
};

/// Those who belong by what they are.
const HOUSE: [Role; 3] = [Role::Analyst, Role::Lead, Role::Moderator];
/// Members on one page, and words of a search that count.
const ROWS: i64 = 50;
const WORDS: usize = 4;
/// Members among whom others look for somebody.
const ABOUT: i64 = 2000;

/// Who somebody is to the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Their account.
    pub account: Id,
    /// By which the others call them: `camille-fictif`.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What they do; `None` for those who belong by what they are.
    pub duty: Option<Duty>,
    /// In their own words, where it is none of the list.
    pub duty_words: String,
    /// The name of their facility; empty for those who have none.
    pub facility: String,
    /// Its town; may be empty.
    pub town: String,
    /// Its region.
    pub region: Option<Region>,
    /// Whether they are of the cell.
    pub of_the_cell: bool,
    /// Whether they belong now: what somebody wrote outlives their leaving.
    pub present: bool,
}

/// Somebody who belongs now, and where mail reaches them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// Who they are to the others.
    pub card: Card,
    /// Where mail reaches them.
    pub email: Option<String>,
    /// In which language they read.
    pub language: Language,
}

/// A page of the members' directory.
#[derive(Clone, Debug)]
pub struct Page {
    /// By name.
    pub cards: Vec<Card>,
    /// How many there are in all.
    pub total: i64,
    /// Which page it is, from 1, and of how many.
    pub page: i64,
    /// How many pages there are.
    pub pages: i64,
}

impl Members {
    /// Who these are to the others, whether they still belong or not. Of an account that was erased there is nothing.
    pub async fn cards_in(&self, unit: &mut Unit, accounts: &[Id]) -> Result<BTreeMap<Id, Card>, Failure> {
        if accounts.is_empty() {
            return Ok(BTreeMap::new());
        }
        let known = self.accounts.known_in(unit, accounts).await?;
        let rows = members::these(unit, accounts).await?;
        let mut rows: BTreeMap<Id, Member> = rows.into_iter().map(|row| (row.account, row)).collect();
        let bare = |known: &Known| !rows.contains_key(&known.account) && of_the_house(known);
        let house =
            if known.values().any(bare) { house(unit, &self.accounts).await? } else { BTreeMap::new() };
        let cards = known.into_values().map(|known| {
            let id = known.account;
            (id, card(&known, rows.remove(&id), house.get(&id)))
        });
        Ok(cards.collect())
    }

    /// Who belongs and is called so, each handle that is somebody's with who it is.
    pub async fn by_handles_in(
        &self,
        unit: &mut Unit,
        handles: &[String],
    ) -> Result<BTreeMap<String, Card>, Failure> {
        if handles.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut ids: BTreeSet<Id> =
            members::called(unit, handles).await?.into_iter().map(|row| row.account).collect();
        let house = house(unit, &self.accounts).await?;
        ids.extend(house.into_iter().filter(|(_, own)| handles.contains(own)).map(|(id, _)| id));
        let cards = self.cards_in(unit, &ids.into_iter().collect::<Vec<_>>()).await?;
        let meant = |card: &Card| card.present && handles.contains(&card.handle);
        Ok(cards.into_values().filter(meant).map(|card| (card.handle.clone(), card)).collect())
    }

    /// Who somebody is to the others, when they belong now.
    pub async fn member_in(&self, unit: &mut Unit, account: Id) -> Result<Option<Card>, Failure> {
        Ok(self.cards_in(unit, &[account]).await?.remove(&account).filter(|card| card.present))
    }

    /// Everybody who belongs now, by name, with where mail reaches them.
    pub async fn all_in(&self, unit: &mut Unit) -> Result<Vec<Belonging>, Failure> {
        let roles = [Role::Member, Role::Moderator, Role::Analyst, Role::Lead];
        let all = self.accounts.holders_in(unit, &roles).await?;
        let ids: Vec<Id> = all.iter().map(|known| known.account).collect();
        let mut cards = self.cards_in(unit, &ids).await?;
        let belonging = all.into_iter().filter_map(|known| {
            let card = cards.remove(&known.account)?;
            Some(Belonging { card, email: known.email, language: known.language })
        });
        Ok(belonging.collect())
    }

    /// A page of the members' directory: those whom all these words are about, by name. For those who belong.
    pub async fn directory(&self, caller: &Caller, text: &str, page: i64) -> Result<Page, Problem> {
        access::scope::<permit::CommunityRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        let words = words(text, WORDS);
        let total = members::count(&mut unit, &words).await?;
        let pages = (total + ROWS - 1).div_euclid(ROWS).max(1);
        let page = page.clamp(1, pages);
        let rows = members::listed(&mut unit, &words, ((page - 1) * ROWS, ROWS)).await?;
        let ids: Vec<Id> = rows.iter().map(|row| row.account).collect();
        let mut cards = self.cards_in(&mut unit, &ids).await?;
        let cards = ids.iter().filter_map(|id| cards.remove(id)).filter(|card| card.present).collect();
        Ok(Page { cards, total, page, pages })
    }

    /// Those whom all these words are about: their name, their facility, its town or region, what they do. Nobody when there is no
    /// word. For those who belong.
    pub async fn about(&self, caller: &Caller, text: &str) -> Result<BTreeSet<Id>, Problem> {
        access::scope::<permit::CommunityRead>(caller)?;
        let words = words(text, WORDS);
        if words.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut unit = self.desk.store.read().await?;
        let rows = members::listed(&mut unit, &words, (0, ABOUT)).await?;
        Ok(rows.into_iter().map(|row| row.account).collect())
    }

    /// Who these are to the others. For those who belong.
    pub async fn cards(&self, caller: &Caller, accounts: &[Id]) -> Result<BTreeMap<Id, Card>, Problem> {
        access::scope::<permit::CommunityRead>(caller)?;
        let mut unit = self.desk.store.read().await?;
        Ok(self.cards_in(&mut unit, accounts).await?)
    }
}

/// Whether somebody belongs by what they are.
pub(crate) fn of_the_house(known: &Known) -> bool {
    HOUSE.iter().any(|role| known.is(*role))
}

/// What those who belong by what they are, and are no members besides, are called.
pub(crate) async fn house(unit: &mut Unit, accounts: &Accounts) -> Result<BTreeMap<Id, String>, Failure> {
    let people: Vec<(Id, String)> = accounts
        .holders_in(unit, &HOUSE)
        .await?
        .into_iter()
        .map(|known| (known.account, known.name))
        .collect();
    let ids: Vec<Id> = people.iter().map(|(id, _)| *id).collect();
    let mut taken = BTreeSet::new();
    let rows = members::these(unit, &ids).await?;
    let bare: Vec<(Id, String)> =
        people.into_iter().filter(|(id, _)| rows.iter().all(|row| row.account != *id)).collect();
    for (_, name) in &bare {
        taken.extend(members::handles(unit, &rules::handle(name, |_| false)).await?);
    }
    Ok(rules::handles_of(&bare, &taken))
}

fn card(known: &Known, row: Option<Member>, house: Option<&String>) -> Card {
    let of_the_cell = known.is(Role::Analyst) || known.is(Role::Lead);
    let present = known.is(Role::Member) || of_the_house(known);
    let name = known.name.clone();
    if let Some(row) = row {
        let Member { handle, details: Details { duty, duty_words, .. }, facility_name, town, region, .. } =
            row;
        let (facility, duty, region) = (facility_name, Some(duty), Some(region));
        return Card {
            account: known.account,
            handle,
            name,
            duty,
            duty_words,
            facility,
            town,
            region,
            of_the_cell,
            present,
        };
    }
    // Whoever was made a member without having said where they work has no handle of their own yet.
    let short = || known.account.to_string().chars().take(6).collect::<String>();
    let handle = house.cloned().unwrap_or_else(|| rules::handle(&known.name, |_| false) + "-" + &short());
    Card {
        account: known.account,
        handle,
        name,
        duty: None,
        duty_words: String::new(),
        facility: String::new(),
        town: String::new(),
        region: known.standings.iter().find_map(|standing| match &standing.reach {
            Reach::Regions(regions) => regions.first().copied(),
            Reach::Facilities(_) | Reach::Nation => None,
        }),
        of_the_cell,
        present,
    }
}
