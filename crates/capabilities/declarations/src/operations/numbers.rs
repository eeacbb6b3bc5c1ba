//! Numbers of references, taken from the database some at a time: whoever files need not wait until all who came before
//! have committed. Those that are left when a node stops are never given: a reference names, it does not count.

use std::{collections::VecDeque, sync::Arc};

use storage::Desk;
use tokio::sync::Mutex;
use vocabulary::Failure;

/// Taken at once.
const BLOCK: i64 = 16;

/// Numbers that this node has taken, and the year that they are of. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Numbers {
    taken: Arc<Mutex<(i16, VecDeque<i64>)>>,
}

impl Numbers {
    /// The next number of a year.
    pub(super) async fn next(&self, desk: &Desk, year: i16) -> Result<i64, Failure> {
        let mut taken = self.taken.lock().await;
        if taken.0 != year {
            *taken = (year, VecDeque::new());
        }
        if let Some(number) = taken.1.pop_front() {
            return Ok(number);
        }
        let mut unit = desk.store.write().await?;
        let last = unit.next_many(&format!("reference {year}"), BLOCK).await?;
        unit.commit().await?;
        taken.1 = (last - BLOCK + 2..=last).collect();
        Ok(last - BLOCK + 1)
    }
}
