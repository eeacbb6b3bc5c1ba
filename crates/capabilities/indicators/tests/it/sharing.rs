//! Traces of an incident shared in the private space: on the recorded word of the structure, and never with its name.

use std::collections::BTreeSet;

use access::{Caller, Role};
use community::{IndicatorFilter, NewPost, NewThread, ThreadFilter};
use indicators::{Shared, WarningList, rules::sharing::Said};
use storage::{args, on_both_engines, sql, testing::contents};
use vocabulary::{Id, Language, Problem, Tlp};

use crate::house::{Declared, House, PARIS, RENNES, TEST, analyst, refused, staff};

/// Words by which the structure of Rennes could be known, in small letters.
const KNOWN: [&str; 6] = ["embruns", "rennes", "359900008", "359800018", "camille", "hopital-des-embruns"];
const GROUP: &str = "rancongiciels";

async fn run(house: &House, statement: &'static storage::Statement, arguments: Vec<storage::Arg>) {
    let mut unit = house.desk.store.write().await.unwrap();
    unit.run(statement, arguments).await.unwrap();
    unit.commit().await.unwrap();
}

/// A group in which the analyst and a member are.
async fn group(house: &House) {
    let id = Id::from_random([200; 16]);
    let add = sql!(
        "INSERT INTO community_groups (id, slug, name, purpose, kind, access, created_at, created_by, revision) \
         VALUES ($2, $1, $1, '', 'theme', 'open', 0, 'la cellule', 1)"
    );
    run(house, add, args![GROUP, id]).await;
    for caller in [analyst(), member()] {
        let seat = sql!(
            "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
             VALUES ($1, $2, $3, 'joined', FALSE, '', 0, FALSE)"
        );
        run(house, seat, args![id, caller.person().unwrap().account, caller.author()]).await;
    }
}

fn member() -> Caller {
    staff(7, Role::Member, None)
}

/// The sightings of an incident that have these values.
async fn sightings(house: &House, declared: &Declared, values: &[&str]) -> BTreeSet<Id> {
    let shown = house.shown(declared).await;
    let of = |value: &&str| shown.iter().find(|one| one.sighting.value == *value).unwrap().sighting.id;
    values.iter().map(of).collect()
}

