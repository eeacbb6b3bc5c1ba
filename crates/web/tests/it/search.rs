//! `/recherche`: found, narrowed, explained, and nothing of what is not the reader's.

use access::{Reach, Role, Standing};
use publications::rules::Kind;
use storage::on_both_engines;
use vocabulary::Tlp;

use crate::{
    house::House,
    publications::{draft, published},
};

on_both_engines! {
    async fn what_is_published_is_found_narrowed_and_explained(database) {
        let house = House::new(database).await;
        let browser = house.browser();
        published(&house, Kind::Alert, draft("télémaintenance", Tlp::Clear)).await;
        published(&house, Kind::News, draft("télémaintenance", Tlp::Clear)).await;
        let empty = browser.get("/recherche").await;
        assert_eq!(empty.status, 200);
        assert!(!empty.text.contains("role=\"status\""));
        let page = browser.get("/recherche?q=telemaintenances").await;
        assert!(page.text.contains("2 résultats"), "{}", page.text);
        assert!(page.text.contains("<mark>télémaintenance</mark>"));
        assert!(page.text.contains("dans le titre"));
        let alerts = browser.get("/recherche?q=telemaintenance&kind=alert").await;
        assert!(alerts.text.contains("1 résultat<"), "{}", alerts.text);
        assert!(alerts.text.contains("href=\"/recherche?q=telemaintenance\""), "a filter is taken away by a link");
        let typed = browser.get("/recherche?q=telamaintenance").await;
        assert!(typed.text.contains("Vouliez-vous dire"), "{}", typed.text);
        let english = browser.get("/en/search?q=telemaintenance").await;
        assert!(english.text.contains("2 results") && english.text.contains("lang=\"fr\""));
    }

    async fn abuse_a02_search_says_nothing_of_what_is_not_the_readers(database) {
        let house = House::new(database).await;
        published(&house, Kind::Alert, draft("confidentielle", Tlp::Amber)).await;
        let nobody = house.browser();
        for query in ["q=confidentielle", "q=confidentiele", "q=&kind=alert", "q=editeur", "q=titre&vendor=x"] {
            let page = nobody.get(&format!("/recherche?{query}")).await;
            let said = page.text.replace("value=\"confidentielle\"", "").replace("q=confidentielle", "");
            assert!(!said.contains("confidentielle"), "{query}: {}", page.text);
        }
        let member = house.staff("membre", vec![Standing { role: Role::Member, reach: Reach::Nation }]).await;
        assert!(member.get("/recherche?q=confidentielle").await.text.contains("1 résultat<"));
    }

    async fn abuse_h02_hostile_questions_are_answered_in_bounds(database) {
        let house = House::new(database).await;
        published(&house, Kind::Alert, draft("passerelle", Tlp::Clear)).await;
        let browser = house.browser();
        let many = "passerelle+".repeat(200);
        for query in [
            "%2A", "%22%22%22", "NEAR%28a+b%29", "a+AND+OR+NOT", "%00%00", "%F0%9F%94%A5", "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
            "%27%3B+DROP+TABLE+publications%3B--", "passerelle%2A", many.as_str(),
        ] {
            let page = browser.get(&format!("/recherche?q={query}")).await;
            assert_eq!(page.status, 200, "{query}");
            assert!(!page.text.contains("<script>alert"));
        }
        let twice = browser.get("/recherche?q=a&after=nonsense&kind=%27").await;
        assert_eq!(twice.status, 200);
    }
}
