//! One question of a session, and what the reader did with it.
//!
//! In: events that concern it. Out: its new state. Must not know: the questions beside it.

use super::{Event, chosen, moved};
use crate::practice::draw::Standing;
use crate::practice::progress::Entry;
use crate::practice::question::{Answer, Confidence, Form, LONGEST_TYPED, OptionSet, Question, Version};
use crate::practice::score;

/// An answer that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What was answered: [`Answer::word`]. It may not fit a question that was changed since.
    pub answer: String,
    /// Whether it was right.
    pub right: bool,
    /// How sure the reader was.
    pub confidence: Option<Confidence>,
    /// How long it took, in milliseconds.
    pub millis: u32,
    /// When it was judged, in seconds since 1970.
    pub at: u64,
    /// The how manieth answer of the session it was, from 1.
    pub number: usize,
}

/// A question of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The question.
    pub question: Question,
    /// The text that was asked. Another one than the question's if it was changed since.
    pub version: Version,
    /// Its domain in the exam.
    pub domain: Option<u8>,
    /// Why it came, in a practice.
    pub why: Option<Standing>,
    /// The answer so far.
    pub answer: Answer,
    /// Options struck out.
    pub struck: OptionSet,
    /// Whether it is flagged.
    pub flagged: bool,
    /// How sure the reader is.
    pub confidence: Option<Confidence>,
    /// Milliseconds spent on it, in a practice since it was last asked.
    pub millis: u32,
    /// Whether the answer was judged and can't be changed.
    pub checked: bool,
    /// Whether a practice stopped before it came.
    pub dropped: bool,
    /// Answers judged so far; those behind the first are corrections.
    pub attempts: Vec<Attempt>,
}

impl Item {
    /// A question not yet asked.
    pub(super) fn new(question: &Question, domain: Option<u8>, why: Option<Standing>) -> Self {
        Self {
            question: question.clone(),
            version: question.version,
            domain,
            why,
            answer: Answer::empty(&question.form),
            struck: OptionSet::EMPTY,
            flagged: false,
            confidence: None,
            millis: 0,
            checked: false,
            dropped: false,
            attempts: Vec::new(),
        }
    }

    /// How often it was asked before.
    pub(super) fn turn(&self) -> u8 {
        let before = self.attempts.len().saturating_sub(usize::from(self.checked));
        u8::try_from(before).unwrap_or(u8::MAX)
    }

    /// Whether the answer is complete.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.answer.is_complete(&self.question.form)
    }

    /// Whether the last answer of a practice was wrong.
    #[must_use]
    pub fn is_missed(&self) -> bool {
        self.attempts.last().is_some_and(|last| !last.right)
    }

    /// Whether a practice has still to ask it for the first time.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.attempts.is_empty() && !self.dropped
    }

    /// Takes an event that concerns the answer. `shown` is the order of the steps.
    pub(super) fn edit(&mut self, event: &Event, shown: &[u8]) -> bool {
        let new = match (event, &self.question.form) {
            (Event::Choose(option), form) => {
                self.struck = self.struck.without(*option);
                chosen(form, &self.answer, *option)
            }
            (&Event::Move(from, to), Form::Order { .. }) => moved(shown, from, to).map(Answer::Order),
            (Event::Type(typed), Form::Numeric(_)) => {
                Some(Answer::Typed(typed.chars().take(LONGEST_TYPED).collect()))
            }
            (&Event::Pair(option, partner), form @ Form::Match { .. }) => {
                let fits = partner.is_none_or(|partner| partner < form.partners());
                let mut new = self.answer.clone();
                if let Answer::Pairs(pairs) = &mut new
                    && let Some(pair) = pairs.get_mut(usize::from(option)).filter(|_| fits)
                {
                    *pair = partner;
                }
                Some(new)
            }
            (&Event::StrikeOut(option), Form::Single { .. } | Form::Multiple { .. }) => {
                return self.strike_out(option);
            }
            (Event::Flag, _) => {
                self.flagged = !self.flagged;
                return true;
            }
            (&Event::Confidence(said), _) => {
                let is_new = said != self.confidence;
                self.confidence = said;
                return is_new;
            }
            _ => None,
        };
        match new.filter(|new| *new != self.answer) {
            Some(new) => {
                self.answer = new;
                true
            }
            None => false,
        }
    }

    /// Strikes an option out, or takes that back; `false` if there is no such option. A struck
    /// option is not chosen.
    pub fn strike_out(&mut self, option: u8) -> bool {
        let fits = option < self.question.form.options();
        if fits {
            self.struck = self.struck.toggled(option);
            if let Answer::Options(set) = self.answer {
                self.answer = Answer::Options(set.without(option));
            }
        }
        fits
    }

    /// Judges the answer and keeps it.
    pub(super) fn judge(&mut self, number: usize, now: u64) -> bool {
        let right = score::is_right(&self.question.form, &self.answer);
        self.checked = true;
        self.attempts.push(Attempt {
            answer: self.answer.word(),
            right,
            confidence: self.confidence,
            millis: self.millis,
            at: now.div_euclid(1_000),
            number,
        });
        right
    }

    /// Clears what was answered, so that it can be asked once more.
    pub(super) fn ask_again(&mut self) {
        self.answer = Answer::empty(&self.question.form);
        self.struck = OptionSet::EMPTY;
        self.confidence = None;
        self.millis = 0;
        self.checked = false;
    }

    /// Its answers, for the progress.
    pub(super) fn records(&self) -> impl Iterator<Item = (&str, Entry)> {
        self.attempts.iter().enumerate().map(|(index, attempt)| {
            let seconds = attempt.millis.saturating_add(500).div_euclid(1_000);
            let entry = Entry {
                at: attempt.at,
                version: self.version,
                right: attempt.right,
                confidence: attempt.confidence,
                correction: index > 0,
                seconds: u16::try_from(seconds).unwrap_or(u16::MAX),
                answer: attempt.answer.clone(),
            };
            (&*self.question.id, entry)
        })
    }
}
