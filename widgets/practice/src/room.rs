//! The practice room: questions are drawn, answered one at a time, and the missed ones come back.
//!
//! In: the room's form as the generator wrote it, and the file of all questions: the bank's text,
//! then [`MARK`], an id, a line end and the question's HTML for each. Out: one question at a time
//! in the room, alive as in a self-check ([`crate::quiz`]); a sentence at the end. Must not know:
//! how a question is judged or kept, or why it is due.

use std::cell::RefCell;
use std::rc::Rc;

use studydeck_model::practice::draw::{self, Drawn, Standing, Wish};
use studydeck_model::practice::question::{Bank, Form, Question};
use web_sys::Element;

use crate::exam;
use crate::quiz::dom::{self, Input, all, closest, fill, insert, one};
use crate::quiz::{self, JUDGED, NEXT, QUESTION, SHOWN, keep};
use studydeck_page::browser;
use studydeck_page::markup::Markup;

/// What the page calls this island.
pub const KIND: &str = "practice";

/// Stands before each question in the file.
pub const MARK: char = '\u{1e}';

/// What there is to choose from, and where sentences stand that are read out.
pub(crate) const FORM: &str = ".room-form";
pub(crate) const SAID: &str = ".room-said";

/// A room in which somebody practises.
struct Room {
    root: Element,
    /// The file of all questions.
    text: Rc<str>,
    bank: Rc<Bank>,
    seed: u64,
    /// What is asked in this round, the next one last.
    ahead: Vec<Drawn>,
    /// Places of the questions that must come again.
    missed: Vec<usize>,
    current: Option<usize>,
    /// Counts from 0: the first round asks everything, those after it the missed.
    round: u8,
    /// How many questions the round has.
    asked: usize,
    /// How many were right at the first try, and how many were asked then.
    right: usize,
    first: usize,
}

/// Brings the room to life; `false` if the file can't be read.
pub fn start(root: &Element, text: &str) -> bool {
    let Ok(bank) = Bank::parse(text.split(MARK).next().unwrap_or_default()) else {
        return false;
    };
    quiz::start(root.clone());
    if let Some(button) = one(root, "[data-start]") {
        dom::unset(&button, "disabled");
    }
    let (bank, text): (Rc<Bank>, Rc<str>) = (Rc::new(bank), text.into());
    exam::start(root, &bank, &text);
    let room = Room {
        root: root.clone(),
        text,
        bank,
        seed: 0,
        ahead: Vec::new(),
        missed: Vec::new(),
        current: None,
        round: 0,
        asked: 0,
        right: 0,
        first: 0,
    };
    let room = Rc::new(RefCell::new(room));
    dom::listen(root, "click", move |event| {
        let Ok(mut room) = room.try_borrow_mut() else {
            return;
        };
        if closest(&event, "[data-start]").is_some() {
            room.begin();
        } else if closest(&event, NEXT).is_some() {
            room.leave();
            room.next();
        } else if closest(&event, "[data-end]").is_some() {
            // What was not answered is not counted.
            if one(&room.root, "[data-judged]").is_some() {
                room.leave();
            }
            room.end();
        }
    });
    true
}

impl Room {
    /// Draws what the form asks for.
    fn begin(&mut self) {
        self.seed = browser::chance();
        let now = u64::from(browser::seconds());
        let progress = keep::read().unwrap_or_default();
        let standing = |question| progress.status(question, now).standing();
        let standings: Vec<Standing> = self.bank.questions().iter().map(standing).collect();
        let wish = self.wish();
        self.ahead = draw::practice(&self.bank, &wish, &standings);
        self.ahead.reverse();
        (self.round, self.right, self.first) = (0, 0, 0);
        self.asked = self.ahead.len();
        self.missed.clear();
        if self.asked == 0 {
            return self
                .say("There is no question on these topics for this exam. Tick more, or choose all exams.");
        }
        self.next();
    }

    fn wish(&self) -> Wish {
        let value =
            |name: &str| one(&self.root, name).map(|field| Input::of(&field).value()).unwrap_or_default();
        let ticked = all(&self.root, "[name=sd-topic]:checked");
        let names: Vec<String> = ticked.iter().map(|topic| Input::of(topic).value()).collect();
        let topics = (0..u16::MAX).zip(self.bank.topics());
        Wish {
            exam: self.bank.find_exam(&value("[name=sd-exam]")),
            topics: topics.filter(|(_, topic)| names.contains(&topic.name)).map(|(at, _)| at).collect(),
            n: quiz::number(&value("[name=sd-count]"), 10).and_then(|n| u16::try_from(n).ok()).unwrap_or(10),
            seed: self.seed,
        }
    }

