//! Sizes as numbers, gzipped as GitHub Pages sends them. No browser.

use std::collections::BTreeSet;
use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use site_tests::{Site, Tag, tags};

const NOTE_LIMIT: usize = 25_000;
/// Pages that list everything of a kind, which grow with the site: no notes to read.
/// Paper exams hold 25 questions twice, calculators the prices of every region, and the page of
/// all components one of each.
const LISTS: [(&str, usize); 11] = [
    ("style/", 30_000),
    ("calculators/lambda/", 30_000),
    ("calculators/break-even/", 30_000),
    ("calculators/fargate/", 30_000),
    ("start/sources/", 40_000),
    ("start/glossary/", 40_000),
    ("start/what-changed/", 30_000),
    ("compare/services/", 30_000),
    ("practice/paper/clf/", 30_000),
    ("practice/paper/saa/", 30_000),
    ("practice/paper/dva/", 30_000),
];
const SCRIPTS_LIMIT: usize = 3_000;
/// The modules of the bundle, with a page that needs it. The second
/// is what every note with a self-check loads.
const MODULES: [(&str, &str, usize); 3] = [
    ("widgets", "calculators/break-even/", 131_000),
    ("quiz", "ecs/launch-types/", 25_000),
    ("practice", "practice/", 65_000),
];

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

/// Everything that a module consists of, as the boot script's own tag names it.
fn module(site: &Site, tags: &[Tag], name: &str) -> BTreeSet<String> {
    let parts = ["glue", "wasm"].map(|part| format!("data-{name}-{part}"));
    let named = tags.iter().flat_map(|tag| parts.iter().filter_map(|part| tag.get(part)));
    let mut files: BTreeSet<String> = named.map(|source| below(site, source).to_owned()).collect();
    let glue = files.iter().find(|file| file.ends_with(".js")).map(|file| site.text(file));
    // The script beside it.
    let others = glue.iter().flat_map(|text| text.split("from\"./").skip(1));
    let names: Vec<&str> = others.filter_map(|rest| rest.split('"').next()).collect();
    files.extend(names.into_iter().map(|file| format!("assets/{file}")));
    files
}

/// The modules that the islands of a page name.
fn needed(tags: &[Tag]) -> BTreeSet<&str> {
    let islands = tags.iter().filter(|tag| tag.get("data-island").is_some());
    islands.map(|tag| tag.get("data-module").expect("every island names its module")).collect()
}

fn sum(site: &Site, files: &BTreeSet<String>) -> usize {
    files.iter().map(|file| gzipped(&site.bytes(file))).sum()
}

#[test]
fn a_note_is_at_most_25_kb_with_its_styles_and_scripts() {
    let site = Site::below_a_path();
    let notes = site.notes();
    assert!(notes.len() >= 9, "too few notes: {notes:?}");
    let mut over = Vec::new();
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
        let limit = LISTS.iter().find(|(list, _)| *list == note).map_or(NOTE_LIMIT, |(_, limit)| *limit);
        if size > limit {
            over.push(format!("{size} bytes gzipped, and not {limit}: /{note}"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
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
fn each_module_stays_within_its_limit() {
    let site = Site::below_a_path();
    let mut over = Vec::new();
    for (name, page, limit) in MODULES {
        let files = module(&site, &tags(&site.text(&file_of(page))), name);
        assert!(files.len() >= 3, "glue, module and the script beside them: {files:?}");
        let size = sum(&site, &files);
        println!("{size:>6} {files:?}");
        if size > limit {
            over.push(format!("{size} bytes gzipped, and not {limit}: {files:?}"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn a_page_names_the_modules_of_its_islands_and_no_other() {
    let site = Site::below_a_path();
    let all = MODULES.map(|(name, page, _)| {
        let files = module(&site, &tags(&site.text(&file_of(page))), name);
        assert!(!files.is_empty(), "/{page} names no file of {name}");
        (name, files)
    });
    let mut with_both = 0;
    for page in site.pages() {
        let html = site.text(&file_of(&page));
        let found = tags(&html);
        let needed = needed(&found);
        with_both += usize::from(needed.len() > 1);
        for (name, files) in &all {
            // What glue and module bring with them, no page names.
            for file in files.iter().filter(|file| file.contains(&format!("/{name}-"))) {
                let is_named = html.contains(file.as_str());
                assert_eq!(is_named, needed.contains(name), "/{page} and {file}: it needs {needed:?}");
            }
        }
    }
    assert!(with_both > 0, "no page has islands of two modules, so that nothing tests them together");
}

#[test]
fn no_page_without_an_island_names_the_boot_script() {
    let site = Site::below_a_path();
    let page = site.text("calculators/lambda/index.html");
    let boot = tags(&page).iter().find(|tag| tag.get("data-boot").is_some()).and_then(|tag| {
        let source = tag.get("src")?;
        Some(below(&site, source).to_owned())
    });
    let boot = boot.expect("a boot script");
    let with = site.pages_with_a_widget();
    for page in site.pages() {
        let html = site.text(&file_of(&page));
        assert_eq!(html.contains(&boot), with.contains(&page), "/{page} and {boot}");
    }
}

#[test]
fn every_style_is_there_once_and_some_page_names_it() {
    let site = Site::below_a_path();
    let named: BTreeSet<String> =
        site.pages().iter().flat_map(|page| styles(&site, &tags(&site.text(&file_of(page))))).collect();
    let files = site.files();
    let there: BTreeSet<String> = files.iter().filter(|file| file.ends_with(".css")).cloned().collect();
    assert_eq!(named, there, "left: what pages name; right: what is there");
    let kinds = there.iter().map(|file| file.rsplit_once('-').map_or(file.as_str(), |(kind, _)| kind));
    assert_eq!(kinds.collect::<BTreeSet<_>>().len(), there.len(), "one file of each kind: {there:?}");
}

#[test]
fn there_is_one_file_for_each_module() {
    let files = Site::below_a_path().files();
    let modules: Vec<&String> = files.iter().filter(|file| file.ends_with(".wasm")).collect();
    assert_eq!(modules.len(), MODULES.len(), "{modules:?}");
}
