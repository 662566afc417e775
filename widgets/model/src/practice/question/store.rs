//! The bank's compact text, in which it travels to the browser.
//!
//! In: a bank. Out: text, and back without loss, or why it can't be read. Must not know: the words of
//! a question.
//!
//! ```text
//! studydeck-bank 1
//! x saa SAA-C03 65 130 720                an exam: questions, minutes, pass mark
//! d 1 30 Design Secure Architectures      a domain of it: weight, name
//! t ecs/launch-types 1 2                  a topic, and the topics that look like it
//! q ecs-roles 1f0c2a9b 0 s4.1 saa.1.1     a question: version, topic, form, task statements
//! . 8b1c33de
//! ```
//!
//! Exams and topics are counted from 0. Forms: `s4.1` one of four, the second is right; `m5.03`
//! several; `o4` four steps; `p010` partners of three options; `n9552018.9648018` a number between
//! two others, in millionths.
//!
//! In: a bank. Out: its text, and back. Must not know: how it travels.

use super::{Bank, BankError, Domain, Exam, Form, OptionSet, Question, Task, Topic, Version};
use crate::practice::text::{self, push_number, push_words, small};
use crate::practice::typed::Range;

const KIND: &str = "bank";
const VERSION: u32 = 1;

impl Bank {
    /// Writes its text.
    #[must_use]
    pub fn print(&self) -> String {
        let mut out = text::begin(KIND, VERSION);
        for exam in self.exams() {
            push_words(&mut out, &["x ", &exam.name, " ", &exam.code]);
            push_numbers(&mut out, [exam.questions, exam.minutes, exam.pass]);
            for domain in &exam.domains {
                out.push_str("\nd");
                push_numbers(&mut out, [domain.number, domain.weight]);
                push_words(&mut out, &[" ", &domain.name]);
            }
            out.push('\n');
        }
        for topic in self.topics() {
            push_words(&mut out, &["t ", &topic.name]);
            push_numbers(&mut out, topic.like.iter().copied());
            out.push('\n');
        }
        for question in self.questions() {
            push_words(&mut out, &["q ", &question.id, " "]);
            text::push_hex(&mut out, question.version.0);
            push_numbers(&mut out, [question.topic]);
            out.push(' ');
            question.form.print(&mut out);
            for task in &question.tasks {
                push_words(&mut out, &[" ", self.exam(task.exam).map_or("", |exam| &exam.name), "."]);
                push_number(&mut out, task.domain.into(), 10);
                out.push('.');
                push_number(&mut out, task.task.into(), 10);
            }
            out.push('\n');
        }
        text::seal(out)
    }

    /// Reads its text. The checksum says that it is as [`Bank::print`] wrote it, so its parts are
    /// not checked once more.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BankError> {
        let opened = text::open(text, KIND).filter(|opened| opened.version == VERSION);
        let opened = opened.ok_or(BankError::NotABank)?;
        if !opened.whole {
            return Err(BankError::Damaged);
        }
        let (mut exams, mut topics, mut questions) = (Vec::new(), Vec::new(), Vec::new());
        for (index, line) in opened.body.lines().enumerate() {
            let read = match line.split_at_checked(2) {
                Some(("x ", rest)) => exam(rest).map(|exam| exams.push(exam)),
                Some(("d ", rest)) => {
                    domain(rest).and_then(|domain| exams.last_mut().map(|exam| exam.domains.push(domain)))
                }
                Some(("t ", rest)) => topic(rest).map(|topic| topics.push(topic)),
                Some(("q ", rest)) => question(rest, &exams).map(|question| questions.push(question)),
                _ => None,
            };
            read.ok_or(BankError::Line(index.saturating_add(1)))?;
        }
        Ok(Self::trusted(exams, topics, questions))
    }
}

/// Writes numbers, each with a space before it.
fn push_numbers<N: Into<u64>>(out: &mut String, numbers: impl IntoIterator<Item = N>) {
    for number in numbers {
        out.push(' ');
        push_number(out, number.into(), 10);
    }
}

fn exam(line: &str) -> Option<Exam> {
    let mut words = line.split(' ');
    let (name, code) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut number = || small(words.next()?, 10);
    Some(Exam { name, code, questions: number()?, minutes: number()?, pass: number()?, domains: Vec::new() })
}

fn domain(line: &str) -> Option<Domain> {
    let mut words = line.splitn(3, ' ');
    let mut number = || small(words.next()?, 10);
    Some(Domain { number: number()?, weight: number()?, name: words.next()?.to_owned() })
}

fn topic(line: &str) -> Option<Topic> {
    let mut words = line.split(' ');
    let name = words.next()?.to_owned();
    Some(Topic { name, like: words.map(|word| small(word, 10)).collect::<Option<_>>()? })
}

fn question(line: &str, exams: &[Exam]) -> Option<Question> {
    let mut words = line.split(' ');
    let id = words.next()?.to_owned();
    let version = Version(text::hex(words.next()?)?);
    let topic = small(words.next()?, 10)?;
    let form = Form::parse(words.next()?)?;
    let task = |word: &str| {
        let mut parts = word.split('.');
        let name = parts.next()?;
        let exam = exams.iter().position(|exam| exam.name == name)?;
        let mut number = || small(parts.next()?, 10);
        Some(Task { exam: u8::try_from(exam).ok()?, domain: number()?, task: number()? })
    };
    let tasks = words.map(task).collect::<Option<_>>()?;
    Some(Question { id, version, tasks, topic, form })
}

