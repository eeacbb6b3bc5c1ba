//! An afternoon on which a provider falls: two hundred declarations at once, while ten people of the cell work; and what memory two
//! hundred open consoles take.

use std::{
    collections::BTreeSet,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use access::{Reach, Role, Standing};
use accounts::{Accounts, NewAccount};
use storage::Engine;
use tokio::{task::JoinSet, time::sleep};
use vocabulary::Language;

use crate::{
    Outcome,
    console::{Console, between, token},
    fill::{self, Open},
    ground::{self, ENGINES, Ground, called},
    http::Connection,
    report::{self, Bar, absolute, line, median, millis, share},
    server::{self, Server},
};

/// Declarations at once, consoles that work meanwhile, turns.
const FILED: usize = 200;
const WORKING: usize = 10;
const TURNS: usize = 5;
/// How long somebody at a console looks at a page before the next: far less than people do.
const PAUSE: Duration = Duration::from_millis(300);

/// Consoles that are open at once, how many of one account, for how long, and how often each asks: a page that hears a
/// stream does not, another every 20 s.
const OPEN: usize = 200;
const EACH: usize = 4;
const SECONDS: u64 = 30;
const ASKING: Duration = Duration::from_secs(2);
const INCIDENTS: i64 = 100_000;

/// Two hundred filings beside ten working consoles, against the same without them.
pub async fn measure(ground: &Ground) -> Outcome {
    report::note(&format!(
        "{FILED} declarations on as many connections at once; {WORKING} consoles list, open and write every {} ms; {TURNS} turns",
        PAUSE.as_millis()
    ));
    for engine in ENGINES {
        let settings = stage(ground, engine).await?;
        let settings: Vec<(&str, &str)> =
            settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let data = ground.folder.join(format!("crowd-{}", called(engine)));
        let vigie = Server::vigie_on(ground, &data, &settings).await?;
        let facilities = facilities(ground);
        let (mut beside, mut alone, mut waited, mut references) =
            (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
        let mut work = Work::default();
        for turn in 0..TURNS {
            let filed = file(vigie.address, &facilities, turn * 2).await?;
            alone.push(filed.took);
            references.extend(filed.references);
            let consoles = Consoles::open(vigie.address, turn).await?;
            let filed = file(vigie.address, &facilities, turn * 2 + 1).await?;
            work.add(consoles.close().await?);
            beside.push(filed.took);
            waited.extend(filed.waited);
            references.extend(filed.references);
        }
        let of = called(engine);
        line(
            &format!("200 filed beside ten consoles, {of}"),
            median(&beside),
            median(&alone),
            "ms",
            Bar::AtMost(2.0),
        );
        absolute(&format!("the slowest twentieth waited, {of}"), share(&waited, 0.95), "ms", Bar::None);
        absolute(
            &format!("a console's page meanwhile, p95, {of}"),
            share(&work.waited, 0.95),
            "ms",
            Bar::None,
        );
        kept(vigie.address, &references, &work.written).await?;
        report::note(&format!(
            "{} acknowledged, {} notes written meanwhile: each is there afterwards, once",
            references.len(),
            work.written.len()
        ));
    }
    Ok(())
}

/// Memory with nobody there, and with two hundred consoles that work and listen, while somebody declares every second.
pub async fn memory(ground: &Ground) -> Outcome {
    let data = server::demonstration(ground)?;
    let desk = ground::desk(&format!("sqlite://{}", data.join("vigie.db").display())).await?;
    let (services, _) = ground::house(&desk, &data, true).await?;
    let program = access::Caller::Program("bench");
    let all = services.incidents.query(&program, "").map_err(|refusal| refusal.code)?;
    let page = services.incidents.list(&program, &all, "", 20).await?;
    let model = page.incidents.first().ok_or("the demonstration has no incident")?.id;
    // A copy has no declaration, and is only listed: those of the demonstration are opened.
    let whole: Vec<String> =
        page.incidents.iter().map(|incident| format!("/cellule/incidents/{}", incident.id)).collect();
    fill::incidents(&desk, model, INCIDENTS, Open::Some(400)).await?;
    appoint(&services.accounts).await?;
    desk.store.close().await;
    let vigie = Server::vigie(ground, &[("VIGIE_TRUSTED_PROXIES", "1")]).await?;
    sleep(Duration::from_secs(3)).await;
    absolute("memory, idle, at 100,000 incidents", vigie.memory()?.0, "MiB", Bar::AtMost(80.0));
    let mut consoles = Vec::new();
    for number in 0..OPEN {
        consoles.push(Console::sign_in(vigie.address, &format!("console-{}", number / EACH), number).await?);
    }
    let (signed_in, _) = vigie.memory()?;
    let (mut streams, heard) = listen(&mut consoles).await?;
    let facilities = facilities(ground);
    let declaring = tokio::spawn(declare(vigie.address, facilities));
    let mut living = JoinSet::new();
    for (number, mut console) in consoles.into_iter().enumerate() {
        let incident = whole.get(number % whole.len()).ok_or("no incident to open")?.clone();
        living.spawn(async move {
            sleep(ASKING * u32::try_from(number)? / u32::try_from(OPEN)?).await;
            live(
                &mut console,
                if number % 3 == 0 { "/cellule?filtre=gravite:3%2B" } else { "/cellule" },
                &incident,
            )
            .await
        });
    }
    let mut asked = 0;
    while let Some(console) = living.join_next().await {
        asked += console??;
    }
    let (now, peak) = vigie.memory()?;
    if let Some(ended) = streams.try_join_next() {
        return ended?;
    }
    if declaring.is_finished() {
        return declaring.await?;
    }
    declaring.abort();
    absolute("memory, most with 200 live consoles", peak, "MiB", Bar::AtMost(300.0));
    report::note(&format!(
        "{signed_in:.0} MiB once all had signed in, {now:.0} at the end; {asked} requests in {SECONDS} s, pages and news; {} streams held, \
         which said {} things",
        streams.len(),
        heard.load(Ordering::SeqCst)
    ));
    Ok(())
}

/// Lists, opens and asks what is new, for a while; answers with how often.
async fn live(console: &mut Console, list: &str, incident: &str) -> Outcome<usize> {
    let (began, mut asked) = (Instant::now(), 0);
    while began.elapsed() < Duration::from_secs(SECONDS) {
        let page = console.page(list).await?;
        console.page(incident).await?;
        asked += 2;
        let news = between(&page, "data-address=\"", "\"").ok_or("the queue asks for no news")?;
        for path in [news, format!("{incident}/presence")] {
            sleep(ASKING).await;
            console.page(&path).await?;
            asked += 1;
        }
    }
    Ok(asked)
}

/// Makes accounts for all of them: none has more than a few streams.
async fn appoint(accounts: &Accounts) -> Outcome {
    for number in 0..OPEN / EACH {
        let new = NewAccount {
            email: format!("console-{number}@vigie.example"),
            name: format!("Console {number}"),
            language: Language::Fr,
            password: Accounts::DEMONSTRATION_PASSWORD.to_owned(),
            standings: vec![Standing { role: Role::Analyst, reach: Reach::Nation }],
        };
        accounts.create(&access::Caller::Program("bench"), new).await?;
    }
    Ok(())
}

/// A stream for each console; and how much they said.
async fn listen(consoles: &mut [Console]) -> Outcome<(JoinSet<Outcome>, Arc<AtomicUsize>)> {
    let (mut streams, heard) = (JoinSet::new(), Arc::new(AtomicUsize::new(0)));
    for console in consoles {
        let page = console.page("/cellule").await?;
        let news = between(&page, "data-address=\"", "\"").ok_or("the queue asks for no news")?;
        let mut stream = console.listen(&news).await?;
        let heard = heard.clone();
        streams.spawn(async move {
            loop {
                let said = stream.said().await?;
                if !said.starts_with("data: ") {
                    return Err(format!("a stream ended: {said}").into());
                }
                heard.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    Ok((streams, heard))
}

/// Those that declare: of one alone fewer are taken than would come.
fn facilities(ground: &Ground) -> Vec<String> {
    ground.register.sample.iter().map(|one| one.finess.to_string()).collect()
}

/// Declares every second.
async fn declare(address: SocketAddr, facilities: Vec<String>) -> Outcome {
    for (number, facility) in facilities.iter().cycle().enumerate() {
        let mut connection = Connection::open(address).await?;
        let from = format!("X-Forwarded-For: 2001:db8:d::{number:x}\r\n");
        let body = declaration(facility, 0, number);
        let answer = connection.send("/api/v1/declarations", &from, "application/json", &body).await?;
        if answer.status != 201 {
            return Err(format!("a declaration: {} {}", answer.status, answer.text()).into());
        }
        sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

/// What the facility of a provider that failed declares.
fn declaration(facility: &str, turn: usize, number: usize) -> String {
    format!(
        "{{\"facility\":\"{facility}\",\"kind\":\"provider\",\"origin\":\"provider-failure\",\"provider\":\"Hébergeur d’essai\",\
         \"summary\":\"Notre hébergeur ne répond plus ({turn}, {number}).\",\"noticed_at\":\"2026-03-10T08:30:00+01:00\",\
         \"declarant\":{{\"name\":\"Camille Fictif\",\"phone\":\"01 99 00 12 34\"}}}}"
    )
}

/// A demonstration of its own on that engine; answers with the settings that lead to it.
async fn stage(ground: &Ground, engine: Engine) -> Outcome<Vec<(&'static str, String)>> {
    let data: PathBuf = ground.folder.join(format!("crowd-{}", called(engine)));
    let mut settings = vec![("VIGIE_TRUSTED_PROXIES", "1".to_owned())];
    if engine == Engine::Postgres {
        settings.push(("VIGIE_DATABASE_URL", ground.database(engine).await?));
    }
    server::fill(&data, &ground.register.whole, &settings)?;
    Ok(settings)
}

/// What came of two hundred declarations at once.
struct Filed {
    took: f64,
    waited: Vec<f64>,
    references: Vec<String>,
}

async fn file(address: SocketAddr, facilities: &[String], turn: usize) -> Outcome<Filed> {
    let mut filing = JoinSet::new();
    let begin = Arc::new(tokio::sync::Barrier::new(FILED + 1));
    for (number, facility) in facilities.iter().cycle().take(FILED).enumerate() {
        let mut connection = Connection::open(address).await?;
        let (begin, facility) = (begin.clone(), facility.clone());
        filing.spawn(async move {
            let body = declaration(&facility, turn, number);
            let from = format!("X-Forwarded-For: 2001:db8:{turn:x}::{number:x}\r\n");
            begin.wait().await;
            let asked = Instant::now();
            let answer = connection.send("/api/v1/declarations", &from, "application/json", &body).await?;
            let text = answer.text();
            if answer.status != 201 {
                return Err(format!("a declaration: {} {text}", answer.status).into());
            }
            let reference = between(&text, "\"reference\":\"", "\"").ok_or("no reference")?;
            Outcome::Ok((reference, millis(asked.elapsed())))
        });
    }
    begin.wait().await;
    let start = Instant::now();
    let (mut references, mut waited) = (Vec::new(), Vec::new());
    while let Some(filed) = filing.join_next().await {
        let (reference, took) = filed??;
        references.push(reference);
        waited.push(took);
    }
    Ok(Filed { took: millis(start.elapsed()), waited, references })
}

/// What consoles did: how long their pages took, and what they wrote where.
#[derive(Default)]
struct Work {
    waited: Vec<f64>,
    written: Vec<(String, String)>,
}

impl Work {
    fn add(&mut self, other: Self) {
        self.waited.extend(other.waited);
        self.written.extend(other.written);
    }
}

/// Ten people at work.
struct Consoles {
    working: JoinSet<Outcome<Work>>,
    stop: Arc<AtomicBool>,
}

impl Consoles {
    async fn open(address: SocketAddr, turn: usize) -> Outcome<Self> {
        let (mut working, stop) = (JoinSet::new(), Arc::new(AtomicBool::new(false)));
        for number in 0..WORKING {
            let name = if number % 2 == 0 { "analyste" } else { "responsable" };
            let console = Console::sign_in(address, name, turn * WORKING + number).await?;
            working.spawn(work(console, turn, number, stop.clone()));
        }
        // Everybody is at it before the crowd comes.
        sleep(PAUSE * 2).await;
        Ok(Self { working, stop })
    }

    async fn close(mut self) -> Outcome<Work> {
        self.stop.store(true, Ordering::SeqCst);
        let mut all = Work::default();
        while let Some(work) = self.working.join_next().await {
            all.add(work??);
        }
        Ok(all)
    }
}

/// Lists, opens and writes, until told to stop.
async fn work(mut console: Console, turn: usize, number: usize, stop: Arc<AtomicBool>) -> Outcome<Work> {
    let mut done = Work::default();
    for step in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let began = Instant::now();
        let queue = console.page("/cellule?filtre=gravite:1%2B").await?;
        let incident = link(&queue, number).ok_or("no incident in the queue")?;
        let page = console.get(&incident).await?;
        let text = format!("Note {turn}-{number}-{step}.");
        let form = format!("audience=cell&text={}&jeton={}", text.replace(' ', "+"), token(&page)?);
        let answer = console.post(&format!("{incident}/write"), &form).await?;
        if answer.status != 303 {
            return Err(format!("a note: {}", answer.status).into());
        }
        done.waited.push(millis(began.elapsed()) / 3.0);
        done.written.push((incident, text));
        sleep(PAUSE).await;
    }
    Ok(done)
}

/// The address of one of the incidents of a page of the queue.
fn link(queue: &str, number: usize) -> Option<String> {
    let links: Vec<String> = queue
        .split("class=\"ref\" href=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect();
    links.get(number % links.len().max(1)).cloned()
}

/// Each declaration is in the queue, and each note in its incident, once.
async fn kept(address: SocketAddr, references: &BTreeSet<String>, written: &[(String, String)]) -> Outcome {
    if references.len() != FILED * TURNS * 2 {
        return Err(format!("{} references for {} declarations", references.len(), FILED * TURNS * 2).into());
    }
    let mut console = Console::sign_in(address, "analyste", 9_999).await?;
    for reference in references {
        let page = console.page(&format!("/cellule?filtre={reference}")).await?;
        if page.matches("class=\"ref\"").count() != 1 {
            return Err(format!("{reference} was acknowledged and is not in the queue").into());
        }
    }
    for (incident, text) in written {
        let page = console.page(incident).await?;
        if page.matches(text.as_str()).count() != 1 {
            return Err(format!("{text} was acknowledged and is not in {incident}").into());
        }
    }
    Ok(())
}
