//! Public pages while a thousand people a second try to sign in, beside the same pages while as many ask for a page.
//!
//! Whoever floods takes a part of the two cores by mere asking, and so does what makes the flood here: the yardstick is
//! therefore a flood of as many cheap requests, not silence.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{Mutex, Semaphore},
    task::JoinSet,
    time::MissedTickBehavior,
};

use crate::{
    Outcome,
    ground::Ground,
    http::Connection,
    report::{self, Bar, absolute, line, median, millis, share},
    server::Server,
};

/// Requests a second, the connections that carry them, and seconds.
const RATE: u32 = 1000;
const CONNECTIONS: usize = 500;
const SECONDS: u64 = 5;
const TURNS: usize = 3;

pub async fn measure(ground: &Ground) -> Outcome {
    // As behind a proxy, so that each try comes from an address of its own and no pace stops it before its hash.
    let vigie = Server::vigie(ground, &[("VIGIE_TRUSTED_PROXIES", "1")]).await?;
    let address = vigie.address;
    let sign_in = Arc::new(SignIn::prepare(address).await?);
    let (mut quiet, mut cheap, mut flooded) = (Vec::new(), Vec::new(), Vec::new());
    let mut said = String::new();
    for _ in 0..TURNS {
        quiet.push(probe(address).await?);
        let flood = Flood::begin(address, &Kind::Pages);
        cheap.push(probe(address).await?);
        flood.end().await;
        let flood = Flood::begin(address, &Kind::SignIns(sign_in.clone()));
        flooded.push(probe(address).await?);
        said = flood.end().await;
        // What was left waiting is answered before the next turn.
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let (_, peak) = vigie.memory()?;
    report::note(&format!("the flood: {RATE} tries a second from as many addresses for {SECONDS} s; {said}"));
    for (name, part) in [("p50", 0.5), ("p95", 0.95)] {
        let of = |turns: &[Vec<f64>]| median(&turns.iter().map(|turn| share(turn, part)).collect::<Vec<_>>());
        let bar = if part > 0.9 { Bar::AtMost(1.5) } else { Bar::None };
        line(
            &format!("a page, {name}: sign-ins against pages flooding"),
            of(&flooded),
            of(&cheap),
            "ms",
            bar,
        );
        line(
            &format!("the same, {name}: sign-ins flooding against nothing"),
            of(&flooded),
            of(&quiet),
            "ms",
            Bar::None,
        );
    }
    absolute("memory, most under that flood", peak, "MiB", Bar::AtMost(300.0));
    Ok(())
}

/// Milliseconds that each of some hundreds of readers waits for a page, one every 20 ms.
async fn probe(address: SocketAddr) -> Outcome<Vec<f64>> {
    let mut connection = Connection::open(address).await?;
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (began, mut waited) = (Instant::now(), Vec::new());
    while began.elapsed() < Duration::from_secs(SECONDS) {
        ticks.tick().await;
        let asked = Instant::now();
        let answer =
            connection.get("/declarer", "Accept-Encoding: gzip\r\nX-Forwarded-For: 192.0.2.1\r\n").await?;
        waited.push(millis(asked.elapsed()));
        if answer.status != 200 {
            return Err(format!("a page under the flood: {}", answer.status).into());
        }
    }
    Ok(waited)
}

/// What a browser has that opened the page of signing in.
struct SignIn {
    cookie: String,
    token: String,
}

impl SignIn {
    async fn prepare(address: SocketAddr) -> Outcome<Self> {
        let page = Connection::open(address).await?.get("/connexion", "").await?;
        let cookie =
            page.header("set-cookie").and_then(|line| line.split(';').next()).ok_or("no cookie")?.to_owned();
        let text = page.text();
        let (_, rest) =
            text.split_once("name=\"jeton\" value=\"").ok_or("no form on the page of signing in")?;
        let token = rest.split('"').next().unwrap_or_default().to_owned();
        Ok(Self { cookie, token })
    }
}

#[derive(Clone)]
enum Kind {
    Pages,
    SignIns(Arc<SignIn>),
}

/// Requests at a steady rate, whatever becomes of them.
struct Flood {
    tasks: JoinSet<()>,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    sent: AtomicU32,
    answered: Mutex<BTreeMap<u16, u32>>,
}

impl Flood {
    fn begin(address: SocketAddr, kind: &Kind) -> Self {
        let (mut tasks, counts, due) =
            (JoinSet::new(), Arc::new(Counts::default()), Arc::new(Semaphore::new(0)));
        for _ in 0..CONNECTIONS {
            let (counts, due, kind) = (counts.clone(), due.clone(), kind.clone());
            tasks.spawn(async move {
                // Whoever meets a closed door comes back.
                while send(address, &kind, &due, &counts).await.is_err() {}
            });
        }
        tasks.spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_millis(5));
            loop {
                ticks.tick().await;
                due.add_permits(usize::try_from(RATE / 200).unwrap_or(1));
            }
        });
        Self { tasks, counts }
    }

    /// Stops at once; says what was sent and how it was answered.
    async fn end(mut self) -> String {
        self.tasks.abort_all();
        while self.tasks.join_next().await.is_some() {}
        let (sent, answered) = (self.counts.sent.load(Ordering::SeqCst), self.counts.answered.lock().await);
        let by_status = answered.iter().map(|(status, count)| format!("{count} × {status}"));
        let unanswered = sent.saturating_sub(answered.values().sum());
        format!(
            "{sent} sent in the last turn: {}, {unanswered} still waiting",
            by_status.collect::<Vec<_>>().join(", ")
        )
    }
}

/// One connection of the flood, until it breaks.
async fn send(address: SocketAddr, kind: &Kind, due: &Semaphore, counts: &Counts) -> Outcome {
    let mut connection = Connection::open(address).await?;
    loop {
        due.acquire().await?.forget();
        let number = counts.sent.fetch_add(1, Ordering::SeqCst);
        let from = format!("X-Forwarded-For: 2001:db8:{:x}:{:x}::1\r\n", number >> 16, number & 0xffff);
        let answer = match kind {
            Kind::Pages => connection.get("/connexion", &from).await?,
            Kind::SignIns(browser) => {
                let headers = format!("{from}Cookie: {}\r\nSec-Fetch-Site: same-origin\r\n", browser.cookie);
                let form =
                    format!("email=analyste%40vigie.example&password=wrong-{number}&jeton={}", browser.token);
                connection.post("/connexion", &headers, &form).await?
            }
        };
        *counts.answered.lock().await.entry(answer.status).or_default() += 1;
    }
}
