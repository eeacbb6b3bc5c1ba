//! What people send: forms, read within limits, and never lost when something about them is wrong.

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, OnceLock},
};

use crate::{addresses::PAGES, answer::Answer, connections::too_slow, site::Site, visit::Visit};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, MatchedPath, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, response::Parts},
    response::Response,
};
use declarations::rules::Kind;
use serde_json::json;
use vocabulary::{Refusal, Refused, hex};

/// Fields by name, as they were typed.
pub(crate) type Typed = BTreeMap<String, Vec<String>>;

/// What was typed, once it is read, in the hands of the request and of what surrounds it: whatever happens to the handler,
/// it can be shown again.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<OnceLock<Typed>>);

static NOTHING: Typed = Typed::new();

impl Deref for Sent {
    type Target = Typed;
    fn deref(&self) -> &Typed {
        self.0.get().unwrap_or(&NOTHING)
    }
}

/// Bytes and fields of one form.
const MOST_BYTES: usize = 256 * 1024;
const MOST_FIELDS: usize = 300;
/// The same of the forms in which whole texts are written, in two languages, with rows of products and sources.
const LONG: &[&str] = &["editing-new", "editing-text", "editing-preview"];
const LONG_BYTES: usize = 2 * 1024 * 1024;
const LONG_FIELDS: usize = 2000;
/// The fields of each form, by the name of its page: it may hold no others (abuse A08). Not here are those whose fields are
/// the schema's; of them, what it does not know is left out, so that a page of before an upgrade still files.
const FIELDS: &[(&str, &[&str])] = &[
    ("resume", &["code"]),
    ("follow", &["reference", "code"]),
    ("follow-act", &["message", "name", "email", "id", "version"]),
    ("sign-in", &["email", "password", "vers"]),
    ("passkey-sign-in", &["ticket", "credential", "vers"]),
    ("passkey-second-factor", &["ticket", "credential", "vers"]),
    ("passkey-prove", &["ticket", "credential", "vers"]),
    ("passkey-add", &["name", "ticket", "credential", "vers"]),
    ("second-factor", &["code", "vers"]),
    ("forgotten", &["email"]),
    ("invitation", &["code", "password"]),
    ("prove", &["code", "vers"]),
    ("authenticator", &["code", "name", "vers"]),
    ("security-act", &["before", "password", "scopes", "days", "provider", "id", "vers"]),
    ("my-data-act", &[]),
    ("erasure-act", &["sure", "reason"]),
    ("invite", &["email", "name", "language", "roles", "regions", "facilities"]),
    ("account-act", &["roles", "regions", "facilities", "sure", "vu"]),
    ("sign-out", &[]),
    ("hold", &["reason"]),
    ("lift", &["reason"]),
    ("indicators-preview", &["text", "tlp"]),
    ("indicators-add", &["text", "tlp", "chosen"]),
    ("indicator-act", &["reason", "tlp"]),
    ("indicators-share", &["chosen", "own", "tlp", "group", "title", "words"]),
    ("indicators-share-ask", &[]),
    (
        "incident-act",
        &[
            "audience", "text", "template", "fill", "task", "assignee", "due", "message", "note", "criteria",
            "severity", "reason", "told", "sure", "back", "level", "step", "called", "vu",
        ],
    ),
    ("together", &["command", "choix", "vus", "reason", "told"]),
    ("event-join", &["event", "choix"]),
    ("event-facilities", &["numbers", "stance", "sure"]),
    ("event-message", &["message", "shown", "send"]),
    ("event-decide", &["decision", "reason"]),
    (
        "event-act",
        &["facility", "stance", "incident", "title", "cause", "provider", "vulnerability", "severity", "vu"],
    ),
    ("event-new", &["title", "cause", "provider", "vulnerability", "severity"]),
    ("merge", &["kept", "vus", "reason"]),
    ("duplicate", &["reference", "reason", "vu"]),
    ("duplicate-undo", &[]),
    ("exercise", &["exercise", "reason", "vu"]),
    ("call-back", &[]),
    ("call-backs", &["incident", "name", "phone", "moment", "caller", "about"]),
    ("call-back-act", &["outcome", "note", "moment"]),
    ("alarm-act", &[]),
    ("handover", &["body"]),
    ("handover-act", &[]),
    ("on-call-act", &["person", "rank", "from", "to", "replace", "id", "mois"]),
    (
        "region-contacts",
        &["contact-kind", "contact-name", "contact-phone", "contact-email", "contact-since", "contact-until"],
    ),
    ("region-contact-remove", &[]),
    ("decide", &["decision", "decision-reason", "decision-reference", "exercise"]),
    ("trail-verify", &[]),
    ("join", crate::members::ASKED),
    ("join-act", &["member-answer"]),
    ("vouch", &["member-word", "member-yes"]),
    ("membership-act", crate::members::CONFIRMED),
    ("admission-act", &["member-checked", "member-question", "member-reason", "vu"]),
    ("member", &["member-reason"]),
    ("editing-new", crate::editing::FIELDS),
    ("editing-text", crate::editing::FIELDS),
    ("editing-preview", crate::editing::FIELDS),
    ("editing-prefill", &[]),
    ("editing-images", &[]),
    ("editing-image-remove", &[]),
    ("editing-act", &["vu", "moment", "reason", "reason_fr", "reason_en"]),
    ("subscribe", &["email", "kinds", "severity", "products", "rhythm", "language"]),
    ("subscription-confirm", &["cle"]),
    ("subscription-change", &["cle", "email", "kinds", "severity", "products", "rhythm", "language"]),
    ("unsubscribe", &["List-Unsubscribe"]),
    ("community-group-new", &["name", "purpose", "kind", "access"]),
    ("community-group-change", &["name", "purpose", "kind", "access", "vu"]),
    ("community-group-act", &["words"]),
    ("community-seat", &["compte", "who"]),
    ("community-write", crate::community::THREAD),
    ("community-ask", crate::community::THREAD),
    ("community-report", crate::community::REPORT),
    ("community-document-act", &["vu"]),
    ("community-notifications", &["rhythm"]),
    ("community-indicators", &["post", "genre", "valeur", "dire", "fil"]),
    ("community-thread", crate::community::ANSWER),
    ("community-thread-act", &["post", "choice", "group", "tlp"]),
    ("community-post-act", &["reaction", "page"]),
    ("community-edit", &["do", "vu", "body"]),
    ("community-mark", crate::community::MARK),
    ("post-report", &["reason", "words"]),
    ("for-me-act", &["post"]),
    ("moderation-case", &["verdict", "reason", "told", "warning", "answer"]),
    ("moderation-act", &["why", "grounds"]),
    ("moderation-name-act", &[]),
    ("thread-raise", &["posts", "purpose"]),
    ("thread-raise-act", &["reference", "number"]),
];
/// Pages whose forms ask what the schema says.
const OF_SCHEMA: &[&str] = &["triage", "step", "complete", "take-call"];
/// Fields of our forms that take several values, beside those of the schema.
const LISTS: &[&str] = &[
    "chosen",
    "criteria",
    "roles",
    "regions",
    "scopes",
    "choix",
    "vus",
    "step",
    "kinds",
    "readers",
    "reviewers",
    "files",
    "posts",
    "choice",
    "products",
    "product-vendor",
    "product-name",
    "product-versions",
    "product-fixed",
    "source-title",
    "source-publisher",
    "source-url",
];
/// Fields that are never sent back: typed again where a form is sent again.
const SECRETS: &[&str] = &["password", "before", "code"];
/// The header by which an answer names what was filed.
pub(crate) const FILED: &str = "vigie-reference";
/// Milliseconds that the token of a form lives: 30 days.
const TOKEN_LIFE: i64 = 30 * 24 * 3600 * 1000;

