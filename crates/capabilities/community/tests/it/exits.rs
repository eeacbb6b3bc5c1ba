//! TLP × reader × way out: every cell is asked.

use access::{Caller, Person, Role};
use community::{ThreadFilter, rules::Reaction};
use storage::on_both_engines;
use vocabulary::{Id, Language, Tlp};

use crate::house::{CLOSED, HIDDEN, House, OPEN, account, code, member, person, post, red};

/// Everybody who might read, by name.
fn readers() -> Vec<(&'static str, Caller)> {
    let Caller::Person(insider) = member(2) else { unreachable!() };
    let removed = Caller::Person(Person { standings: Vec::new(), ..insider.clone() });
    let token =
        Caller::Person(Person { limited_to: Some([access::Permission::IncidentRead].into()), ..insider });
    vec![
        ("author", member(1)),
        ("joined", member(2)),
        ("named", member(3)),
        ("outside", member(4)),
        ("moderator", person(Role::Moderator, 5)),
        ("analyst outside", person(Role::Analyst, 6)),
        ("analyst joined", person(Role::Analyst, 7)),
        ("lead", person(Role::Lead, 8)),
        ("removed", removed),
        ("token of another scope", token),
        ("facility staff", person(Role::FacilityStaff, 9)),
        ("agency", person(Role::Ars, 10)),
        ("administrator", person(Role::Administrator, 11)),
        ("auditor", person(Role::Auditor, 12)),
        ("editor", person(Role::Editor, 13)),
        ("nobody", Caller::Nobody),
    ]
}

/// The table, written a second time and by hand: who reads what is said in a group under a mark.
fn may(who: &str, slug: &str, tlp: Tlp) -> bool {
    match who {
        "author" | "named" => true,
        "joined" | "analyst joined" | "moderator" | "lead" => tlp != Tlp::Red,
        "outside" | "analyst outside" => slug == OPEN && tlp <= Tlp::Green,
        _ => false,
    }
}

/// By how many ways something is there for a reader, of those that there are.
async fn ways(
    house: &House,
    reader: &Caller,
    slug: &str,
    (thread, post, document): (Id, Id, Id),
) -> Vec<(&'static str, bool)> {
    let c = &house.community;
    let word = format!("mot{}", &thread.to_string()[..8]);
    let found = c.search(reader, (&word, Language::Fr), Vec::new(), None).await;
    let mistyped = c.search(reader, (&format!("{word}x"), Language::Fr), Vec::new(), None).await;
    let listed = c.threads(reader, slug, &ThreadFilter::default(), "", 100).await;
    let unread =
        c.threads(reader, slug, &ThreadFilter { unread: true, ..ThreadFilter::default() }, "", 100).await;
    let tagged = ThreadFilter { tag: "vague".to_owned(), ..ThreadFilter::default() };
    let tagged = c.threads(reader, slug, &tagged, "", 100).await;
    let has = |page: &Result<(community::Inside, community::Page<community::ThreadLine>), _>| {
        page.as_ref()
            .is_ok_and(|(_, page): &(_, community::Page<_>)| page.items.iter().any(|line| line.id == thread))
    };
    let home = c.home(reader).await;
    vec![
        ("list", has(&listed)),
        ("unread", has(&unread)),
        ("tag", has(&tagged)),
        ("home", home.is_ok_and(|home| home.latest.iter().any(|line| line.id == thread))),
        ("search", found.as_ref().is_ok_and(|found| found.named.len() + found.hits.len() > 0)),
        ("count of a search", found.is_ok_and(|found| found.named.len() + found.total.count > 0)),
        (
            "proposal of a search",
            mistyped.is_ok_and(|found| found.suggestion.is_some_and(|s| s.contains(&word))),
        ),
        ("link", c.thread_of(reader, post).await.is_ok()),
        ("versions", c.versions(reader, post).await.is_ok()),
        ("bookmark", c.bookmark(reader, post, true).await.is_ok()),
        (
            "bookmarks",
            c.bookmarks(reader).await.is_ok_and(|kept| kept.iter().any(|(line, _)| line.id == thread)),
        ),
        ("reaction", c.react(reader, post, (Reaction::Same, true)).await.is_ok()),
        ("mute", c.mute(reader, thread, false).await.is_ok()),
        ("page", c.thread(reader, thread, "").await.is_ok()),
        (
            "library",
            c.library(reader, slug, None, "", 100)
                .await
                .is_ok_and(|(_, page)| page.items.iter().any(|one| one.id == document)),
        ),
        ("document", c.document(reader, document).await.is_ok()),
        ("file", c.take_document(reader, document).await.is_ok()),
        (
            "file under its post",
            c.thread_of(reader, post).await.is_ok_and(|(_, post)| post.documents.len() == 1),
        ),
        (
            "version of the file",
            c.document(reader, document).await.is_ok_and(|view| view.versions.len() == 1),
        ),
    ]
}

