//! What of the table is shown: columns in their order, rows by list, text, exam and difference.
//!
//! In: what the reader or a fragment asks for. Out: positions of rows, and the fragment.

use super::{Pairs, Table, encode};

/// The most columns at once.
pub const MOST: usize = 4;

/// What is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Positions of the columns, in their order; one to [`MOST`].
    pub options: Vec<usize>,
    /// Positions of the only rows to be shown; empty for all.
    pub rows: Vec<usize>,
    /// An exam that must ask for a row; empty for any.
    pub exam: String,
    /// Words that a row must hold.
    pub find: String,
    /// Whether rows in which all columns say the same are left out.
    pub diff: bool,
}

impl View {
    /// Takes a column in at the end, or out; `false` if there is no room or it is the last one.
    pub fn toggle(&mut self, option: usize) -> bool {
        match self.options.iter().position(|&shown| shown == option) {
            Some(_) if self.options.len() == 1 => return false,
            Some(at) => {
                self.options.remove(at);
            }
            None if self.options.len() >= MOST => return false,
            None => self.options.push(option),
        }
        true
    }

    /// Moves the column at a place to the one before it.
    pub fn earlier(&mut self, place: usize) -> bool {
        let can = place > 0 && place < self.options.len();
        if can {
            self.options.swap(place.saturating_sub(1), place);
        }
        can
    }

    /// The rows to show, in the order of the table.
    #[must_use]
    pub fn shown(&self, table: &Table) -> Vec<usize> {
        let find = self.find.to_ascii_lowercase();
        let listed = |row: &usize| self.rows.is_empty() || self.rows.contains(row);
        (0..table.rows.len()).filter(listed).filter(|&row| self.holds(table, row, &find)).collect()
    }

    fn holds(&self, table: &Table, row: usize, find: &str) -> bool {
        let mut text = table.rows.get(row).map(|row| [&*row.name, &*row.group].join(" ")).unwrap_or_default();
        let mut asked = self.exam.is_empty();
        for cell in self.options.iter().filter_map(|&option| table.cell(option, row)) {
            asked |= cell.asked.split(' ').any(|exam| exam == self.exam);
            for part in [&cell.value, &cell.reason] {
                text.push(' ');
                text.push_str(part);
            }
        }
        let text = text.to_ascii_lowercase();
        asked && (!self.diff || self.differs(table, row)) && find.split(' ').all(|word| holds(&text, word))
    }

    /// Whether the columns say different things on a row.
    #[must_use]
    pub fn differs(&self, table: &Table, row: usize) -> bool {
        let mut values = self.options.iter().filter_map(|&option| table.cell(option, row)).map(|c| &c.value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }

    /// The fragment, without `#`.
    #[must_use]
    pub fn print(&self, table: &Table) -> String {
        let ids = |ids: Vec<&str>| ids.join(",");
        let options = self.options.iter().filter_map(|&at| table.options.get(at)).map(|o| &*o.id).collect();
        let rows = self.rows.iter().filter_map(|&at| table.rows.get(at)).map(|row| &*row.id).collect();
        let mut out = ["options=", &ids(options)].concat();
        for (key, value) in [
            ("&rows=", ids(rows)),
            ("&exam=", encode(&self.exam)),
            ("&find=", encode(&self.find)),
            ("&diff=", if self.diff { "on" } else { "" }.to_owned()),
        ] {
            if !value.is_empty() {
                out.push_str(key);
                out.push_str(&value);
            }
        }
        out
    }

    /// Reads a fragment; keys that it leaves out mean all rows and the columns of `self`. The
    /// sentences say what of it made no sense. `None` if it is no fragment of ours.
    #[must_use]
    pub fn read(&self, fragment: &str, table: &Table) -> Option<(Self, Vec<String>)> {
        let pairs = Pairs::of(fragment)?;
        let mut view = Self { options: self.options.clone(), ..Self::default() };
        let mut problems = Vec::new();
        for (key, value) in pairs {
            let names = || value.split(',').filter(|name| !name.is_empty());
            match (&*key, &*value) {
                ("options", _) => {
                    let mut found = Vec::new();
                    for name in names() {
                        match table.option(name) {
                            Some(at) if found.contains(&at) => {}
                            Some(_) if found.len() >= MOST => problems.push(
                                "The link names more than four options; the first four are shown.".to_owned(),
                            ),
                            Some(at) => found.push(at),
                            None => problems.push(unknown("option", name)),
                        }
                    }
                    if !found.is_empty() {
                        view.options = found;
                    }
                }
                ("rows", _) => {
                    for name in names() {
                        match table.row(name) {
                            Some(at) if view.rows.contains(&at) => {}
                            Some(at) => view.rows.push(at),
                            None => problems.push(unknown("row", name)),
                        }
                    }
                }
                ("exam", _) => view.exam = value,
                ("find", _) => view.find = value,
                ("diff", "on") => view.diff = true,
                ("diff", "off") | ("v", "1") => {}
                _ => problems.push(unknown("setting", &key)),
            }
        }
        problems.dedup();
        Some((view, problems))
    }
}

/// Whether a text holds a word. The library's search is faster, and 2 kB of the bundle.
fn holds(text: &str, word: &str) -> bool {
    word.is_empty() || text.as_bytes().windows(word.len()).any(|part| part == word.as_bytes())
}

/// What a reader is told about a name in a link.
pub(super) fn unknown(what: &str, name: &str) -> String {
    let name: String = name.chars().take(40).collect();
    ["The link names the ", what, " \u{201c}", &name, "\u{201d}, which this page does not know."].concat()
}
