//! Any texts as a feed: each of the three forms is written, and a reader of others finds all of its items with their titles.
#![no_main]

use feeds::{Category, Feed, Item, atom, json, rss};
use vocabulary::{Instant, Language};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let item = |part: &str| Item {
        id: format!("tag:vigie.example,2026:{part}"),
        url: "https://vigie.example/alertes/1".into(),
        title: part.into(),
        summary: part.into(),
        content_html: Some(part.into()),
        published: Instant::from_millis(text.len() as i64),
        updated: Instant::from_millis(0),
        categories: vec![Category { term: part.into(), label: part.into() }],
        author: part.into(),
    };
    let feed = Feed {
        id: text.into(),
        title: text.into(),
        description: text.into(),
        home: text.into(),
        own: text.into(),
        language: Language::Fr,
        updated: Instant::from_millis(0),
        items: text.split('\n').take(20).map(item).collect(),
        next: Some(text.into()),
    };
    let document: serde_json::Value = serde_json::from_slice(&json(&feed)).expect("JSON");
    let titles = document["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["title"].as_str().expect("text").trim());
    let titles: Vec<_> = titles.collect();
    for bytes in [rss(&feed), atom(&feed)] {
        let read = feed_rs::parser::parse(&bytes[..]).expect("a feed");
        let read =
            read.entries.iter().map(|entry| entry.title.as_ref().map_or("", |title| title.content.trim()));
        assert_eq!(read.collect::<Vec<_>>(), titles);
    }
});
