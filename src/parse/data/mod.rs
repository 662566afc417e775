//! Data files: sources, glossary, numbers, comparisons, changes, exams, prices.
//!
//! In: the TOML files of `content/data`. Out: [`SiteData`], typed rows. A row
//! that can't be read is reported and left out; the others stay. Whether a row
//! that is named exists is checked by `link`.

mod changes;
mod date;
mod exams;
mod glossary;
mod numbers;
mod options;
mod rules;
mod sources;

use std::ops::Range;

use serde::de::DeserializeOwned;
use studydeck_model::compare::Need;
use studydeck_ui::ssr::WidgetData;

use crate::config::toml_error;
use crate::diag::{Code, Diagnostic, serde_message};
use crate::path::AnchorId;
use crate::source::TextFile;

pub use changes::Change;
pub use date::Date;
pub use exams::{Domain, ExamVersion, Task};
pub use glossary::{Glossary, Term};
pub use numbers::{Number, Numbers};
pub use options::{Candidate, Cell, Comparison, Dimension};
pub use sources::{Source, SourceList};

/// The folder of all data files.
const FOLDER: &str = "content/data";

/// What the data files hold.
#[derive(Debug)]
pub struct SiteData {
    /// Sources that may be cited.
    pub sources: SourceList,
    /// Terms that are explained.
    pub glossary: Glossary,
    /// Numbers that texts print by name.
    pub numbers: Numbers,
    /// What comparison tables compare.
    pub comparison: Comparison,
    /// What the chooser's requirements do to the compute options.
    pub needs: Vec<Need>,
    /// What changed, newest first.
    pub changes: Vec<Change>,
    /// Exams with their domains.
    pub exams: Vec<ExamVersion>,
    /// What the widgets compute with.
    pub widgets: WidgetData,
    /// Hash of all data files.
    pub hash: blake3::Hash,
}

impl SiteData {
    /// The versions of an exam; the last one is what notes are written for.
    pub fn exam_versions<'a>(&'a self, exam: &'a str) -> impl Iterator<Item = &'a ExamVersion> {
        self.exams.iter().filter(move |version| version.exam == exam)
    }
}

/// Data files by what they hold.
#[derive(Default)]
struct Sorted<'a> {
    sources: Option<&'a TextFile>,
    glossary: Option<&'a TextFile>,
    numbers: Option<&'a TextFile>,
    dimensions: Option<&'a TextFile>,
    rules: Option<&'a TextFile>,
    changes: Option<&'a TextFile>,
    exams: Option<&'a TextFile>,
    options: Vec<&'a TextFile>,
    prices: Vec<&'a TextFile>,
}

/// Reads all data files.
pub(super) fn parse(files: &[TextFile]) -> (SiteData, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(file.path.as_str().as_bytes()).update(file.hash.as_bytes());
    }
    let found = sort(files, &mut diagnostics);
    let all = &mut diagnostics;
    let comparison = options::read(found.dimensions, &found.options, all);
    let data = SiteData {
        sources: found.sources.map(|file| sources::read(file, all)).unwrap_or_default(),
        glossary: found.glossary.map(|file| glossary::read(file, all)).unwrap_or_default(),
        numbers: found.numbers.map(|file| numbers::read(file, files, all)).unwrap_or_default(),
        needs: found.rules.map(|file| rules::read(file, &comparison, all)).unwrap_or_default(),
        comparison,
        changes: found.changes.map(|file| changes::read(file, all)).unwrap_or_default(),
        exams: found.exams.map(|file| exams::read(file, all)).unwrap_or_default(),
        widgets: widgets(&found.prices, all),
        hash: hasher.finalize(),
    };
    (data, diagnostics)
}

