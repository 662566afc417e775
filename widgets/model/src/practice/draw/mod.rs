//! Which questions come, and in which order their options stand: algorithm 1.
//!
//! In: a bank, a seed, a wish. Out: questions by their place in the bank. Must not know: answers.
//!
//! **An exam** of `n` questions: each domain gets its share of `n` by weight, rounded by largest
//! remainder (of equal ones the lower domain first). Where the bank has fewer questions of a
//! domain, it gives all of them and the rest is shared out among the others, again by weight.
//! Within a domain every question draws a number from the seed and its id (see [`Rng`]); the
//! lowest are taken. A second such number decides the order in the exam. So an exam depends on
//! nothing but its name, `n`, the seed and the bank's questions of that exam, not on their order
//! or on others; where all domains are full a new question changes an exam in one place at most.
//!
//! **A practice** takes confident errors first, then what is due, then what was never seen, then
//! the rest, each drawn in the same way. Within each of these, topics that are easily taken for
//! one another are mixed evenly, and the others stay together: mixing helps to tell look-alikes
//! apart, and nothing else.

mod link;
mod practice;
mod rng;
#[cfg(test)]
pub(crate) mod sample;
mod shares;

pub use link::{ExamLink, LinkError, LinkField, MOST_QUESTIONS};
pub use practice::{Drawn, Standing, Wish, practice};
pub use rng::Rng;
pub(in crate::practice) use rng::{Purpose, of};
pub use shares::Share;

use super::question::{Bank, Exam, Form, Question};
use super::text::{self, Hash};

/// The version of the drawing. It is part of every fingerprint.
pub const ALGORITHM: u8 = 1;

/// A drawn exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExamDraw {
    /// The places of the questions in the bank, in the order of the exam.
    pub questions: Vec<usize>,
    /// What each domain got, in the order of the exam's domains.
    pub shares: Vec<Share>,
}

/// Draws an exam of `n` questions, or of fewer if the bank has no more. The exam is given by its
/// place in the bank; one that is not there is empty.
#[must_use]
pub fn exam(bank: &Bank, exam: u8, n: u16, seed: u64) -> ExamDraw {
    let domains = bank.exam(exam).map(|exam| &*exam.domains).unwrap_or_default();
    let pools: Vec<Vec<usize>> =
        domains.iter().map(|domain| pool(bank, |q| q.domain(exam) == Some(domain.number))).collect();
    let shares = shares::shares(domains, &pools, n);
    let mut chosen = Vec::new();
    for (share, pool) in shares.iter().zip(&pools) {
        let picked = lottery(bank, pool, seed, Purpose::Pick);
        chosen.extend(picked.into_iter().take(share.drawn.into()));
    }
    ExamDraw { questions: lottery(bank, &chosen, seed, Purpose::Place), shares }
}

/// What each domain of an exam of `n` questions gets.
#[must_use]
pub fn shares(bank: &Bank, exam: u8, n: u16) -> Vec<Share> {
    self::exam(bank, exam, n, 0).shares
}

/// The order in which things of one question stand: numbers from 0 to below `count`. `again`
/// counts how often it was asked before, so that nobody learns places by heart.
#[must_use]
pub fn shuffled(question: &Question, seed: u64, again: u8) -> Vec<u8> {
    let mut order: Vec<u8> = (0..question.form.options()).collect();
    one_of(seed, Purpose::Options, again, question).shuffle(&mut order);
    // Steps never stand in their right order: whoever moves none has not answered.
    let is_sorted = order.iter().zip(order.iter().skip(1)).all(|(one, next)| one < next);
    if is_sorted && matches!(question.form, Form::Order { .. }) && !order.is_empty() {
        order.rotate_left(1);
    }
    order
}

/// The order in which the partners of a matching question stand.
#[must_use]
pub fn shuffled_partners(question: &Question, seed: u64, again: u8) -> Vec<u8> {
    let mut order: Vec<u8> = (0..question.form.partners()).collect();
    one_of(seed, Purpose::Partners, again, question).shuffle(&mut order);
    order
}

