//! Somebody asks, confirms, changes and ends.

use access::Caller;
use storage::{on_both_engines, testing::contents};
use subscriptions::rules::{Asked, MOST_OF_ADDRESS, MOST_OF_PLACE, Rhythm};
use vocabulary::{Language, Tlp};

use crate::house::{House, all, code, draft};

const RSSI: &str = "rssi@ch-exemple.fr";

on_both_engines! {
    async fn nothing_is_sent_before_whoever_reads_the_mail_says_so(database) {
        let house = House::new(database.clone());
        let s = &house.subscriptions;
        s.ask(" RSSI@CH-Exemple.fr ", &all(), "192.0.2.1").await.unwrap();
        house.work().await;
        house.published(publications::rules::Kind::News, draft("Avant", Tlp::Clear, 3)).await;
        house.work().await;
        let mails = house.mails();
        assert_eq!(mails.len(), 1, "the question alone");
        assert!(mails[0].head.contains(&format!("To: {RSSI}\n")), "{}", mails[0].head);
        let link = mails[0].link("/abonnements/confirmer?cle=");
        // Looked at, as scanners of mail do, it does nothing.
        assert!(!s.pending(&link).await.unwrap().confirmed);
        house.published(publications::rules::Kind::News, draft("Encore avant", Tlp::Clear, 3)).await;
        house.work().await;
        assert_eq!(house.mails().len(), 1);
        s.confirm(&Caller::Nobody, &link).await.unwrap();
        let before = contents(&database, &[]).await;
        s.confirm(&Caller::Nobody, &link).await.unwrap();
        assert_eq!(contents(&database, &[]).await, before, "once more changes nothing");
        assert!(s.pending(&link).await.unwrap().confirmed);
        house.published(publications::rules::Kind::News, draft("Après", Tlp::Clear, 3)).await;
        house.work().await;
        assert_eq!(house.mails().len(), 2);
        // The same link opens nothing else.
        assert_eq!(code(s.opened(&link).await), "not-found");
        assert_eq!(code(s.end(&Caller::Nobody, &link).await), "not-found");
    }

    async fn a_link_that_nobody_followed_in_time_is_spent(database) {
        let house = House::new(database.clone());
        house.subscriptions.ask(RSSI, &all(), "192.0.2.1").await.unwrap();
        house.work().await;
        let link = house.mails()[0].link("/abonnements/confirmer?cle=");
        database.clock.advance(3 * 24 * 3600 + 1);
        assert_eq!(code(house.subscriptions.confirm(&Caller::Nobody, &link).await), "link-spent");
        assert_eq!(code(house.subscriptions.pending(&link).await), "link-spent");
        assert_eq!(code(house.subscriptions.pending("").await), "not-found");
        // A letter that could only leave now would mislead.
        house.sink.as_ref().unwrap().down(true);
        house.subscriptions.ask(RSSI, &all(), "192.0.2.1").await.unwrap();
        house.work().await;
        database.clock.advance(4 * 24 * 3600);
        house.sink.as_ref().unwrap().down(false);
        house.work().await;
        assert_eq!(house.mails().len(), 1);
    }

    async fn abuse_f04_a_known_address_and_a_strange_one_are_answered_alike(database) {
        let house = House::new(database.clone());
        house.subscribed(RSSI, &all()).await;
        let s = &house.subscriptions;
        for email in [RSSI, "autre@ch-exemple.fr"] {
            assert!(s.ask(email, &all(), "192.0.2.1").await.is_ok());
            assert!(s.ask_change(email, Language::Fr, "192.0.2.1").await.is_ok());
        }
        house.work().await;
        // The questions differ in nothing but their addressee; a link to choices goes to nobody who made none.
        let [mut known, mut strange] = [RSSI, "autre@ch-exemple.fr"].map(|email| house.mails_to(email));
        assert_eq!((known.len(), strange.len()), (3, 1));
        known.remove(0);
        assert!(known.iter().any(|mail| mail.body.contains("/abonnements/modifier?cle=")));
        known.retain(|mail| mail.body.contains("confirmer"));
        let bare = |text: &str| text.split("cle=").next().unwrap().to_owned();
        assert_eq!(bare(&known.remove(0).body), bare(&strange.remove(0).body));
    }

    /// A stranger's box gets three mails a day at most, wherever they are asked from, and whoever asks is told nothing of it.
    async fn abuse_h09_nobody_floods_a_third_person(database) {
        let house = House::new(database.clone());
        let s = &house.subscriptions;
        for n in 0..40 {
            let from = format!("192.0.2.{n}");
            if n % 2 == 0 {
                s.ask(RSSI, &all(), &from).await.unwrap();
            } else {
                s.ask(&RSSI.to_uppercase(), &all(), &from).await.unwrap();
            }
            house.work().await;
        }
        assert_eq!(house.mails().len(), MOST_OF_ADDRESS);
        // Nor does one place write to everybody.
        let mut asked = 0;
        while s.ask(&format!("a{asked}@ch-exemple.fr"), &all(), "198.51.100.1").await.is_ok() {
            asked += 1;
        }
        assert_eq!(asked, MOST_OF_PLACE);
        assert_eq!(code(s.ask_change(RSSI, Language::Fr, "198.51.100.1").await), "too-soon");
        house.work().await;
        assert_eq!(house.mails().len(), MOST_OF_ADDRESS + MOST_OF_PLACE);
        // Asked for by those who subscribe and end it in turns, it is the same limit.
        let mine = "moi@ch-exemple.fr";
        for n in 0..6 {
            database.clock.advance(60);
            s.ask(mine, &all(), &format!("203.0.113.{n}")).await.unwrap();
            house.work().await;
            if let Some(mail) = house.mails_to(mine).last() {
                let _ = s.confirm(&Caller::Nobody, &mail.link("confirmer?cle=")).await;
            }
        }
        assert_eq!(house.mails_to(mine).len(), MOST_OF_ADDRESS);
        // A day later it is possible again.
        database.clock.advance(24 * 3600);
        s.ask(RSSI, &all(), "192.0.2.1").await.unwrap();
        house.work().await;
        assert_eq!(house.mails_to(RSSI).len(), MOST_OF_ADDRESS + 1);
    }

    async fn abuse_c07_an_address_brings_no_header_with_it(database) {
        let house = House::new(database.clone());
        let s = &house.subscriptions;
        let before = contents(&database, &[]).await;
        for wrong in [
            "rssi@ch-exemple.fr\r\nBcc: tous@ch-exemple.fr", "rssi@ch-exemple.fr\nX: y", "a@b.fr, c@d.fr", "Cellule <a@b.fr>",
            "\"a\r\nBcc: x\"@b.fr", "a@b.fr\0", "a@b.fr%0d%0aBcc:x@y.fr", "", "a",
        ] {
            for result in [s.ask(wrong, &all(), "192.0.2.1").await, s.ask_change(wrong, Language::Fr, "192.0.2.1").await] {
                assert!(["email-unreadable", "email-not-ascii"].contains(&code(result)), "{wrong:?}");
            }
        }
        house.work().await;
        assert_eq!(contents(&database, &[]).await, before, "nothing is kept of it");
        assert!(house.mails().is_empty());
        // What is wrong is said all at once.
        let Err(vocabulary::Problem::Refused(vocabulary::Refused::Invalid(wrong))) = s.ask("a", &Asked::default(), "x").await else {
            panic!("it is not acceptable")
        };
        assert_eq!(wrong.len(), 5);
    }

    async fn choices_are_seen_and_changed_by_a_fresh_link_only(database) {
        let house = House::new(database.clone());
        let s = &house.subscriptions;
        house.subscribed(RSSI, &all()).await;
        database.clock.advance(60);
        s.ask_change("Rssi@ch-exemple.fr", Language::En, "192.0.2.1").await.unwrap();
        house.work().await;
        let link = house.mails_to(RSSI)[1].link("/abonnements/modifier?cle=");
        let opened = s.opened(&link).await.unwrap();
        assert_eq!((opened.email.as_str(), opened.choices.rhythm), (RSSI, Rhythm::AtOnce));
        let weekly = Asked { rhythm: "weekly".to_owned(), language: "en".to_owned(), ..all() };
        assert_eq!(code(s.change(&Caller::Nobody, &link, &Asked::default()).await), "required");
        s.change(&Caller::Nobody, &link, &weekly).await.unwrap();
        s.change(&Caller::Nobody, &link, &weekly).await.unwrap();
        let opened = s.opened(&link).await.unwrap();
        assert_eq!((opened.choices.language, opened.choices.rhythm), (Language::En, Rhythm::Weekly));
        for other in [s.pending(&link).await.map(drop), s.end(&Caller::Nobody, &link).await] {
            assert_eq!(code(other), "not-found");
        }
        database.clock.advance(3600);
        assert_eq!(code(s.opened(&link).await), "link-spent");
        assert_eq!(code(s.change(&Caller::Nobody, &link, &weekly).await), "link-spent");
        // Asked for anew and confirmed, new choices take the place of the old ones.
        database.clock.advance(24 * 3600);
        house.subscribed(RSSI, &all()).await;
        s.ask_change(RSSI, Language::Fr, "192.0.2.1").await.unwrap();
        house.work().await;
        let link = house.mails_to(RSSI).last().unwrap().link("/abonnements/modifier?cle=");
        assert_eq!(s.opened(&link).await.unwrap().choices.rhythm, Rhythm::AtOnce);
    }
}
