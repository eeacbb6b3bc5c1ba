//! What is put is found, by those who may read it and nobody else, alike on both engines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod ground;
mod hostile;
mod marks;

use ground::{Doc, Ground, numbers, question};
use search::{Segment, Where};
use storage::on_both_engines;
use vocabulary::Language;

/// Five documents about the same, each with the word in another place.
async fn ranked(ground: &Ground) {
    ground
        .put(&[
            Doc::new(1).titled("Autre sujet").says("Il est question de FortiGate dans ce texte."),
            Doc::new(2).titled("Résumé").summed("Un défaut de FortiGate."),
            Doc::new(3).titled("Un défaut dans FortiGate"),
            Doc::new(4).titled("Sans le mot").named(&["FortiGate"]),
            Doc::new(5).titled("Another").says("fortigate is affected").english(),
            Doc::new(6).titled("Plus récent").says("FortiGate, encore."),
            Doc::new(7).titled("Rien à voir"),
        ])
        .await;
}

on_both_engines! {
    async fn every_statement_can_be_prepared(database) {
        assert_eq!(storage::testing::unpreparable(&database.store).await, Vec::<String>::new());
    }

    async fn the_order_is_names_title_summary_text_then_language_then_the_newest(database) {
        let ground = Ground::new(&database);
        ranked(&ground).await;
        assert_eq!(ground.found("fortigate").await, [4, 3, 2, 6, 1, 5]);
        let answer = ground.ask(question("Fortigate défaut")).await;
        assert_eq!(numbers(&answer), [3, 2]);
        let why: Vec<_> = answer.hits[1].why.iter().map(|why| (why.word.as_str(), why.place)).collect();
        assert_eq!(why, [("Fortigate", Where::Summary), ("défaut", Where::Summary)]);
        assert_eq!(answer.hits[0].title_segments[3], Segment { text: "FortiGate".into(), matched: true });
        let mut english = question("fortigate");
        english.language = Language::En;
        assert_eq!(numbers(&ground.ask(english).await), [4, 3, 2, 5, 6, 1]);
    }

    async fn any_form_of_a_word_finds_the_others(database) {
        let ground = Ground::new(&database);
        ground
            .put(&[
                Doc::new(1).titled("Vulnérabilités critiques").says("Les données de l’hôpital sont chiffrées. Qu'en est-il d'Évreux ?"),
                Doc::new(2).titled("SECURITE DES HOPITAUX").says("Un cœur de réseau"),
                Doc::new(3).titled("Security updates").says("Apple's devices were exploited remotely").english(),
            ])
            .await;
        for (typed, found) in [
            ("vulnérabilité", &[1][..]), ("VULNERABILITES", &[1]), ("critique", &[1]), ("chiffrement", &[1]), ("chiffree", &[1]),
            ("chiffrer", &[1]), ("hopital", &[2, 1]), ("l'hôpital", &[2, 1]), ("hôpitaux", &[2, 1]), ("évreux", &[1]), ("coeur", &[2]), ("sécurité", &[2, 3]),
            ("securite", &[2]), ("exploiting", &[3]), ("remote", &[3]), ("apple", &[3]), ("update", &[3]), ("mise", &[]),
            ("de la", &[]), ("données de l’hôpital", &[1]), ("the security of apple", &[3]),
        ] {
            assert_eq!(ground.found(typed).await, found, "{typed}");
        }
    }

    async fn identifiers_and_names_are_found_whole(database) {
        let ground = Ground::new(&database);
        ground
            .put(&[
                Doc::new(1).titled("Palo Alto").says("La CVE-2024-3400 touche PAN-OS 10.2.1.").named(&["CVE-2024-3400", "Palo Alto Networks PAN-OS"]),
                Doc::new(2).titled("Autre").says("La CVE-2024-34001 touche la version 110.2 et C++."),
                Doc::new(3).titled("Log4j").named(&["C++", "log4j-core", "CWE-79"]),
            ])
            .await;
        for (typed, found) in [
            ("cve-2024-3400", &[1][..]), ("CVE-2024-34001", &[2]), ("CVE 2024 3400", &[1]), ("2024-3400", &[]), ("10.2", &[1]), ("10.2.1", &[1]),
            ("v10.2.1", &[1]), ("0.2.1", &[]), ("110.2", &[2]), ("pan-os", &[1]), ("PAN OS", &[1]), ("os pan", &[1]), ("os-pan", &[]),
            ("palo alto networks pan-os", &[1]), ("c++", &[3, 2]), ("cwe-79", &[3]), ("LOG4J-core", &[3]), ("log4j core", &[3]),
        ] {
            assert_eq!(ground.found(typed).await, found, "{typed}");
        }
        let answer = ground.ask(question("palo alto networks PAN-OS 10.2.1")).await;
        let why: Vec<_> = answer.hits[0].why.iter().map(|why| why.place).collect();
        assert_eq!(why, [Where::Name, Where::Name, Where::Name, Where::Name, Where::Text]);
    }

    async fn quoted_words_are_neighbours(database) {
        let ground = Ground::new(&database);
        ground
            .put(&[
                Doc::new(1).titled("Mise à jour").says("une élévation de privilèges locale"),
                Doc::new(2).titled("À jour après une mise").says("privilèges, puis élévation"),
                Doc::new(3).titled("Remote code").says("remote code execution").english(),
            ])
            .await;
        for (typed, found) in [
            ("\"mise à jour\"", &[1][..]), ("mise à jour", &[2, 1]), ("« élévation de privilège »", &[1]), ("\"jour mise\"", &[]),
            ("“code execution”", &[3]), ("\"remote execution\"", &[]), ("\"mise", &[2, 1]), ("\"privilège\" élévation", &[2, 1]),
        ] {
            assert_eq!(ground.found(typed).await, found, "{typed}");
        }
    }

    async fn filters_counts_and_pages(database) {
        let ground = Ground::new(&database);
        let docs: Vec<Doc> = (0..25)
            .map(|n| Doc::new(n).titled("Bulletin").with("year", if n < 10 { "2025" } else { "2026" }).with("severity", ["1", "2", "3"][n as usize % 3]))
            .collect();
        ground.put(&docs).await;
        let newest: Vec<u32> = (0..25).rev().collect();
        assert_eq!(ground.all_pages("", &[], 7).await, newest);
        assert_eq!(ground.all_pages("bulletins", &[], 4).await, newest);
        assert_eq!(ground.all_pages("", &[("year", "2025")], 3).await, (0..10).rev().collect::<Vec<_>>());
        let both = [("year", "2025"), ("severity", "1"), ("severity", "2"), ("year", "2026")];
        assert_eq!(ground.all_pages("bulletin", &both, 50).await, newest.iter().copied().filter(|n| n % 3 < 2).collect::<Vec<_>>());
        assert_eq!(ground.all_pages("", &[("year", "2024")], 3).await, [0_u32; 0]);
        let mut asked = question("bulletin");
        asked.filters = vec![("year".into(), "2025".into())];
        let answer = ground.ask(asked).await;
        assert_eq!((answer.total.count, answer.total.more), (10, false));
        let facets: Vec<_> = answer.facets.iter().map(|facet| (facet.name.as_str(), facet.values.clone())).collect();
        let of = |values: &[(&str, usize)]| values.iter().map(|(value, n)| ((*value).to_owned(), *n)).collect::<Vec<_>>();
        assert_eq!(facets, [
            ("kind", of(&[("news", 10)])),
            ("severity", of(&[("1", 4), ("2", 3), ("3", 3)])),
            ("year", of(&[("2025", 10)])),
        ]);
        let mut nonsense = question("bulletin");
        nonsense.after = Some("💥");
        assert_eq!(ground.ask(nonsense).await.hits.len(), 20);
    }

    async fn a_thing_in_both_languages_is_found_in_the_readers(database) {
        let ground = Ground::new(&database);
        ground.put(&[Doc::new(1).titled("Serveur Exchange"), Doc::new(1).titled("Exchange server").english(), Doc::new(2).titled("Exchange only").english()]).await;
        let answer = ground.ask(question("exchange")).await;
        assert_eq!(answer.hits.iter().map(|hit| hit.title.as_str()).collect::<Vec<_>>(), ["Serveur Exchange", "Exchange only"]);
        let mut english = question("exchange");
        english.language = Language::En;
        assert_eq!(ground.ask(english).await.hits.iter().map(|hit| hit.title.as_str()).collect::<Vec<_>>(), ["Exchange only", "Exchange server"]);
        assert!(ground.remove(1).await);
        assert!(!ground.remove(1).await);
        assert_eq!(ground.found("exchange").await, [2]);
    }

    async fn what_is_put_again_is_as_if_put_once(database) {
        let ground = Ground::new(&database);
        let last = Doc::new(1).titled("Deuxième état").says("Les mots nouveaux").named(&["CVE-2025-2"]).with("year", "2025");
        ground.put(std::slice::from_ref(&last)).await;
        let once = storage::testing::contents(&database, &["counters"]).await;
        ground.remove(1).await;
        ground.put(&[Doc::new(1).titled("Premier état").says("Les mots anciens").named(&["CVE-2025-1"]).with("year", "2024")]).await;
        assert_eq!(ground.found("anciens").await, [1]);
        ground.put(std::slice::from_ref(&last)).await;
        ground.put(&[last]).await;
        assert_eq!(ground.found("anciens").await, [0_u32; 0]);
        assert_eq!(ground.found("CVE-2025-2").await, [1]);
        let again = storage::testing::contents(&database, &["counters"]).await;
        let lasting = |lines: Vec<String>| lines.into_iter().filter(|line| !line.starts_with("documents_search_")).collect::<Vec<_>>();
        assert_eq!(lasting(again), lasting(once));
    }

    async fn abuse_g10_removal_leaves_no_copy(database) {
        let ground = Ground::new(&database);
        let filler: Vec<Doc> = (10..60).map(|n| Doc::new(n).titled("Compagnie").says(&format!("texte numéro {n}"))).collect();
        ground.put(&filler).await;
        let secret = Doc::new(1).titled("Zyxwvutitle").summed("zyxwvusummary").says("un zyxwvubody").named(&["zyxwvuname"]).with("product", "zyxwvufacet");
        ground.put(&[secret]).await;
        assert_eq!(ground.found("zyxwvubody").await, [1]);
        assert_ne!(storage::testing::traces(&database, "zyxwvu").await, Vec::<String>::new());
        ground.remove(1).await;
        assert!(database.store.settle().await.unwrap());
        let traces = storage::testing::traces(&database, "zyxwvu").await;
        assert_eq!(traces, Vec::<String>::new());
        assert_eq!(ground.found("compagnie").await.len(), 20);
    }

    async fn a_mistake_in_typing_is_told(database) {
        let ground = Ground::new(&database);
        ground
            .put(&[
                Doc::new(1).titled("Hameçonnage massif").says("Le courriel imite Fortinet."),
                Doc::new(2).titled("Rançongiciel").says("Un rançongiciel encore."),
            ])
            .await;
        for (typed, suggested) in [
            ("hameconage", Some("hameçonnage")),
            ("HAMECONNAGE fortient", Some("HAMECONNAGE fortinet")),
            ("l’hameçonage, Fortinett", Some("l’hameçonnage, fortinet")),
            ("rançongicel", Some("rançongiciel")),
            // Each is known: there is nothing better to propose.
            ("fortinet rançongiciel", None),
            // Would find nothing either.
            ("fortinett rançongiciel", None),
            ("xylophone", None),
            ("CVE-2024-1", None),
        ] {
            let answer = ground.ask(question(typed)).await;
            assert_eq!(answer.total.count, 0, "{typed}");
            assert_eq!(answer.suggestion.as_deref(), suggested, "{typed}");
        }
    }
}
