//! Wrong tries slow down whoever makes them, and keep nobody else out.

use storage::Unit;
use vocabulary::{Failure, Id, Instant, Problem, Refused};

use super::Accounts;
use crate::{rules, store::tries};

/// What tries are counted under: keys, and how many wrong ones of each are free.
pub(super) struct Pace {
    keys: Vec<(String, i64)>,
    /// Whoever is known here is not slowed by what others do under the wider keys.
    known: String,
    /// Those keys.
    wider: usize,
}

impl Pace {
    /// Passwords: an account from a place, and the place.
    pub(super) fn of_password(email: &str, place: &str) -> Self {
        let keys =
            vec![(format!("{email} {place}"), rules::FREE), (format!("from {place}"), rules::FREE_OF_PLACE)];
        Self { keys, known: known(email, place), wider: 1 }
    }

    /// Second factors: an account from a place, and the account from anywhere.
    pub(super) fn of_factor(account: Id, email: &str, place: &str) -> Self {
        let keys = vec![
            (format!("factor {account} {place}"), rules::FREE),
            (format!("factor {account}"), rules::FREE_OF_FACTOR),
        ];
        Self { keys, known: known(email, place), wider: 1 }
    }

    /// Codes of invitations: the place.
    pub(super) fn of_code(place: &str) -> Self {
        Self::of_place("code", place)
    }

    /// Passkeys: the place, and only for the wrong ones. Nobody guesses a signature: this bounds what is written down.
    pub(super) fn of_passkey(place: &str) -> Self {
        Self::of_place("passkey", place)
    }

    /// Answers of providers: the place.
    pub(super) fn of_provider(place: &str) -> Self {
        Self::of_place("provider", place)
    }

    fn of_place(what: &str, place: &str) -> Self {
        let keys = vec![(format!("{what} from {place}"), rules::FREE_OF_PLACE)];
        Self { keys, known: String::new(), wider: 0 }
    }

    /// Refuses whoever must wait; answers whether somebody known asks.
    pub(super) async fn check(&self, unit: &mut Unit, now: Instant) -> Result<bool, Problem> {
        let since = now.plus_seconds(-rules::FORGOTTEN_AFTER);
        let key = |at: usize| (self.keys.get(at).map_or("", |(key, _)| key.as_str()), since);
        let known = (self.known.as_str(), now.plus_seconds(-rules::KNOWN_FOR));
        let tries = tries::of(unit, [known, key(0), key(1)]).await?;
        let known = tries.contains_key(&self.known);
        let narrow = self.keys.len() - if known { self.wider } else { 0 };
        for (key, _) in self.keys.iter().take(narrow) {
            let until = tries.get(key).map_or(now, |tries| tries.not_before);
            let left = until.seconds_since(now);
            if left > 0 {
                return Err(Refused::TooSoon(u32::try_from(left).unwrap_or(900)).into());
            }
        }
        Ok(known)
    }

    /// Until the transaction ends, whoever else would try under the widest of these keys waits: of tries at once, each began
    /// before the others had failed.
    pub(super) async fn hold(&self, unit: &mut Unit, now: Instant) -> Result<(), Failure> {
        match self.keys.last() {
            Some((key, _)) => tries::hold(unit, key, now).await,
            None => Ok(()),
        }
    }

    /// Notes a wrong try.
    pub(super) async fn failed(&self, unit: &mut Unit, now: Instant) -> Result<(), Failure> {
        for (key, free) in &self.keys {
            let since = now.plus_seconds(-rules::FORGOTTEN_AFTER);
            let failures = tries::find(unit, key, since).await?.map_or(0, |tries| tries.failures) + 1;
            let not_before = now.plus_seconds(rules::wait(failures, *free));
            tries::note(unit, key, tries::Tries { failures, not_before }, now).await?;
        }
        Ok(())
    }

    /// A right try forgives the wrong ones of this account from this place.
    pub(super) async fn forgive(&self, unit: &mut Unit) -> Result<(), Failure> {
        match self.keys.first() {
            Some((key, _)) => tries::forget(unit, key).await,
            None => Ok(()),
        }
    }

    /// Notes that somebody is known at this place, and forgets what is old.
    pub(super) async fn acquaint(&self, unit: &mut Unit, now: Instant) -> Result<(), Failure> {
        tries::note(unit, &self.known, tries::Tries { failures: 0, not_before: now }, now).await?;
        let (failed, seen) = (now.plus_seconds(-rules::FORGOTTEN_AFTER), now.plus_seconds(-rules::KNOWN_FOR));
        tries::sweep(unit, failed, seen).await
    }
}

fn known(email: &str, place: &str) -> String {
    format!("known {email} {place}")
}

impl Accounts {
    /// What is written down of a wrong try: where from, and never what was typed.
    pub(super) async fn note_refusal(
        &self,
        unit: &mut Unit,
        place: &str,
        what: &str,
        now: Instant,
    ) -> Result<(), Failure> {
        let detail = serde_json::json!({ "from": place, "what": what });
        let entry = trail::Entry::new("account.sign-in-refused", "account", "unknown").with(detail);
        trail::append(unit, &access::Caller::Nobody, now, entry).await
    }
}