fn shared(chosen: BTreeSet<Id>) -> Shared {
    Shared {
        chosen,
        tlp: Tlp::Amber,
        group: GROUP.to_owned(),
        title: "Indicateurs transmis par la cellule".to_owned(),
        words: "Vus cette nuit, à bloquer.".to_owned(),
        own: String::new(),
        language: Language::Fr,
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
    match refused(result) {
        vocabulary::Refused::Invalid(wrong) => wrong[0].code.to_owned(),
        vocabulary::Refused::Conflict(refusal) => refusal.code.to_owned(),
        other => format!("{other:?}"),
    }
}

const SUMMARY: &str = "Chiffrés depuis fuite[.]top et 91.215.85[.]17, par vpn.hopital-des-embruns.fr.";

on_both_engines! {
    async fn traces_are_shared_only_on_the_recorded_word_of_the_structure(database) {
        let house = House::new(database.clone()).await;
        group(&house).await;
        let declared = house.declare(RENNES, SUMMARY).await;
        let (s, cell, incident) = (&house.sharing, analyst(), declared.incident);
        let chosen = sightings(&house, &declared, &["fuite.top"]).await;
        // Nothing is shared before it is asked, while it waits, after a no, after a yes is taken back.
        assert_eq!(code(s.share(&cell, incident, shared(chosen.clone())).await), "sharing-no-consent");
        assert!(s.of_structure(&declared.caller).await.unwrap().is_none());
        assert_eq!(code(s.answer(&declared.caller, Said::Yes, 1).await), "NotFound", "nothing was asked");
        s.ask(&cell, incident, "Seriez-vous d’accord ?").await.unwrap();
        assert_eq!(code(s.ask(&cell, incident, "Encore ?").await), "sharing-said");
        assert_eq!(code(s.share(&cell, incident, shared(chosen.clone())).await), "sharing-no-consent");
        assert_eq!(code(s.answer(&declared.caller, Said::Yes, 2).await), "sharing-text");
        assert_eq!(code(s.answer(&cell, Said::Yes, 1).await), "NotFound", "only the structure answers");
        s.answer(&declared.caller, Said::No, 1).await.unwrap();
        assert_eq!(code(s.share(&cell, incident, shared(chosen.clone())).await), "sharing-no-consent");
        assert_eq!(code(s.ask(&cell, incident, "Vraiment ?").await), "sharing-said", "a no is not asked about");
        s.answer(&declared.caller, Said::Yes, 1).await.unwrap();
        let thread = s.share(&cell, incident, shared(chosen.clone())).await.unwrap();
        house.work().await;
        let seen = house.community.indicators(&member(), &IndicatorFilter::default(), "", 50).await.unwrap().items;
        assert_eq!(seen.len(), 1, "{seen:?}");
        assert_eq!((seen[0].value.as_str(), seen[0].tlp, seen[0].thread.0), ("fuite.top", Tlp::Amber, thread));
        s.answer(&declared.caller, Said::Withdrawn, 1).await.unwrap();
        assert_eq!(code(s.share(&cell, incident, shared(chosen)).await), "sharing-no-consent");
        // What was shared before stays; who said what, when, to which text is kept.
        let view = s.of_structure(&declared.caller).await.unwrap().unwrap();
        let said: Vec<_> = view.words.iter().map(|word| (word.what, word.who.as_str(), word.version)).collect();
        let name = "Camille Fictif";
        assert_eq!(said, [
            (Said::Asked, cell.author().as_str(), 1), (Said::No, name, 1), (Said::Yes, name, 1), (Said::Withdrawn, name, 1)
        ]);
        assert_eq!(view.shares.len(), 1);
        assert_eq!(house.community.indicators(&member(), &IndicatorFilter::default(), "", 50).await.unwrap().items.len(), 1);
        let actions = house.actions(incident).await;
        for action in ["sharing.asked", "sharing.declined", "sharing.agreed", "sharing.shared", "sharing.withdrawn"] {
            assert!(actions.iter().any(|one| one == action), "{action}: {actions:?}");
        }
    }

    async fn abuse_g11_nothing_that_names_the_structure_is_shared(database) {
        let house = House::new(database.clone()).await;
        group(&house).await;
        let declared = house.declare(RENNES, SUMMARY).await;
        let (s, cell, incident) = (&house.sharing, analyst(), declared.incident);
        s.ask(&cell, incident, "Seriez-vous d’accord ?").await.unwrap();
        s.answer(&declared.caller, Said::Yes, 1).await.unwrap();
        let all = house.shown(&declared).await;
        let own = all.iter().find(|one| one.sighting.value.contains("embruns")).unwrap();
        assert_eq!(code(s.share(&cell, incident, shared([own.sighting.id].into())).await), "sharing-own");
        let chosen = sightings(&house, &declared, &["fuite.top", "91.215.85.17"]).await;
        let told = [
            format!("Dossier {}", declared.reference),
            "Vu au Centre Hospitalier des Embruns".to_owned(),
            "Un hôpital de RENNES".to_owned(),
            "Demander à Camille Fictif".to_owned(),
            "Voir vpn.hopital-des-embruns[.]fr".to_owned(),
            "FINESS 359900008".to_owned(),
        ];
        for words in told {
            let with = Shared { words: words.clone(), ..shared(chosen.clone()) };
            assert_eq!(code(s.share(&cell, incident, with).await), "sharing-names", "{words}");
            let with = Shared { title: words.clone(), ..shared(chosen.clone()) };
            assert_eq!(code(s.share(&cell, incident, with).await), "sharing-names", "{words}");
        }
        // More open than it may be, in a group that is not theirs, of another incident, judged to be no trace.
        let open = Shared { tlp: Tlp::Green, ..shared(chosen.clone()) };
        assert_eq!(code(s.share(&cell, incident, open).await), "sharing-mark");
        let elsewhere = Shared { group: "ailleurs".to_owned(), ..shared(chosen.clone()) };
        assert_eq!(code(s.share(&cell, incident, elsewhere).await), "NotFound");
        let other = house.declare(PARIS, "Aussi depuis fuite[.]top.").await;
        let theirs = sightings(&house, &other, &["fuite.top"]).await;
        assert_eq!(code(s.share(&cell, incident, shared(theirs.clone())).await), "NotFound");
        assert_eq!(code(s.share(&cell, other.incident, shared(theirs)).await), "sharing-no-consent");
        let ip = sightings(&house, &declared, &["91.215.85.17"]).await;
        let no = indicators::Judgement::FalsePositive("Un essai de la cellule".to_owned());
        house.indicators.judge(&cell, incident, *ip.first().unwrap(), no).await.unwrap();
        assert_eq!(code(s.share(&cell, incident, shared(ip)).await), "sharing-no-trace");
        // Others than the cell have no such way.
        assert!(s.share(&member(), incident, shared(chosen.clone())).await.is_err());
        assert!(s.of(&member(), incident).await.is_err() && s.ask(&member(), incident, "?").await.is_err());
        let values = sightings(&house, &declared, &["fuite.top"]).await;
        s.share(&cell, incident, shared(values)).await.unwrap();
        house.work().await;

        // Every way out of the private space, for a member: the structure is found by none.
        let c = &house.community;
        let mut out = String::new();
        let listed = c.indicators(&member(), &IndicatorFilter::default(), "", 50).await.unwrap().items;
        let file = c.export_indicators(&member(), &IndicatorFilter::default()).await.unwrap();
        out += &format!("{listed:?} {file:?}");
        let (_, threads) = c.threads(&member(), GROUP, &ThreadFilter::default(), "", 50).await.unwrap();
        let threads = threads.items;
        out += &format!("{threads:?}");
        for line in &threads {
            out += &format!("{:?}", c.thread(&member(), line.id, "").await.unwrap());
        }
        let out = out.to_lowercase();
        assert!(out.contains("fuite"), "{out}");
        let reference = declared.reference.to_lowercase();
        for known in KNOWN.into_iter().chain([reference.as_str(), &incident.to_string(), &declared.declaration.to_string()]) {
            assert!(!out.contains(known), "{known}: {out}");
        }
        // And no row of the private space, nor of what is searched or mailed there, holds it.
        let rows = contents(&database, &[]).await;
        let of_members = |row: &&String| ["community_", "search_", "tidings_"].iter().any(|table| row.starts_with(table));
        for row in rows.iter().filter(of_members).map(|row| row.to_lowercase()) {
            for known in KNOWN.into_iter().chain([reference.as_str(), &incident.to_string(), &declared.declaration.to_string()]) {
                assert!(!row.contains(known), "{known}: {row}");
            }
        }
        // Once the incident goes, what is left leads nowhere.
        let mut unit = house.desk.store.write().await.unwrap();
        house.indicators.forget_in(&mut unit, incident).await.unwrap();
        unit.commit().await.unwrap();
        let left = contents(&database, &[]).await;
        assert!(!left.iter().any(|row| row.starts_with("indicator_shares") || row.starts_with("indicator_consents")));
    }

    async fn abuse_g11_an_address_that_is_the_structure_s_own_is_not_shared(database) {
        let house = House::new(database.clone()).await;
        group(&house).await;
        let declared = house.declare(RENNES, SUMMARY).await;
        let (s, cell, incident) = (&house.sharing, analyst(), declared.incident);
        s.ask(&cell, incident, "Seriez-vous d’accord ?").await.unwrap();
        s.answer(&declared.caller, Said::Yes, 1).await.unwrap();
        let both = sightings(&house, &declared, &["fuite.top", "91.215.85.17"]).await;
        let other = sightings(&house, &declared, &["fuite.top"]).await;
        let own = |own: &str, chosen: &BTreeSet<Id>| Shared { own: own.to_owned(), ..shared(chosen.clone()) };
        for typed in ["91.215.85.17", "91.215.85[.]17", "198.51.100.7, 91.215.85.0/24", "fuite.top"] {
            let refused = refused(s.share(&cell, incident, own(typed, &both)).await);
            let vocabulary::Refused::Invalid(wrong) = refused else { panic!("{refused:?}") };
            assert_eq!((wrong[0].code, wrong[0].field.as_deref()), ("sharing-own", Some("chosen")), "{typed}");
        }
        for (field, said) in [
            ("title", Shared { title: "Depuis 91.215.85[.]17".to_owned(), ..own("91.215.85.17", &other) }),
            ("words", Shared { words: "Vu de http://91.215.85.17:8080/x".to_owned(), ..own("91.215.85.17", &other) }),
        ] {
            let refused = refused(s.share(&cell, incident, said).await);
            let vocabulary::Refused::Invalid(wrong) = refused else { panic!("{refused:?}") };
            assert_eq!((wrong[0].code, wrong[0].field.as_deref()), ("sharing-own", Some(field)));
            assert!(format!("{:?}", wrong[0]).contains("91.215.85.17"), "it says which: {wrong:?}");
        }
        assert_eq!(code(s.share(&cell, incident, own("le pare-feu", &other)).await), "sharing-address");
        assert!(s.of(&cell, incident).await.unwrap().0.own.is_empty(), "nothing is kept of what was refused");
        // Kept for the next time, shown as what is never shared, said to nobody else, gone with the incident.
        s.share(&cell, incident, own("91.215.85.17\n198.51.100.0/24", &other)).await.unwrap();
        let (view, candidates) = s.of(&cell, incident).await.unwrap();
        assert_eq!(view.own, ["198.51.100.0/24", "91.215.85.17"]);
        let kept: Vec<_> = candidates.iter().filter(|one| one.names).map(|one| one.sighting.value.as_str()).collect();
        assert!(kept.contains(&"91.215.85.17") && !kept.contains(&"fuite.top"), "{kept:?}");
        assert!(s.of_structure(&declared.caller).await.unwrap().unwrap().own.is_empty());
        house.work().await;
        let rows = contents(&database, &[]).await;
        let told = |row: &&String| row.contains("198.51.100") && !row.starts_with("indicator_own_addresses");
        assert_eq!(rows.iter().find(told), None);
        let mut unit = house.desk.store.write().await.unwrap();
        house.indicators.forget_in(&mut unit, incident).await.unwrap();
        unit.commit().await.unwrap();
        assert!(!contents(&database, &[]).await.iter().any(|row| row.contains("198.51.100")));
    }

    async fn a_list_that_is_brought_in_keeps_values_out_of_what_members_share(database) {
        let house = House::new(database.clone()).await;
        group(&house).await;
        let said = |title: &str| NewThread {
            title: title.to_owned(),
            post: NewPost { body: "Vu : passerelle[.]top et fuite[.]top.".to_owned(), tlp: Tlp::Green, ..NewPost::default() },
            ..NewThread::default()
        };
        house.community.open_thread(&analyst(), GROUP, said("Avant")).await.unwrap();
        house.work().await;
        let kept = async || {
            let lines = house.community.indicators(&member(), &IndicatorFilter::default(), "", 50).await.unwrap().items;
            let file = house.community.export_indicators(&member(), &IndicatorFilter::default()).await.unwrap();
            let mut listed: Vec<_> = lines.into_iter().filter(|one| !one.listed.is_empty()).map(|one| one.value).collect();
            listed.sort();
            (listed, file.len())
        };
        assert_eq!(kept().await, (Vec::new(), 2));
        let list = r#"{"name":"Nos passerelles","description":"","version":1,"type":"hostname","list":["passerelle.top"],"matching_attributes":["domain","hostname"]}"#;
        let list = WarningList::read(list.as_bytes()).unwrap();
        house.indicators.import(&TEST, &list).await.unwrap();
        house.work().await;
        assert_eq!(kept().await, (vec!["passerelle.top".to_owned()], 1), "what was said before");
        database.clock.advance(60);
        house.community.open_thread(&analyst(), GROUP, said("Après")).await.unwrap();
        house.work().await;
        assert_eq!(kept().await, (vec!["passerelle.top".to_owned(); 2], 2), "what is said after");
    }
}
