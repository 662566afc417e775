//! Cells of tables inside a formula.
//!
//! In: a formula. Out: how many cells and rows it separates, or an error if a command runs on
//! over the end of a cell. The converter loses the cells after such a command without a word (and
//! stops in a debug build), so the formula must not get there.

use std::ops::Range;

use super::{MathError, refusal};

const SWITCHES: &[&str] = &[
    "displaystyle",
    "textstyle",
    "scriptstyle",
    "scriptscriptstyle",
    "over",
    "above",
    "atop",
    "choose",
    "brace",
    "brack",
];

/// How many signs between cells (`&`) and between rows (`\\\\`) a formula has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Separators {
    pub(super) cells: usize,
    pub(super) rows: usize,
}

pub(super) fn separators(tex: &str) -> Result<Separators, MathError> {
    let mut count = Separators::default();
    // For each open group the switch met in it, if any.
    let mut groups: Vec<Option<Range<usize>>> = vec![None];
    let mut at = 0;
    while let Some(found) = tex.get(at..).and_then(|rest| rest.find(['\\', '{', '}', '&', '%'])) {
        let (command, range) = command_at(tex, at + found);
        at = range.end;
        match command {
            "color" => return Err(refusal("color:", Some(range))),
            "{" | "begin" | "left" => groups.push(None),
            "}" | "end" | "right" => {
                groups.pop();
            }
            "%" => {
                let comment = tex.get(at..).unwrap_or_default();
                at += comment.find('\n').unwrap_or(comment.len());
            }
            "\\" if tex.get(at..).is_some_and(|rest| rest.starts_with('[')) => {
                return Err(MathError {
                    message: "the space after a row can't be set".to_owned(),
                    help: "leave out what stands in brackets after `\\\\`",
                    range: Some(range),
                });
            }
            "&" | "\\" | "newline" => {
                if let Some(Some(switch)) = groups.last() {
                    return Err(runs_on(tex, switch.clone()));
                }
                count.cells += usize::from(command == "&");
                count.rows += usize::from(command != "&");
            }
            _ if SWITCHES.contains(&command) => {
                if let Some(group) = groups.last_mut() {
                    *group = Some(range);
                }
            }
            _ => {}
        }
    }
    Ok(count)
}

fn runs_on(tex: &str, switch: Range<usize>) -> MathError {
    let name = tex.get(switch.clone()).unwrap_or_default();
    MathError {
        message: format!("`{name}` can't run on over the end of a cell"),
        help: "put it and what it is for into braces, as in `{\\displaystyle x}`",
        range: Some(switch),
    }
}

/// The sign or the command at a place; a command without its backslash.
fn command_at(tex: &str, at: usize) -> (&str, Range<usize>) {
    let rest = tex.get(at..).unwrap_or_default();
    let Some(name) = rest.strip_prefix('\\') else {
        return (rest.get(..1).unwrap_or_default(), at..at + 1);
    };
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let sign = name.chars().next().map_or(0, char::len_utf8);
    let len = letters.max(sign);
    let name = name.get(..len).unwrap_or_default();
    // With a backslash these are signs to print, not groups.
    let name = if matches!(name, "{" | "}" | "&" | "%") { "" } else { name };
    (name, at..at + 1 + len)
}
