//! Images of texts: sent, refused, shown to whoever may see them, at every exit.

use access::{Reach, Role, Standing};
use storage::on_both_engines;

use crate::house::{Browser, House, Page};

const SOURCE: [(&str, &str); 2] = [("source-title", "Avis"), ("tlp", "CLEAR")];

async fn staff<'a>(house: &'a House, name: &str, role: Role) -> Browser<'a> {
    house.staff(name, vec![Standing { role, reach: Reach::Nation }]).await
}

/// A PNG that says how large it is, and then `end`: how real ones are drawn is tried beside the real program.
pub fn png(width: u32, height: u32, end: &[u8]) -> Vec<u8> {
    let head = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR";
    [head.as_slice(), &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x02\0\0\0", end].concat()
}

/// Sends a file with what it says.
pub async fn send(editor: &Browser<'_>, text: &str, alts: [&str; 2], file: &[u8]) -> Page {
    let page = format!("{text}/images");
    let token = editor.get(&page).await.token();
    let field = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
    };
    let head = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../a.php\"\r\nContent-Type: text/html\r\n\r\n";
    let body = [
        field("jeton", &token),
        field("alt_fr", alts[0]),
        field("alt_en", alts[1]),
        head.to_vec(),
        file.to_vec(),
        b"\r\n--b--\r\n".to_vec(),
    ];
    let headers = [("content-type", "multipart/form-data; boundary=b"), ("sec-fetch-site", "same-origin")];
    editor.raw("post", &page, &headers, body.concat()).await
}

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("{mark} in {text}"));
    rest.split(['"', '<', ')']).next().unwrap()
}

/// A text of that kind with one image; answers with its address and the image's.
async fn with_image(editor: &Browser<'_>, kind: &str) -> (String, String) {
    let fields = [("title_fr", "Une nouvelle en image"), ("do", "images")];
    let begun = editor.post(&format!("/redaction/nouveau/{kind}"), &fields).await;
    let text = begun.header("location").trim_end_matches("/images").to_owned();
    assert!(begun.header("location").ends_with("/images"), "{}", begun.text);
    let sent =
        send(editor, &text, ["Le schéma du réseau", "The plan"], &png(40, 20, b"corps de l'image")).await;
    assert_eq!(sent.header("location"), format!("{text}/images?dit=added"), "{}", sent.text);
    let page = editor.get(&format!("{text}/images?dit=added")).await;
    let image = format!("/images/{}", after(&page.text, "src=\"/images/"));
    assert!(page.text.contains("alt=\"Le schéma du réseau\" width=\"40\" height=\"20\""), "{}", page.text);
    assert!(page.text.contains(&format!("![The plan]({image})")), "{}", page.text);
    (text, image)
}

fn seen(page: &Page) -> String {
    after(&page.text, "name=\"vu\" value=\"").to_owned()
}

