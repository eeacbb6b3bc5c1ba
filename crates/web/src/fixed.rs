//! Pages that say the same to everybody for as long as the program runs: written and compressed once, so that they stay
//! quick on the night when everybody comes.

use std::{
    collections::BTreeMap,
    io::Write as _,
    sync::{PoisonError, RwLock},
};

use axum::body::Bytes;
use flate2::{Compression, write::GzEncoder};

/// The pages kept, by their paths. Only handlers of addresses without a parameter keep theirs: there are few.
#[derive(Default)]
pub(crate) struct Fixed(RwLock<BTreeMap<String, Kept>>);

/// One page.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) plain: Bytes,
    pub(crate) gzip: Bytes,
}

impl Kept {
    pub(crate) fn new(html: String) -> std::io::Result<Self> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(html.as_bytes())?;
        Ok(Self { gzip: encoder.finish()?.into(), plain: html.into() })
    }
}

impl Fixed {
    pub(crate) fn get(&self, path: &str) -> Option<Kept> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }

    pub(crate) fn put(&self, path: &str, kept: Kept) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), kept);
    }
}
