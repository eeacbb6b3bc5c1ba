//! The staircase: who may depend on whom, and what a `rules` module may name.
//!
//! Cargo already refuses cycles; what it cannot know is which crate stands on which floor.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::{Outcome, read, sources};

/// What `cargo metadata --no-deps` says, as far as it matters here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `None` for an ordinary dependency, else `dev` or `build`.
    kind: Option<String>,
    /// Present for a crate of this workspace.
    path: Option<String>,
}

/// The folder of a crate under the root, and its floor. A trailing `/` stands for every crate
/// in that folder, so that a new format or capability needs no line of its own.
const FLOORS: &[(&str, u8)] = &[
    ("crates/vocabulary", 0),
    ("crates/calendar", 0),
    ("crates/access", 1),
    ("crates/formats/", 1),
    ("crates/storage", 2),
    ("crates/trail", 3),
    ("crates/jobs", 3),
    ("crates/search", 3),
    ("crates/mail", 3),
    ("crates/oidc", 3),
    ("crates/outgoing", 3),
    ("crates/vault", 3),
    ("crates/documents", 3),
    ("crates/typesetter", 3),
    ("crates/capabilities/", 4),
    ("crates/web", 5),
    ("crates/vigie", 6),
    ("benches", 7),
    ("xtask", 7),
];

/// Libraries that only one crate may name, so that they can be changed in one place.
const RESERVED: &[(&str, &str)] = &[
    ("sqlx", "crates/storage"),
    ("axum", "crates/web"),
    ("askama", "crates/web"),
    ("lettre", "crates/mail"),
    ("openidconnect", "crates/oidc"),
    ("typst", "crates/typesetter"),
    ("image", "crates/typesetter"),
    ("clap", "crates/vigie"),
    ("pulldown-cmark", "crates/formats/markdown"),
];

/// What plain functions of the law have no business naming, with what to do instead.
const FORBIDDEN_IN_RULES: &[(&str, &str)] = &[
    ("async ", "rules decide; operations wait"),
    (".await", "rules decide; operations wait"),
    ("storage::", "operations load what rules need"),
    ("crate::store", "operations load what rules need"),
    ("crate::operations", "arrows go down"),
    ("trail::", "operations write the trail"),
    ("jobs::", "operations enqueue"),
    ("std::time", "time is a parameter: take an Instant"),
    ("SystemTime", "time is a parameter: take an Instant"),
    ("getrandom", "randomness is a parameter: take an Ids"),
];

/// Reads the workspace under `root` and lists every arrow that goes up.
pub fn check(root: &Path) -> Outcome {
    let metadata = metadata(root)?;
    let mut complaints = Vec::new();
    for package in &metadata.packages {
        let folder = folder(root, &package.manifest_path);
        complaints.extend(arrows(root, &folder, package));
        complaints.extend(reserved(&folder, package));
        complaints.extend(lints(package)?);
        if folder.starts_with("crates/capabilities/") {
            complaints.extend(capability(root, &folder)?);
        }
    }
    if complaints.is_empty() {
        println!("layers: {} crates, every arrow goes down", metadata.packages.len());
        return Ok(());
    }
    Err(complaints.join("\n"))
}

fn metadata(root: &Path) -> Result<Metadata, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))
}

/// `crates/web` from the path of its manifest.
fn folder(root: &Path, manifest: &str) -> String {
    let manifest = Path::new(manifest);
    let folder = manifest.parent().unwrap_or(manifest);
    folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().into_owned()
}

fn floor(folder: &str) -> Option<u8> {
    FLOORS
        .iter()
        .filter(|(prefix, _)| folder == *prefix || (prefix.ends_with('/') && folder.starts_with(prefix)))
        .map(|(_, floor)| *floor)
        .next()
}

/// Arrows between crates of the house. Within a floor Cargo's own ban on cycles is enough,
/// except where a neighbour is already too much.
fn arrows(root: &Path, folder: &str, package: &Package) -> Vec<String> {
    let Some(own) = floor(folder) else {
        return vec![format!(
            "{folder}: stands on no floor; add it to xtask/src/layers.rs and to docs/architecture.md"
        )];
    };
    let mut complaints = Vec::new();
    for dependency in &package.dependencies {
        let Some(path) = &dependency.path else { continue };
        let target = Path::new(path).strip_prefix(root).unwrap_or(Path::new(path)).to_string_lossy();
        let below = floor(&target).is_some_and(|floor| floor <= own);
        if !below {
            complaints.push(format!("{folder} (floor {own}) may not use {target}: arrows go down"));
        }
        // Tests stand outside the staircase: they may fill a database to ask a page about it.
        if dependency.kind.as_deref() == Some("dev") {
            continue;
        }
        if folder == "crates/web" && dependency.name == "storage" {
            complaints.push("crates/web may not see storage: ask an operation of the capability".to_owned());
        }
        if folder.starts_with("crates/formats/") && dependency.name != "vocabulary" {
            complaints.push(format!("{folder} may use vocabulary alone, not {target}: bytes in, bytes out"));
        }
    }
    complaints
}

