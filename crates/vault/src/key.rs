//! The operator's key, in a file of its own, and the keys derived from it, one a purpose.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::Path,
};

use chacha20poly1305::{AeadInOut as _, KeyInit as _, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use vocabulary::{Failure, Id, Ids, hex, unhex};

/// The 32 bytes from which every other key is derived. Losing the file loses what was sealed with it; it is backed up
/// apart from the database.
pub struct MasterKey([u8; 32]);

/// A key for one purpose; knowing it says nothing of the others (HKDF-SHA-256, RFC 5869).
#[derive(Clone)]
pub struct Key([u8; 32]);

impl MasterKey {
    /// Reads the key file, or creates it readable by its owner alone.
    pub fn load_or_create(path: &Path, ids: &dyn Ids) -> Result<Self, Failure> {
        let broken =
            |error: std::io::Error| Failure::new("open the key file", format!("{}: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(broken)?;
        }
        let mut bytes = [0; 32];
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
            Ok(mut file) => {
                ids.fill(&mut bytes);
                file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(broken)?;
                // What is sealed with it must not outlive it: a power cut would else take the name of the file away.
                if let Some(folder) = path.parent() {
                    File::open(folder).and_then(|folder| folder.sync_all()).map_err(broken)?;
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let mut file = File::open(path).map_err(broken)?;
                let mode = file.metadata().map_err(broken)?.permissions().mode();
                if mode & 0o077 != 0 {
                    let advice = format!("{} can be read by others: run chmod 600 on it", path.display());
                    return Err(Failure::new("open the key file", advice));
                }
                let length = file.metadata().map_err(broken)?.len();
                if length != 32 {
                    let advice = format!(
                        "{} holds {length} bytes and not 32: restore it from a back-up",
                        path.display()
                    );
                    return Err(Failure::new("open the key file", advice));
                }
                file.read_exact(&mut bytes).map_err(broken)?;
            }
            Err(error) => return Err(broken(error)),
        }
        Ok(Self(bytes))
    }

    /// The key of one purpose, named once and for ever: `"attachments"`.
    pub fn derive(&self, purpose: &'static str) -> Key {
        let mut bytes = [0; 32];
        // 32 bytes are always within what HKDF-SHA-256 can give (8160).
        let _ = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), &mut bytes);
        Key(bytes)
    }
}

impl Key {
    /// The raw key, for a library that does its own work with it.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA-256 of the parts, each led by its length.
    pub fn authenticate(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.mac(parts).finalize().into_bytes().into()
    }

    /// Whether `tag` is the HMAC of the parts, compared in constant time.
    pub fn verifies(&self, parts: &[&[u8]], tag: &[u8]) -> bool {
        self.mac(parts).verify_slice(tag).is_ok()
    }

    /// `identity.tag`: an identity that only this key signs for that purpose, so that whoever shows it was given it and
    /// nothing more is stored.
    pub fn sign(&self, purpose: &[u8], id: Id) -> String {
        format!("{id}.{}", hex(&self.authenticate(&[purpose, id.to_string().as_bytes()])))
    }

    /// The identity that [`Key::sign`] signed for that purpose; `None` when it is anything else.
    pub fn signed(&self, purpose: &[u8], text: &str) -> Option<Id> {
        let (id, tag) = text.split_once('.')?;
        let id = Id::parse(id).ok()?;
        self.verifies(&[purpose, id.to_string().as_bytes()], &unhex(tag)?).then_some(id)
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        // HMAC pads a short key with zeros to a block (RFC 2104): done here, the length needs no check.
        let mut block = [0; 64];
        block.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    /// Seals a short text (XChaCha20-Poly1305), bound to `context`; lower-case hexadecimal.
    pub fn seal(&self, ids: &dyn Ids, context: &str, text: &str) -> Result<String, Failure> {
        let mut nonce = [0; 24];
        ids.fill(&mut nonce);
        let mut buffer = text.as_bytes().to_vec();
        XChaCha20Poly1305::new(&self.0.into())
            .encrypt_in_place(&XNonce::from(nonce), context.as_bytes(), &mut buffer)
            .map_err(|_| Failure::new("seal a text", "too long"))?;
        Ok(hex(&[nonce.as_slice(), &buffer].concat()))
    }

    /// Opens what [`Key::seal`] sealed in the same context; `None` when it is anything else.
    pub fn open(&self, context: &str, sealed: &str) -> Option<String> {
        let bytes = unhex(sealed)?;
        let (nonce, rest) = bytes.split_first_chunk::<24>()?;
        let mut buffer = rest.to_vec();
        XChaCha20Poly1305::new(&self.0.into())
            .decrypt_in_place(&XNonce::from(*nonce), context.as_bytes(), &mut buffer)
            .ok()?;
        String::from_utf8(buffer).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vocabulary::testing::SequentialIds;

    #[test]
    fn the_key_file_is_private_and_stays_the_same() {
        let folder = std::env::temp_dir().join(format!("vigie_key_{}", std::process::id()));
        let path = folder.join("secret");
        let ids = SequentialIds::default();
        let first = MasterKey::load_or_create(&path, &ids).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let second = MasterKey::load_or_create(&path, &ids).unwrap();
        assert_eq!(first.derive("a").bytes(), second.derive("a").bytes());
        assert_ne!(first.derive("a").bytes(), first.derive("b").bytes());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(MasterKey::load_or_create(&path, &ids).is_err(), "readable by others");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, b"short").unwrap();
        assert!(MasterKey::load_or_create(&path, &ids).is_err(), "damaged");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_sealed_text_opens_in_its_context_only() {
        let ids = SequentialIds::default();
        let (key, other) = (Key([1; 32]), Key([2; 32]));
        let sealed = key.seal(&ids, "session:1", "4217 été").unwrap();
        assert_eq!(key.open("session:1", &sealed).as_deref(), Some("4217 été"));
        assert_eq!(key.open("session:2", &sealed), None);
        assert_eq!(other.open("session:1", &sealed), None);
        for wrong in ["", "0", "zz", "é", sealed.get(2..).unwrap()] {
            assert_eq!(key.open("session:1", wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn parts_are_not_confused() {
        let key = Key([1; 32]);
        let tag = key.authenticate(&[b"ab", b"c"]);
        assert!(key.verifies(&[b"ab", b"c"], &tag));
        assert!(!key.verifies(&[b"a", b"bc"], &tag));
    }
}
