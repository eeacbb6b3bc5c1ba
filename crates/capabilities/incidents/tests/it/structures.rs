//! What a structure's own people see by their account: their sites, up to the mark, and nothing of the cell's journal.

use access::{Caller, Permission, Role};
use calendar::Duty;
use incidents::rules::Command;
use storage::on_both_engines;
use vocabulary::{Id, Refused};

use crate::house::{
    Declared, House, PARIS, RENNES, RENNES_ENTITY, RENNES_SISTER, analyst, ars, refused, staff, structure,
};

async fn listed(house: &House, caller: &Caller) -> Vec<Id> {
    let page = house.incidents.of_structures(caller, "", 200).await.unwrap();
    page.incidents.into_iter().map(|(incident, _)| incident.declaration).collect()
}

/// What every door says to somebody of a structure about a declaration.
async fn doors(house: &House, caller: &Caller, declared: &Declared) -> Vec<Result<(), Refused>> {
    let id = declared.declaration;
    let reference = house.view(declared.incident).await.incident.reference;
    let said = |refused: Option<Refused>| refused.map_or(Ok(()), Err);
    let open = house.incidents.of_declaration(caller, id).await.err().map(|p| refused::<()>(Err(p)));
    let state = house.incidents.state_of(caller, id).await.err().map(|p| refused::<()>(Err(p)));
    let view = house.declarations.view(caller, id).await.err().map(|p| refused::<()>(Err(p)));
    let find = house.declarations.find(caller, &reference).await.err().map(|p| refused::<()>(Err(p)));
    let list = (!listed(house, caller).await.contains(&id)).then_some(Refused::NotFound);
    [open, state, view, find, list].map(said).into()
}

const SHUT: [Result<(), Refused>; 5] = [const { Err(Refused::NotFound) }; 5];
const OPEN: [Result<(), Refused>; 5] = [const { Ok(()) }; 5];

