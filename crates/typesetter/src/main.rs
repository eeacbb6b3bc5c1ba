//! `vigie-typeset`: a document as JSON on standard input, a PDF/UA-1 on standard output.
//!
//! A program of its own because typst costs minutes to build, and so that whatever goes wrong with a document goes wrong here:
//! it reads no file, opens no connection, and bounds its own memory and time. What is wrong is said on standard error, never
//! with what people wrote, for that ends in a log.

mod inert;
mod world;

use std::{
    io::{Read as _, Write as _},
    process::ExitCode,
};

use documents::{Document, MAX_REQUEST};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Bytes of memory, seconds of work.
const MEMORY: u64 = 1024 * 1024 * 1024;
const SECONDS: u64 = 60;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    // No file or connection can be opened beside the three it was given, and no memory image is left behind: there would be
    // declarations in it.
    for (resource, limit) in
        [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Nofile, 3), (Resource::Core, 0)]
    {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })
            .map_err(|error| format!("could not set limits: {error}"))?;
    }
    let mut request = Vec::new();
    std::io::stdin()
        .take(MAX_REQUEST as u64 + 1)
        .read_to_end(&mut request)
        .map_err(|error| format!("could not read the document: {error}"))?;
    if request.len() > MAX_REQUEST {
        return Err("the document is too large".to_owned());
    }
    let document: Document = serde_json::from_slice(&request).map_err(|error| {
        // The message of an error of data may quote them: where it stands is enough.
        format!(
            "not a document: {:?} error at line {}, column {}",
            error.classify(),
            error.line(),
            error.column()
        )
    })?;
    let pdf = world::typeset(&document)?;
    std::io::stdout().write_all(&pdf).map_err(|error| format!("could not write the PDF: {error}"))
}
