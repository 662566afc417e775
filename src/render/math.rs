//! Formulas.
//!
//! In: LaTeX between dollar signs. Out: a `<math>` element that browsers show by themselves.
//! It must not know about notes, pages or the style sheet's contents, only its class names
//! (`static/css/math.css`).
//!
//! The converter writes inline styles and a few attributes that HTML checkers refuse. The site's
//! content policy forbids inline styles, so its output is gone through once: styles become
//! classes, and what can't become one is an error with a way out, never dropped in silence.

mod cells;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Range;
use std::panic::AssertUnwindSafe;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use cells::Separators;

/// A formula that can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathError {
    /// What is wrong.
    pub message: String,
    /// What the author can do about it.
    pub help: &'static str,
    /// Where in the formula, in bytes, if that is known.
    pub range: Option<Range<usize>>,
}

impl fmt::Display for MathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MathError {}

/// The `<math>` element of a formula; `display` is for one that stands in a line of its own.
///
/// # Errors
/// [`MathError`] if the formula is not LaTeX that the converter knows, or asks for something
/// that a page of this site can't have (fixed colours, equation numbers, links).
pub fn to_mathml(tex: &str, display: bool) -> Result<String, MathError> {
    let wanted = cells::separators(tex)?;
    let converter = LatexToMathML::new(MathCoreConfig::default()).map_err(|(error, ..)| MathError {
        message: error.error_message(),
        help: KNOWN_COMMANDS,
        range: None,
    })?;
    let display = if display { MathDisplay::Block } else { MathDisplay::Inline };
    // Where cells get lost the converter stops in a debug build; the check below finds them in
    // every build.
    let converted =
        std::panic::catch_unwind(AssertUnwindSafe(|| converter.convert_with_local_state(tex, display)));
    let result = converted.map_err(|_| lost_cells())?.map_err(|error| MathError {
        message: lower_first(&error.error_message()),
        help: KNOWN_COMMANDS,
        range: Some(within(tex, &error.0)),
    })?;
    let mut rewriter = Rewriter::default();
    rewriter.rewrite(&result.mathml)?;
    if rewriter.separators != wanted {
        return Err(lost_cells());
    }
    Ok(rewriter.out)
}

fn lost_cells() -> MathError {
    MathError {
        message: "a `&` or `\\\\` stands where no cell or row can end".to_owned(),
        help: "use them only between the cells and rows of an environment, outside braces",
        range: None,
    }
}

const KNOWN_COMMANDS: &str = "check the spelling and the braces; commands are those of LaTeX with amsmath";

fn lower_first(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// The range, made to lie on characters of the text.
fn within(tex: &str, range: &Range<usize>) -> Range<usize> {
    let floor = |at: usize| (0..=at.min(tex.len())).rev().find(|at| tex.is_char_boundary(*at));
    let start = floor(range.start).unwrap_or(0);
    let end = floor(range.end).unwrap_or(tex.len()).max(start);
    start..end
}

/// Elements whose content is set smaller, so that a table inside has to be told its size.
const SHRINKING: &[&str] =
    &["mfrac", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"];

/// Inline styles of the converter and the classes that stand for them.
const STYLES: &[(&str, &str)] = &[
    ("text-align: left", "m-left"),
    ("text-align: right", "m-right"),
    ("justify-items: start", ""),
    ("justify-items: end", ""),
    ("padding-right: 0", "m-end0"),
    ("padding-left: 0", "m-start0"),
    ("padding-left:1em", "m-case"),
    ("padding-top: 0", "m-tight"),
    ("padding-bottom: 0", "m-tight"),
    ("padding-top: 0.1667em", "m-strut"),
    ("border-left: 0.05em solid currentcolor", "m-rule-start"),
    ("border-left: 0.05em dashed currentcolor", "m-dash-start"),
    ("border-right: 0.05em solid currentcolor", "m-rule-end"),
    ("border-right: 0.05em dashed currentcolor", "m-dash-end"),
    ("border-top: 0.05em solid currentcolor", "m-rule-top"),
    ("border-top: 0.05em dashed currentcolor", "m-dash-top"),
    ("margin-left:-0.16666667em", "m-neg3"),
    ("margin-left:-0.22222222em", "m-neg4"),
    ("margin-left:-0.2777778em", "m-neg5"),
    ("font-variant-caps: small-caps", "m-caps"),
    ("math-shift:compact", "m-cramped"),
    ("width: 100%", ""),
];

/// What can't be shown, by the words that give it away in the converter's output.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "color:",
        "a formula can't have a colour of its own",
        "leave the colour out: a fixed one can't be read in both colour schemes",
    ),
    ("width: 50%", "equation numbers are not supported", "use the form with a star, such as `align*`"),
    ("width: 7.5%", "equation numbers are not supported", "use the form with a star, such as `align*`"),
    (
        "margin-left:",
        "this negative space is not supported",
        "use `\\!`, `\\negmedspace` or `\\negthickspace`",
    ),
    ("padding-", "overlapping is not supported", "write the formula without it"),
];

