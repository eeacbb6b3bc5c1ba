//! What everybody reads of what is published, written and compressed once for each edition: what is published, on a day. A new
//! edition is known by one small query, which is all that a poll with its validators costs. Whoever is signed in gets pages
//! of their own, which nobody keeps.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::{PoisonError, RwLock},
};

use access::{Caller, permit};
use askama::Template;
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use calendar::Calendar;
use flate2::{Compression, write::GzEncoder};
use jiff::{civil::Date, tz::TimeZone};
use vocabulary::{Failure, Instant};

use crate::{answer::Answer, assets, rounds::Rounds, visit::Visit};

/// Bytes that are kept of one edition.
const MOST: usize = 48 * 1024 * 1024;

/// The shelf of the last edition.
#[derive(Default)]
pub(crate) struct Editions {
    shelf: RwLock<Shelf>,
    /// Which edition it is, asked once for all who ask within a moment.
    asked: Rounds<(i64, Option<Instant>), Failure>,
}

#[derive(Default)]
struct Shelf {
    edition: Option<Edition>,
    bytes: usize,
    sheets: HashMap<String, Sheet>,
}

/// What is published, on a day: what is left of a term is said in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edition {
    stamp: i64,
    changed: Option<Instant>,
    day: Date,
}

/// An answer that can be kept.
#[derive(Clone)]
pub(crate) struct Sheet {
    status: StatusCode,
    kind: &'static str,
    language: &'static str,
    disposition: Option<String>,
    plain: Bytes,
    gzip: Option<Bytes>,
}

impl Sheet {
    /// A page.
    pub(crate) fn page(visit: &Visit, status: StatusCode, template: &impl Template) -> Result<Self, Answer> {
        let html =
            template.render().map_err(|error| visit.problem(Failure::new("write a page", error).into()))?;
        Ok(Self { status, ..Self::new(visit, "text/html; charset=utf-8", html) })
    }

    /// Something else.
    pub(crate) fn new(visit: &Visit, kind: &'static str, body: impl Into<Bytes>) -> Self {
        let language = visit.language().tag();
        Self { status: StatusCode::OK, kind, language, disposition: None, plain: body.into(), gzip: None }
    }

    /// The same, under a name by which it is kept.
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.disposition = Some(crate::answer::disposition("inline", name));
        self
    }

    /// The same, of that status.
    pub(crate) const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    fn compressed(mut self) -> Self {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(7));
        // Writing to memory does not fail; what could not be compressed is sent as it is.
        self.gzip = encoder
            .write_all(&self.plain)
            .and_then(|()| encoder.finish())
            .ok()
            .filter(|gzip| gzip.len() < self.plain.len())
            .map(Bytes::from);
        self
    }

    fn len(&self) -> usize {
        self.plain.len() + self.gzip.as_ref().map_or(0, Bytes::len)
    }

    fn answer(&self, visit: &Visit) -> Answer {
        let gzip = self.gzip.clone().filter(|_| assets::takes_gzip(&visit.headers));
        let packed = gzip.is_some();
        let mut response = Response::new(Body::from(gzip.unwrap_or_else(|| self.plain.clone())));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.language));
        let mut answer = Answer(response).with(header::VARY, "accept-encoding");
        if packed {
            answer = answer.with(header::CONTENT_ENCODING, "gzip");
        }
        match &self.disposition {
            Some(disposition) => answer.with(header::CONTENT_DISPOSITION, disposition),
            None => answer,
        }
    }
}

/// By what a browser knows that it has an answer already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Validators {
    /// Nothing: it keeps none.
    None,
    /// What is published, and the day: the answer says how many days are left.
    Daily,
    /// What is published.
    Lasting,
}

/// Whoever reads what is published, and what is on the shelf for them.
pub(crate) struct Reader {
    /// Who it is.
    pub(crate) caller: Caller,
    edition: Option<Edition>,
    validators: Validators,
}

impl Reader {
    /// Whoever asks. What is already written for everybody is answered at once.
    pub(crate) async fn at(visit: &Visit) -> Result<Self, Answer> {
        let caller = visit.staff().await?;
        // Somebody who has not proven enough yet, or may read nothing more, reads what everybody reads.
        match access::scope::<permit::PublicationRead>(&caller) {
            Ok(_) if caller.person().is_some() => {
                Ok(Self { caller, edition: None, validators: Validators::None })
            }
            _ => Self::open(visit, Validators::Daily).await,
        }
    }

    /// Everybody, whoever asks, for what says the same on every day.
    pub(crate) async fn everybody(visit: &Visit) -> Result<Self, Answer> {
        Self::open(visit, Validators::Lasting).await
    }

    /// Everybody, for a page whose browsers keep nothing.
    pub(crate) async fn unvalidated(visit: &Visit) -> Result<Self, Answer> {
        Self::open(visit, Validators::None).await
    }

    async fn open(visit: &Visit, validators: Validators) -> Result<Self, Answer> {
        let shelf = &visit.site.editions;
        let kept = key(visit);
        let publications = &visit.site.services.publications;
        let edition = match shelf.asked.ask(|| publications.written(), || publications.edition()).await {
            Ok((stamp, changed)) => {
                let day = Calendar::of_the_cell().date(visit.now());
                Edition { stamp, changed, day }
            }
            // A page that was true a moment ago is worth more than none (abuse H07).
            Err(failure) => {
                let old = kept.and_then(|key| shelf.sheet(None, &key));
                return Err(old.map_or_else(|| visit.problem(failure.into()), |sheet| sheet.answer(visit)));
            }
        };
        let reader = Self { caller: Caller::Nobody, edition: Some(edition), validators };
        if edition.is_known(visit, validators) {
            return Err(reader.dressed(visit, Answer(status_only(StatusCode::NOT_MODIFIED))));
        }
        match kept.and_then(|key| shelf.sheet(Some(edition), &key)) {
            Some(sheet) => Err(reader.dressed(visit, sheet.answer(visit))),
            None => Ok(reader),
        }
    }

