//! What answers, in which order.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use storage::Unit;
use vocabulary::Failure;

use crate::{
    Answer, BOUND, Facet, Hit, PAGE, Question, Total, excerpt,
    expression::Expression,
    near,
    put::{FACET, facet_term},
    query::Query,
    store::{self, Candidate, Reading},
};

/// How many values of a facet are told.
const VALUES: usize = 50;
/// How many filters count.
const FILTERS: usize = 32;

/// Where a document stands in an answer; the least comes first.
type Rank = (usize, bool, Reverse<i64>);

/// Answers a question with what its reader may read. Every word of it, and every quoted run of words one after the other (those
/// that tell nothing not counted), is in what is found, in any form of it. The order: all of it in names and identifiers,
/// then in the title, then in the summary, then anywhere; within each, the reader's language first, then the newest. What is in
/// both languages is found in the reader's.
///
/// At most the newest [`BOUND`] of each of these are looked at.
pub async fn ask(unit: &mut Unit, question: &Question<'_>) -> Result<Answer, Failure> {
    let query = Query::parse(question.text);
    let mut answer = found(unit, question, &query).await?;
    if answer.total.count == 0 && !query.groups.is_empty() {
        answer.suggestion = suggestion(unit, question, &query).await?;
    }
    Ok(answer)
}

async fn found(unit: &mut Unit, question: &Question<'_>, query: &Query) -> Result<Answer, Failure> {
    let marks = store::marks(question.readable);
    let (ranked, total) = ranked(unit, question, query, &marks).await?;
    let facets = facets(unit, &ranked, total, &marks).await?;
    let after = question.after.and_then(parsed);
    let mut page: Vec<(Rank, i64)> = ranked
        .iter()
        .filter(|(rank, _)| after.is_none_or(|after| **rank > after))
        .map(|(rank, candidate)| (*rank, candidate.place))
        .take(question.limit.clamp(1, PAGE) + 1)
        .collect();
    let more = page.len() > question.limit.clamp(1, PAGE);
    if more {
        page.pop();
    }
    let next = page.last().filter(|_| more).map(|(rank, _)| written(*rank));
    let places: Vec<i64> = page.iter().map(|(_, place)| *place).collect();
    let mut hits = hits(unit, &places, query, &marks).await?;
    hits.sort_by_key(|(place, _)| places.iter().position(|one| one == place));
    let hits = hits.into_iter().map(|(_, hit)| hit).collect();
    Ok(Answer { hits, total, facets, suggestion: None, next, cut: query.cut })
}

/// All that answers, the best first, at most so many.
async fn ranked(
    unit: &mut Unit,
    question: &Question<'_>,
    query: &Query,
    marks: &serde_json::Value,
) -> Result<(BTreeMap<Rank, Candidate>, Total), Failure> {
    let reading = Reading { marks, language: question.language, most: BOUND + 1 };
    let narrowed = narrowed(&question.filters);
    let tiers = if query.blank {
        vec![Expression::All(Vec::new())]
    } else if query.groups.is_empty() {
        Vec::new()
    } else {
        query.tiers()
    };
    let mut seen = BTreeSet::new();
    let mut ranked = BTreeMap::new();
    let mut more = false;
    for (tier, asked) in tiers.into_iter().enumerate() {
        let asked = Expression::All([asked].into_iter().chain(narrowed.clone()).collect());
        if asked.is_never() {
            continue;
        }
        let nothing = query.blank && narrowed.is_empty();
        let candidates = store::candidates(unit, (!nothing).then_some(&asked), &reading).await?;
        more = candidates.len() > BOUND;
        for candidate in candidates {
            if seen.insert(candidate.place) {
                let rank = (tier, candidate.language != question.language, Reverse(candidate.place));
                ranked.insert(rank, candidate);
            }
        }
        if more {
            break;
        }
    }
    while ranked.len() > BOUND {
        ranked.pop_last();
        more = true;
    }
    let total = Total { count: ranked.len(), more };
    Ok((ranked, total))
}

