//! What a practice needs of a question: how it is answered, what is right and where it belongs.
//!
//! In: the bank as the generator read it, or its compact text. Out: a [`Bank`] whose questions
//! stand in the order of their ids and refer only to exams and topics that exist.
//! Must not know: the question's words.
//!
//! Options are numbered as they stand in the file, from 0. Answers, keys and stored state speak
//! of these numbers; the order on the screen comes from [`super::draw::shuffled`].

mod answer;
mod bank;
mod store;

pub use answer::{Answer, Confidence, LONGEST_TYPED};
pub use bank::{Bank, BankError, Domain, Exam, Topic};

use super::text;
use super::typed::Range;

/// The most options that a question can have.
pub const MOST_OPTIONS: u8 = 16;

/// Which text of a question it is: a short hash over everything the reader sees of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub u32);

/// A set of options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OptionSet(u16);

impl OptionSet {
    /// No option.
    pub const EMPTY: Self = Self(0);

    /// The set of these options; numbers beyond [`MOST_OPTIONS`] are left out.
    #[must_use]
    pub fn of(options: impl IntoIterator<Item = u8>) -> Self {
        Self(options.into_iter().fold(0, |bits, option| bits | Self::bit(option)))
    }

    /// Whether the option is in it.
    #[must_use]
    pub fn contains(self, option: u8) -> bool {
        self.0 & Self::bit(option) != 0
    }

    /// With the option put in, or taken out if it was in.
    #[must_use]
    pub fn toggled(self, option: u8) -> Self {
        Self(self.0 ^ Self::bit(option))
    }

    /// Without the option.
    #[must_use]
    pub fn without(self, option: u8) -> Self {
        Self(self.0 & !Self::bit(option))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The options, rising.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (0..MOST_OPTIONS).filter(move |&option| self.contains(option))
    }

    fn bit(option: u8) -> u16 {
        1_u16.checked_shl(option.into()).unwrap_or_default()
    }

    fn print(self, out: &mut String) {
        out.extend(self.iter().map(text::digit));
    }

    fn parse(word: &str) -> Option<Self> {
        let options: Option<Vec<u8>> = word.chars().map(text::from_digit).collect();
        let set = Self::of(options?);
        (usize::try_from(set.len()) == Ok(word.len())).then_some(set)
    }
}

/// How a question is answered, and what is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// One option is right.
    Single {
        /// How many options there are.
        options: u8,
        /// The right one.
        key: u8,
    },
    /// Several options are right, and all of them must be chosen and no other.
    Multiple {
        /// How many options there are.
        options: u8,
        /// The right ones.
        keys: OptionSet,
    },
    /// Steps, numbered in their right order.
    Order {
        /// How many steps there are.
        steps: u8,
    },
    /// Each option belongs to one partner; several may belong to the same.
    Match {
        /// The partner of each option.
        partners: Vec<u8>,
    },
    /// A number; what is right as it.
    Numeric(Range),
}

impl Form {
    /// How many options, steps or left halves there are.
    #[must_use]
    pub fn options(&self) -> u8 {
        match self {
            Self::Single { options, .. } | Self::Multiple { options, .. } => *options,
            Self::Order { steps } => *steps,
            Self::Match { partners } => u8::try_from(partners.len()).unwrap_or(u8::MAX),
            Self::Numeric(_) => 0,
        }
    }

    /// How many right halves there are to choose from.
    #[must_use]
    pub fn partners(&self) -> u8 {
        match self {
            Self::Match { partners } => partners.iter().max().map_or(0, |last| last.saturating_add(1)),
            _ => 0,
        }
    }

    /// How many options must be chosen: the `TWO` of ‘choose TWO’.
    #[must_use]
    pub const fn choose(&self) -> u32 {
        match self {
            Self::Single { .. } => 1,
            Self::Multiple { keys, .. } => keys.len(),
            _ => 0,
        }
    }

    /// Whether it can be asked: enough options, no more than [`MOST_OPTIONS`], keys among them.
    fn is_sound(&self) -> bool {
        let options = self.options();
        let inside = |&option: &u8| option < options;
        (2..=MOST_OPTIONS).contains(&options)
            && match self {
                Self::Single { key, .. } => inside(key),
                Self::Multiple { keys, .. } => keys.len() >= 2 && keys.iter().all(|key| inside(&key)),
                Self::Match { partners } => (0..self.partners()).all(|partner| partners.contains(&partner)),
                Self::Order { .. } | Self::Numeric(_) => true,
            }
            || matches!(self, Self::Numeric(range) if range.low <= range.high)
    }
}

/// A task statement of an exam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Task {
    /// The exam's place in the bank.
    pub exam: u8,
    /// The domain's number.
    pub domain: u8,
    /// The statement's number within the domain.
    pub task: u8,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Its stable id.
    pub id: String,
    /// Which text of it this is.
    pub version: Version,
    /// The task statements that ask such a thing, the most fitting one of an exam first.
    pub tasks: Vec<Task>,
    /// The place of its topic (its note) in the bank.
    pub topic: u16,
    /// How it is answered.
    pub form: Form,
}

impl Question {
    /// Its domain in an exam: that of the first task statement of that exam.
    #[must_use]
    pub fn domain(&self, exam: u8) -> Option<u8> {
        self.tasks.iter().find(|task| task.exam == exam).map(|task| task.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_options() {
        let set = OptionSet::of([3, 0, 3, 200]);
        assert_eq!((set.len(), set.iter().collect::<Vec<_>>()), (2, vec![0, 3]));
        assert!(set.contains(3) && !set.contains(1) && !set.contains(255));
        assert_eq!(set.toggled(3).toggled(5), OptionSet::of([0, 5]));
        assert_eq!(set.without(0), OptionSet::of([3]));
        assert_eq!(OptionSet::parse("03"), Some(set));
        assert_eq!(
            (OptionSet::parse("00"), OptionSet::parse("g"), OptionSet::parse("\u{fc}")),
            (None, None, None)
        );
    }

    #[test]
    fn forms_that_cannot_be_asked() {
        for (form, sound) in [
            (Form::Single { options: 4, key: 3 }, true),
            (Form::Single { options: 4, key: 4 }, false),
            (Form::Single { options: 1, key: 0 }, false),
            (Form::Single { options: 17, key: 0 }, false),
            (Form::Multiple { options: 5, keys: OptionSet::of([1, 4]) }, true),
            (Form::Multiple { options: 5, keys: OptionSet::of([1]) }, false),
            (Form::Multiple { options: 4, keys: OptionSet::of([1, 4]) }, false),
            (Form::Order { steps: 3 }, true),
            (Form::Order { steps: 1 }, false),
            (Form::Match { partners: vec![1, 0, 1] }, true),
            (Form::Match { partners: vec![2, 0, 2] }, false),
            (Form::Match { partners: vec![] }, false),
            (Form::Numeric(Range { low: 5, high: 5 }), true),
            (Form::Numeric(Range { low: 6, high: 5 }), false),
        ] {
            assert_eq!(form.is_sound(), sound, "{form:?}");
        }
    }
}
