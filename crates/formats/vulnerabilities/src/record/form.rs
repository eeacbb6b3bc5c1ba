//! The shape of the JSON, and how it becomes facts. Names as in the programme's schema; what nobody asks for is not named, hence passed over.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Deserializer, de::Error as _};
use vocabulary::Instant;

use super::{Affected, Record, Reference, Said, Scored, Source, State, Status, VersionRange};
use crate::{
    Broken, CveId, CweId, NotAnIdentifier, Score, Vector,
    reading::{self, List},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    data_type: String,
    data_version: String,
    cve_metadata: Metadata,
    containers: Containers,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    cve_id: CveId,
    state: State,
    #[serde(default)]
    assigner_short_name: String,
    #[serde(default, deserialize_with = "reading::maybe_moment")]
    date_published: Option<Instant>,
    #[serde(default, deserialize_with = "reading::maybe_moment")]
    date_updated: Option<Instant>,
}

#[derive(Deserialize)]
struct Containers {
    cna: Container,
    #[serde(default)]
    adp: List<Container>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Container {
    #[serde(default)]
    provider_metadata: Provider,
    title: Option<String>,
    #[serde(default)]
    descriptions: List<Text>,
    #[serde(default)]
    rejected_reasons: List<Text>,
    #[serde(default)]
    affected: List<Product>,
    #[serde(default)]
    problem_types: List<Problem>,
    #[serde(default)]
    metrics: List<Judgement>,
    #[serde(default)]
    references: List<Link>,
    #[serde(default)]
    workarounds: List<Text>,
    #[serde(default)]
    solutions: List<Text>,
    #[serde(default)]
    exploits: List<Text>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Provider {
    #[serde(default)]
    short_name: String,
}

#[derive(Deserialize)]
struct Text {
    lang: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    vendor: Option<String>,
    #[serde(rename = "product")]
    name: Option<String>,
    package_name: Option<String>,
    #[serde(default)]
    versions: List<Range>,
    #[serde(default)]
    default_status: Status,
    #[serde(default)]
    cpes: List<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Range {
    version: String,
    status: Status,
    less_than: Option<String>,
    less_than_or_equal: Option<String>,
    #[serde(default)]
    changes: List<Change>,
}

#[derive(Deserialize)]
struct Change {
    at: String,
    status: Status,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(default)]
    descriptions: List<Weakness>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Weakness {
    cwe_id: Option<String>,
    #[serde(default)]
    description: String,
}

#[derive(Deserialize)]
struct Judgement {
    #[serde(rename = "cvssV3_0")]
    v30: Option<Cvss>,
    #[serde(rename = "cvssV3_1")]
    v31: Option<Cvss>,
    #[serde(rename = "cvssV4_0")]
    v40: Option<Cvss>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    vector_string: String,
    #[serde(deserialize_with = "score")]
    base_score: Score,
}

#[derive(Deserialize)]
struct Link {
    url: String,
    #[serde(default)]
    tags: List<String>,
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        match String::deserialize(source)?.as_str() {
            "PUBLISHED" => Ok(Self::Published),
            "REJECTED" => Ok(Self::Rejected),
            _ => Err(D::Error::custom("neither PUBLISHED nor REJECTED")),
        }
    }
}

fn score<'de, D: Deserializer<'de>>(source: D) -> Result<Score, D::Error> {
    Score::from_value(f64::deserialize(source)?).ok_or_else(|| D::Error::custom("not between 0 and 10"))
}

impl Document {
    pub fn record(self) -> Result<Record, Broken> {
        if self.data_type != "CVE_RECORD" {
            return Err(Broken::at("dataType", "not CVE_RECORD"));
        }
        if !self.data_version.starts_with("5.") {
            return Err(Broken::at("dataVersion", "not version 5"));
        }
        let meta = self.cve_metadata;
        let mut record = Record {
            cve: meta.cve_id,
            state: meta.state,
            assigner: meta.assigner_short_name,
            title: None,
            descriptions: Vec::new(),
            affected: Vec::new(),
            cwes: Vec::new(),
            cvss: Vec::new(),
            references: Vec::new(),
            published: meta.date_published,
            updated: meta.date_updated,
            workarounds: Vec::new(),
            solutions: Vec::new(),
            exploits: Vec::new(),
            left_out: Vec::new(),
        };
        // Only who gave the number gives the title: others put their own name there.
        record.title = self.containers.cna.title.as_deref().and_then(meaning);
        record.take(self.containers.cna, Source::Cna, "containers.cna");
        for (index, container) in self.containers.adp.0.into_iter().enumerate() {
            record.take(container, Source::Adp, &format!("containers.adp[{index}]"));
        }
        record.references = once(std::mem::take(&mut record.references));
        let mut seen = BTreeSet::new();
        record.cwes.retain(|cwe| seen.insert(*cwe));
        Ok(record)
    }
}

impl Record {
    /// Adds what one of the sources says, who stands at that place.
    fn take(&mut self, container: Container, source: Source, place: &str) {
        self.descriptions
            .extend(container.descriptions.0.into_iter().chain(container.rejected_reasons.0).map(Text::said));
        self.workarounds.extend(container.workarounds.0.into_iter().map(Text::said));
        self.solutions.extend(container.solutions.0.into_iter().map(Text::said));
        self.exploits.extend(container.exploits.0.into_iter().map(Text::said));
        self.affected.extend(container.affected.0.into_iter().filter_map(|product| product.fact(source)));
        for (index, problem) in container.problem_types.0.into_iter().enumerate() {
            for (at, weakness) in problem.descriptions.0.into_iter().enumerate() {
                match weakness.fact() {
                    Ok(cwe) => self.cwes.extend(cwe),
                    Err(_) => {
                        self.left_out.push(format!("{place}.problemTypes[{index}].descriptions[{at}].cweId"));
                    }
                }
            }
        }
        for (index, judgement) in container.metrics.0.into_iter().enumerate() {
            for (name, cvss) in judgement.parts() {
                match Vector::parse(&cvss.vector_string) {
                    Ok(vector) => {
                        let by = container.provider_metadata.short_name.trim().to_owned();
                        self.cvss.push(Scored { vector, stated: cvss.base_score, source, by });
                    }
                    Err(_) => self.left_out.push(format!("{place}.metrics[{index}].{name}.vectorString")),
                }
            }
        }
        for (index, link) in container.references.0.into_iter().enumerate() {
            match link.fact() {
                Some(reference) => self.references.push(reference),
                None => self.left_out.push(format!("{place}.references[{index}].url")),
            }
        }
    }
}

/// A text that says something: records must fill their fields, and write this when they have nothing to say.
fn meaning(text: &str) -> Option<String> {
    let text = text.trim();
    let nothing =
        ["", "-", "*", "n/a", "unknown", "unspecified"].iter().any(|word| text.eq_ignore_ascii_case(word));
    (!nothing).then(|| text.to_owned())
}

/// Each address once, with all that is said of it.
fn once(references: Vec<Reference>) -> Vec<Reference> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<Reference> = Vec::new();
    for reference in references {
        if let Some(known) = places.get(&reference.url).and_then(|place| kept.get_mut(*place)) {
            known.tags.extend(reference.tags);
        } else {
            places.insert(reference.url.clone(), kept.len());
            kept.push(reference);
        }
    }
    for reference in &mut kept {
        let mut seen = BTreeSet::new();
        reference.tags.retain(|tag| seen.insert(tag.clone()));
    }
    kept
}

impl Text {
    fn said(self) -> Said {
        let tag = self.lang.trim().to_ascii_lowercase().replace('_', "-");
        // The names of three letters that some records have.
        let language = match tag.as_str() {
            "eng" => "en".to_owned(),
            "fra" | "fre" => "fr".to_owned(),
            _ => tag,
        };
        Said { language, text: self.value.trim().to_owned() }
    }
}

impl Product {
    /// None when it names nothing.
    fn fact(self, source: Source) -> Option<Affected> {
        let read = |text: Option<String>| text.as_deref().and_then(meaning);
        let vendor = read(self.vendor);
        let product = read(self.name).or_else(|| read(self.package_name));
        if vendor.is_none() && product.is_none() && self.cpes.0.is_empty() {
            return None;
        }
        let default_status = self.default_status;
        let versions = self.versions.0.into_iter().map(|range| range.fact(default_status)).collect();
        let cpes = self.cpes.0.into_iter().map(|cpe| cpe.trim().to_owned()).collect();
        Some(Affected { vendor, product, versions, default_status, cpes, source })
    }
}

impl Range {
    fn fact(self, default_status: Status) -> VersionRange {
        let text = |text: String| text.trim().to_owned();
        let less_than = self.less_than.map(text);
        let changed = self
            .changes
            .0
            .into_iter()
            .find(|change| change.status == Status::Unaffected)
            .map(|change| text(change.at));
        let ended = || {
            let only = self.status == Status::Affected && default_status == Status::Unaffected;
            // `*`, and `5.*`, are no version that one can install.
            less_than.clone().filter(|end| only && !end.contains('*'))
        };
        VersionRange {
            from: text(self.version),
            fixed: changed.or_else(ended),
            less_than,
            less_than_or_equal: self.less_than_or_equal.map(text),
            status: self.status,
        }
    }
}

impl Weakness {
    /// None when no number is given; wrong when what is given as one is none.
    fn fact(self) -> Result<Option<CweId>, NotAnIdentifier> {
        match self.cwe_id {
            Some(id) => CweId::parse(&id).map(Some),
            None => Ok(CweId::named(&self.description)),
        }
    }
}

impl Judgement {
    fn parts(self) -> impl Iterator<Item = (&'static str, Cvss)> {
        let parts = [("cvssV4_0", self.v40), ("cvssV3_1", self.v31), ("cvssV3_0", self.v30)];
        parts.into_iter().filter_map(|(name, cvss)| cvss.map(|cvss| (name, cvss)))
    }
}

impl Link {
    fn fact(self) -> Option<Reference> {
        let url = self.url.trim();
        let (scheme, rest) = url.split_once("://")?;
        let known = ["https", "http", "ftp"].iter().any(|one| scheme.eq_ignore_ascii_case(one));
        let plain = !rest.is_empty() && !rest.contains(|one: char| one.is_whitespace() || one.is_control());
        let tags = self.tags.0.into_iter().filter(|tag| !tag.starts_with("x_")).collect();
        (known && plain).then(|| Reference { url: url.to_owned(), tags })
    }
}
