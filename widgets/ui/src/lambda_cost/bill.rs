//! The bill on the page: the total, the line items with their working, the price rows.

use studydeck_model::lambda::{Bill, Field, LambdaInput, Line, Step};
use studydeck_model::number;
use studydeck_model::price::{AsOf, LambdaPrices, PriceRow, Source};
use yew::{Html, html};

use crate::markup::Markup;

/// The sum. `stale` says that the form holds something that makes no sense, so that the bill is
/// for the last numbers that did.
pub(super) fn total(id: &str, input: &LambdaInput, bill: &Bill<'_>, stale: bool) -> Html {
    let remark = if stale {
        let [requests, duration, memory] =
            Field::ALL.map(|field| format!("{} {}", number::print(input.get(field)), field.unit()));
        format!("Still the bill for {requests}, {duration}, {memory}: the last numbers that made sense.")
    } else if bill.total.is_rounded() {
        format!("${} before rounding", bill.total.exact())
    } else {
        String::new()
    };
    html! {
        <div class="calc-total">
            <p class="calc-sum">
                {"A month costs "}
                <data id={format!("{id}-total")} value={bill.total.exact()}>{bill.total.display()}</data>
            </p>
            <p class="calc-remark">{remark}</p>
        </div>
    }
}

/// The tables: how the sum comes about, and from which prices.
pub(super) fn tables(prices: &LambdaPrices, input: &LambdaInput, bill: &Bill<'_>) -> Html {
    let mut out = Markup::default();
    out.html(
        "<table class=\"calc-table calc-items\"><caption>How it adds up</caption>\
         <thead><tr><th scope=\"col\">Item</th><th scope=\"col\">Working</th>\
         <th scope=\"col\" class=\"calc-number\">USD a month</th></tr></thead><tbody>",
    );
    for line in &bill.lines {
        item(&mut out, line);
    }
    out.html(
        "</tbody><tfoot><tr><th scope=\"row\">Total</th><td>the sum of the lines</td>\
         <td class=\"calc-number\">",
    );
    out.amount(bill.total).html("</td></tr></tfoot></table>");
    rows(&mut out, prices, input, bill);
    out.into_html()
}

fn item(out: &mut Markup, line: &Line<'_>) {
    let credit = line.kind.is_credit();
    out.html(if credit { "<tr class=\"is-credit\">" } else { "<tr>" });
    out.html("<th scope=\"row\">").text(line.kind.label()).html("</th><td>");
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
    out.html("</td><td class=\"calc-number\">").amount(line.amount).html("</td></tr>");
}

/// A quantity times its price; with the product where a line has several of them.
fn product(out: &mut Markup, step: &Step<'_>, several: bool) {
    out.html("<div class=\"calc-step\">").text(&step.quantity.display()).html(" \u{d7} ");
    out.unit_price(step.row.usd);
    if step.row.per > 1 {
        out.html(" per ").text(&number::print(step.row.per));
    }
    if several {
        out.html(" = ").amount(step.amount);
    }
    out.html("</div>");
}

fn rows(out: &mut Markup, prices: &LambdaPrices, input: &LambdaInput, bill: &Bill<'_>) {
    let rows = bill.rows();
    out.html("<table class=\"calc-table calc-prices\"><caption>Prices used, ");
    out.text(&prices.region.name).html(
        "</caption><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Price in USD</th>\
         <th scope=\"col\">Source</th></tr></thead><tbody>",
    );
    for row in &rows {
        out.html("<tr><th scope=\"row\">").text(&row.what).html("</th><td>");
        out.unit_price(row.usd).html(" ").text(&row.per_text());
        source(out, &row.source);
    }
    if input.free_tier {
        let free = &prices.free_tier;
        out.html("<tr><th scope=\"row\">Free tier, each month</th><td>")
            .text(&number::print(free.requests))
            .html(" requests and ")
            .text(&number::print(free.gb_seconds))
            .html(" GB-seconds");
        source(out, &free.source);
    }
    out.html("</tbody></table><p class=\"calc-note\">Prices as of ");
    dates(out, &rows);
    out.html(
        ", without tax. They change: <a href=\"https://aws.amazon.com/lambda/pricing/\" \
         rel=\"noopener\" class=\"external\">AWS\u{2019}s pricing page</a> decides.</p>",
    );
}

/// The last cell of a row.
fn source(out: &mut Markup, source: &Source) {
    out.html("</td><td><a href=\"").text(&source.url).html("\" rel=\"noopener\" class=\"external\">");
    out.text(&source.label).html("</a>, ");
    date(out, &source.as_of);
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
