//! Whatever is typed or put, there is an answer, and it takes no longer than it may.

use proptest::{
    prelude::{Strategy as _, any, prop},
    strategy::ValueTree as _,
    test_runner::TestRunner,
};
use storage::on_both_engines;

use crate::ground::{Doc, Ground, question};

const HOSTILE: [&str; 34] = [
    "*",
    "**",
    "fort*",
    "NEAR(a b, 2)",
    "a NEAR b",
    "title:secret",
    "{title body} : x",
    "^début",
    "a AND",
    "OR",
    "NOT",
    "AND OR NOT",
    "(",
    ")",
    "((((",
    "\"",
    "\"\"",
    "\"a",
    "'",
    "''",
    "a'b",
    "' OR '1'='1",
    "a:*",
    "a:A",
    "a & b | !c",
    "a <-> b",
    "<->",
    "\\",
    "\\'",
    "%",
    "_",
    "a\0b",
    "\u{0}",
    "\u{fffd}\u{202e}",
];

on_both_engines! {
    async fn abuse_h02_what_engines_would_understand_is_plain_text(database) {
        let ground = Ground::new(&database);
        ground.put(&[Doc::new(1).titled("Fortinet AND OR NOT NEAR").says("secret début 100% a_b l'un")]).await;
        for typed in HOSTILE {
            ground.found(typed).await;
        }
        assert_eq!(ground.found("fort*").await, [0_u32; 0]);
        assert_eq!(ground.found("title:secret").await, [0_u32; 0]);
        assert_eq!(ground.found("fortinet near").await, [1]);
        assert_eq!(ground.found("NOT secret").await, [1]);
        for typed in ["😀", "*", "\"", "( )", "\u{301}"] {
            let answer = ground.ask(question(typed)).await;
            assert_eq!((answer.total.count, answer.suggestion), (0, None), "{typed}");
        }
    }

    async fn abuse_h02_long_questions_are_cut_and_said_to_be(database) {
        let ground = Ground::new(&database);
        ground.put(&[Doc::new(1).titled("mot0 mot1 mot2 mot3 mot4 mot5 mot6 mot7 mot8 mot9 mot10 mot11 mot12 mot13 mot14 mot15")]).await;
        let many: String = (0..200).fold(String::new(), |all, n| all + &format!("mot{n} "));
        let answer = ground.ask(question(&many)).await;
        assert_eq!((answer.hits.len(), answer.cut), (1, true));
        let quotes = "\"a b\" ".repeat(5000);
        assert!(ground.ask(question(&quotes)).await.cut);
        for endless in ["é".repeat(1_000_000), "a-".repeat(500_000), "l'".repeat(500_000), "a\"«“".repeat(100_000), "1.".repeat(99)] {
            assert!(ground.ask(question(&endless)).await.hits.is_empty());
        }
        let mut filtered = question("");
        filtered.filters = (0..10_000).map(|n| ("year".to_owned(), n.to_string())).collect();
        assert_eq!(ground.ask(filtered).await.hits.len(), 0);
        let mut greedy = question("mot0");
        greedy.limit = usize::MAX;
        assert_eq!(ground.ask(greedy).await.hits.len(), 1);
    }

    async fn abuse_h02_anything_can_be_put_and_asked_for(database) {
        let ground = Ground::new(&database);
        let mut runner = TestRunner::deterministic();
        let text = prop::collection::vec(prop::char::any(), 0..60).prop_map(|chars| chars.into_iter().collect::<String>());
        for number in 0..60 {
            let [title, body, name, typed] = std::array::from_fn(|_| text.new_tree(&mut runner).unwrap().current());
            let doc = Doc::new(number).titled(&title).says(&body).named(&[&name]).with("product", &name);
            ground.put(&[if any::<bool>().new_tree(&mut runner).unwrap().current() { doc.english() } else { doc }]).await;
            ground.found(&typed).await;
            ground.found(&format!("\"{typed}\"")).await;
            ground.found(&name).await;
        }
        let endless = Doc::new(99).titled(&"long ".repeat(10_000)).says(&(0..100_000).fold(String::new(), |all, n| all + &format!("{n}ŝ "))).named(&[&"n".repeat(9999)]);
        ground.put(&[endless]).await;
        assert_eq!(ground.found("5ŝ long").await, [99]);
        for number in 0..100 {
            ground.remove(number).await;
        }
        assert_eq!(ground.found("").await, [0_u32; 0]);
        let left = storage::testing::contents(&database, &["counters"]).await;
        assert_eq!(left.into_iter().filter(|line| line.starts_with("search_")).collect::<Vec<_>>(), Vec::<String>::new());
    }

    async fn each_word_finds_what_it_was_put_in(database) {
        let ground = Ground::new(&database);
        let mut runner = TestRunner::deterministic();
        let word = "[a-zéèêàùçïœA-ZÉ]{3,14}|[a-z]{2,5}-[0-9]{1,4}|[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]{1,2})?|[a-z]{2,8}-[a-z]{2,8}|[a-zà-ü]{2,9}['’][a-zà-ü]{3,9}";
        let words = prop::collection::vec(word, 4..12);
        for number in 0..40 {
            let words: Vec<String> = words.new_tree(&mut runner).unwrap().current();
            let [title, summary, body] = [0, 1, 2].map(|part| words.iter().skip(part).step_by(3).cloned().collect::<Vec<_>>().join(" "));
            let doc = Doc::new(number).titled(&title).summed(&summary).says(&body);
            let doc = if number % 2 == 0 { doc.english() } else { doc };
            ground.put(&[doc]).await;
            for typed in &words {
                for typed in [typed.clone(), typed.to_uppercase(), format!("«{typed}»")] {
                    let found = ground.found(&typed).await;
                    // A word that tells nothing in one language may be all that is asked for.
                    assert!(found.contains(&number) || typed.chars().count() < 6, "{typed:?} of {words:?}: {found:?}");
                }
            }
            let all = words.join(" ");
            if words.iter().all(|word| word.chars().count() > 5) && all.chars().count() < 200 {
                assert_eq!(ground.found(&all).await, [number], "{all}");
            }
        }
    }
}