impl Form {
    pub(in crate::practice) fn print(&self, out: &mut String) {
        let (letter, options) = match self {
            Self::Single { options, .. } => ('s', Some(options)),
            Self::Multiple { options, .. } => ('m', Some(options)),
            Self::Order { steps } => ('o', Some(steps)),
            Self::Match { .. } => ('p', None),
            Self::Numeric(_) => ('n', None),
        };
        out.push(letter);
        if let Some(&options) = options {
            push_number(out, options.into(), 10);
        }
        match self {
            Self::Single { key, .. } => out.extend(['.', text::digit(*key)]),
            Self::Multiple { keys, .. } => {
                out.push('.');
                keys.print(out);
            }
            Self::Order { .. } => {}
            Self::Match { partners } => out.extend(partners.iter().copied().map(text::digit)),
            Self::Numeric(range) => range.print(out),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        let (letter, rest) = word.split_at_checked(1)?;
        let parted = || {
            let (options, keys) = rest.split_once('.')?;
            Some((small(options, 10)?, OptionSet::parse(keys)?))
        };
        match letter {
            "s" => {
                let (options, keys) = parted()?;
                let key = keys.iter().next().filter(|_| keys.len() == 1)?;
                Some(Self::Single { options, key })
            }
            "m" => parted().map(|(options, keys)| Self::Multiple { options, keys }),
            "o" => small(rest, 10).map(|steps| Self::Order { steps }),
            "p" => {
                let partners = rest.chars().map(text::from_digit).collect::<Option<_>>()?;
                Some(Self::Match { partners })
            }
            "n" => Range::parse(rest).map(Self::Numeric),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::draw::sample;
    use proptest::prelude::*;

    #[test]
    fn a_bank_round_trips() {
        let bank = sample::bank(60);
        let text = bank.print();
        assert_eq!(Bank::parse(&text), Ok(bank.clone()));
        assert_eq!(Bank::parse(&text.replace('\n', "\r\n")).unwrap(), bank);
        assert!(text.contains("\nx two TWO-C01 65 90 700\nd 1 40 First domain\n"), "{text}");
        assert!(text.contains(" s4.1 ") && text.contains(" p0120 ") && text.contains(" n9552018.9648018 "));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let bank = sample::bank(12);
        type Change = fn(&mut Vec<Exam>, &mut Vec<Topic>, &mut Vec<Question>);
        let error = |change: Change| {
            let mut parts = (bank.exams().to_vec(), bank.topics().to_vec(), bank.questions().to_vec());
            change(&mut parts.0, &mut parts.1, &mut parts.2);
            Bank::new(parts.0, parts.1, parts.2).unwrap_err()
        };
        assert_eq!(error(|_, _, q| q[1].id = q[0].id.clone()), BankError::Twice("q000".into()));
        assert_eq!(error(|_, _, q| q[1].id = "a b".into()), BankError::Word("a b".into()));
        assert_eq!(error(|_, _, q| q[1].topic = 99), BankError::Reference("q001".into()));
        assert_eq!(error(|_, _, q| q[1].tasks[0].domain = 9), BankError::Reference("q001".into()));
        assert_eq!(error(|_, _, q| q[1].tasks[0].exam = 9), BankError::Reference("q001".into()));
        assert_eq!(error(|_, _, q| q[1].form = Form::Order { steps: 1 }), BankError::Form("q001".into()));
        assert_eq!(error(|_, t, _| t[0].like = vec![99]), BankError::Reference(String::new()));
        assert_eq!(error(|x, _, _| x[0].name.clear()), BankError::Word(String::new()));
        assert_eq!(error(|x, _, _| x.extend(vec![x[0].clone(); 255])), BankError::TooMany);
        assert_eq!(BankError::Twice("a".into()).message(), "two questions have the id a");
    }

    #[test]
    fn texts_that_are_no_bank() {
        let sealed = |body: &str| text::seal(text::begin(KIND, VERSION) + body);
        assert_eq!(Bank::parse(""), Err(BankError::NotABank));
        assert_eq!(Bank::parse(&text::seal(text::begin(KIND, 2))), Err(BankError::NotABank));
        assert_eq!(Bank::parse("studydeck-bank 1\n"), Err(BankError::Damaged));
        for line in [
            "x a A 1 2",
            "d 1 2 three",
            "t a b",
            "q a 00000000 0 s4.1 a.1.1",
            "q a 0 0 s4.1",
            "q a 00000000 0 s4.01",
            "?",
            "",
        ] {
            assert_eq!(Bank::parse(&sealed(&format!("t a\n{line}\n"))), Err(BankError::Line(2)), "{line}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(body in "([xdtq] [a-z0-9 .]{0,30}\n){0,6}") {
            let _ = Bank::parse(&text::seal(text::begin(KIND, VERSION) + &body));
            let _ = Bank::parse(&body);
        }
    }
}
