//! Filing, and reading what was filed.

use access::{Caller, Role};
use declarations::Submission;
use storage::on_both_engines;
use vocabulary::{Language, Refused};

use crate::house::{House, codes, early, nothing, refused, staff, typed};

on_both_engines! {
    async fn an_early_declaration_is_filed_and_read_back(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        assert!(filed.reference.starts_with("VIG-2026-"), "{}", filed.reference);
        let view = house.declarations.view(&caller, filed.id).await.unwrap();
        assert_eq!(view.versions.len(), 1);
        assert_eq!(view.answers().unwrap().text("summary"), Some("Les écrans affichent une demande de rançon."));
        assert_eq!(view.code, filed.code, "the receipt shows the code in the browser that filed");
        assert_eq!(*house.witness.0.lock().unwrap(), [format!("filed {}", filed.reference)]);
    }

    async fn references_follow_one_another_and_never_repeat(database) {
        let house = House::new(database).await;
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..5 { assert!(seen.insert(house.file(early()).await.unwrap().reference)); }
    }

    async fn everything_wrong_is_said_at_once_and_nothing_is_written(database) {
        let house = House::new(database).await;
        let found = codes(house.file(typed(&[("facility", "350000023"), ("noticed_at", "hier à 99h")])).await);
        for field in ["facility", "noticed_at", "summary"] {
            assert!(found.iter().any(|(name, _)| name == field), "{field} in {found:?}");
        }
        assert!(house.witness.0.lock().unwrap().is_empty());
        let filed = house.file(early()).await.unwrap();
        assert!(filed.reference.contains("000001"), "no number was used up: {}", filed.reference);
    }

    async fn an_unknown_facility_is_refused_beside_its_field(database) {
        let house = House::new(database).await;
        let mut declared = early();
        declared.insert("facility".into(), vec!["010000024".into()]);
        assert_eq!(codes(house.file(declared).await), [("facility".to_owned(), "facility-unknown")]);
    }

    async fn abuse_a08_an_unknown_field_is_refused(database) {
        let house = House::new(database).await;
        let mut declared = early();
        declared.insert("severity".into(), vec!["5".into()]);
        assert_eq!(codes(house.file(declared).await), [("severity".to_owned(), "unknown-field")]);
    }

    async fn abuse_b10_three_hundred_honest_declarations_from_one_address_pass(database) {
        let house = House::new(database).await;
        // A provider fell: each is for a structure of its own.
        for number in 0..300 {
            let mut declared = early();
            declared.remove("facility");
            declared.insert("facility_text".into(), vec![format!("Centre hospitalier n° {number}")]);
            house.file(declared).await.unwrap();
        }
    }

    async fn abuse_b11_a_crowd_of_addresses_does_not_bury_one_facility_and_the_staff_is_not_held(database) {
        let house = House::new(database).await;
        let from = |number: usize| format!("198.51.100.{number}");
        for number in 0..60 { house.file_from(early(), None, &from(number)).await.unwrap(); }
        let held = house.file_from(early(), None, &from(60)).await;
        assert_eq!(codes(held), [("facility".to_owned(), "facility-paced")]);
        // Others are not held, nor is whoever gives the name in words, nor who writes down what is told on the telephone.
        let mut named = early();
        named.remove("facility");
        named.insert("facility_text".into(), vec!["Centre hospitalier".into()]);
        house.file_from(named, None, &from(61)).await.unwrap();
        let submission = Submission {
            typed: early(), language: Language::Fr, key: None, draft: None, from: "x".into(), device: String::new(), exercise: false,
        };
        let analyst = crate::house::staff(access::Role::Analyst, None);
        house.declarations.transcribe(&analyst, submission.clone()).await.unwrap();
        house.declarations.file(&analyst, submission).await.unwrap();
        house.database.clock.advance(60);
        house.file_from(early(), None, &from(62)).await.unwrap();
        assert_eq!(codes(house.file_from(early(), None, &from(63)).await)[0].1, "facility-paced");
    }

    async fn a_key_that_comes_back_with_something_else_is_refused_and_nothing_is_kept(database) {
        let house = std::sync::Arc::new(House::new(database).await);
        let about = |words: &str| {
            let mut declared = early();
            declared.insert("summary".into(), vec![words.to_owned()]);
            declared
        };
        // Two at once under one key: one is filed, and the other learns that it is not.
        let both: Vec<_> = ["Une panne.", "Une attaque."].map(|words| {
            let (house, declared) = (house.clone(), about(words));
            tokio::spawn(async move { house.file_from(declared, Some("k"), "192.0.2.1").await })
        }).into();
        let (mut filed, mut told) = (Vec::new(), Vec::new());
        for one in both {
            match one.await.unwrap() {
                Ok(one) => filed.push(one.reference),
                refused => told.extend(codes(refused)),
            }
        }
        assert_eq!((filed.len(), told), (1, vec![("Idempotency-Key".to_owned(), "key-used-otherwise")]));
        assert_eq!(codes(house.file_from(about("Autre chose."), Some("k"), "192.0.2.1").await)[0].1, "key-used-otherwise");
        // Whoever chose the same key elsewhere is somebody else; and the very same from there is the same.
        let elsewhere = house.file_from(about("Autre chose."), Some("k"), "198.51.100.7").await.unwrap();
        assert!(!elsewhere.again && !filed.contains(&elsewhere.reference));
        let again = house.file_from(about("Autre chose."), Some("k"), "203.0.113.9").await.unwrap();
        assert_eq!((again.again, again.reference), (true, elsewhere.reference));

        let (first, caller) = house.declarant().await;
        let (id, once) = (first.id, house.declarations.once(Some("k".into())));
        let message = once.message(&caller, id, "Que faire ?").await.unwrap();
        assert_eq!(once.message(&caller, id, "Que faire ?").await.unwrap(), message);
        assert_eq!(codes(once.message(&caller, id, "Encore une chose.").await)[0].1, "key-used-otherwise");
        let site = typed(&[("perimeter", "site")]);
        assert_eq!(once.amend(&caller, id, &site, 1).await.unwrap(), 2);
        assert_eq!(once.amend(&caller, id, &site, 2).await.unwrap(), 2);
        let other = typed(&[("perimeter", "service")]);
        assert_eq!(codes(once.amend(&caller, id, &other, 2).await)[0].1, "key-used-otherwise");
        let attach = async |name: &str, bytes: &[u8]| {
            let mut upload = once.attach(&caller, id, name).await.unwrap();
            once.attach_bytes(&mut upload, bytes).await.unwrap();
            once.attach_finish(&caller, upload).await
        };
        let file = attach("a.txt", b"un").await.unwrap();
        assert_eq!(attach("a.txt", b"un").await.unwrap(), file);
        assert_eq!(codes(attach("a.txt", b"deux").await)[0].1, "key-used-otherwise");
        let view = house.declarations.view(&caller, id).await.unwrap();
        assert_eq!((view.messages.len(), view.versions.len(), view.attachments.len()), (1, 2, 1));
        assert_eq!(view.attachments[0].size, 2, "the first one");
    }

    async fn abuse_b11_junk_from_one_host_is_slowed_and_others_pass(database) {
        let settings = declarations::DeclarationsSettings { burst: 5, ..Default::default() };
        let house = House::with(database, settings).await;
        for _ in 0..5 { house.file(early()).await.unwrap(); }
        assert!(matches!(refused(house.file(early()).await), Refused::TooSoon(1..)));
        house.file_from(early(), None, "198.51.100.7").await.unwrap();
    }

    /// B11: whatever one address sends, and to whatever, what it leaves on the disk is bounded by the time that it takes.
    async fn abuse_b11_what_one_address_leaves_on_the_disk_is_bounded(database) {
        let (burst, refill_seconds) = (40, 6);
        let settings = declarations::DeclarationsSettings { burst, refill_seconds, ..Default::default() };
        let house = House::with(database, settings).await;
        let (_, caller) = house.declarant().await;
        let Caller::Declarant(declarant) = &caller else { panic!() };
        let (id, long) = (declarant.declaration, |n: u32| format!("{n} {}", "\u{1f480}".repeat(4_990)));
        let mut slowed = 0;
        for n in 0..120 {
            let huge = typed(&[("summary", &"x".repeat(250_000)), ("facility_text", &long(n)), ("declarant.name", &long(n))]);
            let full = typed(&[("summary", &long(n)), ("facility_text", &long(n)), ("declarant.name", &long(n))]);
            let mut whole = early();
            whole.extend(typed(&[("summary", &long(n))]));
            let seen = i64::try_from(house.declarations.view(&caller, id).await.unwrap().versions.len()).unwrap();
            let keep = |screen| house.declarations.draft_keep(&Caller::Nobody, None, vocabulary::Language::Fr, screen, "192.0.2.1");
            let said = [
                keep(huge).await.err(),
                keep(full).await.err(),
                house.file(whole.clone()).await.err(),
                house.declarations.amend(&caller, id, &typed(&[("summary", &long(n))]), seen).await.err(),
                house.declarations.message(&caller, id, &long(n)).await.err(),
            ];
            for problem in said.into_iter().flatten() {
                assert!(matches!(refused::<()>(Err(problem)), Refused::TooSoon(1..)));
                slowed += 1;
            }
            house.database.clock.advance(i64::from(refill_seconds));
        }
        assert!(slowed > 300, "{slowed}");
        // Three buckets: drafts, declarations, and what the declaration was added. Each token pays for less than 8 KiB.
        let tokens = i64::from(burst) + 120;
        let mut unit = house.database.store.read().await.unwrap();
        for (table, statement) in [
            ("drafts", storage::sql!("SELECT CAST(SUM(OCTET_LENGTH(answers)) AS BIGINT) AS n FROM drafts")),
            ("versions", storage::sql!("SELECT CAST(SUM(OCTET_LENGTH(answers)) AS BIGINT) AS n FROM declaration_versions")),
            ("messages", storage::sql!("SELECT CAST(SUM(OCTET_LENGTH(body)) AS BIGINT) AS n FROM declaration_messages")),
        ] {
            let kept: i64 = unit.one(statement, storage::args![], |row| row.get("n")).await.unwrap();
            assert!(kept > 50_000 && kept < 2 * tokens * 8192, "{kept} bytes of {table}");
        }
    }

    async fn abuse_b13_a_double_click_files_one(database) {
        let house = std::sync::Arc::new(House::new(database).await);
        let twins: Vec<_> = (0..8).map(|_| {
            let house = house.clone();
            tokio::spawn(async move { house.file_from(early(), Some("once"), "192.0.2.1").await.unwrap() })
        }).collect();
        let mut references = std::collections::BTreeSet::new();
        for twin in twins {
            let filed = twin.await.unwrap();
            assert!(filed.code.is_some(), "each is answered with the code");
            references.insert(filed.reference);
        }
        assert_eq!(references.len(), 1);
        let other = house.file_from(typed(&[("summary", "x")]), Some("once"), "192.0.2.1").await;
        assert!(other.is_err(), "the same key for something else is not answered with the first one's code");
    }

    async fn a_version_is_added_and_the_first_stays(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let change = typed(&[("summary", "Le serveur de messagerie est chiffré.")]);
        assert_eq!(house.declarations.amend(&caller, filed.id, &change, 1).await.unwrap(), 2);
        let view = house.declarations.view(&caller, filed.id).await.unwrap();
        assert_eq!(view.versions.len(), 2);
        assert_eq!(view.versions[0].answers.text("summary"), Some("Les écrans affichent une demande de rançon."));
        assert_eq!(view.versions[1].answers.text("declarant.name"), Some("Camille Fictif"), "the rest stays as it was");
        assert!(matches!(refused(house.declarations.amend(&caller, filed.id, &typed(&[("summary", "Autre.")]), 1).await), Refused::Conflict(_)));
        assert_eq!(house.declarations.amend(&caller, filed.id, &change, 2).await.unwrap(), 2, "nothing changed: no version");
    }

    async fn messages_go_both_ways(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let analyst = staff(Role::Analyst, None);
        house.declarations.message(&caller, filed.id, "  Que faire ?\u{202e} ").await.unwrap();
        house.declarations.message(&analyst, filed.id, "Isolez le serveur.").await.unwrap();
        let view = house.declarations.view(&analyst, filed.id).await.unwrap();
        assert_eq!(view.messages.iter().map(|m| (m.from_cell, m.body.as_str())).collect::<Vec<_>>(), [(false, "Que faire ?"), (true, "Isolez le serveur.")]);
        let view = house.declarations.view(&caller, filed.id).await.unwrap();
        assert!(view.messages[0].read_at.is_some(), "the analyst opened it");
        assert_eq!(codes(house.declarations.message(&caller, filed.id, " \u{0} ").await), [("message".to_owned(), "required")]);
    }

    async fn abuse_a01_what_is_elsewhere_does_not_exist(database) {
        let house = House::new(database).await;
        let (filed, _) = house.declarant().await;
        let (_, somebody_else) = house.declarant().await;
        let absent = refused(house.declarations.view(&staff(Role::Analyst, None), nothing()).await);
        assert_eq!(absent, Refused::NotFound);
        let region = house.declarations.view(&staff(Role::Analyst, None), filed.id).await.unwrap().facility.unwrap().region;
        assert!(house.declarations.view(&staff(Role::Ars, Some(region.agency().code())), filed.id).await.is_ok());
        let elsewhere = if region.code() == "11" { "53" } else { "11" };
        assert_eq!(refused(house.declarations.view(&staff(Role::Ars, Some(elsewhere)), filed.id).await), absent);
        assert_eq!(refused(house.declarations.view(&somebody_else, filed.id).await), absent);
        assert_eq!(refused(house.declarations.message(&somebody_else, filed.id, "x").await), absent);
        assert_eq!(refused(house.declarations.amend(&somebody_else, filed.id, &early(), 1).await), absent);
        assert_eq!(refused(house.declarations.view(&Caller::Nobody, filed.id).await), Refused::SignInFirst);
        assert_eq!(refused(house.declarations.message(&staff(Role::Fssi, None), filed.id, "x").await), Refused::Forbidden);
    }

    async fn a_member_of_staff_may_declare_for_a_number_that_the_register_does_not_know(database) {
        let house = House::new(database).await;
        let mut declared = early();
        declared.insert("facility".into(), vec!["010000024".into()]);
        let submission = Submission { typed: declared, language: Language::Fr, key: None, draft: None, from: "x".into(), device: String::new(), exercise: false };
        house.declarations.file(&staff(Role::Analyst, None), submission).await.unwrap();
    }
}
