//! Images: kept with a text, seen with it, gone with it.

use std::path::Path;

use access::{Caller, Role};
use documents::{Limits, Redrawn, Typesetter};
use publications::rules::{Draft, ImageRoom, Kind};
use storage::on_both_engines;
use vocabulary::{Id, Tlp};

use crate::house::{House, code, draft, editor, person};

/// An image of so many bytes, drawn by a program that gives back what it is given: how real ones are drawn is tried beside the
/// real program.
pub async fn drawn(bytes: usize) -> Redrawn {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../documents/tests/programs/makes.sh");
    let mut image = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x28\0\0\0\x14\x08\x02\0\0\0".to_vec();
    image.resize(bytes.max(image.len()), b'x');
    Typesetter::new(program, Limits::default()).redraw(&image).await.unwrap()
}

/// A text that shows images.
pub fn showing(tlp: Tlp, images: &[Id]) -> Draft {
    let mut text = draft("Une faille en images", tlp);
    for image in images {
        text.content.texts.fr.body.push_str(&format!("\n\n![Le schéma](/images/{image})"));
    }
    text
}

pub const ALTS: [&str; 2] = ["Le schéma du réseau", "The plan of the network"];

on_both_engines! {
    async fn an_image_is_seen_by_whoever_reads_a_version_that_shows_it_and_by_nobody_once_that_is_withdrawn(database) {
        let house = House::with_images(database).await;
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::Alert, showing(Tlp::Green, &[])).await.unwrap();
        let image = p.image_add(&editor(1), id, ALTS, &drawn(100_000).await).await.unwrap();
        let (member, nobody) = (person(Role::Member, 9), Caller::Nobody);
        // A draft's is for those who write.
        let shown = p.image(&editor(2), image).await.unwrap();
        assert_eq!((shown.bytes.len(), shown.public, shown.image.header.width), (100_000, false, 40));
        assert_eq!(shown.image.alts, ALTS.map(str::to_owned));
        for caller in [&member, &nobody, &person(Role::FacilityStaff, 8)] {
            assert_eq!(code(p.image(caller, image).await.map(|it| it.image)), "not-found");
            assert!(p.images(caller, &[image]).await.unwrap().is_empty());
        }
        let opened = p.open(&editor(1), id).await.unwrap();
        assert_eq!((opened.images.len(), opened.publication.revision), (1, 1));
        assert!(opened.journal.iter().any(|line| line.kind == "image-added" && line.body == ALTS[0]));

        // Published under a mark, it is for whoever that mark allows.
        let seen = p.write(&editor(1), (id, 1), showing(Tlp::Green, &[image])).await.unwrap();
        p.submit(&editor(1), (id, seen)).await.unwrap();
        p.approve(&editor(2), (id, seen + 1), None).await.unwrap();
        assert!(!p.image(&member, image).await.unwrap().public);
        assert_eq!(code(p.image(&nobody, image).await.map(|it| it.image)), "not-found");
        assert_eq!(p.images(&member, &[image, Id::from_random([1; 16])]).await.unwrap().len(), 1);
        assert!(p.drawings(&nobody, &[image]).await.unwrap().is_empty());

        // For everybody, without it: what was said under the stricter mark, the image with it, stays as it was.
        let mut clear = p.open(&editor(1), id).await.unwrap();
        clear.draft = Draft { change_fr: "Pour tous.".to_owned(), ..showing(Tlp::Clear, &[]) };
        let seen = p.write(&editor(1), (id, clear.publication.revision), clear.draft).await.unwrap();
        p.submit(&editor(1), (id, seen)).await.unwrap();
        p.approve(&editor(2), (id, seen + 1), None).await.unwrap();
        assert_eq!(code(p.image(&nobody, image).await.map(|it| it.image)), "not-found");
        assert!(p.image(&member, image).await.is_ok());

        // For everybody, with it.
        let mut clear = p.open(&editor(1), id).await.unwrap();
        clear.draft = Draft { change_fr: "Le schéma.".to_owned(), ..showing(Tlp::Clear, &[image]) };
        let seen = p.write(&editor(1), (id, clear.publication.revision), clear.draft).await.unwrap();
        p.submit(&editor(1), (id, seen)).await.unwrap();
        p.approve(&editor(2), (id, seen + 1), None).await.unwrap();
        let shown = p.image(&nobody, image).await.unwrap();
        assert_eq!((shown.public, shown.bytes.len()), (true, 100_000));
        assert_eq!(p.drawings(&nobody, &[image]).await.unwrap()[&image].1.len(), 100_000);
        assert!(p.card_images().await.unwrap().is_empty(), "it is no response card's");

        // What was published keeps its image; withdrawn, it is for those who write alone.
        assert_eq!(code(p.image_remove(&editor(1), (id, image)).await), "publication-image-used");
        p.withdraw(&editor(1), id, ["Une erreur.", ""]).await.unwrap();
        for caller in [&member, &nobody] {
            assert_eq!(code(p.image(caller, image).await.map(|it| it.image)), "not-found");
        }
        assert!(p.image(&editor(1), image).await.is_ok());
    }

    async fn a_text_shows_its_own_images_only_and_each_says_something(database) {
        let house = House::with_images(database.clone()).await;
        let p = &house.publications;
        let other = p.begin(&editor(1), Kind::News, draft("Une autre", Tlp::AmberStrict)).await.unwrap();
        let image = p.image_add(&editor(1), other, ALTS, &drawn(100).await).await.unwrap();
        let id = p.begin(&editor(1), Kind::News, showing(Tlp::Clear, &[image])).await.unwrap();
        assert_eq!(code(p.submit(&editor(1), (id, 1)).await), "publication-image-absent");
        assert_eq!(code(p.publish_alone(&person(Role::Lead, 3), (id, 1), "Vite.").await), "publication-image-absent");
        // It is taken away by its own text alone, once that shows it no more; its file goes too.
        assert_eq!(code(p.image_remove(&editor(1), (id, image)).await), "not-found");
        let files = || std::fs::read_dir(database.folder().join("images")).unwrap().count();
        assert_eq!(files(), 1);
        p.write(&editor(1), (other, 1), showing(Tlp::AmberStrict, &[image])).await.unwrap();
        assert_eq!(code(p.image_remove(&editor(1), (other, image)).await), "publication-image-used");
        p.write(&editor(1), (other, 2), showing(Tlp::AmberStrict, &[])).await.unwrap();
        p.image_remove(&editor(1), (other, image)).await.unwrap();
        assert_eq!((files(), code(p.image(&editor(1), image).await.map(|it| it.image))), (0, "not-found"));
        assert_eq!(code(p.image_remove(&editor(1), (other, image)).await), "not-found");
        // What it says is asked for in both languages, and who may not write adds nothing.
        assert_eq!(code(p.image_add(&editor(1), id, ["", "x"], &drawn(100).await).await), "required");
        assert_eq!(code(p.image_add(&editor(1), id, ["x", ""], &drawn(100).await).await), "required");
        assert_eq!(code(p.image_add(&person(Role::Member, 9), id, ALTS, &drawn(100).await).await), "forbidden");
        assert_eq!(code(p.image_add(&Caller::Nobody, id, ALTS, &drawn(100).await).await), "sign-in");
        let nothing = Id::from_random([77; 16]);
        assert_eq!(code(p.image_add(&editor(1), nothing, ALTS, &drawn(100).await).await), "not-found");
        assert_eq!(files(), 0, "what was refused leaves no file");
    }

    async fn a_text_has_room_for_so_many_images(database) {
        let house = House::with_images(database).await;
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::News, draft("Des images", Tlp::Clear)).await.unwrap();
        for _ in 0..4 {
            p.image_add(&editor(1), id, ALTS, &drawn(2 << 20).await).await.unwrap();
        }
        assert_eq!(code(p.image_room(&editor(1), id).await), "publication-images-heavy");
        assert_eq!(code(p.image_add(&editor(1), id, ALTS, &drawn(100).await).await), "publication-images-heavy");
        let id = p.begin(&editor(1), Kind::News, draft("De petites images", Tlp::Clear)).await.unwrap();
        for _ in 0..ImageRoom::MOST {
            p.image_room(&editor(1), id).await.unwrap();
            p.image_add(&editor(1), id, ALTS, &drawn(100).await).await.unwrap();
        }
        assert_eq!(code(p.image_room(&editor(1), id).await), "publication-images");
        assert_eq!(code(p.image_add(&editor(1), id, ALTS, &drawn(100).await).await), "publication-images");
    }
}
