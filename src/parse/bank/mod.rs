//! Question banks: Markdown in which each second-level heading is a question.
//!
//! ```markdown
//! ## Who patches the instances? {#who-patches exams=CLF-3.3 kind=recall level=1}
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
//! See: [the note](../ecs/launch-types.md#ec2)
//!
//! Sources: [^ecs-fargate]
//! ```
//!
//! One right option makes a single choice, several make a multiple response.
//! With `type=order` an ordered list holds the steps in their right order; with
//! `type=match` a definition list holds the pairs. With `compute` the answer is
//! a number: the options are the key and the usual slips, see `figures`.
//!
//! In: a bank's file. Out: [`Bank`], its questions as places in the document,
//! and diagnostics for questions that can't be asked. What needs other files
//! (links, exams, questions that repeat each other) is checked by `link`.

mod attributes;
mod figures;
mod rules;
mod words;

use std::ops::Range;

use studydeck_model::practice::numeric::Template;
use studydeck_model::practice::typed;

use crate::diag::Diagnostic;
use crate::path::{AnchorId, SitePath};
use crate::source::TextFile;

use super::document::{Document, Kind, NodeId};
use super::front_matter::{ExamTask, Placed};
use super::{front_matter, markdown};
pub use figures::prices;
pub use words::{plain_words, similarity};

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
    /// Exams and task statements that ask such a thing.
    pub exams: Vec<Placed<ExamTask>>,
    /// What it asks of the reader.
    pub kind: QuestionKind,
    /// How hard it is.
    pub level: Level,
    /// How it is answered.
    pub form: Form,
    /// What is computed, if its answer is a number.
    pub computed: Option<Computed>,
    /// Its heading.
    pub heading: NodeId,
    /// The blocks of the stem.
    pub stem: Vec<NodeId>,
    /// The options, in the order of the file.
    pub options: Vec<QuestionOption>,
    /// Blocks shown with the answer.
    pub after: Vec<NodeId>,
}

/// What questions are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// They can be asked and every option has its reason.
    Plain,
    /// They also train for the site's exams: with task statements, sources and
    /// as many options as an exam has.
    Exam,
}

/// What a question asks of the reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum QuestionKind {
    /// To say a fact.
    #[default]
    Recall,
    /// To know the reason.
    Why,
    /// To choose for a situation.
    Scenario,
}

/// How hard a question is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// 1: the note's first paragraph answers it.
    #[default]
    Easy,
    /// 2: two facts must be put together.
    Medium,
    /// 3: like the hard ones of the exam.
    Hard,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One option is right.
    Single,
    /// Several options are right.
    Multiple,
    /// The options are steps to be put in order; they stand in the right one.
    Order,
    /// Each option belongs to one text.
    Match,
    /// A number is typed. The options are the key and what usual slips lead to.
    Number,
}

/// A number that the build computes.
#[derive(Debug, Clone)]
pub struct Computed {
    /// What is asked.
    pub template: Template,
    /// What its figures are drawn from.
    pub seed: u64,
    /// Where the file says so.
    place: Range<usize>,
}