    /// When something that readers see changed last.
    pub(crate) fn changed(&self) -> Option<Instant> {
        self.edition.and_then(|edition| edition.changed)
    }

    /// The answer, put on the shelf when it is for everybody.
    pub(crate) fn answer(&self, visit: &Visit, sheet: Sheet) -> Answer {
        let (Some(edition), Some(key)) = (self.edition, key(visit)) else {
            return self.dressed(visit, sheet.answer(visit));
        };
        let sheet = sheet.compressed();
        let answer = self.dressed(visit, sheet.answer(visit));
        visit.site.editions.put(edition, key, sheet);
        answer
    }

    /// The answer with what lets it be asked for again for nothing.
    fn dressed(&self, visit: &Visit, answer: Answer) -> Answer {
        let Some((edition, tag)) = self.edition.and_then(|e| Some((e, e.tag(visit, self.validators)?)))
        else {
            return answer;
        };
        let answer = answer
            .with(header::ETAG, &tag)
            .with(header::CACHE_CONTROL, "no-cache")
            .with(header::VARY, "accept-encoding, cookie");
        // A moment counts in seconds: within the one in which something changed, it may change again and say the same (abuse G04).
        let settled = edition.changed.filter(|at| at.millis() / 1000 < visit.now().millis() / 1000);
        match settled {
            Some(at) => answer.with(header::LAST_MODIFIED, &http_date(at)),
            None => answer,
        }
    }
}

impl Edition {
    /// Weak: what is compressed is the same thing. Another version of the program, other words and another look are another.
    fn tag(&self, visit: &Visit, validators: Validators) -> Option<String> {
        let (stamp, version) = (self.stamp, &visit.site.version);
        match validators {
            Validators::None => None,
            Validators::Daily => Some(format!("W/\"{stamp}-{}-{version}\"", self.day)),
            Validators::Lasting => Some(format!("W/\"{stamp}-{version}\"")),
        }
    }

    /// Whether whoever asks has it already (RFC 9110, 13.2.2).
    fn is_known(&self, visit: &Visit, validators: Validators) -> bool {
        let Some(mine) = self.tag(visit, validators) else { return false };
        let text = |name| visit.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        if let Some(tags) = text(header::IF_NONE_MATCH) {
            let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
            return tags.split(',').any(|tag| weak(tag) == weak(&mine));
        }
        // A moment tells nothing of the day on which the answer was written.
        let since = text(header::IF_MODIFIED_SINCE).filter(|_| validators == Validators::Lasting);
        let since = since.and_then(parsed_date).zip(self.changed);
        since.is_some_and(|(since, changed)| changed.millis() / 1000 <= since.millis() / 1000)
    }
}

impl Editions {
    /// What is kept under a name, of that edition or of any.
    fn sheet(&self, edition: Option<Edition>, key: &str) -> Option<Sheet> {
        let kept = self.shelf.read().unwrap_or_else(PoisonError::into_inner);
        if edition.is_some() && kept.edition != edition {
            return None;
        }
        kept.sheets.get(key).cloned()
    }

    fn put(&self, edition: Edition, key: String, sheet: Sheet) {
        let mut kept = self.shelf.write().unwrap_or_else(PoisonError::into_inner);
        // One that was slow does not bring an old edition back.
        if kept.edition.is_some_and(|newer| newer.stamp > edition.stamp) {
            return;
        }
        if kept.edition != Some(edition) || kept.bytes + sheet.len() > MOST {
            *kept = Shelf { edition: Some(edition), ..Shelf::default() };
        }
        kept.bytes += sheet.len();
        if let Some(before) = kept.sheets.insert(key, sheet) {
            kept.bytes = kept.bytes.saturating_sub(before.len());
        }
    }
}

/// The name under which an answer is kept; `None` for what is asked too variously to be.
fn key(visit: &Visit) -> Option<String> {
    let level = visit.query.strip_prefix("severity=");
    let few = visit.query.is_empty() || level.is_some_and(|level| ["1", "2", "3", "4", "5"].contains(&level));
    few.then(|| format!("{}?{}", visit.path, visit.query))
}

fn status_only(status: StatusCode) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// `Sat, 28 Nov 2026 18:55:54 GMT` (RFC 9110, 5.6.7).
fn http_date(at: Instant) -> String {
    at.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn parsed_date(text: &str) -> Option<Instant> {
    let local = jiff::civil::DateTime::strptime("%a, %d %b %Y %H:%M:%S GMT", text).ok()?;
    Some(Instant::from_timestamp(TimeZone::UTC.to_timestamp(local).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_http_are_written_and_read() {
        let at = Instant::from_millis(1_764_356_154_000);
        assert_eq!(http_date(at), "Fri, 28 Nov 2025 18:55:54 GMT");
        assert_eq!(parsed_date("Fri, 28 Nov 2025 18:55:54 GMT"), Some(at));
        assert_eq!(parsed_date("yesterday"), None);
    }
}
