//! Who saw an incident.

use access::{Caller, permit};
use incidents::Incident;
use trail::{Entry, Search, Tally};
use vocabulary::{Id, Instant, Problem, Refused};

use super::{Audit, Line, PAGE, cut, naming::Names, place, searching::both};
use crate::rules::{self, Did};

/// Who saw an incident, downloaded from it, or changed it.
#[derive(Clone, Debug)]
pub struct Accesses {
    /// The incident.
    pub incident: Incident,
    /// Each who did, the last one to do so first.
    pub people: Vec<Access>,
    /// A page of what they did, the latest first.
    pub lines: Vec<Line>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// What one actor did to an incident.
#[derive(Clone, Debug)]
pub struct Access {
    /// Who, as the trail names them.
    pub actor: String,
    /// Their name; an account that is no more has none.
    pub name: Option<String>,
    /// How often they opened it.
    pub seen: i64,
    /// How many files they downloaded.
    pub downloaded: i64,
    /// How often they changed it.
    pub changed: i64,
    /// The last time.
    pub last: Instant,
}

impl Audit {
    /// Who saw an incident, for those who may ask within their reach. That they asked is an entry too.
    pub async fn accesses(&self, caller: &Caller, id: Id, after: &str) -> Result<Accesses, Problem> {
        access::scope::<permit::IncidentAudit>(caller)?;
        let incident = self.incidents.audited(caller, id).await?;
        let from = place(after).map_err(Refused::invalid)?;
        let objects = both(incident.id, incident.declaration);
        let limit = i64::try_from(PAGE).unwrap_or(0) + 1;
        let mut unit = self.desk.store.read().await?;
        let [one, other] = &objects;
        let tallies = trail::tally(&mut unit, [one, other]).await?;
        let search = Search { objects: objects.to_vec(), ..Search::default() };
        let mut entries = trail::search(&mut unit, &search, from, limit).await?;
        drop(unit);
        let next = cut(&mut entries);
        let mut names = Names::default();
        names.learn(self, caller, tallies.iter().map(|tally| tally.actor.as_str())).await?;
        let people = people(&tallies, &names);
        let lines = self.named(caller, &mut names, entries).await?;
        self.write(caller, Entry::new("incident.accesses-seen", "incident", id)).await?;
        Ok(Accesses { incident, people, lines, next })
    }
}

/// What was counted by action, counted by actor.
fn people(tallies: &[Tally], names: &Names) -> Vec<Access> {
    let mut people: Vec<Access> = Vec::new();
    for tally in tallies {
        let at = people.iter().position(|person| person.actor == tally.actor).unwrap_or_else(|| {
            let (actor, name) = (tally.actor.clone(), names.of(&tally.actor));
            people.push(Access { actor, name, seen: 0, downloaded: 0, changed: 0, last: tally.last });
            people.len() - 1
        });
        let Some(person) = people.get_mut(at) else { continue };
        match rules::did(&tally.action) {
            Did::Saw => person.seen += tally.count,
            Did::Downloaded => person.downloaded += tally.count,
            Did::Changed => person.changed += tally.count,
        }
    }
    people
}
