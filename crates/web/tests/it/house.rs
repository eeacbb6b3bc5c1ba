//! A house with a small register, and browsers that visit it without drawing anything.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use ::indicators::{Indicators, IndicatorsSettings};
use access::{Caller, Standing};
use accounts::{Accounts, AccountsSettings, NewAccount};
use axum::{
    Router,
    body::{Body, BodyDataStream, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, header},
    response::Response,
};
use declarations::{Declarations, DeclarationsSettings};
use directory::{Completeness, Directory, Source};
use documents::{Limits, Typesetter};
use futures_util::StreamExt as _;
use incidents::{Incidents, IncidentsSettings};
use retention::Retention;
use serde_json::{Value, json};
use storage::{Desk, testing::TestDatabase};
use tower::ServiceExt as _;
use vault::{MasterKey, Objects};
use vocabulary::{Id, Language, testing::SequentialIds};
use web::{Locales, Services, Site, SiteSettings};

/// A facility of Bretagne, another of its legal entity, and one of Île-de-France.
pub const BRETAGNE: &str = "359900008";
pub const SISTER: &str = "359900016";
pub const ENTITY: &str = "359980000";
pub const PARIS: &str = "759900004";
/// A site whose clocks show another time than the cell's.
pub const REUNION: &str = "974900003";

const REGISTER: &str = "finess_et,raison_sociale,categorie_code,departement_code,finess_ej,code_postal,commune,telephone\n\
    359900008,Centre hospitalier de la Croisée,355,35,359980000,35000,Rennes,0299000000\n\
    359900016,Maison de santé des Tilleuls,355,35,359980000,35500,Vitré,0299000001\n\
    759900004,Clinique du Clos-Fleuri,365,75,759980006,75011,Paris,0199000000\n\
    974900003,Clinique des Filaos,365,974,974980005,97400,Saint-Denis,0262000000\n";

pub const PASSWORD: &str = "un mot de passe assez long";

pub struct House {
    pub database: Arc<TestDatabase>,
    pub services: Services,
    pub base_url: String,
    pub site: Site,
    /// Where people sign in beside here: Pro Santé Connect, or what looks like it.
    pub elsewhere: oidc::testing::Provider,
    router: Router,
}

/// A program whose PDFs are the documents themselves, so that what they hold can be looked for. How real ones look is tried
/// with the real one.
fn typesetter() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/tests/programs/makes.sh")
}

impl House {
    pub async fn new(database: Arc<TestDatabase>) -> Self {
        Self::at(database, "http://vigie.test").await
    }

    pub async fn at(database: Arc<TestDatabase>, base_url: &str) -> Self {
        let desk = database.desk();
        Self::with(database, desk, base_url, false).await
    }

    /// A house that asks for second factors, as every real one does.
    pub async fn strict(database: Arc<TestDatabase>) -> Self {
        let desk = database.desk();
        Self::with(database, desk, "http://vigie.test", true).await
    }

    /// A house whose operations stand on that desk.
    pub async fn on(database: Arc<TestDatabase>, desk: Desk) -> Self {
        Self::with(database, desk, "http://vigie.test", false).await
    }

