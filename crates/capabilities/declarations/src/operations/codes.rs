//! Follow-up codes at rest, and how wrong ones slow down.

use std::sync::atomic::Ordering;

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use storage::Unit;
use vocabulary::{Failure, Ids, Instant, Refused};

use super::{Declarations, Keys};
use crate::{rules::FollowUpCode, store::tries};

/// argon2id with small parameters: a code is 76 random bits, which no attacker can try, hash or no hash; what the hash
/// must do is keep a stolen table from showing the codes, without letting a flood of tries take the machine.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(1024, 1, 1, None).unwrap_or_default())
}

impl Keys {
    /// A new code.
    pub(super) fn new_code(ids: &dyn Ids) -> FollowUpCode {
        let mut bytes = [0; 16];
        ids.fill(&mut bytes);
        FollowUpCode::from_random(bytes)
    }

    /// A code as it is kept. All holders of a declaration share its salt, which is made out of its reference: one hash
    /// tells who of them has typed a code, and costs the same whether there are ten of them or no such declaration
    /// (abuse B02). 76 random bits under a pepper need no salt each.
    pub(super) fn hash(&self, reference: &str, code: &FollowUpCode) -> Result<String, Failure> {
        self.hashed.fetch_add(1, Ordering::Relaxed);
        let salt = self.follow_up.authenticate(&[b"salt", reference.as_bytes()]);
        let peppered = self.follow_up.authenticate(&[code.digits().as_bytes()]);
        let hash: argon2::password_hash::phc::PasswordHash = argon2()
            .hash_password_with_salt(&peppered, salt.first_chunk::<16>().unwrap_or(&[0; 16]))
            .map_err(|error| Failure::new("hash a code", error.to_string()))?;
        Ok(hash.to_string())
    }
}

/// Wrong tries that cost nothing: people mistype.
const FREE: i64 = 5;

/// Seconds to wait after that many failures: doubled at each, up to a quarter of an hour.
fn wait(failures: i64) -> i64 {
    if failures < FREE {
        0
    } else {
        1_i64.checked_shl(u32::try_from(failures - FREE).unwrap_or(9).min(9)).unwrap_or(512).min(900)
    }
}

impl Declarations {
    /// How many codes were hashed: what tries cost this node.
    pub fn codes_hashed(&self) -> u64 {
        self.keys.hashed.load(Ordering::Relaxed)
    }

    /// Refuses a try that comes too soon after wrong ones, under any of these keys.
    pub(super) async fn paced(&self, unit: &mut Unit, keys: &[String]) -> Result<(), vocabulary::Problem> {
        for key in keys {
            let (_, not_before) = tries::find(unit, key).await?;
            let left = not_before.seconds_since(self.desk.now());
            if left > 0 {
                return Err(Refused::TooSoon(u32::try_from(left).unwrap_or(900)).into());
            }
        }
        Ok(())
    }

    /// Counts a wrong try under each key.
    pub(super) async fn wrong(&self, unit: &mut Unit, keys: &[String]) -> Result<(), Failure> {
        let now: Instant = self.desk.now();
        for key in keys {
            let (failures, _) = tries::find(unit, key).await?;
            tries::failed(unit, key, now.plus_seconds(wait(failures + 1)), now).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn waits_grow_and_never_lock() {
        assert_eq!((wait(0), wait(4), wait(5), wait(6), wait(10)), (0, 0, 1, 2, 32));
        assert!((0..10_000).all(|failures| wait(failures) <= 900));
    }
}
