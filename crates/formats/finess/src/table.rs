//! A table whose first line names its columns: ours, or the official fields by their names.

use std::{borrow::Cow, io::Write};

use crate::{Broken, Facility, Position, Raw, Reason};

/// The columns that we write, in order. Reading asks for the first four to be there (`code_postal` may stand for
/// `departement_code`), in any order; the rest may be absent, and unknown columns are ignored.
pub const COLUMNS: [&str; 16] = [
    "finess_et",
    "raison_sociale",
    "categorie_code",
    "departement_code",
    "finess_ej",
    "categorie_libelle",
    "adresse",
    "code_postal",
    "commune",
    "telephone",
    "siret",
    "date_ouverture",
    "date_maj",
    "latitude",
    "longitude",
    "radiotherapie",
];

/// Names under which other tables hold the same thing, the better one first.
fn names(column: &str) -> &'static [&'static str] {
    match column {
        "finess_et" => &["finess_et", "nofinesset"],
        "raison_sociale" => &["raison_sociale", "rslongue", "rs"],
        "categorie_code" => &["categorie_code", "categetab"],
        "departement_code" => &["departement_code", "departement"],
        "finess_ej" => &["finess_ej", "nofinessej"],
        "categorie_libelle" => &["categorie_libelle", "libcategetab"],
        "adresse" => &["adresse", "voie"],
        "code_postal" => &["code_postal", "ligneacheminement"],
        "commune" => &["commune", "acheminement"],
        "telephone" => &["telephone"],
        "siret" => &["siret"],
        "date_ouverture" => &["date_ouverture", "dateouv"],
        "date_maj" => &["date_maj", "datemaj"],
        "latitude" => &["latitude"],
        "longitude" => &["longitude"],
        "radiotherapie" => &["radiotherapie", "radiotherapie_sae_2023"],
        _ => &[],
    }
}

/// Where each of [`COLUMNS`] is in one table.
pub(crate) struct Header {
    pub(crate) separator: char,
    /// For each of [`COLUMNS`], the places to look at, the better one first.
    places: Vec<Vec<usize>>,
}

impl Header {
    /// Reads the first line.
    pub(crate) fn read(first: &str, most: usize) -> Result<Self, Broken> {
        let separator = if first.contains(';') { ';' } else { ',' };
        let fields = crate::fields::split(first, separator, most).map_err(|_| Broken::NotARegister)?;
        let found: Vec<String> = fields.iter().map(|field| field.trim().to_ascii_lowercase()).collect();
        let places: Vec<Vec<usize>> = COLUMNS
            .iter()
            .map(|column| {
                names(column).iter().filter_map(|name| found.iter().position(|field| field == name)).collect()
            })
            .collect();
        let header = Self { separator, places };
        if !header.has("finess_et") {
            return Err(Broken::NotARegister);
        }
        for required in ["raison_sociale", "categorie_code"] {
            if !header.has(required) {
                return Err(Broken::ColumnMissing(required));
            }
        }
        if !header.has("departement_code") && !header.has("code_postal") {
            return Err(Broken::ColumnMissing("departement_code"));
        }
        Ok(header)
    }

    fn has(&self, column: &str) -> bool {
        COLUMNS.iter().zip(&self.places).any(|(name, places)| *name == column && !places.is_empty())
    }

    /// The site of a line.
    pub(crate) fn site<'a>(&self, fields: &'a [Cow<'a, str>]) -> Result<Raw<'a>, Reason> {
        let last = self.places.iter().filter_map(|places| places.first()).max().copied().unwrap_or_default();
        if fields.len() <= last {
            return Err(Reason::FieldsMissing);
        }
        let field = |column: &str| -> &'a str {
            let places = COLUMNS.iter().zip(&self.places).find(|(name, _)| **name == column);
            let mut texts = places.into_iter().flat_map(|(_, places)| places).filter_map(|p| fields.get(*p));
            texts.find(|text| !text.trim().is_empty()).map_or("", |text| text.trim())
        };
        let position = match (field("latitude").parse(), field("longitude").parse()) {
            (Ok(latitude), Ok(longitude)) => Position::from_degrees(latitude, longitude),
            _ => None,
        };
        Ok(Raw {
            finess: field("finess_et").into(),
            legal_entity: field("finess_ej").into(),
            name: field("raison_sociale").into(),
            category: field("categorie_code").into(),
            category_label: field("categorie_libelle").into(),
            radiotherapy: field("radiotherapie") == "1",
            address: field("adresse").split('|').map(Cow::from).collect(),
            postcode: field("code_postal").split(' ').next().unwrap_or_default().into(),
            town: field("commune").into(),
            department: field("departement_code").into(),
            phone: field("telephone").into(),
            siret: field("siret").into(),
            opened: field("date_ouverture").into(),
            updated: field("date_maj").into(),
            position,
        })
    }
}

/// Writes our CSV: UTF-8, comma, one site a line.
pub struct Writer<W: Write> {
    output: W,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    pub fn new(mut output: W) -> std::io::Result<Self> {
        writeln!(output, "{}", COLUMNS.join(","))?;
        Ok(Self { output })
    }

    /// Writes one site. Reading it again gives the same one.
    pub fn write(&mut self, facility: &Facility) -> std::io::Result<()> {
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let degrees = |micro: i32| format!("{:.6}", f64::from(micro) / 1e6);
        let fields: [String; COLUMNS.len()] = [
            facility.finess.to_string(),
            facility.name.clone(),
            facility.category.clone(),
            facility.department.clone(),
            facility.legal_entity.to_string(),
            facility.category_label.clone(),
            facility.address.replace('\n', " | "),
            facility.postcode.clone(),
            facility.town.clone(),
            facility.phone.clone().unwrap_or_default(),
            facility.siret.clone().unwrap_or_default(),
            date(facility.opened),
            date(facility.updated),
            facility.position.map(|p| degrees(p.latitude_micro)).unwrap_or_default(),
            facility.position.map(|p| degrees(p.longitude_micro)).unwrap_or_default(),
            if facility.radiotherapy { "1" } else { "0" }.to_owned(),
        ];
        writeln!(self.output, "{}", fields.map(quote).join(","))
    }
}

fn quote(field: String) -> String {
    if field.contains([',', '"']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}
