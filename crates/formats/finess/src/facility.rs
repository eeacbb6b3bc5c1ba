//! One site of the register, born valid.

use std::borrow::Cow;

use jiff::civil::Date;
use vocabulary::{FinessError, FinessNumber, Region};

use crate::{LegalCategory, fields::clean};

/// A site (ET) of the register. Made by [`Facility::from_raw`] only: whoever holds one need not check it again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facility {
    /// Its own number (ET).
    pub finess: FinessNumber,
    /// The number of its legal entity (EJ); its own where the file names none.
    pub legal_entity: FinessNumber,
    /// The name, the long one when there are two. Never empty.
    pub name: String,
    /// Code of the FINESS nomenclature: three digits.
    pub category: String,
    /// The category in words, as the file says it; empty when it does not.
    pub category_label: String,
    /// What it is in the sense of the duty to declare.
    pub legal_category: LegalCategory,
    /// Whether radiotherapy is given there, as far as the file tells.
    pub radiotherapy: bool,
    /// Street, complement and box, one a line, without postcode and town; empty when unknown.
    pub address: String,
    /// Five digits; empty when unknown.
    pub postcode: String,
    /// Town, without `CEDEX`; empty when unknown.
    pub town: String,
    /// INSEE code of the department or collectivity: `35`, `2A`, `974`, `977`.
    pub department: String,
    /// The region or collectivity where it stands.
    pub region: Region,
    /// Ten digits.
    pub phone: Option<String>,
    /// Fourteen digits.
    pub siret: Option<String>,
    /// When it opened.
    pub opened: Option<Date>,
    /// When the register last changed it.
    pub updated: Option<Date>,
    /// Where it is.
    pub position: Option<Position>,
}

/// A place on the globe (WGS 84), in millionths of a degree so that it compares and is stored exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Northward.
    pub latitude_micro: i32,
    /// Eastward.
    pub longitude_micro: i32,
}

impl Position {
    /// From degrees. `None` outside the globe.
    pub fn from_degrees(latitude: f64, longitude: f64) -> Option<Self> {
        let micro = |degrees: f64, most: f64| {
            // At most 180 000 000: an i32 holds it.
            #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
            (degrees.abs() <= most).then(|| (degrees * 1e6).round() as i32)
        };
        Some(Self { latitude_micro: micro(latitude, 90.0)?, longitude_micro: micro(longitude, 180.0)? })
    }

    /// Degrees northward.
    pub fn latitude(self) -> f64 {
        f64::from(self.latitude_micro) / 1e6
    }

    /// Degrees eastward.
    pub fn longitude(self) -> f64 {
        f64::from(self.longitude_micro) / 1e6
    }
}

/// Why a line is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Longer than a line may be.
    LineTooLong,
    /// A section that the format does not have, or none.
    SectionUnknown,
    /// Fewer fields than its kind of line has.
    FieldsMissing,
    /// More fields than a line may have.
    TooManyFields,
    /// A quoted field without end.
    QuoteNotClosed,
    /// A field longer than 400 characters.
    FieldTooLong,
    /// The number of the site is not one.
    Finess(FinessError),
    /// The number of the legal entity is not one.
    LegalEntity(FinessError),
    /// No name.
    NameMissing,
    /// No category code.
    CategoryMissing,
    /// A category code that is not three digits.
    CategoryMalformed,
    /// Neither department nor postcode tells where it is.
    RegionUnknown,
    /// Coordinates that are not numbers.
    PositionUnreadable,
}

impl Reason {
    /// Stable name, for reports, translations and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LineTooLong => "line-too-long",
            Self::SectionUnknown => "section-unknown",
            Self::FieldsMissing => "fields-missing",
            Self::TooManyFields => "too-many-fields",
            Self::QuoteNotClosed => "quote-not-closed",
            Self::FieldTooLong => "field-too-long",
            Self::Finess(FinessError::Length(_)) => "finess-length",
            Self::Finess(FinessError::Character(_)) => "finess-character",
            Self::Finess(FinessError::CheckDigit(_)) => "finess-check-digit",
            Self::LegalEntity(FinessError::Length(_)) => "legal-entity-length",
            Self::LegalEntity(FinessError::Character(_)) => "legal-entity-character",
            Self::LegalEntity(FinessError::CheckDigit(_)) => "legal-entity-check-digit",
            Self::NameMissing => "name-missing",
            Self::CategoryMissing => "category-missing",
            Self::CategoryMalformed => "category-malformed",
            Self::RegionUnknown => "region-unknown",
            Self::PositionUnreadable => "position-unreadable",
        }
    }

    /// What its sentence needs: the check digit that was expected, the character or the length that was found. Empty
    /// for the others.
    pub fn detail(&self) -> String {
        match self {
            Self::Finess(error) | Self::LegalEntity(error) => match error {
                FinessError::Length(length) => length.to_string(),
                FinessError::Character(c) | FinessError::CheckDigit(c) => c.to_string(),
            },
            _ => String::new(),
        }
    }
}

