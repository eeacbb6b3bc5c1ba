//! The many ways in which people make a value harmless, undone: `hxxp` is left to those who read URLs.

/// A text whose harmless forms were undone, and where each of its bytes stood before.
pub(crate) struct Refanged {
    pub(crate) text: String,
    /// For each byte of `text`, and for its end, the offset in the original.
    origin: Vec<u32>,
    /// Offsets in `text` of what was undone, growing.
    undone: Vec<usize>,
}

impl Refanged {
    pub(crate) fn of(original: &str) -> Self {
        let mut made = Self {
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len() + 1),
            undone: Vec::new(),
        };
        let mut at = 0;
        while let Some(rest) = original.get(at..)
            && let Some(next) = rest.chars().next()
        {
            if let Some((length, plain)) = made.group(rest).or_else(|| made.half(rest)) {
                made.undone.push(made.text.len());
                made.push(plain, at);
                at += length;
            } else {
                made.push(next.encode_utf8(&mut [0; 4]), at);
                at += next.len_utf8();
            }
        }
        made.origin.push(u32::try_from(at).unwrap_or(u32::MAX));
        made
    }

    fn push(&mut self, text: &str, at: usize) {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.text.push_str(text);
        self.origin.extend(text.bytes().map(|_| at));
    }

    /// `[.]`, `(dot)`, `{at}`, with spaces around when a word stands on both sides.
    fn group(&mut self, rest: &str) -> Option<(usize, &'static str)> {
        let close = match rest.as_bytes().first()? {
            b'[' => ']',
            b'(' => ')',
            b'{' => '}',
            _ => return None,
        };
        let window =
            rest.get(1..).map(|inner| inner.bytes().take(10).position(|byte| byte == close as u8))??;
        let plain = match rest.get(1..=window)?.trim().to_ascii_lowercase().as_str() {
            "." | "dot" | "point" => ".",
            ":" => ":",
            "://" => "://",
            "/" => "/",
            "@" | "at" | "arobase" | "arobas" => "@",
            _ => return None,
        };
        let mut length = window + 2;
        let after = rest.get(length..).unwrap_or_default();
        let spaced = after.strip_prefix(' ').filter(|after| begins_word(after));
        let word_after = spaced.is_some() || begins_word(after);
        if let Some(before) = self.text.strip_suffix(' ').filter(|before| ends_word(before) && word_after) {
            let kept = before.len();
            self.text.truncate(kept);
            self.origin.truncate(kept);
        }
        if spaced.is_some() && ends_word(&self.text) {
            length += 1;
        }
        Some((length, plain))
    }

    /// `exemple[.fr`, `exemple.]fr`, `exemple\.fr`
    fn half(&self, rest: &str) -> Option<(usize, &'static str)> {
        let half = ["[.", ".]", "\\."].into_iter().any(|half| rest.starts_with(half));
        (half && ends_word(&self.text) && rest.get(2..).is_some_and(begins_word)).then_some((2, "."))
    }

    /// Where a part of the text stood in the original.
    pub(crate) fn span(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let at = |offset: usize| self.origin.get(offset).map_or(0, |at| *at as usize);
        at(start)..at(end)
    }

    /// Whether something was undone in this part: whoever wrote it meant it as a trace.
    pub(crate) fn was_harmless(&self, start: usize, end: usize) -> bool {
        let first = self.undone.partition_point(|at| *at < start);
        self.undone.get(first).is_some_and(|at| *at < end)
    }
}

fn begins_word(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_alphanumeric)
}

fn ends_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_alphanumeric)
}
