//! Sent again: a program that got no answer sends the same once more, with the same key, and nothing is done twice.

use access::Caller;
use sha2::{Digest as _, Sha256};
use storage::Unit;
use vocabulary::{Failure, Id, hex};

use super::Declarations;
use crate::store::repeats;

impl Declarations {
    /// The same service for one request that carries a key of the caller's own (`Idempotency-Key`): what it asks for is done
    /// once, and answered the same each time the key comes back from that caller about that declaration.
    #[must_use]
    pub fn once(&self, key: Option<String>) -> Self {
        Self { repeat: key.map(Into::into), ..self.clone() }
    }

    /// What this request was answered before, if its key was seen; claims the key otherwise.
    pub(super) async fn repeated(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        what: &str,
        id: Id,
    ) -> Result<Option<String>, Failure> {
        match self.repeat_key(caller, what, id) {
            Some(key) => repeats::claim(unit, &key, self.desk.now()).await,
            None => Ok(None),
        }
    }

    /// Keeps the answer, in the transaction of what it tells.
    pub(super) async fn remember(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        what: &str,
        id: Id,
        answer: impl ToString,
    ) -> Result<(), Failure> {
        match self.repeat_key(caller, what, id) {
            Some(key) => repeats::answered(unit, &key, &answer.to_string()).await,
            None => Ok(()),
        }
    }

    /// Bound to who asks, for what and about what: a key that somebody else guesses opens nothing.
    fn repeat_key(&self, caller: &Caller, what: &str, id: Id) -> Option<String> {
        let key = self.repeat.as_deref()?;
        let mut hasher = Sha256::new();
        for part in [caller.trace().as_str(), what, &id.to_string(), key] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        Some(hex(&hasher.finalize()))
    }
}
