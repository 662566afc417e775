//! An exam to print: its questions, and the key after them.
//!
//! In: which exam, how many questions, a seed. Out: HTML. The questions and the
//! order of their options are those that the practice room draws from the same
//! seed. On paper options get letters, which the key names; on the screen they
//! have none. Both are the stylesheet's business, from `data-key` in the key.

use std::collections::HashMap;
use std::fmt::Write as _;

use studydeck_model::practice::draw::{self, ALGORITHM, ExamDraw, Fingerprint};
use studydeck_model::practice::question::{Bank, Exam, Form as Asked};

use super::practice::Room;
use crate::diag::{Code, Diagnostic};
use crate::link::LinkedBank;
use crate::parse::bank::{Form, Question};
use crate::parse::blocks::Paper;
use crate::parse::document::NodeId;
use crate::render::escape;
use crate::render::html::Writer;

/// A drawn question: where it stands, and in which order its options come.
struct Drawn<'a> {
    linked: &'a LinkedBank,
    question: &'a Question,
    form: Asked,
    /// The places of the options in the file, as they come.
    order: Vec<usize>,
    /// The places of the partners, as they come.
    partners: Vec<usize>,
}

impl<'a> Writer<'a> {
    pub(super) fn paper(&mut self, paper: &'a Paper, block: NodeId) {
        let site = self.env.site;
        let room = Room::new(site);
        let bank = match room.bank(site) {
            Ok(bank) => bank,
            Err(message) => {
                let help = "see the other problems of questions".to_owned();
                return self.no_paper(message, help, block);
            }
        };
        let name = paper.exam.value.to_lowercase();
        // An exam without data is reported by `link`.
        let Some(exam) = bank.find_exam(&name) else { return };
        let draw = draw::exam(&bank, exam, paper.questions, paper.seed);
        if draw.questions.is_empty() {
            let message = format!("no question is asked in the exam `{}`", paper.exam.value);
            let help = "name the exam in a question of a bank that a note embeds".to_owned();
            return self.no_paper(message, help, block);
        }
        let drawn = drawn(&room, &bank, &draw, paper.seed);
        let level = self.level_below(block);
        let own = (self.plain, self.apart, self.diagnostics.len());
        (self.plain, self.apart) = (own.0 + 1, true);
        if let Some(exam) = bank.exam(exam) {
            self.facts(paper, exam, &draw, &bank);
        }
        let _ =
            writeln!(self.out, "<h{level} id=\"sd-paper-{name}\">Questions</h{level}>\n<ol class=\"paper\">");
        drawn.iter().for_each(|drawn| self.on(drawn, Self::asked));
        let _ = writeln!(
            self.out,
            "</ol>\n<h{level} id=\"sd-key-{name}\" class=\"paper-key\">Key</h{level}>\n<ol class=\"paper\">"
        );
        drawn.iter().for_each(|drawn| self.on(drawn, Self::key));
        self.out.push_str("</ol>\n");
        (self.plain, self.apart) = (own.0, own.1);
        // The note that embeds a question reports what is wrong with its text.
        self.diagnostics.truncate(own.2);
    }

    fn no_paper(&mut self, message: String, help: String, block: NodeId) {
        let problem = Diagnostic::error(Code::BadBlock, message);
        self.diagnostics.push(problem.at(self.file, self.document.node(block).range()).help(help));
    }

