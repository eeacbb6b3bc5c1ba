//! Who is connected: how many, how slow they may be, and who makes room for the next one.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt, io,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::Notify,
    time::{Instant, Sleep, sleep, sleep_until},
};

/// How often somebody who waits for an answer is looked at.
const A_MOMENT: Duration = Duration::from_secs(1);

/// What those who are connected may take.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How many at once. Past that, the one of whom nothing was heard for longest, and who waits for no answer, makes room.
    pub connections: usize,
    /// How long the head of a request may take, the wait for it included.
    pub head: Duration,
    /// How long nothing may be heard of somebody who waits for no answer: who does not read what was asked for.
    pub stall: Duration,
    /// A body brings at least so many bytes in each such time, or is cut (abuse D04).
    pub least: u64,
    /// That time.
    pub window: Duration,
}

impl Default for Limits {
    /// A line of 2 kbit/s is slow enough for a form, and for a small file.
    fn default() -> Self {
        Self {
            connections: 2048,
            head: Duration::from_secs(20),
            stall: Duration::from_mins(1),
            least: 4096,
            window: Duration::from_secs(20),
        }
    }
}

/// Everybody who is connected.
pub(crate) struct Lines {
    most: usize,
    began: Instant,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    last: u64,
    lines: BTreeMap<u64, Arc<State>>,
}

/// What is known of one connection.
struct State {
    /// When bytes last went either way, in milliseconds.
    heard: AtomicU64,
    /// Requests in hand that have no answer yet.
    working: AtomicUsize,
    room: Notify,
}

/// One connection; its place is given back when it is dropped.
pub(crate) struct Line {
    lines: Arc<Lines>,
    number: u64,
    state: Arc<State>,
}

/// Held while a request is answered.
pub(crate) struct Working(Arc<Lines>, Arc<State>);

impl Lines {
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, began: Instant::now(), open: Mutex::default() })
    }

    /// A place for one more; `None` when all are at work.
    pub(crate) fn open(self: &Arc<Self>) -> Option<Line> {
        let heard = AtomicU64::new(self.now());
        let state = Arc::new(State { heard, working: AtomicUsize::new(0), room: Notify::new() });
        let mut open = self.lock();
        if open.lines.len() >= self.most {
            let idle = open.lines.iter().filter(|(_, state)| !state.is_working());
            let longest = idle.min_by_key(|(_, state)| state.heard.load(Ordering::Relaxed));
            let number = longest.map(|(number, _)| *number)?;
            if let Some(state) = open.lines.remove(&number) {
                state.room.notify_one();
            }
        }
        open.last += 1;
        let number = open.last;
        open.lines.insert(number, state.clone());
        Some(Line { lines: self.clone(), number, state })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl State {
    fn is_working(&self) -> bool {
        self.working.load(Ordering::Relaxed) > 0
    }
}

impl Line {
    /// A request is in hand.
    pub(crate) fn works(&self) -> Working {
        self.state.working.fetch_add(1, Ordering::Relaxed);
        Working(self.lines.clone(), self.state.clone())
    }

    /// Over when this connection is to end: somebody else needs its place, or nothing was heard of it for so long.
    pub(crate) async fn cut(&self, stall: Duration) {
        loop {
            let heard = self.state.heard.load(Ordering::Relaxed);
            let silent = tokio::select! {
                () = self.state.room.notified() => true,
                () = sleep_until(self.lines.began + Duration::from_millis(heard) + stall) => {
                    heard == self.state.heard.load(Ordering::Relaxed)
                }
            };
            match (silent, self.state.is_working()) {
                (true, false) => return,
                (true, true) => {
                    // It waits for us, and how long answers take is limited elsewhere. If it asked in the very moment in
                    // which it was to make room, it is counted again, one too many.
                    self.lines.lock().lines.insert(self.number, self.state.clone());
                    sleep(A_MOMENT).await;
                }
                (false, _) => {}
            }
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.lines.lock().lines.remove(&self.number);
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        // The answer is about to leave: silence counts from here.
        self.1.heard.store(self.0.now(), Ordering::Relaxed);
        self.1.working.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream that notes when bytes go either way.
pub(crate) struct Watched {
    stream: TcpStream,
    lines: Arc<Lines>,
    state: Arc<State>,
}

impl Watched {
    pub(crate) fn new(stream: TcpStream, line: &Line) -> Self {
        Self { stream, lines: line.lines.clone(), state: line.state.clone() }
    }

    fn heard(&self) {
        self.state.heard.store(self.lines.now(), Ordering::Relaxed);
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.heard();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, bytes))?;
        self.heard();
        Poll::Ready(Ok(written))
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A body that comes too slowly ends in an error.
pub(crate) struct Paced {
    body: Incoming,
    least: u64,
    window: Duration,
    taken: u64,
    /// Set while bytes are waited for.
    until: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    pub(crate) fn new(body: Incoming, limits: &Limits) -> Self {
        Self { body, least: limits.least, window: limits.window, taken: 0, until: None }
    }
}

/// Why a body was cut.
#[derive(Debug)]
struct TooSlow;

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("its bytes came too slowly")
    }
}

impl Error for TooSlow {}

/// Whether a body was cut because it came too slowly.
pub(crate) fn too_slow(error: &(dyn Error + 'static)) -> bool {
    let mut chain = std::iter::successors(Some(error), |error| (*error).source());
    chain.any(<dyn Error>::is::<TooSlow>)
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = &mut *self;
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            if let Some(Ok(frame)) = &frame {
                this.taken += frame.data_ref().map_or(0, |bytes| bytes.len() as u64);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let (window, taken) = (this.window, &mut this.taken);
        let until = this.until.get_or_insert_with(|| Box::pin(sleep(window)));
        while until.as_mut().poll(cx).is_ready() {
            if *taken < this.least {
                return Poll::Ready(Some(Err(TooSlow.into())));
            }
            *taken = 0;
            until.as_mut().reset(Instant::now() + window);
        }
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
