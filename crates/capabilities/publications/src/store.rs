//! This capability's tables: nobody else reads or writes them.

pub(crate) mod images;
pub(crate) mod journal;
pub(crate) mod links;

use std::collections::BTreeMap;

use serde_json::json;
use storage::{Json, Row, Store, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language, Tlp};

use crate::rules::{Content, Draft, Kind, Life, Stage};

/// A text, and where it is.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Its identity.
    pub id: Id,
    /// What sort of text.
    pub kind: Kind,
    /// The title of the text being written, in French.
    pub title: String,
    /// What governs what may happen next.
    pub life: Life,
    /// Grows at each change.
    pub revision: i64,
    /// When it was last changed, and by whom.
    pub changed_at: Instant,
    /// The name of who changed it.
    pub changed_by: String,
    /// When it is to be published, once reviewed, and who reviewed it.
    pub due: Option<(Instant, String)>,
    /// What readers see; `None` before the first version.
    pub listed: Option<Listed>,
}

/// What is published, at a glance.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its identity.
    pub id: Id,
    /// What sort of text.
    pub kind: Kind,
    /// In its address; 0 where that has none.
    pub year: i64,
    /// The end of its French address and of its English one.
    pub slugs: [String; Language::ALL.len()],
    /// Who may read.
    pub tlp: Tlp,
    /// How grave; alerts only.
    pub severity: Option<i64>,
    titles: [String; Language::ALL.len()],
    summaries: [String; Language::ALL.len()],
    /// The version, from 1.
    pub version: i64,
    /// First published.
    pub first_at: Instant,
    /// Last revised.
    pub revised_at: Instant,
    /// Last told to those who follow.
    pub told_at: Instant,
    /// Withdrawn when, and why, in both languages.
    pub withdrawn: Option<(Instant, [String; Language::ALL.len()])>,
}

impl Listed {
    /// The end of its address in a language.
    pub fn slug(&self, language: Language) -> &str {
        let [fr, en] = &self.slugs;
        if language == Language::En { en } else { fr }
    }

    /// Its title for a reader of a language, and the language that it is in.
    pub fn title(&self, language: Language) -> (&str, Language) {
        said(&self.titles, language)
    }

    /// Its summary for a reader of a language, and the language that it is in.
    pub fn summary(&self, language: Language) -> (&str, Language) {
        said(&self.summaries, language)
    }

    /// Whether somebody wrote it in that language.
    pub fn is_in(&self, language: Language) -> bool {
        self.title(language).1 == language
    }
}

/// What stands in a language, or else in French.
fn said([fr, en]: &[String; Language::ALL.len()], language: Language) -> (&str, Language) {
    if language == Language::En && !en.is_empty() { (en, Language::En) } else { (fr, Language::Fr) }
}

/// A version that was published.
#[derive(Clone, Debug)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// What it says.
    pub content: Content,
    /// What changed since the one before, in French and in English; empty for the first.
    pub changes: [String; Language::ALL.len()],
    /// Whether those who follow were told.
    pub told: bool,
    /// The names of who wrote it.
    pub author: String,
    /// The name of who reviewed it; empty when nobody did.
    pub reviewer: String,
    /// Why nobody did; empty when somebody did.
    pub alone: String,
}

/// That a version was withdrawn, whatever came after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The version that was.
    pub version: i64,
    /// When.
    pub at: Instant,
    /// Why, in both languages.
    pub reasons: [String; Language::ALL.len()],
}

/// A product that something published names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// As it stands in an address.
    pub vendor: String,
    /// As it stands in an address.
    pub product: String,
    /// As people write it.
    pub vendor_name: String,
    /// As people write it.
    pub product_name: String,
}

impl Publication {
    /// The mark of what is published, or was last; `None` before the first version.
    pub fn published_under(&self) -> Option<Tlp> {
        self.listed.as_ref().map(|listed| listed.tlp)
    }
}

