//! How many images a text may have, and which it shows.

use declarations::rules::bounded_text;
use vocabulary::{Id, Language, Refusal};

use super::Content;

/// What the images of a text take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImageRoom {
    /// How many there are.
    pub images: usize,
    /// Their bytes together.
    pub bytes: i64,
}

impl ImageRoom {
    /// Images of one text.
    pub const MOST: usize = 20;
    /// Bytes of the images of one text: its PDF holds them all.
    pub const BYTES: i64 = 8 * 1024 * 1024;
    /// Characters of what an image says to whoever does not see it.
    pub const ALT: usize = 300;

    /// Refuses one image more, of so many bytes, where there is no room for it.
    pub fn take(self, size: i64) -> Result<(), Refusal> {
        if self.images >= Self::MOST {
            return Err(Refusal::new("publication-images").at("file").with("max", Self::MOST.to_string()));
        }
        if self.bytes.saturating_add(size) > Self::BYTES || self.bytes == Self::BYTES {
            let megabytes = (Self::BYTES >> 20).to_string();
            return Err(Refusal::new("publication-images-heavy").at("file").with("max", megabytes));
        }
        Ok(())
    }
}

/// What an image says to whoever does not see it, in French and in English: required in both, for a text may be translated at
/// any time. An image that says nothing is left out of a text.
pub fn alternatives(
    typed: [&str; Language::ALL.len()],
) -> Result<[String; Language::ALL.len()], Vec<Refusal>> {
    let [fr, en] = typed.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let (fr, en) = (
        bounded_text(&fr, ImageRoom::ALT, "alt_fr", true),
        bounded_text(&en, ImageRoom::ALT, "alt_en", true),
    );
    match (fr, en) {
        (Ok(fr), Ok(en)) => Ok([fr, en]),
        (fr, en) => Err(fr.err().into_iter().chain(en.err()).collect()),
    }
}

/// The images that the words of a language show, each once; none of words that cannot be read.
pub fn shown_in(content: &Content, language: Language) -> Vec<Id> {
    let read = markdown::Text::parse(&content.texts.of(language).body);
    let mut ids: Vec<Id> =
        read.map(|text| text.images().into_iter().map(|image| image.id).collect()).unwrap_or_default();
    ids.sort_unstable();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_room_for_so_many_images_and_bytes() {
        let code = |images, bytes, size| ImageRoom { images, bytes }.take(size).err().map(|it| it.code);
        assert_eq!(code(0, 0, ImageRoom::BYTES), None);
        assert_eq!(code(19, 100, 1), None);
        assert_eq!(code(20, 100, 1), Some("publication-images"));
        assert_eq!(code(1, ImageRoom::BYTES - 1, 2), Some("publication-images-heavy"));
        assert_eq!(code(1, ImageRoom::BYTES, 0), Some("publication-images-heavy"));
        assert_eq!(code(1, i64::MAX, i64::MAX), Some("publication-images-heavy"));
    }

    #[test]
    fn what_an_image_says_is_required_in_both_languages() {
        assert_eq!(
            alternatives([" Un\n\nschéma ", "A plan"]),
            Ok(["Un schéma".to_owned(), "A plan".to_owned()])
        );
        let codes = |typed: [&str; 2]| -> Vec<_> {
            alternatives(typed).unwrap_err().into_iter().map(|it| (it.code, it.field.unwrap())).collect()
        };
        assert_eq!(codes(["", " "]), [("required", "alt_fr".into()), ("required", "alt_en".into())]);
        assert_eq!(codes(["Un plan", &"x".repeat(301)]), [("too-long", "alt_en".into())]);
    }

    #[test]
    fn the_images_of_a_text_are_found_once_each() {
        let id = Id::from_random([7; 16]);
        let mut content = Content::default();
        content.texts.fr.body =
            format!("![a](/images/{id})\n\n- ![b](/images/{id} \"c\")\n\n![](/images/{id})");
        assert_eq!(shown_in(&content, Language::Fr), [id]);
        assert!(shown_in(&content, Language::En).is_empty());
    }
}
