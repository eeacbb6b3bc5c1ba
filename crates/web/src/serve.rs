//! The site behind an address.

use std::{convert::Infallible, future::Future, io, net::SocketAddr, pin::pin, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tower::ServiceExt as _;

use crate::{
    connections::{Limits, Line, Lines, Paced, Watched},
    router,
    site::Site,
};

/// Bytes of the head of a request, its address included: several times what browsers send.
const HEAD_BYTES: usize = 32 * 1024;
/// Bytes that are read ahead of a handler, or written ahead of a reader.
const BUFFER: usize = 64 * 1024;
/// How long to wait when a connection could not be taken: most often, too many files are open.
const PAUSE: Duration = Duration::from_millis(100);

/// Answers on `listener` until `stop` is over; what was accepted before is finished first.
///
/// # Errors
/// None today: a connection that cannot be taken is logged, and the next one is waited for.
pub async fn serve(
    listener: TcpListener,
    site: Site,
    limits: Limits,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    site.live.at_most(limits.connections / 2);
    let (application, lines) = (router(site.clone()), Lines::new(limits.connections));
    let (stopping, stopped) = watch::channel(false);
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // When all that are connected are being answered, whoever comes now is hung up on, and tries again.
                if let Some(line) = lines.open() {
                    let limits = limits.clone();
                    tokio::spawn(attend(stream, peer, line, application.clone(), limits, stopped.clone()));
                }
            }
            Err(error) => {
                tracing::warn!(error = error.to_string(), "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop((listener, stopped));
    // What never ends by itself, first.
    site.live.stop();
    stopping.send_replace(true);
    stopping.closed().await;
    Ok(())
}

/// Answers one connection, for as long as it goes on.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    line: Line,
    application: Router,
    limits: Limits,
    stopped: watch::Receiver<bool>,
) {
    let mut told = stopped.clone();
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let working = line.works();
        let mut request: Request = request.map(|body| Body::new(Paced::new(body, &limits)));
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = application.clone().oneshot(request);
        async move {
            let answer: Result<_, Infallible> = answer.await;
            drop(working);
            answer
        }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder.max_header_size(HEAD_BYTES).max_buf_size(BUFFER);
    let io = TokioIo::new(Watched::new(stream, &line));
    let mut connection = pin!(builder.serve_connection(io, service));
    let mut cut = pin!(line.cut(limits.stall));
    let mut stop = pin!(told.wait_for(|stopped| *stopped));
    let mut stopping = false;
    loop {
        tokio::select! {
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(error = error.to_string(), "a connection broke");
                }
                break;
            }
            () = &mut cut => break,
            _ = &mut stop, if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
    // Whoever stops the site waits for the last of these.
    drop(stopped);
}
