//! The Atom feed of changed notes. In: configuration and pages. Out: the feed's bytes,
//! which depend on nothing else: not on the clock either.

use atom_syndication::{Entry, Feed, FixedDateTime, Generator, Link, Person, Text, WriteConfig};

use crate::config::Config;
use crate::link::{Page, PageKind};
use crate::path::UrlPath;

/// Where the feed stands.
pub const PATH: &str = "feed.xml";

/// How many notes it names.
const LENGTH: usize = 50;

/// The feed: the notes changed last, newest first. A note of which no change
/// is known is left out.
#[must_use]
pub fn feed(config: &Config, pages: &[Page]) -> Vec<u8> {
    let base = &config.base;
    let home = base.absolute(&UrlPath::home());
    let mut notes: Vec<(FixedDateTime, &Page)> = pages.iter().filter_map(dated_note).collect();
    // A stable order: pages come sorted by address.
    notes.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    notes.truncate(LENGTH);
    let entry = |(date, page): &(FixedDateTime, &Page)| {
        let address = base.absolute(&page.url);
        Entry {
            title: Text::plain(page.title.clone()),
            id: address.clone(),
            updated: *date,
            links: vec![link("alternate", address, "text/html")],
            summary: Some(Text::plain(page.summary.clone())),
            ..Entry::default()
        }
    };
    let feed = Feed {
        title: Text::plain(config.title.clone()),
        subtitle: Some(Text::plain(config.description.clone())),
        id: home.clone(),
        // The default is 1970: the format wants a date even of an empty feed.
        updated: notes.first().map(|(date, _)| *date).unwrap_or_default(),
        authors: vec![Person { name: config.title.clone(), ..Person::default() }],
        generator: Some(Generator { value: "Studydeck".to_owned(), ..Generator::default() }),
        links: vec![
            link("self", format!("{home}{PATH}"), "application/atom+xml"),
            link("alternate", home.clone(), "text/html"),
        ],
        lang: Some(config.language.clone()),
        entries: notes.iter().map(entry).collect(),
        ..Feed::default()
    };
    let layout = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    // Writing into memory can't fail.
    feed.write_with_config(Vec::new(), layout).unwrap_or_default()
}

fn dated_note(page: &Page) -> Option<(FixedDateTime, &Page)> {
    let is_note = page.source.is_some() && matches!(page.kind, PageKind::Note | PageKind::Section);
    let date = page.updated.as_ref().filter(|_| is_note && page.listed)?;
    Some((format!("{date}T00:00:00Z").parse().ok()?, page))
}

fn link(rel: &str, href: String, mime: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::samples::{config, page};

    fn parsed(pages: &[Page]) -> Feed {
        Feed::read_from(feed(&config(), pages).as_slice()).unwrap()
    }

    #[test]
    fn the_notes_changed_last_come_first_with_whole_addresses() {
        let pages = vec![
            page("/", PageKind::Home, Some("2026-11-30")),
            page("/a/", PageKind::Note, Some("2026-11-01")),
            page("/b/", PageKind::Note, Some("2026-11-22")),
            page("/c/", PageKind::Note, Some("2026-11-22")),
            page("/d/", PageKind::Note, None),
            Page { listed: false, ..page("/e/", PageKind::Note, Some("2026-11-29")) },
            page("/tags/x/", PageKind::Tag, Some("2026-11-29")),
        ];
        let feed = parsed(&pages);
        let ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        let base = "https://example.org/notes/";
        assert_eq!(ids, [format!("{base}b/"), format!("{base}c/"), format!("{base}a/")]);
        assert_eq!(feed.updated.to_rfc3339(), "2026-11-22T00:00:00+00:00");
        assert_eq!(feed.links[0].href, format!("{base}feed.xml"));
        assert_eq!(feed.entries[0].title.value, "Page <b> & more");
    }

    #[test]
    fn it_is_cut_and_valid_without_any_date() {
        let many: Vec<Page> =
            (0..60).map(|n| page(&format!("/n{n}/"), PageKind::Note, Some("2026-01-02"))).collect();
        assert_eq!(parsed(&many).entries.len(), LENGTH);
        let empty = parsed(&[page("/a/", PageKind::Note, None)]);
        assert_eq!(empty.entries.len(), 0);
        assert_eq!(empty.updated.to_rfc3339(), "1970-01-01T00:00:00+00:00");
    }
}
