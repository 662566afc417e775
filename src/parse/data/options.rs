//! What comparison tables compare: candidates (compute options, and things of
//! smaller sets such as kinds of API) and dimensions.
//!
//! In: `dimensions.toml` and `options/**/*.toml`. Out: [`Comparison`], in which
//! every cell has a short value and a source, or says that it is not verified.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::{FOLDER, header, rows_in_order};
use crate::config::toml_error;
use crate::diag::{Code, Diagnostic, nearest, serde_message};
use crate::parse::document::Document;
use crate::parse::markdown;
use crate::path::SitePath;
use crate::source::TextFile;

/// A row of comparison tables.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// What stands at the head of the row.
    pub name: String,
    /// The group of rows that it belongs to.
    pub group: String,
    /// One sentence that says what is compared.
    pub help: String,
    /// Sets whose candidates need a cell for it; empty for all compute options.
    #[serde(default)]
    pub only: Vec<String>,
}

/// A column of comparison tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its id: the file's name without `.toml`.
    pub id: String,
    /// The folder it lies in; `None` for a compute option.
    pub set: Option<String>,
    /// Its name.
    pub name: String,
    /// Its name where room is scarce.
    pub short: String,
    /// Its service family, for the colour.
    pub family: Option<String>,
    /// Who places the work (compute options).
    pub orchestrator: Option<String>,
    /// What it runs on (compute options).
    pub compute: Option<String>,
    /// The ways to set it up, where not all of them meet what another one does.
    pub setups: Vec<String>,
    /// Position among the others.
    pub order: i64,
    /// The note that explains it, relative to `content`.
    pub note: Option<String>,
    /// Its cells by dimension.
    pub cells: BTreeMap<String, Cell>,
    /// Cells that stand there with a mistake: they are not missing as well.
    excused: Vec<String>,
    /// Its file.
    pub file: SitePath,
}

/// What a candidate has to say on a dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The short value.
    pub value: Document,
    /// One sentence with the why.
    pub reason: Option<Document>,
    /// Ids of its sources; empty only where it is not verified.
    pub sources: Vec<String>,
    /// Exams that ask for it.
    pub asked: Vec<String>,
    /// Whether nobody has found a source for it.
    pub unverified: bool,
    /// Where it stands in the candidate's file.
    pub range: Range<usize>,
}

/// All that can be compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Rows in the order of their file.
    pub dimensions: Vec<(String, Dimension)>,
    /// Columns, sorted by set, order and id.
    pub candidates: Vec<Candidate>,
}

