//! The comparer and the chooser: which options there are, what each says on every row, and what
//! the words of an exam question do to them.
//!
//! In: a [`Table`] made from the data files. Out: rows to show ([`View`]), a verdict ([`judge`]).
//! Must not know: Yew, the browser, files, how anything looks.

mod address;
mod check;
mod choose;
mod export;
mod view;

pub use address::{Pairs, encode};
pub use check::check;
pub use choose::{Change, Flip, Hit, Standing, Verdict, flips, judge};
pub use export::{csv, markdown};
pub use view::{MOST, View};

/// Everything that can be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub options: Vec<Choice>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What cells lean on.
    pub sources: Vec<Source>,
    /// The cells: by option, then by row.
    pub cells: Vec<Vec<Cell>>,
    /// What a question can ask for.
    pub needs: Vec<Need>,
    /// Addresses of the calculators that the site has: their name in the address, and where.
    pub calculators: Vec<(String, String)>,
}

/// A column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Its id, as in the fragment.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its family, for the colour; may be empty.
    pub family: String,
    /// The address of the note on it; may be empty.
    pub href: String,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its id, as in the fragment.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The group it stands in.
    pub group: String,
}

/// Something that a cell leans on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// The day on which it was read, `2026-11-22`.
    pub checked: String,
}

/// What an option says on a row. Texts may hold `` `code` ``.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The short value.
    pub value: String,
    /// Why; may be empty.
    pub reason: String,
    /// Positions of its sources.
    pub sources: Vec<usize>,
    /// Exams that ask for it, separated by spaces.
    pub asked: String,
    /// Whether nobody has found a source for it.
    pub unverified: bool,
}

/// Something that a question can ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Its id, as in the fragment.
    pub id: String,
    /// The words of the question.
    pub words: String,
    /// The group it stands in; empty for what always counts.
    pub group: String,
    /// What it does to the options.
    pub effects: Vec<Effect>,
}

impl Need {
    /// Whether it counts without being ticked.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.group.is_empty()
    }
}

/// What a need does to an option, and the cell that says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// Position of the option.
    pub option: usize,
    /// Position of the row whose cell is the reason.
    pub row: usize,
    /// Points for it or against it; `None` puts it out.
    pub points: Option<i32>,
    /// The set-ups of the option that meet the need, a bit for each: [`ANY`] if all do.
    pub setups: u32,
}

/// Every set-up of an option.
pub const ANY: u32 = u32::MAX;

impl Table {
    /// The position of an option.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|option| option.id == id)
    }

    /// The position of a row.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// The position of a need that can be ticked.
    #[must_use]
    pub fn need(&self, id: &str) -> Option<usize> {
        self.needs.iter().position(|need| need.id == id && !need.is_always())
    }

    /// A cell.
    #[must_use]
    pub fn cell(&self, option: usize, row: usize) -> Option<&Cell> {
        self.cells.get(option)?.get(row)
    }

    /// The name of an option.
    #[must_use]
    pub fn name(&self, option: usize) -> &str {
        self.options.get(option).map_or("", |option| &option.name)
    }
}

#[cfg(test)]
mod tests;