#[derive(Default)]
struct Rewriter {
    out: String,
    /// Open elements: the name, and what to write where it ends.
    open: Vec<(String, String)>,
    /// Separators of cells and rows that the tables written so far must have had.
    separators: Separators,
}

struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    empty: bool,
}

impl Rewriter {
    fn rewrite(&mut self, mathml: &str) -> Result<(), MathError> {
        self.out.reserve(mathml.len());
        let mut rest = mathml;
        while let Some((text, after)) = rest.split_once('<') {
            self.text(text);
            let Some((tag, after)) = after.split_once('>') else {
                return Err(unsupported("the formula", KNOWN_COMMANDS));
            };
            rest = after;
            if tag.starts_with('/') {
                self.end();
            } else if is_filler(tag, rest) {
                rest = rest.trim_start_matches("</mtd>");
            } else {
                self.start(&parse_tag(tag))?;
            }
        }
        self.text(rest);
        Ok(())
    }

    /// Accents come as combining characters, which checkers warn of at the start of a text;
    /// the spacing forms look the same in an accent's place.
    fn text(&mut self, text: &str) {
        match text {
            "\u{332}" => self.out.push('\u{203e}'),
            "\u{20d7}" => self.out.push('\u{2192}'),
            _ => self.out.push_str(text),
        }
    }

    fn end(&mut self) {
        let (name, end) = self.open.pop().unwrap_or_default();
        if name == "mtable" {
            self.drop_empty_last_row();
        }
        self.out.push_str(&end);
    }

    /// LaTeX takes a `\\\\` before the end of a table for nothing, the converter for a row.
    fn drop_empty_last_row(&mut self) {
        let Some(row) = self.out.rfind("<mtr><mtd") else {
            return;
        };
        let is_first = !self.out[..row].ends_with("</mtr>");
        let cell = self.out[row..].strip_prefix("<mtr><mtd").and_then(|c| c.split_once('>'));
        let is_empty = cell.is_some_and(|(class, rest)| rest == "</mtd></mtr>" && !class.contains("-top"));
        if is_empty && !is_first {
            self.out.truncate(row);
        }
    }

