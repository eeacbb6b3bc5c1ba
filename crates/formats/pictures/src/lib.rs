//! What a file says of the image in it, read from its first bytes alone: which of the three forms it has, and how large the
//! image is. Nothing is decoded here, so that an image that is too large costs nothing before it is refused.

use vocabulary::Refusal;

/// Bytes of a file that may be sent.
pub const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Pixels of an image that may be sent, and of one of its sides.
pub const MOST_PIXELS: u64 = 25_000_000;
/// See [`MOST_PIXELS`].
pub const MOST_SIDE: u32 = 12_000;
/// Pixels of a side of an image as it is kept.
pub const KEPT_SIDE: u32 = 1600;
/// Bytes of an image as it is kept.
pub const KEPT_BYTES: usize = 2 * 1024 * 1024;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Portable Network Graphics (ISO 15948).
    Png,
    /// JPEG, sequential or progressive (ISO 10918-1).
    Jpeg,
    /// WebP (RFC 9649).
    Webp,
}

impl Format {
    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Webp => "webp",
        }
    }

    /// The form of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Png, Self::Jpeg, Self::Webp].into_iter().find(|format| format.code() == code)
    }

    /// As HTTP names it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }
}

/// What a file says of its image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its form.
    pub format: Format,
    /// Pixels from left to right; never 0.
    pub width: u32,
    /// Pixels from top to bottom; never 0.
    pub height: u32,
}

impl Header {
    /// Reads the header of a file.
    ///
    /// Refused: `image-format` (none of the three forms), `image-broken` (it ends before it says how large it is),
    /// `image-pixels` with `max` in millions of pixels.
    pub fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let (format, size) = if bytes.starts_with(PNG) {
            (Format::Png, png(bytes))
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            (Format::Jpeg, jpeg(bytes))
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(&b"WEBP"[..]) {
            (Format::Webp, webp(bytes))
        } else {
            return Err(Refusal::new("image-format"));
        };
        let (width, height) = size.filter(|(width, height)| *width > 0 && *height > 0).ok_or_else(broken)?;
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MOST_PIXELS || width.max(height) > MOST_SIDE {
            return Err(Refusal::new("image-pixels").with("max", (MOST_PIXELS / 1_000_000).to_string()));
        }
        Ok(Self { format, width, height })
    }
}

/// That a file is not whole, or not what it says.
pub fn broken() -> Refusal {
    Refusal::new("image-broken")
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The first chunk says it (ISO 15948, 11.2.2).
fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let chunk = bytes.get(PNG.len()..)?;
    (chunk.get(..8)? == b"\0\0\0\x0dIHDR").then_some(())?;
    Some((big(chunk.get(8..12)?)?, big(chunk.get(12..16)?)?))
}

/// The header of the frame says it, after segments that each say how long they are (ISO 10918-1, annex B).
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.get(2..)?;
    loop {
        let (&[mark, code], after) = rest.split_first_chunk::<2>()?;
        match (mark, code) {
            // Any number of these may come before a marker.
            (0xFF, 0xFF) => rest = rest.get(1..)?,
            // Sequential or progressive, of Huffman's codes: what browsers show.
            (0xFF, 0xC0..=0xC2) => {
                let frame = after.get(..7)?;
                let side = |from: usize| frame.get(from..from + 2).and_then(big);
                return Some((side(5)?, side(3)?));
            }
            (0xFF, 0xC4 | 0xC8 | 0xCC | 0xDB | 0xDD | 0xE0..=0xEF | 0xFE) => {
                let length = usize::try_from(big(after.get(..2)?)?).ok()?;
                rest = after.get(length.max(2)..)?;
            }
            _ => return None,
        }
    }
}

/// The first chunk says it, in one of three ways (RFC 9649, 2.5 to 2.7).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let (kind, data) = (bytes.get(12..16)?, bytes.get(20..)?);
    match kind {
        b"VP8X" => Some((little(data.get(4..7)?)? + 1, little(data.get(7..10)?)? + 1)),
        b"VP8L" => {
            (*data.first()? == 0x2F).then_some(())?;
            let packed = little(data.get(1..5)?)?;
            Some(((packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1))
        }
        b"VP8 " => {
            (data.get(3..6)? == b"\x9d\x01\x2a").then_some(())?;
            Some((little(data.get(6..8)?)? & 0x3FFF, little(data.get(8..10)?)? & 0x3FFF))
        }
        _ => None,
    }
}

