//! What a document must have, as both engines are asked for it.

use storage::Engine;

/// Terms and how they are put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    /// The document has this term: letters, digits and what stands in for the rest, never a sign of an engine's language.
    Term(String),
    /// All of them hold. Of none: everything.
    All(Vec<Self>),
    /// One of them holds. Of none: nothing.
    Any(Vec<Self>),
}

impl Expression {
    /// A term of one of the fields.
    pub(crate) fn term(field: char, term: &str) -> Self {
        Self::Term(format!("{field}{term}"))
    }

    /// Whether nothing can fit.
    pub(crate) fn is_never(&self) -> bool {
        match self {
            Self::Term(_) => false,
            Self::All(all) => all.iter().any(Self::is_never),
            Self::Any(any) => any.iter().all(Self::is_never),
        }
    }

    /// In the language of an engine. It must ask for something.
    pub(crate) fn written(&self, engine: Engine) -> String {
        let (quote, and, or) = match engine {
            Engine::Sqlite => ('"', " AND ", " OR "),
            Engine::Postgres => ('\'', " & ", " | "),
        };
        let several = |parts: &[Self], between: &str, keep: fn(&Self) -> bool| {
            let parts: Vec<String> =
                parts.iter().filter(|part| keep(part)).map(|part| part.written(engine)).collect();
            match parts.as_slice() {
                [one] => one.clone(),
                _ => format!("({})", parts.join(between)),
            }
        };
        match self {
            Self::Term(term) => format!("{quote}{term}{quote}"),
            Self::All(all) => several(all, and, |part| !matches!(part, Self::All(of) if of.is_empty())),
            Self::Any(any) => several(any, or, |part| !part.is_never()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_are_asked_for_the_same() {
        let [a, b, c] = ["a", "b", "c"].map(|text| Expression::term('t', text));
        let asked = Expression::All(vec![a, Expression::Any(vec![b, c, Expression::Any(vec![])])]);
        assert_eq!(asked.written(Engine::Sqlite), "(\"ta\" AND (\"tb\" OR \"tc\"))");
        assert_eq!(asked.written(Engine::Postgres), "('ta' & ('tb' | 'tc'))");
        assert!(!asked.is_never());
        assert!(Expression::All(vec![asked, Expression::Any(vec![])]).is_never());
    }
}
