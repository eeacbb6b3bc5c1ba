//! What the world publishes on vulnerabilities, read into facts: CVE records (JSON 5.x), CISA's catalogue of those known to be
//! exploited, FIRST's probabilities (EPSS), CVSS vectors, and the names of products (CPE). Bytes in, facts or a reason out, within limits;
//! what strangers wrote stays plain text, not made safe for any page.

mod epss;
mod ids;
mod known;
mod products;
mod reading;
mod record;
mod scoring;

pub use epss::{Epss, Scores, Share, look_up};
pub use ids::{CveId, CweId, NotAnIdentifier};
pub use known::{Catalogue, Known};
pub use products::{NotAProduct, ProductName};
pub use reading::{Broken, MOST};
pub use record::{Affected, Record, Reference, Said, Scored, Source, State, Status, VersionRange};
pub use scoring::{METRICS, Metric, NotAVector, Rating, Score, Vector, Version, explain};
