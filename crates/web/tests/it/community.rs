//! The pages of the private space: groups, threads, marks, and that what is not for somebody is not there.

use access::{Caller, Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{Browser, House, PASSWORD, Page, email};

fn national(role: Role) -> Vec<Standing> {
    vec![Standing { role, reach: Reach::Nation }]
}

/// A moderator, and members by these names.
async fn people<'a>(house: &'a House, names: &[&str]) -> (Browser<'a>, Vec<Browser<'a>>) {
    let moderator = house.staff("moderation", national(Role::Moderator)).await;
    let mut members = Vec::new();
    for name in names {
        members.push(house.staff(name, national(Role::Member)).await);
    }
    (moderator, members)
}

/// A group that a moderator creates; answers with the end of its address.
async fn group(moderator: &Browser<'_>, name: &str, access: &str) -> String {
    let fields = [("name", name), ("purpose", "Entre **nous**."), ("kind", "theme"), ("access", access)];
    let made = moderator.post("/communaute/nouveau-groupe", &fields).await;
    assert_eq!(made.status, 303, "{}", made.text);
    let to = made.header("location");
    to.trim_start_matches("/communaute/groupes/").split('?').next().unwrap().to_owned()
}

async fn join(member: &Browser<'_>, slug: &str) {
    let joined = member.post(&format!("/communaute/groupes/{slug}/join"), &[("words", "Bonjour.")]).await;
    assert_eq!(joined.status, 303, "{}", joined.text);
}

