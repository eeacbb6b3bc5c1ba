//! This capability's tables: nobody else reads or writes them.

pub(crate) mod documents;
pub(crate) mod drafts;
pub(crate) mod forgetting;
pub(crate) mod groups;
pub(crate) mod indicators;
pub(crate) mod marks;
pub(crate) mod moderation;
pub(crate) mod polls;
pub(crate) mod posts;
pub(crate) mod raisings;
pub(crate) mod reveals;
pub(crate) mod threads;

use access::Seat;
use storage::Arg;
use vocabulary::Instant;

/// A statement about posts `p` that the reader may read, between `head` and `tail`. This is the one condition of every way out: the
/// first argument is the list of the reader's seat, the second their account, the third the present moment ([`reader`]).
macro_rules! shown {
    ($head:literal, $tail:literal) => {
        storage::sql!(
            $head
            "(p.at <= $3 AND ($1 LIKE '%,' || p.tlp || ' ' || p.audience || ',%' OR EXISTS (SELECT 1 FROM community_readers r \
             WHERE r.post = p.id AND r.account = $2)))"
            $tail
        )
    };
    // Of two posts, the inner one called `p` too.
    (twice: $head:literal, $middle:literal, $tail:literal) => {
        storage::sql!(
            $head
            "(p.at <= $3 AND ($1 LIKE '%,' || p.tlp || ' ' || p.audience || ',%' OR EXISTS (SELECT 1 FROM community_readers r \
             WHERE r.post = p.id AND r.account = $2)))"
            $middle
            "(p.at <= $3 AND ($1 LIKE '%,' || p.tlp || ' ' || p.audience || ',%' OR EXISTS (SELECT 1 FROM community_readers r \
             WHERE r.post = p.id AND r.account = $2)))"
            $tail
        )
    };
    (sqlite: $head:literal, $tail:literal, postgres: $head_pg:literal, $tail_pg:literal) => {
        storage::sql!(
            sqlite: $head
            "(p.at <= $3 AND ($1 LIKE '%,' || p.tlp || ' ' || p.audience || ',%' OR EXISTS (SELECT 1 FROM community_readers r \
             WHERE r.post = p.id AND r.account = $2)))"
            $tail,
            postgres: $head_pg
            "(p.at <= $3 AND ($1 LIKE '%,' || p.tlp || ' ' || p.audience || ',%' OR EXISTS (SELECT 1 FROM community_readers r \
             WHERE r.post = p.id AND r.account = $2)))"
            $tail_pg,
        )
    };
}
pub(crate) use shown;

/// The first three arguments of what [`shown!`] makes.
pub(crate) fn reader(seat: &Seat, now: Instant) -> Vec<Arg> {
    let account = seat.account().map(|account| account.to_string()).unwrap_or_default();
    storage::args![seat.list(), account, now]
}

/// Those, and more.
pub(crate) fn with(mut arguments: Vec<Arg>, more: Vec<Arg>) -> Vec<Arg> {
    arguments.extend(more);
    arguments
}
