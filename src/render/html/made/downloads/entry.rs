//! A question as the formats need it: its words, twice.
//!
//! In: a question, and a [`Writer`] that stands in its bank. Out: an [`Entry`]
//! whose texts are HTML and plain text, with addresses that name the site's host.

use studydeck_model::practice::typed::Range;

use super::text;
use crate::link::Page;
use crate::parse::bank::{Bank, Form, Level, Question, QuestionKind, QuestionOption};
use crate::parse::document::{Embed, Kind, NodeId};
use crate::render::html::Writer;

/// One text in both forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// HTML without a line break at either end.
    pub html: String,
    /// Plain text; blocks are apart by a line break.
    pub text: String,
}

/// An option, a step, or one half of a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    /// Whether it is right. Steps and pairs all are.
    pub right: bool,
    /// Its text, in the line.
    pub words: Words,
    /// What belongs to it, in a pair, in the line.
    pub partner: Option<Words>,
    /// Its reason: blocks.
    pub reason: Words,
    /// The numbers that are taken for it, where one is typed.
    pub range: Option<Range>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its stable id.
    pub id: String,
    /// Which text of it this is: eight digits.
    pub version: String,
    /// How it is answered.
    pub form: Form,
    /// `recall`, `why` or `scenario`.
    pub kind: &'static str,
    /// 1 to 3.
    pub level: u8,
    /// Exams and task statements: `SAA 2.1`.
    pub exams: Vec<String>,
    /// Its bank's name.
    pub topic: String,
    /// Its bank's title.
    pub topic_title: String,
    /// Where it stands on the site: its place, or else the page that its bank belongs to.
    pub url: String,
    /// Its heading.
    pub title: Words,
    /// What is asked: blocks.
    pub stem: Words,
    /// What a number that is asked for counts; else nothing.
    pub unit: &'static str,
    /// Steps stand in their right order.
    pub options: Vec<Choice>,
    /// Links and sources: blocks.
    pub after: Words,
}

impl Entry {
    /// Reads a question of the bank in which the writer stands.
    pub(super) fn new(writer: &mut Writer<'_>, bank: &Bank, question: &Question) -> Self {
        let id = question.id.as_str().to_owned();
        let site = writer.env.site;
        let page = site.page(writer.page);
        let mut url = site.config.base.absolute(&page.url);
        if stands_on(page, bank, question) {
            url.push_str("#sd-q-");
            url.push_str(&id);
        }
        let exam = |exam: &crate::parse::front_matter::ExamTask| format!("{} {}", exam.exam, exam.task);
        Self {
            version: format!("{:08x}", question.version(&bank.document)),
            form: question.form,
            kind: match question.kind {
                QuestionKind::Recall => "recall",
                QuestionKind::Why => "why",
                QuestionKind::Scenario => "scenario",
            },
            level: match question.level {
                Level::Easy => 1,
                Level::Medium => 2,
                Level::Hard => 3,
            },
            exams: question.exams.iter().map(|named| exam(&named.value)).collect(),
            topic: bank.name().to_owned(),
            topic_title: bank.title.clone(),
            url,
            title: Words {
                html: apart(writer, |writer| writer.inline_children(question.heading)),
                text: text::inline(writer, question.heading),
            },
            stem: blocks(writer, &question.stem),
            unit: question.computed.as_ref().map_or("", |computed| computed.unit().name()),
            options: question.options.iter().map(|option| choice(writer, option)).collect(),
            after: blocks(writer, &question.after),
            id,
        }
    }

    /// Steps and pairs as halves that belong together: of a step, its place.
    pub(super) fn pairs(&self) -> Vec<(&Choice, String)> {
        let partner = |(at, choice): (usize, &Choice)| match &choice.partner {
            Some(partner) => partner.text.clone(),
            None => (at + 1).to_string(),
        };
        let mut pairs: Vec<_> =
            self.options.iter().enumerate().map(|(at, choice)| (choice, partner((at, choice)))).collect();
        if self.form == Form::Order {
            // In the order of their words the steps' places say nothing.
            pairs.sort_by_cached_key(|(choice, _)| choice.words.text.to_lowercase());
            // The right order must not stand there by chance.
            if pairs
                .iter()
                .map(|(_, place)| place)
                .eq((1..=pairs.len()).map(|at| at.to_string()).collect::<Vec<_>>().iter())
            {
                pairs.rotate_left(1);
            }
        }
        pairs
    }
}

/// Whether a page asks the question, and not only others of its bank.
fn stands_on(page: &Page, bank: &Bank, question: &Question) -> bool {
    let place = bank.questions.iter().position(|other| other.id == question.id).unwrap_or(usize::MAX);
    let asks = |embed: &Embed| match embed {
        Embed::Quiz { bank: name, asked } => {
            **name == *bank.name() && asked.asks(place, question.id.as_str())
        }
        _ => false,
    };
    let nodes = page.note.iter().flat_map(|note| note.document.iter());
    nodes.into_iter().any(|(_, node)| matches!(&node.kind, Kind::Embed(embed) if asks(embed)))
}

fn choice(writer: &mut Writer<'_>, option: &QuestionOption) -> Choice {
    Choice {
        right: option.right,
        words: inline(writer, option.text),
        partner: option.partner.map(|partner| inline(writer, partner)),
        reason: blocks(writer, &option.reason),
        range: option.range,
    }
}

fn inline(writer: &mut Writer<'_>, id: NodeId) -> Words {
    let html = apart(writer, |writer| writer.option_text(id));
    Words { text: text::inline(writer, id), html }
}

fn blocks(writer: &mut Writer<'_>, ids: &[NodeId]) -> Words {
    let html = apart(writer, |writer| ids.iter().for_each(|id| writer.block(*id)));
    Words { text: text::blocks(writer, ids), html }
}

/// What is written, by itself.
fn apart(writer: &mut Writer<'_>, write: impl FnOnce(&mut Writer<'_>)) -> String {
    let before = writer.out.len();
    write(writer);
    writer.out.split_off(before).trim().to_owned()
}
