//! Which failures of an engine pass by themselves.

use vocabulary::Failure;

/// A failure of the engine: busy when the same request may work in a moment (disk full, locked, restarted).
pub(crate) fn failure(doing: &'static str, error: sqlx::Error) -> Failure {
    if passes(&error) { Failure::busy(doing, error) } else { Failure::new(doing, error) }
}

fn passes(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            match code.parse::<u32>() {
                // SQLite's primary codes: 5 busy, 6 locked, 8 read-only, 10 I/O, 13 full, 14 cannot open.
                Ok(code) if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() => {
                    matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14)
                }
                // PostgreSQL's classes: 08 connection, 53 resources (disk full), 57P shutdown, 40 retry, 25006 read-only,
                // 55P03 a lock that was waited for too long.
                _ => ["08", "53", "57P", "40", "25006", "55P03"].iter().any(|class| code.starts_with(class)),
            }
        }
        _ => false,
    }
}
