//! A bank for the tests of this crate: two exams, four topics, every form.

use crate::practice::question::{Bank, Domain, Exam, Form, OptionSet, Question, Task, Topic, Version};
use crate::practice::typed::Range;

fn exam(name: &str, code: &str, weights: &[u8]) -> Exam {
    let names = ["First domain", "Second", "Third", "Fourth"];
    let domain = |((number, &weight), name): ((u8, &u8), &str)| Domain { number, weight, name: name.into() };
    Exam {
        name: name.into(),
        code: code.into(),
        questions: 65,
        minutes: 90,
        pass: 700,
        domains: (1..).zip(weights).zip(names).map(domain).collect(),
    }
}

/// A bank of so many questions `q000`, `q001`, …, by their numbers:
/// - all belong to exam `one` (weights 24, 30, 34, 12), in turns to domains 1, 2, 3, 4, 1, 2, 3;
/// - every second one also belongs to exam `two`, to domain 1 (weight 40) or 2 (35); it has no
///   question of domain 3 (25);
/// - topics 0 to 3 in turns; 0 and 1 look alike;
/// - the first nine have every form, the others are single choices of four.
pub(crate) fn bank(count: usize) -> Bank {
    let topic = |(name, like): (&str, Vec<u16>)| Topic { name: name.into(), like };
    let topics = [("t/a", vec![1]), ("t/b", vec![]), ("t/c", vec![]), ("t/d", vec![])];
    let questions = (0..count).map(|n| Question {
        id: format!("q{n:03}"),
        version: Version(n as u32 + 1),
        tasks: tasks(n),
        topic: (n % 4) as u16,
        form: form(n),
    });
    Bank::new(
        vec![exam("one", "ONE-C01", &[24, 30, 34, 12]), exam("two", "TWO-C01", &[40, 35, 25])],
        topics.into_iter().map(topic).collect(),
        questions.collect(),
    )
    .unwrap()
}

fn tasks(n: usize) -> Vec<Task> {
    let domain = [1, 2, 3, 4, 1, 2, 3][n % 7];
    let mut tasks = vec![Task { exam: 0, domain, task: 1 }];
    if n.is_multiple_of(2) {
        tasks.push(Task { exam: 1, domain: 1 + (n / 2 % 2) as u8, task: 2 });
        // Only the first of an exam counts.
        tasks.push(Task { exam: 1, domain: 3, task: 1 });
    }
    tasks
}

fn form(n: usize) -> Form {
    match n {
        1 => Form::Multiple { options: 5, keys: OptionSet::of([0, 3]) },
        2 => Form::Order { steps: 4 },
        3 => Form::Match { partners: vec![0, 1, 2, 0] },
        5 => Form::Numeric(Range { low: 9_552_018, high: 9_648_018 }),
        8 => Form::Numeric(Range { low: 537_300_000_000, high: 542_700_000_000 }),
        n => Form::Single { options: 4, key: (n % 4) as u8 },
    }
}
