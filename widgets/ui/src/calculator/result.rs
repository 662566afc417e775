//! What a calculator shows below its sum: tables, comparisons and charts.
//!
//! In: a good input, its prices and bill. Out: HTML, the same at build time and in the browser.

use studydeck_model::bill::Bill;
use studydeck_model::breakeven::BreakEven;
use studydeck_model::fargate::{self, FargateInput};
use studydeck_model::lambda::{self, LambdaInput, account_bill, compare};
use studydeck_model::money::Usd;
use studydeck_model::number;
use studydeck_model::price::{FargatePrices, LambdaPrices};

use super::bill::{items, rows, total};
use super::breakeven_view;
use super::chart::{against_memory, against_requests};
use super::input::{Input, Prices};
use super::shares::shares;
use super::state::State;
use super::versus::versus;
use crate::markup::Markup;

const LAMBDA_PAGE: &str = "https://aws.amazon.com/lambda/pricing/";
const FARGATE_PAGE: &str = "https://aws.amazon.com/fargate/pricing/";

/// A bill that stands beside that of the form: its name, its prices, its input.
pub(super) type Beside<'k> = (&'k str, Prices, Input);

/// The sum and everything below it.
pub(super) fn parts(
    parts: &mut Vec<Markup>,
    id: &str,
    state: &State,
    prices: &Prices,
    keep: Option<Markup>,
    beside: Option<&Beside<'_>>,
) {
    let good = state.good();
    if let (Some(prices), Input::BreakEven(scenario)) = (prices.all(), good) {
        let found = BreakEven::find(scenario, prices);
        parts.push(said(state, &breakeven_view::summary(&found, scenario)));
        parts.extend(keep);
        parts.push(below(|out| breakeven_view::view(out, id, &found, scenario, prices)));
        parts.push(below(|out| breakeven_view::basis(out, scenario, prices)));
        return;
    }
    let bill = &prices.bill(good);
    parts.push(total(id, state, bill));
    parts.extend(keep);
    parts.push(below(|out| {
        for remark in state.remarks() {
            out.html("<p class=\"calc-say\">").text(remark).html("</p>");
        }
        if let Some((name, prices, input)) = beside {
            let elsewhere = input.region() != good.region();
            let called = |name: &str, input: &Input| match elsewhere {
                true => [name, ", ", input.region().as_str()].concat(),
                false => name.to_owned(),
            };
            let names = [called(name, input), called("The form", good)];
            versus(out, names.each_ref().map(String::as_str), [&prices.bill(input), bill]);
        }
        match (prices, good) {
            (Prices::Lambda(prices), Input::Lambda(functions, at)) => {
                of_lambda(out, prices, functions, *at, bill);
            }
            (Prices::Fargate(prices), Input::Fargate(input)) => of_fargate(out, state, prices, input, bill),
            _ => {}
        }
        shares(out, bill);
    }));
    parts.push(below(|out| basis(out, prices, good, bill)));
}

/// The prices that the bill rests on.
fn basis(out: &mut Markup, prices: &Prices, good: &Input, bill: &Bill<'_>) {
    match (prices, good) {
        (Prices::Lambda(prices), Input::Lambda(functions, _)) => {
            let free = functions.first().is_some_and(|first| first.free_tier).then_some(&prices.free_tier);
            rows(out, &prices.region.name, &bill.rows(), free, LAMBDA_PAGE);
        }
        (Prices::Fargate(prices), Input::Fargate(input)) => {
            rows(out, &prices.region.name, &bill.rows(), None, FARGATE_PAGE);
            out.html("<p class=\"calc-note\">").text(fargate::SPOT).html(" ");
            out.text(&format!(
                "A task is billed for {} s a day here.",
                number::print(input.billed_seconds())
            ));
            out.html("</p>");
        }
        _ => {}
    }
}

/// How the bill changes with the load and with the size, where that is more than a line.
pub(super) fn charts(id: &str, prices: &Prices, good: &Input) -> Option<Markup> {
    let (Prices::Lambda(prices), Input::Lambda(functions, at)) = (prices, good) else {
        return None;
    };
    let function = functions.get(*at).or(functions.first())?;
    let cost = |field: lambda::Field, value: u64| {
        let mut functions = functions.clone();
        if let (Some(function), Ok(changed)) = (functions.get_mut(*at), function.with(field, value)) {
            *function = changed;
        }
        account_bill(&functions, prices).total
    };
    Some(below(|out| {
        let (requests, memory) = (function.requests.get(), function.memory.get());
        against_requests(out, &[id, "-by-requests"].concat(), requests, &|value| {
            cost(lambda::Field::Requests, value)
        });
        against_memory(out, &[id, "-by-memory"].concat(), memory, &|value| {
            cost(lambda::Field::Memory, value)
        });
    }))
}

