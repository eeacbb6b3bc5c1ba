//! A demonstration: a register, accounts, sixty incidents over three years at facilities of every kind, the outage of a provider
//! today with its event, and an exercise; told by plainly fictitious people. Filed through the same operations as real ones, each at its own time; the same at every run but for
//! the day on which it ends.

mod boards;
mod community;
mod drawing;
mod members;
mod nights;
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
use declarations::{Filed, Submission, Typed, rules::Criterion};
use directory::{Completeness, Found, Source};
use events::{Stance, Told};
use incidents::rules::Command;
use stories::{LATEST, NATIONAL, PAST, PEOPLE, PLACES, PROVIDER};
use vocabulary::{Clock, Failure, FinessNumber, Id, Instant, Language, Problem, Refused, Region, Severity};

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
        println!("This database holds a demonstration already: it is left as it is.");
        return Ok(());
    }
    let (sources, name) = if register.is_empty() {
        (vec![Source::bytes("demonstration", directory::DEMONSTRATION)], "the built-in register")
    } else {
        (register.into_iter().map(Source::file).collect(), "the register given")
    };
    println!("Loading {name}…");
    let report = commands::load(&house, sources, Completeness::Whole).await?;
    println!("  {} facilities, {} lines refused", report.import.added, report.import.refused);
    println!("Creating accounts and incidents…");
    let demonstration = Demonstration { house: &house, clock, dice: 2017, filed: 0 };
    let count = demonstration.run(now, &operator).await?;
    println!("  {count} incidents");
    println!("\nDemonstration accounts, password {}:", Accounts::DEMONSTRATION_PASSWORD);
    for (email, name) in Accounts::demonstration_accounts() {
        println!("  {email:<26} {name}");
    }
    house.anchor_head().await;
    house.desk.store.close().await;
    Ok(())
}

struct Demonstration<'a> {
    house: &'a House,
    clock: Arc<Movable>,
    dice: u64,
    /// How many have declared.
    filed: usize,
}