/// The fields of a site as a file gives them, before any check; empty when absent.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "each is the field of the same name of `Facility`, as text")]
pub struct Raw<'a> {
    pub finess: Cow<'a, str>,
    pub legal_entity: Cow<'a, str>,
    pub name: Cow<'a, str>,
    pub category: Cow<'a, str>,
    pub category_label: Cow<'a, str>,
    pub radiotherapy: bool,
    /// One line of the address each.
    pub address: Vec<Cow<'a, str>>,
    pub postcode: Cow<'a, str>,
    pub town: Cow<'a, str>,
    /// INSEE code, or one of the register's own for overseas: `9A` Guadeloupe to `9J` Wallis-et-Futuna.
    pub department: Cow<'a, str>,
    pub phone: Cow<'a, str>,
    pub siret: Cow<'a, str>,
    pub opened: Cow<'a, str>,
    pub updated: Cow<'a, str>,
    pub position: Option<Position>,
}

impl Facility {
    /// Checks and cleans. What a declaration needs (number, name, category, region) is asked for; the rest is left out
    /// when it cannot be read.
    pub fn from_raw(raw: &Raw<'_>) -> Result<Self, Reason> {
        let finess = FinessNumber::parse(&raw.finess).map_err(Reason::Finess)?;
        let legal_entity = match raw.legal_entity.trim() {
            "" => finess,
            number => FinessNumber::parse(number).map_err(Reason::LegalEntity)?,
        };
        let name = unquoted(clean(&raw.name)?);
        if name.is_empty() {
            return Err(Reason::NameMissing);
        }
        let category = raw.category.trim();
        if category.is_empty() {
            return Err(Reason::CategoryMissing);
        }
        let code = digits(category, 3).and_then(|code| code.parse().ok()).ok_or(Reason::CategoryMalformed)?;
        let postcode = digits(raw.postcode.trim(), 5).unwrap_or_default();
        let (department, region) = place(raw.department.trim(), &postcode).ok_or(Reason::RegionUnknown)?;
        let radiotherapy = raw.radiotherapy || name.to_ascii_uppercase().contains("RADIOTH");
        let mut address = Vec::with_capacity(raw.address.len());
        for line in &raw.address {
            let line = clean(line)?;
            if !line.is_empty() {
                address.push(line);
            }
        }
        Ok(Self {
            finess,
            legal_entity,
            name,
            category: category.to_owned(),
            category_label: clean(&raw.category_label)?,
            legal_category: LegalCategory::of(code, radiotherapy),
            radiotherapy,
            address: address.join("\n"),
            postcode,
            town: town(&clean(&raw.town)?),
            department,
            region,
            phone: phone(&raw.phone),
            siret: digits(raw.siret.trim(), 14),
            opened: raw.opened.trim().parse().ok(),
            updated: raw.updated.trim().parse().ok(),
            position: raw.position,
        })
    }
}

/// A name that somebody upstream quoted once too often: `"EHPAD ""LES LUCIOLES"""`.
fn unquoted(mut name: String) -> String {
    while let Some(inner) = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
        && inner.contains("\"\"")
    {
        name = inner.replace("\"\"", "\"");
    }
    name
}

fn digits(text: &str, count: usize) -> Option<String> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
}

