//! A public page beside the same bytes served from disk by nginx; what memory that takes; how soon the first page comes.

use crate::{
    Outcome,
    ground::Ground,
    http::Connection,
    load::{self, GZIP, SECONDS},
    report::{self, Bar, absolute, line, median},
    server::Server,
};

const PAGE: &str = "/declarer";
const TURNS: usize = 5;
const CONNECTIONS: u32 = 16;

pub async fn measure(ground: &Ground) -> Outcome {
    let mut starts = Vec::new();
    for _ in 0..TURNS {
        starts.push(Server::vigie(ground, &[]).await?.started.as_secs_f64());
    }
    absolute("start to the first page, existing database", median(&starts), "s", Bar::AtMost(0.5));

    let vigie = Server::vigie(ground, &[]).await?;
    let (idle, _) = vigie.memory()?;
    absolute("memory, idle", idle, "MiB", Bar::AtMost(80.0));

    let root = ground.folder.join("root");
    std::fs::create_dir_all(&root)?;
    let mut connection = Connection::open(vigie.address).await?;
    let (plain, gzip) = (connection.get(PAGE, "").await?, connection.get(PAGE, GZIP).await?);
    std::fs::write(root.join("declarer"), &plain.body)?;
    std::fs::write(root.join("declarer.gz"), &gzip.body)?;
    let nginx = Server::nginx(ground, &root).await?;
    report::note(&format!(
        "GET {PAGE}, {CONNECTIONS} connections, {TURNS} × {SECONDS} s each in turn; both write a line of log a request"
    ));
    for (what, header, size) in
        [("as browsers ask, gzip", GZIP, gzip.body.len()), ("plain", "", plain.body.len())]
    {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            ours.push(load::at(&vigie, PAGE, header, CONNECTIONS)?);
            theirs.push(load::at(&nginx, PAGE, header, CONNECTIONS)?);
        }
        let what = format!("{what} ({size} bytes), against nginx");
        line(&what, median(&ours), median(&theirs), "/s", Bar::AtLeast(0.5));
    }
    let (_, peak) = vigie.memory()?;
    absolute("memory, most under that load", peak, "MiB", Bar::AtMost(300.0));
    Ok(())
}