fn one_of(seed: u64, purpose: Purpose, again: u8, question: &Question) -> Rng {
    of(seed.wrapping_add(u64::from(again) << 56), purpose, &question.id)
}

/// The places of the questions for which something holds.
fn pool(bank: &Bank, holds: impl Fn(&Question) -> bool) -> Vec<usize> {
    let questions = bank.questions().iter().enumerate();
    questions.filter(|(_, question)| holds(question)).map(|(place, _)| place).collect()
}

/// Sorts questions by the number that each draws; of equal ones the lower id comes first.
fn lottery(bank: &Bank, places: &[usize], seed: u64, purpose: Purpose) -> Vec<usize> {
    let number = |place: usize| {
        let id = bank.questions().get(place).map_or("", |question| &question.id);
        (of(seed, purpose, id).bits(), place)
    };
    sorted(places.iter().map(|&place| number(place)).collect())
}

/// Sorts by the first of each pair, then by the second, and keeps the second.
pub(in crate::practice) fn sorted(mut pairs: Vec<(u64, usize)>) -> Vec<usize> {
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, place)| place).collect()
}

/// What an exam's questions were like when a link was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint {
    /// What decides the drawing: algorithm, weights, ids, domains, forms.
    pub draw: u32,
    /// The versions of the texts.
    pub texts: u32,
}

/// How the bank has changed since a link was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drift {
    /// Not at all.
    Same,
    /// The exam is the same, but questions were reworded.
    Reworded,
    /// Questions came, went or moved: the exam may not be the one that was linked.
    Redrawn,
}

impl Fingerprint {
    /// The fingerprint of what the bank holds for one exam; other exams don't count.
    #[must_use]
    pub fn of_exam(bank: &Bank, exam: u8) -> Self {
        Self::of(bank, Some(exam))
    }

    /// The fingerprint of all questions.
    #[must_use]
    pub fn of_bank(bank: &Bank) -> Self {
        Self::of(bank, None)
    }

    fn of(bank: &Bank, exam: Option<u8>) -> Self {
        let mut line = String::new();
        text::push_number(&mut line, ALGORITHM.into(), 10);
        if let Some(Exam { name, domains, .. }) = exam.and_then(|exam| bank.exam(exam)) {
            line.push_str(name);
            for domain in domains {
                for number in [domain.number, domain.weight] {
                    line.push(' ');
                    text::push_number(&mut line, number.into(), 10);
                }
            }
        }
        let mut draw = text::hash(&line).add("\n");
        let mut texts = Hash::NEW;
        for question in bank.questions() {
            let Some(domain) = exam.map_or(Some(0), |exam| question.domain(exam)) else {
                continue;
            };
            line.clear();
            text::push_words(&mut line, &[&question.id, " "]);
            texts = texts.add(&line);
            text::push_number(&mut line, domain.into(), 10);
            line.push(' ');
            for number in [question.form.options(), question.form.partners()] {
                line.push(text::digit(number));
            }
            draw = draw.add(&line).add("\n");
            line.clear();
            text::push_hex(&mut line, question.version.0);
            texts = texts.add(&line).add("\n");
        }
        Self { draw: draw.short(), texts: texts.short() }
    }

    /// Compares the one of a link with the one of today.
    #[must_use]
    pub const fn drift(self, today: Self) -> Drift {
        if self.draw != today.draw {
            Drift::Redrawn
        } else if self.texts != today.texts {
            Drift::Reworded
        } else {
            Drift::Same
        }
    }

    /// Its sixteen digits.
    #[must_use]
    pub fn print(self) -> String {
        let mut out = String::new();
        text::push_hex(&mut out, self.draw);
        text::push_hex(&mut out, self.texts);
        out
    }

    /// Reads its sixteen digits.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (draw, texts) = word.split_at_checked(8)?;
        Some(Self { draw: text::hex(draw)?, texts: text::hex(texts)? })
    }
}

#[cfg(test)]
mod tests;
