//! What the demonstration publishes: written by its editor, reviewed by its lead.

use access::{Caller, Role};
use publications::rules::{Content, Draft, Kind};
use serde::Deserialize;
use vocabulary::{Failure, Id, Instant, Language, Problem};

use super::{DAY, Demonstration, HOUR, staff};

const TEXTS: &str = include_str!("watch.toml");

/// When the library of cards and guides came.
const LIBRARY: i64 = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Watch {
    text: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    kind: String,
    /// How many days ago it was published.
    days: i64,
    /// Where it stops, when it is not published.
    #[serde(default)]
    stage: String,
    revised: Option<Later>,
    withdrawn: Option<Later>,
    /// What its image says to whoever does not see it, and under it.
    image: Option<Pictured>,
    content: Content,
}

/// An image, in French and in English.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pictured {
    alts: [String; Language::ALL.len()],
    captions: [String; Language::ALL.len()],
}

/// Something that happened to it afterwards, and what was said of that.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Later {
    days: i64,
    fr: String,
    en: String,
}

impl Demonstration<'_> {
    /// The library, then each text at its time.
    pub(super) async fn watch(&mut self, now: Instant, operator: &Caller) -> Result<(), Problem> {
        let watch: Watch =
            toml::from_str(TEXTS).map_err(|error| Failure::new("fill the demonstration", error))?;
        let services = &self.house.services;
        let mut people = Vec::new();
        for (login, name, role) in
            [("redacteur", "Sacha Plume", Role::Editor), ("responsable", "Robin Modèle", Role::Lead)]
        {
            let account = services.accounts.identity_of(operator, &format!("{login}@vigie.example")).await?;
            people.push(staff(role, name, account, self.house.desk.id()));
        }
        let [editor, lead] = people.as_slice() else { return Ok(()) };
        self.clock.set(now.plus_seconds(-LIBRARY * DAY));
        self.house.load_library().await?;
        let mut texts = watch.text;
        texts.sort_by_key(|text| -text.days);
        for text in texts {
            self.tell(now, (editor, lead), text).await?;
        }
        Ok(())
    }

    async fn tell(
        &self,
        now: Instant,
        (editor, lead): (&Caller, &Caller),
        text: Text,
    ) -> Result<(), Problem> {
        let publications = &self.house.services.publications;
        let kind =
            Kind::from_code(&text.kind).ok_or_else(|| Failure::new("fill the demonstration", text.kind))?;
        let published = now.plus_seconds(-text.days * DAY - 2 * HOUR);
        self.clock.set(published.plus_seconds(-HOUR));
        let mut draft = Draft { content: text.content, ..Draft::default() };
        let id = publications.begin(editor, kind, draft.clone()).await?;
        if let Some(image) = text.image {
            self.picture(editor, (id, &mut draft), image).await?;
        }
        if text.stage == "writing" {
            return Ok(());
        }
        publications.submit(editor, (id, self.seen(editor, id).await?)).await?;
        if text.stage == "in-review" {
            return Ok(());
        }
        self.clock.set(published);
        publications.approve(lead, (id, self.seen(lead, id).await?), None).await?;
        if let Some(later) = text.revised {
            self.clock.set(now.plus_seconds(-later.days * DAY - HOUR));
            let draft = Draft { change_fr: later.fr, change_en: later.en, tell: true, ..draft };
            let seen = publications.write(editor, (id, self.seen(editor, id).await?), draft).await?;
            publications.submit(editor, (id, seen)).await?;
            publications.approve(lead, (id, self.seen(lead, id).await?), None).await?;
        }
        if let Some(later) = text.withdrawn {
            self.clock.set(now.plus_seconds(-later.days * DAY));
            publications.withdraw(lead, id, [&later.fr, &later.en]).await?;
        }
        Ok(())
    }

    /// Adds an image to a text as an editor does, and shows it before its second chapter. Where nothing draws images, the
    /// text goes without.
    async fn picture(
        &self,
        editor: &Caller,
        (id, draft): (Id, &mut Draft),
        image: Pictured,
    ) -> Result<(), Problem> {
        let services = &self.house.services;
        let drawn = match services.typesetter.redraw(&super::drawing::png()).await {
            Ok(drawn) => drawn,
            Err(problem) => {
                tracing::warn!(?problem, "the image of the demonstration is left out");
                return Ok(());
            }
        };
        let [fr, en] = &image.alts;
        let shown = services.publications.image_add(editor, id, [fr, en], &drawn).await?;
        for ((language, alt), caption) in Language::ALL.into_iter().zip(&image.alts).zip(&image.captions) {
            let body = &mut draft.content.texts.of_mut(language).body;
            if let Some((first, rest)) = body.split_once("\n\n## ") {
                *body = format!("{first}\n\n![{alt}](/images/{shown} \"{caption}\")\n\n## {rest}");
            }
        }
        let seen = self.seen(editor, id).await?;
        services.publications.write(editor, (id, seen), draft.clone()).await.map(drop)
    }

    async fn seen(&self, caller: &Caller, id: Id) -> Result<i64, Problem> {
        Ok(self.house.services.publications.open(caller, id).await?.publication.revision)
    }
}
