//! The site as a graph of pages. Types only; `link`'s other modules fill them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::parse::Note;
use crate::parse::bank::Bank;
use crate::parse::data::{Glossary, SourceList};
use crate::parse::document::NodeId;
use crate::path::{SitePath, UrlPath};
use studydeck_ui::ssr::WidgetData;

/// Position of a page in [`Site::pages`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PageId(pub u32);

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// `content/index.md`.
    Home,
    /// The `index.md` of a folder, or a folder without one.
    Section,
    /// Any other note.
    Note,
    /// The pages that carry a tag.
    Tag,
    /// All tags.
    Tags,
    /// What a host shows for an address that does not exist.
    NotFound,
}

/// A page with its address and its neighbours.
#[derive(Debug, Clone)]
pub struct Page {
    /// What it is.
    pub kind: PageKind,
    /// Where it stands.
    pub url: UrlPath,
    /// Its title.
    pub title: String,
    /// One or two sentences about it.
    pub summary: String,
    /// The note it is made from, if it is made from one.
    pub source: Option<SitePath>,
    /// Whether menu, sitemap and feed name it.
    pub listed: bool,
    /// Day of the last change, `2026-11-22`.
    pub updated: Option<String>,
    /// The parsed note.
    pub note: Option<Arc<Note>>,
    /// Service family: its own or its section's.
    pub family: Option<String>,
    /// The section it lies in; `None` for the home page alone.
    pub parent: Option<PageId>,
    /// Its pages, in the menu's order (sections and home; for a tag, the
    /// pages that carry it).
    pub children: Vec<PageId>,
    /// The page before it in its top-level section.
    pub prev: Option<PageId>,
    /// The page after it.
    pub next: Option<PageId>,
    /// Pages that link here.
    pub backlinks: Vec<PageId>,
    /// Pages that the author named as related.
    pub related: Vec<PageId>,
    /// Tag pages of its tags.
    pub tags: Vec<PageId>,
    /// Where its links and images lead.
    pub targets: Targets,
    /// Banks that its quiz blocks embed, by name.
    pub banks: Vec<Arc<LinkedBank>>,
}

/// A link of a document, resolved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// A page, and a place on it.
    Page(PageId, Option<String>),
    /// A file of the site.
    File(UrlPath),
    /// A place on the same page.
    Here(String),
    /// An address outside the site.
    External(String),
    /// Nothing; the problem is reported.
    Broken,
}

/// The targets of a document's links and images, sorted by node.
#[derive(Debug, Clone, Default)]
pub struct Targets(pub Vec<(NodeId, Target)>);

impl Targets {
    /// Where the link at this node leads.
    #[must_use]
    pub fn get(&self, id: NodeId) -> &Target {
        self.0.binary_search_by_key(&id, |(node, _)| *node).map_or(&Target::Broken, |at| &self.0[at].1)
    }
}

/// A question bank whose links are resolved.
#[derive(Debug)]
pub struct LinkedBank {
    /// The bank.
    pub bank: Arc<Bank>,
    /// Where its links lead.
    pub targets: Targets,
}

/// An old address that leads to a page.
#[derive(Debug, Clone)]
pub struct Redirect {
    /// The old address.
    pub from: UrlPath,
    /// Where the page stands now.
    pub to: PageId,
}

/// All pages and how they hang together.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Arc<Config>,
    /// All pages, sorted by address.
    pub pages: Vec<Page>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
    /// Files beside the notes, and where they stand in the site.
    pub files: BTreeMap<SitePath, UrlPath>,
    /// Sources that may be cited.
    pub sources: Arc<SourceList>,
    /// Terms that are explained.
    pub glossary: Arc<Glossary>,
    /// The page behind each term, by position in the glossary.
    pub glossary_pages: Vec<Option<PageId>>,
    /// What the widgets compute with.
    pub widget_data: Arc<WidgetData>,
    /// Hash of all data files.
    pub data_hash: blake3::Hash,
}

impl Site {
    /// A page. Ids come from this site's own tables.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// All pages with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (PageId, &Page)> {
        (0u32..).map(PageId).zip(&self.pages)
    }

    /// The sections a page lies in, outermost first, without the page itself.
    #[must_use]
    pub fn ancestors(&self, id: PageId) -> Vec<PageId> {
        let mut above = Vec::new();
        let mut at = self.page(id).parent;
        while let Some(parent) = at {
            above.push(parent);
            at = self.page(parent).parent;
        }
        above.reverse();
        above
    }

    /// The home page.
    #[must_use]
    pub fn home(&self) -> Option<PageId> {
        self.iter().find(|(_, page)| page.kind == PageKind::Home).map(|(id, _)| id)
    }
}
