//! Comparison tables: candidates as columns, dimensions as rows (or, with many
//! candidates, the other way round), each cell with its value and the reason for
//! it, the sources under the table.
//!
//! In: a block's choice and the site's data. Out: HTML, with the sources cited.

use std::fmt::Write as _;

use super::{NO_TARGETS, add_once};
use crate::parse::blocks::Compare;
use crate::parse::data::{Candidate, Dimension};
use crate::render::escape;
use crate::render::html::Writer;

/// What a cell says when nobody has found a source for it.
pub(super) const NOT_VERIFIED: &str = "not verified";

/// More candidates than these stand in rows, with the dimensions as columns.
pub(in crate::render::html) const MOST_COLUMNS: usize = 4;

impl<'a> Writer<'a> {
    pub(super) fn compare(&mut self, table: &'a Compare) {
        let comparison = &self.env.site.data.comparison;
        let candidates: Vec<&'a Candidate> =
            table.options.iter().filter_map(|option| comparison.candidate(&option.value)).collect();
        let dimensions = table.dimensions(comparison);
        let turned = candidates.len() > MOST_COLUMNS;
        let columns = if turned { dimensions.len() } else { candidates.len() };
        let label = self.name_of_table(table.caption.clone());
        let (caption, label) = (escape::escape(&table.caption), escape::escape(&label));
        let _ = writeln!(
            self.out,
            "<section class=\"table-scroll whole\" aria-label=\"Table: {label}\"><table class=\"compare\" data-columns=\"{columns}\"><caption>{caption}</caption>"
        );
        self.plain += 1;
        self.out.push_str("<thead>\n<tr><td></td>");
        if turned {
            dimensions.iter().for_each(|(_, dimension)| self.name_of_dimension("col", dimension));
        } else {
            candidates.iter().for_each(|candidate| self.name_of_candidate("col", candidate));
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        if turned {
            for candidate in &candidates {
                self.out.push_str("<tr>");
                self.name_of_candidate("row", candidate);
                for (id, dimension) in &dimensions {
                    self.compare_cell(&dimension.name, candidate, id);
                }
                self.out.push_str("</tr>\n");
            }
        } else {
            let mut group = "";
            for (id, dimension) in &dimensions {
                // The whole table is long: its groups have heads of their own.
                if table.rows.is_empty() && dimension.group != group {
                    if !group.is_empty() {
                        self.out.push_str("</tbody>\n<tbody>\n");
                    }
                    group = &dimension.group;
                    self.head_of_group(group, columns);
                }
                self.out.push_str("<tr>");
                self.name_of_dimension("row", dimension);
                candidates.iter().for_each(|candidate| self.compare_cell(&candidate.short, candidate, id));
                self.out.push_str("</tr>\n");
            }
        }
        self.plain -= 1;
        self.out.push_str("</tbody>\n</table></section>\n");
        let mut sources: Vec<&str> = Vec::new();
        for (id, _) in &dimensions {
            let cells = candidates.iter().filter_map(|candidate| candidate.cells.get(*id));
            add_once(&mut sources, cells.flat_map(|cell| cell.sources.iter().map(String::as_str)));
        }
        self.sources_line(&sources);
    }

    fn head_of_group(&mut self, group: &str, columns: usize) {
        let group = escape::escape(group);
        let _ = writeln!(
            self.out,
            "<tr class=\"group\"><th colspan=\"{}\" scope=\"rowgroup\">{group}</th></tr>",
            columns + 1
        );
    }

    fn name_of_dimension(&mut self, scope: &str, dimension: &Dimension) {
        let _ = write!(self.out, "<th scope=\"{scope}\">{}</th>", escape::escape(&dimension.name));
    }

    fn name_of_candidate(&mut self, scope: &str, candidate: &Candidate) {
        let _ = write!(self.out, "<th scope=\"{scope}\"");
        if let Some(family) = &candidate.family {
            let _ = write!(self.out, " data-family=\"{}\"", escape::escape(family));
        }
        self.out.push('>');
        let site = self.env.site;
        let at = site.data.comparison.candidates.iter().position(|other| other.id == candidate.id);
        let page = at.and_then(|at| site.rows.candidates.get(at).copied().flatten());
        let name = escape::escape(&candidate.name);
        match page.filter(|page| *page != self.page) {
            Some(page) => {
                let href = self.env.href(page);
                let _ = write!(self.out, "<a href=\"{}\">{name}</a>", escape::address(&href));
            }
            None => self.out.push_str(&name),
        }
        self.out.push_str("</th>");
    }

    fn compare_cell(&mut self, label: &str, candidate: &'a Candidate, dimension: &str) {
        let _ = write!(self.out, "<td data-option=\"{}\">", escape::escape(label));
        if let Some(cell) = candidate.cells.get(dimension) {
            self.text_of_row(&cell.value, &NO_TARGETS, &candidate.file);
            let says_so = cell.value.roots().any(|(id, _)| cell.value.plain_text(id).contains(NOT_VERIFIED));
            if cell.unverified && !says_so {
                let _ = write!(self.out, " <span class=\"unverified\">{NOT_VERIFIED}</span>");
            }
            if let Some(reason) = &cell.reason {
                self.out.push_str("<span class=\"why\">");
                self.text_of_row(reason, &NO_TARGETS, &candidate.file);
                self.out.push_str("</span>");
            }
        }
        self.out.push_str("</td>");
    }
}
