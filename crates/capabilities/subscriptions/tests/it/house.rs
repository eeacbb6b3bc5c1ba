//! A house that publishes, a mail server, and people who subscribe.

use std::sync::Arc;

use access::{Caller, Person, Reach, Role, Standing};
use jobs::Worker;
use mail::{Letters, Post, testing::Sink};
use publications::{
    Publications,
    rules::{Content, Draft, Facts, Kind, Source, Texts, Touched, Words},
};
use storage::{Desk, testing::TestDatabase};
use subscriptions::{
    Herald, Subscriptions,
    jobs::{Postroom, deliveries, handlers},
    rules::Asked,
};
use vault::MasterKey;
use vocabulary::{Id, Language, MailAddress, Problem, Refused, Tlp, Wording};

pub struct House {
    pub database: Arc<TestDatabase>,
    pub publications: Publications,
    pub subscriptions: Subscriptions,
    pub sink: Option<Sink>,
    pub room: Postroom,
    pub desk: Desk,
}

/// Says keys and arguments.
struct Keys;

impl Wording for Keys {
    fn text(&self, language: Language, key: &str, arguments: &[(&str, String)]) -> String {
        let said =
            arguments.iter().fold(String::new(), |said, (name, value)| said + " " + name + "=" + value);
        format!("[{} {key}{said}]", language.tag())
    }
}

impl House {
    /// With a mail server.
    pub fn new(database: Arc<TestDatabase>) -> Self {
        let sink = Sink::start(&database.folder().join("sink"));
        let from = MailAddress::parse("vigie@vigie.example").unwrap();
        let post = Post::smtp(&sink.url(), from, "Cellule").unwrap();
        Self { sink: Some(sink), ..Self::with(database, post) }
    }

    /// With mail that is written to files.
    pub fn filing(database: Arc<TestDatabase>) -> Self {
        let from = MailAddress::parse("vigie@vigie.example").unwrap();
        let post = Post::files(&database.folder().join("mail"), from, "Cellule");
        Self::with(database, post)
    }

    fn with(database: Arc<TestDatabase>, post: Post) -> Self {
        let desk = database.desk();
        let key = MasterKey::load_or_create(&database.folder().join("secret"), desk.ids.as_ref()).unwrap();
        let publications = Publications::new(desk.clone(), Arc::new(Herald::new(desk.clone())));
        let subscriptions = Subscriptions::new(desk.clone(), publications.clone(), &key);
        let room = Postroom {
            subscriptions: subscriptions.clone(),
            post,
            letters: Letters::at(&database.folder().join("mail")),
            wording: Arc::new(Keys),
            base_url: "https://vigie.example".to_owned(),
            operator: "Cellule".to_owned(),
            pages: Arc::new(|listed, language| format!("/{}/{}", language.tag(), listed.slug(language))),
        };
        Self { database, publications, subscriptions, sink: None, room, desk }
    }

    /// Does every job that is due.
    pub async fn work(&self) {
        let mut all = handlers(&self.room);
        all.extend(deliveries(&self.room));
        all.extend(publications::jobs::handlers(&self.publications));
        Worker::new(self.database.desk(), all).drain().await.unwrap();
    }

    /// What the server took, whole lines.
    pub fn mails(&self) -> Vec<Mail> {
        self.sink.as_ref().unwrap().messages().iter().map(|text| Mail::read(text)).collect()
    }

    /// Those to somebody.
    pub fn mails_to(&self, email: &str) -> Vec<Mail> {
        self.mails().into_iter().filter(|mail| mail.head.contains(&format!("To: {email}\n"))).collect()
    }

    /// Somebody asks, and says that it was they; answers with the link that ends it, as soon as a mail carries one.
    pub async fn subscribed(&self, email: &str, asked: &Asked) {
        self.subscriptions.ask(email, asked, email).await.unwrap();
        self.work().await;
        let link = self.mails_to(email).last().unwrap().link("?cle=");
        self.subscriptions.confirm(&Caller::Nobody, &link).await.unwrap();
    }

    /// Writes, has reviewed and publishes.
    pub async fn published(&self, kind: Kind, draft: Draft) -> Id {
        let id = self.publications.begin(&editor(1), kind, draft).await.unwrap();
        self.publications.submit(&editor(1), (id, 1)).await.unwrap();
        self.publications.approve(&editor(2), (id, 2), None).await.unwrap();
        id
    }