fn publication(row: &Row) -> Result<Publication, Failure> {
    let kind = kind(row)?;
    let due: Option<Instant> = row.get("due_at")?;
    let by: String = row.get("due_by")?;
    let stage: String = row.get("stage")?;
    let stage = Stage::from_code(&stage).ok_or_else(|| Failure::new("read a publication", stage))?;
    let writers = row.get::<Json<BTreeMap<Id, String>>>("writers")?.0;
    let version: i64 = row.get("version")?;
    let listed = if version > 0 { Some(listed(row)?) } else { None };
    let withdrawn = listed.as_ref().is_some_and(|listed| listed.withdrawn.is_some());
    Ok(Publication {
        id: row.get("id")?,
        kind,
        title: row.get("title")?,
        life: Life { stage, writers, version, withdrawn },
        revision: row.get("revision")?,
        changed_at: row.get("changed_at")?,
        changed_by: row.get("changed_by")?,
        due: due.map(|at| (at, by)),
        listed,
    })
}

fn kind(row: &Row) -> Result<Kind, Failure> {
    let code: String = row.get("kind")?;
    Kind::from_code(&code).ok_or_else(|| Failure::new("read a publication", code))
}

fn listed(row: &Row) -> Result<Listed, Failure> {
    let withdrawn: Option<Instant> = row.get("withdrawn_at")?;
    let reasons = [row.get("withdrawn_fr")?, row.get("withdrawn_en")?];
    Ok(Listed {
        id: row.get("id")?,
        kind: kind(row)?,
        year: row.get("year")?,
        slugs: [row.get("slug_fr")?, row.get("slug_en")?],
        tlp: row.get("tlp")?,
        severity: row.get("severity")?,
        titles: [row.get("title_fr")?, row.get("title_en")?],
        summaries: [row.get("summary_fr")?, row.get("summary_en")?],
        version: row.get("version")?,
        first_at: row.get("first_at")?,
        revised_at: row.get("revised_at")?,
        told_at: row.get("told_at")?,
        withdrawn: withdrawn.map(|at| (at, reasons)),
    })
}

