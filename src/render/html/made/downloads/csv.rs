//! The questions as a table: RFC 4180, a row a question.
//!
//! In: entries. Out: UTF-8 with a byte order mark, without which Excel takes
//! other letters than ASCII for something else. Columns are named in [`HEADS`];
//! behind them stand `option`, `match` and `reason` with a number, as often as
//! the longest question needs.

use super::entry::Entry;
use crate::parse::bank::Form;

/// The first columns.
const HEADS: [&str; 13] = [
    "id",
    "version",
    "type",
    "exams",
    "topic",
    "kind",
    "level",
    "title",
    "question",
    "correct",
    "options",
    "explanation",
    "url",
];

/// The table.
pub(super) fn print(entries: &[Entry]) -> String {
    let most = entries.iter().map(|entry| entry.options.len()).max().unwrap_or(0);
    let mut out = String::from("\u{feff}");
    let numbered = (1..=most).flat_map(|at| ["option", "match", "reason"].map(|head| format!("{head} {at}")));
    row(&mut out, HEADS.map(str::to_owned).into_iter().chain(numbered));
    for entry in entries {
        row(&mut out, cells(entry, most));
    }
    out
}

fn cells(entry: &Entry, most: usize) -> Vec<String> {
    let mut cells = vec![
        entry.id.clone(),
        entry.version.clone(),
        entry.form.name().to_owned(),
        entry.exams.join("; "),
        entry.topic.clone(),
        entry.kind.to_owned(),
        entry.level.to_string(),
        entry.title.text.clone(),
        entry.stem.text.clone(),
        correct(entry),
        entry.options.len().to_string(),
        entry.after.text.clone(),
        entry.url.clone(),
    ];
    for choice in &entry.options {
        let partner = choice.partner.as_ref().map(|partner| partner.text.clone());
        cells.extend([choice.words.text.clone(), partner.unwrap_or_default(), choice.reason.text.clone()]);
    }
    cells.resize(HEADS.len() + 3 * most, String::new());
    cells
}

/// The numbers of the right options: `2` or `1; 4`. Steps stand in their right order, and pairs
/// have their right half beside them: there is nothing to say.
fn correct(entry: &Entry) -> String {
    if matches!(entry.form, Form::Order | Form::Match) {
        return String::new();
    }
    let right = (1..).zip(&entry.options).filter(|(_, choice)| choice.right);
    right.map(|(at, _): (usize, _)| at.to_string()).collect::<Vec<_>>().join("; ")
}

fn row(out: &mut String, cells: impl IntoIterator<Item = String>) {
    for (at, cell) in cells.into_iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        out.push_str(&quoted(&harmless(cell)));
    }
    out.push_str("\r\n");
}

/// A spreadsheet takes a cell that begins like this for a formula, whatever stands around it in
/// the file: an apostrophe before it makes it text.
fn harmless(cell: String) -> String {
    let formula = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if cell.starts_with(formula) { format!("'{cell}") } else { cell }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::entries;
    use super::*;

    /// Reads a table as RFC 4180 says.
    fn read(text: &str) -> Vec<Vec<String>> {
        let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
        let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' => quoted = !quoted,
                ',' if !quoted => row.push(std::mem::take(&mut cell)),
                '\r' if !quoted => {
                    assert_eq!(letters.next(), Some('\n'));
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                letter => cell.push(letter),
            }
        }
        assert_eq!((row, cell), (Vec::new(), String::new()), "the last line ends as the others do");
        rows
    }

    #[test]
    fn a_row_a_question_and_as_many_cells_as_heads() {
        let rows = read(&print(&entries()));
        assert_eq!(rows.len(), 6);
        assert!(rows.iter().all(|row| row.len() == HEADS.len() + 3 * 5), "{rows:#?}");
        assert_eq!(rows[0][HEADS.len()..][..4], ["option 1", "match 1", "reason 1", "option 2"]);
        let column = |name: &str| {
            let at = rows[0].iter().position(|head| head == name).unwrap();
            rows[1..].iter().map(|row| row[at].as_str()).collect::<Vec<_>>()
        };
        assert_eq!(column("id"), ["single", "multiple", "order", "match", "number"]);
        assert_eq!(column("correct"), ["2", "1; 3", "", "", "1"]);
        assert_eq!(column("match 1"), ["", "", "", "functions: {a}", ""]);
        assert_eq!(column("question")[0], "Which one, \"a\" or\nb = {c}?");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@a", "\t=1", "＝1"] {
            assert_eq!(harmless(cell.to_owned()), format!("'{cell}"));
        }
        assert_eq!(harmless("a=1".to_owned()), "a=1");
        let rows = read(&print(&entries()));
        assert!(rows.iter().flatten().any(|cell| cell == "'=SUM(A1)"), "{rows:#?}");
    }

    #[test]
    fn what_needs_quotes_has_them() {
        assert_eq!(
            ["a", "a,b", "a \"b\"", "a\nb"].map(quoted),
            ["a", "\"a,b\"", "\"a \"\"b\"\"\"", "\"a\nb\""]
        );
    }
}
