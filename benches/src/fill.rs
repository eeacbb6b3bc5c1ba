//! Many rows at once, made by the engine itself of one that the house wrote: a hundred thousand incidents in seconds.

use storage::{Arg, Desk, Engine, Statement, Unit, args};
use vocabulary::Id;

use crate::Outcome;

/// How many of the copies are open.
#[derive(Clone, Copy)]
pub enum Open {
    /// That many, however many there are in all: what a cell has in hand does not grow with the years.
    Some(i64),
    /// One in so many.
    OneIn(i64),
}

/// Regions that the copies are spread over, by their codes.
const REGIONS: &str = "112427283244525375768493940102030406";
/// The last moment: no clock runs.
const NEVER: i64 = i64::MAX;

/// Copies an incident that many times: over eighteen regions, five severities and six kinds, each with a deadline and a moment of its
/// own. Their identities are as scattered as real ones.
pub async fn incidents(desk: &Desk, model: Id, many: i64, open: Open) -> Outcome {
    let mut unit = desk.store.write().await?;
    let engine = unit.engine();
    let open = match open {
        Open::Some(some) => format!("n.i < {some}"),
        Open::OneIn(one_in) => format!("n.i % {one_in} = 0"),
    };
    let now = desk.now().millis();
    let made = |column: &str| {
        match column {
        "id" => identity(engine, "n.i", "0000"),
        "declaration" => identity(engine, "n.i", "1000"),
        "reference" => "'VIG-C-' || n.i".to_owned(),
        "state" => format!(
            "CASE WHEN NOT ({open}) THEN 'closed' WHEN n.i % 3 = 0 THEN 'declared' WHEN n.i % 3 = 1 THEN 'taken' ELSE 'qualified' END"
        ),
        "open" => format!("({open})"),
        "severity" => "1 + (n.i * 7 / 3) % 5".to_owned(),
        "danger" => "(n.i % 11 = 0)".to_owned(),
        "kind" => "CASE n.i % 6 WHEN 0 THEN 'ransom' WHEN 1 THEN 'leak' WHEN 2 THEN 'provider' WHEN 3 THEN 'phishing' \
                   WHEN 4 THEN 'malware' ELSE 'intrusion' END"
            .to_owned(),
        "region" => format!("substr('{REGIONS}', CAST(1 + 2 * (n.i * 5 / 4 % 18) AS INTEGER), 2)"),
        "owner" | "owner_name" | "news_at" | "facility" | "legal_entity" => "NULL".to_owned(),
        "declared_at" | "changed_at" => format!("{now} - n.i * 60000"),
        // Spread over a fortnight around now, in no order.
        "next_due_at" => format!("CASE WHEN {open} THEN {now} + (n.i * 7919 % 20160 - 10080) * 60000 ELSE {NEVER} END"),
        "words" => "m.words || ' ' || n.i".to_owned(),
        column => format!("m.{column}"),
    }
    };
    let columns = columns(&mut unit, "incidents").await?;
    let values: Vec<String> = columns.iter().map(|column| made(column)).collect();
    let text = format!(
        "INSERT INTO incidents ({}) SELECT {} FROM incidents m CROSS JOIN ({}) n WHERE m.id = $1",
        columns.join(", "),
        values.join(", "),
        series(engine, many)
    );
    unit.run(statement(text), args![model]).await?;
    unit.commit().await?;
    measured(desk).await
}

/// That many traces, two hundred an incident: those of the first incidents that [`incidents()`] made. Each value is seen once.
pub async fn traces(desk: &Desk, many: i64) -> Outcome {
    let mut unit = desk.store.write().await?;
    let engine = unit.engine();
    let series = series(engine, many);
    let (trace, sighting) = (identity(engine, "n.i", "2000"), identity(engine, "n.i", "3000"));
    let incident = identity(engine, "(n.i / 200)", "0000");
    let now = desk.now().millis();
    for text in [
        "INSERT INTO indicator_incidents (incident, declaration, tlp, facility, legal_entity, region) \
         SELECT id, declaration, tlp, facility, legal_entity, region FROM incidents WHERE reference LIKE 'VIG-C-%'"
            .to_owned(),
        format!(
            "INSERT INTO indicators (id, kind, value) SELECT {trace}, 'domain', 'trace' || n.i || '.top' FROM ({series}) n"
        ),
        format!(
            "INSERT INTO indicator_sightings (id, indicator, incident, at, author, tlp, least, state, reason) \
             SELECT {sighting}, {trace}, {incident}, {now} - n.i, 'vigie', 'AMBER', 'AMBER', 'active', '' FROM ({series}) n"
        ),
    ] {
        unit.run(statement(text), args![]).await?;
    }
    unit.commit().await?;
    measured(desk).await
}

/// PostgreSQL learns how its tables are by itself after a minute or so; here at once. SQLite is given no more than the house gives it.
async fn measured(desk: &Desk) -> Outcome {
    let mut unit = desk.store.write().await?;
    if unit.engine() == Engine::Postgres {
        unit.run(statement("ANALYZE".to_owned()), args![]).await?;
    }
    Ok(unit.commit().await?)
}

/// The columns of a table: copies know nothing of what comes to it later.
async fn columns(unit: &mut Unit, table: &str) -> Outcome<Vec<String>> {
    let text = match unit.engine() {
        Engine::Sqlite => "SELECT name FROM pragma_table_info($1)",
        Engine::Postgres => {
            "SELECT CAST(column_name AS TEXT) AS name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position"
        }
    };
    Ok(unit.all(statement(text.to_owned()), vec![Arg::from(table)], |row| row.get::<String>("name")).await?)
}

/// The numbers below one, as `i`.
fn series(engine: Engine, many: i64) -> String {
    match engine {
        Engine::Sqlite => {
            format!(
                "WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {many} - 1) SELECT i FROM s"
            )
        }
        Engine::Postgres => format!("SELECT i FROM generate_series(CAST(0 AS BIGINT), {many} - 1) AS i"),
    }
}

/// An identity of a number and a kind of thing: an odd factor scatters numbers and makes no two alike.
fn identity(engine: Engine, number: &str, kind: &str) -> String {
    let scattered = format!("(({number} * 2654435761) & 4294967295)");
    match engine {
        Engine::Sqlite => format!("printf('%08x-{kind}-4000-8000-000000000000', {scattered})"),
        Engine::Postgres => format!("lpad(to_hex({scattered}), 8, '0') || '-{kind}-4000-8000-000000000000'"),
    }
}

/// A statement whose text is made here; it stays for the whole run.
fn statement(text: String) -> &'static Statement {
    let text: &'static str = Box::leak(text.into_boxed_str());
    Box::leak(Box::new(Statement { sqlite: text, postgres: text, place: "benches" }))
}
