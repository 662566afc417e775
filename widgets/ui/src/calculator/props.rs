//! A calculator's props, and their form as text beside the widget.
//!
//! In: props. Out: text, and back without loss. What the calculator opens with travels as an
//! address fragment, prices as `table` writes them.

use std::sync::Arc;

use studydeck_model::price::Table;

use super::input::{Input, Prices};
use super::table;
use crate::Cost;
use crate::lines;
#[cfg(any(feature = "ssr", test))]
use crate::lines::{Head, Lines};

/// What a calculator needs.
#[derive(Clone, Debug, PartialEq)]
pub struct CalculatorProps {
    /// What the ids in it begin with: `lambda-cost`, or `lambda-cost-2` for the second on a page.
    pub id: String,
    /// Whether it is the page's first: it alone reads and writes the address fragment.
    pub primary: bool,
    /// What it opens with.
    pub start: Input,
    /// The prices of every region on offer.
    pub table: Arc<Table>,
}

/// Prints props as text that can stand in a script element.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub fn print(props: &CalculatorProps) -> String {
    let CalculatorProps { id, primary, start, table } = props;
    let mut out = Lines::with_head(&Head { id: id.clone(), primary: *primary, start: start.print() });
    table::write(&mut out, table);
    out.0
}

/// Reads props; `None` if anything in them makes no sense.
#[must_use]
pub fn read(kind: Cost, text: &str) -> Option<CalculatorProps> {
    let mut table = Table::default();
    let mut sources = Vec::new();
    let head =
        lines::read_with_head(text, &mut |kind, fields| table::read(&mut table, &mut sources, kind, fields))?;
    let (start, problems) = Input::example(kind).parse(&head.start, &table.regions)?;
    Prices::of(&start, &table)?;
    Some(CalculatorProps {
        id: head.id,
        primary: head.primary,
        start: problems.is_empty().then_some(start)?,
        table: Arc::new(table),
    })
}