    /// Publishes what comes after.
    pub async fn revised(&self, id: Id, change: impl Fn(&mut Draft)) {
        let mut open = self.publications.open(&editor(1), id).await.unwrap();
        open.draft.change_fr = "Le correctif est là.".to_owned();
        change(&mut open.draft);
        let seen = open.publication.revision;
        let seen = self.publications.write(&editor(1), (id, seen), open.draft).await.unwrap();
        self.publications.submit(&editor(1), (id, seen)).await.unwrap();
        self.publications.approve(&editor(2), (id, seen + 1), None).await.unwrap();
    }
}

/// A mail as its reader sees it.
#[derive(Debug)]
pub struct Mail {
    pub head: String,
    pub body: String,
}

impl Mail {
    pub fn read(text: &str) -> Self {
        let text = text.replace("\r\n", "\n");
        let (head, body) = text.split_once("\n\n").unwrap();
        let head = head.replace("\n ", " ") + "\n";
        let body = if head.contains("quoted-printable") { unquoted(body) } else { body.to_owned() };
        Self { head, body }
    }

    /// What follows this in its text, to the end of the word.
    pub fn link(&self, after: &str) -> String {
        let (_, rest) = self.body.split_once(after).unwrap_or_else(|| panic!("{after} in {}", self.body));
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).collect()
    }
}

fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        if *byte == b'=' {
            let pair = std::str::from_utf8(&more[..2]).unwrap();
            bytes.push(u8::from_str_radix(pair, 16).unwrap());
            rest = &more[2..];
        } else {
            bytes.push(*byte);
            rest = more;
        }
    }
    String::from_utf8(bytes).unwrap()
}

pub fn person(role: Role, byte: u8) -> Caller {
    let id = Id::from_random([byte; 16]);
    Caller::Person(Person {
        account: id,
        name: format!("Personne {byte}"),
        session: id,
        standings: vec![Standing { role, reach: Reach::Nation }],
        withheld: Vec::new(),
        fresh: true,
        limited_to: None,
    })
}

pub fn editor(byte: u8) -> Caller {
    person(Role::Editor, byte)
}

/// Everything, at once, in French.
pub fn all() -> Asked {
    Asked {
        language: "fr".to_owned(),
        kinds: Kind::ALL.iter().map(|kind| kind.code().to_owned()).collect(),
        severity: "1".to_owned(),
        products: Vec::new(),
        rhythm: "now".to_owned(),
    }
}

/// A text of that title, mark and severity, about one product.
pub fn draft(title: &str, tlp: Tlp, severity: u8) -> Draft {
    let words = |title: &str| Words {
        title: title.to_owned(),
        summary: format!("Résumé : {title}."),
        body: "## Ce qui se passe\n\nUn texte.".to_owned(),
        slug: String::new(),
    };
    let touched = Touched {
        vendor: "Exemplia".to_owned(),
        product: "Passerelle 3000".to_owned(),
        versions: "< 10.2".to_owned(),
        fixed: "10.2".to_owned(),
    };
    let source = Source {
        title: "Avis".to_owned(),
        publisher: "Exemplia".to_owned(),
        url: "https://exemplia.example/avis".to_owned(),
    };
    let content = Content {
        tlp,
        severity: Some(severity),
        texts: Texts { fr: words(title), en: Words::default() },
        facts: Facts { products: vec![touched], ..Facts::default() },
        sources: vec![source],
        ..Content::default()
    };
    Draft { content, ..Draft::default() }
}

/// The code of the first refusal.
pub fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> &'static str {
    match result.unwrap_err() {
        Problem::Refused(Refused::Conflict(refusal)) => refusal.code,
        Problem::Refused(Refused::Invalid(refusals)) => refusals[0].code,
        Problem::Refused(Refused::NotFound) => "not-found",
        Problem::Refused(Refused::Forbidden) => "forbidden",
        Problem::Refused(Refused::SignInFirst) => "sign-in",
        Problem::Refused(Refused::TooSoon(_)) => "too-soon",
        other => panic!("{other:?}"),
    }
}
