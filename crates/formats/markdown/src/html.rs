//! A text as a fragment of a page. Everything is written by this file: tags and attributes are its own, and all else goes
//! through [`escape`].

use std::{collections::HashSet, fmt};

use vocabulary::{Id, Language};

use crate::{Address, Align, Block, Glossary, Image, Picture, Place, Span, Table, plain};

/// A fragment of a page, which may stand there as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// The fragment.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The fragment, given away.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Pixels of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// What a page wants of a text.
pub struct Options<'a> {
    /// The language of the text, where it is not the page's: it is then said.
    pub language: Option<Language>,
    /// What comes before the paths of our site and of its images: nothing on pages, `https://…` without a slash at its end
    /// where the text goes elsewhere (feeds).
    pub site: &'a str,
    /// How large an image is; `None`: there is none, and its alternative text stands in its place.
    pub images: &'a dyn Fn(Id) -> Option<Size>,
    /// The terms to explain.
    pub glossary: Option<&'a Glossary>,
    /// What a table is called, before its number and the title above it: "Tableau".
    pub table: &'a str,
    /// What is said of a link to another site to whoever does not see its sign: "autre site". Nothing when empty.
    pub away: &'a str,
}

impl Default for Options<'_> {
    /// The page's language and site, no image, no term, no words.
    fn default() -> Self {
        Self { language: None, site: "", images: &|_| None, glossary: None, table: "", away: "" }
    }
}

/// Writes a text.
pub fn write(blocks: &[Block], options: &Options<'_>) -> Html {
    let mut writer =
        Writer { into: String::new(), options, tables: 0, title: String::new(), explained: HashSet::new() };
    if let Some(language) = options.language {
        writer.raw(&["<div lang=\"", language.tag(), "\">\n"]);
    }
    writer.blocks(blocks);
    if options.language.is_some() {
        writer.into.push_str("</div>\n");
    }
    Html(writer.into)
}

struct Writer<'a> {
    into: String,
    options: &'a Options<'a>,
    tables: usize,
    /// The heading that was written last.
    title: String,
    /// The terms that were explained.
    explained: HashSet<String>,
}

