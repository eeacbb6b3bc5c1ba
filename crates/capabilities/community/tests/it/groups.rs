//! Groups: who creates them, who comes in and how, who decides; and that a hidden one is not there.

use std::collections::BTreeSet;

use access::{Caller, Role};
use community::{
    Decision, Looked, Reader, Sitting, ThreadFilter,
    rules::{Entrance, Entry, TypedGroup},
};
use storage::on_both_engines;
use vocabulary::{Id, Tlp};

use crate::house::{CLOSED, HIDDEN, House, OPEN, account, code, member, person, post, red, thread};

fn typed(name: &str, access: &str) -> TypedGroup {
    TypedGroup {
        name: name.to_owned(),
        purpose: "Entre **nous**.".to_owned(),
        kind: "region".to_owned(),
        access: access.to_owned(),
    }
}

async fn change(house: &House, caller: &Caller, slug: &str, access: &str) -> Result<(), vocabulary::Problem> {
    let group = house.community.group(caller, slug).await.unwrap().group;
    let typed = TypedGroup { access: access.to_owned(), name: group.name, ..typed("", access) };
    house.community.group_change(caller, slug, &typed, group.revision).await
}

fn reader(byte: u8) -> Reader {
    Reader { account: account(byte), name: format!("Personne {byte}") }
}

/// The groups that exist for somebody, by the ends of their addresses.
async fn seen(house: &House, caller: &Caller) -> Vec<String> {
    let groups = house.community.groups(caller).await.unwrap();
    groups.into_iter().map(|line| line.group.slug).collect()
}

fn names(sittings: &[Sitting]) -> Vec<&str> {
    sittings.iter().map(|sitting| sitting.name.as_str()).collect()
}

