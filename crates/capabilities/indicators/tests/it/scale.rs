//! Two hundred indicators of one incident against a million others: plans are asserted, times are printed.
//! `scripts/with-postgres cargo nextest run -p indicators --run-ignored all --no-capture scale`

use std::{sync::Arc, time::Instant};

use access::Role;
use observables::Kind;
use storage::{
    Engine, Statement, args, sql,
    testing::{TestDatabase, run},
};
use vocabulary::Id;

use crate::house::{House, RENNES, analyst, staff};

const INDICATORS: i64 = 1_000_000;
const INCIDENTS: i64 = 5_000;

/// Incidents of two regions, as copies of one; `INDICATORS` indicators, `INDICATORS / INCIDENTS` an incident.
async fn fill(house: &House, model: Id) {
    let mut unit = house.desk.store.write().await.unwrap();
    let incidents = sql!(
        sqlite: "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $2 - 1) \
            INSERT INTO incidents (id, declaration, reference, state, open, severity, response_level, danger, kind, facility, \
            facility_name, town, legal_entity, region, proposal, criteria, grave, significant, declared_at, changed_at, \
            next_due_at, next_due_kind, next_due_by, revision, exercise, tlp) \
            SELECT printf('%08x-0000-4000-8000-000000000000', i), printf('%08x-0000-4000-8000-000000000000', i), 'VIG-' || i, \
            state, open, severity, response_level, danger, kind, NULL, facility_name, town, NULL, \
            CASE i % 3 WHEN 0 THEN '53' ELSE '11' END, proposal, criteria, grave, significant, declared_at, changed_at, \
            next_due_at, next_due_kind, next_due_by, revision, exercise, tlp FROM incidents, n WHERE id = $1",
        postgres: "INSERT INTO incidents (id, declaration, reference, state, open, severity, response_level, danger, kind, facility, \
            facility_name, town, legal_entity, region, proposal, criteria, grave, significant, declared_at, changed_at, \
            next_due_at, next_due_kind, next_due_by, revision, exercise, tlp) \
            SELECT lpad(to_hex(i), 8, '0') || '-0000-4000-8000-000000000000', lpad(to_hex(i), 8, '0') || '-0000-4000-8000-000000000000', \
            'VIG-' || i, state, open, severity, response_level, danger, kind, NULL, facility_name, town, NULL, \
            CASE i % 3 WHEN 0 THEN '53' ELSE '11' END, proposal, criteria, grave, significant, declared_at, changed_at, \
            next_due_at, next_due_kind, next_due_by, revision, exercise, tlp FROM incidents, generate_series(0, $2 - 1) AS i WHERE id = $1"
    );
    unit.run(incidents, args![model, INCIDENTS]).await.unwrap();
    let standing = sql!(
        "INSERT INTO indicator_incidents (incident, declaration, tlp, facility, legal_entity, region) \
         SELECT id, declaration, tlp, facility, legal_entity, region FROM incidents WHERE true ON CONFLICT DO NOTHING"
    );
    unit.run(standing, args![]).await.unwrap();
    let indicators = sql!(
        sqlite: "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $1 - 1) \
            INSERT INTO indicators (id, kind, value) SELECT printf('%08x-1000-4000-8000-000000000000', i), 'domain', \
            'trace' || i || '.top' FROM n WHERE true ON CONFLICT DO NOTHING",
        postgres: "INSERT INTO indicators (id, kind, value) SELECT lpad(to_hex(i), 8, '0') || '-1000-4000-8000-000000000000', 'domain', \
            'trace' || i || '.top' FROM generate_series(0, $1 - 1) AS i ON CONFLICT DO NOTHING"
    );
    unit.run(indicators, args![INDICATORS]).await.unwrap();
    // Each in one incident; the first thousand in five more.
    let sightings = sql!(
        sqlite: "INSERT INTO indicator_sightings (id, indicator, incident, at, author, tlp, least, state, reason) \
            SELECT substr(id, 1, 8) || '-200' || $1 || '-4000-8000-000000000000', id, \
            printf('%08x-0000-4000-8000-000000000000', (CAST(substr(value, 6) AS INTEGER) + $1 * 1000) % $2), \
            1700000000000 + CAST(substr(value, 6) AS INTEGER), 'vigie', 'AMBER', 'AMBER', 'active', '' FROM indicators \
            WHERE CAST(substr(value, 6) AS INTEGER) < $3",
        postgres: "INSERT INTO indicator_sightings (id, indicator, incident, at, author, tlp, least, state, reason) \
            SELECT substr(id, 1, 8) || '-200' || CAST($1 AS BIGINT) || '-4000-8000-000000000000', id, \
            lpad(to_hex((CAST(split_part(substr(value, 6), '.', 1) AS BIGINT) + CAST($1 AS BIGINT) * 1000) % $2), 8, '0') \
            || '-0000-4000-8000-000000000000', 1700000000000 + CAST(split_part(substr(value, 6), '.', 1) AS BIGINT), \
            'vigie', 'AMBER', 'AMBER', 'active', '' FROM indicators WHERE CAST(split_part(substr(value, 6), '.', 1) AS BIGINT) < $3"
    );
    unit.run(sightings, args![0_i64, INCIDENTS, INDICATORS]).await.unwrap();
    for round in 1..=4_i64 {
        unit.run(sightings, args![round, INCIDENTS, 1000_i64]).await.unwrap();
    }
    unit.commit().await.unwrap();
    let mut unit = house.desk.store.write().await.unwrap();
    unit.run(sql!("ANALYZE"), args![]).await.unwrap();
    unit.commit().await.unwrap();
}

