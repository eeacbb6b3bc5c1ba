//! What goes back: pages, redirects, and what went wrong, said in the reader's language with what to do.

use std::io;

use access::{Caller, Scope, permit};
use askama::Template;
use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::{Stream, StreamExt as _};
use vocabulary::{Failure, Problem, Refusal, Refused};

use crate::{
    assets,
    fixed::Kept,
    forms::{self, Typed},
    locale::Words,
    visit::Visit,
};

/// An answer to a page's request.
#[derive(Debug)]
pub struct Answer(pub(crate) Response);

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        self.0
    }
}

/// The frame around every page.
pub(crate) struct Shell<'a> {
    pub(crate) visit: &'a Visit,
    pub(crate) w: &'a Words,
    pub(crate) title: String,
    /// The path on which the reader is, for the navigation.
    pub(crate) place: &'static str,
    /// Who is signed in.
    pub(crate) person: Option<String>,
    pub(crate) twin: Option<String>,
    /// The dense style of the console, for the staff only.
    pub(crate) console: bool,
    /// The parts of the console that are open to whoever is signed in.
    pub(crate) doors: Vec<&'static str>,
}

/// The parts of the console, and whether each is open to a caller.
fn doors(caller: &Caller) -> [(&'static str, Result<Scope, Refused>); 9] {
    // Who reads the nation comes to a region from there.
    let national = |scope: Scope| if scope.is_national() { Ok(scope) } else { Err(Refused::Forbidden) };
    let nation = access::scope::<permit::NationRead>(caller).and_then(national);
    let region = match nation {
        Ok(_) => Err(Refused::Forbidden),
        Err(_) => access::scope::<permit::RegionManage>(caller),
    };
    [
        ("unit", access::scope::<permit::IncidentRead>(caller)),
        ("events", access::scope::<permit::IncidentRead>(caller)),
        ("region", region),
        ("nation", nation),
        ("editing", access::scope::<permit::PublicationWrite>(caller)),
        ("community", access::scope::<permit::CommunityRead>(caller)),
        ("admissions", access::scope::<permit::MembershipDecide>(caller)),
        ("accounts", access::scope::<permit::AccountManage>(caller)),
        ("trail", access::scope::<permit::TrailRead>(caller)),
    ]
}

/// Where somebody who just signed in begins: the first part that is theirs, once they proved enough.
pub(crate) fn first_door(caller: &Caller) -> &'static str {
    // Whoever only belongs to the private space begins in their own, from where it is one step.
    let theirs = |(name, opened): &(&str, Result<Scope, Refused>)| {
        *name != "community" && !matches!(opened, Err(Refused::Forbidden))
    };
    doors(caller).into_iter().find(theirs).map_or("space", |(name, _)| name)
}

impl<'a> Shell<'a> {
    pub(crate) fn new(visit: &'a Visit, title: String, place: &'static str) -> Self {
        let other = if visit.language() == vocabulary::Language::Fr {
            vocabulary::Language::En
        } else {
            vocabulary::Language::Fr
        };
        let twin = crate::addresses::twin(&visit.path, other).map(|twin| match visit.query.as_str() {
            "" => twin,
            query => format!("{twin}?{query}"),
        });
        Self { visit, w: &visit.words, title, place, person: None, twin, console: false, doors: Vec::new() }
    }

    /// The frame of the console, as its caller sees it.
    pub(crate) fn console(visit: &'a Visit, caller: &Caller, title: String, place: &'static str) -> Self {
        let open = doors(caller).into_iter().filter(|(_, opened)| opened.is_ok()).map(|(name, _)| name);
        Self {
            console: true,
            person: caller.person().map(|person| person.name.clone()),
            doors: open.collect(),
            ..Self::new(visit, title, place)
        }
    }

    pub(crate) fn asset(&self, name: &str) -> String {
        self.visit.site.assets.address(name)
    }

    pub(crate) fn settings(&self) -> &crate::SiteSettings {
        &self.visit.site.settings
    }

    /// The name at the head of the pages.
    pub(crate) fn name(&self) -> &str {
        self.settings().theme.header(self.w.language).unwrap_or("Vigie")
    }

    /// The logo of the operator, in the place of ours.
    pub(crate) fn logo(&self) -> Option<String> {
        self.settings().theme.logo.as_ref().map(|_| self.asset("logo.svg"))
    }

    /// The words at the foot of the pages.
    pub(crate) fn foot(&self) -> &str {
        self.settings().theme.footer(self.w.language).unwrap_or(&self.settings().operator)
    }

