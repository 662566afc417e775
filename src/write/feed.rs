//! The Atom feed: changed notes, and the changes that a page of the site tells.
//! In: configuration, pages and changes. Out: the feed's bytes, which depend
//! on nothing else: not on the clock either.

use atom_syndication::{Entry, Feed, Generator, Link, Person, Text, WriteConfig};

use crate::config::Config;
use crate::link::{Page, PageKind, Site, places};
use crate::parse::blocks::Block;
use crate::parse::data::{Change, Numbers};
use crate::parse::document::Kind;
use crate::path::UrlPath;

/// Where the feed stands.
pub const PATH: &str = "feed.xml";

/// How many notes it names, and how many changes.
const LENGTH: usize = 50;

/// The feed: the notes changed last and the latest of `changes`, newest first.
/// A note of which no change is known is left out.
#[must_use]
pub fn feed(config: &Config, pages: &[Page], changes: &[Entry]) -> Vec<u8> {
    let home = config.base.absolute(&UrlPath::home());
    let newest_first =
        |entries: &mut Vec<Entry>| entries.sort_by_key(|entry| std::cmp::Reverse(entry.updated));
    // A stable order: pages come sorted by address.
    let mut entries: Vec<Entry> = pages.iter().filter_map(|page| note(config, page)).collect();
    newest_first(&mut entries);
    // Each has its share: notes are mended more often than services change.
    entries.truncate(LENGTH);
    entries.extend(changes.iter().take(LENGTH).cloned());
    newest_first(&mut entries);
    let feed = Feed {
        title: Text::plain(config.title.clone()),
        subtitle: Some(Text::plain(config.description.clone())),
        id: home.clone(),
        // The default is 1970: the format wants a date even of an empty feed.
        updated: entries.first().map(|entry| entry.updated).unwrap_or_default(),
        authors: vec![Person { name: config.title.clone(), ..Person::default() }],
        generator: Some(Generator { value: "Studydeck".to_owned(), ..Generator::default() }),
        links: vec![
            link("self", format!("{home}{PATH}"), "application/atom+xml"),
            link("alternate", home.clone(), "text/html"),
        ],
        lang: Some(config.language.clone()),
        entries,
        ..Feed::default()
    };
    let layout = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    // Writing into memory can't fail.
    feed.write_with_config(Vec::new(), layout).unwrap_or_default()
}

fn note(config: &Config, page: &Page) -> Option<Entry> {
    let is_note = page.source.is_some() && matches!(page.kind, PageKind::Note | PageKind::Section);
    let day = page.updated.as_ref().filter(|_| is_note && page.listed)?;
    entry(config.base.absolute(&page.url), &page.title, day, page.summary.clone())
}

/// The changes as entries, newest first, if a listed page prints them.
#[must_use]
pub fn changes(site: &Site) -> Vec<Entry> {
    let listed = site.pages.iter().filter(|page| page.listed);
    let documents = listed.filter_map(|page| Some((page, &page.note.as_ref()?.document)));
    let Some((page, document)) =
        documents.into_iter().find(|(_, document)| places::holds(document, &Block::Changes))
    else {
        return Vec::new();
    };
    let address = site.config.base.absolute(&page.url);
    let changes = site.data.changes.iter().filter_map(|change| {
        let place = places::of_change(document, &site.data.glossary, &change.id);
        let summary = plain_text(change, &site.data.numbers);
        entry(format!("{address}#{place}"), &change.title, &change.date.to_string(), summary)
    });
    changes.collect()
}

fn entry(address: String, title: &str, day: &str, summary: String) -> Option<Entry> {
    Some(Entry {
        title: Text::plain(title.to_owned()),
        id: address.clone(),
        updated: format!("{day}T00:00:00Z").parse().ok()?,
        links: vec![link("alternate", address, "text/html")],
        summary: Some(Text::plain(summary)),
        ..Entry::default()
    })
}

/// The text of a change without marks, its numbers as values.
fn plain_text(change: &Change, numbers: &Numbers) -> String {
    let mut out = String::new();
    for (_, node) in change.text.iter() {
        match &node.kind {
            Kind::Text(text) | Kind::Code(text) | Kind::Math(_, text) => out.push_str(text),
            Kind::Number(name) => out.push_str(numbers.get(&**name).map_or("", |number| &number.value)),
            Kind::SoftBreak | Kind::HardBreak => out.push(' '),
            Kind::Paragraph if !out.is_empty() => out.push(' '),
            _ => {}
        }
    }
    out
}

fn link(rel: &str, href: String, mime: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::samples::{site, source};
    use crate::write::samples::{config, page};

    fn parsed(pages: &[Page]) -> Feed {
        Feed::read_from(feed(&config(), pages, &[]).as_slice()).unwrap()
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

    const CHANGES: &str = "[new]\ndate=2026-11-22\ntitle='New & better'\ntext='See **[one](one.md)**: `{{n}}` is {{n}}.'\nsource='s'\n\
        [old]\ndate='2020-05'\ntitle='Old'\ntext='x'\nsource='s'\n";

    #[test]
    fn changes_are_entries_where_a_page_prints_them() {
        let entries = |text: &str| {
            let sources = source("s");
            let numbers = ("data/numbers.toml", "[n]\nwhat='N'\nvalue='15 minutes'\nsource='s'\n");
            let note = ("one.md", text);
            let data = [("data/changes.toml", CHANGES), ("data/sources.toml", sources.as_str()), numbers];
            let (site, _) = site(&[&[("index.md", "[One](one.md)"), note], &data[..]].concat());
            let feed = feed(&config(), &[page("/a/", PageKind::Note, Some("2026-11-01"))], &changes(&site));
            Feed::read_from(feed.as_slice()).unwrap().entries
        };
        let found = entries("## Old\n\n```changes\n```");
        let ids: Vec<&str> = found.iter().map(|entry| entry.id.as_str()).collect();
        let base = "https://example.org/notes/";
        assert_eq!(ids, [format!("{base}one/#new"), format!("{base}a/"), format!("{base}one/#sd-c-old")]);
        assert_eq!(found[0].title.value, "New & better");
        assert_eq!(found[0].summary.as_ref().unwrap().value, "See one: {{n}} is 15 minutes.");
        assert_eq!(found[2].updated.to_rfc3339(), "2020-05-01T00:00:00+00:00");
        assert_eq!(entries("No block.").len(), 1);
        assert_eq!(entries("+++\ntitle='U'\nsummary='S'\nlisted=false\n+++\n\n```changes\n```").len(), 1);
    }
}
