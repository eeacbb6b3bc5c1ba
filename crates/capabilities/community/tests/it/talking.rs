//! What people do there.

use access::Role;
use community::{
    NewPost, NewThread, Readers, ThreadFilter,
    rules::{NewPoll, Reaction},
};
use serde_json::json;
use storage::on_both_engines;
use vocabulary::{Language, Tlp};

use crate::house::{CLOSED, House, OPEN, account, code, member, person, post, red, thread};

on_both_engines! {
    async fn who_will_read_is_said_before(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, OPEN).await;
        }
        let none = [].into();
        let (named, stranger) = ([account(2)].into(), [account(4)].into());
        let read = async |tlp, named| c.readers(&member(1), Some(OPEN), (tlp, named)).await;
        assert_eq!(read(Tlp::Green, &none).await.unwrap(), Readers::Everybody);
        let Readers::Group(3, names) = read(Tlp::AmberStrict, &none).await.unwrap() else { panic!() };
        assert_eq!(names, ["nom1z", "nom2z", "nom3z"]);
        let Readers::Named(named) = read(Tlp::Red, &named).await.unwrap() else { panic!() };
        assert_eq!(named.len(), 2);
        assert_eq!(code(read(Tlp::Red, &stranger).await), "reader-not-there");
        assert_eq!(code(read(Tlp::Red, &none).await), "red-names-nobody");
        assert_eq!(c.readers(&member(1), None, (Tlp::Green, &none)).await.unwrap(), Readers::Cell);
    }

    async fn a_thread_is_opened_answered_solved_and_closed(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, CLOSED).await;
        }
        assert_eq!(code(c.open_thread(&member(4), OPEN, thread("Un fil", post("x", Tlp::Green))).await), "join-first");
        assert_eq!(code(c.open_thread(&member(1), CLOSED, NewThread::default()).await), "thread-title");
        let id = house.thread(1, CLOSED, "Qui voit cela ?", post("Une **vague**.", Tlp::Amber)).await;
        house.database.clock.advance(60);
        assert_eq!(code(c.reply(&member(2), id, post("oui", Tlp::Green)).await), "answer-looser");
        let view = c.thread(&member(2), id, "").await.unwrap();
        let quoted = NewPost { quoted: Some(view.posts[0].id), ..post("Nous aussi.", Tlp::Amber) };
        let (answer, _) = c.reply(&member(2), id, quoted).await.unwrap();
        let line = &c.threads(&member(1), CLOSED, &ThreadFilter::default(), "", 9).await.unwrap().1.items[0];
        assert_eq!((line.answers, line.unread, line.tags.as_slice()), (1, 1, &["vague".to_owned()][..]));
        assert_eq!(c.home(&member(1)).await.unwrap().groups[0].1, 1);
        let view = c.thread(&member(1), id, "").await.unwrap();
        assert_eq!(view.posts[1].quote.as_ref().unwrap().extract, "Une vague.");
        assert!(view.steers && view.posts[0].mine && !view.posts[1].mine && view.posts[1].unread);
        assert_eq!(c.home(&member(1)).await.unwrap().groups[0].1, 0);
        assert_eq!(code(c.solve(&member(2), id, Some(answer)).await), "forbidden");
        c.solve(&member(1), id, Some(answer)).await.unwrap();
        let solved = ThreadFilter { solved: Some(true), ..ThreadFilter::default() };
        assert_eq!(c.threads(&member(2), CLOSED, &solved, "", 9).await.unwrap().1.items.len(), 1);
        let waiting = ThreadFilter { solved: Some(false), ..ThreadFilter::default() };
        assert!(c.threads(&member(2), CLOSED, &waiting, "", 9).await.unwrap().1.items.is_empty());
        c.close(&member(1), id, true).await.unwrap();
        assert_eq!(code(c.reply(&member(2), id, post("encore", Tlp::Amber)).await), "thread-closed");
        c.close(&person(Role::Moderator, 5), id, false).await.unwrap();
        c.reply(&member(2), id, post("encore", Tlp::Amber)).await.unwrap();
    }

    async fn what_was_said_is_kept_when_it_changes_and_gone_when_it_is_taken_back(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, CLOSED).await;
        }
        let id = house.thread(1, CLOSED, "Un fil", post("premier texte", Tlp::Amber)).await;
        let opening = c.thread(&member(1), id, "").await.unwrap().posts[0].id;
        assert_eq!(code(c.edit(&member(2), opening, "autre", 1).await), "forbidden");
        c.edit(&member(1), opening, "second texte", 1).await.unwrap();
        assert_eq!(code(c.edit(&member(1), opening, "troisième", 1).await), "post-changed");
        assert_eq!(c.versions(&member(2), opening).await.unwrap()[0].body, "premier texte");
        house.work().await;
        let find = async |asked| {
            c.search(&member(2), (asked, Language::Fr), Vec::new(), None).await.unwrap().total.count
        };
        assert_eq!((find("premier").await, find("second").await), (0, 1));
        c.withdraw(&member(1), opening).await.unwrap();
        assert_eq!(find("second").await, 0);
        let seen = c.thread(&member(2), id, "").await.unwrap();
        assert_eq!((seen.posts[0].body.as_str(), seen.posts[0].hidden.as_ref().unwrap().0.as_str()), ("", "author"));
        assert_eq!(code(c.versions(&member(2), opening).await), "not-found");
        assert_eq!(c.thread(&member(1), id, "").await.unwrap().posts[0].body, "second texte");
    }

    async fn a_mark_that_was_stricter_keeps_what_was_said_under_it(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, OPEN).await;
        }
        let id = house.thread(1, OPEN, "Un fil", post("le nom", Tlp::Amber)).await;
        let opening = c.thread(&member(1), id, "").await.unwrap().posts[0].id;
        c.edit(&member(1), opening, "sans le nom", 1).await.unwrap();
        c.remark(&member(1), opening, (Tlp::Green, [].into())).await.unwrap();
        assert_eq!(c.thread(&member(4), id, "").await.unwrap().posts[0].body, "sans le nom");
        assert!(c.versions(&member(4), opening).await.unwrap().is_empty());
        assert_eq!(c.versions(&member(1), opening).await.unwrap().len(), 1);
    }

    async fn one_answers_with_a_press_votes_keeps_and_mutes(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, CLOSED).await;
        }
        let poll = NewPoll {
            question: "Êtes-vous touchés ?".to_owned(),
            choices: vec!["Oui".to_owned(), "Non".to_owned()],
            several: false,
            until: Some(database.desk().now().plus_seconds(3600)),
        };
        let new = NewThread { poll: Some(poll), ..thread("Sondage", post("Dites-nous.", Tlp::Amber)) };
        let (id, _) = c.open_thread(&member(1), CLOSED, new).await.unwrap();
        assert_eq!(code(c.vote(&member(2), id, &[0, 1].into()).await), "poll-vote");
        c.vote(&member(2), id, &[0].into()).await.unwrap();
        c.vote(&member(2), id, &[1].into()).await.unwrap();
        let view = c.thread(&member(2), id, "").await.unwrap();
        let poll = view.poll.unwrap();
        assert_eq!((poll.choices[0].1, poll.choices[1].1, poll.voters), (0, 1, 1));
        assert!(poll.own.contains(&1) && c.thread(&member(1), id, "").await.unwrap().poll.unwrap().own.is_empty());
        let opening = view.posts[0].id;
        c.react(&member(2), opening, (Reaction::Same, true)).await.unwrap();
        c.react(&member(2), opening, (Reaction::Same, true)).await.unwrap();
        c.mute(&member(2), id, true).await.unwrap();
        c.bookmark(&member(2), opening, true).await.unwrap();
        let view = c.thread(&member(2), id, "").await.unwrap();
        assert_eq!(view.posts[0].reactions, [(Reaction::Same, 1, true)]);
        assert!(view.muted && view.posts[0].bookmarked);
        assert_eq!(c.bookmarks(&member(2)).await.unwrap().len(), 1);
        database.clock.advance(3601);
        assert_eq!(code(c.vote(&member(2), id, &[0].into()).await), "poll-over");
        c.keep_draft(&member(2), &format!("thread {id}"), &json!({ "body": "à suivre" })).await.unwrap();
        let (kept, _) = c.draft(&member(2), &format!("thread {id}")).await.unwrap().unwrap();
        assert_eq!(kept["body"], "à suivre");
        assert!(c.draft(&member(1), &format!("thread {id}")).await.unwrap().is_none());
        c.reply(&member(2), id, post("voilà", Tlp::Amber)).await.unwrap();
        assert!(c.draft(&member(2), &format!("thread {id}")).await.unwrap().is_none());
    }

    async fn the_cell_is_asked_alone_and_who_asked_may_publish_it(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, OPEN).await;
        }
        let analyst = person(Role::Analyst, 6);
        let id = c.ask_cell(&member(1), thread("Une question", post("Que faire ?", Tlp::Red))).await.unwrap();
        house.work().await;
        let all = ThreadFilter::default();
        assert_eq!(c.questions(&analyst, &all, "", 9).await.unwrap().items.len(), 1);
        assert_eq!(c.questions(&member(1), &all, "", 9).await.unwrap().items.len(), 1);
        for other in [member(2), person(Role::Moderator, 5)] {
            assert!(c.questions(&other, &all, "", 9).await.unwrap().items.is_empty());
            assert_eq!(code(c.thread(&other, id, "").await), "not-found");
        }
        house.database.clock.advance(60);
        c.reply(&analyst, id, post("Ceci.", Tlp::AmberStrict)).await.unwrap();
        assert_eq!(c.thread(&member(1), id, "").await.unwrap().posts.len(), 2);
        assert_eq!(c.thread(&person(Role::Lead, 8), id, "").await.unwrap().posts.len(), 2);
        assert_eq!(code(c.publish_question(&analyst, id, (OPEN, Tlp::Green)).await), "forbidden");
        assert_eq!(code(c.publish_question(&member(1), id, (OPEN, Tlp::Red)).await), "question-red");
        c.publish_question(&member(1), id, (OPEN, Tlp::Green)).await.unwrap();
        house.work().await;
        let seen = c.thread(&member(4), id, "").await.unwrap();
        assert_eq!((seen.posts.len(), seen.line.group.is_some()), (2, true));
        assert_eq!(c.search(&member(4), ("faire", Language::Fr), Vec::new(), None).await.unwrap().hits.len(), 1);
    }

    async fn lists_and_threads_are_paged(database) {
        let house = House::new(database).await;
        let c = &house.community;
        house.sits(1, OPEN).await;
        house.sits(2, OPEN).await;
        let mut last = None;
        for n in 0..5 {
            house.database.clock.advance(10);
            last = Some(house.thread(1, OPEN, &format!("Fil {n}"), post("texte", Tlp::Green)).await);
        }
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let (_, page) = c.threads(&member(4), OPEN, &ThreadFilter::default(), &after, 2).await.unwrap();
            seen.extend(page.items.into_iter().map(|line| line.title));
            let Some(next) = page.next else { break };
            after = next;
        }
        assert_eq!(seen, ["Fil 4", "Fil 3", "Fil 2", "Fil 1", "Fil 0"]);
        for n in 0..31 {
            house.database.clock.advance(1);
            let new = if n % 2 == 0 { post("tous", Tlp::Green) } else { red("eux", &[2]) };
            c.reply(&member(1), last.unwrap(), new).await.unwrap();
        }
        let first = c.thread(&member(2), last.unwrap(), "").await.unwrap();
        assert_eq!((first.posts.len(), first.line.answers), (30, 31));
        let rest = c.thread(&member(2), last.unwrap(), &first.next.unwrap()).await.unwrap();
        assert_eq!((rest.posts.len(), rest.posts[0].number, rest.next), (2, 31, None));
        let other = c.thread(&member(4), last.unwrap(), "").await.unwrap();
        assert_eq!((other.posts.len(), other.posts[16].number, other.line.answers), (17, 17, 16));
    }
}