    /// The number as a telephone dials it.
    pub(crate) fn dial(&self) -> String {
        self.settings().phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    shell: Shell<'a>,
    lead: String,
    advice: String,
    number: Option<String>,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage<'a> {
    shell: Shell<'a>,
    lead: String,
    /// The number of a failure.
    number: Option<String>,
    /// Where to go first, in another tab, and its name.
    way: Option<(String, String)>,
    token: String,
    typed: &'a Typed,
}

/// A problem as people read it. A failure is logged here, once.
struct Said {
    status: StatusCode,
    lead: String,
    advice: String,
    number: Option<String>,
    /// Seconds after which to try again.
    wait: Option<u32>,
}

impl Said {
    fn of(visit: &Visit, problem: &Problem) -> Self {
        let words = &visit.words;
        let (status, key) = match problem {
            Problem::Refused(refused) => status(refused),
            Problem::Failed(failure) if failure.is_busy() => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Problem::Failed(_) => (StatusCode::INTERNAL_SERVER_ERROR, "failed"),
        };
        let number = if let Problem::Failed(failure) = problem {
            tracing::error!(request = %visit.number, error = failure.chain(), "request failed");
            Some(visit.number.to_string())
        } else {
            None
        };
        let lead = match problem {
            Problem::Refused(Refused::TooSoon(seconds) | Refused::Crowded(seconds)) => {
                words.t1(&format!("problem-{key}"), "seconds", seconds)
            }
            Problem::Refused(Refused::Conflict(refusal)) => refusal_text(words, refusal),
            Problem::Refused(Refused::Invalid(refusals)) => {
                refusals.iter().map(|refusal| refusal_text(words, refusal)).collect::<Vec<_>>().join(" ")
            }
            _ => words.t(&format!("problem-{key}")),
        };
        Self { status, lead, advice: words.t(&format!("advice-{key}")), number, wait: problem.wait() }
    }
}

impl Answer {
    /// A page. Not kept by anybody on its way unless it is told so.
    pub(crate) fn page(visit: &Visit, status: StatusCode, template: &impl Template) -> Self {
        match template.render() {
            Ok(html) => Self::html(visit, status, html),
            Err(error) => Self::problem(visit, &Failure::new("write a page", error).into()),
        }
    }

