//! The queue of the cell: what comes first, what each view holds, and pages that lose nothing.

use access::Role;
use incidents::{
    Counts,
    rules::{Command, State},
};
use storage::{Engine, Statement, args, on_both_engines, sql};
use vocabulary::Id;

use crate::house::{BASSE_TERRE, House, PARIS, RENNES, analyst, ars, code, staff};

async fn ids(house: &House, filter: &str) -> Vec<Id> {
    let page = house.list(&analyst(1), filter, "", 200).await.unwrap();
    page.incidents.into_iter().map(|incident| incident.id).collect()
}

on_both_engines! {
    async fn what_ends_first_comes_first_and_danger_before_what_came_earlier(database) {
        let house = House::new(database).await;
        let first = house.declare(&[]).await.incident;
        house.database.clock.advance(600);
        let danger = house.declare(&[("care", "actual")]).await.incident;
        house.database.clock.advance(600);
        let last = house.declare(&[]).await.incident;
        assert_eq!(ids(&house, "").await, [danger, first, last]);
        house.command(danger, Command::Take).await.unwrap();
        assert_eq!(ids(&house, "").await, [first, last, danger], "it waits for its qualification");
    }

    async fn the_structures_own_late_duties_do_not_pass_before_what_nobody_has(database) {
        let house = House::new(database).await;
        let noticed = ("noticed_at", "2026-03-01T09:00:00+01:00");
        let old = house.declare(&[("kind", "leak"), noticed]).await.incident;
        house.command(old, Command::Take).await.unwrap();
        house.command(old, Command::Qualify).await.unwrap();
        let fresh = house.declare(&[("care", "actual")]).await.incident;
        assert_eq!(ids(&house, "").await, [fresh, old]);
    }

    async fn pages_follow_one_another_without_gap_or_double(database) {
        let house = House::new(database).await;
        let mut all = Vec::new();
        for number in 0..7 {
            // Two at each moment: the same deadline, told apart by identity.
            if number % 2 == 0 { house.database.clock.advance(60); }
            all.push(house.declare(&[]).await.incident);
        }
        // One without any clock: the last of all.
        let closed = house.declared_in(State::Closed).await.incident;
        let filter = "clos:oui";
        for limit in [1, 2, 3, 8, 200] {
            let (mut seen, mut after, mut pages) = (Vec::new(), String::new(), 0);
            loop {
                let page = house.list(&analyst(1), filter, &after, limit).await.unwrap();
                assert!(i64::try_from(page.incidents.len()).unwrap() <= limit);
                seen.extend(page.incidents.iter().map(|incident| incident.id));
                pages += 1;
                assert!(pages <= 8, "by {limit}: it never ends");
                match page.next { Some(next) => after = next, None => break }
            }
            assert_eq!(seen.last(), Some(&closed));
            assert_eq!(seen, ids(&house, filter).await, "by {limit}");
            assert_eq!(pages, 8_usize.div_ceil(usize::try_from(limit).unwrap()), "no empty page at the end");
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 8);
        }
        for wrong in ["x", "1", "1_", "_x", "1_x", "99999999999999999999_x"] {
            assert_eq!(code(house.list(&analyst(1), filter, wrong, 10).await), "cursor", "{wrong}");
        }
        // Asking for none or for everything is brought back to what a page holds.
        assert_eq!(house.list(&analyst(1), filter, "", 0).await.unwrap().incidents.len(), 1);
        assert_eq!(house.list(&analyst(1), filter, "", i64::MAX).await.unwrap().incidents.len(), 8);
    }

    async fn each_filter_and_each_count_hold_what_they_say(database) {
        let house = House::new(database).await;
        let declared = house.declare(&[]).await;
        let (waiting, danger) = (declared.incident, house.declare_at(PARIS, &[("care", "actual")]).await.incident);
        let mine = house.declared_in(State::Taken).await.incident;
        let closed = house.declared_in(State::Closed).await.incident;
        house.declarations.message(&declared.caller, declared.declaration, "Du nouveau.").await.unwrap();
        let sorted = |mut ids: Vec<Id>| { ids.sort(); ids };
        for (filter, expected) in [
            ("", vec![waiting, danger, mine]),
            ("clos:oui", vec![waiting, danger, mine, closed]),
            ("etat:declare", vec![waiting, danger]),
            ("etat:clos", vec![closed]),
            ("etat:clos,pris", vec![closed, mine]),
            ("region:11", vec![danger]),
            ("region:bretagne clos:oui", vec![waiting, mine, closed]),
            ("gravite:4+", vec![danger]),
            ("gravite:5", vec![]),
            ("danger:oui", vec![danger]),
            ("danger:oui ou etat:pris", vec![danger, mine]),
            ("charge:moi", vec![mine]),
            ("charge:personne", vec![waiting, danger]),
            ("nouvelles:oui", vec![waiting]),
            ("depuis:1h", vec![waiting, danger, mine]),
            ("silence:1h", vec![]),
            ("exercice:oui", vec![]),
            ("exercice:non region:11", vec![danger]),
            ("Émbruns RENNES", vec![waiting, mine]),
            ("embruns rennes danger:oui", vec![]),
            ("embruns%rennes", vec![waiting, mine]),
            ("zz_%", vec![]),
        ] {
            assert_eq!(sorted(ids(&house, filter).await), sorted(expected), "{filter:?}");
        }
        let counts = house.incidents.counts(&analyst(1)).await.unwrap();
        let found = (counts.to_take, counts.mine, counts.late, counts.danger, counts.news, counts.open);
        assert_eq!(found, (2, 1, 0, 1, 1, 3));
        let elsewhere = house.incidents.counts(&ars("11")).await.unwrap();
        assert_eq!((elsewhere.to_take, elsewhere.danger, elsewhere.open), (1, 1, 1), "counts are cut to the reach");
    }

    async fn counting_stops_where_nobody_reads_on_and_reads_no_table_through(database) {
        let house = House::new(database).await;
        let model = house.declare(&[]).await.incident;
        let mut unit = house.desk.store.write().await.unwrap();
        let copies = sql!(
            sqlite: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) \
                INSERT INTO incidents (id, declaration, reference, state, open, severity, response_level, danger, kind, facility_name, \
                town, region, proposal, criteria, grave, significant, declared_at, changed_at, next_due_at, next_due_kind, next_due_by, \
                revision, exercise, tlp) SELECT printf('%08x-0000-4000-8000-000000000000', i), printf('%08x-0000-4000-8000-000000000000', i), \
                'VIG-' || i, state, i <= 550, severity, response_level, i <= 3, kind, facility_name, town, region, proposal, criteria, grave, \
                significant, declared_at, changed_at, next_due_at, next_due_kind, next_due_by, revision, exercise, tlp \
                FROM incidents, n WHERE id = $1",
            postgres: "INSERT INTO incidents (id, declaration, reference, state, open, severity, response_level, danger, kind, facility_name, \
                town, region, proposal, criteria, grave, significant, declared_at, changed_at, next_due_at, next_due_kind, next_due_by, \
                revision, exercise, tlp) SELECT lpad(to_hex(i), 8, '0') || '-0000-4000-8000-000000000000', \
                lpad(to_hex(i), 8, '0') || '-0000-4000-8000-000000000000', 'VIG-' || i, state, i <= 550, severity, response_level, i <= 3, \
                kind, facility_name, town, region, proposal, criteria, grave, significant, declared_at, changed_at, next_due_at, \
                next_due_kind, next_due_by, revision, exercise, tlp FROM incidents, generate_series(1, 600) AS i WHERE id = $1"
        );
        assert_eq!(unit.run(copies, args![model]).await.unwrap(), 600);
        unit.commit().await.unwrap();
        let counts = house.incidents.counts(&analyst(1)).await.unwrap();
        assert_eq!((counts.open, counts.to_take), (Counts::MOST, Counts::MOST));
        assert_eq!((counts.danger, counts.mine, counts.late, counts.news, counts.silent), (3, 0, 0, 0, 0));

        let mut unit = house.desk.store.read().await.unwrap();
        if unit.engine() == Engine::Sqlite {
            let counted = storage::statements().find(|statement| statement.sqlite.contains("AS to_take")).unwrap();
            let text: &'static str = format!("EXPLAIN QUERY PLAN {}", counted.sqlite).leak();
            let plan: &'static Statement = Box::leak(Box::new(Statement { sqlite: text, postgres: text, place: "here" }));
            let steps = unit.all(plan, args!["", 0_i64, 0_i64, ",AMBER,"], |row| row.get::<String>("detail")).await.unwrap();
            assert!(steps.iter().any(|step| step.contains("incidents_open_state")), "{steps:#?}");
            assert!(!steps.iter().any(|step| step == "SCAN incidents"), "{steps:#?}");
        }
    }

    async fn a_region_lists_its_own_and_the_nation_lists_all(database) {
        let house = House::new(database).await;
        let (rennes, paris, far) = (
            house.declare_at(RENNES, &[]).await.incident,
            house.declare_at(PARIS, &[]).await.incident,
            house.declare_at(BASSE_TERRE, &[]).await.incident,
        );
        let unplaced = house.try_declare(&[("facility_text", "Un cabinet de la côte")]).await.unwrap().incident;
        let filter = "";
        for (caller, expected) in [
            (ars("53"), vec![rennes]),
            (ars("11"), vec![paris]),
            (ars("01"), vec![far]),
            (ars("84"), vec![]),
            (staff(9, Role::Ars, &["53", "01"]), vec![rennes, far]),
            (staff(9, Role::Fssi, &[]), vec![rennes, paris, far, unplaced]),
            (staff(9, Role::Corruss, &[]), vec![rennes, paris, far, unplaced]),
        ] {
            let page = house.list(&caller, filter, "", 200).await.unwrap();
            let mut found: Vec<Id> = page.incidents.into_iter().map(|incident| incident.id).collect();
            let mut expected = expected;
            found.sort();
            expected.sort();
            assert_eq!(found, expected, "{caller:?}");
        }
    }
}
