//! Somebody else saved meanwhile: both texts side by side where they differ, and nothing typed is lost.

use publications::{Editing, Line, rules::Kind};

use super::{
    ZONE,
    difference::{Piece, between},
    said, typed,
};
use crate::{forms::Typed, visit::Visit};

/// As the page shows it.
pub(crate) struct Conflict {
    pub(crate) title: String,
    /// Who saved, and when; and what to do.
    pub(crate) by: String,
    /// What the text in the form is called beside the one that is kept.
    pub(crate) mine: String,
    pub(crate) fields: Vec<Beside>,
}

/// A field in which the two differ.
pub(crate) struct Beside {
    pub(crate) label: String,
    /// Where it is on the page.
    pub(crate) target: String,
    pub(crate) mine: String,
    pub(crate) theirs: String,
    /// From theirs to mine.
    pub(crate) pieces: Vec<Piece>,
}

impl Conflict {
    pub(super) fn of(visit: &Visit, kind: Kind, mine: &Typed, editing: &Editing) -> Self {
        let stored = typed::of(&editing.draft);
        let fields = said::parts(kind).filter_map(|name| {
            let (mine, theirs) = (said::of(visit, mine, name), said::of(visit, &stored, name));
            let pieces = between(&theirs, &mine);
            let dash = |text: String| if text.is_empty() { "—".to_owned() } else { text };
            (mine != theirs).then(|| Beside {
                label: said::label(visit, name),
                target: name.to_owned(),
                mine: dash(mine),
                theirs: dash(theirs),
                pieces,
            })
        });
        let (text, words) = (&editing.publication, &visit.words);
        let when = words.moment(text.changed_at, ZONE);
        let by = words.t2("editing-conflict-by", "name", &text.changed_by, "when", when);
        Self {
            title: words.t("editing-conflict"),
            by: format!("{by} {}", words.t("editing-conflict-hint")),
            mine: words.t("editing-mine"),
            fields: fields.collect(),
        }
    }

    /// What was overwritten, beside what is there now.
    pub(super) fn again(visit: &Visit, kind: Kind, before: &Typed, line: &Line, editing: &Editing) -> Self {
        let words = &visit.words;
        let when = words.moment(line.at, ZONE);
        Self {
            title: words.t("editing-again-title"),
            by: words.t2("editing-again-by", "name", &line.author, "when", when),
            mine: words.t("editing-again-before"),
            ..Self::of(visit, kind, before, editing)
        }
    }
}