    fn html(visit: &Visit, status: StatusCode, html: impl Into<Body>) -> Self {
        let mut response =
            (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html.into()).into_response();
        let headers = response.headers_mut();
        let language = if visit.language() == vocabulary::Language::Fr { "fr" } else { "en" };
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language));
        Self(response)
    }

    /// A page whose template shows nothing but words and settings: the same for everybody, and so written once.
    pub(crate) fn fixed<T: Template>(visit: &Visit, template: impl FnOnce() -> T) -> Self {
        // The link to the other language takes the query along.
        if !visit.query.is_empty() {
            return Self::ok(visit, &template());
        }
        if let Some(kept) = visit.site.fixed.get(&visit.path) {
            return Self::of_kept(visit, kept);
        }
        let written = template().render().map_err(|error| Failure::new("write a page", error));
        let kept =
            written.and_then(|html| Kept::new(html).map_err(|error| Failure::new("compress a page", error)));
        match kept {
            Ok(kept) => {
                visit.site.fixed.put(&visit.path, kept.clone());
                Self::of_kept(visit, kept)
            }
            Err(failure) => Self::problem(visit, &failure.into()),
        }
    }

    fn of_kept(visit: &Visit, kept: Kept) -> Self {
        if !assets::takes_gzip(&visit.headers) {
            return Self::html(visit, StatusCode::OK, kept.plain);
        }
        Self::html(visit, StatusCode::OK, kept.gzip)
            .with(header::CONTENT_ENCODING, "gzip")
            .with(header::VARY, "accept-encoding")
    }

    /// A page of the status 200.
    pub(crate) fn ok(visit: &Visit, template: &impl Template) -> Self {
        Self::page(visit, StatusCode::OK, template)
    }

    /// Elsewhere, by GET, on this site only.
    pub(crate) fn redirect(to: &str) -> Self {
        let target = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
        let mut response = StatusCode::SEE_OTHER.into_response();
        response.headers_mut().insert(header::LOCATION, target);
        Self(response)
    }

    /// The same, with a cookie set.
    pub(crate) fn cookie(mut self, cookie: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            self.0.headers_mut().append(header::SET_COOKIE, value);
        }
        self
    }

    /// The same, with a header that cannot be ill-formed.
    pub(crate) fn with(mut self, name: header::HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers_mut().insert(name, value);
        }
        self
    }

    /// A body that comes in parts. What compresses it asks once more after the end, and is told again that there is none.
    pub(crate) fn parts(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Body {
        Body::from_stream(stream.fuse())
    }

    /// To be asked again after that many seconds.
    pub(crate) fn after(self, seconds: Option<u32>) -> Self {
        match seconds {
            Some(seconds) => self.with(header::RETRY_AFTER, &seconds.to_string()),
            None => self,
        }
    }

    /// A file to keep, never to show.
    pub(crate) fn file(name: &str, size: Option<i64>, body: Body) -> Self {
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        if let Some(size) = size.and_then(|size| HeaderValue::from_str(&size.to_string()).ok()) {
            headers.insert(header::CONTENT_LENGTH, size);
        }
        Self(response).with(header::CONTENT_DISPOSITION, &disposition("attachment", name))
    }

    /// A kept file, a piece at a time. What does not open is logged, and cuts the answer short: it is never taken for whole.
    pub(crate) fn kept(name: &str, size: i64, bytes: vault::Opened) -> Self {
        let stream = futures_util::stream::unfold(Some(bytes), |bytes| async move {
            let mut bytes = bytes?;
            match bytes.next().await {
                Ok(Some(part)) => Some((Ok(Bytes::from(part)), Some(bytes))),
                Ok(None) => None,
                Err(failure) => {
                    tracing::error!(error = failure.chain(), "a kept file does not open");
                    Some((Err(io::Error::other(failure)), None))
                }
            }
        });
        Self::file(name, Some(size), Self::parts(stream))
    }

    /// A PDF, under the name by which it is kept. `how`: `inline` to show it, `attachment` to keep it.
    pub(crate) fn pdf(how: &str, name: &str, bytes: impl Into<Body>) -> Self {
        let mut response = Response::new(bytes.into());
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
        Self(response).with(header::CONTENT_DISPOSITION, &disposition(how, name))
    }

    /// A request that is refused for its form.
    pub(crate) fn refuse(visit: &Visit, status: StatusCode, key: &str) -> Self {
        let words = &visit.words;
        Self::say(visit, status, words.t(&format!("refused-{key}")), words.t("advice-go-back"), None)
    }

    /// The same fields once more, with a fresh token.
    pub(crate) fn confirm(visit: &Visit, typed: &Typed) -> Self {
        let (title, lead) = (visit.words.t("confirm-title"), visit.words.t("confirm-text"));
        let (shell, token) = (Shell::new(visit, title, ""), forms::token(visit));
        let page = ConfirmPage { shell, lead, number: None, way: None, token, typed };
        Self::page(visit, StatusCode::OK, &page)
    }

    /// Something outside the form stood in its way: what was typed, to be sent again. `door` is the page, and the words for
    /// it, that opens what closed meanwhile.
    pub(crate) fn keep(visit: &Visit, problem: &Problem, door: (&str, &str)) -> Self {
        let words = &visit.words;
        let said = Said::of(visit, problem);
        let locked = matches!(
            problem,
            Problem::Refused(Refused::SignInFirst | Refused::SecondFactorFirst | Refused::ProveAgain)
        ) || door.0 == "membership";
        let page = ConfirmPage {
            shell: Shell::new(
                visit,
                if said.status == StatusCode::UNAUTHORIZED { words.t("kept-closed") } else { said.lead },
                "",
            ),
            lead: words.t(if locked { "kept-open-first" } else { "kept-text" }),
            number: said.number,
            way: locked.then(|| (visit.href(door.0), words.t(door.1))),
            token: forms::token(visit),
            typed: &visit.sent,
        };
        Self::page(visit, said.status, &page).after(said.wait)
    }

    /// What went wrong. The same 404 for what does not exist and for what is not for these eyes.
    pub(crate) fn problem(visit: &Visit, problem: &Problem) -> Self {
        let said = Said::of(visit, problem);
        Self::say(visit, said.status, said.lead, said.advice, said.number).after(said.wait)
    }

    fn say(visit: &Visit, status: StatusCode, lead: String, advice: String, number: Option<String>) -> Self {
        let shell = Shell::new(visit, lead.clone(), "");
        let page = ProblemPage { shell, lead, advice, number };
        match page.render() {
            Ok(html) => Self::html(visit, status, html),
            // The page that tells of failures failed: the plain words are still true.
            Err(_) => Self((status, page.lead).into_response()),
        }
    }
}

/// The status and the key of a refusal.
pub(crate) const fn status(refused: &Refused) -> (StatusCode, &'static str) {
    match refused {
        Refused::NotFound => (StatusCode::NOT_FOUND, "not-found"),
        Refused::SignInFirst => (StatusCode::UNAUTHORIZED, "sign-in"),
        Refused::SecondFactorFirst => (StatusCode::FORBIDDEN, "second-factor"),
        Refused::ProveAgain => (StatusCode::FORBIDDEN, "prove"),
        Refused::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
        Refused::TooSoon(_) => (StatusCode::TOO_MANY_REQUESTS, "too-soon"),
        Refused::Crowded(_) => (StatusCode::SERVICE_UNAVAILABLE, "crowded"),
        Refused::Conflict(_) => (StatusCode::CONFLICT, "conflict"),
        Refused::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
    }
}

/// A refusal as people read it.
pub(crate) fn refusal_text(words: &Words, refusal: &Refusal) -> String {
    let arguments: Vec<(&str, &str)> =
        refusal.parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.with(&format!("refused-{}", refusal.code), &arguments)
}

/// A file's name in a header (RFC 6266, RFC 8187).
pub(crate) fn disposition(kind: &str, name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b".-_".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abuse_c14_a_file_name_breaks_no_header() {
        let header = disposition("attachment", "a\r\nX: y\"; é.html");
        assert_eq!(
            header,
            "attachment; filename=\"a__X_ y__ _.html\"; filename*=UTF-8''a%0D%0AX%3A%20y%22%3B%20%C3%A9.html"
        );
        assert!(HeaderValue::from_str(&header).is_ok());
    }
}
