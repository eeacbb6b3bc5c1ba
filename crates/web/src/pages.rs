//! Pages that say who we are and where things stand.

use ::publications::{Filter, Listed, rules::Kind};
use access::Caller;
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use vocabulary::{Language, Refused};

use crate::{
    addresses::{self, PAGES},
    answer::{Answer, Shell},
    api,
    editions::{Reader, Sheet},
    publications::{self, Entry, Need},
    site::Site,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    shell: Shell<'a>,
    /// The last alerts, as everybody reads them.
    alerts: Vec<Entry>,
    /// What one may see, and the cards for it.
    needs: Vec<Need>,
}

#[derive(Template)]
#[template(path = "text.html")]
struct Text<'a> {
    shell: Shell<'a>,
    /// Keys of its paragraphs: `NAME-1-title`, `NAME-1-text` and so on.
    sections: Vec<(String, String)>,
    links: Vec<(String, String)>,
}

/// `/`: the same for everybody, until something is published.
pub(crate) async fn home(visit: Visit) -> Result<Answer, Answer> {
    let page = |alerts: &[Listed], needs| Home {
        shell: Shell::new(&visit, visit.words.t("home-title"), "home"),
        alerts: alerts.iter().map(|listed| Entry::new(&visit.words, listed)).collect(),
        needs,
    };
    let reader = match Reader::unvalidated(&visit).await {
        Ok(reader) => reader,
        // The telephone, and the way to declare, do not depend on what is published.
        Err(answer) if answer.0.status().is_server_error() => {
            return Ok(Answer::ok(&visit, &page(&[], Vec::new())));
        }
        Err(answer) => return Err(answer),
    };
    let filter = Filter { kinds: vec![Kind::Alert], ..Filter::default() };
    let alerts = visit.site.services.publications.list(&reader.caller, &filter, "", 3).await;
    let alerts = alerts.map_err(|problem| visit.problem(problem))?.items;
    let needs = publications::needs(&visit).await.map_err(|problem| visit.problem(problem))?;
    let sheet = Sheet::page(&visit, StatusCode::OK, &page(&alerts, needs))?;
    Ok(reader.answer(&visit, sheet))
}

fn text(visit: &Visit, name: &'static str, links: Vec<(String, String)>) -> Answer {
    Answer::fixed(visit, || {
        let settings = &visit.site.settings;
        let arguments = [
            ("operator", settings.operator.as_str()),
            ("publisher", settings.publisher.as_str()),
            ("address", settings.address.as_str()),
            ("email", settings.email.as_str()),
            ("phone", settings.phone.as_str()),
        ];
        let sections = (1..)
            .map_while(|n| {
                let title = visit.words.maybe(&format!("{name}-{n}-title"))?;
                Some((title, visit.words.with(&format!("{name}-{n}-text"), &arguments)))
            })
            .collect();
        Text { shell: Shell::new(visit, visit.words.t(&format!("page-{name}")), name), sections, links }
    })
}

#[derive(Template)]
#[template(path = "offline.html")]
struct Offline<'a> {
    shell: Shell<'a>,
}

/// `/hors-ligne`: what the browser shows in the place of a page that does not come.
pub(crate) async fn offline(visit: Visit) -> Answer {
    let shell = Shell::new(&visit, visit.words.t("page-offline"), "");
    Answer::ok(&visit, &Offline { shell })
}

/// `/accessibilite`
pub(crate) async fn accessibility(visit: Visit) -> Answer {
    text(&visit, "accessibility", Vec::new())
}

/// `/mentions-legales`
pub(crate) async fn legal(visit: Visit) -> Answer {
    text(&visit, "legal", Vec::new())
}

/// `/plan-du-site`
pub(crate) async fn plan(visit: Visit) -> Answer {
    let listed = PAGES.iter().filter(|page| page.listed);
    let links = listed
        .map(|page| {
            (page.address(visit.language()).to_owned(), visit.words.t(&format!("page-{}", page.name)))
        })
        .collect();
    text(&visit, "plan", links)
}

/// What does not exist; what exists without the slash at its end is shown.
pub(crate) async fn absent(visit: Visit) -> Response {
    let problem = Refused::NotFound.into();
    if visit.is_for_programs() {
        return api::problem(&visit, &problem);
    }
    let shorter = visit.path.trim_end_matches('/');
    if shorter != visit.path && addresses::page_at(shorter).is_some() {
        return Answer::redirect(shorter).into_response();
    }
    Answer::problem(&visit, &problem).into_response()
}

/// What exists, and is not asked for like this.
pub(crate) async fn wrong_method(visit: Visit) -> Response {
    if visit.is_for_programs() {
        return api::refuse(&visit, StatusCode::METHOD_NOT_ALLOWED, "method");
    }
    let mut response = absent(visit).await;
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// `/robots.txt`
pub(crate) async fn robots(State(site): State<Site>) -> String {
    format!(
        "User-agent: *\nDisallow: /cellule\nDisallow: /suivi\nDisallow: /en/unit\nDisallow: /en/follow\nSitemap: {}/sitemap.xml\n",
        site.settings.base_url
    )
}

/// Addresses that a site map may hold (sitemaps.org).
const MOST_ADDRESSES: usize = 50_000;

/// `/sitemap.xml`: the pages of the site plan, and all that everybody may read of what is published.
pub(crate) async fn sitemap(visit: Visit) -> Result<Answer, Answer> {
    let reader = Reader::unvalidated(&visit).await?;
    let base = &visit.site.settings.base_url;
    let listed = PAGES.iter().filter(|page| page.listed).flat_map(|page| [page.fr, page.en]);
    let mut lines: Vec<String> =
        listed.map(|address| format!("<url><loc>{base}{address}</loc></url>")).collect();
    let mut after = String::new();
    while lines.len() < MOST_ADDRESSES {
        let watch = &visit.site.services.publications;
        let page = watch.list(&Caller::Nobody, &Filter::default(), &after, 500).await;
        let page = page.map_err(|problem| visit.problem(problem))?;
        for text in &page.items {
            let revised = text.revised_at;
            let written = Language::ALL.into_iter().filter(|language| text.is_in(*language));
            lines.extend(written.map(|language| {
                let address = publications::address(text, language);
                format!("<url><loc>{base}{address}</loc><lastmod>{revised}</lastmod></url>")
            }));
        }
        match page.next {
            Some(next) => after = next,
            None => break,
        }
    }
    lines.truncate(MOST_ADDRESSES);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</urlset>",
        lines.concat()
    );
    Ok(reader.answer(&visit, Sheet::new(&visit, "application/xml", xml)))
}

/// `/.well-known/security.txt` (RFC 9116). It is written anew each time, and so never expires.
pub(crate) async fn security_txt(State(site): State<Site>) -> String {
    let expires = site.services.clock.now().plus_seconds(90 * 24 * 3600);
    format!(
        "Contact: mailto:{}\nExpires: {expires}\nPreferred-Languages: fr, en\nCanonical: {}/.well-known/security.txt\n",
        site.settings.email, site.settings.base_url
    )
}

/// `/healthz`: alive.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `/readyz`: can write.
pub(crate) async fn ready(State(site): State<Site>) -> (StatusCode, &'static str) {
    match site.services.directory.count(&access::Caller::Nobody).await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
