//! Styles, scripts and pictures: compiled in, or of the operator's theme, at addresses made of what they hold, so that a
//! browser keeps them for ever.

use std::{borrow::Cow, collections::BTreeMap, io::Write as _};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha256};
use vocabulary::hex;

use crate::{site::Site, theme::Theme};

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";
/// Kept for ever under a name made of what it holds; for a day under one that says nothing of it.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_A_DAY: &str = "public, max-age=86400";

/// The files, by the names under which they are served.
pub(crate) struct Assets {
    served: BTreeMap<String, Served>,
    names: BTreeMap<&'static str, String>,
}

struct Served {
    kind: &'static str,
    kept: &'static str,
    plain: Cow<'static, [u8]>,
    gzip: Vec<u8>,
}

impl Assets {
    pub(crate) fn load(theme: &Theme) -> Self {
        let mut assets = Self { served: BTreeMap::new(), names: BTreeMap::new() };
        let base = format!("{}{}{}", theme.all_tokens(), include_str!("../assets/base.css"), theme.extra);
        assets.add("base.css", CSS, base.into_bytes());
        assets.add("community.css", CSS, include_bytes!("../assets/community.css").as_slice());
        assets.add("console.css", CSS, include_bytes!("../assets/console.css").as_slice());
        assets.add("console.js", SCRIPT, include_bytes!("../assets/console.js").as_slice());
        assets.add("dossier.js", SCRIPT, include_bytes!("../assets/dossier.js").as_slice());
        assets.add("draft.js", SCRIPT, include_bytes!("../assets/draft.js").as_slice());
        assets.add("editing.js", SCRIPT, include_bytes!("../assets/editing.js").as_slice());
        assets.add("look-up.js", SCRIPT, include_bytes!("../assets/look-up.js").as_slice());
        assets.add("news.js", SCRIPT, include_bytes!("../assets/news.js").as_slice());
        assets.add("offline.js", SCRIPT, include_bytes!("../assets/offline.js").as_slice());
        assets.add("passkey.js", SCRIPT, include_bytes!("../assets/passkey.js").as_slice());
        match theme.favicon.clone() {
            Some(favicon) => assets.add("favicon.svg", SVG, favicon),
            None => assets.add("favicon.svg", SVG, include_bytes!("../assets/favicon.svg").as_slice()),
        }
        if let Some(logo) = theme.logo.clone() {
            assets.add("logo.svg", SVG, logo);
        }
        for (name, kind, bytes) in &theme.files {
            assets.served.insert(name.clone(), Served::new(kind, FOR_A_DAY, bytes.clone().into()));
        }
        assets
    }

    fn add(&mut self, name: &'static str, kind: &'static str, bytes: impl Into<Cow<'static, [u8]>>) {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes);
        let short = hex(digest.get(..5).unwrap_or_default());
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let hashed = format!("{stem}.{short}.{extension}");
        self.served.insert(hashed.clone(), Served::new(kind, FOR_EVER, bytes));
        self.names.insert(name, hashed);
    }

    /// The address of a file by its name.
    pub(crate) fn address(&self, name: &str) -> String {
        format!("/assets/{}", self.names.get(name).map_or(name, String::as_str))
    }

    /// Every address.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = String> {
        self.served.keys().map(|name| format!("/assets/{name}"))
    }
}

impl Served {
    fn new(kind: &'static str, kept: &'static str, plain: Cow<'static, [u8]>) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        // Writing to memory does not fail; an empty result would only be sent uncompressed.
        let gzip = encoder.write_all(&plain).and_then(|()| encoder.finish()).unwrap_or_default();
        Self { kind, kept, plain, gzip }
    }
}

/// Whether a browser reads what is compressed.
pub(crate) fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|value| value.contains("gzip"))
}

/// Serves one file.
pub(crate) async fn serve(
    State(site): State<Site>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(file) = site.assets.served.get(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let common = [
        (header::CONTENT_TYPE, file.kind),
        (header::CACHE_CONTROL, file.kept),
        (header::VARY, "accept-encoding"),
    ];
    if takes_gzip(&headers) && !file.gzip.is_empty() {
        (common, [(header::CONTENT_ENCODING, "gzip")], file.gzip.clone()).into_response()
    } else {
        (common, file.plain.clone().into_owned()).into_response()
    }
}
