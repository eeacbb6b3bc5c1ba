//! A copy for one reader: what somebody gave, drawn anew page by page, with the reader's name across each.

use serde::{Deserialize, Serialize};
use vocabulary::Language;

/// The argument of the program when it is to make the copy of a reader.
pub const STAMP: &str = "stamp";

/// Bytes of a file of which a copy may be made.
pub const STAMP_BYTES: usize = 10 * 1024 * 1024;

/// What stands on a copy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// The language of what is written on it.
    pub language: Language,
    /// What the file is: `pdf`, `png`, `jpeg`.
    pub form: String,
    /// How the copy is called.
    pub title: String,
    /// Who makes it.
    pub author: String,
    /// How far it may go, as the standard writes it.
    pub mark: String,
    /// Whose copy it is, across each page.
    pub reader: String,
    /// The same with the moment, at the foot of each page.
    pub foot: String,
}

impl Stamp {
    /// What the program reads: how long what stands on the copy is, that, and the file.
    pub fn request(&self, file: &[u8]) -> serde_json::Result<Vec<u8>> {
        let said = serde_json::to_vec(self)?;
        let length = u32::try_from(said.len()).unwrap_or(u32::MAX);
        Ok([&length.to_be_bytes()[..], &said, file].concat())
    }

    /// The same, read; `None` when it is none.
    pub fn read(request: &[u8]) -> Option<(Self, &[u8])> {
        let (length, rest) = request.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (said, file) = rest.split_at_checked(length)?;
        Some((serde_json::from_slice(said).ok()?, file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_on_a_copy_goes_through_the_pipe_with_its_file() {
        let text = |text: &str| text.to_owned();
        let stamp = Stamp {
            language: Language::Fr,
            form: text("pdf"),
            title: text("Plan"),
            author: text("Vigie"),
            mark: text("TLP:RED"),
            reader: text("Exemplaire de Camille Fictif"),
            foot: text("Exemplaire de Camille Fictif, 10 mars 2026"),
        };
        let request = stamp.request(b"%PDF-1.7").unwrap();
        assert_eq!(Stamp::read(&request), Some((stamp, &b"%PDF-1.7"[..])));
        for broken in [&b""[..], b"\0\0", b"\xff\xff\xff\xff{}", b"\0\0\0\x02{}x"] {
            assert_eq!(Stamp::read(broken), None);
        }
    }
}
