//! What was right, per domain and with its uncertainty, and what is worth another look.
//!
//! In: a session at its end (a practice also before). Out: a report. Must not know: how it is
//! shown.
//!
//! Multiple response, ordering and matching are right as a whole or wrong; AWS gives no part
//! marks. Only the first answer to a question counts; corrections don't.

mod wilson;

pub use wilson::Interval;

use super::draw::sorted;
use super::question::{Answer, Confidence, Exam, Form};
use super::session::{Item, Mode, Session};
use super::typed;

/// Whether an answer is right.
#[must_use]
pub fn is_right(form: &Form, answer: &Answer) -> bool {
    match (form, answer) {
        (Form::Single { key, .. }, Answer::Options(set)) => set.len() == 1 && set.contains(*key),
        (Form::Multiple { keys, .. }, Answer::Options(set)) => set == keys,
        (Form::Order { steps }, Answer::Order(order)) => order.iter().copied().eq(0..*steps),
        (Form::Match { partners }, Answer::Pairs(pairs)) => {
            pairs.iter().copied().eq(partners.iter().copied().map(Some))
        }
        (Form::Numeric(range), Answer::Typed(typed)) => {
            typed::read(typed).is_ok_and(|number| range.holds(number))
        }
        _ => false,
    }
}

/// What became of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the session.
    pub place: usize,
    /// Its domain in the exam.
    pub domain: Option<u8>,
    /// Whether it was answered at all.
    pub answered: bool,
    /// Whether the first answer was right.
    pub right: bool,
    /// How sure the reader was.
    pub confidence: Option<Confidence>,
    /// Whether it is flagged.
    pub flagged: bool,
    /// Milliseconds spent on it.
    pub millis: u32,
    /// Whether it took longer than it should have; see [`Report::pace`].
    pub slow: bool,
}

/// What became of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its number.
    pub domain: u8,
    /// How many questions were asked.
    pub asked: u32,
    /// How many were right.
    pub right: u32,
    /// The share of right ones.
    pub interval: Interval,
    /// Milliseconds spent on it.
    pub millis: u64,
}

/// An estimate of what the result would be on AWS's scale of 100 to 1,000.
///
/// **Not AWS's score**: AWS weighs and equates its questions and does not say how. This is a
/// straight line from nothing right (100) to all right (1,000), with the interval of the share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScaleEstimate {
    /// The lower bound.
    pub low: u16,
    /// The estimate.
    pub middle: u16,
    /// The upper bound.
    pub high: u16,
    /// The real exam's pass mark.
    pub pass: u16,
    /// How much of the exam, in per cent of its weight, the asked questions stand for.
    pub covered: u8,
}

impl ScaleEstimate {
    /// Whether the whole interval lies above the pass mark or below it; `None` if it spans it.
    #[must_use]
    pub const fn is_clear(&self) -> Option<bool> {
        if self.low >= self.pass {
            Some(true)
        } else if self.high < self.pass {
            Some(false)
        } else {
            None
        }
    }
}

/// What to look at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Everything.
    All,
    /// Answered wrong, or not at all.
    Wrong,
    /// Wrong though certain.
    ConfidentError,
    /// Right by a guess.
    GuessedRight,
    /// Flagged.
    Flagged,
    /// Slow.
    Slow,
    /// Of one domain.
    Domain(u8),
}

/// The result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Each question, in the order of the session.
    pub lines: Vec<Line>,
    /// How many were right.
    pub right: u32,
    /// How many were asked.
    pub asked: u32,
    /// The share of right ones; `None` if nothing was asked.
    pub interval: Option<Interval>,
    /// Each domain of the exam that had questions.
    pub parts: Vec<Part>,
    /// Milliseconds in all.
    pub millis: u64,
    /// The milliseconds above which a question counts as slow: the pace of the real exam times
    /// the extra time, or without a clock twice the median of the answered ones.
    pub pace: u64,
    /// The estimate on AWS's scale; exams only.
    pub estimate: Option<ScaleEstimate>,
}

