//! Said sure against was right: a bar for each confidence, and the same figures in a table.
//!
//! In: the model's table; the drawing and the table as the generator wrote them, with a `g` and a
//! row for each confidence. Out: their figures. A bar is what was right, the thin line on it how far that
//! can be trusted. Must not know: which questions were asked, where a bar stands.

use studydeck_model::practice::progress::Said;
use studydeck_model::practice::score::Interval;
use studydeck_page::markup::Markup;
use web_sys::Element;

use super::figures::fill_cells;
use super::words::{per_cent, share};
use crate::quiz::dom::{all, fill, one};

/// Of so many per mille a bar is one unit long: the generator draws the scale.
pub const PER_UNIT: u16 = 5;

fn units(out: &mut Markup, per_mille: u16) -> &mut Markup {
    out.number(per_mille.div_euclid(PER_UNIT).into())
}

/// A bar, the line on it and its share: what the generator's `g` for a confidence holds.
fn bar(out: &mut Markup, Interval { low, share, high }: Interval) {
    units(out.html("<rect y=\"5\" height=\"20\" width=\""), share);
    units(out.html("\"/><path d=\"M"), low);
    units(out.html(" 11v8m0-4H"), high).html("m0-4v8\"/><text x=\"208\" y=\"19\">");
    per_cent(out, share);
    out.html(" %</text>");
}

/// Puts the figures into the chart and its table.
pub(super) fn write(root: &Element, rows: &[Said; 4]) {
    let places = all(root, ".sure-chart g").into_iter().zip(all(root, ".progress-sure tr"));
    for ((place, line), row) in places.zip(rows) {
        fill_cells(&line, &[row.count, row.right]);
        let (mut drawn, mut words) = (Markup::default(), Markup::default());
        if let Some(interval) = row.interval {
            bar(&mut drawn, interval);
        }
        share(&mut words, row.interval);
        fill(&place, drawn.as_str());
        if let Some(cell) = one(&line, "td:last-child") {
            fill(&cell, words.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_shares() {
        let mut out = Markup::default();
        bar(&mut out, Interval::wilson(1, 4).unwrap());
        let wanted = "<rect y=\"5\" height=\"20\" width=\"50\"/><path d=\"M9 11v8m0-4H139m0-4v8\"/>\
                      <text x=\"208\" y=\"19\">25 %</text>";
        assert_eq!(out.as_str(), wanted);
    }
}
