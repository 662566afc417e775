//! The menu, rendered once for each section and not once for each page.
//!
//! In: the site. Out: [`Menu`], HTML cut at the places where a page's own
//! link is marked, so that putting in the mark costs next to nothing.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use tera::Context;

use super::context::{MenuContext, MenuItem, MenuSection};
use super::templates::{Templates, value};
use crate::diag::Diagnostic;
use crate::link::{PageId, PageKind, Site};
use crate::source::TextFile;

/// Stands around a page's number in rendered menus; no text holds it.
const MARK: char = '\u{1}';

/// The menu of a section: pieces of HTML, and the page whose mark belongs
/// behind each.
pub(super) struct Menu {
    pieces: Vec<(String, Option<PageId>)>,
    pub(super) hash: blake3::Hash,
}

impl Menu {
    fn cut(html: &str) -> Self {
        let mut pieces = Vec::new();
        let mut parts = html.split(MARK);
        while let Some(piece) = parts.next() {
            let page = parts.next().and_then(|number| number.parse().ok()).map(PageId);
            pieces.push((piece.to_owned(), page));
        }
        // The numbers shift when a page is added; the addresses around them don't.
        let mut hasher = blake3::Hasher::new();
        for (piece, _) in &pieces {
            hasher.update(piece.as_bytes());
        }
        Self { pieces, hash: hasher.finalize() }
    }

    /// The HTML as it stands on a page.
    pub(super) fn on(&self, page: PageId) -> String {
        let length: usize = self.pieces.iter().map(|(piece, _)| piece.len()).sum();
        let mut html = String::with_capacity(length + 24);
        for (piece, link) in &self.pieces {
            html.push_str(piece);
            if *link == Some(page) {
                html.push_str(" aria-current=\"page\"");
            }
        }
        html
    }
}

/// The section whose menu a page shows: itself, or the one it lies in.
pub(super) fn section_of(site: &Site, id: PageId) -> Option<PageId> {
    let page = site.page(id);
    match page.kind {
        PageKind::Section => Some(id),
        PageKind::Note => page.parent.filter(|parent| site.page(*parent).kind == PageKind::Section),
        _ => None,
    }
}

/// Renders the menus of all sections; `None` is that of pages in no section.
pub(super) fn all(
    site: &Site,
    templates: &Templates,
    files: &[TextFile],
) -> (HashMap<Option<PageId>, Menu>, Vec<Diagnostic>) {
    let sections: BTreeSet<Option<PageId>> =
        site.iter().map(|(id, _)| section_of(site, id)).chain([None]).collect();
    let rendered: Vec<_> = sections
        .into_par_iter()
        .map(|section| {
            let mut context = Context::new();
            context.insert_value("sections", value(&context_of(site, section).sections));
            (section, templates.render("menu.html", &context, "the menu", files))
        })
        .collect();
    let mut menus = HashMap::new();
    let mut diagnostics = Vec::new();
    for (section, result) in rendered {
        let html = result.unwrap_or_else(|problem| {
            diagnostics.push(*problem);
            String::new()
        });
        menus.insert(section, Menu::cut(&html));
    }
    (menus, diagnostics)
}

fn mark(id: PageId) -> String {
    format!("{MARK}{}{MARK}", id.0)
}

fn context_of(site: &Site, section: Option<PageId>) -> MenuContext {
    let mut open: Vec<PageId> = section.map(|id| site.ancestors(id)).unwrap_or_default();
    open.extend(section);
    let top = site.home().map(|home| site.page(home).children.as_slice()).unwrap_or_default();
    let sections = top.iter().map(|id| {
        let page = site.page(*id);
        let is_open = open.contains(id);
        let mut children = Vec::new();
        if is_open {
            add_children(site, *id, 1, &open, &mut children);
        }
        MenuSection {
            title: page.title.clone(),
            url: site.config.base.href(&page.url),
            mark: mark(*id),
            family: page.family.clone(),
            open: is_open,
            children,
        }
    });
    MenuContext { sections: sections.collect() }
}

/// The pages of a section, and those of the open sections in it.
fn add_children(site: &Site, section: PageId, depth: usize, open: &[PageId], items: &mut Vec<MenuItem>) {
    for id in &site.page(section).children {
        let page = site.page(*id);
        items.push(MenuItem {
            title: page.title.clone(),
            url: site.config.base.href(&page.url),
            mark: mark(*id),
            family: page.family.clone(),
            depth,
        });
        if open.contains(id) {
            add_children(site, *id, depth + 1, open, items);
        }
    }
}