fn reserved(folder: &str, package: &Package) -> Vec<String> {
    let named = |library: &str| {
        package.dependencies.iter().any(|dependency| dependency.name == library && dependency.kind.is_none())
    };
    RESERVED
        .iter()
        // The bench measures the bare engine beside ours: it has to name it.
        .filter(|(library, owner)| folder != *owner && folder != "benches" && named(library))
        .map(|(library, owner)| format!("{folder} may not name {library}: {owner} alone does"))
        .collect()
}

/// A crate that forgets this line is checked by nobody.
fn lints(package: &Package) -> Result<Option<String>, String> {
    let manifest = read(Path::new(&package.manifest_path))?;
    let inherits = manifest.contains("[lints]\nworkspace = true");
    Ok((!inherits).then(|| format!("{}: add `[lints] workspace = true`", package.name)))
}

/// `rules` plain, `store` private.
fn capability(root: &Path, folder: &str) -> Result<Vec<String>, String> {
    let mut complaints = Vec::new();
    let source = root.join(folder).join("src");
    for path in sources(&source)? {
        let shown = path.strip_prefix(root).unwrap_or(&path).display().to_string();
        let inside = path.strip_prefix(&source).unwrap_or(&path);
        let text = read(&path)?;
        if inside.starts_with("rules") || inside == Path::new("rules.rs") {
            complaints.extend(forbidden(&text).map(|(line, why)| format!("{shown}:{line}: {why}")));
        }
        if inside == Path::new("lib.rs") && text.lines().any(|line| line.starts_with("pub mod store")) {
            complaints.push(format!("{shown}: `store` is private: a table belongs to one capability"));
        }
    }
    Ok(complaints)
}

/// Line numbers with the reason why what they name is not for rules; comments may say anything.
fn forbidden(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    text.lines().enumerate().flat_map(|(index, line)| {
        let code = line.split("//").next().unwrap_or(line);
        FORBIDDEN_IN_RULES
            .iter()
            .filter(move |(word, _)| code.contains(word))
            .map(move |(_, why)| (index + 1, *why))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(dependencies: &[(&str, Option<&str>, Option<&str>)]) -> Package {
        let dependencies = dependencies
            .iter()
            .map(|(name, kind, path)| Dependency {
                name: (*name).to_owned(),
                kind: kind.map(str::to_owned),
                path: path.map(|path| format!("/house/{path}")),
            })
            .collect();
        Package { name: "tried".to_owned(), manifest_path: String::new(), dependencies }
    }

    /// How many complaints a crate in `folder` gets for one dependency.
    fn complaints(folder: &str, name: &str, kind: Option<&str>, path: Option<&str>) -> usize {
        let tried = package(&[(name, kind, path)]);
        arrows(Path::new("/house"), folder, &tried).len() + reserved(folder, &tried).len()
    }

    #[test]
    fn arrows_go_down_only() {
        let local = |folder, name, path| complaints(folder, name, None, Some(path));
        assert_eq!(local("crates/web", "declarations", "crates/capabilities/declarations"), 0);
        assert_eq!(local("crates/mail", "jobs", "crates/jobs"), 0, "a neighbour");
        assert_eq!(local("crates/calendar", "storage", "crates/storage"), 1, "upward");
        assert_eq!(local("crates/capabilities/incidents", "web", "crates/web"), 1, "upward");
        assert_eq!(local("crates/web", "storage", "crates/storage"), 1, "pages never see storage");
        assert_eq!(
            complaints("crates/web", "storage", Some("dev"), Some("crates/storage")),
            0,
            "their tests may"
        );
        assert_eq!(local("crates/formats/finess", "access", "crates/access"), 1, "formats know words only");
        assert_eq!(local("crates/formats/finess", "vocabulary", "crates/vocabulary"), 0);
        assert_eq!(local("crates/surprise", "vocabulary", "crates/vocabulary"), 1, "on no floor");
    }

    #[test]
    fn a_reserved_library_has_one_owner() {
        assert_eq!(complaints("crates/storage", "sqlx", None, None), 0);
        assert_eq!(complaints("crates/jobs", "sqlx", None, None), 1);
        assert_eq!(complaints("crates/capabilities/directory", "axum", None, None), 1);
    }

    #[test]
    fn rules_name_neither_clock_nor_database() {
        let text = "use vocabulary::Instant; // not std::time\nlet now = std::time::Instant::now();\nasync fn f() {}\n";
        let lines: Vec<usize> = forbidden(text).map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 3]);
    }
}
