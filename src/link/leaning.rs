//! Which page leans on which source.
//!
//! In: the pages with the banks they embed, and the data. Out: pages by
//! source, and a warning for every source that nothing uses. A page leans on
//! a source if it shows what the source vouches for: text with its mark, a
//! number, a row or cell of a table, a version of an exam, a change. This
//! module makes no HTML.

use std::collections::{BTreeMap, BTreeSet};

use super::places;
use super::site::{Page, PageId};
use crate::diag::{Code, Diagnostic};
use crate::parse::Parsed;
use crate::parse::blocks::{Block, Compare};
use crate::parse::data::{Cell, SiteData};
use crate::parse::document::{Document, Kind};

/// The listed pages that lean on each source, by title. A source on which
/// none leans is not in it.
pub(super) fn pages_by_source(pages: &[Page], data: &SiteData) -> BTreeMap<String, Vec<PageId>> {
    let mut by_source: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    for (id, page) in (0u32..).map(PageId).zip(pages) {
        let Some(note) = page.note.as_ref().filter(|_| page.listed) else { continue };
        let banks = page.banks.iter().map(|linked| &linked.bank.document);
        let documents = std::iter::once(&note.document).chain(banks);
        for source in Shown::of(data, documents).sources {
            by_source.entry(source.to_owned()).or_default().push(id);
        }
    }
    for ids in by_source.values_mut() {
        ids.sort_by_cached_key(|id| pages[id.0 as usize].title.to_lowercase());
    }
    by_source
}

/// Warns of sources that nothing uses. Drafts and banks that no note embeds
/// yet are work in progress: what they use is used. A mark that names no
/// source may mean any of them: while there is one, nothing is said.
pub(super) fn unused(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic>) {
    let data = &parsed.data;
    let notes = parsed.notes.iter().map(|note| &note.document);
    let banks = parsed.banks.iter().map(|bank| &bank.document);
    let mut used = Shown::of(data, notes.chain(banks));
    used.block(&Block::Changes);
    if used.has_unknown {
        return;
    }
    used.sources.extend(data.exams.iter().map(|version| version.source.as_str()));
    for (id, source) in data.sources.iter().filter(|(id, _)| !used.sources.contains(id.as_str())) {
        let message = format!("nothing leans on the source `{id}`");
        let problem = Diagnostic::warning(Code::UnusedSource, message);
        let problem = problem.at(&source.place.0, source.place.1.clone());
        diagnostics.push(problem.help(what_to_do(data, id)));
    }
}

/// A row that names the source would be left without one if it were taken out.
fn what_to_do(data: &SiteData, source: &str) -> String {
    let names = |cell: &Cell| cell.sources.iter().any(|named| named == source);
    if let Some((name, _)) = data.numbers.iter().find(|(_, number)| number.source == source) {
        return format!("print the number that names it, `{{{{{name}}}}}`, or take both rows out");
    }
    let candidates = &data.comparison.candidates;
    if let Some(candidate) = candidates.iter().find(|candidate| candidate.cells.values().any(names)) {
        return format!("show the cell of `{}` that names it in a table, or take both out", candidate.id);
    }
    format!("cite it, `[^{source}]`, or take the row out")
}

/// What some documents show, as the sources of it.
struct Shown<'a> {
    data: &'a SiteData,
    sources: BTreeSet<&'a str>,
    /// Whether a mark or number has no row.
    has_unknown: bool,
}

impl<'a> Shown<'a> {
    fn of(data: &'a SiteData, documents: impl Iterator<Item = &'a Document>) -> Self {
        let mut shown = Self { data, sources: BTreeSet::new(), has_unknown: false };
        documents.for_each(|document| shown.document(document));
        shown
    }

