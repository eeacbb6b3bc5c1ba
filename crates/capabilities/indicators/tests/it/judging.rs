//! Judged by people, with what they said.

use access::Role;
use indicators::{Judgement, rules::State};
use storage::on_both_engines;
use vocabulary::{Refused, Tlp};

use crate::house::{House, PARIS, RENNES, analyst, refused, staff};

on_both_engines! {
    async fn a_false_positive_has_a_reason_and_can_be_taken_back(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "fuite[.]top").await;
        let twin = house.declare(PARIS, "fuite[.]top").await;
        let id = house.shown(&declared).await[0].sighting.id;
        let judge = |judgement| house.indicators.judge(&TESTER, declared.incident, id, judgement);
        let analyst = analyst();
        assert!(matches!(
            refused(house.indicators.judge(&analyst, declared.incident, id, Judgement::FalsePositive(" ".into())).await),
            Refused::Invalid(_)
        ));
        let said = Judgement::FalsePositive("Notre site de secours".into());
        house.indicators.judge(&analyst, declared.incident, id, said).await.unwrap();
        let shown = house.shown(&declared).await;
        assert_eq!(shown[0].sighting.state, State::FalsePositive);
        assert_eq!(shown[0].sighting.reason, "Notre site de secours");
        assert_eq!(shown[0].sighting.judged_by.as_deref(), Some("Alix Exemple 1"));
        // What is no trace here links no incident to this one.
        assert!(shown[0].also.is_empty() && house.shown(&twin).await[0].also.is_empty());
        judge(Judgement::Trace).await.unwrap();
        let shown = house.shown(&declared).await;
        assert_eq!((shown[0].sighting.state, shown[0].also.len()), (State::Active, 1));
        let actions = house.actions(declared.incident).await;
        assert!(actions.ends_with(&["indicator.dismissed".to_owned(), "indicator.restored".to_owned()]));
    }

    async fn a_mark_is_tightened_at_once_and_loosened_by_who_may(database) {
        let house = House::new(database).await;
        let declared = house.declare(RENNES, "fuite[.]top").await;
        let (camille, sacha) = (staff(1, Role::Analyst, None), staff(2, Role::Analyst, None));
        let id = house.shown(&declared).await[0].sighting.id;
        let mark = async |caller: &access::Caller, id, tlp| {
            house.indicators.judge(caller, declared.incident, id, Judgement::Mark(tlp)).await
        };
        assert!(matches!(refused(mark(&camille, id, Tlp::Green).await), Refused::Invalid(_)));
        mark(&camille, id, Tlp::Red).await.unwrap();
        assert!(matches!(refused(mark(&sacha, id, Tlp::AmberStrict).await), Refused::Invalid(_)));
        mark(&camille, id, Tlp::AmberStrict).await.unwrap();
        house.indicators.add(&sacha, declared.incident, "autre.top", None, Tlp::Amber).await.unwrap();
        let shown = house.shown(&declared).await;
        let typed = shown.iter().find(|s| s.sighting.value == "autre.top").unwrap().sighting.id;
        assert!(matches!(refused(mark(&camille, typed, Tlp::Clear).await), Refused::Invalid(_)));
        mark(&sacha, typed, Tlp::Clear).await.unwrap();
    }

    async fn an_indicator_is_judged_in_its_own_incident_only(database) {
        let house = House::new(database).await;
        let (one, other) = (house.declare(RENNES, "fuite[.]top").await, house.declare(PARIS, "rien").await);
        let id = house.shown(&one).await[0].sighting.id;
        let judged = house.indicators.judge(&analyst(), other.incident, id, Judgement::Trace).await;
        assert_eq!(refused(judged), Refused::NotFound);
    }
}

const TESTER: access::Caller = access::Caller::Program("test");