async fn asked(house: &House, slug: &str) {
    for byte in [1, 2, 3] {
        house.sits(byte, slug).await;
    }
    house.sits(7, slug).await;
    for tlp in Tlp::ALL {
        let body = if tlp == Tlp::Red { red("", &[3]) } else { post("", tlp) };
        // The word that is looked for is the thread's own: its identity is not known before, so it stands in an edit.
        let file = crate::library::sent(house, &member(1), "plan.pdf", crate::library::PDF).await.unwrap();
        let new = community::NewPost { body: "attente".to_owned(), files: vec![file], ..body };
        let thread = house.thread(1, slug, &format!("Fil {}", tlp.label()), new).await;
        let opening = house.community.thread(&member(1), thread, "").await.unwrap().posts[0].id;
        let word = format!("mot{}", &thread.to_string()[..8]);
        house.community.edit(&member(1), opening, &word, 1).await.unwrap();
        house.database.clock.advance(1);
        house.work().await;
        for (who, reader) in readers() {
            let may = may(who, slug, tlp);
            for (way, is_there) in ways(house, &reader, slug, (thread, opening, file)).await {
                // What one wrote, or sees for the first time by this, is not unread; TLP:RED is in no index that proposes words.
                let silent = (way == "unread" && who == "author") || way == "proposal of a search";
                if silent {
                    assert!(may || !is_there, "{who}, {slug}, {}, {way}", tlp.label());
                } else {
                    assert_eq!(is_there, may, "{who}, {slug}, {}, {way}", tlp.label());
                }
            }
            if !may {
                // What cannot be read answers as what does not exist.
                let unknown = account(250);
                let there = format!("{:?}", house.community.thread(&reader, thread, "").await.unwrap_err());
                let absent = format!("{:?}", house.community.thread(&reader, unknown, "").await.unwrap_err());
                assert_eq!(there, absent, "{who}");
                let there = format!("{:?}", house.community.document(&reader, file).await.unwrap_err());
                let absent = format!("{:?}", house.community.document(&reader, unknown).await.unwrap_err());
                assert_eq!(there, absent, "{who}");
                let taken = house.community.take_document(&reader, file).await.map(drop);
                let none = house.community.take_document(&reader, unknown).await.map(drop);
                assert_eq!(format!("{taken:?}"), format!("{none:?}"), "{who}");
                let reply = house.community.reply(&reader, thread, post("bonjour", Tlp::Red)).await;
                let absent = house.community.reply(&reader, unknown, post("bonjour", Tlp::Red)).await;
                assert_eq!(format!("{reply:?}"), format!("{absent:?}"), "{who}");
            }
        }
    }
}

