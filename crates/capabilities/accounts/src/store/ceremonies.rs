//! Ceremonies that were finished, of passkeys and at providers of identities: none is finished twice.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Uses a ceremony up; `false` when it was before.
pub(crate) async fn spend(unit: &mut Unit, id: Id, until: Instant, now: Instant) -> Result<bool, Failure> {
    unit.run(sql!("DELETE FROM account_ceremonies WHERE expires_at <= $1"), args![now]).await?;
    let statement =
        sql!("INSERT INTO account_ceremonies (id, expires_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING");
    Ok(unit.run(statement, args![id, until]).await? == 1)
}
