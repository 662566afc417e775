//! Fenced blocks that stand for something made from data or from other notes:
//! tables, lists, the map.
//!
//! In: the block's first word, what follows it, and its TOML body. Out: a
//! [`Block`], or diagnostics at the line in the note. Whether the names exist
//! is checked by `link`.

use std::ops::Range;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

use studydeck_model::practice::draw::MOST_QUESTIONS;

use super::data::{Comparison, Dimension};
use super::document::BlockText;
use super::front_matter::Placed;
use crate::config::toml_error;
use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;

/// A block made from data or from other notes.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A comparison table.
    Compare(Compare),
    /// A table of numbers.
    Numbers(NumbersTable),
    /// All changes, newest first.
    Changes,
    /// All terms.
    Glossary,
    /// All sources with the notes that lean on them.
    Sources,
    /// The graph of links between notes.
    Map,
    /// Domains and task statements of an exam, with the notes that serve them.
    Exam(Placed<String>),
    /// Exam tips and quick recalls, gathered.
    Cheatsheet(Cheatsheet),
    /// The practice room over all questions.
    Practice,
    /// What became of the reader's answers.
    Progress,
    /// An exam to print, with its key.
    Paper(Paper),
    /// All questions as files for other programs.
    Downloads,
}

impl Block {
    /// Whether it is made from other notes and not from data alone.
    #[must_use]
    pub fn gathers(&self) -> bool {
        match self {
            Self::Compare(_) | Self::Numbers(_) => false,
            Self::Changes | Self::Glossary | Self::Sources | Self::Map => true,
            Self::Exam(_) | Self::Cheatsheet(_) | Self::Practice => true,
            Self::Progress | Self::Paper(_) | Self::Downloads => true,
        }
    }
}

/// A comparison table: candidates as columns, dimensions as rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Compare {
    /// What stands above the table.
    pub caption: String,
    /// Ids of the columns.
    pub options: Vec<Placed<String>>,
    /// Ids of the rows; empty for all that compute options have, by group.
    pub rows: Vec<Placed<String>>,
}

impl Compare {
    /// The rows that the table shows, as far as they exist.
    #[must_use]
    pub fn dimensions<'a>(&'a self, comparison: &'a Comparison) -> Vec<(&'a str, &'a Dimension)> {
        if self.rows.is_empty() {
            let all = comparison.dimensions.iter().filter(|(_, dimension)| dimension.only.is_empty());
            return all.map(|(id, dimension)| (id.as_str(), dimension)).collect();
        }
        let named = self.rows.iter().map(|row| row.value.as_str());
        named.filter_map(|id| Some((id, comparison.dimension(id)?))).collect()
    }
}

/// A table of numbers: what, value, remark.
#[derive(Debug, Clone, PartialEq)]
pub struct NumbersTable {
    /// What stands above the table.
    pub caption: String,
    /// Heads of the columns; with two there is no remark.
    pub heads: Vec<String>,
    /// Names of the numbers.
    pub rows: Vec<Placed<String>>,
}

/// What a cheat sheet gathers: the tips of an exam, or tips and recalls of families.
#[derive(Debug, Clone, PartialEq)]
pub struct Cheatsheet {
    /// Only tips for this exam.
    pub exam: Option<Placed<String>>,
    /// Only notes of these families.
    pub families: Vec<Placed<String>>,
}

