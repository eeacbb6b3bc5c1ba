//! What changed between two texts, word by word.

/// Cells of a table of comparison: beyond, what differs is shown as taken away and put in, whole.
const MOST: usize = 2_000_000;
/// Characters of what is the same that are shown before what changed, and after it.
const AROUND: usize = 160;

/// How a piece came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Same,
    Added,
    Removed,
}

/// Some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) how: How,
    pub(crate) text: String,
}

/// What became of a text: long parts that are the same are cut in their middle.
pub(crate) fn between(before: &str, after: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (old, new) = (parts(before, '\n'), parts(after, '\n'));
    for (how, lines) in hunks(&old, &new) {
        match how {
            Hunk::Same => push(&mut pieces, How::Same, &lines.0.concat()),
            Hunk::Other => {
                let (gone, come) = (lines.0.concat(), lines.1.concat());
                let (gone, come) = (words(&gone), words(&come));
                for (how, words) in hunks(&gone, &come) {
                    match how {
                        Hunk::Same => push(&mut pieces, How::Same, &words.0.concat()),
                        Hunk::Other => {
                            push(&mut pieces, How::Removed, &words.0.concat());
                            push(&mut pieces, How::Added, &words.1.concat());
                        }
                    }
                }
            }
        }
    }
    let last = pieces.len().saturating_sub(1);
    for (n, piece) in pieces.iter_mut().enumerate().filter(|(_, piece)| piece.how == How::Same) {
        piece.text = cut(&piece.text, n > 0, n < last);
    }
    pieces
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hunk {
    Same,
    Other,
}

/// Parts that follow each other, in the one text and in the other.
type Pair<'a> = (Vec<&'a str>, Vec<&'a str>);

/// Runs of parts that are the same, and of parts that are not.
fn hunks<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(Hunk, Pair<'a>)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (start, old) = old.split_at(head);
    let (_, new) = new.split_at(head);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, end) = old.split_at(old.len() - tail);
    let (new, _) = new.split_at(new.len() - tail);
    let mut found: Vec<(Hunk, Pair<'a>)> = Vec::new();
    let mut add = |how: Hunk, gone: &[&'a str], come: &[&'a str]| {
        if gone.is_empty() && come.is_empty() {
            return;
        }
        match found.last_mut().filter(|(last, _)| *last == how) {
            Some((_, (olds, news))) => {
                olds.extend_from_slice(gone);
                news.extend_from_slice(come);
            }
            None => found.push((how, (gone.to_vec(), come.to_vec()))),
        }
    };
    add(Hunk::Same, start, start);
    if old.len().saturating_mul(new.len()) > MOST {
        add(Hunk::Other, old, new);
    } else {
        let table = table(old, new);
        let (mut a, mut b) = (old, new);
        while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
            let at = |i: usize, j: usize| table.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
            if first == other {
                add(Hunk::Same, &[first], &[other]);
                (a, b) = (rest, others);
            } else if at(rest.len(), b.len()) >= at(a.len(), others.len()) {
                add(Hunk::Other, &[first], &[]);
                a = rest;
            } else {
                add(Hunk::Other, &[], &[other]);
                b = others;
            }
        }
        add(Hunk::Other, a, b);
    }
    add(Hunk::Same, end, end);
    found
}

/// How many parts the ends of both texts share, by how many parts are left of each.
fn table(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut table = vec![vec![0; new.len() + 1]];
    for a in old.iter().rev() {
        let mut row = Vec::with_capacity(new.len() + 1);
        row.push(0);
        if let Some(below) = table.last() {
            for (b, pair) in new.iter().rev().zip(below.windows(2)) {
                let right = row.last().copied().unwrap_or(0);
                row.push(match pair {
                    [diagonal, _] if a == b => diagonal + 1,
                    [_, down] => right.max(*down),
                    _ => right,
                });
            }
        }
        table.push(row);
    }
    table
}

/// A text in parts, each with the sign at its end.
fn parts(text: &str, end: char) -> Vec<&str> {
    text.split_inclusive(end).collect()
}

/// Words, each with the blanks after it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (_, after) = rest.split_at(word);
        let blank = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
        let (taken, left) = rest.split_at(word + blank);
        words.push(taken);
        rest = left;
    }
    words
}

fn push(pieces: &mut Vec<Piece>, how: How, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.how == how => last.text.push_str(text),
        _ => pieces.push(Piece { how, text: text.to_owned() }),
    }
}

/// What is the same, without its middle when that is long; `after`: something changed before it; `before`: after it.
fn cut(text: &str, after: bool, before: bool) -> String {
    let length = text.chars().count();
    let (head, tail) = (if after { AROUND } else { 0 }, if before { AROUND } else { 0 });
    if length <= head + tail + AROUND || (!after && !before) {
        return text.to_owned();
    }
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(length - tail).collect();
    format!("{start} […] {end}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(before: &str, after: &str) -> String {
        let pieces = between(before, after).into_iter().map(|piece| match piece.how {
            How::Same => piece.text,
            How::Added => format!("+{}+", piece.text.trim()),
            How::Removed => format!("-{}-", piece.text.trim()),
        });
        pieces.collect()
    }

    #[test]
    fn what_changed_is_found_word_by_word() {
        assert_eq!(said("Un deux trois.", "Un trois."), "Un -deux-trois.");
        assert_eq!(said("a b\nc d\n", "a b\nc e\n"), "a b\nc -d-+e+");
        assert_eq!(said("", "Tout est neuf"), "+Tout est neuf+");
        assert_eq!(said("pareil", "pareil"), "pareil");
        let long = "mot ".repeat(500);
        assert!(said(&format!("{long}fin"), &format!("{long}autre")).starts_with(" […] mot"));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back(a in "[ab \n]{0,60}", b in "[ab \n]{0,60}") {
            let pieces = between(&a, &b);
            let read = |without: How| pieces.iter().filter(|p| p.how != without).map(|p| p.text.as_str()).collect::<String>();
            prop_assert_eq!(read(How::Added), a);
            prop_assert_eq!(read(How::Removed), b);
        }
    }
}
