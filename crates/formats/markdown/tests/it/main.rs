//! Texts as the cell writes them, and as nobody should.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod fragment;
mod hostile;
mod pages;

use markdown::{Glossary, Options, Size, Term, Text};

const IMAGE: &str = "/images/8c5e2a50-7d3f-4b1c-9a6e-0f1d2c3b4a59";

fn glossary() -> Glossary {
    let term = |key: &str, forms: &[&str], means: &str| Term {
        key: key.to_owned(),
        forms: forms.iter().map(|form| (*form).to_owned()).collect(),
        means: means.to_owned(),
    };
    Glossary::new(vec![
        term("rssi", &["RSSI", "responsable de la sécurité"], "Qui répond de la sécurité <des> systèmes."),
        term("edr", &["EDR"], "Un gardien des postes."),
        term("hameçonnage", &["hameçonnage", "l'hameçon"], "Un message qui trompe."),
        term("s", &["s", "script"], "Une lettre."),
        term("rssi", &["autre"], "Une clé prise."),
        term("vide", &[""], "Rien."),
    ])
}

/// A fragment as a page has it, checked.
#[track_caller]
fn html(typed: &str) -> String {
    let glossary = glossary();
    let options = Options {
        images: &|_| Some(Size { width: 640, height: 480 }),
        glossary: Some(&glossary),
        table: "Tableau",
        away: "autre site",
        ..Options::default()
    };
    let html = Text::parse(typed).unwrap().html(&options).into_string();
    if let Err(wrong) = fragment::check(&html) {
        panic!("{wrong}\n{typed}\n{html}");
    }
    html
}

/// The same without terms, images and words.
#[track_caller]
fn bare(typed: &str) -> String {
    let html = Text::parse(typed).unwrap().html(&Options::default()).into_string();
    if let Err(wrong) = fragment::check(&html) {
        panic!("{wrong}\n{typed}\n{html}");
    }
    html
}