/// A form that was sent from one of our pages.
pub(crate) struct Form {
    pub(crate) visit: Visit,
    pub(crate) typed: Typed,
}

impl Form {
    /// The value of a field, empty when it was not sent.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.typed.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }
}

/// A form that may come from elsewhere, or from a page that was open for too long: for handlers that show it again as it
/// was, to be sent once more.
pub(crate) struct Unproven {
    pub(crate) form: Form,
    pub(crate) genuine: bool,
}

impl FromRequest<Site> for Form {
    type Rejection = Answer;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Answer> {
        match Unproven::from_request(request, site).await? {
            Unproven { form, genuine: true } => Ok(form),
            // Nothing typed is lost: the same fields are shown again, with a token that is fresh.
            Unproven { form, genuine: false } => Err(Answer::confirm(&form.visit, &form.typed)),
        }
    }
}

impl FromRequest<Site> for Unproven {
    type Rejection = Answer;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Answer> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) =
            <Visit as axum::extract::FromRequestParts<Site>>::from_request_parts(&mut parts, site).await;
        let urlencoded = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        if !urlencoded {
            return Err(Answer::refuse(&visit, StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-a-form"));
        }
        let (most_bytes, most_fields) = limits(&parts);
        let bytes = match axum::body::to_bytes(body, most_bytes).await {
            Ok(bytes) => bytes,
            Err(error) if too_slow(&error) => {
                return Err(Answer::refuse(&visit, StatusCode::REQUEST_TIMEOUT, "form-too-slow"));
            }
            Err(_) => return Err(Answer::refuse(&visit, StatusCode::PAYLOAD_TOO_LARGE, "form-too-large")),
        };
        let Some(typed) = read(&bytes, most_fields) else {
            return Err(Answer::refuse(&visit, StatusCode::BAD_REQUEST, "form-unreadable"));
        };
        received(site, page_of(&parts), visit, typed)
    }
}