on_both_engines! {
    async fn what_a_structure_s_people_read_is_in_the_trail(database) {
        let house = House::new(database).await;
        let (own, site) = (house.declare(&[]).await, structure(&[RENNES]));
        house.declarations.view(&analyst(1), own.declaration).await.unwrap();
        house.declarations.view(&own.caller, own.declaration).await.unwrap();
        house.declarations.view(&site, own.declaration).await.unwrap();
        let told = house.trail("declaration", own.declaration).await;
        let readers: Vec<_> = told.iter().filter(|e| e.action == "declaration.seen").map(|e| &e.actor).collect();
        assert_eq!(readers, [&site.trace()], "the cell opens the incident, and the declarant their own");
    }

    async fn abuse_a07_one_site_does_not_show_its_sister(database) {
        let house = House::new(database).await;
        let (own, sister, other) =
            (house.declare(&[]).await, house.declare_at(RENNES_SISTER, &[]).await, house.declare_at(PARIS, &[]).await);
        let site = structure(&[RENNES]);
        assert_eq!(doors(&house, &site, &own).await, OPEN);
        assert_eq!(doors(&house, &site, &sister).await, SHUT);
        assert_eq!(doors(&house, &site, &other).await, SHUT);
        // Unless the account names the legal entity, or both sites.
        for wider in [structure(&[RENNES_ENTITY]), structure(&[RENNES, RENNES_SISTER])] {
            assert_eq!(doors(&house, &wider, &own).await, OPEN);
            assert_eq!(doors(&house, &wider, &sister).await, OPEN);
            assert_eq!(doors(&house, &wider, &other).await, SHUT);
        }
    }

    async fn abuse_a11_what_is_red_is_for_its_named_readers_and_those_whom_the_law_names(database) {
        let house = House::new(database).await;
        let (red, strict) = (house.declare(&[("tlp", "red")]).await, house.declare(&[("tlp", "amber-strict")]).await);
        let rssi = structure(&[RENNES_ENTITY]);
        assert_eq!(doors(&house, &rssi, &red).await, SHUT);
        assert_eq!(doors(&house, &rssi, &strict).await, OPEN);
        assert_eq!(listed(&house, &rssi).await, [strict.declaration]);
        for recipient in [analyst(1), ars("53"), staff(9, Role::Fssi, &[]), staff(9, Role::Corruss, &[])] {
            assert!(house.incidents.open(&recipient, red.incident).await.is_ok());
            assert!(house.declarations.view(&recipient, red.declaration).await.is_ok());
            assert_eq!(house.incidents.counts(&recipient).await.unwrap().open, 2);
        }
        assert!(house.incidents.of_declaration(&red.caller, red.declaration).await.is_ok(), "by its code");
        // The mark of the last version governs them all.
        house.amend(&red, &[("tlp", "green")]).await;
        house.amend(&strict, &[("tlp", "red")]).await;
        assert_eq!(doors(&house, &rssi, &red).await, OPEN);
        assert_eq!(doors(&house, &rssi, &strict).await, SHUT);
    }

    async fn abuse_a17_what_left_a_site_is_there_no_more(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        house.amend(&declared, &[("facility", RENNES_SISTER)]).await;
        assert_eq!(doors(&house, &structure(&[RENNES]), &declared).await, SHUT);
        assert_eq!(doors(&house, &structure(&[RENNES_SISTER]), &declared).await, OPEN);
    }

    async fn what_nobody_marked_is_for_the_structure_and_nobody_else_of_the_platform(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        assert_eq!(doors(&house, &structure(&[RENNES]), &declared).await, OPEN);
        // However open the mark: a declaration is no publication.
        house.amend(&declared, &[("tlp", "green")]).await;
        for role in [Role::Editor, Role::Member, Role::Moderator, Role::Administrator, Role::Auditor] {
            let caller = staff(9, role, &[]);
            assert_eq!(refused(house.incidents.of_declaration(&caller, declared.declaration).await), Refused::Forbidden);
            assert_eq!(refused(house.declarations.view(&caller, declared.declaration).await), Refused::Forbidden);
            assert_eq!(refused(house.incidents.of_structures(&caller, "", 10).await), Refused::Forbidden);
        }
    }

    async fn lists_and_counts_hold_what_opens_and_nothing_else(database) {
        let house = House::new(database).await;
        let mut all = Vec::new();
        for (place, mark) in [(RENNES, "red"), (RENNES_SISTER, "amber"), (PARIS, "green"), (PARIS, "red")] {
            all.push(house.declare_at(place, &[("tlp", mark)]).await);
        }
        let filter = "clos:oui";
        let also = |caller: Caller, more: Caller| {
            let (Caller::Person(mut caller), Caller::Person(more)) = (caller, more) else { unreachable!() };
            caller.standings.extend(more.standings);
            Caller::Person(caller)
        };
        let people = [
            analyst(1), ars("53"), ars("11"), staff(9, Role::Analyst, &["11"]), structure(&[PARIS]),
            structure(&[RENNES_ENTITY, PARIS]), also(ars("11"), structure(&[RENNES_ENTITY])),
        ];
        for caller in people {
            let (mut handled, mut own) = (Vec::new(), Vec::new());
            for declared in &all {
                if house.incidents.open(&caller, declared.incident).await.is_ok() { handled.push(declared.incident); }
                if house.incidents.of_declaration(&caller, declared.declaration).await.is_ok() {
                    own.push(declared.declaration);
                }
            }
            if let Ok(page) = house.list(&caller, filter, "", 200).await {
                let mut ids: Vec<Id> = page.incidents.iter().map(|incident| incident.id).collect();
                ids.sort();
                handled.sort();
                assert_eq!(ids, handled, "{caller:?}");
                assert_eq!(house.incidents.counts(&caller).await.unwrap().open, i64::try_from(ids.len()).unwrap());
            } else {
                assert!(handled.is_empty());
            }
            if access::scope::<access::permit::DeclarationRead>(&caller).is_ok() {
                let mut ids = listed(&house, &caller).await;
                ids.sort();
                own.sort();
                assert_eq!(ids, own, "{caller:?}");
            } else {
                assert!(own.is_empty());
            }
        }
    }

    async fn a_structure_sees_what_is_expected_of_whom_and_nothing_of_the_journal(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[("kind", "leak")]).await;
        house.incidents.note(&analyst(1), declared.incident, "Le directeur ne répond pas.").await.unwrap();
        let rssi = structure(&[RENNES]);
        let expected = |kinds: &[Duty]| kinds.iter().map(|duty| duty.code().to_owned()).collect::<Vec<_>>();
        let running = || async {
            let page = house.incidents.of_structures(&rssi, "", 10).await.unwrap();
            page.incidents[0].1.iter().map(|clock| clock.kind.clone()).collect::<Vec<_>>()
        };
        assert_eq!(running().await, expected(&[Duty::TakingInCharge, Duty::Qualification, Duty::Cnil, Duty::Complaint]));
        for command in [Command::Take, Command::Qualify, Command::Accompany, Command::Resolve, Command::Close] {
            house.command(declared.incident, command).await.unwrap();
        }
        assert_eq!(running().await, expected(&[Duty::Cnil, Duty::Complaint]), "its own duties do not end with the cell's work");
        house.database.clock.advance(80 * 3600);
        assert_eq!(running().await, expected(&[]), "nobody tells the house whether it was done");
        let view = house.incidents.of_declaration(&rssi, declared.declaration).await.unwrap();
        assert!(view.journal.is_empty() && view.offered.is_empty());
        assert!(!view.clocks.is_empty() && !view.ledger.is_empty());
    }

    async fn that_somebody_of_the_structure_saw_it_is_in_the_trail_and_a_refused_look_is_not(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let rssi = structure(&[RENNES]);
        house.incidents.of_declaration(&rssi, declared.declaration).await.unwrap();
        refused(house.incidents.of_declaration(&structure(&[PARIS]), declared.declaration).await);
        let trail = house.trail("incident", declared.incident).await;
        let seen: Vec<_> = trail.iter().filter(|entry| entry.action == "incident.seen").collect();
        assert_eq!(seen.len(), 1);
        assert_eq!((&seen[0].actor, &seen[0].session), (&rssi.trace(), &rssi.session().map(|id| id.to_string())));
    }

    async fn what_the_cell_wrote_stays_unread_until_a_holder_of_the_code_reads_it(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let (incidents, id) = (&house.incidents, declared.declaration);
        incidents.answer(&analyst(1), &house.declarations, declared.incident, "Nous vous appelons.").await.unwrap();
        house.database.clock.advance(incidents::WAIT);
        let read = |caller: Caller| {
            let house = &house;
            async move { house.declarations.view(&caller, id).await.unwrap().messages[0].read_at }
        };
        assert_eq!(read(structure(&[RENNES])).await, None);
        assert_eq!(read(structure(&[RENNES])).await, None);
        read(declared.caller.clone()).await;
        assert!(read(structure(&[RENNES])).await.is_some());
    }

    async fn pages_of_a_structure_follow_one_another_the_latest_first(database) {
        let house = House::new(database).await;
        let mut all = Vec::new();
        for number in 0..5 {
            // Two at one moment, told apart by identity.
            if number % 2 == 0 { house.database.clock.advance(60); }
            all.push(house.declare(&[]).await.declaration);
        }
        let rssi = structure(&[RENNES]);
        let whole = listed(&house, &rssi).await;
        assert_eq!(whole.len(), 5);
        assert_eq!(whole[0], all[4]);
        for limit in [1, 2, 5] {
            let (mut seen, mut after) = (Vec::new(), String::new());
            loop {
                let page = house.incidents.of_structures(&rssi, &after, limit).await.unwrap();
                assert!(i64::try_from(page.incidents.len()).unwrap() <= limit);
                seen.extend(page.incidents.iter().map(|(incident, _)| incident.declaration));
                match page.next { Some(next) if seen.len() <= 5 => after = next, _ => break }
            }
            assert_eq!(seen, whole, "by {limit}");
        }
    }

    async fn a_token_reads_what_its_scopes_name(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let token = |permission| {
            let Caller::Person(mut person) = structure(&[RENNES]) else { unreachable!() };
            person.limited_to = Some([permission].into());
            Caller::Person(person)
        };
        assert_eq!(doors(&house, &token(Permission::DeclarationRead), &declared).await, OPEN);
        let other = token(Permission::DeclarationFile);
        assert_eq!(refused(house.declarations.view(&other, declared.declaration).await), Refused::Forbidden);
    }
}