/// An exam on paper: which one, how many questions, and what decides the drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The exam.
    pub exam: Placed<String>,
    /// How many questions.
    pub questions: u16,
    /// The seed of the drawing.
    pub seed: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCompare {
    caption: String,
    options: Vec<Spanned<String>>,
    rows: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumbers {
    caption: String,
    #[serde(default = "number_heads")]
    heads: Vec<String>,
    rows: Vec<Spanned<String>>,
}

fn number_heads() -> Vec<String> {
    ["What", "Value", "Remark"].map(str::to_owned).to_vec()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCheatsheet {
    exam: Option<Spanned<String>>,
    #[serde(default)]
    families: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPaper {
    exam: Spanned<String>,
    questions: Spanned<u16>,
    seed: u64,
}

/// The first words of such blocks.
const WORDS: [&str; 12] = [
    "compare",
    "numbers",
    "changes",
    "glossary",
    "sources",
    "map",
    "exam",
    "cheatsheet",
    "practice",
    "progress",
    "paper",
    "downloads",
];

/// Whether a fenced block that begins with this word is one of them.
pub(super) fn is_block(word: &str) -> bool {
    WORDS.contains(&word)
}

/// Reads a block. `first_line` is the place of its first line.
pub(super) fn parse(
    (word, rest): (&str, &str),
    body: &BlockText,
    file: &SitePath,
    first_line: Range<usize>,
) -> Result<Block, Diagnostic> {
    let bad = |message: String, help: &str| {
        Diagnostic::error(Code::BadBlock, message).at(file, first_line.clone()).help(help)
    };
    let needs_no_more = |block: Block| {
        if rest.is_empty() && body.as_str().trim().is_empty() {
            return Ok(block);
        }
        Err(bad(format!("a block `{word}` takes nothing"), "leave it empty: it gathers by itself"))
    };
    let reader = Reader { body, file, first_line: &first_line };
    match word {
        "changes" => needs_no_more(Block::Changes),
        "glossary" => needs_no_more(Block::Glossary),
        "sources" => needs_no_more(Block::Sources),
        "map" => needs_no_more(Block::Map),
        "practice" => needs_no_more(Block::Practice),
        "progress" => needs_no_more(Block::Progress),
        "downloads" => needs_no_more(Block::Downloads),
        "paper" => reader.paper(),
        "exam" if rest.is_empty() => Err(bad(
            "this block names no exam".to_owned(),
            "write the exam behind `exam`, such as `exam SAA`",
        )),
        "exam" => Ok(Block::Exam(Placed { value: rest.to_owned(), range: first_line.clone() })),
        "compare" => {
            let raw: RawCompare = reader.read()?;
            if raw.options.is_empty() || raw.rows.as_ref().is_some_and(Vec::is_empty) {
                return Err(bad(
                    "this table has no columns or no rows".to_owned(),
                    "name them: `options = [\"…\"]`, `rows = [\"…\"]`; without the key `rows` all are shown",
                ));
            }
            let (options, rows) = (reader.placed(raw.options), reader.placed(raw.rows.unwrap_or_default()));
            Ok(Block::Compare(Compare { caption: raw.caption, options, rows }))
        }
        "numbers" => {
            let raw: RawNumbers = reader.read()?;
            if !(2..=3).contains(&raw.heads.len()) {
                return Err(bad(
                    "a table of numbers has two or three columns".to_owned(),
                    "write `heads = [\"What\", \"Value\", \"Remark\"]`",
                ));
            }
            Ok(Block::Numbers(NumbersTable {
                caption: raw.caption,
                heads: raw.heads,
                rows: reader.placed(raw.rows),
            }))
        }
        _ => {
            let raw: RawCheatsheet = reader.read()?;
            if raw.exam.is_none() && raw.families.is_empty() {
                return Err(bad(
                    "this cheat sheet gathers nothing".to_owned(),
                    "write `exam = \"SAA\"` or `families = [\"ecs\"]`",
                ));
            }
            let exam = raw.exam.map(|exam| reader.place(exam));
            Ok(Block::Cheatsheet(Cheatsheet { exam, families: reader.placed(raw.families) }))
        }
    }
}

/// Reads the body of a block.
pub(super) struct Reader<'a> {
    pub(super) body: &'a BlockText,
    pub(super) file: &'a SitePath,
    pub(super) first_line: &'a Range<usize>,
}

impl Reader<'_> {
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Diagnostic> {
        toml::from_str(self.body.as_str()).map_err(|error| {
            let problem = toml_error(&error, self.file, 0, Code::BadBlock);
            // A missing key has the whole body as its place: the first line says it better.
            let range = error.span().filter(|span| !span.is_empty() && span.len() < self.body.as_str().len());
            problem.at(self.file, range.map_or(self.first_line.clone(), |span| self.body.in_source(span)))
        })
    }

    fn paper(&self) -> Result<Block, Diagnostic> {
        let raw: RawPaper = self.read()?;
        if !(1..=MOST_QUESTIONS).contains(raw.questions.get_ref()) {
            let message = format!("a paper exam of {} questions", raw.questions.get_ref());
            let problem = Diagnostic::error(Code::BadBlock, message);
            let problem = problem.at(self.file, self.body.in_source(raw.questions.span()));
            return Err(problem.help(format!("it can have 1 to {MOST_QUESTIONS}")));
        }
        let questions = raw.questions.into_inner();
        Ok(Block::Paper(Paper { exam: self.place(raw.exam), questions, seed: raw.seed }))
    }

    fn place(&self, name: Spanned<String>) -> Placed<String> {
        Placed { range: self.body.in_source(name.span()), value: name.into_inner() }
    }

    pub(super) fn placed(&self, names: Vec<Spanned<String>>) -> Vec<Placed<String>> {
        names.into_iter().map(|name| self.place(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(info: &str, body: &str) -> Result<Block, Diagnostic> {
        let text = BlockText::new(body.to_owned(), body, 100);
        let file = SitePath::new("content/a.md").unwrap();
        parse(info.split_once(' ').unwrap_or((info, "")), &text, &file, 90..99)
    }

    #[test]
    fn names_know_their_places() {
        let body = "caption = 'C'\noptions = ['a', 'b']\nrows = ['price']\n";
        let Ok(Block::Compare(table)) = read("compare", body) else { panic!("no table") };
        let range = table.options[1].range.clone();
        assert_eq!(&body[range.start - 100..range.end - 100], "'b'");
    }

    #[test]
    fn mistakes_are_shown_in_their_line() {
        let unknown = read("compare", "caption = 'C'\noptions = ['a']\nrow = ['x']\n").unwrap_err();
        assert_eq!(unknown.code, Code::UnknownKey);
        assert_eq!(unknown.range.unwrap().start, 130);
        for (info, body) in [
            ("compare", "caption = 'C'\noptions = []\nrows = []\n"),
            ("compare", "rows = ['x']\noptions = ['a']\n"),
            ("numbers", "caption = 'C'\nheads = ['a']\nrows = ['x']\n"),
            ("cheatsheet", ""),
            ("exam", ""),
            ("map all", ""),
            ("progress saa", ""),
            ("downloads csv", ""),
            ("paper", "exam = 'SAA'\nseed = 1\n"),
        ] {
            assert_eq!(read(info, body).unwrap_err().range.unwrap().start, 90, "{info} {body}");
        }
    }
}
