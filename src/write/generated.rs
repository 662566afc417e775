//! Files that no note makes: assets, feed, sitemap, previews, service worker and
//! the small ones beside them. In: the site. Out: a job for each. A file of
//! `static/` replaces a made one of the same name.

use std::collections::HashMap;
use std::sync::Arc;

use atom_syndication::Entry;

use super::assets::Assets;
use super::{extras, feed, previews, sitemap, worker};
use crate::config::Config;
use crate::link::{Page, PageKind, Site};
use crate::path::UrlPath;
use crate::render::job::{Job, Key};

/// All generated files. `pages` are the pages' addresses and keys, from which
/// the service worker knows what has changed.
#[must_use]
pub fn jobs<'j>(site: &Site, assets: &Assets, pages: &[(UrlPath, Key)]) -> Vec<Job<'j>> {
    let table = site.compare_file.as_ref();
    let made =
        files(&site.config, &site.pages, &feed::changes(site), assets, pages, table.map(|(url, _)| url));
    let made =
        made.into_iter().filter_map(|(path, bytes)| Some((UrlPath::file(&path).ok()?, Arc::from(bytes))));
    assets
        .files
        .iter()
        .cloned()
        .chain(table.cloned())
        .chain(made)
        .map(|(url, bytes)| Job::ready(url, bytes))
        .collect()
}

/// The files that are made here, by their path from the site's root.
fn files(
    config: &Config,
    pages: &[Page],
    changes: &[Entry],
    assets: &Assets,
    keys: &[(UrlPath, Key)],
    table: Option<&UrlPath>,
) -> Vec<(String, Vec<u8>)> {
    let previews = previews::wanted(pages).then(|| previews::file(config, pages));
    // The site's own file, if it brings one, is what is kept.
    let kept = assets.get(previews::PATH).map(|own| &**own).or(previews.as_deref());
    let kept = kept.map(|bytes| (previews::PATH, Key::of_bytes(bytes)));
    let worker = worker::script(config, &offline_pages(pages, keys), kept, table, assets);
    let mut files =
        vec![(feed::PATH.to_owned(), feed::feed(config, pages, changes)), (worker::PATH.to_owned(), worker)];
    files.extend(previews.map(|bytes| (previews::PATH.to_owned(), bytes)));
    files.extend(sitemap::files(config, pages));
    files.extend(extras::files(config, assets).into_iter().map(|(path, bytes)| (path.to_owned(), bytes)));
    files.retain(|(path, _)| assets.get(path).is_none());
    files
}

/// The pages that work without a network from the first visit on: those that a
/// reader finds by the menu, and the one for addresses that do not exist. The
/// page of a tag is kept once it was visited; there can be more tags than notes.
/// With them goes the file of all questions, for the practice room and the page of progress.
fn offline_pages(pages: &[Page], keys: &[(UrlPath, Key)]) -> Vec<(UrlPath, Key)> {
    let keys: HashMap<&str, Key> = keys.iter().map(|(url, key)| (url.as_str(), *key)).collect();
    let wanted = |page: &&Page| {
        let is_found = page.listed && page.kind != PageKind::Tag;
        is_found || matches!(page.kind, PageKind::Home | PageKind::NotFound)
    };
    let with_key = |page: &Page| Some((page.url.clone(), *keys.get(page.url.as_str())?));
    let questions = keys.get_key_value("/questions.txt");
    let questions = questions.and_then(|(url, key)| Some((UrlPath::file(&url[1..]).ok()?, *key)));
    pages.iter().filter(wanted).filter_map(with_key).chain(questions).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;
    use crate::source::StaticFile;
    use crate::write::assets;
    use crate::write::samples::{config, page};

    #[test]
    fn a_file_that_the_site_brings_is_not_made() {
        let own = StaticFile::in_memory(SitePath::new("robots.txt").unwrap(), b"Disallow: /");
        let made = |files: &[StaticFile]| {
            let made = super::files(&config(), &[], &[], &assets::build(files, None).0, &[], None);
            made.into_iter().map(|(path, _)| path).collect::<Vec<_>>()
        };
        let all = [
            ".nojekyll",
            "feed.xml",
            "manifest.webmanifest",
            "previews.json",
            "robots.txt",
            "sitemap.xml",
            "sw.js",
        ];
        let mut paths = made(&[]);
        paths.sort();
        assert_eq!(paths, all);
        assert!(!made(&[own]).contains(&"robots.txt".to_owned()));
    }

    #[test]
    fn offline_pages_are_those_that_a_reader_finds() {
        let unlisted = |page: Page| Page { listed: false, ..page };
        let pages = [
            unlisted(page("/404.html", PageKind::NotFound, None)),
            page("/a/", PageKind::Note, None),
            unlisted(page("/style/", PageKind::Note, None)),
            page("/tags/x/", PageKind::Tag, None),
            page("/no-key/", PageKind::Note, None),
        ];
        let keys: Vec<_> = pages[..4].iter().map(|page| (page.url.clone(), Key::of_bytes(b""))).collect();
        let kept: Vec<_> = offline_pages(&pages, &keys).iter().map(|(url, _)| url.to_string()).collect();
        assert_eq!(kept, ["/404.html", "/a/"]);
    }
}
