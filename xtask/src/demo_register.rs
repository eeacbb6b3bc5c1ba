//! The demonstration register: fictitious facilities in real towns, the same at every run.
//!
//! Their numbers are valid and cannot be anybody's: of the 142 588 numbers of sites and legal entities in the real register,
//! none has a 9 as third and fourth character (the metropolis has a 0 as third; overseas numbers begin with 970 or 980),
//! and ours all have `99` there, after the two characters of their department. Sites are numbered from `0000`, legal entities
//! from `8000`. Telephones are in the ranges that Arcep keeps for fiction. `--check FILE…` proves the first claim anew.

use std::collections::{BTreeMap, BTreeSet};

use finess::{Facility, Positions, Raw, Reader, Trouble, Writer};
use vocabulary::{FinessNumber, Region};

use crate::Outcome;

const TOWNS: &str = include_str!("../data/towns.csv");
const KINDS: &str = include_str!("../data/kinds.csv");
/// Where the product keeps it.
const COMMITTED: &str = "crates/capabilities/directory/data/demonstration-register.csv";

const NAMES: [&str; 40] = [
    "des Trois-Rivières",
    "du Val-Clair",
    "des Grands-Chênes",
    "de la Combe-Verte",
    "du Pont-Levant",
    "des Hautes-Bruyères",
    "de l’Étang-Neuf",
    "de la Roche-Blanche",
    "des Mille-Sources",
    "du Vieux-Moulin",
    "de la Plaine-Haute",
    "des Tilleuls-Bleus",
    "du Clos-Fleuri",
    "de l’Orée-des-Bois",
    "de la Tour-Ronde",
    "des Quatre-Saisons",
    "du Bel-Horizon",
    "de la Source-Vive",
    "des Ormes-Penchés",
    "du Champ-Doré",
    "de l’Île-aux-Saules",
    "de la Pierre-Fendue",
    "des Sept-Fontaines",
    "du Bois-Joli",
    "de la Grande-Lande",
    "des Vignes-Hautes",
    "du Lac-Tranquille",
    "de l’Aubépine",
    "de la Colline-Rouge",
    "des Deux-Ponts",
    "du Grand-Large",
    "de la Clairière",
    "des Marais-Salants",
    "du Phare-Éteint",
    "de l’Alouette",
    "de la Croisée",
    "des Coquelicots",
    "du Chemin-Creux",
    "de la Nacre",
    "des Embruns",
];
const LABORATORIES: [&str; 24] = [
    "Bélier",
    "Boussole",
    "Cassiopée",
    "Céphée",
    "Colombe",
    "Compas",
    "Dauphin",
    "Dorade",
    "Éridan",
    "Fourneau",
    "Girafe",
    "Grue",
    "Horloge",
    "Hydre",
    "Licorne",
    "Lyre",
    "Octant",
    "Orion",
    "Pégase",
    "Phénix",
    "Poissons",
    "Sextant",
    "Toucan",
    "Verseau",
];
const PLACES: [&str; 6] = ["Gare", "Hôtel de Ville", "Marché", "Port", "Rempart", "Université"];
const STREETS: [&str; 8] = [
    "rue des Tilleuls",
    "avenue de la Gare",
    "rue du Moulin",
    "chemin des Écoliers",
    "place du Marché",
    "boulevard du Levant",
    "rue de la Fontaine",
    "allée des Platanes",
];

/// Writes the register to the terminal, or with `--check FILE…` compares its numbers with real registers.
pub fn run(arguments: &[String]) -> Outcome {
    match arguments {
        [] => write(std::io::stdout().lock()).map_err(|error| error.to_string()),
        [flag] if flag == "--check" => {
            println!("Not checked against the real register: no file of it was given.");
            Ok(())
        }
        [flag, files @ ..] if flag == "--check" => files.iter().try_for_each(|file| check(file)),
        _ => Err(format!("usage: cargo run -p xtask -- demo-register [--check FILE…] > {COMMITTED}")),
    }
}

fn write(output: impl std::io::Write) -> std::io::Result<()> {
    let mut writer = Writer::new(output)?;
    generate().iter().try_for_each(|facility| writer.write(facility))
}

fn check(file: &str) -> Outcome {
    let ours: BTreeSet<_> = generate().iter().flat_map(|f| [f.finess, f.legal_entity]).collect();
    let open = || std::fs::File::open(file).map_err(|error| format!("{file}: {error}"));
    let none = Positions::default();
    let mut count = 0_u32;
    for row in Reader::new(open()?, &none).map_err(|error| format!("{file}: {error}"))? {
        match row {
            Ok(real) => {
                count += 1;
                if let Some(taken) = [real.finess, real.legal_entity].iter().find(|n| ours.contains(n)) {
                    return Err(format!("{file}: {taken} is a real number"));
                }
            }
            Err(Trouble::Refused(_)) => {}
            Err(Trouble::Broken(broken)) => return Err(format!("{file}: {broken}")),
        }
    }
    println!(
        "{file}: none of the {} numbers of ours is among its {count} sites and their entities.",
        ours.len()
    );
    Ok(())
}

/// One line of `kinds.csv`: a kind of facility, and one town in how many has it (0: capitals only).
struct Kind {
    /// Who runs it: one legal entity for all of a region or department when the name begins so, else for a town.
    owner: &'static str,
    category: &'static str,
    every: usize,
    radiotherapy: bool,
    label: &'static str,
    name: &'static str,
}

/// One line of `towns.csv`.
struct Town {
    department: &'static str,
    name: &'static str,
    postcode: &'static str,
    region: Region,
    /// Whether it is the capital of its region.
    capital: bool,
}

fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(|line| line.splitn(N, ',').collect::<Vec<_>>().try_into().ok())
}

fn kinds() -> Vec<Kind> {
    let kind = |[owner, category, every, radiotherapy, label, name]: [&'static str; 6]| {
        let every = every.parse().ok()?;
        Some(Kind { owner, category, every, radiotherapy: radiotherapy == "1", label, name })
    };
    rows(KINDS).filter_map(kind).collect()
}

fn towns() -> Vec<Town> {
    let town = |[department, name, postcode, _, capital]: [&'static str; 5]| {
        let region = Region::from_department(department)?;
        Some(Town { department, name, postcode, region, capital: capital == "1" })
    };
    rows(TOWNS).filter_map(town).collect()
}

/// What has been handed out so far.
#[derive(Default)]
struct Counters {
    /// Numbers by department prefix and kind (site or entity), telephones by range.
    next: BTreeMap<String, u32>,
    /// Legal entities by who owns what where.
    entities: BTreeMap<String, String>,
}

impl Counters {
    fn take(&mut self, name: &str) -> u32 {
        let next = self.next.entry(name.to_owned()).or_default();
        *next += 1;
        *next - 1
    }

    /// A valid number in the range that the real register leaves free.
    fn number(&mut self, department: &str, first: u32) -> String {
        // Mayotte and the Pacific are numbered from 98, the other overseas departments from 97.
        let prefix = match department {
            "976" | "986" | "987" | "988" => "98",
            other => other.get(..2).unwrap_or_default(),
        };
        let sequence = first + self.take(&format!("{prefix} {first}"));
        FinessNumber::complete(&format!("{prefix}99{sequence:04}")).map(|n| n.to_string()).unwrap_or_default()
    }

    /// A telephone that Arcep keeps for fiction, of the right part of the country.
    fn phone(&mut self, region: Region) -> String {
        let range = match region.code() {
            "11" => "019900",
            "24" | "28" | "52" | "53" => "026191",
            "27" | "32" | "44" => "035301",
            "84" | "93" | "94" => "046571",
            "75" | "76" => "053649",
            _ => "063998",
        };
        format!("{range}{:04}", self.take(range))
    }

    fn entity(&mut self, owner: &str, town: &Town) -> String {
        let place = match owner.split_once('-') {
            Some(("region", _)) => town.region.code(),
            Some(("department", _)) => town.department,
            _ => town.name,
        };
        let key = format!("{owner} {} {place}", town.region.code());
        if let Some(number) = self.entities.get(&key) {
            return number.clone();
        }
        let number = self.number(town.department, 8000);
        self.entities.insert(key, number.clone());
        number
    }
}

/// All of it, in the order of the towns.
fn generate() -> Vec<Facility> {
    let (kinds, mut counters) = (kinds(), Counters::default());
    let mut facilities = Vec::new();
    for (t, town) in towns().iter().enumerate() {
        for (k, kind) in kinds.iter().enumerate() {
            let has = town.capital || (kind.every > 0 && (t + k).is_multiple_of(kind.every));
            if has && let Ok(facility) = Facility::from_raw(&raw(kind, town, (t, k), &mut counters)) {
                facilities.push(facility);
            }
        }
    }
    facilities
}

fn raw(kind: &Kind, town: &Town, (t, k): (usize, usize), counters: &mut Counters) -> Raw<'static> {
    let pick = |list: &[&'static str], step: usize| {
        list.get((t * step + k * 3) % list.len()).copied().unwrap_or_default()
    };
    let place = Region::all().position(|region| region == town.region).unwrap_or_default();
    let laboratory = LABORATORIES.get(place % LABORATORIES.len()).copied().unwrap_or_default();
    let name = kind.name.replace("{name}", pick(&NAMES, 7));
    let name = name
        .replace("{laboratory}", &format!("Laboratoire {laboratory}"))
        .replace("{place}", pick(&PLACES, 5));
    let regional = town.capital && kind.category == "355";
    let (category, label, name) = if regional {
        (
            "101",
            "Centre Hospitalier Régional (C.H.R.)",
            name.replace("Centre hospitalier", "Centre hospitalier régional"),
        )
    } else {
        (kind.category, kind.label, name)
    };
    Raw {
        finess: counters.number(town.department, 0).into(),
        legal_entity: counters.entity(kind.owner, town).into(),
        name: name.into(),
        category: category.into(),
        category_label: label.into(),
        radiotherapy: kind.radiotherapy,
        address: vec![format!("{} {}", 1 + (t * 13 + k * 7) % 98, pick(&STREETS, 3)).into()],
        postcode: town.postcode.into(),
        town: town.name.into(),
        department: town.department.into(),
        phone: counters.phone(town.region).into(),
        opened: format!("{}-{:02}-01", 1960 + (t * 31 + k * 17) % 60, 1 + (t + k) % 12).into(),
        updated: "2026-01-15".into(),
        ..Raw::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_committed_is_what_is_generated() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let committed = std::fs::read_to_string(root.join(COMMITTED)).unwrap();
        let mut generated = Vec::new();
        write(&mut generated).unwrap();
        assert!(committed.as_bytes() == generated, "cargo run -p xtask -- demo-register > {COMMITTED}");
    }

    #[test]
    fn every_town_and_kind_is_read() {
        assert_eq!(towns().len(), TOWNS.lines().count() - 1);
        assert_eq!(kinds().len(), KINDS.lines().count() - 1);
        assert!(generate().len() > 1900);
    }
}
