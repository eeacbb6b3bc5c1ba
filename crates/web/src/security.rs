//! What surrounds every request: a number, headers that every answer carries, limits, one line in the log.

use std::{fmt, time::Duration};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{forms, site::Site};

/// The number of a request, short enough to be read aloud.
#[derive(Clone, Debug, Default)]
pub struct RequestNumber(String);

impl fmt::Display for RequestNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'";

/// Seconds that a page may take. Uploads have their own.
const PATIENCE: Duration = Duration::from_secs(30);
const UPLOAD_PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Around every request.
pub(crate) async fn around(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let mut bytes = [0; 5];
    site.services.ids.fill(&mut bytes);
    let number = RequestNumber(bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02X}")));
    request.extensions_mut().insert(number.clone());
    let method = request.method().clone();
    // The pattern of the route, never what was asked: no query, no identity, nothing typed.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let public = route.starts_with("/assets/");
    let started = site.services.clock.now();
    let bound = request
        .headers()
        .get(header::COOKIE)
        .and_then(|c| c.to_str().ok())
        .is_some_and(|c| c.contains("lien="));
    let upload = route.ends_with("/fichier") || route.ends_with("/file") || route.ends_with("/attachments");
    let patience = if upload { UPLOAD_PATIENCE } else { PATIENCE };
    let mut response = match tokio::time::timeout(patience, next.run(request)).await {
        Ok(response) => response,
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "10")]).into_response(),
    };
    let status = response.status();
    let millis = site.services.clock.now().millis() - started.millis();
    tracing::info!(request = %number, method = %method, route, status = status.as_u16(), millis, "served");
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !public && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if site.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    if html && !bound && !forms::changes(&method) {
        // What the tokens of this browser's forms are bound to.
        let mut bytes = [0; 16];
        site.services.ids.fill(&mut bytes);
        let value = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        if let Ok(cookie) = HeaderValue::from_str(&lien(&site, &value)) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}

fn lien(site: &Site, value: &str) -> String {
    let (name, secure) = if site.is_secure() { ("__Host-lien", "; Secure") } else { ("lien", "") };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000{secure}")
}

/// A handler that panicked: a page like any other failure's, and one line in the log.
pub(crate) fn panicked(error: Box<dyn std::any::Any + Send + 'static>) -> Response<Body> {
    let text = error.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| error.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(error = text, "a handler panicked");
    (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response()
}