/// Opens a thread; answers with its address.
async fn thread(member: &Browser<'_>, slug: &str, fields: &[(&str, &str)]) -> String {
    let sent = member.post(&format!("/communaute/groupes/{slug}/ecrire"), fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    sent.header("location").to_owned()
}

/// The identity of the nth post that a page shows, from 0.
fn post(page: &Page, n: usize) -> String {
    let acts = page.text.split("/communaute/messages/").skip(1).map(|rest| &rest[..36]);
    let mut seen: Vec<&str> = Vec::new();
    for id in acts {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen[n].to_owned()
}

/// Somebody signs in once more: their session ended while time went by.
async fn again(browser: &Browser<'_>, name: &str) {
    browser.cookies.lock().unwrap().clear();
    let fields = [("email", email(name)), ("password", PASSWORD.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(browser.post("/connexion", &fields).await.status, 303);
}

async fn work(house: &House) {
    let handlers = community::jobs::handlers(&house.services.community);
    jobs::Worker::new(house.database.desk(), handlers).drain().await.unwrap();
}

on_both_engines! {
    async fn members_talk_quote_solve_keep_and_find_again(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique"]).await;
        let [camille, dominique] = members.as_slice() else { unreachable!() };
        let slug = group(&moderator, "Rançongiciels", "open").await;
        assert_eq!(slug, "rancongiciels");
        let before = dominique.get(&format!("/communaute/groupes/{slug}/ecrire")).await;
        assert_eq!(before.status, 409, "whoever is not in joins first");
        join(camille, &slug).await;
        join(dominique, &slug).await;

        let form = camille.get(&format!("/communaute/groupes/{slug}/ecrire")).await;
        assert!(form.text.contains("value=\"AMBER+STRICT\" checked"), "strictest by default");
        assert!(form.text.contains("Lu par les 3 personnes du groupe"), "who reads is said before: {}", form.text);
        assert!(form.text.contains("Lu par tous les membres de l’espace privé"));
        let fields = [("title", "Vague de courriels"), ("body", "Une **vague** <script>x</script>"), ("tags", "vpn, Hameçonnage"), ("tlp", "GREEN")];
        let looked = camille.post(&format!("/communaute/groupes/{slug}/ecrire"), &[fields.as_slice(), &[("do", "preview")]].concat()).await;
        assert_eq!(looked.status, 200);
        assert!(looked.text.contains("<strong>vague</strong>") && !looked.text.contains("<script>x"), "abuse C01");
        assert!(looked.text.contains("id=\"apercu\"") && looked.text.contains("#hameconnage"));
        let address = thread(camille, &slug, &fields).await;

        // Another reads it, unread until then, quotes it, and answers.
        let home = dominique.get("/communaute").await;
        assert!(home.text.contains("Vague de courriels") && home.text.contains("1 non lu"), "{}", home.text);
        let page = dominique.get(&address).await;
        assert!(page.text.contains("camille") && page.text.contains("TLP:GREEN"));
        let opening = post(&page, 0);
        assert!(!dominique.get("/communaute").await.text.contains("1 non lu"));
        let citing = dominique.get(&format!("{address}?citer={opening}")).await;
        assert!(citing.text.contains("Vous citez camille."));
        house.database.clock.advance(60);
        let answer = [("body", "Nous aussi, depuis lundi."), ("tlp", "GREEN"), ("quoted", opening.as_str())];
        let answered = dominique.post(&address, &answer).await;
        assert_eq!((answered.status, answered.header("location")), (303, format!("{address}#m-2").as_str()), "{}", answered.text);

        // A press, a bookmark, the answer that is kept.
        let page = camille.get(&address).await;
        let second = page.text.split("id=\"m-2\"").nth(1).unwrap();
        let answer = second.split("/communaute/messages/").nth(2).unwrap()[..36].to_owned();
        assert!(second.contains("Nous aussi") && second.contains("class=\"cited\""));
        for (act, fields) in [("react", [("reaction", "thanks"), ("page", "")]), ("bookmark", [("reaction", ""), ("page", "")])] {
            let done = camille.post(&format!("/communaute/messages/{answer}/{act}"), &fields).await;
            assert_eq!((done.status, done.header("location")), (303, format!("{address}#m-2").as_str()));
        }
        let solved = camille.post(&format!("{address}/solve"), &[("post", &answer)]).await;
        assert_eq!(solved.status, 303, "{}", solved.text);
        let page = camille.get(&address).await;
        assert!(page.text.contains("Réponse retenue") && page.text.contains("Résolu") && page.text.contains("<b>1</b>"));
        assert!(camille.get("/communaute/favoris").await.text.contains("Nous aussi"));
        let led = camille.get(&format!("/communaute/messages/{answer}")).await;
        assert_eq!(led.header("location"), format!("{address}#m-2"));
        work(&house).await;
        let found = dominique.get("/communaute/recherche?q=lundi").await;
        assert!(found.text.contains("Vague de courriels") && found.text.contains("<mark>"), "{}", found.text);
        let english = dominique.get(&format!("/en{}", address.replace("communaute/fils", "community/threads"))).await;
        assert!(english.text.contains("Kept answer"), "{}", english.text);
    }

    async fn what_is_typed_is_kept_and_what_was_said_before_can_be_read(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique"]).await;
        let [camille, dominique] = members.as_slice() else { unreachable!() };
        let slug = group(&moderator, "VPN", "open").await;
        join(camille, &slug).await;
        join(dominique, &slug).await;
        let write = format!("/communaute/groupes/{slug}/ecrire");
        let wrong = camille.post(&write, &[("title", "x"), ("body", "Mon texte."), ("tlp", "AMBER"), ("poll_question", "Qui ?"), ("poll_choices", "Nous")]).await;
        assert_eq!(wrong.status, 422);
        for kept in ["Mon texte.", "Qui ?", "href=\"#title\"", "href=\"#poll_choices\"", "href=\"#poll_until\""] {
            assert!(wrong.text.contains(kept), "{kept}: {}", wrong.text);
        }
        assert_eq!(camille.post(&write, &[("title", "x"), ("auteur", "moi")]).await.status, 422, "abuse A08");
        // A draft stays until it is said, or thrown away.
        let kept = camille.post(&write, &[("title", "Pas fini"), ("body", "À suivre"), ("tlp", "GREEN"), ("do", "draft")]).await;
        assert_eq!((kept.status, kept.header("location")), (303, write.as_str()));
        let again = camille.get(&write).await;
        assert!(again.text.contains("Pas fini") && again.text.contains("Votre brouillon") && again.text.contains("value=\"GREEN\" checked"));
        assert!(!dominique.get(&write).await.text.contains("Pas fini"));
        camille.post(&write, &[("do", "drop")]).await;
        assert!(!camille.get(&write).await.text.contains("Pas fini"));

        let address = thread(camille, &slug, &[("title", "Version du client"), ("body", "La 7.2 tient."), ("tlp", "GREEN")]).await;
        let opening = post(&camille.get(&address).await, 0);
        let edit = format!("/communaute/messages/{opening}/modifier");
        assert_eq!(dominique.get(&edit).await.status, 403);
        assert!(camille.get(&edit).await.text.contains("La 7.2 tient."));
        let saved = camille.post(&edit, &[("vu", "1"), ("body", "La 7.2 ne tient pas.")]).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let late = camille.post(&edit, &[("vu", "1"), ("body", "Mon autre texte.")]).await;
        assert_eq!(late.status, 409);
        assert!(late.text.contains("Mon autre texte.") && late.text.contains("ne tient pas") && late.text.contains("name=\"vu\" value=\"2\""));
        let versions = dominique.get(&format!("/communaute/messages/{opening}/versions")).await;
        assert!(versions.text.contains("Version 2") && versions.text.contains("<ins>"), "{}", versions.text);
        assert!(dominique.get(&address).await.text.contains("/versions"));
        // Taken back, it is not read any more; nor is what it said before.
        camille.post(&format!("/communaute/messages/{opening}/withdraw"), &[("page", "")]).await;
        let page = dominique.get(&address).await;
        assert!(page.text.contains("retiré par son auteur") && !page.text.contains("7.2"), "{}", page.text);
        assert_eq!(dominique.get(&format!("/communaute/messages/{opening}/versions")).await.status, 404);
    }

    /// What names its readers is published only once its author saw them named; to others there is nothing.
    async fn abuse_a11_red_is_seen_by_those_it_names_and_its_author_sees_them_first(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique", "sacha"]).await;
        let [camille, dominique, sacha] = members.as_slice() else { unreachable!() };
        let slug = group(&moderator, "Bretagne", "open").await;
        for member in [camille, dominique, sacha] {
            join(member, &slug).await;
        }
        let write = format!("/communaute/groupes/{slug}/ecrire");
        let form = camille.get(&write).await;
        let (before, _) = form.text.split_once("<span>dominique").unwrap();
        let named = before.rsplit_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let fields = [("title", "Pour nous deux"), ("body", "chrysanthème"), ("tlp", "RED"), ("readers", named.as_str())];
        let nobody = camille.post(&write, &fields[..3]).await;
        assert_eq!(nobody.status, 422);
        assert!(nobody.text.contains("TLP:RED nomme ses lecteurs"));
        let shown = camille.post(&write, &fields).await;
        assert_eq!(shown.status, 200, "it is shown first");
        assert!(shown.text.contains("Lu par ces 2 personnes") && shown.text.contains("Voici qui lira"), "{}", shown.text);
        assert!(!camille.get("/communaute").await.text.contains("Pour nous deux"), "and nothing was said");
        let address = thread(camille, &slug, &[fields.as_slice(), &[("lus", named.as_str())]].concat()).await;
        work(&house).await;
        assert!(dominique.get(&address).await.text.contains("chrysanthème"));
        assert!(dominique.get("/communaute/recherche?q=chrysantheme").await.text.contains("Pour nous deux"));
        let opening = post(&dominique.get(&address).await, 0);
        for other in [sacha, &moderator] {
            let absent = other.get("/communaute/fils/00000000-0000-4000-8000-000000000009").await;
            let there = other.get(&address).await;
            assert_eq!((there.status, absent.status), (404, 404));
            let plain = |page: &Page, id: &str| page.text.replace(id, "");
            let id = address.rsplit('/').next().unwrap();
            assert_eq!(plain(&there, id), plain(&absent, "00000000-0000-4000-8000-000000000009"));
            let list = format!("/communaute/groupes/{slug}");
            for path in ["/communaute", &list, "/communaute/recherche?q=chrysantheme", &format!("{list}?mot=x")] {
                let page = other.get(path).await;
                assert!(!page.text.contains("Pour nous deux") && !page.text.contains(">chrysanthème"), "{path}");
            }
            for act in ["react", "bookmark", "withdraw"] {
                let done = other.post(&format!("/communaute/messages/{opening}/{act}"), &[("reaction", "thanks")]).await;
                assert_eq!(done.status, 404, "{act}");
            }
            for page in ["", "/versions", "/modifier", "/marque"] {
                assert_eq!(other.get(&format!("/communaute/messages/{opening}{page}")).await.status, 404, "{page}");
            }
            let quoted = other.get(&format!("{list}/ecrire?citer={opening}")).await;
            assert!(!quoted.text.contains("chrysanthème"));
        }
    }

    /// A hidden group answers, at every address, letter by letter as one that does not exist.
    async fn abuse_a01_a_hidden_group_answers_as_what_does_not_exist(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique"]).await;
        let [camille, dominique] = members.as_slice() else { unreachable!() };
        let analyst = house.staff("analyste", national(Role::Analyst)).await;
        let open = group(&moderator, "Ouvert", "open").await;
        join(camille, &open).await;
        let slug = group(&moderator, "Affaire du CHU", "hidden").await;
        assert!(!slug.contains("affaire"));
        let fields = [("title", "Le fil caché"), ("body", "Rien."), ("tlp", "GREEN")];
        let thread = thread(&moderator, &slug, &fields).await;
        work(&house).await;
        for outsider in [camille, dominique, &analyst] {
            for path in ["/communaute", "/communaute/groupes", "/communaute/recherche?q=cache", "/communaute/questions"] {
                let page = outsider.get(path).await;
                assert!(!page.text.contains("Affaire") && !page.text.contains(&slug) && !page.text.contains("Le fil"), "{path}");
            }
            assert_eq!(outsider.get(&thread).await.status, 404);
            for end in ["", "/membres", "/ecrire", "/modifier", "?mot=vpn"] {
                let (there, absent) = (
                    outsider.get(&format!("/communaute/groupes/{slug}{end}")).await,
                    outsider.get(&format!("/communaute/groupes/g-000000000000{end}")).await,
                );
                assert_eq!((there.status, absent.status), (404, 404), "{end}");
                assert_eq!(there.text.replace(&slug, ""), absent.text.replace("g-000000000000", ""), "{end}");
            }
            for (end, fields) in [
                ("join", vec![("words", "x")]),
                ("leave", vec![("words", "x")]),
                ("mute", vec![("words", "x")]),
                ("archive", vec![("words", "x")]),
                ("modifier", vec![("name", "x"), ("access", "open")]),
                ("ecrire", vec![("title", "Un titre"), ("body", "x"), ("tlp", "GREEN")]),
                ("membres/bring", vec![("who", "camille")]),
                ("membres/remove", vec![("compte", "00000000-0000-4000-8000-000000000009")]),
            ] {
                let (there, absent) = (
                    outsider.post(&format!("/communaute/groupes/{slug}/{end}"), &fields).await,
                    outsider.post(&format!("/communaute/groupes/g-000000000000/{end}"), &fields).await,
                );
                assert_eq!(there.status, absent.status, "{end}");
                assert_eq!(there.text.replace(&slug, ""), absent.text.replace("g-000000000000", ""), "{end}");
            }
        }
        // Brought in by a keeper, by the name that groups show.
        let brought = moderator.post(&format!("/communaute/groupes/{slug}/membres/bring"), &[("who", "camille")]).await;
        assert_eq!(brought.status, 303, "{}", brought.text);
        assert!(camille.get("/communaute/groupes").await.text.contains("Affaire du CHU"));
        assert_eq!(camille.get(&thread).await.status, 200);
        let left = camille.post(&format!("/communaute/groupes/{slug}/leave"), &[("words", "")]).await;
        assert_eq!(left.header("location"), "/communaute/groupes");
        assert_eq!(camille.get(&thread).await.status, 404);
    }

    async fn one_asks_to_come_in_and_a_keeper_decides(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille"]).await;
        let camille = &members[0];
        let slug = group(&moderator, "GHT Rance", "request").await;
        let address = format!("/communaute/groupes/{slug}");
        let shown = camille.get(&address).await;
        assert!(shown.text.contains("Demander à entrer") && !shown.text.contains(&format!("{address}/membres\"")));
        assert_eq!(camille.get(&format!("{address}/membres")).await.status, 404);
        join(camille, &slug).await;
        assert!(camille.get(&address).await.text.contains("Demande en attente"));
        let twice = camille.post(&format!("{address}/join"), &[("words", "Encore.")]).await;
        assert_eq!(twice.status, 409);
        let asking = moderator.get(&format!("{address}/membres")).await;
        assert!(asking.text.contains("camille") && asking.text.contains("Bonjour."));
        let account = asking.text.split_once("name=\"compte\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let admitted = moderator.post(&format!("{address}/membres/admit"), &[("compte", &account)]).await;
        assert_eq!(admitted.status, 303, "{}", admitted.text);
        assert!(camille.get(&address).await.text.contains("Ouvrir un fil"));
        let again = moderator.post(&format!("{address}/membres/refuse"), &[("compte", &account)]).await;
        assert_eq!(again.status, 409);
        assert!(again.text.contains("quelqu’un a répondu avant vous"));
        assert_eq!(camille.post(&format!("{address}/membres/remove"), &[("compte", &account)]).await.status, 403);
    }

    /// Whoever does not belong is told nothing, and a member who lost their place no more than them.
    async fn abuse_a07_who_does_not_belong_finds_nothing(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille"]).await;
        let camille = &members[0];
        let slug = group(&moderator, "VPN", "open").await;
        join(camille, &slug).await;
        let address = thread(camille, &slug, &[("title", "Un fil"), ("body", "Rien."), ("tlp", "CLEAR")]).await;
        let editor = house.staff("redaction", national(Role::Editor)).await;
        let led = editor.get("/communaute").await;
        assert_eq!((led.status, led.header("location")), (303, "/communaute/rejoindre"));
        for path in ["/communaute/groupes", &address, &format!("/communaute/groupes/{slug}")] {
            assert_eq!(editor.get(path).await.status, 404, "{path}");
            let nobody = house.browser().get(path).await;
            assert_eq!(nobody.status, 303);
            assert!(nobody.header("location").starts_with("/connexion?vers="));
        }
        // At once, in the session that is open.
        let program = Caller::Program("test");
        let list = house.services.accounts.list(&program).await.unwrap();
        let id = list.into_iter().find(|(account, _)| account.name == "camille").unwrap().0.id;
        let seen = house.services.accounts.record(&program, id).await.unwrap().account.revision;
        house.services.accounts.set_standings(&program, "camille@vigie.example", &[], seen).await.unwrap();
        assert_eq!(camille.get(&address).await.status, 404);
        assert_eq!(camille.post(&address, &[("body", "Encore là ?"), ("tlp", "CLEAR")]).await.status, 404);
    }

    async fn a_poll_is_answered_and_changed_until_it_is_over(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique"]).await;
        let [camille, dominique] = members.as_slice() else { unreachable!() };
        let slug = group(&moderator, "Exercices", "open").await;
        join(camille, &slug).await;
        join(dominique, &slug).await;
        let fields = [
            ("title", "Quel jour ?"), ("body", "Choisissons."), ("tlp", "GREEN"), ("poll_question", "Quel jour pour l’exercice ?"),
            ("poll_choices", "Mardi\nJeudi"), ("poll_until", "demain 18h"),
        ];
        let address = thread(camille, &slug, &fields).await;
        let nothing = dominique.post(&format!("{address}/vote"), &[]).await;
        assert_eq!(nothing.status, 422);
        assert!(nothing.text.contains("Choisissez parmi ce qui est proposé."));
        for choice in ["0", "1"] {
            let voted = dominique.post(&format!("{address}/vote"), &[("choice", choice)]).await;
            assert_eq!(voted.status, 303, "{}", voted.text);
        }
        let page = dominique.get(&address).await;
        assert!(page.text.contains("1 personne a répondu.") && page.text.contains("Changer ma réponse"));
        house.database.clock.advance(3 * 24 * 3600);
        again(camille, "camille").await;
        again(dominique, "dominique").await;
        let page = camille.get(&address).await;
        assert!(page.text.contains("Terminé") && page.text.contains("<meter"), "{}", page.text);
        assert_eq!(dominique.post(&format!("{address}/vote"), &[("choice", "0")]).await.status, 422);
    }

    /// What is said unnamed shows its author nowhere, and comes at a quarter of an hour.
    async fn what_is_said_unnamed_names_nobody_on_any_page(database) {
        let house = House::new(database).await;
        let names = ["camille", "dominique", "sacha", "alix", "gwenn"];
        let (moderator, members) = people(&house, &names).await;
        let slug = group(&moderator, "Retours", "open").await;
        for member in &members {
            join(member, &slug).await;
        }
        let [camille, dominique, ..] = members.as_slice() else { unreachable!() };
        let fields = [
            ("title", "Nous avons payé"), ("body", "Une erreur."), ("tlp", "AMBER"), ("voice_who", "hospital"), ("voice_place", "large-region"),
        ];
        let told = thread(camille, &slug, &fields).await;
        assert!(told.contains("fait=ecrit"), "{told}");
        let list = format!("/communaute/groupes/{slug}");
        assert!(!dominique.get(&list).await.text.contains("Nous avons payé"), "not yet");
        house.database.clock.advance(30 * 60);
        again(camille, "camille").await;
        again(dominique, "dominique").await;
        again(&moderator, "moderation").await;
        let page = dominique.get(&list).await;
        assert!(page.text.contains("Nous avons payé") && page.text.contains("Un hôpital, dans une grande région"), "{}", page.text);
        let (before, _) = page.text.split_once("Nous avons payé").unwrap();
        let address = before.rsplit_once("href=\"").unwrap().1.split('"').next().unwrap().to_owned();
        for reader in [dominique, &moderator] {
            for path in [address.as_str(), "/communaute"] {
                let page = reader.get(path).await;
                // Who is in the group stands among those whom an answer may name, and nowhere else.
                let said = page.text.split("id=\"repondre\"").next().unwrap();
                assert!(!said.contains("camille"), "{path}: {said}");
            }
        }
        // Too few, and everybody would know.
        let few = group(&moderator, "À deux", "open").await;
        join(camille, &few).await;
        let refused = camille.post(&format!("/communaute/groupes/{few}/ecrire"), &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("trop peu de personnes") && refused.text.contains("href=\"#voice_who\""), "{}", refused.text);
    }

    async fn a_question_is_the_cell_s_until_who_asked_it_publishes_it(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique"]).await;
        let [camille, dominique] = members.as_slice() else { unreachable!() };
        let analyst = house.staff("analyste", national(Role::Analyst)).await;
        let form = camille.get("/communaute/questions/poser").await;
        assert!(form.text.contains("Lu par la cellule et par vous.") && !form.text.contains("name=\"tlp\""));
        let asked = camille.post("/communaute/questions/poser", &[("title", "Que bloquer ?"), ("body", "Nous hésitons.")]).await;
        assert_eq!(asked.status, 303, "{}", asked.text);
        let address = asked.header("location").to_owned();
        for other in [dominique, &moderator] {
            assert_eq!(other.get(&address).await.status, 404);
            assert!(!other.get("/communaute/questions").await.text.contains("Que bloquer"));
        }
        assert!(analyst.get("/communaute/questions").await.text.contains("Que bloquer ?"));
        house.database.clock.advance(60);
        let answered = analyst.post(&address, &[("body", "Le port 8443.")]).await;
        assert_eq!(answered.status, 303, "{}", answered.text);
        assert!(camille.get(&address).await.text.contains("Le port 8443."));
        let slug = group(&moderator, "Pare-feu", "open").await;
        join(camille, &slug).await;
        assert!(camille.get(&address).await.text.contains("Publier la question"));
        assert!(!analyst.get(&address).await.text.contains("Publier la question"), "only who asked decides");
        let published = camille.post(&format!("{address}/publish"), &[("group", &slug), ("tlp", "GREEN")]).await;
        assert_eq!(published.status, 303, "{}", published.text);
        assert!(dominique.get(&address).await.text.contains("Le port 8443."));
    }

    async fn a_mark_is_tightened_on_its_page_and_loosened_by_its_author(database) {
        let house = House::new(database).await;
        let (moderator, members) = people(&house, &["camille", "dominique", "sacha"]).await;
        let [camille, dominique, sacha] = members.as_slice() else { unreachable!() };
        let slug = group(&moderator, "VPN", "open").await;
        join(camille, &slug).await;
        join(dominique, &slug).await;
        let address = thread(camille, &slug, &[("title", "Trop large"), ("body", "Une adresse."), ("tlp", "GREEN")]).await;
        assert_eq!(sacha.get(&address).await.status, 200, "green in an open group");
        let opening = post(&camille.get(&address).await, 0);
        let mark = format!("/communaute/messages/{opening}/marque");
        assert_eq!(dominique.get(&mark).await.status, 403);
        let page = moderator.get(&mark).await;
        assert!(page.text.contains("value=\"GREEN\" checked") && !page.text.contains("value=\"CLEAR\""), "{}", page.text);
        assert_eq!(moderator.post(&mark, &[("tlp", "CLEAR")]).await.status, 422);
        assert_eq!(moderator.post(&mark, &[("tlp", "AMBER+STRICT")]).await.status, 303);
        assert_eq!(sacha.get(&address).await.status, 404, "at once");
        let loosened = camille.post(&mark, &[("tlp", "AMBER")]).await;
        assert_eq!(loosened.status, 303, "{}", loosened.text);
        assert!(dominique.get(&address).await.text.contains("TLP:AMBER<"));
    }
}
