//! What a reader answered, and how sure they were.
//!
//! In: choices. Out: an answer, and its word in stored state. Must not know: what is right.

use super::{Form, OptionSet};
use crate::practice::{text, typed};

/// How many characters of a typed number are kept.
pub const LONGEST_TYPED: usize = 40;

/// Begins the word of an order in which not every step has a place of its own.
const UNFINISHED: char = '~';

/// How sure a reader was before the answer was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A guess.
    Guess,
    /// They think so.
    Think,
    /// Certain.
    Sure,
}

impl Confidence {
    /// All of them, rising.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Think, Self::Sure];

    /// The letter of a confidence in stored state; `n` where none was said.
    pub(in crate::practice) const fn letter(said: Option<Self>) -> char {
        match said {
            None => 'n',
            Some(Self::Guess) => 'g',
            Some(Self::Think) => 't',
            Some(Self::Sure) => 's',
        }
    }

    /// Undoes [`Self::letter`].
    pub(in crate::practice) const fn from_letter(letter: char) -> Option<Option<Self>> {
        match letter {
            'n' => Some(None),
            'g' => Some(Some(Self::Guess)),
            't' => Some(Some(Self::Think)),
            's' => Some(Some(Self::Sure)),
            _ => None,
        }
    }
}

/// An answer. Each form has an empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The chosen options; one at most where one is right.
    Options(OptionSet),
    /// The steps from first to last; empty as long as the reader moved none.
    Order(Vec<u8>),
    /// The place of each step, where one was chosen, until each has one of its own.
    Places(Vec<Option<u8>>),
    /// The partner of each option, where one was chosen.
    Pairs(Vec<Option<u8>>),
    /// What was typed.
    Typed(String),
}

impl Answer {
    /// No answer yet.
    #[must_use]
    pub fn empty(form: &Form) -> Self {
        match form {
            Form::Single { .. } | Form::Multiple { .. } => Self::Options(OptionSet::EMPTY),
            Form::Order { .. } => Self::Order(Vec::new()),
            Form::Match { partners } => Self::Pairs(vec![None; partners.len()]),
            Form::Numeric(_) => Self::Typed(String::new()),
        }
    }

    /// Whether nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Options(set) => set.is_empty(),
            Self::Order(steps) => steps.is_empty(),
            Self::Pairs(lines) | Self::Places(lines) => lines.iter().all(Option::is_none),
            Self::Typed(typed) => typed.trim().is_empty(),
        }
    }

    /// Whether it can be judged: as many options as the question asks for, a partner for all, a
    /// number that can be read.
    #[must_use]
    pub fn is_complete(&self, form: &Form) -> bool {
        match self {
            Self::Options(set) => set.len() == form.choose(),
            Self::Pairs(pairs) => pairs.iter().all(Option::is_some),
            Self::Order(_) => !self.is_empty(),
            Self::Typed(typed) => typed::read(typed).is_ok(),
            Self::Places(_) => false,
        }
    }

    /// Its word in stored state; `-` if it is empty, and with `~` before it an unfinished order.
    #[must_use]
    pub fn word(&self) -> String {
        let mut out = String::new();
        match self {
            _ if self.is_empty() => out.push('-'),
            Self::Options(set) => set.print(&mut out),
            Self::Order(steps) => out.extend(steps.iter().copied().map(text::digit)),
            Self::Pairs(lines) | Self::Places(lines) => {
                out.extend(matches!(self, Self::Places(_)).then_some(UNFINISHED));
                out.extend(lines.iter().map(|line| line.map_or('_', text::digit)));
            }
            Self::Typed(typed) => text::push_escaped(&mut out, typed),
        }
        out
    }

    /// Reads its word; `None` if it does not fit the form.
    #[must_use]
    pub fn from_word(form: &Form, word: &str) -> Option<Self> {
        if word == "-" {
            return Some(Self::empty(form));
        }
        let inside = |&option: &u8| option < form.options();
        let lines = |word: &str, most| {
            let line = |c| match c {
                '_' => Some(None),
                c => text::from_digit(c).filter(|&value| value < most).map(Some),
            };
            let lines: Vec<Option<u8>> = word.chars().map(line).collect::<Option<_>>()?;
            (lines.len() == usize::from(form.options())).then_some(lines)
        };
        match form {
            Form::Single { .. } | Form::Multiple { .. } => {
                let set = OptionSet::parse(word)?;
                let fits = set.iter().all(|option| inside(&option))
                    && (set.len() <= 1 || matches!(form, Form::Multiple { .. }));
                fits.then_some(Self::Options(set))
            }
            Form::Order { steps } => {
                if let Some(places) = word.strip_prefix(UNFINISHED) {
                    return lines(places, *steps).map(Self::Places);
                }
                let order: Vec<u8> = word.chars().map(text::from_digit).collect::<Option<_>>()?;
                let all = OptionSet::of(order.iter().copied().filter(inside));
                let fits = order.len() == usize::from(*steps) && all.len() == u32::from(*steps);
                fits.then_some(Self::Order(order))
            }
            Form::Match { .. } => lines(word, form.partners()).map(Self::Pairs),
            Form::Numeric(_) => {
                let typed = text::unescape(word)?;
                (typed.chars().count() <= LONGEST_TYPED).then_some(Self::Typed(typed))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::typed::Range;

    #[test]
    fn words_round_trip_and_fit_their_form() {
        let single = Form::Single { options: 4, key: 1 };
        let multiple = Form::Multiple { options: 5, keys: OptionSet::of([0, 3]) };
        let order = Form::Order { steps: 3 };
        let pairs = Form::Match { partners: vec![0, 1, 0] };
        let number = Form::Numeric(Range { low: 2_720_000, high: 2_750_000 });
        for (form, word, complete) in [
            (&single, "-", false),
            (&single, "3", true),
            (&multiple, "0", false),
            (&multiple, "04", true),
            (&multiple, "034", false),
            (&order, "-", false),
            (&order, "201", true),
            (&order, "~_2_", false),
            (&order, "~11_", false),
            (&pairs, "_1_", false),
            (&pairs, "010", true),
            (&number, "$2.73%20;USD", true),
            (&number, "2,73", false),
        ] {
            let answer = Answer::from_word(form, word).unwrap();
            assert_eq!((&*answer.word(), answer.is_complete(form)), (word, complete), "{form:?}");
            assert_eq!(answer.is_empty(), word == "-");
        }
        for (form, word) in [
            (&single, "4"),
            (&single, "01"),
            (&single, ""),
            (&single, "_"),
            (&multiple, "05"),
            (&order, "01"),
            (&order, "011"),
            (&order, "012 "),
            (&order, "~_1"),
            (&order, "~3__"),
            (&pairs, "~_1_"),
            (&pairs, "012"),
            (&pairs, "01"),
            (&number, "%"),
        ] {
            let read = Answer::from_word(form, word);
            assert!(read.is_none() || read == Some(Answer::empty(form)), "{form:?} {word}");
        }
    }
}
