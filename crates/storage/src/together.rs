//! One commit for many who write at once. To make one row last costs as much as to make a hundred last: those who come
//! while a commit is under way share the next one, each with its own answer, and none before it is on disk.

use std::{future::Future, pin::Pin, sync::Arc};

use tokio::sync::{Mutex, oneshot};
use vocabulary::Failure;

use crate::{Store, Unit};

/// The most that share a commit.
const MOST: usize = 16;

/// What somebody does in a transaction that others may share. It may be done again, in one of its own, and then nothing of
/// the first time has remained.
type Work<T> = dyn for<'a> Fn(&'a mut Unit) -> Doing<'a, T> + Send + Sync;
/// Being done.
pub type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Somebody's work, which keeps its own answer.
trait Piece: Send {
    fn work<'a>(&'a mut self, unit: &'a mut Unit) -> Doing<'a, ()>;
    /// Tells them how it ended.
    fn answer(self: Box<Self>, ended: Result<(), Failure>);
}

struct Asked<T> {
    work: Box<Work<T>>,
    done: Option<T>,
    answer: oneshot::Sender<Result<T, Failure>>,
}

impl<T: Send> Piece for Asked<T> {
    fn work<'a>(&'a mut self, unit: &'a mut Unit) -> Doing<'a, ()> {
        Box::pin(async move {
            self.done = Some((self.work)(unit).await?);
            Ok(())
        })
    }

    fn answer(self: Box<Self>, ended: Result<(), Failure>) {
        let Self { done, answer, .. } = *self;
        let done = ended.and_then(|()| {
            done.ok_or_else(|| Failure::new("write together", "a work that ended without its answer"))
        });
        // Who no longer listens has what they asked for all the same.
        drop(answer.send(done));
    }
}

/// Those who wait, and whether somebody writes for them.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: std::sync::Mutex<Vec<Box<dyn Piece>>>,
    turn: Mutex<()>,
}

impl Queue {
    fn put(&self, piece: Box<dyn Piece>) {
        self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(piece);
    }

    fn next(&self) -> Vec<Box<dyn Piece>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let many = waiting.len().min(MOST);
        waiting.drain(..many).collect()
    }
}

impl Store {
    /// Writes in a transaction that others may share; durable when this returns. Where the shared one fails, each is tried
    /// in one of its own, so that nobody pays for what another did.
    pub async fn together<T: Send + 'static>(
        &self,
        work: impl for<'a> Fn(&'a mut Unit) -> Doing<'a, T> + Send + Sync + 'static,
    ) -> Result<T, Failure> {
        let (answer, answered) = oneshot::channel();
        self.queue.put(Box::new(Asked { work: Box::new(work), done: None, answer }));
        let (store, queue) = (self.clone(), Arc::clone(&self.queue));
        // On a task of its own: whoever asked may go away, and with them would go the work of the others.
        tokio::spawn(async move {
            let _turn = queue.turn.lock().await;
            let pieces = queue.next();
            if !pieces.is_empty() {
                store.write_all(pieces).await;
            }
        });
        answered.await.map_err(|error| Failure::new("write together", error))?
    }

    async fn write_all(&self, mut pieces: Vec<Box<dyn Piece>>) {
        let shared = self.attempt(&mut pieces).await;
        match shared {
            Ok(()) => pieces.into_iter().for_each(|piece| piece.answer(Ok(()))),
            Err(failure) if pieces.len() == 1 => {
                if let Some(piece) = pieces.pop() {
                    piece.answer(Err(failure));
                }
            }
            Err(_) => {
                for piece in pieces {
                    let mut alone = vec![piece];
                    let ended = self.attempt(&mut alone).await;
                    if let Some(piece) = alone.pop() {
                        piece.answer(ended);
                    }
                }
            }
        }
    }

    async fn attempt(&self, pieces: &mut [Box<dyn Piece>]) -> Result<(), Failure> {
        let mut unit = self.write().await?;
        for piece in pieces {
            piece.work(&mut unit).await?;
        }
        unit.commit().await
    }
}
