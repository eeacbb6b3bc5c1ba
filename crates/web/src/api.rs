//! What every operation of the API shares: who calls, JSON read within limits, problems (RFC 9457).

use std::fmt;

use access::Caller;
use axum::{
    body::{Body, Bytes},
    extract::{FromRequestParts as _, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
    routing::MethodRouter,
};
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};
use vocabulary::{Problem, Refusal, Refused};

use crate::{
    answer::{refusal_text, status},
    connections::too_slow,
    forms,
    openapi::parameters,
    router::Operation,
    site::Site,
    visit::Visit,
};

/// Bytes of a request.
const MOST_BYTES: usize = 256 * 1024;
/// Levels of objects within objects.
const DEPTH: u8 = 16;

/// A JSON answer.
pub(crate) fn json(status: u16, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Rows of a page that a caller asks for: 50 unless it says otherwise, at most 200.
pub(crate) fn limit(visit: &Visit) -> Result<i64, Response> {
    let refused = || {
        let refusal = Refusal::new("out-of-range").at("limit").with("max", "200");
        problem(visit, &Refused::invalid(refusal).into())
    };
    match visit.parameter("limit").as_str() {
        "" => Ok(50),
        text => text.parse().ok().filter(|limit| (1..=200).contains(limit)).ok_or_else(refused),
    }
}

/// A page of a list, and the address of the next one (RFC 8288).
pub(crate) fn page(visit: &Visit, items: &[Value], next: Option<&str>, limit: i64) -> Response {
    let mut response = json(200, &json!({ "items": items, "next": next }));
    if let Some(next) = next {
        let kept = forms::kept(&visit.query, &["after", "limit"]);
        let (base, path) = (&visit.site.settings.base_url, &visit.path);
        let link = format!("<{base}{path}?{kept}after={next}&limit={limit}>; rel=\"next\"");
        if let Ok(link) = HeaderValue::from_str(&link) {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    response
}

/// A problem (RFC 9457), in the caller's language.
pub(crate) fn problem(visit: &Visit, problem: &Problem) -> Response {
    let words = &visit.words;
    if matches!(problem, Problem::Refused(Refused::SignInFirst)) {
        return refuse(visit, StatusCode::UNAUTHORIZED, "token-first");
    }
    let paced = paced(problem);
    let wait = problem.wait().or(paced);
    let (code, body) = match problem {
        Problem::Refused(refused) => {
            let (code, key) =
                if paced.is_some() { (StatusCode::TOO_MANY_REQUESTS, "too-soon") } else { status(refused) };
            let refusals = match refused {
                Refused::Invalid(refusals) => refusals.clone(),
                Refused::Conflict(refusal) => vec![refusal.clone()],
                _ => Vec::new(),
            };
            let errors: Vec<Value> = refusals
                .iter()
                .map(|r| json!({ "code": r.code, "field": r.field, "detail": refusal_text(words, r) }))
                .collect();
            let title = match wait {
                Some(seconds) => words.t1(&format!("problem-{key}"), "seconds", seconds),
                None => words.t(&format!("problem-{key}")),
            };
            (
                code,
                json!({ "type": format!("about:blank#{key}"), "title": title, "status": code.as_u16(), "errors": errors }),
            )
        }
        Problem::Failed(failure) => {
            tracing::error!(request = %visit.number, error = failure.chain(), "request failed");
            let (code, key) = if failure.is_busy() {
                (StatusCode::SERVICE_UNAVAILABLE, "busy")
            } else {
                (StatusCode::INTERNAL_SERVER_ERROR, "failed")
            };
            let (title, number) = (words.t(&format!("problem-{key}")), visit.number.to_string());
            (
                code,
                json!({ "type": format!("about:blank#{key}"), "title": title, "status": code.as_u16(), "instance": number }),
            )
        }
    };
    let mut response = json(code.as_u16(), &body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Some(seconds) = wait {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Seconds to wait where it is what was given that is slowed down, and is said beside its field.
fn paced(problem: &Problem) -> Option<u32> {
    let Problem::Refused(Refused::Invalid(refusals)) = problem else { return None };
    let paced = refusals.iter().find(|refusal| refusal.code == "facility-paced")?;
    paced.parameters.get("seconds")?.parse().ok()
}

/// A request whose form is wrong: 400, before anything is looked up.
pub(crate) fn malformed(visit: &Visit, code: &'static str) -> Response {
    refuse(visit, StatusCode::BAD_REQUEST, code)
}

/// A request that is refused as a whole, for a reason of its own.
pub(crate) fn refuse(visit: &Visit, status: StatusCode, code: &'static str) -> Response {
    let refusal = Refusal::new(code);
    let body = json!({
        "type": format!("about:blank#{code}"), "title": refusal_text(&visit.words, &refusal), "status": status.as_u16(),
    });
    let mut response = json(status.as_u16(), &body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// An operation behind the door that all of them share.
pub(crate) fn guarded(
    operation: &'static Operation,
    route: MethodRouter<Site>,
    site: &Site,
) -> MethodRouter<Site> {
    route.route_layer(middleware::from_fn_with_state((site.clone(), operation), at_the_door))
}

async fn at_the_door(
    State((site, operation)): State<(Site, &'static Operation)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &site).await;
    match turned_away(&visit, operation) {
        Some(refused) => refused,
        None => next.run(Request::from_parts(parts, body)).await,
    }
}

/// A page of another site can have a browser send what forms send, without asking us first (abuse C21). Nothing of that kind is
/// taken here: neither what a browser says to come from elsewhere, nor a type that it would send without asking. A parameter that
/// the document does not name is said, not ignored.
fn turned_away(visit: &Visit, operation: &Operation) -> Option<Response> {
    let known = parameters::of(operation);
    let strange = forms::pairs(&visit.query).into_iter().map(|(name, _)| name);
    let strange: Vec<Refusal> = strange
        .filter(|name| known.iter().all(|parameter| parameter.name != name))
        .map(|name| Refusal::new("parameter-unknown").at(name))
        .collect();
    if !strange.is_empty() {
        return Some(problem(visit, &Refused::Invalid(strange).into()));
    }
    if !visit.sends {
        return None;
    }
    if !forms::same_origin(visit) {
        return Some(refuse(visit, StatusCode::FORBIDDEN, "other-site"));
    }
    let kind = visit.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    let (takes, code) = operation.takes();
    (!kind.eq_ignore_ascii_case(takes)).then(|| refuse(visit, StatusCode::UNSUPPORTED_MEDIA_TYPE, code))
}

/// Who calls by a bearer token; nobody without one. A token that opens nothing is a 401, not nobody.
pub(crate) async fn staff(visit: &Visit) -> Result<Caller, Response> {
    let header = visit.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some(token) = header.and_then(|value| value.strip_prefix("Bearer ")) else {
        return Ok(Caller::Nobody);
    };
    let found = visit.site.services.accounts.caller_of_token(token.trim()).await;
    match found.map_err(|p| problem(visit, &p))? {
        Caller::Nobody => Err(problem(visit, &Refused::SignInFirst.into())),
        caller => Ok(caller),
    }
}

/// The JSON of a request.
pub(crate) async fn body(visit: &Visit, body: Body) -> Result<Value, Response> {
    let bytes: Bytes = axum::body::to_bytes(body, MOST_BYTES).await.map_err(|error| {
        malformed(visit, if too_slow(&error) { "form-too-slow" } else { "json-too-large" })
    })?;
    read(&bytes).ok_or_else(|| malformed(visit, "json-unreadable"))
}

/// JSON that says each thing once, within a bounded depth (abuse C16).
fn read(bytes: &[u8]) -> Option<Value> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(DEPTH).deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(value)
}

#[derive(Clone, Copy)]
struct Strict(u8);

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;
    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON that says each thing once")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = Self(self.0.checked_sub(1).ok_or_else(|| de::Error::custom("too deep"))?);
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let inner = Self(self.0.checked_sub(1).ok_or_else(|| de::Error::custom("too deep"))?);
        let mut map = Map::new();
        while let Some(key) = pairs.next_key::<String>()? {
            if map.insert(key, pairs.next_value_seed(inner)?).is_some() {
                return Err(de::Error::custom("the same key twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abuse_c16_json_that_plays_tricks_is_refused() {
        assert_eq!(
            read(br#"{"a": [1, "x", null, {"b": true}]}"#),
            Some(json!({"a": [1, "x", null, {"b": true}]}))
        );
        for wrong in [
            r#"{"a":1,"a":2}"#,
            "{",
            "",
            "{}x",
            "1e400",
            &format!("{}{}", "[".repeat(1000), "]".repeat(1000)),
        ] {
            assert_eq!(read(wrong.as_bytes()), None, "{}", &wrong[..wrong.len().min(20)]);
        }
    }
}
