//! What surrounds every request: a number, the one host, headers that every answer carries, limits, one line in the log.

use std::{any::Any, collections::BTreeSet, fmt, ops::Deref, time::Duration};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use vocabulary::{Failure, Problem, hex};

use crate::{answer::Answer, api, forms, site::Site, visit, visit::Visit};

/// The number of a request, short enough to be read aloud.
#[derive(Clone, Debug, Default)]
pub struct RequestNumber(String);

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the tokens of this browser's forms are bound to: the value of a cookie, or of the one that the answer will set, so
/// that the very first form of a browser is already good.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bond(String);

impl Deref for Bond {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// The name of that cookie, and how many seconds it is kept: a year.
const BOND: &str = "lien";
const BOND_LIFE: i64 = 365 * 24 * 3600;

/// What a handler that panicked said.
#[derive(Clone)]
struct Panicked(String);

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'";

/// Seconds that a page may take. Uploads have their own.
const PATIENCE: Duration = Duration::from_secs(30);
const UPLOAD_PATIENCE: Duration = Duration::from_mins(15);

/// What every answer carries, pages, files and errors alike (ASVS 3.4).
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Around every request.
pub(crate) async fn around(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let number = RequestNumber(random(&site, &mut [0; 5]).to_ascii_uppercase());
    let method = request.method().clone();
    // The pattern of the route, never what was asked: no query, no identity, nothing typed.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let started = site.services.clock.now();
    let known = visit::cookie(request.headers(), &visit::cookie_name(&site, BOND)).map(str::to_owned);
    // A form that another site sends comes without our cookies: it must not replace the one that this browser has.
    let binds = known.is_none() && (!forms::changes(&method) || forms::ours(&site, request.headers()));
    let bond = Bond(known.unwrap_or_else(|| random(&site, &mut [0; 16])));
    let cookie = binds.then(|| visit::cookie_line(&site, BOND, &bond, BOND_LIFE));
    let here = Visit::at(&site, request.uri().path(), number.clone()).heard(request.headers());
    let here = Visit { bond: bond.clone(), ..here };
    request.extensions_mut().insert(number.clone());
    request.extensions_mut().insert(bond);
    let scripted = forms::is_sent_by_script(&request) && !here.is_for_programs();
    request.extensions_mut().insert(here.sent.clone());
    let mut response = match turned_away(&here, &request) {
        Some(response) => response,
        None => served(&here, &route, request, next).await,
    };
    if scripted && response.status() == StatusCode::SEE_OTHER {
        response = forms::told_to_script(response);
    }
    let status = response.status().as_u16();
    let millis = site.services.clock.now().millis() - started.millis();
    tracing::info!(request = %number, method = %method, route, status, millis, "served");
    dress(&site, &route, cookie, response.headers_mut());
    response
}

/// Random bytes in hexadecimal.
fn random(site: &Site, bytes: &mut [u8]) -> String {
    site.services.ids.fill(bytes);
    hex(bytes)
}

/// The answer to a request that no handler should see.
fn turned_away(here: &Visit, request: &Request) -> Option<Response> {
    if let Some(elsewhere) = canonical(here, request) {
        return Some((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, elsewhere)]).into_response());
    }
    // Which of two values counts would be a guess (abuse C17).
    let query = forms::pairs(request.uri().query().unwrap_or_default());
    let names: BTreeSet<&String> = query.iter().map(|(name, _)| name).collect();
    (names.len() < query.len()).then(|| {
        if here.is_for_programs() {
            api::malformed(here, "address-unclear")
        } else {
            Answer::refuse(here, StatusCode::BAD_REQUEST, "address-unclear").into_response()
        }
    })
}

/// Where a page stands that was asked for under another name of this machine. Programs and probes are answered under any.
fn canonical(here: &Visit, request: &Request) -> Option<String> {
    let base = &here.site.settings.base_url;
    let machine =
        ["/api/", "/assets/", "/healthz", "/readyz"].iter().any(|start| here.path.starts_with(start));
    if forms::changes(request.method()) || machine {
        return None;
    }
    let asked = request.headers().get(header::HOST)?.to_str().ok()?.to_ascii_lowercase();
    let (scheme, host) = base.split_once("://")?;
    let port = if scheme == "https" { ":443" } else { ":80" };
    let plain = |name: &str| name.strip_suffix(port).unwrap_or(name).to_owned();
    // A proxy that does not pass the name on asks for this machine itself: to send it elsewhere would never end.
    let own = |name: &str| ["localhost", "127.", "[::1]"].iter().any(|start| name.starts_with(start));
    if plain(&asked) == plain(&host.to_ascii_lowercase()) || (own(&asked) && !own(host)) {
        return None;
    }
    Some(format!("{base}{}", request.uri().path_and_query().map_or("/", |path| path.as_str())))
}

/// What the handler answers; a page that says so when it takes too long or breaks, with what was typed.
async fn served(here: &Visit, route: &str, request: Request, next: Next) -> Response {
    let upload = [
        "/fichier",
        "/file",
        "/attachments",
        "/ecrire",
        "/write",
        "/poser",
        "/ask",
        "/fils/{id}",
        "/threads/{id}",
    ]
    .iter()
    .any(|end| route.ends_with(end));
    let patience = if upload { UPLOAD_PATIENCE } else { PATIENCE };
    let failure = match tokio::time::timeout(patience, next.run(request)).await {
        Ok(mut response) => match response.extensions_mut().remove::<Panicked>() {
            Some(Panicked(said)) => Failure::new("answer, for a handler panicked", said),
            None => return response,
        },
        Err(late) => Failure::busy("answer in time", late),
    };
    let problem = Problem::Failed(failure);
    if here.is_for_programs() { api::problem(here, &problem) } else { here.problem(problem).into_response() }
}

/// Puts on an answer what all of them carry. `cookie` goes with pages only: nothing else holds a form.
fn dress(site: &Site, route: &str, cookie: Option<String>, headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !route.starts_with("/assets/") && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if site.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    let html =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // A page may hold a form, and another cookie may be tied to this one.
    let needed = html || headers.contains_key(header::SET_COOKIE);
    if let Some(cookie) = cookie.filter(|_| needed).and_then(|line| HeaderValue::from_str(&line).ok()) {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// A handler that panicked: [`served`] makes of it a page like any other failure's, and one line in the log.
#[allow(clippy::needless_pass_by_value, reason = "the layer that catches gives the box away")]
pub(crate) fn panicked(error: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let text = error.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| error.downcast_ref::<String>().cloned()).unwrap_or_default();
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Panicked(text));
    response
}
