//! An alert to very many: put before all of them in one transaction, then sent to a server of mail on this machine, beside a bare loop
//! that sends the same mails.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Instant,
};

use access::{Caller, Person, Reach, Role, Standing};
use jobs::Worker;
use mail::{Letters, Message, Post};
use publications::rules::{Content, Draft, Facts, Kind, Source, Texts, Touched, Words};
use storage::{Desk, args, sql};
use subscriptions::jobs::{Postroom, deliveries, handlers};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};
use vocabulary::{Id, Language, MailAddress, Tlp};
use web::{Locales, Services};

use crate::{
    Outcome,
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, absolute, line, rate},
};

/// Recipients, unless the environment says otherwise.
const RECIPIENTS: usize = 100_000;
const FEWER: &str = "VIGIE_BENCH_RECIPIENTS";
/// Mails of a bare loop at most: its rate is what counts.
const SAMPLE: usize = 5_000;
/// Connections of the loop that sends several mails at once, as ours does.
const AT_ONCE: usize = 8;

pub async fn measure(ground: &Ground) -> Outcome {
    let many = std::env::var(FEWER).ok().and_then(|text| text.parse().ok()).unwrap_or(RECIPIENTS);
    report::note(&format!("{many} recipients ({FEWER} for fewer), one alert"));
    let sink = Arc::new(Sink::default());
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("smtp://127.0.0.1:{}?tls=never", listener.local_addr()?.port());
    let serving = tokio::spawn(sink.clone().serve(listener));
    for engine in ENGINES {
        let (desk, _) = ground.desk(engine).await?;
        let folder = ground.folder.join(ground.name());
        std::fs::create_dir_all(&folder)?;
        let (services, _) = ground::house(&desk, &folder, false).await?;
        subscribe(&desk, many).await?;
        publish(&services).await?;
        let room = Postroom {
            subscriptions: services.subscriptions.clone(),
            post: post(&url)?,
            letters: Letters::at(&folder.join("mail")),
            wording: Arc::new(Locales::load()),
            base_url: "https://vigie.example".to_owned(),
            operator: "Cellule".to_owned(),
            pages: Arc::new(web::publication_address),
        };
        let began = Instant::now();
        Worker::new(desk.clone(), handlers(&room)).drain().await?;
        let what = format!("put before them in one transaction, {}", called(engine));
        absolute(&what, began.elapsed().as_secs_f64(), "s", Bar::None);

        sink.clear();
        let began = Instant::now();
        Worker::new(desk.clone(), deliveries(&room)).drain().await?;
        let ours = rate(many, began.elapsed());
        if sink.taken() != many {
            return Err(format!("{} mails of {many} arrived", sink.taken()).into());
        }
        let size = sink.size();
        let sample = many.min(SAMPLE);
        let began = Instant::now();
        loops(&url, sample, 1, size).await?;
        let one = rate(sample, began.elapsed());
        let began = Instant::now();
        loops(&url, sample, AT_ONCE, size).await?;
        let several = rate(sample, began.elapsed());
        line(&format!("sent, against a bare loop, {}", called(engine)), ours, one, "/s", Bar::AtLeast(0.8));
        line("  against one with as many connections", ours, several, "/s", Bar::None);
        desk.store.close().await;
    }
    serving.abort();
    Ok(())
}

fn post(url: &str) -> Outcome<Post> {
    let from = MailAddress::parse("vigie@vigie.example").map_err(|refusal| refusal.code)?;
    Ok(Post::smtp(url, from, "Cellule")?)
}

