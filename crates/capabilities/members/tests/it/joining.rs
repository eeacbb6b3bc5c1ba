//! From the request to the decision.

use access::{Role, permit};
use members::rules::{Place, State};
use storage::on_both_engines;

use crate::house::{House, PARIS, RENNES, SISTER, TEST, asked, email, nation, person, refused, staff};

on_both_engines! {
    async fn whoever_is_vouched_for_and_accepted_belongs_at_their_next_request(database) {
        let house = House::new(database).await;
        let members = &house.members;
        let analyst = house.cell("Alix").await;
        let sponsor = house.member("Camille", &analyst).await;
        let new = house.person("Noa", Vec::new()).await;
        assert_eq!(members.standing(&new).await.unwrap().place, Place::Nowhere);
        let id = members.ask(&new, &asked(PARIS, "member", "Camille")).await.unwrap();
        assert_eq!(refused(members.ask(&new, &asked(PARIS, "member", "Camille")).await), "request-waits");
        assert_eq!(members.waiting(&analyst).await.unwrap(), 1);

        // The letter says only where to go.
        house.work().await;
        let letters = house.letters_to("Camille");
        let told = letters.iter().find(|letter| letter.contains("/communaute/parrainages")).unwrap();
        assert!(!told.contains("Noa") && !told.contains("Clos-Fleuri"), "{told}");

        // Nobody's word yet, and nobody called.
        assert_eq!(refused(members.accept(&analyst, (id, 1), " ").await), "vouch-missing");
        let waiting = members.to_vouch(&sponsor).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].request.name.as_str()), (1, "Noa"));
        assert_eq!(refused(members.vouch(&sponsor, id, true, " ").await), "required");
        members.vouch(&sponsor, id, false, "Je la connais mal.").await.unwrap();
        assert_eq!(refused(members.accept(&analyst, house.seen(&analyst, id).await, "").await), "vouch-missing");
        members.vouch(&sponsor, id, true, "Nous avons travaillé ensemble.").await.unwrap();
        assert!(members.requests(&analyst).await.unwrap().waiting[0].1, "ready to be decided");

        // As it was seen, or not at all.
        assert_eq!(refused(members.accept(&analyst, (id, 1), "").await), "request-changed");
        members.accept(&analyst, house.seen(&analyst, id).await, "").await.unwrap();
        assert_eq!(refused(members.accept(&analyst, (id, 9), "").await), "request-decided");
        let noa = house.again("Noa").await;
        assert!(access::scope::<permit::CommunityWrite>(&noa).is_ok());
        let standing = members.standing(&noa).await.unwrap();
        assert_eq!((standing.place, standing.due.len(), standing.writes()), (Place::Member, 0, Ok(())));
        assert_eq!(refused(members.ask(&noa, &asked(PARIS, "register", "")).await), "already-member");
        let own = members.own(&noa).await.unwrap();
        assert_eq!(own.charters.first().map(|(version, _)| *version), Some(1));
        assert_eq!(own.request.unwrap().state, State::Accepted);
        let mut what: Vec<_> = own.history.iter().map(|line| line.what.as_str()).collect();
        what.sort_unstable();
        assert_eq!(what, ["accepted", "asked", "not-vouched", "vouched"]);
    }

    async fn who_may_answer_for_whom(database) {
        let house = House::new(database).await;
        let members = &house.members;
        let analyst = house.cell("Alix").await;
        let member = house.member("Camille", &analyst).await;
        let (colleague, entity) =
            (house.person("Sacha", staff(RENNES)).await, house.person("Robin", staff("359980000")).await);
        let (sister, elsewhere) =
            (house.person("Lou", staff(SISTER)).await, house.person("Gwenn", staff(PARIS)).await);
        let nobody = house.person("Dominique", Vec::new()).await;
        let own = house.person("Noa", staff(RENNES)).await;
        let all = [
            ("Camille", &member), ("Sacha", &colleague), ("Robin", &entity), ("Lou", &sister),
            ("Gwenn", &elsewhere), ("Dominique", &nobody),
        ];
        for (place, (way, who, may)) in [
            ("member", "Camille", true),
            ("facility", "Camille", false),
            ("facility", "Sacha", true),
            ("facility", "Robin", true),
            ("facility", "Lou", false),
            ("facility", "Gwenn", false),
            ("member", "Sacha", false),
            ("member", "Dominique", false),
        ].into_iter().enumerate() {
            let name = format!("Candidat {place}");
            let candidate = house.person(&name, Vec::new()).await;
            let id = members.ask(&candidate, &asked(RENNES, way, who)).await.unwrap();
            assert_eq!(members.request(&analyst, id).await.unwrap().voucher_known, may, "{way} {who}");
            for (name, caller) in all {
                let named = may && name == who;
                assert_eq!(members.to_vouch(caller).await.unwrap().iter().any(|one| one.request.id == id), named);
                let said = members.vouch(caller, id, true, "Je réponds d’elle.").await;
                if named { said.unwrap() } else { assert_eq!(refused(said), "NotFound", "{way} {who} {name}") }
            }
            assert_eq!(refused(members.vouch(&candidate, id, true, "Moi.").await), "NotFound");
        }
        assert_eq!(refused(members.ask(&own, &asked(RENNES, "facility", "Noa")).await), "own-vouch");
    }

    /// Abuse F04, in this house: nobody learns by asking whether an address is a member's.
    async fn abuse_f04_who_asks_learns_nothing_of_the_address_they_name(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        house.member("Camille", &analyst).await;
        let mut seen = Vec::new();
        for (name, voucher) in [("Une", "Camille"), ("Deux", "Inconnue")] {
            let caller = house.person(name, Vec::new()).await;
            house.members.ask(&caller, &asked(PARIS, "member", voucher)).await.unwrap();
            let own = house.members.own(&caller).await.unwrap();
            let what: Vec<String> = own.history.iter().map(|line| line.what.clone()).collect();
            seen.push((own.request.unwrap().state, own.vouches.len(), what));
        }
        assert_eq!(seen[0], seen[1]);
        house.work().await;
        assert_eq!((house.letters_to("Camille").iter().filter(|l| l.contains("parrainages")).count(), house.letters_to("Inconnue").len()), (1, 0));
    }

    async fn a_word_counts_no_more_once_who_gave_it_left(database) {
        let house = House::new(database).await;
        let members = &house.members;
        let analyst = house.cell("Alix").await;
        let sponsor = house.member("Camille", &analyst).await;
        let new = house.person("Noa", Vec::new()).await;
        let id = members.ask(&new, &asked(PARIS, "member", "Camille")).await.unwrap();
        members.vouch(&sponsor, id, true, "Oui.").await.unwrap();
        members.leave(&sponsor).await.unwrap();
        let admission = members.request(&analyst, id).await.unwrap();
        assert!(!admission.vouches[0].1);
        let seen = (id, admission.request.revision);
        assert_eq!(refused(members.accept(&analyst, seen, "").await), "vouch-missing");
        members.accept(&analyst, seen, "Appelée : la direction confirme.").await.unwrap();
    }

    async fn nobody_decides_about_their_own_request(database) {
        let house = House::new(database).await;
        let (members, analyst) = (&house.members, house.cell("Alix").await);
        let new = house.person("Noa", Vec::new()).await;
        let id = members.ask(&new, &asked(PARIS, "register", "")).await.unwrap();
        // Made an analyst meanwhile.
        house.accounts.set_standings(&TEST, &email("Noa"), &nation(Role::Analyst), 1).await.unwrap();
        let own = house.again("Noa").await;
        assert!(members.request(&own, id).await.unwrap().own);
        assert_eq!(refused(members.accept(&own, (id, 1), "Oui.").await), "own-membership");
        assert_eq!(refused(members.refuse(&own, (id, 1), "Non.").await), "own-membership");
        members.accept(&analyst, (id, 1), "Oui.").await.unwrap();
    }

    async fn only_those_who_decide_learn_who_asks(database) {
        let house = House::new(database).await;
        let members = &house.members;
        let new = house.person("Noa", Vec::new()).await;
        let id = members.ask(&new, &asked(PARIS, "register", "")).await.unwrap();
        for role in Role::ALL {
            let caller = match role {
                Role::FacilityStaff => house.person(role.code(), staff(PARIS)).await,
                Role::Ars => house.person(role.code(), vec![accounts::parse_standing("ars:53").unwrap()]).await,
                _ => house.person(role.code(), nation(role)).await,
            };
            let may = matches!(role, Role::Analyst | Role::Lead);
            assert_eq!(members.requests(&caller).await.is_ok(), may, "{role:?}");
            assert_eq!(members.request(&caller, id).await.is_ok(), may, "{role:?}");
            if !may {
                assert_eq!(refused(members.accept(&caller, (id, 1), "Oui.").await), "Forbidden", "{role:?}");
                assert_eq!(refused(members.remove(&caller, person(&new).account, "Non.").await), "Forbidden");
            }
            let belongs = matches!(role, Role::Member | Role::Moderator | Role::Analyst | Role::Lead);
            assert_eq!(members.directory(&caller, "", 1).await.is_ok(), belongs, "{role:?}");
        }
        assert_eq!(refused(members.ask(&access::Caller::Nobody, &asked(PARIS, "register", "")).await), "SignInFirst");
    }

    async fn the_cell_asks_for_more_refuses_with_a_reason_and_one_may_ask_again(database) {
        let house = House::new(database).await;
        let (members, analyst) = (&house.members, house.cell("Alix").await);
        let new = house.person("Noa", Vec::new()).await;
        assert_eq!(refused(members.answer(&new, "?").await), "NotFound");
        let first = members.ask(&new, &asked(PARIS, "register", "")).await.unwrap();
        assert_eq!(refused(members.answer(&new, "?").await), "nothing-asked");
        members.ask_more(&analyst, (first, 1), "Depuis quand ?").await.unwrap();
        assert_eq!(members.own(&new).await.unwrap().question(), Some("Depuis quand ?"));
        members.answer(&new, "Depuis mars.").await.unwrap();
        assert_eq!(refused(members.refuse(&analyst, (first, 3), " ").await), "required");
        members.refuse(&analyst, (first, 3), "Nous n’avons pas pu joindre la direction.").await.unwrap();
        let own = members.own(&new).await.unwrap();
        assert_eq!(own.reason(), Some("Nous n’avons pas pu joindre la direction."));
        house.work().await;
        assert!(house.letters_to("Noa").iter().all(|letter| !letter.contains("direction")));
        let second = members.ask(&new, &asked(PARIS, "register", "")).await.unwrap();
        members.withdraw(&new).await.unwrap();
        assert_eq!(refused(members.accept(&analyst, (second, 2), "Oui.").await), "request-decided");
        members.ask(&new, &asked(PARIS, "register", "")).await.unwrap();
        members.withdraw(&new).await.unwrap();
        // Abuse H09: no more than three a day.
        assert!(refused(members.ask(&new, &asked(PARIS, "register", "")).await).starts_with("TooSoon"));
    }

    async fn a_facility_that_there_is_none_of_is_refused_kindly(database) {
        let house = House::new(database).await;
        let new = house.person("Noa", Vec::new()).await;
        for (number, code) in [("010000024", "member-facility-unknown"), ("35990000", "finess-length"), ("359900009", "finess-check-digit")] {
            assert_eq!(refused(house.members.ask(&new, &asked(number, "register", "")).await), code);
        }
    }
}
