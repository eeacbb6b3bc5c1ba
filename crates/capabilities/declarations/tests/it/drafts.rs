//! Drafts.

use access::{Caller, Role};
use declarations::Submission;
use storage::on_both_engines;
use vocabulary::{Language, Refused};

use crate::house::{House, early, nothing, refused, staff, typed};

on_both_engines! {
    async fn a_draft_keeps_each_screen_and_is_resumed_elsewhere(database) {
        let house = House::new(database).await;
        let (declarations, nobody) = (&house.declarations, Caller::Nobody);
        let first = declarations.draft_keep(&nobody, None, Language::Fr, typed(&[("summary", "Panne")]), "a").await.unwrap();
        let second = declarations.draft_keep(&nobody, Some(&first.token), Language::Fr, typed(&[("declarant.name", "C.")]), "a").await.unwrap();
        assert_eq!(first.draft.id, second.draft.id);
        let resumed = declarations.draft_resume(&first.resume_code.grouped(), "b").await.unwrap();
        assert_eq!(resumed.draft.typed, typed(&[("summary", "Panne"), ("declarant.name", "C.")]));
        let forged = first.token.replace(first.token.get(37..39).unwrap(), "zz");
        assert!(declarations.draft(&forged).await.unwrap().is_none());
    }

    async fn a_draft_files_once_and_is_emptied(database) {
        let house = House::new(database).await;
        let draft = house.declarations.draft_keep(&Caller::Nobody, None, Language::Fr, early(), "a").await.unwrap();
        let submission = || Submission { typed: early(), language: Language::Fr, key: None, draft: Some(draft.token.clone()), from: "a".into(), device: String::new(), exercise: false };
        let filed = house.declarations.file(&Caller::Nobody, submission()).await.unwrap();
        let again = house.declarations.file(&Caller::Nobody, submission()).await.unwrap();
        assert_eq!((again.again, &again.reference), (true, &filed.reference));
        let left = house.declarations.draft(&draft.token).await.unwrap().unwrap().draft;
        assert_eq!((left.filed_as.as_ref(), left.typed.len()), (Some(&filed.reference), 0));
    }

    /// R15: the declaration was filed and the answer lost on its way. The browser that wrote it sees its receipt and its code
    /// all the same; an hour later, or once the code was noted, only the code opens.
    async fn fault_r15_an_answer_lost_on_its_way_leaves_a_way_to_the_receipt(database) {
        let house = House::new(database).await;
        let declarations = &house.declarations;
        let draft = declarations.draft_keep(&Caller::Nobody, None, Language::Fr, early(), "a").await.unwrap();
        let token = draft.token.as_str();
        assert!(declarations.receipt_of(&Caller::Nobody, token, "").await.unwrap().is_none(), "not filed yet");
        let submission = Submission { typed: early(), language: Language::Fr, key: None, draft: Some(token.into()), from: "a".into(), device: String::new(), exercise: false };
        let filed = declarations.file(&Caller::Nobody, submission).await.unwrap();
        let again = declarations.receipt_of(&Caller::Nobody, token, "Firefox").await.unwrap().unwrap();
        assert_eq!(again.reference, filed.reference);
        let caller = declarations.caller(&again.token.unwrap()).await.unwrap().unwrap();
        let view = declarations.view(&caller, filed.id).await.unwrap();
        assert_eq!(view.code.map(|code| code.grouped()), filed.code.map(|code| code.grouped()));
        let known = declarations.receipt_of(&caller, token, "").await.unwrap().unwrap();
        assert!(known.token.is_none(), "who follows it already needs no other session");
        let forged = token.replace(token.get(37..39).unwrap(), "zz");
        assert!(declarations.receipt_of(&Caller::Nobody, &forged, "").await.unwrap().is_none());
        house.database.clock.advance(3600);
        let late = declarations.receipt_of(&Caller::Nobody, token, "").await.unwrap().unwrap();
        assert!(late.token.is_none() && late.code.is_none(), "the code is shown for an hour");
    }

    async fn danger_and_a_phone_left_for_ten_minutes_is_somebody_to_call(database) {
        let house = House::new(database).await;
        let analyst = staff(Role::Analyst, None);
        let screen = typed(&[("care", "actual"), ("declarant.phone", "06 39 98 12 34")]);
        let draft = house.declarations.draft_keep(&Caller::Nobody, None, Language::Fr, screen, "a").await.unwrap();
        assert!(draft.draft.danger, "the schema says which answer means danger");
        assert!(house.declarations.interrupted(&analyst).await.unwrap().is_empty());
        house.database.clock.advance(601);
        let found = house.declarations.interrupted(&analyst).await.unwrap();
        assert_eq!(found.iter().map(|draft| draft.phone.as_str()).collect::<Vec<_>>(), ["06 39 98 12 34"]);
        assert!(house.declarations.interrupted(&staff(Role::Ars, Some("53"))).await.is_err());
        house.declarations.interrupted_handled(&analyst, draft.draft.id).await.unwrap();
        assert!(house.declarations.interrupted(&analyst).await.unwrap().is_empty());
        let again = refused(house.declarations.interrupted_handled(&analyst, draft.draft.id).await);
        assert!(matches!(again, Refused::Conflict(_)), "somebody called already: {again:?}");
        assert_eq!(refused(house.declarations.interrupted_handled(&analyst, nothing()).await), Refused::NotFound);
    }

    async fn resume_codes_cannot_be_tried_at_will(database) {
        let house = House::new(database).await;
        let wrong = declarations::ResumeCode::from_random([5; 32]);
        let mut slowed = 0;
        for _ in 0..20 {
            match refused(house.declarations.draft_resume(&wrong.grouped(), "a").await) {
                Refused::NotFound => {}
                Refused::TooSoon(_) => slowed += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(slowed > 10);
    }
}