    #[allow(clippy::too_many_lines, reason = "a house is put together in one place, one line a service")]
    async fn with(database: Arc<TestDatabase>, desk: Desk, base_url: &str, second_factor: bool) -> Self {
        let directory = Directory::new(desk.clone());
        let register = Source::bytes("test", REGISTER.as_bytes());
        let program = Caller::Program("test");
        directory.import(&program, vec![register], Completeness::Whole, |_| {}).await.unwrap();
        let master =
            MasterKey::load_or_create(&database.folder().join("secret"), &SequentialIds::default()).unwrap();
        let objects =
            Objects::at(&database.folder().join("objects"), master.derive("attachments")).await.unwrap();
        let now = desk.now().millis() / 1000;
        let elsewhere =
            oidc::testing::Provider::new("https://auth.example", oidc::Profile::ProSanteConnect, now);
        let provider = accounts::Provider {
            name: "psc".to_owned(),
            label: "Pro Santé Connect".to_owned(),
            second_factor: None,
            facilities: accounts::AttestedFacilities::Propose,
            client: Arc::new(elsewhere.client()),
        };
        let accounts_settings = AccountsSettings {
            hash_kib: 64,
            second_factor,
            base_url: base_url.to_owned(),
            providers: vec![provider],
            ..AccountsSettings::default()
        };
        let accounts = Accounts::new(desk.clone(), accounts_settings, &master);
        let herald = Arc::new(tidings::Herald::new(desk.clone()));
        let settings = IndicatorsSettings::default();
        let sifter = ::indicators::Sifter::new(&settings);
        let nobody: Vec<Arc<dyn ::members::events::Follower>> = Vec::new();
        let rules = ::members::Members::new(desk.clone(), accounts.clone(), Arc::new(nobody));
        let community = ::community::Community::new(desk.clone(), &master)
            .heard_by(herald)
            .sifted_by(Arc::new(sifter.clone()))
            .keeping(objects.clone())
            .entered_over(Arc::new(tidings::Dues::new(rules)));
        let clearing = Arc::new(tidings::Clearing::new(community.clone()));
        let members = ::members::Members::new(desk.clone(), accounts.clone(), clearing);
        let tidings =
            tidings::Tidings::new(desk.clone(), accounts.clone(), members.clone(), community.clone());
        let finder = Arc::new(::indicators::Finder::new(desk.clone()));
        let bell = Arc::new(::oncall::Bell::new(desk.clone(), "2022"));
        let readers: Vec<Arc<dyn ::incidents::events::Reader>> = vec![finder.clone(), bell.clone()];
        let incidents = Incidents::new(desk.clone(), IncidentsSettings::default()).read_by(Arc::new(readers));
        let followers: Vec<Arc<dyn declarations::events::Follower>> =
            vec![Arc::new(incidents.clone()), finder, bell];
        let declarations = Declarations::new(
            desk.clone(),
            DeclarationsSettings::default(),
            &master,
            objects,
            Arc::new(followers),
        );
        let indicators = Indicators::new(desk.clone(), declarations.clone(), incidents.clone(), &settings)
            .sifted_by(sifter.clone());
        let (papers, cases) = (declarations.clone(), incidents.clone());
        let sharing = ::indicators::Sharing::new(desk.clone(), papers, cases, community.clone(), sifter);
        let oncall = on_call(&desk, &accounts, &incidents);
        let letters = mail::Letters::at(&database.folder().join("mail"));
        let events =
            ::events::Events::new(desk.clone(), declarations.clone(), incidents.clone(), indicators.clone());
        let retention = Retention::new(
            desk.clone(),
            declarations.clone(),
            incidents.clone(),
            indicators.clone(),
            events.clone(),
            accounts.clone(),
            members.clone(),
            letters,
            retention::Terms::default(),
        );
        let anchor = trail::Anchor::new(&database.folder().join("trail"), &master);
        let (people, papers) = (accounts.clone(), declarations.clone());
        let situations = ::situation::Situations::new(desk.clone(), incidents.clone(), declarations.clone());
        let audit = audit::Audit::new(desk.clone(), anchor, people, papers, incidents.clone());
        let publications = publications::Publications::new(
            desk.clone(),
            Arc::new(::subscriptions::Herald::new(desk.clone())),
        )
        .keeping(Objects::at(&database.folder().join("images"), master.derive("images")).await.unwrap());
        let subscriptions = ::subscriptions::Subscriptions::new(desk.clone(), publications.clone(), &master);
        let (cases, shared) = (incidents.clone(), events.clone());
        let raising =
            ::events::Raising::new(desk.clone(), community.clone(), publications.clone(), cases, shared);
        let services = Services {
            directory,
            accounts,
            members,
            declarations,
            incidents,
            events,
            indicators,
            sharing,
            oncall,
            situations,
            publications,
            subscriptions,
            community,
            raising,
            tidings,
            audit,
            retention,
            typesetter: Typesetter::new(typesetter(), Limits::default()),
            clock: desk.clock.clone(),
            ids: desk.ids.clone(),
        };
        let settings = SiteSettings {
            base_url: base_url.to_owned(),
            operator: "Cellule d’essai".to_owned(),
            phone: "01 99 00 20 17".to_owned(),
            email: "cellule@vigie.example".to_owned(),
            publisher: "L’éditeur d’essai".to_owned(),
            address: "1 rue de l’Essai".to_owned(),
            demonstration: false,
            trusted_proxies: 0,
            theme: web::Theme::default(),
        };
        let site = Site::new(settings, services.clone(), Arc::new(Locales::load()), &master);
        Self {
            database,
            services,
            elsewhere,
            base_url: base_url.to_owned(),
            router: web::router(site.clone()),
            site,
        }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser { house: self, cookies: Mutex::default(), from: "192.0.2.1".parse().unwrap() }
    }

