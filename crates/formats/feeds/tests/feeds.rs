//! What is written, read back by parsers of others: `feed-rs`, and Python's own where there is one.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::{Duration, Instant as Watch},
};

use feed_rs::{model, parser};
use feeds::{Category, Feed, Item, atom, json, rss};
use proptest::prelude::*;
use vocabulary::{Instant, Language};

fn item(number: u32) -> Item {
    Item {
        id: format!("tag:vigie.example,2026:alerte-{number}"),
        url: format!("https://vigie.example/alertes/{number}?a=1&b=2"),
        title: format!("Alerte {number}"),
        summary: "Une faille du logiciel <Exemple> & de ses greffons.".into(),
        content_html: Some("<p>Une <strong>faille</strong> &amp; un remède.</p>".into()),
        published: "2026-11-08T06:05:04Z".parse().map(Instant::from_timestamp).unwrap(),
        updated: "2026-11-09T16:15:14.25Z".parse().map(Instant::from_timestamp).unwrap(),
        categories: vec![Category { term: "faille".into(), label: "Faille « grave »".into() }],
        author: "La cellule".into(),
    }
}

fn feed(items: Vec<Item>) -> Feed {
    Feed {
        id: "https://vigie.example/alertes/atom.xml".into(),
        title: "Alertes".into(),
        description: "Ce qui presse.".into(),
        home: "https://vigie.example/alertes".into(),
        own: "https://vigie.example/alertes/atom.xml?page=2".into(),
        language: Language::Fr,
        updated: "2026-11-09T16:15:14Z".parse().map(Instant::from_timestamp).unwrap(),
        items,
        next: Some("https://vigie.example/alertes/atom.xml?page=3".into()),
    }
}

fn read(bytes: &[u8]) -> model::Feed {
    // Dates and identities as they stand, and no text cleaned on the way in.
    parser::Builder::new()
        .build()
        .parse(bytes)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(bytes)))
}

fn linked(feed: &model::Feed, rel: &str) -> Option<String> {
    feed.links.iter().find(|link| link.rel.as_deref() == Some(rel)).map(|link| link.href.clone())
}

#[test]
fn a_reader_finds_each_fact_in_atom() {
    let read = read(&atom(&feed(vec![item(1)])));
    assert_eq!(read.feed_type, model::FeedType::Atom);
    assert_eq!(read.id, "https://vigie.example/alertes/atom.xml");
    assert_eq!(read.language.as_deref(), Some("fr"));
    assert_eq!(read.title.as_ref().unwrap().content, "Alertes");
    assert_eq!(read.description.as_ref().unwrap().content, "Ce qui presse.");
    assert_eq!(read.updated.unwrap().to_rfc3339(), "2026-11-09T16:15:14+00:00");
    assert_eq!(linked(&read, "self").unwrap(), "https://vigie.example/alertes/atom.xml?page=2");
    assert_eq!(linked(&read, "next").unwrap(), "https://vigie.example/alertes/atom.xml?page=3");
    assert_eq!(linked(&read, "alternate").unwrap(), "https://vigie.example/alertes");
    let entry = &read.entries[0];
    assert_eq!(entry.id, "tag:vigie.example,2026:alerte-1");
    assert_eq!(entry.links[0].href, "https://vigie.example/alertes/1?a=1&b=2");
    assert_eq!(entry.summary.as_ref().unwrap().content, item(1).summary);
    assert_eq!(entry.content.as_ref().unwrap().body, item(1).content_html);
    assert_eq!(entry.published.unwrap().timestamp_millis(), item(1).published.millis());
    assert_eq!(entry.updated.unwrap().timestamp_millis(), item(1).updated.millis());
    assert_eq!(
        (entry.categories[0].term.as_str(), entry.categories[0].label.as_deref()),
        ("faille", Some("Faille « grave »"))
    );
    assert_eq!(entry.authors[0].name.as_deref(), Some("La cellule"));
}

