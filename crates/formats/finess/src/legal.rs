//! Which kind of structure the law sees behind a FINESS category.

/// The kind of structure in the sense of the duty to declare (code de la santé publique, art. L. 1111-8-2 and
/// D. 1111-16-2), derived from the category code of the FINESS nomenclature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LegalCategory {
    /// Établissement de santé (CSP, art. L. 6111-1 and following).
    HealthFacility,
    /// Hôpital des armées (CSP, art. L. 6147-7).
    MilitaryHospital,
    /// Laboratoire de biologie médicale (CSP, art. L. 6212-1).
    Laboratory,
    /// Centre de radiothérapie.
    Radiotherapy,
    /// Établissement or service médico-social (CASF, art. L. 312-1), held to declare since décret 2022-715.
    MedicoSocial,
    /// Anything else in the register: pharmacies, health centres, schools, social services…
    Other,
}

impl LegalCategory {
    /// All, in the order of the declaration's list.
    pub const ALL: [Self; 6] = [
        Self::HealthFacility,
        Self::MilitaryHospital,
        Self::Laboratory,
        Self::Radiotherapy,
        Self::MedicoSocial,
        Self::Other,
    ];

    /// Stable name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::HealthFacility => "health-facility",
            Self::MilitaryHospital => "military-hospital",
            Self::Laboratory => "laboratory",
            Self::Radiotherapy => "radiotherapy",
            Self::MedicoSocial => "medico-social",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.code() == code)
    }

    /// The kind behind a category code of three digits. The nomenclature has no category for radiotherapy centres:
    /// they are registered among the "other" holders of an authorisation, and told by their activity or their name.
    pub fn of(category: u16, radiotherapy: bool) -> Self {
        match category {
            129 | 695 | 696 | 698 | 699 if radiotherapy => Self::Radiotherapy,
            114 | 115 => Self::MilitaryHospital,
            610..=612 => Self::Laboratory,
            code if HEALTH.contains(&code) => Self::HealthFacility,
            code if MEDICO_SOCIAL.contains(&code) => Self::MedicoSocial,
            _ => Self::Other,
        }
    }
}

/// Aggregates 1100 (hospitals, psychiatry with its out-patient places), 1201 and 1203 (care at home, dialysis), 1205 (what else
/// the hospital law governs, save spas and groups that only share means), 2204 (prisons).
const HEALTH: [u16; 27] = [
    101, 106, 109, 122, 127, 128, 129, 131, 141, 146, 156, 161, 292, 355, 362, 365, 366, 412, 415, 422, 425,
    430, 433, 444, 697, 698, 699,
];

/// Aggregates 4100 (children with disabilities), 4300 (adults), 4400 (the old), 4604 (addictions, precarity), 4605 (care at
/// home), 4606 (resource centres), 4609 (brain injuries); not the sheltered companies (247) nor the places of life (462),
/// which article L. 312-1 leaves out.
const MEDICO_SOCIAL: [u16; 52] = [
    165, 178, 180, 182, 183, 186, 188, 189, 190, 192, 194, 195, 196, 197, 198, 202, 207, 208, 209, 213, 221,
    238, 246, 249, 252, 253, 255, 354, 368, 370, 377, 379, 381, 382, 390, 395, 396, 402, 437, 445, 446, 448,
    449, 450, 460, 461, 463, 464, 500, 501, 502, 608,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_reached_and_named() {
        for (category, radiotherapy, kind) in [
            (355, true, LegalCategory::HealthFacility),
            (698, false, LegalCategory::HealthFacility),
            (698, true, LegalCategory::Radiotherapy),
            (114, false, LegalCategory::MilitaryHospital),
            (611, false, LegalCategory::Laboratory),
            (500, false, LegalCategory::MedicoSocial),
            (462, false, LegalCategory::Other),
            (620, false, LegalCategory::Other),
            (126, false, LegalCategory::Other),
        ] {
            assert_eq!(LegalCategory::of(category, radiotherapy), kind, "{category}");
            assert_eq!(LegalCategory::from_code(kind.code()), Some(kind));
        }
    }
}
