//! `vigie import warning-lists`

use std::{
    collections::BTreeSet,
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use indicators::{Imported, WarningList};
use vocabulary::{Failure, Problem};

use crate::{commands::OPERATOR, wiring::House};

/// Bytes of one list.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Folders within folders.
const DEEPEST: usize = 8;
/// Files that could not be read that are shown.
const SHOWN: usize = 20;

/// Brings in every list that the files and folders hold, each whole or not at all, and says what came of it.
pub async fn import(house: &House, paths: &[PathBuf]) -> Result<(), Problem> {
    let mut files = BTreeSet::new();
    for path in paths {
        collect(path, DEEPEST, &mut files)
            .map_err(|error| Failure::new("look for lists", format!("{}: {error}", path.display())))?;
    }
    let mut counts = [
        (Imported::Added, "new"),
        (Imported::Replaced, "replaced"),
        (Imported::Unchanged, "unchanged"),
        (Imported::OfNoUse, "of no use"),
    ]
    .map(|(kind, words)| (kind, words, 0_usize));
    let (mut entries, mut not_understood, mut refused) = (0, 0, Vec::new());
    for file in files {
        let list = match read(&file) {
            Ok(list) => list,
            Err(why) => {
                refused.push(format!("  {}: {why}", file.display()));
                continue;
            }
        };
        let imported = house.services.indicators.import(&OPERATOR, &list).await?;
        if imported != Imported::OfNoUse {
            entries += list.entries.len();
            not_understood += list.refused;
        }
        for (kind, _, count) in &mut counts {
            *count += usize::from(*kind == imported);
        }
    }
    let words: Vec<String> = counts.iter().map(|(_, words, count)| format!("{count} {words}")).collect();
    out!(
        "{}, {} refused; {entries} entries, {not_understood} not understood",
        words.join(", "),
        refused.len()
    );
    for line in refused.iter().take(SHOWN) {
        out!("{line}");
    }
    if refused.len() > SHOWN {
        out!("  and {} more", refused.len() - SHOWN);
    }
    Ok(())
}

/// The files of a folder that end in `.json`, and of those within; a file that is named is taken whatever its name.
fn collect(path: &Path, deepest: usize, files: &mut BTreeSet<PathBuf>) -> std::io::Result<()> {
    if !fs::metadata(path)?.is_dir() {
        files.insert(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() && deepest > 0 {
            collect(&path, deepest - 1, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|end| end == "json") {
            files.insert(path);
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<WarningList, String> {
    let mut bytes = Vec::new();
    let opened = fs::File::open(file).map_err(|error| error.to_string())?;
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST {
        return Err("larger than 64 MiB".to_owned());
    }
    WarningList::read(&bytes).map_err(|why| why.to_string())
}
