//! Quiz blocks: which questions of a bank a note asks.
//!
//! In: what follows the word `quiz`, and the block's body. Out: an
//! [`Embed::Quiz`], and diagnostics at the line in the note. Whether bank and
//! questions exist is checked by `link`.

use serde::Deserialize;
use toml::Spanned;

use super::blocks::Reader;
use super::document::Embed;
use super::front_matter::Placed;
use crate::diag::{Code, Diagnostic};

/// Which questions of its bank a block asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// All of them.
    All,
    /// So many, from the first.
    First(usize),
    /// Two, by their ids, to be tried before the note is read.
    Before([Placed<String>; 2]),
}

impl Asked {
    /// Whether it asks the question that stands at this place of its bank, counted from 0.
    #[must_use]
    pub fn asks(&self, place: usize, id: &str) -> bool {
        match self {
            Self::All => true,
            Self::First(count) => place < *count,
            Self::Before(ids) => ids.iter().any(|asked| asked.value == id),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBefore {
    before: Spanned<Vec<Spanned<String>>>,
}

/// `quiz bank-name` for all questions, `quiz bank-name 4` for the first four; with two ids under
/// `before` for these two. A block that can't be read asks nothing.
pub(super) fn parse(rest: &str, reader: &Reader<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Embed> {
    let (bank, number) = rest.split_once(' ').unwrap_or((rest, ""));
    let number = number.trim();
    let bad = |message: String| {
        Diagnostic::error(Code::BadBlock, message).at(reader.file, reader.first_line.clone())
    };
    let is_before = !reader.body.as_str().trim().is_empty();
    let asked = match number.parse() {
        _ if is_before && !number.is_empty() => {
            let problem = bad(format!("`{number}` stands in a block that names its questions"));
            diagnostics.push(problem.help("take the number out: `before` says which two are asked"));
            return None;
        }
        _ if is_before => match before(reader) {
            Ok(ids) => Asked::Before(ids),
            Err(problem) => {
                diagnostics.push(problem);
                return None;
            }
        },
        Ok(count) if count > 0 => Asked::First(count),
        _ if number.is_empty() => Asked::All,
        _ => {
            let problem = bad(format!("`{number}` is no number of questions"));
            diagnostics.push(
                problem.help(format!("write `quiz {bank} 4` for the first four, or `quiz {bank}` for all")),
            );
            Asked::All
        }
    };
    Some(Embed::Quiz { bank: bank.into(), asked })
}

fn before(reader: &Reader<'_>) -> Result<[Placed<String>; 2], Diagnostic> {
    let raw: RawBefore = reader.read()?;
    let place = reader.body.in_source(raw.before.span());
    let ids = reader.placed(raw.before.into_inner());
    ids.try_into().map_err(|ids: Vec<_>| {
        let message = format!("`before` names two questions, and not {}", ids.len());
        let problem = Diagnostic::error(Code::BadBlock, message).at(reader.file, place);
        problem.help("write their ids: `before = [\"one-id\", \"another-id\"]`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::document::BlockText;
    use crate::path::SitePath;

    fn read(rest: &str, body: &str) -> (Option<Embed>, Vec<(Code, usize)>) {
        let text = BlockText::new(body.to_owned(), body, 100);
        let file = SitePath::new("content/a.md").unwrap();
        let mut problems = Vec::new();
        let embed = parse(rest, &Reader { body: &text, file: &file, first_line: &(80..99) }, &mut problems);
        let start = |problem: Diagnostic| (problem.code, problem.range.unwrap().start);
        (embed, problems.into_iter().map(start).collect())
    }

    fn asked(rest: &str, body: &str) -> Asked {
        let (embed, problems) = read(rest, body);
        assert_eq!(problems, []);
        let Some(Embed::Quiz { asked, .. }) = embed else { panic!("no quiz") };
        asked
    }

    #[test]
    fn a_block_asks_all_the_first_or_two_by_name() {
        assert!(asked("b", "").asks(7, "x"));
        let first = asked("b 2", "");
        assert!(first.asks(1, "x") && !first.asks(2, "x"));
        let two = asked("b", "before = ['one', 'other']\n");
        assert!(two.asks(0, "other") && two.asks(9, "one") && !two.asks(0, "x"));
    }

    #[test]
    fn mistakes_are_shown_in_their_line() {
        for (rest, body, code, at) in [
            ("b 0", "", Code::BadBlock, 80),
            ("b few", "", Code::BadBlock, 80),
            ("b 2", "before = ['one', 'other']\n", Code::BadBlock, 80),
            ("b", "before = ['one']\n", Code::BadBlock, 109),
            ("b", "before = ['one', 'two', 'three']\n", Code::BadBlock, 109),
            ("b", "after = ['one', 'two']\n", Code::UnknownKey, 100),
        ] {
            assert_eq!(read(rest, body).1, [(code, at)], "{rest} {body}");
        }
    }
}
