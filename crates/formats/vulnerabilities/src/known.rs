//! CISA's catalogue of vulnerabilities that are known to be exploited.

use serde::Deserialize;
use vocabulary::Instant;

use crate::{
    Broken, CveId, CweId,
    reading::{self, List},
};

/// The real one weighs 1.4 MB.
const LARGEST: usize = 32 << 20;

/// A catalogue as it was on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Its own version: `2026.01.29`.
    pub version: String,
    /// When it was made.
    pub released: Instant,
    /// In its order.
    pub known: Vec<Known>,
}

/// A vulnerability that somebody exploits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Which.
    pub cve: CveId,
    /// Whose product.
    pub vendor: String,
    /// Which product.
    pub product: String,
    /// What it is called.
    pub name: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// When it entered the catalogue.
    pub added: jiff::civil::Date,
    /// By when the agencies of that country must have acted.
    pub due: jiff::civil::Date,
    /// What they must do.
    pub action: String,
    /// Ransomware is known to use it.
    pub ransomware: bool,
    /// What kind of weakness it is.
    pub cwes: Vec<CweId>,
}

impl Catalogue {
    /// Reads the JSON that CISA publishes.
    pub fn read(bytes: &[u8]) -> Result<Self, Broken> {
        let file: File = reading::document(bytes, LARGEST)?;
        let known: Vec<Known> = file.vulnerabilities.0.into_iter().map(Entry::fact).collect();
        if known.len() as u64 == file.count {
            Ok(Self { version: file.version, released: file.released, known })
        } else {
            // A list that was cut would take vulnerabilities off in silence.
            Err(Broken::at(
                "count",
                format_args!("{} are announced and {} are listed", file.count, known.len()),
            ))
        }
    }
}

#[derive(Deserialize)]
struct File {
    #[serde(rename = "catalogVersion")]
    version: String,
    #[serde(rename = "dateReleased", deserialize_with = "reading::moment")]
    released: Instant,
    count: u64,
    vulnerabilities: List<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(rename = "cveID")]
    cve: CveId,
    vendor_project: String,
    product: String,
    vulnerability_name: String,
    short_description: String,
    #[serde(deserialize_with = "reading::day")]
    date_added: jiff::civil::Date,
    #[serde(deserialize_with = "reading::day")]
    due_date: jiff::civil::Date,
    required_action: String,
    #[serde(default)]
    known_ransomware_campaign_use: String,
    #[serde(default)]
    cwes: List<String>,
}

impl Entry {
    fn fact(self) -> Known {
        let text = |text: String| text.trim().to_owned();
        Known {
            cve: self.cve,
            vendor: text(self.vendor_project),
            product: text(self.product),
            name: text(self.vulnerability_name),
            description: text(self.short_description),
            added: self.date_added,
            due: self.due_date,
            action: text(self.required_action),
            ransomware: self.known_ransomware_campaign_use.trim().eq_ignore_ascii_case("known"),
            cwes: self.cwes.0.iter().filter_map(|cwe| CweId::parse(cwe).ok()).collect(),
        }
    }
}
