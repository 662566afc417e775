//! Sites in memory, for tests that call the library and not the program.
//!
//! In: notes as text. Out: a [`Memory`] with every stage up to the linked
//! site, and the HTML of each note's body.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use studydeck::diag::Diagnostic;
use studydeck::link::{self, PageId, Site, Surroundings};
use studydeck::parse::data::Date;
use studydeck::parse::{self, Parsed};
use studydeck::path::SitePath;
use studydeck::render::highlight::Highlighter;
use studydeck::render::html::{self, Body, Env, TermFinder};
use studydeck::source::{Sources, TextFile};

const CONFIG: &str =
    "title = 'T'\ndescription = 'D'\nbase_url = 'https://example.org/'\n[exams]\nCLF = 'C'\n";

/// A linked site.
pub(crate) struct Memory {
    /// Files, parsed.
    pub(crate) parsed: Parsed,
    /// The site.
    pub(crate) site: Site,
    /// What parsing and linking found.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A file of the project.
pub(crate) fn file(path: &str, text: &str) -> TextFile {
    TextFile::in_memory(SitePath::new(path).expect("a path of the project"), text)
}

/// Links a site of these notes; `assets` are files beside them.
pub(crate) fn site(notes: Vec<TextFile>, data: Vec<TextFile>, assets: &[&str]) -> Memory {
    let sources = Sources { config: Some(file("studydeck.toml", CONFIG)), notes, data, ..Sources::default() };
    let (parsed, mut diagnostics) = parse::parse(&sources, None, None);
    let parsed = parsed.expect("the configuration is good");
    let dates = HashMap::new();
    let around = Surroundings {
        dates: &dates,
        assets: assets.iter().map(|path| SitePath::new(path).expect("a path of the project")).collect(),
        static_urls: Vec::new(),
        templates: BTreeSet::new(),
        drafts: false,
        today: Date { year: 2026, month: 11, day: 22 },
    };
    let (site, problems) = link::link(&parsed, &around);
    diagnostics.extend(problems);
    Memory { parsed, site, diagnostics }
}

impl Memory {
    /// The rendered body of every note, by the note's path.
    pub(crate) fn bodies(&self) -> HashMap<String, Body> {
        static HIGHLIGHTER: OnceLock<Highlighter> = OnceLock::new();
        let terms = TermFinder::new(&self.site.data.glossary);
        let env = Env {
            site: &self.site,
            highlighter: HIGHLIGHTER.get_or_init(Highlighter::new),
            terms: &terms,
            image_sizes: &HashMap::new(),
        };
        let body = |(id, path): (PageId, &SitePath)| (path.as_str().to_owned(), html::render(&env, id));
        self.site.iter().filter_map(|(id, page)| Some((id, page.source.as_ref()?))).map(body).collect()
    }
}
