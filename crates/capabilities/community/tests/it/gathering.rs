//! Technical traces that members share.

use access::Role;
use community::{IndicatorFilter, rules::Verdict};
use observables::{Kind, Observable};
use storage::on_both_engines;
use vocabulary::Tlp;

use crate::house::{CLOSED, HIDDEN, House, OPEN, code, member, person, post, red};

on_both_engines! {
    async fn traces_are_gathered_judged_and_taken_away_by_who_may_read_them(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, OPEN).await;
        }
        let said = "Nous voyons 91.215.85.17 et portail[.]top, jamais localhost ni 127.0.0.1.";
        let amber = house.thread(1, OPEN, "Une vague", post(said, Tlp::Amber)).await;
        database.clock.advance(10);
        house.thread(1, OPEN, "Pour un seul", red("45.9.148.3", &[3])).await;
        let all = IndicatorFilter::default();
        let seen = c.indicators(&member(2), &all, "", 50).await.unwrap().items;
        let values: Vec<&str> = seen.iter().map(|one| one.value.as_str()).collect();
        assert!(values.contains(&"91.215.85.17") && !values.contains(&"45.9.148.3"), "{values:?}");
        let seen = c.indicators(&member(3), &all, "", 50).await.unwrap().items;
        assert_eq!(seen[0].value, "45.9.148.3");
        assert!(c.indicators(&member(4), &all, "", 50).await.unwrap().items.is_empty());
        assert_eq!(code(c.indicators(&person(Role::Ars, 9), &all, "", 50).await), "not-found");
        // What two say of it is counted, and who said it is told to nobody else.
        let ip = Observable::parse(Kind::Ipv4, "91.215.85.17").unwrap();
        let of = seen.iter().find(|one| one.value == ip.value()).unwrap().post;
        c.judge_indicator(&member(2), of, (&ip, Some(Verdict::Seen))).await.unwrap();
        c.judge_indicator(&member(3), of, (&ip, Some(Verdict::False))).await.unwrap();
        c.judge_indicator(&member(3), of, (&ip, Some(Verdict::Seen))).await.unwrap();
        let only = IndicatorFilter { value: "91[.]215[.]85[.]17".to_owned(), ..IndicatorFilter::default() };
        let found = c.indicators(&member(2), &only, "", 50).await.unwrap().items;
        assert_eq!((found.len(), found[0].seen, found[0].disputed, found[0].own), (1, 2, 0, Some(Verdict::Seen)));
        assert_eq!(found[0].thread.0, amber);
        assert_eq!(code(c.judge_indicator(&member(4), of, (&ip, None)).await), "not-found");
        let other = Observable::parse(Kind::Ipv4, "8.8.8.8").unwrap();
        assert_eq!(code(c.judge_indicator(&member(2), of, (&other, None)).await), "not-found");
        // No file holds what names its readers.
        let file = c.export_indicators(&member(3), &all).await.unwrap();
        assert!(file.iter().all(|one| one.tlp != Tlp::Red && one.listed.is_empty()), "{file:?}");
        assert!(file.iter().any(|one| one.value == ip.value()));
        // Changed, and the trace is gone; taken back, and all are.
        c.edit(&member(1), of, "Nous voyons portail[.]top.", 1).await.unwrap();
        house.work().await;
        assert!(c.indicators(&member(2), &only, "", 50).await.unwrap().items.is_empty());
        c.withdraw(&member(1), of).await.unwrap();
        assert!(c.indicators(&member(2), &all, "", 50).await.unwrap().items.is_empty());
    }

    async fn a_long_list_of_traces_is_paged(database) {
        let house = House::new(database).await;
        let c = &house.community;
        house.sits(1, CLOSED).await;
        let said: Vec<String> = (1..=9).map(|n| format!("91.215.85.{n}")).collect();
        house.thread(1, CLOSED, "Une liste", post(&said.join("\n"), Tlp::Green)).await;
        let of = IndicatorFilter { group: CLOSED.to_owned(), kind: Some(Kind::Ipv4), ..IndicatorFilter::default() };
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let page = c.indicators(&member(1), &of, &after, 4).await.unwrap();
            seen.extend(page.items.into_iter().map(|one| one.value));
            let Some(next) = page.next else { break };
            after = next;
        }
        assert_eq!(seen.len(), 9);
        assert!(c.indicators(&member(2), &of, "", 4).await.unwrap().items.is_empty());
        let hidden = IndicatorFilter { group: HIDDEN.to_owned(), ..IndicatorFilter::default() };
        assert_eq!(code(c.indicators(&member(2), &hidden, "", 4).await), "not-found");
    }
}
