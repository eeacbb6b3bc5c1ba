//! What the cell writes, and how it stands on a page.

use markdown::{Align, Block, Heading, Html, Link, Options, Place, Section, Size, Span, Text};
use vocabulary::Language;

use crate::{IMAGE, bare, html};

#[test]
fn each_part_has_its_tags() {
    for (typed, written) in [
        ("Une ligne\nqui suit.\n\nUne autre.", "<p>Une ligne qui suit.</p>\n<p>Une autre.</p>\n"),
        ("fin  \nsuite\\\nfin", "<p>fin<br>\nsuite<br>\nfin</p>\n"),
        ("**fort** *dit* `c < d`", "<p><strong>fort</strong> <em>dit</em> <code>c &lt; d</code></p>\n"),
        (
            "- a\n- b\n  1. c\n  2. d",
            "<ul>\n<li>a</li>\n<li>b<ol>\n<li>c</li>\n<li>d</li>\n</ol>\n</li>\n</ul>\n",
        ),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("- a\n\n- b", "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n"),
        ("> dit\n>\n> encore", "<blockquote>\n<p>dit</p>\n<p>encore</p>\n</blockquote>\n"),
        ("```sh\nnet stop\n\nx\n```", "<pre class=\"code\"><code>net stop\n\nx</code></pre>\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("", ""),
        (
            "[a](/b \"titre\") <https://a.fr>",
            "<p><a href=\"/b\">a</a> <a href=\"https://a.fr/\" class=\"away\" rel=\"noopener noreferrer external\">https://a.fr</a></p>\n",
        ),
        (
            "<cellule@exemple.fr> [15](tel:15) [](/a)",
            "<p><a href=\"mailto:cellule@exemple.fr\">cellule@exemple.fr</a> <a href=\"tel:15\">15</a> <a href=\"/a\">/a</a></p>\n",
        ),
        ("[non](ftp://a.fr) ![schéma](a.png)", "<p>non schéma</p>\n"),
        ("~~a~~ a[^1] $x$ - [ ] b", "<p>~~a~~ a[^1] $x$ - [ ] b</p>\n"),
    ] {
        assert_eq!(bare(typed), written, "{typed}");
    }
}

#[test]
fn headings_begin_at_the_second_level_and_none_is_skipped() {
    let ids = |typed: &str| {
        let outline = Text::parse(typed).unwrap().outline();
        outline
            .into_iter()
            .map(|heading| format!("{} {}", heading.level, heading.id))
            .collect::<Vec<_>>()
            .join(", ")
    };
    for (typed, outline) in [
        ("# A\n## B\n### C\n# D", "2 s-a, 3 s-b, 4 s-c, 2 s-d"),
        ("## A\n#### B\n### C\n## D", "2 s-a, 3 s-b, 3 s-c, 2 s-d"),
        ("### A\n## B\n# C", "2 s-a, 2 s-b, 2 s-c"),
        (
            "# Été, à l’œuvre !\n# Été à l'œuvre\n# Été à l'œuvre 2",
            "2 s-ete-a-l-oeuvre, 2 s-ete-a-l-oeuvre-2, 2 s-ete-a-l-oeuvre-2-2",
        ),
        ("# 張\n# 😀\n#\n# &nbsp;", "2 s-section, 2 s-section-2"),
        ("A\n=\nB\n-", "2 s-a, 3 s-b"),
        ("> # A\n\n- # B", ""),
        ("# `a` **b** [c](/d)", "2 s-a-b-c"),
        ("# a\n## a\n### a\n#### a\n##### a\n###### a", "2 s-a, 3 s-a-2, 4 s-a-3, 5 s-a-4, 6 s-a-5, 6 s-a-6"),
    ] {
        assert_eq!(ids(typed), outline, "{typed}");
        bare(typed);
    }
    assert_eq!(bare("- # B"), "<ul>\n<li><strong>B</strong></li>\n</ul>\n");
    assert_eq!(
        Text::parse("## Le **plan**").unwrap().outline(),
        [Heading { level: 2, id: "s-le-plan".to_owned(), title: "Le plan".to_owned() }]
    );
}

#[test]
fn a_table_scrolls_in_a_region_with_a_name_of_its_own() {
    let typed = "## Quoi\n\n| Constat | Délai | RSSI |\n|---|---:|:-:|\n| a | 4 h | RSSI |\n| b |\n\n| | x |\n|-|-|\n| ligne | c |\n|  | d |";
    let page = html(typed);
    assert!(page.starts_with(
        "<h2 id=\"s-quoi\">Quoi</h2>\n<section class=\"scroll\" tabindex=\"0\" aria-label=\"Tableau 1, Quoi\"><table>\n<thead>\n<tr>\
         <th scope=\"col\">Constat</th><th scope=\"col\" class=\"end\">Délai</th><th scope=\"col\" class=\"middle\">RSSI</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>a</td><td class=\"end\">4 h</td><td class=\"middle\"><button"
    ), "{page}");
    assert!(page.contains("<tr><td>b</td><td class=\"end\"></td><td class=\"middle\"></td></tr>"), "{page}");
    assert!(
        page.contains(
            "aria-label=\"Tableau 2, Quoi\"><table>\n<thead>\n<tr><td></td><th scope=\"col\">x</th></tr>"
        ),
        "{page}"
    );
    assert!(
        page.contains("<tr><th scope=\"row\">ligne</th><td>c</td></tr>\n<tr><td></td><td>d</td></tr>"),
        "{page}"
    );
    let text = Text::parse(typed).unwrap();
    let Block::Table(table) = &text.blocks()[1] else { panic!() };
    assert_eq!(table.aligns, [Align::Start, Align::End, Align::Middle]);
}

#[test]
fn a_term_is_explained_once_where_it_first_comes_as_a_whole_word() {
    let means = |form: &str| {
        format!(
            "<button type=\"button\" class=\"term\" popovertarget=\"g-rssi\">{form}</button><span popover id=\"g-rssi\" class=\"term-means\">Qui répond de la sécurité &lt;des&gt; systèmes.</span>"
        )
    };
    for (typed, written) in [
        ("Le RSSI, le RSSI.", format!("<p>Le {}, le RSSI.</p>\n", means("RSSI"))),
        (
            "**Responsable de la\nsécurité** puis RSSI",
            format!("<p><strong>{}</strong> puis RSSI</p>\n", means("Responsable de la sécurité")),
        ),
        (
            "[RSSI](/a) `RSSI` RSSIs sous-RSSI éRSSI RSSI-2",
            "<p><a href=\"/a\">RSSI</a> <code>RSSI</code> RSSIs sous-RSSI éRSSI RSSI-2</p>\n".to_owned(),
        ),
        ("# RSSI\n\nd’RSSI", format!("<h2 id=\"s-rssi\">RSSI</h2>\n<p>d’{}</p>\n", means("RSSI"))),
    ] {
        assert_eq!(html(typed), written, "{typed}");
    }
    let page = html("L’hameçon et l’hameçonnage");
    assert!(page.contains("popovertarget=\"g-hameconnage\">L’hameçon</button>"), "{page}");
    assert_eq!(page.matches("popovertarget").count(), 1);
    assert_eq!(crate::glossary().terms().len(), 5, "a key is taken once");
}

#[test]
fn images_have_their_size_and_pages_their_language() {
    assert_eq!(
        html(&format!("![Un « plan »]({IMAGE} \"Le  plan\")")),
        format!(
            "<figure><img src=\"{IMAGE}\" alt=\"Un « plan »\" width=\"640\" height=\"480\" loading=\"lazy\"><figcaption>Le plan</figcaption></figure>\n"
        )
    );
    assert_eq!(
        html(&format!("a ![b]({IMAGE})")),
        format!("<p>a <img src=\"{IMAGE}\" alt=\"b\" width=\"640\" height=\"480\" loading=\"lazy\"></p>\n")
    );
    let typed = format!("[a](/b) ![c]({IMAGE})");
    let options = Options {
        language: Some(Language::En),
        site: "https://cellule.exemple.fr",
        images: &|_| Some(Size { width: 1, height: 2 }),
        ..Options::default()
    };
    let page: Html = Text::parse(&typed).unwrap().html(&options);
    assert_eq!(
        page.as_str(),
        format!(
            "<div lang=\"en\">\n<p><a href=\"https://cellule.exemple.fr/b\">a</a> <img src=\"https://cellule.exemple.fr{IMAGE}\" alt=\"c\" width=\"1\" height=\"2\" loading=\"lazy\"></p>\n</div>\n"
        )
    );
}

#[test]
fn links_out_say_that_they_leave() {
    assert_eq!(
        html("[CERT-FR](https://cert.ssi.gouv.fr/a?b=c&d='e')"),
        "<p><a href=\"https://cert.ssi.gouv.fr/a?b=c&amp;d=%27e%27\" class=\"away\" rel=\"noopener noreferrer external\">CERT-FR<span class=\"out\"> (autre site)</span></a></p>\n"
    );
    let link = |href: &str, text: &str, place| Link { href: href.to_owned(), text: text.to_owned(), place };
    assert_eq!(
        Text::parse("# [A](/a)\n\n- **[b](https://b.fr)**\n\n| [c](tel:15) |\n|-|\n| <d@e.fr> |")
            .unwrap()
            .links(),
        [
            link("/a", "A", Place::Here),
            link("https://b.fr/", "b", Place::Away),
            link("tel:15", "c", Place::Phone),
            link("mailto:d@e.fr", "d@e.fr", Place::Mail),
        ]
    );
}

const CARD: &str = "Une fiche.\n\n## Pour qui\n\n- Le **cadre** :\n  il décide\n- L’[informatique](/a)\n\n### Dans l’heure\n\n3. un\n4. deux\n   - trois\n\n## À ne pas faire\n\n> Payer\n\n| a | b |\n|-|-|\n| c | d |\n\n```\nx\n  y\n```";

#[test]
fn the_words_alone_are_for_searching_and_for_messages() {
    let text = Text::parse(CARD).unwrap();
    assert_eq!(
        text.plain(),
        "Une fiche.\n\nPour qui\n\n- Le cadre : il décide\n- L’informatique\n\nDans l’heure\n\n3. un\n4. deux\n   - trois\n\nÀ ne pas faire\n\n\
         Payer\n\na | b\nc | d\n\nx\n  y"
    );
    let section = |title: &str, id: &str, text: &str| Section {
        title: title.to_owned(),
        id: id.to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(
        text.sections(),
        [
            section("", "", "Une fiche."),
            section(
                "Pour qui",
                "s-pour-qui",
                "- Le cadre : il décide\n- L’informatique\n\nDans l’heure\n\n3. un\n4. deux\n   - trois"
            ),
            section("À ne pas faire", "s-a-ne-pas-faire", "Payer\n\na | b\nc | d\n\nx\n  y"),
        ]
    );
    assert_eq!(Text::parse("# A\nUn deux, trois quatre").unwrap().summary(12), "Un deux…");
    assert_eq!(Text::parse("# A\nUn deux").unwrap().summary(12), "Un deux");
    assert_eq!(Text::parse("- a\n- b").unwrap().summary(80), "- a - b");
    assert_eq!(Text::parse("aaaaaaaaaa").unwrap().summary(5), "aaaa…");
}

#[test]
fn the_tree_holds_what_the_pdf_is_made_of() {
    let text = Text::parse("## A\n\nb **c**\n\n- d").unwrap();
    let words = |text: &str| Span::Text(text.to_owned());
    assert_eq!(
        text.blocks(),
        [
            Block::Heading { level: 2, id: "s-a".to_owned(), spans: vec![words("A")] },
            Block::Paragraph { spans: vec![words("b "), Span::Strong(vec![words("c")])] },
            Block::List {
                start: None,
                tight: true,
                items: vec![vec![Block::Paragraph { spans: vec![words("d")] }]]
            },
        ]
    );
}
