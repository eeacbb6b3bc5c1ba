//! A text as a PDF: the same words, in the order of the page.

use access::Caller;
use documents::{Block, Document, Drawing, Fact};
use publications::{Listed, Version, rules::Kind};
use vocabulary::{Id, Problem};

use super::{Grave, When, facts::FactsView};
use crate::{locale::Words, visit::Visit};

/// The document of a version, in the reader's language as far as it was written in it.
pub(super) async fn document(
    visit: &Visit,
    caller: &Caller,
    listed: &Listed,
    version: &Version,
) -> Result<Document, Problem> {
    let said = version.content.texts.for_reader(visit.language()).0;
    let text = super::reading::parsed(&said.body)?;
    let ids: Vec<Id> = text.images().into_iter().map(|image| image.id).collect();
    let drawings = visit.site.services.publications.drawings(caller, &ids).await?;
    let drawn = |id: Id| drawings.get(&id).map(|(header, bytes)| Drawing::new(*header, bytes));
    let body = documents::blocks(&text, &visit.site.settings.base_url, &drawn);
    Ok(around(visit, listed, version, body))
}

/// The document, around its body.
fn around(visit: &Visit, listed: &Listed, version: &Version, body: Vec<Block>) -> Document {
    let (words, settings) = (&visit.words, &visit.site.settings);
    let content = &version.content;
    let (said, language) = content.texts.for_reader(words.language);
    let url = format!("{}{}", settings.base_url, super::address(listed, words.language));
    let mut blocks = vec![Block::Front {
        subject: words.k("watch-kind-", listed.kind.code(), ""),
        said: front(words, listed, version),
        tlp: content.tlp,
    }];
    if settings.demonstration {
        blocks.push(Block::Note { text: words.t("demonstration") });
    }
    blocks.push(Block::Paragraph { text: said.summary.clone() });
    if !version.alone.is_empty() {
        blocks.push(Block::Note { text: words.t1("watch-alone", "reason", &version.alone) });
    }
    if language != words.language {
        blocks.push(Block::Note { text: words.t("watch-untranslated") });
    }
    if listed.kind == Kind::Card || listed.kind == Kind::Alert {
        blocks.push(Block::Note { text: words.t1("paper-emergency", "phone", &settings.phone) });
    }
    let facts = (listed.kind == Kind::Alert).then(|| FactsView::new(visit, words, content));
    if let Some(facts) = &facts {
        blocks.push(Block::Section { text: words.t("watch-first") });
        let first = facts.first.iter().map(|(label, value, _)| fact(label, value));
        let first = first.chain(facts.products.iter().map(|touched| {
            let value =
                words.t2("watch-product-said", "versions", &touched.versions, "fixed", &touched.fixed);
            fact(&format!("{} {}", touched.vendor, touched.product), &value)
        }));
        blocks.push(Block::Facts { facts: first.collect() });
    }
    blocks.extend(body);
    if let Some(facts) = &facts {
        blocks.extend(technical(words, facts));
    }
    if !content.sources.is_empty() {
        blocks.push(Block::Section { text: words.t("watch-sources") });
        let source = |source: &publications::rules::Source| {
            let parts = [source.publisher.as_str(), &source.title, &source.url];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        };
        blocks.push(Block::List { ordered: false, items: content.sources.iter().map(source).collect() });
    }
    Document {
        language,
        title: said.title.clone(),
        author: settings.operator.clone(),
        at: version.at,
        foot: url,
        blocks,
    }
}

fn fact(label: &str, value: &str) -> Fact {
    Fact { label: label.to_owned(), value: value.to_owned() }
}

/// When it was published, and which version it is.
fn front(words: &Words, listed: &Listed, version: &Version) -> String {
    let mut said = format!("{} {}", words.t("watch-published"), When::new(words, listed.first_at).words);
    if version.number > 1 {
        let day = When::new(words, version.at).words;
        let revised = words.t2("watch-revised-version", "day", day, "number", version.number);
        said.push_str(&format!(" · {} {revised}", words.t("watch-revised")));
    }
    if let Some(level) = version.content.severity {
        said.push_str(&format!(
            " · {} {}",
            words.t("watch-severity-is"),
            Grave::new(words, level.into()).word
        ));
    }
    said
}

fn technical(words: &Words, facts: &FactsView) -> Vec<Block> {
    let mut lines: Vec<Fact> = facts.later.iter().map(|(label, value)| fact(label, value)).collect();
    let names =
        |list: &[(String, String)]| list.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    for (label, list) in [("watch-cves", &facts.cves), ("watch-cwes", &facts.cwes)] {
        if !list.is_empty() {
            lines.push(fact(&words.t(label), &names(list)));
        }
    }
    for scored in &facts.scored {
        let said: Vec<&str> = scored.metrics.iter().map(|(_, said)| said.as_str()).collect();
        lines.push(fact(&scored.title, &format!("{}\n{}", scored.vector, said.join("\n"))));
    }
    vec![Block::Section { text: words.t("watch-technical") }, Block::Facts { facts: lines }]
}
