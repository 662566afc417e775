//! What is kept of one answer, and of one exam.
//!
//! In: an answer. Out: its word in the store, and back. Must not know: what follows from it.

use crate::practice::draw::Fingerprint;
use crate::practice::question::{Confidence, Exam, Version};
use crate::practice::score::Report;
use crate::practice::session::{Allowance, Mode, Session};
use crate::practice::text::{self, SHORT, number, push_number, push_words, small};

/// How many answers are kept of a question: the newest.
pub const MOST_ENTRIES: usize = 32;
/// How many exams are kept: the newest.
pub const MOST_EXAMS: usize = 200;

/// An answer. The order of the fields is the order of answers: by time first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// When, in seconds since 1970.
    pub at: u64,
    /// The text of the question that was answered.
    pub version: Version,
    /// Whether it was right.
    pub right: bool,
    /// How sure the reader was.
    pub confidence: Option<Confidence>,
    /// Whether the reader had just been shown the right answer.
    pub correction: bool,
    /// How long it took.
    pub seconds: u16,
    /// What was answered: [`crate::practice::question::Answer::word`].
    pub answer: String,
}

impl Entry {
    /// Writes it as one word; the version stands before it: `k3v9w2:Tc:1f:03`.
    pub(super) fn print(&self, out: &mut String) {
        push_number(out, self.at, SHORT);
        let letter = Confidence::letter(self.confidence);
        out.extend([':', if self.right { letter.to_ascii_uppercase() } else { letter }]);
        out.push_str(if self.correction { "c:" } else { ":" });
        push_number(out, self.seconds.into(), SHORT);
        out.push(':');
        out.push_str(&self.answer);
    }

    pub(super) fn parse(word: &str, version: Version) -> Option<Self> {
        let mut parts = word.splitn(4, ':');
        let at = number(parts.next()?, SHORT)?;
        let mut letters = parts.next()?.chars();
        let letter = letters.next()?;
        let correction = match (letters.next(), letters.next()) {
            (None, _) => false,
            (Some('c'), None) => true,
            _ => return None,
        };
        let confidence = Confidence::from_letter(letter.to_ascii_lowercase())?;
        let seconds = small(parts.next()?, SHORT)?;
        let answer = parts.next().filter(|answer| *answer == "-" || text::is_word(answer))?.to_owned();
        let right = letter.is_ascii_uppercase();
        Some(Self { at, version, right, confidence, correction, seconds, answer })
    }
}

/// A finished exam.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExamRecord {
    /// When it ended, in seconds since 1970.
    pub at: u64,
    /// The exam's name.
    pub exam: String,
    /// How many questions it had.
    pub asked: u16,
    /// How many were right.
    pub right: u16,
    /// How long it took in seconds.
    pub seconds: u32,
    /// Its seed: with the bank's fingerprint the link to it.
    pub seed: u64,
    /// The bank's fingerprint.
    pub bank: Fingerprint,
    /// The time it gave.
    pub allowance: Allowance,
    /// Each domain: its number, how many were asked, how many were right.
    pub parts: Vec<(u8, u16, u16)>,
}

impl ExamRecord {
    /// The record of an exam that came to its end.
    #[must_use]
    pub fn of(session: &Session, exam: &Exam) -> Option<Self> {
        let (Mode::Exam(_, allowance), Some(ended)) = (&session.mode, session.ended) else {
            return None;
        };
        let report = Report::of(session, Some(exam));
        let short = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        let parts = report.parts.iter().map(|part| (part.domain, short(part.asked), short(part.right)));
        Some(Self {
            at: ended.div_euclid(1_000),
            exam: exam.name.clone(),
            asked: short(report.asked),
            right: short(report.right),
            seconds: u32::try_from(session.clock.used.div_euclid(1_000)).unwrap_or(u32::MAX),
            seed: session.seed,
            bank: session.bank,
            allowance: *allowance,
            parts: parts.collect(),
        })
    }

    /// Writes it as words: `k3v9w2 saa 20 15 5k 3n1 1f0c2a9b8b1c33de 1 1.6.5 2.5.4`.
    pub(super) fn print(&self, out: &mut String) {
        push_number(out, self.at, SHORT);
        push_words(out, &[" ", &self.exam]);
        let numbers = [(self.asked.into(), 10), (self.right.into(), 10), (self.seconds.into(), SHORT)];
        for (number, radix) in numbers.into_iter().chain([(self.seed, SHORT)]) {
            out.push(' ');
            push_number(out, number, radix);
        }
        push_words(out, &[" ", &self.bank.print(), " ", self.allowance.name()]);
        for &(domain, asked, right) in &self.parts {
            out.push(' ');
            push_number(out, domain.into(), 10);
            for count in [asked, right] {
                out.push('.');
                push_number(out, count.into(), 10);
            }
        }
    }

    pub(super) fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let mut next = || words.next();
        let part = |word: &str| {
            let (domain, counts) = word.split_once('.')?;
            let (asked, right) = counts.split_once('.')?;
            Some((small(domain, 10)?, small(asked, 10)?, small(right, 10)?))
        };
        Some(Self {
            at: number(next()?, SHORT)?,
            exam: next().filter(|name| text::is_word(name))?.to_owned(),
            asked: small(next()?, 10)?,
            right: small(next()?, 10)?,
            seconds: small(next()?, SHORT)?,
            seed: number(next()?, SHORT)?,
            bank: Fingerprint::parse(next()?)?,
            allowance: Allowance::from_name(next()?)?,
            parts: words.map(part).collect::<Option<_>>()?,
        })
    }
}
