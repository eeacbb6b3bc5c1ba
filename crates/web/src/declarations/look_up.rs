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
        let found = found.into_iter().map(candidate).collect();
        Ok(Self { searched: !text.trim().is_empty(), search, chosen, error, found })
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

/// A FINESS number typed in the search is an answer; a site chosen among those found is another.
pub(crate) fn read_search(typed: &mut Typed) {
    let search = typed.get(SEARCH).and_then(|values| values.first()).cloned().unwrap_or_default();
    let chosen = typed.get("facility").is_some_and(|values| values.iter().any(|value| !value.is_empty()));
    if !chosen && search.chars().any(|c| c.is_ascii_digit()) && FinessNumber::parse(&search).is_ok() {
        typed.insert("facility".to_owned(), vec![search]);
    }
}