on_both_engines! {
    async fn readers_are_looked_for_when_they_are_many_and_those_who_are_chosen_stay(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in 1..=70 {
            house.sits(byte, OPEN).await;
        }
        for byte in [1, 2, 3] {
            house.sits(byte, CLOSED).await;
        }
        let (nobody, chosen) = (BTreeSet::new(), BTreeSet::from([account(69)]));
        let look = |words, chosen| Looked { words, about: &nobody, chosen };
        let found = c.nameable(&member(1), (OPEN, None), look("", &nobody)).await.unwrap();
        assert!(found.many && found.found.is_empty() && found.chosen.is_empty());
        let found = c.nameable(&member(1), (OPEN, None), look("NÔM33", &chosen)).await.unwrap();
        assert_eq!((names(&found.chosen), names(&found.found)), (vec!["nom69z"], vec!["nom33z"]));
        let found = c.nameable(&member(1), (OPEN, None), look("nom", &chosen)).await.unwrap();
        assert_eq!((found.found.len(), found.more), (30, 38), "neither oneself nor who is chosen");
        // Few are shown at once, whatever one looks for.
        let few = c.nameable(&member(1), (CLOSED, None), look("personne", &nobody)).await.unwrap();
        assert_eq!((few.many, names(&few.found)), (false, vec!["nom2z", "nom3z"]));
    }

    async fn abuse_a11_who_is_not_let_in_is_found_by_no_word_and_named_by_nobody(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in 1..=40 {
            house.sits(byte, CLOSED).await;
        }
        house.sits(50, HIDDEN).await;
        // As who knows where people work would say: one who is there, one who is not.
        let about = BTreeSet::from([account(12), account(50), account(90)]);
        let chosen = BTreeSet::from([account(50), account(91)]);
        let look = |words| Looked { words, about: &about, chosen: &chosen };
        let found = c.nameable(&member(1), (CLOSED, None), look("rennes")).await.unwrap();
        assert_eq!((names(&found.found), found.chosen.len(), found.more), (vec!["nom12z"], 0, 0));
        let found = c.nameable(&member(1), (CLOSED, None), look("nom50z")).await.unwrap();
        assert_eq!(names(&found.found), ["nom12z"], "known otherwise, and nobody of that name");
        for slug in [HIDDEN, "nulle-part"] {
            assert_eq!(code(c.nameable(&member(1), (slug, None), look("nom")).await), "not-found");
        }
        assert_eq!(code(c.nameable(&member(50), (CLOSED, None), look("nom")).await), "not-found");
        assert!(c.nameable(&person(Role::Ars, 1), (CLOSED, None), look("nom")).await.is_err());
        for stranger in [50, 90] {
            let named = c.open_thread(&member(1), CLOSED, thread("À qui", red("x", &[2, stranger]))).await;
            assert_eq!(code(named), "reader-not-there");
        }
        // In a thread of named readers, they alone.
        let two = house.thread(1, CLOSED, "À deux", red("x", &[2, 3])).await;
        let wide = house.thread(1, CLOSED, "À tous", post("x", Tlp::Amber)).await;
        let found = c.nameable(&member(2), (CLOSED, Some(two)), look("rennes nom12z")).await.unwrap();
        assert_eq!((found.many, names(&found.found)), (false, vec!["nom1z", "nom3z"]));
        assert_eq!(code(c.reply(&member(2), two, red("y", &[1, 12])).await), "answer-looser");
        assert_eq!(names(&c.nameable(&member(2), (CLOSED, Some(wide)), look("rennes")).await.unwrap().found), ["nom12z"]);
        for (reader, place, thread) in [(5, CLOSED, two), (2, OPEN, two), (2, OPEN, wide)] {
            assert_eq!(code(c.nameable(&member(reader), (place, Some(thread)), look("nom")).await), "not-found");
        }
    }

    async fn the_cell_and_moderators_create_groups_and_others_do_not(database) {
        let house = House::new(database).await;
        let c = &house.community;
        let (analyst, moderator) = (person(Role::Analyst, 6), person(Role::Moderator, 5));
        assert_eq!(code(c.group_create(&member(1), &typed("RSSI", "open")).await), "forbidden");
        for (caller, expected) in [
            (Caller::Nobody, "sign-in"),
            (person(Role::Ars, 10), "not-found"),
            (person(Role::Administrator, 11), "not-found"),
        ] {
            assert_eq!(code(c.group_create(&caller, &typed("RSSI", "open")).await), expected);
        }
        assert_eq!(c.group_create(&analyst, &typed("RSSI de région", "open")).await.unwrap(), "rssi-de-region");
        // Two of one name have two addresses.
        let second = c.group_create(&moderator, &typed("RSSI de région", "request")).await.unwrap();
        assert_eq!(second, "rssi-de-region-2");
        let inside = c.group(&moderator, &second).await.unwrap();
        assert!(inside.seat.as_ref().is_some_and(|seat| seat.joined && seat.steward) && inside.writes);
        assert_eq!((inside.people, inside.group.access), (1, Entrance::Request));
        // Its address says nothing of what a hidden group is.
        let hidden = c.group_create(&analyst, &typed("Affaire du CHU", "hidden")).await.unwrap();
        assert!(!hidden.contains("affaire") && !hidden.contains("chu"), "{hidden}");
        assert_eq!(code(c.group_create(&analyst, &TypedGroup::default()).await), "required");
    }

    async fn one_joins_asks_is_decided_about_and_leaves(database) {
        let house = House::new(database).await;
        let c = &house.community;
        let moderator = person(Role::Moderator, 5);
        assert_eq!(c.group_join(&member(1), OPEN, "").await.unwrap(), Entry::Joined);
        assert_eq!(code(c.group_join(&member(1), OPEN, "").await), "group-joined");
        assert!(c.group(&member(1), OPEN).await.unwrap().writes);

        assert_eq!(c.group_join(&member(1), CLOSED, "Je suis à Brest.").await.unwrap(), Entry::Asked);
        assert_eq!(code(c.group_join(&member(1), CLOSED, "Encore.").await), "group-asked");
        let before = c.group(&member(1), CLOSED).await.unwrap();
        assert!(!before.reads && !before.writes && before.people == 0, "whoever asks reads nothing");
        assert_eq!(code(c.group_people(&member(1), CLOSED, "", 50).await), "not-found");
        // Those who read it decide nothing; those who only belong see nobody who asks.
        house.sits(2, CLOSED).await;
        let people = c.group_people(&member(2), CLOSED, "", 50).await.unwrap();
        assert!(people.asking.is_empty() && people.people.items.len() == 1);
        assert_eq!(code(c.group_decide(&member(2), CLOSED, account(1), Decision::Admit).await), "forbidden");

        let asking = c.group_people(&moderator, CLOSED, "", 50).await.unwrap().asking;
        assert_eq!((asking.len(), asking[0].words.as_str()), (1, "Je suis à Brest."));
        c.group_decide(&moderator, CLOSED, account(1), Decision::Admit).await.unwrap();
        assert!(c.group(&member(1), CLOSED).await.unwrap().writes);
        let twice = c.group_decide(&moderator, CLOSED, account(1), Decision::Admit).await;
        assert_eq!(code(twice), "group-asks-no-more", "somebody decided first");

        // A keeper is named, and decides.
        c.group_decide(&moderator, CLOSED, account(1), Decision::Steward(true)).await.unwrap();
        c.group_join(&member(3), CLOSED, "").await.unwrap();
        assert_eq!(c.group_view(&member(1), CLOSED).await.unwrap().waiting, 1);
        c.group_decide(&member(1), CLOSED, account(3), Decision::Refuse).await.unwrap();
        assert_eq!(c.group_view(&member(1), CLOSED).await.unwrap().waiting, 0);
        c.group_join(&member(3), CLOSED, "S’il vous plaît.").await.unwrap();
        c.group_leave(&member(3), CLOSED).await.unwrap();
        assert_eq!(c.group_view(&member(1), CLOSED).await.unwrap().waiting, 0, "they ask no more");
        let names = c.group_view(&member(2), CLOSED).await.unwrap().stewards;
        assert_eq!(names, ["nom1z"]);

        c.group_decide(&member(1), CLOSED, account(2), Decision::Remove).await.unwrap();
        assert!(!c.group(&member(2), CLOSED).await.unwrap().reads);
        let gone = c.group_decide(&member(1), CLOSED, account(2), Decision::Steward(true)).await;
        assert_eq!(code(gone), "group-no-member");
        c.group_leave(&member(1), CLOSED).await.unwrap();
        assert!(!c.group(&member(1), CLOSED).await.unwrap().writes);
        assert_eq!(code(c.group_decide(&member(1), CLOSED, account(2), Decision::Admit).await), "forbidden");
    }

    /// A hidden group is, for who was not brought in, what was never there: in no list, in no count, at no address, to no act.
    async fn abuse_a01_a_hidden_group_is_not_there(database) {
        let house = House::new(database).await;
        let c = &house.community;
        house.sits(1, HIDDEN).await;
        house.sits(4, OPEN).await;
        let thread = house.thread(1, HIDDEN, "Rien à voir", post("rien à voir", Tlp::Green)).await;
        for outsider in [member(4), person(Role::Analyst, 6)] {
            assert!(!seen(&house, &outsider).await.contains(&HIDDEN.to_owned()));
            assert!(c.home(&outsider).await.unwrap().latest.is_empty());
            let filter = ThreadFilter::default();
            for slug in [HIDDEN, "nulle-part"] {
                let said = [
                    code(c.group(&outsider, slug).await),
                    code(c.group_view(&outsider, slug).await),
                    code(c.group_people(&outsider, slug, "", 50).await),
                    code(c.threads(&outsider, slug, &filter, "", 50).await),
                    code(c.group_join(&outsider, slug, "").await),
                    code(c.group_leave(&outsider, slug).await),
                    code(c.group_mute(&outsider, slug, true).await),
                    code(c.group_decide(&outsider, slug, account(1), Decision::Remove).await),
                    code(c.group_bring(&outsider, slug, &reader(4)).await),
                    code(c.readers(&outsider, Some(slug), (Tlp::Green, &[].into())).await),
                    code(c.open_thread(&outsider, slug, crate::house::thread("Un fil", post("x", Tlp::Green))).await),
                ];
                assert!(said.iter().all(|code| *code == "not-found"), "{slug}: {said:?}");
            }
            for (there, nowhere) in [
                (c.group_change(&outsider, HIDDEN, &typed("X", "open"), 1).await, c.group_change(&outsider, "nulle-part", &typed("X", "open"), 1).await),
                (c.group_archive(&outsider, HIDDEN, true).await, c.group_archive(&outsider, "nulle-part", true).await),
            ] {
                assert_eq!(format!("{there:?}"), format!("{nowhere:?}"));
            }
            assert_eq!(code(c.thread(&outsider, thread, "").await), "not-found");
        }
        // Who moderates sees it, and brings somebody in.
        let moderator = person(Role::Moderator, 5);
        assert!(seen(&house, &moderator).await.contains(&HIDDEN.to_owned()));
        c.group_bring(&moderator, HIDDEN, &reader(4)).await.unwrap();
        assert_eq!(code(c.group_bring(&moderator, HIDDEN, &reader(4)).await), "group-has-them");
        assert_eq!(c.person_called(&moderator, "Personne 4").await.unwrap(), reader(4));
        assert_eq!(code(c.person_called(&moderator, "Personne").await), "group-unknown");
        assert_eq!(code(c.person_called(&Caller::Nobody, "Personne 4").await), "sign-in");
        assert!(seen(&house, &member(4)).await.contains(&HIDDEN.to_owned()));
        assert!(c.thread(&member(4), thread, "").await.is_ok());
        // And once they leave, it is not there again.
        c.group_leave(&member(4), HIDDEN).await.unwrap();
        assert_eq!(code(c.group(&member(4), HIDDEN).await), "not-found");
        assert_eq!(code(c.thread(&member(4), thread, "").await), "not-found");
    }

    async fn a_door_closes_over_what_was_said_and_opens_over_nothing(database) {
        let house = House::new(database).await;
        let c = &house.community;
        let moderator = person(Role::Moderator, 5);
        house.sits(1, OPEN).await;
        let thread = house.thread(1, OPEN, "Vague de courriels", post("une vague chrysanthème", Tlp::Green)).await;
        assert!(c.thread(&member(4), thread, "").await.is_ok(), "green in an open group is for every member");
        let found = async |byte: u8| {
            let found = c.search(&member(byte), ("chrysanthème", vocabulary::Language::Fr), Vec::new(), None).await;
            found.unwrap().total.count
        };
        assert_eq!((found(1).await, found(4).await), (1, 1));
        house.database.clock.advance(60);
        change(&house, &moderator, OPEN, "request").await.unwrap();
        // At once, for every way out.
        assert_eq!(code(c.thread(&member(4), thread, "").await), "not-found");
        assert_eq!((found(1).await, found(4).await), (0, 0), "in no index until it is put there again");
        house.work().await;
        assert_eq!((found(1).await, found(4).await), (1, 0));
        assert!(c.thread(&member(1), thread, "").await.is_ok());
        assert_eq!(code(change(&house, &moderator, OPEN, "open").await), "group-opens");
        // Nobody said anything there: it may be entered as one likes.
        change(&house, &moderator, CLOSED, "open").await.unwrap();
        // Who only asked finds nothing any more once it hides.
        change(&house, &moderator, CLOSED, "request").await.unwrap();
        c.group_join(&member(4), CLOSED, "").await.unwrap();
        change(&house, &moderator, CLOSED, "hidden").await.unwrap();
        assert_eq!(code(c.group(&member(4), CLOSED).await), "not-found");
        assert_eq!(c.group_view(&moderator, CLOSED).await.unwrap().waiting, 0);
        // Two who change it at once: the second is told.
        let group = c.group(&moderator, CLOSED).await.unwrap().group;
        let late = c.group_change(&moderator, CLOSED, &typed("Bretagne", "hidden"), group.revision - 1).await;
        assert_eq!(code(late), "group-changed");
    }

    async fn nobody_writes_in_an_archived_group_and_all_is_still_read(database) {
        let house = House::new(database).await;
        let c = &house.community;
        let analyst = person(Role::Analyst, 6);
        house.sits(1, OPEN).await;
        let thread = house.thread(1, OPEN, "Un fil ancien", post("ancien", Tlp::Green)).await;
        c.group_archive(&analyst, OPEN, true).await.unwrap();
        assert_eq!(code(c.group_join(&member(2), OPEN, "").await), "group-archived");
        assert_eq!(code(c.group_bring(&person(Role::Lead, 8), OPEN, &reader(2)).await), "group-archived");
        let new = crate::house::thread("Un fil nouveau", post("nouveau", Tlp::Green));
        assert_eq!(code(c.open_thread(&member(1), OPEN, new).await), "join-first");
        assert!(c.thread(&member(2), thread, "").await.is_ok());
        c.group_archive(&analyst, OPEN, false).await.unwrap();
        assert!(c.group(&member(1), OPEN).await.unwrap().writes);
    }

    /// Whoever belongs no more sits nowhere: not even by coming back.
    async fn whoever_goes_sits_nowhere(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for slug in [OPEN, CLOSED, HIDDEN] {
            house.sits(1, slug).await;
            house.sits(2, slug).await;
        }
        let named = house.thread(1, CLOSED, "Pour deux", red("pour deux", &[2])).await;
        assert!(c.thread(&member(2), named, "").await.is_ok());
        let desk = house.database.desk();
        let mut unit = desk.store.write().await.unwrap();
        c.forget_in(&mut unit, account(2)).await.unwrap();
        unit.commit().await.unwrap();
        assert!(c.groups(&member(2)).await.unwrap().iter().all(|line| line.seat.is_none()));
        assert_eq!(code(c.thread(&member(2), named, "").await), "not-found");
        let people = c.group_people(&member(1), CLOSED, "", 50).await.unwrap().people.items;
        assert_eq!(people.len(), 1);
    }

    async fn people_are_listed_page_by_page_in_the_order_of_names(database) {
        let house = House::new(database).await;
        for byte in 1..=7 {
            house.sits(byte, CLOSED).await;
        }
        let (mut after, mut names): (String, Vec<Id>) = (String::new(), Vec::new());
        loop {
            let page = house.community.group_people(&member(1), CLOSED, &after, 3).await.unwrap().people;
            names.extend(page.items.into_iter().map(|sitting| sitting.account));
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(names, (1..=7).map(account).collect::<Vec<_>>());
    }
}
