//! Regions: the INSEE code of the region, or of the overseas collectivity, where a site stands.

use std::fmt;

/// A region or overseas collectivity by its INSEE code (COG): `53` Bretagne, `94` Corse, `06` Mayotte, `977` Saint-Barthélemy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(&'static Row);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Row {
    code: &'static str,
    name: &'static str,
    /// The region whose agency is competent, where it is another one.
    agency: &'static str,
    zone: &'static str,
    departments: &'static str,
}

/// Code officiel géographique (INSEE, Licence Ouverte); agencies by their decree; zones by the IANA database.
const REGIONS: &[Row] = &[
    row("11", "Île-de-France", "11", "Europe/Paris", "75 77 78 91 92 93 94 95"),
    row("24", "Centre-Val de Loire", "24", "Europe/Paris", "18 28 36 37 41 45"),
    row("27", "Bourgogne-Franche-Comté", "27", "Europe/Paris", "21 25 39 58 70 71 89 90"),
    row("28", "Normandie", "28", "Europe/Paris", "14 27 50 61 76"),
    row("32", "Hauts-de-France", "32", "Europe/Paris", "02 59 60 62 80"),
    row("44", "Grand Est", "44", "Europe/Paris", "08 10 51 52 54 55 57 67 68 88"),
    row("52", "Pays de la Loire", "52", "Europe/Paris", "44 49 53 72 85"),
    row("53", "Bretagne", "53", "Europe/Paris", "22 29 35 56"),
    row("75", "Nouvelle-Aquitaine", "75", "Europe/Paris", "16 17 19 23 24 33 40 47 64 79 86 87"),
    row("76", "Occitanie", "76", "Europe/Paris", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    row("84", "Auvergne-Rhône-Alpes", "84", "Europe/Paris", "01 03 07 15 26 38 42 43 63 69 73 74"),
    row("93", "Provence-Alpes-Côte d’Azur", "93", "Europe/Paris", "04 05 06 13 83 84"),
    row("94", "Corse", "94", "Europe/Paris", "2A 2B 20"),
    row("01", "Guadeloupe", "01", "America/Guadeloupe", "971"),
    row("02", "Martinique", "02", "America/Martinique", "972"),
    row("03", "Guyane", "03", "America/Cayenne", "973"),
    row("04", "La Réunion", "04", "Indian/Reunion", "974"),
    row("06", "Mayotte", "06", "Indian/Mayotte", "976"),
    row("975", "Saint-Pierre-et-Miquelon", "975", "America/Miquelon", "975"),
    row("977", "Saint-Barthélemy", "01", "America/St_Barthelemy", "977"),
    row("978", "Saint-Martin", "01", "America/Marigot", "978"),
    row("986", "Wallis-et-Futuna", "986", "Pacific/Wallis", "986"),
    row("987", "Polynésie française", "987", "Pacific/Tahiti", "987"),
    row("988", "Nouvelle-Calédonie", "988", "Pacific/Noumea", "988"),
];

const fn row(
    code: &'static str,
    name: &'static str,
    agency: &'static str,
    zone: &'static str,
    departments: &'static str,
) -> Row {
    Row { code, name, agency, zone, departments }
}

impl Region {
    /// Every region, then every collectivity.
    pub fn all() -> impl Iterator<Item = Self> {
        REGIONS.iter().map(Self)
    }

    /// By INSEE code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|region| region.0.code == code)
    }

    /// The region of a department by its code: `35`, `2A`, `974`.
    pub fn from_department(department: &str) -> Option<Self> {
        let department = department.to_ascii_uppercase();
        Self::all().find(|region| region.0.departments.split(' ').any(|code| code == department))
    }

    /// The region of a postcode: its first two digits, three overseas. Saint-Barthélemy and Saint-Martin have two
    /// postcodes of Guadeloupe's range.
    pub fn from_postcode(postcode: &str) -> Option<Self> {
        let department = match postcode {
            "97133" => "977",
            "97150" => "978",
            code if code.starts_with("97") || code.starts_with("98") => code.get(..3)?,
            code => code.get(..2)?,
        };
        (postcode.len() == 5).then(|| Self::from_department(department)).flatten()
    }

    /// INSEE code.
    pub fn code(self) -> &'static str {
        self.0.code
    }

    /// Its name, a proper noun that is the same in every language.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The region whose health agency is competent here: itself, but for Saint-Barthélemy and Saint-Martin (Guadeloupe).
    #[must_use]
    pub fn agency(self) -> Self {
        Self::from_code(self.0.agency).unwrap_or(self)
    }

    /// Its IANA time zone.
    pub fn zone(self) -> &'static str {
        self.0.zone
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl serde::Serialize for Region {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code)
    }
}

impl<'de> serde::Deserialize<'de> for Region {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom("unknown region"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_in_the_region_of_its_department_or_postcode() {
        for (postcode, code) in [
            ("35000", "53"),
            ("20090", "94"),
            ("97110", "01"),
            ("97133", "977"),
            ("97150", "978"),
            ("97600", "06"),
            ("98800", "988"),
            ("06000", "93"),
        ] {
            assert_eq!(Region::from_postcode(postcode).map(Region::code), Some(code), "{postcode}");
        }
        assert_eq!(Region::from_postcode("9"), None);
        assert_eq!(Region::from_postcode("00000"), None);
        assert_eq!(Region::from_department("2a").map(Region::code), Some("94"));
    }

    #[test]
    fn every_department_has_one_region_and_every_agency_exists() {
        let mut seen = std::collections::BTreeSet::new();
        for region in Region::all() {
            assert_eq!(region.agency().agency(), region.agency());
            for department in region.0.departments.split(' ') {
                assert!(seen.insert(department), "{department} twice");
            }
        }
        assert_eq!(seen.len(), 101 + 1 + 6, "101 departments, 20 for Corsica's postcodes, 6 collectivities");
    }
}
