//! The copy of one reader. Of a PDF the pages are drawn, each as an image of itself: what they do (scripts, forms, links, files
//! within, what was said in metadata) is not in what is made. Images are drawn anew first.

use std::sync::Arc;

use documents::Stamp;
use hayro_syntax::Pdf;
use pictures::{Format, Header};
use typst::foundations::{Bytes, Dict, IntoValue as _, Str, Value};

use crate::{redraw::redraw, world};

/// Pages of which a copy is made, at most.
const PAGES: usize = 300;

/// Makes the copy, or says what is wrong with the file.
pub fn stamp(stamp: &Stamp, file: &[u8]) -> Result<Vec<u8>, String> {
    let (mut form, mut given) = (stamp.form.clone(), Bytes::new(file.to_vec()));
    let (mut pages, mut wide) = (1, false);
    if form == "pdf" {
        let pdf = Pdf::new(Arc::new(given.clone())).map_err(|_| "it is no PDF that is read".to_owned())?;
        pages = pdf.pages().len();
        if pages == 0 || pages > PAGES {
            return Err("it has too many pages, or none".to_owned());
        }
    } else {
        let drawn = redraw(file)?;
        let header = Header::read(&drawn).map_err(|refusal| refusal.code.to_owned())?;
        if header.format == Format::Jpeg { "jpeg" } else { "png" }.clone_into(&mut form);
        wide = header.width > header.height;
        given = Bytes::new(drawn);
    }
    let mut inputs = Dict::new();
    for (name, text) in [
        ("language", stamp.language.tag()),
        ("title", &stamp.title),
        ("author", &stamp.author),
        ("mark", &stamp.mark),
        ("reader", &stamp.reader),
        ("foot", &stamp.foot),
        ("form", &form),
    ] {
        inputs.insert(Str::from(name), world::settled(text).into_value());
    }
    inputs.insert(Str::from("file"), Value::Bytes(given));
    inputs.insert(Str::from("pages"), i64::try_from(pages).unwrap_or_default().into_value());
    inputs.insert(Str::from("wide"), wide.into_value());
    // What is ours is the same for every file: what cannot be made is wrong with what was given.
    world::copied(inputs)
}