fn sort<'a>(files: &'a [TextFile], diagnostics: &mut Vec<Diagnostic>) -> Sorted<'a> {
    let mut found = Sorted::default();
    for file in files {
        let is_toml = file.path.extension() == "toml";
        match file.path.below(FOLDER).unwrap_or_default() {
            "sources.toml" => found.sources = Some(file),
            "glossary.toml" => found.glossary = Some(file),
            "numbers.toml" => found.numbers = Some(file),
            "dimensions.toml" => found.dimensions = Some(file),
            "rules.toml" => found.rules = Some(file),
            "changes.toml" => found.changes = Some(file),
            "exams.toml" => found.exams = Some(file),
            other if other.starts_with("options/") && is_toml => found.options.push(file),
            other if other.starts_with("prices/") && is_toml => found.prices.push(file),
            other => {
                let problem =
                    Diagnostic::warning(Code::BrokenData, format!("nothing reads the data file `{other}`"));
                let help = "data files are sources.toml, glossary.toml, numbers.toml, dimensions.toml, \
                            rules.toml, options/**/*.toml, changes.toml, exams.toml and prices/*.toml";
                diagnostics.push(problem.in_file(&file.path).help(help));
            }
        }
    }
    found
}

fn widgets(prices: &[&TextFile], diagnostics: &mut Vec<Diagnostic>) -> WidgetData {
    let texts: Vec<(&str, &str)> = prices.iter().map(|file| (file.path.as_str(), &*file.text)).collect();
    let (widgets, problems) = WidgetData::parse(&texts);
    diagnostics.extend(problems.into_iter().filter_map(|(at, error)| {
        let file = &prices.get(at)?.path;
        let problem = Diagnostic::error(Code::BrokenData, error.message).help_opt(error.help);
        Some(match error.range {
            Some(range) => problem.at(file, range),
            None => problem.in_file(file),
        })
    }));
    widgets
}

type Row<T> = (String, T, Range<usize>);

/// The rows of a file of tables `[id]`, each read by itself, sorted by id.
fn rows<T: DeserializeOwned>(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Row<T>> {
    let table: toml::Table = match toml::from_str(&file.text) {
        Ok(table) => table,
        Err(error) => {
            diagnostics.push(toml_error(&error, &file.path, 0, Code::BrokenData));
            return Vec::new();
        }
    };
    let mut rows = Vec::with_capacity(table.len());
    for (id, value) in table {
        let range = header(&file.text, &id);
        if AnchorId::new(&id).is_none() {
            let problem = Diagnostic::error(Code::BadValue, format!("`{id}` is no name for a row"));
            diagnostics.push(problem.at(&file.path, range).help("use letters, digits and hyphens"));
            continue;
        }
        match value.try_into::<T>() {
            Ok(row) => rows.push((id, row, range)),
            Err(error) => {
                let (message, help) = serde_message(error.message());
                let code =
                    if message.starts_with("unknown key") { Code::UnknownKey } else { Code::BrokenData };
                diagnostics.push(
                    Diagnostic::error(code, format!("`{id}`: {message}"))
                        .at(&file.path, range)
                        .help_opt(help),
                );
            }
        }
    }
    rows
}

/// As [`rows`], in the order of the file.
fn rows_in_order<T: DeserializeOwned>(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Vec<Row<T>> {
    let mut rows = rows(file, diagnostics);
    rows.sort_by_key(|(_, _, range)| range.start);
    rows
}

/// The bytes of the header `[id]`.
fn header(text: &str, id: &str) -> Range<usize> {
    let plain = format!("[{id}]");
    let quoted = format!("[\"{id}\"]");
    let at = |needle: &str| text.find(needle).map(|at| at..at + needle.len());
    at(&plain).or_else(|| at(&quoted)).unwrap_or(0..0)
}

#[cfg(test)]
mod tests {
    use crate::path::SitePath;
    use crate::source::TextFile;

    /// A data file by its path below the data folder.
    pub(super) fn file(name: &str, text: &str) -> TextFile {
        TextFile::in_memory(SitePath::new(&format!("{}/{name}", super::FOLDER)).unwrap(), text)
    }
}
