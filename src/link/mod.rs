//! Ties the notes together: addresses, menu, links, backlinks, tags.
//!
//! In: [`Parsed`]. Out: a [`Site`] in which every page has its address and
//! every link its target, with diagnostics for what leads nowhere. This stage
//! makes no HTML and touches no disk.

mod address;
mod comparison;
mod data;
mod exams;
mod leaning;
mod order;
mod orphans;
pub mod places;
mod questions;
mod quizzes;
mod references;
mod resolve;
#[cfg(test)]
pub(crate) mod samples;
pub mod site;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

pub use site::{LinkedBank, Page, PageId, PageKind, Redirect, RowTargets, Site, Target, Targets};

use crate::diag::{Code, Diagnostic};
use crate::parse::data::Date;
use crate::parse::{Note, Parsed};
use crate::path::{SitePath, Slug, UrlPath};
use address::{Addresses, Owner};
use references::Checker;
use resolve::Index;

/// What this stage needs beside the parsed notes.
pub struct Surroundings<'a> {
    /// Day of each file's last change.
    pub dates: &'a HashMap<SitePath, String>,
    /// Files beside the notes.
    pub assets: Vec<SitePath>,
    /// Addresses that the theme's files take.
    pub static_urls: Vec<UrlPath>,
    /// Names of all templates, without the folder.
    pub templates: BTreeSet<String>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Today, for sources that must be checked again. It changes warnings
    /// only, never a byte of the site.
    pub today: Date,
}

/// Links all notes into a site.
#[must_use]
pub fn link(parsed: &Parsed, around: &Surroundings<'_>) -> (Site, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let is_draft = |note: &&Arc<Note>| note.front.draft && !around.drafts;
    let drafts: Vec<SitePath> = parsed.notes.iter().filter(is_draft).map(|note| note.path.clone()).collect();
    let notes: Vec<Arc<Note>> = parsed.notes.iter().filter(|note| !is_draft(note)).cloned().collect();
    if notes.is_empty() {
        diagnostics.push(
            Diagnostic::error(Code::EmptySite, "there is no note to make a site of")
                .help("write `content/index.md`, the home page; drafts need `--drafts`"),
        );
    }

    let mut addresses = Addresses::default();
    let mut pages = address::note_pages(&notes, around.dates, &mut addresses, &mut diagnostics);
    pages.extend(home_if_missing(&pages, parsed, &mut addresses, &mut diagnostics));
    pages.extend(address::tag_pages(&notes, &mut addresses, &mut diagnostics));
    let not_found =
        address::made(PageKind::NotFound, file_url("404.html"), "Page not found".into(), String::new());
    pages.push(not_found);
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    order::arrange(&mut pages);

    let files = claim_files(around, &mut addresses, &mut diagnostics);
    let redirects = redirects(&pages, &mut addresses, &mut diagnostics);
    tag_up(&mut pages);
    let rows = resolve_all(&mut pages, parsed, around, &files, &drafts, &mut diagnostics);
    add_backlinks(&mut pages);
    let exam_pages = exams::pages(&pages, &mut diagnostics);
    orphans::warn(&pages, &mut diagnostics);
    leaning::unused(parsed, &mut diagnostics);
    quizzes::unused(parsed, &mut diagnostics);
    let leaning = leaning::pages_by_source(&pages, &parsed.data);

    let table = comparison::table(&parsed.data, &pages, &rows.candidates, &parsed.config.base);
    let compare_file = table.as_ref().and_then(comparison::file);
    let widgets = parsed.data.widgets.clone();
    let widgets = match table {
        Some(table) => widgets.with_comparison(table),
        None => widgets,
    };

    let site = Site {
        config: Arc::clone(&parsed.config),
        pages,
        redirects,
        files,
        data: Arc::clone(&parsed.data),
        rows,
        exam_pages,
        leaning,
        widgets,
        compare_file,
    };
    (site, diagnostics)
}

/// A path that this program names itself.
fn file_url(path: &str) -> UrlPath {
    UrlPath::file(path).unwrap_or_else(|_| UrlPath::home())
}

