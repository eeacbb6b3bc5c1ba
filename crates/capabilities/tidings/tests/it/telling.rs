//! Who gets which mail, and what is in it.

use community::{NewPost, NewThread};
use storage::on_both_engines;
use tidings::{jobs::schedule, rules::Rhythm};
use vocabulary::Tlp;

use crate::house::{HIDDEN, House, OPEN, post, to};

on_both_engines! {
    async fn who_is_called_is_told_if_they_may_read(database) {
        let house = House::new(database).await;
        let t = &house.tidings;
        house.thread("anne", OPEN, "Vague de courriels", post("@bruno @dora @inconnu vous voyez ?", Tlp::Amber)).await;
        // Dora did not join: nothing reaches her, and only the author was told so before.
        let mails = house.mails().await;
        assert_eq!(to(&mails), ["bruno"]);
        assert!(mails[0].1.contains("mail-tidings-kept") && !mails[0].1.contains("Vague") && !mails[0].1.contains("voyez"));
        assert_eq!(t.mentions(&house.caller("bruno")).await.unwrap().len(), 1);
        assert!(t.mentions(&house.caller("dora")).await.unwrap().is_empty());
        let named = [].into();
        let unreachable =
            t.unreachable(&house.caller("anne"), (OPEN, Tlp::Amber, &named), "@bruno @dora @inconnu").await.unwrap();
        let names: Vec<_> = unreachable.iter().map(|one| (one.handle.as_str(), one.name.as_deref())).collect();
        assert_eq!(names, [("dora", Some("dora")), ("inconnu", None)]);
        let green = t.unreachable(&house.caller("anne"), (OPEN, Tlp::Green, &named), "@dora").await.unwrap();
        assert!(green.is_empty());
        // Nobody learns by calling that a hidden group is there.
        assert!(t.unreachable(&house.caller("dora"), (HIDDEN, Tlp::Green, &named), "@anne").await.is_err());
    }

    async fn abuse_a11_a_mail_carries_what_its_mark_lets_out_and_no_more(database) {
        let house = House::new(database).await;
        for tlp in [Tlp::Clear, Tlp::Green, Tlp::Amber, Tlp::AmberStrict, Tlp::Red] {
            let readers = if tlp == Tlp::Red { [house.people["bruno"]].into() } else { [].into() };
            let new = NewPost { readers, ..post("@bruno le texte", tlp) };
            house.thread("anne", OPEN, &format!("Titre {}", tlp.label()), new).await;
            let mails = house.mails().await;
            assert_eq!(to(&mails), ["bruno"], "{tlp:?}");
            let text = &mails[0].1;
            assert_eq!(text.contains("Titre"), tlp <= Tlp::Green, "{text}");
            assert_eq!(text.contains("le texte"), tlp == Tlp::Clear, "{text}");
            assert!(!text.contains("RED") && !text.contains("rancon"), "{text}");
        }
        // Of a hidden group, not even a title.
        house.thread("anne", HIDDEN, "Titre caché", post("@bruno le texte", Tlp::Clear)).await;
        let mails = house.mails().await;
        assert!(!mails[0].1.contains("Titre") && !mails[0].1.contains("crise"), "{}", mails[0].1);
    }

    async fn the_letter_of_the_day_tells_what_was_not_seen_and_counts_the_rest(database) {
        let house = House::new(database.clone()).await;
        let desk = database.desk();
        let mut unit = desk.store.write().await.unwrap();
        schedule(&mut unit, &desk).await.unwrap();
        schedule(&mut unit, &desk).await.unwrap();
        unit.commit().await.unwrap();
        assert!(house.mails().await.is_empty());
        database.clock.advance(1);
        let seen = house.thread("anne", OPEN, "Déjà lu", post("un", Tlp::Green)).await;
        house.thread("anne", OPEN, "À tous", post("deux", Tlp::Green)).await;
        house.thread("anne", OPEN, "Entre nous", post("trois", Tlp::Amber)).await;
        house.thread("anne", HIDDEN, "En secret", post("quatre", Tlp::Green)).await;
        let readers = [house.people["bruno"]].into();
        house.thread("anne", OPEN, "À un seul", NewPost { readers, ..post("cinq", Tlp::Red) }).await;
        house.mails().await;
        house.community.thread(&house.caller("bruno"), seen, "").await.unwrap();
        house.tidings.choose(&house.caller("chloe"), Rhythm::Never).await.unwrap();
        database.clock.advance(24 * 3600);
        let mails = house.mails().await;
        // Anne wrote all of it, Chloé wants none, Dora is in no group.
        assert_eq!(to(&mails), ["bruno", "eric"]);
        let text = &mails[0].1;
        assert!(text.contains("mail-tidings-digest count=3") && text.contains("tous"), "{text}");
        assert!(text.contains("mail-tidings-others count=2"), "{text}");
        for kept in ["Déjà", "Entre nous", "secret", "seul", "crise", "deux", "trois"] {
            assert!(!text.contains(kept), "{kept}: {text}");
        }
        assert!(mails[1].1.contains("mail-tidings-digest count=3") && mails[1].1.contains("others count=1"));
        // Once a day, and the next round waits for the next morning.
        assert!(house.mails().await.is_empty());
        database.clock.advance(24 * 3600);
        assert!(house.mails().await.is_empty(), "nothing is new");
    }

    /// A report is in the letter of the morning after its review, for those who may read it then, and says what its mark lets out.
    async fn abuse_a11_a_report_accepted_late_is_told_when_it_is_accepted_and_no_more_than_its_mark(database) {
        let house = House::new(database.clone()).await;
        let (desk, c) = (database.desk(), &house.community);
        let mut unit = desk.store.write().await.unwrap();
        schedule(&mut unit, &desk).await.unwrap();
        unit.commit().await.unwrap();
        let bruno = house.people["bruno"];
        let mut reports = Vec::new();
        for (slug, tlp, readers) in [
            (OPEN, Tlp::Green, vec![]), (OPEN, Tlp::Amber, vec![]), (HIDDEN, Tlp::Green, vec![]),
            (OPEN, Tlp::Red, vec![bruno, house.people["chloe"]]),
        ] {
            let post = NewPost { readers: readers.into_iter().collect(), ..post("## Contexte\n\nUne nuit.", tlp) };
            let new = NewThread {
                title: format!("Retour {} {slug}", tlp.label()), post, reviewers: Some([bruno].into()), ..NewThread::default()
            };
            reports.push((c.open_thread(&house.caller("anne"), slug, new).await.unwrap().0, slug));
        }
        // Its reviewer is told of each that names them; to nobody else is there anything, that morning and three days long.
        let mails = house.mails().await;
        assert!(to(&mails).iter().all(|name| *name == "bruno") && mails.iter().all(|(_, text)| !text.contains("Retour")), "{mails:?}");
        for _ in 0..3 {
            database.clock.advance(24 * 3600);
            assert!(house.mails().await.is_empty());
        }
        for (_, slug) in &reports {
            let page = c.library(&house.caller("bruno"), slug, None, "", 50).await.unwrap().1;
            for document in page.items.iter().filter(|one| one.waits) {
                c.accept_report(&house.caller("bruno"), document.id, 1).await.unwrap();
            }
        }
        database.clock.advance(24 * 3600);
        let mails = house.mails().await;
        // Anne wrote them, Bruno accepted them, Dora is in no group; Chloé is named by one more than Éric.
        assert_eq!(to(&mails), ["chloe", "eric"]);
        for ((name, text), (count, others)) in mails.iter().zip([(3, 2), (2, 1)]) {
            assert!(text.contains(&format!("mail-tidings-digest count={count}")), "{name}: {text}");
            assert!(text.contains(&format!("mail-tidings-others count={others}")), "{name}: {text}");
            assert!(text.contains("Retour GREEN rancon"), "{name}: {text}");
            for kept in ["AMBER", "RED", "crise", "Contexte", "nuit"] {
                assert!(!text.contains(kept), "{name} {kept}: {text}");
            }
        }
        // Once; and whoever reads it before the morning is told nothing.
        database.clock.advance(24 * 3600);
        assert!(house.mails().await.is_empty());
        let late = NewThread {
            title: "Encore".to_owned(), post: post("## Contexte\n\nDeux.", Tlp::Green), reviewers: Some([bruno].into()), ..NewThread::default()
        };
        let (thread, _) = c.open_thread(&house.caller("anne"), OPEN, late).await.unwrap();
        database.clock.advance(48 * 3600);
        house.mails().await;
        let page = c.library(&house.caller("bruno"), OPEN, None, "", 50).await.unwrap().1;
        let waiting = page.items.iter().find(|one| one.waits).unwrap();
        c.accept_report(&house.caller("bruno"), waiting.id, 1).await.unwrap();
        c.thread(&house.caller("eric"), thread, "").await.unwrap();
        database.clock.advance(24 * 3600);
        assert_eq!(to(&house.mails().await), ["chloe"]);
    }

    async fn abuse_a14_who_left_gets_no_mail_that_was_on_its_way(database) {
        let house = House::new(database.clone()).await;
        house.thread("anne", OPEN, "Un fil", post("@bruno @chloe voyez", Tlp::Clear)).await;
        house.members.leave(&house.caller("bruno")).await.unwrap();
        assert_eq!(to(&house.mails().await), ["chloe"]);
        // Nothing of theirs is kept, and the seat is gone with the rest.
        let mut unit = database.desk().store.read().await.unwrap();
        let left = house.accounts.known_in(&mut unit, &[house.people["bruno"]]).await.unwrap();
        assert!(left.values().all(|known| known.standings.is_empty()));
        drop(unit);
        let traces = storage::testing::contents(&database, &[]).await;
        let own = house.people["bruno"].to_string();
        let kept: Vec<&String> = traces.iter().filter(|row| row.contains(&own)).collect();
        let gone = |row: &&String| ["community_seats", "community_readers", "tidings"].iter().any(|t| row.starts_with(t));
        assert!(!kept.iter().any(gone), "{kept:?}");
    }

    async fn abuse_a14_who_is_erased_wrote_nothing_named_or_not(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for name in ["dora", "frida"] {
            house.guest(name).await;
        }
        let voice = community::rules::Voice::new("hospital", "large-region");
        let named = house.thread("bruno", OPEN, "Un fil", post("sous mon nom", Tlp::Green)).await;
        let unnamed = NewPost { unnamed: voice, ..post("sans mon nom", Tlp::Green) };
        let unnamed = house.thread("bruno", OPEN, "Un autre", unnamed).await;
        house.database.clock.advance(3600);
        house.mails().await;
        assert!(c.thread(&house.caller("bruno"), unnamed, "").await.unwrap().posts[0].mine);
        let mut unit = database.desk().store.write().await.unwrap();
        house.members.erase_in(&mut unit, house.people["bruno"], "bruno@chu.example").await.unwrap();
        unit.commit().await.unwrap();
        let seen = c.thread(&house.caller("anne"), named, "").await.unwrap();
        assert_eq!((seen.posts[0].author.clone(), seen.posts[0].body.as_str()), ((None, String::new()), "sous mon nom"));
        let own = house.people["bruno"].to_string();
        let rows = storage::testing::contents(&database, &["accounts", "account_standings", "trail", "jobs"]).await;
        let rows: Vec<&String> = rows.iter().filter(|row| row.starts_with("community") && row.contains(&own)).collect();
        assert!(rows.is_empty(), "{rows:?}");
        // Whoever held the account held the key to what it said unnamed: not any more.
        assert!(!c.thread(&house.caller("bruno"), unnamed, "").await.unwrap().posts[0].mine);
    }

    async fn what_was_seen_muted_or_taken_back_meanwhile_is_told_no_more(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for name in ["bruno", "chloe", "eric"] {
            house.tidings.choose(&house.caller(name), Rhythm::Each).await.unwrap();
        }
        let id = house.thread("anne", OPEN, "Un fil", post("premier", Tlp::Green)).await;
        for name in ["bruno", "chloe", "eric"] {
            house.database.clock.advance(1);
            c.reply(&house.caller(name), id, post("réponse", Tlp::Green)).await.unwrap();
        }
        house.mails().await;
        house.database.clock.advance(1);
        c.mute(&house.caller("chloe"), id, true).await.unwrap();
        let (answer, _) = c.reply(&house.caller("anne"), id, post("une suite", Tlp::Green)).await.unwrap();
        c.thread(&house.caller("eric"), id, "").await.unwrap();
        let mails = house.mails().await;
        assert_eq!(to(&mails), ["bruno"]);
        assert!(mails[0].1.contains("mail-tidings-answer title=Un fil"), "{}", mails[0].1);
        house.database.clock.advance(1);
        let (taken, _) = c.reply(&house.caller("anne"), id, post("@bruno erreur", Tlp::Green)).await.unwrap();
        c.withdraw(&house.caller("anne"), taken).await.unwrap();
        assert!(house.mails().await.is_empty());
        assert_ne!(answer, taken);
    }

    async fn a_question_reaches_the_cell_at_once_and_its_answer_who_asked(database) {
        let house = House::new(database).await;
        house.tidings.choose(&house.caller("eric"), Rhythm::Each).await.unwrap();
        let new = NewThread { title: "Que faire ?".to_owned(), post: post("texte", Tlp::Green), ..NewThread::default() };
        let id = house.community.ask_cell(&house.caller("anne"), new).await.unwrap();
        let mails = house.mails().await;
        assert_eq!(to(&mails), ["eric"]);
        assert!(!mails[0].1.contains("faire"), "a question is the cell's own");
        house.database.clock.advance(1);
        house.community.reply(&house.caller("eric"), id, post("ceci", Tlp::Green)).await.unwrap();
        assert_eq!(to(&house.mails().await), ["anne"]);
    }
}
