//! From what was typed to the tree.

use pulldown_cmark::{Alignment, Event, HeadingLevel, LinkType, Options, Parser, Tag};
use vocabulary::Refusal;

use crate::{
    Align, Block, Image, Remark, Span, Table, address,
    address::Address,
    letters::{composed, seen},
    lines::{self, paragraph, push, push_held, push_text, says_nothing},
    places::Ids,
    plain,
};

/// Characters of a text.
pub const MAX_LENGTH: usize = 200_000;
/// Lists, quotes, links and weights inside one another.
pub const MAX_DEPTH: usize = 20;
/// Links and images of a text.
pub const MAX_LINKS: usize = 500;
/// Cells of all tables of a text.
pub const MAX_CELLS: usize = 5000;

/// Columns of a table: more fit neither a telephone nor a sheet of paper.
pub const MAX_COLUMNS: usize = 12;

/// Characters of a remark's quotation.
const QUOTED: usize = 80;

/// Reads a text that is clean.
pub fn read(source: &str) -> Result<(Vec<Block>, Vec<Remark>), Refusal> {
    if source.lines().any(opens_too_much) {
        return Err(too_deep());
    }
    let mut reader = Reader {
        // Tables alone: what else exists (footnotes, mathematics, attributes of headings) is more to be wrong about.
        events: Parser::new_ext(source, Options::ENABLE_TABLES),
        depth: 0,
        links: 0,
        cells: 0,
        levels: Vec::new(),
        ids: Ids::default(),
        remarks: Vec::new(),
    };
    let flow = reader.flow()?;
    Ok((flow.blocks, reader.remarks))
}

/// Whether a line opens more quotes and lists than may stand in one another. What is open costs something on every line
/// that follows, an empty one too: refused here, before anything is read, no text takes more than its length.
fn opens_too_much(line: &str) -> bool {
    let mut opened = 0;
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = match rest.strip_prefix('>') {
            Some(after) => Some(after),
            None if digits.len() < rest.len() => {
                digits.strip_prefix(['.', ')']).filter(|after| spaced(after))
            }
            None => rest.strip_prefix(['-', '+', '*']).filter(|after| spaced(after)),
        };
        let Some(after) = after else { return false };
        opened += 1;
        if opened > MAX_DEPTH {
            // A line of nothing but `- - -` is a rule, however long.
            let mut marks = line.chars().filter(|c| !matches!(c, ' ' | '\t'));
            let first = marks.next();
            return !(matches!(first, Some('-' | '*')) && marks.all(|c| Some(c) == first));
        }
        rest = after;
    }
}

fn spaced(after: &str) -> bool {
    after.is_empty() || after.starts_with([' ', '\t'])
}

fn too_deep() -> Refusal {
    Refusal::new("text-too-deep").with("max", MAX_DEPTH.to_string())
}

struct Reader<'a> {
    events: Parser<'a>,
    depth: usize,
    links: usize,
    cells: usize,
    /// The levels, as typed, of the headings that the next one may stand under.
    levels: Vec<HeadingLevel>,
    ids: Ids,
    remarks: Vec<Remark>,
}

/// Blocks, and whether one of them was a paragraph of its own: in a list, it then stands loosely.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    loose: bool,
}

