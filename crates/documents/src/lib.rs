//! Documents that people keep and print.
//!
//! A [`Document`] says what a document holds, in plain text or in words of weight: blocks, in the order in which they are read. How it looks is the
//! business of `vigie-typeset`, a program of its own that makes an accessible PDF of it (PDF/UA-1), and that [`Typesetter`]
//! runs with limits. What people wrote is data all the way: there is no markup in which it could be something else.

mod document;
mod publication;
mod stamp;
mod typesetter;

pub use document::{Align, Answer, Block, Document, Drawing, Fact, MAX_REQUEST, MAX_TEXT, Span};
pub use publication::blocks;
pub use stamp::{STAMP, STAMP_BYTES, Stamp};
pub use typesetter::{Limits, PROGRAM, REDRAW, Redrawn, Typesetter, UNREADABLE};
