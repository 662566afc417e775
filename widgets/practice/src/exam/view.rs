//! A running exam on the page: clock, question, strikes, navigator.
//!
//! In: a session, the file of all questions, the frame that the generator wrote. Out: the frame
//! filled in. Must not know: events, what is stored.

use studydeck_model::practice::session::Session;
use studydeck_page::markup::Markup;
use web_sys::Element;

use super::sheet;
use crate::quiz::dom::{self, Input, all, fill, insert, one};
use crate::quiz::{self, OPTIONS};
use crate::room;

/// Where the question stands.
pub(super) const QUESTION: &str = ".exam-question";
/// A button that strikes the option of its value out.
pub(super) const STRIKE: &str = "data-strike";
/// A button of the navigator.
pub(super) const GO: &str = "data-go";

/// Shows the question of the session, and moves the focus to it.
pub(super) fn show(root: &Element, session: &Session, text: &str) {
    let (Some(item), Some(place)) = (session.current(), one(root, QUESTION)) else {
        return;
    };
    numbers(root, ".exam-at", &[digits(session.at.saturating_add(1)), digits(session.items.len())]);
    let Some(question) = room::put(&place, text, &item.question, session.seed, 0) else {
        return;
    };
    // The reasons come at the end.
    if let Some(details) = one(&question, "details") {
        details.remove();
    }
    for option in all(&question, OPTIONS) {
        strike_button(&option);
    }
    insert(&question, "beforeend", &quiz::sure(&item.question.id));
    sheet::write(&question, item);
    mark(root, session);
    clock(root, session);
    quiz::focus_first(&question);
}

fn strike_button(option: &Element) {
    if let Ok(Some(label)) = option.closest("label") {
        let mut out = Markup::default();
        out.html("<button type=\"button\" aria-pressed=\"false\" data-strike=\"");
        out.text(&Input::of(option).value())
            .html("\"><span>Strike out</span><span class=\"visually-hidden\">: ");
        out.text(&label.text_content().unwrap_or_default()).html("</span></button>");
        insert(&label, "afterend", &out);
    }
}

/// Shows what can change while a question stands there: strikes, the flag, the navigator.
pub(super) fn mark(root: &Element, session: &Session) {
    let Some(item) = session.current() else {
        return;
    };
    for (button, option) in all(root, "[data-strike]").iter().zip(all(root, ".exam-question .options input"))
    {
        let option = Input::of(&option);
        let place = quiz::place(&option.value());
        let is_struck = place.is_some_and(|place| item.struck.contains(place));
        press(button, is_struck);
        if is_struck {
            option.set_checked(false);
        }
    }
    if let Some(flag) = one(root, "[data-x=flag]") {
        press(&flag, item.flagged);
    }
    let mut out = Markup::default();
    for (at, item) in session.items.iter().enumerate() {
        let number = digits(at.saturating_add(1));
        let is_answered = item.is_answered();
        out.html("<button type=\"button\" data-go=\"").text(&digits(at));
        out.html(if at == session.at { "\" aria-current=\"true" } else { "" });
        out.html("\" aria-label=\"Question ").text(&number);
        out.html(if is_answered { ", answered" } else { ", open" });
        out.html(if item.flagged { ", flagged\" data-flagged" } else { "\"" });
        out.html(if is_answered { " data-answered>" } else { ">" }).text(&number).html("</button>");
    }
    if let Some(nav) = one(root, ".exam-nav") {
        fill(&nav, out.as_str());
    }
}

fn press(button: &Element, pressed: bool) {
    dom::set(button, "aria-pressed", if pressed { "true" } else { "false" });
}

/// Shows what is left of the time. Nothing reads it out.
pub(super) fn clock(root: &Element, session: &Session) {
    let words = match session.clock.left() {
        None => "no limit".to_owned(),
        Some(left) => [&*minutes(left), " left"].concat(),
    };
    dom::say(root, ".exam-clock", &words);
}

/// Writes numbers into the places that a sentence of the frame keeps for them, in their order.
pub(super) fn numbers(root: &Element, sentence: &str, numbers: &[String]) {
    if let Some(sentence) = one(root, sentence) {
        for (place, number) in all(&sentence, "[data-n]").iter().zip(numbers) {
            place.set_text_content(Some(number));
        }
    }
}

/// A whole number. One function for all types keeps the module small.
#[inline(never)]
pub(super) fn digits(number: usize) -> String {
    number.to_string()
}

/// Minutes and seconds: `4:05`.
pub(super) fn minutes(millis: u64) -> String {
    let seconds = usize::try_from(millis.div_euclid(1_000)).unwrap_or_default();
    let rest = seconds.rem_euclid(60);
    let between = if rest < 10 { ":0" } else { ":" };
    [&*digits(seconds.div_euclid(60)), between, &digits(rest)].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_digits_of_seconds() {
        assert_eq!(minutes(0), "0:00");
        assert_eq!(minutes(65_999), "1:05");
        assert_eq!(minutes(7_800_000), "130:00");
    }
}
