//! Those who subscribed.

use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

use super::{choices, kinds, products};
use crate::rules::Choices;

/// Somebody, by their address: their identity and what they chose.
pub(crate) async fn by_email(unit: &mut Unit, email: &str) -> Result<Option<(Id, Choices)>, Failure> {
    let statement = sql!("SELECT * FROM subscribers WHERE email = $1");
    unit.first(statement, args![email], |row| Ok((row.get("id")?, choices(row)?))).await
}

/// Writes down what the owner of an address wants, whether they did before or not; answers with their identity.
pub(crate) async fn put(
    unit: &mut Unit,
    id: Id,
    email: &str,
    wanted: &Choices,
    now: Instant,
) -> Result<Id, Failure> {
    let statement = sql!(
        "INSERT INTO subscribers (id, email, language, kinds, severity, products, rhythm, since) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (email) DO UPDATE SET language = excluded.language, \
         kinds = excluded.kinds, severity = excluded.severity, products = excluded.products, rhythm = excluded.rhythm, refused = 0 \
         RETURNING id"
    );
    let arguments = args![
        id,
        email,
        wanted.language,
        kinds(wanted),
        wanted.severity,
        products(wanted),
        wanted.rhythm.code(),
        now
    ];
    unit.one(statement, arguments, |row| row.get("id")).await
}

/// Notes that these take mail.
pub(crate) async fn took(unit: &mut Unit, ids: &[Id]) -> Result<(), Failure> {
    let statement = sql!(
        sqlite: "UPDATE subscribers SET refused = 0 WHERE refused > 0 AND id IN (SELECT value FROM json_each($1))",
        postgres: "UPDATE subscribers SET refused = 0 WHERE refused > 0 \
                   AND id = ANY(ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb))))"
    );
    unit.run(statement, args![json!(ids)]).await.map(drop)
}

/// Notes that these refused a mail for good; answers with those who did so often enough.
pub(crate) async fn refused(unit: &mut Unit, ids: &[Id], often: i64) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        sqlite: "UPDATE subscribers SET refused = refused + 1 WHERE id IN (SELECT value FROM json_each($1)) \
                 RETURNING id, refused",
        postgres: "UPDATE subscribers SET refused = refused + 1 \
                   WHERE id = ANY(ARRAY(SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))) RETURNING id, refused"
    );
    let row = |row: &Row| Ok((row.get::<Id>("id")?, row.get::<i64>("refused")?));
    let found = unit.all(statement, args![json!(ids)], row).await?;
    Ok(found.into_iter().filter(|(_, times)| *times >= often).map(|(id, _)| id).collect())
}

/// Takes somebody away with all that names them; answers with their address, if they were there.
pub(crate) async fn remove(unit: &mut Unit, id: Id) -> Result<Option<String>, Failure> {
    let gone = sql!("DELETE FROM subscribers WHERE id = $1 RETURNING email");
    let email: Option<String> = unit.first(gone, args![id], |row| row.get("email")).await?;
    unit.run(sql!("DELETE FROM subscription_deliveries WHERE subscriber = $1"), args![id]).await?;
    Ok(email)
}
