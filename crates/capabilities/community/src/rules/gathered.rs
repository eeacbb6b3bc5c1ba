//! What members say of a technical trace that stands in a post.

use std::sync::LazyLock;

use observables::{Lists, Observable, WarningList, find};

/// Traces of one post, at most: what a whole log would bring beyond is no help to anybody.
const MOST: usize = 500;
/// Letters of the words around one.
const AROUND: usize = 160;

/// Values that are no trace of anybody, as they come with the program.
static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists::new(WarningList::built_in()));

/// What somebody says of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was seen where they work too.
    Seen,
    /// It is no trace of anything.
    False,
}

impl Verdict {
    /// Its name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::False => "false",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Seen, Self::False].into_iter().find(|one| one.code() == code)
    }
}

/// The list of our own that says that it is no trace of anybody.
pub fn built_in(observable: &Observable) -> Option<&'static str> {
    LISTS.naming(observable)
}

/// What stands in a text, each once: what it is, the list of our own that says that it is no trace of anybody, and the line where
/// it stands, made harmless.
pub fn traces(body: &str) -> Vec<(Observable, String, String)> {
    find(body)
        .into_iter()
        .take(MOST)
        .map(|found| {
            let listed = built_in(&found.observable).unwrap_or_default().to_owned();
            let before = body.get(..found.span.start).unwrap_or_default();
            let after = body.get(found.span.end..).unwrap_or_default();
            let before = before.rsplit('\n').next().unwrap_or_default();
            let after = after.split('\n').next().unwrap_or_default();
            let line = format!("{before}{}{after}", found.observable.defanged());
            // Signs of Markdown say nothing here.
            let line = line.trim().trim_start_matches(['-', '*', '>', '#', ' ']).replace(['`', '*'], "");
            let context = line.chars().take(AROUND).collect();
            (found.observable, listed, context)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_found_with_the_line_around_it() {
        let body = "Vu hier :\n- le domaine portail[.]top vers 91.215.85.17\n\nLe reste dort.";
        let found = traces(body);
        let values: Vec<&str> = found.iter().map(|(observable, ..)| observable.value()).collect();
        assert!(values.contains(&"91.215.85.17"), "{values:?}");
        let (_, _, context) = found.iter().find(|(o, ..)| o.value() == "91.215.85.17").unwrap();
        assert!(context.contains("91[.]215[.]85[.]17") && !context.contains("Le reste"), "{context}");
    }

    #[test]
    fn a_whole_log_is_cut() {
        let log: String =
            (0..900).fold(String::new(), |log, n| log + &format!("10.{}.{}.9\n", n / 200, n % 200));
        assert!(traces(&log).len() <= MOST);
    }
}
