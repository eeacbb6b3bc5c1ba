//! Finding them in a text. Each byte is looked at a small, constant number of times.

use std::{collections::HashSet, net::IpAddr, ops::Range};

use url::{Host, Url};

use crate::{
    Kind, Observable,
    names::{self, Meant},
    refang::Refanged,
    wallets::{is_monotonous, wallet},
};

/// Bytes of a text that are looked at; what follows is left.
pub const LONGEST: usize = 1024 * 1024;
/// Observables that one text gives; what follows is left.
pub const MOST: usize = 2000;

/// Bytes of a URL; a longer one gives its host only.
const LONGEST_URL: usize = 2048;
/// Bytes of any other word.
const LONGEST_WORD: usize = 320;

/// An observable, and where it first stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub observable: Observable,
    /// Its bytes, as they were written.
    pub span: Range<usize>,
}

/// What a text holds, each once, in the order of the text.
pub fn find(text: &str) -> Vec<Found> {
    Search::over(text, Meant::Maybe)
}

/// What a value holds that somebody says is one.
pub(crate) fn named(text: &str) -> Vec<Observable> {
    Search::over(text, Meant::Surely).into_iter().map(|found| found.observable).collect()
}

struct Search {
    refanged: Refanged,
    meant: Meant,
    seen: HashSet<Observable>,
    found: Vec<Found>,
    /// Whether the word before says that a version follows: « version 4.2.1.3 ».
    version_follows: bool,
}

impl Search {
    fn over(text: &str, meant: Meant) -> Vec<Found> {
        let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
        let refanged = Refanged::of(text);
        let whole = refanged.text.clone();
        let mut search =
            Self { refanged, meant, seen: HashSet::new(), found: Vec::new(), version_follows: false };
        let apart = |c: char| c.is_whitespace() || c.is_control() || "<>\"«»“”„|`".contains(c);
        let mut start = 0;
        for part in whole.split_inclusive(apart) {
            let word = part.trim_end_matches(apart);
            if !word.is_empty() && search.found.len() < MOST {
                search.word(&whole, start, start + word.len());
                search.version_follows = announces_version(word);
            }
            start += part.len();
        }
        search.found.truncate(MOST);
        search.found
    }

    fn add(&mut self, observable: Observable, start: usize, end: usize) {
        if self.seen.insert(observable.clone()) {
            self.found.push(Found { observable, span: self.refanged.span(start, end) });
        }
    }

    /// What stands between two spaces: URLs, and the pieces around them.
    fn word(&mut self, text: &str, start: usize, end: usize) {
        let mut at = start;
        while let Some((scheme_at, rest_at, scheme)) = next_url(text, at, end) {
            self.pieces(text, at, scheme_at);
            // Another one behind a comma ends this one.
            let mut url_end = end;
            let mut from = rest_at;
            while let Some((other, after, _)) = next_url(text, from, end) {
                if text.get(..other).is_some_and(|before| before.ends_with([',', ';', ')', ']', '}'])) {
                    url_end = other;
                    break;
                }
                from = after;
            }
            self.url(text, scheme_at, rest_at, url_end, scheme);
            at = url_end;
        }
        self.pieces(text, at, end);
    }

    fn url(&mut self, text: &str, start: usize, rest_at: usize, end: usize, scheme: &str) {
        let rest = trimmed_url(text.get(rest_at..end).unwrap_or_default());
        let end = rest_at + rest.len();
        let short = rest.len() <= LONGEST_URL;
        let parsed = if short { rest } else { rest.split(['/', '?', '#']).next().unwrap_or_default() };
        if parsed.len() > LONGEST_URL {
            return;
        }
        let Ok(url) = Url::parse(&format!("{scheme}://{parsed}")) else { return };
        let host = match url.host() {
            Some(Host::Domain(name)) => {
                names::domain(name, Meant::Surely).map(|name| Observable::new(Kind::Domain, name))
            }
            Some(Host::Ipv4(v4)) => names::address(&v4.to_string()).map(of_address),
            Some(Host::Ipv6(v6)) => names::address(&v6.to_string()).map(of_address),
            None => None,
        };
        let Some(host) = host else { return };
        if short && url.as_str().len() <= LONGEST_URL {
            self.add(Observable::new(Kind::Url, url.as_str()), start, end);
        }
        self.add(host, start, end);
    }

    /// Words of a text without URLs.
    fn pieces(&mut self, text: &str, start: usize, end: usize) {
        let apart = |c: char| ",;()[]{}'’=!?*…&".contains(c);
        let mut at = start;
        for part in text.get(start..end).unwrap_or_default().split_inclusive(apart) {
            self.piece(text, at, at + part.trim_end_matches(apart).len());
            at += part.len();
        }
    }

