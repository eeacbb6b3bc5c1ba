//! Groups: what they are, who comes in, who keeps them.

use access::{Caller, Resource, Seat, permit};
use serde_json::json;
use storage::Unit;
use vocabulary::{Id, Instant, Problem, Refusal, Refused};

use super::{Community, reading::Page};
use crate::{
    jobs,
    rules::{Described, Entrance, Entry, Group, TypedGroup, Visitor, address, reopened, request_words},
    store::{
        self,
        groups::{GroupLine, Sitting},
        moderation::Done,
        posts::Reader,
    },
};

/// Requests that a keeper sees at once.
const REQUESTS: i64 = 100;

/// A group, and how the caller stands to it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Inside {
    /// The group.
    pub group: Group,
    /// How the caller sits there; `None` when they do not.
    pub seat: Option<Sitting>,
    /// How many joined it.
    pub people: i64,
    /// Whether the caller reads what is said there, as far as its mark goes.
    pub reads: bool,
    /// Whether the caller may write there.
    pub writes: bool,
    /// Whether the caller decides who comes in.
    pub decides: bool,
    /// Whether the caller changes what the group is.
    pub changes: bool,
}

/// A group, with what stands around what is said there.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// The group, and how the caller stands to it.
    pub inside: Inside,
    /// Who keeps it, by name; for those who read it.
    pub stewards: Vec<String>,
    /// How many ask to come in; for those who decide.
    pub waiting: i64,
}

/// Who is in a group.
#[derive(Clone, Debug)]
pub struct GroupPeople {
    /// The group, and how the caller stands to it.
    pub inside: Inside,
    /// Who joined it, by name.
    pub people: Page<Sitting>,
    /// Who asks to come in, the first first; for those who decide.
    pub asking: Vec<Sitting>,
}

/// What is decided about somebody before or in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// They come in, as they asked.
    Admit,
    /// They do not. They may ask again.
    Refuse,
    /// They keep the group from now on, or no more.
    Steward(bool),
    /// They must leave.
    Remove,
}

impl Decision {
    /// Its entry in the trail.
    const fn action(self) -> &'static str {
        match self {
            Self::Admit => "group.admitted",
            Self::Refuse => "group.refused",
            Self::Steward(true) => "group.steward-named",
            Self::Steward(false) => "group.steward-relieved",
            Self::Remove => "group.removed",
        }
    }
}

