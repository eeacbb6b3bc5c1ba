//! The library of a group by its pages: files sent with what one writes, kept while it is mended, and given to who may read them.

use access::{Caller, Person, Reach, Role, Standing};
use storage::{args, on_both_engines, sql};
use vocabulary::Id;

use crate::house::{Browser, House, PARIS, Page};

async fn staff<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

/// A group with these people in it; answers with the end of its address.
async fn group(moderator: &Browser<'_>, people: &[&Browser<'_>]) -> String {
    let fields = [("name", "Bretagne"), ("purpose", "Entre nous."), ("kind", "region"), ("access", "open")];
    let made = moderator.post("/communaute/nouveau-groupe", &fields).await;
    let slug = made
        .header("location")
        .trim_start_matches("/communaute/groupes/")
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    for one in people {
        let joined = one.post(&format!("/communaute/groupes/{slug}/join"), &[("words", "Bonjour.")]).await;
        assert_eq!(joined.status, 303, "{}", joined.text);
    }
    slug
}

/// So many more in a group that one looks for somebody among them.
async fn neighbours(house: &House, slug: &str) {
    let mut unit = house.database.desk().store.write().await.unwrap();
    for byte in 1..=20 {
        let seat = sql!(
            "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
             SELECT id, $2, $3, 'joined', FALSE, '', 0, FALSE FROM community_groups WHERE slug = $1"
        );
        let (account, name) = (Id::from_random([byte; 16]), format!("Voisin {byte:02}"));
        unit.run(seat, args![slug, account, name]).await.unwrap();
    }
    unit.commit().await.unwrap();
}

/// Somebody who works in Paris, signed in.
async fn parisian<'a>(house: &'a House, name: &str) -> (Id, Browser<'a>) {
    let standings = vec![Standing { role: Role::Member, reach: Reach::Nation }];
    let browser = house.staff(name, standings.clone()).await;
    let email = crate::house::email(name);
    let account = house.services.accounts.identity_of(&Caller::Program("test"), &email).await.unwrap();
    let asked = members::rules::Asked {
        facility: PARIS.to_owned(),
        duty: "rssi".to_owned(),
        charter: "1".to_owned(),
        ..members::rules::Asked::default()
    };
    let name = name.to_owned();
    let person = Person {
        account,
        name,
        session: account,
        standings,
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    };
    house.services.members.confirm(&Caller::Person(person), &asked).await.unwrap();
    (account, browser)
}

/// Sends a form with a file, as a browser does.
async fn send(who: &Browser<'_>, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Page {
    let token = who.get("/connexion").await.token();
    send_as(who, path, (&token, fields), file).await
}

async fn send_as(
    who: &Browser<'_>,
    path: &str,
    (token, fields): (&str, &[(&str, &str)]),
    (name, bytes): (&str, &[u8]),
) -> Page {
    let field = |(name, value): &(&str, &str)| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let mut body: Vec<u8> = [("jeton", token)].iter().chain(fields).flat_map(field).collect();
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n"
    );
    body.extend([head.as_bytes(), bytes, b"\r\n--b--\r\n"].concat());
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    who.raw("post", path, &headers, body).await
}

/// The first identity after these words.
fn after(text: &str, mark: &str) -> String {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("{mark} in {text}"));
    rest[..36].to_owned()
}

