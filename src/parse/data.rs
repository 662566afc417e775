//! Data files: sources (citations), glossary, prices.
//!
//! In: the TOML files of `content/data`. Out: typed rows. A row that can't be
//! read is reported and left out; the others stay.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use studydeck_ui::ssr::WidgetData;
use toml::value::Datetime;

use crate::config::toml_error;
use crate::diag::{Code, Diagnostic, serde_message};
use crate::path::{AnchorId, SitePath};
use crate::source::TextFile;

/// A source that notes cite.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// The title of the page or document.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its address.
    pub url: String,
    /// The day on which somebody last held the notes against it.
    pub checked: Date,
    /// The day from which it must be checked again.
    pub check_again: Date,
    /// Its row in the data file.
    pub place: (SitePath, Range<usize>),
}

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
}

impl Date {
    /// The day so many days after the first of January 1970.
    #[must_use]
    pub fn from_days_since_1970(days: u64) -> Self {
        let mut date = Self { year: 1970, month: 1, day: 1 };
        let mut left = days;
        loop {
            let next = date.plus_months(1);
            let length = date.month_length();
            if left < u64::from(length) {
                date.day += u8::try_from(left).unwrap_or(0);
                return date;
            }
            left -= u64::from(length);
            date = next;
        }
    }

    fn month_length(self) -> u8 {
        let (year, month) = (self.year, self.month);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The same day some months later; the last of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        let total = u32::from(self.year) * 12 + u32::from(self.month) - 1 + u32::from(months);
        let year = u16::try_from(total / 12).unwrap_or(u16::MAX);
        let month = u8::try_from(total % 12 + 1).unwrap_or(12);
        let first = Self { year, month, day: 1 };
        Self { day: self.day.min(first.month_length()), ..first }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// All sources by id.
pub type SourceList = BTreeMap<String, Source>;

/// A term that is explained where it first occurs on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Its id, also of its place on the page.
    pub id: String,
    /// The term.
    pub term: String,
    /// Other spellings of it.
    pub also: Vec<String>,
    /// What it means, in one or two sentences.
    pub definition: String,
    /// The note that says more, relative to `content`.
    pub note: Option<String>,
    /// Its row in the data file.
    pub place: (SitePath, Range<usize>),
}

/// All terms, sorted by id.
pub type Glossary = Vec<Term>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    title: String,
    publisher: String,
    url: String,
    checked: Datetime,
    stale_after_months: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    term: String,
    #[serde(default)]
    also: Vec<String>,
    definition: String,
    note: Option<String>,
}

/// What the data files hold.
pub(super) struct Data {
    pub(super) sources: SourceList,
    pub(super) glossary: Glossary,
    pub(super) widgets: WidgetData,
    pub(super) hash: blake3::Hash,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Reads all data files.
pub(super) fn parse(files: &[TextFile]) -> Data {
    let mut diagnostics = Vec::new();
    let mut sources = SourceList::new();
    let mut glossary = Glossary::new();
    let mut prices = Vec::new();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        hasher.update(file.hash.as_bytes());
        match file.path.below("content/data").unwrap_or_default() {
            "sources.toml" => sources = read_sources(file, &mut diagnostics),
            "glossary.toml" => glossary = read_glossary(file, &mut diagnostics),
            other if other.starts_with("prices/") && file.path.extension() == "toml" => prices.push(file),
            other => {
                let problem =
                    Diagnostic::warning(Code::BrokenData, format!("nothing reads the data file `{other}`"));
                diagnostics.push(
                    problem
                        .in_file(&file.path)
                        .help("data files are sources.toml, glossary.toml and prices/*.toml"),
                );
            }
        }
    }
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
    Data { sources, glossary, widgets, hash: hasher.finalize(), diagnostics }
}

/// The rows of a file of tables `[id]`, each read by itself.
fn rows<T: DeserializeOwned>(
    file: &TextFile,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, T, Range<usize>)> {
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

/// The bytes of the header `[id]`.
fn header(text: &str, id: &str) -> Range<usize> {
    let plain = format!("[{id}]");
    let quoted = format!("[\"{id}\"]");
    let at = |needle: &str| text.find(needle).map(|at| at..at + needle.len());
    at(&plain).or_else(|| at(&quoted)).unwrap_or(0..0)
}

fn read_sources(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> SourceList {
    let mut list = SourceList::new();
    for (id, raw, range) in rows::<RawSource>(file, diagnostics) {
        let mut bad = |message: String, help: &str| {
            diagnostics
                .push(Diagnostic::error(Code::BadValue, message).at(&file.path, range.clone()).help(help));
        };
        let Some(date) = raw.checked.date else {
            bad(format!("`{id}`: `checked` has no day"), "write `checked = 2026-11-22`");
            continue;
        };
        if !raw.url.starts_with("https://") && !raw.url.starts_with("http://") {
            bad(format!("`{id}`: `{}` is no address", raw.url), "write the address with `https://`");
            continue;
        }
        let checked = Date { year: date.year, month: date.month, day: date.day };
        let source = Source {
            title: raw.title,
            publisher: raw.publisher,
            url: raw.url,
            checked,
            check_again: checked.plus_months(raw.stale_after_months),
            place: (file.path.clone(), range.clone()),
        };
        list.insert(id, source);
    }
    list
}

fn read_glossary(file: &TextFile, diagnostics: &mut Vec<Diagnostic>) -> Glossary {
    let mut glossary: Glossary = Vec::new();
    for (id, raw, range) in rows::<RawTerm>(file, diagnostics) {
        let spellings = || std::iter::once(&raw.term).chain(&raw.also);
        let taken = glossary.iter().find_map(|other| {
            let words = std::iter::once(&other.term).chain(&other.also);
            let twice = words.into_iter().find(|word| spellings().any(|s| s.eq_ignore_ascii_case(word)))?;
            Some((other, twice.clone()))
        });
        if let Some((other, word)) = taken {
            let problem = Diagnostic::error(Code::DuplicateName, format!("`{word}` is explained twice"));
            let problem = problem
                .at(&file.path, range.clone())
                .help("keep one of the two rows, or take the spelling out of one");
            diagnostics.push(problem.related(&other.place.0, other.place.1.clone(), "here as well"));
            continue;
        }
        let place = (file.path.clone(), range);
        glossary.push(Term {
            id,
            term: raw.term,
            also: raw.also,
            definition: raw.definition,
            note: raw.note,
            place,
        });
    }
    glossary
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> TextFile {
        TextFile::in_memory(SitePath::new(&format!("content/data/{name}")).unwrap(), text)
    }

    #[test]
    fn a_bad_row_leaves_the_others() {
        let text = "[good]\ntitle='T'\npublisher='P'\nurl='https://example.org'\nchecked=2026-08-31\nstale_after_months=6\n[bad]\ntitle='T'\n";
        let data = parse(&[file("sources.toml", text)]);
        assert_eq!(data.sources["good"].check_again.to_string(), "2027-02-28");
        assert_eq!(data.diagnostics.len(), 1);
        let range = data.diagnostics[0].range.unwrap();
        assert_eq!(&text[range.start..range.end], "[bad]");
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Date::from_days_since_1970(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_days_since_1970(19_782).to_string(), "2024-02-29");
    }

    #[test]
    fn a_term_is_explained_once() {
        let text = "[a]\nterm='task'\ndefinition='x'\n[b]\nterm='Task'\ndefinition='y'\n";
        let data = parse(&[file("glossary.toml", text)]);
        assert_eq!(data.diagnostics[0].code, Code::DuplicateName);
        assert_eq!(data.glossary.len(), 1);
    }
}