impl Community {
    /// The groups that exist for the caller, by name.
    pub async fn groups(&self, caller: &Caller) -> Result<Vec<GroupLine>, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let mut lines = store::groups::lines(&mut unit, seat.account()).await?;
        lines.retain(|line| visitor(&seat, line.seat.as_ref()).sees(line.group.access));
        Ok(lines)
    }

    /// One of them.
    pub async fn group(&self, caller: &Caller, slug: &str) -> Result<Inside, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        self.inside(&mut unit, &seat, slug).await
    }

    /// The same, with what stands around what is said there.
    pub async fn group_view(&self, caller: &Caller, slug: &str) -> Result<GroupView, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let inside = self.inside(&mut unit, &seat, slug).await?;
        let id = inside.group.id;
        let stewards = if inside.reads { store::groups::stewards(&mut unit, id).await? } else { Vec::new() };
        let asking =
            if inside.decides { store::groups::asking(&mut unit, id, REQUESTS).await? } else { Vec::new() };
        Ok(GroupView {
            inside,
            stewards: stewards.into_iter().map(|sitting| sitting.name).collect(),
            waiting: i64::try_from(asking.len()).unwrap_or(REQUESTS),
        })
    }

    /// Who is in a group, for those who read it; from the one after this account.
    pub async fn group_people(
        &self,
        caller: &Caller,
        slug: &str,
        after: &str,
        limit: i64,
    ) -> Result<GroupPeople, Problem> {
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let inside = self.inside(&mut unit, &seat, slug).await?;
        if !inside.reads {
            return Err(Refused::NotFound.into());
        }
        let (id, limit) = (inside.group.id, limit.clamp(1, 200));
        let last = match Id::parse(after) {
            Ok(account) => store::groups::seat(&mut unit, id, account).await?,
            Err(_) => None,
        };
        // Whoever was last and left meanwhile marks no place: the list begins again.
        let last = last.map(|sitting| (sitting.name, sitting.account.to_string())).unwrap_or_default();
        let people = store::groups::seated(&mut unit, id, (&last.0, &last.1), limit + 1).await?;
        let (people, next) = vocabulary::page_of(people, limit, |sitting| sitting.account.to_string());
        let asking =
            if inside.decides { store::groups::asking(&mut unit, id, REQUESTS).await? } else { Vec::new() };
        Ok(GroupPeople { inside, people: Page { items: people, next }, asking })
    }

    /// The same, inside a transaction.
    pub(crate) async fn inside(&self, unit: &mut Unit, seat: &Seat, slug: &str) -> Result<Inside, Problem> {
        let group = store::groups::by_slug(unit, slug).await?.ok_or(Refused::NotFound)?;
        self.entered(unit, seat, group).await
    }

    /// The same, of a group that is known.
    pub(crate) async fn inside_of(&self, unit: &mut Unit, seat: &Seat, id: Id) -> Result<Inside, Problem> {
        let group = store::groups::by_id(unit, id).await?.ok_or(Refused::NotFound)?;
        self.entered(unit, seat, group).await
    }

    /// The same, to be changed: until the transaction ends, whoever else would change it waits.
    pub(crate) async fn held(&self, unit: &mut Unit, seat: &Seat, slug: &str) -> Result<Inside, Problem> {
        let group = store::groups::hold(unit, slug).await?.ok_or(Refused::NotFound)?;
        self.entered(unit, seat, group).await
    }

    async fn entered(&self, unit: &mut Unit, seat: &Seat, group: Group) -> Result<Inside, Problem> {
        let sitting = match seat.account() {
            Some(account) => store::groups::seat(unit, group.id, account).await?,
            None => None,
        };
        let visitor = visitor(seat, sitting.as_ref());
        if !visitor.sees(group.access) {
            return Err(Refused::NotFound.into());
        }
        let people = store::groups::people(unit, group.id).await?;
        Ok(Inside {
            reads: visitor.reads(group.access),
            writes: visitor.joined && group.archived_at.is_none(),
            decides: visitor.keeps(),
            changes: visitor.changes(),
            group,
            seat: sitting,
            people,
        })
    }

    /// Whether the caller may create groups.
    pub fn creates_groups(caller: &Caller) -> bool {
        access::decide::<permit::CommunityAnswer>(caller, &Resource::default()).is_ok()
            || access::decide::<permit::CommunityModerate>(caller, &Resource::default()).is_ok()
    }

    /// Creates a group, which whoever creates it keeps; answers with the end of its address.
    pub async fn group_create(&self, caller: &Caller, typed: &TypedGroup) -> Result<String, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (_, account) = self.keeper(&mut unit, caller).await?;
        let described = Described::read(typed)?;
        // One at a time: two groups of one name get two addresses.
        unit.next("community groups").await?;
        let id = self.desk.id();
        let first = address(&described, id);
        let (mut slug, mut number) = (first.clone(), 1);
        while store::groups::by_slug(&mut unit, &slug).await?.is_some() {
            number += 1;
            slug = format!("{first}-{number}");
        }
        let Described { name, purpose, kind, access } = described;
        let group = Group { id, slug, name, purpose, kind, access, archived_at: None, revision: 1 };
        let now = self.desk.now();
        store::groups::insert(&mut unit, &group, (now, &account.to_string())).await?;
        let keeper = Sitting { steward: true, ..entering(account, caller.author(), now) };
        store::groups::sit(&mut unit, id, &keeper).await?;
        self.told(&mut unit, caller, ("group.created", &group), None).await?;
        unit.commit().await?;
        Ok(group.slug)
    }

    /// Changes what a group is, as it was seen. Whom what is said there is for follows in the same transaction.
    pub async fn group_change(
        &self,
        caller: &Caller,
        slug: &str,
        typed: &TypedGroup,
        seen: i64,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.keeper(&mut unit, caller).await?;
        let before = self.held(&mut unit, &seat, slug).await?.group;
        let Described { name, purpose, kind, access } = Described::read(typed)?;
        if before.revision != seen {
            return Err(Refused::Conflict(Refusal::new("group-changed")).into());
        }
        let said = store::groups::said(&mut unit, before.id).await?;
        reopened(before.access, access, said).map_err(Refused::invalid)?;
        let group = Group { name, purpose, kind, access, ..before.clone() };
        store::groups::update(&mut unit, &group).await?;
        if group.place() != before.place() {
            store::posts::rehouse(&mut unit, group.id, group.place()).await?;
            let turn = self.desk.now().millis();
            for post in store::groups::posts(&mut unit, group.id).await? {
                // At once: what is for fewer people now must be found by no others from this commit on.
                search::remove(&mut unit, super::finding::KIND, post).await?;
                jobs::enqueue_again(&mut unit, &self.desk, post, turn).await?;
            }
        }
        if access == Entrance::Hidden {
            // It does not exist any more for those who only asked.
            for asking in store::groups::asking(&mut unit, group.id, i64::MAX).await? {
                store::groups::leave(&mut unit, group.id, asking.account).await?;
            }
        }
        self.told(&mut unit, caller, ("group.changed", &group), None).await?;
        Ok(unit.commit().await?)
    }

    /// Nobody writes in a group any more, or people do again.
    pub async fn group_archive(&self, caller: &Caller, slug: &str, on: bool) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.keeper(&mut unit, caller).await?;
        let before = self.held(&mut unit, &seat, slug).await?.group;
        if before.archived_at.is_some() == on {
            return Ok(());
        }
        let group = Group { archived_at: on.then(|| self.desk.now()), ..before };
        store::groups::update(&mut unit, &group).await?;
        let (action, line) = if on { ("group.archived", "archived") } else { ("group.reopened", "reopened") };
        let done = Done { action: line, post: None, group: Some(group.id), reason: None, words: "" };
        self.log(&mut unit, done).await?;
        self.told(&mut unit, caller, (action, &group), None).await?;
        Ok(unit.commit().await?)
    }

    /// The caller comes in at once, or asks to.
    pub async fn group_join(&self, caller: &Caller, slug: &str, typed: &str) -> Result<Entry, Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let Inside { group, seat: sitting, .. } = self.held(&mut unit, &seat, slug).await?;
        let entry = visitor(&seat, sitting.as_ref()).enter(&group)?;
        let words = request_words(typed).map_err(|refusal| Refused::invalid(refusal.at("words")))?;
        let sitting = entering(account, caller.author(), self.desk.now());
        let (action, sitting) = match entry {
            Entry::Joined => ("group.joined", sitting),
            Entry::Asked => ("group.asked", Sitting { joined: false, words, ..sitting }),
        };
        store::groups::sit(&mut unit, group.id, &sitting).await?;
        self.told(&mut unit, caller, (action, &group), None).await?;
        unit.commit().await?;
        Ok(entry)
    }

    /// The caller leaves, or asks no more to come in.
    pub async fn group_leave(&self, caller: &Caller, slug: &str) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, account) = self.writer(&mut unit, caller).await?;
        let Inside { group, seat: sitting, .. } = self.held(&mut unit, &seat, slug).await?;
        let Some(sitting) = sitting else { return Ok(()) };
        store::groups::leave(&mut unit, group.id, account).await?;
        let action = if sitting.joined { "group.left" } else { "group.unasked" };
        self.told(&mut unit, caller, (action, &group), None).await?;
        Ok(unit.commit().await?)
    }

    /// The caller wants to be told of nothing there, or to be told again.
    pub async fn group_mute(&self, caller: &Caller, slug: &str, on: bool) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.writer(&mut unit, caller).await?;
        let Inside { group, seat: sitting, .. } = self.held(&mut unit, &seat, slug).await?;
        let sitting = sitting.filter(|sitting| sitting.joined).ok_or(Refused::NotFound)?;
        store::groups::sit(&mut unit, group.id, &Sitting { muted: on, ..sitting }).await?;
        Ok(unit.commit().await?)
    }

    /// Somebody who keeps a group, or moderates, decides about somebody else.
    pub async fn group_decide(
        &self,
        caller: &Caller,
        slug: &str,
        account: Id,
        decision: Decision,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.writer(&mut unit, caller).await?;
        let group = self.decided(&mut unit, &seat, slug).await?;
        let sitting = store::groups::seat(&mut unit, group.id, account).await?;
        let asks = matches!(decision, Decision::Admit | Decision::Refuse);
        // Somebody else decided first, or they changed their mind.
        let gone =
            || Refused::Conflict(Refusal::new(if asks { "group-asks-no-more" } else { "group-no-member" }));
        let sitting = sitting.filter(|sitting| sitting.joined != asks).ok_or_else(gone)?;
        match decision {
            Decision::Refuse | Decision::Remove => {
                store::groups::leave(&mut unit, group.id, account).await?;
            }
            Decision::Admit => {
                let entered = entering(account, sitting.name, self.desk.now());
                store::groups::sit(&mut unit, group.id, &entered).await?;
            }
            Decision::Steward(steward) => {
                store::groups::sit(&mut unit, group.id, &Sitting { steward, ..sitting }).await?;
            }
        }
        self.told(&mut unit, caller, (decision.action(), &group), Some(account)).await?;
        Ok(unit.commit().await?)
    }

    /// Who is called so in the groups, for whoever would bring them into another.
    pub async fn person_called(&self, caller: &Caller, name: &str) -> Result<Reader, Problem> {
        let mut unit = self.desk.store.read().await?;
        self.writer(&mut unit, caller).await?;
        let refuse = |code| Refused::invalid(Refusal::new(code).at("who"));
        let mut found = store::groups::called(&mut unit, name.trim()).await?;
        match (found.pop(), found.is_empty()) {
            (Some(who), true) => Ok(who),
            (Some(_), false) => Err(refuse("group-namesakes").into()),
            (None, _) => Err(refuse("group-unknown").into()),
        }
    }

    /// Somebody who keeps a group, or moderates, brings somebody in who did not ask: somebody whom another group or the members'
    /// directory names.
    pub async fn group_bring(&self, caller: &Caller, slug: &str, who: &Reader) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let (seat, _) = self.writer(&mut unit, caller).await?;
        let group = self.decided(&mut unit, &seat, slug).await?;
        let refuse = |code| Refused::invalid(Refusal::new(code).at("who"));
        if group.archived_at.is_some() {
            return Err(refuse("group-archived").into());
        }
        let sitting = store::groups::seat(&mut unit, group.id, who.account).await?;
        if sitting.is_some_and(|sitting| sitting.joined) {
            return Err(refuse("group-has-them").into());
        }
        let entered = entering(who.account, who.name.clone(), self.desk.now());
        store::groups::sit(&mut unit, group.id, &entered).await?;
        self.told(&mut unit, caller, ("group.brought-in", &group), Some(who.account)).await?;
        Ok(unit.commit().await?)
    }

    /// Whoever may create and change groups; to those who do not belong there is nothing.
    async fn keeper(&self, unit: &mut Unit, caller: &Caller) -> Result<(Seat, Id), Problem> {
        let found = self.writer(unit, caller).await?;
        if Self::creates_groups(caller) { Ok(found) } else { Err(Refused::Forbidden.into()) }
    }

    /// A group about whose people the caller decides.
    async fn decided(&self, unit: &mut Unit, seat: &Seat, slug: &str) -> Result<Group, Problem> {
        let inside = self.held(unit, seat, slug).await?;
        if inside.decides { Ok(inside.group) } else { Err(Refused::Forbidden.into()) }
    }

    /// Writes in the trail what became of a group, or of somebody in it. Of a hidden one, not even its name.
    async fn told(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        (action, group): (&'static str, &Group),
        whom: Option<Id>,
    ) -> Result<(), Problem> {
        let mut detail = json!({ "access": group.access.code() });
        if let (Some(fields), Some(whom)) = (detail.as_object_mut(), whom) {
            fields.insert("account".to_owned(), json!(whom));
        }
        Ok(self.trace(unit, caller, (action, "group", group.id), (false, detail)).await?)
    }
}

/// Somebody before a group, as far as its rules look at them.
fn visitor(seat: &Seat, sitting: Option<&Sitting>) -> Visitor {
    let joined = sitting.is_some_and(|sitting| sitting.joined);
    Visitor {
        joined,
        asked: sitting.is_some() && !joined,
        steward: joined && sitting.is_some_and(|sitting| sitting.steward),
        moderates: seat.moderates(),
        cell: seat.answers(),
    }
}

/// Somebody who just came in.
const fn entering(account: Id, name: String, since: Instant) -> Sitting {
    Sitting { account, name, joined: true, steward: false, words: String::new(), since, muted: false }
}
