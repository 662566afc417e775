//! Questions of a bank, as they stand on a page before and without scripts:
//! the options as a list, the answer with every reason under a fold.

use std::fmt::Write as _;

use super::Writer;
use crate::link::LinkedBank;
use crate::parse::bank::{Question, QuestionOption};
use crate::parse::document::{Kind, NodeId};
use crate::render::escape;

impl Writer<'_> {
    pub(super) fn quiz(&mut self, name: &str) {
        // A bank that does not exist is reported by `link`.
        let Some(linked) = self.banks.iter().copied().find(|linked| linked.bank.name() == name) else {
            return;
        };
        let LinkedBank { bank, targets } = linked;
        let (document, own_targets, file) = (self.document, self.targets, self.file);
        (self.document, self.targets, self.file) = (&bank.document, targets, &bank.path);
        self.plain += 1;
        let title = escape::escape(&bank.title);
        let _ = write!(
            self.out,
            "<section class=\"quiz\" aria-label=\"Self-check: {title}\">\n<p class=\"quiz-title\">Self-check: {title}</p>\n"
        );
        for (at, question) in bank.questions.iter().enumerate() {
            self.question(at + 1, question);
        }
        self.out.push_str("</section>\n");
        self.plain -= 1;
        (self.document, self.targets, self.file) = (document, own_targets, file);
    }

    fn question(&mut self, number: usize, question: &Question) {
        let id = escape::escape(question.id.as_str());
        let _ = write!(
            self.out,
            "<div class=\"question\" id=\"sd-q-{id}\">\n<p class=\"question-title\"><b>{number}</b> "
        );
        self.inline_children(question.heading);
        self.out.push_str("</p>\n");
        for block in &question.stem {
            self.block(*block);
        }
        self.out.push_str("<ol class=\"options\">\n");
        for option in &question.options {
            self.out.push_str("<li>");
            self.option_text(option.text);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n<details><summary>Show the answer</summary>\n<ol class=\"reasons\">\n");
        for option in &question.options {
            self.reason(option);
        }
        self.out.push_str("</ol>\n");
        for block in &question.after {
            self.block(*block);
        }
        self.out.push_str("</details>\n</div>\n");
    }

    /// An option's text without the box of its task.
    fn option_text(&mut self, id: NodeId) {
        let document = self.document;
        if !matches!(document.node(id).kind, Kind::Paragraph | Kind::Item) {
            return self.inline(id);
        }
        for (child, node) in document.children(id) {
            if !matches!(node.kind, Kind::TaskMarker(_)) && !node.kind.is_block() {
                self.inline(child);
            }
        }
    }

    fn reason(&mut self, option: &QuestionOption) {
        let (kind, word) = if option.right { ("right", "Right") } else { ("wrong", "Wrong") };
        let _ = write!(self.out, "<li data-answer=\"{kind}\"><p><strong>{word}:</strong> ");
        self.option_text(option.text);
        self.out.push_str("</p>\n");
        for block in &option.reason {
            self.block(*block);
        }
        self.out.push_str("</li>\n");
    }
}
