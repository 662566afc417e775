//! The break-even on the page: where the cheapest choice changes, what each costs now, and what is
//! assumed.
//!
//! In: a scenario and its prices. Out: markup. Must not know: the form, how a solution is found.
use studydeck_model::bill::Bill;
use studydeck_model::breakeven::{Begins, BreakEven, Choice, Prices, Scenario, Stretch, per_second};
use studydeck_model::fixed;
use studydeck_model::money::Usd;
use studydeck_model::number;
use studydeck_model::ratio::Ratio;

use super::bill::rows;
use super::chart::{Chart, Layout, Mark, Series, around};
use crate::markup::Markup;

/// Changes of the cheapest choice that are listed. Where two choices cost nearly the same, each new
/// task can turn the order, thousands of times.
const MOST_CHANGES: usize = 12;

/// Names of the changes, in the chart and in the table.
const LETTERS: [&str; MOST_CHANGES] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];

const PRICING_PAGE: &str = "https://aws.amazon.com/pricing/";

/// The answer in one sentence, for the head of the page and for a screen reader.
pub(super) fn summary(found: &BreakEven, scenario: &Scenario) -> String {
    let requests = scenario.lambda.requests.get();
    let said = |choice: Choice| {
        let cost = found.cost(choice, requests).unwrap_or_default();
        format!(
            "{} is the cheapest at {} requests a month: {}",
            choice.name(),
            number::print(requests),
            cost.display()
        )
    };
    found.cheapest(requests).map_or_else(|| "No choice can be worked out".to_owned(), said)
}

/// What follows from the form.
pub(super) fn view(out: &mut Markup, id: &str, found: &BreakEven, scenario: &Scenario, prices: Prices<'_>) {
    changes(out, found);
    chart(out, id, found, scenario.lambda.requests.get());
    now(out, found, scenario, prices);
}

/// What all of it rests on: assumptions and prices.
pub(super) fn basis(out: &mut Markup, scenario: &Scenario, prices: Prices<'_>) {
    out.html("<p class=\"field-label\">What is assumed</p><ul>");
    for sentence in scenario.assumptions() {
        out.html("<li>").text(&sentence).html("</li>");
    }
    out.html("</ul>");
    let free = scenario.lambda.free_tier.then_some(&prices.lambda.free_tier);
    rows(out, &prices.lambda.region.name, &scenario.rows(prices), free, PRICING_PAGE);
}

/// The cheapest choice, stretch by stretch.
fn changes(out: &mut Markup, found: &BreakEven) {
    out.html(
        "<table class=\"calc-table calc-changes\"><caption>Where the cheapest changes</caption><thead><tr>\
         <th scope=\"col\">Cheapest</th><th scope=\"col\" class=\"calc-number\">Above requests a second</th>\
         <th scope=\"col\" class=\"calc-number\">Above requests a month</th><th scope=\"col\">Because</th>\
         </tr></thead><tbody>",
    );
    for (index, stretch) in found.stretches.iter().take(MOST_CHANGES.saturating_add(1)).enumerate() {
        change(out, stretch, letter(index));
    }
    out.html("</tbody></table>");
    let more = found.stretches.len().saturating_sub(MOST_CHANGES.saturating_add(1));
    if more > 0 || !found.complete {
        out.html("<p class=\"calc-note\">The cheapest changes ")
            .text(&number::print(more.try_into().unwrap_or(u64::MAX)));
        out.html(" times more, at one new task or instance after the other");
        out.html(if found.complete { ".</p>" } else { ", and beyond that too often to be worked out.</p>" });
    }
}

/// The name of the change with which a stretch begins; the first begins with none.
fn letter(stretch: usize) -> Option<&'static str> {
    LETTERS.get(stretch.checked_sub(1)?).copied()
}

fn change(out: &mut Markup, stretch: &Stretch, letter: Option<&str>) {
    out.html("<tr><th scope=\"row\">");
    if let Some(letter) = letter {
        out.text(letter).html(": ");
    }
    out.text(stretch.cheapest.name()).html("</th>");
    rate(out, stretch.from_per_second());
    rate(out, Some(stretch.from));
    out.html("<td>").html(match stretch.begins {
        Begins::Start => "from the first request on",
        Begins::Equal => "the costs meet",
        Begins::Step => "one more task or instance",
    });
    out.html("</td></tr>");
}

