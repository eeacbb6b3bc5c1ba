//! The private space at a hundred thousand posts beside the same at a thousand: the list of a group's threads, cut in four ways, and
//! a search, as a member asks for them, through their seat.

use std::time::Instant as Started;

use access::{Audience, Caller, Person, Place, Reach, Role, Standing};
use community::{Community, ThreadFilter};
use search::Entry;
use sqlx::{Connection as _, Executor as _, PgConnection};
use storage::{Desk, Engine, args, sql};
use vocabulary::{Id, Instant, Language, Tlp};

use crate::{
    Outcome,
    ground::{self, ENGINES, Ground, called},
    notices::{self, Notice},
    report::{self, Bar, line, millis, share},
};

const MANY: usize = 100_000;
const FEW: usize = 1_000;
/// Posts of a thread: so few that each list fills its page at a thousand too. Groups, groups that the reader joined, and turns.
const POSTS: usize = 2;
const GROUPS: usize = 10;
const JOINED: usize = 6;
const TURNS: usize = 60;
/// Rows of one transaction.
const TOGETHER: usize = 400;

pub async fn measure(ground: &Ground) -> Outcome {
    let (notices, what) = notices::read(20_000)?;
    report::note(&format!("p95 of {TURNS} turns at each size; {FEW} and {MANY} posts; their words: {what}"));
    for engine in ENGINES {
        let few = Stage::set(ground, engine, FEW, &notices).await?;
        let many = Stage::set(ground, engine, MANY, &notices).await?;
        for (name, filter) in lists() {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for turn in 0..TURNS + 10 {
                let (large, small) = (many.list(&filter).await?, few.list(&filter).await?);
                if turn >= 10 {
                    ours.push(large);
                    theirs.push(small);
                }
            }
            let what = format!("a group's threads, {name}, {}", called(engine));
            line(&what, share(&ours, 0.95), share(&theirs, 0.95), "ms", Bar::AtMost(1.5));
        }
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for turn in 0..TURNS + 10 {
            let notice = notices.get(turn * 7 % notices.len()).ok_or("no notices")?;
            let words: Vec<&str> = notice.title.split_whitespace().rev().take(2).collect();
            let asked = words.join(" ");
            let (large, small) = (many.search(&asked).await?, few.search(&asked).await?);
            if turn >= 10 {
                ours.push(large);
                theirs.push(small);
            }
        }
        let what = format!("a search, {}", called(engine));
        line(&what, share(&ours, 0.95), share(&theirs, 0.95), "ms", Bar::AtMost(2.0));
        few.desk.store.close().await;
        many.desk.store.close().await;
    }
    Ok(())
}