/// A part below the sum: while it stays the same, it stays in the page.
fn below(write: impl FnOnce(&mut Markup)) -> Markup {
    let mut out = Markup::default();
    out.html("<div class=\"calc-tables\">");
    write(&mut out);
    out.html("</div>");
    out
}

/// The answer where it is no sum.
fn said(state: &State, answer: &str) -> Markup {
    let mut out = Markup::default();
    out.html("<div class=\"calc-total\"><p class=\"calc-sum\">").text(answer).html(".</p>");
    out.html("<p class=\"calc-remark\">").text(&state.mistake().unwrap_or_default()).html("</p></div>");
    out
}

fn of_lambda(out: &mut Markup, prices: &LambdaPrices, functions: &[LambdaInput], at: usize, bill: &Bill<'_>) {
    let requests = functions.iter().fold(0_u64, |all, each| all.saturating_add(each.requests.get()));
    facts(out, bill, requests);
    items(out, bill, functions.len() > 1);
    let Some(function) = functions.get(at).or(functions.first()) else {
        return;
    };
    architectures(out, prices, function, functions.len() > 1);
}

/// What follows from the total.
fn facts(out: &mut Markup, bill: &Bill<'_>, requests: u64) {
    out.html("<dl class=\"calc-facts\"><div><dt>A year of such months</dt><dd>").amount(bill.per_year());
    if let Some(each) = bill.total.per_million(requests) {
        out.html("</dd></div><div><dt>A million requests</dt><dd>").text(&each.display());
    }
    out.html("</dd></div></dl>");
}

/// Both architectures side by side.
fn architectures(out: &mut Markup, prices: &LambdaPrices, input: &LambdaInput, several: bool) {
    let compared = compare(input, prices);
    out.html("<table class=\"calc-table calc-archs\"><caption>x86_64 and arm64");
    out.html(if several { ", this function alone" } else { "" });
    out.html(
        "</caption><thead><tr><th scope=\"col\">Architecture</th>\
              <th scope=\"col\" class=\"calc-number\">USD a month</th></tr></thead><tbody>\
              <tr><th scope=\"row\">x86_64</th><td class=\"calc-number\">",
    )
    .amount(compared.x86_64)
    .html("</td></tr><tr><th scope=\"row\">arm64</th><td class=\"calc-number\">")
    .amount(compared.arm64)
    .html("</td></tr></tbody></table><p class=\"calc-note\">");
    match compared.even_at {
        // Up to that point both are free, however long a run takes.
        Some(even) if compared.x86_64 == compared.arm64 => {
            out.html("The free tier covers the time. The bills differ once a run takes more than ")
                .text(&even.decimal(4))
                .html(" times as long on arm64.</p>");
        }
        Some(even) => {
            out.html("With the same duration on both. The bills are the same if every run takes ")
                .text(&even.decimal(4))
                .html(" times as long on arm64; if it is slower still, x86_64 wins.</p>");
        }
        None => {
            out.html("There is nothing to compare: time costs nothing here, or a price is missing.</p>");
        }
    }
}

fn of_fargate(
    out: &mut Markup,
    state: &State,
    prices: &FargatePrices,
    input: &FargateInput,
    bill: &Bill<'_>,
) {
    if let Input::Fargate(asked) = state.input()
        && asked != input
        && let Some(fit) = fargate::fit(asked, prices).filter(|fit| fit.spare != Usd::ZERO)
    {
        let [cpu, memory] =
            [(fargate::Field::Vcpu, fit.pair.cpu), (fargate::Field::Memory, fit.pair.memory_mb)]
                .map(|(field, value)| format!("{} {}", field.spec().show(value), field.unit()));
        out.html("<p class=\"calc-say\">The next size that holds it has ")
            .text(&format!("{cpu} and {memory}. A month of it costs {}, ", fit.total.display()))
            .text(&format!("{} of it for what the task does not ask for.", fit.spare.display()))
            .html("</p>");
    }
    facts(out, bill, 0);
    items(out, bill, false);
}
