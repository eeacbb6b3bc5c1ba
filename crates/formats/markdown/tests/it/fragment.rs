//! What a fragment may be made of. A reader of its own, which shares nothing with what writes: every tag and attribute is
//! looked up in a list, everything is closed in order, and places are named once.

use std::collections::{HashMap, HashSet};

/// The tags, each with the attributes that it may have.
const TAGS: &[(&str, &[&str])] = &[
    ("a", &["href", "class", "rel"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("button", &["type", "class", "popovertarget"]),
    ("code", &[]),
    ("div", &["lang"]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "width", "height", "loading"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["class"]),
    ("section", &["class", "tabindex", "aria-label"]),
    ("span", &["class", "id", "popover"]),
    ("strong", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["scope", "class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

const VOID: &[&str] = &["br", "hr", "img"];
const CLASSES: &[&str] = &["away", "code", "end", "middle", "out", "scroll", "term", "term-means"];
const PHRASING: &[&str] = &["a", "br", "button", "code", "em", "img", "span", "strong"];

/// Says what is wrong with a fragment.
pub fn check(html: &str) -> Result<(), String> {
    let mut open: Vec<String> = Vec::new();
    let mut ids = HashSet::new();
    let mut wanted = Vec::new();
    let mut level = 1;
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_once('<').unwrap_or((rest, ""));
        words(text)?;
        if text.len() == rest.len() {
            break;
        }
        let (tag, after) = after.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let opened = open.pop();
            if opened.as_deref() != Some(name) {
                return Err(format!("</{name}> ends {opened:?}"));
            }
            continue;
        }
        let (name, attributes) = read(tag)?;
        placed(name, &open)?;
        for (attribute, value) in &attributes {
            words(value)?;
            valued(attribute, value)?;
        }
        if let Some(id) = attributes.get("id")
            && !ids.insert((*id).to_owned())
        {
            return Err(format!("{id} is named twice"));
        }
        wanted.extend(attributes.get("popovertarget").map(|id| (*id).to_owned()));
        if let Some(deep) = name.strip_prefix('h').and_then(|deep| deep.parse::<usize>().ok()) {
            if deep > level + 1 {
                return Err(format!("{name} after h{level}"));
            }
            level = deep;
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    if let Some(id) = wanted.iter().find(|id| !ids.contains(*id)) {
        return Err(format!("{id} is nowhere"));
    }
    if open.is_empty() { Ok(()) } else { Err(format!("not closed: {open:?}")) }
}

/// The name of a tag and its attributes.
fn read(tag: &str) -> Result<(&str, HashMap<&str, &str>), String> {
    let (name, mut rest) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
    let (_, allowed) = TAGS.iter().find(|(known, _)| *known == name).ok_or(format!("<{tag}>"))?;
    let mut attributes = HashMap::new();
    while let Some(after) = rest.strip_prefix(' ') {
        let end = after.find([' ', '=']).unwrap_or(after.len());
        let (attribute, after) = after.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(after) => after.split_once('"').ok_or(format!("<{tag}>"))?,
            None => ("", after),
        };
        if !allowed.contains(&attribute) || attributes.insert(attribute, value).is_some() {
            return Err(format!("{attribute} in <{tag}>"));
        }
        rest = after;
    }
    if rest.is_empty() { Ok((name, attributes)) } else { Err(format!("<{tag}>")) }
}

/// Words hold no sign of a tag, and only the references that are written.
fn words(text: &str) -> Result<(), String> {
    let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
    let references = text.split('&').skip(1).all(|after| known.iter().any(|name| after.starts_with(name)));
    let unseen =
        |c: char| (c.is_control() && !"\n\t".contains(c)) || "\u{202e}\u{2066}\u{200f}\u{feff}".contains(c);
    if text.contains(['<', '>', '"', '\'']) || !references || text.contains(unseen) {
        return Err(format!("words: {text:?}"));
    }
    Ok(())
}

fn valued(attribute: &str, value: &str) -> Result<(), String> {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let place = |text: &str| text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let right = match attribute {
        "href" => {
            (value.starts_with('/') && !value.starts_with("//"))
                || value.starts_with("https://") && value.len() > 8
                || value.starts_with("http://") && value.len() > 7
                || value
                    .strip_prefix("mailto:")
                    .is_some_and(|to| to.contains('@') && !to.contains(['?', '%', ',']))
                || value.strip_prefix("tel:").is_some_and(|to| digits(to.strip_prefix('+').unwrap_or(to)))
        }
        "src" => value.strip_prefix("/images/").is_some_and(|id| id.len() == 36 && place(id)),
        "alt" | "aria-label" => !value.trim().is_empty(),
        "class" => CLASSES.contains(&value),
        "id" | "popovertarget" => ["s-", "g-"]
            .iter()
            .any(|family| value.strip_prefix(family).is_some_and(|rest| !rest.is_empty() && place(rest))),
        "rel" => value == "noopener noreferrer external",
        "width" | "height" | "start" => digits(value),
        "loading" => value == "lazy",
        "type" => value == "button",
        "tabindex" => value == "0",
        "popover" => value.is_empty(),
        "scope" => ["col", "row"].contains(&value),
        "lang" => ["fr", "en"].contains(&value),
        _ => false,
    };
    if right { Ok(()) } else { Err(format!("{attribute}=\"{value}\"")) }
}

/// Whether a tag may stand there (HTML, "content model").
fn placed(name: &str, open: &[String]) -> Result<(), String> {
    let within = |names: &[&str]| open.iter().any(|open| names.contains(&open.as_str()));
    let parent = open.last().map_or("", String::as_str);
    let heading = |name: &str| name.len() == 2 && name.starts_with('h') && name != "hr";
    let right = match name {
        "a" | "button" => !within(&["a", "button", "pre"]),
        "li" => ["ul", "ol"].contains(&parent),
        "tr" => ["thead", "tbody"].contains(&parent),
        "td" | "th" => parent == "tr",
        "thead" | "tbody" => parent == "table",
        "table" => parent == "section",
        "figcaption" => parent == "figure",
        "div" => open.is_empty(),
        name if heading(name) => open.iter().all(|open| open == "div"),
        _ => true,
    };
    let in_line = ["p", "code", "em", "strong", "a", "span", "button", "figcaption", "td", "th"]
        .contains(&parent)
        || heading(parent);
    let direct = !["ul", "ol", "table", "thead", "tbody", "tr"].contains(&parent)
        || ["li", "thead", "tbody", "tr", "td", "th"].contains(&name);
    if right && direct && (!in_line || PHRASING.contains(&name)) {
        Ok(())
    } else {
        Err(format!("<{name}> in {open:?}"))
    }
}