/// Begins a text.
pub(crate) async fn insert(unit: &mut Unit, p: &Publication, draft: &Draft) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO publications (id, kind, draft, title, stage, revision, changed_at, changed_by, writers, due_by, version, \
         tlp, title_fr, title_en, summary_fr, summary_en, withdrawn_by, withdrawn_fr, withdrawn_en) \
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, '', 0, '', '', '', '', '', '', '', '')"
    );
    let arguments = args![
        p.id,
        p.kind.code(),
        json!(draft),
        &p.title,
        p.life.stage.code(),
        p.changed_at,
        &p.changed_by,
        json!(p.life.writers),
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Writes where the text being written is, of a publication that [`hold`] read.
pub(crate) async fn update(unit: &mut Unit, p: &Publication) -> Result<(), Failure> {
    let (due_at, due_by) = p.due.clone().map_or((None, String::new()), |(at, by)| (Some(at), by));
    let statement = sql!(
        "UPDATE publications SET title = $2, stage = $3, writers = $4, due_at = $5, due_by = $6, changed_at = $7, \
         changed_by = $8, version = $9, revision = revision + 1 WHERE id = $1"
    );
    let arguments = args![
        p.id,
        &p.title,
        p.life.stage.code(),
        json!(p.life.writers),
        due_at,
        due_by,
        p.changed_at,
        &p.changed_by,
        p.life.version,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Writes the text being written.
pub(crate) async fn write(unit: &mut Unit, id: Id, draft: &Draft) -> Result<(), Failure> {
    unit.run(sql!("UPDATE publications SET draft = $2 WHERE id = $1"), args![id, json!(draft)])
        .await
        .map(drop)
}

/// Writes what readers see, and gives it the next stamp.
pub(crate) async fn show(unit: &mut Unit, l: &Listed) -> Result<(), Failure> {
    let stamp = unit.next("publications").await?;
    let statement = sql!(
        "UPDATE publications SET year = $2, slug_fr = $3, slug_en = $4, tlp = $5, severity = $6, title_fr = $7, title_en = $8, \
         summary_fr = $9, summary_en = $10, first_at = $11, revised_at = $12, told_at = $13, withdrawn_at = NULL, \
         withdrawn_by = '', withdrawn_fr = '', withdrawn_en = '', stamp = $14 WHERE id = $1"
    );
    let ([slug_fr, slug_en], [title_fr, title_en]) = (&l.slugs, &l.titles);
    let [summary_fr, summary_en] = &l.summaries;
    let arguments = args![
        l.id,
        l.year,
        slug_fr,
        slug_en,
        l.tlp,
        l.severity,
        title_fr,
        title_en,
        summary_fr,
        summary_en,
        l.first_at,
        l.revised_at,
        l.told_at,
        stamp,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// Writes that the version that readers saw is withdrawn, and keeps that it was.
pub(crate) async fn withdraw(
    unit: &mut Unit,
    (id, version): (Id, i64),
    (at, by): (Instant, String),
    [fr, en]: [&str; Language::ALL.len()],
) -> Result<(), Failure> {
    let stamp = unit.next("publications").await?;
    let statement = sql!(
        "UPDATE publications SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_fr = $4, withdrawn_en = $5, revised_at = $2, \
         stamp = $6 WHERE id = $1"
    );
    unit.run(statement, args![id, at, by, fr, en, stamp]).await?;
    let kept = sql!(
        "INSERT INTO publication_withdrawals (publication, version, at, reason_fr, reason_en) VALUES ($1, $2, $3, $4, $5)"
    );
    unit.run(kept, args![id, version, at, fr, en]).await.map(drop)
}

/// Every withdrawal, the last first.
pub(crate) async fn withdrawals(unit: &mut Unit, publication: Id) -> Result<Vec<Withdrawal>, Failure> {
    let statement =
        sql!("SELECT * FROM publication_withdrawals WHERE publication = $1 ORDER BY version DESC");
    unit.all(statement, args![publication], |row| {
        let reasons = [row.get("reason_fr")?, row.get("reason_en")?];
        Ok(Withdrawal { version: row.get("version")?, at: row.get("at")?, reasons })
    })
    .await
}

/// At a glance, out of what a version says.
pub(crate) fn glance(
    p: &Publication,
    content: &Content,
    slugs: [String; 2],
    year: i64,
    now: Instant,
) -> Listed {
    let before = p.listed.as_ref();
    let texts = &content.texts;
    Listed {
        id: p.id,
        kind: p.kind,
        year,
        slugs,
        tlp: content.tlp,
        severity: content.severity.map(i64::from),
        titles: [texts.fr.title.clone(), texts.en.title.clone()],
        summaries: [texts.fr.summary.clone(), texts.en.summary.clone()],
        version: p.life.version,
        first_at: before.map_or(now, |listed| listed.first_at),
        revised_at: now,
        told_at: before.map_or(now, |listed| listed.told_at),
        withdrawn: None,
    }
}

/// A text to change: until the transaction ends, whoever else would change it waits.
pub(crate) async fn hold(unit: &mut Unit, id: Id) -> Result<Option<Publication>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM publications WHERE id = $1",
        postgres: "SELECT * FROM publications WHERE id = $1 FOR UPDATE",
    );
    unit.first(statement, args![id], publication).await
}

/// A text, and what is being written of it.
pub(crate) async fn open(unit: &mut Unit, id: Id) -> Result<Option<(Publication, Draft)>, Failure> {
    let statement = sql!("SELECT * FROM publications WHERE id = $1");
    unit.first(statement, args![id], |row| Ok((publication(row)?, row.get::<Json<Draft>>("draft")?.0))).await
}

/// The texts at a stage, the last changed first; every stage when `stage` is empty.
pub(crate) async fn at_stage(unit: &mut Unit, stage: &str, limit: i64) -> Result<Vec<Publication>, Failure> {
    let statement = sql!(
        "SELECT * FROM publications WHERE (stage = $1 OR $1 = '') ORDER BY changed_at DESC, id LIMIT $2"
    );
    unit.all(statement, args![stage, limit], publication).await
}

/// What is published as nobody reviewed it, the last changed first.
pub(crate) async fn alone(unit: &mut Unit, limit: i64) -> Result<Vec<Publication>, Failure> {
    let statement = sql!(
        "SELECT * FROM publications p WHERE withdrawn_at IS NULL AND EXISTS (SELECT 1 FROM publication_versions v \
         WHERE v.publication = p.id AND v.number = p.version AND v.alone <> '') ORDER BY changed_at DESC, id LIMIT $1"
    );
    unit.all(statement, args![limit], publication).await
}

/// Whether an address is another's already.
pub(crate) async fn is_taken(
    unit: &mut Unit,
    (kind, year): (Kind, i64),
    slug: &str,
    but: Id,
) -> Result<bool, Failure> {
    let statement = sql!(
        "SELECT id FROM publications WHERE kind = $1 AND year = $2 AND (slug_fr = $3 OR slug_en = $3) AND id <> $4 LIMIT 1"
    );
    let found = unit.first(statement, args![kind.code(), year, slug, but], |row| row.get::<Id>("id")).await?;
    Ok(found.is_some())
}

/// What stands at an address.
pub(crate) async fn at(
    unit: &mut Unit,
    (kind, year): (Kind, i64),
    (language, slug): (Language, &str),
    marks: &str,
) -> Result<Option<Listed>, Failure> {
    let french = sql!(
        "SELECT * FROM publications WHERE kind = $1 AND year = $2 AND slug_fr = $3 AND $4 LIKE '%,' || tlp || ',%'"
    );
    let english = sql!(
        "SELECT * FROM publications WHERE kind = $1 AND year = $2 AND slug_en = $3 AND $4 LIKE '%,' || tlp || ',%'"
    );
    let statement = if language == Language::En { english } else { french };
    unit.first(statement, args![kind.code(), year, slug, marks], listed).await
}

/// Those published, by identity.
pub(crate) async fn those(unit: &mut Unit, ids: &[Id], marks: &str) -> Result<Vec<Listed>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM publications WHERE version > 0 AND $2 LIKE '%,' || tlp || ',%' \
                 AND id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT * FROM publications WHERE version > 0 AND $2 LIKE '%,' || tlp || ',%' \
                   AND id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![json!(ids), marks], listed).await
}

/// What cuts a list of what is published. Empty: no cut.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    /// `,alert,news,`.
    pub(crate) kinds: String,
    /// The marks that the reader reads: `,CLEAR,GREEN,`.
    pub(crate) marks: String,
    /// At least that grave; 0 for no matter.
    pub(crate) severity: i64,
    /// First published in that year; 0 for no matter.
    pub(crate) year: i64,
    pub(crate) vendor: String,
    pub(crate) product: String,
    /// Whether what is withdrawn is there too.
    pub(crate) withdrawn: bool,
}

