//! Sites in memory, for the tests of this stage and of `render`.

use std::collections::{BTreeSet, HashMap};

use super::{Site, Surroundings, link};
use crate::diag::{Code, Diagnostic};
use crate::parse;
use crate::parse::data::Date;
use crate::path::SitePath;
use crate::source::{Sources, TextFile};

const CONFIG: &str = "title='T'\ndescription='D'\nbase_url='https://example.org/notes/'\n[families]\necs='Amazon ECS'\n[exams]\nCLF='C'\n";

/// A site of these files, by their paths below `content`. A note without
/// front matter gets one with its path as title.
pub(crate) fn site(files: &[(&str, &str)]) -> (Site, Vec<Diagnostic>) {
    let file = |path: &str, text: &str| TextFile::in_memory(SitePath::new(path).unwrap(), text);
    let mut sources = Sources { config: Some(file("studydeck.toml", CONFIG)), ..Sources::default() };
    for (name, text) in files {
        let path = format!("content/{name}");
        if name.starts_with("questions/") {
            sources.banks.push(file(&path, text));
        } else if name.starts_with("data/") {
            sources.data.push(file(&path, text));
        } else if text.starts_with("+++") {
            sources.notes.push(file(&path, text));
        } else {
            let text = format!("+++\ntitle = \"{name}\"\nsummary = \"About {name}.\"\n+++\n\n{text}");
            sources.notes.push(file(&path, &text));
        }
    }
    let (parsed, mut diagnostics) = parse::parse(&sources, None, None);
    let around = Surroundings {
        dates: &HashMap::new(),
        assets: Vec::new(),
        static_urls: Vec::new(),
        templates: BTreeSet::new(),
        drafts: false,
        today: Date { year: 2026, month: 11, day: 22 },
    };
    let (site, problems) = link(&parsed.unwrap(), &around);
    diagnostics.extend(problems);
    (site, diagnostics)
}

/// A row of `sources.toml` that is not overdue.
pub(crate) fn source(id: &str) -> String {
    format!(
        "[{id}]\ntitle='Title of {id}'\npublisher='P'\nurl='https://example.org/{id}'\nchecked=2026-11-22\nstale_after_months=6\n"
    )
}

/// The names of problems.
pub(crate) fn codes(problems: &[Diagnostic]) -> Vec<Code> {
    problems.iter().map(|problem| problem.code).collect()
}