#[test]
fn a_reader_finds_each_fact_in_rss() {
    let permanent = Item { id: "https://vigie.example/alertes/2".into(), ..item(2) };
    let bytes = rss(&feed(vec![item(1), permanent]));
    let text = String::from_utf8(bytes.clone()).unwrap();
    // RFC 822: the day of the week, two digits for the day, the zone as an offset.
    assert!(text.contains("<pubDate>Sun, 08 Nov 2026 06:05:04 +0000</pubDate>"), "{text}");
    assert!(text.contains("<lastBuildDate>Mon, 09 Nov 2026 16:15:14 +0000</lastBuildDate>"));
    assert!(text.contains("<guid isPermaLink=\"false\">tag:vigie.example,2026:alerte-1</guid>"));
    assert!(text.contains("<guid isPermaLink=\"true\">https://vigie.example/alertes/2</guid>"));
    assert!(text.contains("<language>fr</language>") && text.contains("xml:lang=\"fr\""));
    let own = "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"https://vigie.example/alertes/atom.xml?page=2\"/>";
    assert!(text.contains(own), "{text}");
    // Readers take a description for HTML: the plain text must not become a tag.
    assert!(
        text.contains(
            "<description>Une faille du logiciel &amp;lt;Exemple&amp;gt; &amp;amp; de ses greffons."
        ),
        "{text}"
    );

    let read = read(&bytes);
    assert_eq!(read.feed_type, model::FeedType::RSS2);
    assert_eq!(read.language.as_deref(), Some("fr"));
    let entry = &read.entries[0];
    assert_eq!(entry.id, "tag:vigie.example,2026:alerte-1");
    assert_eq!(entry.links[0].href, "https://vigie.example/alertes/1?a=1&b=2");
    assert_eq!(entry.title.as_ref().unwrap().content, "Alerte 1");
    assert_eq!(entry.content.as_ref().unwrap().body, item(1).content_html);
    assert_eq!(entry.published.unwrap().timestamp(), item(1).published.millis() / 1000);
    assert_eq!(entry.categories[0].term, "Faille « grave »");
    assert_eq!(entry.authors[0].name.as_deref(), Some("La cellule"));
}

