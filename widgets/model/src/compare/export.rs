//! The shown table as text to take along: Markdown and CSV.
//!
//! In: the table and what of it is shown. Out: text. Must not know: where the text goes.

use super::{Table, View};

/// A Markdown table with values, and the sources below it.
#[must_use]
pub fn markdown(table: &Table, view: &View) -> String {
    let mut out = String::from("|");
    let mut cell = |text: &str| {
        out.push(' ');
        out.push_str(&text.replace('|', "\\|"));
        out.push_str(" |");
    };
    cell("");
    view.options.iter().for_each(|&option| cell(table.name(option)));
    out.push_str("\n|");
    out.push_str(&" --- |".repeat(view.options.len().saturating_add(1)));
    let mut used: Vec<usize> = Vec::new();
    for row in view.shown(table) {
        out.push_str("\n| ");
        out.push_str(table.rows.get(row).map_or("", |row| &row.name));
        out.push_str(" |");
        for &option in &view.options {
            let found = table.cell(option, row);
            out.push(' ');
            out.push_str(&found.map(|cell| cell.value.replace('|', "\\|")).unwrap_or_default());
            out.push_str(" |");
            for source in found.into_iter().flat_map(|cell| &cell.sources) {
                if !used.contains(source) {
                    used.push(*source);
                }
            }
        }
    }
    out.push_str("\n\nSources:\n");
    for source in used.iter().filter_map(|&at| table.sources.get(at)) {
        for part in ["\n- [", &source.title, "](", &source.url, "), read on ", &source.checked] {
            out.push_str(part);
        }
    }
    out.push('\n');
    out
}

/// One line for each row: group, name, then value and reason of each column.
#[must_use]
pub fn csv(table: &Table, view: &View) -> String {
    let mut out = String::from("Group,Row");
    for &option in &view.options {
        for part in ["", ": why"] {
            field(&mut out, &[table.name(option), part].concat());
        }
    }
    for row in view.shown(table) {
        let Some(head) = table.rows.get(row) else { continue };
        out.push_str("\r\n");
        out.push_str(&quoted(&head.group));
        field(&mut out, &head.name);
        for cell in view.options.iter().filter_map(|&option| table.cell(option, row)) {
            field(&mut out, &cell.value);
            field(&mut out, &cell.reason);
        }
    }
    out.push_str("\r\n");
    out
}

fn field(out: &mut String, text: &str) {
    out.push(',');
    out.push_str(&quoted(text));
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        ["\"", &text.replace('"', "\"\""), "\""].concat()
    } else {
        text.to_owned()
    }
}