/// An option (an answer to choose), a step, or one half of a pair.
#[derive(Debug)]
pub struct QuestionOption {
    /// Whether it is right. Steps and pairs all are.
    pub right: bool,
    /// Its text.
    pub text: NodeId,
    /// What belongs to it, in a pair.
    pub partner: Option<NodeId>,
    /// The numbers that are taken for it, where one is typed.
    pub range: Option<typed::Range>,
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
    pub fn parse(file: &TextFile, standard: Standard) -> Self {
        let mut diagnostics = Vec::new();
        let (front, body_start) = front_matter::parse(&file.path, &file.text, &mut diagnostics);
        // A bank is no page: it needs no summary.
        diagnostics.retain(|d| d.code != crate::diag::Code::MissingSummary);
        let (document, problems) = markdown::parse(&file.path, &file.text, body_start);
        diagnostics.extend(problems);
        let questions = questions(file, &document, standard, &mut diagnostics);
        rules::check(&file.path, &document, &questions, standard, &mut diagnostics);
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

impl Question {
    /// The words of the stem.
    #[must_use]
    pub fn stem_text(&self, document: &Document) -> String {
        let parts: Vec<String> = self.stem.iter().map(|block| document.plain_text(*block)).collect();
        parts.join(" ")
    }

    /// The texts that its options belong to, each once, in the order of the file.
    #[must_use]
    pub fn partners(&self, document: &Document) -> Vec<String> {
        let mut partners = Vec::new();
        for words in self.options.iter().map(|option| option.partner_words(document)) {
            if !partners.contains(&words) {
                partners.push(words);
            }
        }
        partners
    }

    /// Which text of the question this is: a short hash over everything that a reader sees of it.
    #[must_use]
    pub fn version(&self, document: &Document) -> u32 {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(text.as_bytes()).update(b"\n");
        };
        add(self.form.name());
        let blocks = |blocks: &[NodeId]| -> Vec<String> {
            blocks.iter().map(|block| document.plain_text(*block)).collect()
        };
        add(&document.plain_text(self.heading));
        blocks(&self.stem).iter().for_each(|text| add(text));
        for option in &self.options {
            add(if option.right { "+" } else { "-" });
            add(&option.words(document));
            add(&option.partner_words(document));
            blocks(&option.reason).iter().for_each(|text| add(text));
        }
        blocks(&self.after).iter().for_each(|text| add(text));
        let hash = hasher.finalize();
        hash.as_bytes().iter().take(4).fold(0, |version, byte| (version << 8) | u32::from(*byte))
    }
}

impl Form {
    /// Its name on the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Multiple => "multiple",
            Self::Order => "order",
            Self::Match => "match",
            Self::Number => "number",
        }
    }
}

impl QuestionOption {
    /// The words of the option. In a tight list its item holds nothing else.
    #[must_use]
    pub fn words(&self, document: &Document) -> String {
        document.plain_text(self.text).trim().to_owned()
    }

    /// The words of what belongs to it; empty if nothing does.
    #[must_use]
    pub fn partner_words(&self, document: &Document) -> String {
        let words = self.partner.map(|partner| document.plain_text(partner)).unwrap_or_default();
        words.trim().to_owned()
    }
}

fn questions(
    file: &TextFile,
    document: &Document,
    standard: Standard,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (id, node) in document.roots() {
        match (&node.kind, questions.last_mut()) {
            (Kind::Heading(2, anchor), _) => {
                let read = attributes::read(file, node.range(), standard, diagnostics);
                questions.push(Question {
                    id: anchor.clone(),
                    exams: read.exams,
                    kind: read.kind,
                    level: read.level,
                    form: read.form.unwrap_or(Form::Single),
                    computed: read.computed,
                    heading: id,
                    stem: Vec::new(),
                    options: Vec::new(),
                    after: Vec::new(),
                });
            }
            (_, None) => {}
            (kind, Some(question))
                if question.options.is_empty() && holds_options(document, id, kind, question.form) =>
            {
                question.options = match question.form {
                    Form::Match => pairs(document, id),
                    form => document.children(id).map(|(item, _)| option(document, item, form)).collect(),
                };
            }
            (_, Some(question)) if question.options.is_empty() => question.stem.push(id),
            (_, Some(question)) => question.after.push(id),
        }
    }
    for question in &mut questions {
        let keys = question.options.iter().filter(|option| option.right).count();
        if question.form == Form::Single && keys > 1 {
            question.form = Form::Multiple;
        }
    }
    questions
}

fn holds_options(document: &Document, id: NodeId, kind: &Kind, form: Form) -> bool {
    match (form, kind) {
        (Form::Single | Form::Multiple | Form::Number, Kind::List(_)) => {
            document.subtree(id).any(|(_, node)| matches!(node.kind, Kind::TaskMarker(_)))
        }
        (Form::Order, Kind::List(Some(_))) | (Form::Match, Kind::DefinitionList) => true,
        _ => false,
    }
}

/// The first paragraph of an item is the option, the rest is its reason. In a
/// tight list the text stands in the item itself.
fn option(document: &Document, item: NodeId, form: Form) -> QuestionOption {
    let mut blocks = document.children(item).filter(|(_, node)| node.kind.is_block()).map(|(id, _)| id);
    let is_tight = document.children(item).next().is_some_and(|(_, node)| !node.kind.is_block());
    let text = if is_tight { item } else { blocks.next().unwrap_or(item) };
    let marked = document.subtree(item).any(|(_, node)| node.kind == Kind::TaskMarker(true));
    QuestionOption {
        right: marked || form == Form::Order,
        text,
        partner: None,
        range: None,
        reason: blocks.collect(),
    }
}

