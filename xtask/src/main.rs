//! The house's own checks and generators: `cargo run -p xtask -- COMMAND`.
//!
//! `layers` fails when an arrow of the staircase goes up; `sizes` lists what has grown long;
//! `demo-register` writes the demonstration register; `rights` prints `docs/security/rights.md`.

use std::path::Path;
use std::process::ExitCode;

mod demo_register;
mod layers;
mod sizes;

/// What a command says when it fails: sentences for the person at the terminal.
type Outcome = Result<(), String>;

const USAGE: &str = "usage: cargo run -p xtask -- layers | sizes | demo-register | rights";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lives in the workspace")?;
    match arguments {
        [command] if command == "layers" => layers::check(root),
        [command] if command == "sizes" => sizes::report(root),
        [command] if command == "rights" => {
            print!("{}", access::printed_rights());
            Ok(())
        }
        [command, rest @ ..] if command == "demo-register" => demo_register::run(rest),
        _ => Err(USAGE.to_owned()),
    }
}

/// Every Rust source under `folder`, in a stable order.
fn sources(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = std::fs::read_dir(&next).map_err(|error| format!("{}: {error}", next.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| format!("{}: {error}", next.display()))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The text of one source.
fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
