//! Styles, scripts and pictures: compiled in, at addresses made of what they hold, so that a browser keeps them for ever.

use std::{collections::BTreeMap, io::Write as _};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};

use crate::site::Site;

const FILES: &[(&str, &str, &str)] = &[
    (
        "base.css",
        "text/css; charset=utf-8",
        concat!(include_str!("../assets/tokens.css"), include_str!("../assets/base.css")),
    ),
    ("console.css", "text/css; charset=utf-8", include_str!("../assets/console.css")),
    ("look-up.js", "text/javascript; charset=utf-8", include_str!("../assets/look-up.js")),
    ("favicon.svg", "image/svg+xml", include_str!("../assets/favicon.svg")),
];

/// The files, by the names under which they are served.
pub(crate) struct Assets {
    served: BTreeMap<String, Served>,
    names: BTreeMap<&'static str, String>,
}

struct Served {
    kind: &'static str,
    plain: &'static str,
    gzip: Vec<u8>,
}

impl Assets {
    pub(crate) fn load() -> Self {
        let (mut served, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (name, kind, plain) in FILES {
            let digest = Sha256::digest(plain.as_bytes());
            let short = digest.iter().take(5).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
            let hashed = format!("{stem}.{short}.{extension}");
            let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
            // Writing to memory does not fail; an empty result would only be sent uncompressed.
            let gzip =
                encoder.write_all(plain.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
            served.insert(hashed.clone(), Served { kind, plain, gzip });
            names.insert(*name, hashed);
        }
        Self { served, names }
    }

    /// The address of a file by its name.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("/assets/{}", self.names.get(name).map_or(name, String::as_str))
    }
}

/// Serves one file.
pub(crate) async fn serve(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = site.assets.served.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let gzip = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.contains("gzip"));
    let common = [
        (header::CONTENT_TYPE, file.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    if gzip && !file.gzip.is_empty() {
        (common, [(header::CONTENT_ENCODING, "gzip")], file.gzip.clone()).into_response()
    } else {
        (common, file.plain).into_response()
    }
}
