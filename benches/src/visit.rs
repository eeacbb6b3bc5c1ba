//! What a browser fetches of a page at the first visit, and at the second.

use std::collections::BTreeSet;

use crate::{
    Outcome,
    ground::Ground,
    http::{Answer, Connection},
    report::{self, Bar, absolute},
    server::Server,
};

const PUBLIC: [&str; 2] = ["/", "/declarer"];
const SCREENS: [&str; 4] =
    ["/declarer/etape/1", "/declarer/etape/2", "/declarer/etape/3", "/declarer/etape/4"];

pub async fn measure(ground: &Ground) -> Outcome {
    let vigie = Server::vigie(ground, &[]).await?;
    report::note(
        "bytes of heads and bodies, compressed, with all that the page links to load; what says immutable is not fetched twice",
    );
    for page in PUBLIC {
        let (first, second) = visits(&vigie, page).await?;
        absolute(&format!("{page}, first visit"), first.kibibytes(), "KiB", Bar::AtMost(40.0));
        absolute(&format!("{page}, first visit"), first.requests(), "requests", Bar::AtMost(6.0));
        absolute(&format!("{page}, second visit"), second.kibibytes(), "KiB", Bar::AtMost(15.0));
    }
    for page in SCREENS {
        let (first, _) = visits(&vigie, page).await?;
        absolute(&format!("{page}, all of it"), first.kibibytes() * 1.024, "KB", Bar::AtMost(15.0));
    }
    Ok(())
}

/// What one visit fetched.
#[derive(Default)]
struct Visit {
    bytes: u32,
    requests: u32,
}

impl Visit {
    fn add(&mut self, answer: &Answer) {
        self.bytes += u32::try_from(answer.wire).unwrap_or(u32::MAX);
        self.requests += 1;
    }

    fn kibibytes(&self) -> f64 {
        f64::from(self.bytes) / 1024.0
    }

    fn requests(&self) -> f64 {
        f64::from(self.requests)
    }
}

async fn visits(vigie: &Server, page: &str) -> Outcome<(Visit, Visit)> {
    const HEADERS: &str = "Accept-Encoding: gzip\r\n";
    let (mut first, mut second) = (Visit::default(), Visit::default());
    let mut connection = Connection::open(vigie.address).await?;
    let readable = connection.get(page, "").await?;
    if readable.status != 200 {
        return Err(format!("{page}: {}", readable.status).into());
    }
    let cookie = readable.header("set-cookie").and_then(|line| line.split(';').next()).unwrap_or_default();
    first.add(&connection.get(page, HEADERS).await?);
    second.add(&connection.get(page, &format!("{HEADERS}Cookie: {cookie}\r\n")).await?);
    for file in loaded(&readable.text()) {
        let answer = connection.get(&file, HEADERS).await?;
        if answer.status != 200 {
            return Err(format!("{file}: {}", answer.status).into());
        }
        first.add(&answer);
        if !answer.header("cache-control").is_some_and(|told| told.contains("immutable")) {
            second.add(&answer);
        }
    }
    Ok((first, second))
}

/// Addresses that a browser loads by itself: styles, scripts, pictures. Ours all stand in quotes.
fn loaded(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').filter(|tag| {
        tag.starts_with("script ")
            || tag.starts_with("img ")
            || (tag.starts_with("link ")
                && (tag.contains("rel=\"stylesheet\"") || tag.contains("rel=\"icon\"")))
    });
    tags.filter_map(|tag| {
        let (_, rest) = tag.split_once("href=\"").or_else(|| tag.split_once("src=\""))?;
        rest.split('"').next().map(str::to_owned)
    })
    .collect()
}
