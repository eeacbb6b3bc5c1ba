//! Questions put to all who read a thread.

use std::collections::BTreeSet;

use serde_json::json;
use storage::{Json, Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use crate::rules::NewPoll;

/// A poll, as its reader sees it. Who chose what is told to nobody.
#[derive(Clone, Debug)]
pub struct Poll {
    /// The question.
    pub question: String,
    /// The choices, in order, with how many chose each.
    pub choices: Vec<(String, i64)>,
    /// Whether one may choose several.
    pub several: bool,
    /// Until when.
    pub until: Instant,
    /// How many answered.
    pub voters: i64,
    /// What the reader chose.
    pub own: BTreeSet<i64>,
}

/// Writes a new poll.
pub(crate) async fn insert(unit: &mut Unit, thread: Id, poll: &NewPoll) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO community_polls (thread, question, choices, several, until) VALUES ($1, $2, $3, $4, $5)"
    );
    let arguments = args![thread, &poll.question, json!(poll.choices), poll.several, poll.until];
    unit.run(statement, arguments).await.map(drop)
}

/// The poll of a thread.
pub(crate) async fn of(unit: &mut Unit, thread: Id, account: Option<Id>) -> Result<Option<Poll>, Failure> {
    let statement = sql!("SELECT * FROM community_polls WHERE thread = $1");
    let read = |row: &Row| {
        Ok(Poll {
            question: row.get("question")?,
            choices: row
                .get::<Json<Vec<String>>>("choices")?
                .0
                .into_iter()
                .map(|choice| (choice, 0))
                .collect(),
            several: row.get("several")?,
            until: row.get("until")?,
            voters: 0,
            own: BTreeSet::new(),
        })
    };
    let Some(mut poll) = unit.first(statement, args![thread], read).await? else { return Ok(None) };
    let votes = sql!("SELECT account, choice FROM community_votes WHERE thread = $1");
    let read = |row: &Row| Ok((row.get::<Id>("account")?, row.get::<i64>("choice")?));
    let mut all = BTreeSet::new();
    for (voter, choice) in unit.all(votes, args![thread], read).await? {
        let chosen = usize::try_from(choice).ok().and_then(|choice| poll.choices.get_mut(choice));
        if let Some((_, count)) = chosen {
            *count += 1;
        }
        if Some(voter) == account {
            poll.own.insert(choice);
        }
        all.insert(voter);
    }
    poll.voters = i64::try_from(all.len()).unwrap_or(i64::MAX);
    Ok(Some(poll))
}

/// Writes what somebody chose, in place of what they chose before.
pub(crate) async fn vote(
    unit: &mut Unit,
    (thread, account): (Id, Id),
    choices: &BTreeSet<i64>,
) -> Result<(), Failure> {
    let remove = sql!("DELETE FROM community_votes WHERE thread = $1 AND account = $2");
    unit.run(remove, args![thread, account]).await?;
    for choice in choices {
        let add = sql!("INSERT INTO community_votes (thread, account, choice) VALUES ($1, $2, $3)");
        unit.run(add, args![thread, account, *choice]).await?;
    }
    Ok(())
}
