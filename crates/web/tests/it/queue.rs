//! The queue: its filter, what is beside it, and one command to many.

use access::{Reach, Role, Standing};
use storage::on_both_engines;
use vocabulary::Region;

use crate::house::{BRETAGNE, House, PARIS, Page};

/// The identities that can be chosen on a page of the queue.
fn choices(page: &Page) -> Vec<String> {
    page.text.split("name=\"choix\" value=\"").skip(1).map(|rest| rest[..36].to_owned()).collect()
}

fn nation(role: Role) -> Vec<Standing> {
    vec![Standing { role, reach: Reach::Nation }]
}

on_both_engines! {
    async fn the_filter_is_the_address_and_says_what_it_does_not_understand(database) {
        let house = House::new(database).await;
        house.declared(BRETAGNE, "Une panne.").await;
        house.declared(PARIS, "Une autre.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        assert_eq!(choices(&analyst.get("/cellule").await).len(), 2);
        let found = analyst.get("/cellule?filtre=region%3Abretagne+croisee").await;
        assert!(choices(&found).len() == 1 && found.text.contains("value=\"region:bretagne croisee\""), "{}", found.text);
        // Older addresses and those of other languages still say what they said.
        for (path, many) in [
            ("/cellule?vue=a-prendre", 2), ("/cellule?vue=retard", 0), ("/cellule?region=53&state=declared", 1),
            ("/en/unit?filtre=state:declared+or+late:yes", 2), ("/cellule?filtre=etat:clos", 0),
        ] {
            assert_eq!(choices(&analyst.get(path).await).len(), many, "{path}");
        }
        for (typed, said) in [("etta:pris", "etta"), ("gravite:9", "gravite"), ("%3Cscript%3E:1", "&#60;script")] {
            let page = analyst.get(&format!("/cellule?filtre={typed}")).await;
            assert_eq!(page.status, 422);
            assert!(page.text.contains("id=\"filtre-error\"") && page.text.contains(said), "{}", page.text);
            assert_eq!(choices(&page).len(), 0, "what is not understood shows nothing, rather than everything");
        }
        let listed = analyst.raw("get", "/api/v1/incidents?filter=etta:pris", &[], "").await;
        assert!(listed.status == 422 && listed.text.contains("\"filter\""), "{}", listed.text);
    }

    async fn one_incident_is_seen_beside_the_list_by_whom_it_may_be_seen(database) {
        let house = House::new(database).await;
        house.declared(BRETAGNE, "Les écrans sont noirs au troisième étage.").await;
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let id = choices(&analyst.get("/cellule").await).remove(0);
        let path = format!("/cellule?filtre=etat:declare&apercu={id}");
        let beside = analyst.get(&path).await;
        assert!(beside.status == 200 && beside.text.contains("troisième étage") && beside.text.contains("<aside"));
        let region = |code| {
            vec![Standing { role: Role::Ars, reach: Reach::Regions([Region::from_code(code).unwrap()].into()) }]
        };
        let own = house.staff("ars53", region("53")).await.get(&path).await;
        assert!(own.text.contains("troisième étage") && !own.text.contains("name=\"choix\""));
        let other = house.staff("ars11", region("11")).await;
        let (foreign, absent) = (
            other.get(&path).await,
            other.get("/cellule?apercu=00000000-0000-4000-8000-000000000009").await,
        );
        assert_eq!((foreign.status, absent.status), (404, 404));
        assert!(!foreign.text.contains("étage"));
    }

    async fn a_command_to_many_is_shown_first_and_done_to_all_or_none(database) {
        let house = House::new(database).await;
        for place in [BRETAGNE, PARIS] { house.declared(place, "Une panne.").await; }
        let analyst = house.staff("analyste", nation(Role::Analyst)).await;
        let ids = choices(&analyst.get("/cellule").await);
        let chosen = [("command", "take"), ("choix", ids[0].as_str()), ("choix", ids[1].as_str())];
        let prepared = analyst.post("/cellule/ensemble", &chosen).await;
        assert_eq!(prepared.status, 200);
        let seen: Vec<&str> = prepared.text.split("name=\"vus\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(seen.len(), 2);
        assert_eq!(choices(&analyst.get("/cellule?vue=a-prendre").await).len(), 2, "nothing is done yet");
        // One that does not exist refuses all.
        let absent = "00000000-0000-4000-8000-000000000009_1";
        let refused = analyst.post("/cellule/ensemble", &[("command", "take"), ("vus", seen[0]), ("vus", absent)]).await;
        assert_eq!(refused.status, 404);
        let done = analyst.post("/cellule/ensemble", &[("command", "take"), ("vus", seen[0]), ("vus", seen[1])]).await;
        assert_eq!((done.status, done.header("location")), (303, "/cellule"));
        assert_eq!(choices(&analyst.get("/cellule?filtre=charge:moi+etat:pris").await).len(), 2);
        // Sent once more, it was done already: said, and what is there now is shown.
        let again = analyst.post("/cellule/ensemble", &[("command", "take"), ("vus", seen[0])]).await;
        assert_eq!(again.status, 409);
        let none = analyst.post("/cellule/ensemble", &[("command", "take")]).await;
        assert!(none.status == 422, "{}", none.status);
        assert_eq!(analyst.post("/cellule/ensemble", &[("command", "role"), ("choix", &ids[0])]).await.status, 422);
    }
}
