//! The lines of the official extracts, `etalab-cs1100502` (sites) and `etalab-cs1100507` (sites, then positions).

use std::borrow::Cow;

use crate::{Raw, Reason};

/// Fields of a `structureet` line by their place, counted from the section's name (0). In order: nofinesset, nofinessej, rs,
/// rslongue, complrs, compldistrib, numvoie, typvoie, voie, compvoie, lieuditbp, commune, departement, libdepartement,
/// ligneacheminement, telephone, telecopie, categetab, libcategetab, categagretab, libcategagretab, siret, codeape, codemft,
/// libmft, codesph, libsph, dateouv, dateautor, datemaj, numuai.
mod place {
    pub(super) const FINESS: usize = 1;
    pub(super) const LEGAL_ENTITY: usize = 2;
    pub(super) const SHORT_NAME: usize = 3;
    pub(super) const LONG_NAME: usize = 4;
    pub(super) const NAME_COMPLEMENT: usize = 5;
    pub(super) const DELIVERY_COMPLEMENT: usize = 6;
    pub(super) const STREET: [usize; 4] = [7, 8, 9, 10];
    pub(super) const BOX: usize = 11;
    pub(super) const DEPARTMENT: usize = 13;
    pub(super) const ROUTING: usize = 15;
    pub(super) const PHONE: usize = 16;
    pub(super) const CATEGORY: usize = 18;
    pub(super) const CATEGORY_LABEL: usize = 19;
    pub(super) const SIRET: usize = 22;
    pub(super) const OPENED: usize = 28;
    pub(super) const UPDATED: usize = 30;
}

/// A `structureet` line has 32 fields; older extracts end after `datemaj`, the 31st.
const FIELDS: usize = 31;

/// Whether a first line is that of an official extract.
pub(crate) fn recognises(first: &str) -> bool {
    ["finess;etalab;", "structureet;", "geolocalisation;"].iter().any(|start| first.starts_with(start))
}

/// What a line is.
pub(crate) enum Section<'a> {
    /// `structureet`.
    Site(Box<Raw<'a>>),
    /// `geolocalisation`: number and projected metres.
    Position { finess: &'a str, x: f64, y: f64 },
    /// The first line, or an empty one.
    Nothing,
}

/// Tells the section of a line and reads it.
pub(crate) fn section<'a>(fields: &'a [Cow<'a, str>]) -> Result<Section<'a>, Reason> {
    match fields.first().map(|section| section.trim()) {
        Some("structureet") if fields.len() < FIELDS => Err(Reason::FieldsMissing),
        Some("structureet") => Ok(Section::Site(Box::new(site(fields)))),
        Some("geolocalisation") => position(fields),
        Some("finess" | "") => Ok(Section::Nothing),
        _ => Err(Reason::SectionUnknown),
    }
}

fn site<'a>(fields: &'a [Cow<'a, str>]) -> Raw<'a> {
    let field = |place: usize| fields.get(place).map_or("", |field| field.trim());
    let long = field(place::LONG_NAME);
    let street = place::STREET.map(field).join(" ");
    // The complement often says the name again.
    let complement = Some(field(place::NAME_COMPLEMENT))
        .filter(|text| *text != long && *text != field(place::SHORT_NAME))
        .unwrap_or_default();
    let routing = field(place::ROUTING);
    let (postcode, town) = routing.split_once(' ').unwrap_or((routing, ""));
    Raw {
        finess: field(place::FINESS).into(),
        legal_entity: field(place::LEGAL_ENTITY).into(),
        name: if long.is_empty() { field(place::SHORT_NAME) } else { long }.into(),
        category: field(place::CATEGORY).into(),
        category_label: field(place::CATEGORY_LABEL).into(),
        radiotherapy: false,
        address: vec![
            complement.into(),
            field(place::DELIVERY_COMPLEMENT).into(),
            street.into(),
            field(place::BOX).into(),
        ],
        postcode: postcode.into(),
        town: town.into(),
        department: field(place::DEPARTMENT).into(),
        phone: field(place::PHONE).into(),
        siret: field(place::SIRET).into(),
        opened: field(place::OPENED).into(),
        updated: field(place::UPDATED).into(),
        position: None,
    }
}

/// `geolocalisation;nofinesset;coordxet;coordyet;sourcecoordet;datemaj`. Sites without coordinates have empty ones.
fn position<'a>(fields: &'a [Cow<'a, str>]) -> Result<Section<'a>, Reason> {
    let [_, finess, x, y, ..] = fields else { return Err(Reason::FieldsMissing) };
    if x.trim().is_empty() && y.trim().is_empty() {
        return Ok(Section::Nothing);
    }
    match (x.trim().parse::<f64>(), y.trim().parse::<f64>()) {
        (Ok(x), Ok(y)) if x.is_finite() && y.is_finite() => {
            Ok(Section::Position { finess: finess.trim(), x, y })
        }
        _ => Err(Reason::PositionUnreadable),
    }
}
