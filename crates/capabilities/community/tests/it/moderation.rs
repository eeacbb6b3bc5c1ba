//! Moderating: reports, hiding, warnings, the log that members read, who wrote unnamed, what the cell makes of a thread.

use access::{Caller, Person, Role};
use accounts::{Accounts, AccountsSettings, NewAccount};
use community::{
    LogLine, NewPost,
    rules::{
        Voice,
        moderation::{Outcome, Reason, Revealing, TypedReport, TypedVerdict, Verdict},
    },
};
use storage::{
    on_both_engines,
    testing::{contents, traces},
};
use vault::MasterKey;
use vocabulary::{Id, Language, Problem, Refused, Tlp};

use crate::house::{CLOSED, HIDDEN, House, OPEN, account, code, member, person, post, red, thread};

fn moderator(byte: u8) -> Caller {
    person(Role::Moderator, byte)
}

fn report(words: &str) -> TypedReport {
    TypedReport { reason: "wrong".to_owned(), words: words.to_owned() }
}

fn verdict(verdict: Verdict) -> TypedVerdict {
    TypedVerdict {
        verdict: verdict.code().to_owned(),
        reason: "personal".to_owned(),
        told: "Un patient y était nommé.".to_owned(),
        warning: "Relisez la charte.".to_owned(),
        answer: "Merci de votre attention.".to_owned(),
    }
}

fn unnamed(body: &str) -> NewPost {
    NewPost { unnamed: Voice::new("hospital", "large-region"), ..post(body, Tlp::Green) }
}

/// A thread opened unnamed by somebody, once it is shown.
async fn said_unnamed(house: &House, by: &Caller) -> (Id, Id) {
    let new = thread("Une question", unnamed("Qui a vu ceci ?"));
    let (id, _) = house.community.open_thread(by, OPEN, new).await.unwrap();
    house.database.clock.advance(31 * 60);
    house.work().await;
    let opening = house.community.thread(&moderator(90), id, "").await.unwrap().posts[0].id;
    (id, opening)
}

async fn opening(house: &House, by: &Caller, thread: Id) -> Id {
    house.community.thread(by, thread, "").await.unwrap().posts[0].id
}

async fn log(house: &House, reader: &Caller) -> Vec<LogLine> {
    let mut lines = Vec::new();
    let mut after = String::new();
    // Page by page: what is not there is not counted either.
    loop {
        let page = house.community.moderation_log(reader, &after, 1).await.unwrap();
        assert!(page.items.len() == 1 || page.next.is_none());
        lines.extend(page.items);
        match page.next {
            Some(next) => after = next,
            None => return lines,
        }
    }
}

fn actions(lines: &[LogLine]) -> Vec<&str> {
    let mut actions: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    actions.sort_unstable();
    actions
}

/// Those who moderate, no more.
fn stale(caller: Caller) -> Caller {
    let Caller::Person(person) = caller else { unreachable!() };
    Caller::Person(Person { fresh: false, ..person })
}

