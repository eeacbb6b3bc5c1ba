//! Somebody else saved meanwhile: both texts side by side where they differ, and nothing typed is lost.

use publications::{Editing, rules::Kind};

use super::{
    ZONE,
    difference::{Piece, between},
    said, typed,
};
use crate::{forms::Typed, visit::Visit};

/// As the page shows it.
pub(crate) struct Conflict {
    /// Who saved, and when.
    pub(crate) by: String,
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
        let text = &editing.publication;
        Self {
            by: visit.words.t2(
                "editing-conflict-by",
                "name",
                &text.changed_by,
                "when",
                visit.words.moment(text.changed_at, ZONE),
            ),
            fields: fields.collect(),
        }
    }
}