/// What was read of the form of a page, when it holds what that form does.
pub(crate) fn received(
    site: &Site,
    page: Option<&str>,
    visit: Visit,
    mut typed: Typed,
) -> Result<Unproven, Answer> {
    let token = typed.remove("jeton").and_then(|values| values.into_iter().next()).unwrap_or_default();
    if let Some(name) = repeated(site, &typed) {
        tracing::info!(request = %visit.number, field = name, "a field was sent twice");
        return Err(Answer::refuse(&visit, StatusCode::BAD_REQUEST, "form-unreadable"));
    }
    if let Some(name) = foreign(page, &typed) {
        tracing::info!(request = %visit.number, "a field was sent that its form does not have");
        let refusal = Refusal::new("form-field").with("name", name);
        return Err(Answer::problem(&visit, &Refused::invalid(refusal).into()));
    }
    let genuine = same_origin(&visit) && genuine(&visit, &token);
    // A request has one form: nothing was kept before.
    visit.sent.0.get_or_init(|| typed.clone());
    Ok(Unproven { form: Form { visit, typed }, genuine })
}

/// Whether a field holds a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name)
}

/// The fields of a form; `None` when there are too many or they are not text.
fn read(bytes: &Bytes, most: usize) -> Option<Typed> {
    let text = std::str::from_utf8(bytes).ok()?;
    let pairs = pairs(text);
    if pairs.len() > most {
        return None;
    }
    let mut typed = Typed::new();
    for (name, value) in pairs {
        typed.entry(name).or_default().push(value);
    }
    Some(typed)
}

/// The fields that the form of a page may hold; `None` when the schema says.
pub fn fields(page: &str) -> Option<&'static [&'static str]> {
    let listed = FIELDS.iter().find(|(name, _)| *name == page).map_or(&[][..], |(_, fields)| fields);
    (!OF_SCHEMA.contains(&page)).then_some(listed)
}

