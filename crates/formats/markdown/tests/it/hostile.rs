//! What nobody should write, and what comes of it.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use markdown::{Glossary, MAX_LENGTH, Options, Size, Text};
use proptest::prelude::*;

use crate::{IMAGE, bare, fragment, html};

/// Everything that could run, leave or load, in the spellings in which it gets past those who filter.
const MARKUP: &[&str] = &[
    "<script>alert(1)</script>",
    "a <script src=//evil.example></script> b",
    "<img src=x onerror=alert(1)>",
    "a <img src=x onerror=alert(1)> b",
    "<svg/onload=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<iframe src=\"https://evil.example\"></iframe>",
    "<style>*{display:none}</style>",
    "<div onclick=\"alert(1)\">\n\n**gras**\n\n</div>",
    "<!-- caché -->",
    "a <!-- caché --> b",
    "<!-- > <img src=x onerror=alert(1)> -->",
    "<![CDATA[<script>]]>",
    "<?php echo 1 ?>",
    "<!DOCTYPE html>",
    "<details open ontoggle=alert(1)>",
    "<base href=\"https://evil.example\">",
    "<form action=//evil><input name=a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\\<script>alert(1)\\</script>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "    <script>alert(1)</script>",
    "# <script>alert(1)</script>",
    "# \" onclick=\"alert(1)",
    "| <script> | \" |\n|---|---|\n| <img src=x onerror=alert(1)> | ' |",
    "> <script>alert(1)</script>",
    "- <script>\n  alert(1)\n  </script>",
    "<x\u{0}y>",
    "<SCRIPT\n>alert(1)</SCRIPT\n>",
    "<<script>script>alert(1)</script>",
    "</p></div></main><script>alert(1)</script>",
    "<a",
    "</",
    "<!--",
    "<![CDATA[",
    "[x](https://a.fr \"title\\\" onmouseover=alert(1)\")",
    "![x\" onerror=\"alert(1)](/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59)",
    "![x](/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59 \"<script>alert(1)</script>\")",
];

