//! What a reader has answered, and what follows: seen, known, due, and how sure they may be.
//!
//! In: answers with their times. Out: how the reader stands with each question, sums, a
//! calibration table, a compact text. Must not know: where that text is stored, the words of a
//! question.
//!
//! Only answers and finished exams are stored; everything else is worked out from them. Two
//! stores are merged by putting their answers together, and of each question the newest
//! [`MOST_ENTRIES`] stay. So merging is commutative, associative and idempotent and loses
//! nothing that recording would have kept.
//!
//! **Several tabs** share a store: read it, [`open`] it, record, [`Progress::print`] and write
//! it, all in one go, and keep no copy of your own.
//!
//! **Scheduling** is FSRS-6 with default weights; its head says more. A wrong or guessed answer
//! counts as `Again`; a right one as `Hard` (they think so), `Good` (nothing said) or `Easy`
//! (certain; a correction is never more than `Good`). Days are counted from answer to answer and rounded to the nearest, so that a reader who practises every evening
//! finds what is due though it is an hour early.

mod calibration;
mod entry;
mod fix;
mod fsrs;
mod store;

pub use calibration::{Said, calibration};
pub use entry::{Entry, ExamRecord, MOST_ENTRIES, MOST_EXAMS};
pub use fsrs::LONGEST_DAYS;
pub use store::{KEY, Opened, Trouble, open};

use super::draw::Standing;
use super::question::{Bank, Confidence, Question};
use super::session::Session;
use fsrs::{Grade, Memory};

const DAY: u64 = 86_400;

/// Whole days between two times in seconds, rounded to the nearest.
fn days(from: u64, to: u64) -> u32 {
    let days = to.saturating_sub(from).saturating_add(DAY.div_euclid(2)).div_euclid(DAY);
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// The answers to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The question's id.
    pub id: String,
    /// Its answers, the oldest first.
    entries: Vec<Entry>,
}

/// How a reader stands with a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Answered at least once.
    pub seen: bool,
    /// Answered right and not by a guess, and not due.
    pub known: bool,
    /// Answered wrong, or so long ago that it may be forgotten; or changed since.
    pub due: bool,
    /// Answered wrong though certain, and not right since. Correcting it at once does not count.
    pub confident_error: bool,
    /// Changed since it was answered.
    pub changed: bool,
    /// When it is due, in seconds since 1970.
    pub due_at: u64,
    /// The chance of knowing it today, in per mille.
    pub recall: u16,
}

impl Status {
    /// What that means for the next practice.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        match self {
            Self { confident_error: true, .. } => Standing::ConfidentError,
            Self { due: true, .. } => Standing::Due,
            Self { seen: false, .. } => Standing::Unseen,
            _ => Standing::Known,
        }
    }
}

impl History {
    /// The answers, the oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How the reader stands with the question now.
    #[must_use]
    pub fn status(&self, question: &Question, now: u64) -> Status {
        let asked = self.entries.iter().rev().find(|entry| !entry.correction);
        let (Some(last), Some(memory)) = (self.entries.last(), self.memory()) else {
            return Status::default();
        };
        let since = days(last.at, now);
        let wrong = !last.right;
        let changed = last.version != question.version;
        let forgotten = since >= memory.interval();
        let due = changed || wrong || forgotten;
        let interval = if wrong { 0 } else { u64::from(memory.interval()) };
        let half = if wrong { 0 } else { DAY.div_euclid(2) };
        let asked = asked.unwrap_or(last);
        Status {
            seen: true,
            known: !due && asked.right && asked.confidence != Some(Confidence::Guess),
            due,
            confident_error: !changed && !asked.right && asked.confidence == Some(Confidence::Sure),
            changed,
            due_at: last.at.saturating_add(interval.saturating_mul(DAY)).saturating_sub(half),
            recall: u16::try_from(memory.recall(since).thousandths()).unwrap_or_default().min(1_000),
        }
    }