/// How the engine goes about a statement of the store, by a part of its text.
async fn plan(house: &House, part: &str, arguments: Vec<storage::Arg>) -> Vec<String> {
    let statement = storage::statements().find(|statement| statement.sqlite.contains(part)).unwrap();
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let explain: &'static Statement = Box::leak(Box::new(Statement {
        sqlite: leak(format!("EXPLAIN QUERY PLAN {}", statement.sqlite)),
        postgres: leak(format!("EXPLAIN {}", statement.postgres)),
        place: statement.place,
    }));
    let mut unit = house.desk.store.read().await.unwrap();
    let column = if unit.engine() == Engine::Sqlite { "detail" } else { "QUERY PLAN" };
    unit.all(explain, arguments, |row| row.get::<String>(column)).await.unwrap()
}

/// The best of five times of an expression, printed.
macro_rules! timed {
    ($what:expr, $work:expr) => {{
        let (mut best, mut answer) = (f64::MAX, None);
        for _ in 0..5 {
            let began = Instant::now();
            answer = Some($work);
            best = best.min(began.elapsed().as_secs_f64() * 1000.0);
        }
        eprintln!("  {}: {best:.1} ms", $what);
        answer.unwrap()
    }};
}

async fn scale(database: Arc<TestDatabase>) {
    let house = House::new(database).await;
    let summary =
        |from: i64| (0..200).map(|n| format!("trace{}.top", from + n)).collect::<Vec<_>>().join(" ");
    let (before, shared) =
        (house.declare(RENNES, &summary(0)).await, house.declare(RENNES, &summary(0)).await);
    eprintln!("{:?}", house.desk.store.engine());
    let (cell, ars) = (analyst(), staff(3, Role::Ars, Some("53")));
    let (indicators, incident) = (&house.indicators, shared.incident);
    let shown = timed!("200 indicators against 200", indicators.of(&cell, incident).await.unwrap());
    assert!(shown.iter().all(|one| one.also.len() == 1));
    fill(&house, before.incident).await;

    let shown = timed!("200 indicators against a million", indicators.of(&cell, incident).await.unwrap());
    assert!(shown.len() == 200 && shown.iter().all(|one| one.also.len() == 6 && one.hidden == 0));
    let shown = timed!("the same for an agency", indicators.of(&ars, incident).await.unwrap());
    assert!(shown.iter().all(|one| one.also.len() + one.hidden == 6 && one.hidden > 0));
    let none = staff(4, Role::Ars, Some("76"));
    for (who, caller, some) in
        [("the cell", cell, true), ("an agency", ars, true), ("an agency without any", none, false)]
    {
        let all = (None, "");
        let page =
            timed!(format!("a page of all, {who}"), indicators.search(&caller, all, "", 50).await.unwrap());
        assert_eq!(!page.found.is_empty(), some);
        let one = (Some(Kind::Domain), "trace7.top");
        timed!(format!("one value, {who}"), indicators.search(&caller, one, "", 50).await.unwrap());
    }

    let correlation =
        plan(&house, "other.incident <> mine.incident", args![shared.incident, 20_000_i64]).await;
    eprintln!("{}", correlation.join("\n"));
    let scans = |line: &String| line.starts_with("SCAN") || line.contains("Seq Scan");
    assert!(!correlation.iter().any(scans), "{correlation:#?}");
    assert!(correlation.iter().any(|line| line.contains("indicator_sightings_of")), "{correlation:#?}");
}

#[test]
#[ignore = "fills a million rows"]
fn sqlite() {
    run(Engine::Sqlite, scale);
}

#[test]
#[ignore = "fills a million rows"]
fn postgres() {
    run(Engine::Postgres, scale);
}
