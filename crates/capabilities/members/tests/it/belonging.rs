//! Cards, the directory, what is owed.

use access::Role;
use members::rules::{Asked, Due, Duty};
use storage::on_both_engines;

use crate::house::{DAY, House, PARIS, RENNES, asked, nation, person, refused};

on_both_engines! {
    async fn everybody_who_belongs_has_a_card_of_their_own(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Camille Fictif").await;
        let one = house.member("Camille-Fictif", &analyst).await;
        let moderator = house.person("Mo", nation(Role::Moderator)).await;
        let bare = house.person("Sans Ligne", nation(Role::Member)).await;
        let stranger = house.person("Étrangère", Vec::new()).await;
        let id = |caller: &access::Caller| person(caller).account;
        let ids = [&analyst, &one, &moderator, &bare, &stranger].map(id);
        let mut unit = house.desk.store.read().await.unwrap();
        let cards = house.members.cards_in(&mut unit, &ids).await.unwrap();
        let of = |caller| &cards[&id(caller)];
        assert_eq!((of(&analyst).handle.as_str(), of(&analyst).of_the_cell), ("camille-fictif", true));
        assert_eq!((of(&one).handle.as_str(), of(&one).of_the_cell), ("camille-fictif-2", false));
        assert_eq!((of(&one).duty, of(&one).facility.as_str()), (Some(Duty::Rssi), "Centre hospitalier de la Croisée"));
        assert_eq!((of(&moderator).handle.as_str(), of(&moderator).of_the_cell), ("mo", false));
        assert!(of(&bare).present && of(&bare).handle.starts_with("sans-ligne-"));
        assert!(!of(&stranger).present);

        let handles = ["camille-fictif", "camille-fictif-2", "mo", "personne", "etrangere"].map(str::to_owned);
        let found = house.members.by_handles_in(&mut unit, &handles).await.unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["camille-fictif", "camille-fictif-2", "mo"]);
        assert_eq!((found["camille-fictif"].account, found["camille-fictif-2"].account), (id(&analyst), id(&one)));
        assert!(house.members.member_in(&mut unit, id(&one)).await.unwrap().is_some());
        assert!(house.members.member_in(&mut unit, id(&stranger)).await.unwrap().is_none());
        let all = house.members.all_in(&mut unit).await.unwrap();
        assert_eq!(all.len(), 4, "{all:?}");
        assert!(all.iter().all(|one| one.email.is_some()));
    }

    async fn the_directory_is_searched_by_words_and_turned_by_pages(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        for name in ["Élodie Fictif", "Zoé Modèle"] {
            house.member(name, &analyst).await;
        }
        let other = house.person("Bob Exemple", Vec::new()).await;
        let typed = Asked { duty: "other".to_owned(), duty_words: "Référent santé_numérique".to_owned(), ..asked(PARIS, "register", "") };
        let id = house.members.ask(&other, &typed).await.unwrap();
        house.members.accept(&analyst, (id, 1), "Oui.").await.unwrap();
        let names = async |words: &str| {
            let page = house.members.directory(&analyst, words, 1).await.unwrap();
            page.cards.into_iter().map(|card| card.name).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(names("").await, "Bob Exemple, Élodie Fictif, Zoé Modèle");
        for (words, expected) in [
            ("ELODIE", "Élodie Fictif"),
            ("croisee zoe", "Zoé Modèle"),
            ("bretagne", "Élodie Fictif, Zoé Modèle"),
            ("numerique", "Bob Exemple"),
            ("rssi paris", ""),
            ("%", "Bob Exemple, Élodie Fictif, Zoé Modèle"),
        ] {
            assert_eq!(names(words).await, expected, "{words}");
        }
        let page = house.members.directory(&analyst, "", 99).await.unwrap();
        assert_eq!((page.total, page.page, page.pages), (3, 1, 1));
    }

    async fn a_new_code_of_conduct_is_accepted_before_one_writes(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let caller = house.member("Camille", &analyst).await;
        assert_eq!(house.members.standing(&caller).await.unwrap().writes(), Ok(()));
        let later = house.members.clone().under(2);
        let standing = later.standing(&caller).await.unwrap();
        assert_eq!(standing.due, [Due::Charter(2)]);
        assert!(standing.writes().is_err());
        assert_eq!(refused(later.accept_charter(&caller, "1").await), "charter-required");
        later.accept_charter(&caller, "2").await.unwrap();
        assert_eq!(later.standing(&caller).await.unwrap().due, []);
        let versions: Vec<i64> = later.own(&caller).await.unwrap().charters.iter().map(|(version, _)| *version).collect();
        assert_eq!(versions, [2, 1], "by version and by date");
        assert!(later.standing(&analyst).await.unwrap().writes().is_ok(), "the cell owes nothing here");
    }

    /// A role given by an administrator opens the pages; to write, they first say where they work.
    async fn who_was_made_a_member_by_hand_says_where_they_work_first(database) {
        let house = House::new(database).await;
        let caller = house.person("Camille", nation(Role::Member)).await;
        let standing = house.members.standing(&caller).await.unwrap();
        assert_eq!(standing.due, [Due::Charter(1), Due::Details]);
        assert_eq!(refused(house.members.confirm(&caller, &asked("010000024", "", "")).await), "member-facility-unknown");
        house.members.confirm(&caller, &asked(RENNES, "", "")).await.unwrap();
        assert_eq!(house.members.standing(&caller).await.unwrap().due, []);
        let stranger = house.person("Noa", Vec::new()).await;
        assert_eq!(refused(house.members.confirm(&stranger, &asked(RENNES, "", "")).await), "NotFound");
    }

    async fn a_year_is_reminded_confirmed_and_otherwise_over(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let (faithful, gone) = (house.member("Camille", &analyst).await, house.member("Sacha", &analyst).await);
        house.work().await;
        let before = house.letters().len();
        house.database.clock.advance(334 * DAY);
        house.round().await;
        assert_eq!(house.letters().len(), before, "too early");
        house.database.clock.advance(DAY);
        house.round().await;
        house.round().await;
        let letters = house.letters_to("Camille");
        assert_eq!(letters.iter().filter(|letter| letter.contains("/communaute/mon-adhesion")).count(), 1, "once");
        let faithful = house.again(&person(&faithful).name).await;
        assert!(matches!(house.members.standing(&faithful).await.unwrap().due[..], [Due::Confirmation { late: false, .. }]));
        house.members.confirm(&faithful, &asked(PARIS, "", "")).await.unwrap();
        assert_eq!(house.members.standing(&faithful).await.unwrap().due, []);

        house.database.clock.advance(31 * DAY);
        let late = house.again("Sacha").await;
        assert!(house.members.standing(&late).await.unwrap().writes().is_err(), "late, even before the round");
        house.round().await;
        house.round().await;
        assert_eq!(*house.left.0.lock().unwrap(), [person(&gone).account], "once");
        assert!(person(&house.again("Sacha").await).standings.is_empty());
        assert_eq!(person(&house.again("Camille").await).standings.len(), 1);
        let own = house.members.own(&house.again("Sacha").await).await.unwrap();
        assert_eq!(own.history.last().unwrap().what, "lapsed");
        let back = house.again("Sacha").await;
        let id = house.members.ask(&back, &asked(RENNES, "register", "")).await.unwrap();
        house.members.accept(&analyst, (id, 1), "Toujours là.").await.unwrap();
        let mut unit = house.desk.store.read().await.unwrap();
        let card = house.members.member_in(&mut unit, person(&gone).account).await.unwrap().unwrap();
        assert_eq!(card.handle, "sacha", "called as before");
    }
}
