//! Who reads what is published.

use access::{Caller, Role};
use publications::{Filter, rules::Kind};
use storage::on_both_engines;
use vocabulary::{Language, Tlp};

use crate::house::{House, code, draft, editor, person};

on_both_engines! {
    async fn what_is_found_is_made_anew_out_of_what_is_published(database) {
        let house = House::new(database.clone());
        let p = &house.publications;
        let kept = house.published(Kind::Alert, draft("Faille de la passerelle", Tlp::Clear)).await;
        let gone = house.published(Kind::Alert, draft("Faille de la passerelle retirée", Tlp::Clear)).await;
        p.begin(&editor(1), Kind::Alert, draft("Faille de la passerelle en cours", Tlp::Clear)).await.unwrap();
        p.withdraw(&editor(1), gone, ["Une erreur.", ""]).await.unwrap();
        let found = async || {
            let answer = p.search(&Caller::Nobody, "passerelle", Language::Fr, Vec::new(), None).await.unwrap();
            answer.hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
        };
        assert_eq!(found().await, [kept]);
        let mut unit = database.desk().store.write().await.unwrap();
        search::remove(&mut unit, Kind::Alert.code(), kept).await.unwrap();
        unit.commit().await.unwrap();
        assert!(found().await.is_empty());
        let steps = std::sync::Mutex::new(Vec::new());
        let program = Caller::Program("operator");
        let step = |done, all| steps.lock().unwrap().push((done, all));
        assert_eq!(p.reindex(&program, step).await.unwrap(), 1);
        assert_eq!((found().await, steps.into_inner().unwrap()), (vec![kept], vec![(1, 3), (2, 3), (3, 3)]));
        assert_eq!(code(p.reindex(&person(Role::Member, 9), |_, _| {}).await), "forbidden");
    }

    async fn a_mark_governs_who_reads_and_to_others_nothing_exists(database) {
        let house = House::new(database);
        let p = &house.publications;
        for tlp in [Tlp::Clear, Tlp::Green, Tlp::Amber, Tlp::AmberStrict] {
            house.published(Kind::News, draft(&format!("Marque {}", tlp.label()), tlp)).await;
        }
        let readers = [
            (Caller::Nobody, 1),
            (person(Role::Administrator, 9), 1),
            (person(Role::Member, 9), 3),
            (person(Role::FacilityStaff, 9), 3),
            (person(Role::Ars, 9), 3),
            (person(Role::Analyst, 9), 4),
        ];
        for (reader, count) in readers {
            let page = p.list(&reader, &Filter::default(), "", 50).await.unwrap();
            assert_eq!(page.items.len(), count, "{reader:?}");
            let public = Filter { public: true, ..Filter::default() };
            assert_eq!(p.list(&reader, &public, "", 50).await.unwrap().items.len(), 1);
            assert_eq!(p.products(&reader, "").await.unwrap().len(), 1);
        }
        let year = p.list(&Caller::Nobody, &Filter::default(), "", 1).await.unwrap().items[0].year;
        let amber = (Language::Fr, "marque-amber");
        assert_eq!(code(p.read(&Caller::Nobody, (Kind::News, year), amber).await), "not-found");
        assert!(p.read(&person(Role::Member, 9), (Kind::News, year), amber).await.is_ok());
    }

    async fn lists_are_cut_and_paged_and_say_nothing_of_what_is_elsewhere(database) {
        let house = House::new(database.clone());
        let p = &house.publications;
        for n in 0..7 {
            database.clock.advance(60);
            let mut text = draft(&format!("Alerte {n}"), Tlp::Clear);
            text.content.severity = Some(n % 5 + 1);
            text.content.facts.products[0].product = format!("Produit {}", n % 2);
            house.published(Kind::Alert, text).await;
        }
        let grave = Filter { severity: Some(4), ..Filter::default() };
        assert_eq!(p.list(&Caller::Nobody, &grave, "", 50).await.unwrap().items.len(), 2);
        let odd = Filter { vendor: "exemplia".to_owned(), product: "produit-1".to_owned(), ..Filter::default() };
        assert_eq!(p.list(&Caller::Nobody, &odd, "", 50).await.unwrap().items.len(), 3);
        let none = Filter { kinds: vec![Kind::Bulletin], ..Filter::default() };
        assert!(p.list(&Caller::Nobody, &none, "", 50).await.unwrap().items.is_empty());
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let page = p.list(&Caller::Nobody, &Filter::default(), &after, 3).await.unwrap();
            seen.extend(page.items.iter().map(|listed| listed.slug(Language::Fr).to_owned()));
            let Some(next) = page.next else { break };
            after = next;
        }
        assert_eq!(seen, (0..7).rev().map(|n| format!("alerte-{n}")).collect::<Vec<_>>());
        assert_eq!(code(p.list(&Caller::Nobody, &Filter::default(), "nonsense", 3).await), "not-found");
    }

    async fn what_is_published_is_found_by_whoever_may_read_it_until_it_is_withdrawn(database) {
        let house = House::new(database);
        let p = &house.publications;
        let id = house.published(Kind::Alert, draft("Passerelles vulnérables", Tlp::Clear)).await;
        house.published(Kind::Alert, draft("Passerelle réservée", Tlp::Amber)).await;
        let found = async |caller: &Caller, text: &str| {
            let answer = p.search(caller, text, Language::Fr, Vec::new(), None).await.unwrap();
            answer.hits.len()
        };
        assert_eq!(found(&Caller::Nobody, "passerelle").await, 1);
        assert_eq!(found(&person(Role::Member, 9), "passerelle").await, 2);
        assert_eq!(found(&Caller::Nobody, "exemplia").await, 1);
        p.withdraw(&editor(1), id, ["Erreur.", ""]).await.unwrap();
        assert_eq!(found(&Caller::Nobody, "passerelle").await, 0);
    }

    async fn two_texts_of_one_title_have_two_addresses(database) {
        let house = House::new(database);
        house.published(Kind::Guide, draft("Un titre", Tlp::Clear)).await;
        let mut second = draft("Un titre", Tlp::Clear);
        second.content.texts.en = second.content.texts.fr.clone();
        second.content.texts.en.title = "A title".to_owned();
        house.published(Kind::Guide, second).await;
        let p = &house.publications;
        let read = p.read(&Caller::Nobody, (Kind::Guide, 0), (Language::Fr, "un-titre-2")).await.unwrap();
        assert_eq!(read.listed.slug(Language::En), "a-title");
        assert_eq!(read.listed.title(Language::En), ("A title", Language::En));
        // Nobody translated the first: its English address is the French one.
        let read = p.read(&Caller::Nobody, (Kind::Guide, 0), (Language::En, "un-titre")).await.unwrap();
        assert_eq!(read.listed.title(Language::En), ("Un titre", Language::Fr));
    }

    async fn the_library_is_loaded_once_and_what_became_of_it_stays(database) {
        let house = House::new(database);
        let p = &house.publications;
        let program = Caller::Program("library");
        assert_eq!(p.load_library(&program).await.unwrap(), 21);
        let before = p.stamp().await.unwrap();
        let read = p.read(&Caller::Nobody, (Kind::Card, 0), (Language::En, "ransomware")).await.unwrap();
        assert_eq!(read.listed.slug(Language::Fr), "rancongiciel");
        p.withdraw(&editor(1), read.listed.id, ["Remplacée.", ""]).await.unwrap();
        assert!(p.stamp().await.unwrap() > before);
        assert_eq!(p.load_library(&program).await.unwrap(), 0);
        let cards = Filter { kinds: vec![Kind::Card], ..Filter::default() };
        assert_eq!(p.list(&Caller::Nobody, &cards, "", 50).await.unwrap().items.len(), 14);
    }
}
