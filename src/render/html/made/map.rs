//! The map: all listed notes in the menu's order, and an arc for each link
//! between two of them.
//!
//! In: the site's graph of links. Out: an SVG of links that need no pointer,
//! and the same in words. Colours and the look of a focused row are the
//! stylesheet's business. Coordinates are whole numbers: they are short, and
//! the same on every machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::link::{PageId, PageKind, Site, Target};
use crate::parse::document::NodeId;
use crate::render::html::Writer;
use crate::render::{diagram, escape};

/// Width of the drawing: about the text column of a phone.
const WIDTH: u32 = 360;
/// Where labels end, at the left of the dots.
const LABEL: u32 = 212;
/// The line of the dots.
const DOT: u32 = 224;
/// Where arcs begin.
const ARC: u32 = 232;
/// Height of a row, so that a finger finds it.
const ROW: u32 = 26;
/// What each further line of a label adds.
const LINE: u32 = 15;
/// Size of the type.
const TYPE: f32 = 13.0;
/// What the bold type of sections takes more.
const BOLD: f32 = 1.2;

/// A note in the drawing.
struct Row {
    page: PageId,
    /// Whether it is the top-level page that the next ones lie in.
    is_section: bool,
    /// The row of its section.
    section: usize,
    label: Vec<String>,
    top: u32,
    height: u32,
    /// Rows that it links to.
    links: BTreeSet<usize>,
    /// How many notes link to it.
    linked: usize,
}

impl Row {
    fn middle(&self) -> u32 {
        self.top + self.height / 2
    }
}

impl<'a> Writer<'a> {
    pub(super) fn map(&mut self, block: NodeId) {
        let rows = rows(self.env.site);
        let Some(last) = rows.last() else { return };
        let height = last.top + last.height;
        let longest = rows.iter().flat_map(|row| distances(row, &rows)).max().unwrap_or_default();
        let id = format!("sd-map-{}", block.0);
        let _ = writeln!(
            self.out,
            "<figure class=\"map\" aria-labelledby=\"{id}\"><svg viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\">"
        );
        for row in &rows {
            self.row(row);
            self.arcs(row, &rows, longest);
        }
        let _ = write!(
            self.out,
            "</svg><figcaption><span id=\"{id}\">The notes and the links between them.</span> An arc has the colour of the note that links and is faint where it leaves its section; the larger a dot, the more notes link to it.\n<details><summary>In words</summary>\n<ul>\n"
        );
        for row in rows.iter().filter(|row| self.env.site.page(row.page).kind == PageKind::Note) {
            self.in_words(row, &rows);
        }
        self.out.push_str("</ul>\n</details></figcaption></figure>\n");
    }

    /// A label and its dot, as a link.
    fn row(&mut self, row: &Row) {
        let href = self.env.href(row.page);
        let page = self.env.site.page(row.page);
        let _ = write!(self.out, "<a href=\"{}\"", escape::address(&href));
        if let Some(family) = &page.family {
            let _ = write!(self.out, " data-family=\"{}\"", escape::escape(family));
        }
        if row.is_section {
            self.out.push_str(" class=\"map-section\"");
        }
        let lines = u32::try_from(row.label.len()).unwrap_or(1);
        let first = row.middle() + 5 - (lines.max(1) - 1) * LINE / 2;
        let _ = write!(
            self.out,
            "><rect x=\"2\" y=\"{}\" width=\"{ARC}\" height=\"{}\"/><text x=\"{LABEL}\" y=\"{first}\">",
            row.top + 1,
            row.height - 2
        );
        for (at, line) in row.label.iter().enumerate() {
            let line = escape::escape(line);
            let _ = match at {
                0 => write!(self.out, "{line}"),
                // The blank keeps the lines apart for those who hear them.
                _ => write!(self.out, "<tspan x=\"{LABEL}\" dy=\"{LINE}\"> {line}</tspan>"),
            };
        }
        let _ = writeln!(
            self.out,
            "</text><circle cx=\"{DOT}\" cy=\"{}\" r=\"{}\"/></a>",
            row.middle(),
            radius(row.linked)
        );
    }