impl Report {
    /// Reports on a session. An exam is needed for its pace, its domains and its pass mark.
    #[must_use]
    pub fn of(session: &Session, exam: Option<&Exam>) -> Self {
        let asked = |item: &&Item| !item.dropped && (session.is_exam() || !item.attempts.is_empty());
        let mut lines = Vec::new();
        for (place, item) in session.items.iter().enumerate().filter(|(_, item)| asked(item)) {
            lines.push(line(place, item));
        }
        let pace = pace(session, exam, &lines);
        for line in &mut lines {
            line.slow = u64::from(line.millis) > pace;
        }
        let (right, total) = count(&lines, |_| true);
        let interval = Interval::wilson(right, total);
        let parts: Vec<Part> = match exam {
            Some(exam) => exam.domains.iter().filter_map(|domain| part(&lines, domain.number)).collect(),
            None => Vec::new(),
        };
        let exam = exam.filter(|_| session.is_exam());
        let estimate = exam.zip(interval).map(|(exam, interval)| estimate(exam, &parts, interval));
        let millis = lines.iter().map(|line| u64::from(line.millis)).sum();
        Self { lines, right, asked: total, interval, parts, millis, pace, estimate }
    }

    /// The places in the session of what a filter leaves.
    #[must_use]
    pub fn places(&self, filter: Filter) -> Vec<usize> {
        let holds = |line: &&Line| match filter {
            Filter::All => true,
            Filter::Wrong => !line.right,
            Filter::ConfidentError => {
                line.answered && !line.right && line.confidence == Some(Confidence::Sure)
            }
            Filter::GuessedRight => line.right && line.confidence == Some(Confidence::Guess),
            Filter::Flagged => line.flagged,
            Filter::Slow => line.slow,
            Filter::Domain(domain) => line.domain == Some(domain),
        };
        self.lines.iter().filter(holds).map(|line| line.place).collect()
    }
}

fn line(place: usize, item: &Item) -> Line {
    let first = item.attempts.first();
    Line {
        place,
        domain: item.domain,
        answered: first.is_some(),
        right: first.is_some_and(|first| first.right),
        confidence: first.map_or(item.confidence, |first| first.confidence),
        flagged: item.flagged,
        millis: first.map_or(item.millis, |first| first.millis),
        slow: false,
    }
}

fn pace(session: &Session, exam: Option<&Exam>, lines: &[Line]) -> u64 {
    let limit = match (&session.mode, exam) {
        (Mode::Exam(_, allowance), Some(exam)) => allowance.limit(exam, 1),
        _ => None,
    };
    limit.unwrap_or_else(|| {
        let answered = lines.iter().enumerate().filter(|(_, line)| line.answered);
        let order = sorted(answered.map(|(place, line)| (line.millis.into(), place)).collect());
        let median = order.get(order.len().div_euclid(2)).and_then(|&place| lines.get(place));
        median.map_or(u64::MAX, |line| u64::from(line.millis).saturating_mul(2))
    })
}

/// How many lines are right, and how many there are, of those for which something holds.
fn count(lines: &[Line], holds: impl Fn(&Line) -> bool) -> (u32, u32) {
    let mut counts = (0_u32, 0_u32);
    for line in lines.iter().filter(|line| holds(line)) {
        counts.0 = counts.0.saturating_add(line.right.into());
        counts.1 = counts.1.saturating_add(1);
    }
    counts
}

fn part(lines: &[Line], domain: u8) -> Option<Part> {
    let (right, asked) = count(lines, |line| line.domain == Some(domain));
    let of_domain = lines.iter().filter(|line| line.domain == Some(domain));
    let millis = of_domain.map(|line| u64::from(line.millis)).sum();
    Some(Part { domain, asked, right, interval: Interval::wilson(right, asked)?, millis })
}

fn estimate(exam: &Exam, parts: &[Part], interval: Interval) -> ScaleEstimate {
    // 100 + 900 · share, the share in per mille.
    let scaled = |share: u16| {
        let above = u32::from(share).saturating_mul(9).saturating_add(5).div_euclid(10);
        u16::try_from(above).unwrap_or(900).saturating_add(100)
    };
    let has_part = |number: u8| parts.iter().any(|part| part.domain == number);
    let covered = exam.domains.iter().filter(|domain| has_part(domain.number));
    ScaleEstimate {
        low: scaled(interval.low),
        middle: scaled(interval.share),
        high: scaled(interval.high),
        pass: exam.pass,
        covered: covered.fold(0_u8, |sum, domain| sum.saturating_add(domain.weight)),
    }
}

#[cfg(test)]
mod tests;
