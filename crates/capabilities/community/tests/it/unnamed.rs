//! Speaking without being named: who it was is found by no road.

use access::Role;
use community::{NewPost, ThreadFilter, rules::Voice};
use storage::{on_both_engines, testing::traces};
use vocabulary::{Language, Tlp};

use crate::house::{HIDDEN, House, OPEN, account, code, member, person, post, thread};

fn unnamed(body: &str, tlp: Tlp) -> NewPost {
    NewPost { unnamed: Voice::new("hospital", "large-region"), ..post(body, tlp) }
}

on_both_engines! {
    async fn abuse_a11_who_spoke_unnamed_is_found_by_no_road(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3, 4, 5] {
            house.sits(byte, OPEN).await;
        }
        // The first letters of their account, of their session, and their name.
        let known = ["01010101", "65656565", "nom1z"];
        let mut before = Vec::new();
        for word in known {
            before.push(traces(&database, word).await);
        }
        let (id, shown) = c.open_thread(&member(1), OPEN, thread("Une question", unnamed("Qui ?", Tlp::Amber))).await.unwrap();
        // Neither the account, nor the session, nor the name is anywhere that it was not before.
        for (word, before) in known.iter().zip(&before) {
            assert_eq!(&traces(&database, word).await, before, "{word}");
        }
        assert!(before[1].is_empty(), "{before:?}");
        // Nobody sees it before the quarter, its author neither.
        assert_eq!(shown.millis() % (15 * 60 * 1000), 0);
        for reader in [member(1), member(2), person(Role::Moderator, 9)] {
            assert_eq!(code(c.thread(&reader, id, "").await), "not-found");
            assert!(c.threads(&reader, OPEN, &ThreadFilter::default(), "", 9).await.unwrap().1.items.is_empty());
        }
        house.work().await;
        assert_eq!(c.search(&member(2), ("Qui", Language::Fr), Vec::new(), None).await.unwrap().total.count, 0);
        database.clock.advance(31 * 60);
        house.work().await;
        for reader in [member(2), person(Role::Moderator, 9)] {
            let view = c.thread(&reader, id, "").await.unwrap();
            assert_eq!(view.posts[0].author, (None, "hospital/large-region".to_owned()));
            assert!(!view.posts[0].mine);
            assert_eq!(c.search(&reader, ("question", Language::Fr), Vec::new(), None).await.unwrap().hits.len(), 1);
        }
        let own = c.thread(&member(1), id, "").await.unwrap();
        assert!(own.posts[0].mine && own.steers && own.posts[0].unread);
        // It changes, is solved and closed at moments, and under words, that tell nothing either.
        c.edit(&member(1), own.posts[0].id, "Qui donc ?", 1).await.unwrap();
        let changed = c.thread(&member(2), id, "").await.unwrap().posts[0].edited_at.unwrap();
        assert_eq!(changed.millis() % (15 * 60 * 1000), 0);
        c.close(&member(1), id, true).await.unwrap();
        let closed = c.thread(&member(2), id, "").await.unwrap().line.closed.unwrap();
        assert_eq!(closed.1, "hospital/large-region");
        for word in known {
            let found = traces(&database, word).await;
            let own = |place: &String| ["community_seats", "community_seen", "vigie"].iter().any(|own| place.contains(own));
            assert!(found.iter().all(own), "{word}: {found:?}");
        }
    }

    async fn nobody_is_unnamed_among_few_or_before_those_they_name(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2, 3, 4] {
            house.sits(byte, HIDDEN).await;
        }
        let few = c.open_thread(&member(1), HIDDEN, thread("Un fil", unnamed("texte", Tlp::Amber))).await;
        assert_eq!(code(few), "unnamed-among-few");
        house.sits(5, HIDDEN).await;
        let red = NewPost { readers: [account(2)].into(), ..unnamed("texte", Tlp::Red) };
        assert_eq!(code(c.open_thread(&member(1), HIDDEN, thread("Un fil", red)).await), "unnamed-to-named");
        let asked = c.ask_cell(&member(1), thread("Un fil", unnamed("texte", Tlp::Amber))).await;
        assert_eq!(code(asked), "unnamed-to-named");
        assert!(c.open_thread(&member(1), HIDDEN, thread("Un fil", unnamed("texte", Tlp::Amber))).await.is_ok());
    }
}
