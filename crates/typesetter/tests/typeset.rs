//! What comes out, as independent programs read it: `pdfinfo` and `pdftotext` of Debian's `poppler-utils`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use documents::{Align, Answer, Block, Document, Fact, Span};
use vocabulary::{Instant, Language, Tlp};

/// Runs a program on some bytes.
fn run(program: &str, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}; it is in Debian's poppler-utils"));
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_vec());
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    // One that ends before it has read everything is judged by what it says.
    drop(writer.join().unwrap());
    output
}

fn typeset(request: &[u8]) -> Output {
    run(env!("CARGO_BIN_EXE_vigie-typeset"), &[], request)
}

fn pdf(document: &Document) -> Vec<u8> {
    let made = typeset(&serde_json::to_vec(document).unwrap());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(made.stderr.is_empty(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(made.stdout.starts_with(b"%PDF-1.7"));
    made.stdout
}

/// What `pdfinfo` says of a PDF, asked in one way: nothing, `-meta`, `-struct-text`.
fn info(pdf: &[u8], how: &[&str]) -> String {
    let said = run("pdfinfo", &[how, &["-"]].concat(), pdf);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    // Its own rendering of names in UTF-16 is no UTF-8.
    String::from_utf8_lossy(&said.stdout).into_owned()
}

/// The text of a PDF, in the order of reading, without what only spacing put there.
fn text(pdf: &[u8]) -> String {
    let said = run("pdftotext", &["-enc", "UTF-8", "-", "-"], pdf);
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a PDF would do by itself, or where it leads, if anything. Streams hold letters and drawings, packed: by chance they
/// hold anything.
fn acts(pdf: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(pdf);
    let parts =
        text.split("endstream").map(|part| part.split_once("stream\n").map_or(part, |(clear, _)| clear));
    let clear = parts.collect::<Vec<_>>().concat();
    ["/OpenAction", "/JavaScript", "/URI", "/Launch", "/EmbeddedFile", "/AA"].into_iter().find(|active| {
        // A part of a font may have a name that begins so.
        clear.split(active).skip(1).any(|after| !after.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}

fn document(blocks: Vec<Block>) -> Document {
    Document {
        language: Language::Fr,
        title: "Accusé de réception VIG-2026-000042-K".to_owned(),
        author: "Cellule d’essai".to_owned(),
        at: Instant::from_millis(1_795_000_000_000),
        foot: "VIG-2026-000042-K".to_owned(),
        blocks,
    }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned() }
}

fn fact(label: &str, value: &str) -> Fact {
    Fact { label: label.to_owned(), value: value.to_owned() }
}

/// One of each, in an order that only the reading can tell.
fn whole() -> Document {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    document(vec![
        Block::Note { text: "Premier.".to_owned() },
        Block::Code { label: "Deuxième".to_owned(), text: "0042".to_owned() },
        Block::Section { text: "Troisième".to_owned() },
        paragraph("Quatrième."),
        Block::Facts { facts: vec![fact("Cinquième", "sixième"), fact("septième", "huitième")] },
        Block::Heading { text: "Neuvième".to_owned() },
        Block::List { ordered: true, items: texts(&["dixième", "onzième"]) },
        Block::Question {
            label: "Douzième".to_owned(),
            hint: Some("treizième".to_owned()),
            answer: Answer::Choices {
                several: true,
                options: texts(&["un", "deux", "trois", "quatre", "cinq", "six"]),
            },
        },
        Block::Question { label: "Fin".to_owned(), hint: None, answer: Answer::Cells { groups: 6, of: 4 } },
        Block::Question { label: "Vraiment".to_owned(), hint: None, answer: Answer::Lines { count: 3 } },
    ])
}

#[test]
fn it_says_that_it_is_accessible_in_which_language_and_under_which_title() {
    for (language, tag) in [(Language::Fr, "fr"), (Language::En, "en")] {
        let pdf = pdf(&Document { language, ..whole() });
        let said = info(&pdf, &[]);
        let line = |name: &str| {
            let line = said.lines().find(|line| line.starts_with(name));
            line.unwrap_or_else(|| panic!("{name} in {said}")).split_once(':').unwrap().1.trim().to_owned()
        };
        assert_eq!(line("Tagged"), "yes");
        assert_eq!(line("Title"), "Accusé de réception VIG-2026-000042-K");
        assert_eq!(line("Author"), "Cellule d’essai");
        assert_eq!(line("JavaScript"), "no");
        assert!(line("Page size").ends_with("(A4)"));
        let meta = info(&pdf, &["-meta"]);
        assert!(meta.contains("<pdfuaid:part>1</pdfuaid:part>"), "{meta}");
        assert!(meta.contains(&format!("<dc:language><rdf:Bag><rdf:li>{tag}</rdf:li>")), "{meta}");
        assert!(meta.contains("<xmp:CreateDate>2026-11-18T11:06:40+00:00"), "{meta}");
        let catalog = |entry: &str| pdf.windows(entry.len()).any(|bytes| bytes == entry.as_bytes());
        assert!(
            catalog(&format!("/Lang({tag})")) && catalog("/DisplayDocTitle true") && catalog("/Outlines")
        );
    }
}

#[test]
fn it_reads_in_order_with_every_part_named_for_what_it_is() {
    let pdf = pdf(&whole());
    assert_eq!(
        text(&pdf),
        "Cellule d’essai Accusé de réception VIG-2026-000042-K Premier. Deuxième 0042 Troisième Quatrième. Cinquième \
         sixième septième huitième Neuvième 1. dixième 2. onzième Douzième treizième ☐ un ☐ deux ☐ trois ☐ quatre ☐ cinq \
         ☐ six Fin Vraiment VIG-2026-000042-K 1/1"
    );
    // To a machine that reads aloud, columns are read one after the other, and what repeats on each page is not read.
    let tree = info(&pdf, &["-struct-text"]);
    let tags: Vec<&str> = tree
        .lines()
        .map(str::trim)
        .filter_map(|line| match line.strip_prefix('"') {
            Some(text) => text.strip_suffix('"'),
            None => line.split([' ', ':']).next().filter(|tag| tag.chars().all(char::is_alphanumeric)),
        })
        .filter(|tag| !matches!(*tag, "" | "LI" | "LBody" | "Div"))
        .collect();
    let expected = "Document P Accusé de réception \u{20}VIG-2026-000042-K P Premier. P Deuxième P 0042 H1 Troisième P \
                    Quatrième. Table TR TH Cinquième TD sixième TR TH septième TD huitième H2 Neuvième L Lbl 1. dixième \
                    Lbl 2. onzième H2 Douzième P treizième L Lbl ☐ un Lbl ☐ deux Lbl ☐ trois L Lbl ☐ quatre Lbl ☐ cinq \
                    Lbl ☐ six H2 Fin H2 Vraiment";
    assert_eq!(tags.join(" "), expected);
    assert_eq!(tree.matches("/Scope /Row").count(), 2, "each name is the header of its row");
}

#[test]
fn abuse_what_people_write_is_text_and_nothing_else() {
    let hostile = [
        "#panic(\"no\")",
        "#read(\"/etc/passwd\")",
        "#{ let x = 1; while true { x += 1 } }",
        "#image(\"/etc/passwd\")",
        "#import \"@preview/x:0.1.0\": *",
        "#sys.inputs",
        "$ x^2 $ *gras* _penché_ `code` == titre - liste + liste / terme: x",
        "<x> @x <b>x</b> <script>alert(1)</script> &amp; \\u{41} // fin /* fin */",
        "]) #panic() [( \") #panic() (\"",
        "%PDF-1.7 endstream endobj trailer << /Root 1 0 R >> ) Tj (",
        "http://127.0.0.1:1/ mailto:a@b.example",
    ];
    let one = hostile.map(paragraph).to_vec();
    let every_place = hostile.iter().flat_map(|text| {
        let text = || (*text).to_owned();
        [
            Block::Section { text: text() },
            Block::Heading { text: text() },
            Block::List { ordered: false, items: vec![text()] },
            Block::Facts { facts: vec![fact(&text(), &text())] },
            Block::Code { label: text(), text: text() },
            Block::Note { text: text() },
            Block::Question {
                label: text(),
                hint: Some(text()),
                answer: Answer::Choices { several: false, options: vec![text()] },
            },
        ]
    });
    let read = text(&pdf(&document(one)));
    for said in hostile {
        assert!(read.contains(said), "{said} in {read}");
    }
    let everywhere = Document {
        title: hostile[0].to_owned(),
        author: hostile[1].to_owned(),
        foot: hostile[6].to_owned(),
        ..document(every_place.collect())
    };
    let pdf = pdf(&everywhere);
    assert!(info(&pdf, &[]).contains("Title:           #panic(\"no\")"));
    assert_eq!(acts(&pdf), None);
}

#[test]
fn abuse_any_letter_is_set_or_named_and_no_word_is_too_long() {
    let word = "x".repeat(5000);
    let pdf = pdf(&document(vec![
        paragraph("voyelles e\u{301}\u{300}\u{5b0} 😀 張 fin"),
        paragraph("مرحبا"),
        paragraph("a\u{0}b\u{7}c\u{1b}d\u{202e}e\u{200d}f"),
        Block::Facts { facts: vec![fact(&word, &word)] },
        Block::Note { text: word.clone() },
        Block::List { ordered: false, items: vec![word.clone()] },
        paragraph("une\nseconde ligne"),
    ]));
    let read = text(&pdf);
    for said in ["[U+1F600] [U+5F35] fin", "abcdef", "une seconde ligne"] {
        assert!(read.contains(said), "{said} in {read}");
    }
    assert_eq!(read.matches('x').count(), 4 * 5000, "nothing of a long word is lost");
    // Nor does any of it run over the edge: poppler gives each word the box that it stands in.
    let boxes = run("pdftotext", &["-bbox", "-", "-"], &pdf).stdout;
    let right = String::from_utf8(boxes).unwrap();
    let right =
        right.split("xMax=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse::<f64>().unwrap());
    assert!(right.fold(0.0, f64::max) < 595.3 - 40.0);
}

#[test]
fn the_same_document_is_made_of_the_same_bytes_and_another_is_not() {
    let first = pdf(&whole());
    assert_eq!(first, pdf(&whole()));
    assert_ne!(first, pdf(&Document { at: Instant::from_millis(0), ..whole() }));
}

#[test]
fn what_is_no_document_is_refused_without_being_quoted() {
    let mut extra = serde_json::to_value(whole()).unwrap();
    extra["secret-name"] = "Camille".into();
    let large = serde_json::to_vec(&document(vec![paragraph(&"secret ".repeat(400_000))])).unwrap();
    for (wrong, why) in [
        (b"".to_vec(), "not a document: Eof error at line 1"),
        (b"{\"secret\": \"Camille\"}".to_vec(), "not a document: Data error"),
        (extra.to_string().into_bytes(), "not a document: Data error"),
        (large, "the document is too large"),
    ] {
        let made = typeset(&wrong);
        let said = String::from_utf8(made.stderr).unwrap();
        assert!(!made.status.success() && made.stdout.is_empty());
        assert!(said.starts_with(why), "{said}");
        assert!(!said.contains("secret") && !said.contains("Camille"), "{said}");
    }
}

/// A text as the cell publishes it, with one of everything that it can hold.
const PUBLISHED: &str = "Un *début* et `code`.\n\n## Pas à pas\n\n### Dans l’heure\n\n1. **Le cadre** : voyez [la fiche](/fiches/a)\n   - puis \
    [17Cyber](https://17cyber.gouv.fr/)\n   - et [nous](mailto:a@b.fr)\n2. deux\n\n#### Fin\n\n> Dit\n\n| Constat | Délai |\n|---|--:|\n| \
    un | 24 h |\n\n| | x |\n|-|-|\n| nom | v |\n\n```\nsi\n  alors\n```\n\n---\n\n![Un plan](/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59 \"Le plan\")";

fn publication(tlp: Tlp, typed: &str) -> Document {
    let text = markdown::Text::parse(typed).unwrap();
    let front = Block::Front { subject: "Fiche réflexe".to_owned(), said: "Version 3".to_owned(), tlp };
    let parts = documents::blocks(&text, "https://cellule.exemple.fr", &|_| None);
    Document { foot: "Rançongiciel".to_owned(), ..document(std::iter::once(front).chain(parts).collect()) }
}

#[test]
fn what_is_published_reads_in_order_leads_somewhere_and_says_who_may_read() {
    let pdf = pdf(&publication(Tlp::AmberStrict, PUBLISHED));
    assert_eq!(
        text(&pdf),
        "Cellule d’essai TLP:AMBER+STRICT Fiche réflexe Accusé de réception VIG-2026-000042-K TLP:AMBER+STRICT · Version 3 Un début et code. \
         Pas à pas Dans l’heure 1. Le cadre : voyez la fiche • puis 17Cyber (17cyber.gouv.fr) • et nous (a@b.fr) 2. deux Fin Dit Constat Délai un 24 h x nom v \
         si alors Un plan Le plan Rançongiciel 1/1 TLP:AMBER+STRICT"
    );
    let tree = info(&pdf, &["-struct-text"]);
    for (tag, count) in [
        ("H1", 1),
        ("H2", 1),
        ("H3", 1),
        ("L", 2),
        ("LI", 4),
        ("Link", 3),
        ("Table", 2),
        ("TH", 4),
        ("TD", 4),
        ("BlockQuote", 1),
    ] {
        let lines = tree.lines().map(str::trim).filter(|line| line.split([' ', ':']).next() == Some(tag));
        assert_eq!(lines.count(), count, "{tag} in {tree}");
    }
    let holds = |part: &str| pdf.windows(part.len()).any(|bytes| bytes == part.as_bytes());
    assert_eq!(acts(&pdf), Some("/URI"));
    for address in ["https://cellule.exemple.fr/fiches/a", "https://17cyber.gouv.fr/", "mailto:a@b.fr"] {
        assert!(holds(&format!("/URI({address})")), "{address}");
    }
}

#[test]
fn an_image_is_set_with_what_it_says_and_its_caption() {
    let photograph = image::RgbImage::from_pixel(1200, 900, image::Rgb([200, 30, 30]));
    let mut made = std::io::Cursor::new(Vec::new());
    photograph.write_to(&mut made, image::ImageFormat::Png).unwrap();
    let bytes = made.into_inner();
    let header = pictures::Header::read(&bytes).unwrap();
    let text = "Avant.\n\n![Un plan d’évacuation](/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59 \"Le plan\")\n\n\
        - Dans une liste :\n\n  ![Un autre](/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59)\n\nAprès.";
    let text = markdown::Text::parse(text).unwrap();
    let drawn = |_| Some(documents::Drawing::new(header, &bytes));
    let front = Block::Front { subject: "Fiche".to_owned(), said: String::new(), tlp: Tlp::Clear };
    let parts = documents::blocks(&text, "https://cellule.exemple.fr", &drawn);
    let pdf = pdf(&document(std::iter::once(front).chain(parts).collect()));
    let said = self::text(&pdf);
    assert!(
        said.contains("Le plan") && !said.contains("évacuation"),
        "its words are heard, not seen: {said}"
    );
    let images = String::from_utf8(run("pdfimages", &["-list", "-"], &pdf).stdout).unwrap();
    assert_eq!(images.lines().filter(|line| line.contains("1200   900")).count(), 2, "{images}");
    let tree = info(&pdf, &["-struct"]);
    assert_eq!(tree.matches("Figure").count(), 2, "{tree}");
    // What is no image breaks the document, and says nothing of itself.
    let broken = Block::Picture {
        alt: "x".to_owned(),
        caption: String::new(),
        drawing: Some(documents::Drawing::new(header, b"confidentiel")),
    };
    let made = typeset(&serde_json::to_vec(&document(vec![broken])).unwrap());
    assert!(!made.status.success() && !String::from_utf8_lossy(&made.stderr).contains("confidentiel"));
}

#[test]
fn a_publication_of_several_pages_says_on_each_who_may_read() {
    let long = PUBLISHED.to_owned() + &"\n\nEncore une ligne.".repeat(60);
    for tlp in Tlp::ALL {
        let pdf = pdf(&publication(tlp, &long));
        let said = info(&pdf, &[]);
        let pages = said
            .lines()
            .find_map(|line| line.strip_prefix("Pages:"))
            .unwrap()
            .trim()
            .parse::<usize>()
            .unwrap();
        let mark = format!("TLP:{}", tlp.label());
        let read = text(&pdf);
        assert!(pages > 1);
        // At the head and the foot of each page, and once where it is read aloud.
        assert_eq!(read.split_whitespace().filter(|word| *word == mark).count(), 2 * pages + 1, "{read}");
        assert_eq!(info(&pdf, &["-struct-text"]).matches(&mark).count(), 1);
    }
}

#[test]
fn abuse_c01_what_is_published_is_text_and_leads_nowhere_by_itself() {
    let text_of = |text: &str| vec![Span::Text { text: text.to_owned() }];
    for hostile in [
        "#panic(\"no\")",
        "]) #panic() [( \") #read(\"/etc/passwd\") (\"",
        "$ x $ *a* _b_ <c> @d // e",
        "\\u{41} `#f`",
    ] {
        let leading = |href: &str| Span::Link {
            href: href.to_owned(),
            shown: hostile.to_owned(),
            spans: text_of(hostile),
        };
        let every = vec![
            Span::Code { text: hostile.to_owned() },
            Span::Strong { spans: vec![Span::Emphasis { spans: text_of(hostile) }] },
            leading("javascript:alert(1)"),
            leading("file:///etc/passwd"),
            leading(hostile),
        ];
        let line = || Block::Line { spans: every.clone() };
        let cells = || vec![every.clone(), Vec::new()];
        let blocks = vec![
            Block::Front { subject: hostile.to_owned(), said: hostile.to_owned(), tlp: Tlp::Clear },
            Block::Headline { level: 1, spans: every.clone() },
            line(),
            Block::Items { start: Some(0), tight: false, items: vec![vec![line(), line()], Vec::new()] },
            Block::Quote { blocks: vec![line()] },
            Block::Listing { text: hostile.to_owned() },
            Block::Table { aligns: vec![Align::End; 2], head: cells(), rows: vec![cells()], named: true },
            Block::Picture { alt: hostile.to_owned(), caption: hostile.to_owned(), drawing: None },
        ];
        let pdf = pdf(&document(blocks));
        assert!(text(&pdf).contains(hostile), "{hostile}");
        assert_eq!(acts(&pdf), None);
    }
}

#[test]
fn abuse_c13_braces_of_templates_are_letters_on_paper() {
    let braces = "{{ 7 * 7 }} {% raw %} { $reference } {-brand} {0} ${7} #{7}";
    let read = text(&pdf(&publication(Tlp::Clear, &format!("## A {braces}\n\nB {braces}\n\n- C {braces}"))));
    for part in ["A", "B", "C"] {
        assert!(read.contains(&format!("{part} {braces}")), "{part}: {read}");
    }
    let facts = vec![Fact { label: braces.to_owned(), value: braces.to_owned() }];
    let receipt = vec![Block::Note { text: braces.to_owned() }, Block::Facts { facts }];
    let mut receipt = document(receipt);
    braces.clone_into(&mut receipt.title);
    assert!(text(&pdf(&receipt)).matches(braces).count() >= 3);
}

#[test]
fn abuse_c10_what_is_published_to_break_the_page_is_set_whole() {
    let word = "w".repeat(2000);
    for typed in [
        format!("{}a", "> ".repeat(20)),
        (0..20).map(|n| "  ".repeat(n) + "- a\n").collect::<String>(),
        (0..9).map(|n| "   ".repeat(n) + "1. a\n").collect::<String>(),
        format!("|{}\n|{}\n|{}", "a|".repeat(12), "-|".repeat(12), format!("{word}|").repeat(12)),
        format!("[{word}](https://a.fr/{})", "y".repeat(1900)),
        format!("# {word}\n\n```\n{word}\n```\n\n`{word}`"),
        format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(500)),
        "**a** *b* `c` [d](/e)\n\n".repeat(200),
        "- a\n\n1) b\n\n".repeat(100),
    ] {
        let pdf = pdf(&publication(Tlp::Clear, &typed));
        assert_eq!(text(&pdf).matches('w').count() % 2000, 0, "nothing of a long word is lost");
    }
}
