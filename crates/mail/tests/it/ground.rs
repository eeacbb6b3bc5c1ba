//! What the tests stand on.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use mail::Message;
use vocabulary::{Instant, Language, MailAddress};

/// A folder of one test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("vigie_mail_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

pub fn message(to: &str) -> Message {
    Message {
        to: MailAddress::parse(to).unwrap(),
        subject: "Déclaration VIG-2026-000001-A".to_owned(),
        text: "Du nouveau sur votre déclaration.".to_owned(),
        language: Language::Fr,
        message_id: "0f1e.0".to_owned(),
        at: Instant::from_millis(1_770_000_000_000),
    }
}

pub fn from() -> MailAddress {
    MailAddress::parse("vigie@vigie.example").unwrap()
}
