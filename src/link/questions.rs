//! Questions held against each other and against the site's data: ids that
//! stand twice, stems that repeat each other, keys that contradict each other,
//! exams and task statements that do not exist.
//!
//! In: all banks. Out: diagnostics.

use std::collections::{BTreeMap, BTreeSet};

use super::references::Checker;
use crate::diag::{Code, Diagnostic};
use crate::parse::bank::{Bank, Form, Question, plain_words, similarity};
use crate::parse::document::Document;

/// Stems that have more than this in common are one question asked twice.
const SAME_STEM: f64 = 0.6;
/// Stems that have this in common, with the same options, ask the same thing.
const LIKE_STEM: f64 = 0.4;
/// Options in common that make two questions comparable.
const SAME_OPTIONS: usize = 2;

/// What is compared of a question.
struct Shape<'a> {
    bank: &'a Bank,
    question: &'a Question,
    stem: Vec<String>,
    keys: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl<'a> Shape<'a> {
    fn new(bank: &'a Bank, question: &'a Question) -> Self {
        let document = &bank.document;
        let plain = |right: bool| {
            let options = question.options.iter().filter(move |option| option.right == right);
            options.map(|option| plain_words(&option.words(document)).join(" ")).collect()
        };
        let stem = plain_words(&question.stem_text(document));
        Self { bank, question, stem, keys: plain(true), others: plain(false) }
    }

    fn report(&self, other: &Self, message: String, help: &str) -> Diagnostic {
        let place = |shape: &Self| shape.bank.document.node(shape.question.heading).range();
        let problem = Diagnostic::error(Code::BadQuestion, message).at(&self.bank.path, place(self));
        problem.related(&other.bank.path, place(other), "here is the other one").help(help)
    }
}

impl Checker<'_> {
    /// Checks all questions together.
    pub(super) fn questions(&self, diagnostics: &mut Vec<Diagnostic>) {
        let shapes: Vec<Shape<'_>> = self
            .parsed
            .banks
            .iter()
            .flat_map(|bank| bank.questions.iter().map(|question| Shape::new(bank, question)))
            .collect();
        let mut by_id: BTreeMap<&str, &Shape<'_>> = BTreeMap::new();
        for (at, shape) in shapes.iter().enumerate() {
            let id = shape.question.id.as_str();
            if let Some(first) = by_id.get(id) {
                let message = format!("there are two questions `{id}`");
                diagnostics.push(shape.report(
                    first,
                    message,
                    "an id is kept for ever: give the newer question another one",
                ));
            } else {
                by_id.insert(id, shape);
            }
            for other in &shapes[..at] {
                diagnostics.extend(compared(shape, other));
            }
            self.closed_services(shape, diagnostics);
            self.exam_names(&shape.bank.path, &shape.question.exams, diagnostics);
        }
    }

    /// A service that takes no new customers is a right answer only where the
    /// stem speaks of it.
    fn closed_services(&self, shape: &Shape<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let document: &Document = &shape.bank.document;
        for term in self.parsed.data.glossary.iter().filter(|term| term.closed) {
            let names = || std::iter::once(&term.term).chain(&term.also).map(|name| plain_words(name));
            let holds =
                |words: &[String]| names().any(|name| words.windows(name.len().max(1)).any(|w| w == name));
            let keys = shape.question.options.iter().filter(|option| option.right);
            for key in keys.filter(|key| holds(&plain_words(&key.words(document)))) {
                // Older questions still ask for it; saying so makes it fair.
                let is_old = shape.stem.iter().any(|word| word == "older");
                if is_old || holds(&shape.stem) || shape.question.form == Form::Match {
                    continue;
                }
                let message = format!("the right option names {}, which takes no new customers", term.term);
                let problem = Diagnostic::error(Code::BadQuestion, message);
                let help =
                    "ask for what replaces it, name it in the stem, or say there that an older question asks";
                diagnostics.push(problem.at(&shape.bank.path, document.node(key.text).range()).help(help));
            }
        }
    }
}

fn compared(one: &Shape<'_>, other: &Shape<'_>) -> Option<Diagnostic> {
    let alike = similarity(&one.stem, &other.stem);
    if alike > SAME_STEM {
        let message = format!(
            "`{}` asks nearly the same as `{}`",
            one.question.id.as_str(),
            other.question.id.as_str()
        );
        return Some(one.report(other, message, "take one of them out, or ask for another side of it"));
    }
    let common = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).count();
    // What is right here and wrong there, although both could be chosen in both.
    let against = common(&one.keys, &other.others) > 0 && common(&other.keys, &one.others) > 0;
    let shared = common(&one.keys, &other.others)
        + common(&one.others, &other.keys)
        + common(&one.others, &other.others);
    (alike > LIKE_STEM && against && shared >= SAME_OPTIONS).then(|| {
        let message = format!(
            "`{}` and `{}` contradict each other",
            one.question.id.as_str(),
            other.question.id.as_str()
        );
        one.report(
            other,
            message,
            "like stems and options, other keys: mend one, or make the difference plain",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::bank::Standard;
    use crate::path::SitePath;
    use crate::source::TextFile;

    fn bank(stem: &str, keys: [&str; 2]) -> Bank {
        let text = format!(
            "+++\ntitle = \"T\"\n+++\n## Q {{#q exams=CLF-3.3 kind=why level=1}}\n\n{stem}\n\n- [x] {}\n\n  R.\n- [ ] {}\n\n  R.\n- [ ] Amazon S3\n\n  R.\n",
            keys[0], keys[1]
        );
        Bank::parse(
            &TextFile::in_memory(SitePath::new("content/questions/b.md").unwrap(), &text),
            Standard::Plain,
        )
    }

    fn found(stems: [&str; 2], keys: [[&str; 2]; 2]) -> Option<String> {
        let banks = [bank(stems[0], keys[0]), bank(stems[1], keys[1])];
        let shapes = banks.each_ref().map(|bank| Shape::new(bank, &bank.questions[0]));
        compared(&shapes[0], &shapes[1]).map(|problem| problem.message)
    }

    #[test]
    fn one_question_is_not_asked_twice() {
        let stem =
            "A team runs a container for forty minutes each night. Which service fits with the least work?";
        let again = "A team runs a container for forty minutes each night. Which service fits best with the least work?";
        assert_eq!(
            found([stem, again], [["Fargate", "Lambda"], ["Fargate", "EC2"]]).as_deref(),
            Some("`q` asks nearly the same as `q`")
        );
        assert_eq!(
            found([stem, "Who patches the instances below a task?"], [["AWS", "You"], ["AWS", "You"]]),
            None
        );
    }

    #[test]
    fn keys_do_not_contradict_each_other() {
        let one = "A nightly job runs for ten minutes and holds its code in a zip file. Which service fits with the least work?";
        let other =
            "A nightly job runs for ten minutes and needs an image. Which service fits with the least work?";
        let keys = [["AWS Lambda", "AWS Fargate"], ["AWS Fargate", "AWS Lambda"]];
        assert_eq!(found([one, other], keys).as_deref(), Some("`q` and `q` contradict each other"));
        assert_eq!(found([one, other], [["AWS Lambda", "AWS Fargate"], ["AWS Batch", "AWS Lambda"]]), None);
    }
}
