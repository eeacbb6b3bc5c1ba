//! Who is told of what, once.

use std::collections::BTreeSet;

use access::{Caller, Role};
use publications::rules::Kind;
use storage::{args, on_both_engines, sql};
use subscriptions::rules::{Asked, Choices, Published};
use vocabulary::Tlp;

use crate::house::{House, all, code, draft, editor, person};

fn asked(change: impl FnOnce(&mut Asked)) -> Asked {
    let mut asked = all();
    change(&mut asked);
    asked
}

/// Subjects without the frame of the test's words.
fn titles(house: &House, email: &str) -> Vec<String> {
    let mails = house.mails_to(email);
    mails.iter().skip(1).map(|mail| mail.body.lines().nth(2).unwrap_or_default().to_owned()).collect()
}

on_both_engines! {
    async fn each_is_told_of_what_they_chose_in_their_language(database) {
        let house = House::new(database);
        house.subscribed("tout@a.fr", &all()).await;
        house.subscribed("grave@a.fr", &asked(|a| a.severity = "4".to_owned())).await;
        house.subscribed("produit@a.fr", &asked(|a| a.products = vec!["exemplia/passerelle-3000".to_owned()])).await;
        house.subscribed("vendeur@a.fr", &asked(|a| a.products = vec!["exemplia/".to_owned()])).await;
        house.subscribed("autre@a.fr", &asked(|a| a.products = vec!["exemplia/passerelle".to_owned()])).await;
        house.subscribed("fiches@a.fr", &asked(|a| a.kinds = vec!["card".to_owned(), "guide".to_owned()])).await;
        house.subscribed("english@a.fr", &asked(|a| a.language = "en".to_owned())).await;
        let mut alert = draft("Une faille", Tlp::Clear, 3);
        alert.content.texts.en = alert.content.texts.fr.clone();
        alert.content.texts.en.title = "A flaw".to_owned();
        house.published(Kind::Alert, alert).await;
        house.published(Kind::News, draft("Une nouvelle", Tlp::Clear, 1)).await;
        for secret in [Tlp::Green, Tlp::Amber, Tlp::AmberStrict] {
            house.published(Kind::News, draft("Un secret", secret, 5)).await;
        }
        house.work().await;
        let told = |email: &str| { let mut told = titles(&house, email); told.sort(); told };
        assert_eq!(told("tout@a.fr"), ["Une faille", "Une nouvelle"]);
        assert_eq!(told("grave@a.fr"), ["Une nouvelle"]);
        assert_eq!(told("produit@a.fr"), ["Une faille", "Une nouvelle"]);
        assert_eq!(told("vendeur@a.fr"), ["Une faille", "Une nouvelle"]);
        assert_eq!(told("autre@a.fr"), ["Une nouvelle"]);
        assert!(told("fiches@a.fr").is_empty());
        assert_eq!(told("english@a.fr"), ["A flaw", "Une nouvelle"]);
        let english = house.mails_to("english@a.fr");
        let french = english.iter().find(|mail| mail.body.contains("Une nouvelle")).unwrap();
        assert!(french.body.contains("[en mail-told-in-french]") && french.body.contains("https://vigie.example/en/une-nouvelle"));
        let flaw = english.iter().find(|mail| mail.body.contains("A flaw")).unwrap();
        assert!(flaw.body.contains("severity=3") && !flaw.body.contains("mail-told-in-french"), "{}", flaw.body);
        // The button of mail programs, and the same address for people.
        let end = flaw.link("/en/subscriptions/unsubscribe?cle=");
        assert!(flaw.head.contains(&format!("List-Unsubscribe: <https://vigie.example/en/subscriptions/unsubscribe?cle={end}>\n")), "{}", flaw.head);
        assert!(flaw.head.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\n"));
        // Nothing calls home, and nothing that leads to a page says who reads it.
        assert!(flaw.head.contains("Content-Type: text/plain"));
        assert_eq!(flaw.body.matches("cle=").count(), 1);
        house.work().await;
        assert_eq!(house.mails().len(), 7 + 10, "nobody is told twice");
    }

    async fn abuse_g08_the_link_that_ends_does_nothing_else_and_ends_for_nobody_else(database) {
        let house = House::new(database);
        house.subscribed("un@a.fr", &all()).await;
        house.subscribed("deux@a.fr", &all()).await;
        house.published(Kind::News, draft("Une nouvelle", Tlp::Clear, 1)).await;
        house.work().await;
        let s = &house.subscriptions;
        let link = house.mails_to("un@a.fr")[1].link("/abonnements/desinscription?cle=");
        let other = house.mails_to("deux@a.fr")[1].link("/abonnements/desinscription?cle=");
        s.ends(&link).unwrap();
        assert_eq!(code(s.pending(&link).await), "not-found");
        assert_eq!(code(s.opened(&link).await), "not-found");
        assert_eq!(code(s.change(&Caller::Nobody, &link, &all()).await), "not-found");
        let forged = format!("{}.{}", other.split_once('.').unwrap().0, link.split_once('.').unwrap().1);
        assert_eq!(code(s.end(&Caller::Nobody, &forged).await), "not-found");
        for _ in 0..2 {
            s.end(&Caller::Nobody, &link).await.unwrap();
        }
        house.published(Kind::News, draft("Une autre", Tlp::Clear, 1)).await;
        house.work().await;
        assert_eq!((house.mails_to("un@a.fr").len(), house.mails_to("deux@a.fr").len()), (2, 3));
    }

    async fn what_is_withdrawn_before_it_left_does_not_leave(database) {
        let house = House::new(database.clone());
        house.subscribed("un@a.fr", &all()).await;
        house.subscribed("jour@a.fr", &asked(|a| a.rhythm = "daily".to_owned())).await;
        let before = house.mails().len();
        house.sink.as_ref().unwrap().down(true);
        let id = house.published(Kind::News, draft("Trop tôt", Tlp::Clear, 1)).await;
        let stays = house.published(Kind::News, draft("À point", Tlp::Clear, 1)).await;
        house.work().await;
        house.publications.withdraw(&editor(2), id, ["Faux.", ""]).await.unwrap();
        house.sink.as_ref().unwrap().down(false);
        database.clock.advance(3600);
        house.work().await;
        assert_eq!(titles(&house, "un@a.fr"), ["À point"]);
        database.clock.advance(24 * 3600);
        house.work().await;
        assert_eq!(titles(&house, "jour@a.fr"), ["À point"]);
        assert_eq!(house.mails().len(), before + 2);
        // Published anew, it is told.
        house.revised(id, |draft| draft.tell = true).await;
        house.work().await;
        assert_eq!(titles(&house, "un@a.fr"), ["À point", "Trop tôt"]);
        let _ = stays;
    }

    async fn a_revision_that_tells_reaches_those_who_were_told_and_says_what_changed(database) {
        let house = House::new(database.clone());
        house.subscribed("grave@a.fr", &asked(|a| a.severity = "4".to_owned())).await;
        house.subscribed("tout@a.fr", &all()).await;
        let id = house.published(Kind::Alert, draft("Une faille", Tlp::Clear, 4)).await;
        house.work().await;
        house.revised(id, |draft| draft.content.severity = Some(2)).await;
        house.work().await;
        assert_eq!(house.mails().len(), 4, "a revision that tells nobody tells nobody");
        house.revised(id, |draft| draft.tell = true).await;
        house.work().await;
        house.work().await;
        for email in ["grave@a.fr", "tout@a.fr"] {
            let mails = house.mails_to(email);
            assert_eq!(mails.len(), 3, "{email}");
            assert!(mails[2].body.contains("mail-told-changes changes=Le correctif est là."), "{}", mails[2].body);
            assert!(mails[2].head.contains("mail-told-subject-again"), "{}", mails[2].head);
            assert!(!mails[1].body.contains("mail-told-changes"));
        }
    }

    async fn digests_leave_once_with_all_that_came_and_not_for_nothing(database) {
        let house = House::new(database.clone());
        house.subscribed("jour@a.fr", &asked(|a| a.rhythm = "daily".to_owned())).await;
        house.subscribed("semaine@a.fr", &asked(|a| { a.rhythm = "weekly".to_owned(); a.kinds = vec!["news".to_owned()]; })).await;
        house.published(Kind::News, draft("Mardi", Tlp::Clear, 1)).await;
        house.published(Kind::Alert, draft("Une faille", Tlp::Clear, 5)).await;
        house.work().await;
        assert_eq!(house.mails().len(), 2, "it is nine: tomorrow");
        database.clock.advance(23 * 3600);
        house.work().await;
        let day = &house.mails_to("jour@a.fr")[1];
        assert!(day.body.contains("Mardi") && day.body.contains("Une faille"), "{}", day.body);
        assert!(day.head.contains("mail-told-digest-daily count=2"), "{}", day.head);
        assert!(house.mails_to("semaine@a.fr").len() == 1);
        database.clock.advance(24 * 3600);
        house.work().await;
        assert_eq!(house.mails().len(), 3, "nothing came");
        house.published(Kind::News, draft("Jeudi", Tlp::Clear, 1)).await;
        house.work().await;
        database.clock.advance(24 * 3600);
        house.work().await;
        assert_eq!(house.mails_to("jour@a.fr").len(), 3);
        database.clock.advance(3 * 24 * 3600);
        house.work().await;
        let week = &house.mails_to("semaine@a.fr")[1];
        assert!(week.body.contains("Mardi") && week.body.contains("Jeudi") && !week.body.contains("Une faille"));
        house.work().await;
        assert_eq!(house.mails().len(), 5);
    }

    /// R08: what cannot leave for a day leaves when the server is back, once.
    async fn fault_r08_a_server_that_is_down_for_a_day_loses_nothing(database) {
        let house = House::new(database.clone());
        for n in 0..70 {
            put(&house, &format!("p{n}@a.fr"), &Choices::read(&all()).unwrap()).await;
        }
        let before = house.mails().len();
        house.sink.as_ref().unwrap().down(true);
        house.published(Kind::Alert, draft("Une faille", Tlp::Clear, 5)).await;
        for _ in 0..30 {
            house.work().await;
            database.clock.advance(3000);
        }
        assert_eq!(house.mails().len(), before);
        house.sink.as_ref().unwrap().down(false);
        for _ in 0..3 {
            database.clock.advance(700);
            house.work().await;
        }
        assert_eq!(house.mails().len(), before + 70);
        let to: BTreeSet<String> = house.mails().split_off(before).into_iter().map(|mail| {
            mail.head.lines().find(|line| line.starts_with("To: ")).unwrap().to_owned()
        }).collect();
        assert_eq!(to.len(), 70, "each once");
        let sent = house.subscriptions.sent(&editor(1)).await.unwrap();
        assert_eq!((sent.mailings[0].told, sent.mailings[0].sent, sent.mailings[0].queued), (70, 70, 0));
    }

    async fn what_is_refused_for_good_is_counted_and_what_is_refused_for_now_waits_alone(database) {
        let house = House::new(database.clone());
        for who in ["un@a.fr", "refused@a.fr", "later@a.fr", "cut@a.fr"] {
            put(&house, who, &Choices::read(&all()).unwrap()).await;
        }
        house.published(Kind::Alert, draft("Une faille", Tlp::Clear, 5)).await;
        house.work().await;
        let s = &house.subscriptions;
        let counts = |sent: subscriptions::Sent| {
            let it = &sent.mailings[0];
            (it.told, it.queued, it.sent, it.failed)
        };
        assert_eq!(counts(s.sent(&editor(1)).await.unwrap()), (4, 2, 1, 1));
        database.clock.advance(700);
        house.work().await;
        assert_eq!(counts(s.sent(&editor(1)).await.unwrap()), (4, 1, 2, 1));
        // The answer to the first was lost: the second copy is known as one by its mark.
        let cut = house.mails_to("cut@a.fr");
        assert_eq!(cut.len(), 2);
        let mark = |n: usize| cut[n].head.lines().find(|line| line.starts_with("Message-ID")).unwrap().to_owned();
        assert_eq!(mark(0), mark(1));
        // After five days in which everybody else was reached, it is given up.
        for _ in 0..3 {
            database.clock.advance(2 * 24 * 3600);
            house.work().await;
        }
        let sent = s.sent(&editor(1)).await.unwrap();
        assert_eq!((sent.days.iter().map(|day| day.sent).sum::<i64>(), sent.days.iter().map(|day| day.failed).sum::<i64>()), (2, 2));
        assert_eq!(counts(sent), (4, 0, 2, 2));
        assert_eq!(code(s.sent(&person(Role::Member, 3)).await), "forbidden");
        assert_eq!(code(s.sent(&Caller::Nobody).await), "sign-in");
    }

    async fn an_address_that_refuses_for_good_again_and_again_is_let_go_and_counted(database) {
        let house = House::new(database.clone());
        for who in ["un@a.fr", "refused@a.fr"] {
            put(&house, who, &Choices::read(&all()).unwrap()).await;
        }
        let s = &house.subscriptions;
        let people = async || s.sent(&editor(1)).await.unwrap().subscribers.iter().map(|(.., n)| n).sum::<i64>();
        for turn in 1..=3 {
            assert_eq!(people().await, 2, "before mail {turn}");
            house.published(Kind::News, draft(&format!("Nouvelle {turn}"), Tlp::Clear, 5)).await;
            house.work().await;
            database.clock.advance(60);
        }
        assert_eq!(people().await, 1);
        let sent = s.sent(&editor(1)).await.unwrap();
        assert_eq!((sent.days[0].sent, sent.days[0].failed, sent.days[0].ended), (3, 3, 1));
        // Told of nothing any more.
        house.published(Kind::News, draft("Nouvelle 4", Tlp::Clear, 5)).await;
        house.work().await;
        assert_eq!(s.sent(&editor(1)).await.unwrap().mailings.iter().map(|it| it.failed).sum::<i64>(), 3);
    }

    /// The rule in Rust and the same in the words of each engine agree.
    async fn the_engine_chooses_whom_the_rule_chooses(database) {
        let house = House::new(database.clone());
        let mut people = Vec::new();
        let kinds = [vec![Kind::Alert], vec![Kind::News, Kind::Guide], Kind::ALL.to_vec()];
        let products: [&[&str]; 4] = [&[], &["a/x"], &["a/"], &["b/y", "c/z"]];
        for kinds in &kinds {
            for severity in 1..=5 {
                for products in products {
                    let choices = Choices {
                        kinds: kinds.iter().copied().collect(),
                        severity,
                        products: products.iter().map(ToString::to_string).collect(),
                        ..Choices::read(&all()).unwrap()
                    };
                    let email = format!("p{}@a.fr", people.len());
                    put(&house, &email, &choices).await;
                    people.push((email, choices));
                }
            }
        }
        for (turn, (kind, severity, touched)) in [
            (Kind::Alert, 3, vec![("a", "x")]), (Kind::Alert, 5, vec![("a", "y"), ("c", "z")]), (Kind::Alert, 1, vec![]),
            (Kind::News, 2, vec![("a", "x")]), (Kind::Bulletin, 5, vec![("b", "x")]), (Kind::Card, 1, vec![]),
        ].into_iter().enumerate() {
            let mut text = draft(&format!("Texte {turn}"), Tlp::Clear, severity);
            let one = text.content.facts.products[0].clone();
            text.content.facts.products = touched
                .iter()
                .map(|(vendor, product)| publications::rules::Touched { vendor: (*vendor).into(), product: (*product).into(), ..one.clone() })
                .collect();
            if kind == Kind::Card {
                // A card has its parts; here its kind alone matters.
                text.content.texts.fr.body = publications::rules::CARD_SECTIONS[0].map(|name| format!("## {name}\n\nx\n")).join("\n");
            }
            let id = house.published(kind, text).await;
            house.database.clock.advance(1);
            let worker = jobs::Worker::new(house.database.desk(), subscriptions::jobs::handlers(&house.room));
            worker.drain().await.unwrap();
            let published = Published {
                kind,
                severity: Some(i64::from(severity)),
                products: touched.iter().flat_map(|(v, p)| Published::keys(v, p)).collect(),
            };
            let wanted: BTreeSet<&str> =
                people.iter().filter(|(_, choices)| choices.want(&published)).map(|(email, _)| email.as_str()).collect();
            let statement = sql!(
                "SELECT s.email FROM subscription_deliveries d JOIN subscribers s ON s.id = d.subscriber WHERE d.publication = $1"
            );
            let mut unit = house.database.store.read().await.unwrap();
            let told = unit.all(statement, args![id], |row| row.get::<String>("email")).await.unwrap();
            assert_eq!(told.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{published:?}");
        }
    }
}

/// Somebody who subscribed, without the mails.
async fn put(house: &House, email: &str, choices: &Choices) {
    let statement = sql!(
        "INSERT INTO subscribers (id, email, language, kinds, severity, products, rhythm, since) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)"
    );
    let list =
        |items: Vec<&str>| if items.is_empty() { String::new() } else { format!(",{},", items.join(",")) };
    let mut unit = house.database.store.write().await.unwrap();
    let arguments = args![
        house.desk.id(),
        email,
        choices.language,
        list(choices.kinds.iter().map(|kind| kind.code()).collect()),
        choices.severity,
        list(choices.products.iter().map(String::as_str).collect()),
        choices.rhythm.code(),
    ];
    unit.run(statement, arguments).await.unwrap();
    unit.commit().await.unwrap();
}