/// A rate as it is shown: rounded to three decimals, a very small one to seven.
fn shown(rate: Ratio) -> String {
    let three = rate.rounded(3);
    if three == "0" { rate.rounded(7) } else { fixed::group(&three) }
}

/// A rate: rounded for people, with twelve decimals for machines.
fn rate(out: &mut Markup, rate: Option<Ratio>) {
    let rate = rate.unwrap_or(Ratio::ZERO);
    out.html("<td class=\"calc-number\"><data value=\"").text(&rate.decimal(12)).html("\">");
    out.text(&shown(rate)).html("</data></td>");
}

/// One line for each choice, with the changes and the rate of now marked.
fn chart(out: &mut Markup, id: &str, found: &BreakEven, now: u64) {
    // Whole requests just below the change.
    let at = |stretch: &Stretch| u64::try_from(stretch.from.floor()).unwrap_or(u64::MAX);
    let first: Vec<&Stretch> = found.stretches.iter().skip(1).take(MOST_CHANGES).collect();
    let mut marks: Vec<Mark<'_>> =
        first.iter().zip(LETTERS).map(|(stretch, name)| Mark { at: at(stretch), name }).collect();
    marks.retain(|mark| mark.at > 0);
    let others: Vec<u64> = marks.iter().map(|mark| mark.at).collect();
    let now = now.max(1);
    marks.push(Mark { at: now, name: "now" });
    let values = around(now, 10_000, &others);
    let line = |(choice, curve): &(Choice, studydeck_model::breakeven::Curve)| Series {
        look: Choice::ALL.iter().position(|known| known == choice).unwrap_or_default(),
        name: choice.name(),
        costs: values.iter().map(|&value| curve.cost(value)).collect(),
    };
    let series: Vec<Series<'_>> = found.curves.iter().map(line).collect();
    Chart {
        id,
        title: "Cost of a month against requests",
        axis: "Requests a month",
        layout: Layout::Powers,
        values: &values,
        series: &series,
        marks: &marks,
    }
    .draw(out);
}

/// What each choice costs at the rate of now, and why one takes no part.
fn now(out: &mut Markup, found: &BreakEven, scenario: &Scenario, prices: Prices<'_>) {
    let requests = scenario.lambda.requests;
    let rate = per_second(Ratio::whole(requests.get().into())).unwrap_or(Ratio::ZERO);
    out.html("<table class=\"calc-table calc-choices\"><caption>At ").text(&number::print(requests.get()));
    out.html(" requests a month, ").text(&shown(rate)).html(
        " a second</caption><thead><tr><th scope=\"col\">Choice</th><th scope=\"col\">What it consists of</th>\
         <th scope=\"col\" class=\"calc-number\">USD a month</th></tr></thead><tbody>",
    );
    let cheapest = found.cheapest(requests.get());
    for choice in Choice::ALL {
        out.html("<tr><th scope=\"row\">").text(choice.name());
        out.html(if cheapest == Some(choice) { "<small>the cheapest</small>" } else { "" }).html("</th><td>");
        match scenario.bill(choice, prices, requests) {
            Ok(bill) => {
                parts(out, &bill);
                out.html("</td><td class=\"calc-number\">").amount(bill.total);
            }
            Err(reason) => {
                out.text(&reason.message()).html("</td><td class=\"calc-number\">takes no part");
            }
        }
        out.html("</td></tr>");
    }
    out.html("</tbody></table>");
}

/// What a bill consists of: what costs something, and credits; lines of a kind together.
fn parts(out: &mut Markup, bill: &Bill<'_>) {
    let mut begin = "";
    for (index, line) in bill.lines.iter().enumerate() {
        let amount = bill.amount(line.kind, line.function).unwrap_or_default();
        let said = bill.lines.iter().take(index).any(|before| before.kind == line.kind);
        if said || amount == Usd::ZERO {
            continue;
        }
        out.html(begin).text(line.kind.label()).html(" ").amount(amount);
        begin = ", ";
    }
}

#[cfg(test)]
mod tests;
