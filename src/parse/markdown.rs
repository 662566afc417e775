//! Markdown to a [`Document`]. In: a note's text and where its body begins.
//! Out: the tree, with byte ranges of the whole file, and diagnostics. It
//! knows no other file: links and citations stay as written.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag,
    TextMergeWithOffset,
};

use super::blocks::{self, Reader};
use super::citations::with_definitions;
use super::document::{Align, BlockText, Callout, Document, Embed, Kind, LinkForm, NodeId};
use super::quiz;
use crate::diag::{Code, Diagnostic};
use crate::path::{AnchorId, SitePath};

/// The Markdown that notes are written in: CommonMark and what GitHub adds,
/// definition lists, heading attributes, formulas and wikilinks.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Parses the part of `text` from `body_start` on.
#[must_use]
pub fn parse(file: &SitePath, text: &str, body_start: usize) -> (Document, Vec<Diagnostic>) {
    build(file, text, body_start, true)
}

fn build(file: &SitePath, text: &str, body_start: usize, takes_blocks: bool) -> (Document, Vec<Diagnostic>) {
    let body = &text[body_start..];
    let extended = with_definitions(body);
    let parser = Parser::new_ext(&extended, options());
    let events: Vec<_> = TextMergeWithOffset::new(parser.into_offset_iter()).collect();
    let mut builder = Builder {
        file,
        text,
        body_start,
        body_length: body.len(),
        takes_blocks,
        document: Document::default(),
        open: Vec::new(),
        anchors: HashMap::new(),
        diagnostics: Vec::new(),
    };
    builder.blocks(&events);
    builder.document.shrink();
    // Without front matter the first heading is the title's only place.
    let has_title = body_start > 0;
    super::body_rules::check(file, &builder.document, has_title, &mut builder.diagnostics);
    (builder.document, builder.diagnostics)
}

/// Parses a text that stands in a data file: a cell, a change. Its places are
/// those of the text, not of the file. Blocks made from data are code in it: a
/// row could ask for itself without end.
#[must_use]
pub fn fragment(file: &SitePath, text: &str) -> Document {
    build(file, text, 0, false).0
}

/// How ids begin that the templates and the renderer give.
const OWN_IDS: &str = "sd-";

type Spot<'e> = (Event<'e>, Range<usize>);

