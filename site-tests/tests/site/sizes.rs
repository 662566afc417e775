//! Sizes as numbers, gzipped as GitHub Pages sends them. No browser.

use std::collections::BTreeSet;
use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use site_tests::{Site, Tag, tags};

const NOTE_LIMIT: usize = 25_000;
/// Pages that list everything of a kind, which grow with the site: no notes to read.
const LISTS: [(&str, usize); 3] =
    [("start/sources/", 40_000), ("start/glossary/", 40_000), ("start/what-changed/", 30_000)];
const SCRIPTS_LIMIT: usize = 3_000;
const BUNDLE_LIMIT: usize = 75_000;

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory").len()
}

fn file_of(page: &str) -> String {
    if page.ends_with(".html") { page.to_owned() } else { format!("{page}index.html") }
}

/// A file's path in the folder, from an address that a page names.
fn below<'a>(site: &Site, address: &'a str) -> &'a str {
    address.strip_prefix(site.base).unwrap_or_else(|| panic!("{address} is not below {}", site.base))
}

fn scripts(site: &Site, tags: &[Tag]) -> BTreeSet<String> {
    let sources = tags.iter().filter(|tag| tag.name == "script").filter_map(|tag| tag.get("src"));
    sources.map(|source| below(site, source).to_owned()).collect()
}

fn styles(site: &Site, tags: &[Tag]) -> BTreeSet<String> {
    let sheets = tags.iter().filter(|tag| tag.name == "link" && tag.get("rel") == Some("stylesheet"));
    sheets.filter_map(|tag| tag.get("href")).map(|source| below(site, source).to_owned()).collect()
}

/// Glue and module, as the boot script's own tag names them.
fn bundle(site: &Site, tags: &[Tag]) -> BTreeSet<String> {
    let named = tags.iter().flat_map(|tag| [tag.get("data-glue"), tag.get("data-wasm")]);
    named.flatten().map(|source| below(site, source).to_owned()).collect()
}

fn sum(site: &Site, files: &BTreeSet<String>) -> usize {
    files.iter().map(|file| gzipped(&site.bytes(file))).sum()
}

#[test]
fn a_note_is_at_most_25_kb_with_its_styles_and_scripts() {
    let site = Site::below_a_path();
    let notes = site.notes();
    assert!(notes.len() >= 9, "too few notes: {notes:?}");
    let mut heaviest = (0, String::new());
    for note in notes {
        let html = site.text(&file_of(&note));
        let found = tags(&html);
        let styles = styles(&site, &found);
        for style in &styles {
            assert!(
                !site.text(style).contains("@import"),
                "{style} imports more styles, which nobody weighs"
            );
        }
        let size = gzipped(html.as_bytes()) + sum(&site, &styles) + sum(&site, &scripts(&site, &found));
        println!("{size:>6} /{note}");
        if let Some((_, limit)) = LISTS.iter().find(|(list, _)| *list == note) {
            assert!(size <= *limit, "{size} bytes gzipped: /{note}");
            continue;
        }
        heaviest = heaviest.max((size, note));
    }
    assert!(heaviest.0 <= NOTE_LIMIT, "{} bytes gzipped: /{}", heaviest.0, heaviest.1);
}

#[test]
fn the_scripts_of_every_page_are_at_most_3_kb() {
    let site = Site::below_a_path();
    let each = site.pages().into_iter().map(|page| scripts(&site, &tags(&site.text(&file_of(&page)))));
    let common = each.reduce(|all, one| &all & &one).unwrap_or_default();
    assert!(!common.is_empty(), "no page has a script");
    let size = sum(&site, &common);
    println!("{size:>6} {common:?}");
    assert!(size <= SCRIPTS_LIMIT, "{size} bytes gzipped: {common:?}");
}

#[test]
fn the_widget_bundle_is_at_most_75_kb() {
    let site = Site::below_a_path();
    let files = bundle(&site, &tags(&site.text("calculators/lambda/index.html")));
    assert_eq!(files.len(), 2, "glue and module: {files:?}");
    let size = sum(&site, &files);
    println!("{size:>6} {files:?}");
    assert!(size <= BUNDLE_LIMIT, "{size} bytes gzipped: {files:?}");
}

#[test]
fn no_page_without_a_widget_names_the_bundle_or_the_boot_script() {
    let site = Site::below_a_path();
    let page = site.text("calculators/lambda/index.html");
    let found = tags(&page);
    let boot = found.iter().find(|tag| tag.get("data-wasm").is_some()).and_then(|tag| tag.get("src"));
    let mut names = bundle(&site, &found);
    names.insert(below(&site, boot.expect("a boot script")).to_owned());
    assert_eq!(names.len(), 3, "{names:?}");
    let with = site.pages_with_a_widget();
    for page in site.pages().into_iter().filter(|page| !with.contains(page)) {
        let html = site.text(&file_of(&page));
        for name in &names {
            assert!(!html.contains(name.as_str()), "/{page} names {name}");
        }
    }
}

#[test]
fn every_style_and_script_is_there_once() {
    let site = Site::below_a_path();
    let files = site.files();
    for ending in [".css", ".wasm"] {
        let of_kind: Vec<&String> = files.iter().filter(|file| file.ends_with(ending)).collect();
        assert_eq!(of_kind.len(), 1, "one bundled file {ending}: {of_kind:?}");
    }
}
