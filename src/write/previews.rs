//! Titles and summaries for the previews of links. In: configuration and
//! pages. Out: `previews.json`, which a page asks for when a reader first
//! points at a link.
//!
//! The file has a fixed address: with its hash in the name, every page would
//! change with every summary.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Config;
use crate::link::{Page, PageKind};
use crate::render::escape;

/// Where the file stands.
pub const PATH: &str = "previews.json";

/// With more pages the file would cost a reader more than a preview is worth.
const PAGE_LIMIT: usize = 1000;

#[derive(Serialize)]
struct Previews<'a> {
    /// Names of families.
    families: &'a BTreeMap<String, String>,
    /// By the page's path, as a browser writes it.
    pages: BTreeMap<String, Preview<'a>>,
}

/// A list, since the names of its parts would be most of the file.
#[derive(Serialize)]
struct Preview<'a>(&'a str, &'a str, #[serde(skip_serializing_if = "Option::is_none")] Option<&'a str>);

/// Whether a site has previews.
#[must_use]
pub fn wanted(pages: &[Page]) -> bool {
    pages.iter().filter(|page| is_shown(page)).count() <= PAGE_LIMIT
}

fn is_shown(page: &Page) -> bool {
    page.listed && page.kind != PageKind::NotFound
}

/// The file's bytes: titles, summaries and families of all listed pages.
#[must_use]
pub fn file(config: &Config, pages: &[Page]) -> Vec<u8> {
    let shown = pages.iter().filter(|page| is_shown(page)).map(|page| {
        // An address of a page holds nothing that would be escaped as text.
        let path = escape::address(&config.base.href(&page.url));
        (path, Preview(&page.title, &page.summary, page.family.as_deref()))
    });
    let previews = Previews { families: &config.families, pages: shown.collect() };
    // Maps and strings always have a JSON form.
    serde_json::to_vec(&previews).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::samples::{config, page};

    #[test]
    fn listed_pages_stand_by_the_path_that_a_browser_asks_for() {
        let pages = [
            page("/404.html", PageKind::NotFound, None),
            Page { family: Some("ecs".to_owned()), ..page("/ecs/größe/", PageKind::Note, None) },
            page("/tags/x/", PageKind::Tag, None),
            Page { listed: false, ..page("/style/", PageKind::Note, None) },
        ];
        let json: serde_json::Value = serde_json::from_slice(&file(&config(), &pages)).unwrap();
        let expected = serde_json::json!({
            "/notes/ecs/gr%C3%B6%C3%9Fe/": ["Page <b> & more", "What it is about.", "ecs"],
            "/notes/tags/x/": ["Page <b> & more", "What it is about."],
        });
        assert_eq!(json["pages"], expected);
    }

    #[test]
    fn a_very_large_site_has_none() {
        let pages = |count: usize| {
            (0..count).map(|n| page(&format!("/n{n}/"), PageKind::Note, None)).collect::<Vec<_>>()
        };
        assert!(wanted(&pages(PAGE_LIMIT)));
        assert!(!wanted(&pages(PAGE_LIMIT + 1)));
    }
}