impl Writer<'_> {
    /// Tags of this file.
    fn raw(&mut self, parts: &[&str]) {
        for part in parts {
            self.into.push_str(part);
        }
    }

    fn text(&mut self, text: &str) {
        escape(text, &mut self.into);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, id, spans } => {
                    let level = level.to_string();
                    self.title = plain::spans(spans);
                    self.raw(&["<h", &level, " id=\"", id, "\">"]);
                    self.spans(spans, false);
                    self.raw(&["</h", &level, ">\n"]);
                }
                Block::Paragraph { spans } => {
                    self.into.push_str("<p>");
                    self.spans(spans, true);
                    self.into.push_str("</p>\n");
                }
                Block::List { start, tight, items } => self.list(*start, *tight, items),
                Block::Quote { blocks } => {
                    self.into.push_str("<blockquote>\n");
                    self.blocks(blocks);
                    self.into.push_str("</blockquote>\n");
                }
                Block::Code { text } => {
                    self.into.push_str("<pre class=\"code\"><code>");
                    self.text(text);
                    self.into.push_str("</code></pre>\n");
                }
                Block::Table(table) => self.table(table),
                Block::Picture(picture) => self.picture(picture),
                Block::Rule => self.into.push_str("<hr>\n"),
            }
        }
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Vec<Block>]) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        self.raw(&["<", tag]);
        if let Some(start) = start.filter(|start| *start != 1) {
            self.raw(&[" start=\"", &start.to_string(), "\""]);
        }
        self.into.push_str(">\n");
        for item in items {
            self.into.push_str("<li>");
            for block in item {
                match block {
                    Block::Paragraph { spans } if tight => self.spans(spans, true),
                    block => self.blocks(std::slice::from_ref(block)),
                }
            }
            self.into.push_str("</li>\n");
        }
        self.raw(&["</", tag, ">\n"]);
    }

    /// A table in a region that scrolls, which whoever has no mouse can reach, and that has a name of its own.
    fn table(&mut self, table: &Table) {
        self.tables += 1;
        let mut label = format!("{} {}", self.options.table, self.tables).trim().to_owned();
        if !self.title.is_empty() {
            label.push_str(", ");
            label.push_str(&self.title);
        }
        self.into.push_str("<section class=\"scroll\" tabindex=\"0\" aria-label=\"");
        self.text(&label);
        self.into.push_str("\"><table>\n<thead>\n<tr>");
        let names_rows = table.names_rows();
        for (cell, align) in table.head.iter().zip(&table.aligns) {
            // A header without a word heads nothing.
            if cell.is_empty() {
                self.cell("td", "", *align, cell);
            } else {
                self.cell("th", "col", *align, cell);
            }
        }
        self.into.push_str("</tr>\n</thead>\n");
        if !table.rows.is_empty() {
            self.into.push_str("<tbody>\n");
        }
        for row in &table.rows {
            self.into.push_str("<tr>");
            for (n, (cell, align)) in row.iter().zip(&table.aligns).enumerate() {
                if names_rows && n == 0 && !cell.is_empty() {
                    self.cell("th", "row", *align, cell);
                } else {
                    self.cell("td", "", *align, cell);
                }
            }
            self.into.push_str("</tr>\n");
        }
        self.into.push_str(if table.rows.is_empty() {
            "</table></section>\n"
        } else {
            "</tbody>\n</table></section>\n"
        });
    }

    fn cell(&mut self, tag: &str, scope: &str, align: Align, spans: &[Span]) {
        self.raw(&["<", tag]);
        if !scope.is_empty() {
            self.raw(&[" scope=\"", scope, "\""]);
        }
        self.into.push_str(match align {
            Align::Start => ">",
            Align::Middle => " class=\"middle\">",
            Align::End => " class=\"end\">",
        });
        self.spans(spans, tag == "td");
        self.raw(&["</", tag, ">"]);
    }

    fn picture(&mut self, picture: &Picture) {
        let there = (self.options.images)(picture.image.id).is_some();
        self.into.push_str(if there { "<figure>" } else { "<p>" });
        self.image(&picture.image);
        if there && !picture.caption.is_empty() {
            self.into.push_str("<figcaption>");
            self.text(&picture.caption);
            self.into.push_str("</figcaption>");
        }
        self.into.push_str(if there { "</figure>\n" } else { "</p>\n" });
    }

    fn image(&mut self, image: &Image) {
        let Some(Size { width, height }) = (self.options.images)(image.id) else {
            return self.text(&image.alt);
        };
        self.into.push_str("<img src=\"");
        self.text(self.options.site);
        self.raw(&["/images/", &image.id.to_string(), "\" alt=\""]);
        self.text(&image.alt);
        self.raw(&[
            "\" width=\"",
            &width.to_string(),
            "\" height=\"",
            &height.to_string(),
            "\" loading=\"lazy\">",
        ]);
    }

    /// A line. Terms are explained in the body only: not in headings and not in links.
    fn spans(&mut self, spans: &[Span], explain: bool) {
        for span in spans {
            match span {
                Span::Text(text) if explain => self.explained(text),
                Span::Text(text) => self.text(text),
                Span::Code(text) => {
                    self.into.push_str("<code>");
                    self.text(text);
                    self.into.push_str("</code>");
                }
                Span::Strong(spans) => {
                    self.into.push_str("<strong>");
                    self.spans(spans, explain);
                    self.into.push_str("</strong>");
                }
                Span::Emphasis(spans) => {
                    self.into.push_str("<em>");
                    self.spans(spans, explain);
                    self.into.push_str("</em>");
                }
                Span::Link { to, spans } => self.link(to, spans),
                Span::Image(image) => self.image(image),
                Span::Break => self.into.push_str("<br>\n"),
            }
        }
    }

    fn link(&mut self, to: &Address, spans: &[Span]) {
        self.into.push_str("<a href=\"");
        if to.place() == Place::Here {
            self.text(self.options.site);
        }
        self.text(to.href());
        let away = to.place() == Place::Away;
        self.into.push_str(if away {
            "\" class=\"away\" rel=\"noopener noreferrer external\">"
        } else {
            "\">"
        });
        self.spans(spans, false);
        if away && !self.options.away.is_empty() {
            self.into.push_str("<span class=\"out\"> (");
            self.text(self.options.away);
            self.into.push_str(")</span>");
        }
        self.into.push_str("</a>");
    }

    /// Words, each term explained where it first comes. A popover needs no script, opens by keyboard, mouse and touch, stays
    /// until Escape or a click elsewhere (WCAG 1.4.13 asks that much of what shows itself), and is not read while closed.
    fn explained(&mut self, text: &str) {
        let Some(glossary) = self.options.glossary else { return self.text(text) };
        let mut from = 0;
        for found in glossary.find(text) {
            let (Some(before), Some(form)) = (text.get(from..found.from), text.get(found.from..found.to))
            else {
                continue;
            };
            if !self.explained.insert(found.term.key.clone()) {
                continue;
            }
            self.text(before);
            let key = &found.term.key;
            self.raw(&["<button type=\"button\" class=\"term\" popovertarget=\"g-", key, "\">"]);
            self.text(form);
            self.raw(&["</button><span popover id=\"g-", key, "\" class=\"term-means\">"]);
            self.text(&found.term.means);
            self.into.push_str("</span>");
            from = found.to;
        }
        self.text(text.get(from..).unwrap_or_default());
    }
}

/// Words of people, which are never anything else.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            c => into.push(c),
        }
    }
}
