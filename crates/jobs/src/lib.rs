//! What happens later. One table is outbox and queue: a job is enqueued in the transaction of what caused it, so that
//! it exists exactly when its cause does; it is claimed by a lease, so that a worker that dies gives it back.
//!
//! A handler is idempotent: it may be called again for the same job, in the window between its effect and the note that
//! it was done. It finds in [`Claimed::id`] what marks its effect (a Message-ID, a row's key).

mod queue;
mod worker;

pub use queue::{Claimed, Counts, Job, counts, enqueue, forget, withdraw};
pub use worker::{Handler, Outcome, Worker};
