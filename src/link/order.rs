//! The order of pages: who lies in which section, what comes before and after.
//!
//! In: pages with addresses, sorted by address. Out: the same pages with
//! parent, children, previous and next set, and families handed down from
//! sections to their pages.

use std::collections::HashMap;

use super::site::{Page, PageId, PageKind};
use crate::path::UrlPath;

/// The address one step above.
fn above(url: &UrlPath) -> Option<String> {
    let path = url.as_str().strip_suffix('/')?;
    let (parent, _) = path.rsplit_once('/')?;
    Some(format!("{parent}/"))
}

fn ids(pages: &[Page]) -> impl Iterator<Item = PageId> + use<> {
    (0..u32::try_from(pages.len()).unwrap_or(u32::MAX)).map(PageId)
}

pub(super) fn arrange(pages: &mut [Page]) {
    let by_url: HashMap<String, PageId> =
        pages.iter().map(|p| p.url.as_str().to_owned()).zip(ids(pages)).collect();
    for id in ids(pages) {
        let page = &pages[id.0 as usize];
        let parent = above(&page.url).and_then(|url| by_url.get(&url).copied()).filter(|p| *p != id);
        pages[id.0 as usize].parent = parent;
        let is_note = matches!(pages[id.0 as usize].kind, PageKind::Note | PageKind::Section);
        if let Some(parent) = parent
            && is_note
            && pages[id.0 as usize].listed
        {
            pages[parent.0 as usize].children.push(id);
        }
    }
    for id in ids(pages) {
        let mut children = std::mem::take(&mut pages[id.0 as usize].children);
        children.sort_by(|a, b| rank(&pages[a.0 as usize]).cmp(&rank(&pages[b.0 as usize])));
        pages[id.0 as usize].children = children;
    }
    hand_down_families(pages);
    chain(pages);
}

/// By `order`, then title; pages without an order come last.
fn rank(page: &Page) -> (i64, String) {
    let order = page.note.as_ref().and_then(|note| note.front.order).unwrap_or(i64::MAX);
    (order, page.title.to_lowercase())
}

fn hand_down_families(pages: &mut [Page]) {
    // Sorted by address, a section comes before what lies in it.
    for id in ids(pages) {
        let at = id.0 as usize;
        if pages[at].family.is_none()
            && let Some(parent) = pages[at].parent
        {
            pages[at].family = pages[parent.0 as usize].family.clone();
        }
    }
}

/// Previous and next within each top-level section, sections before their pages.
fn chain(pages: &mut [Page]) {
    let top: Vec<PageId> =
        pages.iter().filter(|p| p.kind == PageKind::Home).flat_map(|home| home.children.clone()).collect();
    for section in top {
        let mut line = Vec::new();
        walk(pages, section, &mut line);
        for pair in line.windows(2) {
            pages[pair[0].0 as usize].next = Some(pair[1]);
            pages[pair[1].0 as usize].prev = Some(pair[0]);
        }
    }
}

fn walk(pages: &[Page], id: PageId, line: &mut Vec<PageId>) {
    line.push(id);
    for child in &pages[id.0 as usize].children {
        walk(pages, *child, line);
    }
}