#[test]
fn a_reader_finds_each_fact_in_json() {
    let plain = Item { content_html: None, categories: Vec::new(), author: String::new(), ..item(2) };
    let bytes = json(&feed(vec![item(1), plain]));
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(value["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(value["language"], "fr");
    assert_eq!(value["feed_url"], "https://vigie.example/alertes/atom.xml?page=2");
    assert_eq!(value["next_url"], "https://vigie.example/alertes/atom.xml?page=3");
    assert_eq!(value["items"][0]["tags"][0], "Faille « grave »");
    assert_eq!(value["items"][0]["date_modified"], "2026-11-09T16:15:14.25Z");
    assert_eq!(value["items"][1]["content_text"], item(2).summary);
    assert!(value["items"][1].get("content_html").is_none() && value["items"][1].get("authors").is_none());

    let read = read(&bytes);
    assert_eq!(read.entries[0].id, "tag:vigie.example,2026:alerte-1");
    assert_eq!(read.entries[0].content.as_ref().unwrap().body, item(1).content_html);
    assert_eq!(read.entries[0].published.unwrap().timestamp_millis(), item(1).published.millis());
}

#[test]
fn an_empty_feed_is_a_feed() {
    let empty = Feed { next: None, description: String::new(), language: Language::En, ..feed(Vec::new()) };
    for bytes in [rss(&empty), atom(&empty), json(&empty)] {
        let read = read(&bytes);
        assert!(read.entries.is_empty() && linked(&read, "next").is_none());
    }
    assert!(String::from_utf8(rss(&empty)).unwrap().contains("<description/>"));
}

#[test]
fn ten_thousand_items_are_quick() {
    let many = feed((0..10_000).map(item).collect());
    let watch = Watch::now();
    for bytes in [rss(&many), atom(&many), json(&many)] {
        assert!(bytes.len() > 1_000_000);
    }
    // A third of a second without optimisation; the bound is for machines that do ten other things.
    assert!(watch.elapsed() < Duration::from_secs(5), "{:?}", watch.elapsed());
}

/// What XML 1.0 can hold of a text.
fn kept(text: &str) -> String {
    let forbidden =
        |one: &char| (*one < ' ' && !"\t\n\r".contains(*one)) || matches!(one, '\u{FFFE}' | '\u{FFFF}');
    text.chars().filter(|one| !forbidden(one)).collect()
}

/// Titles made to break documents.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("]]>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("</title><script>alert(1)</script>".to_owned()),
        Just("&amp;lt;&#0;&nbsp;&".to_owned()),
        Just("<!-- -- -->\"'".to_owned()),
        Just("\u{202E}مستشفى\u{200F} בית\u{2066}".to_owned()),
        Just("👩🏽‍⚕️🏥\u{FFFE}\u{FFFF}\u{0}\u{B}\u{1F}\u{7F}\u{85}".to_owned()),
        Just(" \t\r\n ".to_owned()),
        any::<String>(),
        "\\PC{0,12}",
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_hostile_text_comes_back_as_the_same_text(title in hostile(), summary in hostile(), label in hostile()) {
        let one = Item {
            title: title.clone(),
            summary: summary.clone(),
            content_html: None,
            categories: vec![Category { term: "t".into(), label: label.clone() }],
            ..item(1)
        };
        let feed = feed(vec![one]);

        let value: serde_json::Value = serde_json::from_slice(&json(&feed)).unwrap();
        prop_assert_eq!(value["items"][0]["title"].as_str().unwrap(), kept(&title));
        prop_assert_eq!(value["items"][0]["content_text"].as_str().unwrap(), kept(&summary));
        prop_assert_eq!(value["items"][0]["tags"][0].as_str().unwrap(), kept(&label));

        let (title, label) = (kept(&title), kept(&label));
        // The reader trims what stands around a text, as readers do.
        for bytes in [rss(&feed), atom(&feed)] {
            let read = read(&bytes);
            let entry = &read.entries[0];
            prop_assert_eq!(read.entries.len(), 1);
            prop_assert_eq!(entry.title.as_ref().map_or("", |text| text.content.trim()), title.trim());
            let read = entry.categories.first().map_or("", |category| category.label.as_ref().unwrap_or(&category.term));
            prop_assert_eq!(read.trim(), label.trim());
        }
    }
}

/// Python's parser shares no line with ours. Each document is given to it, and it answers with what it read.
const PYTHON: &str = r"
import sys, json, xml.etree.ElementTree as E
from email.utils import parsedate_to_datetime
root = E.parse(sys.stdin.buffer).getroot()
A = '{http://www.w3.org/2005/Atom}'
if root.tag == 'rss':
    found = [(i.findtext('title') or '', int(parsedate_to_datetime(i.findtext('pubDate')).timestamp())) for i in root.iter('item')]
    own = [l.get('href') for l in root.iter(A + 'link') if l.get('rel') == 'self']
else:
    found = [(e.findtext(A + 'title') or '', 0) for e in root.iter(A + 'entry')]
    own = [l.get('href') for l in root.findall(A + 'link') if l.get('rel') == 'self']
print(json.dumps({'items': found, 'own': own, 'lang': root.get('{http://www.w3.org/XML/1998/namespace}lang')}))
";

fn python(bytes: &[u8]) -> Option<serde_json::Value> {
    let mut child = Command::new("python3")
        .args(["-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let answer = child.wait_with_output().unwrap();
    assert!(answer.status.success());
    Some(serde_json::from_slice(&answer.stdout).unwrap())
}

#[test]
fn a_parser_of_another_family_reads_the_same() {
    let titles = [
        "]]> <![CDATA[ </title><script>",
        "&amp;lt; &#0; &nbsp;",
        "\u{202E}مستشفى\u{200F} בית",
        "👩🏽‍⚕️\u{0}\u{B}\u{1F}\u{FFFE}\u{7F}\u{85}",
        " tabulation\t retour\r\n ",
    ];
    let items = titles.iter().map(|title| Item { title: (*title).to_owned(), ..item(1) }).collect();
    let feed = feed(items);
    for (bytes, dates) in [(rss(&feed), true), (atom(&feed), false)] {
        let Some(read) = python(&bytes) else {
            println!("There is no Python here: this reading was not done.");
            return;
        };
        assert_eq!(read["lang"], "fr");
        assert_eq!(read["own"], serde_json::json!([feed.own]));
        for (index, title) in titles.iter().enumerate() {
            assert_eq!(read["items"][index][0].as_str().unwrap(), kept(title));
            if dates {
                assert_eq!(read["items"][index][1], feed.items[index].published.millis() / 1000);
            }
        }
    }
}
