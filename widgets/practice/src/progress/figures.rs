//! How a reader stands with the questions of an exam, a domain or a note.
//!
//! In: the bank, how the reader stands with each question, and what a row of a table is about.
//! Out: sums, and figures in the row. Must not know: when an answer was given.

use studydeck_model::practice::progress::{Status, Tally};
use studydeck_model::practice::question::{Bank, Question};
use web_sys::Element;

use crate::quiz::dom::{self, all, one};
use crate::quiz::number;

/// What a row is about; an empty name is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct About<'r> {
    pub(super) exam: &'r str,
    pub(super) domain: Option<u32>,
    pub(super) topic: &'r str,
}

impl About<'_> {
    fn is_of(&self, bank: &Bank, question: &Question) -> bool {
        if !self.topic.is_empty() {
            let topic = bank.topics().get(usize::from(question.topic));
            return topic.is_some_and(|topic| topic.name == self.topic);
        }
        if self.exam.is_empty() {
            return true;
        }
        let domain = bank.find_exam(self.exam).and_then(|exam| question.domain(exam));
        domain.is_some_and(|domain| self.domain.is_none_or(|wanted| wanted == u32::from(domain)))
    }

    /// The sums of its questions. The statuses stand in the order of the bank.
    #[inline(never)]
    pub(super) fn tally(&self, bank: &Bank, statuses: &[Status]) -> Tally {
        let questions = bank.questions().iter().zip(statuses);
        Tally::of(questions.filter(|(question, _)| self.is_of(bank, question)).map(|(_, status)| *status))
    }
}

/// Writes the figures of every row.
pub(super) fn write(root: &Element, bank: &Bank, statuses: &[Status]) {
    for row in all(root, "[data-row]") {
        let (exam, topic) = (dom::attribute(&row, "data-exam"), dom::attribute(&row, "data-topic"));
        let domain = number(&dom::attribute(&row, "data-domain"), 10);
        let tally = About { exam: &exam, domain, topic: &topic }.tally(bank, statuses);
        let numbers = [tally.all, tally.seen, tally.known, tally.due, tally.confident_errors];
        fill_cells(&row, &numbers);
        // What is due is a link as long as something is.
        if let Some(link) = one(&row, "td a") {
            if tally.due > 0 {
                dom::set(&link, "href", &dom::attribute(&link, "data-due"));
            } else {
                dom::unset(&link, "href");
            }
        }
    }
}

/// Puts numbers into the cells of a row; where a cell has a link, into that. The stylesheet tells
/// noughts from the rest by the attribute.
pub(super) fn fill_cells(row: &Element, numbers: &[u32]) {
    for (cell, number) in all(row, "td:not(:has(a)), td a").iter().zip(numbers) {
        let number = number.to_string();
        cell.set_text_content(Some(&number));
        dom::set(cell, "data-is", &number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studydeck_model::practice::question::{Domain, Exam, Form, Task, Topic, Version};

    fn bank() -> Bank {
        let domain = |number| Domain { number, weight: 50, name: "D".into() };
        let exam = |name: &str| Exam {
            name: name.into(),
            code: name.to_uppercase(),
            questions: 65,
            minutes: 130,
            pass: 720,
            domains: vec![domain(1), domain(2)],
        };
        let topic = |name: &str| Topic { name: name.into(), like: Vec::new() };
        let question = |id: &str, topic, tasks: &[(u8, u8)]| Question {
            id: id.into(),
            version: Version(1),
            tasks: tasks.iter().map(|&(exam, domain)| Task { exam, domain, task: 1 }).collect(),
            topic,
            form: Form::Order { steps: 3 },
        };
        let questions = vec![
            question("a", 0, &[(0, 1), (1, 2)]),
            question("b", 0, &[(1, 1)]),
            question("c", 1, &[(0, 2)]),
        ];
        Bank::new(vec![exam("one"), exam("two")], vec![topic("t"), topic("u")], questions).unwrap()
    }

    #[test]
    fn rows_count_their_own_questions() {
        let bank = bank();
        let seen = Status { seen: true, known: true, ..Status::default() };
        let wrong = Status { seen: true, due: true, confident_error: true, ..Status::default() };
        let statuses = [seen, Status::default(), wrong];
        let tally = |exam, domain, topic| {
            let tally = About { exam, domain, topic }.tally(&bank, &statuses);
            [tally.all, tally.seen, tally.known, tally.due, tally.confident_errors]
        };
        assert_eq!(tally("", None, ""), [3, 2, 1, 1, 1]);
        assert_eq!(tally("one", None, ""), [2, 2, 1, 1, 1]);
        assert_eq!(tally("one", Some(2), ""), [1, 1, 0, 1, 1]);
        assert_eq!(tally("two", Some(2), ""), [1, 1, 1, 0, 0]);
        assert_eq!(tally("", None, "t"), [2, 1, 1, 0, 0]);
        assert_eq!(tally("gone", None, ""), [0; 5]);
        assert_eq!(tally("", None, "gone"), [0; 5]);
    }
}
