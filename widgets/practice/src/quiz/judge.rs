//! Whether an answer is right, and its word in the store.
//!
//! In: what the controls of a question say. Out: a verdict, or what is missing in words. Must not
//! know: the browser, the words of the question.

use studydeck_model::practice::typed::{self, Range};

/// An option of a question with a list to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// Its place in the file.
    pub(super) at: u8,
    /// Whether it is right.
    pub(super) right: bool,
    /// Whether it was chosen.
    pub(super) chosen: bool,
}

/// A line of an ordering or a matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its place in the file.
    pub(super) at: u8,
    /// What belongs to it: its own place, or the number of its partner.
    pub(super) key: u8,
    /// What was chosen for it.
    pub(super) value: Option<u8>,
}

/// What the controls of a question say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// One or several options.
    Choices(Vec<Choice>),
    /// A place for each step.
    Order(Vec<Line>),
    /// A partner for each line.
    Match(Vec<Line>),
    /// What was typed, and what is right.
    Number(String, Range),
}

/// A judged answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Whether all of it is right.
    pub(super) right: bool,
    /// The answer as the store writes it.
    pub(super) word: String,
}

impl Given {
    /// Judges it; `Err` says what is missing.
    pub(super) fn judge(&self) -> Result<Verdict, &'static str> {
        match self {
            Self::Choices(choices) => judge_choices(choices),
            Self::Order(lines) => {
                let word = written(lines, |line, place| (line.value == Some(place)).then_some(line.at))?;
                if word.len() != lines.len() {
                    return Err("Two lines have the same place.");
                }
                Ok(Verdict { right: all_right(lines), word })
            }
            Self::Match(lines) => {
                let word = written(lines, |line, place| line.value.filter(|_| line.at == place))?;
                Ok(Verdict { right: all_right(lines), word })
            }
            Self::Number(typed, key) => {
                let number = typed::read(typed).map_err(typed::Unreadable::message)?;
                Ok(Verdict { right: key.holds(number), word: typed::word(typed) })
            }
        }
    }
}

fn judge_choices(choices: &[Choice]) -> Result<Verdict, &'static str> {
    let keys = choices.iter().filter(|choice| choice.right).count();
    let chosen = choices.iter().filter(|choice| choice.chosen).count();
    if chosen != keys {
        return Err(match (chosen, keys) {
            (0, 1) => "Choose an answer first.",
            (_, 2) => "Choose exactly two answers.",
            (_, 3) => "Choose exactly three answers.",
            _ => "Choose as many answers as the question asks for.",
        });
    }
    let places = (0..36).filter(|&at| choices.iter().any(|choice| choice.chosen && choice.at == at));
    Ok(Verdict {
        right: choices.iter().all(|choice| choice.right == choice.chosen),
        word: places.filter_map(digit).collect(),
    })
}

fn all_right(lines: &[Line]) -> bool {
    lines.iter().all(|line| line.value == Some(line.key))
}

/// A digit for each place: that of the first line that has one for it.
fn written(lines: &[Line], digit_of: impl Fn(&Line, u8) -> Option<u8>) -> Result<String, &'static str> {
    if lines.iter().any(|line| line.value.is_none()) {
        return Err("Choose something for every line first.");
    }
    let places = (0_u8..).take(lines.len());
    Ok(places
        .filter_map(|place| lines.iter().find_map(|line| digit_of(line, place)))
        .filter_map(digit)
        .collect())
}

fn digit(number: u8) -> Option<char> {
    char::from_digit(number.into(), 36)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(text: &str) -> Given {
        let choice = |(at, c): (u8, char)| {
            let (right, chosen) = (c.is_ascii_uppercase(), c.eq_ignore_ascii_case(&'x'));
            Choice { at, right, chosen }
        };
        // As in the practice room, where options stand in another order than in the file.
        let mut choices: Vec<_> = (0..).zip(text.chars()).map(choice).collect();
        choices.reverse();
        Given::Choices(choices)
    }

    fn judged(given: &Given) -> Result<(bool, String), &'static str> {
        given.judge().map(|verdict| (verdict.right, verdict.word))
    }

    #[test]
    fn choices_are_right_if_all_keys_and_no_other_are_chosen() {
        assert_eq!(judged(&choices("oXoo")), Ok((true, "1".into())));
        assert_eq!(judged(&choices("xOoo")), Ok((false, "0".into())));
        assert_eq!(judged(&choices("XooX")), Ok((true, "03".into())));
        assert_eq!(judged(&choices("XxoO")), Ok((false, "01".into())));
        assert_eq!(judged(&choices("oOoo")), Err("Choose an answer first."));
        assert_eq!(judged(&choices("XooO")), Err("Choose exactly two answers."));
        assert_eq!(judged(&choices("OOxO")), Err("Choose exactly three answers."));
    }

    #[test]
    fn orders_and_pairs_need_every_line() {
        let line = |at, key, value| Line { at, key, value };
        let order = |a, b, c| Given::Order(vec![line(2, 2, a), line(0, 0, b), line(1, 1, c)]);
        assert_eq!(judged(&order(Some(2), Some(0), Some(1))), Ok((true, "012".into())));
        assert_eq!(judged(&order(Some(0), Some(1), Some(2))), Ok((false, "201".into())));
        assert_eq!(judged(&order(Some(0), Some(0), Some(2))), Err("Two lines have the same place."));
        assert_eq!(judged(&order(None, Some(0), Some(1))), Err("Choose something for every line first."));
        let pairs = |a, b| Given::Match(vec![line(0, 1, a), line(1, 1, b)]);
        assert_eq!(judged(&pairs(Some(1), Some(1))), Ok((true, "11".into())));
        assert_eq!(judged(&pairs(Some(0), Some(1))), Ok((false, "01".into())));
    }

    #[test]
    fn numbers_are_right_within_their_range() {
        let number = |typed: &str| Given::Number(typed.into(), Range { low: 9_550_000, high: 9_650_000 });
        assert_eq!(judged(&number("$9.60")), Ok((true, "$9.60".into())));
        assert_eq!(judged(&number("1 234")), Ok((false, "1%20;234".into())));
        assert_eq!(judged(&number("")), Err("Type a number first."));
        assert!(judged(&number("9,60")).unwrap_err().contains("comma"));
    }
}
