//! Sent again: a program that got no answer sends the same once more, with the same key, and nothing is done twice. Something
//! else under a key that was used is refused, and never answered as if it were the first.

use access::Caller;
use sha2::{Digest as _, Sha256};
use storage::Unit;
use vocabulary::{Failure, Id, Problem, Refusal, Refused, hex};

use super::{Declarations, Submission};
use crate::{
    rules::Typed,
    store::repeats::{self, Claimed},
};

/// A key, bound to whose it is, and a digest of what was sent with it.
pub(super) struct Claim {
    key: String,
    content: String,
}

impl Claim {
    /// The claim of a submission that carries a key of its caller's own. Of those without an account, each address has keys of
    /// its own: the same number chosen elsewhere is somebody else's.
    pub(super) fn of(caller: &Caller, submission: &Submission) -> Option<Self> {
        let key = submission.key.as_deref().filter(|_| submission.draft.is_none())?;
        let from = if matches!(caller, Caller::Nobody) { submission.from.as_str() } else { "" };
        let key = digest([caller.trace().as_str(), "declaration", from, key]);
        Some(Self { key, content: typed_digest(&submission.typed) })
    }

    /// Whether it was used for something else.
    pub(super) async fn is_taken(&self, unit: &mut Unit) -> Result<bool, Failure> {
        Ok(repeats::find(unit, &self.key).await?.is_some_and(|before| self.differs(&before)))
    }

    /// Claims it for this transaction; whether it had been used for something else.
    pub(super) async fn take(&self, unit: &mut Unit, house: &Declarations) -> Result<bool, Failure> {
        let before = repeats::claim(unit, &self.key, &self.content, house.desk.now()).await?;
        Ok(before.is_some_and(|before| self.differs(&before)))
    }

    fn differs(&self, before: &Claimed) -> bool {
        !before.content.is_empty() && before.content != self.content
    }
}

impl Declarations {
    /// The same service for one request that carries a key of the caller's own (`Idempotency-Key`): what it asks for is done
    /// once, and answered the same each time the key comes back from that caller about that declaration.
    #[must_use]
    pub fn once(&self, key: Option<String>) -> Self {
        Self { repeat: key.map(Into::into), ..self.clone() }
    }

    /// What this request was answered before, if its key was seen with the same content; claims the key otherwise.
    pub(super) async fn repeated(
        &self,
        unit: &mut Unit,
        caller: &Caller,
        what: &str,
        id: Id,
        content: String,
    ) -> Result<Option<String>, Problem> {
        let Some(key) = self.repeat_key(caller, what, id) else { return Ok(None) };
        let claim = Claim { key, content };
        match repeats::claim(unit, &claim.key, &claim.content, self.desk.now()).await? {
            Some(before) if claim.differs(&before) => Err(used_otherwise().into()),
            before => Ok(before.map(|before| before.answer)),
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
        Some(digest([caller.trace().as_str(), what, &id.to_string(), key]))
    }
}

/// A key that comes back with something else.
pub(super) fn used_otherwise() -> Refused {
    Refused::invalid(Refusal::new("key-used-otherwise").at("Idempotency-Key"))
}

/// One key for one submission: the draft's, or the caller's own bound to the whole of what was sent, so that a key that
/// somebody else guesses opens nothing.
pub(super) fn submission_key(caller: &Caller, submission: &Submission, draft: Option<Id>) -> Option<String> {
    if let Some(draft) = draft {
        return Some(format!("draft {draft}"));
    }
    let key = submission.key.as_deref()?;
    Some(format!("key {}", digest([caller.trace().as_str(), key, &typed_digest(&submission.typed)])))
}

/// What was typed, as a digest: the same fields with the same values, in whatever order they came.
pub(super) fn typed_digest(typed: &Typed) -> String {
    digest(
        typed.iter().map(|(field, values)| {
            digest([field.as_str()].into_iter().chain(values.iter().map(String::as_str)))
        }),
    )
}

/// One digest of several texts, none of which runs into the next.
pub(super) fn digest(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}
