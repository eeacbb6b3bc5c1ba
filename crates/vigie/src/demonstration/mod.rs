//! A demonstration: a register, accounts, sixty incidents over three years at facilities of every kind, two outages of a provider
//! among them, that of today with its event; beside them an exercise; told by plainly fictitious people. Filed through the same operations as real ones, each at its own time; the same at every run but for
//! the day on which it ends.

mod boards;
mod community;
mod drawing;
mod lives;
mod members;
mod nights;
mod places;
mod stories;
mod watch;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use access::{Caller, Person, Reach, Role, Standing};
use accounts::Accounts;
use declarations::{Filed, Submission, Typed};
use directory::{Completeness, Source};
use events::{Stance, Told};
use places::Places;
use stories::{LATEST, NATIONAL, OUT_OF_SCOPE, PAST, PEOPLE, PROVIDER, REOPENED};
use vocabulary::{Clock, Failure, FinessNumber, Id, Instant, Language, Problem, Refused};

use crate::{
    ambient::{MachineClock, MachineIds},
    commands,
    settings::Settings,
    wiring::House,
};

/// A clock that is set to when each thing of the demonstration happened.
struct Movable(AtomicI64);

impl Clock for Movable {
    fn now(&self) -> Instant {
        Instant::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl Movable {
    fn set(&self, at: Instant) {
        self.0.store(at.millis(), Ordering::SeqCst);
    }
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Fills an empty database.
pub async fn fill(settings: Settings, register: Vec<PathBuf>) -> Result<(), Problem> {
    let now = MachineClock.now();
    let clock = Arc::new(Movable(AtomicI64::new(now.millis())));
    let house = House::build(settings, clock.clone(), Arc::new(MachineIds)).await?;
    house.services.accounts.check_start().await?;
    let operator = Caller::Program("demonstration");
    if !house.services.accounts.list(&operator).await?.is_empty() {
        out!("This database holds a demonstration already: it is left as it is.");
        return Ok(());
    }
    let there = house.services.directory.count(&operator).await?;
    if !register.is_empty() {
        out!("Loading the register given…");
        loaded(&commands::load(&house, register, Completeness::Whole).await?);
    } else if there > 0 {
        // Somebody imported one: the built-in register would close all of it.
        out!("Keeping the register that is there: {there} facilities");
    } else {
        out!("Loading the built-in register…");
        let sources = vec![Source::bytes("demonstration", directory::DEMONSTRATION)];
        loaded(&commands::load_from(&house, sources, None, Completeness::Whole).await?);
    }
    out!("Creating accounts and incidents…");
    let places = Places::of(&house.services.directory).await?;
    let demonstration = Demonstration { house: &house, clock, places, dice: 2017, filed: 0 };
    let count = demonstration.run(now, &operator).await?;
    // The last that was filed is the exercise, which is in no figure.
    out!("  {} incidents, and an exercise", count.saturating_sub(1));
    out!("\nDemonstration accounts, password {}:", Accounts::DEMONSTRATION_PASSWORD);
    for (email, name) in Accounts::demonstration_accounts() {
        out!("  {email:<26} {name}");
    }
    house.anchor_head().await;
    house.desk.store.close().await;
    Ok(())
}

fn loaded(report: &directory::Report) {
    out!("  {} facilities, {} lines refused", report.import.added, report.import.refused);
}

struct Demonstration<'a> {
    house: &'a House,
    clock: Arc<Movable>,
    places: Places,
    dice: u64,
    /// How many have declared.
    filed: usize,
}

impl Demonstration<'_> {
    async fn run(mut self, now: Instant, operator: &Caller) -> Result<usize, Problem> {
        let rennes = self.house.services.directory.search(&Caller::Nobody, "chu rennes", 1).await?;
        let rennes = rennes.into_iter().next().map(|found| found.finess);
        // A register of elsewhere has none: the accounts are given a hospital of its own.
        let home = match rennes {
            Some(rennes) => rennes,
            None => self.pick()?,
        };
        self.house.services.accounts.demonstrate(operator, home).await?;
        let account = self.house.services.accounts.identity_of(operator, "analyste@vigie.example").await?;
        let analyst = staff(Role::Analyst, "Alix Exemple", account, self.house.desk.id());
        self.members(now, operator, home).await?;
        self.past(now, &analyst).await?;
        self.provider(now.plus_seconds(-47 * DAY), &analyst).await?;
        // The last days: one in each state, the latest still to be taken, the hospital of the accounts among them.
        for (steps, hours, _) in LATEST {
            let at = now.plus_seconds(-(hours * HOUR).max(20 * 60));
            let place = if hours == 2 { home } else { self.pick()? };
            let filed = self.file(at, place).await?;
            self.live(&filed, &analyst, at, steps).await?;
        }
        self.national(now.plus_seconds(-26 * HOUR), &analyst).await?;
        self.exercise(now.plus_seconds(-5 * HOUR), &analyst).await?;
        self.interrupt(now.plus_seconds(-25 * 60)).await?;
        self.nights(now, operator, &analyst).await?;
        self.boards(now, operator).await?;
        self.watch(now, operator).await?;
        self.space(now, operator).await?;
        // Nothing of the past is sent to anybody: it is written beside the database, where the pages of mail are shown.
        self.clock.set(now);
        self.house.worker().drain().await?;
        Ok(self.filed)
    }

    /// Three years, the oldest first.
    async fn past(&mut self, now: Instant, analyst: &Caller) -> Result<(), Problem> {
        for place in 0..PAST {
            let left = i64::try_from(PAST - place).unwrap_or(1);
            let ago = left * 33 * DAY + i64::from(self.roll(20)) * DAY + i64::from(self.roll(24)) * HOUR;
            let at = now.plus_seconds(-ago.min(3 * 365 * DAY));
            let facility = self.pick()?;
            let filed = self.file(at, facility).await?;
            if place == OUT_OF_SCOPE {
                self.leave(&filed, analyst, at).await?;
            } else {
                self.live(&filed, analyst, at, 6).await?;
            }
            if place == REOPENED {
                self.reopen(&filed, analyst, at).await?;
            }
        }
        Ok(())
    }

    /// One provider falls, and ten of those whom it serves say so within a day.
    async fn provider(&mut self, at: Instant, analyst: &Caller) -> Result<(), Problem> {
        for turn in 0..i64::try_from(PROVIDER).unwrap_or(0) {
            let when = at.plus_seconds(turn * 2 * HOUR);
            let facility = self.pick()?;
            let filed = self.file(when, facility).await?;
            self.live(&filed, analyst, when, 6).await?;
        }
        Ok(())
    }

    /// An imaging provider is down since yesterday: ten say so, one event holds them, and three more are asked.
    async fn national(&mut self, at: Instant, analyst: &Caller) -> Result<(), Problem> {
        let mut all = Vec::new();
        for turn in 0..i64::try_from(NATIONAL).unwrap_or(0) {
            let when = at.plus_seconds(turn * 40 * 60);
            let facility = self.pick()?;
            let filed = self.file(when, facility).await?;
            self.live(&filed, analyst, when, usize::from(turn < 7)).await?;
            all.push(self.house.services.incidents.id_of(analyst, filed.id).await?);
        }
        self.clock.set(at.plus_seconds(9 * HOUR));
        let Some((first, others)) = all.split_first() else { return Ok(()) };
        let words = [
            "Panne du prestataire d’imagerie",
            "L’archive d’imagerie d’un prestataire est à l’arrêt : les examens se font, leur lecture est retardée.",
            "Imagerie Modèle",
            "",
        ];
        let told = Told::accept(words, "3").map_err(|wrong| Problem::from(Refused::Invalid(wrong)))?;
        let events = &self.house.services.events;
        let event = events.create(analyst, *first, told).await?;
        // The last ones are left to be proposed.
        events.attach(analyst, event, others.get(..7).unwrap_or_default()).await?;
        let mut asked = std::collections::BTreeSet::new();
        for _ in 0..3 {
            asked.insert(self.pick()?.to_string());
        }
        let list = asked.into_iter().collect::<Vec<_>>().join("\n");
        events.paste(analyst, event, &list, Stance::Unknown).await?;
        Ok(())
    }

    /// One that everybody plays, and that is in no figure.
    async fn exercise(&mut self, at: Instant, analyst: &Caller) -> Result<(), Problem> {
        let place = self.pick()?;
        let filed = self.file(at, place).await?;
        let incidents = &self.house.services.incidents;
        let id = incidents.id_of(analyst, filed.id).await?;
        let seen = incidents.open(analyst, id).await?.incident.revision;
        self.clock.set(at.plus_seconds(10 * 60));
        let declarations = &self.house.services.declarations;
        let reason = "Exercice régional : rien de réel.";
        incidents.mark_exercise(analyst, declarations, (id, seen), true, reason).await
    }

    /// A site for the one that is filed next.
    fn pick(&mut self) -> Result<FinessNumber, Problem> {
        let mut dice = self.dice;
        let found =
            self.places.pick(self.filed, |sides| usize::try_from(roll(&mut dice, sides)).unwrap_or(0));
        self.dice = dice;
        Ok(found.ok_or_else(|| lacking("facilities"))?)
    }

    fn typed(&mut self, at: Instant, facility: FinessNumber) -> Typed {
        let place = self.filed;
        self.filed += 1;
        let ((kind, origin, care, functioning, data, summary), help) = stories::told(place);
        let (name, function) = PEOPLE.get(self.roll_index(8)).copied().unwrap_or(("Camille Fictif", "RSSI"));
        let noticed = at.plus_seconds(-i64::from(self.roll(300)) * 60);
        let phone = format!("06 39 98 {:02} {:02}", self.roll(100), self.roll(100));
        let mut typed = Typed::new();
        for (field, value) in [
            ("facility", facility.to_string()),
            ("declarant.name", name.to_owned()),
            ("declarant.function", function.to_owned()),
            ("declarant.phone", phone),
            ("noticed_at", noticed.to_string()),
            ("summary", summary.to_owned()),
            ("care", care.to_owned()),
            ("kind", kind.to_owned()),
            ("help", help.to_owned()),
            ("origin", origin.to_owned()),
            ("functioning", functioning.to_owned()),
            ("data_impact", data.to_owned()),
        ] {
            typed.insert(field.to_owned(), vec![value]);
        }
        let known = if place.is_multiple_of(3) { stories::found(place) } else { &[] };
        let provider = stories::provider(place).map(|name| ("provider", name));
        let operator = stories::operates(place).then_some(("operator_status", "ose"));
        for (field, value) in known.iter().copied().chain(provider).chain(operator) {
            typed.entry(field.to_owned()).or_default().push(value.to_owned());
        }
        typed
    }

    async fn file(&mut self, at: Instant, facility: FinessNumber) -> Result<Filed, Problem> {
        let typed = self.typed(at, facility);
        self.submit(at, typed).await
    }

    async fn submit(&self, at: Instant, typed: Typed) -> Result<Filed, Problem> {
        self.clock.set(at);
        let submission = Submission {
            typed,
            language: Language::Fr,
            key: None,
            draft: None,
            from: format!("demonstration {}", at.millis()),
            device: "Démonstration".to_owned(),
            exercise: false,
        };
        self.house.services.declarations.file(&Caller::Nobody, submission).await
    }

    /// Somebody in danger who stopped half-way.
    async fn interrupt(&mut self, at: Instant) -> Result<(), Problem> {
        self.clock.set(at);
        let typed: Typed = [("care", "potential"), ("declarant.phone", "06 39 98 42 17")]
            .into_iter()
            .map(|(field, value)| (field.to_owned(), vec![value.to_owned()]))
            .collect();
        let declarations = &self.house.services.declarations;
        declarations.draft_keep(&Caller::Nobody, None, Language::Fr, typed, "demonstration").await?;
        Ok(())
    }

    fn roll(&mut self, sides: u32) -> u32 {
        roll(&mut self.dice, sides)
    }

    fn roll_index(&mut self, sides: u32) -> usize {
        usize::try_from(self.roll(sides)).unwrap_or(0)
    }
}

/// The next of a row of numbers that looks random and is always the same (SplitMix64).
fn roll(dice: &mut u64, sides: u32) -> u32 {
    *dice = dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *dice;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    u32::try_from((z ^ (z >> 31)) % u64::from(sides.max(1))).unwrap_or(0)
}

/// Somebody of the demonstration, for what was done in the past.
fn staff(role: Role, name: &str, account: Id, session: Id) -> Caller {
    Caller::Person(Person {
        account,
        name: name.to_owned(),
        session,
        standings: vec![Standing { role, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

fn lacking(what: &str) -> Failure {
    Failure::new("fill the demonstration", format!("the register lacks {what}"))
}
