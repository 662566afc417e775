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
        form @ (Form::Order { .. } | Form::Match { .. }) => {
            let lines = lines(question);
            let step = |place| lines.iter().find(|(_, value)| *value == Some(place)).map(|(at, _)| *at);
            let value = |at| lines.iter().find(|(line, _)| *line == at).and_then(|(_, value)| *value);
            let places = 0..form.options();
            let values = places.clone().map(value).collect();
            match form {
                Form::Match { .. } => Answer::Pairs(values),
                _ => places
                    .map(step)
                    .collect::<Option<_>>()
                    .map_or_else(|| Answer::Places(values), Answer::Order),
            }
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
            Answer::Pairs(lines) | Answer::Places(lines) => {
                lines.get(usize::from(at)).copied().flatten().map(usize::from)
            }
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
