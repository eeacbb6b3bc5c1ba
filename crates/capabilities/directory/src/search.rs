//! The language of the look-up, done here so that both engines, which only index words, give the same answers: folded
//! letters, abbreviations, the words under which people know each kind of facility, and the order of what was found.

use finess::Facility;
use storage::words;
use vocabulary::{FinessNumber, Refusal};

use crate::rules::explain;

/// The longest text that is looked at, in characters, and the most words.
const CHARACTERS: usize = 100;
const WORDS: usize = 8;

/// What somebody typed, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Query {
    /// Nothing to look for.
    Nothing,
    /// A whole number, of a site or of a legal entity.
    Number(FinessNumber),
    /// The first characters of a number.
    Beginning(String),
    /// Words, each perhaps only begun.
    Words(Vec<String>),
}

impl Query {
    /// Understands a text, of which the first 100 characters and 8 words count. Refuses a number of nine characters or
    /// more that is not one, and says why.
    pub(crate) fn parse(text: &str) -> Result<Self, Refusal> {
        let text: String = text.chars().take(CHARACTERS).collect();
        let compact = compact(&text);
        // Five digits are a postcode; from six on, a number. Corsica's letter tells sooner.
        let (digits, few) = match compact.strip_prefix("2A").or(compact.strip_prefix("2B")) {
            Some(rest) => (rest, 2),
            None => (compact.as_str(), 5),
        };
        if compact.len() > few && digits.bytes().all(|b| b.is_ascii_digit()) {
            if compact.len() < 9 {
                return Ok(Self::Beginning(compact));
            }
            return FinessNumber::parse(&compact).map(Self::Number).map_err(explain);
        }
        let all = words::words(&text, WORDS * 2);
        let mut kept: Vec<String> = all.iter().filter(|word| matters(word)).take(WORDS).cloned().collect();
        if kept.is_empty() {
            // "la" alone may be on its way to "laval".
            kept.extend(all.into_iter().next());
        }
        for word in &mut kept {
            if let Some((_, singular)) = PLURALS.iter().find(|(plural, _)| plural == word) {
                *word = (*singular).to_owned();
            }
        }
        kept.sort();
        kept.dedup();
        Ok(if kept.is_empty() { Self::Nothing } else { Self::Words(kept) })
    }
}

/// A number as somebody types it, without what only parts it, nor the name before it that our own receipts write.
pub fn compact(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'));
    let upper = kept.collect::<String>().to_uppercase();
    upper.strip_prefix("FINESS").unwrap_or(&upper).to_owned()
}

/// The words by which a facility is found, separated by spaces.
pub(crate) fn index(facility: &Facility) -> String {
    let corsica = facility.department.starts_with('2') && facility.region.code() == "94";
    let department = if corsica { facility.department.as_str() } else { "" };
    // People name an island, hardly ever a region of the mainland.
    let far = corsica || facility.department.starts_with("97") || facility.department.starts_with("98");
    let island = if far { facility.region.name() } else { "" };
    let text = format!("{} {} {} {department} {island}", facility.name, facility.town, facility.postcode);
    let mut kept: Vec<String> = words::words(&text, 40).into_iter().filter(|word| matters(word)).collect();
    let expanded: Vec<&str> = SAME
        .iter()
        .filter(|(short, long)| kept.iter().any(|word| word == short || word == long))
        .flat_map(|(short, long)| [*short, *long])
        .chain(known_as(&facility.category).split(' '))
        .chain(facility.radiotherapy.then_some("radiotherapie"))
        .collect();
    kept.extend(expanded.into_iter().filter(|word| !word.is_empty()).map(str::to_owned));
    kept.sort();
    kept.dedup();
    kept.join(" ")
}

/// How well a facility answers: whole words count more than begun ones. The higher the better.
pub(crate) fn score(query: &[String], indexed: &str) -> usize {
    query
        .iter()
        .map(|word| {
            let mut found = indexed.split(' ').filter(|candidate| candidate.starts_with(word.as_str()));
            match (found.clone().any(|candidate| candidate == word), found.next()) {
                (true, _) => 3,
                (false, Some(_)) => 1,
                (false, None) => 0,
            }
        })
        .sum()
}

/// The same words, with each postcode cut to its first three digits: the box numbers of a town (`35033 RENNES CEDEX`)
/// share them with its streets. `None` when there is no postcode.
pub(crate) fn loosened(query: &[String]) -> Option<Vec<String>> {
    let is_postcode = |word: &String| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit());
    query.iter().any(is_postcode).then(|| {
        let cut =
            |word: &String| if is_postcode(word) { word.chars().take(3).collect() } else { word.clone() };
        query.iter().map(cut).collect()
    })
}

