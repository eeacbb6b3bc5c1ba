//! A declaration goes, whole.

use storage::{Unit, args, sql};
use vocabulary::Failure;

use super::declarations::Record;

pub(crate) struct Gone {
    pub versions: u64,
    pub messages: u64,
}

/// Takes away everything that names this declaration in the tables of this capability.
pub(crate) async fn declaration(unit: &mut Unit, record: &Record) -> Result<Gone, Failure> {
    let id = record.id;
    unit.run(sql!("DELETE FROM declaration_sessions WHERE declaration = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM declaration_holders WHERE declaration = $1"), args![id]).await?;
    unit.run(sql!("DELETE FROM declaration_attachments WHERE declaration = $1"), args![id]).await?;
    let messages = sql!("DELETE FROM declaration_messages WHERE declaration = $1");
    let messages = unit.run(messages, args![id]).await?;
    let versions = sql!("DELETE FROM declaration_versions WHERE declaration = $1");
    let versions = unit.run(versions, args![id]).await?;
    // Wrong codes are kept under "REFERENCE ADDRESS".
    let tries = sql!("DELETE FROM declaration_tries WHERE key LIKE $1");
    unit.run(tries, args![format!("{} %", record.reference)]).await?;
    unit.run(sql!("DELETE FROM drafts WHERE filed_as = $1"), args![&record.reference]).await?;
    unit.run(sql!("DELETE FROM declarations WHERE id = $1"), args![id]).await?;
    Ok(Gone { versions, messages })
}
