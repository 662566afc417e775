//! A bill as text to take along: CSV, JSON and Markdown.
//!
//! In: a bill, its region, and where it can be seen again. Out: text, in which no digit of the
//! money is left out. Must not know: which calculator made the bill, where the text goes.
//!
//! There is one row for each step of a line, so that quantity × price is what the row costs, and
//! the rows add up to the total. All formats are written by the same walk. A price is that of one
//! unit. A quantity has at most twelve decimals, the rest cut off; the money is exact.

use super::{Bill, Line};
use crate::ratio::Ratio;

/// What the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets: RFC 4180, with a row of names and one of the total.
    Csv,
    /// For programs: an object of strings and one list. Keys keep their names.
    Json,
    /// For notes: a table.
    Markdown,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Json, Self::Markdown];

    /// Its name, which is the end of a file's name too.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    /// What readers call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Markdown => "Markdown",
        }
    }
}

/// The names of the columns, which are the keys of a row in JSON.
const COLUMNS: [&str; 9] =
    ["line", "formula", "quantity", "unit", "price", "region", "source", "date", "usd"];

type Row<'t> = [&'t str; 9];

/// Writes a bill. `link` is its address, or the fragment alone.
#[must_use]
pub fn export(bill: &Bill<'_>, format: Format, region: &str, link: &str) -> String {
    let mut out = Writer { format, text: String::new() };
    let total = bill.total.exact();
    match format {
        Format::Csv => out.row(&COLUMNS),
        Format::Json => {
            let head =
                [("{\"month_usd\":\"", &*total), ("\",\"region\":\"", region), ("\",\"link\":\"", link)];
            for (key, value) in head {
                out.add(key);
                out.json(value);
            }
            out.add("\",\"lines\":[");
        }
        Format::Markdown => {
            out.add("A month costs ");
            out.add(&bill.total.display());
            out.add(" (");
            out.add(region);
            out.add(").\n\n");
            out.row(&COLUMNS);
            out.add("|");
            out.add(&" --- |".repeat(COLUMNS.len()));
            out.add("\n");
        }
    }
    let several = bill.lines.iter().any(|line| line.function > 1);
    for (index, line) in bill.lines.iter().enumerate() {
        out.comma(index > 0);
        out.line(line, several, region);
    }
    for (index, kind) in bill.missing.iter().enumerate() {
        out.comma(index > 0 || !bill.lines.is_empty());
        let why = "no sourced price in this region, not in the total";
        out.row(&[kind.label(), why, "", "", "", region, "", "", ""]);
    }
    match format {
        Format::Json => out.add("]}\n"),
        Format::Csv => out.row(&["Total", "", "", "", "", region, link, "", &total]),
        Format::Markdown => {
            out.row(&["Total", "", "", "", "", region, "", "", &total]);
            out.add("\nThe same bill: ");
            out.add(link);
            out.add("\n");
        }
    }
    out.text
}

struct Writer {
    format: Format,
    text: String,
}

impl Writer {
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Between the rows of a list.
    fn comma(&mut self, there: bool) {
        if there && self.format == Format::Json {
            self.add(",");
        }
    }

    /// The steps of a line.
    fn line(&mut self, line: &Line<'_>, several: bool, region: &str) {
        let mut name = line.kind.label().to_owned();
        if several && line.function > 0 {
            name.push_str(", function ");
            name.push_str(&line.function.to_string());
        }
        for (index, step) in line.steps.iter().enumerate() {
            self.comma(index > 0);
            let source = &step.row.source;
            let cited = match self.format {
                Format::Markdown => ["[", &source.label, "](", &source.url, ")"].concat(),
                _ => source.url.clone(),
            };
            let quantity = Ratio::new(step.quantity.count, step.quantity.unit.parts());
            self.row(&[
                &name,
                &line.working,
                &quantity.unwrap_or(Ratio::ZERO).decimal(12),
                step.quantity.unit.plural(),
                &step.row.each().exact(),
                region,
                &cited,
                source.as_of.as_str(),
                &step.amount.exact(),
            ]);
        }
    }

    fn row(&mut self, row: &Row<'_>) {
        for (index, (cell, column)) in row.iter().zip(COLUMNS).enumerate() {
            let first = index == 0;
            match self.format {
                Format::Csv => {
                    self.add(if first { "" } else { "," });
                    self.csv(cell);
                }
                Format::Json => {
                    for part in [if first { "{\"" } else { ",\"" }, column, "\":\""] {
                        self.add(part);
                    }
                    self.json(cell);
                    self.add("\"");
                }
                Format::Markdown => {
                    self.add(if first { "| " } else { " " });
                    self.add(&cell.replace('|', "\\|").replace(['\r', '\n'], " "));
                    self.add(" |");
                }
            }
        }
        self.add(match self.format {
            Format::Csv => "\r\n",
            Format::Json => "}",
            Format::Markdown => "\n",
        });
    }

    /// A field of CSV. Spreadsheets run a text that begins like a formula, unless an apostrophe
    /// stands before it; a plain number such as -0.2 stays one.
    fn csv(&mut self, text: &str) {
        let number = text.strip_prefix('-').unwrap_or(text);
        let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r'])
            && number.contains(|c: char| !(c.is_ascii_digit() || c == '.'));
        let guarded = [if runs { "'" } else { "" }, text].concat();
        if guarded.contains([',', '"', '\r', '\n']) {
            self.add("\"");
            self.add(&guarded.replace('"', "\"\""));
            self.add("\"");
        } else {
            self.add(&guarded);
        }
    }

    /// The inside of a string of JSON. What controls a screen has no place in a bill: a space
    /// stands for it.
    fn json(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, '"' | '\\') {
                self.text.push('\\');
            }
            self.text.push(if c.is_control() { ' ' } else { c });
        }
    }
}

#[cfg(test)]
mod tests;
