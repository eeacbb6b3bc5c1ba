//! Documents to look for.

use std::sync::{Arc, LazyLock};

use access::{Audience, Caller, Readable, readable};
use search::{Answer, Entry, Question};
use storage::{Store, testing::TestDatabase};
use vocabulary::{Id, Instant, Language, Tlp};

pub static PUBLIC: LazyLock<Readable> = LazyLock::new(|| readable(&Caller::Nobody));

/// A document, with a number by which tests know it; the higher, the newer.
#[derive(Clone, Debug)]
pub struct Doc {
    pub number: u32,
    pub language: Language,
    pub tlp: Tlp,
    pub audience: Audience,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub exact: Vec<String>,
    pub facets: Vec<(&'static str, String)>,
}

impl Doc {
    pub fn new(number: u32) -> Self {
        Self {
            number,
            language: Language::Fr,
            tlp: Tlp::Clear,
            audience: Audience::public(),
            title: String::new(),
            summary: String::new(),
            body: String::new(),
            exact: Vec::new(),
            facets: Vec::new(),
        }
    }
    pub fn titled(self, title: &str) -> Self {
        Self { title: title.to_owned(), ..self }
    }
    pub fn summed(self, summary: &str) -> Self {
        Self { summary: summary.to_owned(), ..self }
    }
    pub fn says(self, body: &str) -> Self {
        Self { body: body.to_owned(), ..self }
    }
    pub fn named(self, names: &[&str]) -> Self {
        Self { exact: names.iter().map(|name| (*name).to_owned()).collect(), ..self }
    }
    pub fn with(mut self, facet: &'static str, value: &str) -> Self {
        self.facets.push((facet, value.to_owned()));
        self
    }
    pub fn english(self) -> Self {
        Self { language: Language::En, ..self }
    }
    pub fn marked(self, tlp: Tlp, audience: &str) -> Self {
        Self { tlp, audience: Audience::from_key(audience).unwrap(), ..self }
    }

    pub fn entry(&self) -> Entry<'_> {
        Entry {
            kind: "news",
            id: id(self.number),
            language: self.language,
            tlp: self.tlp,
            audience: self.audience.clone(),
            at: Instant::from_millis(1_700_000_000_000 + i64::from(self.number) * 60_000),
            title: &self.title,
            summary: &self.summary,
            body: &self.body,
            exact: self.exact.clone(),
            facets: self.facets.clone(),
        }
    }
}

pub fn id(number: u32) -> Id {
    let mut bytes = [7; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    Id::from_random(bytes)
}

pub struct Ground {
    pub store: Store,
}

impl Ground {
    pub fn new(database: &Arc<TestDatabase>) -> Self {
        Self { store: database.store.clone() }
    }

    /// One transaction each, in the order given.
    pub async fn put(&self, docs: &[Doc]) {
        for doc in docs {
            let mut unit = self.store.write().await.unwrap();
            search::put(&mut unit, &doc.entry()).await.unwrap();
            unit.commit().await.unwrap();
        }
    }

    pub async fn remove(&self, number: u32) -> bool {
        let mut unit = self.store.write().await.unwrap();
        let was = search::remove(&mut unit, "news", id(number)).await.unwrap();
        unit.commit().await.unwrap();
        was
    }

    pub async fn ask(&self, question: Question<'_>) -> Answer {
        let mut unit = self.store.read().await.unwrap();
        search::ask(&mut unit, &question).await.unwrap()
    }

    /// What the public finds, by number.
    pub async fn found(&self, text: &str) -> Vec<u32> {
        let answer = self.ask(question(text)).await;
        numbers(&answer)
    }

    pub async fn all_pages(&self, text: &str, filters: &[(&str, &str)], limit: usize) -> Vec<u32> {
        let (mut all, mut after) = (Vec::new(), None::<String>);
        loop {
            let mut asked = question(text);
            asked.limit = limit;
            asked.filters = filters.iter().map(|(f, v)| ((*f).to_owned(), (*v).to_owned())).collect();
            asked.after = after.as_deref();
            let answer = self.ask(asked).await;
            assert!(answer.hits.len() <= limit);
            all.extend(numbers(&answer));
            match answer.next {
                Some(next) => after = Some(next),
                None => return all,
            }
        }
    }
}

/// What the public asks in French.
pub fn question(text: &str) -> Question<'_> {
    Question { text, language: Language::Fr, readable: &PUBLIC, filters: Vec::new(), after: None, limit: 20 }
}

pub fn numbers(answer: &Answer) -> Vec<u32> {
    answer.hits.iter().map(|hit| (0..200).find(|n| id(*n) == hit.id).unwrap()).collect()
}
