//! Who holds a code, and in which browsers it was typed.

use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant};

/// Somebody who holds a code of a declaration.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Its identity.
    pub id: Id,
    /// The name they gave, or that was given for them.
    pub name: String,
    /// Where news of the declaration are sent; empty when not said.
    pub email: String,
    /// Since when.
    pub created_at: Instant,
    /// Whether they passed the hand to nobody: the one who declared.
    pub first: bool,
    /// Since when their code opens nothing.
    pub revoked_at: Option<Instant>,
    pub(crate) code_hash: String,
}

/// A browser in which a code was typed.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its identity.
    pub id: Id,
    /// Whose code.
    pub holder: Id,
    /// Which declaration.
    pub declaration: Id,
    /// What the browser says of itself, cleaned and cut.
    pub device: String,
    /// Since when.
    pub created_at: Instant,
    /// Last used.
    pub seen_at: Instant,
    /// Until when.
    pub expires_at: Instant,
    pub(crate) sealed_code: Option<String>,
}

fn holder(row: &Row) -> Result<Holder, Failure> {
    Ok(Holder {
        id: row.get("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        created_at: row.get("created_at")?,
        first: row.get::<Option<String>>("created_by")?.is_none(),
        revoked_at: row.get("revoked_at")?,
        code_hash: row.get("code_hash")?,
    })
}

fn session(row: &Row) -> Result<Session, Failure> {
    Ok(Session {
        id: row.get("id")?,
        holder: row.get("holder")?,
        declaration: row.get("declaration")?,
        device: row.get("device")?,
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        expires_at: row.get("expires_at")?,
        sealed_code: row.get("sealed_code")?,
    })
}

pub(crate) fn insert(unit: &mut Unit, declaration: Id, holder: &Holder, created_by: Option<Id>) {
    let statement = sql!(
        "INSERT INTO declaration_holders (id, declaration, name, email, code_hash, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    let arguments = args![
        holder.id,
        declaration,
        &holder.name,
        &holder.email,
        &holder.code_hash,
        holder.created_at,
        created_by
    ];
    unit.add(statement, arguments);
}

/// All holders of a declaration, the declarant first.
pub(crate) async fn of(unit: &mut Unit, declaration: Id) -> Result<Vec<Holder>, Failure> {
    let statement = sql!("SELECT * FROM declaration_holders WHERE declaration = $1 ORDER BY created_at, id");
    unit.all(statement, args![declaration], holder).await
}

/// Who holds the code of this hash for the declaration of this reference.
pub(crate) async fn of_code(unit: &mut Unit, reference: &str, hash: &str) -> Result<Option<Id>, Failure> {
    let statement = sql!(
        "SELECT h.id FROM declaration_holders h JOIN declarations d ON d.id = h.declaration \
         WHERE d.reference = $1 AND h.code_hash = $2 AND h.revoked_at IS NULL"
    );
    unit.first(statement, args![reference, hash], |row| row.get("id")).await
}

/// Revokes a holder's code and closes the browsers in which it was typed; `false` when there is no such holder.
pub(crate) async fn revoke(unit: &mut Unit, declaration: Id, id: Id, now: Instant) -> Result<bool, Failure> {
    let statement = sql!(
        "UPDATE declaration_holders SET revoked_at = $3 WHERE id = $1 AND declaration = $2 AND revoked_at IS NULL \
         AND created_by IS NOT NULL"
    );
    if unit.run(statement, args![id, declaration, now]).await? == 0 {
        return Ok(false);
    }
    unit.run(sql!("DELETE FROM declaration_sessions WHERE holder = $1"), args![id]).await?;
    Ok(true)
}

/// Renews a holder's code, closing the browsers in which the old one was typed.
pub(crate) async fn renew(unit: &mut Unit, id: Id, code_hash: &str) -> Result<(), Failure> {
    unit.run(sql!("UPDATE declaration_holders SET code_hash = $2 WHERE id = $1"), args![id, code_hash])
        .await?;
    unit.run(sql!("DELETE FROM declaration_sessions WHERE holder = $1"), args![id]).await.map(drop)
}

pub(crate) fn insert_session(unit: &mut Unit, session: &Session, token_hash: &str) {
    let statement = sql!(
        "INSERT INTO declaration_sessions (id, token_hash, holder, declaration, device, created_at, seen_at, \
         expires_at, sealed_code) VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)"
    );
    let arguments = args![
        session.id,
        token_hash,
        session.holder,
        session.declaration,
        &session.device,
        session.created_at,
        session.expires_at,
        session.sealed_code.clone()
    ];
    unit.add(statement, arguments);
}

/// The session of a token, unless it ended.
pub(crate) async fn find_session(
    unit: &mut Unit,
    token_hash: &str,
    now: Instant,
) -> Result<Option<Session>, Failure> {
    let statement = sql!("SELECT * FROM declaration_sessions WHERE token_hash = $1 AND expires_at > $2");
    unit.first(statement, args![token_hash, now], session).await
}

/// The open sessions of a declaration, the latest first.
pub(crate) async fn sessions(
    unit: &mut Unit,
    declaration: Id,
    now: Instant,
) -> Result<Vec<Session>, Failure> {
    let statement = sql!(
        "SELECT * FROM declaration_sessions WHERE declaration = $1 AND expires_at > $2 ORDER BY created_at DESC, id"
    );
    unit.all(statement, args![declaration, now], session).await
}

pub(crate) async fn close_session(unit: &mut Unit, declaration: Id, id: Id) -> Result<bool, Failure> {
    let statement = sql!("DELETE FROM declaration_sessions WHERE id = $1 AND declaration = $2");
    Ok(unit.run(statement, args![id, declaration]).await? == 1)
}

/// Removes ended sessions, at most that many; answers how many.
pub(crate) async fn sweep(unit: &mut Unit, now: Instant, most: i64) -> Result<u64, Failure> {
    let statement = sql!(
        "DELETE FROM declaration_sessions WHERE id IN (SELECT id FROM declaration_sessions WHERE expires_at <= $1 LIMIT $2)"
    );
    unit.run(statement, args![now, most]).await
}

/// Erases the sealed codes that have been shown long enough.
pub(crate) async fn hide_codes(unit: &mut Unit, show_until: Instant) -> Result<(), Failure> {
    let statement = sql!(
        "UPDATE declaration_sessions SET sealed_code = NULL WHERE sealed_code IS NOT NULL AND created_at <= $1"
    );
    unit.run(statement, args![show_until]).await.map(drop)
}

/// Erases the sealed code of one session: its holder said that it is noted.
pub(crate) async fn forget_code(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    let statement = sql!("UPDATE declaration_sessions SET sealed_code = NULL WHERE id = $1");
    unit.run(statement, args![id]).await.map(drop)
}