on_both_engines! {
    async fn an_image_is_added_shown_at_every_exit_and_gone_with_its_text(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let member = staff(&house, "membre", Role::Member).await;
        let nobody = house.browser();
        let (text, image) = with_image(&editor, "news").await;
        let id = image.trim_start_matches("/images/");
        let shown = lead.get(&image).await;
        assert_eq!((shown.status, shown.header("content-type"), shown.header("cache-control")), (200, "image/png", "no-store"));
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert!(shown.text.contains("corps de l'image"));
        for browser in [&nobody, &member] {
            assert_eq!(browser.get(&image).await.status, 404, "a draft's");
        }

        // Put into the text by a button, previewed, published.
        let page = editor.get(&text).await;
        assert!(page.text.contains(&format!("value=\"image_fr_{id}\"")), "{}", page.text);
        let vu = seen(&page);
        let mut fields = vec![("title_fr", "Une nouvelle en image"), ("summary_fr", "En une phrase."), ("vu", &vu)];
        fields.extend(SOURCE);
        let put = format!("image_fr_{id}");
        let page = editor.post(&text, &[fields.clone(), vec![("body_fr", "Le début."), ("do", &put)]].concat()).await;
        let body = format!("Le début.\n\n![Le schéma du réseau]({image})");
        assert!(page.text.contains(&format!("{body}</textarea>")), "{}", page.text);
        let sized = format!("<img src=\"{image}\" alt=\"Le schéma du réseau\" width=\"40\" height=\"20\" loading=\"lazy\">");
        let page = editor.post("/redaction/apercu/news", &[("title_fr", "x"), ("body_fr", &body)]).await;
        assert!(page.text.contains(&sized), "{}", page.text);
        let absent = "![x](/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59)";
        let page = editor.post("/redaction/apercu/news", &[("title_fr", "x"), ("body_fr", absent)]).await;
        assert!(page.text.contains("Aucune image de ce site") && !page.text.contains("<img"), "{}", page.text);
        let sent = editor.post(&text, &[fields, vec![("body_fr", &body), ("do", "submit")]].concat()).await;
        assert_eq!(sent.header("location"), format!("{text}/relecture?dit=submitted"), "{}", sent.text);
        let review = lead.get(&format!("{text}/relecture")).await;
        assert!(review.text.contains(&sized), "{}", review.text);
        assert_eq!(nobody.get(&image).await.status, 404, "under review");
        assert_eq!(lead.post(&format!("{text}/approve"), &[("vu", &seen(&review))]).await.status, 303);

        // Everybody sees it, and keeps it for ever under its address.
        let shown = nobody.get(&image).await;
        assert_eq!((shown.status, shown.header("content-type")), (200, "image/png"));
        assert_eq!(shown.header("cache-control"), "private, max-age=31536000, immutable");
        assert_eq!(nobody.get(&format!("/en{image}")).await.status, 200);
        let tag = [("if-none-match", shown.header("etag"))];
        assert_eq!(nobody.raw("get", &image, &tag, "").await.status, 304);
        let public = "/actualites/2026/une-nouvelle-en-image";
        for browser in [&nobody, &member] {
            assert!(browser.get(public).await.text.contains(&sized), "on the page");
        }
        let whole = format!("http://vigie.test{image}");
        for feed in ["/actualites/rss.xml", "/actualites/atom.xml", "/actualites/feed.json", "/flux.xml"] {
            assert!(nobody.get(feed).await.text.contains(&whole), "{feed}");
        }
        let pdf = nobody.get(&format!("{public}.pdf")).await;
        assert!(pdf.text.contains("\"drawing\":{\"format\":\"png\",\"width\":40,\"height\":20"), "{}", pdf.text);
        assert!(!nobody.get("/service-worker.js").await.text.contains(id), "of no response card");
        let gone = editor.post(&format!("{text}{image}/retrait"), &[]).await;
        assert_eq!((gone.status, gone.text.contains("retirez-la d’abord du texte")), (409, true), "{}", gone.text);

        // Withdrawn, it is gone for everybody, whoever has seen it.
        let why = [("reason_fr", "Une erreur."), ("reason_en", "")];
        assert_eq!(lead.post(&format!("{text}/withdraw"), &why).await.status, 303);
        for browser in [&nobody, &member] {
            assert_eq!(browser.get(&image).await.status, 404);
        }
        assert_eq!(nobody.raw("get", &image, &tag, "").await.status, 404);
        assert!(!nobody.get("/flux.xml").await.text.contains(id));
        assert_eq!(editor.get(&image).await.status, 200, "those who write still see what it was");
    }

    async fn abuse_d05_c04_what_is_no_image_of_ours_is_refused_and_what_was_typed_kept(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let member = staff(&house, "membre", Role::Member).await;
        let (text, image) = with_image(&editor, "news").await;
        let said = ["Un plan tapé avec soin", "A plan"];
        let large = vec![b'x'; (8 << 20) + 1];
        for (what, file, why) in [
            ("a flood", png(50_000, 50_000, b""), "trop grande"),
            ("a page", b"<html><script>alert(1)</script>".to_vec(), "ni un PNG"),
            ("a drawing with scripts", b"<svg onload=alert(1)>".to_vec(), "ni un PNG"),
            ("what cannot be decoded", png(10, 10, b"unreadable"), "abîmée"),
            ("cut", png(10, 10, b"")[..20].to_vec(), "abîmée"),
            ("nothing", Vec::new(), "Fichier : Choisissez un fichier."),
            ("too much", large, "dépasse 8"),
        ] {
            let page = send(&editor, &text, said, &file).await;
            assert_eq!(page.status, 422, "{what}");
            assert!(page.text.contains(why) && page.text.contains("href=\"#file\""), "{what}: {}", page.text);
            assert!(page.text.contains("Un plan tapé avec soin</textarea>"), "{what}: {}", page.text);
        }
        let page = send(&editor, &text, ["", "A plan"], &png(10, 10, b"")).await;
        assert_eq!((page.status, page.text.contains("id=\"alt_fr-error\"")), (422, true), "{}", page.text);
        let page = editor.get(&format!("{text}/images")).await;
        assert_eq!(page.text.matches("<img").count(), 1, "nothing of it is kept");
        // Others add, remove and list nothing; there is no image where there is none.
        let page = member.get(&format!("{text}/images")).await;
        assert_eq!(page.status, 403);
        let remove = format!("{text}{image}/retrait");
        assert_eq!(member.post(&remove, &[]).await.status, 403);
        for path in ["/images/x", "/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59", "/images/..%2fsecret", "/en/images/"] {
            assert_eq!(house.browser().get(path).await.status, 404, "{path}");
        }
        assert_eq!(editor.post(&remove, &[]).await.header("location"), format!("{text}/images?dit=removed"));
        assert_eq!(editor.get(&image).await.status, 404);
    }

    async fn the_images_of_response_cards_are_kept_with_them(database) {
        let house = House::new(database).await;
        let editor = staff(&house, "redacteur", Role::Editor).await;
        let lead = staff(&house, "responsable", Role::Lead).await;
        let (text, image) = with_image(&editor, "card").await;
        let page = editor.get(&text).await;
        let vu = seen(&page);
        let sections = ["Pour qui", "Quand", "Pour quoi faire", "Ce qu’il faut avoir", "Pas à pas", "À ne pas faire",
            "Ce qu’on peut conclure", "Qui appeler"];
        let body = sections.map(|section| format!("## {section}\n\nUn.\n\n")).concat() + &format!("![Le plan]({image})");
        let mut fields = vec![("title_fr", "Une fiche en image"), ("summary_fr", "x"), ("body_fr", &body), ("vu", &vu)];
        fields.extend(SOURCE);
        assert_eq!(editor.post(&text, &fields).await.status, 303);
        let review = lead.get(&format!("{text}/relecture")).await;
        let alone = [("vu", seen(&review)), ("reason", "Vite.".to_owned())];
        let alone = alone.each_ref().map(|(name, value)| (*name, value.as_str()));
        let done = lead.post(&format!("{text}/alone"), &alone).await;
        assert_eq!(done.status, 303, "{}", done.text);
        assert!(house.browser().get("/service-worker.js").await.text.contains(&image));
    }
}
