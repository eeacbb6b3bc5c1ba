//! The queue at a hundred thousand incidents beside the same at a thousand: the whole page as the cell gets it, through the router,
//! with its counts, its rights and its line in the trail.

use std::time::Instant;

use access::Caller;
use accounts::Accounts;
use axum::Router;
use std::sync::Arc;
use storage::{Desk, Engine};
use web::{Locales, Site};

use crate::{
    Outcome, filing,
    fill::{self, Open},
    ground::{self, ENGINES, Ground, called},
    report::{self, Bar, line, millis, share},
    rights,
};

const FEW: i64 = 1_000;
const MANY: i64 = 100_000;
const TURNS: usize = 100;

/// What is asked, and the filter: two terms each, sorted as always, by the deadline that ends first.
const ASKED: [(&str, &str); 3] = [
    ("severity and owner", "gravite:3%2B+charge:personne"),
    ("region and severity", "region:53+gravite:2%2B"),
    ("state and kind", "etat:declare+nature:rancon"),
];

pub async fn measure(ground: &Ground) -> Outcome {
    report::note(&format!("p95 of {TURNS} pages at each size in turn; {FEW} and {MANY} incidents"));
    for engine in ENGINES {
        for (what, open) in [("400 open", Open::Some(400)), ("half open", Open::OneIn(2))] {
            let few = Box::pin(Stage::set(ground, engine, FEW, open)).await?;
            let many = Box::pin(Stage::set(ground, engine, MANY, open)).await?;
            for (asked, filter) in ASKED {
                let path = format!("/cellule?filtre={filter}");
                let (mut ours, mut theirs) = (Vec::new(), Vec::new());
                for turn in 0..TURNS + 20 {
                    let (large, small) = (many.visit(&path).await?, few.visit(&path).await?);
                    if turn >= 20 {
                        ours.push(large);
                        theirs.push(small);
                    }
                }
                let what = format!("{asked}, {what}, {}", called(engine));
                line(&what, share(&ours, 0.95), share(&theirs, 0.95), "ms", Bar::AtMost(1.5));
            }
            few.desk.store.close().await;
            many.desk.store.close().await;
        }
    }
    Ok(())
}

/// A house with that many incidents, and an analyst who is signed in.
struct Stage {
    desk: Desk,
    router: Router,
    token: String,
}

impl Stage {
    async fn set(ground: &Ground, engine: Engine, many: i64, open: Open) -> Outcome<Self> {
        let (desk, _) = ground.desk(engine).await?;
        let folder = ground.folder.join(ground.name());
        std::fs::create_dir_all(&folder)?;
        let (services, key) = ground::house(&desk, &folder, true).await?;
        ground::import(&services.directory, &ground.register.small).await?;
        let facility = ground.register.sample.first().ok_or("the register is empty")?.finess;
        services.accounts.demonstrate(&Caller::Program("bench"), facility).await?;
        let filed = services
            .declarations
            .file(&Caller::Nobody, filing::submission(facility.as_str(), "queue".to_owned()))
            .await?;
        let model = services.incidents.id_of(&Caller::Program("bench"), filed.id).await?;
        fill::incidents(&desk, model, many, open).await?;
        let password = Accounts::DEMONSTRATION_PASSWORD;
        let signed = services.accounts.sign_in("analyste@vigie.example", password, "127.0.0.1").await?;
        let router = web::router(Site::new(rights::settings(), services, Arc::new(Locales::load()), &key));
        Ok(Self { desk, router, token: signed.token })
    }

    /// Milliseconds until the page is there.
    async fn visit(&self, path: &str) -> Outcome<f64> {
        let began = Instant::now();
        rights::visit(&self.router, path, &self.token).await?;
        Ok(millis(began.elapsed()))
    }
}