/// A site without `content/index.md` still has a home page: its sections.
fn home_if_missing(
    pages: &[Page],
    parsed: &Parsed,
    addresses: &mut Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Page> {
    let missing = !pages.iter().any(|page| page.kind == PageKind::Home);
    (missing && addresses.claim(&UrlPath::home(), Owner::made("the home page"), diagnostics)).then(|| {
        address::made(
            PageKind::Home,
            UrlPath::home(),
            parsed.config.title.clone(),
            parsed.config.description.clone(),
        )
    })
}

/// Files beside notes stand where they lie; the theme's files where it says.
fn claim_files(
    around: &Surroundings<'_>,
    addresses: &mut Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SitePath, UrlPath> {
    for url in &around.static_urls {
        addresses.claim(url, Owner::made(&format!("the static file `{}`", &url.as_str()[1..])), diagnostics);
    }
    let generated = [
        "feed.xml",
        "sitemap.xml",
        "robots.txt",
        "manifest.webmanifest",
        "sw.js",
        "previews.json",
        "questions.txt",
    ];
    // A file of `static/` may stand in place of a generated one.
    let generated = generated.into_iter().filter(|name| !around.static_urls.contains(&file_url(name)));
    for name in generated.chain(["404.html", ".nojekyll", ".studydeck-site"]) {
        addresses.claim(&file_url(name), Owner::made(&format!("the generated `{name}`")), diagnostics);
    }
    let mut files = BTreeMap::new();
    for path in &around.assets {
        let url = path.below("content").and_then(|below| UrlPath::file(below).ok());
        if let Some(url) = url
            && addresses.claim(&url, Owner::file(path), diagnostics)
        {
            files.insert(path.clone(), url);
        }
    }
    files
}

fn redirects(pages: &[Page], addresses: &mut Addresses, diagnostics: &mut Vec<Diagnostic>) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (id, page) in (0u32..).map(PageId).zip(pages) {
        for alias in page.note.iter().flat_map(|note| &note.front.aliases) {
            let Some(path) = &page.source else { continue };
            let owner = Owner::written(format!("an alias in `{path}`"), path, alias.range.clone());
            if addresses.claim(&alias.value, owner, diagnostics) {
                redirects.push(Redirect { from: alias.value.clone(), to: id });
            }
        }
    }
    redirects
}

/// Ties tag pages and tagged pages together.
fn tag_up(pages: &mut [Page]) {
    let by_slug: HashMap<String, PageId> = (0u32..)
        .map(PageId)
        .zip(pages.iter())
        .filter(|(_, page)| page.kind == PageKind::Tag)
        .map(|(id, page)| (page.url.as_str().trim_matches('/').trim_start_matches("tags/").to_owned(), id))
        .collect();
    let mut carriers: Vec<(PageId, PageId)> = Vec::new();
    for (id, page) in (0u32..).map(PageId).zip(pages.iter_mut()) {
        let Some(note) = page.note.clone().filter(|_| page.listed) else { continue };
        for tag in &note.front.tags {
            if let Some(tag_page) = by_slug.get(Slug::from_text(tag).as_str())
                && !page.tags.contains(tag_page)
            {
                page.tags.push(*tag_page);
                carriers.push((*tag_page, id));
            }
        }
    }
    carriers.sort_by_cached_key(|(tag, id)| (*tag, pages[id.0 as usize].title.to_lowercase()));
    for (tag, id) in carriers {
        pages[tag.0 as usize].children.push(id);
    }
    let tag_pages: Vec<PageId> = by_slug.into_values().collect::<BTreeSet<_>>().into_iter().collect();
    if let Some(tags) = pages.iter_mut().find(|page| page.kind == PageKind::Tags) {
        tags.children = tag_pages;
    }
}

/// Resolves the links of all notes, banks and glossary rows.
fn resolve_all(
    pages: &mut [Page],
    parsed: &Parsed,
    around: &Surroundings<'_>,
    files: &BTreeMap<SitePath, UrlPath>,
    drafts: &[SitePath],
    diagnostics: &mut Vec<Diagnostic>,
) -> RowTargets {
    let index = Index::new(pages, files, &around.static_urls, drafts, &parsed.data);
    let checker = Checker { index: &index, parsed, templates: &around.templates };

    let mut banks: HashMap<&str, Arc<LinkedBank>> = HashMap::new();
    for bank in &parsed.banks {
        let (targets, problems) = checker.document(&bank.path, &bank.document);
        diagnostics.extend(problems);
        if let Some(other) = banks.get(bank.name()) {
            let problem = Diagnostic::error(
                Code::DuplicateName,
                format!("there are two question banks `{}`", bank.name()),
            );
            let problem = problem.at(&bank.path, 0..0).related(&other.bank.path, 0..0, "here is the other");
            diagnostics
                .push(problem.help("rename one of the files: blocks name a bank by its file name alone"));
            continue;
        }
        banks.insert(bank.name(), Arc::new(LinkedBank { bank: Arc::clone(bank), targets }));
    }
    let rows = RowTargets {
        terms: checker.glossary(diagnostics),
        candidates: checker.candidate_pages(diagnostics),
        changes: checker.changes(diagnostics),
    };
    checker.data(diagnostics);
    checker.questions(diagnostics);
    checker.stale_sources(around.today, diagnostics);

    type Checked = (Targets, Vec<PageId>, Vec<Arc<LinkedBank>>, Vec<Diagnostic>);
    let checked: Vec<Option<Checked>> = pages
        .par_iter()
        .map(|page| {
            let note = page.note.as_deref()?;
            let (targets, mut problems) = checker.document(&note.path, &note.document);
            let related = checker.front_matter(note, &mut problems);
            let embedded = quizzes::embedded(note, &banks, &mut problems);
            Some((targets, related, embedded, problems))
        })
        .collect();
    for (page, checked) in pages.iter_mut().zip(checked) {
        if let Some((targets, related, embedded, problems)) = checked {
            page.targets = targets;
            page.related = related;
            page.banks = embedded;
            diagnostics.extend(problems);
        }
    }
    rows
}

/// Tells each page who links to it.
fn add_backlinks(pages: &mut [Page]) {
    let mut links: BTreeSet<(PageId, PageId)> = BTreeSet::new();
    for (from, page) in (0u32..).map(PageId).zip(pages.iter()) {
        // The home page and sections list pages; that is no mention.
        if page.kind != PageKind::Note || !page.listed {
            continue;
        }
        for (_, target) in &page.targets.0 {
            if let Target::Page(to, _) = target
                && *to != from
            {
                links.insert((*to, from));
            }
        }
    }
    let mut links: Vec<_> = links.into_iter().collect();
    links.sort_by_cached_key(|(to, from)| (*to, pages[from.0 as usize].title.to_lowercase()));
    for (to, from) in links {
        pages[to.0 as usize].backlinks.push(from);
    }
}
