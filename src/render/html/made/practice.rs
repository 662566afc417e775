//! The practice room: what to choose from, and the file of all questions.
//!
//! In: the banks that notes embed, and the exams. Out: the room's form as HTML; and a text with
//! the bank as `studydeck_model::practice` reads it and each question's HTML, which only this
//! room fetches. How it comes alive is the business of `studydeck_practice::room`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use studydeck_model::practice::question::{
    Bank, Domain, Exam, Form as Asked, OptionSet, Question as Entry, Task, Topic, Version,
};
use studydeck_practice::room;

use crate::diag::{Code, Diagnostic};
use crate::link::{LinkedBank, PageId, Site};
use crate::parse::bank::{Form, Question};
use crate::parse::data::ExamVersion;
use crate::parse::document::Document;
use crate::render::escape;
use crate::render::html::{Env, Writer};
use crate::source::Module;
use crate::write::styles::Style;

/// Where the file of all questions stands, from the site's root.
pub const QUESTIONS: &str = "questions.txt";

/// How many questions can be asked for; the second stands there at first.
const COUNTS: [u16; 4] = [5, 10, 20, 40];

/// Questions, minutes and pass mark of an exam that says nothing of them.
const USUAL: (u16, u16, u16) = (65, 130, 720);

/// A bank with the page that embeds it first, in the menu's order.
pub(super) struct Room<'a> {
    pub(super) banks: Vec<(&'a LinkedBank, PageId)>,
    pub(super) exams: Vec<&'a ExamVersion>,
}

impl<'a> Room<'a> {
    pub(super) fn new(site: &'a Site) -> Self {
        let mut seen = BTreeSet::new();
        let mut banks: Vec<(&LinkedBank, PageId)> = Vec::new();
        for id in site.in_menu_order() {
            let embedded = site.page(id).banks.iter();
            banks.extend(embedded.filter(|bank| seen.insert(bank.bank.name())).map(|bank| (&**bank, id)));
        }
        // Questions name the task statements of an exam's last version.
        let exams = site.config.exams.keys().filter_map(|exam| site.data.exam_versions(exam).last());
        Self { banks, exams: exams.collect() }
    }

    pub(super) fn questions(&self) -> impl Iterator<Item = &'a Question> {
        self.banks.iter().flat_map(|(linked, _)| &linked.bank.questions)
    }

    /// The exams to choose from, with how many questions each has.
    pub(super) fn exam_options(&self) -> String {
        let option = |version: &&ExamVersion| {
            let is_asked =
                |question: &&Question| question.exams.iter().any(|named| named.value.exam == version.exam);
            format!(
                "<option value=\"{}\">{} ({})</option>",
                escape::escape(&version.exam.to_lowercase()),
                escape::escape(&version.code),
                self.questions().filter(is_asked).count(),
            )
        };
        self.exams.iter().map(option).collect()
    }

    /// The bank as the browser reads it.
    pub(super) fn bank(&self, site: &Site) -> Result<Bank, String> {
        let exams = self.exams.iter().map(|version| exam(version)).collect();
        let topics = (0..self.banks.len()).map(|at| self.topic(site, at)).collect();
        let mut questions = Vec::new();
        for (topic, (linked, _)) in (0..).zip(&self.banks) {
            let document = &linked.bank.document;
            for question in &linked.bank.questions {
                questions.push(Entry {
                    id: question.id.as_str().to_owned(),
                    version: Version(question.version(document)),
                    tasks: self.tasks(question),
                    topic,
                    form: asked(question, document),
                });
            }
        }
        Bank::new(exams, topics, questions).map_err(|error| error.message())
    }

    /// A topic and those that the glossary tells apart from it: terms that each other's row names.
    fn topic(&self, site: &Site, at: usize) -> Topic {
        let (linked, page) = self.banks[at];
        let glossary = &site.data.glossary;
        let page_of = |term: usize| site.rows.terms.get(term).copied().flatten();
        let own = (0..glossary.len()).filter(|term| page_of(*term) == Some(page));
        let others = own.flat_map(|term| &glossary[term].not);
        let pages = others.filter_map(|id| page_of(glossary.iter().position(|term| term.id == *id)?));
        let places = pages.filter_map(|page| self.banks.iter().position(|(_, other)| *other == page));
        let like: BTreeSet<u16> =
            places.filter(|place| *place != at).filter_map(|place| u16::try_from(place).ok()).collect();
        Topic { name: linked.bank.name().to_owned(), like: like.into_iter().collect() }
    }

    fn tasks(&self, question: &Question) -> Vec<Task> {
        let task = |named: &crate::parse::front_matter::ExamTask| {
            let exam = self.exams.iter().position(|version| version.exam == named.exam)?;
            let (domain, task) = named.task.split_once('.')?;
            Some(Task {
                exam: u8::try_from(exam).ok()?,
                domain: domain.parse().ok()?,
                task: task.parse().ok()?,
            })
        };
        question.exams.iter().filter_map(|named| task(&named.value)).collect()
    }
}

