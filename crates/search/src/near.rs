//! The word that was meant, among those that the reader may read.

use storage::{Unit, words::fold};
use vocabulary::Failure;

use crate::{put::ends, store};

/// The nearest known word to one that nothing readable has: of few mistakes, then in many documents. `None` when it is known itself, or
/// nothing is near.
pub(crate) async fn nearest(
    unit: &mut Unit,
    word: &str,
    marks: &serde_json::Value,
) -> Result<Option<String>, Failure> {
    let folded = fold(word);
    let length = folded.chars().count();
    let most = if length < 6 { 1 } else { 2 };
    let by = isize::try_from(most).unwrap_or(1);
    let around: Vec<(String, String)> = (-by..=by).map(|by| ends(&folded, by)).collect();
    let known = store::like(unit, &around, marks).await?;
    if known.iter().any(|(_, other, _)| *other == folded) {
        return Ok(None);
    }
    let near = known.into_iter().filter_map(|(word, other, count)| {
        let distance = distance(&folded, &other);
        (distance <= most).then_some((distance, std::cmp::Reverse(count), word))
    });
    Ok(near.min().map(|(_, _, word)| word))
}

/// How many letters must be changed, added, left out, or exchanged with their neighbour.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut line = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut fewest =
                (at(&last, j) + usize::from(a != b)).min(at(&last, j + 1) + 1).min(at(&line, j) + 1);
            let exchanged = i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if exchanged {
                fewest = fewest.min(at(&before, j - 1) + 1);
            }
            line.push(fewest);
        }
        before = std::mem::replace(&mut last, line);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted() {
        for (one, other, mistakes) in [
            ("hameconnage", "hameconnage", 0),
            ("hameconage", "hameconnage", 1),
            ("fortient", "fortinet", 1),
            ("microsft", "microsoft", 1),
            ("rancongicel", "rancongiciel", 1),
            ("", "abc", 3),
            ("abcd", "dcba", 3),
        ] {
            assert_eq!(distance(one, other), mistakes, "{one} {other}");
            assert_eq!(distance(other, one), mistakes, "{other} {one}");
        }
    }
}