#[test]
fn abuse_c01_c02_markup_is_shown_as_the_text_that_it_is() {
    for typed in MARKUP {
        let page = html(typed);
        for tag in
            ["<script", "<svg", "<iframe", "<style", "<form", "<base", "<!", "<?", "<details", "<SCRIPT"]
        {
            assert!(!page.contains(tag), "{typed}\n{page}");
        }
    }
    assert_eq!(bare("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    assert_eq!(bare("a <b>x</b> <!-- c -->"), "<p>a &lt;b&gt;x&lt;/b&gt; &lt;!-- c --&gt;</p>\n");
    assert_eq!(bare("<div>\n*a*\n</div>"), "<p>&lt;div&gt;<br>\n*a*<br>\n&lt;/div&gt;</p>\n");
    assert_eq!(bare("&lt;b&gt; &amp;amp;"), "<p>&lt;b&gt; &amp;amp;</p>\n");
}

/// Addresses that no link may have, each written in every way in which Markdown can say an address.
const LEADING_ASTRAY: &[&str] = &[
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java&#115;cript:alert(1)",
    "javascript&#58;alert(1)",
    "javascript&colon;alert(1)",
    "&#106;&#97;vascript:alert(1)",
    "java&Tab;script:alert(1)",
    "java&#x0A;script:alert(1)",
    "java&#0;script:alert(1)",
    "&#x202e;javascript:alert(1)",
    "javascript\\:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:text/html,x",
    "data&#58;x",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//evil.example/x",
    "&#47;&#47;evil.example",
    "/\\\\evil.example",
    "/&#92;evil.example",
    "/&Tab;/evil.example",
    "\\/\\/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://a.fr&commat;evil.example",
    "https://a.fr@evil.example",
    "../admin",
    "/../admin",
    "/a/%2e%2e/b",
    "admin",
    "#s-a",
    "?a=b",
    "mailto:a@b.fr?bcc=c@d.fr",
    "mailto:a@b.fr&#10;bcc:c@d.fr",
    "tel:*21*0123456789#",
    "ms-word:ofe|u|https://evil.example",
    "blob:https://a.fr/1",
    "about:blank",
];

#[test]
fn abuse_c02_no_link_and_no_image_leads_astray() {
    for address in LEADING_ASTRAY {
        for typed in [
            format!("[mots]({address})"),
            format!("[mots](<{address}>)"),
            format!("[mots][a]\n\n[a]: {address}"),
            format!("[mots][a]\n\n[a]: <{address}> 'titre'"),
            format!("[mots]\n\n[MOTS]: {address}"),
            format!("**[*mots*]({address})**"),
            format!("| [mots]({address}) |\n|---|"),
            format!("# [mots]({address})"),
            format!("[![mots](https://evil.example/x.png)]({address})"),
            format!("![mots]({address})"),
            format!("![mots](<{address}> \"titre\")"),
            format!("![mots][a]\n\n[a]: {address}"),
            format!("![[mots](https://a.fr)]({address})"),
            format!("<{address}> mots"),
        ] {
            let text = Text::parse(&typed).unwrap();
            let page = html(&typed);
            assert!(!page.contains("<a ") && !page.contains("<img"), "{typed}\n{page}");
            assert!(page.contains("mots"), "{typed}\n{page}");
            assert!(text.links().is_empty() && text.images().is_empty(), "{typed}");
        }
    }
}

#[test]
fn abuse_c02_remote_images_leave_their_words_and_a_remark() {
    let typed = format!("![Un schéma](https://evil.example/p.png) et ![]({IMAGE}) et ![à nous]({IMAGE})");
    let text = Text::parse(&typed).unwrap();
    assert_eq!(text.plain(), "Un schéma et  et à nous");
    assert_eq!(text.images().len(), 1);
    assert_eq!(text.remarks().len(), 2);
    assert!(!html(&typed).contains("evil"));
    // One of ours that is not there any more leaves its words too.
    assert_eq!(bare(&format!("![à nous]({IMAGE} \"légende\")")), "<p>à nous</p>\n");
}

#[test]
fn abuse_c11_what_cannot_be_seen_is_left_out_however_it_is_written() {
    assert_eq!(
        bare("a\u{202e}b&#x202e;c&#8238;d&#0;e&#7;f\u{0}g `h\u{202e}`"),
        "<p>abcd\u{fffd}efg <code>h</code></p>\n"
    );
    assert_eq!(bare("e&#769;"), "<p>é</p>\n", "composed after references were resolved");
}

fn each(numbers: Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().concat()
}

/// Texts that cost more than their length to readers that are not careful.
fn bombs() -> Vec<(&'static str, String)> {
    let fill = |part: &str| part.repeat(MAX_LENGTH / part.chars().count());
    let table = |columns: usize, rows: usize| {
        format!("|{}\n|{}\n{}", "a|".repeat(columns), "-|".repeat(columns), "|a\n".repeat(rows))
    };
    vec![
        ("brackets", fill("[")),
        ("brackets closed", fill("]")),
        ("pairs", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("links opened", fill("[](")),
        ("links in links", fill("[a](<b")),
        ("links half", fill("[ (](")),
        ("images", fill("![")),
        ("images in images", format!("{}{}", "![a".repeat(40_000), "](b)".repeat(20_000))),
        ("stars", fill("*")),
        ("stars apart", fill("* ")),
        ("stars in words", fill("a***")),
        ("stars and bars", fill("*_")),
        ("weights opened", fill("**a ")),
        ("weights in weights", format!("{}{}", "*a _b ".repeat(16_000), "_ *".repeat(16_000))),
        ("ticks", each(1..600, |n| format!("{} ", "`".repeat(n)))),
        ("ticks alone", fill("`a``")),
        ("quotes", fill(">")),
        ("quotes and lines", format!("{}a\n{}", "> ".repeat(MAX_LENGTH / 5), "\n".repeat(MAX_LENGTH / 2))),
        ("lists in a line", format!("{}a{}", "- ".repeat(MAX_LENGTH / 5), "\n".repeat(MAX_LENGTH / 2))),
        ("numbers in a line", fill("1. ")),
        ("lists by margin", each(0..400, |n| format!("{}- a\n", "  ".repeat(n)))),
        (
            "margins and lines",
            format!("{}{}", each(0..300, |n| format!("{}- a\n", "  ".repeat(n))), "\n".repeat(100_000)),
        ),
        ("markup opened", fill("<a ")),
        ("comments opened", fill("a <!-- ")),
        ("sections opened", fill("a <![CDATA[")),
        ("instructions opened", fill("a <?")),
        ("declarations opened", fill("a <!A ")),
        ("attributes", format!("<a {}", "b=\"c\" ".repeat(30_000))),
        ("references", fill("&#60;")),
        ("references half", fill("&")),
        ("named", fill("&CounterClockwiseContourIntegral;")),
        ("definitions", each(0..12_000, |n| format!("[a{n}]: /b\n"))),
        ("one long definition", format!("[x]: /{}\n{}", "x".repeat(50_000), "[x]\n".repeat(30_000))),
        ("definitions half", fill("[a]: \n")),
        ("footnotes", fill("[^a\n")),
        ("closings on lines", fill("]([\n")),
        ("headings", fill("# a\n")),
        ("headings of signs", fill("# $\n")),
        ("underlined", fill("a\n=\n")),
        ("rules", fill("---\n\n")),
        ("wide table", table(20_000, 30_000)),
        ("long table", table(2, 60_000)),
        ("bars", fill("|")),
        ("bars and lines", fill("|-\n")),
        ("fences", fill("```\n")),
        ("fences of all sizes", each(3..600, |n| format!("{}\n", "`".repeat(n)))),
        ("backslashes", fill("\\")),
        ("spaces", fill(" ")),
        ("tabs", fill("\t")),
        ("lines", fill("\n")),
        ("hard ends", fill("a  \n")),
        ("marks on a letter", format!("a{}", "\u{301}".repeat(MAX_LENGTH - 1))),
        ("one that is too long", "a".repeat(MAX_LENGTH + 1)),
        ("far too long", "a".repeat(20 * MAX_LENGTH)),
    ]
}

/// A hundred times what the slowest takes here in an unoptimized build: what is quadratic takes hundreds of seconds.
const LONG: Duration = Duration::from_secs(20);

#[test]
fn abuse_c10_bombs_cost_no_more_than_their_length() {
    let glossary = crate::glossary();
    for (name, typed) in bombs() {
        let begun = Instant::now();
        match Text::parse(&typed) {
            Ok(text) => {
                let options = Options {
                    glossary: Some(&glossary),
                    images: &|_| Some(Size { width: 1, height: 1 }),
                    table: "Tableau",
                    ..Options::default()
                };
                let page = text.html(&options).into_string();
                assert_eq!(fragment::check(&page), Ok(()), "{name}");
                assert!(page.len() < 30 * MAX_LENGTH, "{name}: {} bytes", page.len());
                text.plain();
                text.sections();
                text.outline();
                println!("{name}: {:?}, {} bytes", begun.elapsed(), page.len());
            }
            Err(refusal) => println!("{name}: {:?}, refused: {}", begun.elapsed(), refusal.code),
        }
        assert!(begun.elapsed() < LONG, "{name}: {:?}", begun.elapsed());
    }
}

#[test]
fn limits_are_said_with_their_number() {
    let nested = |depth: usize| format!("{}a", "> ".repeat(depth));
    let indented = |depth: usize| each(0..depth, |n| format!("{}- a\n", "  ".repeat(n)));
    let links = |count: usize| "[a](/b) ".repeat(count);
    let cells = |rows: usize| format!("|a|b|\n|-|-|\n{}", "|a|b|\n".repeat(rows - 1));
    let columns = |count: usize| format!("|{}\n|{}", "a|".repeat(count), "-|".repeat(count));
    for (within, beyond, code, most) in [
        ("a".repeat(200_000), "a".repeat(200_001), "too-long", "200000"),
        (nested(20), nested(21), "text-too-deep", "20"),
        (indented(20), indented(21), "text-too-deep", "20"),
        (links(500), links(501), "text-too-many-links", "500"),
        (cells(2500), cells(2501), "text-too-many-cells", "5000"),
        (columns(12), columns(13), "text-too-wide", "12"),
    ] {
        assert!(Text::parse(&within).is_ok(), "{code}");
        let refused = Text::parse(&beyond).unwrap_err();
        assert_eq!((refused.code, refused.parameters["max"].as_str()), (code, most));
    }
    assert!(Text::parse(&"- ".repeat(100)).is_ok(), "a long rule is no list");
}

/// Pieces of Markdown, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "# ", "## ", "###### ", "\n", "\n\n", "- ", "1. ", "  ", "    ", "> ", "|", "|-|-|\n", "| a | b |\n|---|---|\n", "*", "**", "_",
            "`", "```\n", "[", "]", "(", ")", "](", "![", "<", ">", "\"", "'", "&", "&#", ";", "&lt;", "&#x202e;", "\\", "---\n", "===\n",
            "[a]: /b\n", "[a]", "https://a.fr", "javascript:", "data:", "/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59", "mailto:a@b.fr",
            "<script>", "</script>", "<!--", "-->", "<a href='x'>", "RSSI", "script", " ", "\t", "\u{0}", "\u{202e}", "é", "e\u{301}", "é-RSSI",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(MARKUP.to_vec()).prop_map(str::to_owned),
        1 => prop::sample::select(LEADING_ASTRAY.to_vec()).prop_map(|a| format!("[x]({a})")),
        2 => ".{0,8}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn whatever_goes_in_what_comes_out_is_ours(typed in pieces()) {
        if let Ok(text) = Text::parse(&typed) {
            let page = html(&typed);
            prop_assert_eq!(&page, &html(text.source()), "kept, it is the same text");
            bare(&typed);
            let ids: Vec<String> = text.outline().into_iter().map(|heading| heading.id).collect();
            let there = ids.iter().all(|id| page.contains(&format!(" id=\"{id}\"")));
            prop_assert!(there);
            prop_assert_eq!(text.links().len(), page.matches("<a ").count());
            prop_assert_eq!(text.images().len(), page.matches("<img ").count());
            prop_assert!(text.summary(40).chars().count() <= 40);
        }
    }

    #[test]
    fn whatever_is_explained_is_inert(means in ".{1,40}", form in ".{1,6}", typed in pieces()) {
        let term = markdown::Term { key: means.clone(), forms: vec![form.clone()], means };
        let glossary = Glossary::new(vec![term]);
        if let Ok(text) = Text::parse(&format!("{typed} {form} ")) {
            let page = text.html(&Options { glossary: Some(&glossary), table: "T", ..Options::default() });
            prop_assert_eq!(fragment::check(page.as_str()), Ok(()));
        }
    }
}