fn exam(version: &ExamVersion) -> Exam {
    let domain = |domain: &crate::parse::data::Domain| Domain {
        number: domain.number,
        weight: domain.weight,
        name: domain.name.clone(),
    };
    Exam {
        name: version.exam.to_lowercase(),
        code: version.code.clone(),
        questions: version.questions.unwrap_or(USUAL.0),
        minutes: version.minutes.unwrap_or(USUAL.1),
        pass: version.pass.unwrap_or(USUAL.2),
        domains: version.domains.iter().map(domain).collect(),
    }
}

/// How a question is answered, in the model's words. A bank with a question that has more
/// options than the model allows is refused by the model.
fn asked(question: &Question, document: &Document) -> Asked {
    let count = u8::try_from(question.options.len()).unwrap_or(u8::MAX);
    let right = (0..).zip(&question.options).filter(|(_, option)| option.right).map(|(at, _)| at);
    match question.form {
        Form::Single => Asked::Single { options: count, key: right.last().unwrap_or(u8::MAX) },
        Form::Multiple => Asked::Multiple { options: count, keys: OptionSet::of(right) },
        Form::Order => Asked::Order { steps: count },
        Form::Match => {
            let partners = question.partners(document);
            let place = |words: &String| partners.iter().position(|partner| partner == words);
            let words = question.options.iter().map(|option| option.partner_words(document));
            let places = words.filter_map(|words| u8::try_from(place(&words)?).ok());
            Asked::Match { partners: places.collect() }
        }
        Form::Number => Asked::Numeric(question.right_range()),
    }
}

impl Writer<'_> {
    /// The room as it stands on its page.
    pub(super) fn practice(&mut self) {
        let site = self.env.site;
        let rooms = Room::new(site);
        self.islands.practice += 1;
        // The room puts questions into the page, with whatever stands in one.
        self.styles.extend([Style::Quiz, Style::Room, Style::Math, Style::Diagram, Style::Code]);
        let src = crate::path::UrlPath::file(QUESTIONS).map(|url| site.config.base.href(&url));
        let _ = write!(
            self.out,
            "<section class=\"room\" data-island=\"{}\" data-module=\"{}\" data-from=\"{}\" aria-label=\"Practice\">\n<div data-root>\n\
             <p class=\"room-hint\">The practice room needs JavaScript. The same questions stand under \
             the notes that they belong to, with their answers under a fold.</p>\n\
             <fieldset class=\"room-form\"><legend>Practice: every answer explained at once</legend>\n\
             <label>Exam <select name=\"sd-exam\" autocomplete=\"off\"><option value=\"\">all questions ({})</option>",
            room::KIND,
            Module::Practice.name(),
            src.map(|src| escape::address(&src)).unwrap_or_default(),
            rooms.questions().count(),
        );
        self.out.push_str(&rooms.exam_options());
        self.out
            .push_str("</select></label>\n<label>How many <select name=\"sd-count\" autocomplete=\"off\">");
        for (at, count) in COUNTS.into_iter().enumerate() {
            let chosen = if at == 1 { " selected" } else { "" };
            let _ = write!(self.out, "<option value=\"{count}\"{chosen}>{count} questions</option>");
        }
        self.out.push_str(
            "</select></label>\n<details><summary>Topics: all, or those you tick</summary>\n<ul>\n",
        );
        for (linked, _) in &rooms.banks {
            let _ = writeln!(
                self.out,
                "<li><label><input type=\"checkbox\" name=\"sd-topic\" value=\"{}\"> <span>{} <small>({})</small></span></label></li>",
                escape::escape(linked.bank.name()),
                escape::escape(&linked.bank.title),
                linked.bank.questions.len(),
            );
        }
        self.out.push_str(
            "</ul></details>\n<p><button type=\"button\" data-start disabled>Start</button></p>\n</fieldset>\n",
        );
        self.exam_form(&rooms);
        self.out.push_str(
            "<div class=\"room-bar\" hidden><p class=\"room-at\" tabindex=\"-1\"></p><button type=\"button\" data-end>End</button></div>\n\
             <p class=\"room-said\" role=\"status\"></p>\n<div class=\"room-question\"></div>\n",
        );
        self.exam_frame(&rooms);
        self.out.push_str("</div></section>\n");
    }
}

/// The text of [`QUESTIONS`]: the bank, then each question behind a mark of its own. `page` is
/// the one that the room stands on.
#[must_use]
pub fn questions(env: &Env<'_>, page: PageId) -> (String, Vec<Diagnostic>) {
    let room = Room::new(env.site);
    let bank = match room.bank(env.site) {
        Ok(bank) => bank,
        Err(message) => {
            let problem = Diagnostic::error(Code::BadQuestion, message);
            return (String::new(), vec![problem.help("see the other problems of questions")]);
        }
    };
    let mut out = bank.print();
    let mut diagnostics = Vec::new();
    for (linked, _) in &room.banks {
        let LinkedBank { bank, targets } = *linked;
        let mut writer = Writer::new(env, page, &bank.document, targets, &bank.path);
        (writer.plain, writer.apart) = (1, true);
        for question in &bank.questions {
            let _ = writeln!(writer.out, "{}{}", room::MARK, question.id.as_str());
            writer.question(None, question);
        }
        out.push_str(&writer.out);
        diagnostics.append(&mut writer.diagnostics);
    }
    (out, diagnostics)
}
