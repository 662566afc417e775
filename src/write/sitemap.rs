//! The sitemap for search engines. In: configuration and pages. Out: `sitemap.xml` with
//! all listed pages, or an index and its parts when there are more of them
//! than one file may hold.

use sitemap_rs::jiff::{Zoned, civil, tz::TimeZone};
use sitemap_rs::sitemap::Sitemap;
use sitemap_rs::sitemap_index::SitemapIndex;
use sitemap_rs::url::Url;
use sitemap_rs::url_set::UrlSet;

use crate::config::Config;
use crate::link::{Page, PageKind};
use crate::path::UrlPath;

/// Where the sitemap or its index stands.
pub const PATH: &str = "sitemap.xml";

/// The format's limit.
const PAGES_A_FILE: usize = 50_000;

/// All files of the sitemap, by their path from the site's root.
#[must_use]
pub fn files(config: &Config, pages: &[Page]) -> Vec<(String, Vec<u8>)> {
    split(config, pages, PAGES_A_FILE)
}

fn split(config: &Config, pages: &[Page], limit: usize) -> Vec<(String, Vec<u8>)> {
    let listed = pages.iter().filter(|page| page.listed && page.kind != PageKind::NotFound);
    let urls: Vec<Url> = listed.filter_map(|page| url(config, page)).collect();
    if urls.len() <= limit {
        return vec![(PATH.to_owned(), url_set(urls))];
    }
    let parts = urls.chunks(limit).enumerate();
    let mut files: Vec<_> =
        parts.map(|(n, part)| (format!("sitemap-{}.xml", n + 1), url_set(part.to_vec()))).collect();
    let home = config.base.absolute(&UrlPath::home());
    let entries = files.iter().map(|(path, _)| Sitemap::new(format!("{home}{path}"), None)).collect();
    let mut index = Vec::new();
    if let Ok(sitemap) = SitemapIndex::new(entries) {
        // Writing into memory can't fail.
        let _ = sitemap.write(&mut index);
    }
    files.insert(0, (PATH.to_owned(), index));
    files
}

/// `None` for an address longer than search engines read.
fn url(config: &Config, page: &Page) -> Option<Url> {
    let mut url = Url::builder(config.base.absolute(&page.url));
    if let Some(date) = page.updated.as_deref().and_then(midnight) {
        url.last_modified(date);
    }
    url.build().ok()
}

fn midnight(date: &str) -> Option<Zoned> {
    date.parse::<civil::Date>().ok()?.to_zoned(TimeZone::UTC).ok()
}

fn url_set(urls: Vec<Url>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(set) = UrlSet::new(urls) {
        // Writing into memory can't fail.
        let _ = set.write(&mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::samples::{config, page};

    fn locations(xml: &[u8]) -> Vec<String> {
        let text = std::str::from_utf8(xml).unwrap();
        let ends = text.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().to_owned());
        ends.collect()
    }

    #[test]
    fn it_names_listed_pages_with_their_day() {
        let pages = vec![
            page("/", PageKind::Home, None),
            Page { listed: false, ..page("/style/", PageKind::Note, None) },
            page("/404.html", PageKind::NotFound, None),
            page("/a/", PageKind::Note, Some("2026-11-22")),
        ];
        let files = files(&config(), &pages);
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].0, "sitemap.xml");
        assert_eq!(locations(&files[0].1), ["https://example.org/notes/", "https://example.org/notes/a/"]);
        assert!(
            String::from_utf8_lossy(&files[0].1).contains("<lastmod>2026-11-22T00:00:00+00:00</lastmod>")
        );
    }

    #[test]
    fn a_large_one_is_split_and_indexed() {
        let pages: Vec<Page> = (0..5).map(|n| page(&format!("/n{n}/"), PageKind::Note, None)).collect();
        let files = split(&config(), &pages, 2);
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
        assert_eq!(locations(&files[0].1)[2], "https://example.org/notes/sitemap-3.xml");
        assert_eq!(locations(&files[3].1), ["https://example.org/notes/n4/"]);
    }
}
