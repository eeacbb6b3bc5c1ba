//! What the declarant and the cell write to each other.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// One message.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its identity.
    pub id: Id,
    /// When it was sent.
    pub at: Instant,
    /// Whether the cell wrote it; else one of the structure's people did.
    pub from_cell: bool,
    /// The name shown beside it.
    pub author: String,
    /// Its text.
    pub body: String,
    /// When the other side first opened it.
    pub read_at: Option<Instant>,
    /// When it leaves, or left, if not as it was written: until then it can be taken back, and its reader does not see it.
    pub leaves_at: Option<Instant>,
}

impl Message {
    /// Whether its reader may see it.
    pub fn has_left(&self, now: Instant) -> bool {
        self.leaves_at.is_none_or(|leaves| leaves <= now)
    }
}

fn message(row: &Row) -> Result<Message, Failure> {
    Ok(Message {
        id: row.get("id")?,
        at: row.get("at")?,
        from_cell: row.get("from_cell")?,
        author: row.get("author")?,
        body: row.get("body")?,
        read_at: row.get("read_at")?,
        leaves_at: row.get("leaves_at")?,
    })
}

pub(crate) async fn insert(unit: &mut Unit, declaration: Id, message: &Message) -> Result<(), Failure> {
    let sequence = unit.next("declaration_messages").await?;
    let statement = sql!(
        "INSERT INTO declaration_messages (id, sequence, declaration, at, from_cell, author, body, leaves_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let arguments = args![
        message.id,
        sequence,
        declaration,
        message.at,
        message.from_cell,
        &message.author,
        &message.body,
        message.leaves_at
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// The messages of a declaration, the first first.
pub(crate) async fn of(unit: &mut Unit, declaration: Id) -> Result<Vec<Message>, Failure> {
    let statement = sql!("SELECT * FROM declaration_messages WHERE declaration = $1 ORDER BY sequence");
    unit.all(statement, args![declaration], message).await
}

/// The last message of a declaration.
pub(crate) async fn last(unit: &mut Unit, declaration: Id) -> Result<Option<Message>, Failure> {
    let statement =
        sql!("SELECT * FROM declaration_messages WHERE declaration = $1 ORDER BY sequence DESC LIMIT 1");
    unit.first(statement, args![declaration], message).await
}

/// One message.
pub(crate) async fn find(unit: &mut Unit, id: Id) -> Result<Option<Message>, Failure> {
    unit.first(sql!("SELECT * FROM declaration_messages WHERE id = $1"), args![id], message).await
}

/// Takes back a message that has not left; answers with its text.
pub(crate) async fn withdraw(
    unit: &mut Unit,
    declaration: Id,
    id: Id,
    now: Instant,
) -> Result<Option<String>, Failure> {
    let statement = sql!(
        "DELETE FROM declaration_messages WHERE id = $1 AND declaration = $2 AND leaves_at > $3 RETURNING body"
    );
    unit.first(statement, args![id, declaration, now], |row| row.get("body")).await
}

/// How many messages there are, for a limit.
pub(crate) async fn count(unit: &mut Unit, declaration: Id) -> Result<i64, Failure> {
    let statement = sql!("SELECT COUNT(*) AS n FROM declaration_messages WHERE declaration = $1");
    unit.one(statement, args![declaration], |row| row.get("n")).await
}

/// Notes that one side has read what the other wrote.
pub(crate) async fn read(
    unit: &mut Unit,
    declaration: Id,
    from_cell: bool,
    now: Instant,
) -> Result<u64, Failure> {
    let statement = sql!(
        "UPDATE declaration_messages SET read_at = $3 WHERE declaration = $1 AND from_cell = $2 AND read_at IS NULL \
         AND (leaves_at IS NULL OR leaves_at <= $3)"
    );
    unit.run(statement, args![declaration, from_cell, now]).await
}
