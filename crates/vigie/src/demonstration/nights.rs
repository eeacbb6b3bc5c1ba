//! What pages of the nights show: turns of this month and the next, promises, one handover.

use access::{Caller, Role};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use oncall::{NewCallBack, NewTurn, rules::Outcome};
use vocabulary::{Id, Instant, Problem};

use super::{DAY, Demonstration, HOUR, staff};

impl Demonstration<'_> {
    pub(super) async fn nights(
        &self,
        now: Instant,
        operator: &Caller,
        analyst: &Caller,
    ) -> Result<(), Problem> {
        let services = &self.house.services;
        let account = services.accounts.identity_of(operator, "responsable@vigie.example").await?;
        let lead = staff(Role::Lead, "Robin Modèle", account, self.house.desk.id());
        let here = analyst.person().map(|person| person.account);
        let zone = TimeZone::get("Europe/Paris").unwrap_or(TimeZone::UTC);
        let today = zone.to_datetime(now.timestamp()).date();
        for (turn, from) in weeks(today).into_iter().enumerate() {
            let (first, second) = if turn % 2 == 0 { (here, Some(account)) } else { (Some(account), here) };
            // A night without anybody, ten days from now, for the page to point at.
            let hole = today.saturating_add(10.days());
            for (rank, person) in [("1", first), ("2", second)] {
                self.week(&lead, (rank, person), from, hole).await?;
            }
        }
        self.promises(now, analyst).await?;
        self.clock.set(now.plus_seconds(-DAY));
        let said = "Nuit calme. Le laboratoire de Brest attend la restauration de son annuaire : le rappeler demain avant midi. \
                    Rien d’autre de promis.";
        let handover = services.oncall.handover_close(analyst, said).await?;
        self.clock.set(now.plus_seconds(-DAY + 900));
        services.oncall.handover_sign(&lead, handover).await
    }

    async fn week(
        &self,
        lead: &Caller,
        (rank, person): (&str, Option<Id>),
        from: Date,
        hole: Date,
    ) -> Result<(), Problem> {
        let to = from.saturating_add(6.days());
        let spans = if from <= hole && hole <= to {
            vec![(from, hole.saturating_sub(1.day())), (hole.saturating_add(1.day()), to)]
        } else {
            vec![(from, to)]
        };
        for (from, to) in spans.into_iter().filter(|(from, to)| from <= to) {
            let turn = NewTurn {
                person: person.map(|id| id.to_string()).unwrap_or_default(),
                rank: rank.to_owned(),
                from: from.to_string(),
                to: to.to_string(),
                replace: false,
            };
            self.house.services.oncall.turn_add(lead, &turn).await?;
        }
        Ok(())
    }

    /// Everybody who asked for a call in the past was called; two are still to be.
    async fn promises(&self, now: Instant, analyst: &Caller) -> Result<(), Problem> {
        let oncall = &self.house.services.oncall;
        self.clock.set(now);
        for call_back in oncall.call_backs(analyst).await? {
            self.clock.set(call_back.due_at.plus_seconds(1800).min(now));
            oncall
                .call_back_done(analyst, call_back.id, Outcome::Reached, "Premiers gestes rappelés.")
                .await?;
        }
        for (ago, name, phone, moment, about) in [
            (3 * HOUR, "Camille Fictif", "06 39 98 10 11", "dans 2 h", "Suite de la coupure réseau."),
            (
                HOUR,
                "Dominique Modèle",
                "06 39 98 20 22",
                "dans 1 j",
                "Conseils pour l’audit des sauvegardes.",
            ),
        ] {
            self.clock.set(now.plus_seconds(-ago));
            let new = NewCallBack {
                incident: None,
                name: name.to_owned(),
                phone: phone.to_owned(),
                moment: moment.to_owned(),
                caller: String::new(),
                about: about.to_owned(),
            };
            oncall.promise(analyst, &new).await?;
        }
        Ok(())
    }
}

/// The Mondays from the first week of this month through the end of the next.
fn weeks(today: Date) -> Vec<Date> {
    let first = today.first_of_month();
    let monday = first.saturating_sub(i64::from(first.weekday().to_monday_zero_offset()).days());
    let last = today.saturating_add(1.month()).last_of_month();
    monday.series(1.week()).take_while(|date| *date <= last).collect()
}