/// The name of the page that a form was sent to.
pub(crate) fn page_of(parts: &axum::http::request::Parts) -> Option<&'static str> {
    let path = parts.extensions.get::<MatchedPath>()?.as_str();
    PAGES.iter().find(|page| page.fr == path || page.en == path).map(|page| page.name)
}

/// The bytes and the fields that a form may have.
fn limits(parts: &axum::http::request::Parts) -> (usize, usize) {
    let long = page_of(parts).is_some_and(|name| LONG.contains(&name));
    if long { (LONG_BYTES, LONG_FIELDS) } else { (MOST_BYTES, MOST_FIELDS) }
}

/// A field that the form of this page does not have.
fn foreign<'a>(page: Option<&str>, typed: &'a Typed) -> Option<&'a str> {
    let known = fields(page?)?;
    typed.keys().map(String::as_str).find(|name| !known.contains(name))
}

/// A field that was sent more than once, and is no list (abuse C17): which of the values counts would be a guess.
fn repeated<'a>(site: &Site, typed: &'a Typed) -> Option<&'a str> {
    let schema = site.services.declarations.schema();
    let list = |name: &str| {
        LISTS.contains(&name) || schema.field(name).is_some_and(|field| field.kind == Kind::Choices)
    };
    typed.iter().find(|(name, values)| values.len() > 1 && !list(name)).map(|(name, _)| name.as_str())
}

/// Name and value of each pair of a query or of a form.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// A query without what is empty and without those parameters, ready for one more: empty, or ending in `&`.
pub(crate) fn kept(query: &str, without: &[&str]) -> String {
    let kept = pairs(query)
        .into_iter()
        .filter(|(name, value)| !without.contains(&name.as_str()) && !value.is_empty());
    kept.fold(String::new(), |query, (name, value)| query + &encode(&name) + "=" + &encode(&value) + "&")
}

/// A value as it stands in a query.
pub(crate) fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Whether a browser says that the form comes from one of our own pages. Very old ones say nothing: the token decides.
pub(crate) fn same_origin(visit: &Visit) -> bool {
    ours(&visit.site, &visit.headers)
}

/// The same, of the headers alone.
pub(crate) fn ours(site: &Site, headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(from), _) => matches!(from, "same-origin" | "none"),
        (None, Some(origin)) => origin == site.settings.base_url,
        (None, None) => true,
    }
}

/// A token for the forms of this browser: when it was made, and a proof of that bound to a cookie.
pub(crate) fn token(visit: &Visit) -> String {
    let made = visit.now().millis();
    format!("{made}.{}", proof(visit, &made.to_string()))
}

pub(crate) fn genuine(visit: &Visit, token: &str) -> bool {
    let Some((made, given)) = token.split_once('.') else { return false };
    let age = made.parse::<i64>().map_or(i64::MAX, |made| visit.now().millis() - made);
    (0..TOKEN_LIFE).contains(&age) && constant_time(given, &proof(visit, made))
}

fn proof(visit: &Visit, made: &str) -> String {
    let tag = visit.site.forms_key.authenticate(&[made.as_bytes(), visit.bond.as_bytes()]);
    hex(&tag)
}

fn constant_time(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// What a script of ours that sends a form is told instead of a redirect: where to go on, and the reference of what was
/// filed. An answer without this is none: networks that are down do answer, with pages of their own.
pub(crate) fn told_to_script(response: Response) -> Response {
    let (mut parts, _) = response.into_parts();
    let said = |parts: &Parts, name: &str| {
        parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let body = json!({ "to": said(&parts, "location"), "reference": said(&parts, FILED) }).to_string();
    parts.status = StatusCode::OK;
    for name in [header::LOCATION, header::CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(body))
}

/// Whether a script of ours sends this form.
pub(crate) fn is_sent_by_script(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT);
    changes(request.method()) && accepts.is_some_and(|kinds| kinds == "application/json")
}

/// Whether a method changes something.
pub(crate) fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}