on_both_engines! {
    async fn abuse_a11_who_reports_is_found_by_no_road_but_the_moderators(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, OPEN).await;
        }
        let id = house.thread(1, OPEN, "Un fil", post("une adresse fausse", Tlp::Green)).await;
        let said = opening(&house, &member(1), id).await;
        let known = ["02020202", "66666666", "nom2z"];
        c.report(&member(2), said, &report("c’est faux")).await.unwrap();
        assert_eq!(code(c.report(&member(2), said, &report("encore")).await), "report-once");
        assert_eq!(code(c.report(&member(1), said, &report("")).await), "report-own");
        assert!(c.reportable(&member(2), said).await.unwrap().before);
        for word in known {
            let found = traces(&database, word).await;
            let own = |place: &String| {
                ["community_seats", "community_seen", "community_reports", "vigie"].iter().any(|own| place.contains(own))
            };
            assert!(found.iter().all(own), "{word}: {found:?}");
        }
        for reader in [member(1), member(2), member(3), person(Role::Analyst, 6)] {
            assert_eq!(code(c.cases(&reader).await), "forbidden");
            assert_eq!(code(c.case(&reader, said).await), "forbidden");
            assert_eq!(code(c.judge(&reader, said, &verdict(Verdict::Hide)).await), "forbidden");
        }
        for reader in [moderator(5), person(Role::Lead, 8)] {
            let cases = c.cases(&reader).await.unwrap();
            assert_eq!(cases.len(), 1);
            assert_eq!(cases[0].reports[0].name.as_deref(), Some("nom2z"));
            assert_eq!(cases[0].body.as_deref(), Some("une adresse fausse"));
        }
        c.judge(&moderator(5), said, &verdict(Verdict::Both)).await.unwrap();
        assert_eq!(code(c.judge(&moderator(5), said, &verdict(Verdict::Nothing)).await), "judged-before");
        assert!(c.cases(&moderator(5)).await.unwrap().is_empty());
        // Whoever wrote it, and everybody else, learns what was decided, and of nobody who spoke.
        for reader in [member(1), member(3)] {
            let told = format!(
                "{:?} {:?} {:?} {:?}",
                c.thread(&reader, id, "").await.unwrap(),
                c.warnings(&reader).await.unwrap(),
                c.own_reports(&reader).await.unwrap(),
                log(&house, &reader).await,
            );
            assert!(!known.iter().any(|word| told.contains(word)), "{told}");
        }
        let own = c.own_reports(&member(2)).await.unwrap();
        assert_eq!(own[0].verdict.unwrap().0, Verdict::Both);
        assert_eq!(own[0].answer, "Merci de votre attention.");
        // Who left the space is not known to have reported, even to those who moderate.
        let mut unit = database.desk().store.write().await.unwrap();
        c.forget_in(&mut unit, account(2)).await.unwrap();
        unit.commit().await.unwrap();
        assert_eq!(c.case(&moderator(5), said).await.unwrap().reports[0].name, None);
    }

    async fn what_is_hidden_says_why_in_its_place_and_is_shown_again(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2] {
            house.sits(byte, OPEN).await;
        }
        let id = house.thread(1, OPEN, "Un fil", post("un mot rare", Tlp::Green)).await;
        let said = opening(&house, &member(1), id).await;
        let found = async || c.search(&member(2), ("rare", Language::Fr), Vec::new(), None).await.unwrap().total.count;
        assert_eq!(found().await, 1);
        // Without a report too: whoever moderates reads.
        c.judge(&moderator(5), said, &verdict(Verdict::Both)).await.unwrap();
        assert_eq!(found().await, 0);
        let hidden = &c.thread(&member(2), id, "").await.unwrap().posts[0];
        assert_eq!(hidden.hidden, Some(("moderator".to_owned(), "Un patient y était nommé.".to_owned())));
        assert!(hidden.body.is_empty());
        assert_eq!(code(c.report(&member(2), said, &report("")).await), "report-hidden");
        let warnings = c.warnings(&member(1)).await.unwrap();
        assert_eq!((warnings[0].reason, warnings[0].words.as_str(), warnings[0].seen), (Reason::Personal, "Relisez la charte.", false));
        assert!(c.warnings(&member(2)).await.unwrap().is_empty());
        assert_eq!(code(c.heed(&member(2), warnings[0].id).await), "not-found");
        c.heed(&member(1), warnings[0].id).await.unwrap();
        assert!(c.warnings(&member(1)).await.unwrap()[0].seen);
        assert_eq!(actions(&log(&house, &member(2)).await), ["hidden", "warned"]);
        let warned = log(&house, &member(2)).await.into_iter().find(|line| line.action == "warned").unwrap();
        assert_eq!((warned.group, warned.reason, warned.words.as_str()), (None, None, ""), "nothing ties it to what was hidden");
        assert_eq!(code(c.show_again(&member(2), said, "une erreur").await), "forbidden");
        assert_eq!(code(c.show_again(&moderator(5), said, " ").await), "moderation-words");
        c.show_again(&moderator(5), said, "C’était une erreur.").await.unwrap();
        house.work().await;
        assert_eq!(found().await, 1);
        assert_eq!(c.thread(&member(2), id, "").await.unwrap().posts[0].body, "un mot rare");
        assert_eq!(code(c.show_again(&moderator(5), said, "une erreur").await), "judged-before");
        // What its author took back is nobody's to show.
        c.withdraw(&member(1), said).await.unwrap();
        assert_eq!(code(c.show_again(&moderator(5), said, "une erreur").await), "judged-before");
    }

    async fn abuse_a11_a_moderator_hides_what_names_its_readers_without_reading_it(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for byte in [1, 2, 3] {
            house.sits(byte, OPEN).await;
        }
        let id = house.thread(1, OPEN, "Titre secret", red("texte secret", &[3])).await;
        let said = opening(&house, &member(1), id).await;
        assert_eq!(code(c.case(&moderator(5), said).await), "not-found");
        assert_eq!(code(c.judge(&moderator(5), said, &verdict(Verdict::Hide)).await), "not-found");
        assert_eq!(code(c.report(&member(2), said, &report("")).await), "not-found");
        c.report(&member(3), said, &report("il insulte")).await.unwrap();
        let case = c.case(&moderator(5), said).await.unwrap();
        assert_eq!((case.body.clone(), case.thread.clone()), (None, None));
        assert_eq!((case.author.1.as_str(), case.reports[0].words.as_str()), ("nom1z", "il insulte"));
        assert_eq!(case.group.as_ref().unwrap().0, OPEN);
        assert!(!format!("{case:?} {:?}", c.cases(&moderator(5)).await.unwrap()).contains("secret"));
        c.judge(&moderator(5), said, &verdict(Verdict::Hide)).await.unwrap();
        assert!(c.thread(&member(3), id, "").await.unwrap().posts[0].body.is_empty());
        // The log tells those whom it names, and nobody else.
        assert_eq!(actions(&log(&house, &member(3)).await), ["hidden"]);
        for reader in [member(2), moderator(5), person(Role::Lead, 8)] {
            assert!(log(&house, &reader).await.is_empty());
        }
        assert!(!format!("{:?}", c.case(&moderator(5), said).await.unwrap()).contains("secret"));
    }

    async fn abuse_a11_the_log_tells_nothing_of_a_hidden_group(database) {
        let house = House::new(database).await;
        let c = &house.community;
        for slug in [OPEN, CLOSED, HIDDEN] {
            house.sits(1, slug).await;
            let id = house.thread(1, slug, "Un fil", post("texte", Tlp::Amber)).await;
            let said = opening(&house, &member(1), id).await;
            c.judge(&moderator(5), said, &verdict(Verdict::Hide)).await.unwrap();
        }
        c.ask_cell(&member(1), thread("À la cellule", post("question", Tlp::Amber))).await.unwrap();
        c.group_archive(&moderator(5), HIDDEN, true).await.unwrap();
        c.group_archive(&moderator(5), CLOSED, true).await.unwrap();
        let of = |lines: &[LogLine]| {
            let mut of: Vec<String> = lines
                .iter()
                .map(|line| {
                    let group = line.group.as_ref().map_or("-", |(slug, _)| slug.as_str());
                    format!("{} {group} {}", line.action, !line.words.is_empty())
                })
                .collect();
            of.sort();
            of
        };
        let outside = log(&house, &member(4)).await;
        assert_eq!(of(&outside), ["archived - false", "hidden - false", "hidden - false"]);
        assert!(outside.iter().all(|line| line.day.millis() % (24 * 3600 * 1000) == 0));
        for reader in [member(1), moderator(5)] {
            let inside = of(&log(&house, &reader).await);
            assert_eq!(inside.len(), 5, "{inside:?}");
            assert!(inside.contains(&format!("hidden {HIDDEN} true")) && inside.contains(&format!("archived {HIDDEN} false")));
        }
        for reader in [Caller::Nobody, person(Role::FacilityStaff, 9)] {
            assert!(c.moderation_log(&reader, "", 9).await.is_err());
        }
    }

    async fn abuse_a11_nobody_knows_alone_who_wrote_unnamed(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        let master = MasterKey::load_or_create(&database.folder().join("key"), database.desk().ids.as_ref()).unwrap();
        let settings = AccountsSettings { hash_kib: 64, ..AccountsSettings::default() };
        let accounts = Accounts::new(database.desk(), settings, &master);
        let new = NewAccount {
            email: "alix@vigie.example".to_owned(),
            name: "Alix Fictif".to_owned(),
            language: Language::Fr,
            password: "un mot de passe assez long".to_owned(),
            standings: Vec::new(),
        };
        let author = accounts.create(&Caller::Program("test"), new).await.unwrap();
        let Caller::Person(someone) = member(1) else { unreachable!() };
        let author = Caller::Person(Person { account: author, name: "Alix Fictif".to_owned(), ..someone });
        house.sits_as(&author, OPEN).await;
        for byte in [2, 3, 4, 5, 6] {
            house.sits(byte, OPEN).await;
        }
        let (_, said) = said_unnamed(&house, &author).await;
        let (one, two, three) = (moderator(5), moderator(6), person(Role::Lead, 7));
        let named = house.thread(2, OPEN, "Un autre", post("signé", Tlp::Green)).await;
        let named = opening(&house, &one, named).await;
        assert_eq!(code(c.reveal_ask(&one, named, "une menace").await), "not-found");
        assert_eq!(code(c.reveal_ask(&one, said, "").await), "moderation-words");
        assert_eq!(code(c.reveal_ask(&member(2), said, "une menace").await), "forbidden");
        let unproven = c.reveal_ask(&stale(one.clone()), said, "une menace").await;
        assert!(matches!(unproven, Err(Problem::Refused(Refused::ProveAgain))));
        c.reveal_ask(&one, said, "Une menace contre un hôpital.").await.unwrap();
        assert_eq!(code(c.reveal_ask(&two, said, "moi aussi").await), "reveal-asked");
        let id = c.reveals(&two).await.unwrap()[0].id;
        // Alone, twice the same, or before it is granted: nobody.
        assert_eq!(code(c.reveal_decide(&one, id, true).await), "reveal-second");
        for reader in [&one, &two, &three] {
            assert_eq!(code(c.reveal_see(reader, &accounts, id).await), "not-found");
        }
        let unproven = c.reveal_decide(&stale(two.clone()), id, true).await;
        assert!(matches!(unproven, Err(Problem::Refused(Refused::ProveAgain))));
        assert_eq!(code(c.reveal_decide(&member(6), id, true).await), "forbidden");
        assert!(c.revealed(&author).await.unwrap().is_empty());
        c.reveal_decide(&two, id, true).await.unwrap();
        assert_eq!(code(c.reveal_decide(&three, id, false).await), "reveal-decided");
        for reader in [&one, &two] {
            assert!(c.reveals(reader).await.unwrap()[0].sees);
            assert_eq!(c.reveal_see(reader, &accounts, id).await.unwrap().as_deref(), Some("Alix Fictif"));
            let unproven = c.reveal_see(&stale(reader.clone()), &accounts, id).await;
            assert!(matches!(unproven, Err(Problem::Refused(Refused::ProveAgain))));
        }
        // Nobody else, nor one of the two who moderates no more.
        assert!(!c.reveals(&three).await.unwrap()[0].sees);
        assert_eq!(code(c.reveal_see(&three, &accounts, id).await), "not-found");
        assert_eq!(code(c.reveal_see(&member(5), &accounts, id).await), "forbidden");
        assert_eq!(code(c.reveal_see(&Caller::Nobody, &accounts, id).await), "sign-in");
        // Its author is told, and nobody else that it is them.
        assert_eq!(c.revealed(&author).await.unwrap()[0].reason, "Une menace contre un hôpital.");
        assert!(c.revealed(&member(2)).await.unwrap().is_empty());
        assert_eq!(actions(&log(&house, &member(2)).await), ["reveal-asked", "reveal-granted"]);
        let mut unit = database.desk().store.read().await.unwrap();
        let told = trail::of(&mut unit, "post", &said.to_string(), 20).await.unwrap();
        drop(unit);
        let count = |action: &str| told.iter().filter(|entry| entry.action.ends_with(action)).count();
        let counted = ["reveal-asked", "reveal-granted", "reveal-seen"].map(count);
        assert_eq!(counted, [1, 1, 2]);
        // After thirty days they do not see it any more.
        database.clock.advance(31 * 24 * 3600);
        assert_eq!(code(c.reveal_see(&one, &accounts, id).await), "not-found");
        assert_eq!(c.reveals(&one).await.unwrap()[0].state, Revealing::Over);
    }

    async fn abuse_a11_a_refused_reveal_leaves_nothing_of_who_wrote(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3, 4, 5] {
            house.sits(byte, OPEN).await;
        }
        let known = ["01010101", "65656565", "nom1z"];
        let mut before = Vec::new();
        for word in known {
            before.push(traces(&database, word).await);
        }
        let (_, said) = said_unnamed(&house, &member(1)).await;
        c.report(&member(2), said, &report("une menace")).await.unwrap();
        assert_eq!(c.cases(&moderator(5)).await.unwrap()[0].reports[0].name, None, "the author may moderate");
        c.judge(&moderator(5), said, &verdict(Verdict::Warn)).await.unwrap();
        c.reveal_ask(&moderator(5), said, "Une menace.").await.unwrap();
        let id = c.reveals(&moderator(6)).await.unwrap()[0].id;
        c.reveal_decide(&moderator(6), id, false).await.unwrap();
        assert_eq!(code(c.reveal_ask(&moderator(5), said, "Encore.").await), "reveal-refused");
        // Granted to another: what leaves for its author names nobody either.
        c.reveal_ask(&moderator(6), said, "Une autre menace.").await.unwrap();
        let again = c.reveals(&moderator(5)).await.unwrap().into_iter().find(|one| one.state == Revealing::Waiting).unwrap();
        c.reveal_decide(&moderator(5), again.id, true).await.unwrap();
        // Its author reads the warning, at a moment that tells nothing.
        let warning = c.warnings(&member(1)).await.unwrap()[0].id;
        c.heed(&member(1), warning).await.unwrap();
        for (word, before) in known.iter().zip(&before) {
            assert_eq!(&traces(&database, word).await, before, "{word}");
        }
    }

    /// Somebody who moderates wrote unnamed: what they ask or decide about that changes nothing and answers as ever.
    async fn abuse_a11_an_unnamed_moderator_is_not_told_by_what_they_may_not(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        let author = moderator(6);
        for byte in [1, 2, 3, 4, 6] {
            house.sits(byte, OPEN).await;
        }
        let (_, said) = said_unnamed(&house, &author).await;
        c.report(&member(2), said, &report("une menace")).await.unwrap();
        let before = contents(&database, &[]).await;
        c.reveal_ask(&author, said, "Pour voir.").await.unwrap();
        c.judge(&author, said, &verdict(Verdict::Nothing)).await.unwrap();
        c.judge(&author, said, &verdict(Verdict::Both)).await.unwrap();
        c.report(&author, said, &report("moi")).await.unwrap();
        assert_eq!(contents(&database, &[]).await, before);
        // They see what the others see, letter by letter, and are refused what the others are refused.
        assert_eq!(format!("{:?}", c.cases(&author).await.unwrap()), format!("{:?}", c.cases(&moderator(5)).await.unwrap()));
        for reader in [&author, &moderator(5)] {
            assert_eq!(code(c.reveal_ask(reader, said, "").await), "moderation-words");
            assert_eq!(code(c.judge(reader, said, &TypedVerdict::default()).await), "required");
        }
        c.reveal_ask(&moderator(5), said, "Une menace.").await.unwrap();
        let before = contents(&database, &[]).await;
        let id = c.reveals(&author).await.unwrap()[0].id;
        for granted in [true, false] {
            c.reveal_decide(&author, id, granted).await.unwrap();
        }
        assert_eq!(contents(&database, &[]).await, before);
        assert_eq!(c.reveals(&moderator(5)).await.unwrap()[0].state, Revealing::Waiting);
        c.reveal_decide(&moderator(7), id, true).await.unwrap();
        assert_eq!(code(c.reveal_decide(&author, id, true).await), "reveal-decided");
        // What they hid cannot be shown again by themselves.
        c.judge(&moderator(5), said, &verdict(Verdict::Hide)).await.unwrap();
        let before = contents(&database, &[]).await;
        c.show_again(&author, said, "une erreur").await.unwrap();
        assert_eq!(contents(&database, &[]).await, before);
        // Under their name it is simply not before them.
        let named = house.thread(6, OPEN, "Signé", post("texte", Tlp::Green)).await;
        let named = opening(&house, &member(2), named).await;
        c.report(&member(2), named, &report("")).await.unwrap();
        assert_eq!(code(c.judge(&author, named, &verdict(Verdict::Nothing)).await), "not-found");
        assert!(c.cases(&author).await.unwrap().iter().all(|case| case.post != named));
    }

    /// Of two who moderate, one wrote it: the lead is the second, and nobody is told why the other did not answer.
    async fn abuse_a11_the_lead_is_the_second_where_the_other_moderator_wrote_it(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for slug in [OPEN, HIDDEN] {
            for byte in [1, 2, 3, 4, 6] {
                house.sits(byte, slug).await;
            }
        }
        let (author, other, lead) = (moderator(6), moderator(5), person(Role::Lead, 9));
        for slug in [OPEN, HIDDEN] {
            let unnamed = NewPost { unnamed: Voice::new("hospital", "large-region"), ..post("Qui a vu ceci ?", Tlp::Amber) };
            let (id, _) = c.open_thread(&author, slug, thread("Sans nom", unnamed)).await.unwrap();
            database.clock.advance(31 * 60);
            house.work().await;
            let said = opening(&house, &other, id).await;
            c.reveal_ask(&other, said, "Une menace contre un hôpital.").await.unwrap();
            let waits = c.reveals(&lead).await.unwrap().into_iter().find(|one| one.post == said).unwrap();
            assert!(!waits.own && waits.state == Revealing::Waiting);
            // Its author answers, and nothing happens; what the log says afterwards is what it always says.
            c.reveal_decide(&author, waits.id, false).await.unwrap();
            c.reveal_decide(&lead, waits.id, true).await.unwrap();
            let granted = c.reveals(&other).await.unwrap().into_iter().find(|one| one.post == said).unwrap();
            assert!(granted.sees && granted.decided.is_some(), "{slug}");
        }
    }

    async fn a_thread_is_raised_with_what_its_authors_agree_to_and_without_their_names(database) {
        let house = House::new(database.clone()).await;
        let c = &house.community;
        for byte in [1, 2, 3, 4, 7, 8] {
            house.sits(byte, OPEN).await;
        }
        let cell = person(Role::Analyst, 7);
        let (id, first) = said_unnamed(&house, &member(1)).await;
        let reply = |by: u8, new| { let by = member(by); async move { c.reply(&by, id, new).await.unwrap().0 } };
        let second = reply(2, post("chez nous aussi", Tlp::Amber)).await;
        let third = reply(3, post("le vendredi", Tlp::Green)).await;
        let secret = reply(3, red("pour toi", &[4, 7])).await;
        database.clock.advance(1);
        assert_eq!(code(c.raise_ask(&member(2), id, (&[first].into(), "Prévenir.")).await), "forbidden");
        assert_eq!(code(c.raise_ask(&cell, id, (&[].into(), "Prévenir.")).await), "raise-posts");
        assert_eq!(code(c.raise_ask(&cell, id, (&[secret].into(), "Prévenir.")).await), "raise-red");
        c.raise_ask(&cell, id, (&[first, second, third].into(), "Prévenir les autres.")).await.unwrap();
        assert_eq!(code(c.raise_ask(&cell, id, (&[first].into(), "Prévenir.")).await), "raise-open");
        let raising = c.raisable(&cell, id).await.unwrap().open.unwrap();
        let agreed = async || {
            let mut unit = database.desk().store.write().await.unwrap();
            c.agreed_in(&mut unit, &cell, raising.id).await
        };
        let text = Id::from_random([99; 16]);
        let raised = async || {
            let mut unit = database.desk().store.write().await.unwrap();
            c.raised_in(&mut unit, &cell, (raising.id, Outcome::Alert, text)).await?;
            Ok::<(), Problem>(unit.commit().await?)
        };
        assert_eq!(code(agreed().await), "raise-nobody");
        // Each is asked about their own, and answers for nobody else.
        for (byte, own) in [(1, first), (2, second), (3, third)] {
            let asked = c.asked_for(&member(byte)).await.unwrap();
            assert_eq!((asked.len(), asked[0].post), (1, own), "{byte}");
        }
        assert!(c.asked_for(&member(4)).await.unwrap().is_empty());
        assert_eq!(code(c.agree(&member(4), raising.id, (first, true)).await), "not-found");
        assert_eq!(code(c.agree(&member(2), raising.id, (first, true)).await), "not-found");
        c.agree(&member(1), raising.id, (first, true)).await.unwrap();
        c.agree(&member(2), raising.id, (second, true)).await.unwrap();
        c.agree(&member(3), raising.id, (third, false)).await.unwrap();
        let given = agreed().await.unwrap();
        assert_eq!((given.texts.len(), given.tlp), (2, Tlp::Amber));
        assert!(!format!("{given:?}").contains("nom"));
        // What somebody changed since is not what they agreed to.
        c.edit(&member(2), second, "chez nous pas", 1).await.unwrap();
        let given = agreed().await.unwrap();
        assert_eq!((given.texts, given.tlp), (vec!["Qui a vu ceci ?".to_owned()], Tlp::Green));
        assert_eq!(code(c.agree(&member(2), raising.id, (second, true)).await), "raise-over");
        assert!(c.became(&member(4), id).await.unwrap().is_empty());
        raised().await.unwrap();
        assert_eq!((code(raised().await), code(agreed().await)), ("raise-over", "raise-over"));
        let became = c.became(&member(4), id).await.unwrap();
        assert_eq!((became[0].outcome, became[0].alert), (Outcome::Alert, Some(text)));
        // An agreement that was given unnamed names nobody.
        for word in ["01010101", "65656565", "nom1z"] {
            let found = traces(&database, word).await;
            let own = |place: &String| ["community_seats", "vigie"].iter().any(|own| place.contains(own));
            assert!(found.iter().all(own), "{word}: {found:?}");
        }
    }
}