/// Department and region. The register files Saint-Barthélemy and Saint-Martin under Guadeloupe, and their postcodes
/// alone tell them from it.
fn place(department: &str, postcode: &str) -> Option<(String, Region)> {
    let insee = match department.to_ascii_uppercase().as_str() {
        "9A" | "971" if postcode == "97133" => "977",
        "9A" | "971" if postcode == "97150" => "978",
        "9A" => "971",
        "9B" => "972",
        "9C" => "973",
        "9D" => "974",
        "9E" => "975",
        "9F" => "976",
        "9J" => "986",
        _ => department,
    };
    if let Some(region) = Region::from_department(insee) {
        return Some((insee.to_ascii_uppercase(), region));
    }
    let region = Region::from_postcode(postcode)?;
    let insee = match postcode {
        "97133" => "977",
        "97150" => "978",
        code if code.starts_with("97") || code.starts_with("98") => code.get(..3)?,
        // Corsica's postcodes keep the number of the department that it was until 1976.
        code if code.starts_with("200") || code.starts_with("201") => "2A",
        code if code.starts_with("20") => "2B",
        code => code.get(..2)?,
    };
    Some((insee.to_owned(), region))
}

/// A town without the routing that follows it: `BOURG EN BRESSE CEDEX 09`.
fn town(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    match upper.find(" CEDEX").and_then(|place| text.get(..place)) {
        Some(town) => town.to_owned(),
        None => text.to_owned(),
    }
}

/// A French number in ten digits, from those or from the nine that spreadsheets leave of them.
fn phone(text: &str) -> Option<String> {
    let mut number: String = text.chars().filter(char::is_ascii_digit).collect();
    if number.len() == 9 && !number.starts_with('0') {
        number.insert(0, '0');
    }
    (number.len() == 10).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> Raw<'static> {
        Raw {
            finess: "350000022".into(),
            name: "Centre hospitalier".into(),
            category: "355".into(),
            department: "35".into(),
            ..Raw::default()
        }
    }

    #[test]
    fn what_is_missing_or_wrong_is_said() {
        type Spoil = fn(&mut Raw<'static>);
        let cases: [(Spoil, &str); 9] = [
            (|raw| raw.finess = "350000023".into(), "finess-check-digit"),
            (|raw| raw.finess = "".into(), "finess-length"),
            (|raw| raw.finess = "35000O022".into(), "finess-character"),
            (|raw| raw.legal_entity = "35".into(), "legal-entity-length"),
            (|raw| raw.name = " \u{200b} ".into(), "name-missing"),
            (|raw| raw.category = " ".into(), "category-missing"),
            (|raw| raw.category = "35A".into(), "category-malformed"),
            (|raw| raw.department = "99".into(), "region-unknown"),
            (|raw| raw.town = "x".repeat(500).into(), "field-too-long"),
        ];
        assert_eq!(Facility::from_raw(&raw()).unwrap().legal_entity.as_str(), "350000022");
        for (spoil, code) in cases {
            let mut raw = raw();
            spoil(&mut raw);
            assert_eq!(Facility::from_raw(&raw).unwrap_err().code(), code);
        }
    }

    #[test]
    fn the_region_is_that_of_the_site_overseas_and_in_corsica() {
        for (department, postcode, insee, region) in [
            ("9A", "97139", "971", "01"),
            ("9A", "97133", "977", "977"),
            ("971", "97150", "978", "978"),
            // A CEDEX of La Réunion looks like Saint-Barthélemy.
            ("9D", "97743", "974", "04"),
            ("9F", "97600", "976", "06"),
            ("9J", "98600", "986", "986"),
            ("", "98713", "987", "987"),
            ("2a", "20000", "2A", "94"),
            ("", "20200", "2B", "94"),
            ("", "20167", "2A", "94"),
            ("", "35064", "35", "53"),
        ] {
            let found = place(department, postcode).map(|(insee, region)| (insee, region.code()));
            assert_eq!(found, Some((insee.to_owned(), region)), "{department} {postcode}");
        }
        assert_eq!(place("", ""), None);
    }

    #[test]
    fn small_things_are_put_right() {
        assert_eq!(unquoted(r#""EHPAD ""LES LUCIOLES""""#.into()), r#"EHPAD "LES LUCIOLES""#);
        assert_eq!(unquoted(r#""LES LUCIOLES""#.into()), r#""LES LUCIOLES""#);
        assert_eq!(town("BOURG EN BRESSE CEDEX 09"), "BOURG EN BRESSE");
        assert_eq!(town("Évry"), "Évry");
        assert_eq!(phone("04 74.45.46.47").as_deref(), Some("0474454647"));
        assert_eq!(phone("474454647").as_deref(), Some("0474454647"));
        assert_eq!(phone("12"), None);
    }
}