impl Demonstration<'_> {
    async fn run(mut self, now: Instant, operator: &Caller) -> Result<u32, Problem> {
        let mut places = Vec::new();
        for words in PLACES {
            places.push(self.facilities(words).await?);
        }
        let rennes = self.house.services.directory.search(&Caller::Nobody, "chu rennes", 1).await?;
        let rennes = rennes.into_iter().next().ok_or_else(|| lacking("a hospital in Rennes"))?;
        self.house.services.accounts.demonstrate(operator, rennes.finess).await?;
        let account = self.house.services.accounts.identity_of(operator, "analyste@vigie.example").await?;
        let analyst = staff(Role::Analyst, "Alix Exemple", account, self.house.desk.id());
        self.members(now, operator, rennes.finess).await?;
        for left in (1..=i64::try_from(PAST).unwrap_or(0)).rev() {
            let ago = left * 24 * DAY + i64::from(self.roll(20)) * DAY + i64::from(self.roll(24)) * HOUR;
            let place = self.pick(&places)?;
            let at = now.plus_seconds(-ago.min(3 * 365 * DAY));
            let filed = self.file(at, place).await?;
            self.live(&filed, &analyst, at, 6).await?;
        }
        self.provider(now.plus_seconds(-47 * DAY), &analyst, &places).await?;
        // The last days: one in each state, the latest still to be taken, the hospital of the accounts among them.
        for (steps, hours, _) in LATEST {
            let at = now.plus_seconds(-(hours * HOUR).max(20 * 60));
            let place = if hours == 2 { rennes.finess } else { self.pick(&places)? };
            let filed = self.file(at, place).await?;
            self.live(&filed, &analyst, at, steps).await?;
        }
        self.national(now.plus_seconds(-26 * HOUR), &analyst, &places).await?;
        self.exercise(now.plus_seconds(-5 * HOUR), &analyst, &places).await?;
        self.interrupt(now.plus_seconds(-25 * 60)).await?;
        self.nights(now, operator, &analyst).await?;
        self.boards(now, operator).await?;
        self.watch(now, operator).await?;
        self.space(now, operator).await?;
        // Nothing of the past is sent to anybody: it is written beside the database, where the pages of mail are shown.
        self.clock.set(now);
        self.house.worker().drain().await?;
        Ok(u32::try_from(self.filed).unwrap_or(u32::MAX))
    }

    /// One provider falls, and ten of those whom it serves say so within a day.
    async fn provider(
        &mut self,
        at: Instant,
        analyst: &Caller,
        places: &[Vec<Found>],
    ) -> Result<(), Problem> {
        for turn in 0..i64::try_from(PROVIDER).unwrap_or(0) {
            let when = at.plus_seconds(turn * 2 * HOUR);
            let place = self.pick(places)?;
            let mut typed = self.typed(when, place);
            for (field, value) in [
                ("kind", "provider"),
                ("origin", "provider-failure"),
                ("provider", "Hébergeur Exemple"),
                (
                    "summary",
                    "Notre hébergeur ne répond plus : ni dossier patient, ni messagerie. D’autres structures sont touchées.",
                ),
            ] {
                typed.insert(field.to_owned(), vec![value.to_owned()]);
            }
            let filed = self.submit(when, typed).await?;
            self.live(&filed, analyst, when, 6).await?;
        }
        Ok(())
    }

    /// An imaging provider is down since yesterday: twelve say so, one event holds them, and three more are asked.
    async fn national(
        &mut self,
        at: Instant,
        analyst: &Caller,
        places: &[Vec<Found>],
    ) -> Result<(), Problem> {
        let mut all = Vec::new();
        for turn in 0..i64::try_from(NATIONAL).unwrap_or(0) {
            let when = at.plus_seconds(turn * 40 * 60);
            let place = self.pick(places)?;
            let mut typed = self.typed(when, place);
            for (field, value) in [
                ("kind", "provider"),
                ("origin", "provider-failure"),
                ("provider", "Imagerie Modèle"),
                ("care", "degraded"),
                ("functioning", "degraded"),
                ("data_impact", "unavailable"),
                (
                    "summary",
                    "L’archive d’imagerie de notre prestataire ne répond plus. Les comptes rendus sont dictés au téléphone.",
                ),
            ] {
                typed.insert(field.to_owned(), vec![value.to_owned()]);
            }
            let filed = self.submit(when, typed).await?;
            self.live(&filed, analyst, when, usize::from(turn < 9)).await?;
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
        events.attach(analyst, event, others.get(..9).unwrap_or_default()).await?;
        let mut asked = std::collections::BTreeSet::new();
        for _ in 0..3 {
            asked.insert(self.pick(places)?.to_string());
        }
        let list = asked.into_iter().collect::<Vec<_>>().join("\n");
        events.paste(analyst, event, &list, Stance::Unknown).await?;
        Ok(())
    }

    /// One that everybody plays, and that is in no figure.
    async fn exercise(
        &mut self,
        at: Instant,
        analyst: &Caller,
        places: &[Vec<Found>],
    ) -> Result<(), Problem> {
        let place = self.pick(places)?;
        let filed = self.file(at, place).await?;
        let incidents = &self.house.services.incidents;
        let id = incidents.id_of(analyst, filed.id).await?;
        let seen = incidents.open(analyst, id).await?.incident.revision;
        self.clock.set(at.plus_seconds(10 * 60));
        let declarations = &self.house.services.declarations;
        let reason = "Exercice régional : rien de réel.";
        incidents.mark_exercise(analyst, declarations, (id, seen), true, reason).await
    }

    async fn facilities(&self, words: &str) -> Result<Vec<Found>, Problem> {
        let mut found = Vec::new();
        for region in Region::all().take(18) {
            let words = format!("{words} {}", region.name());
            found.extend(self.house.services.directory.search(&Caller::Nobody, &words, 5).await?);
        }
        if found.is_empty() {
            found = self.house.services.directory.search(&Caller::Nobody, words, 50).await?;
        }
        Ok(found)
    }

    fn pick(&mut self, places: &[Vec<Found>]) -> Result<FinessNumber, Problem> {
        let filled: Vec<&Vec<Found>> = places.iter().filter(|found| !found.is_empty()).collect();
        let many = u32::try_from(filled.len()).unwrap_or(1);
        let list = filled.get(self.roll_index(many)).copied().ok_or_else(|| lacking("facilities"))?;
        let many = u32::try_from(list.len()).unwrap_or(1);
        Ok(list.get(self.roll_index(many)).map(|found| found.finess).ok_or_else(|| lacking("facilities"))?)
    }

    fn typed(&mut self, at: Instant, facility: FinessNumber) -> Typed {
        let ((kind, origin, care, functioning, data, summary), help) = stories::told(self.filed);
        self.filed += 1;
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

    /// Goes on with an incident for that many steps of its life.
    async fn live(
        &mut self,
        filed: &Filed,
        analyst: &Caller,
        at: Instant,
        steps: usize,
    ) -> Result<(), Problem> {
        let (incidents, declarations) = (&self.house.services.incidents, &self.house.services.declarations);
        let id = incidents.id_of(analyst, filed.id).await?;
        let lesson = "Procédure dégradée relue, contacts d’astreinte mis à jour.";
        let life = [
            Command::Take,
            Command::Qualify,
            Command::Accompany,
            Command::Contain,
            Command::Resolve,
            Command::Close,
        ];
        let mut moment = at;
        // Alarms ring, and end, when they would have.
        if steps > 0 {
            self.house.worker().drain().await?;
        }
        for (step, command) in life.into_iter().take(steps).enumerate() {
            let wait = if step == 0 { 40 * 60 } else { HOUR + i64::try_from(step).unwrap_or(0) * 5 * HOUR };
            moment = moment.plus_seconds(wait);
            self.clock.set(moment);
            let view = incidents.open(analyst, id).await?;
            let revision = view.incident.revision;
            if command == Command::Qualify {
                let proposal = &view.incident.proposal;
                let criteria: Vec<Criterion> =
                    proposal.criteria.iter().map(|fired| fired.criterion).collect();
                let severity = Severity::new(i64::from(proposal.severity))
                    .map_err(|error| Failure::new("qualify", error))?;
                incidents.qualify(analyst, id, &criteria, severity, "", revision).await?;
            } else {
                incidents.advance(analyst, id, command, lesson, revision).await?;
            }
            if command == Command::Take {
                self.house.worker().drain().await?;
            }
            if command == Command::Accompany {
                let answer = "Bonjour, nous suivons votre incident. Gardez les journaux et prévenez-nous de tout changement.";
                incidents.answer(analyst, declarations, id, answer).await?;
                incidents
                    .note(analyst, id, "Appel du déclarant : identité vérifiée au numéro du registre.")
                    .await?;
            }
        }
        Ok(())
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

    /// The next of a row of numbers that looks random and is always the same (SplitMix64).
    fn roll(&mut self, sides: u32) -> u32 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.dice;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((z ^ (z >> 31)) % u64::from(sides.max(1))).unwrap_or(0)
    }

    fn roll_index(&mut self, sides: u32) -> usize {
        usize::try_from(self.roll(sides)).unwrap_or(0)
    }
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