/// The pairs of a definition list: the first paragraph of the definition is
/// the partner, the rest the reason.
fn pairs(document: &Document, list: NodeId) -> Vec<QuestionOption> {
    let mut pairs: Vec<QuestionOption> = Vec::new();
    for (id, node) in document.children(list) {
        match (&node.kind, pairs.last_mut()) {
            (Kind::DefinitionTitle, _) => {
                pairs.push(QuestionOption {
                    right: true,
                    text: id,
                    partner: None,
                    range: None,
                    reason: Vec::new(),
                });
            }
            (Kind::DefinitionText, Some(pair)) => {
                let mut blocks =
                    document.children(id).filter(|(_, node)| node.kind.is_block()).map(|(id, _)| id);
                let is_tight = document.children(id).next().is_some_and(|(_, node)| !node.kind.is_block());
                pair.partner = if is_tight { Some(id) } else { blocks.next() };
                pair.reason = blocks.collect();
            }
            _ => {}
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn bank(body: &str) -> Bank {
        let text = format!("+++\ntitle = \"T\"\n+++\n{body}");
        Bank::parse(
            &TextFile::in_memory(SitePath::new("content/questions/b.md").unwrap(), &text),
            Standard::Exam,
        )
    }

    const ATTRIBUTES: &str = "exams=CLF-3.3,SAA-2.1 kind=why level=2";

    #[test]
    fn options_carry_their_reasons() {
        let body = format!(
            "## Q {{#q {ATTRIBUTES}}}\n\nStem?\n\n- [x] Yes.\n\n  Because.\n- [ ] No.\n\n  Never.\n\nSee more.\n"
        );
        let bank = bank(&body);
        let question = &bank.questions[0];
        assert_eq!(
            (question.id.as_str(), question.kind, question.level),
            ("q", QuestionKind::Why, Level::Medium)
        );
        let exams: Vec<_> =
            question.exams.iter().map(|exam| (&*exam.value.exam, &*exam.value.task)).collect();
        assert_eq!(exams, [("CLF", "3.3"), ("SAA", "2.1")]);
        assert_eq!(
            question.options.iter().map(|o| (o.right, o.reason.len())).collect::<Vec<_>>(),
            [(true, 1), (false, 1)]
        );
        assert_eq!((question.form, question.after.len()), (Form::Single, 1));
    }

    #[test]
    fn the_version_changes_with_every_word_and_with_the_key() {
        let version = |body: &str| {
            let bank = bank(body);
            bank.questions[0].version(&bank.document)
        };
        let body = format!(
            "## Q {{#q {ATTRIBUTES}}}\n\nStem?\n\n- [x] Yes.\n\n  Because.\n- [ ] No.\n\n  Never.\n\nSee more.\n"
        );
        assert_eq!(version(&body), version(&body.replace("kind=why", "kind=recall")));
        for (from, to) in [("Stem?", "Stem!"), ("Because.", "Since."), ("more", "less"), ("## Q", "## R")] {
            assert_ne!(version(&body), version(&body.replace(from, to)), "{from}");
        }
        let swapped = body.replace("[x]", "[y]").replace("[ ]", "[x]").replace("[y]", "[ ]");
        assert_ne!(version(&body), version(&swapped));
    }

    #[test]
    fn steps_and_pairs_are_questions_too() {
        let body = format!(
            "## O {{#o {ATTRIBUTES} type=order}}\n\nOrder?\n\n1. First\n\n   Why.\n2. Second\n\n   Why.\n\n\
             ## M {{#m {ATTRIBUTES} type=match}}\n\nMatch?\n\nLambda\n: Functions\n\n  Why.\n\nFargate\n: Containers\n\n  Why.\n"
        );
        let bank = bank(&body);
        let [order, matching] = &bank.questions[..] else { panic!("two questions") };
        assert_eq!((order.form, order.options.len(), order.options[1].reason.len()), (Form::Order, 2, 1));
        let pair = &matching.options[1];
        assert_eq!((matching.form, matching.options.len(), pair.reason.len()), (Form::Match, 2, 1));
        assert_eq!(pair.words(&bank.document), "Fargate");
        assert_eq!(bank.document.plain_text(pair.partner.unwrap()), "Containers");
    }
}
