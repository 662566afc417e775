//! A document tree to HTML.
//!
//! In: a page's [`Document`] with the targets of its links, and the tools of
//! [`Env`]. Out: a [`Body`]: HTML, contents, cited sources, diagnostics. It
//! knows nothing of templates, menus or files.

mod blocks;
mod citations;
mod embeds;
mod inline;
mod made;
mod quiz;
#[cfg(test)]
mod samples;
mod table;
mod terms;

use std::collections::{BTreeSet, HashMap};

use crate::diag::Diagnostic;
use crate::link::{LinkedBank, PageId, Site, Targets};
use crate::parse::document::{Document, Kind};
use crate::path::{SitePath, UrlPath};
use crate::source::{ByModule, Module};
use crate::write::styles::Style;

use super::highlight::Highlighter;
use citations::Citations;
pub use citations::CitedSource;
pub use made::downloads::{Kind as Download, file as download};
pub use made::practice::{QUESTIONS, questions};
pub use terms::TermFinder;

/// What rendering a body needs beside the document.
pub struct Env<'a> {
    /// All pages.
    pub site: &'a Site,
    /// Highlights code.
    pub highlighter: &'a Highlighter,
    /// Finds glossary terms.
    pub terms: &'a TermFinder,
    /// Width and height of images, where they are known.
    pub image_sizes: &'a HashMap<UrlPath, (u32, u32)>,
}

impl Env<'_> {
    /// The address of a page for `href`.
    #[must_use]
    pub fn href(&self, id: PageId) -> String {
        self.site.config.base.href(&self.site.page(id).url)
    }
}

/// An entry of a page's contents.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TocEntry {
    /// Anchor of the heading.
    pub id: String,
    /// Its text.
    pub title: String,
    /// Third-level headings below it.
    pub children: Vec<TocEntry>,
}

/// A rendered body.
#[derive(Debug, Default)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// Contents.
    pub toc: Vec<TocEntry>,
    /// Sources in the order in which they are cited.
    pub sources: Vec<CitedSource>,
    /// The modules of its islands, each once.
    pub modules: Vec<Module>,
    /// The stylesheets of what stands in it.
    pub styles: BTreeSet<Style>,
    /// What went wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders the body of a page.
#[must_use]
pub fn render(env: &Env<'_>, page: PageId) -> Body {
    let entry = env.site.page(page);
    let Some(note) = &entry.note else {
        return Body::default();
    };
    let mut writer = Writer::new(env, page, &note.document, &entry.targets, &note.path);
    writer.banks = entry.banks.iter().map(|bank| &**bank).collect();
    if note.front.is_plain {
        writer.explained = (0..env.site.data.glossary.len()).collect();
    }
    writer.document();
    writer.into_body(contents(&note.document))
}

/// Second-level headings with the third-level ones below them.
fn contents(document: &Document) -> Vec<TocEntry> {
    let mut toc: Vec<TocEntry> = Vec::new();
    for heading in document.headings() {
        let entry =
            TocEntry { id: heading.id.as_str().to_owned(), title: heading.text, children: Vec::new() };
        match (heading.level, toc.last_mut()) {
            (2, _) => toc.push(entry),
            (3, Some(above)) => above.children.push(entry),
            _ => {}
        }
    }
    toc
}

/// The HTML that has been written, and what must be remembered on the way.
struct Writer<'a> {
    env: &'a Env<'a>,
    page: PageId,
    document: &'a Document,
    targets: &'a Targets,
    file: &'a SitePath,
    banks: Vec<&'a LinkedBank>,
    out: String,
    citations: Citations<'a>,
    /// Positions in the glossary of terms that were explained, or shall not be.
    explained: Vec<usize>,
    /// Above zero inside headings, links and the like: no tooltips there.
    plain: u32,
    /// The note whose text is being gathered, if it is not the page's own.
    /// Such text has no marks of sources, no ids and no blocks made at build
    /// time, and its links lead to where it came from.
    gathered_from: Option<PageId>,
    /// Sources that a number has marked in the block being written.
    marked: Vec<&'a str>,
    diagrams: usize,
    /// How many islands of each module there are so far.
    islands: ByModule<usize>,
    /// The stylesheets that what was written needs.
    styles: BTreeSet<Style>,
    /// Whether the text is for a file apart: a source is then a link by its title, since no
    /// list of sources stands below.
    apart: bool,
    /// Whether the text leaves the site: addresses then name its host.
    abroad: bool,
    /// Names of the tables so far: each is a landmark, told apart by its name.
    tables: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Writer<'a> {
    fn new(
        env: &'a Env<'a>,
        page: PageId,
        document: &'a Document,
        targets: &'a Targets,
        file: &'a SitePath,
    ) -> Self {
        Self {
            env,
            page,
            document,
            targets,
            file,
            banks: Vec::new(),
            out: String::with_capacity(document.len() * 32),
            citations: Citations::default(),
            explained: Vec::new(),
            plain: 0,
            gathered_from: None,
            marked: Vec::new(),
            diagrams: 0,
            islands: ByModule::default(),
            styles: BTreeSet::new(),
            apart: false,
            abroad: false,
            tables: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Writes all blocks; remarks on sources stand behind the block of their
    /// first use.
    fn document(&mut self) {
        let document = self.document;
        for (id, node) in document.roots() {
            if matches!(node.kind, Kind::FootnoteDefinition(_)) {
                continue;
            }
            self.marked.clear();
            self.block(id);
            self.side_remarks();
        }
        self.footnotes();
    }

    fn into_body(self, toc: Vec<TocEntry>) -> Body {
        Body {
            html: self.out,
            toc,
            sources: self.citations.into_list(),
            styles: self.styles,
            modules: Module::ALL.into_iter().filter(|module| *self.islands.get(*module) > 0).collect(),
            diagnostics: self.diagnostics,
        }
    }
}
