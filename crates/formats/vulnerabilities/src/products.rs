//! Names of products, as CPE has them: whose, and which.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The longest part of a name, in characters.
const LONGEST: usize = 200;

/// Why a text names no product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAProduct {
    /// It has not the form of a CPE.
    #[error("not a CPE")]
    Form,
    /// It stands for any product, or for none.
    #[error("no vendor or no product")]
    Nothing,
    /// It is longer than any name.
    #[error("longer than 200 characters")]
    Long,
}

/// A product of somebody, in the form in which CPE's dictionary writes it: small letters, `_` for spaces, without accents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProductName {
    vendor: String,
    product: String,
}

impl ProductName {
    /// From two texts, as people or records write them.
    pub fn new(vendor: &str, product: &str) -> Result<Self, NotAProduct> {
        Ok(Self { vendor: normal(vendor)?, product: normal(product)? })
    }

    /// From `cpe:2.3:a:vendor:product:…` or `cpe:/a:vendor:product…`, whatever stands behind the product.
    pub fn from_cpe(text: &str) -> Result<Self, NotAProduct> {
        let text = text.trim();
        let parts = if let Some(rest) = text.strip_prefix("cpe:2.3:") {
            formatted(rest)
        } else if let Some(rest) = text.strip_prefix("cpe:/") {
            rest.split(':').take(3).map(unpercent).collect::<Option<Vec<_>>>().ok_or(NotAProduct::Form)?
        } else {
            return Err(NotAProduct::Form);
        };
        let [part, vendor, product] = parts.as_slice() else { return Err(NotAProduct::Form) };
        if matches!(part.as_str(), "a" | "o" | "h" | "*") {
            Self::new(vendor, product)
        } else {
            Err(NotAProduct::Form)
        }
    }

    /// From what [`ProductName::key`] gave.
    pub fn from_key(key: &str) -> Result<Self, NotAProduct> {
        let (vendor, product) = key.split_once('/').ok_or(NotAProduct::Form)?;
        let name = Self::new(&decoded(vendor), &decoded(product))?;
        if name.key() == key { Ok(name) } else { Err(NotAProduct::Form) }
    }

    /// Whose it is: `siemens`.
    pub fn vendor(&self) -> &str {
        &self.vendor
    }

    /// Which: `syngo.via`.
    pub fn product(&self) -> &str {
        &self.product
    }

    /// For people: `exemple imagerie`. The vendor is not said twice.
    pub fn display(&self) -> String {
        let (vendor, product) = (self.vendor.replace('_', " "), self.product.replace('_', " "));
        let said =
            product.strip_prefix(&vendor).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-']));
        if said { product } else { format!("{vendor} {product}") }
    }

    /// A stable text that can stand in an address: `vendor/product`, each of `[a-z0-9._-]+`. Two names never have the same: a character that
    /// cannot stand there is written as its code between points, `notepad.2b..2b.`.
    pub fn key(&self) -> String {
        format!("{}/{}", encoded(&self.vendor), encoded(&self.product))
    }
}

/// The first three parts of a formatted string, each without its escapes.
fn formatted(text: &str) -> Vec<String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut rest = text.chars();
    while let Some(one) = rest.next() {
        match one {
            ':' => parts.push(std::mem::take(&mut part)),
            '\\' => part.extend(rest.next()),
            one => part.push(one),
        }
        if parts.len() == 3 {
            return parts;
        }
    }
    parts.push(part);
    parts
}

/// A part of a URI without its `%2b`.
fn unpercent(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(code, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

fn normal(text: &str) -> Result<String, NotAProduct> {
    // Marks of trade, and what is not seen, distinguish nothing.
    let seen = |one: &char| {
        !matches!(one, '\u{AE}' | '\u{A9}' | '\u{2122}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
            && (!one.is_control() || one.is_whitespace())
    };
    let small = text.chars().take(4 * LONGEST).filter(seen).flat_map(char::to_lowercase);
    let plain = small.nfkd().filter(|one| !is_combining_mark(*one)).flat_map(char::to_lowercase);
    let mut name = String::new();
    for one in plain {
        let one = if one.is_whitespace() { '_' } else { one };
        if one != '_' || !(name.is_empty() || name.ends_with('_')) {
            name.push(one);
        }
    }
    let name = name.trim_end_matches('_');
    if matches!(name, "" | "*" | "-" | "n/a") {
        Err(NotAProduct::Nothing)
    } else if name.chars().count() > LONGEST || text.chars().nth(4 * LONGEST).is_some() {
        Err(NotAProduct::Long)
    } else {
        Ok(name.to_owned())
    }
}

/// It can stand in an address as it is. A point can too, but codes begin and end with one.
fn stands(one: char) -> bool {
    matches!(one, 'a'..='z' | '0'..='9' | '_' | '-')
}

/// What a code stands for; names hold nothing else that cannot stand in an address. So `1.0.2` holds no code.
fn meant(code: &str) -> Option<char> {
    let known = (1..=6).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let meant = known.then(|| u32::from_str_radix(code, 16).ok().and_then(char::from_u32)).flatten()?;
    (!stands(meant) && !meant.is_control() && !meant.is_whitespace() && !meant.is_ascii_uppercase())
        .then_some(meant)
}

fn encoded(part: &str) -> String {
    // Browsers take these for folders.
    let folder = matches!(part, "." | "..");
    let mut out = String::with_capacity(part.len());
    let mut rest = part.chars();
    while let Some(one) = rest.next() {
        let plain = one == '.' && !folder && !begins_code(rest.as_str());
        if plain || stands(one) {
            out.push(one);
        } else {
            out.push_str(&format!(".{:x}.", u32::from(one)));
        }
    }
    out
}

/// What follows a point would make it the beginning of a code: digits, then another point, or what will be written with one.
fn begins_code(rest: &str) -> bool {
    let end = rest.find(|one: char| !one.is_ascii_hexdigit());
    end.and_then(|end| rest.split_at_checked(end))
        .is_some_and(|(code, after)| meant(code).is_some() && !after.starts_with(stands))
}

fn decoded(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    while let Some(one) = rest.chars().next() {
        let after = rest.get(one.len_utf8()..).unwrap_or_default();
        let code = (one == '.').then(|| after.split_once('.')).flatten();
        let code = code.and_then(|(code, after)| meant(code).map(|meant| (meant, after)));
        let (one, after) = code.unwrap_or((one, after));
        out.push(one);
        rest = after;
    }
    out
}
