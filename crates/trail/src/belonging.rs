//! Which key file a database belongs to. What was sealed with one key no other opens: a program that holds another is to say so
//! before it seals anything more.

use access::Caller;
use serde_json::json;
use storage::{Desk, Unit, args, sql};
use vault::MasterKey;
use vocabulary::{Failure, hex};

use crate::{Entry, append};

/// Whether the database belongs to a key file already.
pub async fn is_owned(desk: &Desk) -> Result<bool, Failure> {
    Ok(known(&mut desk.store.read().await?).await?.is_some())
}

/// Whether the database belongs to that key. One that belongs to none yet belongs to it from now on.
pub async fn belongs(desk: &Desk, key: &MasterKey) -> Result<bool, Failure> {
    let mark = mark(key);
    if let Some(known) = known(&mut desk.store.read().await?).await? {
        return Ok(known == mark);
    }
    let mut unit = desk.store.write().await?;
    let first =
        sql!("INSERT INTO operator_keys (name, mark) VALUES ('master', $1) ON CONFLICT (name) DO NOTHING");
    unit.run(first, args![&mark]).await?;
    // Two nodes that start at once with two keys: one of them is told.
    let known = known(&mut unit).await?;
    unit.commit().await?;
    Ok(known == Some(mark))
}

/// Has the database belong to that key from now on, for a reason that goes into the trail: the one before is lost for good.
pub async fn adopt(desk: &Desk, key: &MasterKey, caller: &Caller, reason: &str) -> Result<(), Failure> {
    let mut unit = desk.store.write().await?;
    let statement = sql!(
        "INSERT INTO operator_keys (name, mark) VALUES ('master', $1) ON CONFLICT (name) DO UPDATE SET mark = $1"
    );
    unit.run(statement, args![mark(key)]).await?;
    let entry = Entry::new("key.adopted", "key", "master").with(json!({ "reason": reason }));
    append(&mut unit, caller, desk.now(), entry).await?;
    unit.commit().await
}

async fn known(unit: &mut Unit) -> Result<Option<String>, Failure> {
    unit.first(sql!("SELECT mark FROM operator_keys WHERE name = 'master'"), args![], |row| row.get("mark"))
        .await
}

fn mark(key: &MasterKey) -> String {
    hex(&key.derive("database: belonging").authenticate(&[b"which key"]))
}