/// A page of what is published, the last told first; `after` is the last of the page before.
pub(crate) async fn page(
    unit: &mut Unit,
    cut: &Cut,
    after: Option<(Instant, Id)>,
    limit: i64,
) -> Result<Vec<Listed>, Failure> {
    let statement = sql!(
        "SELECT * FROM publications p WHERE version > 0 AND $1 LIKE '%,' || kind || ',%' AND $2 LIKE '%,' || tlp || ',%' \
         AND ($3 = 0 OR severity >= $3) AND ($4 = 0 OR year = $4) AND ($5 OR withdrawn_at IS NULL) \
         AND ($6 = '' OR EXISTS (SELECT 1 FROM publication_products x WHERE x.publication = p.id AND x.vendor = $6 \
         AND ($7 = '' OR x.product = $7))) AND (told_at < $8 OR (told_at = $8 AND id < $9)) \
         ORDER BY told_at DESC, id DESC LIMIT $10"
    );
    let (at, id) =
        after.map_or((Instant::from_millis(i64::MAX), String::new()), |(at, id)| (at, id.to_string()));
    let arguments = args![
        &cut.kinds,
        &cut.marks,
        cut.severity,
        cut.year,
        cut.withdrawn,
        &cut.vendor,
        &cut.product,
        at,
        id,
        limit
    ];
    unit.all(statement, arguments, listed).await
}

/// The last stamp that was given, and when: whoever holds it has seen all that readers see.
pub(crate) async fn stamp(store: &Store) -> Result<(i64, Option<Instant>), Failure> {
    let statement =
        sql!("SELECT stamp, revised_at FROM publications WHERE stamp > 0 ORDER BY stamp DESC LIMIT 1");
    let found = store.ask(statement, args![], |row| Ok((row.get("stamp")?, row.get("revised_at")?))).await?;
    Ok(found.unwrap_or_default())
}

