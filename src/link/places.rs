//! Places on a page that a block makes for its rows: terms of the glossary,
//! changes. Links name them as they name headings.
//!
//! In: a page's document and the data. Out: ids. A row's place has the row's
//! own id. Where a heading has it already, the heading keeps it, and the
//! place is `sd-g-…` (a term) or `sd-c-…` (a change). This module knows no
//! HTML; `render` prints the ids that stand here.

use crate::diag::{Code, Diagnostic};
use crate::parse::blocks::Block;
use crate::parse::data::{Glossary, SiteData};
use crate::parse::document::{Document, Embed, Kind, Node};
use crate::path::SitePath;

/// How ids begin that the templates and the renderer give.
const OWN_IDS: &str = "sd-";

/// The blocks of a document that are made from data or other notes.
pub fn blocks(document: &Document) -> impl Iterator<Item = (&Node, &Block)> {
    document.iter().filter_map(|(_, node)| match &node.kind {
        Kind::Embed(embed) => match &**embed {
            Embed::Made(block) => Some((node, block)),
            _ => None,
        },
        _ => None,
    })
}

/// Whether such a block stands in a document.
#[must_use]
pub fn holds(document: &Document, block: &Block) -> bool {
    blocks(document).any(|(_, other)| other == block)
}

/// The place of a term on the page that prints the glossary.
#[must_use]
pub fn of_term(page: &Document, id: &str) -> String {
    if is_taken(page, id) { format!("{OWN_IDS}g-{id}") } else { id.to_owned() }
}

/// The place of a change on the page that prints the changes; a term of the
/// same page goes first.
#[must_use]
pub fn of_change(page: &Document, glossary: &Glossary, id: &str) -> String {
    let is_term = || holds(page, &Block::Glossary) && glossary.iter().any(|term| term.id == id);
    if is_taken(page, id) || is_term() { format!("{OWN_IDS}c-{id}") } else { id.to_owned() }
}

fn is_taken(page: &Document, id: &str) -> bool {
    id.starts_with(OWN_IDS) || page.has_anchor(id)
}

/// All places that the blocks of a page make.
pub(super) fn all(page: &Document, data: &SiteData) -> Vec<String> {
    let mut places = Vec::new();
    if holds(page, &Block::Glossary) {
        places.extend(data.glossary.iter().map(|term| of_term(page, &term.id)));
    }
    if holds(page, &Block::Changes) {
        places.extend(data.changes.iter().map(|change| of_change(page, &data.glossary, &change.id)));
    }
    places
}

/// A second list of the same rows would give every id twice.
pub(super) fn check(file: &SitePath, document: &Document, problems: &mut Vec<Diagnostic>) {
    let lists = blocks(document)
        .filter(|(_, block)| matches!(block, Block::Glossary | Block::Changes | Block::Sources));
    let mut seen: Vec<(&Node, &Block)> = Vec::new();
    for (node, block) in lists {
        let Some((first, _)) = seen.iter().find(|(_, other)| *other == block) else {
            seen.push((node, block));
            continue;
        };
        let problem = Diagnostic::error(Code::DuplicateName, "this list stands twice on the page");
        let problem = problem.at(file, node.range()).related(file, first.range(), "here is the first");
        problems.push(problem.help("take one of the two blocks out"));
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Code;
    use crate::link::samples::{codes, site};

    const GLOSSARY: (&str, &str) = (
        "data/glossary.toml",
        "[task]\nterm='task'\ndefinition='x'\n[cold-start]\nterm='cold start'\ndefinition='y'\n",
    );
    const CHANGES: (&str, &str) =
        ("data/changes.toml", "[task]\ndate=2026-11-22\ntitle='T'\ntext='x'\nsource='s'\n");
    const SOURCES: (&str, &str) = (
        "data/sources.toml",
        "[s]\ntitle='S'\npublisher='P'\nurl='https://example.org'\nchecked=2026-11-22\nstale_after_months=6000\n",
    );

    fn links(page: &str, anchors: &[&str]) -> Vec<String> {
        let links: String =
            anchors.iter().map(|anchor| format!("[the {anchor}](words.md#{anchor}) ")).collect();
        let (_, problems) = site(&[("words.md", page), ("index.md", &links), GLOSSARY, CHANGES, SOURCES]);
        problems
            .into_iter()
            .map(|problem| format!("{} {}", problem.message, problem.help.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn terms_and_changes_are_places_of_the_page_that_prints_them() {
        assert_eq!(links("```glossary\n```\n", &["cold-start", "task"]), [""; 0]);
        assert_eq!(links("```changes\n```\n", &["task"]), [""; 0]);
        let broken = links("```glossary\n```\n", &["cold-strat"]);
        assert_eq!(broken, ["“words.md” has no place `#cold-strat` did you mean `#cold-start`?"]);
        assert_eq!(links("Text.\n", &["cold-start"]).len(), 1, "a page without the block has no such place");
    }

    #[test]
    fn a_heading_keeps_its_id_and_a_term_goes_before_a_change() {
        let both = "## Task\n\n```glossary\n```\n\n```changes\n```\n";
        assert_eq!(links(both, &["task", "sd-g-task", "sd-c-task", "cold-start"]), [""; 0]);
        let terms_first = "```glossary\n```\n\n```changes\n```\n";
        assert_eq!(links(terms_first, &["task", "sd-c-task"]), [""; 0]);
        assert_eq!(links(terms_first, &["sd-g-task"]).len(), 1);
    }

    #[test]
    fn a_list_stands_once_on_a_page() {
        let twice = "```glossary\n```\n\n```glossary\n```\n";
        let (_, problems) = site(&[("index.md", twice), GLOSSARY]);
        assert_eq!(codes(&problems), [Code::DuplicateName]);
    }
}