on_both_engines! {
    async fn abuse_a11_every_mark_every_reader_every_way_out_of_an_open_group(database) {
        asked(&House::new(database).await, OPEN).await;
    }

    async fn abuse_a11_every_mark_every_reader_every_way_out_of_a_closed_group(database) {
        asked(&House::new(database).await, CLOSED).await;
    }

    async fn abuse_a11_every_mark_every_reader_every_way_out_of_a_hidden_group(database) {
        asked(&House::new(database).await, HIDDEN).await;
    }

    /// An answer to named readers moves nothing for the others: no count, no order, nothing unread, no quote.
    async fn abuse_a11_an_answer_to_named_readers_leaves_no_trace(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, CLOSED).await;
        }
        let older = house.thread(1, CLOSED, "Premier fil", post("un", Tlp::Green)).await;
        house.database.clock.advance(60);
        house.thread(1, CLOSED, "Second fil", post("deux", Tlp::Green)).await;
        house.database.clock.advance(60);
        c.thread(&member(2), older, "").await.unwrap();
        let before = format!("{:?}", c.threads(&member(2), CLOSED, &ThreadFilter::default(), "", 9).await.unwrap());
        let (secret, _) = c.reply(&member(1), older, red("le nom secret", &[3])).await.unwrap();
        house.database.clock.advance(1);
        c.reply(&member(3), older, community::NewPost { quoted: Some(secret), ..red("vu", &[1]) }).await.unwrap();
        house.work().await;
        let after = format!("{:?}", c.threads(&member(2), CLOSED, &ThreadFilter::default(), "", 9).await.unwrap());
        assert_eq!(before, after);
        let seen = c.thread(&member(2), older, "").await.unwrap();
        assert_eq!((seen.posts.len(), seen.line.answers), (1, 0));
        let named = c.thread(&member(3), older, "").await.unwrap();
        assert_eq!((named.posts.len(), named.line.answers), (3, 2));
        assert_eq!(named.posts[2].quote.as_ref().unwrap().extract, "le nom secret");
        assert_eq!(named.posts[1].readers.len(), 2);
        // Nor may anybody quote it to more, or say that it solved the thread.
        let quote = community::NewPost { quoted: Some(secret), ..post("cité", Tlp::AmberStrict) };
        assert_eq!(code(c.reply(&member(3), older, quote).await), "quote-looser");
        assert_eq!(code(c.solve(&member(1), older, Some(secret)).await), "solved-by-stricter");
    }

    /// What somebody could read is there no more as soon as they left, wherever they kept it.
    async fn abuse_a11_who_left_reads_nothing_more(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, CLOSED).await;
        }
        let thread = house.thread(1, CLOSED, "Un fil", post("texte", Tlp::Amber)).await;
        let opening = c.thread(&member(2), thread, "").await.unwrap().posts[0].id;
        c.bookmark(&member(2), opening, true).await.unwrap();
        house.leaves(2).await;
        assert!(c.bookmarks(&member(2)).await.unwrap().is_empty());
        assert_eq!(code(c.thread(&member(2), thread, "").await), "not-found");
        assert!(c.home(&member(2)).await.unwrap().groups.is_empty());
        let found = c.search(&member(2), ("texte", Language::Fr), Vec::new(), None).await.unwrap();
        assert_eq!(found.total.count, 0);
    }

    async fn a_mark_is_tightened_at_once_with_all_that_hangs_on_it(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, OPEN).await;
        }
        let thread = house.thread(1, OPEN, "Un fil", post("texte", Tlp::Green)).await;
        house.database.clock.advance(1);
        c.reply(&member(2), thread, post("réponse", Tlp::Green)).await.unwrap();
        house.work().await;
        assert_eq!(c.thread(&member(4), thread, "").await.unwrap().posts.len(), 2);
        let opening = c.thread(&member(1), thread, "").await.unwrap().posts[0].id;
        assert_eq!(code(c.remark(&member(2), opening, (Tlp::Amber, [].into())).await), "forbidden");
        c.remark(&person(Role::Moderator, 5), opening, (Tlp::Amber, [].into())).await.unwrap();
        assert_eq!(code(c.thread(&member(4), thread, "").await), "not-found");
        for asked in ["texte", "reponse"] {
            let found = c.search(&member(4), (asked, Language::Fr), Vec::new(), None).await.unwrap();
            assert_eq!((found.total.count, found.hits.len()), (0, 0));
        }
        let now = c.thread(&member(2), thread, "").await.unwrap();
        assert!(now.posts.iter().all(|post| post.tlp == Tlp::Amber));
        house.work().await;
        let found = c.search(&member(2), ("reponse", Language::Fr), Vec::new(), None).await.unwrap();
        assert_eq!(found.hits.len(), 1);
        let loosened = c.remark(&person(Role::Moderator, 5), opening, (Tlp::Green, [].into())).await;
        assert_eq!(code(loosened), "loosened-by-its-author");
        c.remark(&member(1), opening, (Tlp::Red, [account(3)].into())).await.unwrap();
        assert_eq!(code(c.thread(&member(2), thread, "").await), "not-found");
        assert_eq!(c.thread(&member(3), thread, "").await.unwrap().posts.len(), 2);
    }

    async fn a_thread_moves_with_what_all_may_read_and_not_with_what_was_for_a_few(database) {
        let house = House::new(database).await;
        let c = &house.community;
        let moderator = person(Role::Moderator, 5);
        for byte in [1, 2] {
            house.sits(byte, OPEN).await;
        }
        house.sits(3, CLOSED).await;
        let few = house.thread(1, OPEN, "Pour nous", post("texte", Tlp::Amber)).await;
        assert_eq!(code(c.move_thread(&moderator, few, CLOSED).await), "thread-confined");
        let all = house.thread(1, OPEN, "Pour tous", post("partout", Tlp::Green)).await;
        assert_eq!(code(c.move_thread(&member(1), all, CLOSED).await), "forbidden");
        c.move_thread(&moderator, all, CLOSED).await.unwrap();
        assert_eq!(code(c.thread(&member(2), all, "").await), "not-found");
        assert!(c.thread(&member(3), all, "").await.is_ok());
        assert_eq!(c.search(&member(2), ("partout", Language::Fr), Vec::new(), None).await.unwrap().total.count, 0);
    }
}