    fn document(&mut self, document: &'a Document) {
        let footnotes: BTreeSet<&str> = document
            .iter()
            .filter_map(|(_, node)| match &node.kind {
                Kind::FootnoteDefinition(label) => Some(&**label),
                _ => None,
            })
            .collect();
        for (_, node) in document.iter() {
            match &node.kind {
                Kind::FootnoteReference(label) if !footnotes.contains(&**label) => self.source(label),
                Kind::Number(name) => self.number(name),
                _ => {}
            }
        }
        places::blocks(document).for_each(|(_, block)| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        let data = self.data;
        match block {
            Block::Compare(table) => self.table(table),
            Block::Numbers(table) => table.rows.iter().for_each(|row| self.number(&row.value)),
            Block::Changes => {
                for change in &data.changes {
                    self.sources.insert(&change.source);
                    self.document(&change.text);
                }
            }
            Block::Exam(exam) => {
                let versions = data.exams.iter().filter(|version| version.exam == exam.value);
                self.sources.extend(versions.map(|version| version.source.as_str()));
            }
            // These name sources or notes, or show what stands in other notes.
            Block::Glossary | Block::Sources | Block::Map | Block::Cheatsheet(_) | Block::Practice => {}
            Block::Progress | Block::Paper(_) | Block::Downloads => {}
        }
    }

    fn source(&mut self, id: &'a str) {
        if self.data.sources.contains_key(id) {
            self.sources.insert(id);
        } else {
            self.has_unknown = true;
        }
    }

    fn number(&mut self, name: &str) {
        let number = self.data.numbers.get(name);
        self.has_unknown |= number.is_none();
        self.sources.extend(number.map(|number| number.source.as_str()));
    }

    fn table(&mut self, table: &Compare) {
        let comparison = &self.data.comparison;
        let columns = table.options.iter().filter_map(|option| comparison.candidate(&option.value));
        for cells in columns.map(|candidate| &candidate.cells) {
            for cell in table.dimensions(comparison).iter().filter_map(|(id, _)| cells.get(*id)) {
                self.sources.extend(cell.sources.iter().map(String::as_str));
                std::iter::once(&cell.value).chain(&cell.reason).for_each(|text| self.document(text));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::diag::Code;
    use crate::link::samples::{codes, site, source};

    const NUMBERS: (&str, &str) =
        ("data/numbers.toml", "[runtime]\nwhat='Time'\nvalue='15 minutes'\nsource='a'\n");
    const DIMENSIONS: (&str, &str) = (
        "data/dimensions.toml",
        "[price]\nname='P'\ngroup='G'\nhelp='H'\n[limit]\nname='L'\ngroup='G'\nhelp='H'\n",
    );
    const OPTION: (&str, &str) = (
        "data/options/lambda.toml",
        "name='L'\nshort='L'\n[cells.price]\nvalue='x'\nsources=['a']\n[cells.limit]\nvalue='{{runtime}}'\nsources=['b']\n",
    );
    const EXAMS: (&str, &str) = (
        "data/exams.toml",
        "[[version]]\nexam='CLF'\ncode='CLF-C02'\nsource='b'\n[[version.domain]]\nnumber=1\nname='N'\nweight=100\n",
    );
    const CHANGES: (&str, &str) =
        ("data/changes.toml", "[c]\ndate=2026-11-22\ntitle='T'\ntext='x'\nsource='b'\n");

    /// The pages that lean on the sources `a` and `b`, when `note` is one of them.
    fn leaning(note: &str, data: &[(&str, &str)]) -> Vec<String> {
        let sources = source("a") + &source("b");
        let files = [
            &[("index.md", "[The note](note.md)"), ("note.md", note), ("data/sources.toml", &sources)],
            data,
        ];
        let (site, _) = site(&files.concat());
        let name = |(id, pages): (&String, &Vec<_>)| {
            pages.iter().map(|page| format!("{id}: {}", site.page(*page).url)).collect::<Vec<_>>()
        };
        site.leaning.iter().flat_map(name).collect()
    }

    #[test]
    fn a_note_leans_on_what_it_cites_and_prints() {
        assert_eq!(leaning("Text.[^a]", &[]), ["a: /note/"]);
        assert_eq!(leaning("Text.[^a]\n\n[^a]: A footnote.", &[]), [""; 0]);
        assert_eq!(leaning("It lasts {{runtime}}.", &[NUMBERS]), ["a: /note/"]);
        assert_eq!(leaning("```numbers\ncaption='C'\nrows=['runtime']\n```", &[NUMBERS]), ["a: /note/"]);
    }

    #[test]
    fn a_table_leans_on_the_cells_that_it_shows() {
        let table = |row: &str| format!("```compare\ncaption='C'\noptions=['lambda']\nrows=['{row}']\n```");
        let data = [NUMBERS, DIMENSIONS, OPTION];
        assert_eq!(leaning(&table("price"), &data), ["a: /note/"]);
        assert_eq!(leaning(&table("limit"), &data), ["a: /note/", "b: /note/"], "a number in a cell counts");
    }

    #[test]
    fn exams_and_changes_bring_their_sources() {
        assert_eq!(leaning("```exam CLF\n```", &[EXAMS]), ["b: /note/"]);
        assert_eq!(leaning("```changes\n```", &[CHANGES]), ["b: /note/"]);
    }

    #[test]
    fn a_source_that_nothing_uses_is_reported_at_its_row() {
        let sources = source("a") + &source("b");
        let draft = "+++\ntitle='D'\nsummary='S'\ndraft=true\n+++\n\nText.[^a]\n";
        let files = [("index.md", "Text."), ("draft.md", draft), ("data/sources.toml", &sources)];
        let (_, problems) = site(&files);
        assert_eq!(codes(&problems), [Code::UnusedSource], "a draft's sources are used");
        let range = problems[0].range.unwrap();
        assert_eq!(&sources[range.start..range.end], "[b]");
        let (_, problems) = site(&[&files[..], &[CHANGES]].concat());
        assert_eq!(problems, [], "a change names `b`");
        let (_, problems) = site(&[&files[..], &[EXAMS]].concat());
        assert_eq!(problems, [], "an exam names `b`");
        let (_, problems) = site(&[("index.md", "Text."), ("data/sources.toml", &source("a")), NUMBERS]);
        assert!(problems[0].help.as_ref().unwrap().contains("`{{runtime}}`"), "{problems:?}");
    }
}
