//! Lists of values that are no trace.

use access::Role;
use indicators::{Imported, Judgement};
use observables::WarningList;
use storage::on_both_engines;
use vocabulary::{Refused, Tlp};

use crate::house::{House, RENNES, TEST, analyst, refused, staff};

fn list(name: &str, version: i64, kind: &str, attributes: &[&str], entries: &[String]) -> WarningList {
    let json = serde_json::json!({ "name": name, "version": version, "description": "", "type": kind,
        "matching_attributes": attributes, "list": entries });
    WarningList::read(json.to_string().as_bytes()).unwrap()
}

on_both_engines! {
    async fn what_a_list_names_is_kept_out_until_somebody_says_otherwise(database) {
        let house = House::new(database).await;
        let networks = list("Réseaux d’essai", 1, "cidr", &["ip-dst"], &["91.215.85.0/24".to_owned()]);
        assert_eq!(house.indicators.import(&TEST, &networks).await.unwrap(), Imported::Added);
        let parts = list("Parties d’essai", 1, "substring", &["domain"], &["jetable".to_owned()]);
        assert_eq!(house.indicators.import(&TEST, &parts).await.unwrap(), Imported::Added);
        let text = "8.8.8.8, 91.215.85.17, 45.9.148.3, www.sante.gouv.fr, mail.cellule.fr, boite-jetable.top";
        let declared = house.declare(RENNES, text).await;
        let shown = house.shown(&declared).await;
        let reason = |value: &str| {
            let one = shown.iter().find(|s| s.sighting.value == value).unwrap();
            (one.sighting.state.code(), one.sighting.reason.clone())
        };
        assert_eq!(reason("8.8.8.8"), ("listed", "vigie-resolvers".to_owned()));
        assert_eq!(reason("www.sante.gouv.fr"), ("listed", "vigie-state".to_owned()));
        assert_eq!(reason("mail.cellule.fr"), ("listed", "vigie-own".to_owned()));
        assert_eq!(reason("91.215.85.17"), ("listed", "Réseaux d’essai".to_owned()));
        assert_eq!(reason("boite-jetable.top"), ("listed", "Parties d’essai".to_owned()));
        assert_eq!(reason("45.9.148.3"), ("active", String::new()));
        let id = shown.iter().find(|s| s.sighting.value == "91.215.85.17").unwrap().sighting.id;
        house.indicators.judge(&analyst(), declared.incident, id, Judgement::Trace).await.unwrap();
        assert!(house.found(&declared).await.contains(&("ipv4", "91.215.85.17".to_owned(), "active")));
    }

    async fn a_preview_says_what_lists_name_and_what_is_chosen_is_kept(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "rien").await;
        let text = "8.8.8.8 et 45.9.148.3";
        let preview = house.indicators.preview(&analyst(), declared.incident, text).await.unwrap();
        let said: Vec<_> = preview.iter().map(|(o, list)| (o.value(), list.as_deref())).collect();
        assert_eq!(said, [("8.8.8.8", Some("vigie-resolvers")), ("45.9.148.3", None)]);
        assert!(house.shown(&declared).await.is_empty());
        let chosen = ["ipv4 8.8.8.8".to_owned()];
        house.indicators.add(&analyst(), declared.incident, text, Some(&chosen), Tlp::Amber).await.unwrap();
        assert_eq!(house.found(&declared).await, [("ipv4", "8.8.8.8".to_owned(), "active")]);
        let none = house.indicators.add(&analyst(), declared.incident, text, Some(&[]), Tlp::Amber).await;
        assert!(matches!(refused(none), Refused::Invalid(_)));
        assert!(matches!(refused(house.indicators.preview(&analyst(), declared.incident, "rien").await), Refused::Invalid(_)));
    }

    async fn a_list_takes_the_place_of_its_older_version(database) {
        let house = House::new(database).await;
        let entries: Vec<String> = (0..2500).map(|n| format!("n{n}.top")).collect();
        let import = async |version, entries: &[String]| {
            house.indicators.import(&TEST, &list("Noms", version, "string", &["domain"], entries)).await.unwrap()
        };
        assert_eq!(import(1, &entries).await, Imported::Added);
        assert_eq!(import(1, &entries).await, Imported::Unchanged);
        assert_eq!(import(2, &entries[1..]).await, Imported::Replaced);
        let declared = house.declare(RENNES, "n0.top n1.top n2499.top").await;
        assert_eq!(house.found(&declared).await, [
            ("domain", "n0.top".to_owned(), "active"),
            ("domain", "n1.top".to_owned(), "listed"),
            ("domain", "n2499.top".to_owned(), "listed"),
        ]);
        let useless = list("Téléphones", 1, "regex", &["phone-number"], &["/1/".to_owned()]);
        assert_eq!(house.indicators.import(&TEST, &useless).await.unwrap(), Imported::OfNoUse);
        let analyst = staff(1, Role::Lead, None);
        let one = list("Noms", 3, "string", &["domain"], &entries);
        assert_eq!(refused(house.indicators.import(&analyst, &one).await), Refused::Forbidden);
    }
}
