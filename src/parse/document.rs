//! A note's body as a tree. Types and ways to walk them; `markdown` builds
//! them, `link` and `render` read them.
//!
//! The tree is a list of nodes in the order in which they begin. Each node
//! knows where its last descendant ends, so children and siblings need no
//! pointers, and knows its bytes in the source, so every problem can be shown
//! in its line.

use std::ops::Range;

use super::blocks::Block;
use super::quiz::Asked;
use crate::path::AnchorId;

/// Position of a node in its [`Document`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    start: u32,
    stop: u32,
    /// One past its last descendant.
    end: u32,
}

impl Node {
    /// Its bytes in the source file.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.stop as usize
    }
}

/// How the cells of a table column are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the page does it.
    None,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// The kinds of call-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callout {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
    /// `[!EXAM] CLF SAA`: the exams that ask for it.
    Exam(Vec<String>),
}

/// How a link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](target)` or by reference.
    Markdown,
    /// `<https://…>`
    Auto,
    /// `<someone@example.org>`
    Email,
    /// `[[target]]`: the text is the target's title.
    Wiki,
    /// `[[target|text]]`
    WikiWithText,
}

/// The text of a block made at build time. It comes without the indentation
/// and the quotation marks around it, so it remembers where its lines stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockText {
    text: Box<str>,
    /// Where the block's body begins in the source.
    start: u32,
    /// Where each line of `text` begins in the source.
    lines: Box<[u32]>,
}

impl BlockText {
    /// Finds the lines of `text` in `source`, which begins at byte `start`.
    pub(super) fn new(text: String, source: &str, start: usize) -> Self {
        let mut at = start;
        let mut lines = Vec::new();
        for (line, in_source) in text.lines().zip(source.split_inclusive('\n')) {
            // Not found where a tab was spelt out: then the line's begin will do.
            lines.push(small(at + in_source.find(line).unwrap_or(0)));
            at += in_source.len();
        }
        Self { text: text.into(), start: small(start), lines: lines.into() }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the block's body begins in the source.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// The bytes of the source behind some bytes of the text.
    #[must_use]
    pub fn in_source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.byte_in_source(range.start);
        start..self.byte_in_source(range.end).max(start)
    }

    fn byte_in_source(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let number = before.matches('\n').count();
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        let last = || self.text.lines().next_back().unwrap_or_default().len();
        match self.lines.get(number) {
            Some(line) => *line as usize + column,
            // Behind the last line.
            None => self.lines.last().map_or(self.start(), |line| *line as usize + last()),
        }
    }

    /// The bytes of the source behind a line, counted from 1.
    #[must_use]
    pub fn line_in_source(&self, number: usize) -> Range<usize> {
        let line = self.text.lines().nth(number.saturating_sub(1)).unwrap_or_default();
        let start = self.lines.get(number.saturating_sub(1)).map_or(self.start(), |start| *start as usize);
        start..start + line.trim_end().len()
    }
}

/// A fenced block that stands for something made at build time.
#[derive(Debug, Clone, PartialEq)]
pub enum Embed {
    /// A widget with its props in TOML.
    Widget {
        /// Its name, such as `lambda-cost`.
        name: Box<str>,
        /// The TOML.
        props: BlockText,
    },
    /// A Mermaid diagram.
    Diagram {
        /// The Mermaid source.
        source: BlockText,
    },
    /// Questions of a bank.
    Quiz {
        /// The bank's name: its file name without `.md`.
        bank: Box<str>,
        /// Which of its questions.
        asked: Asked,
    },
    /// A table or list made from data or from other notes.
    Made(Block),
}

/// What a node is. Kinds that hold text have no children, all others do.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading, level 1 to 6.
    Heading(u8, AnchorId),
    /// A quotation.
    BlockQuote,
    /// A call-out.
    Callout(Box<Callout>),
    /// A code block: language (may be empty) and code.
    CodeBlock(Box<str>, Box<str>),
    /// A block made at build time.
    Embed(Box<Embed>),
    /// Raw HTML as a block.
    HtmlBlock(Box<str>),
    /// A list, ordered from a number or not.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// The box of a task: done or not.
    TaskMarker(bool),
    /// The text of a footnote.
    FootnoteDefinition(Box<str>),
    /// A definition list.
    DefinitionList,
    /// A term of it.
    DefinitionTitle,
    /// What the term means.
    DefinitionText,
    /// A table.
    Table(Box<[Align]>),
    /// Its first row; cells are its children.
    TableHead,
    /// Any other row.
    TableRow,
    /// A cell.
    TableCell,
    /// `*text*`
    Emphasis,
    /// `**text**`
    Strong,
    /// `~~text~~`
    Strikethrough,
    /// A link: target and title as written.
    Link(LinkForm, Box<str>, Box<str>),
    /// An image: file and title as written; its children are the text.
    Image(Box<str>, Box<str>),
    /// Plain text.
    Text(Box<str>),
    /// `{{name}}`: a number from the data, by name.
    Number(Box<str>),
    /// `` `code` ``
    Code(Box<str>),
    /// A formula; as a block or in the line.
    Math(bool, Box<str>),
    /// Raw HTML in the line.
    InlineHtml(Box<str>),
    /// A footnote mark or a citation.
    FootnoteReference(Box<str>),
    /// A line end in the source.
    SoftBreak,
    /// A line end on the page.
    HardBreak,
    /// A rule.
    Rule,
}

