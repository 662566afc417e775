//! Checks what data files and blocks name: sources, numbers, exams, families,
//! notes, columns and rows. In: the parsed data and documents. Out: pages and
//! targets behind the names, and a diagnostic for every name that does not exist.

use std::ops::Range;

use super::references::{Checker, report};
use super::site::{PageId, Target, Targets};
use crate::diag::{Code, Diagnostic, nearest};
use crate::parse::blocks::{Block, Cheatsheet, Compare};
use crate::parse::data::{Candidate, Cell};
use crate::parse::document::{Document, Embed, Kind, Node};
use crate::parse::front_matter::Placed;
use crate::path::SitePath;

/// A place in a file, and the list of problems.
struct Spot<'a> {
    file: &'a SitePath,
    range: Range<usize>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Spot<'_> {
    /// Reports a name that is not among `known`.
    fn unknown<'k>(&mut self, what: &str, name: &str, known: impl Iterator<Item = &'k str>, help: &str) {
        let near = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        let problem = Diagnostic::error(Code::UnknownName, format!("there is no {what} `{name}`"));
        let problem = problem.at(self.file, self.range.clone());
        self.problems.push(problem.help(near.unwrap_or_else(|| help.to_owned())));
    }
}

impl Checker<'_> {
    /// The name of a number in a text.
    pub(super) fn number(
        &self,
        file: &SitePath,
        range: Range<usize>,
        name: &str,
        problems: &mut Vec<Diagnostic>,
    ) {
        let numbers = &self.parsed.data.numbers;
        if !numbers.contains_key(name) {
            let help =
                format!("add `[{name}]` to `content/data/numbers.toml`; code marks keep braces as they are");
            let mut spot = Spot { file, range, problems };
            spot.unknown("number", name, numbers.keys().map(String::as_str), &help);
        }
    }

    /// The names in a block.
    pub(super) fn embed(&self, file: &SitePath, node: &Node, embed: &Embed, problems: &mut Vec<Diagnostic>) {
        let Embed::Made(block) = embed else { return };
        match block {
            Block::Compare(table) => self.compare(file, table, problems),
            Block::Numbers(table) => {
                for row in &table.rows {
                    self.number(file, row.range.clone(), &row.value, problems);
                }
            }
            Block::Exam(exam) => self.exam_with_data(file, exam, problems),
            Block::Paper(paper) => self.exam_with_data(file, &paper.exam, problems),
            Block::Cheatsheet(sheet) => self.cheatsheet(file, sheet, problems),
            Block::Glossary if self.parsed.data.glossary.is_empty() => {
                problems.push(empty_block("glossary", "glossary.toml").at(file, node.range()));
            }
            Block::Sources if self.parsed.data.sources.is_empty() => {
                problems.push(empty_block("sources", "sources.toml").at(file, node.range()));
            }
            Block::Changes if self.parsed.data.changes.is_empty() => {
                problems.push(empty_block("changes", "changes.toml").at(file, node.range()));
            }
            Block::Glossary
            | Block::Sources
            | Block::Changes
            | Block::Map
            | Block::Practice
            | Block::Progress
            | Block::Downloads => {}
        }
    }

    fn compare(&self, file: &SitePath, table: &Compare, problems: &mut Vec<Diagnostic>) {
        let comparison = &self.parsed.data.comparison;
        let help = "options are the files of `content/data/options`";
        for option in table.options.iter().filter(|option| comparison.candidate(&option.value).is_none()) {
            let known = comparison.candidates.iter().map(|candidate| candidate.id.as_str());
            let mut spot = Spot { file, range: option.range.clone(), problems: &mut *problems };
            spot.unknown("option", &option.value, known, help);
        }
        for row in &table.rows {
            if comparison.dimension(&row.value).is_none() {
                let known = comparison.dimensions.iter().map(|(id, _)| id.as_str());
                let mut spot = Spot { file, range: row.range.clone(), problems: &mut *problems };
                spot.unknown(
                    "dimension",
                    &row.value,
                    known,
                    "dimensions stand in `content/data/dimensions.toml`",
                );
                continue;
            }
            let columns = table.options.iter().filter_map(|option| comparison.candidate(&option.value));
            for candidate in columns.filter(|candidate| !candidate.cells.contains_key(&row.value)) {
                let message = format!("`{}` has no cell `{}`", candidate.id, row.value);
                let problem = Diagnostic::error(Code::UnknownName, message).at(file, row.range.clone());
                problems.push(problem.help(format!("add `[cells.{}]` to `{}`", row.value, candidate.file)));
            }
        }
    }

    fn exam_with_data(&self, file: &SitePath, exam: &Placed<String>, problems: &mut Vec<Diagnostic>) {
        let exams = &self.parsed.data.exams;
        if !exams.iter().any(|version| version.exam == exam.value) {
            let mut spot = Spot { file, range: exam.range.clone(), problems };
            let known = exams.iter().map(|version| version.exam.as_str());
            spot.unknown("exam", &exam.value, known, "exams stand in `content/data/exams.toml`");
        }
    }

    fn cheatsheet(&self, file: &SitePath, sheet: &Cheatsheet, problems: &mut Vec<Diagnostic>) {
        let config = &self.parsed.config;
        if let Some(exam) = &sheet.exam {
            self.exam_id(
                &exam.value,
                &mut Spot { file, range: exam.range.clone(), problems: &mut *problems },
            );
        }
        for family in sheet.families.iter().filter(|family| !config.families.contains_key(&family.value)) {
            let known = config.families.keys().map(String::as_str);
            let mut spot = Spot { file, range: family.range.clone(), problems: &mut *problems };
            spot.unknown("family", &family.value, known, "families stand in `studydeck.toml`");
        }
    }

    fn exam_id(&self, exam: &str, spot: &mut Spot<'_>) {
        let known = &self.parsed.config.exams;
        if !known.contains_key(exam) {
            spot.unknown("exam", exam, known.keys().map(String::as_str), "exams stand in `studydeck.toml`");
        }
    }

    fn source(&self, source: &str, spot: &mut Spot<'_>) {
        let sources = &self.parsed.data.sources;
        if !sources.contains_key(source) {
            let known = sources.keys().map(String::as_str);
            spot.unknown("source", source, known, "sources stand in `content/data/sources.toml`");
        }
    }

    /// The names in the rows of all data files.
    pub(super) fn data(&self, problems: &mut Vec<Diagnostic>) {
        let data = &self.parsed.data;
        for number in data.numbers.values() {
            let (file, range) = (&number.place.0, number.place.1.clone());
            self.source(&number.source, &mut Spot { file, range, problems: &mut *problems });
        }
        for version in &data.exams {
            let mut spot = Spot { file: &version.file, range: 0..0, problems: &mut *problems };
            self.source(&version.source, &mut spot);
            self.exam_id(&version.exam, &mut spot);
        }
        for change in &data.changes {
            let (file, range) = (&change.place.0, change.place.1.clone());
            self.source(&change.source, &mut Spot { file, range: range.clone(), problems: &mut *problems });
            self.numbers_of(&change.text, file, &range, problems);
        }
        for candidate in &data.comparison.candidates {
            let families = &self.parsed.config.families;
            if let Some(family) = candidate.family.as_ref().filter(|family| !families.contains_key(*family)) {
                let mut spot = Spot { file: &candidate.file, range: 0..0, problems: &mut *problems };
                let known = families.keys().map(String::as_str);
                spot.unknown("family", family, known, "families stand in `studydeck.toml`");
            }
            for cell in candidate.cells.values() {
                self.cell(candidate, cell, problems);
            }
        }
    }

    fn cell(&self, candidate: &Candidate, cell: &Cell, problems: &mut Vec<Diagnostic>) {
        let mut spot = Spot { file: &candidate.file, range: cell.range.clone(), problems: &mut *problems };
        cell.sources.iter().for_each(|source| self.source(source, &mut spot));
        cell.asked.iter().for_each(|exam| self.exam_id(exam, &mut spot));
        for text in std::iter::once(&cell.value).chain(&cell.reason) {
            self.numbers_of(text, &candidate.file, &cell.range, problems);
        }
    }

    fn numbers_of(
        &self,
        text: &Document,
        file: &SitePath,
        range: &Range<usize>,
        problems: &mut Vec<Diagnostic>,
    ) {
        for (_, node) in text.iter() {
            if let Kind::Number(name) = &node.kind {
                self.number(file, range.clone(), name, problems);
            }
        }
    }

    /// The page behind each candidate that names a note, in their order.
    pub(super) fn candidate_pages(&self, problems: &mut Vec<Diagnostic>) -> Vec<Option<PageId>> {
        let candidates = self.parsed.data.comparison.candidates.iter();
        let pages = candidates.map(|candidate| {
            let place = || (&candidate.file, 0..0);
            candidate.note.as_ref().and_then(|note| self.note_of_row(&candidate.id, note, place(), problems))
        });
        pages.collect()
    }

    /// The targets of the links in each change. They are relative to `content`.
    pub(super) fn changes(&self, problems: &mut Vec<Diagnostic>) -> Vec<Targets> {
        let Ok(root) = SitePath::new("content/index.md") else { return Vec::new() };
        let mut all = Vec::new();
        for change in &self.parsed.data.changes {
            let mut targets = Vec::new();
            for (id, node) in change.text.iter() {
                let Kind::Link(_, written, _) = &node.kind else { continue };
                let target = self.index.link(&root, written).unwrap_or_else(|fault| {
                    problems.push(report(fault, &change.place.0, change.place.1.clone()));
                    Target::Broken
                });
                targets.push((id, target));
            }
            all.push(Targets(targets));
        }
        all
    }
}

fn empty_block(word: &str, file: &str) -> Diagnostic {
    let problem = Diagnostic::error(Code::BadBlock, format!("there is nothing for the block `{word}`"));
    problem.help(format!("its rows stand in `content/data/{file}`"))
}