/// Whether a word tells anything: not an article or a preposition, not a lone letter left by an elision.
fn matters(word: &str) -> bool {
    const SILENT: [&str; 17] = [
        "de", "du", "des", "la", "le", "les", "et", "au", "aux", "en", "sur", "sous", "dans", "pour", "par",
        "un", "une",
    ];
    let lone_letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    !lone_letter && !SILENT.contains(&word)
}

/// Short and long forms that names use alike: whoever has one is found by both.
const SAME: [(&str, &str); 13] = [
    ("st", "saint"),
    ("ste", "sainte"),
    ("hop", "hopital"),
    ("hosp", "hospitalier"),
    ("clin", "clinique"),
    ("ctre", "centre"),
    ("ctr", "centre"),
    ("lab", "laboratoire"),
    ("labo", "laboratoire"),
    ("res", "residence"),
    ("univ", "universitaire"),
    ("reg", "regional"),
    ("gpe", "groupe"),
];

/// Plurals that people type and that begin no singular.
const PLURALS: [(&str, &str); 3] =
    [("hopitaux", "hopital"), ("hospitaliers", "hospitalier"), ("regionaux", "regional")];

/// The words under which people know a kind of facility, whatever its name says.
fn known_as(category: &str) -> &'static str {
    match category {
        "101" => "chu chr chru centre hospitalier hopital universitaire regional",
        "106" | "355" => "ch centre hospitalier hopital",
        "109" => "clinique readaptation ssr smr",
        "114" | "115" => "hia hopital armees militaire",
        "122" | "128" | "129" | "365" => "clinique hopital prive",
        "124" => "cds centre sante",
        "127" => "had hospitalisation domicile",
        "131" => "clcc centre cancer hopital",
        "132" => "efs sang transfusion",
        "141" | "146" => "dialyse",
        "156" => "cmp centre medico psychologique psychiatrie",
        "161" | "292" => "chs epsm hopital psychiatrique psychiatrie",
        "178" => "caarud addictologie",
        "182" => "sessad",
        "183" => "ime institut medico educatif",
        "186" => "itep",
        "189" => "cmpp",
        "190" => "camsp",
        "197" => "csapa addictologie",
        "202" => "residence autonomie",
        "246" => "esat travail",
        "252" | "382" => "foyer handicap",
        "255" => "mas maison accueil specialisee",
        "354" => "ssiad soins infirmiers domicile",
        "362" => "usld longue duree",
        "437" | "448" => "fam eam foyer accueil medicalise",
        "445" => "samsah",
        "446" => "savs",
        "460" => "saad aide domicile",
        "500" => "ehpad maison retraite",
        "603" => "msp maison sante",
        "604" => "cpts",
        "610" | "611" | "612" => "labo laboratoire biologie",
        "620" => "pharmacie officine",
        "695" | "696" | "697" => "gcs groupement",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Query {
        Query::Words(list.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn what_is_typed_is_understood() {
        for (typed, query) in [
            ("CHU Rennes", words(&["chu", "rennes"])),
            ("Hôpitaux de l’Île", words(&["hopital", "ile"])),
            ("35000 labo", words(&["35000", "labo"])),
            ("la", words(&["la"])),
            ("hopital de", words(&["hopital"])),
            ("  ", Query::Nothing),
            ("?!*\"'()", Query::Nothing),
            ("350 000", Query::Beginning("350000".into())),
            ("2a", words(&["2a"])),
            ("2a00-0001", Query::Beginning("2A000001".into())),
            ("FINESS 350 000 022", Query::Number(FinessNumber::parse("350000022").unwrap())),
            ("350 000 022", Query::Number(FinessNumber::parse("350000022").unwrap())),
        ] {
            assert_eq!(Query::parse(typed).unwrap(), query, "{typed}");
        }
        assert_eq!(Query::parse("350000023").unwrap_err().code, "finess-check-digit");
        assert_eq!(Query::parse("3500000222").unwrap_err().code, "finess-length");
    }

    #[test]
    fn abuse_c10_what_is_looked_at_is_bounded() {
        let Query::Words(kept) = Query::parse(&"aé1 b2 c3 ".repeat(10_000)).unwrap() else { panic!() };
        assert_eq!(kept, ["ae1", "b2", "c3"]);
        let many = (10..99).fold(String::new(), |all, n| all + &format!("x{n} "));
        let Query::Words(kept) = Query::parse(&many).unwrap() else { panic!() };
        assert_eq!(kept.len(), WORDS);
    }

    #[test]
    fn whole_words_come_before_begun_ones() {
        let query = ["ch".to_owned(), "rennes".to_owned()];
        assert!(score(&query, "ch hopital rennes") > score(&query, "chr chu rennes"));
        assert_eq!(score(&query, "vannes"), 0);
        assert_eq!(loosened(&["35000".into(), "labo".into()]).unwrap(), ["350", "labo"]);
        assert_eq!(loosened(&["labo".into()]), None);
    }
}