    /// Notes how the question that stands there went.
    fn leave(&mut self) {
        let Some(place) = self.current.take() else {
            return;
        };
        let verdict = |name| one(&self.root, QUESTION).map(|question| dom::attribute(&question, name));
        let right =
            if self.round == 0 { verdict(SHOWN) } else { verdict(JUDGED) }.as_deref() == Some("right");
        if self.round == 0 {
            self.first = self.first.saturating_add(1);
            self.right = self.right.saturating_add(right.into());
        }
        if !right {
            self.missed.push(place);
        }
    }

    /// Asks the next question, or begins the next round, or ends.
    fn next(&mut self) {
        if self.ahead.is_empty() {
            if self.missed.is_empty() {
                return self.end();
            }
            let again = self.missed.drain(..).rev();
            self.ahead = again.map(|question| Drawn { question, why: Standing::Due }).collect();
            self.round = self.round.saturating_add(1);
            self.asked = self.ahead.len();
        }
        if let Some(drawn) = self.ahead.pop() {
            self.ask(drawn);
        }
    }

    fn ask(&mut self, drawn: Drawn) {
        let Some(question) = self.bank.questions().get(drawn.question) else {
            return;
        };
        let Some(place) = one(&self.root, ".room-question") else {
            return;
        };
        let Some(element) = put(&place, &self.text, question, self.seed, self.round) else {
            return;
        };
        if self.round > 0 {
            dom::set(&element, SHOWN, "before");
        }
        quiz::arm(&element, &keep::read().unwrap_or_default());
        if let Some(act) = one(&element, ".quiz-act button") {
            insert(
                &act,
                "afterend",
                Markup::default().html(" <button type=\"button\" data-next>Next</button>"),
            );
        }
        self.current = Some(drawn.question);
        self.show(true);
        self.say("");
        self.count(drawn.why);
        quiz::focus_first(&element);
    }

    /// Says which question of how many it is, and why it came.
    fn count(&self, why: Standing) {
        let Some(place) = one(&self.root, ".room-at") else {
            return;
        };
        let number = self.asked.saturating_sub(self.ahead.len());
        let why = match why {
            _ if self.round > 0 => "missed before",
            Standing::ConfidentError => "wrong while certain",
            Standing::Due => "due again",
            Standing::Unseen => "new to you",
            Standing::Known => "known",
        };
        let kind = if self.round > 0 { "Review " } else { "Question " };
        let words = [kind, &number.to_string(), " of ", &self.asked.to_string(), ": ", why].concat();
        place.set_text_content(Some(&words));
    }

    fn end(&mut self) {
        let open = self.missed.len().saturating_add(if self.round > 0 { self.ahead.len() } else { 0 });
        self.ahead.clear();
        self.current = None;
        if let Some(place) = one(&self.root, ".room-question") {
            fill(&place, "");
        }
        self.show(false);
        let (right, first) = (self.right.to_string(), self.first.to_string());
        let rest = if open > 0 {
            " Some were not right in the end: they will come again."
        } else if self.right < self.first {
            " You have mended the rest."
        } else {
            ""
        };
        self.say(&[&*right, " of ", &first, " right at the first try.", rest].concat());
        if let Some(button) = one(&self.root, "[data-start]") {
            dom::focus(&button);
        }
    }

    /// Shows either the question or the form.
    fn show(&self, question: bool) {
        dom::hide(&self.root, FORM, question);
        dom::hide(&self.root, ".room-bar", !question);
    }

    fn say(&self, words: &str) {
        dom::say(&self.root, SAID, words);
    }
}

/// Puts a question into a place, from the file of all questions. Its options stand in the order of
/// the seed; steps and pairs stay as they are, since lists choose among them.
pub(crate) fn put(place: &Element, text: &str, question: &Question, seed: u64, again: u8) -> Option<Element> {
    let start = [MARK.encode_utf8(&mut [0; 4]), &*question.id, "\n"].concat();
    let html = text.split_once(&start).map_or("", |(_, rest)| rest);
    fill(place, html.split(MARK).next().unwrap_or_default());
    let element = one(place, QUESTION)?;
    if matches!(question.form, Form::Single { .. } | Form::Multiple { .. }) {
        let order = draw::shuffled(question, seed, again);
        for list in [".options", ".reasons"] {
            rearrange(&element, list, &order);
        }
    }
    Some(element)
}

/// Puts the items of a list into an order.
fn rearrange(question: &Element, list: &str, order: &[u8]) {
    let Some(list) = one(question, list) else {
        return;
    };
    let items = all(&list, ":scope > li");
    for &place in order {
        if let Some(item) = items.get(usize::from(place)) {
            let _ = list.append_child(item);
        }
    }
}
