//! One request, as handlers see it: who asks, in which language, from where.

use std::{convert::Infallible, net::SocketAddr};

use access::Caller;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use vocabulary::{Id, Instant, Language, Problem, Refused};

use crate::{
    addresses,
    answer::Answer,
    forms::Sent,
    locale::Words,
    security::{Bond, RequestNumber},
    site::Site,
};

/// A request to a page.
pub struct Visit {
    /// What pages stand on.
    pub site: Site,
    /// The reader's words.
    pub words: Words,
    /// The path asked for.
    pub path: String,
    /// The query as it came.
    pub query: String,
    /// The address that asks; of IPv6 the first half, which one household shares.
    pub from: String,
    /// What the browser says of itself.
    pub device: String,
    /// Whether a form is sent.
    pub(crate) sends: bool,
    /// The headers.
    pub headers: HeaderMap,
    /// The number under which what goes wrong is logged.
    pub number: RequestNumber,
    /// What the tokens of this browser's forms are bound to.
    pub(crate) bond: Bond,
    /// What was typed in the form that was sent, so that nothing that goes wrong loses it.
    pub(crate) sent: Sent,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
        let number = parts.extensions.get::<RequestNumber>().cloned().unwrap_or_default();
        let here = Self::at(site, parts.uri.path(), number).heard(&parts.headers);
        Ok(Self {
            query: parts.uri.query().unwrap_or_default().to_owned(),
            from: origin_address(&parts.headers, peer, site.settings.trusted_proxies),
            device: header_text(&parts.headers, header::USER_AGENT),
            headers: parts.headers.clone(),
            sends: crate::forms::changes(&parts.method),
            bond: parts.extensions.get::<Bond>().cloned().unwrap_or_default(),
            sent: parts.extensions.get::<Sent>().cloned().unwrap_or_default(),
            ..here
        })
    }
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// The language of ours that is asked for before the other (RFC 9110, 12.5.4); of two that weigh the same, the first said.
fn accepted(asked: &str) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    for range in asked.split(',') {
        let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
        let first = tag.trim().split('-').next().unwrap_or_default();
        let spoken = |language: &Language| language.tag().eq_ignore_ascii_case(first);
        let Some(language) = Language::ALL.into_iter().find(spoken) else { continue };
        let weight = weight.trim().strip_prefix("q=").map_or(1.0, |text| text.trim().parse().unwrap_or(0.0));
        if weight > best.map_or(0.0, |(_, most)| most) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// The address that asks, behind the operator's own proxies. What others write in the header is not believed.
pub(crate) fn origin_address(
    headers: &HeaderMap,
    peer: Option<SocketAddr>,
    trusted_proxies: usize,
) -> String {
    let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let told =
        hops.len().checked_sub(trusted_proxies).and_then(|at| hops.get(at)).filter(|_| trusted_proxies > 0);
    let address = told.and_then(|text| text.parse().ok()).or(peer.map(|peer| peer.ip()));
    match address {
        Some(std::net::IpAddr::V4(address)) => address.to_string(),
        Some(std::net::IpAddr::V6(address)) => {
            if let Some(address) = address.to_ipv4_mapped() {
                address.to_string()
            } else {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
        None => "unknown".to_owned(),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "templates give numbers, texts and references alike")]
impl Visit {
    /// What is known of a request by its address alone: enough to say in the right language what went wrong with it.
    pub(crate) fn at(site: &Site, path: &str, number: RequestNumber) -> Self {
        let english = path == "/en" || path.starts_with("/en/");
        let language = if english { Language::En } else { Language::Fr };
        Self {
            words: Words::new(site.locales.clone(), language),
            path: path.to_owned(),
            query: String::new(),
            from: String::new(),
            device: String::new(),
            headers: HeaderMap::new(),
            sends: false,
            number,
            bond: Bond::default(),
            sent: Sent::default(),
            site: site.clone(),
        }
    }

    /// The same in the language that a program asks for: its address says none. A page's says it, and is believed.
    pub(crate) fn heard(mut self, headers: &HeaderMap) -> Self {
        if self.is_for_programs() {
            let language = accepted(&header_text(headers, header::ACCEPT_LANGUAGE)).unwrap_or(Language::Fr);
            self.words = Words::new(self.site.locales.clone(), language);
        }
        self
    }

    /// Whether a program asks: it is answered in JSON.
    pub(crate) fn is_for_programs(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// The reader's language.
    pub fn language(&self) -> Language {
        self.words.language
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.site.services.clock.now()
    }

    /// The address of a page in the reader's language.
    pub fn href(&self, name: &str) -> String {
        addresses::href(name, self.language(), &[])
    }

    /// The address of a page with parameters.
    pub fn href_to(&self, name: &str, parameters: &[&str]) -> String {
        addresses::href(name, self.language(), parameters)
    }

    /// The address of a page with one parameter, for templates.
    pub fn href1(&self, name: &str, one: impl ToString) -> String {
        self.href_to(name, &[&one.to_string()])
    }

    /// The address of a page with two parameters, for templates.
    pub fn href2(&self, name: &str, one: impl ToString, two: impl ToString) -> String {
        self.href_to(name, &[&one.to_string(), &two.to_string()])
    }

    /// The value of one of our cookies.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        cookie(&self.headers, &cookie_name(&self.site, name))
    }

    /// The value of a parameter of the query. It stands there once: [`crate::security`] refuses the others.
    pub fn parameter(&self, name: &str) -> String {
        let found = crate::forms::pairs(&self.query).into_iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }

    /// Who is signed in.
    pub async fn staff(&self) -> Result<Caller, Answer> {
        match self.cookie("vigie") {
            Some(token) => {
                self.site.services.accounts.caller(token, &self.device).await.map_err(|p| self.problem(p))
            }
            None => Ok(Caller::Nobody),
        }
    }

    /// Whose follow-up code was typed in this browser.
    pub async fn declarant(&self) -> Result<Option<Caller>, Answer> {
        match self.cookie("suivi") {
            Some(token) => self.site.services.declarations.caller(token).await.map_err(|p| self.problem(p)),
            None => Ok(None),
        }
    }

    /// An identity in an address or a form; what is none is nothing that there is.
    pub(crate) fn identity(&self, text: &str) -> Result<Id, Answer> {
        Id::parse(text).map_err(|_| self.problem(Refused::NotFound.into()))
    }

    /// The answer to a problem, in the reader's language.
    pub fn problem(&self, problem: Problem) -> Answer {
        // The page that opens what is closed, and the words for it.
        let door = match &problem {
            Problem::Refused(Refused::SignInFirst) => Some(("sign-in", "page-sign-in")),
            Problem::Refused(Refused::SecondFactorFirst) => Some(("security", "page-security")),
            Problem::Refused(Refused::ProveAgain) => Some(("prove", "page-prove")),
            _ => None,
        };
        match door {
            _ if !self.sent.is_empty() && (door.is_some() || passes(&problem)) => {
                Answer::keep(self, &problem, door.unwrap_or(("sign-in", "page-sign-in")))
            }
            // What only takes a form is no page to come back to.
            Some((page, _)) if self.sends => Answer::redirect(&self.href(page)),
            Some((page, _)) => {
                Answer::redirect(&format!("{}?vers={}", self.href(page), crate::forms::encode(&self.path)))
            }
            None => Answer::problem(self, &problem),
        }
    }

    /// A cookie of ours, set for that many seconds, or taken away with none.
    pub fn set_cookie(&self, name: &str, value: Option<&str>, seconds: i64) -> String {
        let (value, seconds) = value.map_or(("", 0), |value| (value, seconds));
        cookie_line(&self.site, name, value, seconds)
    }
}

/// Whether the same form may well be taken a little later: what was typed in it is worth keeping.
fn passes(problem: &Problem) -> bool {
    matches!(problem, Problem::Failed(_)) || problem.wait().is_some()
}

/// A cookie that scripts cannot read and other sites cannot send along with a form (ASVS 3.3).
pub(crate) fn cookie_line(site: &Site, name: &str, value: &str, seconds: i64) -> String {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    let name = cookie_name(site, name);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}")
}

/// The value of a cookie among those of a request.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Over https a name that browsers keep to this very host (RFC 6265bis); over plain http, on one's own machine, they would
/// refuse it.
pub(crate) fn cookie_name(site: &Site, name: &str) -> String {
    if site.is_secure() { format!("__Host-{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_one_asked_for_first_of_those_that_are_ours() {
        for (asked, language) in [
            ("", None),
            ("de", None),
            ("en", Some(Language::En)),
            ("en-GB", Some(Language::En)),
            ("EN-gb, fr;q=0.9", Some(Language::En)),
            ("de, fr-CA;q=0.4, en;q=0.6", Some(Language::En)),
            ("fr, en", Some(Language::Fr)),
            ("en;q=0, fr;q=0.1", Some(Language::Fr)),
            ("en;q=much", None),
            ("english", None),
        ] {
            assert_eq!(accepted(asked), language, "{asked}");
        }
    }

    #[test]
    fn the_address_is_the_one_that_our_own_proxy_saw() {
        let peer = Some("127.0.0.1:5".parse().unwrap());
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 192.0.2.1, 10.0.0.1".parse().unwrap());
        assert_eq!(origin_address(&headers, peer, 0), "127.0.0.1", "nobody is believed");
        assert_eq!(origin_address(&headers, peer, 1), "10.0.0.1");
        assert_eq!(origin_address(&headers, peer, 2), "192.0.2.1");
        assert_eq!(origin_address(&headers, peer, 9), "127.0.0.1");
        let six = Some("[2001:db8:1:2:3:4:5:6]:5".parse().unwrap());
        assert_eq!(origin_address(&HeaderMap::new(), six, 0), "2001:db8:1:2::/64");
    }
}