    fn count(&mut self, name: &str) {
        // A table has a row more than separators, a row a cell more. The order of the tags makes
        // the sums come out only at the end, so they may wrap on the way.
        match name {
            "mtable" => self.separators.rows = self.separators.rows.wrapping_sub(1),
            "mtr" => {
                self.separators.rows = self.separators.rows.wrapping_add(1);
                self.separators.cells = self.separators.cells.wrapping_sub(1);
            }
            "mtd" => self.separators.cells = self.separators.cells.wrapping_add(1),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) -> Result<(), MathError> {
        if matches!(tag.name, "a" | "menclose") {
            return Err(unsupported("links and struck-out parts", "write the formula without them"));
        }
        self.count(tag.name);
        let mut own = String::new();
        let mut style = String::new();
        let mut classes: Vec<&str> = Vec::new();
        for (name, value) in &tag.attributes {
            match *name {
                "style" => self.declarations(value, &mut classes, &mut own)?,
                "class" => classes.push(value),
                "id" => return Err(unsupported("labels", "leave `\\label` out")),
                "scriptlevel" if tag.name == "mtable" && !self.is_small() => {}
                "scriptlevel" => push_attribute(&mut style, name, value),
                "displaystyle" if tag.name != "mtable" => push_attribute(&mut style, name, value),
                // Sizes count from the formula, not from the page's root.
                "width" | "linethickness" => {
                    push_attribute(&mut own, name, &value.replace("rem", "em"));
                }
                _ => push_attribute(&mut own, name, value),
            }
        }
        classes.dedup();
        if !classes.is_empty() {
            push_attribute(&mut own, "class", &classes.join(" "));
        }
        self.write(tag, &own, &style);
        Ok(())
    }

    /// Only `mstyle` may change the size of its content, so a row becomes one and anything else
    /// is put into one.
    fn write(&mut self, tag: &Tag<'_>, own: &str, style: &str) {
        let name = tag.name;
        let (start, end) = if style.is_empty() {
            (format!("{name}{own}"), format!("</{name}>"))
        } else if name == "mrow" {
            (format!("mstyle{style}{own}"), "</mstyle>".to_owned())
        } else {
            (format!("mstyle{style}><{name}{own}"), format!("</{name}></mstyle>"))
        };
        self.out.push('<');
        self.out.push_str(&start);
        if tag.empty {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            self.open.push((name.to_owned(), end));
        }
    }

    fn is_small(&self) -> bool {
        self.open.iter().any(|(name, _)| SHRINKING.contains(&name.as_str()))
    }

    fn declarations<'a>(
        &self,
        style: &'a str,
        classes: &mut Vec<&'a str>,
        own: &mut String,
    ) -> Result<(), MathError> {
        for declaration in style.split(';').filter(|part| !part.is_empty()) {
            if let Some((_, class)) = STYLES.iter().find(|(known, _)| *known == declaration) {
                classes.extend((!class.is_empty()).then_some(*class));
            } else if let Some(size) = declaration.strip_prefix("font-size:") {
                push_attribute(own, "mathsize", size);
            } else if declaration.starts_with("width:") && declaration.ends_with("rem") {
                // Said twice by the converter; the attribute is enough.
            } else {
                return Err(refusal(declaration, None));
            }
        }
        Ok(())
    }
}

/// Why a style can't be had.
fn refusal(declaration: &str, range: Option<Range<usize>>) -> MathError {
    let refused = REFUSED.iter().find(|(start, ..)| declaration.starts_with(start));
    let (message, help) = refused.map_or(
        ("a part of this formula can't be shown", "write it in a simpler way"),
        |(_, message, help)| (*message, *help),
    );
    MathError { message: message.to_owned(), help, range }
}

fn unsupported(what: &str, help: &'static str) -> MathError {
    MathError { message: format!("{what} can't be shown in a formula"), help, range: None }
}

/// The empty cells on both sides that centre an equation without a number: not needed.
fn is_filler(tag: &str, rest: &str) -> bool {
    rest.starts_with("</mtd>") && matches!(tag, "mtd style=\"width: 50%\"" | "mtd style=\"width: 7.5%\"")
}

/// Takes a tag of the converter apart: its values never hold quotes or angle brackets.
fn parse_tag(tag: &str) -> Tag<'_> {
    let (body, empty) = tag.strip_suffix('/').map_or((tag, false), |body| (body, true));
    let (name, mut rest) = body.split_once(' ').unwrap_or((body, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        attributes.push((key.trim(), value));
        rest = after;
    }
    Tag { name, attributes, empty }
}

fn push_attribute(tag: &mut String, name: &str, value: &str) {
    tag.push(' ');
    tag.push_str(name);
    tag.push_str("=\"");
    tag.push_str(value);
    tag.push('"');
}