    /// What all answers have left in memory.
    fn memory(&self) -> Option<Memory> {
        let mut state: Option<(Memory, u64)> = None;
        for entry in &self.entries {
            let grade = match (entry.right, entry.confidence) {
                (false, _) | (_, Some(Confidence::Guess)) => Grade::Again,
                (true, Some(Confidence::Think)) => Grade::Hard,
                (true, Some(Confidence::Sure)) if !entry.correction => Grade::Easy,
                (true, _) => Grade::Good,
            };
            let memory = match state {
                None => Memory::first(grade),
                Some((memory, at)) => memory.after(grade, days(at, entry.at)),
            };
            state = Some((memory, entry.at));
        }
        state.map(|(memory, _)| memory)
    }
}

/// Sums over some questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many questions there are.
    pub all: u32,
    /// Answered at least once.
    pub seen: u32,
    /// Known.
    pub known: u32,
    /// Due.
    pub due: u32,
    /// Wrong though certain.
    pub confident_errors: u32,
    /// Changed since they were answered.
    pub changed: u32,
}

impl Tally {
    /// Adds up what holds for some questions.
    #[must_use]
    pub fn of(statuses: impl IntoIterator<Item = Status>) -> Self {
        statuses.into_iter().fold(Self::default(), |sum, status| Self {
            all: sum.all.saturating_add(1),
            seen: sum.seen.saturating_add(status.seen.into()),
            known: sum.known.saturating_add(status.known.into()),
            due: sum.due.saturating_add(status.due.into()),
            confident_errors: sum.confident_errors.saturating_add(status.confident_error.into()),
            changed: sum.changed.saturating_add(status.changed.into()),
        })
    }
}

/// Everything that is kept of a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Sorted by id.
    questions: Vec<History>,
    /// Sorted.
    exams: Vec<ExamRecord>,
}

impl Progress {
    /// The answers to each question, by id. Questions that the bank no longer has stay.
    #[must_use]
    pub fn questions(&self) -> &[History] {
        &self.questions
    }

    /// The finished exams, the oldest first.
    #[must_use]
    pub fn exams(&self) -> &[ExamRecord] {
        &self.exams
    }

    /// Whether nothing is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty() && self.exams.is_empty()
    }

    /// The answers to a question.
    #[must_use]
    pub fn history(&self, id: &str) -> Option<&History> {
        let place = self.questions.binary_search_by(|history| (*history.id).cmp(id)).ok()?;
        self.questions.get(place)
    }

    /// How the reader stands with a question.
    #[must_use]
    pub fn status(&self, question: &Question, now: u64) -> Status {
        self.history(&question.id).map_or_else(Status::default, |history| history.status(question, now))
    }

    /// How the reader stands with each question of the bank, in its order.
    #[must_use]
    pub fn statuses(&self, bank: &Bank, now: u64) -> Vec<Status> {
        bank.questions().iter().map(|question| self.status(question, now)).collect()
    }

    /// Records an answer. One that is there already changes nothing.
    pub fn record(&mut self, id: &str, entry: Entry) {
        let place = match self.questions.binary_search_by(|history| (*history.id).cmp(id)) {
            Ok(place) => place,
            Err(place) => {
                self.questions.insert(place, History { id: id.to_owned(), entries: Vec::new() });
                place
            }
        };
        if let Some(history) = self.questions.get_mut(place) {
            keep(&mut history.entries, entry, MOST_ENTRIES);
        }
    }

    /// Records a finished exam. One that is there already changes nothing.
    pub fn record_exam(&mut self, exam: ExamRecord) {
        keep(&mut self.exams, exam, MOST_EXAMS);
    }

    /// Records all answers that a session has so far.
    pub fn record_session(&mut self, session: &Session) {
        for (id, entry) in session.records() {
            self.record(id, entry);
        }
    }

    /// Puts another store's contents into this one.
    pub fn merge(&mut self, other: &Self) {
        for history in &other.questions {
            for entry in &history.entries {
                self.record(&history.id, entry.clone());
            }
        }
        for exam in &other.exams {
            self.record_exam(exam.clone());
        }
    }
}

/// Puts something in its place in a sorted list that keeps its last `most`.
fn keep<T: Ord>(list: &mut Vec<T>, new: T, most: usize) {
    let Err(place) = list.binary_search(&new) else {
        return;
    };
    list.insert(place, new);
    if list.len() > most {
        list.remove(0);
    }
}

#[cfg(test)]
mod tests;
