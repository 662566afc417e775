//! Tables. Each stands in a region that scrolls by itself, so that the page
//! never does. A table whose first header cell is empty compares things: its
//! first column names the rows.

use std::fmt::Write as _;

use super::Writer;
use super::made::MOST_COLUMNS;
use crate::parse::document::{Align, Kind, NodeId};
use crate::render::escape;

impl Writer<'_> {
    pub(super) fn table(&mut self, aligns: &[Align], id: NodeId) {
        let document = self.document;
        let mut rows = document.children(id);
        let head = rows.next().map(|(head, _)| head);
        let heads: Vec<String> = head.map_or_else(Vec::new, |head| {
            document.children(head).map(|(cell, _)| document.plain_text(cell)).collect()
        });
        let names_rows = heads.first().is_some_and(|first| first.trim().is_empty());
        let label = heads.iter().map(|h| h.trim()).filter(|h| !h.is_empty()).collect::<Vec<_>>().join(", ");
        let label = self.name_of_table(label);
        let label = escape::escape(&label);
        // A comparison of few things fits every screen: on phones its columns
        // stand below the name of the row.
        let fits = names_rows && (3..=MOST_COLUMNS + 1).contains(&heads.len());
        let _ = if fits {
            let columns = heads.len() - 1;
            writeln!(
                self.out,
                "<section class=\"table-scroll whole\" aria-label=\"Table: {label}\"><table class=\"compare\" data-columns=\"{columns}\">"
            )
        } else {
            writeln!(
                self.out,
                "<section class=\"table-scroll\" aria-label=\"Table: {label}\" tabindex=\"0\"><table>"
            )
        };
        // Tables are read by scanning; tooltips in their cells would be in the way.
        self.plain += 1;
        if let Some(head) = head {
            self.out.push_str("<thead>\n<tr>");
            for (at, (cell, _)) in document.children(head).enumerate() {
                let corner = at == 0 && names_rows;
                self.cell(if corner { "td" } else { "th scope=\"col\"" }, aligns.get(at), "", cell);
            }
            self.out.push_str("</tr>\n</thead>\n");
        }
        self.out.push_str("<tbody>\n");
        for (row, node) in rows {
            if node.kind != Kind::TableRow {
                continue;
            }
            self.out.push_str("<tr>");
            for (at, (cell, _)) in document.children(row).enumerate() {
                let names_row = at == 0 && names_rows;
                let label = heads.get(at).filter(|_| fits && at > 0).map_or("", |head| head.trim());
                self.cell(if names_row { "th scope=\"row\"" } else { "td" }, aligns.get(at), label, cell);
            }
            self.out.push_str("</tr>\n");
        }
        self.plain -= 1;
        self.out.push_str("</tbody>\n</table></section>\n");
    }

    /// The name of a table's region; a second table of that name gets a number.
    pub(super) fn name_of_table(&mut self, name: String) -> String {
        let same = self.tables.iter().filter(|other| **other == name).count();
        let shown = if same == 0 { name.clone() } else { format!("{name} ({})", same + 1) };
        self.tables.push(name);
        shown
    }

    /// A cell; `label` is the head of its column, for phones.
    fn cell(&mut self, tag: &str, align: Option<&Align>, label: &str, id: NodeId) {
        let class = match align {
            Some(Align::Left) => " class=\"al-left\"",
            Some(Align::Center) => " class=\"al-center\"",
            Some(Align::Right) => " class=\"al-right\"",
            Some(Align::None) | None => "",
        };
        let _ = write!(self.out, "<{tag}{class}");
        if !label.is_empty() {
            let _ = write!(self.out, " data-option=\"{}\"", escape::escape(label));
        }
        self.out.push('>');
        self.inline_children(id);
        let name = tag.split(' ').next().unwrap_or(tag);
        let _ = write!(self.out, "</{name}>");
    }
}