/// Sends that many mails of that size and nothing else, each connection one after the other.
async fn loops(url: &str, many: usize, at_once: usize, size: usize) -> Outcome {
    let post = post(url)?;
    let mut all = JoinSet::new();
    for lane in 0..at_once {
        let post = post.clone();
        all.spawn(async move {
            for n in (lane..many).step_by(at_once) {
                let message = Message {
                    to: MailAddress::parse(&format!("p{n}@ch-exemple.fr")).map_err(|refusal| refusal.code)?,
                    subject: "Alerte, gravité 5 sur 5 (critique) : Une faille de la passerelle".to_owned(),
                    text: "Un texte de la même longueur.\n".repeat(size / 31 + 1),
                    language: Language::Fr,
                    message_id: format!("bare.{n}"),
                    at: vocabulary::Instant::from_millis(1_770_000_000_000),
                };
                let end = "https://vigie.example/abonnements/desinscription?cle=0";
                post.send_to_list(&message, end).await.map_err(|undelivered| undelivered.reason)?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(lane) = all.join_next().await {
        lane??;
    }
    Ok(())
}

/// That many people who want all alerts at once.
async fn subscribe(desk: &Desk, many: usize) -> Outcome {
    let statement = sql!(
        "INSERT INTO subscribers (id, email, language, kinds, severity, products, rhythm, since) \
         VALUES ($1, $2, $3, ',alert,', 1, '', 'now', 0)"
    );
    let mut unit = desk.store.write().await?;
    for n in 0..many {
        let language = if n % 10 == 0 { Language::En } else { Language::Fr };
        unit.add(statement, args![desk.id(), format!("p{n}@ch-exemple.fr"), language]);
    }
    Ok(unit.commit().await?)
}

async fn publish(services: &Services) -> Outcome {
    let words = Words {
        title: "Une faille de la passerelle d’accès est exploitée".to_owned(),
        summary: "Des attaquants entrent par l’interface d’administration : corrigez aujourd’hui, et cherchez des traces.".to_owned(),
        body: "## Ce qui se passe\n\nUn texte.".to_owned(),
        slug: String::new(),
    };
    let touched = Touched {
        vendor: "Exemplia".to_owned(),
        product: "Passerelle 3000".to_owned(),
        ..Touched::default()
    };
    let content = Content {
        tlp: Tlp::Clear,
        severity: Some(5),
        texts: Texts { fr: words, en: Words::default() },
        facts: Facts { products: vec![touched], ..Facts::default() },
        sources: vec![Source { title: "Avis".to_owned(), ..Source::default() }],
        ..Content::default()
    };
    let texts = &services.publications;
    let id = texts.begin(&editor(1), Kind::Alert, Draft { content, ..Draft::default() }).await?;
    texts.submit(&editor(1), (id, 1)).await?;
    texts.approve(&editor(2), (id, 2), None).await?;
    Ok(())
}

fn editor(byte: u8) -> Caller {
    let id = Id::from_random([byte; 16]);
    Caller::Person(Person {
        account: id,
        name: format!("Personne {byte}"),
        session: id,
        standings: vec![Standing { role: Role::Editor, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

/// Says at once what arrived. A mail ends in a small packet that its sender holds back until the one before is acknowledged, and the
/// system puts that off for 40 ms: both figures would be of that and of nothing else.
fn prompt(reading: &BufReader<tokio::net::tcp::OwnedReadHalf>) -> std::io::Result<()> {
    if reading.buffer().is_empty() {
        rustix::net::sockopt::set_tcp_quickack(reading.get_ref().as_ref(), true)?;
    }
    Ok(())
}

/// A server of mail that takes everything and keeps nothing.
#[derive(Default)]
struct Sink {
    taken: AtomicUsize,
    bytes: AtomicU64,
}

impl Sink {
    fn clear(&self) {
        self.taken.store(0, Ordering::SeqCst);
        self.bytes.store(0, Ordering::SeqCst);
    }

    fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }

    /// Bytes of one mail, its head not counted.
    fn size(&self) -> usize {
        let all = self.bytes.load(Ordering::SeqCst);
        usize::try_from(all).unwrap_or(0) / self.taken().max(1)
    }

    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let sink = self.clone();
            tokio::spawn(async move { drop(sink.talk(stream).await) });
        }
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let (reading, mut writing) = stream.into_split();
        let mut reading = BufReader::new(reading);
        writing.write_all(b"220 here\r\n").await?;
        let mut said = Vec::new();
        loop {
            said.clear();
            prompt(&reading)?;
            if reading.read_until(b'\n', &mut said).await? == 0 {
                return Ok(());
            }
            let answer: &[u8] = match said.get(..4).unwrap_or_default() {
                b"DATA" => {
                    writing.write_all(b"354 go on\r\n").await?;
                    self.take(&mut reading).await?;
                    b"250 taken\r\n"
                }
                b"QUIT" => b"221 bye\r\n",
                _ => b"250 ok\r\n",
            };
            writing.write_all(answer).await?;
        }
    }

    async fn take(&self, reading: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> std::io::Result<()> {
        let (mut row, mut head, mut size) = (Vec::new(), true, 0);
        loop {
            row.clear();
            prompt(reading)?;
            if reading.read_until(b'\n', &mut row).await? == 0 || row == b".\r\n" {
                break;
            }
            head = head && row != b"\r\n";
            size += if head { 0 } else { row.len() as u64 };
        }
        self.taken.fetch_add(1, Ordering::SeqCst);
        self.bytes.fetch_add(size, Ordering::SeqCst);
        Ok(())
    }
}
