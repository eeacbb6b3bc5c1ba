//! References and codes.

use access::Caller;
use storage::on_both_engines;
use vocabulary::Refused;

use crate::house::{House, codes, refused};

on_both_engines! {
    async fn the_code_opens_from_another_device_however_it_is_typed(database) {
        let house = House::new(database).await;
        let (filed, _) = house.declarant().await;
        let code = filed.code.unwrap();
        let typed = format!(" {} ", code.grouped().to_lowercase());
        let entered = house.declarations.enter(&filed.reference.to_lowercase(), &typed, "198.51.100.2", "phone").await.unwrap();
        assert_eq!(entered.declaration, filed.id);
        let caller = house.declarations.caller(&entered.token).await.unwrap().unwrap();
        let view = house.declarations.view(&caller, filed.id).await.unwrap();
        assert_eq!(view.code, None, "only the browser that filed shows the code");
        assert_eq!(view.sessions.len(), 2, "abuse B08: both devices are listed");
    }

    async fn abuse_b08_a_device_is_closed_at_once(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let entered = house.declarations.enter(&filed.reference, filed.code.unwrap().digits(), "a", "b").await.unwrap();
        let Some(Caller::Declarant(other)) = house.declarations.caller(&entered.token).await.unwrap() else { panic!() };
        house.declarations.close_device(&caller, filed.id, other.session).await.unwrap();
        assert!(house.declarations.caller(&entered.token).await.unwrap().is_none());
    }

    async fn abuse_b01_guesses_slow_down_and_never_lock_somebody_else_out(database) {
        let house = House::new(database).await;
        let (filed, _) = house.declarant().await;
        let wrong = declarations::FollowUpCode::from_random([3; 16]);
        let mut slowed = 0;
        for _ in 0..50 {
            match refused(house.declarations.enter(&filed.reference, wrong.digits(), "203.0.113.9", "").await) {
                Refused::NotFound => {}
                Refused::TooSoon(1..=900) => slowed += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(slowed >= 40, "{slowed}");
        assert!(house.declarations.enter(&filed.reference, filed.code.unwrap().digits(), "192.0.2.50", "").await.is_ok());
    }

    async fn abuse_b02_absent_and_wrong_are_one_answer(database) {
        let house = House::new(database).await;
        let (filed, _) = house.declarant().await;
        let wrong = declarations::FollowUpCode::from_random([3; 16]);
        let absent = declarations::Reference::new("VIG", 2026, 999).to_string();
        let first = refused(house.declarations.enter(&filed.reference, wrong.digits(), "a", "").await);
        let second = refused(house.declarations.enter(&absent, wrong.digits(), "b", "").await);
        assert_eq!(first, second);
    }

    /// B02: the same work too, counted, for a time would tell more of the machine than of us.
    async fn abuse_b02_absent_and_existing_cost_the_same_work(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let (absent, code) = (declarations::Reference::new("VIG", 2026, 999).to_string(), filed.code.unwrap());
        let wrong = declarations::FollowUpCode::from_random([3; 16]);
        let cost = async |reference: &str, code: &declarations::FollowUpCode, from: &str| {
            let before = house.declarations.codes_hashed();
            let entered = house.declarations.enter(reference, code.digits(), from, "").await;
            (entered.is_ok(), house.declarations.codes_hashed() - before)
        };
        assert_eq!(cost(&absent, &wrong, "a").await, (false, 1));
        assert_eq!(cost(&filed.reference, &wrong, "b").await, (false, 1));
        // Ten people hold a code, and the one of an eleventh was taken back.
        for number in 0..9 {
            let name = format!("Dominique Imaginaire {number}");
            house.declarations.pass_hand(&caller, filed.id, &name, "").await.unwrap();
        }
        let held = house.declarations.view(&caller, filed.id).await.unwrap().holders;
        let holder = held.iter().find(|holder| !holder.first).unwrap().id;
        house.declarations.take_back(&caller, filed.id, holder).await.unwrap();
        house.declarations.pass_hand(&caller, filed.id, "Dominique Imaginaire", "").await.unwrap();
        assert_eq!(cost(&filed.reference, &wrong, "c").await, (false, 1));
        assert_eq!(cost(&filed.reference, &code, "d").await, (true, 1));
        // Somebody who is slowed down costs none.
        for _ in 0..5 { cost(&absent, &wrong, "e").await; }
        assert_eq!(cost(&absent, &wrong, "e").await, (false, 0));
    }

    async fn what_is_mistyped_is_said_beside_its_field(database) {
        let house = House::new(database).await;
        let found = codes(house.declarations.enter("VIG-2026", "1234", "a", "").await);
        assert_eq!(found.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["reference", "code"]);
    }

    async fn the_hand_is_passed_and_taken_back(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let code = house.declarations.pass_hand(&caller, filed.id, "Dominique Imaginaire", "d@vigie.example").await.unwrap();
        let entered = house.declarations.enter(&filed.reference, code.digits(), "a", "").await.unwrap();
        let colleague = house.declarations.caller(&entered.token).await.unwrap().unwrap();
        let view = house.declarations.view(&colleague, filed.id).await.unwrap();
        let holder = view.holders.iter().find(|holder| !holder.first).unwrap();
        house.declarations.take_back(&caller, filed.id, holder.id).await.unwrap();
        assert!(house.declarations.caller(&entered.token).await.unwrap().is_none(), "open browsers are closed");
        assert_eq!(refused(house.declarations.enter(&filed.reference, code.digits(), "b", "").await), Refused::NotFound);
        let first = view.holders.iter().find(|holder| holder.first).unwrap();
        assert_eq!(refused(house.declarations.take_back(&caller, filed.id, first.id).await), Refused::NotFound, "the declarant keeps theirs");
    }

    async fn abuse_b05_a_code_is_renewed_only_after_a_call_to_the_register_s_number(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        let analyst = crate::house::staff(access::Role::Analyst, None);
        assert_eq!(codes(house.declarations.renew_code(&analyst, filed.id, "06 39 98 00 00").await), [("called".to_owned(), "call-back-number")]);
        assert!(refused(house.declarations.renew_code(&caller, filed.id, "").await) == Refused::SignInFirst);
        let phone = house.declarations.view(&analyst, filed.id).await.unwrap().facility.unwrap().phone.unwrap();
        let code = house.declarations.renew_code(&analyst, filed.id, &phone).await.unwrap();
        assert_eq!(refused(house.declarations.enter(&filed.reference, filed.code.unwrap().digits(), "a", "").await), Refused::NotFound);
        assert!(house.declarations.enter(&filed.reference, code.digits(), "b", "").await.is_ok());
    }

    async fn the_code_is_nowhere_in_the_database_and_is_forgotten_when_noted(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        house.declarations.code_noted(&caller).await.unwrap();
        assert_eq!(house.declarations.view(&caller, filed.id).await.unwrap().code, None);
        let digits = filed.code.unwrap().digits().to_owned();
        for file in std::fs::read_dir(house.database.folder()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                assert!(!bytes.windows(digits.len()).any(|w| w == digits.as_bytes()), "{}", path.display());
            }
        }
    }

    async fn the_code_is_shown_for_an_hour_and_no_more(database) {
        let house = House::new(database).await;
        let (filed, caller) = house.declarant().await;
        house.database.clock.advance(3601);
        assert_eq!(house.declarations.view(&caller, filed.id).await.unwrap().code, None);
    }
}
