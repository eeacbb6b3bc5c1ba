//! Bytes to lines, within limits: decompression recognised by magic bytes, bounded in size, ratio and line length.

use std::{
    io::{self, BufRead, BufReader, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::Broken;

/// What a file may weigh. The whole official register is about 50 MB, compressed about ten times.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes once decompressed.
    pub total: u64,
    /// Bytes once decompressed for each byte of the file, beyond the first mebibyte.
    pub ratio: u64,
    /// Bytes of one line; a longer one is refused alone.
    pub line: usize,
    /// Fields of one line; a line that has more is refused alone.
    pub fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total: 1 << 30, ratio: 100, line: 16 << 10, fields: 128 }
    }
}

/// Counts what passes.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

type Source<R> = BufReader<Counted<R>>;

enum Unpacked<R: Read> {
    Plain(Source<R>),
    Gzip(Box<flate2::bufread::MultiGzDecoder<Source<R>>>),
    /// `None` only while the next frame is being opened.
    Zstd(Option<Box<ruzstd::decoding::StreamingDecoder<Source<R>, ruzstd::decoding::FrameDecoder>>>),
}

impl<R: Read> Unpacked<R> {
    fn open(mut source: Source<R>) -> io::Result<Self> {
        Ok(match source.fill_buf()? {
            [0x1f, 0x8b, ..] => Self::Gzip(Box::new(flate2::bufread::MultiGzDecoder::new(source))),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd(Some(frame(source)?)),
            _ => Self::Plain(source),
        })
    }
}

/// One frame of zstd. Its window, hence the memory, is bounded by the decoder to 100 MiB; ours are under 8.
fn frame<R: Read>(
    source: Source<R>,
) -> io::Result<Box<ruzstd::decoding::StreamingDecoder<Source<R>, ruzstd::decoding::FrameDecoder>>> {
    ruzstd::decoding::StreamingDecoder::new(source).map(Box::new).map_err(io::Error::other)
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(source) => source.read(buffer),
            Self::Gzip(decoder) => decoder.read(buffer),
            Self::Zstd(slot) => loop {
                let Some(decoder) = slot else { return Ok(0) };
                let count = decoder.read(buffer)?;
                // A file may be several frames end to end: to stop after the first would lose facilities in silence.
                if count > 0 || buffer.is_empty() || decoder.get_mut().fill_buf()?.is_empty() {
                    return Ok(count);
                }
                *slot = slot.take().map(|decoder| frame(decoder.into_inner())).transpose()?;
            },
        }
    }
}

/// The lines of a file, decompressed, each with its number from 1.
pub(crate) struct Lines<R: Read> {
    input: BufReader<Unpacked<R>>,
    limits: Limits,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    number: u64,
}

/// One line.
pub(crate) enum Line {
    /// Its text, without its end.
    Text(String),
    /// It was longer than a line may be, and was passed over.
    TooLong,
}

impl<R: Read> Lines<R> {
    pub(crate) fn open(input: R, limits: Limits) -> Result<Self, Broken> {
        let packed = Arc::new(AtomicU64::new(0));
        let counted = BufReader::with_capacity(64 << 10, Counted { inner: input, bytes: packed.clone() });
        let input = BufReader::with_capacity(64 << 10, Unpacked::open(counted)?);
        Ok(Self { input, limits, packed, unpacked: 0, number: 0 })
    }

    /// Bytes of the file read so far, before decompression: what a progress bar shows.
    pub(crate) fn bytes(&self) -> Arc<AtomicU64> {
        self.packed.clone()
    }

    /// The number of the last line given.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next line; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line>, Broken> {
        let mut kept: Vec<u8> = Vec::new();
        let mut length = 0_usize;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                if length == 0 {
                    return Ok(None);
                }
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(buffer.len(), |place| place + 1);
            length = length.saturating_add(taken);
            if length <= self.limits.line {
                kept.extend_from_slice(buffer.get(..taken).unwrap_or_default());
            }
            self.input.consume(taken);
            self.unpacked = self.unpacked.saturating_add(taken as u64);
            self.within_limits()?;
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        if length > self.limits.line {
            return Ok(Some(Line::TooLong));
        }
        while matches!(kept.last(), Some(b'\n' | b'\r')) {
            kept.pop();
        }
        Ok(Some(Line::Text(decode(kept))))
    }

    fn within_limits(&self) -> Result<(), Broken> {
        let packed = self.packed.load(Ordering::Relaxed);
        let allowed = (1 << 20) + packed.saturating_mul(self.limits.ratio);
        if self.unpacked > self.limits.total || self.unpacked > allowed {
            return Err(Broken::TooLarge);
        }
        Ok(())
    }
}

/// UTF-8 when it is, else Windows-1252: real extracts are either, and some mix them line by line.
fn decode(bytes: Vec<u8>) -> String {
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(error.as_bytes()).0.into_owned()
    });
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}
