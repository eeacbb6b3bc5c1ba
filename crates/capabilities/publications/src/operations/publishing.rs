//! What readers see changes: a version is published, or withdrawn.

use access::{Caller, permit};
use declarations::rules::bounded_text;
use storage::Unit;
use vocabulary::{Failure, Id, Instant, Language, Problem, Refused, slug};

use super::{Publications, year};
use crate::{
    events::Event,
    jobs,
    rules::{Command, Content, Draft, Step, shown_in},
    store::{self, Listed, Product, Publication, Version},
};

/// Characters of a reason.
const MOST: usize = 500;

/// How a version came to be published.
pub(crate) struct By {
    /// The names of who wrote it.
    pub(crate) author: String,
    /// The name of who reviewed it; empty when nobody did.
    pub(crate) reviewer: String,
    /// Why nobody did; empty when somebody did.
    pub(crate) alone: String,
}

impl Publications {
    /// Says that a text is good, as it was seen: it is published now, or at that moment. Never by one of its writers.
    pub async fn approve(
        &self,
        caller: &Caller,
        seen: (Id, i64),
        due: Option<Instant>,
    ) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held_as_seen::<permit::PublicationReview>(&mut unit, caller, seen).await?;
        let author = text.life.author();
        let draft = self.whole(&mut unit, &text).await?;
        if let Step::Scheduled(due) = self.go(&mut text, caller, Command::Approve(due))? {
            text.due = Some((due, caller.author()));
            store::update(&mut unit, &text).await?;
            jobs::enqueue(&mut unit, &self.desk, &text, due).await?;
            self.trace(&mut unit, caller, ("publication.scheduled", "scheduled"), &text, "").await?;
        } else {
            let by = By { author, reviewer: caller.author(), alone: String::new() };
            self.publish(&mut unit, &mut text, &draft, by).await?;
            self.trace(&mut unit, caller, ("publication.published", "published"), &text, "").await?;
        }
        Ok(unit.commit().await?)
    }

    /// Publishes a text that nobody reviewed, in a crisis: its page says so, and why (abuse G01).
    pub async fn publish_alone(&self, caller: &Caller, seen: (Id, i64), why: &str) -> Result<(), Problem> {
        access::prove(caller)?;
        let why = reason(why, "reason")?;
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held_as_seen::<permit::PublicationAlone>(&mut unit, caller, seen).await?;
        let author = text.life.author();
        let draft = self.whole(&mut unit, &text).await?;
        self.go(&mut text, caller, Command::PublishAlone)?;
        let by = By { author, reviewer: String::new(), alone: why.clone() };
        self.publish(&mut unit, &mut text, &draft, by).await?;
        self.trace(&mut unit, caller, ("publication.published-alone", "published-alone"), &text, &why)
            .await?;
        Ok(unit.commit().await?)
    }

    /// Publishes a reviewed text whose moment has come; nothing when it was taken back meanwhile.
    pub(crate) async fn publish_due(&self, caller: &Caller, (id, version): (Id, i64)) -> Result<(), Problem> {
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held::<permit::PublicationReview>(&mut unit, caller, id).await?;
        if text.life.version + 1 != version {
            return Ok(());
        }
        let author = text.life.author();
        let Some(life) = text.life.clone().due() else { return Ok(()) };
        let reviewer = text.due.take().map(|(_, by)| by).unwrap_or_default();
        let (_, draft) = store::open(&mut unit, id).await?.ok_or(Refused::NotFound)?;
        (text.life, text.changed_at) = (life, self.desk.now());
        let by = By { author, reviewer, alone: String::new() };
        self.publish(&mut unit, &mut text, &draft, by).await?;
        self.trace(&mut unit, caller, ("publication.published", "published"), &text, "").await?;
        Ok(unit.commit().await?)
    }

    /// Takes what is published off its page, which stays and says why.
    pub async fn withdraw(&self, caller: &Caller, id: Id, [fr, en]: [&str; 2]) -> Result<(), Problem> {
        let fr = reason(fr, "reason_fr")?;
        let en = bounded_text(en, MOST, "reason_en", false).map_err(Refused::invalid)?;
        let mut unit = self.desk.store.write().await?;
        let mut text = self.held::<permit::PublicationReview>(&mut unit, caller, id).await?;
        self.go(&mut text, caller, Command::Withdraw)?;
        if text.due.take().is_some() {
            jobs::withdraw(&mut unit, id).await?;
        }
        store::update(&mut unit, &text).await?;
        let by = (text.changed_at, caller.author());
        store::withdraw(&mut unit, (id, text.life.version), by, [&fr, if en.is_empty() { &fr } else { &en }])
            .await?;
        search::remove(&mut unit, text.kind.code(), id).await?;
        self.followers.follow(&mut unit, Event::Withdrawn { publication: id }).await?;
        self.trace(&mut unit, caller, ("publication.withdrawn", "withdrawn"), &text, &fr).await?;
        Ok(unit.commit().await?)
    }

    /// Makes of a draft the version that readers see, whose number its life already has.
    pub(crate) async fn publish(
        &self,
        unit: &mut Unit,
        text: &mut Publication,
        draft: &Draft,
        by: By,
    ) -> Result<(), Failure> {
        let now = self.desk.now();
        let content = &draft.content;
        let first = text.listed.is_none();
        let tell = first || draft.tell;
        let (year, slugs) = match &text.listed {
            Some(listed) => (listed.year, listed.slugs.clone()),
            None => self.address(unit, text, content, now).await?,
        };
        let mut listed = store::glance(text, content, slugs, year, now);
        if tell {
            listed.told_at = now;
        }
        store::update(unit, text).await?;
        store::show(unit, &listed).await?;
        let version = Version {
            number: text.life.version,
            at: now,
            content: content.clone(),
            changes: [draft.change_fr.clone(), draft.change_en.clone()],
            told: tell,
            author: by.author,
            reviewer: by.reviewer,
            alone: by.alone,
        };
        store::keep(unit, text.id, &version).await?;
        store::name_products(unit, text.id, &products(content)).await?;
        for image in Language::ALL.into_iter().flat_map(|language| shown_in(content, language)) {
            store::images::used(unit, (text.id, version.number), content.tlp, image).await?;
        }
        store::links::replace(unit, text.id, &leads(content)).await?;
        // What was said of the last change is not said of the next.
        let next = Draft { content: content.clone(), ..Draft::default() };
        store::write(unit, text.id, &next).await?;
        index(unit, &listed, content).await?;
        self.followers.follow(unit, Event::Published { listed: &listed, content, tell }).await?;
        text.listed = Some(listed);
        Ok(())
    }

    /// The address of what is published first, which it keeps: the wished one, or the next that is free.
    async fn address(
        &self,
        unit: &mut Unit,
        text: &Publication,
        content: &Content,
        now: Instant,
    ) -> Result<(i64, [String; Language::ALL.len()]), Failure> {
        let year = if text.kind.is_dated() { year(now) } else { 0 };
        let wished = |language: Language| {
            let words = content.texts.for_reader(language).0;
            if words.slug.is_empty() { slug(&words.title) } else { words.slug.clone() }
        };
        let mut slugs = Language::ALL.map(wished);
        for slug in &mut slugs {
            let wished = slug.clone();
            let mut turn = 1;
            while store::is_taken(unit, (text.kind, year), slug, text.id).await? {
                turn += 1;
                *slug = format!("{wished}-{turn}");
            }
        }
        Ok((year, slugs))
    }
}