impl Reader<'_> {
    /// What stands until the end of whatever was begun last.
    fn flow(&mut self) -> Result<Flow, Refusal> {
        let mut flow = Flow::default();
        // Things in tight lists are lines without a paragraph around them.
        let mut line = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if is_block(&tag) => {
                    paragraph(std::mem::take(&mut line), None, &mut flow.blocks);
                    flow.loose |= matches!(tag, Tag::Paragraph);
                    self.block(tag, &mut flow.blocks)?;
                }
                Event::Rule => {
                    paragraph(std::mem::take(&mut line), None, &mut flow.blocks);
                    flow.blocks.push(Block::Rule);
                }
                event => drop(self.span(event, &mut line)?),
            }
        }
        paragraph(line, None, &mut flow.blocks);
        Ok(flow)
    }

    fn block(&mut self, tag: Tag<'_>, into: &mut Vec<Block>) -> Result<(), Refusal> {
        match tag {
            Tag::Heading { level, .. } => {
                let spans = self.spans()?.spans;
                self.heading(level, spans, into);
            }
            Tag::BlockQuote(_) => {
                let blocks = self.deeper(Self::flow)?.blocks;
                if !blocks.is_empty() {
                    into.push(Block::Quote { blocks });
                }
            }
            Tag::CodeBlock(_) => {
                let text = self.raw();
                into.push(Block::Code { text: text.trim_end_matches('\n').to_owned() });
            }
            Tag::HtmlBlock => {
                let text = self.raw();
                self.remark_html(&text);
                let mut spans = Vec::new();
                for line in text.trim_end_matches('\n').split('\n') {
                    if !spans.is_empty() {
                        spans.push(Span::Break);
                    }
                    push_text(&mut spans, line);
                }
                paragraph(spans, None, into);
            }
            Tag::List(start) => {
                let list = self.deeper(|reader| reader.list(start))?;
                into.push(list);
            }
            Tag::Table(aligns) => {
                let table = self.table(&aligns)?;
                into.push(Block::Table(table));
            }
            // A paragraph, and whatever a later version of the library makes of the same signs: its words.
            _ => {
                let line = self.spans()?;
                paragraph(line.spans, line.caption, into);
            }
        }
        Ok(())
    }

    /// Does something one step deeper.
    fn deeper<T>(&mut self, what: impl FnOnce(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let done = what(self)?;
        self.depth -= 1;
        Ok(done)
    }

    fn heading(&mut self, level: HeadingLevel, spans: Vec<Span>, into: &mut Vec<Block>) {
        let title = plain::spans(&spans);
        if says_nothing(&spans) {
            self.remarks.push(Remark::HeadingEmpty);
        } else if self.depth > 0 {
            // Inside a list or a quote it would tear the outline: what it says has weight, and that is all.
            paragraph(vec![Span::Strong(spans)], None, into);
        } else {
            while self.levels.last().is_some_and(|above| *above >= level) {
                self.levels.pop();
            }
            self.levels.push(level);
            let level = u8::try_from(self.levels.len() + 1).unwrap_or(6).min(6);
            into.push(Block::Heading { level, id: self.ids.take(&title), spans });
        }
    }

    fn list(&mut self, start: Option<u64>) -> Result<Block, Refusal> {
        let (mut items, mut tight) = (Vec::new(), true);
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let item = self.flow()?;
                    tight &= !item.loose;
                    items.push(item.blocks);
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Ok(Block::List { start, tight, items })
    }

    fn table(&mut self, aligns: &[Alignment]) -> Result<Table, Refusal> {
        if aligns.len() > MAX_COLUMNS {
            return Err(Refusal::new("text-too-wide").with("max", MAX_COLUMNS.to_string()));
        }
        let aligns = aligns.iter().map(|align| match align {
            Alignment::None | Alignment::Left => Align::Start,
            Alignment::Center => Align::Middle,
            Alignment::Right => Align::End,
        });
        let mut table = Table { aligns: aligns.collect(), head: Vec::new(), rows: Vec::new() };
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => table.head = self.row()?,
                Event::Start(_) => {
                    let row = self.row()?;
                    table.rows.push(row);
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Ok(table)
    }

    fn row(&mut self) -> Result<Vec<Vec<Span>>, Refusal> {
        let mut cells = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(_) => {
                    self.cells += 1;
                    if self.cells > MAX_CELLS {
                        return Err(Refusal::new("text-too-many-cells").with("max", MAX_CELLS.to_string()));
                    }
                    // A cell of nothing but spaces holds nothing: a header of that kind would head nothing.
                    let cell = self.spans()?.spans;
                    cells.push(if says_nothing(&cell) { Vec::new() } else { cell });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Ok(cells)
    }

    /// The line until the end of whatever was begun last.
    fn spans(&mut self) -> Result<Line, Refusal> {
        let mut line = Line::default();
        while let Some(event) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            line.caption = self.span(event, &mut line.spans)?;
        }
        Ok(Line { spans: lines::finished(line.spans), caption: line.caption })
    }

    /// One part of a line; the title of an image, if it was one.
    fn span(&mut self, event: Event<'_>, into: &mut Vec<Span>) -> Result<Option<String>, Refusal> {
        match event {
            Event::Text(text) => push_text(into, &text),
            Event::Code(text) => into.push(Span::Code(composed(seen(&text).replace('\n', " ")))),
            Event::SoftBreak => push_text(into, " "),
            Event::HardBreak => into.push(Span::Break),
            Event::Html(text) | Event::InlineHtml(text) => {
                self.remark_html(&text);
                push_text(into, &text);
            }
            Event::Start(Tag::Emphasis) => {
                let spans = self.deeper(Self::spans)?.spans;
                push_held(into, spans, Span::Emphasis);
            }
            Event::Start(Tag::Strong) => {
                let spans = self.deeper(Self::spans)?.spans;
                push_held(into, spans, Span::Strong);
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let spans = self.linked()?;
                self.link(link_type, &dest_url, spans, into);
            }
            Event::Start(Tag::Image { dest_url, title, .. }) => {
                let spans = self.linked()?;
                return Ok(self.image(&dest_url, &title, &spans, into));
            }
            Event::Start(_) => {
                let spans = self.deeper(Self::spans)?.spans;
                for span in spans {
                    push(into, span);
                }
            }
            // Their options are off.
            Event::End(_)
            | Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
        Ok(None)
    }

    fn linked(&mut self) -> Result<Vec<Span>, Refusal> {
        self.links += 1;
        if self.links > MAX_LINKS {
            return Err(Refusal::new("text-too-many-links").with("max", MAX_LINKS.to_string()));
        }
        Ok(self.deeper(Self::spans)?.spans)
    }

    fn link(&mut self, kind: LinkType, typed: &str, spans: Vec<Span>, into: &mut Vec<Span>) {
        let read = match kind {
            LinkType::Email => Address::read(&format!("mailto:{typed}")),
            _ => Address::read(typed),
        };
        let text = plain::spans(&spans);
        match read {
            Some(to) if text.trim().is_empty() => {
                let spans = vec![Span::Text(to.shown().to_owned())];
                into.push(Span::Link { to, spans });
            }
            Some(to) => into.push(Span::Link { to, spans }),
            None => {
                self.remarks.push(Remark::LinkRefused { address: quoted(typed), text: quoted(&text) });
                for span in spans {
                    push(into, span);
                }
            }
        }
    }

    fn image(&mut self, typed: &str, title: &str, spans: &[Span], into: &mut Vec<Span>) -> Option<String> {
        let alt = plain::spans(spans).trim().to_owned();
        let Some(id) = address::image(typed) else {
            self.remarks.push(Remark::ImageRefused { address: quoted(typed), alt: quoted(&alt) });
            push_text(into, &alt);
            return None;
        };
        if alt.is_empty() {
            self.remarks.push(Remark::ImageSilent { address: quoted(typed) });
            return None;
        }
        into.push(Span::Image(Image { id, alt }));
        Some(composed(seen(title).split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// The text until the end of whatever was begun last, where nothing else can stand.
    fn raw(&mut self) -> String {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::End(_) => break,
                Event::Text(part) | Event::Html(part) => text.push_str(&seen(&part)),
                _ => {}
            }
        }
        composed(text)
    }

    fn remark_html(&mut self, text: &str) {
        self.remarks.push(Remark::HtmlShown { text: quoted(text) });
    }
}

/// A line, and what is to stand under it if it is an image alone.
#[derive(Default)]
struct Line {
    spans: Vec<Span>,
    caption: Option<String>,
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

fn quoted(text: &str) -> String {
    seen(text).chars().take(QUOTED).collect()
}
