//! Passwords, hashed slowly, a bounded number at once, on threads of their own (abuse H04).

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, channel},
    },
};

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::oneshot;
use vocabulary::Failure;

use super::Accounts;

type Work = Box<dyn FnOnce() + Send>;

/// The threads that hash. Those that serve pages come before them, and each uses again the memory that it took once: a flood
/// of sign-ins takes neither the machine's time nor more memory than these have. They end with what they belong to.
#[derive(Clone)]
pub(super) struct Hashers(Sender<Work>);

/// How much a hash lets everything else go first: under full load a thread of pages gets ten times its share, so that pages
/// stay as quick and a sign-in still comes through.
const POLITE: i32 = 10;

impl Hashers {
    pub(super) fn new(threads: usize) -> Self {
        let (queue, works) = channel();
        let works = Arc::new(Mutex::new(works));
        for _ in 0..threads.max(1) {
            if let Err(error) = hasher(works.clone()) {
                tracing::error!(error = error.to_string(), "a thread for passwords could not be started");
            }
        }
        Self(queue)
    }

    /// Does a piece of work on one of the threads; not at all when nobody waits for it any more.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = oneshot::channel();
        let work = move || {
            if !answer.is_closed() {
                // Whoever went away meanwhile needs no answer.
                answer.send(work()).ok();
            }
        };
        self.0.send(Box::new(work)).map_err(|error| Failure::new("hash a password", error.to_string()))?;
        answered.await.map_err(|error| Failure::new("hash a password", error))
    }
}

fn hasher(works: Arc<Mutex<Receiver<Work>>>) -> io::Result<()> {
    let next = move || works.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let work = move || {
        // Where the system has no such thing, passwords are hashed all the same.
        if let Err(error) = rustix::process::setpriority_process(None, POLITE) {
            tracing::debug!(error = error.to_string(), "passwords are hashed at the priority of pages");
        }
        while let Ok(work) = next() {
            work();
        }
    };
    std::thread::Builder::new().name("passwords".to_owned()).spawn(work).map(drop)
}

impl Accounts {
    fn argon2(&self) -> Argon2<'static> {
        let params = Params::new(self.settings.hash_kib, 2, 1, None).unwrap_or_default();
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    pub(super) async fn hash(&self, password: &str) -> Result<String, Failure> {
        let (argon2, password) = (self.argon2(), password.to_owned());
        let mut salt = [0; 16];
        self.desk.ids.fill(&mut salt);
        let hash = move || {
            let hash: Result<argon2::password_hash::phc::PasswordHash, _> =
                argon2.hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string())
                .map_err(|error| Failure::new("hash a password", error.to_string()))
        };
        self.hashers.aside(hash).await?
    }

    /// Whether a password is the one that was hashed. With no hash, as long for nothing.
    pub(super) async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool, Failure> {
        let Some(hash) = hash.filter(|hash| !hash.is_empty()) else {
            return self.hash(password).await.map(|_| false);
        };
        let (argon2, password) = (self.argon2(), password.to_owned());
        let verify = move || argon2.verify_password(password.as_bytes(), hash.as_str()).is_ok();
        self.hashers.aside(verify).await
    }
}
