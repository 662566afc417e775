//! The bill on the page: the total, the line items with their working, the price rows.
//!
//! In: a bill. Out: markup. Must not know: which calculator made it.

use studydeck_model::bill::{Bill, Line, Step};
use studydeck_model::number;
use studydeck_model::price::{AsOf, FreeTier, Grade, PriceRow, Source};

use super::state::State;
use crate::markup::Markup;

/// What the address asked for in vain.
pub(super) fn notices(state: &State) -> Markup {
    let mut out = Markup::default();
    if !state.notices().is_empty() {
        out.html("<ul class=\"calc-notices\">");
        for notice in state.notices() {
            out.html("<li>").text(notice).html("</li>");
        }
        out.html("</ul>");
    }
    out
}

/// The sum, and what is to be said beside it.
pub(super) fn total(id: &str, state: &State, bill: &Bill<'_>) -> Markup {
    let mut out = Markup::default();
    out.html("<div class=\"calc-total\"><p class=\"calc-sum\">A month costs <data id=\"").text(id);
    out.html("-total\" value=\"").text(&bill.total.exact()).html("\">").text(&bill.total.display());
    out.html("</data></p><p class=\"calc-remark\">");
    if let Some(mistake) = state.mistake() {
        out.html("Still the bill for the last numbers that made sense. ").text(&mistake);
    } else if bill.total.is_rounded() {
        out.html("$").text(&bill.total.exact()).html(" before rounding");
    }
    out.html("</p></div>");
    out
}

/// The line items.
pub(super) fn items(out: &mut Markup, bill: &Bill<'_>, several: bool) {
    out.html(
        "<table class=\"calc-table calc-items\"><caption>How it adds up</caption>\
         <thead><tr><th scope=\"col\">Item</th><th scope=\"col\">Working</th>\
         <th scope=\"col\" class=\"calc-number\">USD a month</th></tr></thead><tbody>",
    );
    for line in &bill.lines {
        item(out, line, several);
    }
    out.html(
        "</tbody><tfoot><tr><th scope=\"row\">Total</th><td>the sum of the lines</td>\
         <td class=\"calc-number\">",
    );
    out.amount(bill.total).html("</td></tr></tfoot></table>");
}

fn item(out: &mut Markup, line: &Line<'_>, several: bool) {
    let credit = line.kind.is_credit();
    out.html(if credit { "<tr class=\"is-credit\">" } else { "<tr>" });
    out.html("<th scope=\"row\">").text(line.kind.label());
    if several && line.function > 0 {
        out.html("<small>function ").text(&line.function.to_string()).html("</small>");
    }
    out.html("</th><td>");
    if !line.working.is_empty() {
        out.html("<div class=\"calc-working\">").text(&line.working);
        if !credit {
            out.html(" = <b>").text(&line.quantity.display()).html("</b>");
        }
        out.html("</div>");
    }
    for step in &line.steps {
        product(out, step, line.steps.len() > 1);
    }
    if !line.kind.rounding().is_empty() {
        out.html("<div class=\"calc-rounding\">").text(line.kind.rounding()).html("</div>");
    }
    out.html("</td><td class=\"calc-number\">").amount(line.amount).html("</td></tr>");
}

/// A quantity times its price; with the product where a line has several of them.
fn product(out: &mut Markup, step: &Step<'_>, several: bool) {
    out.html("<div class=\"calc-step\">").text(&step.quantity.display()).html(" \u{d7} ");
    out.unit_price(step.row.usd);
    if step.row.per > 1 {
        out.html(" per ").text(&number::print(step.row.per));
    }
    // An old price never stands without its date.
    if step.row.source.grade == Grade::C {
        out.html(" (");
        date(out, &step.row.source.as_of);
        out.html(")");
    }
    if several {
        out.html(" = ").amount(step.amount);
    }
    out.html("</div>");
}

/// The price rows that were used, and the free tier if it was.
pub(super) fn rows(out: &mut Markup, region: &str, rows: &[&PriceRow], free: Option<&FreeTier>, page: &str) {
    out.html("<table class=\"calc-table calc-prices\"><caption>Prices used, ");
    out.text(region).html(
        "</caption><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Price in USD</th>\
         <th scope=\"col\">Source</th></tr></thead><tbody>",
    );
    for row in rows {
        out.html("<tr><th scope=\"row\">").text(&row.what).html("</th><td>");
        out.unit_price(row.usd).html(" ").text(&row.per_text());
        source(out, &row.source);
    }
    if let Some(free) = free {
        out.html("<tr><th scope=\"row\">Free tier, each month</th><td>")
            .text(&number::print(free.requests))
            .html(" requests, ")
            .text(&number::print(free.gb_seconds))
            .html(" GB-seconds, ")
            .text(&number::print(free.streaming_gb))
            .html(" GB streamed");
        source(out, &free.source);
    }
    out.html("</tbody></table><p class=\"calc-note\">Prices as of ");
    dates(out, rows);
    out.html(", without tax. They change: <a href=\"")
        .text(page)
        .html("\" rel=\"noopener\" class=\"external\">AWS\u{2019}s pricing page</a> decides.</p>");
}

/// The last cell of a row.
fn source(out: &mut Markup, source: &Source) {
    out.html("</td><td><a href=\"").text(&source.url).html("\" rel=\"noopener\" class=\"external\">");
    out.text(&source.label).html("</a>, ");
    date(out, &source.as_of);
    if source.grade == Grade::C {
        out.html(", an old copy");
    }
    out.html("</td></tr>");
}

fn date(out: &mut Markup, as_of: &AsOf) {
    out.html("<time datetime=\"").text(as_of.as_str()).html("\">");
    out.text(&as_of.display()).html("</time>");
}

/// The oldest date among the rows and, if they differ, the newest.
fn dates(out: &mut Markup, rows: &[&PriceRow]) {
    let all = || rows.iter().map(|row| &row.source.as_of);
    let (oldest, newest) = (all().min(), all().max());
    if let Some(oldest) = oldest {
        date(out, oldest);
    }
    if let Some(newest) = newest.filter(|_| oldest != newest) {
        out.html(" to ");
        date(out, newest);
    }
}
