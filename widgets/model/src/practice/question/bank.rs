//! The bank: exams, topics and questions that fit together.
//!
//! In: its parts. Out: the bank, or the first thing that does not fit. Must not know: files.

use super::Question;
use crate::practice::text::is_word;

/// A domain of an exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    /// Its number.
    pub number: u8,
    /// Its weight in per cent.
    pub weight: u8,
    /// Its name.
    pub name: String,
}

/// An exam.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exam {
    /// Its name in addresses: `saa`.
    pub name: String,
    /// Its code: `SAA-C03`.
    pub code: String,
    /// How many questions the real one has.
    pub questions: u16,
    /// How many minutes it takes.
    pub minutes: u16,
    /// Its pass mark on AWS's scale.
    pub pass: u16,
    /// Its domains, by number.
    pub domains: Vec<Domain>,
}

/// A topic: a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The note's address: `ecs/launch-types`.
    pub name: String,
    /// The places of the topics that are easily taken for it, either way round.
    pub like: Vec<u16>,
}

/// What does not fit in a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankError {
    /// No text of a bank, or of a version that is not known here.
    NotABank,
    /// The checksum is missing or wrong.
    Damaged,
    /// A line that can't be read, counted from 1 behind the first.
    Line(usize),
    /// A name, code or id that is empty or holds white space.
    Word(String),
    /// Two questions of one id.
    Twice(String),
    /// A question that names an exam, domain or topic that is not there.
    Reference(String),
    /// A question that can't be asked: too few or too many options, or no such key.
    Form(String),
    /// More exams or topics than can be counted.
    TooMany,
}

impl BankError {
    /// What is wrong, as a sentence without its full stop.
    #[must_use]
    pub fn message(&self) -> String {
        let (text, name) = match self {
            Self::NotABank => ("not a question bank of this version", ""),
            Self::Damaged => ("the question bank is damaged", ""),
            Self::Line(line) => {
                let mut text = String::from("the question bank can't be read in line ");
                let line = u64::try_from(*line).unwrap_or(u64::MAX);
                crate::practice::text::push_number(&mut text, line, 10);
                return text;
            }
            Self::Word(name) => ("no name or id without white space: ", &**name),
            Self::Twice(id) => ("two questions have the id ", &**id),
            Self::Reference(id) => ("an unknown exam, domain or topic in the question ", &**id),
            Self::Form(id) => ("options and keys do not fit in the question ", &**id),
            Self::TooMany => ("too many exams or topics", ""),
        };
        [text, name].concat()
    }
}

/// Exams, topics and questions that fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    exams: Vec<Exam>,
    topics: Vec<Topic>,
    questions: Vec<Question>,
}

impl Bank {
    /// Puts a bank together. The questions are sorted by id.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn new(
        exams: Vec<Exam>,
        topics: Vec<Topic>,
        mut questions: Vec<Question>,
    ) -> Result<Self, BankError> {
        let (some_exams, some_topics) = (u8::try_from(exams.len()), u16::try_from(topics.len()));
        if some_exams.is_err() || some_topics.is_err() {
            return Err(BankError::TooMany);
        }
        exams.iter().try_for_each(|exam| word(&exam.name).and(word(&exam.code)))?;
        topics.iter().try_for_each(|topic| word(&topic.name))?;
        questions.iter().try_for_each(|question| word(&question.id))?;
        if topics.iter().flat_map(|topic| &topic.like).any(|&like| topics.get(usize::from(like)).is_none()) {
            return Err(BankError::Reference(String::new()));
        }
        questions.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        let mut before: Option<&Question> = None;
        for question in &questions {
            if before.is_some_and(|before| before.id == question.id) {
                return Err(BankError::Twice(question.id.clone()));
            }
            let known = question.tasks.iter().all(|task| {
                let exam = exams.get(usize::from(task.exam));
                exam.is_some_and(|exam| exam.domains.iter().any(|domain| domain.number == task.domain))
            });
            if !known || topics.get(usize::from(question.topic)).is_none() {
                return Err(BankError::Reference(question.id.clone()));
            }
            if !question.form.is_sound() {
                return Err(BankError::Form(question.id.clone()));
            }
            before = Some(question);
        }
        Ok(Self::trusted(exams, topics, questions))
    }

    /// A bank of parts that were checked before. Wrong ones would be answered with empty exams,
    /// not with a panic.
    pub(super) const fn trusted(exams: Vec<Exam>, topics: Vec<Topic>, questions: Vec<Question>) -> Self {
        Self { exams, topics, questions }
    }

    /// The exams.
    #[must_use]
    pub fn exams(&self) -> &[Exam] {
        &self.exams
    }

    /// The topics.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The questions, sorted by id.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The place of the exam with that name.
    #[must_use]
    pub fn find_exam(&self, name: &str) -> Option<u8> {
        self.exams.iter().position(|exam| exam.name == name).and_then(|place| u8::try_from(place).ok())
    }

    /// The exam at that place.
    #[must_use]
    pub fn exam(&self, place: u8) -> Option<&Exam> {
        self.exams.get(usize::from(place))
    }

    /// The place of the question with that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.questions.binary_search_by(|question| (*question.id).cmp(id)).ok()
    }
}

fn word(name: &str) -> Result<(), BankError> {
    if is_word(name) { Ok(()) } else { Err(BankError::Word(name.to_owned())) }
}
