//! Leaving, being removed, being erased: at once, everywhere.

use access::{Caller, Person, permit};
use members::{Members, rules::Place};
use storage::{on_both_engines, testing};

use crate::house::{DAY, House, PARIS, TEST, asked, by_token, email, nation, person, refused};

/// Whether an open session and a token of somebody still open the private space.
async fn doors(house: &House, session: &str, token: &str) -> (bool, bool) {
    let opens = |caller: &Caller| access::scope::<permit::CommunityRead>(caller).is_ok();
    let at_page = house.accounts.caller(session, "").await.unwrap();
    (opens(&at_page), opens(&house.accounts.caller_of_token(token).await.unwrap()))
}

on_both_engines! {
    async fn abuse_a14_a_removal_takes_effect_at_once_on_open_sessions_and_tokens(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let member = house.member("Camille", &analyst).await;
        let account = person(&member).account;
        let password = crate::house::PASSWORD;
        let session = house.accounts.sign_in(&email("Camille"), password, "192.0.2.1").await.unwrap().token;
        let token = by_token(&house, "Camille").await;
        assert_eq!(doors(&house, &session, &token).await, (true, true));
        // Grave: who removes proves that it is them, and says why.
        let stale = Caller::Person(Person { fresh: false, ..person(&analyst).clone() });
        assert_eq!(refused(house.members.remove(&stale, account, "Commerce.").await), "ProveAgain");
        assert_eq!(refused(house.members.remove(&analyst, account, " ").await), "required");
        house.members.remove(&analyst, account, "A démarché des membres.").await.unwrap();
        assert_eq!(doors(&house, &session, &token).await, (false, false));
        assert_eq!(*house.left.0.lock().unwrap(), [account]);
        assert_eq!(refused(house.members.remove(&analyst, account, "Encore.").await), "not-a-member");
        let own = house.members.own(&house.again("Camille").await).await.unwrap();
        let (_, _, reason) = own.member.unwrap().ended.unwrap();
        assert_eq!(reason, "A démarché des membres.");
        house.work().await;
        assert!(house.letters_to("Camille").iter().all(|letter| !letter.contains("démarché")));
        assert_eq!(refused(house.members.remove(&analyst, person(&analyst).account, "Moi.").await), "own-membership");
    }

    async fn one_leaves_at_once_and_may_ask_to_come_back(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let member = house.member("Camille", &analyst).await;
        let token = by_token(&house, "Camille").await;
        let by_program = house.accounts.caller_of_token(&token).await.unwrap();
        assert_eq!(refused(house.members.leave(&by_program).await), "Forbidden");
        house.members.leave(&member).await.unwrap();
        assert!(access::scope::<permit::CommunityRead>(&house.again("Camille").await).is_err());
        assert_eq!(refused(house.members.leave(&house.again("Camille").await).await), "NotFound");
        assert_eq!(house.members.standing(&house.again("Camille").await).await.unwrap().place, Place::Nowhere);
        let back = house.again("Camille").await;
        house.members.ask(&back, &asked(PARIS, "register", "")).await.unwrap();
        let page = house.members.directory(&analyst, "", 1).await.unwrap();
        assert_eq!(page.total, 0);
    }

    /// Nothing else is given or taken by that door of accounts.
    async fn abuse_a10_the_door_of_accounts_gives_membership_and_nothing_else(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let sponsor = house.member("Camille", &analyst).await;
        let stranger = house.person("Noa", vec![accounts::parse_standing("ars:53").unwrap()]).await;
        let account = person(&stranger).account;
        let mut unit = house.desk.store.write().await.unwrap();
        for caller in [&sponsor, &stranger, &Caller::Nobody] {
            assert!(house.accounts.join_in(&mut unit, caller, account).await.is_err());
        }
        for caller in [&stranger, &Caller::Nobody] {
            assert!(house.accounts.leave_in(&mut unit, caller, person(&sponsor).account).await.is_err());
        }
        let own = person(&analyst).account;
        assert_eq!(refused(house.accounts.join_in(&mut unit, &analyst, own).await), "own-membership");
        house.accounts.join_in(&mut unit, &analyst, account).await.unwrap();
        assert_eq!(refused(house.accounts.join_in(&mut unit, &analyst, account).await), "already-member");
        unit.commit().await.unwrap();
        let roles: Vec<String> = person(&house.again("Noa").await).standings.iter().map(accounts::standing_words).collect();
        assert_eq!(roles, ["ars:53", "member"]);
        let mut unit = house.desk.store.write().await.unwrap();
        assert!(house.accounts.leave_in(&mut unit, &analyst, account).await.unwrap());
        assert!(!house.accounts.leave_in(&mut unit, &analyst, account).await.unwrap());
        unit.commit().await.unwrap();
        assert_eq!(person(&house.again("Noa").await).standings.len(), 1);
    }

    /// What an administrator does to an account ends here too, by the round at the latest.
    async fn a_closed_account_belongs_no_more(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let (closed, stripped) = (house.member("Camille", &analyst).await, house.member("Sacha", &analyst).await);
        house.accounts.disable(&TEST, &email("Camille")).await.unwrap();
        house.accounts.set_standings(&TEST, &email("Sacha"), &[], 2).await.unwrap();
        assert_eq!(house.members.directory(&analyst, "", 1).await.unwrap().cards, []);
        house.round().await;
        let mut left = house.left.0.lock().unwrap().clone();
        left.sort_unstable();
        let mut both = vec![person(&closed).account, person(&stripped).account];
        both.sort_unstable();
        assert_eq!(left, both);
    }

    async fn abuse_g10_nothing_stays_of_somebody_who_is_erased(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let member = house.member("chrysantheme", &analyst).await;
        let account = person(&member).account;
        let other = house.person("Noa", Vec::new()).await;
        let id = house.members.ask(&other, &asked(PARIS, "member", "chrysantheme")).await.unwrap();
        house.members.vouch(&member, id, true, "Signé chrysantheme.").await.unwrap();
        let held = house.members.export(&member).await.unwrap();
        assert_eq!(held["member"]["handle"], "chrysantheme");
        assert_eq!((held["answered_for"][0]["whom"].as_str(), held["history"].as_array().unwrap().len()), (Some("Noa"), 2));
        assert!(testing::traces(&house.database, "chrysantheme").await.iter().any(|place| place == "members.handle"));
        let mut unit = house.desk.store.write().await.unwrap();
        let erased = house.accounts.erase_in(&mut unit, &TEST, account).await.unwrap();
        house.members.erase_in(&mut unit, account, &erased.email).await.unwrap();
        unit.commit().await.unwrap();
        let stays: Vec<String> = testing::traces(&house.database, "chrysantheme").await.into_iter()
            .filter(|place| place.starts_with("member")).collect();
        assert_eq!(stays, ["member_history.words"], "what they said of somebody stays with whom it is about");
        let mut unit = house.desk.store.read().await.unwrap();
        assert!(house.members.cards_in(&mut unit, &[account]).await.unwrap().is_empty());
    }

    async fn what_is_over_goes_with_time(database) {
        let house = House::new(database).await;
        let analyst = house.cell("Alix").await;
        let member = house.member("Camille", &analyst).await;
        let staying = house.member("Sacha", &analyst).await;
        house.members.leave(&member).await.unwrap();
        house.database.clock.advance(10 * DAY);
        let mut unit = house.desk.store.write().await.unwrap();
        let before = house.desk.now().plus_seconds(-11 * DAY);
        assert_eq!(Members::sweep_in(&mut unit, before, 10).await.unwrap(), members::Swept::default());
        let swept = Members::sweep_in(&mut unit, house.desk.now(), 10).await.unwrap();
        assert_eq!((swept.requests, swept.members), (2, 1));
        unit.commit().await.unwrap();
        let mut unit = house.desk.store.read().await.unwrap();
        assert!(house.members.member_in(&mut unit, person(&staying).account).await.unwrap().is_some());
    }

    async fn a_role_alone_never_makes_two_ends(database) {
        let house = House::new(database).await;
        let caller = house.person("Camille", nation(access::Role::Member)).await;
        house.members.leave(&caller).await.unwrap();
        assert!(access::scope::<permit::CommunityRead>(&house.again("Camille").await).is_err());
        assert_eq!(*house.left.0.lock().unwrap(), [person(&caller).account]);
    }
}
