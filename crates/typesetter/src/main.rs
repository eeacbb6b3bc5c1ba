//! `vigie-typeset`: a document as JSON on standard input, a PDF/UA-1 on standard output. With `redraw` as its argument, an
//! image that somebody gave on standard input, the same drawn anew on standard output. With `stamp`, a file and whose copy it is
//! to be, and that copy.
//!
//! A program of its own because typst costs minutes to build, and so that whatever goes wrong with a document or an image goes
//! wrong here: it reads no file, opens no connection, and bounds its own memory and time. What is wrong is said on standard
//! error, never with what people wrote, for that ends in a log.

mod inert;
mod redraw;
mod stamp;
mod world;

use std::{
    io::{Read as _, Write as _},
    process::ExitCode,
};

use documents::{Document, MAX_REQUEST, REDRAW, STAMP, STAMP_BYTES, Stamp, UNREADABLE};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Bytes of memory, seconds of work.
const MEMORY: u64 = 1024 * 1024 * 1024;
const SECONDS: u64 = 60;
/// Bytes of what stands on a copy.
const MAX_STAMP: usize = 64 * 1024;

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some(REDRAW) => redrawn(),
        Some(STAMP) => stamped(),
        _ => run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Wrong::Unreadable(why)) => {
            eprintln!("{why}");
            ExitCode::from(UNREADABLE)
        }
        Err(Wrong::Failed(why)) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// What went wrong: with an image that was given, or otherwise.
enum Wrong {
    Unreadable(String),
    Failed(String),
}

impl From<String> for Wrong {
    fn from(why: String) -> Self {
        Self::Failed(why)
    }
}

/// No file or connection can be opened beside the three it was given, and no memory image is left behind: there would be
/// declarations in it.
fn confine() -> Result<(), String> {
    for (resource, limit) in
        [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Nofile, 3), (Resource::Core, 0)]
    {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })
            .map_err(|error| format!("could not set limits: {error}"))?;
    }
    Ok(())
}

fn read(most: usize) -> Result<Vec<u8>, String> {
    let mut request = Vec::new();
    std::io::stdin()
        .take(most as u64 + 1)
        .read_to_end(&mut request)
        .map_err(|error| format!("could not read what was given: {error}"))?;
    if request.len() > most { Err("the document is too large".to_owned()) } else { Ok(request) }
}

fn write(bytes: &[u8]) -> Result<(), Wrong> {
    Ok(std::io::stdout()
        .write_all(bytes)
        .map_err(|error| format!("could not write what was made: {error}"))?)
}

fn redrawn() -> Result<(), Wrong> {
    confine()?;
    let given = read(pictures::MOST_BYTES)?;
    write(&redraw::redraw(&given).map_err(Wrong::Unreadable)?)
}

fn stamped() -> Result<(), Wrong> {
    confine()?;
    let request = read(STAMP_BYTES + MAX_STAMP)?;
    let (said, file) = Stamp::read(&request).ok_or_else(|| "not a copy to make".to_owned())?;
    write(&stamp::stamp(&said, file).map_err(Wrong::Unreadable)?)
}

fn run() -> Result<(), Wrong> {
    confine()?;
    let request = read(MAX_REQUEST)?;
    let document: Document = serde_json::from_slice(&request).map_err(|error| {
        // The message of an error of data may quote them: where it stands is enough.
        format!(
            "not a document: {:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        )
    })?;
    if !document.fits(request.len()) {
        return Err("the document is too large".to_owned().into());
    }
    write(&world::typeset(&document)?)
}
