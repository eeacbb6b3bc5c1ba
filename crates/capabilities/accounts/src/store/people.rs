//! Who is behind accounts, several at once.

use std::collections::BTreeMap;

use access::{Role, Standing};
use serde_json::json;
use storage::{Unit, args, sql};
use vocabulary::{Failure, Id};

use super::{Account, account, standing};

/// Those of these accounts that were not erased.
pub(crate) async fn these(unit: &mut Unit, ids: &[Id]) -> Result<Vec<Account>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM accounts WHERE erased_at IS NULL AND id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT * FROM accounts WHERE erased_at IS NULL \
                   AND id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![json!(ids)], account).await
}

/// What those of these accounts that are something are.
pub(crate) async fn standings(unit: &mut Unit, ids: &[Id]) -> Result<BTreeMap<Id, Vec<Standing>>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM account_standings WHERE account IN (SELECT value FROM json_each($1)) ORDER BY role",
        postgres: "SELECT * FROM account_standings \
                   WHERE account IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) ORDER BY role",
    );
    let found =
        unit.all(statement, args![json!(ids)], |row| Ok((row.get::<Id>("account")?, standing(row)?))).await?;
    let mut all: BTreeMap<Id, Vec<Standing>> = BTreeMap::new();
    for (id, standing) in found {
        all.entry(id).or_default().extend(standing);
    }
    Ok(all)
}

/// The accounts that have one of these roles, wherever it reaches.
pub(crate) async fn holders(unit: &mut Unit, roles: &[Role]) -> Result<Vec<Id>, Failure> {
    let list = roles.iter().fold(",".to_owned(), |list, role| list + role.code() + ",");
    let statement = sql!("SELECT DISTINCT account FROM account_standings WHERE $1 LIKE '%,' || role || ',%'");
    unit.all(statement, args![list], |row| row.get("account")).await
}
