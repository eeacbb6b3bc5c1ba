//! Images of texts: added by those who write, seen by whoever may read a version that shows them.

use std::collections::BTreeMap;

use access::{Caller, Permission, Resource, permit};
use documents::Redrawn;
use pictures::Header;
use storage::Unit;
use vault::Objects;
use vocabulary::{Failure, Id, Language, Problem, Refusal, Refused, Tlp};

use super::{Publications, reading::marks};
use crate::{
    rules::{Draft, ImageRoom, alternatives, shown_in},
    store::{
        self,
        images::{self, Image},
    },
};

/// An image, to be shown.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is known of it.
    pub image: Image,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether everybody may see it.
    pub public: bool,
}

impl Publications {
    /// Whether a text has room for one image more: asked before the image is looked into.
    pub async fn image_room(&self, caller: &Caller, id: Id) -> Result<(), Problem> {
        access::decide::<permit::PublicationWrite>(caller, &Resource::default())?;
        let mut unit = self.desk.store.read().await?;
        store::open(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        room(&mut unit, id, 0).await
    }

    /// Keeps an image with a text. It is seen by nobody else before a version is published that shows it.
    pub async fn image_add(
        &self,
        caller: &Caller,
        id: Id,
        alts: [&str; Language::ALL.len()],
        drawn: &Redrawn,
    ) -> Result<Id, Problem> {
        access::decide::<permit::PublicationWrite>(caller, &Resource::default())?;
        let alts = alternatives(alts).map_err(Refused::Invalid)?;
        let image = self.desk.id();
        let mut sealing = self.files()?.seal(self.desk.ids.as_ref(), image).await?;
        sealing.write(drawn.bytes()).await?;
        let stored = sealing.finish().await?;
        let image = Image {
            id: image,
            publication: id,
            at: self.desk.now(),
            author: caller.author(),
            header: drawn.header(),
            size: i64::try_from(stored.size).unwrap_or(i64::MAX),
            sha256: stored.sha256,
            alts,
        };
        match self.image_noted(caller, &image).await {
            Ok(()) => Ok(image.id),
            Err(problem) => {
                self.files()?.remove(image.id).await?;
                Err(problem)
            }
        }
    }

    async fn image_noted(&self, caller: &Caller, image: &Image) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let text = self.held::<permit::PublicationWrite>(&mut unit, caller, image.publication).await?;
        room(&mut unit, text.id, image.size).await?;
        images::insert(&mut unit, image).await?;
        let said = image.alts.first().map_or("", String::as_str);
        self.trace(&mut unit, caller, ("publication.image-added", "image-added"), &text, said).await?;
        Ok(unit.commit().await?)
    }

    /// Takes an image away that neither a version nor the text being written shows.
    pub async fn image_remove(&self, caller: &Caller, (id, image): (Id, Id)) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let text = self.held::<permit::PublicationWrite>(&mut unit, caller, id).await?;
        let known = images::of(&mut unit, id).await?;
        let known = known.into_iter().find(|known| known.id == image).ok_or(Refused::NotFound)?;
        let (_, draft) = store::open(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        let written = Language::ALL.iter().any(|tag| shown_in(&draft.content, *tag).contains(&image));
        if written || images::uses(&mut unit, image).await? > 0 {
            return Err(Refused::Conflict(Refusal::new("publication-image-used")).into());
        }
        images::remove(&mut unit, image).await?;
        let said = known.alts.first().map_or("", String::as_str);
        self.trace(&mut unit, caller, ("publication.image-removed", "image-removed"), &text, said).await?;
        unit.commit().await?;
        Ok(self.files()?.remove(image).await?)
    }

    /// An image, for whoever may see it; to others there is none.
    pub async fn image(&self, caller: &Caller, id: Id) -> Result<Shown, Problem> {
        let clear = format!(",{},", Tlp::Clear.label());
        let mut unit = self.desk.store.read().await?;
        let public = !images::shown(&mut unit, &[id], &clear).await?.is_empty();
        let image = seen(&mut unit, caller, &[id]).await?.pop().ok_or(Refused::NotFound)?;
        drop(unit);
        let bytes = self.bytes(id).await?;
        Ok(Shown { image, bytes, public })
    }

    /// Those of these images that a caller may see.
    pub async fn images(&self, caller: &Caller, ids: &[Id]) -> Result<BTreeMap<Id, Image>, Problem> {
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut unit = self.desk.store.read().await?;
        let seen = seen(&mut unit, caller, ids).await?;
        Ok(seen.into_iter().map(|image| (image.id, image)).collect())
    }

    /// The same, with their bytes.
    pub async fn drawings(
        &self,
        caller: &Caller,
        ids: &[Id],
    ) -> Result<BTreeMap<Id, (Header, Vec<u8>)>, Problem> {
        let mut drawings = BTreeMap::new();
        for (id, image) in self.images(caller, ids).await? {
            drawings.insert(id, (image.header, self.bytes(id).await?));
        }
        Ok(drawings)
    }

    /// The images that everybody sees on response cards as they are now.
    pub async fn card_images(&self) -> Result<Vec<Id>, Problem> {
        let mut unit = self.desk.store.read().await?;
        Ok(images::public(&mut unit, crate::rules::Kind::Card.code()).await?)
    }

    async fn bytes(&self, id: Id) -> Result<Vec<u8>, Problem> {
        let opened = self.files()?.open(id).await?;
        let mut opened = opened.ok_or_else(|| Failure::new("open an image", "its file is not there"))?;
        let mut bytes = Vec::new();
        while let Some(piece) = opened.next().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }

    fn files(&self) -> Result<&Objects, Failure> {
        self.files.as_ref().ok_or_else(|| Failure::new("keep an image", "there is no folder for images"))
    }
}

/// Refuses an image of so many bytes that a text has no room for.
async fn room(unit: &mut Unit, id: Id, size: i64) -> Result<(), Problem> {
    let kept = images::of(unit, id).await?;
    let room = ImageRoom { images: kept.len(), bytes: kept.iter().map(|image| image.size).sum() };
    Ok(room.take(size).map_err(Refused::invalid)?)
}

/// Those of these images that a caller may see: all, to those who write; else those on what they may read.
async fn seen(unit: &mut Unit, caller: &Caller, ids: &[Id]) -> Result<Vec<Image>, Problem> {
    if Permission::PublicationWrite.decided(caller, &Resource::default()).is_ok() {
        return Ok(images::all(unit, ids).await?);
    }
    Ok(images::shown(unit, ids, &marks(caller, false)?).await?)
}

/// What is wrong with the images that a draft shows: each is to be one of the text's own.
pub(super) async fn strangers(unit: &mut Unit, id: Id, draft: &Draft) -> Result<Vec<Refusal>, Failure> {
    let named: Vec<(Language, Vec<Id>)> =
        Language::ALL.into_iter().map(|language| (language, shown_in(&draft.content, language))).collect();
    if named.iter().all(|(_, ids)| ids.is_empty()) {
        return Ok(Vec::new());
    }
    let own: Vec<Id> = images::of(unit, id).await?.into_iter().map(|image| image.id).collect();
    let mut wrong = Vec::new();
    for (language, ids) in named {
        for stranger in ids.into_iter().filter(|id| !own.contains(id)) {
            let refusal =
                Refusal::new("publication-image-absent").with("value", format!("/images/{stranger}"));
            wrong.push(refusal.at(format!("body_{}", language.tag())));
        }
    }
    Ok(wrong)
}
