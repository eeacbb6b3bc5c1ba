//! Tokens of programs: what they may do, and until when.

use access::{Caller, Permission, permit};
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, OPERATOR, code, is_nobody, may, refused};

const EMAIL: &str = "alix@vigie.example";

async fn token(house: &House, email: &str, scopes: &[&str], days: u32) -> String {
    let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    house.accounts.token_create(&OPERATOR, email, &scopes, days).await.unwrap()
}

async fn of(house: &House, token: &str) -> Caller {
    house.accounts.caller_of_token(token).await.unwrap()
}

on_both_engines! {
    async fn a_token_may_what_both_its_scopes_and_its_account_may(database) {
        let house = House::new(database).await;
        house.create("gwenn@vigie.example", &["ars:53"]).await;
        for (email, scopes, reads, handles) in [
            (EMAIL, &["incidents:read"][..], true, false),
            (EMAIL, &["incidents:read", "incidents:handle"], true, true),
            (EMAIL, &["attachments:read"], false, false),
            (EMAIL, &[], false, false),
            ("gwenn@vigie.example", &["incidents:read", "incidents:handle"], true, false),
        ] {
            let caller = of(&house, &token(&house, email, scopes, 1).await).await;
            let found = (may::<permit::IncidentRead>(&caller, "53"), may::<permit::IncidentHandle>(&caller, "53"));
            assert_eq!(found, (reads, handles), "{email} {scopes:?}");
        }
        let agency = of(&house, &token(&house, "gwenn@vigie.example", &["incidents:read"], 1).await).await;
        assert!(!may::<permit::IncidentRead>(&agency, "11"), "nor further than its account");
    }

    async fn a_token_is_shown_once_and_kept_as_a_hash(database) {
        let house = House::new(database).await;
        let (one, other) = (token(&house, EMAIL, &["incidents:read"], 1).await, token(&house, EMAIL, &["incidents:read"], 1).await);
        assert!(one.starts_with("vigie_") && one.len() == "vigie_".len() + 64 && one != other);
        let kept = house.kept().await;
        assert!(!kept.contains(&one) && !kept.contains(one.trim_start_matches("vigie_")));
        let listed = house.accounts.token_list(&OPERATOR, EMAIL).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert!(!format!("{listed:?}").contains(one.trim_start_matches("vigie_")));
    }

    async fn a_token_and_a_session_do_not_open_each_others_door(database) {
        let house = House::new(database).await;
        let (session, api) = (house.signed_in(EMAIL).await, token(&house, EMAIL, &["incidents:read"], 1).await);
        assert!(is_nobody(&house.caller(&api).await) && is_nobody(&of(&house, &session).await));
        for wrong in ["", "vigie_", &api[..api.len() - 1], &api.to_uppercase(), api.trim_start_matches("vigie_")] {
            assert!(is_nobody(&of(&house, wrong).await), "{wrong}");
        }
    }

    async fn a_token_ends_on_its_day(database) {
        let house = House::new(database).await;
        let api = token(&house, EMAIL, &["incidents:read"], 2).await;
        house.database.clock.advance(2 * 24 * 3600 - 1);
        assert!(!is_nobody(&of(&house, &api).await));
        house.database.clock.advance(1);
        assert!(is_nobody(&of(&house, &api).await));
    }

    async fn a_revoked_token_opens_nothing_and_others_go_on(database) {
        let house = House::new(database).await;
        let (one, other) = (token(&house, EMAIL, &["incidents:read"], 9).await, token(&house, EMAIL, &["incidents:read"], 9).await);
        let id = of(&house, &one).await.session().unwrap();
        house.accounts.token_revoke(&OPERATOR, id).await.unwrap();
        assert!(is_nobody(&of(&house, &one).await) && !is_nobody(&of(&house, &other).await));
        assert_eq!(refused(house.accounts.token_revoke(&OPERATOR, id).await), Refused::NotFound, "it is over already");
        let listed = house.accounts.token_list(&OPERATOR, EMAIL).await.unwrap();
        assert_eq!(listed.iter().filter(|token| token.revoked_at.is_some()).map(|token| token.id).collect::<Vec<_>>(), [id]);
    }

    async fn abuse_a14_the_tokens_of_a_disabled_account_open_nothing(database) {
        let house = House::new(database).await;
        let api = token(&house, EMAIL, &["incidents:read"], 9).await;
        house.accounts.disable(&OPERATOR, EMAIL).await.unwrap();
        assert!(is_nobody(&of(&house, &api).await));
    }

    async fn a_scope_that_does_not_exist_is_refused(database) {
        let house = House::new(database).await;
        for scope in ["", "incidents", "incidents:read incidents:handle", "*"] {
            let tried = house.accounts.token_create(&OPERATOR, EMAIL, &["incidents:read".to_owned(), scope.to_owned()], 1).await;
            assert_eq!(code(tried), ("scope".to_owned(), "scope-unknown"), "{scope:?}");
        }
        for scope in Permission::ALL { token(&house, EMAIL, &[scope.code()], 1).await; }
        let nobody = house.accounts.token_create(&OPERATOR, "personne@vigie.example", &[], 1).await;
        assert_eq!(refused(nobody), Refused::NotFound);
    }

    async fn the_token_of_an_administrator_manages_accounts_only_with_that_scope(database) {
        let house = House::new(database).await;
        house.create("charlie@vigie.example", &["administrator"]).await;
        let narrow = of(&house, &token(&house, "charlie@vigie.example", &["incidents:read"], 1).await).await;
        assert_eq!(refused(house.accounts.list(&narrow).await), Refused::Forbidden);
        let wide = of(&house, &token(&house, "charlie@vigie.example", &["accounts:manage"], 1).await).await;
        assert_eq!(house.accounts.list(&wide).await.unwrap().len(), 2);
    }
}