/// The last version of these, of those that a reader of these marks may read.
pub(crate) async fn contents(
    unit: &mut Unit,
    ids: &[Id],
    marks: &str,
) -> Result<BTreeMap<Id, Version>, Failure> {
    let statement = sql!(
        sqlite: "SELECT v.* FROM publication_versions v JOIN publications p ON p.id = v.publication AND p.version = v.number \
                 WHERE p.withdrawn_at IS NULL AND $2 LIKE '%,' || p.tlp || ',%' AND p.id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT v.* FROM publication_versions v JOIN publications p ON p.id = v.publication AND p.version = v.number \
                   WHERE p.withdrawn_at IS NULL AND $2 LIKE '%,' || p.tlp || ',%' \
                   AND p.id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    let found =
        unit.all(statement, args![json!(ids), marks], |row| Ok((row.get("publication")?, version(row)?)));
    Ok(found.await?.into_iter().collect())
}

/// The years in which something of that kind was first published, the last first.
pub(crate) async fn years(unit: &mut Unit, kind: Kind, marks: &str) -> Result<Vec<i64>, Failure> {
    let statement = sql!(
        "SELECT DISTINCT year FROM publications WHERE kind = $1 AND version > 0 AND $2 LIKE '%,' || tlp || ',%' \
         ORDER BY year DESC LIMIT 100"
    );
    unit.all(statement, args![kind.code(), marks], |row| row.get("year")).await
}

/// Writes a version down, for ever.
pub(crate) async fn keep(unit: &mut Unit, publication: Id, v: &Version) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO publication_versions (publication, number, at, content, change_fr, change_en, told, author, reviewer, alone) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let [fr, en] = &v.changes;
    let arguments = args![
        publication,
        v.number,
        v.at,
        json!(v.content),
        fr,
        en,
        v.told,
        &v.author,
        &v.reviewer,
        &v.alone
    ];
    unit.run(statement, arguments).await.map(drop)
}

fn version(row: &Row) -> Result<Version, Failure> {
    Ok(Version {
        number: row.get("number")?,
        at: row.get("at")?,
        content: row.get::<Json<Content>>("content")?.0,
        changes: [row.get("change_fr")?, row.get("change_en")?],
        told: row.get("told")?,
        author: row.get("author")?,
        reviewer: row.get("reviewer")?,
        alone: row.get("alone")?,
    })
}

/// Every version, the last first.
pub(crate) async fn versions(unit: &mut Unit, publication: Id) -> Result<Vec<Version>, Failure> {
    let statement = sql!("SELECT * FROM publication_versions WHERE publication = $1 ORDER BY number DESC");
    unit.all(statement, args![publication], version).await
}

/// Names the products of what is published, anew.
pub(crate) async fn name_products(
    unit: &mut Unit,
    publication: Id,
    named: &[Product],
) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM publication_products WHERE publication = $1"), args![publication]).await?;
    for it in named {
        let known = sql!(
            "INSERT INTO products (vendor, product, vendor_name, product_name) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (vendor, product) DO NOTHING"
        );
        unit.run(known, args![&it.vendor, &it.product, &it.vendor_name, &it.product_name]).await?;
        let link = sql!(
            "INSERT INTO publication_products (publication, vendor, product) VALUES ($1, $2, $3) \
             ON CONFLICT (publication, vendor, product) DO NOTHING"
        );
        unit.run(link, args![publication, &it.vendor, &it.product]).await?;
    }
    Ok(())
}

/// The products that something published under these marks names, of one vendor or of all, by name.
pub(crate) async fn products(
    unit: &mut Unit,
    marks: &str,
    vendor: &str,
    limit: i64,
) -> Result<Vec<Product>, Failure> {
    let statement = sql!(
        "SELECT * FROM products x WHERE ($2 = '' OR vendor = $2) AND EXISTS (SELECT 1 FROM publication_products l \
         JOIN publications p ON p.id = l.publication WHERE l.vendor = x.vendor AND l.product = x.product \
         AND p.withdrawn_at IS NULL AND $1 LIKE '%,' || p.tlp || ',%') ORDER BY vendor, product LIMIT $3"
    );
    unit.all(statement, args![marks, vendor, limit], |row| {
        Ok(Product {
            vendor: row.get("vendor")?,
            product: row.get("product")?,
            vendor_name: row.get("vendor_name")?,
            product_name: row.get("product_name")?,
        })
    })
    .await
}

/// Every text, published or not.
pub(crate) async fn all_ids(unit: &mut Unit) -> Result<Vec<Id>, Failure> {
    unit.all(sql!("SELECT id FROM publications ORDER BY id"), args![], |row| row.get("id")).await
}

/// Marks a text of the library as loaded; `false` when it was already.
pub(crate) async fn load(unit: &mut Unit, key: &str, publication: Id, at: Instant) -> Result<bool, Failure> {
    let statement = sql!(
        "INSERT INTO publication_library (key, publication, at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING"
    );
    Ok(unit.run(statement, args![key, publication, at]).await? == 1)
}