    /// Writes with the question's own document.
    fn on(&mut self, drawn: &Drawn<'a>, write: impl FnOnce(&mut Self, &Drawn<'a>)) {
        let LinkedBank { bank, targets } = drawn.linked;
        self.within(&bank.document, targets, &bank.path, |writer| write(writer, drawn));
    }

    /// What was drawn, from what, and how much of the exam it covers.
    fn facts(&mut self, paper: &Paper, exam: &Exam, draw: &ExamDraw, bank: &Bank) {
        let count = draw.questions.len();
        let minutes = minutes(exam, count);
        let (code, version) = (escape::escape(&exam.code), Fingerprint::of_bank(bank).print());
        let _ = write!(
            self.out,
            "<p class=\"paper-facts\">{code}, {count} questions, {minutes} minutes at the pace of the exam. \
             Drawing {ALGORITHM}, seed {}, question bank <code>{version}</code>.</p>\n\
             <p class=\"paper-jump\"><a href=\"#sd-key-{}\">To the key</a></p>\n",
            paper.seed, exam.name,
        );
        self.out.push_str("<ul>\n");
        for (domain, share) in exam.domains.iter().zip(&draw.shares) {
            let questions = if share.drawn == 1 { "question" } else { "questions" };
            let by_weight = match share.drawn == share.wanted {
                true => String::new(),
                false => format!(" (by weight {})", share.wanted),
            };
            let why = if share.available == 0 { ": not in our notes" } else { "" };
            let _ = writeln!(
                self.out,
                "<li>Domain {}, {}, {} %: {} {questions}{by_weight}{why}</li>",
                domain.number,
                escape::escape(&domain.name),
                domain.weight,
                share.drawn,
            );
        }
        self.out.push_str("</ul>\n");
    }

    /// A question without its answer.
    fn asked(&mut self, drawn: &Drawn<'a>) {
        let question = drawn.question;
        self.out.push_str("<li><p><b>");
        self.inline_children(question.heading);
        self.out.push_str("</b></p>\n");
        question.stem.iter().for_each(|block| self.block(*block));
        let options = drawn.order.iter().filter_map(|at| question.options.get(*at));
        if let Some(computed) = &question.computed {
            let _ =
                writeln!(self.out, "<p class=\"paper-order\">Your answer ({}):</p>", computed.unit().name());
        } else if question.form != Form::Match {
            self.lettered(options.map(|option| option.text));
        } else {
            self.out.push_str("<ul class=\"paper-halves\">\n");
            options.for_each(|option| self.line_of(option.text));
            self.out.push_str("</ul>\n");
            let partners = drawn.partners.iter().filter_map(|at| partner(&drawn.form, question, *at));
            self.lettered(partners);
        }
        if question.form == Form::Order {
            self.out.push_str("<p class=\"paper-order\">In which order?</p>\n");
        }
        self.out.push_str("</li>\n");
    }

    fn lettered(&mut self, texts: impl Iterator<Item = NodeId>) {
        self.out.push_str("<ul class=\"paper-options\">\n");
        texts.for_each(|text| self.line_of(text));
        self.out.push_str("</ul>\n");
    }

    fn line_of(&mut self, text: NodeId) {
        self.out.push_str("<li>");
        self.option_text(text);
        self.out.push_str("</li>\n");
    }

    /// What is right, with every reason.
    fn key(&mut self, drawn: &Drawn<'a>) {
        let question = drawn.question;
        let _ = write!(self.out, "<li><p data-key=\"{}\"><b>", escape::escape(&self.short_key(drawn)));
        self.inline_children(question.heading);
        self.out.push_str("</b></p>\n");
        // Steps stand in their right order, all else as it was asked.
        let (list, order): (_, Vec<usize>) = match question.form {
            Form::Order => ("ol", (0..question.options.len()).collect()),
            Form::Number => ("ul", (0..question.options.len()).collect()),
            Form::Match => ("ul", drawn.order.clone()),
            Form::Single | Form::Multiple => ("ul class=\"paper-options\"", drawn.order.clone()),
        };
        let _ = writeln!(self.out, "<{list}>");
        for option in order.iter().filter_map(|at| question.options.get(*at)) {
            self.reason(question.form, option);
        }
        let _ = writeln!(self.out, "</{}>", list.split(' ').next().unwrap_or(list));
        question.after.iter().for_each(|block| self.block(*block));
        self.out.push_str("</li>\n");
    }

    /// The letters of what is right, or the number.
    fn short_key(&self, drawn: &Drawn<'a>) -> String {
        let key = drawn.question.options.iter().find(|option| option.right);
        match key.filter(|_| drawn.question.form == Form::Number) {
            Some(key) => key.words(self.document),
            None => letters(drawn),
        }
    }
}

/// The drawn questions, in the order of the exam.
fn drawn<'a>(room: &Room<'a>, bank: &Bank, draw: &ExamDraw, seed: u64) -> Vec<Drawn<'a>> {
    let mut by_id: HashMap<&str, (&'a LinkedBank, &'a Question)> = HashMap::new();
    for (linked, _) in &room.banks {
        by_id
            .extend(linked.bank.questions.iter().map(|question| (question.id.as_str(), (*linked, question))));
    }
    let places = |order: Vec<u8>| order.into_iter().map(usize::from).collect();
    let one = |place: &usize| {
        let entry = bank.questions().get(*place)?;
        let (linked, question) = *by_id.get(entry.id.as_str())?;
        let order = places(draw::shuffled(entry, seed, 0));
        Some(Drawn {
            linked,
            question,
            form: entry.form.clone(),
            order,
            partners: places(draw::shuffled_partners(entry, seed, 0)),
        })
    };
    draw.questions.iter().filter_map(one).collect()
}

/// The text of a partner: that of the first option which belongs to it.
fn partner(form: &Asked, question: &Question, partner: usize) -> Option<NodeId> {
    let Asked::Match { partners } = form else { return None };
    let first = partners.iter().position(|own| usize::from(*own) == partner)?;
    question.options.get(first)?.partner
}

/// The letters of the key, as the options come: `B`; `A, D`; of steps in their right order; of
/// pairs that of each half's partner, as the halves come.
fn letters(drawn: &Drawn<'_>) -> String {
    let place_of = |order: &[usize], at: usize| order.iter().position(|other| *other == at);
    let places: Vec<Option<usize>> = match &drawn.form {
        Asked::Match { partners } => {
            let partner = |at: &usize| partners.get(*at).map(|own| usize::from(*own));
            drawn.order.iter().map(|at| place_of(&drawn.partners, partner(at)?)).collect()
        }
        Asked::Order { .. } => (0..drawn.order.len()).map(|at| place_of(&drawn.order, at)).collect(),
        _ => {
            let right = |at: &usize| drawn.question.options.get(*at).is_some_and(|option| option.right);
            (0..drawn.order.len()).filter(|place| right(&drawn.order[*place])).map(Some).collect()
        }
    };
    let letter = |place: usize| u8::try_from(place).ok().and_then(|place| b'A'.checked_add(place));
    let letters = places.into_iter().flatten().filter_map(letter).map(|byte| char::from(byte).to_string());
    letters.collect::<Vec<_>>().join(", ")
}

/// How long so many questions take at the exam's pace, begun minutes counted.
fn minutes(exam: &Exam, count: usize) -> u64 {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    (u64::from(exam.minutes) * count).div_ceil(u64::from(exam.questions).max(1))
}
