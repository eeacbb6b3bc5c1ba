//! What one may not read is nowhere: not among hits, counts, facets or proposals.

use std::collections::BTreeSet;

use access::{Audience, Readable};
use storage::on_both_engines;
use vocabulary::Tlp;

use crate::ground::{Doc, Ground, numbers, question};

const AUDIENCES: [&str; 3] = ["public", "rssi", "ars"];

/// Under every mark and audience one document, with words of its own.
fn everything() -> Vec<Doc> {
    let mut docs = Vec::new();
    for (t, tlp) in Tlp::ALL.into_iter().enumerate() {
        for (a, audience) in AUDIENCES.into_iter().enumerate() {
            let number = u32::try_from(t * 3 + a).unwrap();
            let own = own(number);
            docs.push(
                Doc::new(number)
                    .titled("Commun")
                    .says(&format!("motpropre{own}"))
                    .named(&[&format!("NOM-{number}")])
                    .with("product", &own)
                    .marked(tlp, audience),
            );
        }
    }
    docs
}

/// Letters that no other number has.
fn own(number: u32) -> String {
    let letter = char::from_u32(u32::from('a') + number).unwrap();
    letter.to_string().repeat(6)
}

fn reaches() -> Vec<Readable> {
    let all: Vec<(Tlp, Audience)> = Tlp::ALL
        .into_iter()
        .flat_map(|tlp| AUDIENCES.map(|a| (tlp, Audience::from_key(a).unwrap())))
        .collect();
    let some = |keep: &dyn Fn(usize) -> bool| {
        Readable::of(all.iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, pair)| pair.clone()))
    };
    vec![
        some(&|_| false),
        some(&|n| n == 0),
        some(&|n| n % 3 == 1),
        some(&|n| n < 6),
        some(&|n| n != 12),
        some(&|_| true),
    ]
}

on_both_engines! {
    async fn abuse_a02_a11_what_one_may_not_read_leaves_no_trace(database) {
        let ground = Ground::new(&database);
        let docs = everything();
        ground.put(&docs).await;
        for readable in reaches() {
            let mine: BTreeSet<u32> =
                docs.iter().filter(|doc| readable.admits(doc.tlp, &doc.audience)).map(|doc| doc.number).collect();
            for text in ["", "commun", "\"commun\""] {
                let mut asked = question(text);
                asked.readable = &readable;
                let answer = ground.ask(asked).await;
                assert_eq!(numbers(&answer).into_iter().collect::<BTreeSet<_>>(), mine);
                assert_eq!((answer.total.count, answer.total.more), (mine.len(), false));
                for facet in &answer.facets {
                    assert_eq!(facet.values.iter().map(|(_, count)| count).sum::<usize>(), mine.len(), "{}", facet.name);
                }
            }
            for doc in &docs {
                let readable_to_me = mine.contains(&doc.number);
                let own = own(doc.number);
                for (text, filter) in [(format!("motpropre{own}"), None), (format!("nom-{}", doc.number), None), (String::new(), Some(own.clone()))] {
                    let mut asked = question(&text);
                    asked.readable = &readable;
                    asked.filters = filter.map(|value| ("product".to_owned(), value)).into_iter().collect();
                    let answer = ground.ask(asked).await;
                    assert_eq!(answer.total.count, usize::from(readable_to_me), "{text}");
                    if !readable_to_me {
                        assert_eq!(answer, search::Answer::default(), "{text}");
                    }
                }
                // One letter wrong: the word is proposed to those who may read it, and to nobody else.
                let typed = format!("motproqre{own}");
                let mut asked = question(&typed);
                asked.readable = &readable;
                let expected = readable_to_me.then(|| format!("motpropre{own}"));
                assert_eq!(ground.ask(asked).await.suggestion, expected);
            }
        }
    }

    async fn abuse_a11_a_mark_that_changes_is_followed(database) {
        let ground = Ground::new(&database);
        let doc = Doc::new(1).titled("Ransomhouse attaque").with("product", "Produit");
        ground.put(std::slice::from_ref(&doc)).await;
        assert_eq!(ground.found("attaque").await, [1]);
        ground.put(&[doc.marked(Tlp::Red, "rssi")]).await;
        for typed in ["attaque", "", "ransomhous"] {
            assert_eq!(ground.ask(question(typed)).await, search::Answer::default(), "{typed}");
        }
    }
}