/// What the filters ask for: one of the values of each facet.
fn narrowed(filters: &[(String, String)]) -> Vec<Expression> {
    let mut facets: BTreeMap<&str, Vec<Expression>> = BTreeMap::new();
    for (facet, value) in filters.iter().take(FILTERS) {
        facets.entry(facet).or_default().push(Expression::term(FACET, &facet_term(facet, value)));
    }
    facets.into_values().map(Expression::Any).collect()
}

async fn facets(
    unit: &mut Unit,
    ranked: &BTreeMap<Rank, Candidate>,
    total: Total,
    marks: &serde_json::Value,
) -> Result<Vec<Facet>, Failure> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    // Many documents have the very same facets.
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in ranked.values() {
        *alike.entry(&candidate.facets).or_default() += 1;
    }
    for (facets, count) in alike {
        let pairs: Vec<(String, String)> = serde_json::from_str(facets)
            .map_err(|error| Failure::new("read the facets of a document", error))?;
        for pair in pairs {
            *counts.entry(pair).or_default() += count;
        }
    }
    if total.more {
        for pair in store::frequent(unit, marks).await? {
            counts.entry(pair).or_default();
        }
    }
    let mut facets: Vec<Facet> = Vec::new();
    for ((name, value), count) in counts {
        match facets.last_mut().filter(|facet| facet.name == name) {
            Some(facet) => facet.values.push((value, count)),
            None => facets.push(Facet { name, values: vec![(value, count)] }),
        }
    }
    for facet in &mut facets {
        facet.values.sort_by(|(a, many), (b, few)| few.cmp(many).then_with(|| a.cmp(b)));
        facet.values.truncate(VALUES);
    }
    Ok(facets)
}

async fn hits(
    unit: &mut Unit,
    places: &[i64],
    query: &Query,
    marks: &serde_json::Value,
) -> Result<Vec<(i64, Hit)>, Failure> {
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let matcher = excerpt::Matcher::new(query);
    let shown = store::shown(unit, places, marks).await?;
    Ok(shown.into_iter().map(|document| (document.place, matcher.hit(document))).collect())
}

/// The question with known words for those that nothing has, when it then finds something.
async fn suggestion(
    unit: &mut Unit,
    question: &Question<'_>,
    query: &Query,
) -> Result<Option<String>, Failure> {
    let marks = store::marks(question.readable);
    let mut better = question.text.to_owned();
    let mut changed = false;
    // From the end on: what comes before keeps its place.
    for group in query.groups.iter().rev() {
        for token in group.telling().collect::<Vec<_>>().into_iter().rev() {
            let Some(word) = crate::put::known(token.text(&group.typed)) else { continue };
            if let Some(nearest) = near::nearest(unit, &word, &marks).await? {
                let start = group.range.start + token.range.start;
                better.replace_range(start..start + token.range.len(), &nearest);
                changed = true;
            }
        }
    }
    if !changed {
        return Ok(None);
    }
    let again = Question { text: &better, after: None, limit: 1, ..question.clone() };
    let found = ranked(unit, &again, &Query::parse(&better), &marks).await?;
    Ok((found.1.count > 0).then_some(better))
}

fn written((tier, other, Reverse(place)): Rank) -> String {
    format!("{tier}-{}-{place}", u8::from(other))
}

fn parsed(text: &str) -> Option<Rank> {
    let mut parts = text.split('-');
    let (tier, other, place) = (parts.next()?, parts.next()?, parts.next()?);
    let rank = (tier.parse().ok()?, other == "1", Reverse(place.parse().ok()?));
    parts.next().is_none().then_some(rank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_is_read_as_it_was_written() {
        let rank = (2, true, Reverse(1_792_000_000_000));
        assert_eq!(parsed(&written(rank)), Some(rank));
        for wrong in ["", "1", "1-0", "a-0-1", "1-0-1-1", "1-0--1", "💥"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