    fn piece(&mut self, text: &str, start: usize, end: usize) {
        let piece = text.get(start..end).unwrap_or_default();
        let colons = piece.bytes().filter(|byte| *byte == b':').count();
        if colons >= 2
            && piece.len() <= 45
            && let Some(address) = names::address(piece.trim_end_matches('.'))
        {
            self.add(of_address(address), start, end);
            return;
        }
        let mut at = start;
        for part in piece.split(':') {
            let trimmed = part.trim_start_matches(|c: char| !c.is_alphanumeric());
            let from = at + part.len() - trimmed.len();
            let trimmed = trimmed.trim_end_matches(|c: char| !c.is_alphanumeric());
            // A path has no name at its beginning, and what follows a slash is no name.
            let rooted = part.starts_with(['/', '\\']);
            if !trimmed.is_empty() && trimmed.len() <= LONGEST_WORD {
                self.single(trimmed, from, rooted);
            }
            at += part.len() + 1;
        }
    }

    fn single(&mut self, word: &str, start: usize, rooted: bool) {
        if word.contains('@') {
            if let Some(email) = email(word) {
                self.add(email, start, start + word.len());
            }
            return;
        }
        let head = word.split(['/', '\\']).next().unwrap_or_default();
        let end = start + head.len();
        if let Some(observable) = cve(head).or_else(|| print(head)).or_else(|| wallet(head)) {
            self.add(observable, start, end);
            return;
        }
        if head.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            let network = word.get(head.len() + 1..).is_some_and(|after| after.parse::<u8>().is_ok());
            let harmless = self.refanged.was_harmless(start, end);
            if let Some(address) =
                names::address(head).filter(|_| !network && (harmless || !self.version_follows))
            {
                self.add(of_address(address), start, end);
            }
            return;
        }
        let meant = if self.refanged.was_harmless(start, end) { Meant::Surely } else { self.meant };
        if let Some(name) = names::domain(head, meant).filter(|_| !rooted) {
            self.add(Observable::new(Kind::Domain, name), start, end);
        }
    }
}

/// The next `scheme://` of a kind that is known: where it begins, where what follows begins, and its plain form.
fn next_url(text: &str, from: usize, end: usize) -> Option<(usize, usize, &'static str)> {
    let mut at = from;
    loop {
        let found = text.get(at..end)?.find("://")?;
        let before = text.get(at..at + found)?;
        let letters = before.bytes().rev().take(6).take_while(u8::is_ascii_alphabetic).count();
        let scheme = before.get(before.len() - letters..)?.to_ascii_lowercase();
        let plain = match scheme.as_str() {
            "http" | "hxxp" | "hxtp" | "htxp" => Some("http"),
            "https" | "hxxps" | "hxtps" | "htxps" => Some("https"),
            "ftp" | "fxp" => Some("ftp"),
            _ => None,
        };
        let rest_at = at + found + 3;
        match plain {
            Some(plain) => return Some((at + found - letters, rest_at, plain)),
            None => at = rest_at,
        }
    }
}

/// Without the punctuation of the sentence, and without a bracket that was opened before it.
fn trimmed_url(text: &str) -> &str {
    let count = |wanted: char| text.chars().filter(|c| *c == wanted).count();
    let mut surplus = [(')', '('), (']', '['), ('}', '{')]
        .map(|(close, open)| (close, count(close).saturating_sub(count(open))));
    let mut text = text;
    while let Some(last) = text.chars().next_back() {
        let bracket = surplus.iter_mut().find(|(close, left)| *close == last && *left > 0);
        if let Some((_, left)) = bracket {
            *left -= 1;
        } else if !".,;:!?'’*…".contains(last) {
            break;
        }
        text = text.get(..text.len() - last.len_utf8()).unwrap_or_default();
    }
    text
}

fn of_address(address: IpAddr) -> Observable {
    let kind = if address.is_ipv4() { Kind::Ipv4 } else { Kind::Ipv6 };
    Observable::new(kind, address.to_string())
}

fn email(word: &str) -> Option<Observable> {
    let (local, host) = word.split_once('@')?;
    let host = host.split(['/', '\\']).next().unwrap_or_default();
    let sound = (1..=64).contains(&local.len())
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b))
        && !local.starts_with('.')
        && !local.contains("..");
    let host = names::domain(host, Meant::Surely).filter(|_| sound)?;
    Some(Observable::new(Kind::Email, format!("{}@{host}", local.to_ascii_lowercase())))
}

fn cve(word: &str) -> Option<Observable> {
    let upper = word.to_ascii_uppercase();
    let (year, number) = upper.strip_prefix("CVE-")?.split_once('-')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let known = year.len() == 4 && digits(year) && ("1999"..="2099").contains(&year);
    (known && (4..=7).contains(&number.len()) && digits(number)).then(|| Observable::new(Kind::Cve, upper))
}

fn print(word: &str) -> Option<Observable> {
    let kind = match word.len() {
        32 => Kind::Md5,
        40 => Kind::Sha1,
        64 => Kind::Sha256,
        128 => Kind::Sha512,
        _ => return None,
    };
    let hexadecimal = word.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A print without a single letter, or of hardly any different digits, is a number or an example.
    let number = word.bytes().all(|byte| byte.is_ascii_digit());
    let lower = word.to_ascii_lowercase();
    (hexadecimal && !number && !is_monotonous(&lower)).then(|| Observable::new(kind, lower))
}

fn announces_version(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        word.as_str(),
        "version" | "versions" | "v" | "build" | "release" | "firmware" | "microprogramme"
    )
}
