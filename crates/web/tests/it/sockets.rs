//! Those who are slow on purpose, on real sockets: they are cut, and others are served meanwhile.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use access::{Reach, Role, Standing};
use storage::on_both_engines;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::{JoinHandle, JoinSet},
};
use web::{Limits, Streams};

use crate::house::{BRETAGNE, House};

const FILE: &str = "/api/v1/declarations";
const PART: &str = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.log\"\r\n\r\n";
const END: &str = "\r\n--b--\r\n";
/// Long enough that nothing ends by it in a test that is not about it.
const LONG: Duration = Duration::from_mins(10);
const SHORT: Duration = Duration::from_secs(2);

/// Limits that nobody meets here, but for how many may be connected.
fn generous(connections: usize) -> Limits {
    Limits { connections, head: LONG, stall: LONG, window: LONG, least: 1 }
}

/// The site on a socket, until it is stopped.
struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Served {
    async fn new(house: &House, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task =
            tokio::spawn(web::serve(
                listener,
                house.site.clone(),
                limits,
                async move { drop(stopped.await) },
            ));
        Self { address, stop, task }
    }

    async fn send(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    /// The whole answer to one request.
    async fn ask(&self, text: &str) -> String {
        rest(self.send(text).await).await
    }

    async fn home(&self) -> String {
        self.ask("GET / HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\n\r\n").await
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
    }
}

/// What comes until the other side hangs up.
async fn rest(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // To be cut off by a reset is to be cut off.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The head of an upload whose body has that length.
fn upload(reference: &str, code: &str, length: usize) -> String {
    format!(
        "POST {FILE}/{reference}/attachments HTTP/1.1\r\nHost: vigie.test\r\nConnection: close\r\nContent-Type: multipart/form-data; \
         boundary=b\r\nVigie-Follow-Up-Code: {code}\r\nContent-Length: {}\r\n\r\n{PART}",
        PART.len() + length + END.len()
    )
}

/// An upload of which the site has said that it waits for the rest.
async fn begun(served: &Served, head: &str) -> TcpStream {
    let mut stream = served.send(&head.replace("Connection:", "Expect: 100-continue\r\nConnection:")).await;
    let mut said = [0; 25];
    stream.read_exact(&mut said).await.unwrap();
    assert_eq!(&said, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

on_both_engines! {
    async fn abuse_d04_two_hundred_slow_uploads_are_cut_and_others_served(database) {
        let house = House::new(database).await;
        let limits = Limits { window: Duration::from_secs(2), least: 64, ..generous(1000) };
        let served = Served::new(&house, limits).await;
        let mut slow = JoinSet::new();
        let mut declared = Vec::new();
        for _ in 0..50 {
            let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
            // Four of the largest size fit in one declaration.
            for _ in 0..4 {
                let mut stream = served.send(&upload(&reference, &code, 1_000_000)).await;
                slow.spawn(async move {
                    let (mut reader, mut writer) = stream.split();
                    let drip = async {
                        while writer.write_all(b"x").await.is_ok() {
                            tokio::time::sleep(Duration::from_secs(1)).await;
                        }
                    };
                    let mut answer = Vec::new();
                    tokio::select! {
                        _ = reader.read_to_end(&mut answer) => {}
                        () = drip => {}
                    }
                    String::from_utf8_lossy(&answer).into_owned()
                });
            }
            declared.push((reference, code));
        }
        // Meanwhile, others.
        assert!(served.home().await.starts_with("HTTP/1.1 200"));
        let (reference, code) = house.declared(BRETAGNE, "Une autre panne.").await;
        let honest = served.ask(&format!("{}{}{END}", upload(&reference, &code, 100_000), "y".repeat(100_000))).await;
        assert!(honest.starts_with("HTTP/1.1 201"), "{honest}");
        while let Some(answer) = slow.join_next().await {
            let answer = answer.unwrap();
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 422"), "{answer}");
        }
        let left = std::fs::read_dir(house.database.folder().join("objects")).unwrap().count();
        assert_eq!(left, 1, "nothing but what was honest");
        let (reference, code) = &declared[0];
        let again = served.ask(&format!("{}yy{END}", upload(reference, code, 2))).await;
        assert!(again.starts_with("HTTP/1.1 201"), "their places are free again: {again}");
        served.stop().await;
    }

    /// H01: a head that never ends, one of 64 KB, and forms that drip.
    async fn abuse_h01_slow_and_large_heads_and_slow_forms_are_cut(database) {
        let house = House::new(database).await;
        let limits = Limits { head: Duration::from_secs(1), window: Duration::from_secs(1), least: 64, ..generous(100) };
        let served = Served::new(&house, limits).await;
        let mut slow = JoinSet::new();
        for begun in ["", "G", "GET / HTTP/1.1\r\nHost: vigie.test\r\nX-Long: "] {
            let stream = served.send(begun).await;
            slow.spawn(async move {
                let (reader, mut writer) = stream.into_split();
                tokio::spawn(async move {
                    while writer.write_all(b"x").await.is_ok() {
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                });
                let mut answer = Vec::new();
                let mut reader = reader;
                let _ = reader.read_to_end(&mut answer).await;
                String::from_utf8_lossy(&answer).into_owned()
            });
        }
        while let Some(answer) = slow.join_next().await {
            let answer = answer.unwrap();
            assert!(!answer.contains("HTTP/1.1 200"), "{answer}");
        }
        let large = format!("GET / HTTP/1.1\r\nHost: vigie.test\r\nX-Large: {}\r\n\r\n", "x".repeat(64 * 1024));
        let answer = served.ask(&large).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
        let many = (0..1000).fold(String::new(), |all, n| all + &format!("X-{n}: 1\r\n"));
        let answer = served.ask(&format!("GET / HTTP/1.1\r\nHost: vigie.test\r\n{many}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
        let head = "HTTP/1.1\r\nHost: vigie.test\r\nContent-Length: 100000\r\nContent-Type";
        let form = served.ask(&format!("POST /declarer/etape/2 {head}: application/x-www-form-urlencoded\r\n\r\nsummary=")).await;
        assert!(form.starts_with("HTTP/1.1 408") && form.contains("trop lent"), "{form}");
        let program = served.ask(&format!("POST {FILE} {head}: application/json\r\n\r\n{{")).await;
        assert!(program.starts_with("HTTP/1.1 400"), "{program}");
        assert!(served.home().await.starts_with("HTTP/1.1 200"));
        served.stop().await;
    }

    /// H01: hundreds of idle connections make room, the oldest first; who is being answered does not.
    async fn abuse_h01_idle_connections_make_room_for_those_who_ask(database) {
        let house = House::new(database).await;
        let served = Served::new(&house, generous(20)).await;
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let mut honest = begun(&served, &upload(&reference, &code, 100_000)).await;
        // A connection that was answered before and stays open is as idle as one that never asked.
        let mut idle = Vec::new();
        for number in 0..300 {
            let asks = if number % 2 == 0 { "" } else { "GET /healthz HTTP/1.1\r\nHost: vigie.test\r\n\r\n" };
            let mut stream = served.send(asks).await;
            if !asks.is_empty() {
                let mut answer = [0; 15];
                stream.read_exact(&mut answer).await.unwrap();
                assert_eq!(&answer, b"HTTP/1.1 200 OK");
            }
            idle.push(stream);
        }
        assert!(served.home().await.starts_with("HTTP/1.1 200"));
        // Twenty places: the honest one, and the last of the others, more or less. Those before are hung up on.
        for stream in idle.drain(..250) {
            rest(stream).await;
        }
        honest.write_all(format!("{}{END}", "y".repeat(100_000)).as_bytes()).await.unwrap();
        let answer = rest(honest).await;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        drop(idle);
        served.stop().await;
    }

    /// H01: who asks and does not read is cut.
    async fn abuse_h01_who_does_not_read_is_cut(database) {
        let house = House::new(database).await;
        let served = Served::new(&house, Limits { stall: Duration::from_secs(1), ..generous(20) }).await;
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        // Until the buffers on the way are full of answers, nobody waits for anybody; then the site waits, and hangs up.
        while stream.write_all(b"GET /declarer/dois-je-declarer HTTP/1.1\r\nHost: vigie.test\r\n\r\n").await.is_ok() {}
        assert!(served.home().await.starts_with("HTTP/1.1 200"));
        served.stop().await;
    }

    /// A stream outlives the limits that are for those who are slow, and whoever stops the site does not wait for it.
    async fn a_stream_goes_on_until_the_site_stops_and_does_not_delay_it(database) {
        let house = House::new(database).await;
        let served = Served::new(&house, Limits { head: SHORT, stall: SHORT, ..generous(20) }).await;
        house.site.limit_streams(Streams { beat: Duration::from_millis(200), ..Streams::default() });
        let analyst = house.staff("analyste", vec![Standing { role: Role::Analyst, reach: Reach::Nation }]).await;
        let session = analyst.cookies.lock().unwrap()["vigie"].clone();
        let head = format!(
            "GET /cellule/nouveautes?depuis=0 HTTP/1.1\r\nHost: vigie.test\r\nAccept: text/event-stream\r\n\
             Accept-Encoding: gzip\r\nCookie: vigie={session}\r\n\r\n"
        );
        let mut stream = served.send(&head).await;
        let (mut said, began) = (Vec::new(), Instant::now());
        while began.elapsed() < SHORT * 3 / 2 {
            assert_ne!(stream.read_buf(&mut said).await.unwrap(), 0, "it goes on");
        }
        let text = String::from_utf8_lossy(&said).into_owned();
        assert!(text.starts_with("HTTP/1.1 200") && !text.contains("content-encoding"), "{text}");
        assert!(text.matches("data: {").count() > 3, "{text}");
        let stopping = Instant::now();
        served.stop().await;
        assert!(stopping.elapsed() < SHORT, "{:?}", stopping.elapsed());
        assert!(rest(stream).await.ends_with("0\r\n\r\n"), "it ends whole");
    }

    async fn what_was_accepted_is_answered_before_the_site_stops(database) {
        let house = House::new(database).await;
        let served = Served::new(&house, generous(20)).await;
        let (reference, code) = house.declared(BRETAGNE, "Une panne.").await;
        let mut honest = begun(&served, &upload(&reference, &code, 2)).await;
        let idle = served.send("").await;
        assert!(served.home().await.starts_with("HTTP/1.1 200"), "both are in by now");
        served.stop.send(()).unwrap();
        assert_eq!(rest(idle).await, "", "who asked for nothing is hung up on");
        honest.write_all(format!("yy{END}").as_bytes()).await.unwrap();
        let answer = rest(honest).await;
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        served.task.await.unwrap().unwrap();
        assert!(TcpStream::connect(served.address).await.is_err());
    }
}
