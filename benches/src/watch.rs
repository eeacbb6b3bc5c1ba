//! What readers ask for: an alert, and a feed of ten thousand texts that a thousand readers poll, each beside nginx with the same
//! bytes; memory meanwhile.

use std::{path::PathBuf, time::Duration};

use access::{Caller, Person, Reach, Role, Standing};
use publications::rules::{Content, Draft, Kind, Source, Words};
use storage::{Desk, args, sql};
use vocabulary::{Id, Tlp};

use crate::{
    Outcome,
    ground::{self, Ground},
    http::Connection,
    load::{self, GZIP},
    report::{self, Bar, absolute, line, median},
    server::{Server, demonstration},
};

/// Texts that are published.
const TEXTS: u32 = 10_000;
const TURNS: usize = 5;
/// Connections that ask for the alert, and readers that poll.
const CONNECTIONS: u32 = 16;
const READERS: u32 = 1000;

pub async fn measure(ground: &Ground) -> Outcome {
    fill(ground).await?;
    let vigie = Server::vigie(ground, &[]).await?;
    settled(ground).await?;
    let mut connection = Connection::open(vigie.address).await?;
    let list = connection.get("/alertes", "").await?.text();
    let alert = list.split("href=\"").filter_map(|rest| rest.split('"').next());
    let alert =
        alert.into_iter().find(|href| href.starts_with("/alertes/2")).ok_or("no alert is published")?;
    let root = ground.folder.join("watch");
    std::fs::create_dir_all(&root)?;
    for (path, file) in [(alert, "alert"), ("/alertes/atom.xml", "feed")] {
        std::fs::write(root.join(file), connection.get(path, "").await?.body)?;
        std::fs::write(root.join(format!("{file}.gz")), connection.get(path, GZIP).await?.body)?;
    }
    let nginx = Server::nginx(ground, &root).await?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(load::at(&vigie, alert, GZIP, CONNECTIONS)?);
        theirs.push(load::at(&nginx, "/alert", GZIP, CONNECTIONS)?);
    }
    line("an alert, gzip, against nginx", median(&ours), median(&theirs), "/s", Bar::AtLeast(0.5));
    report::note(&format!("{READERS} readers poll a feed of {TEXTS} texts that did not change"));
    let [our_tag, their_tag] = [tag(&vigie, "/alertes/atom.xml").await?, tag(&nginx, "/feed").await?];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(load::at(&vigie, "/alertes/atom.xml", &our_tag, READERS)?);
        theirs.push(load::at(&nginx, "/feed", &their_tag, READERS.min(500))?);
    }
    line("a poll with validators, against nginx", median(&ours), median(&theirs), "/s", Bar::None);
    let (_, peak) = vigie.memory()?;
    absolute("memory, most under that load", peak, "MiB", Bar::AtMost(300.0));
    Ok(())
}

/// The header of a poll that knows what is there.
async fn tag(server: &Server, path: &str) -> Outcome<String> {
    let answer = Connection::open(server.address).await?.get(path, "").await?;
    let tag = answer.header("etag").ok_or("no validator")?.to_owned();
    let header = format!("If-None-Match: {tag}\r\n");
    let again = Connection::open(server.address).await?.get(path, &header).await?;
    if again.status != 304 {
        return Err(format!("a poll with {tag} answers {}", again.status).into());
    }
    Ok(header)
}

/// The demonstration of this run, and its database.
async fn house_of(ground: &Ground) -> Outcome<(PathBuf, Desk)> {
    let data = demonstration(ground)?;
    let url = format!("sqlite://{}", data.join("vigie.db").display());
    Ok((data, ground::desk(&url).await?))
}

/// Returns once the server has done what so many texts brought about: the index of words, whom to tell. It is not what is measured.
async fn settled(ground: &Ground) -> Outcome {
    let (_, desk) = house_of(ground).await?;
    let statement =
        sql!("SELECT COUNT(*) AS n FROM jobs WHERE state IN ('waiting', 'running') AND run_at <= $1");
    loop {
        let mut unit = desk.store.read().await?;
        let due: i64 = unit.one(statement, args![desk.now()], |row| row.get("n")).await?;
        drop(unit);
        if due == 0 {
            desk.store.close().await;
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Publishes the texts in the demonstration, by the operations that people use.
async fn fill(ground: &Ground) -> Outcome {
    let (data, desk) = house_of(ground).await?;
    let watch = ground::house(&desk, &data, true).await?.0.publications;
    let [writer, reviewer] = [1, 2].map(|byte| editor(desk.ids.id(), byte));
    for number in 0..TEXTS {
        let id = watch.begin(&writer, Kind::Alert, draft(number)).await.map_err(|p| format!("{p:?}"))?;
        watch.submit(&writer, (id, 1)).await.map_err(|p| format!("{p:?}"))?;
        watch.approve(&reviewer, (id, 2), None).await.map_err(|p| format!("{p:?}"))?;
    }
    desk.store.close().await;
    Ok(())
}

fn editor(account: Id, byte: u8) -> Caller {
    Caller::Person(Person {
        account,
        name: format!("Rédaction {byte}"),
        session: account,
        standings: vec![Standing { role: Role::Editor, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

fn draft(number: u32) -> Draft {
    let mut content = Content { tlp: Tlp::Clear, severity: Some(3), ..Content::default() };
    content.texts.fr = Words {
        title: format!("Faille numéro {number} d’une passerelle"),
        summary: "Une requête suffit pour prendre la main : corrigez, ou coupez l’accès.".to_owned(),
        body: "## Ce qui se passe\n\nUne requête suffit.\n\n## Ce qu’il faut faire\n\n1. Corrigez.\n2. Vérifiez."
            .to_owned(),
        slug: String::new(),
    };
    content.sources = vec![Source {
        title: "Avis".to_owned(),
        publisher: "Un éditeur".to_owned(),
        url: "https://exemplia.example/avis".to_owned(),
    }];
    Draft { content, ..Draft::default() }
}
