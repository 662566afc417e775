//! Questions of a bank, as they stand on a page before and without scripts:
//! the options with native controls, the answer with every reason under a fold.
//! The module `studydeck_practice::quiz` brings them to life; its head says what it reads.

use std::fmt::Write as _;

use studydeck_model::practice::question::LONGEST_TYPED;
use studydeck_practice::quiz;

use super::Writer;
use crate::link::LinkedBank;
use crate::parse::bank::{Form, Question, QuestionOption};
use crate::parse::document::{Kind, NodeId};
use crate::parse::quiz::Asked;
use crate::render::escape;
use crate::source::Module;
use crate::write::styles::Style;

/// What stands on the fold of the questions to try before reading.
const BEFORE: &str = "Before you read";
/// Why a reader should, in a sentence.
const WHY_BEFORE: &str = "Two questions whose answers stand below. Try them first, even if you have to guess: \
                          after an attempt, a wrong one too, you remember better what you read.";

impl Writer<'_> {
    /// The questions that a block asks. Those before reading are folded; so nothing is near them,
    /// and their module is not fetched, until a reader opens the fold.
    pub(super) fn quiz(&mut self, name: &str, asked: &Asked) {
        // A bank that does not exist is reported by `link`.
        let Some(linked) = self.banks.iter().copied().find(|linked| linked.bank.name() == name) else {
            return;
        };
        let LinkedBank { bank, targets } = linked;
        self.plain += 1;
        self.islands.quiz += 1;
        self.styles.insert(Style::Quiz);
        let title = escape::escape(&bank.title);
        let is_before = matches!(asked, Asked::Before(_));
        let (name, class) = if is_before { (BEFORE, "") } else { ("Self-check", " class=\"quiz\"") };
        if is_before {
            let _ = write!(
                self.out,
                "<details class=\"quiz\"><summary class=\"quiz-title\">{BEFORE}</summary>\n<p>{WHY_BEFORE}</p>\n"
            );
        }
        let _ = writeln!(
            self.out,
            "<section{class} data-island=\"{}\" data-module=\"{}\" aria-label=\"{name}: {title}\">",
            quiz::KIND,
            Module::Quiz.name(),
        );
        if !is_before {
            let _ = writeln!(self.out, "<p class=\"quiz-title\">{name}: {title}</p>");
        }
        self.out.push_str("<div data-root>");
        self.within(&bank.document, targets, &bank.path, |writer| {
            let places = bank.questions.iter().enumerate();
            let of_block = places.filter(|(place, question)| asked.asks(*place, question.id.as_str()));
            for (at, (_, question)) in of_block.enumerate() {
                writer.question(Some(at + 1), question);
            }
        });
        self.out.push_str("</div></section>\n");
        if is_before {
            self.out.push_str("</details>\n");
        }
        self.plain -= 1;
    }

    /// A question; with its number if it is one of a list.
    pub(super) fn question(&mut self, number: Option<usize>, question: &Question) {
        let id = escape::escape(question.id.as_str());
        let form = question.form.name();
        let version = question.version(self.document);
        let number = number.map(|number| format!("{number}. ")).unwrap_or_default();
        let _ = write!(
            self.out,
            "<div class=\"question\" id=\"sd-q-{id}\" data-question=\"{id}\" data-version=\"{version:08x}\" data-form=\"{form}\">\n<fieldset><legend><b>{number}"
        );
        self.inline_children(question.heading);
        self.out.push_str("</b>");
        let document = self.document;
        let paragraphs =
            question.stem.iter().take_while(|block| document.node(**block).kind == Kind::Paragraph).count();
        let (asked, others) = question.stem.split_at(paragraphs);
        for block in asked {
            self.out.push_str(" <span>");
            self.inline_children(*block);
            self.out.push_str("</span>");
        }
        self.out.push_str("</legend>\n");
        for block in others {
            self.block(*block);
        }
        self.choices(question);
        self.out
            .push_str("</fieldset>\n<details><summary>Show the answer</summary>\n<ol class=\"reasons\">\n");
        for option in &question.options {
            self.reason(question.form, option);
        }
        self.out.push_str("</ol>\n");
        for block in &question.after {
            self.block(*block);
        }
        self.out.push_str("</details>\n</div>\n");
    }

    /// What the reader chooses from, with native controls. Steps and partners stand in the order
    /// of their words, so that their places say nothing.
    fn choices(&mut self, question: &Question) {
        let options = question.options.iter().enumerate();
        if let Some(computed) = &question.computed {
            return self.field(question, computed.unit().name());
        }
        self.out.push_str("<ol class=\"options\">\n");
        match question.form {
            // It has a field, which stands there already.
            Form::Number => {}
            Form::Single | Form::Multiple => {
                let kind = if question.form == Form::Single { "radio" } else { "checkbox" };
                let name = escape::escape(question.id.as_str());
                for (at, option) in options {
                    let _ = write!(
                        self.out,
                        "<li><label><input type=\"{kind}\" name=\"sd-a-{name}\" value=\"{at}\"> <span>"
                    );
                    self.option_text(option.text);
                    self.out.push_str("</span></label></li>\n");
                }
            }
            Form::Order => {
                let places: String = (0..question.options.len())
                    .map(|at| format!("<option value=\"{at}\">{}</option>", at + 1))
                    .collect();
                let mut steps: Vec<_> = options.collect();
                steps.sort_by_cached_key(|(_, option)| option.words(self.document).to_lowercase());
                // The right order must not stand there by chance.
                if steps.iter().map(|(at, _)| *at).eq(0..steps.len()) {
                    steps.rotate_left(1);
                }
                for (at, option) in steps {
                    self.line(option.text, (at, at), "place", &places);
                }
            }
            Form::Match => {
                let partners = question.partners(self.document);
                let mut sorted: Vec<_> = partners.iter().enumerate().collect();
                sorted.sort_by_cached_key(|(_, words)| words.to_lowercase());
                let choices: String = sorted
                    .into_iter()
                    .map(|(at, words)| format!("<option value=\"{at}\">{}</option>", escape::escape(words)))
                    .collect();
                for (at, option) in options {
                    let words = option.partner_words(self.document);
                    let key = partners.iter().position(|partner| *partner == words).unwrap_or_default();
                    self.line(option.text, (at, key), "choose", &choices);
                }
            }
        }
        self.out.push_str("</ol>\n");
    }

    /// The field for a number, with its unit.
    fn field(&mut self, question: &Question, unit: &str) {
        let key = question.options.iter().find(|option| option.right);
        let key = key.map(|key| key.words(self.document)).unwrap_or_default();
        let _ = writeln!(
            self.out,
            "<p class=\"typed\"><label>Your answer: <input inputmode=\"decimal\" autocomplete=\"off\" \
             maxlength=\"{LONGEST_TYPED}\" data-key=\"{}\"> {unit}</label></p>",
            escape::escape(&key),
        );
    }

    /// A step or a left half: its place in the file, what belongs to it, and all there is to choose.
    fn line(&mut self, text: NodeId, (at, key): (usize, usize), hint: &str, choices: &str) {
        self.out.push_str("<li><label><span>");
        self.option_text(text);
        let _ = writeln!(
            self.out,
            "</span> <select data-at=\"{at}\" data-key=\"{key}\"><option value=\"\">{hint}</option>{choices}</select></label></li>"
        );
    }

    /// An option's text without the box of its task.
    pub(super) fn option_text(&mut self, id: NodeId) {
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

    pub(super) fn reason(&mut self, form: Form, option: &QuestionOption) {
        let (kind, word) = match (form, option.right) {
            (Form::Order | Form::Match, _) => ("right", ""),
            (_, true) => ("right", "<strong>Right:</strong> "),
            (_, false) => ("wrong", "<strong>Wrong:</strong> "),
        };
        let mut range = String::new();
        if let Some(numbers) = option.range {
            range.push_str(" data-range=\"");
            numbers.print(&mut range);
            range.push('"');
        }
        let _ = write!(self.out, "<li data-answer=\"{kind}\"{range}><p>{word}");
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

#[cfg(test)]
mod tests {
    use super::super::samples::body;

    const BANK: &str = "+++\ntitle='B'\n+++\n\
        ## One {#one exams=none kind=why level=1}\n\nWhy one?\n\n- [x] A\n\n  R.\n- [ ] B\n\n  R.\n\n\
        ## Two {#two exams=none kind=why level=1}\n\nWhy two?\n\n- [x] A\n\n  R.\n- [ ] B\n\n  R.\n\n\
        ## Three {#three exams=none kind=why level=1}\n\nWhy three?\n\n- [x] A\n\n  R.\n- [ ] B\n\n  R.\n";

    #[test]
    fn questions_before_reading_are_folded_with_their_island() {
        let note = "```quiz b\nbefore = ['three', 'two']\n```\n\nText.\n\n```quiz b 1\n```\n";
        let html = body(&[("questions/b.md", BANK), ("index.md", note)]);
        let (before, after) = html.split_once("<p>Text.</p>").unwrap();
        assert!(
            before.starts_with(
                "<details class=\"quiz\"><summary class=\"quiz-title\">Before you read</summary>\n<p>"
            ),
            "{html}"
        );
        assert!(before.contains(
            "<section data-island=\"quiz\" data-module=\"quiz\" aria-label=\"Before you read: B\">"
        ));
        let asked = |html: &str| -> Vec<String> {
            html.split("id=\"sd-q-").skip(1).map(|part| part.split('"').next().unwrap().to_owned()).collect()
        };
        assert_eq!((asked(before), asked(after)), (vec!["two".into(), "three".into()], vec!["one".into()]));
        assert!(
            before.contains("<b>1. Two</b>") && before.trim_end().ends_with("</section>\n</details>"),
            "{html}"
        );
        assert!(
            after.contains("<p class=\"quiz-title\">Self-check: B</p>")
                && !after.contains("<details class=\"quiz\"")
        );
    }
}
