//! The pages of moderation: a report, what becomes of it, and a name that two moderators share.

use access::{Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{Browser, House, Page};

async fn somebody<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

/// A group that everybody named joined; answers with the end of its address.
async fn group(moderator: &Browser<'_>, members: &[&Browser<'_>]) -> String {
    let fields =
        [("name", "Rançongiciels"), ("purpose", "Entre nous."), ("kind", "theme"), ("access", "open")];
    let made = moderator.post("/communaute/nouveau-groupe", &fields).await;
    let slug = made
        .header("location")
        .trim_start_matches("/communaute/groupes/")
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    for member in members {
        assert_eq!(member.post(&format!("/communaute/groupes/{slug}/join"), &[]).await.status, 303);
    }
    slug
}

async fn thread(member: &Browser<'_>, slug: &str, more: &[(&str, &str)]) -> String {
    let fields =
        [&[("title", "Une vague"), ("body", "Le texte du premier message."), ("tlp", "GREEN")], more]
            .concat();
    let sent = member.post(&format!("/communaute/groupes/{slug}/ecrire"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    sent.header("location").split(['?', '#']).next().unwrap().to_owned()
}

/// Signs in anew: a session does not outlive half an hour of rest.
async fn again(browser: &Browser<'_>, name: &str) {
    let email = crate::house::email(name);
    let fields = [("email", email.as_str()), ("password", crate::house::PASSWORD)];
    assert_eq!(browser.post("/connexion", &fields).await.status, 303);
}

fn post(page: &Page) -> String {
    page.text.split("/communaute/messages/").nth(1).unwrap()[..36].to_owned()
}

/// The identity that stands after some words of a page.
fn after(page: &Page, words: &str) -> String {
    let rest = page.text.split(words).nth(1).unwrap_or_else(|| panic!("{words}: {}", page.text));
    rest[..36].to_owned()
}

on_both_engines! {
    async fn a_report_is_judged_and_each_reads_what_is_theirs(database) {
        let house = House::new(database).await;
        let moderator = somebody(&house, "moderation", Role::Moderator).await;
        let author = somebody(&house, "camille", Role::Member).await;
        let reader = somebody(&house, "dominique", Role::Member).await;
        let slug = group(&moderator, &[&author, &reader]).await;
        let address = thread(&author, &slug, &[]).await;
        let id = post(&reader.get(&address).await);
        let report = format!("/communaute/messages/{id}/signaler");
        assert!(reader.get(&address).await.text.contains(&report), "a link at the post");
        assert!(reader.get(&report).await.text.contains("Le texte du premier message."));
        let wrong = reader.post(&report, &[("reason", "other"), ("words", "  ")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("value=\"other\" checked") && wrong.text.contains("href=\"#words\""), "{}", wrong.text);
        let sent = reader.post(&report, &[("reason", "personal"), ("words", "Un patient y est nommé.")]).await;
        assert_eq!((sent.status, sent.header("location")), (303, "/communaute/pour-moi?fait=signale"));
        assert_eq!(reader.post(&report, &[("reason", "personal"), ("words", "")]).await.status, 409);
        assert!(reader.get("/communaute/pour-moi").await.text.contains("La modération n’a pas encore décidé."));

        // Whoever does not moderate finds nothing there.
        let case = format!("/communaute/moderation/messages/{id}");
        for path in ["/communaute/moderation", "/communaute/moderation/noms", case.as_str()] {
            assert_eq!(author.get(path).await.status, 404, "{path}");
        }
        assert!(moderator.get("/communaute").await.text.contains("1 à traiter"));
        let list = moderator.get("/communaute/moderation").await;
        assert!(list.text.contains(&case) && list.text.contains("Personne ou patient reconnaissable"), "{}", list.text);
        let page = moderator.get(&case).await;
        for told in ["Le texte du premier message.", "Un patient y est nommé.", "dominique", "camille"] {
            assert!(page.text.contains(told), "{told}: {}", page.text);
        }
        let bare = moderator.post(&case, &[("verdict", "both"), ("answer", "Merci beaucoup.")]).await;
        assert_eq!(bare.status, 422);
        for kept in ["href=\"#reason-respect\"", "href=\"#told\"", "href=\"#warning\"", "Merci beaucoup."] {
            assert!(bare.text.contains(kept), "{kept}: {}", bare.text);
        }
        let fields = [
            ("verdict", "both"),
            ("reason", "personal"),
            ("told", "Un patient y était reconnaissable."),
            ("warning", "Ne nommez pas de patient."),
            ("answer", "Merci beaucoup."),
        ];
        let judged = moderator.post(&case, &fields).await;
        assert_eq!(judged.header("location"), "/communaute/moderation?fait=juge", "{}", judged.text);

        let hidden = reader.get(&address).await;
        assert!(hidden.text.contains("Un patient y était reconnaissable.") && !hidden.text.contains("Le texte du premier message."));
        assert!(author.get("/communaute").await.text.contains("Quelque chose vous attend."));
        let own = author.get("/communaute/pour-moi").await;
        assert!(own.text.contains("Ne nommez pas de patient.") && !own.text.contains("dominique"));
        let warning = after(&own, "/communaute/pour-moi/");
        assert_eq!(author.post(&format!("/communaute/pour-moi/{warning}/read"), &[]).await.status, 303);
        assert!(!author.get("/communaute").await.text.contains("Quelque chose vous attend."));
        let own = reader.get("/communaute/pour-moi").await;
        assert!(own.text.contains("Merci beaucoup.") && !own.text.contains("Ne nommez pas de patient."));
        let log = reader.get("/communaute/journal-de-moderation").await;
        for told in ["Message masqué", "Auteur averti", "Un patient y était reconnaissable.", "Rançongiciels"] {
            assert!(log.text.contains(told), "{told}: {}", log.text);
        }
        let main = log.text.split("<main").nth(1).unwrap();
        assert!(!main.contains("camille") && !main.contains("Ne nommez"));
        assert!(author.get("/en/community/moderation-log").await.text.contains("Post hidden"));
        let again = moderator.post(&format!("{case}/show"), &[("why", "C’était une erreur.")]).await;
        assert_eq!(again.status, 303, "{}", again.text);
        assert!(reader.get(&address).await.text.contains("Le texte du premier message."));
    }

    async fn two_moderators_share_a_name_and_its_author_is_told(database) {
        let house = House::new(database).await;
        let one = somebody(&house, "premiere", Role::Moderator).await;
        let two = somebody(&house, "seconde", Role::Moderator).await;
        let mut members = Vec::new();
        for name in ["alix-fictif", "b", "c", "d", "e"] {
            members.push(somebody(&house, name, Role::Member).await);
        }
        let slug = group(&one, &members.iter().collect::<Vec<_>>()).await;
        let author = &members[0];
        let told = thread(author, &slug, &[("voice_who", "hospital"), ("voice_place", "somewhere")]).await;
        assert!(!told.contains("/fils/"), "shown later");
        house.database.clock.advance(31 * 60);
        for (browser, name) in [(&one, "premiere"), (&two, "seconde"), (author, "alix-fictif"), (&members[1], "b")] {
            again(browser, name).await;
        }
        let page = one.get(&format!("/communaute/groupes/{slug}")).await;
        let address = format!("/communaute/fils/{}", after(&page, "/communaute/fils/"));
        let id = post(&one.get(&address).await);
        let case = format!("/communaute/moderation/messages/{id}");
        let page = one.get(&case).await;
        assert!(page.text.contains("Demander à connaître l’auteur") && !page.text.contains("alix"), "{}", page.text);
        assert_eq!(one.post(&format!("{case}/name"), &[("grounds", "")]).await.status, 422);
        let asked = one.post(&format!("{case}/name"), &[("grounds", "Une menace contre un hôpital.")]).await;
        assert_eq!(asked.status, 303, "{}", asked.text);
        let names = "/communaute/moderation/noms";
        assert!(!one.get(names).await.text.contains("/grant"), "never by who asked");
        let request = after(&two.get(names).await, "/communaute/moderation/noms/");
        assert_eq!(one.post(&format!("{names}/{request}/grant"), &[]).await.status, 409);
        assert_eq!(two.post(&format!("{names}/{request}/see"), &[]).await.status, 404);
        assert_eq!(author.post(&format!("{names}/{request}/see"), &[]).await.status, 404);
        assert_eq!(two.post(&format!("{names}/{request}/grant"), &[]).await.status, 303);
        for reader in [&one, &two] {
            assert!(!reader.get(names).await.text.contains("alix"), "only when it is asked for");
            let seen = reader.post(&format!("{names}/{request}/see"), &[]).await;
            assert!(seen.text.contains("alix-fictif"), "{}", seen.text);
        }
        let own = author.get("/communaute/pour-moi").await;
        assert!(own.text.contains("Une menace contre un hôpital."));
        assert!(!members[1].get("/communaute/pour-moi").await.text.contains("Une menace"));
        let handlers = community::letters::handlers(&community::letters::Postroom {
            community: house.services.community.clone(),
            accounts: house.services.accounts.clone(),
            post: mail::Post::files(&house.database.folder().join("mail"), vocabulary::MailAddress::parse("vigie@vigie.example").unwrap(), "Cellule"),
            wording: std::sync::Arc::new(web::Locales::load()),
            base_url: "http://vigie.test".to_owned(),
            operator: "Cellule d’essai".to_owned(),
        });
        jobs::Worker::new(house.database.desk(), handlers).drain().await.unwrap();
        let letters: Vec<String> = std::fs::read_dir(house.database.folder().join("mail"))
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        let told: Vec<&String> = letters.iter().filter(|letter| letter.contains("alix-fictif@vigie.example")).collect();
        assert_eq!(told.len(), 1, "{letters:?}");
        assert!(!told[0].contains("menace") && !told[0].contains("moderation"), "{}", told[0]);
    }

    async fn a_thread_becomes_the_draft_of_an_alert_without_a_name(database) {
        let house = House::new(database).await;
        let moderator = somebody(&house, "moderation", Role::Moderator).await;
        let analyst = somebody(&house, "analyste", Role::Analyst).await;
        let author = somebody(&house, "camille", Role::Member).await;
        let slug = group(&moderator, &[&author, &analyst]).await;
        let address = thread(&author, &slug, &[]).await;
        let id = post(&analyst.get(&address).await);
        let raise = format!("{address}/remonter");
        assert_eq!(author.get(&raise).await.status, 404);
        assert!(analyst.get(&address).await.text.contains(&raise));
        assert_eq!(analyst.post(&raise, &[("purpose", "")]).await.status, 422);
        let asked = analyst.post(&raise, &[("purpose", "Prévenir les autres."), ("posts", &id)]).await;
        assert_eq!(asked.status, 303, "{}", asked.text);
        assert_eq!(analyst.post(&format!("{raise}/alert"), &[]).await.status, 409);
        let own = author.get("/communaute/pour-moi").await;
        assert!(own.text.contains("Prévenir les autres."));
        let request = after(&own, "/communaute/pour-moi/");
        let agreed = author.post(&format!("/communaute/pour-moi/{request}/agree"), &[("post", &id)]).await;
        assert_eq!(agreed.status, 303, "{}", agreed.text);
        assert_eq!(analyst.post(&format!("{raise}/incident"), &[("reference", "VIG-2026-9-X")]).await.status, 422);
        assert_eq!(analyst.post(&format!("{raise}/event"), &[("number", "9")]).await.status, 422);
        let made = analyst.post(&format!("{raise}/alert"), &[]).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let draft = analyst.get(made.header("location")).await;
        let main = draft.text.split("<main").nth(1).unwrap();
        assert!(main.contains("Le texte du premier message.") && main.contains("Une vague") && !main.contains("camille"));
        let told = author.get(&address).await.text;
        assert!(told.contains("La cellule en a fait un projet d’alerte") && !told.contains("Lire l’alerte"), "{told}");
        // Its draft leads nowhere; once it is published, whoever may read it is led there.
        let id = vocabulary::Id::parse(made.header("location").rsplit('/').next().unwrap()).unwrap();
        let (watch, text) = (&house.services.publications, crate::publications::draft("essai", vocabulary::Tlp::Clear));
        let [one, two] = [1, 2].map(|byte| crate::publications::person(Role::Editor, byte));
        let now = watch.write(&one, (id, 1), text).await.unwrap();
        watch.submit(&one, (id, now)).await.unwrap();
        assert!(!author.get(&address).await.text.contains("Lire l’alerte"));
        watch.approve(&two, (id, now + 1), None).await.unwrap();
        let told = author.get(&address).await.text;
        assert!(told.contains("Lire l’alerte") && told.contains("Titre essai"), "{told}");
    }
}
