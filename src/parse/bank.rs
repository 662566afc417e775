//! Question banks: Markdown in which each second-level heading is a question.
//!
//! ```markdown
//! ## Who patches the instances? {#who-patches}
//!
//! The stem of the question.
//!
//! - [x] An option that is right.
//!
//!   Why it is right.
//! - [ ] Another one.
//!
//!   What it would be the right answer to.
//!
//! What follows the options is shown with the answer.
//! ```
//!
//! In: a bank's file. Out: [`Bank`], its questions as places in the document,
//! and diagnostics for questions that can't be asked.

use crate::diag::{Code, Diagnostic};
use crate::path::{AnchorId, SitePath};
use crate::source::TextFile;

use super::document::{Document, Kind, NodeId};
use super::{front_matter, markdown};

/// A file of questions.
#[derive(Debug)]
pub struct Bank {
    /// Its file.
    pub path: SitePath,
    /// Hash of the file's text.
    pub hash: blake3::Hash,
    /// Its title.
    pub title: String,
    /// Its text.
    pub document: Document,
    /// Its questions.
    pub questions: Vec<Question>,
    /// What is wrong with it by itself.
    pub diagnostics: Vec<Diagnostic>,
}

/// A question, as places in its bank's document.
#[derive(Debug)]
pub struct Question {
    /// Its stable id.
    pub id: AnchorId,
    /// Its heading.
    pub heading: NodeId,
    /// The blocks of the stem.
    pub stem: Vec<NodeId>,
    /// The options, in the order of the file.
    pub options: Vec<QuestionOption>,
    /// Blocks shown with the answer.
    pub after: Vec<NodeId>,
}

/// An option (an answer to choose).
#[derive(Debug)]
pub struct QuestionOption {
    /// Whether it is right.
    pub right: bool,
    /// Its text.
    pub text: NodeId,
    /// The blocks of its reason.
    pub reason: Vec<NodeId>,
}

impl Bank {
    /// The bank's name: its file name without `.md`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.stem()
    }

    /// Parses one file.
    #[must_use]
    pub fn parse(file: &TextFile) -> Self {
        let mut diagnostics = Vec::new();
        let (front, body_start) = front_matter::parse(&file.path, &file.text, &mut diagnostics);
        // A bank is no page: it needs no summary.
        diagnostics.retain(|d| d.code != Code::MissingSummary);
        let (document, problems) = markdown::parse(&file.path, &file.text, body_start);
        diagnostics.extend(problems);
        let questions = questions(&file.path, &document, &mut diagnostics);
        Self {
            path: file.path.clone(),
            hash: file.hash,
            title: front.title,
            document,
            questions,
            diagnostics,
        }
    }
}

fn questions(file: &SitePath, document: &Document, diagnostics: &mut Vec<Diagnostic>) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (id, node) in document.roots() {
        match (&node.kind, questions.last_mut()) {
            (Kind::Heading(2, anchor), _) => questions.push(Question {
                id: anchor.clone(),
                heading: id,
                stem: Vec::new(),
                options: Vec::new(),
                after: Vec::new(),
            }),
            (_, None) => {}
            (Kind::List(_), Some(question)) if question.options.is_empty() && is_task_list(document, id) => {
                question.options = document.children(id).map(|(item, _)| option(document, item)).collect();
            }
            (_, Some(question)) if question.options.is_empty() => question.stem.push(id),
            (_, Some(question)) => question.after.push(id),
        }
    }
    for question in &questions {
        check(file, document, question, diagnostics);
    }
    questions
}

fn is_task_list(document: &Document, list: NodeId) -> bool {
    document.subtree(list).any(|(_, node)| matches!(node.kind, Kind::TaskMarker(_)))
}

/// The first paragraph of an item is the option, the rest is its reason. In a
/// tight list the text stands in the item itself.
fn option(document: &Document, item: NodeId) -> QuestionOption {
    let mut blocks = document.children(item).filter(|(_, node)| node.kind.is_block()).map(|(id, _)| id);
    let is_tight = document.children(item).next().is_some_and(|(_, node)| !node.kind.is_block());
    let text = if is_tight { item } else { blocks.next().unwrap_or(item) };
    let right = document.subtree(item).any(|(_, node)| node.kind == Kind::TaskMarker(true));
    QuestionOption { right, text, reason: blocks.collect() }
}

fn check(file: &SitePath, document: &Document, question: &Question, diagnostics: &mut Vec<Diagnostic>) {
    let mut bad = |at: NodeId, message: &str, help: &str| {
        let problem = Diagnostic::error(Code::BadQuestion, message).at(file, document.node(at).range());
        diagnostics.push(problem.help(help));
    };
    if question.stem.is_empty() {
        bad(
            question.heading,
            "the question has no stem",
            "write what is asked between the heading and the options",
        );
    }
    if question.options.len() < 2 {
        bad(
            question.heading,
            "the question has fewer than two options",
            "write them as a task list: `- [x] right`, `- [ ] wrong`",
        );
    } else if !question.options.iter().any(|option| option.right) {
        bad(question.heading, "no option is right", "mark the right one with `[x]`");
    }
    for option in &question.options {
        if option.reason.is_empty() {
            let help = "write it below the option, indented: why it is right, or what it would be the right answer to";
            bad(option.text, "this option has no reason", help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bank(body: &str) -> Bank {
        let text = format!("+++\ntitle = \"T\"\n+++\n{body}");
        Bank::parse(&TextFile::in_memory(SitePath::new("content/questions/b.md").unwrap(), &text))
    }

    #[test]
    fn options_carry_their_reasons() {
        let bank =
            bank("## Q {#q}\n\nStem?\n\n- [x] Yes.\n\n  Because.\n- [ ] No.\n\n  Never.\n\nSee more.\n");
        assert_eq!(bank.diagnostics, vec![]);
        let question = &bank.questions[0];
        assert_eq!(question.id.as_str(), "q");
        assert_eq!(
            question.options.iter().map(|o| (o.right, o.reason.len())).collect::<Vec<_>>(),
            [(true, 1), (false, 1)]
        );
        assert_eq!(question.after.len(), 1);
    }

    #[test]
    fn a_question_that_cannot_be_asked_is_an_error() {
        let bank = bank("## Q\n\nStem?\n\n- [ ] Yes.\n- [ ] No.\n\n## R\n\nStem only.\n");
        let messages: Vec<_> = bank.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert!(messages.contains(&"no option is right"));
        assert_eq!(messages.iter().filter(|m| **m == "this option has no reason").count(), 2);
        assert!(messages.contains(&"the question has fewer than two options"));
    }
}