struct Builder<'a> {
    file: &'a SitePath,
    text: &'a str,
    body_start: usize,
    body_length: usize,
    /// Whether blocks made from data are known.
    takes_blocks: bool,
    document: Document,
    open: Vec<NodeId>,
    anchors: HashMap<String, usize>,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Walks all events; those that stand for more than themselves say how
    /// many they took.
    fn blocks(&mut self, events: &[Spot<'_>]) {
        let mut at = 0;
        while let Some((event, range)) = events.get(at) {
            // Definitions that `with_definitions` appended are no text of the note.
            if range.start >= self.body_length {
                break;
            }
            let range = range.start + self.body_start..range.end.min(self.body_length) + self.body_start;
            at += match event {
                Event::Start(tag) => self.start(tag, range, &events[at..]),
                Event::End(_) => {
                    if let Some(id) = self.open.pop() {
                        self.document.close(id);
                    }
                    1
                }
                leaf => {
                    self.leaf(leaf, &range);
                    1
                }
            };
        }
        while let Some(id) = self.open.pop() {
            self.document.close(id);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>, events: &[Spot<'_>]) -> usize {
        match tag {
            Tag::CodeBlock(kind) => return self.code_block(kind, range, events),
            Tag::HtmlBlock => return self.html_block(&range, events),
            Tag::Heading { level, id, .. } => {
                return self.heading(*level as u8, id.as_deref(), range, events);
            }
            Tag::BlockQuote(None) => {
                if let Some(taken) = self.exam_tip(&range, events) {
                    return taken;
                }
                self.push(Kind::BlockQuote, &range);
            }
            tag => {
                let kind = container(tag);
                self.push(kind, &range);
            }
        }
        1
    }

    fn push(&mut self, kind: Kind, range: &Range<usize>) {
        let id = self.add(kind, range);
        self.open.push(id);
    }

    /// Adds a node below all open ones. The parser leaves the box of a task
    /// out of its paragraph's range; what is around a node holds it here.
    fn add(&mut self, kind: Kind, range: &Range<usize>) -> NodeId {
        for id in &self.open {
            self.document.widen(*id, range);
        }
        self.document.open(kind, range)
    }

    fn leaf(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let kind = match event {
            Event::Text(text) => return self.running_text(text, range),
            Event::Code(code) => Kind::Code(boxed(code)),
            Event::InlineMath(tex) => Kind::Math(false, boxed(tex)),
            Event::DisplayMath(tex) => Kind::Math(true, boxed(tex)),
            Event::Html(html) => Kind::HtmlBlock(boxed(html)),
            Event::InlineHtml(html) => Kind::InlineHtml(boxed(html)),
            Event::FootnoteReference(label) => Kind::FootnoteReference(boxed(label)),
            Event::SoftBreak => Kind::SoftBreak,
            Event::HardBreak => Kind::HardBreak,
            Event::Rule => Kind::Rule,
            Event::TaskListMarker(done) => Kind::TaskMarker(*done),
            Event::Start(_) | Event::End(_) => return,
        };
        self.add(kind, range);
    }

    /// Text, with the numbers that stand in it by name.
    fn running_text(&mut self, text: &str, range: &Range<usize>) {
        let mut done = 0;
        // Where the text is not as in the source (an entity), its begin will do.
        let verbatim = self.text.get(range.clone()) == Some(text);
        let place = |from: usize, to: usize| {
            if verbatim { range.start + from..range.start + to } else { range.clone() }
        };
        for (open, _) in text.match_indices("{{") {
            let Some(name) = text[open + 2..].split_once("}}").map(|(name, _)| name) else { break };
            if open < done || AnchorId::new(name).is_none() {
                continue;
            }
            if open > done {
                self.add(Kind::Text(text[done..open].into()), &place(done, open));
            }
            let end = open + name.len() + 4;
            self.add(Kind::Number(name.into()), &place(open, end));
            done = end;
        }
        if done < text.len() {
            self.add(Kind::Text(text[done..].into()), &place(done, text.len()));
        }
    }

    /// Joins the text of a block whose content is one string.
    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>, events: &[Spot<'_>]) -> usize {
        let (code, first, taken) = joined(events, self.body_length);
        // An empty block would begin behind its first line.
        let behind = |line: &str| line.find('\n').map_or(range.end, |at| range.start + at + 1);
        let start = first.map_or_else(|| behind(&self.text[range.clone()]), |at| at + self.body_start);
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        let (word, rest) = info.split_once(' ').unwrap_or((info, ""));
        let rest = rest.trim();
        let source = self.text.get(start..range.end).unwrap_or_default();
        let body = |code: String| BlockText::new(code, source, start);
        let first_line = range.start..start.saturating_sub(1).clamp(range.start, range.end);
        let kind = match word {
            "widget" => embed(Embed::Widget { name: rest.into(), props: body(code) }),
            "mermaid" => embed(Embed::Diagram { source: body(code) }),
            "quiz" => {
                let reader = Reader { body: &body(code), file: self.file, first_line: &first_line };
                match quiz::parse(rest, &reader, &mut self.diagnostics) {
                    Some(quiz) => embed(quiz),
                    None => return taken,
                }
            }
            word if self.takes_blocks && blocks::is_block(word) => {
                match blocks::parse((word, rest), &body(code), self.file, first_line) {
                    Ok(block) => embed(Embed::Made(block)),
                    Err(problem) => {
                        self.diagnostics.push(problem);
                        return taken;
                    }
                }
            }
            _ => Kind::CodeBlock(info.split([' ', ',', '{']).next().unwrap_or("").into(), code.into()),
        };
        self.add(kind, &range);
        taken
    }

    fn html_block(&mut self, range: &Range<usize>, events: &[Spot<'_>]) -> usize {
        let (html, _, taken) = joined(events, self.body_length);
        self.add(Kind::HtmlBlock(html.into()), range);
        taken
    }

    fn heading(&mut self, level: u8, id: Option<&str>, range: Range<usize>, events: &[Spot<'_>]) -> usize {
        let node = self.add(Kind::Rule, &range);
        self.open.push(node);
        let text: String = events
            .iter()
            .take_while(|(event, _)| !matches!(event, Event::End(pulldown_cmark::TagEnd::Heading(_))))
            .filter_map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => Some(&**text),
                Event::SoftBreak => Some(" "),
                _ => None,
            })
            .collect();
        let anchor = match id.map(|id| (id, AnchorId::new(id))) {
            Some((id, Some(_))) if id.starts_with(OWN_IDS) => {
                let message = format!("ids that begin with `{OWN_IDS}` are kept for the page's own places");
                let problem = Diagnostic::error(Code::BadValue, message).at(self.file, range);
                self.diagnostics.push(problem.help("give the heading another id"));
                self.free_anchor(AnchorId::from_text(&text))
            }
            Some((_, Some(anchor))) => self.explicit_anchor(anchor, &range),
            Some((id, None)) => {
                let problem = Diagnostic::error(Code::BadValue, format!("`{id}` is no id for a heading"));
                self.diagnostics.push(problem.at(self.file, range).help("use letters, digits and hyphens"));
                self.free_anchor(AnchorId::from_text(&text))
            }
            None => self.free_anchor(AnchorId::from_text(&text)),
        };
        self.document.set_kind(node, Kind::Heading(level, anchor));
        1
    }

    fn explicit_anchor(&mut self, anchor: AnchorId, range: &Range<usize>) -> AnchorId {
        if self.anchors.insert(anchor.as_str().to_owned(), 1).is_some() {
            let message = format!("the id `{}` is used twice on this page", anchor.as_str());
            let problem = Diagnostic::error(Code::DuplicateName, message).at(self.file, range.clone());
            self.diagnostics.push(problem.help("give one of the headings another id"));
        }
        anchor
    }

    /// Numbers a heading's own id when it is taken, as GitHub does.
    fn free_anchor(&mut self, mut anchor: AnchorId) -> AnchorId {
        if anchor.as_str().starts_with(OWN_IDS) {
            anchor = AnchorId::from_text(&format!("section-{}", anchor.as_str()));
        }
        let mut free = anchor.clone();
        while let Some(uses) = self.anchors.get_mut(free.as_str()) {
            *uses += 1;
            let n = *uses - 1;
            free = anchor.numbered(n);
        }
        self.anchors.insert(free.as_str().to_owned(), 1);
        free
    }

    /// `> [!EXAM] CLF SAA` opens a call-out; the rest of that line is no text.
    fn exam_tip(&mut self, range: &Range<usize>, events: &[Spot<'_>]) -> Option<usize> {
        let (Event::Start(Tag::Paragraph), paragraph) = events.get(1)? else {
            return None;
        };
        let from = paragraph.start + self.body_start;
        let line = self.text[from..range.end].lines().next()?;
        let exams = line.strip_prefix("[!EXAM]")?.split([' ', ',']).filter(|w| !w.is_empty());
        let exams = exams.map(str::to_owned).collect();
        self.push(Kind::Callout(Box::new(Callout::Exam(exams))), &(range.start..range.end));
        // Skip the rest of the first line; keep the paragraph when more follows.
        let line_end = paragraph.start + line.len();
        let mut at = 2;
        while let Some((event, place)) = events.get(at) {
            match event {
                Event::End(pulldown_cmark::TagEnd::Paragraph) => return Some(at + 1),
                Event::SoftBreak | Event::HardBreak if place.start >= line_end => {
                    let rest =
                        place.end + self.body_start..paragraph.end.min(self.body_length) + self.body_start;
                    self.push(Kind::Paragraph, &rest);
                    return Some(at + 1);
                }
                _ => at += 1,
            }
        }
        Some(at)
    }
}

/// The joined text of a block, where it begins in the body, and the number of
/// events up to its end.
fn joined(events: &[Spot<'_>], body_length: usize) -> (String, Option<usize>, usize) {
    let mut text = String::new();
    let mut first = None;
    for (at, (event, range)) in events.iter().enumerate().skip(1) {
        match event {
            Event::Text(part) | Event::Html(part) => {
                first.get_or_insert(range.start);
                // An unclosed block swallows what was appended to the body.
                let over = range.end.saturating_sub(body_length).min(part.len());
                text.push_str(part.get(..part.len() - over).unwrap_or(part));
            }
            Event::End(_) => return (text, first, at + 1),
            _ => {}
        }
    }
    (text, first, events.len())
}

fn embed(embed: Embed) -> Kind {
    Kind::Embed(Box::new(embed))
}

fn boxed(text: &CowStr<'_>) -> Box<str> {
    Box::from(&**text)
}

fn container(tag: &Tag<'_>) -> Kind {
    match tag {
        Tag::BlockQuote(Some(kind)) => Kind::Callout(Box::new(match kind {
            BlockQuoteKind::Note => Callout::Note,
            BlockQuoteKind::Tip => Callout::Tip,
            BlockQuoteKind::Important => Callout::Important,
            BlockQuoteKind::Warning => Callout::Warning,
            BlockQuoteKind::Caution => Callout::Caution,
        })),
        Tag::BlockQuote(None) => Kind::BlockQuote,
        Tag::List(start) => Kind::List(*start),
        Tag::Item => Kind::Item,
        Tag::FootnoteDefinition(label) => Kind::FootnoteDefinition(boxed(label)),
        Tag::DefinitionList => Kind::DefinitionList,
        Tag::DefinitionListTitle => Kind::DefinitionTitle,
        Tag::DefinitionListDefinition => Kind::DefinitionText,
        Tag::Table(aligns) => Kind::Table(aligns.iter().map(align).collect()),
        Tag::TableHead => Kind::TableHead,
        Tag::TableRow => Kind::TableRow,
        Tag::TableCell => Kind::TableCell,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strong => Kind::Strong,
        Tag::Strikethrough => Kind::Strikethrough,
        Tag::Link { link_type, dest_url, title, .. } => {
            Kind::Link(form(*link_type), boxed(dest_url), boxed(title))
        }
        Tag::Image { dest_url, title, .. } => Kind::Image(boxed(dest_url), boxed(title)),
        // Never made with these options, or handled before.
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::CodeBlock(_)
        | Tag::HtmlBlock
        | Tag::Superscript
        | Tag::Subscript
        | Tag::MetadataBlock(_) => Kind::Paragraph,
    }
}

fn align(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

fn form(link: LinkType) -> LinkForm {
    match link {
        LinkType::Autolink => LinkForm::Auto,
        LinkType::Email => LinkForm::Email,
        LinkType::WikiLink { has_pothole: true } => LinkForm::WikiWithText,
        LinkType::WikiLink { has_pothole: false } => LinkForm::Wiki,
        _ => LinkForm::Markdown,
    }
}
