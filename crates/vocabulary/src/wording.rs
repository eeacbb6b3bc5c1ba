//! The words of messages, given to those who send them.

use crate::Language;

/// Says a sentence by its key: floors that must not hold text (jobs that write mail) are given one.
pub trait Wording: Send + Sync {
    /// The sentence of that key in that language, with its arguments by name. An absent key gives its name in
    /// brackets, which the tests refuse.
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String;
}
