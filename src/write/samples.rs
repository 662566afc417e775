//! Pages and a configuration for this stage's tests.

use crate::config::Config;
use crate::link::{Page, PageKind};
use crate::path::{SitePath, UrlPath};

/// A site's configuration under a base path.
pub(super) fn config() -> Config {
    let text =
        "title = 'Notes & more'\ndescription = 'About <this>'\nbase_url = 'https://example.org/notes/'\n";
    Config::parse(text, None).unwrap()
}

/// A listed page made from a note.
pub(super) fn page(url: &str, kind: PageKind, updated: Option<&str>) -> Page {
    Page {
        kind,
        url: UrlPath::authored(url).unwrap(),
        title: "Page <b> & more".to_owned(),
        summary: "What it is about.".to_owned(),
        source: Some(SitePath::new("content/x.md").unwrap()),
        listed: true,
        updated: updated.map(str::to_owned),
        note: None,
        family: None,
        parent: None,
        children: Vec::new(),
        prev: None,
        next: None,
        backlinks: Vec::new(),
        related: Vec::new(),
        tags: Vec::new(),
        targets: crate::link::site::Targets::default(),
        banks: Vec::new(),
    }
}