/// Up to four bytes as a number, the highest first.
fn big(bytes: &[u8]) -> Option<u32> {
    let start = 4usize.checked_sub(bytes.len())?;
    let mut all = [0; 4];
    all.get_mut(start..)?.copy_from_slice(bytes);
    Some(u32::from_be_bytes(all))
}

/// The same, the lowest first.
fn little(bytes: &[u8]) -> Option<u32> {
    let mut all = [0; 4];
    all.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u32::from_le_bytes(all))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        [PNG, b"\0\0\0\x0dIHDR", &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x02\0\0\0"].concat()
    }

    fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
        let exif = [&b"\xff\xe1\x00\x10"[..], b"Exif\0\0\xff\xc0 thumb"].concat();
        let frame = [&b"\xff\xc2\x00\x11\x08"[..], &height.to_be_bytes(), &width.to_be_bytes()].concat();
        [&b"\xff\xd8"[..], &exif, b"\xff\xff", &frame[1..]].concat()
    }

    fn webp_of(kind: &[u8], data: &[u8]) -> Vec<u8> {
        [b"RIFF\0\0\0\0WEBP", kind, b"\0\0\0\0", data].concat()
    }

    #[test]
    fn the_size_is_read_in_each_form() {
        let size = |bytes: &[u8]| Header::read(bytes).map(|it| (it.format, it.width, it.height));
        assert_eq!(size(&png_of(640, 480)), Ok((Format::Png, 640, 480)));
        assert_eq!(size(&jpeg_of(640, 480)), Ok((Format::Jpeg, 640, 480)), "and not that of its thumbnail");
        let extended = [&[0; 4][..], &[0x7F, 2, 0], &[0xDF, 1, 0]].concat();
        assert_eq!(size(&webp_of(b"VP8X", &extended)), Ok((Format::Webp, 640, 480)));
        let packed: u32 = 639 + (479 << 14);
        let lossless = [&[0x2F][..], &packed.to_le_bytes()].concat();
        assert_eq!(size(&webp_of(b"VP8L", &lossless)), Ok((Format::Webp, 640, 480)));
        let lossy = [&[0; 3][..], b"\x9d\x01\x2a", &640_u16.to_le_bytes(), &480_u16.to_le_bytes()].concat();
        assert_eq!(size(&webp_of(b"VP8 ", &lossy)), Ok((Format::Webp, 640, 480)));
    }

    #[test]
    fn abuse_d05_a_flood_of_pixels_is_refused_by_its_header() {
        let code = |bytes: &[u8]| Header::read(bytes).unwrap_err().code;
        for flood in [
            png_of(50_000, 50_000),
            png_of(u32::MAX, u32::MAX),
            png_of(12_001, 1),
            png_of(5_001, 5_000),
            jpeg_of(65_535, 65_535),
        ] {
            assert_eq!(code(&flood), "image-pixels");
        }
        assert!(Header::read(&png_of(5_000, 5_000)).is_ok());
        for empty in [png_of(0, 5), jpeg_of(5, 0)] {
            assert_eq!(code(&empty), "image-broken");
        }
    }

    #[test]
    fn what_is_none_of_the_three_is_refused() {
        for other in [
            &b""[..],
            b"GIF89a\x01\0\x01\0",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            b"%PDF-1.7",
            b"BM",
            b"II*\0",
            b"MZ",
        ] {
            assert_eq!(Header::read(other).unwrap_err().code, "image-format");
        }
        // Arithmetic coding and lossless frames are no images that browsers show.
        let strange = [&b"\xff\xd8\xff\xc9\x00\x11\x08\x00\x05\x00\x05"[..]].concat();
        assert_eq!(Header::read(&strange).unwrap_err().code, "image-broken");
    }

    proptest! {
        #[test]
        fn cut_anywhere_it_is_broken_and_nothing_panics(end in 0_usize..40) {
            for whole in [png_of(640, 480), jpeg_of(640, 480)] {
                let cut = whole.get(..end.min(whole.len())).unwrap();
                if let Ok(header) = Header::read(cut) {
                    prop_assert_eq!((header.width, header.height), (640, 480));
                }
            }
        }

        #[test]
        fn no_bytes_break_it(start in 0_usize..4, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let starts = [&b""[..], PNG, b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8X"];
            let bytes = [starts[start], &bytes].concat();
            if let Ok(header) = Header::read(&bytes) {
                prop_assert!(u64::from(header.width) * u64::from(header.height) <= MOST_PIXELS);
            }
        }
    }
}