on_both_engines! {
    async fn a_file_comes_with_a_message_and_is_kept_while_it_is_mended(database) {
        let house = House::new(database).await;
        let moderator = staff(&house, "moderation", Role::Moderator).await;
        let (anne, bruno) = (staff(&house, "anne", Role::Member).await, staff(&house, "bruno", Role::Member).await);
        let outside = staff(&house, "dehors", Role::Member).await;
        let slug = group(&moderator, &[&anne, &bruno]).await;
        let write = format!("/communaute/groupes/{slug}/ecrire");
        let form = anne.get(&write).await;
        assert!(form.text.contains("enctype=\"multipart/form-data\"") && form.text.contains("type=\"file\""), "{}", form.text);
        // Without its title it is not said; the file came, and need not be sent again.
        let typed = [("title", ""), ("body", "Voici."), ("tlp", "AMBER")];
        let sent = send(&anne, &write, &typed, ("C:\\x\\plan.html", b"<script>x</script>")).await;
        assert_eq!(sent.status, 422);
        assert!(sent.text.contains("plan.html") && sent.text.contains("name=\"files\""), "{}", sent.text);
        let file = after(&sent.text, "name=\"files\" value=\"");
        let typed = [("title", "Plan"), ("body", "Voici."), ("tlp", "AMBER"), ("files", file.as_str())];
        assert_eq!(send(&bruno, &write, &typed, ("", b"")).await.status, 422, "it is nobody else's");
        let sent = send(&anne, &write, &typed, ("", b"")).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let thread = sent.header("location").to_owned();

        // A link under the message, a line of the library, a file that is never shown.
        let page = bruno.get(&thread).await;
        assert!(page.text.contains("plan.html") && page.text.contains(&format!("/communaute/documents/{file}/fichier")));
        let library = bruno.get(&format!("/communaute/groupes/{slug}/bibliotheque")).await;
        assert!(library.text.contains("plan.html") && library.text.contains("anne"), "{}", library.text);
        let document = bruno.get(&format!("/communaute/documents/{file}")).await;
        assert!(document.text.contains("Voici.") && document.text.contains("TLP:AMBER"), "{}", document.text);
        let taken = bruno.get(&format!("/communaute/documents/{file}/fichier")).await;
        assert_eq!(taken.text, "<script>x</script>");
        assert_eq!(taken.header("content-type"), "application/octet-stream");
        assert!(taken.header("content-disposition").starts_with("attachment; filename=\"plan.html\""));
        assert_eq!(taken.header("x-content-type-options"), "nosniff");
        for path in [format!("/communaute/documents/{file}"), format!("/communaute/documents/{file}/fichier")] {
            let got = outside.get(&path).await;
            assert!(got.status == 404 && !got.text.contains("plan.html"), "{path}");
        }
        let search = outside.get("/communaute/recherche?q=plan").await;
        assert!(!search.text.contains("plan.html"));

        // A new version, as an answer; a stricter mark refuses what cannot carry a name.
        let again = bruno.get(&format!("{thread}?remplace={file}")).await;
        assert!(again.text.contains("name=\"replaces\"") && again.text.contains("Nouvelle version"));
        let typed = [("body", "Corrigé."), ("tlp", "AMBER+STRICT"), ("replaces", file.as_str())];
        let refused = send(&bruno, &thread, &typed, ("plan.html", b"<b>deux</b>")).await;
        assert!(refused.status == 422 && refused.text.contains("id=\"file-error\""), "{}", refused.text);
        let kept = after(&refused.text, "name=\"files\" value=\"");
        let typed = [("body", "Corrigé."), ("tlp", "AMBER"), ("replaces", file.as_str()), ("files", kept.as_str())];
        assert_eq!(send(&bruno, &thread, &typed, ("", b"")).await.status, 303);
        let document = anne.get(&format!("/communaute/documents/{file}")).await;
        assert!(document.text.contains("Version 2") && document.text.contains("Corrigé."), "{}", document.text);
    }

    /// In a group of many, by name, by facility, by town; nothing that was typed, ticked or sent is lost on the way.
    async fn readers_are_looked_for_and_all_that_was_typed_stays(database) {
        let house = House::new(database).await;
        let moderator = staff(&house, "moderation", Role::Moderator).await;
        let (anne, bruno) = (staff(&house, "anne", Role::Member).await, staff(&house, "bruno", Role::Member).await);
        let (paris, chloe) = parisian(&house, "chloe").await;
        let (outside, _) = parisian(&house, "dehors").await;
        let slug = group(&moderator, &[&anne, &bruno, &chloe]).await;
        neighbours(&house, &slug).await;
        let write = format!("/communaute/groupes/{slug}/ecrire");
        let form = anne.get(&write).await;
        assert!(form.text.contains("Chercher qui pourra lire") && !form.text.contains("name=\"readers\""), "{}", form.text);
        let typed = [
            ("title", "Pour eux"), ("body", "Entre <nous>."), ("tlp", "RED"), ("tags", "vpn, pare-feu"),
            ("poll_question", "Quand ?"), ("poll_choices", "Lundi"), ("poll_until", "demain"), ("found", ""),
        ];
        let looked = [typed.as_slice(), &[("find", "BRUNO"), ("do", "find")]].concat();
        let found = send(&anne, &write, &looked, ("plan.pdf", b"%PDF-1.7 x")).await;
        assert_eq!(found.status, 200);
        let file = after(&found.text, "name=\"files\" value=\"");
        for kept in [
            "Une personne trouvée", "id=\"lecteurs-trouves\"", "<span>bruno · Centre hospitalier de la Croisée · Rennes</span>",
            "value=\"Pour eux\"", "Entre &#60;nous&#62;.", "value=\"RED\" checked", "value=\"vpn, pare-feu\"", "Quand ?",
            "Lundi", "plan.pdf", "name=\"found\" value=\"BRUNO\"", "formaction=\"",
        ] {
            assert!(found.text.contains(kept), "{kept}: {}", found.text);
        }
        let of_bruno = after(&found.text, "name=\"readers\" value=\"");
        let chosen = [("readers", of_bruno.as_str()), ("files", file.as_str())];
        for words in ["clos-fleuri", "Paris", "chloe", "chloé PARIS"] {
            let looked = [typed.as_slice(), &chosen, &[("find", words), ("do", "find")]].concat();
            let found = send(&anne, &write, &looked, ("", b"")).await;
            assert!(found.text.contains("<span>chloe · Clinique du Clos-Fleuri · Paris</span>"), "{words}: {}", found.text);
            assert!(found.text.contains(&format!("value=\"{of_bruno}\" checked")) && found.text.contains("plan.pdf"), "{words}");
            assert!(!found.text.contains("dehors"), "who is not in the group is not found");
        }
        for (words, said) in [("dehors", "Personne d’autre dans le groupe pour"), ("voisin", "20 personnes trouvées"), ("", "Écrivez un nom")] {
            let looked = [typed.as_slice(), &chosen, &[("find", words), ("do", "find")]].concat();
            let found = send(&anne, &write, &looked, ("", b"")).await;
            assert!(found.text.contains(said) && !found.text.contains("<span>dehors"), "{words}: {}", found.text);
        }
        // Enter in that field publishes nothing; nor does a name that was typed and not looked for.
        let entered = [typed.as_slice(), &chosen, &[("find", "chloe"), ("do", "publish")]].concat();
        let shown = send(&anne, &write, &entered, ("", b"")).await;
        assert!(shown.status == 200 && shown.text.contains("Rien n’est envoyé encore") && shown.text.contains("<span>chloe"), "{}", shown.text);
        // Whoever is not in the group is named by nobody, found or not.
        let (of_chloe, stranger) = (paris.to_string(), outside.to_string());
        let named = [&typed[..4], &chosen, &[("readers", stranger.as_str()), ("lus", "x")]].concat();
        assert_eq!(send(&anne, &write, &named, ("", b"")).await.status, 422);
        let both = [&typed[..4], &chosen, &[("readers", of_chloe.as_str()), ("find", "chloe"), ("found", "chloe")]].concat();
        let preview = send(&anne, &write, &both, ("", b"")).await;
        assert!(preview.text.contains("Lu par ces 3 personnes"), "{}", preview.text);

        // The same where a mark is changed, and for who reviews.
        let said = anne.post(&write, &[("title", "À tous"), ("body", "Voici."), ("tlp", "AMBER")]).await;
        let thread = anne.get(said.header("location")).await;
        let post = after(&thread.text, "/communaute/messages/");
        let mark = format!("/communaute/messages/{post}/marque");
        let found = anne.post(&mark, &[("tlp", "RED"), ("find", "rennes"), ("found", ""), ("do", "find")]).await;
        assert!(found.text.contains("<span>bruno") && !found.text.contains("<span>chloe"), "{}", found.text);
        let found = anne.post(&mark, &[("tlp", "RED"), ("find", "rennes"), ("found", "")]).await;
        assert!(found.status == 200 && found.text.contains("<span>bruno"), "Enter there changes nothing yet: {}", found.text);
        let answer = bruno.post(said.header("location"), &[("body", "Et eux ?"), ("tlp", "RED"), ("find", "paris"), ("found", ""), ("do", "find")]).await;
        assert!(answer.text.contains("<span>chloe") && answer.text.contains("Et eux ?</textarea>"), "{}", answer.text);
        let report = format!("/communaute/groupes/{slug}/retex");
        let found = anne.post(&report, &[("title", "Une nuit"), ("retex_context", "Un CHU."), ("find_reviewers", "paris"), ("do", "find_reviewers")]).await;
        assert!(!found.text.contains("id=\"lecteurs-trouves\""), "one looks for one kind of them: {}", found.text);
        for kept in ["name=\"reviewers\" value=\"", "<span>chloe", "id=\"relecteurs-trouves\"", "Un CHU.", "value=\"Une nuit\""] {
            assert!(found.text.contains(kept), "{kept}: {}", found.text);
        }
        let english = anne.get(&format!("/en/community/groups/{slug}/write")).await;
        assert!(english.text.contains("Look for who will be able to read"), "{}", english.text);
    }

    async fn a_file_from_elsewhere_is_not_kept(database) {
        let house = House::new(database).await;
        let moderator = staff(&house, "moderation", Role::Moderator).await;
        let anne = staff(&house, "anne", Role::Member).await;
        let slug = group(&moderator, &[&anne]).await;
        let write = format!("/communaute/groupes/{slug}/ecrire");
        let typed = [("title", "Plan"), ("body", "Voici."), ("tlp", "AMBER")];
        let stale = send_as(&anne, &write, ("1.x", &typed), ("a.txt", b"x")).await;
        assert!(stale.status == 200 && stale.text.contains("Voici."), "what was typed is shown again");
        let kept = || std::fs::read_dir(house.database.folder().join("objects")).unwrap().count();
        assert_eq!(kept(), 0);
        let foreign = send(&anne, &write, &[("title", "Plan"), ("surprise", "x")], ("a.txt", b"x")).await;
        assert_eq!(foreign.status, 422);
        // A member's own file waits for the form to be mended, and goes with time; that of nobody is not kept at all.
        let (before, nobody) = (kept(), house.browser());
        let shown = send(&nobody, &write, &typed, ("a.txt", b"x")).await;
        assert!(shown.status == 401 && shown.text.contains("Voici."), "{}", shown.text);
        assert_eq!(kept(), before);
    }

    async fn a_report_is_written_reviewed_read_and_taken_away(database) {
        let house = House::new(database).await;
        let moderator = staff(&house, "moderation", Role::Moderator).await;
        let (anne, bruno) = (staff(&house, "anne", Role::Member).await, staff(&house, "bruno", Role::Member).await);
        let slug = group(&moderator, &[&anne, &bruno]).await;
        let path = format!("/communaute/groupes/{slug}/retex");
        let form = anne.get(&path).await;
        assert!(form.text.contains("Ce qui a manqué") && form.text.contains("Qui relit"), "{}", form.text);
        let empty = anne.post(&path, &[("title", "Une nuit"), ("tlp", "GREEN")]).await;
        assert!(empty.status == 422 && empty.text.contains("id=\"retex_advice-error\""), "{}", empty.text);
        let bruno_is = form.text.split("<span>bruno").next().unwrap().rsplit("value=\"").next().unwrap()[..36].to_owned();
        let fields = [
            ("title", "Une nuit sans réseau"), ("tlp", "GREEN"), ("reviewers", bruno_is.as_str()),
            ("retex_context", "Un hôpital."), ("retex_happened", "Tout s’est arrêté."), ("retex_helped", "Le papier."),
            ("retex_missing", "Un plan."), ("retex_advice", "Répétez."),
        ];
        let sent = anne.post(&path, &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let library = format!("/communaute/groupes/{slug}/bibliotheque");
        assert!(!moderator.get(&library).await.text.contains("Une nuit"));
        let list = bruno.get(&library).await;
        let id = after(&list.text, "/communaute/documents/");
        assert!(list.text.contains("En relecture"));
        let page = bruno.get(&format!("/communaute/documents/{id}")).await;
        assert!(page.text.contains("Tout s’est arrêté.") && page.text.contains("On vous demande de relire"), "{}", page.text);
        assert_eq!(moderator.get(&format!("/communaute/documents/{id}")).await.status, 404);
        let accepted = bruno.post(&format!("/communaute/documents/{id}/accept"), &[("vu", "1")]).await;
        assert_eq!(accepted.header("location"), format!("/communaute/documents/{id}?fait=relu"), "{}", accepted.text);
        let page = moderator.get(&format!("/en/community/documents/{id}")).await;
        assert!(page.text.contains("Reviewed by bruno") && page.text.contains("TLP:GREEN"), "{}", page.text);
        let pdf = moderator.get(&format!("/communaute/documents/{id}/fichier")).await;
        assert_eq!((pdf.status, pdf.header("content-type")), (200, "application/pdf"));
        assert!(pdf.header("content-disposition").starts_with("attachment; filename=\"retex-une-nuit-sans-reseau.pdf\""));
    }
}