impl Kind {
    /// Whether it stands on lines of its own, beside other blocks.
    #[must_use]
    pub fn is_block(&self) -> bool {
        matches!(
            self,
            Self::Paragraph
                | Self::Heading(..)
                | Self::BlockQuote
                | Self::Callout(_)
                | Self::CodeBlock(..)
                | Self::Embed(_)
                | Self::HtmlBlock(_)
                | Self::List(_)
                | Self::DefinitionList
                | Self::Table(_)
                | Self::Rule
        )
    }
}

/// A heading, for tables of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: AnchorId,
    /// Its text without marks.
    pub text: String,
}

/// A parsed body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    nodes: Vec<Node>,
}

impl Document {
    pub(super) fn open(&mut self, kind: Kind, range: &Range<usize>) -> NodeId {
        let id = NodeId(small(self.nodes.len()));
        self.nodes.push(Node { kind, start: small(range.start), stop: small(range.end), end: id.0 + 1 });
        id
    }

    pub(super) fn close(&mut self, id: NodeId) {
        let end = small(self.nodes.len());
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.end = end;
        }
    }

    /// Makes a node's bytes hold `range` as well.
    pub(super) fn widen(&mut self, id: NodeId, range: &Range<usize>) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.start = node.start.min(small(range.start));
            node.stop = node.stop.max(small(range.end));
        }
    }

    pub(super) fn set_kind(&mut self, id: NodeId, kind: Kind) {
        if let Some(node) = self.nodes.get_mut(id.index()) {
            node.kind = kind;
        }
    }

    pub(super) fn shrink(&mut self) {
        self.nodes.shrink_to_fit();
    }

    /// Number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// A node. Ids come from this document's own methods.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// All nodes in the order in which they begin.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate().map(|(at, node)| (NodeId(small(at)), node))
    }

    /// The blocks of the document.
    pub fn roots(&self) -> Children<'_> {
        Children { document: self, next: 0, end: small(self.nodes.len()) }
    }

    /// The direct children of a node.
    #[must_use]
    pub fn children(&self, id: NodeId) -> Children<'_> {
        Children { document: self, next: id.0 + 1, end: self.node(id).end }
    }

    /// A node and all below it, in order.
    pub fn subtree(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Node)> {
        let end = self.node(id).end;
        (id.0..end).map(|at| (NodeId(at), &self.nodes[at as usize]))
    }

    /// The text below a node, without marks.
    #[must_use]
    pub fn plain_text(&self, id: NodeId) -> String {
        let mut out = String::new();
        for (_, node) in self.subtree(id) {
            match &node.kind {
                Kind::Text(text) | Kind::Code(text) | Kind::Math(_, text) => out.push_str(text),
                Kind::Number(name) => {
                    out.push_str("{{");
                    out.push_str(name);
                    out.push_str("}}");
                }
                Kind::SoftBreak | Kind::HardBreak => out.push(' '),
                _ => {}
            }
        }
        out
    }

    /// All headings, in order.
    pub fn headings(&self) -> impl Iterator<Item = Heading> {
        self.iter().filter_map(|(id, node)| match &node.kind {
            Kind::Heading(level, anchor) => {
                Some(Heading { level: *level, id: anchor.clone(), text: self.plain_text(id) })
            }
            _ => None,
        })
    }

    /// Whether a widget stands in it.
    #[must_use]
    pub fn has_widget(&self) -> bool {
        let is_widget =
            |kind: &Kind| matches!(kind, Kind::Embed(embed) if matches!(**embed, Embed::Widget { .. }));
        self.nodes.iter().any(|node| is_widget(&node.kind))
    }

    /// Whether a block in it is made from other notes, so that it changes with them.
    #[must_use]
    pub fn gathers(&self) -> bool {
        self.nodes.iter().any(|node| match &node.kind {
            Kind::Embed(embed) => matches!(&**embed, Embed::Made(block) if block.gathers()),
            _ => false,
        })
    }

    /// Whether a heading has this anchor.
    #[must_use]
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.nodes.iter().any(|node| matches!(&node.kind, Kind::Heading(_, id) if id.as_str() == anchor))
    }
}

/// Sources over 4 GiB are no notes; positions saturate rather than wrap.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Iterator over sibling nodes.
#[derive(Clone)]
pub struct Children<'a> {
    document: &'a Document,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = (NodeId, &'a Node);

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let id = NodeId(self.next);
        let node = self.document.node(id);
        self.next = node.end;
        Some((id, node))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_block_are_found_in_the_note() {
        let source = "> - a = 1\r\n>   é = 2\r\n";
        let text = BlockText::new("a = 1\né = 2\n".to_owned(), source, 100);
        let shown = |range: Range<usize>| &source[range.start - 100..range.end - 100];
        assert_eq!(shown(text.in_source(0..1)), "a");
        assert_eq!(shown(text.in_source(6..8)), "é");
        assert_eq!(shown(text.line_in_source(2)), "é = 2");
        assert_eq!(text.in_source(13..13), 100 + source.len() - 2..100 + source.len() - 2);
    }
}
