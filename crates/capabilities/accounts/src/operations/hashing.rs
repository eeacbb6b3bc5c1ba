//! Passwords, hashed slowly, a bounded number at once and away from the threads that serve pages (abuse H04).

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use vocabulary::Failure;

use super::Accounts;

impl Accounts {
    fn argon2(&self) -> Argon2<'static> {
        let params = Params::new(self.settings.hash_kib, 2, 1, None).unwrap_or_default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    pub(super) async fn hash(&self, password: &str) -> Result<String, Failure> {
        let (argon2, password) = (self.argon2(), password.to_owned());
        let mut salt = [0; 16];
        self.desk.ids.fill(&mut salt);
        self.aside(move || {
            let hash: Result<argon2::password_hash::phc::PasswordHash, _> =
                argon2.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string())
                .map_err(|error| Failure::new("hash a password", error.to_string()))
        })
        .await?
    }

    /// Whether a password is the one that was hashed. With no hash, as long for nothing.
    pub(super) async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Failure> {
        let Some(hash) = hash.filter(|hash| !hash.is_empty()) else {
            return self.hash(password).await.map(|_| false);
        };
        let (argon2, password) = (self.argon2(), password.to_owned());
        self.aside(move || argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok()).await
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let _permit = self.hashing.acquire().await.map_err(|error| Failure::new("hash a password", error))?;
        tokio::task::spawn_blocking(work).await.map_err(|error| Failure::new("hash a password", error))
    }
}
