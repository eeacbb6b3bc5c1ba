//! The clocks of an incident, by calendar.

use calendar::Duty;
use incidents::{Nis2, rules::Command};
use storage::on_both_engines;
use vocabulary::{Id, Instant};

use crate::house::{BASSE_TERRE, House, PARIS, STRASBOURG, analyst, at};

/// The clocks of an incident that still run.
async fn running(house: &House, id: Id) -> Vec<String> {
    let clocks = house.view(id).await.clocks;
    clocks.into_iter().filter(|clock| clock.met_at.is_none()).map(|clock| clock.kind).collect()
}

async fn due(house: &House, id: Id, duty: Duty) -> Instant {
    house.clock(id, duty).await.unwrap().due
}

/// Moves the clock of the house to that moment.
fn set(house: &House, to: &str) {
    let now = house.desk.now();
    house.database.clock.advance(at(to).seconds_since(now));
}

on_both_engines! {
    async fn the_facts_start_the_clocks_that_the_law_and_the_cell_know(database) {
        let house = House::new(database).await;
        let calm = house.declare(&[("care", "none")]).await.incident;
        assert_eq!(running(&house, calm).await, ["take-charge", "qualify"]);
        let attack = house.declare(&[("kind", "ransom")]).await.incident;
        assert_eq!(running(&house, attack).await, ["take-charge", "qualify", "complaint"]);
        let leak = house.declare(&[("kind", "leak")]).await.incident;
        assert_eq!(running(&house, leak).await, ["take-charge", "qualify", "cnil", "complaint"]);
        // NIS2 asks for significant incidents, of those whom it obliges.
        let serious = [("care", "none"), ("functioning", "interruption")];
        let essential = [serious[0], serious[1], ("operator_status", "ose")];
        let all = ["take-charge", "nis2-24h", "qualify", "nis2-72h", "nis2-month"];
        let strict = house.under("2022", Nis2::Everybody).await;
        assert_eq!(running(&strict, strict.declare(&[("care", "none")]).await.incident).await, ["take-charge", "qualify"]);
        assert_eq!(running(&strict, strict.declare(&serious).await.incident).await, all);
        let declared = house.under("2022", Nis2::Declared).await;
        assert_eq!(running(&declared, declared.declare(&serious).await.incident).await, ["take-charge", "qualify"]);
        let operator = declared.declare(&essential).await;
        assert_eq!(running(&declared, operator.incident).await, all);
        let duties = declared.view(operator.incident).await.incident.proposal.duties;
        assert!(duties.iter().any(|duty| duty.code == "nis2-24h"), "and the structure reads it: {duties:?}");
    }

    async fn the_receipt_meets_the_first_clock(database) {
        let house = House::new(database).await;
        let id = house.declare(&[]).await.incident;
        let clock = house.clock(id, Duty::Acknowledgement).await.unwrap();
        assert_eq!((clock.owed_by.as_str(), clock.met_at), ("cell", Some(at("2026-03-10T09:00:00Z"))));
    }

    async fn working_hours_are_those_of_the_cell_and_danger_has_none(database) {
        let house = House::new(database).await;
        // Good Friday of 2026, a holiday in Strasbourg and a working day for the cell, in Paris.
        set(&house, "2026-04-03T16:00:00+02:00");
        for facility in [STRASBOURG, PARIS, BASSE_TERRE] {
            let id = house.declare_at(facility, &[]).await.incident;
            assert_eq!(due(&house, id, Duty::TakingInCharge).await, at("2026-04-07T11:00:00+02:00"), "Easter Monday is not worked");
            let danger = house.declare_at(facility, &[("care", "potential")]).await.incident;
            assert_eq!(due(&house, danger, Duty::TakingInCharge).await, at("2026-04-03T17:00:00+02:00"));
        }
    }

    async fn the_hours_of_the_law_pass_through_a_change_of_clocks(database) {
        let house = House::new(database).await;
        set(&house, "2026-03-28T12:00:00+01:00");
        let leak = [("kind", "leak"), ("noticed_at", "2026-03-28T10:00:00+01:00")];
        let id = house.declare(&leak).await.incident;
        assert_eq!(due(&house, id, Duty::Cnil).await, at("2026-03-31T11:00:00+02:00"));
    }

    async fn a_month_is_of_the_place_overseas_too(database) {
        let house = House::new(database).await.under("2022", Nis2::Everybody).await;
        set(&house, "2026-03-31T04:00:00+02:00");
        // In Guadeloupe it is still the thirtieth, in the evening.
        let noticed = [("noticed_at", "2026-03-31T03:00:00+02:00"), ("functioning", "interruption")];
        let far = house.declare_at(BASSE_TERRE, &noticed).await.incident;
        let near = house.declare_at(PARIS, &noticed).await.incident;
        assert_eq!(due(&house, far, Duty::Nis2FinalReport).await, at("2026-04-30T21:00:00-04:00"));
        // In Paris it is the thirty-first, which April lacks: its last day counts whole.
        assert_eq!(due(&house, near, Duty::Nis2FinalReport).await, at("2026-05-01T00:00:00+02:00"));
    }

    async fn a_clock_is_met_once_by_what_it_measures(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("kind", "leak")]).await.incident;
        house.database.clock.advance(600);
        house.command(id, Command::Take).await.unwrap();
        assert_eq!(house.clock(id, Duty::TakingInCharge).await.unwrap().met_at, Some(at("2026-03-10T09:10:00Z")));
        house.database.clock.advance(600);
        house.command(id, Command::Qualify).await.unwrap();
        house.database.clock.advance(600);
        house.command(id, Command::Qualify).await.unwrap();
        assert_eq!(house.clock(id, Duty::Qualification).await.unwrap().met_at, Some(at("2026-03-10T09:20:00Z")), "the first time counts");
        assert_eq!(running(&house, id).await, ["cnil", "complaint"], "those of the structure are not the cell's to meet");
        for command in [Command::Accompany, Command::Resolve, Command::Close] { house.command(id, command).await.unwrap(); }
        assert_eq!(running(&house, id).await, ["cnil", "complaint"], "nor does closing say that they were done");
    }

    async fn what_is_put_out_of_scope_owes_nothing_until_it_is_opened_again(database) {
        let house = House::new(database).await;
        let id = house.declare(&[("kind", "leak")]).await.incident;
        for command in [Command::Take, Command::PutOutOfScope] { house.command(id, command).await.unwrap(); }
        assert_eq!(running(&house, id).await, ["cnil", "complaint"], "its own duties are the structure's still");
        set(&house, "2026-03-20T15:00:00+01:00");
        house.command(id, Command::Reopen).await.unwrap();
        assert_eq!(due(&house, id, Duty::Qualification).await, at("2026-03-23T15:00:00+01:00"));
        assert_eq!(house.view(id).await.incident.next_due.map(|(kind, ..)| kind).as_deref(), Some("qualify"));
    }

    async fn danger_told_later_brings_the_clock_forward(database) {
        let house = House::new(database).await;
        set(&house, "2026-03-13T20:00:00+01:00");
        let declared = house.declare(&[("care", "none")]).await;
        assert_eq!(due(&house, declared.incident, Duty::TakingInCharge).await, at("2026-03-16T13:00:00+01:00"));
        house.database.clock.advance(1200);
        house.amend(&declared, &[("care", "actual")]).await;
        assert_eq!(due(&house, declared.incident, Duty::TakingInCharge).await, at("2026-03-13T21:00:00+01:00"));
        let incident = house.view(declared.incident).await.incident;
        assert_eq!(incident.next_due.unwrap().1, at("2026-03-13T21:00:00+01:00"), "and the place in the queue with it");
    }

    async fn a_clock_that_was_met_is_not_started_again_by_a_correction(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        house.command(declared.incident, Command::Take).await.unwrap();
        let before = house.clock(declared.incident, Duty::TakingInCharge).await.unwrap();
        house.amend(&declared, &[("care", "actual")]).await;
        let after = house.clock(declared.incident, Duty::TakingInCharge).await.unwrap();
        assert_eq!((after.due, after.met_at), (before.due, before.met_at));
    }

    async fn a_corrected_cause_starts_and_stops_the_duties_of_the_structure(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("kind", "unknown")]).await;
        house.amend(&declared, &[("kind", "leak")]).await;
        assert_eq!(running(&house, declared.incident).await, ["take-charge", "qualify", "cnil", "complaint"]);
        house.amend(&declared, &[("kind", "software")]).await;
        assert_eq!(running(&house, declared.incident).await, ["take-charge", "qualify"]);
    }

    async fn a_corrected_moment_moves_the_duties_of_the_structure(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("kind", "leak")]).await;
        house.amend(&declared, &[("noticed_at", "2026-03-09T08:00:00+01:00")]).await;
        assert_eq!(due(&house, declared.incident, Duty::Cnil).await, at("2026-03-12T08:00:00+01:00"));
    }

    async fn what_the_cell_owes_is_late_though_the_structure_was_late_before(database) {
        let house = House::new(database).await;
        let late = "retard:oui";
        // Noticed a week ago: the structure's own 72 hours ran out before it declared.
        let declared = house.declare(&[("kind", "leak"), ("noticed_at", "2026-03-03T09:00:00+01:00")]).await;
        assert!(house.list(&analyst(1), late, "", 10).await.unwrap().incidents.is_empty());
        house.database.clock.advance(4 * 3600 + 1);
        assert_eq!(house.incidents.counts(&analyst(1)).await.unwrap().late, 1);
        let listed = house.list(&analyst(1), late, "", 10).await.unwrap().incidents;
        assert_eq!(listed.iter().map(|i| i.id).collect::<Vec<_>>(), [declared.incident]);
        house.command(declared.incident, Command::Take).await.unwrap();
        assert_eq!(house.incidents.counts(&analyst(1)).await.unwrap().late, 0);
    }
}
