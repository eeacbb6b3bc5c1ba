//! What the demonstration’s members say to each other, in groups that its lead creates.

use std::collections::BTreeMap;

use access::{Caller, Role};
use community::{
    Decision, NewPost, NewThread,
    rules::{Entrance, NewPoll, TypedGroup, Voice},
};
use serde::Deserialize;
use vocabulary::{Failure, Id, Instant, Language, Problem, Tlp};

use super::{DAY, Demonstration, HOUR, lacking, staff};

const TEXTS: &str = include_str!("community.toml");

/// Login, name, role.
const PEOPLE: [(&str, &str, Role); 21] = [
    ("rssi", "Camille Bouclier", Role::Member),
    ("dsi.littoral", "Malik Réseau", Role::Member),
    ("biomed", "Océane Calibre", Role::Member),
    ("direction.vallee", "Yann Fictif", Role::Member),
    ("teleradio", "Salomé Pixel", Role::Member),
    ("analyste", "Alix Exemple", Role::Analyst),
    ("responsable", "Robin Modèle", Role::Lead),
    ("sauvegardes", "Nour Sauvegarde", Role::Member),
    ("parefeu", "Élie Rempart", Role::Member),
    ("correctifs", "Maud Correctif", Role::Member),
    ("journaux", "Théo Journal", Role::Member),
    ("segments", "Lise Segment", Role::Member),
    ("bastion", "Omar Bastion", Role::Member),
    ("jetons", "Rose Jeton", Role::Member),
    ("routage", "Paul Routage", Role::Member),
    ("annuaires", "Anaïs Annuaire", Role::Member),
    ("tunnels", "Hugo Tunnel", Role::Member),
    ("miroirs", "Zoé Miroir", Role::Member),
    ("sondes", "Karim Sonde", Role::Member),
    ("filtres", "Jade Filtre", Role::Member),
    ("balises", "Noé Balise", Role::Member),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Space {
    group: Vec<Group>,
    thread: Vec<Thread>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    kind: String,
    access: String,
    people: Vec<String>,
    purpose: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Thread {
    group: String,
    by: String,
    /// How many hours ago.
    hours: i64,
    tlp: String,
    title: String,
    tags: Vec<String>,
    body: String,
    /// Who speaks without being named, and where.
    #[serde(default)]
    voice: Vec<String>,
    #[serde(default)]
    poll: Vec<String>,
    /// A file that it carries: its name, and the text in it.
    #[serde(default)]
    file: Vec<String>,
    /// Who reviewed it, when it is an experience report.
    #[serde(default)]
    reviewer: String,
    #[serde(default)]
    answer: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    by: String,
    hours: i64,
    tlp: String,
    body: String,
    /// Whether it quotes what opens the thread.
    #[serde(default)]
    quotes: bool,
    /// Whether it is the answer that is kept.
    #[serde(default)]
    solves: bool,
}

impl Demonstration<'_> {
    /// The groups, then each thread at its time.
    pub(super) async fn space(&mut self, now: Instant, operator: &Caller) -> Result<(), Problem> {
        let space: Space =
            toml::from_str(TEXTS).map_err(|error| Failure::new("fill the demonstration", error))?;
        let mut people: BTreeMap<&str, (Id, Caller)> = BTreeMap::new();
        for (login, name, role) in PEOPLE {
            let email = format!("{login}@vigie.example");
            let account = self.house.services.accounts.identity_of(operator, &email).await?;
            people.insert(login, (account, staff(role, name, account, self.house.desk.id())));
        }
        self.clock.set(now.plus_seconds(-40 * DAY));
        let mut slugs = BTreeMap::new();
        for group in space.group {
            slugs.insert(group.name.clone(), self.group(&people, group).await?);
        }
        for thread in space.thread {
            let slug = slugs.get(&thread.group).ok_or_else(|| lacking(&thread.group))?;
            self.thread(now, &people, slug, thread).await?;
        }
        Ok(())
    }

    async fn group(&self, people: &BTreeMap<&str, (Id, Caller)>, group: Group) -> Result<String, Problem> {
        let community = &self.house.services.community;
        let (_, lead) = people.get("responsable").ok_or_else(|| lacking("a lead"))?;
        let hidden = group.access == Entrance::Hidden.code();
        let typed =
            TypedGroup { name: group.name, purpose: group.purpose, kind: group.kind, access: group.access };
        let slug = community.group_create(lead, &typed).await?;
        for login in group.people {
            let (account, caller) = people.get(login.as_str()).ok_or_else(|| lacking(&login))?;
            if hidden {
                let who = community.person_called(lead, &caller.author()).await?;
                community.group_bring(lead, &slug, &who).await?;
            } else if community.group_join(caller, &slug, "").await? == community::rules::Entry::Asked {
                community.group_decide(lead, &slug, *account, Decision::Admit).await?;
            }
        }
        Ok(slug)
    }

    async fn thread(
        &self,
        now: Instant,
        people: &BTreeMap<&str, (Id, Caller)>,
        slug: &str,
        thread: Thread,
    ) -> Result<(), Problem> {
        let community = &self.house.services.community;
        let by = |login: &str| people.get(login).map(|(_, caller)| caller).ok_or_else(|| lacking(login));
        let author = by(&thread.by)?;
        self.clock.set(now.plus_seconds(-thread.hours * HOUR));
        let poll = (!thread.poll.is_empty()).then(|| NewPoll {
            question: thread.title.clone(),
            choices: thread.poll,
            several: false,
            until: Some(now.plus_seconds(6 * DAY)),
        });
        let tlp = Tlp::parse(&thread.tlp).unwrap_or_default();
        let unnamed = match thread.voice.as_slice() {
            [who, place] => Voice::new(who, place),
            _ => None,
        };
        let files = self.carried(author, &thread.file).await?;
        let reviewer = people.get(thread.reviewer.as_str());
        let new = NewThread {
            title: thread.title,
            post: NewPost { body: thread.body, tlp, unnamed, files, ..NewPost::default() },
            tags: thread.tags,
            language: Language::Fr,
            poll,
            reviewers: reviewer.map(|(account, _)| [*account].into()),
        };
        let (id, _) = community.open_thread(author, slug, new).await?;
        if let Some((_, reviewer)) = reviewer {
            self.reviewed(reviewer, slug).await?;
        }
        for answer in thread.answer {
            self.clock.set(now.plus_seconds(-answer.hours * HOUR));
            let opening = community.thread(author, id, "").await?.posts.into_iter().next();
            let post = NewPost {
                body: answer.body,
                tlp: Tlp::parse(&answer.tlp).unwrap_or_default(),
                quoted: opening.filter(|_| answer.quotes).map(|opening| opening.id),
                ..NewPost::default()
            };
            let (post, _) = community.reply(by(&answer.by)?, id, post).await?;
            if answer.solves {
                community.solve(author, id, Some(post)).await?;
            }
        }
        Ok(())
    }

    /// A file that waits for what is said next.
    async fn carried(&self, author: &Caller, file: &[String]) -> Result<Vec<Id>, Problem> {
        let [name, text] = file else { return Ok(Vec::new()) };
        let community = &self.house.services.community;
        let mut upload = community.file_begin(author, name).await?;
        community.file_bytes(&mut upload, text.as_bytes()).await?;
        Ok(vec![community.file_finish(upload).await?])
    }

    /// The report that was just written is reviewed.
    async fn reviewed(&self, reviewer: &Caller, slug: &str) -> Result<(), Problem> {
        let community = &self.house.services.community;
        let kind = Some(community::rules::documents::DocumentKind::Retex);
        let (_, page) = community.library(reviewer, slug, kind, "", 1).await?;
        let document = page.items.first().ok_or_else(|| lacking("a report"))?;
        community.accept_report(reviewer, document.id, document.post.1).await
    }
}
