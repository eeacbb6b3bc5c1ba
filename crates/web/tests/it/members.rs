//! The rooms of who belongs to the private space.

use access::{Caller, Permission, Reach, Role, Standing};
use members::rules::Asked;
use storage::on_both_engines;
use vocabulary::Id;

use crate::house::{BRETAGNE, Browser, House, PARIS, Page, email};

const PROGRAM: Caller = Caller::Program("test");

async fn of<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

fn themselves(account: Id, name: &str) -> Caller {
    Caller::Person(access::Person {
        account,
        name: name.to_owned(),
        session: account,
        standings: Vec::new(),
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

fn application() -> Asked {
    Asked {
        facility: BRETAGNE.to_owned(),
        duty: "rssi".to_owned(),
        why: "Partager ce que nous voyons.".to_owned(),
        way: "register".to_owned(),
        charter: "1".to_owned(),
        ..Asked::default()
    }
}

/// Somebody new asks to join; answers with the request.
pub async fn asked(house: &House, name: &str) -> Id {
    let account = house.account(name, Vec::new()).await;
    house.services.members.ask(&themselves(account, name), &application()).await.unwrap()
}

/// Somebody new who joined; answers with their account.
pub async fn joined(house: &House, name: &str) -> Id {
    let account = house.account(name, Vec::new()).await;
    let members = &house.services.members;
    let id = members.ask(&themselves(account, name), &application()).await.unwrap();
    members.accept(&PROGRAM, (id, 1), "La direction confirme.").await.unwrap();
    account
}

/// Somebody who joined, signed in.
async fn member<'a>(house: &'a House, name: &str) -> Browser<'a> {
    joined(house, name).await;
    signed_in(house, name).await
}

async fn signed_in<'a>(house: &'a House, name: &str) -> Browser<'a> {
    let browser = house.browser();
    let fields = [("email", email(name)), ("password", crate::house::PASSWORD.to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(browser.post("/connexion", &fields).await.status, 303);
    browser
}

fn says(page: &Page, text: &str) {
    assert!(page.text.contains(text), "{text} in {}", page.text);
}

on_both_engines! {
    async fn a_newcomer_asks_is_vouched_for_is_accepted_and_reads_the_directory(database) {
        let house = House::new(database).await;
        let sponsor = member(&house, "camille").await;
        let analyst = of(&house, "analyste", Role::Analyst).await;
        let nobody = house.browser().get("/communaute/rejoindre").await;
        assert_eq!((nobody.status, nobody.header("location")), (303, "/connexion?vers=%2Fcommunaute%2Frejoindre"));
        let new = house.staff("noa", Vec::new()).await;
        assert_eq!(new.get("/communaute/membres").await.status, 404);
        says(&new.get("/mon-espace").await, "href=\"/communaute/rejoindre\"");

        // All that is wrong is said beside its field, and what was typed is there.
        let wrong = new.post("/en/community/join", &[("member-facility", "010000024"), ("member-why", "Parler.")]).await;
        assert_eq!(wrong.status, 422);
        for text in ["Answer this question", "Read the code of conduct and accept", "value=\"010000024\"", "Parler."] {
            says(&wrong, text);
        }
        let mut fields = vec![
            ("member-facility", "010000024"), ("member-duty", "dsi"), ("member-why", "Parler."), ("member-way", "member"),
            ("member-voucher", "camille@vigie.example"), ("member-charter", "1"), ("member-duty-words", ""),
        ];
        let unknown = new.post("/communaute/rejoindre", &fields).await;
        assert_eq!(unknown.status, 422);
        says(&unknown, "Le registre ne connaît pas le numéro");
        fields[0].1 = PARIS;
        assert_eq!(new.post("/communaute/rejoindre", &fields).await.status, 303);
        let own = new.get("/communaute/rejoindre").await;
        says(&own, "Nous attendons le mot de camille@vigie.example");
        assert!(!own.text.contains("name=\"member-why\""), "one request at a time");
        assert_eq!(new.post("/communaute/rejoindre", &fields).await.status, 409);

        let waiting = sponsor.get("/en/community/vouching").await;
        says(&waiting, "Clinique du Clos-Fleuri");
        says(&sponsor.get("/mon-espace").await, "/communaute/parrainages");
        let action = waiting.text.split("action=\"/en/community/vouching/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/communaute/parrainages/{action}");
        let empty = sponsor.post(&path, &[("member-yes", "yes"), ("member-word", " ")]).await;
        assert_eq!(empty.status, 422);
        says(&empty, "href=\"#member-word-0\"");
        assert_eq!(new.post(&path, &[("member-yes", "yes"), ("member-word", "Moi.")]).await.status, 404);
        assert_eq!(sponsor.post(&path, &[("member-yes", "yes"), ("member-word", "Une collègue sûre.")]).await.status, 303);
        says(&new.get("/communaute/rejoindre").await, "camille a répondu");

        let list = analyst.get("/cellule/adhesions").await;
        says(&list, "À décider");
        let page = analyst.get(&format!("/cellule/adhesions/{action}")).await;
        for text in ["Une collègue sûre.", "01 99 00 00 00", "version 1, acceptée le"] {
            says(&page, text);
        }
        let seen = page.text.split("name=\"vu\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let accept = format!("/cellule/adhesions/{action}/accepter");
        assert_eq!(analyst.post(&accept, &[("vu", "1"), ("member-checked", "")]).await.status, 409);
        assert_eq!(analyst.post(&accept, &[("vu", seen), ("member-checked", "")]).await.status, 303);
        let directory = new.get("/communaute/membres").await;
        assert_eq!(directory.status, 200);
        for text in ["@noa", "@camille", "Clinique du Clos-Fleuri", "DSI"] {
            says(&directory, text);
        }
        assert!(!directory.text.contains("/cellule/membres/"), "no link that answers 403");
        let found = new.get("/en/community/members?mots=clos").await;
        assert!(found.text.contains("@noa") && !found.text.contains("@camille"));
        let held = new.get("/mon-espace/donnees/export.json").await;
        assert_eq!(held.json()["private_space"]["member"]["handle"], "noa");
    }

    /// Also what a program of theirs may: the right is read at each request.
    async fn abuse_a14_a_removed_member_is_out_at_once_wherever_they_were_in(database) {
        let house = House::new(database).await;
        let gone = member(&house, "camille").await;
        let analyst = of(&house, "analyste", Role::Analyst).await;
        let scopes = vec![Permission::CommunityRead.code().to_owned()];
        let token = house.services.accounts.token_create(&PROGRAM, &email("camille"), &scopes, 30).await.unwrap();
        let opens = async || {
            let caller = house.services.accounts.caller_of_token(&token).await.unwrap();
            access::scope::<access::permit::CommunityRead>(&caller).is_ok()
        };
        assert_eq!((gone.get("/communaute/membres").await.status, opens().await), (200, true));
        let list = analyst.get("/communaute/membres").await;
        let id = list.text.split("/cellule/membres/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/cellule/membres/{id}");
        assert_eq!(analyst.post(&path, &[("member-reason", "")]).await.status, 422);
        // Ten minutes later, whoever removes proves first that it is them; what was typed is kept.
        house.database.clock.advance(11 * 60);
        let stale = analyst.post(&path, &[("member-reason", "A démarché des membres.")]).await;
        assert_eq!(stale.status, 403);
        says(&stale, "A démarché des membres.");
        assert_eq!(gone.get("/communaute/membres").await.status, 200);
        let fresh = of(&house, "collegue", Role::Lead).await;
        assert_eq!(fresh.post(&path, &[("member-reason", "A démarché des membres.")]).await.status, 303);
        assert_eq!((gone.get("/communaute/membres").await.status, opens().await), (404, false));
        let said = gone.get("/communaute/rejoindre").await;
        says(&said, "La cellule vous a retiré");
        says(&said, "A démarché des membres.");
        says(&fresh.get(&path).await, "Retrait par la cellule");
    }

    async fn a_member_confirms_corrects_and_leaves(database) {
        let house = House::new(database).await;
        let own = member(&house, "camille").await;
        let page = own.get("/communaute/mon-adhesion").await;
        for text in ["@camille", "À confirmer avant le", "version 1"] {
            says(&page, text);
        }
        let act = |name: &str| format!("/communaute/mon-adhesion/{name}");
        let fields = [("member-facility", PARIS), ("member-duty", "other"), ("member-duty-words", "Référente"), ("member-charter", "1")];
        assert_eq!(own.post(&act("confirmer"), &fields[..3]).await.status, 422, "the code is accepted with it");
        assert_eq!(own.post(&act("confirmer"), &fields).await.status, 303);
        says(&own.get("/communaute/membres").await, "Référente");
        assert_eq!(own.post(&act("charte"), &[("member-charter", "9")]).await.status, 422);
        let left = own.post(&act("depart"), &[]).await;
        assert_eq!((left.status, left.header("location")), (303, "/communaute/rejoindre"));
        assert_eq!(own.get("/communaute/membres").await.status, 404);
        says(&own.get("/communaute/rejoindre").await, "Vous avez quitté l’espace privé");
        says(&own.get("/communaute/mon-adhesion").await, "Vous n’êtes pas membre");
    }

    /// What was typed meanwhile is kept, and sent once it is done.
    async fn who_owes_something_does_it_before_they_write(database) {
        let house = House::new(database).await;
        let own = member(&house, "camille").await;
        assert_eq!(own.get("/communaute/questions/poser").await.status, 200);
        house.database.clock.advance(366 * 24 * 3600);
        let own = signed_in(&house, "camille").await;
        let door = own.get("/en/community/questions/ask").await;
        assert_eq!((door.status, door.header("location")), (303, "/en/community/my-membership"));
        let sent = own.post("/communaute/questions/poser", &[("title", "Un automate bavard")]).await;
        assert_eq!(sent.status, 409);
        says(&sent, "value=\"Un automate bavard\"");
        says(&sent, "href=\"/communaute/mon-adhesion\"");
        says(&own.get("/communaute/mon-adhesion").await, "confirmez maintenant");
        let fields = [("member-facility", BRETAGNE), ("member-duty", "rssi"), ("member-charter", "1")];
        assert_eq!(own.post("/communaute/mon-adhesion/confirmer", &fields).await.status, 303);
        assert_eq!(own.get("/communaute/questions/poser").await.status, 200);
    }

    /// Whoever an administrator made a member owes as much, and at the operation as well as on the page.
    async fn who_was_made_a_member_owes_what_others_do(database) {
        let house = House::new(database).await;
        let standing = Standing { role: Role::Member, reach: Reach::Nation };
        let account = house.bare_account("dominique", vec![standing.clone()]).await;
        let own = signed_in(&house, "dominique").await;
        let door = own.get("/communaute/questions/poser").await;
        assert_eq!((door.status, door.header("location")), (303, "/communaute/mon-adhesion"));
        let Caller::Person(person) = themselves(account, "dominique") else { unreachable!() };
        let caller = Caller::Person(access::Person { standings: vec![standing], ..person });
        let asked = || house.services.community.ask_cell(&caller, community::NewThread {
            title: "Un automate bavard".to_owned(),
            post: community::NewPost { body: "Il parle la nuit.".to_owned(), ..community::NewPost::default() },
            ..community::NewThread::default()
        });
        let refused = asked().await.unwrap_err();
        assert!(matches!(&refused, vocabulary::Problem::Refused(vocabulary::Refused::Conflict(r)) if r.code == "membership-due"), "{refused:?}");
        let fields = [("member-facility", BRETAGNE), ("member-duty", "rssi"), ("member-charter", "1")];
        assert_eq!(own.post("/communaute/mon-adhesion/confirmer", &fields).await.status, 303);
        assert_eq!(own.get("/communaute/questions/poser").await.status, 200);
        asked().await.unwrap();
    }

    /// On the page of a report too, and what comes in parts, as what carries files does, is kept as well.
    async fn what_is_owed_comes_before_a_report_and_keeps_what_comes_in_parts(database) {
        let house = House::new(database).await;
        let own = member(&house, "camille").await;
        let moderator = of(&house, "moderation", Role::Moderator).await;
        let fields = [("name", "Bretagne"), ("purpose", "Entre nous."), ("kind", "region"), ("access", "open")];
        let made = moderator.post("/communaute/nouveau-groupe", &fields).await;
        let slug = made.header("location").rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
        assert_eq!(own.post(&format!("/communaute/groupes/{slug}/join"), &[("words", "Bonjour.")]).await.status, 303);
        house.database.clock.advance(366 * 24 * 3600);
        let own = signed_in(&house, "camille").await;
        let (report, write) = (format!("/communaute/groupes/{slug}/retex"), format!("/communaute/groupes/{slug}/ecrire"));
        let door = own.get(&report).await;
        assert_eq!((door.status, door.header("location")), (303, "/communaute/mon-adhesion"));
        let sent = own.post(&report, &[("title", "Une nuit"), ("retex_context", "Un CHU sans réseau")]).await;
        assert_eq!(sent.status, 409);
        says(&sent, "Un CHU sans réseau");
        says(&sent, "href=\"/communaute/mon-adhesion\"");
        let token = own.get("/connexion").await.token();
        let part = |name: &str, value: &str| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n--b--\r\n";
        let body = [part("jeton", &token), part("title", "Un plan"), part("body", "Voici notre plan."), file.to_owned()].concat();
        let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
        let sent = own.raw("post", &write, &headers, body.into_bytes()).await;
        assert_eq!(sent.status, 409, "{}", sent.text);
        says(&sent, "Voici notre plan.");
        assert_eq!(std::fs::read_dir(house.database.folder().join("objects")).map_or(0, Iterator::count), 0);
    }

    async fn the_code_of_conduct_is_for_everybody_to_read(database) {
        let house = House::new(database).await;
        for (path, text) in [("/communaute/charte", "TLP:AMBER+STRICT"), ("/en/community/code-of-conduct", "Speaking unnamed")] {
            let page = house.browser().get(path).await;
            assert_eq!(page.status, 200);
            says(&page, text);
        }
    }
}
