//! The comparer's table as text: groups of rows, each cell a fold with reason and sources.

use studydeck_model::compare::{Cell, Table, View};

use super::state::count;
use crate::markup::Markup;

/// The table.
pub(super) fn table(table: &Table, view: &View) -> Markup {
    let rows = view.shown(table);
    let mut out = Markup::default();
    let columns = view.options.len();
    out.html("<p class=\"cmp-count\">").text(&count(table, view));
    out.html(if rows.is_empty() { ". Nothing fits the filters above.</p>" } else { "</p>" });
    out.html("<section class=\"table-scroll whole\" aria-label=\"Comparison\"><table class=\"compare\" data-columns=\"");
    out.text(&columns.to_string()).html("\"><caption>");
    for (at, &option) in view.options.iter().enumerate() {
        out.html(if at > 0 { ", " } else { "" }).text(table.name(option));
    }
    out.html("</caption><thead><tr><td></td>");
    for option in view.options.iter().filter_map(|&option| table.options.get(option)) {
        out.html("<th scope=\"col\" data-family=\"").text(&option.family).html("\">");
        linked(&mut out, &option.name, &option.href);
        out.html("</th>");
    }
    out.html("</tr></thead><tbody>");
    let mut group = "";
    for (at, row) in rows.into_iter().filter_map(|at| Some((at, table.rows.get(at)?))) {
        if row.group != group {
            out.html(if group.is_empty() { "" } else { "</tbody><tbody>" });
            group = &row.group;
            out.html("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"");
            out.text(&columns.saturating_add(1).to_string()).html("\">").text(group).html("</th></tr>");
        }
        out.html("<tr><th scope=\"row\">").text(&row.name);
        out.html(if view.differs(table, at) || columns == 1 {
            ""
        } else {
            "<span class=\"why\">all the same</span>"
        });
        out.html("</th>");
        for &option in &view.options {
            out.html("<td data-option=\"").text(table.name(option)).html("\">");
            if let Some(found) = table.cell(option, at) {
                cell(&mut out, table, found);
            }
            out.html("</td>");
        }
        out.html("</tr>");
    }
    out.html("</tbody></table></section>");
    out
}

fn cell(out: &mut Markup, table: &Table, cell: &Cell) {
    out.html("<details><summary>");
    value(out, cell);
    out.html("</summary>");
    if !cell.reason.is_empty() {
        out.html("<p>");
        code(out, &cell.reason);
        out.html("</p>");
    }
    sources(out, table, cell);
    out.html("</details>");
}

/// The value, with a word if nobody found a source for it.
pub(super) fn value(out: &mut Markup, cell: &Cell) {
    const NOT_VERIFIED: &str = "not verified";
    code(out, &cell.value);
    if cell.unverified && !cell.value.contains(NOT_VERIFIED) {
        out.html(" <span class=\"unverified\">").text(NOT_VERIFIED).html("</span>");
    }
}

/// `Title, 2026-11-22` for each source, in a paragraph.
pub(super) fn sources(out: &mut Markup, table: &Table, cell: &Cell) {
    out.html("<p class=\"cell-sources\">");
    for (at, source) in cell.sources.iter().filter_map(|&at| table.sources.get(at)).enumerate() {
        out.html(if at > 0 { "; " } else { "" }).html("<a href=\"").text(&source.url);
        out.html("\" rel=\"noopener\" class=\"external\">").text(&source.title).html("</a>, ");
        out.text(&source.checked);
    }
    out.html(if cell.sources.is_empty() { "No source found.</p>" } else { "</p>" });
}

/// A name, as a link where there is an address.
pub(super) fn linked(out: &mut Markup, name: &str, href: &str) {
    if href.is_empty() {
        out.text(name);
    } else {
        out.html("<a href=\"").text(href).html("\">").text(name).html("</a>");
    }
}

/// Text with `` `code` `` in it.
pub(super) fn code(out: &mut Markup, text: &str) {
    for (at, part) in text.split('`').enumerate() {
        if at & 1 == 1 {
            out.html("<code>").text(part).html("</code>");
        } else {
            out.text(part);
        }
    }
}