    /// The links of a row, behind it, so that the stylesheet can make them
    /// stand out while the row has the focus.
    fn arcs(&mut self, row: &Row, rows: &[Row], longest: u32) {
        if row.links.is_empty() {
            return;
        }
        self.out.push_str("<g aria-hidden=\"true\"");
        if let Some(family) = &self.env.site.page(row.page).family {
            let _ = write!(self.out, " data-family=\"{}\"", escape::escape(family));
        }
        self.out.push('>');
        let (near, far): (Vec<&Row>, Vec<&Row>) =
            row.links.iter().filter_map(|to| rows.get(*to)).partition(|to| to.section == row.section);
        // Links into other sections are many: drawn faint, they leave the near ones to be seen.
        for (class, targets) in [("", near), (" class=\"far\"", far)] {
            if targets.is_empty() {
                continue;
            }
            let _ = write!(self.out, "<path{class} d=\"");
            for to in targets {
                let (from, to) = (row.middle(), to.middle());
                let x = ARC + reach(from.abs_diff(to), longest);
                let _ = write!(self.out, "M{ARC} {from}C{x} {from} {x} {to} {ARC} {to}");
            }
            self.out.push_str("\"/>");
        }
        self.out.push_str("</g>\n");
    }

    fn in_words(&mut self, row: &Row, rows: &[Row]) {
        let title = |row: &Row| escape::escape(&self.env.site.page(row.page).title);
        let linked: Vec<String> = row.links.iter().filter_map(|to| rows.get(*to)).map(title).collect();
        let sentence = match linked.as_slice() {
            [] => "links to no other note".to_owned(),
            linked => format!("links to {}", linked.join("; ")),
        };
        let title = title(row);
        let _ = writeln!(self.out, "<li><b>{title}</b> {sentence}.</li>");
    }
}

/// All rows with their places and links.
fn rows(site: &Site) -> Vec<Row> {
    let order = site.in_menu_order();
    let at: BTreeMap<PageId, usize> = order.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut rows = Vec::with_capacity(order.len());
    let (mut top, mut section) = (0, 0);
    for id in &order {
        let is_section = site.top_of(*id) == *id;
        if is_section && top > 0 {
            top += ROW / 2;
        }
        if is_section {
            section = rows.len();
        }
        let size = if is_section { TYPE * BOLD } else { TYPE };
        #[expect(clippy::cast_precision_loss, reason = "a few hundred units")]
        let label = diagram::lines(&site.page(*id).title, (LABEL - 6) as f32, size);
        let more = u32::try_from(label.len()).unwrap_or(1).saturating_sub(1);
        let height = ROW + more * LINE;
        let links = links(site, *id, &at);
        rows.push(Row { page: *id, is_section, section, label, top, height, links, linked: 0 });
        top += height;
    }
    let targets: Vec<usize> = rows.iter().flat_map(|row| row.links.iter().copied()).collect();
    for to in targets {
        rows[to].linked += 1;
    }
    rows
}

/// The rows that a note links to. Sections list their pages; that is no link.
fn links(site: &Site, id: PageId, at: &BTreeMap<PageId, usize>) -> BTreeSet<usize> {
    let page = site.page(id);
    if page.kind != PageKind::Note {
        return BTreeSet::new();
    }
    let written = page.targets.0.iter().filter_map(|(_, target)| match target {
        Target::Page(to, _) => Some(to),
        _ => None,
    });
    written.chain(&page.related).filter(|to| **to != id).filter_map(|to| at.get(to).copied()).collect()
}

fn distances(row: &Row, rows: &[Row]) -> impl Iterator<Item = u32> {
    row.links.iter().filter_map(|to| rows.get(*to)).map(|to| row.middle().abs_diff(to.middle()))
}

/// How far the handles of an arc reach to the right; the arc itself comes
/// three quarters as far. Links over a few rows keep to the left.
fn reach(distance: u32, longest: u32) -> u32 {
    let room = (WIDTH - 4 - ARC) * 4 / 3;
    let least = 16;
    // The share of the longest, in millionths, to the power of three quarters.
    let share = u64::from(distance) * 1_000_000 / u64::from(longest.max(distance).max(1));
    let share = (share * (share * 1_000_000).isqrt()).isqrt();
    least + u32::try_from(u64::from(room - least) * share / 1_000_000).unwrap_or(0)
}

/// The radius of a dot, so that its area follows the number of links.
fn radius(linked: usize) -> String {
    let tenths = (400 + 100 * linked.min(40)).isqrt() + 5;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_arc_leaves_the_drawing() {
        assert_eq!(reach(0, 2000), 16);
        assert!(reach(26, 2000) < reach(260, 2000));
        assert!(ARC + reach(2000, 2000) * 3 / 4 <= WIDTH - 4);
        assert_eq!(reach(5, 0), reach(1, 1), "the longest");
    }

    #[test]
    fn dots_grow_with_their_links_and_end_before_the_arcs() {
        assert_eq!(radius(0), "2.5");
        assert_eq!(radius(5), "3.5");
        assert_eq!(radius(1000), radius(40));
        assert!(radius(40).parse::<f32>().unwrap() < 8.0);
    }
}
