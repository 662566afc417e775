//! The site as a graph of pages. Types only; `link`'s other modules fill them.

use std::collections::BTreeMap;
use std::sync::Arc;

use studydeck_ui::ssr::WidgetData;

use crate::config::Config;
use crate::parse::Note;
use crate::parse::bank::Bank;
use crate::parse::data::SiteData;
use crate::parse::document::NodeId;
use crate::path::{AnchorId, SitePath, UrlPath};

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

/// Where the rows of data files lead, each list in the order of its rows.
#[derive(Debug, Default)]
pub struct RowTargets {
    /// The page behind each term.
    pub terms: Vec<Option<PageId>>,
    /// The page behind each candidate of comparison tables.
    pub candidates: Vec<Option<PageId>>,
    /// The targets of the links in each change.
    pub changes: Vec<Targets>,
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
    /// What `content/data` holds.
    pub data: Arc<SiteData>,
    /// Where the rows of data files lead.
    pub rows: RowTargets,
    /// The page that holds the block of each exam.
    pub exam_pages: BTreeMap<String, PageId>,
    /// The listed pages that lean on each source, by title. A source that
    /// none leans on is not in it.
    pub leaning: BTreeMap<String, Vec<PageId>>,
    /// What widgets are made from: prices, and the comparison.
    pub widgets: WidgetData,
    /// The comparison as browsers fetch it: address and bytes.
    pub compare_file: Option<(UrlPath, Arc<[u8]>)>,
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

    /// All listed notes and sections in the menu's order; those that no menu
    /// reaches follow by address.
    #[must_use]
    pub fn in_menu_order(&self) -> Vec<PageId> {
        let mut found = Vec::with_capacity(self.pages.len());
        let mut seen = vec![false; self.pages.len()];
        let top = self.home().map(|home| self.page(home).children.as_slice()).unwrap_or_default();
        // A stack of what is still to come, the next on top.
        let mut waiting: Vec<PageId> = top.iter().rev().copied().collect();
        while let Some(id) = waiting.pop() {
            seen[id.0 as usize] = true;
            found.push(id);
            waiting.extend(self.page(id).children.iter().rev());
        }
        let is_note = |page: &Page| matches!(page.kind, PageKind::Note | PageKind::Section) && page.listed;
        found
            .extend(self.iter().filter(|(id, page)| is_note(page) && !seen[id.0 as usize]).map(|(id, _)| id));
        found
    }

    /// The top-level page that a page lies in; a top-level page itself.
    #[must_use]
    pub fn top_of(&self, id: PageId) -> PageId {
        self.ancestors(id).into_iter().find(|above| self.page(*above).kind != PageKind::Home).unwrap_or(id)
    }

    /// Where the badge of an exam leads: to the task statement if there is
    /// one, or to the exam. `None` without a page for the exam.
    #[must_use]
    pub fn exam_href(&self, exam: &str, task: &str) -> Option<String> {
        let page = self.page(*self.exam_pages.get(exam)?);
        let known = self.data.exam_versions(exam).last().is_some_and(|version| version.task(task).is_some());
        let anchor = exam_anchor(exam, if known { task } else { "" });
        Some(format!("{}#{anchor}", self.config.base.href(&page.url)))
    }
}

/// The id of an exam's block, of a domain (`2`) or of a task statement (`2.1`) in it.
#[must_use]
pub fn exam_anchor(exam: &str, part: &str) -> String {
    let exam = AnchorId::from_text(exam);
    match part {
        "" => format!("sd-exam-{}", exam.as_str()),
        part => format!("sd-exam-{}-{}", exam.as_str(), part.replace('.', "-")),
    }
}
