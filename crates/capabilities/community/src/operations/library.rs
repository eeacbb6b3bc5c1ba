//! The library of a group: what is there, and how it leaves.

use access::Caller;
use serde_json::json;
use storage::Unit;
use vault::Opened;
use vocabulary::{Failure, Id, Problem, Refusal, Refused, Tlp, cursor, page_after, page_of};

use super::{
    Community,
    groups::Inside,
    reading::{Page, PostView},
};
use crate::{
    rules::documents::{DocumentKind, named_copy},
    store::{self, documents::Document},
};

/// A document, whole.
#[derive(Clone, Debug)]
pub struct DocumentView {
    /// The versions that the caller may read, the last first; there is one.
    pub versions: Vec<Document>,
    /// The post that carries the last of them.
    pub post: PostView,
    /// Its group, and how the caller stands to it; `None` in a question to the cell.
    pub inside: Option<Inside>,
    /// Whether the caller may add a version.
    pub writes: bool,
    /// Whether the caller is asked to review it.
    pub reviews: bool,
    /// Whether the caller moderates.
    pub moderates: bool,
    /// How far its author wants it to go once it is reviewed.
    pub wanted: Option<Tlp>,
}

/// A document on its way out.
pub struct Leaving {
    /// What is known of it.
    pub document: Document,
    /// Its bytes; `None` for a report, which is its text.
    pub bytes: Option<Opened>,
    /// Whether the name of the reader must stand on each page.
    pub named: bool,
}

impl Community {
    /// A page of the library of a group, the last added first. `kind`: of this one only.
    pub async fn library(
        &self,
        caller: &Caller,
        slug: &str,
        kind: Option<DocumentKind>,
        after: &str,
        limit: i64,
    ) -> Result<(Inside, Page<Document>), Problem> {
        let (now, limit, after) = (self.desk.now(), limit.clamp(1, 100), page_after(after)?);
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let inside = self.inside(&mut unit, &seat, slug).await?;
        let cut = (inside.group.id, kind.map(DocumentKind::code).unwrap_or_default());
        let found = store::documents::page(&mut unit, (&seat, now), cut, after, limit + 1).await?;
        let (items, next) = page_of(found, limit, |last| cursor(last.at, last.id));
        Ok((inside, Page { items, next }))
    }

    /// A document, by any of its versions.
    pub async fn document(&self, caller: &Caller, id: Id) -> Result<DocumentView, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.read().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let versions = store::documents::versions(&mut unit, (&seat, now), id).await?;
        let last = versions.first().ok_or(Refused::NotFound)?;
        let post = self.readable(&mut unit, (&seat, now), last.post.0).await?;
        let thread =
            store::threads::find(&mut unit, (&seat, now), post.thread).await?.ok_or(Refused::NotFound)?;
        let inside = match thread.group {
            Some(group) => Some(self.inside_of(&mut unit, &seat, group).await?),
            None => None,
        };
        let wanted = if last.waits { store::documents::wanted(&mut unit, post.id).await? } else { None };
        let number = store::posts::before(&mut unit, (&seat, now), (thread.id, post.at, post.id)).await? + 1;
        let view = self.views(&mut unit, (&seat, now), vec![post], (number, Some(now))).await?.pop();
        let post = view.ok_or(Refused::NotFound)?;
        let open = thread.closed.is_none() && inside.as_ref().is_none_or(|inside| inside.writes);
        Ok(DocumentView {
            writes: seat.account().is_some() && open && last.kind == DocumentKind::File,
            reviews: last.waits && !post.mine && seat.account().is_some(),
            moderates: seat.moderates(),
            wanted: wanted.map(|mark| mark.tlp),
            versions,
            post,
            inside,
        })
    }

    /// Gives a version of a document to who may read it. Each that leaves is in the trail.
    pub async fn take_document(&self, caller: &Caller, id: Id) -> Result<Leaving, Problem> {
        let now = self.desk.now();
        let mut unit = self.desk.store.write().await?;
        let seat = self.seat(&mut unit, caller).await?;
        let found = store::documents::find(&mut unit, (&seat, now), id).await?;
        let document = found.ok_or(Refused::NotFound)?;
        self.readable(&mut unit, (&seat, now), document.post.0).await?;
        let named = named_copy(document.tlp);
        // Tightened after it came: it is there, and does not leave.
        if document.kind == DocumentKind::File && named && document.form.is_empty() {
            return Err(Refused::Conflict(Refusal::new("file-stays")).into());
        }
        let detail = json!({ "version": document.version, "tlp": document.tlp.label(), "named": named });
        let what = ("community.document-taken", "document", document.id);
        self.trace(&mut unit, caller, what, (false, detail)).await?;
        unit.commit().await?;
        let bytes = match document.kind {
            DocumentKind::Retex => None,
            DocumentKind::File => Some(self.opened(id).await?),
        };
        Ok(Leaving { document, bytes, named })
    }

    async fn opened(&self, id: Id) -> Result<Opened, Problem> {
        let missing = || Failure::new("open a kept file", format!("{id} is in the database and not on disk"));
        Ok(self.files()?.open(id).await?.ok_or_else(missing)?)
    }

    /// The bytes of a file that waits for a post of the caller.
    pub async fn waiting_bytes(&self, caller: &Caller, id: Id) -> Result<Opened, Problem> {
        let mut unit = self.desk.store.read().await?;
        let (_, account) = self.writer(&mut unit, caller).await?;
        let own = store::documents::waiting(&mut unit, account).await?;
        drop(unit);
        if own.iter().all(|file| file.id != id) {
            return Err(Refused::NotFound.into());
        }
        self.opened(id).await
    }

    /// What these posts carry, beside each of them.
    pub(crate) async fn carried(
        &self,
        unit: &mut Unit,
        reader: (&access::Seat, vocabulary::Instant),
        posts: &[Id],
    ) -> Result<Vec<Document>, Problem> {
        if posts.is_empty() {
            return Ok(Vec::new());
        }
        Ok(store::documents::carried(unit, reader, posts).await?)
    }
}