/// Makes what readers see findable, in each language in which somebody wrote it.
pub(super) async fn index(unit: &mut Unit, listed: &Listed, content: &Content) -> Result<(), Failure> {
    search::remove(unit, listed.kind.code(), listed.id).await?;
    let facts = &content.facts;
    let mut exact: Vec<String> = facts.cves.iter().chain(&facts.cwes).cloned().collect();
    let mut cuts = vec![("year", year(listed.first_at).to_string())];
    cuts.extend(content.severity.map(|severity| ("severity", severity.to_string())));
    for it in products(content) {
        cuts.push(("vendor", it.vendor_name.clone()));
        exact.extend([it.vendor_name, it.product_name]);
    }
    cuts.dedup();
    for language in Language::ALL.into_iter().filter(|language| listed.is_in(*language)) {
        let words = content.texts.of(language);
        let body =
            markdown::Text::parse(&words.body).map_or_else(|_| words.body.clone(), |text| text.plain());
        let entry = search::Entry {
            kind: listed.kind.code(),
            id: listed.id,
            language,
            tlp: listed.tlp,
            audience: access::Audience::public(),
            at: listed.told_at,
            title: &words.title,
            summary: &words.summary,
            body: &body,
            exact: exact.clone(),
            facets: cuts.clone(),
        };
        search::put(unit, &entry).await?;
    }
    Ok(())
}

/// The products that a text names, as they stand in addresses, each once.
fn products(content: &Content) -> Vec<Product> {
    let mut named: Vec<Product> = Vec::new();
    for touched in &content.facts.products {
        let product = Product {
            vendor: slug(&touched.vendor),
            product: slug(&touched.product),
            vendor_name: touched.vendor.clone(),
            product_name: touched.product.clone(),
        };
        let known = named.iter().any(|it| it.vendor == product.vendor && it.product == product.product);
        if !known && !product.vendor.is_empty() && !product.product.is_empty() {
            named.push(product);
        }
    }
    named
}

/// Where a text leads on our own site: paths, and their ends.
pub(super) fn leads(content: &Content) -> Vec<(String, String)> {
    let mut leads = Vec::new();
    for language in Language::ALL {
        let Ok(text) = markdown::Text::parse(&content.texts.of(language).body) else { continue };
        for link in text.links().into_iter().filter(|link| link.place == markdown::Place::Here) {
            let path = link.href.split(['?', '#']).next().unwrap_or_default();
            let end = path.rsplit('/').next().unwrap_or_default().to_owned();
            if !end.is_empty() {
                leads.push((link.href, end));
            }
        }
    }
    leads
}

/// A reason that everybody concerned reads: required.
pub(crate) fn reason(typed: &str, field: &str) -> Result<String, Refused> {
    bounded_text(typed, MOST, field, true).map_err(Refused::invalid)
}
