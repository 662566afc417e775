//! Questions of a bank, as they stand on a page before and without scripts:
//! the options as a list, the answer with every reason under a fold.

use std::fmt::Write as _;

use super::Writer;
use crate::link::LinkedBank;
use crate::parse::bank::{Form, Question, QuestionOption};
use crate::parse::document::{Kind, NodeId};
use crate::render::escape;

impl Writer<'_> {
    pub(super) fn quiz(&mut self, name: &str, take: Option<usize>) {
        // A bank that does not exist is reported by `link`.
        let Some(linked) = self.banks.iter().copied().find(|linked| linked.bank.name() == name) else {
            return;
        };
        let LinkedBank { bank, targets } = linked;
        self.plain += 1;
        let title = escape::escape(&bank.title);
        let _ = write!(
            self.out,
            "<section class=\"quiz\" aria-label=\"Self-check: {title}\">\n<p class=\"quiz-title\">Self-check: {title}</p>\n"
        );
        self.within(&bank.document, targets, &bank.path, |writer| {
            for (at, question) in bank.questions.iter().take(take.unwrap_or(usize::MAX)).enumerate() {
                writer.question(at + 1, question);
            }
        });
        self.out.push_str("</section>\n");
        self.plain -= 1;
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
        self.choices(question);
        self.out.push_str("<details><summary>Show the answer</summary>\n<ol class=\"reasons\">\n");
        for option in &question.options {
            self.reason(question.form, option);
        }
        self.out.push_str("</ol>\n");
        for block in &question.after {
            self.block(*block);
        }
        self.out.push_str("</details>\n</div>\n");
    }

    /// What the reader chooses from. Steps and partners stand in the order of
    /// their words, so that their places say nothing.
    fn choices(&mut self, question: &Question) {
        let document = self.document;
        let texts = |nodes: Vec<NodeId>| {
            let mut nodes = nodes;
            nodes.sort_by_cached_key(|node| document.plain_text(*node).trim().to_lowercase());
            nodes
        };
        let options = question.options.iter().map(|option| option.text).collect();
        match question.form {
            Form::Single | Form::Multiple => self.choice_list("options", options),
            Form::Order => self.choice_list("options", texts(options)),
            Form::Match => {
                self.choice_list("options", options);
                let partners = question.options.iter().filter_map(|option| option.partner).collect();
                self.out.push_str("<p>Match them with:</p>\n");
                self.choice_list("partners", texts(partners));
            }
        }
    }

    fn choice_list(&mut self, class: &str, texts: Vec<NodeId>) {
        let _ = writeln!(self.out, "<ol class=\"{class}\">");
        for text in texts {
            self.out.push_str("<li>");
            self.option_text(text);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n");
    }

    /// An option's text without the box of its task.
    fn option_text(&mut self, id: NodeId) {
        let document = self.document;
        if !matches!(
            document.node(id).kind,
            Kind::Paragraph | Kind::Item | Kind::DefinitionTitle | Kind::DefinitionText
        ) {
            return self.inline(id);
        }
        for (child, node) in document.children(id) {
            if !matches!(node.kind, Kind::TaskMarker(_)) && !node.kind.is_block() {
                self.inline(child);
            }
        }
    }

    fn reason(&mut self, form: Form, option: &QuestionOption) {
        let (kind, word) = match (form, option.right) {
            (Form::Order | Form::Match, _) => ("right", ""),
            (_, true) => ("right", "<strong>Right:</strong> "),
            (_, false) => ("wrong", "<strong>Wrong:</strong> "),
        };
        let _ = write!(self.out, "<li data-answer=\"{kind}\"><p>{word}");
        self.option_text(option.text);
        if let Some(partner) = option.partner {
            self.out.push_str(": ");
            self.option_text(partner);
        }
        self.out.push_str("</p>\n");
        for block in &option.reason {
            self.block(*block);
        }
        self.out.push_str("</li>\n");
    }
}
