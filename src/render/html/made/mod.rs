//! Blocks made from data or from other notes. In: a [`Block`] whose names
//! `link` has checked. Out: HTML. Each kind has its own file.

mod changes;
mod cheatsheet;
mod compare;
pub(super) mod downloads;
mod exam;
mod glossary;
mod map;
mod numbers;
mod paper;
pub(super) mod practice;
mod practice_exam;
mod progress;
mod sources;

pub(super) use compare::MOST_COLUMNS;

use super::Writer;
use crate::link::{PageId, Targets};
use crate::parse::blocks::Block;
use crate::parse::document::{Document, Kind, NodeId};
use crate::path::SitePath;
use crate::render::escape;
use crate::write::styles::Style;

/// For texts of data files that hold no links.
static NO_TARGETS: Targets = Targets(Vec::new());

impl<'a> Writer<'a> {
    pub(super) fn made(&mut self, block: &'a Block, id: NodeId) {
        if matches!(
            block,
            Block::Map | Block::Exam(_) | Block::Cheatsheet(_) | Block::Paper(_) | Block::Downloads
        ) {
            self.styles.insert(Style::Gathered);
        }
        match block {
            Block::Compare(table) => self.compare(table),
            Block::Numbers(table) => self.numbers_table(table),
            Block::Changes => self.changes(),
            Block::Glossary => self.glossary(),
            Block::Sources => self.sources(),
            Block::Map => self.map(id),
            Block::Exam(exam) => self.exam(&exam.value, id),
            Block::Cheatsheet(sheet) => self.cheatsheet(sheet, id),
            Block::Practice => self.practice(),
            Block::Progress => self.progress(id),
            Block::Paper(paper) => self.paper(paper, id),
            Block::Downloads => self.downloads(),
        }
    }

    /// The level of a heading that a block writes: below the one it stands
    /// under, with room for a level more.
    fn level_below(&self, block: NodeId) -> u8 {
        let before = self.document.iter().take_while(|(id, _)| *id < block);
        let levels = before.filter_map(|(_, node)| match node.kind {
            Kind::Heading(level, _) => Some(level + 1),
            _ => None,
        });
        levels.last().unwrap_or(2).min(5)
    }

    /// Writes with another document in place of the page's own.
    pub(super) fn within<T>(
        &mut self,
        document: &'a Document,
        targets: &'a Targets,
        file: &'a SitePath,
        write: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let own = (self.document, self.targets, self.file);
        (self.document, self.targets, self.file) = (document, targets, file);
        let made = write(self);
        (self.document, self.targets, self.file) = own;
        made
    }

    /// The text of a data file in the line: what stands in its paragraphs.
    fn text_of_row(&mut self, text: &'a Document, targets: &'a Targets, file: &'a SitePath) {
        self.within(text, targets, file, |writer| {
            for (at, (id, _)) in text.roots().enumerate() {
                if at > 0 {
                    writer.out.push(' ');
                }
                writer.inline_children(id);
            }
        });
    }

    /// A link to a page, with its title as text.
    fn link_to(&self, page: PageId) -> String {
        let href = self.env.href(page);
        let title = escape::escape(&self.env.site.page(page).title);
        format!("<a href=\"{}\">{title}</a>", escape::address(&href))
    }

    /// The page's own document, in which the block stands.
    fn page_document(&self) -> &'a Document {
        self.env.site.page(self.page).note.as_ref().map_or(self.document, |note| &note.document)
    }

    /// `Sources: [1] [2]`, under a table.
    fn sources_line(&mut self, sources: &[&'a str]) {
        if sources.is_empty() {
            return;
        }
        self.out.push_str("<p class=\"table-sources\">Sources:");
        for source in sources {
            self.out.push(' ');
            self.cite(source);
        }
        self.out.push_str("</p>\n");
    }
}

/// A list of links in a sentence: `A, B`.
fn joined(links: impl IntoIterator<Item = String>) -> String {
    links.into_iter().collect::<Vec<_>>().join(", ")
}

/// Adds what is not in the list yet.
fn add_once<'a>(list: &mut Vec<&'a str>, new: impl IntoIterator<Item = &'a str>) {
    for item in new {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}
