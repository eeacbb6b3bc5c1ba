//! A theme: the look that an operator puts in the place of ours, as a folder. Colours, a further style sheet, a logo, an
//! icon, and the words at the head and the foot of every page.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use vocabulary::{Failure, Language};

/// Bytes of one file of a theme.
const MOST_BYTES: u64 = 512 * 1024;
/// Files of a theme.
const MOST_FILES: usize = 60;

/// The look of the site. The default is our own.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Custom properties that replace some of `tokens.css`, or all.
    pub(crate) tokens: String,
    /// Rules after ours.
    pub(crate) extra: String,
    pub(crate) logo: Option<Vec<u8>>,
    pub(crate) favicon: Option<Vec<u8>>,
    /// Fonts and pictures that `extra.css` names: name, kind, bytes.
    pub(crate) files: Vec<(String, &'static str, Vec<u8>)>,
    texts: BTreeMap<String, Texts>,
}

/// The words of a theme in one language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Texts {
    /// The name beside the logo, and at the end of titles.
    header: String,
    /// The first line of the foot.
    footer: String,
}

/// Two colours that stand on each other.
#[derive(Clone, Debug)]
pub struct Contrast {
    /// `light` or `dark`.
    pub scheme: &'static str,
    /// What is read.
    pub front: &'static str,
    /// What it stands on.
    pub ground: &'static str,
    /// How far apart they are (WCAG 2.2), from 1 to 21; 0 when one of them is no colour that we can read.
    pub ratio: f64,
    /// How far apart they must be.
    pub least: f64,
}

/// What our style sheets write on what. A test looks for pairs that are not here.
const TEXT: &[(&str, &[&str])] = &[
    ("ink", &["ground", "raised", "accent-soft", "danger-soft", "good-soft", "warn-soft"]),
    ("soft", &["ground", "raised", "accent-soft", "danger-soft", "good-soft", "warn-soft"]),
    ("accent", &["ground", "raised", "accent-soft", "danger-soft", "good-soft", "warn-soft"]),
    ("danger", &["ground", "raised", "danger-soft", "accent-soft"]),
    ("good", &["ground", "raised", "good-soft"]),
    ("warn", &["ground", "raised", "warn-soft", "good-soft", "danger-soft"]),
    ("accent-ink", &["accent"]),
    ("danger-ink", &["danger"]),
    ("alarm-ink", &["alarm"]),
];
/// Borders that say where a field is, and the two tones of the focus, one of which is seen on anything.
const SHAPES: &[(&str, &str)] =
    &[("line", "ground"), ("line", "raised"), ("danger", "ground"), ("focus-in", "focus-out")];

impl Theme {
    /// Reads a folder. What is wrong is said with its name.
    pub fn load(folder: &Path) -> Result<Self, Failure> {
        let wrong = |why: String| Failure::new("read the theme", format!("{}: {why}", folder.display()));
        let mut theme = Self::default();
        let entries = fs::read_dir(folder).map_err(|error| wrong(error.to_string()))?;
        for (count, entry) in entries.enumerate() {
            let path = entry.map_err(|error| wrong(error.to_string()))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            let size = path.metadata().map_err(|error| wrong(format!("{name}: {error}")))?.len();
            if size > MOST_BYTES || count >= MOST_FILES {
                return Err(wrong(format!("{name}: at most {MOST_FILES} files of {MOST_BYTES} bytes")));
            }
            let read = || fs::read(&path).map_err(|error| wrong(format!("{name}: {error}")));
            let text = || String::from_utf8(read()?).map_err(|_| wrong(format!("{name} is not in UTF-8")));
            match (name.as_str(), path.extension().and_then(|extension| extension.to_str())) {
                ("tokens.css", _) => theme.tokens = text()?,
                ("extra.css", _) => theme.extra = text()?,
                ("logo.svg", _) => theme.logo = Some(read()?),
                ("favicon.svg", _) => theme.favicon = Some(read()?),
                ("texts.toml", _) => {
                    theme.texts =
                        toml::from_str(&text()?).map_err(|error| wrong(format!("texts.toml: {error}")))?;
                }
                (_, Some("woff2")) => theme.files.push((name.clone(), "font/woff2", read()?)),
                (_, Some("svg")) => theme.files.push((name.clone(), "image/svg+xml", read()?)),
                (_, Some("png")) => theme.files.push((name.clone(), "image/png", read()?)),
                (_, Some("md" | "txt")) => {}
                _ => return Err(wrong(format!("{name} is none of the files of a theme"))),
            }
        }
        match theme.texts.keys().find(|tag| !Language::ALL.iter().any(|known| known.tag() == *tag)) {
            Some(tag) => Err(wrong(format!("texts.toml: no page is in the language {tag:?}"))),
            None => Ok(theme),
        }
    }

