//! The register that measures are taken on: the real one when it lies beside the tree, else one as large that is made of
//! the demonstration's.

use std::{
    collections::BTreeMap,
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
};

use finess::{Facility, Positions, Reader, Trouble, Writer};
use vocabulary::FinessNumber;

use crate::Outcome;

/// Where the real register lies, seen from the tree.
const REAL: &str = "../shared/data/finess/finess_et.csv.zst";
/// How large ours is made.
const SIZE: usize = 100_000;

/// A whole register and a small one, as plain CSV in our columns.
pub struct Register {
    /// What it is, for the reader.
    pub what: String,
    /// All of it.
    pub whole: PathBuf,
    /// Every hundredth or so of it: a thousand.
    pub small: PathBuf,
    /// Some of its facilities, spread over all of it and in both files.
    pub sample: Vec<Facility>,
}

impl Register {
    /// Writes both files into a folder.
    pub fn write(folder: &Path) -> Outcome<Self> {
        let real = Path::new(REAL);
        let (facilities, what) = if real.exists() {
            let facilities = read(File::open(real)?)?;
            let what = format!("the real one, {} facilities", facilities.len());
            (facilities, what)
        } else {
            let facilities = generate()?;
            let what = format!(
                "{} made-up facilities, for {REAL} is not here: nothing was measured on the real one",
                facilities.len()
            );
            (facilities, what)
        };
        let (whole, small) = (folder.join("whole.csv"), folder.join("small.csv"));
        put(&whole, &facilities)?;
        let few: Vec<Facility> =
            facilities.iter().step_by(facilities.len().div_ceil(1000)).cloned().collect();
        put(&small, &few)?;
        let sample = few.iter().step_by(10).cloned().collect();
        Ok(Self { what, whole, small, sample })
    }
}

fn read(input: impl std::io::Read) -> Outcome<Vec<Facility>> {
    let positions = Positions::default();
    let mut facilities = Vec::new();
    for row in Reader::new(input, &positions)? {
        match row {
            Ok(facility) => facilities.push(facility),
            Err(Trouble::Refused(_)) => {}
            Err(Trouble::Broken(broken)) => return Err(broken.into()),
        }
    }
    Ok(facilities)
}

fn put(path: &Path, facilities: &[Facility]) -> Outcome {
    let mut writer = Writer::new(BufWriter::new(File::create(path)?))?;
    Ok(facilities.iter().try_for_each(|facility| writer.write(facility))?)
}

/// The demonstration's facilities again and again, each time under other numbers: towns and kinds are fewer than the
/// real ones, so that more facilities share each word.
fn generate() -> Outcome<Vec<Facility>> {
    let ours = read(directory::DEMONSTRATION)?;
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    let mut facilities = Vec::with_capacity(SIZE);
    for (turn, one) in (0..).flat_map(|turn| ours.iter().map(move |one| (turn, one))).take(SIZE) {
        let prefix: String = one.finess.as_str().chars().take(4).collect();
        let sequence = next.entry(prefix.clone()).or_default();
        *sequence += 1;
        let finess = FinessNumber::complete(&format!("{prefix}{sequence:04}"))?;
        let mut copy = one.clone();
        copy.finess = finess;
        copy.name.push_str(&format!(" {turn}"));
        facilities.push(copy);
    }
    Ok(facilities)
}