impl Comparison {
    /// A row by its id.
    #[must_use]
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|(known, _)| known == id).map(|(_, dimension)| dimension)
    }

    /// The columns of the comparer: all compute options, in their order.
    pub fn compute_options(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| candidate.set.is_none())
    }

    /// The rows of the comparer: those that every compute option has.
    pub fn compute_rows(&self) -> impl Iterator<Item = (&str, &Dimension)> {
        let common = self.dimensions.iter().filter(|(_, dimension)| dimension.only.is_empty());
        common.map(|(id, dimension)| (id.as_str(), dimension))
    }

    /// A column by its id.
    #[must_use]
    pub fn candidate(&self, id: &str) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCandidate {
    name: String,
    short: String,
    family: Option<String>,
    orchestrator: Option<String>,
    compute: Option<String>,
    #[serde(default)]
    setups: Vec<String>,
    #[serde(default)]
    order: i64,
    note: Option<String>,
    #[serde(default)]
    cells: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCell {
    value: String,
    reason: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    asked: Vec<String>,
    #[serde(default)]
    unverified: bool,
}

pub(super) fn read(
    dimensions: Option<&TextFile>,
    options: &[&TextFile],
    diagnostics: &mut Vec<Diagnostic>,
) -> Comparison {
    let dimensions = dimensions.map_or_else(Vec::new, |file| {
        let rows = rows_in_order::<Dimension>(file, diagnostics);
        rows.into_iter().map(|(id, dimension, _)| (id, dimension)).collect()
    });
    let mut comparison = Comparison { dimensions, candidates: Vec::new() };
    for file in options {
        let Some(candidate) = candidate(file, diagnostics) else { continue };
        if let Some(other) = comparison.candidate(&candidate.id) {
            let message = format!("there are two options `{}`", candidate.id);
            let problem = Diagnostic::error(Code::DuplicateName, message).at(&file.path, 0..0);
            diagnostics.push(
                problem.related(&other.file, 0..0, "here is the other").help("rename one of the two files"),
            );
            continue;
        }
        comparison.candidates.push(candidate);
    }
    comparison.candidates.sort_by(|a, b| (&a.set, a.order, &a.id).cmp(&(&b.set, b.order, &b.id)));
    check_cells(&comparison, diagnostics);
    comparison
}

fn candidate(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Option<Candidate> {
    let raw: RawCandidate = toml::from_str(&file.text)
        .map_err(|error| diagnostics.push(toml_error(&error, &file.path, 0, Code::BrokenData)))
        .ok()?;
    let below = file.path.below(FOLDER)?.strip_prefix("options/")?;
    let mut cells = BTreeMap::new();
    let mut excused = Vec::new();
    for (dimension, value) in raw.cells {
        let range = header(&file.text, &format!("cells.{dimension}"));
        match cell(file, value, range.clone()) {
            Ok(cell) => {
                cells.insert(dimension, cell);
            }
            Err((code, message, help)) => {
                let problem = Diagnostic::error(code, format!("`{dimension}`: {message}"));
                diagnostics.push(problem.at(&file.path, range).help_opt(help));
                excused.push(dimension);
            }
        }
    }
    Some(Candidate {
        id: file.path.stem().to_owned(),
        set: below.rsplit_once('/').map(|(set, _)| set.to_owned()),
        name: raw.name,
        short: raw.short,
        family: raw.family,
        orchestrator: raw.orchestrator,
        compute: raw.compute,
        setups: raw.setups,
        order: raw.order,
        note: raw.note,
        cells,
        excused,
        file: file.path.clone(),
    })
}

type Fault = (Code, String, Option<String>);

fn cell(file: &TextFile, value: toml::Value, range: Range<usize>) -> Result<Cell, Fault> {
    let raw: RawCell = value.try_into().map_err(|error: toml::de::Error| {
        let (message, help) = serde_message(error.message());
        let code = if message.starts_with("unknown key") { Code::UnknownKey } else { Code::BrokenData };
        (code, message, help)
    })?;
    if raw.value.trim().is_empty() {
        let help = "write a short value; `not verified` with `unverified = true` where none is known";
        return Err((Code::BadValue, "the cell has no value".to_owned(), Some(help.to_owned())));
    }
    if raw.sources.is_empty() && !raw.unverified {
        let help = "name them, `sources = [\"lambda-quotas\"]`, or write `unverified = true`";
        return Err((Code::BadValue, "the cell has no source".to_owned(), Some(help.to_owned())));
    }
    Ok(Cell {
        value: markdown::fragment(&file.path, &raw.value),
        reason: raw.reason.map(|reason| markdown::fragment(&file.path, &reason)),
        sources: raw.sources,
        asked: raw.asked,
        unverified: raw.unverified,
        range,
    })
}

/// Every cell names a dimension, and no candidate leaves one of its own out.
fn check_cells(comparison: &Comparison, diagnostics: &mut Vec<Diagnostic>) {
    let names = || comparison.dimensions.iter().map(|(id, _)| id.as_str());
    for candidate in &comparison.candidates {
        for (id, cell) in candidate.cells.iter().filter(|(id, _)| comparison.dimension(id).is_none()) {
            let near = nearest(id, names()).map(|near| format!("did you mean `{near}`?"));
            let help = near.or_else(|| Some("add it to `content/data/dimensions.toml`".to_owned()));
            let problem = Diagnostic::error(Code::UnknownName, format!("there is no dimension `{id}`"));
            diagnostics.push(problem.at(&candidate.file, cell.range.clone()).help_opt(help));
        }
        let set = candidate.set.as_deref();
        let wanted = comparison.dimensions.iter().filter(|(_, dimension)| match set {
            None => dimension.only.is_empty(),
            Some(set) => dimension.only.iter().any(|only| only == set),
        });
        let is_there = |id: &str| {
            candidate.cells.contains_key(id) || candidate.excused.iter().any(|excused| excused == id)
        };
        let missing: Vec<&str> = wanted.map(|(id, _)| id.as_str()).filter(|id| !is_there(id)).collect();
        if !missing.is_empty() {
            let message = format!("`{}` has no cell for {}", candidate.id, missing.join(", "));
            let problem = Diagnostic::error(Code::BrokenData, message).in_file(&candidate.file);
            diagnostics
                .push(problem.help(format!("add `[cells.{}]` with `value` and `sources`", missing[0])));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;

    const DIMENSIONS: &str = "[price]\nname='Price'\ngroup='Cost'\nhelp='What it costs.'\n[auth]\nname='Auth'\ngroup='Access'\nhelp='Who may.'\nonly=['api']\n";

    fn read_options(options: &[(&str, &str)]) -> (Comparison, Vec<String>) {
        let files: Vec<TextFile> = options.iter().map(|(name, text)| file(name, text)).collect();
        let mut diagnostics = Vec::new();
        let dimensions = file("dimensions.toml", DIMENSIONS);
        let comparison = read(Some(&dimensions), &files.iter().collect::<Vec<_>>(), &mut diagnostics);
        (comparison, diagnostics.into_iter().map(|d| d.message).collect())
    }

    #[test]
    fn dimensions_keep_their_order_and_cells_their_sources() {
        let text = "name='A'\nshort='A'\n[cells.price]\nvalue='**free**'\nsources=['s']\n";
        let (comparison, problems) = read_options(&[("options/a.toml", text)]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(comparison.dimensions[0].0, "price");
        assert_eq!(comparison.candidate("a").unwrap().cells["price"].sources, ["s"]);
    }

    #[test]
    fn a_cell_without_source_a_missing_and_an_unknown_one_are_errors() {
        let bare =
            "name='A'\nshort='A'\n[cells.price]\nvalue='free'\n[cells.prize]\nvalue='x'\nunverified=true\n";
        let api = "name='B'\nshort='B'\n";
        let (_, problems) = read_options(&[("options/a.toml", bare), ("options/api/b.toml", api)]);
        assert_eq!(
            problems,
            ["`price`: the cell has no source", "there is no dimension `prize`", "`b` has no cell for auth"]
        );
    }

    #[test]
    fn an_id_is_given_once() {
        let text = "name='A'\nshort='A'\n[cells.price]\nvalue='1'\nsources=['s']\n[cells.auth]\nvalue='1'\nsources=['s']\n";
        let (_, problems) = read_options(&[("options/a.toml", text), ("options/api/a.toml", text)]);
        assert_eq!(problems, ["there are two options `a`"]);
    }
}
