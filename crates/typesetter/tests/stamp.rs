//! Copies in the name of their reader, made by the program itself of files of people, and of people who mean harm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{io::Cursor, path::Path};

use documents::{Limits, Stamp, Typesetter};
use hayro_syntax::Pdf;
use image::{DynamicImage, ImageFormat, RgbImage};
use vocabulary::{Language, Problem, Refused};

const READER: &str = "Exemplaire de Camille Fictif";

fn stamp(form: &str, reader: &str) -> Stamp {
    Stamp {
        language: Language::Fr,
        form: form.to_owned(),
        title: "Plan".to_owned(),
        author: "Cellule".to_owned(),
        mark: "TLP:AMBER+STRICT".to_owned(),
        reader: reader.to_owned(),
        foot: format!("{reader}, 10 mars 2026, 14 h 05"),
    }
}

async fn made(form: &str, reader: &str, file: &[u8]) -> Result<Vec<u8>, Problem> {
    let program = Path::new(env!("CARGO_BIN_EXE_vigie-typeset")).to_owned();
    Typesetter::new(program, Limits::default()).stamp(&stamp(form, reader), file).await
}

/// A PDF of so many pages, each of its own size, with a script, a link and a secret in its metadata.
fn pdf(pages: usize) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert('SECRET')) >> >>"
            .to_owned(),
        format!(
            "<< /Type /Pages /Count {pages} /Kids [{}] >>",
            (0..pages).map(|n| format!("{} 0 R", 4 + 2 * n)).collect::<Vec<_>>().join(" ")
        ),
        "<< /Title (SECRET) /Author (SECRET) >>".to_owned(),
    ];
    for n in 0..pages {
        let annotation = "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://SECRET.example) >> >>";
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} 400] /Contents {} 0 R /Annots [{annotation}] >>",
            300 + 10 * n,
            5 + 2 * n
        ));
        objects.push("<< /Length 22 >>\nstream\n0 0 1 rg 20 20 99 99 re f\nendstream".to_owned());
    }
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend(format!("{} 0 obj\n{object}\nendobj\n", n + 1).bytes());
    }
    let start = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        file.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let end = format!(
        "trailer\n<< /Size {} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    file.extend(end.bytes());
    file
}

fn holds(bytes: &[u8], part: &str) -> bool {
    bytes.windows(part.len()).any(|window| window == part.as_bytes())
}

#[tokio::test]
async fn abuse_a11_a_copy_holds_the_name_of_its_reader_and_nothing_that_acts() {
    let given = pdf(3);
    assert!(holds(&given, "JavaScript"));
    let copy = made("pdf", READER, &given).await.unwrap();
    assert!(copy.starts_with(b"%PDF-"));
    for gone in ["JavaScript", "SECRET", "OpenAction", "/URI", "/Annots"] {
        assert!(!holds(&copy, gone), "{gone}");
    }
    let read = Pdf::new(std::sync::Arc::new(copy.clone())).unwrap();
    let widths: Vec<f32> = read.pages().iter().map(|page| page.render_dimensions().0.round()).collect();
    assert_eq!(widths, [300., 310., 320.], "each page keeps its size");
    // What stands on it is part of each page: of another reader it is another file.
    assert_ne!(copy, made("pdf", "Exemplaire de Dominique Fictive", &given).await.unwrap());
}

#[tokio::test]
async fn names_of_any_kind_can_be_set() {
    for reader in ["Exemplaire de #panic() \"$x$ \u{202e}\n😀", &"Très long ".repeat(30), ""] {
        assert!(made("pdf", reader, &pdf(1)).await.is_ok(), "{reader}");
    }
}

#[tokio::test]
async fn images_are_drawn_anew_on_a_page() {
    for (format, form) in [(ImageFormat::Png, "png"), (ImageFormat::Jpeg, "jpeg")] {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(RgbImage::new(80, 40)).write_to(&mut bytes, format).unwrap();
        let mut given = bytes.into_inner();
        given.extend(b"SECRET behind the end");
        let copy = made(form, READER, &given).await.unwrap();
        let read = Pdf::new(std::sync::Arc::new(copy.clone())).unwrap();
        let (width, height) = read.pages()[0].render_dimensions();
        assert!(width > height && read.pages().len() == 1 && !holds(&copy, "SECRET"));
    }
}

#[tokio::test]
async fn abuse_d05_what_cannot_be_redrawn_is_refused() {
    for (form, given) in [
        ("pdf", b"%PDF-1.7 nothing".to_vec()),
        ("pdf", Vec::new()),
        ("png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("jpeg", pdf(1)),
        ("pdf", pdf(301)),
        ("zip", pdf(1)),
    ] {
        let refused = made(form, READER, &given).await.unwrap_err();
        let Problem::Refused(Refused::Invalid(wrong)) = refused else { panic!("{form}: {refused:?}") };
        assert_eq!(wrong[0].code, "file-undrawable");
    }
}
