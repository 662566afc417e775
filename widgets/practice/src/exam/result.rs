//! The result of an exam: the score with its uncertainty, the domains, and the review.
//!
//! In: a session at its end, and the sentences that the generator wrote with places for numbers.
//! Out: the places filled in, rows of the table, the questions worth another look. Must not
//! know: how it is scored.

use studydeck_model::practice::question::{Confidence, Exam};
use studydeck_model::practice::score::{Filter, Interval, Report};
use studydeck_model::practice::session::{Item, Session};
use studydeck_page::markup::Markup;
use web_sys::Element;

use super::sheet;
use super::view::{digits, minutes, numbers};
use crate::quiz::dom::{self, Input, all, fill, one};
use crate::quiz::{self, number};
use crate::room;

/// What the review can be narrowed to; the domains follow.
const FILTERS: [(&str, Filter); 6] = [
    ("wrong or open", Filter::Wrong),
    ("wrong though certain", Filter::ConfidentError),
    ("right by a guess", Filter::GuessedRight),
    ("flagged", Filter::Flagged),
    ("slow", Filter::Slow),
    ("all", Filter::All),
];

/// Shows the result.
pub(super) fn show(root: &Element, session: &Session, exam: &Exam, text: &str) {
    let report = Report::of(session, Some(exam));
    let (Some(interval), Some(estimate)) = (report.interval, report.estimate) else {
        return;
    };
    let short = |number: u16| digits(number.into());
    let [share, low, high] = per_cent(interval);
    let clear = match estimate.is_clear() {
        Some(true) => "all of that would pass",
        Some(false) => "none of that would pass",
        None => "so it could go either way",
    };
    numbers(root, ".exam-score", &[long(report.right), long(report.asked)]);
    let sums = [
        share,
        low,
        high,
        minutes(report.millis),
        minutes(report.millis.checked_div(report.asked.into()).unwrap_or_default()),
        short(estimate.middle),
        short(estimate.low),
        short(estimate.high),
        short(estimate.pass),
        clear.to_owned(),
        digits(estimate.covered.into()),
    ];
    numbers(root, ".exam-sums", &sums);
    let (mut rows, mut options) = (Markup::default(), Markup::default());
    for (at, (words, filter)) in (0..).zip(FILTERS) {
        option(&mut options, at, words, &report, filter);
    }
    for domain in &exam.domains {
        let Some(part) = report.parts.iter().find(|part| part.domain == domain.number) else {
            row(&mut rows, &domain.name, &["no question", "", ""]);
            continue;
        };
        let [share, low, high] = per_cent(part.interval);
        let right = [&*long(part.right), " of ", &long(part.asked)].concat();
        let share = [&*share, "\u{a0}% (", &low, " to ", &high, "\u{a0}%)"].concat();
        row(&mut rows, &domain.name, &[&right, &share, &minutes(part.millis)]);
        let at = FILTERS.len().saturating_add(part.domain.into());
        option(&mut options, at, &domain.name, &report, Filter::Domain(part.domain));
    }
    for (place, made) in [(".exam-result tbody", rows), (FILTER, options)] {
        if let Some(place) = one(root, place) {
            fill(&place, made.as_str());
        }
    }
    review(root, session, exam, text);
}

/// The list of filters.
pub(super) const FILTER: &str = "[name=sd-filter]";

fn long(number: u32) -> String {
    digits(usize::try_from(number).unwrap_or_default())
}

fn option(out: &mut Markup, value: usize, words: &str, report: &Report, filter: Filter) {
    out.html("<option value=\"").text(&digits(value)).html("\">").text(words);
    out.html(" (").text(&digits(report.places(filter).len())).html(")</option>");
}

fn row(out: &mut Markup, name: &str, cells: &[&str]) {
    out.html("<tr><th scope=\"row\">").text(name).html("</th>");
    for cell in cells {
        out.html("<td>").text(cell).html("</td>");
    }
    out.html("</tr>");
}

/// Share, lower and upper bound in per cent.
fn per_cent(Interval { low, share, high }: Interval) -> [String; 3] {
    [share, low, high].map(|per_mille| digits(per_mille.saturating_add(5).div_euclid(10).into()))
}

/// Shows the questions that the chosen filter leaves, with answer and reasons.
pub(super) fn review(root: &Element, session: &Session, exam: &Exam, text: &str) {
    let Some(list) = one(root, ".exam-review") else {
        return;
    };
    let chosen = one(root, FILTER).map(|field| Input::of(&field).value()).unwrap_or_default();
    let chosen = number(&chosen, 10).and_then(|value| usize::try_from(value).ok()).unwrap_or_default();
    let filter = match FILTERS.get(chosen) {
        Some((_, filter)) => *filter,
        None => Filter::Domain(u8::try_from(chosen.saturating_sub(FILTERS.len())).unwrap_or_default()),
    };
    let report = Report::of(session, Some(exam));
    let items: Vec<(usize, &Item)> =
        report.places(filter).into_iter().filter_map(|at| Some((at, session.items.get(at)?))).collect();
    let mut frame = Markup::default();
    for (at, item) in &items {
        frame.html("<h3>Question ").text(&digits(at.saturating_add(1))).html(": ");
        line(&mut frame, item);
        frame.html("</h3><div data-slot></div>");
    }
    if items.is_empty() {
        frame.html("<p>None.</p>");
    }
    fill(&list, frame.as_str());
    for (slot, (_, item)) in all(&list, "[data-slot]").iter().zip(items) {
        if let Some(question) = room::put(slot, text, &item.question, session.seed, 0) {
            settle(&question, item);
        }
    }
}

/// Shows a question as answered, with its reasons.
fn settle(question: &Element, item: &Item) {
    sheet::write(question, item);
    quiz::mark(question);
    for (part, attribute) in [("fieldset", "disabled"), ("details", "open")] {
        if let Some(part) = one(question, part) {
            dom::set(&part, attribute, "");
        }
    }
}

fn line(out: &mut Markup, item: &Item) {
    out.html(match item.attempts.first() {
        None => "no answer",
        Some(first) if first.right => "right",
        Some(_) => "wrong",
    });
    out.html(match item.confidence {
        None => "",
        Some(Confidence::Guess) => ", a guess",
        Some(Confidence::Think) => ", fairly sure",
        Some(Confidence::Sure) => ", certain",
    });
    out.html(if item.flagged { ", flagged, " } else { ", " }).text(&minutes(item.millis.into()));
}
