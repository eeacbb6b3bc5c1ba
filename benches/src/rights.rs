//! What checking rights costs on a page of the staff.
//!
//! No page of the house is served both with and without its check: the types do not allow it. So the whole page is timed
//! through the router, and beside it all that makes up the check (whose session is this, with which rights, may they); the
//! yardstick is the page less its check.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use access::{Resource, permit};
use accounts::Accounts;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, header},
};
use tower::ServiceExt as _;
use vocabulary::Problem;
use web::{Locales, Services, Site, SiteSettings, Theme};

use crate::{
    Outcome,
    ground::{self, Ground},
    report::{self, Bar, line, median, millis},
    server,
};

const TURNS: usize = 300;

pub async fn measure(ground: &Ground) -> Outcome {
    let data = server::demonstration(ground)?;
    let desk = ground::desk(&format!("sqlite://{}", data.join("vigie.db").display())).await?;
    let (services, key) = ground::house(&desk, &data, true).await?;
    let signed = services
        .accounts
        .sign_in("analyste@vigie.example", Accounts::DEMONSTRATION_PASSWORD, "127.0.0.1")
        .await?;
    let caller = services.accounts.caller(&signed.token, "").await?;
    let all = services.incidents.query(&caller, "").map_err(|refusal| refusal.code)?;
    let page = services.incidents.list(&caller, &all, "", 1).await?;
    let incident = page.incidents.first().ok_or("the demonstration has no incident")?.id;
    let router = web::router(Site::new(settings(), services.clone(), Arc::new(Locales::load()), &key));
    report::note(&format!(
        "the whole page against the page less its check; {TURNS} times each in turn, medians"
    ));
    for (what, path) in [
        ("the queue, 50 lines", "/cellule".to_owned()),
        ("an incident", format!("/cellule/incidents/{incident}")),
    ] {
        let (mut whole, mut checks) = (Vec::new(), Vec::new());
        for turn in 0..TURNS + 20 {
            let began = Instant::now();
            visit(&router, &path, &signed.token).await?;
            let page = millis(began.elapsed());
            let began = Instant::now();
            check(&services, &signed.token).await?;
            let check = millis(began.elapsed());
            if turn >= 20 {
                whole.push(page);
                checks.push(check);
            }
        }
        let (whole, checked) = (median(&whole), median(&checks));
        line(what, whole, whole - checked, "ms", Bar::AtMost(1.3));
        report::note(&format!("the check itself: {checked:.3} ms"));
    }
    desk.store.close().await;
    Ok(())
}

/// What both pages do before and while they load: once whose session it is, thrice or so whether they may.
async fn check(services: &Services, token: &str) -> Outcome {
    let caller = services.accounts.caller(token, "").await?;
    for _ in 0..3 {
        access::scope::<permit::IncidentRead>(&caller).map_err(Problem::from)?;
        access::decide::<permit::IncidentRead>(&caller, &Resource::default()).map_err(Problem::from)?;
    }
    Ok(())
}

/// Asks for a page as whoever holds that session.
pub async fn visit(router: &Router, path: &str, token: &str) -> Outcome {
    let mut request = Request::get(path)
        .header(header::HOST, "vigie.example")
        .header(header::COOKIE, format!("vigie={token}"))
        .body(Body::empty())?;
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
    let response = router.clone().oneshot(request).await?;
    let status = response.status();
    to_bytes(response.into_body(), usize::MAX).await?;
    if status.is_success() { Ok(()) } else { Err(format!("{path}: {status}").into()) }
}

/// What a site is told of its operator.
pub fn settings() -> SiteSettings {
    let text = str::to_owned;
    SiteSettings {
        base_url: text("http://vigie.example"),
        operator: text("Cellule d’essai"),
        phone: text("01 99 00 20 17"),
        email: text("cellule@vigie.example"),
        publisher: text("L’éditeur d’essai"),
        address: text("1 rue de l’Essai"),
        demonstration: true,
        theme: Theme::default(),
        trusted_proxies: 0,
    }
}
