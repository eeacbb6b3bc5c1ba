//! Serving and working, until told to stop; what was accepted is finished first.

use std::time::Duration;

use tokio::{net::TcpListener, signal::unix::SignalKind, sync::watch, task::JoinSet};
use vocabulary::Failure;

use crate::{recipients, wiring::House};

/// Jobs done at once on this node.
const WORKERS: usize = 2;
/// How long what was accepted may take to finish once told to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Serves the pages and the API, and does the jobs unless other nodes do.
pub async fn serve(house: House, work: bool) -> Result<(), Failure> {
    let stop = stop_signal()?;
    let listener = TcpListener::bind(house.settings.listen).await.map_err(|error| {
        Failure::new(
            "serve",
            format!("{}: {error}; choose another address with VIGIE_LISTEN", house.settings.listen),
        )
    })?;
    let mut tasks = if work { begin_work(&house, &stop).await? } else { JoinSet::new() };
    begin_anchoring(&house, &stop, &mut tasks);
    // Asked for port 0, the system chose one.
    let listen = listener.local_addr().map_err(|error| Failure::new("serve", error))?;
    tracing::info!(%listen, base_url = house.settings.base_url, "ready");
    let mut stopped = stop.clone();
    let limits = web::Limits { connections: connections(), ..web::Limits::default() };
    let serving = web::serve(listener, house.site(), limits, async move {
        // The sender lives as long as the process: an error would mean the same.
        let _ = stopped.wait_for(|stop| *stop).await;
    });
    let mut late = stop.clone();
    tokio::select! {
        served = serving => served.map_err(|error| Failure::new("serve", error))?,
        () = async { let _ = late.wait_for(|stop| *stop).await; tokio::time::sleep(GRACE).await } => {
            tracing::warn!("some requests did not finish in time");
        }
    }
    Box::pin(finish(house, tasks)).await;
    Ok(())
}

/// How many may be connected: half of the files that may be open. Most systems begin every program with few, for programs
/// that cannot count further, and let it ask for more.
fn connections() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut files = getrlimit(Resource::Nofile);
    files.current = files.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, files) {
        tracing::warn!(%error, "the limit of open files stays as it was");
    }
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    web::Limits::default().connections.min(usize::try_from(files / 2).unwrap_or(usize::MAX))
}

/// Does the jobs and serves nothing.
pub async fn work(house: House) -> Result<(), Failure> {
    let mut stop = stop_signal()?;
    let mut tasks = begin_work(&house, &stop).await?;
    begin_anchoring(&house, &stop, &mut tasks);
    tracing::info!("working");
    let _ = stop.wait_for(|stop| *stop).await;
    Box::pin(finish(house, tasks)).await;
    Ok(())
}

async fn begin_work(house: &House, stop: &watch::Receiver<bool>) -> Result<JoinSet<()>, Failure> {
    for wanting in recipients::wanting(&house.settings) {
        tracing::warn!(wanting, "somebody will not be told");
    }
    let mut unit = house.desk.store.write().await?;
    retention::jobs::schedule(&mut unit, &house.desk).await?;
    members::jobs::schedule(&mut unit, &house.desk).await?;
    tidings::jobs::schedule(&mut unit, &house.desk).await?;
    unit.commit().await?;
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let (worker, stop) = (house.worker(), stop.clone());
        workers.spawn(async move { worker.run(stop).await });
    }
    let (carrier, stop) = (house.carrier(), stop.clone());
    workers.spawn(async move { carrier.run(stop).await });
    Ok(workers)
}

/// Every node anchors the head of the trail, in its own folder or in one that it shares.
fn begin_anchoring(house: &House, stop: &watch::Receiver<bool>, tasks: &mut JoinSet<()>) {
    tasks.spawn(trail::keep_anchored(house.anchor.clone(), house.desk.clone(), stop.clone()));
}

async fn finish(house: House, mut tasks: JoinSet<()>) {
    let done = tokio::time::timeout(GRACE, async { while tasks.join_next().await.is_some() {} }).await;
    if done.is_err() {
        tracing::warn!("some jobs did not finish in time: another start takes them up again");
    }
    house.anchor_head().await;
    house.desk.store.close().await;
    tracing::info!("stopped");
}

/// Becomes true once the operator says stop (SIGTERM, or Ctrl+C).
fn stop_signal() -> Result<watch::Receiver<bool>, Failure> {
    let broken = |error: std::io::Error| Failure::new("listen to signals", error);
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate()).map_err(broken)?;
    let mut interrupt = tokio::signal::unix::signal(SignalKind::interrupt()).map_err(broken)?;
    let (sender, receiver) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
        tracing::info!("stopping");
        sender.send_replace(true);
        sender.closed().await;
    });
    Ok(receiver)
}