    /// Somebody with an account, signed in.
    pub async fn staff(&self, name: &str, standings: Vec<Standing>) -> Browser<'_> {
        self.account(name, standings).await;
        let browser = self.browser();
        let signed = browser.post("/connexion", &[("email", &email(name)), ("password", PASSWORD)]).await;
        assert_eq!(signed.status, 303, "{name} signs in: {}", signed.text);
        browser
    }

    /// Somebody with an account. Who is made a member has said where they work, and owes nothing.
    pub async fn account(&self, name: &str, standings: Vec<Standing>) -> Id {
        let member = standings.iter().any(|standing| standing.role == access::Role::Member);
        let account = self.bare_account(name, standings.clone()).await;
        if member {
            let asked = ::members::rules::Asked {
                facility: BRETAGNE.to_owned(),
                duty: "rssi".to_owned(),
                charter: "1".to_owned(),
                ..::members::rules::Asked::default()
            };
            let themselves = Caller::Person(access::Person {
                account,
                name: name.to_owned(),
                session: account,
                standings,
                withheld: Vec::new(),
                fresh: true,
                limited_to: None,
            });
            self.services.members.confirm(&themselves, &asked).await.unwrap();
        }
        account
    }

    /// The same, as an administrator makes it.
    pub async fn bare_account(&self, name: &str, standings: Vec<Standing>) -> Id {
        let new = NewAccount {
            email: email(name),
            name: name.to_owned(),
            language: Language::Fr,
            password: PASSWORD.to_owned(),
            standings,
        };
        self.services.accounts.create(&Caller::Program("test"), new).await.unwrap()
    }

    /// Files by the API; answers with the reference and the code.
    pub async fn declared(&self, facility: &str, summary: &str) -> (String, String) {
        self.declared_as(&early(facility, summary)).await
    }

    /// The same, of what a program says.
    pub async fn declared_as(&self, told: &Value) -> (String, String) {
        let answer = self.browser().api("post", "/api/v1/declarations", &[], told).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let said = answer.json();
        (said["reference"].as_str().unwrap().to_owned(), said["follow_up_code"].as_str().unwrap().to_owned())
    }

    /// Somebody who typed that code.
    pub async fn declarant(&self, reference: &str, code: &str) -> Browser<'_> {
        let browser = self.browser();
        let entered = browser.post("/suivi", &[("reference", reference), ("code", code)]).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        browser
    }
}

pub fn email(name: &str) -> String {
    format!("{name}@vigie.example")
}

/// The least that one can declare, as a program says it.
pub fn early(facility: &str, summary: &str) -> Value {
    json!({
        "facility": facility, "summary": summary, "noticed_at": "2026-03-10T08:30:00+01:00",
        "declarant": { "name": "Camille Fictif", "phone": "01 99 00 12 34", "email": "camille@vigie.example" },
    })
}