    /// The name at the head of the pages, if the theme has one.
    pub(crate) fn header(&self, language: Language) -> Option<&str> {
        self.texts.get(language.tag()).map(|texts| texts.header.as_str()).filter(|text| !text.is_empty())
    }

    /// The words at the foot of the pages, if the theme has some.
    pub(crate) fn footer(&self, language: Language) -> Option<&str> {
        self.texts.get(language.tag()).map(|texts| texts.footer.as_str()).filter(|text| !text.is_empty())
    }

    /// The custom properties, ours and then the theme's.
    pub(crate) fn all_tokens(&self) -> String {
        format!("{}\n{}", include_str!("../assets/tokens.css"), self.tokens)
    }

    /// Every pair of colours that stand on each other, in light and in dark.
    pub fn contrasts(&self) -> Vec<Contrast> {
        let tokens = self.all_tokens();
        let [light, dark] = schemes(&tokens);
        let pairs =
            TEXT.iter().flat_map(|(front, grounds)| grounds.iter().map(|ground| (*front, *ground, 4.5)));
        let pairs = pairs.chain(SHAPES.iter().map(|(front, ground)| (*front, *ground, 3.0)));
        let of_scheme = |scheme, colours: &Colours| {
            let colour = |name| colours.get(name).copied().flatten();
            let computed = pairs.clone().map(|(front, ground, least)| {
                let both = colour(front).zip(colour(ground));
                let ratio = both.map_or(0.0, |(front, ground)| contrast(front, ground));
                Contrast { scheme, front, ground, ratio, least }
            });
            computed.collect::<Vec<_>>()
        };
        [of_scheme("light", &light), of_scheme("dark", &dark)].concat()
    }

    /// The pairs that are too close to be read by everybody.
    pub fn too_close(&self) -> Vec<Contrast> {
        self.contrasts().into_iter().filter(|pair| pair.ratio < pair.least).collect()
    }
}

/// Custom properties by name; none for one that is no colour that we can read.
type Colours = BTreeMap<String, Option<[f64; 3]>>;

/// The colours in light, and in dark: what a block after `prefers-color-scheme: dark` says, on what stands before.
fn schemes(css: &str) -> [Colours; 2] {
    let (mut light, mut dark) = (BTreeMap::new(), BTreeMap::new());
    let (mut depth, mut dark_from) = (0, None);
    let bare: String = css
        .split("/*")
        .enumerate()
        .map(|(part, text)| match (part, text.split_once("*/")) {
            (0, _) => text,
            (_, Some((_, after))) => after,
            (_, None) => "",
        })
        .collect();
    let mut rest = bare.as_str();
    while let Some(at) = rest.find(['{', '}', ';']) {
        let (statement, mark) = (rest.get(..at).unwrap_or_default().trim(), rest.as_bytes().get(at));
        if mark == Some(&b'{') {
            depth += 1;
            let media = statement.replace(' ', "").contains("prefers-color-scheme:dark");
            dark_from = dark_from.or(media.then_some(depth));
        } else {
            let (name, value) = statement.split_once(':').unwrap_or_default();
            if let Some(name) = name.trim().strip_prefix("--") {
                // What cannot be read replaces ours all the same: it is said, not guessed.
                let colour = colour(value.trim());
                if dark_from.is_none() {
                    light.insert(name.to_owned(), colour);
                }
                dark.insert(name.to_owned(), colour);
            }
            if mark == Some(&b'}') {
                dark_from = dark_from.filter(|from| *from != depth);
                depth -= 1;
            }
        }
        rest = rest.get(at + 1..).unwrap_or_default();
    }
    [light, dark]
}

