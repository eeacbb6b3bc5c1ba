//! One answer for all who ask the same at once. Whoever comes while a question is under way waits for the next one, which
//! begins after they came: nobody is told what was true before they asked. An answer is good for those who come later, for a
//! moment, as long as this program wrote nothing since: only what another one writes, or an operator's command, is seen that
//! moment late.

use std::{
    future::Future,
    sync::{Arc, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::{Mutex, OnceCell};

/// How long an answer is good.
const MOMENT: Duration = Duration::from_millis(100);

/// Rounds of one question.
pub(crate) struct Rounds<T, E> {
    /// The round that has not begun yet.
    next: std::sync::Mutex<Arc<OnceCell<Result<T, E>>>>,
    /// Held by the round that is under way.
    turn: Mutex<()>,
    last: std::sync::Mutex<Option<Last<T>>>,
}

/// What was answered last: since when it is so, and what was written until then.
struct Last<T> {
    at: Instant,
    written: u64,
    answer: T,
}

impl<T, E> Default for Rounds<T, E> {
    fn default() -> Self {
        Self { next: std::sync::Mutex::default(), turn: Mutex::default(), last: std::sync::Mutex::default() }
    }
}

impl<T: Clone, E: Clone> Rounds<T, E> {
    /// The answer: that of a moment ago where nothing was `written` since, else that of the next round. Should whoever asks for all of
    /// them go away, another of them asks again. What failed is no answer.
    pub(crate) async fn ask<F: Future<Output = Result<T, E>>>(
        &self,
        written: impl Fn() -> u64,
        question: impl FnOnce() -> F,
    ) -> Result<T, E> {
        if let Some(answer) = self.known(written()) {
            return Ok(answer);
        }
        let round = Arc::clone(&lock(&self.next));
        let answer = round.get_or_init(|| async {
            let _turn = self.turn.lock().await;
            *lock(&self.next) = Arc::default();
            let (at, written) = (Instant::now(), written());
            let answer = question().await;
            *lock(&self.last) = answer.clone().ok().map(|answer| Last { at, written, answer });
            answer
        });
        answer.await.clone()
    }

    fn known(&self, written: u64) -> Option<T> {
        let last = lock(&self.last);
        let good = last.as_ref().filter(|last| last.written == written && last.at.elapsed() < MOMENT);
        good.map(|last| last.answer.clone())
    }
}

fn lock<T>(mutex: &std::sync::Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use tokio::task::yield_now;

    use super::*;

    /// Counts what is asked and what is written; the answer is the number of the question.
    #[derive(Default)]
    struct House {
        rounds: Rounds<u64, &'static str>,
        asked: AtomicU64,
        written: AtomicU64,
    }

    impl House {
        async fn ask(&self) -> Result<u64, &'static str> {
            let question = || async {
                let number = self.asked.fetch_add(1, Ordering::SeqCst);
                // The others come now.
                yield_now().await;
                Ok(number)
            };
            self.rounds.ask(|| self.written.load(Ordering::SeqCst), question).await
        }

        fn write(&self) {
            self.written.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn who_comes_while_one_asks_shares_the_next_answer() {
        let house = House::default();
        let late = async {
            yield_now().await;
            house.ask().await
        };
        assert_eq!(tokio::join!(house.ask(), house.ask(), late), (Ok(0), Ok(1), Ok(1)));
    }

    #[tokio::test]
    async fn an_answer_is_good_until_something_is_written_and_never_for_long() {
        let house = House::default();
        assert_eq!(house.ask().await, Ok(0));
        // A slow machine may take a moment for this alone.
        let again = house.ask().await;
        assert!(again == Ok(0) || again == Ok(1), "{again:?}");
        let asked = house.asked.load(Ordering::SeqCst);
        house.write();
        assert_eq!(house.ask().await, Ok(asked));
        tokio::time::sleep(MOMENT).await;
        assert_eq!(house.ask().await, Ok(asked + 1), "another program may have written");
    }

    #[tokio::test]
    async fn what_is_written_while_one_asks_makes_the_answer_old() {
        let house = House::default();
        let (first, ()) = tokio::join!(house.ask(), async { house.write() });
        assert_eq!((first, house.ask().await), (Ok(0), Ok(1)));
    }

    #[tokio::test]
    async fn what_failed_is_asked_again() {
        let rounds: Rounds<u8, &str> = Rounds::default();
        assert_eq!(rounds.ask(|| 0, || async { Err("away") }).await, Err("away"));
        assert_eq!(rounds.ask(|| 0, || async { Ok(7) }).await, Ok(7));
    }

    #[tokio::test]
    async fn who_goes_away_is_replaced() {
        let rounds: Rounds<u8, ()> = Rounds::default();
        let gone = async {
            tokio::select! {
                biased;
                _ = rounds.ask(|| 0, || async { std::future::pending().await }) => {}
                () = yield_now() => {}
            }
        };
        let stays = rounds.ask(|| 0, || async { Ok(7) });
        assert_eq!(tokio::join!(gone, stays).1, Ok(7));
    }
}
