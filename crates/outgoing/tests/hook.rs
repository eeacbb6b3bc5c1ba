//! Webhooks, against real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

use outgoing::{Hook, Undelivered};

fn hook(address: &str, allow_private: bool) -> Hook {
    Hook {
        address: address.to_owned(),
        secret: "partagé".to_owned(),
        allow_private,
        patience: Duration::from_secs(3),
    }
}

/// A server that reads one request and then does as told; answers with what it read.
fn server(then: fn(TcpStream)) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut read = Vec::new();
            let mut buffer = [0; 4096];
            while !String::from_utf8_lossy(&read).ends_with('}') {
                let count = stream.read(&mut buffer).unwrap_or(0);
                if count == 0 {
                    break;
                }
                read.extend_from_slice(&buffer[..count]);
            }
            if tell.send(String::from_utf8_lossy(&read).into_owned()).is_err() {
                return;
            }
            then(stream);
        }
    });
    (address, told)
}

fn fails(hook: &Hook) -> Undelivered {
    hook.send("1", "{}").unwrap_err()
}

#[test]
fn a_body_arrives_signed_and_named() {
    let (address, told) = server(|mut stream| drop(stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n")));
    let hook = hook(&format!("{address}/alarmes"), true);
    hook.send("id-7", "{\"a\":1}").unwrap();
    let read = told.recv().unwrap();
    assert!(read.starts_with("POST /alarmes HTTP/1.1\r\n"), "{read}");
    assert!(read.contains(&format!("vigie-signature: sha256={}\r\n", hook.signature("{\"a\":1}"))), "{read}");
    assert!(read.contains("vigie-id: id-7\r\n") && read.ends_with("{\"a\":1}"), "{read}");
}

/// E01: forms of private addresses that are written in an address, resolved before anything is connected to.
#[test]
fn abuse_e01_a_webhook_to_a_private_address_is_refused() {
    for host in [
        "127.0.0.1",
        "[::1]",
        "10.1.2.3",
        "169.254.169.254",
        "[fd00::1]",
        "0.0.0.0",
        "2130706433",
        "0177.0.0.1",
        "[::ffff:127.0.0.1]",
        "localhost",
    ] {
        let failed = fails(&hook(&format!("https://{host}/"), false));
        assert!(failed.permanent, "{host}: {}", failed.reason);
        let plain = fails(&hook(&format!("http://{host}/"), false));
        assert!(plain.permanent, "{host}: {}", plain.reason);
    }
    assert!(fails(&hook("ftp://127.0.0.1/", true)).permanent);
}

/// E02: it is the address that was looked at to which one connects; here the name of this machine, which is public to nobody.
#[test]
fn abuse_e02_a_name_that_leads_home_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    assert!(fails(&hook(&format!("https://localhost:{port}/"), false)).permanent);
    assert!(listener.accept().is_err(), "nobody connected");
}

/// E04: an endless answer is not read, a slow one is cut, and a redirect leads nowhere.
#[test]
fn abuse_e04_what_answers_without_end_is_cut() {
    let begun = Instant::now();
    let (endless, told) = server(|mut stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n"));
        while stream.write_all(&[b'a'; 4096]).is_ok() {}
    });
    hook(&endless, true).send("1", "{}").unwrap();
    drop(told);
    let (headers, _told) = server(|mut stream| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\n"));
        while stream
            .write_all(b"a: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")
            .is_ok()
        {}
    });
    fails(&hook(&headers, true));
    let (slow, _told) = server(|mut stream| {
        while stream.write_all(b"H").is_ok() {
            thread::sleep(Duration::from_millis(500));
        }
    });
    let failed = fails(&hook(&slow, true));
    assert!(!failed.permanent, "{}", failed.reason);
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    let (elsewhere, told) = server(|mut stream| {
        drop(stream.write_all(
            b"HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
        ));
    });
    let failed = fails(&hook(&elsewhere, true));
    assert!(failed.reason.contains("307"), "{}", failed.reason);
    assert_eq!(told.try_iter().count(), 1);
}

/// E07: what the environment says of proxies is not obeyed. Set for a child, since a test must not set its own.
#[test]
fn abuse_e07_proxy_variables_are_not_obeyed() {
    const HERE: &str = "VIGIE_TEST_HOOK";
    if let Ok(address) = std::env::var(HERE) {
        return hook(&address, true).send("1", "{}").unwrap();
    }
    let (address, told) =
        server(|mut stream| drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")));
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "abuse_e07_proxy_variables_are_not_obeyed"])
        .env(HERE, address)
        .envs(["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:9")))
        .status()
        .unwrap();
    assert!(child.success());
    assert_eq!(told.try_iter().count(), 1);
}