fn lists() -> [(&'static str, ThreadFilter); 4] {
    let all = ThreadFilter::default();
    [
        ("all", all.clone()),
        ("unread", ThreadFilter { unread: true, ..all.clone() }),
        ("waiting", ThreadFilter { solved: Some(false), ..all.clone() }),
        ("one tag", ThreadFilter { tag: "vague".to_owned(), ..all }),
    ]
}

/// A private space of that many posts, and a member of some of its groups.
struct Stage {
    desk: Desk,
    community: Community,
    member: Caller,
}

impl Stage {
    async fn set(ground: &Ground, engine: Engine, posts: usize, notices: &[Notice]) -> Outcome<Self> {
        let (desk, url) = ground.desk(engine).await?;
        let folder = ground.folder.join(ground.name());
        std::fs::create_dir_all(&folder)?;
        let (services, _) = ground::house(&desk, &folder, true).await?;
        let account = desk.id();
        let member = Caller::Person(Person {
            account,
            name: "Camille Fictif".to_owned(),
            session: desk.id(),
            standings: vec![Standing { role: Role::Member, reach: Reach::Nation }],
            withheld: Vec::new(),
            fresh: false,
            limited_to: None,
        });
        let stage = Self { desk, community: services.community, member };
        let groups = stage.groups(account).await?;
        stage.fill(&groups, posts, notices).await?;
        if engine == Engine::Postgres {
            // What autovacuum does on a server a minute after so many rows.
            PgConnection::connect(&url).await?.execute("VACUUM ANALYZE").await?;
        }
        Ok(stage)
    }

    async fn groups(&self, account: Id) -> Outcome<Vec<Id>> {
        let mut unit = self.desk.store.write().await?;
        let mut groups = Vec::new();
        for n in 0..GROUPS {
            let id = self.desk.id();
            let group = sql!(
                "INSERT INTO community_groups (id, slug, name, purpose, kind, access, created_at, created_by, revision) \
                 VALUES ($1, $2, $2, '', 'theme', $3, 0, '', 1)"
            );
            let access = if n % 2 == 0 { "open" } else { "request" };
            unit.run(group, args![id, format!("groupe-{n}"), access]).await?;
            if n < JOINED {
                let seat = sql!(
                    "INSERT INTO community_seats (group_id, account, name, state, steward, words, since, muted) \
                     VALUES ($1, $2, '', 'joined', FALSE, '', 0, FALSE)"
                );
                unit.run(seat, args![id, account]).await?;
            }
            groups.push(id);
        }
        unit.commit().await?;
        Ok(groups)
    }

    /// Threads over ten groups, of every mark; one post in fifty names readers.
    async fn fill(&self, groups: &[Id], posts: usize, notices: &[Notice]) -> Outcome {
        let now = self.desk.now();
        let mut thread = (self.desk.id(), 0);
        let all: Vec<usize> = (0..posts).collect();
        for chunk in all.chunks(TOGETHER) {
            let mut unit = self.desk.store.write().await?;
            let mut entries = Vec::new();
            for n in chunk.iter().copied() {
                let (of, place) = (n / POSTS, n % POSTS);
                let group = *groups.get(of % groups.len()).ok_or("no groups")?;
                let notice = notices.get(n % notices.len()).ok_or("no notices")?;
                let tlp = if place > 0 && n % 50 == 7 {
                    Tlp::Red
                } else {
                    *Tlp::ALL.get(of % 4).ok_or("no marks")?
                };
                let stands = if (of % groups.len()).is_multiple_of(2) {
                    Place::Open(group)
                } else {
                    Place::Closed(group)
                };
                let audience = Audience::within(stands, tlp);
                let at = Instant::from_millis(now.millis() - i64::try_from(posts - n)? * 60_000);
                let id = self.desk.id();
                if place == 0 {
                    thread = (self.desk.id(), of);
                    let row = sql!(
                        "INSERT INTO community_threads (id, group_id, opening, title, tags, opened_at, touched_at, solved, \
                         closed_by, language, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 'fr', 1)"
                    );
                    let touched = Instant::from_millis(at.millis() + i64::try_from(POSTS - 1)? * 60_000);
                    let tags = if of % 7 < 5 { ",vague," } else { "" };
                    let solved = (of % 3 == 0).then(|| id.to_string());
                    unit.run(row, args![thread.0, group, id, &notice.title, tags, at, touched, solved])
                        .await?;
                }
                let row = sql!(
                    "INSERT INTO community_posts (id, thread, at, author, sealed, body, tlp, audience, version, hidden, hidden_why) \
                     VALUES ($1, $2, $3, 'Alix Fictif', '', $4, $5, $6, 1, '', '')"
                );
                unit.run(row, args![id, thread.0, at, &notice.summary, tlp, audience.key()]).await?;
                if tlp != Tlp::Red {
                    entries.push((id, audience, tlp, at, notice));
                }
            }
            let entries: Vec<Entry<'_>> = entries
                .into_iter()
                .map(|(id, audience, tlp, at, notice)| Entry {
                    kind: "post",
                    id,
                    language: Language::Fr,
                    tlp,
                    audience,
                    at,
                    title: &notice.title,
                    summary: "",
                    body: &notice.summary,
                    exact: Vec::new(),
                    facets: vec![("kind", "post".to_owned())],
                })
                .collect();
            search::put_all(&mut unit, &entries).await?;
            unit.commit().await?;
        }
        Ok(())
    }

    async fn list(&self, filter: &ThreadFilter) -> Outcome<f64> {
        let began = Started::now();
        let (_, page) = self.community.threads(&self.member, "groupe-1", filter, "", 30).await?;
        let took = millis(began.elapsed());
        if page.items.len() == 30 { Ok(took) } else { Err("a page is not full".into()) }
    }

    async fn search(&self, asked: &str) -> Outcome<f64> {
        let began = Started::now();
        self.community.search(&self.member, (asked, Language::Fr), Vec::new(), None).await?;
        Ok(millis(began.elapsed()))
    }
}
