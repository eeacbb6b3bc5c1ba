//! The site among those of the register: as one types where there are scripts, by a button where there are none.

use access::Caller;
use directory::Found;
use vocabulary::{FinessNumber, Problem, Refusal, Refused};

use crate::{answer::Answer, answer::refusal_text, forms::Typed, visit::Visit};

/// The field that searches: no answer of the declaration.
pub(crate) const SEARCH: &str = "recherche";
/// How many are shown.
const MOST: usize = 3;

/// The search, and what it found.
pub(crate) struct LookUp {
    pub(crate) search: String,
    pub(crate) searched: bool,
    pub(crate) chosen: String,
    pub(crate) error: Option<String>,
    pub(crate) found: Vec<Candidate>,
}

pub(crate) struct Candidate {
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) place: String,
}

impl LookUp {
    /// What is found for what was typed, or for the site that was chosen before.
    pub(crate) async fn of(visit: &Visit, typed: &Typed, refusals: &[Refusal]) -> Result<Self, Answer> {
        let first = |name| typed.get(name).and_then(|values: &Vec<_>| values.first()).cloned();
        let (search, chosen) = (first(SEARCH).unwrap_or_default(), first("facility").unwrap_or_default());
        let text = if search.is_empty() { &chosen } else { &search };
        let searched = !text.trim().is_empty();
        let refusal = refusals.iter().find(|refusal| refusal.field.as_deref() == Some("facility"));
        let mut error = refusal.map(|refusal| refusal_text(&visit.words, refusal));
        let found = match visit.site.services.directory.search(&Caller::Nobody, text, MOST).await {
            Ok(found) => found,
            Err(Problem::Refused(Refused::Invalid(refusals))) => {
                error = error.or_else(|| refusals.first().map(|refusal| refusal_text(&visit.words, refusal)));
                Vec::new()
            }
            Err(problem) => return Err(visit.problem(problem)),
        };
        let found: Vec<Candidate> = found.into_iter().map(candidate).collect();
        // A number that led to nothing is still there to be mended.
        let search = if found.is_empty() && search.is_empty() { chosen.clone() } else { search };
        Ok(Self { search, searched, chosen, error, found })
    }
}

fn candidate(found: Found) -> Candidate {
    let street = found.address.lines().next().map(|line| format!("{line}, ")).unwrap_or_default();
    Candidate {
        number: found.finess.to_string(),
        place: format!("{street}{} {} · {}", found.postcode, found.town, found.finess.grouped()),
        name: found.name,
    }
}

/// The number typed in the search is an answer where no site was chosen among those found; a legal entity that has one site
/// is that site. Answers with why it is none: `facility-several`, or, where the register must know it, `facility-unknown`.
pub(crate) async fn read_search(
    visit: &Visit,
    typed: &mut Typed,
    must_be_known: bool,
) -> Result<Option<Refusal>, Answer> {
    let first = |name| typed.get(name).and_then(|values: &Vec<String>| values.first()).cloned();
    let chosen = first("facility").is_some_and(|number| !number.is_empty());
    let Some(number) = first(SEARCH).filter(|_| !chosen).and_then(|search| numbered(&search)) else {
        return Ok(None);
    };
    typed.insert("facility".to_owned(), vec![number.clone()]);
    // What is wrong with a number is said by the rules, which know who may override it.
    let Ok(number) = FinessNumber::parse(&number) else { return Ok(None) };
    let directory = &visit.site.services.directory;
    let fail = |problem| visit.problem(problem);
    if directory.find(&Caller::Nobody, number).await.map_err(fail)?.is_some() {
        return Ok(None);
    }
    let sites = directory.sites_of(&Caller::Nobody, number).await.map_err(fail)?;
    let refuse = |code| Some(Refusal::new(code).at("facility").with("number", number.grouped()));
    Ok(match sites.as_slice() {
        [] if must_be_known => refuse("facility-unknown"),
        [] => None,
        [site] => {
            typed.insert("facility".to_owned(), vec![site.facility.finess.to_string()]);
            None
        }
        _ => {
            typed.remove("facility");
            refuse("facility-several")
        }
    })
}

/// What is wrong with a form, where the search has said more of the site than the rules can know.
pub(crate) fn with_search(mut refusals: Vec<Refusal>, search: Option<Refusal>) -> Vec<Refusal> {
    if let Some(refusal) = search {
        refusals.retain(|other| other.field.as_deref() != Some("facility"));
        refusals.insert(0, refusal);
    }
    refusals
}

/// A text that is meant as a whole number, right or wrong, as the rules read it.
fn numbered(search: &str) -> Option<String> {
    let compact = directory::compact(&search.replace(':', ""));
    let digits = compact.bytes().filter(u8::is_ascii_digit).count();
    let meant = digits >= 8 && digits + 1 >= compact.len() && compact.len() >= 9 && compact.is_ascii();
    meant.then_some(compact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_number_is_told_from_words() {
        for (typed, number) in [
            ("350000022", Some("350000022")),
            ("350 000 023", Some("350000023")),
            ("FINESS : 2A0.000.006", Some("2A0000006")),
            ("35000X022", Some("35000X022")),
            ("3500000222", Some("3500000222")),
            ("35000 labo", None),
            ("350000", None),
            ("2 rue des 35000 lilas", None),
            ("", None),
        ] {
            assert_eq!(numbered(typed).as_deref(), number, "{typed}");
        }
    }
}
