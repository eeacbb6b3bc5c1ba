//! One answer for all who ask the same at once. Whoever comes while a question is under way waits for the next one, which
//! begins after they came: nobody is told what was true before they asked.

use std::{
    future::Future,
    sync::{Arc, PoisonError},
};

use tokio::sync::{Mutex, OnceCell};

/// Rounds of one question.
pub(crate) struct Rounds<T> {
    /// The round that has not begun yet.
    next: std::sync::Mutex<Arc<OnceCell<T>>>,
    /// Held by the round that is under way.
    turn: Mutex<()>,
}

impl<T> Default for Rounds<T> {
    fn default() -> Self {
        Self { next: std::sync::Mutex::default(), turn: Mutex::default() }
    }
}

impl<T: Clone> Rounds<T> {
    /// The answer of the next round. Should whoever asks for all of them go away, another of them asks again.
    pub(crate) async fn ask<F: Future<Output = T>>(&self, question: impl FnOnce() -> F) -> T {
        let round = Arc::clone(&self.next.lock().unwrap_or_else(PoisonError::into_inner));
        let answer = round.get_or_init(|| async {
            let _turn = self.turn.lock().await;
            *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Arc::default();
            question().await
        });
        answer.await.clone()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::task::yield_now;

    use super::*;

    #[tokio::test]
    async fn who_comes_while_one_asks_shares_the_next_answer() {
        let (rounds, asked) = (Rounds::default(), AtomicUsize::new(0));
        let ask = || {
            rounds.ask(|| async {
                let number = asked.fetch_add(1, Ordering::SeqCst);
                // The others come now.
                yield_now().await;
                number
            })
        };
        let late = async {
            yield_now().await;
            ask().await
        };
        assert_eq!(tokio::join!(ask(), ask(), late), (0, 1, 1));
        assert_eq!(ask().await, 2);
    }

    #[tokio::test]
    async fn who_goes_away_is_replaced() {
        let rounds = Rounds::default();
        let gone = async {
            tokio::select! {
                biased;
                _ = rounds.ask(|| async { std::future::pending::<u8>().await }) => {}
                () = yield_now() => {}
            }
        };
        let stays = rounds.ask(|| async { 7 });
        assert_eq!(tokio::join!(gone, stays).1, 7);
    }
}