/// Somebody at an address, with the cookies that the site set.
pub struct Browser<'a> {
    pub house: &'a House,
    pub cookies: Mutex<BTreeMap<String, String>>,
    pub from: IpAddr,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The token of its first form.
    pub fn token(&self) -> String {
        let (_, rest) = self.text.split_once("name=\"jeton\" value=\"").expect("a page with a form");
        rest.split_once('"').unwrap().0.to_owned()
    }
}

impl Browser<'_> {
    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form, as a page of ours would.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get("/connexion").await.token();
        let fields: Vec<_> = fields.iter().copied().chain([("jeton", token.as_str())]).collect();
        self.post_bare(path, &fields, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form as it stands.
    pub async fn post_bare(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Page {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Calls as a program does.
    pub async fn api(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Page {
        self.raw(method, path, headers, body.to_string()).await
    }

    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Page {
        let mut request = Request::builder().method(method.to_uppercase().as_str()).uri(path);
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Page {
        let response = self.answered(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 64 * 1024 * 1024).await.unwrap();
        Page { status, headers, text: read(&bytes) }
    }

    /// Listens, as a page of ours would.
    pub async fn listen(&self, path: &str) -> Listened {
        let request = Request::get(path).header(header::ACCEPT, "text/event-stream");
        let response = self.answered(request.body(Body::empty()).unwrap()).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let page = Page { status, headers, text: String::new() };
        Listened { page, body: response.into_body().into_data_stream() }
    }

    /// The answer, none of it read.
    async fn answered(&self, mut request: Request<Body>) -> Response {
        let host = self.house.base_url.split_once("://").unwrap().1;
        if !request.headers().contains_key(header::HOST) {
            request.headers_mut().insert(header::HOST, host.parse().unwrap());
        }
        let jar = self.cookies.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>();
        if !jar.is_empty() {
            request.headers_mut().insert(header::COOKIE, jar.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(self.from, 40_000)));
        let response = self.house.router.clone().oneshot(request).await.unwrap();
        for line in response.headers().get_all(header::SET_COOKIE) {
            let (pair, rules) = line.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if rules.contains("Max-Age=0;") || rules.ends_with("Max-Age=0") {
                self.cookies.lock().unwrap().remove(name);
            } else {
                self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }
}

/// What is said: where its lines may break is the affair of `locale.rs`, here words are looked for.
fn read(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace('\u{a0}', " ")
}

/// What is listened to.
pub struct Listened {
    /// Its head.
    pub page: Page,
    body: BodyDataStream,
}

impl Listened {
    /// What it says next; nothing when it ended.
    pub async fn next(&mut self) -> Option<String> {
        let part =
            tokio::time::timeout(Duration::from_secs(30), self.body.next()).await.expect("it says something");
        part.map(|bytes| read(&bytes.unwrap()))
    }

    /// What it says next in JSON.
    pub async fn told(&mut self) -> Value {
        let said = self.next().await.expect("it goes on");
        let json = said.strip_prefix("data: ").and_then(|rest| rest.strip_suffix("\n\n"));
        serde_json::from_str(json.unwrap_or_else(|| panic!("{said}"))).unwrap()
    }

    /// Whether its place was needed: it says so, and ends.
    pub async fn made_room(&mut self) -> bool {
        match tokio::time::timeout(Duration::from_millis(20), self.body.next()).await {
            Ok(Some(said)) => said.unwrap() == "event: full\ndata: full\n\n" && self.next().await.is_none(),
            Ok(None) | Err(_) => false,
        }
    }

    /// Whether it says nothing for half a second.
    pub async fn is_silent(&mut self) -> bool {
        tokio::time::timeout(Duration::from_millis(500), self.body.next()).await.is_err()
    }
}

fn on_call(desk: &Desk, accounts: &Accounts, incidents: &Incidents) -> ::oncall::Oncall {
    let settings = ::oncall::OncallSettings::default();
    ::oncall::Oncall::new(desk.clone(), accounts.clone(), incidents.clone(), settings)
}
