//! From the first word to the withdrawal.

use access::{Caller, Role};
use publications::rules::{CvssVector, Kind, Stage};
use storage::on_both_engines;
use vocabulary::{Language, Tlp};

use crate::house::{House, code, draft, editor, person};

on_both_engines! {
    async fn a_text_is_written_reviewed_published_revised_and_withdrawn(database) {
        let house = House::new(database.clone());
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::Alert, draft("Faille de la passerelle", Tlp::Clear)).await.unwrap();
        assert!(p.open(&editor(1), id).await.unwrap().publication.listed.is_none());
        p.submit(&editor(1), (id, 1)).await.unwrap();
        assert_eq!(code(p.approve(&editor(1), (id, 2), None).await), "publication-own");
        p.send_back(&editor(2), id, "Dites depuis quand.").await.unwrap();
        let mut changed = draft("Faille de la passerelle 3000", Tlp::Clear);
        changed.content.texts.fr.body += "\n\nDepuis lundi.";
        p.write(&editor(1), (id, 3), changed).await.unwrap();
        p.submit(&editor(1), (id, 4)).await.unwrap();
        p.approve(&editor(2), (id, 5), None).await.unwrap();
        let year = i64::from(calendar_year(&house));
        let key = (Kind::Alert, year);
        let slug = "faille-de-la-passerelle-3000";
        let read = p.read(&Caller::Nobody, key, (Language::Fr, slug)).await.unwrap();
        assert_eq!((read.listed.version, read.versions[0].reviewer.as_str()), (1, "Personne 2"));
        assert_eq!(read.versions[0].author, "Personne 1");
        // A revision says what changed; the address stays, and so does what was said before.
        let mut revised = p.open(&editor(2), id).await.unwrap();
        assert_eq!(revised.publication.life.stage, Stage::Settled);
        revised.draft.content.texts.fr.title = "Un tout autre titre".to_owned();
        let seen = revised.publication.revision;
        let seen = p.write(&editor(2), (id, seen), revised.draft.clone()).await.unwrap();
        assert_eq!(code(p.submit(&editor(2), (id, seen)).await), "required");
        revised.draft.change_fr = "Le titre.".to_owned();
        revised.draft.tell = true;
        let seen = p.write(&editor(2), (id, seen), revised.draft).await.unwrap();
        p.submit(&editor(2), (id, seen)).await.unwrap();
        p.approve(&editor(1), (id, seen + 1), None).await.unwrap();
        let read = p.read(&Caller::Nobody, key, (Language::Fr, slug)).await.unwrap();
        assert_eq!(read.versions.iter().map(|v| v.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(read.versions[0].changes[0], "Le titre.");
        assert_eq!(read.versions[1].content.texts.fr.title, "Faille de la passerelle 3000");
        // Withdrawn, the page stays and says why, and shows no version.
        assert_eq!(code(p.withdraw(&editor(1), id, ["", ""]).await), "required");
        p.withdraw(&editor(1), id, ["L’éditeur s’est trompé.", ""]).await.unwrap();
        let read = p.read(&Caller::Nobody, key, (Language::Fr, slug)).await.unwrap();
        assert!(read.versions.is_empty());
        assert_eq!(read.listed.withdrawn.unwrap().1[0], "L’éditeur s’est trompé.");
        assert_eq!(house.told(), [format!("{slug} 1 true"), format!("{slug} 2 true"), "withdrawn".to_owned()]);
        let journal = p.open(&editor(1), id).await.unwrap().journal;
        assert!(journal.iter().any(|line| line.kind == "sent-back" && line.body == "Dites depuis quand."));
    }

    async fn two_people_who_write_at_once_lose_no_word(database) {
        let house = House::new(database);
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::News, draft("Une nouvelle", Tlp::Clear)).await.unwrap();
        p.write(&editor(2), (id, 1), draft("Celle de l’autre", Tlp::Clear)).await.unwrap();
        assert_eq!(code(p.write(&editor(1), (id, 1), draft("La mienne", Tlp::Clear)).await), "publication-changed");
        assert_eq!(code(p.submit(&editor(1), (id, 1)).await), "publication-changed");
        assert_eq!(p.open(&editor(1), id).await.unwrap().draft.content.texts.fr.title, "Celle de l’autre");
        // Overwritten on purpose, the words of the other are kept; one's own, and those that say the same, are not.
        p.write(&editor(1), (id, 2), draft("La mienne", Tlp::Clear)).await.unwrap();
        p.write(&editor(1), (id, 3), draft("La mienne, mieux", Tlp::Clear)).await.unwrap();
        p.write(&editor(2), (id, 4), draft("La mienne, mieux", Tlp::Clear)).await.unwrap();
        let journal = p.open(&editor(1), id).await.unwrap().journal;
        let kept: Vec<_> = journal.iter().filter(|line| line.kept).collect();
        // The first was overwritten by the second person, and theirs by the first.
        assert_eq!(kept.len(), 2);
        let mut titles = Vec::new();
        for line in kept {
            titles.push(p.overwritten(&editor(3), (id, line.id)).await.unwrap().1.content.texts.fr.title);
        }
        titles.sort();
        assert_eq!(titles, ["Celle de l’autre", "Une nouvelle"]);
        let line = journal.iter().find(|line| !line.kept).unwrap();
        assert_eq!(code(p.overwritten(&editor(1), (id, line.id)).await.map(|it| it.0)), "not-found");
        assert_eq!(code(p.overwritten(&person(Role::Member, 9), (id, line.id)).await.map(|it| it.0)), "forbidden");
    }

    async fn a_text_waits_for_its_moment_and_may_be_taken_back(database) {
        let house = House::new(database.clone());
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::News, draft("Plus tard", Tlp::Clear)).await.unwrap();
        p.submit(&editor(1), (id, 1)).await.unwrap();
        let due = database.desk().now().plus_seconds(3600);
        p.approve(&editor(2), (id, 2), Some(due)).await.unwrap();
        assert_eq!(code(p.write(&editor(1), (id, 3), draft("Non", Tlp::Clear)).await), "publication-scheduled");
        p.unschedule(&editor(2), id).await.unwrap();
        work(&house).await;
        database.clock.advance(7200);
        work(&house).await;
        assert!(p.open(&editor(1), id).await.unwrap().publication.listed.is_none());
        p.submit(&editor(1), (id, 4)).await.unwrap();
        let due = database.desk().now().plus_seconds(3600);
        p.approve(&editor(2), (id, 5), Some(due)).await.unwrap();
        work(&house).await;
        assert!(house.told().is_empty());
        database.clock.advance(3600);
        work(&house).await;
        work(&house).await;
        assert_eq!(house.told(), ["plus-tard 1 true"]);
        let version = &p.open(&editor(1), id).await.unwrap().versions[0];
        assert_eq!((version.author.as_str(), version.reviewer.as_str()), ("Personne 1", "Personne 2"));
    }

    async fn what_is_withdrawn_does_not_come_back_by_itself(database) {
        let house = House::new(database.clone());
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::News, draft("Une erreur", Tlp::Clear)).await.unwrap();
        p.submit(&editor(1), (id, 1)).await.unwrap();
        p.approve(&editor(2), (id, 2), None).await.unwrap();
        let mut next = p.open(&editor(1), id).await.unwrap();
        next.draft.change_fr = "Plus clair.".to_owned();
        let revision = next.publication.revision;
        p.write(&editor(1), (id, revision), next.draft).await.unwrap();
        p.submit(&editor(1), (id, revision + 1)).await.unwrap();
        let due = database.desk().now().plus_seconds(3600);
        p.approve(&editor(2), (id, revision + 2), Some(due)).await.unwrap();
        p.withdraw(&editor(2), id, ["Elle était fausse.", ""]).await.unwrap();
        database.clock.advance(7200);
        work(&house).await;
        let now = p.open(&editor(1), id).await.unwrap().publication;
        assert!(now.life.withdrawn && now.due.is_none(), "{now:?}");
        p.submit(&editor(1), (id, now.revision)).await.unwrap();
        p.approve(&editor(2), (id, now.revision + 1), None).await.unwrap();
        assert!(!p.open(&editor(1), id).await.unwrap().publication.life.withdrawn, "somebody decides it anew");
    }

    async fn abuse_g01_alone_only_the_lead_with_a_reason_that_everybody_reads(database) {
        let house = House::new(database);
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::Alert, draft("En urgence", Tlp::Clear)).await.unwrap();
        assert_eq!(code(p.publish_alone(&editor(1), (id, 1), "Vite.").await), "forbidden");
        assert_eq!(code(p.publish_alone(&person(Role::Analyst, 3), (id, 1), "Vite.").await), "forbidden");
        let lead = person(Role::Lead, 4);
        assert_eq!(code(p.publish_alone(&lead, (id, 1), " ").await), "required");
        p.publish_alone(&lead, (id, 1), "Exploitée en ce moment.").await.unwrap();
        let versions = p.open(&editor(1), id).await.unwrap().versions;
        assert_eq!((versions[0].alone.as_str(), versions[0].reviewer.as_str()), ("Exploitée en ce moment.", ""));
        // Until the next version, it is to be read again by somebody else.
        let again = p.alone(&editor(1)).await.unwrap();
        assert_eq!(again.iter().map(|text| text.id).collect::<Vec<_>>(), [id]);
        let mut next = p.open(&editor(1), id).await.unwrap();
        next.draft.change_fr = "Relue.".to_owned();
        let seen = p.write(&editor(1), (id, next.publication.revision), next.draft).await.unwrap();
        p.submit(&editor(1), (id, seen)).await.unwrap();
        p.approve(&editor(2), (id, seen + 1), None).await.unwrap();
        assert!(p.alone(&editor(1)).await.unwrap().is_empty());
        assert_eq!(code(p.alone(&person(Role::Member, 5)).await), "forbidden");
    }

    async fn what_is_not_whole_is_kept_and_not_reviewed(database) {
        let house = House::new(database);
        let p = &house.publications;
        let mut half = draft("", Tlp::Red);
        half.content.texts.en.title = "Only a title".to_owned();
        half.content.facts.cves = vec!["CVE-1".to_owned()];
        half.content.facts.cvss = vec![CvssVector { vector: "CVSS:3.1/AV:N".to_owned(), cve: String::new() }];
        half.content.sources.clear();
        let id = p.begin(&editor(1), Kind::Alert, half).await.unwrap();
        let Err(vocabulary::Problem::Refused(vocabulary::Refused::Invalid(wrong))) = p.submit(&editor(1), (id, 1)).await else {
            panic!("it is not whole")
        };
        let wrong: Vec<(&str, &str)> =
            wrong.iter().map(|refusal| (refusal.field.as_deref().unwrap_or_default(), refusal.code)).collect();
        assert_eq!(wrong, [
            ("title_fr", "required"),
            ("summary_en", "required"),
            ("body_en", "required"),
            ("tlp", "publication-red"),
            ("cves", "publication-cve"),
            ("cvss", "publication-cvss"),
            ("sources", "required"),
        ]);
        assert_eq!(p.open(&editor(1), id).await.unwrap().draft.content.texts.en.title, "Only a title");
    }

    async fn nobody_else_writes_reviews_or_sees_what_is_being_written(database) {
        let house = House::new(database);
        let p = &house.publications;
        let id = p.begin(&editor(1), Kind::News, draft("Une nouvelle", Tlp::Clear)).await.unwrap();
        p.submit(&editor(1), (id, 1)).await.unwrap();
        for other in [person(Role::Member, 5), person(Role::Ars, 6), person(Role::Administrator, 7)] {
            assert_eq!(code(p.open(&other, id).await), "forbidden");
            assert_eq!(code(p.desktop(&other, None).await), "forbidden");
            assert_eq!(code(p.write(&other, (id, 2), draft("Non", Tlp::Clear)).await), "forbidden");
        }
        assert_eq!(code(p.open(&Caller::Nobody, id).await), "sign-in");
        assert_eq!(code(p.approve(&person(Role::Analyst, 8), (id, 2), None).await), "forbidden");
        assert_eq!(p.desktop(&person(Role::Analyst, 8), Some(Stage::InReview)).await.unwrap().texts.len(), 1);
    }
}

fn calendar_year(house: &House) -> i16 {
    calendar::Calendar::of_the_cell().date(house.database.desk().now()).year()
}

async fn work(house: &House) {
    let worker = jobs::Worker::new(house.database.desk(), publications::jobs::handlers(&house.publications));
    worker.drain().await.unwrap();
}
