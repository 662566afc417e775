//! Between the controls of a question and its answer.
//!
//! In: a question on the page and its item in the session. Out: the one set to the other. Must
//! not know: what is right.

use studydeck_model::practice::question::{Answer, Confidence, Form, LONGEST_TYPED, OptionSet};
use studydeck_model::practice::session::Item;
use web_sys::Element;

use crate::quiz::dom::{self, Input, all, one};
use crate::quiz::{self, FIELD, LINES, OPTIONS};

/// Reads what the reader has chosen, and how sure they are.
pub(super) fn read(question: &Element, item: &mut Item) {
    item.answer = match &item.question.form {
        Form::Single { .. } | Form::Multiple { .. } => {
            let checked = all(question, OPTIONS).into_iter().filter(|option| Input::of(option).checked());
            let set = OptionSet::of(checked.filter_map(|option| quiz::place(&Input::of(&option).value())));
            // Whoever chooses a struck option takes it back.
            item.struck = set.iter().fold(item.struck, OptionSet::without);
            Answer::Options(set)
        }
        Form::Order { steps } => {
            let lines = lines(question);
            // Only an order of all steps can be kept.
            let step = |place| lines.iter().find(|(_, value)| *value == Some(place)).map(|(at, _)| *at);
            let order: Option<Vec<u8>> = (0..*steps).map(step).collect();
            Answer::Order(order.unwrap_or_default())
        }
        Form::Match { partners } => {
            let lines = lines(question);
            let value = |at: u8| lines.iter().find(|(line, _)| *line == at).and_then(|(_, value)| *value);
            Answer::Pairs((0..u8::MAX).take(partners.len()).map(value).collect())
        }
        Form::Numeric(_) => {
            let typed = one(question, FIELD).map(|field| Input::of(&field).value()).unwrap_or_default();
            Answer::Typed(typed.chars().take(LONGEST_TYPED).collect())
        }
    };
    item.confidence = quiz::confidence(question);
}

/// The lines: the place of each in the file, and what was chosen for it.
fn lines(question: &Element) -> Vec<(u8, Option<u8>)> {
    let line = |select: Element| {
        (
            quiz::place(&dom::attribute(&select, "data-at")).unwrap_or_default(),
            quiz::place(&Input::of(&select).value()),
        )
    };
    all(question, LINES).into_iter().map(line).collect()
}

/// Sets the controls to an answer.
pub(super) fn write(question: &Element, item: &Item) {
    for option in all(question, OPTIONS) {
        let option = Input::of(&option);
        let chosen = |set: &OptionSet| quiz::place(&option.value()).is_some_and(|place| set.contains(place));
        option.set_checked(matches!(&item.answer, Answer::Options(set) if chosen(set)));
    }
    for select in all(question, LINES) {
        let at = quiz::place(&dom::attribute(&select, "data-at")).unwrap_or_default();
        let value = match &item.answer {
            Answer::Order(steps) => steps.iter().position(|step| *step == at),
            Answer::Pairs(pairs) => pairs.get(usize::from(at)).copied().flatten().map(usize::from),
            _ => None,
        };
        Input::of(&select).set_value(&value.map(super::view::digits).unwrap_or_default());
    }
    if let (Some(field), Answer::Typed(typed)) = (one(question, FIELD), &item.answer) {
        Input::of(&field).set_value(typed);
    }
    let said = match item.confidence {
        None => return,
        Some(Confidence::Guess) => ".sure [value=g]",
        Some(Confidence::Think) => ".sure [value=t]",
        Some(Confidence::Sure) => ".sure [value=c]",
    };
    if let Some(input) = one(question, said) {
        Input::of(&input).set_checked(true);
    }
}
