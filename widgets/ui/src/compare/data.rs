//! The comparison as a file: one for all pages, fetched by those that need it.
//!
//! In: a table. Out: text, and back without loss, in [`lines`]; places are numbers with spaces
//! between them.

use std::sync::Arc;

use studydeck_model::compare::{ANY, Effect, Table};
#[cfg(any(feature = "hydrate", test))]
use studydeck_model::compare::{Cell, Choice, Need, Row, Source};

use crate::lines;
#[cfg(any(feature = "ssr", test))]
use crate::lines::{Head, Lines};

/// What comparer and chooser need.
#[derive(Clone, Debug)]
pub(crate) struct CompareProps {
    /// What the ids in it begin with.
    pub id: String,
    /// Whether it is the page's first of its kind: it alone reads and writes the fragment.
    pub primary: bool,
    /// Whether it chooses by requirements; otherwise it compares.
    pub choose: bool,
    /// What it opens with, as a fragment.
    pub start: String,
    /// What there is.
    pub table: Arc<Table>,
}

/// A page never changes the props of a widget, so its id says enough.
impl PartialEq for CompareProps {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Prints the props but for the table.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub(crate) fn print(props: &CompareProps) -> String {
    let CompareProps { id, primary, start, .. } = props;
    Lines::with_head(&Head { id: id.clone(), primary: *primary, start: start.clone() }).0
}

/// Reads props; `None` if anything in them makes no sense.
#[cfg(any(feature = "hydrate", test))]
#[must_use]
pub(crate) fn read(choose: bool, props: &str, table: &str) -> Option<CompareProps> {
    let head = lines::read_with_head(props, &mut |_, _| None)?;
    Some(CompareProps {
        id: head.id,
        primary: head.primary,
        choose,
        start: head.start,
        table: Arc::new(read_table(table)?),
    })
}

#[cfg(feature = "ssr")]
/// Prints the table.
#[cfg(feature = "ssr")]
#[must_use]
pub fn print_table(table: &Table) -> String {
    let mut out = Lines::default();
    let mut line = |kind: &str, fields: &[&str]| out.add(kind, fields);
    for row in &table.rows {
        line(ROW, &[&row.id, &row.name, &row.group]);
    }
    for (option, cells) in table.options.iter().zip(&table.cells) {
        line(OPTION, &[&option.id, &option.name, &option.family, &option.href]);
        for cell in cells {
            let sources: Vec<String> = cell.sources.iter().map(ToString::to_string).collect();
            let unverified = if cell.unverified { lines::YES } else { "" };
            line(CELL, &[&cell.value, &cell.reason, &sources.join(" "), &cell.asked, unverified]);
        }
    }
    for source in &table.sources {
        line(SOURCE, &[&source.title, &source.url, &source.checked]);
    }
    for need in &table.needs {
        line(NEED, &[&need.id, &need.words, &need.group]);
        for Effect { option, row, points, setups } in &need.effects {
            let points = points.map(|points| points.to_string()).unwrap_or_default();
            let setups = if *setups == ANY { String::new() } else { setups.to_string() };
            line(EFFECT, &[&option.to_string(), &row.to_string(), &points, &setups]);
        }
    }
    for (name, href) in &table.calculators {
        line(CALCULATOR, &[name, href]);
    }
    out.0
}

const ROW: &str = "r";
const OPTION: &str = "o";
const CELL: &str = "c";
const SOURCE: &str = "s";
const NEED: &str = "n";
const EFFECT: &str = "e";
const CALCULATOR: &str = "k";

/// Reads the table; `None` if it is not whole.
#[cfg(any(feature = "hydrate", test))]
pub(crate) fn read_table(text: &str) -> Option<Table> {
    let mut table = Table::default();
    lines::read(text, &mut |kind, [a, b, c, d, e, ..]| {
        let text = |field: &str| field.to_owned();
        match kind {
            ROW => table.rows.push(Row { id: text(a), name: text(b), group: text(c) }),
            OPTION => {
                table.options.push(Choice { id: text(a), name: text(b), family: text(c), href: text(d) });
                table.cells.push(Vec::new());
            }
            CELL => table.cells.last_mut()?.push(Cell {
                value: text(a),
                reason: text(b),
                sources: c.split(' ').filter_map(place).collect(),
                asked: text(d),
                unverified: !e.is_empty(),
            }),
            SOURCE => table.sources.push(Source { title: text(a), url: text(b), checked: text(c) }),
            NEED => {
                table.needs.push(Need { id: text(a), words: text(b), group: text(c), effects: Vec::new() });
            }
            EFFECT => {
                let (option, row, points) = (place(a)?, place(b)?, c.parse().ok());
                let setups = d.parse().unwrap_or(ANY);
                table.needs.last_mut()?.effects.push(Effect { option, row, points, setups });
            }
            CALCULATOR => table.calculators.push((text(a), text(b))),
            _ => return None,
        }
        Some(())
    })?;
    let whole = |cells: &Vec<Cell>| cells.len() == table.rows.len();
    (!table.options.is_empty() && table.cells.iter().all(whole)).then_some(table)
}

#[cfg(any(feature = "hydrate", test))]
fn place(text: &str) -> Option<usize> {
    text.parse().ok()
}