/// `#rgb` or `#rrggbb`.
fn colour(text: &str) -> Option<[f64; 3]> {
    let digits = text.strip_prefix('#')?;
    let wide = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let part = |at: usize| Some(f64::from(u8::from_str_radix(wide.get(at..at + 2)?, 16).ok()?) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

/// WCAG 2.2, "contrast ratio" and "relative luminance".
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [red, green, blue] = colour
            .map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::PathBuf};

    use super::*;

    /// A folder that goes when it is no longer looked at.
    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn folder(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("vigie-theme-{}-{name}", std::process::id()));
        fs::create_dir(&path).unwrap();
        for (name, text) in files {
            fs::write(path.join(name), text).unwrap();
        }
        Folder(path)
    }

    fn close(theme: &Theme) -> Vec<String> {
        let said =
            |pair: Contrast| format!("{} {} on {}: {:.2}", pair.scheme, pair.front, pair.ground, pair.ratio);
        theme.too_close().into_iter().map(said).collect()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        let ratio = |one, other| format!("{:.2}", contrast(colour(one).unwrap(), colour(other).unwrap()));
        assert_eq!(ratio("#000", "#fff"), "21.00");
        assert_eq!(ratio("#777777", "#fff"), "4.48");
        assert_eq!(ratio("#fff", "#ffffff"), "1.00");
    }

    #[test]
    fn our_own_look_is_read_by_everybody_in_light_and_in_dark() {
        let theme = Theme::default();
        assert_eq!(close(&theme), Vec::<String>::new());
        let pairs = theme.contrasts();
        assert_eq!(pairs.len() % 2, 0);
        assert!(pairs.len() > 60, "{}", pairs.len());
        // Dark is not light said twice.
        let [light, dark] = schemes(&theme.all_tokens());
        assert_ne!(light["ground"], dark["ground"]);
    }

    #[test]
    fn the_theme_of_an_operator_is_computed_like_ours() {
        let good = folder(
            "good",
            &[
                (
                    "tokens.css",
                    "/* violet; {ours} */ :root{--accent:#5b2a86;--accent-soft:#f1e9f8}\n@media (prefers-color-scheme: dark) {\n:root { --accent: #cfa8f0; --accent-ink:#1d0b2e; --accent-soft:#2c1740; }\n}",
                ),
                ("extra.css", ".brand{letter-spacing:.02em}"),
                ("texts.toml", "[fr]\nheader = \"Cellule d’essai\"\nfooter = \"Au service de tous\"\n"),
                ("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ],
        );
        let theme = Theme::load(&good.0).unwrap();
        assert_eq!(close(&theme), Vec::<String>::new());
        assert_eq!(theme.header(Language::Fr), Some("Cellule d’essai"));
        assert_eq!(theme.header(Language::En), None);

        let pale = folder("pale", &[("tokens.css", ":root{--accent:#9ab;--good:rgb(0,0,0)}")]);
        let close = close(&Theme::load(&pale.0).unwrap());
        assert!(close.iter().any(|pair| pair.starts_with("light accent on ground: 2.")), "{close:?}");
        assert!(close.contains(&"light good on ground: 0.00".to_owned()), "{close:?}");
        assert!(!close.iter().any(|pair| pair.contains(" ink on ")), "{close:?}");
    }

    #[test]
    fn what_is_wrong_with_a_theme_is_said_with_its_name() {
        for (name, text) in
            [("theme.js", "x"), ("texts.toml", "[de]\nheader=\"x\""), ("texts.toml", "[fr]\ntitle=\"x\"")]
        {
            let broken = folder(&format!("{}-{name}", text.len()), &[(name, text)]);
            let said = Theme::load(&broken.0).unwrap_err().chain();
            assert!(said.contains(name), "{name}: {said}");
        }
        assert!(Theme::load(Path::new("/nowhere/theme")).is_err());
    }

    /// Rules that write a colour on another name both: each such pair is computed, and each colour that is written with.
    #[test]
    fn every_pair_that_the_style_sheets_name_is_computed() {
        let css = concat!(include_str!("../assets/base.css"), include_str!("../assets/console.css"));
        let known: BTreeSet<(&str, &str)> =
            TEXT.iter().flat_map(|(front, grounds)| grounds.iter().map(|ground| (*front, *ground))).collect();
        let mut found = 0;
        for rule in css.split('}') {
            let (_, body) = rule.rsplit_once('{').unwrap_or_default();
            let of = |property: &str| {
                let mut lines = body.split(';').filter_map(|line| line.split_once(':'));
                let value = lines.find(|(name, _)| name.trim() == property)?.1.trim();
                value.strip_prefix("var(--")?.strip_suffix(')').map(str::to_owned)
            };
            let front = of("color");
            if let Some(front) = &front {
                assert!(
                    known.iter().any(|(known, _)| known == front),
                    "{front} is written and never computed"
                );
            }
            if let Some((front, ground)) = front.zip(of("background")) {
                found += 1;
                assert!(
                    known.contains(&(front.as_str(), ground.as_str())),
                    "{front} on {ground} is not computed"
                );
            }
            if let Some(ground) = of("background") {
                assert!(known.iter().any(|(_, known)| *known == ground), "nothing is computed on {ground}");
            }
        }
        assert!(found > 4, "{found}: the test no longer finds the rules");
    }
}
