//! After the receipt: corrected and completed by two at once, handed over, written, sent twice.

use storage::on_both_engines;

use crate::{
    declaring::moved,
    house::{BRETAGNE, Browser, House, Page},
};

const IMPACTS: &str = "/suivi/completer/soon-impacts";
const SUMMARY: &str = "/suivi/completer/summary";

fn is_chosen(page: &Page, name: &str, value: &str) -> bool {
    page.text.contains(&format!("name=\"{name}\" value=\"{value}\" checked"))
}

/// Sends files from the follow-up page, each with its name.
async fn send_files(browser: &Browser<'_>, files: &[(&str, &str)]) -> Page {
    let token = browser.get("/suivi").await.token();
    let mut body = format!("--b\r\ncontent-disposition: form-data; name=\"jeton\"\r\n\r\n{token}\r\n");
    for (name, text) in files {
        let head = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
        body += &format!("--b\r\n{head}\r\ncontent-type: application/octet-stream\r\n\r\n{text}\r\n");
    }
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    browser.raw("POST", "/suivi/fichier", &headers, body + "--b--\r\n").await
}

on_both_engines! {
    async fn who_saves_second_loses_nothing_of_who_saved_first(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Panne").await;
        let (one, two) = (house.declarant(&reference, &code).await, house.declarant(&reference, &code).await);
        let saved = two.post(IMPACTS, &[("vu", "1"), ("plan_blanc", "yes"), ("crisis_cell", "yes")]).await;
        moved(&saved, "/suivi#completer");
        // The other had opened the page before: what they did not touch stays as it is now.
        moved(&one.post(IMPACTS, &[("vu", "1"), ("functioning", "cancelled")]).await, "/suivi#completer");
        let now = one.get(IMPACTS).await;
        for (name, value) in [("plan_blanc", "yes"), ("crisis_cell", "yes"), ("functioning", "cancelled")] {
            assert!(is_chosen(&now, name, value), "{name}: {}", now.text);
        }
        // Both changed the same: nothing is saved, and each answer is there to be read.
        moved(&two.post(SUMMARY, &[("vu", "3"), ("summary", "Dit par l’une.")]).await, "/suivi#declare");
        let both = one.post(SUMMARY, &[("vu", "3"), ("summary", "Dit par l’autre.")]).await;
        assert_eq!(both.status, 409);
        assert!(both.text.contains(">\nDit par l’autre.</textarea>"), "{}", both.text);
        assert!(both.text.contains("Quelqu’un d’autre vient de répondre : Dit par l’une."), "{}", both.text);
        assert!(one.get(SUMMARY).await.text.contains("Dit par l’une.</textarea>"));
        let seen = both.text.split_once("name=\"vu\" value=\"").unwrap().1.split_once('"').unwrap().0;
        moved(&one.post(SUMMARY, &[("vu", seen), ("summary", "Dit par l’autre.")]).await, "/suivi#declare");
        // What each version changed is there for the structure too.
        let page = one.get("/suivi").await;
        assert!(page.text.contains("<del>Dit par l’une.</del> <ins>Dit par l’autre.</ins>"), "{}", page.text);
    }

    async fn a_colleague_has_one_code_and_a_message_is_sent_once(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Panne").await;
        let browser = house.declarant(&reference, &code).await;
        let colleague = [("name", "Dominique Fictif"), ("email", "")];
        for _ in 0..2 {
            let given = browser.post("/suivi/passer", &colleague).await;
            assert_eq!(given.status, 200);
            assert_eq!(given.text.matches("action=\"/suivi/reprendre\"").count(), 1, "{}", given.text);
        }
        for body in ["Rien ne va.", "Rien ne va.", "Cela revient.", "Rien ne va."] {
            moved(&browser.post("/suivi/message", &[("message", body)]).await, "/suivi#messages");
        }
        let page = browser.get("/suivi").await.text;
        assert_eq!((page.matches("Rien ne va.").count(), page.matches("Cela revient.").count()), (2, 1), "{page}");
    }

    async fn several_files_are_sent_at_once_and_none_is_said_beside_the_field(database) {
        let house = House::new(database).await;
        let (reference, code) = house.declared(BRETAGNE, "Panne").await;
        let browser = house.declarant(&reference, &code).await;
        moved(&send_files(&browser, &[("un.txt", "un"), ("deux.txt", "deux")]).await, "/suivi#fichiers");
        let page = browser.get("/suivi").await.text;
        assert!(page.contains("un.txt") && page.contains("deux.txt"), "{page}");
        let none = send_files(&browser, &[("", "")]).await;
        assert_eq!(none.status, 422);
        assert!(none.text.contains("id=\"file-error\">Choisissez un fichier."), "{}", none.text);
    }

    /// What the structure owes to others is prepared for it.
    async fn what_others_ask_for_is_there_to_copy(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        crate::declaring::through(&browser, "Des dossiers sont en vente.").await;
        moved(&browser.post("/declarer/etape/4", &[("kind", "leak")]).await, "/suivi");
        let page = browser.get("/suivi").await.text;
        let text = page.split_once("id=\"prefilled\"").unwrap().1.split_once("</textarea>").unwrap().0;
        for said in ["VIG-", "Centre hospitalier de la Croisée, Rennes (FINESS 359 900 008)", "Des dossiers sont en vente.", "06 39 98 12 34"] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }
}
