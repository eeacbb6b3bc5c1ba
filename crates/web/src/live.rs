//! Consoles are told what is new as it happens, by server-sent events.
//!
//! One watcher asks for all of them, and only while there are some, whether anything changed anywhere. Each stream then asks for
//! its own reader, with the rights of that moment, what its page would ask without it: two streams share no answer.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use access::Standing;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, Sse},
    },
};
use futures_util::stream;
use tokio::{
    sync::{Semaphore, oneshot, watch},
    task::JoinHandle,
    time::{Instant, sleep, sleep_until},
};
use vocabulary::Id;

use crate::{incidents::queue, site::Site, visit::Visit};

/// How many streams ask the database at once when something changed: pages come before them.
const AT_ONCE: usize = 2;

/// What streams may take.
#[derive(Clone, Debug)]
pub struct Streams {
    /// How many at once; past that, the oldest makes room.
    pub most: usize,
    /// How many of them for one account.
    pub each: usize,
    /// How often the watcher looks.
    pub look: Duration,
    /// After how long a stream asks and says the same again: rights are seen to end, lines that broke are noticed, and nobody
    /// on the way takes it for dead.
    pub beat: Duration,
}

impl Default for Streams {
    /// Half of those who may be connected: the others are those who declare. Browsers hold six connections to one host: two
    /// are left for pages, however many windows are open.
    fn default() -> Self {
        Self { most: 1024, each: 4, look: Duration::from_secs(1), beat: Duration::from_secs(20) }
    }
}

/// The streams of this process.
pub(crate) struct Live {
    open: Mutex<Open>,
    /// Moves when something changed; true once the site stops.
    stopped: watch::Sender<bool>,
    turns: Semaphore,
}

#[derive(Default)]
struct Open {
    limits: Streams,
    last: u64,
    /// The oldest first: whose each is, and what tells it, when dropped, to make room.
    streams: BTreeMap<u64, (Id, oneshot::Sender<Infallible>)>,
    watcher: Option<JoinHandle<()>>,
}

impl Default for Live {
    fn default() -> Self {
        Self { open: Mutex::default(), stopped: watch::Sender::new(false), turns: Semaphore::new(AT_ONCE) }
    }
}

impl Live {
    /// Sets what streams may take.
    pub(crate) fn limit(&self, limits: Streams) {
        self.lock().limits = limits;
    }

    /// No more than so many, whatever was set.
    pub(crate) fn at_most(&self, many: usize) {
        let limits = &mut self.lock().limits;
        limits.most = limits.most.min(many);
    }

    /// Ends all of them, and those that would begin.
    pub(crate) fn stop(&self) {
        self.stopped.send_replace(true);
        self.turns.close();
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often to look, while somebody listens.
    fn pace(&self) -> Option<Duration> {
        let mut open = self.lock();
        if open.streams.is_empty() {
            // Under the lock: whoever listens next starts another watcher.
            open.watcher = None;
            return None;
        }
        Some(open.limits.look)
    }
}

impl Open {
    /// A place for one more of that account; whoever has to makes room for it.
    fn admit(&mut self, account: Id) -> (u64, oneshot::Receiver<Infallible>) {
        let full = self.streams.values().filter(|(of, _)| *of == account).count() >= self.limits.each;
        if full || self.streams.len() >= self.limits.most {
            let oldest = self.streams.iter().find(|(_, (of, _))| !full || *of == account);
            if let Some(number) = oldest.map(|(number, _)| *number) {
                self.streams.remove(&number);
            }
        }
        let (room, make_room) = oneshot::channel();
        self.last += 1;
        self.streams.insert(self.last, (account, room));
        (self.last, make_room)
    }
}

/// A stream's place, given back when it is dropped.
struct Place(Site, u64);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.live.lock().streams.remove(&self.1);
    }
}

/// Whether a request asks for a stream, as browsers say it.
pub(crate) fn is_asked(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|kind| kind.as_bytes() == b"text/event-stream")
}

/// A stream for whoever was just answered without one.
pub(crate) fn open(visit: Visit, news: queue::News) -> Response {
    let site = visit.site.clone();
    let stopped = site.live.stopped.subscribe();
    let mut open = site.live.lock();
    let (number, make_room) = open.admit(news.account);
    if open.watcher.as_ref().is_none_or(JoinHandle::is_finished) {
        open.watcher = Some(tokio::spawn(watch(site.clone())));
    }
    let beat = open.limits.beat;
    drop(open);
    let place = Place(site, number);
    let (due, standings) = (Instant::now(), news.standings);
    let stream =
        Stream { visit, standings, make_room, stopped, beat, due, said: String::new(), _place: place };
    let events = stream::unfold(Some(stream), |stream| async { stream?.next().await });
    let mut response = Sse::new(events).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep it back until there is a buffer of it.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// Tells all streams when something changed, for as long as there are any.
async fn watch(site: Site) {
    let mut known = None;
    while let Some(pace) = site.live.pace() {
        match site.services.incidents.stirred().await {
            Ok(now) => {
                if known.replace(now) != Some(now) {
                    site.live.stopped.send_modify(|_| {});
                }
            }
            // Streams ask at each beat in any case.
            Err(failure) => {
                if known.take().is_some() {
                    tracing::warn!(error = failure.chain(), "nobody is told what is new");
                }
            }
        }
        sleep(pace).await;
    }
}

/// One stream. What it has to say is asked for when it can be said: nothing waits in it.
struct Stream {
    visit: Visit,
    /// What its reader was when it began.
    standings: Vec<Standing>,
    make_room: oneshot::Receiver<Infallible>,
    stopped: watch::Receiver<bool>,
    beat: Duration,
    /// When something is said in any case.
    due: Instant,
    said: String,
    _place: Place,
}

impl Stream {
    /// What is said next, and the rest of the stream. It just ends when the site stops, when something broke, and when its
    /// reader is not, or not any more, who they were: the page then asks, and learns why as every page does.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Option<Self>)> {
        loop {
            let beats = tokio::select! {
                biased;
                _ = &mut self.make_room => return Some((Ok(Event::default().event("full").data("full")), None)),
                () = sleep_until(self.due) => true,
                moved = self.stopped.changed() => {
                    moved.ok()?;
                    false
                }
            };
            if *self.stopped.borrow_and_update() {
                return None;
            }
            let turn = self.visit.site.live.turns.acquire().await.ok()?;
            let news = queue::newest(&self.visit).await;
            drop(turn);
            let news = news.ok().filter(|news| news.standings == self.standings)?;
            let told = news.told.to_string();
            if beats || told != self.said {
                self.due = Instant::now() + self.beat;
                self.said.clone_from(&told);
                return Some((Ok(Event::default().data(told)), Some(self)));
            }
        }
    }
}
