//! An exam in the practice room: drawn by a seed, with a clock, and no answer before its end.
//!
//! In: the bank, the file of all questions, the frame that the generator wrote for it. Out: one
//! question at a time with a navigator; then the result, and the answers in the store. Must not
//! know: how it is drawn and scored.
//!
//! The session is stored after every change, so that it goes on after a reload or a crash. Only
//! one tab may write it: each write first looks whether the store still names this tab, and still
//! holds what it wrote last. If not, another one has taken the exam over, and this one stops.

mod begin;
mod result;
mod sheet;
mod view;

use std::cell::RefCell;
use std::rc::Rc;

use studydeck_model::practice::draw::ExamLink;
use studydeck_model::practice::progress::ExamRecord;
use studydeck_model::practice::question::{Answer, Bank, Exam as Outline};
use studydeck_model::practice::session::{KEY, Mode, Phase, Session};
use studydeck_model::practice::typed::{self, Unreadable};
use studydeck_page::browser;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Element, Event};

use crate::quiz::dom::{self, closest, one};
use crate::quiz::{self, keep, number};
use crate::room::{FORM, SAID};

/// Names in the store the tab that shows the running exam, and the second in which it last did;
/// empty once it is left.
const TAB: &str = "studydeck.session.tab";
/// A tab that has not shown itself for so many seconds is gone: the browser crashed. One that only
/// slept stops when it wakes, and loses nothing.
const GONE_AFTER: u32 = 5;
/// Seconds between two stored states while nothing but the clock moves.
const STORE_EVERY: u8 = 10;
/// Milliseconds left at which the time is read out.
const MARKS: [(u64, &str); 2] = [(600_000, "Ten minutes left."), (60_000, "One minute left.")];

const RUNNING: &str = ".exam";
const RESULT: &str = ".exam-result";
const START: &str = "[data-x=start]";

#[wasm_bindgen]
extern "C" {
    /// A dialog of the page. web-sys has it behind a feature that nothing else needs.
    type Dialog;
    #[wasm_bindgen(method, catch, js_name = showModal)]
    fn show_modal(this: &Dialog) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &Dialog);
}

/// What an exam needs and remembers.
struct Exam {
    root: Element,
    text: Rc<str>,
    bank: Rc<Bank>,
    session: Option<Session>,
    /// What this tab calls itself.
    tab: String,
    /// What this tab has stored last, or has found there.
    stored: String,
    /// What the address asks for.
    link: Option<ExamLink>,
    /// What the reader was warned of: whoever does it again means it.
    warned: &'static str,
    /// Seconds since the session was stored.
    since: u8,
    /// What was left of the time when it was last read out.
    told: u64,
}

/// Brings the exam's part of the room to life.
pub(crate) fn start(root: &Element, bank: &Rc<Bank>, text: &Rc<str>) {
    let Some(window) = web_sys::window().filter(|_| one(root, RUNNING).is_some()) else {
        return;
    };
    let mut exam = Exam {
        root: root.clone(),
        text: Rc::clone(text),
        bank: Rc::clone(bank),
        session: None,
        // Its lower half is enough to tell two tabs apart.
        tab: view::digits(usize::try_from(browser::chance() & 0xffff_ffff).unwrap_or_default()),
        stored: String::new(),
        link: None,
        warned: "",
        since: 0,
        told: 0,
    };
    exam.offer();
    exam.read_address();
    let exam = Rc::new(RefCell::new(exam));
    let with = |act: fn(&mut Exam, &Event)| {
        let exam = Rc::clone(&exam);
        move |event: Event| {
            if let Ok(mut exam) = exam.try_borrow_mut() {
                act(&mut exam, &event);
            }
        }
    };
    dom::listen(root, "click", with(Exam::clicked));
    dom::listen(root, "change", with(Exam::changed));
    // A number is kept as it is typed: whoever reloads the page may not have left the field.
    dom::listen(root, "input", with(Exam::typed));
    dom::listen(&window, "hashchange", with(|exam, _| exam.read_address()));
    dom::listen(&window, "storage", with(|exam, _| _ = exam.is_mine()));
    dom::listen(&window, "pagehide", with(|exam, _| exam.leave()));
    let tick = with(|exam, _| exam.tick());
    // The clock runs as long as the page stands.
    let tick = Closure::<dyn Fn(Event)>::new(tick);
    let _ =
        window.set_interval_with_callback_and_timeout_and_arguments_0(tick.as_ref().unchecked_ref(), 1_000);
    tick.forget();
}

impl Exam {
    fn clicked(&mut self, event: &Event) {
        let Some(button) = closest(event, "button") else {
            return;
        };
        let number = |name| number(&dom::attribute(&button, name), 10).and_then(|n| usize::try_from(n).ok());
        if let Some(option) = number(view::STRIKE).and_then(|option| u8::try_from(option).ok()) {
            return self.change(&|session| {
                if let Some(item) = session.items.get_mut(session.at) {
                    item.strike_out(option);
                }
            });
        }
        let at = self.session.as_ref().map_or(0, |session| session.at);
        match &*dom::attribute(&button, "data-x") {
            "start" => self.begin(),
            "resume" => self.resume(),
            "back" => self.go(at.saturating_sub(1)),
            "next" => self.go(at.saturating_add(1)),
            "flag" => self.change(&|session| {
                if let Some(item) = session.items.get_mut(session.at) {
                    item.flagged = !item.flagged;
                }
            }),
            "ask" => self.ask(),
            "keep-on" => self.dialog(false),
            "hand-in" => self.hand_in(),
            "close" => self.close(),
            _ => {
                if let Some(place) = number(view::GO) {
                    self.go(place);
                }
            }
        }
    }

    /// Shows a session: its question, or its result.
    fn run(&mut self, session: Session) {
        self.told = session.clock.left().unwrap_or_default();
        let is_over = session.is_over();
        self.session = Some(session);
        dom::hide(&self.root, FORM, true);
        if is_over {
            return self.finish();
        }
        dom::hide(&self.root, RUNNING, false);
        // Taken over from the tab that had it. Emptied first: that works in a full store as well.
        let _ = browser::store(TAB, "");
        self.store();
        self.show_tab();
        self.show();
    }

    /// Says that this tab shows the exam now.
    fn show_tab(&self) {
        let now = view::digits(usize::try_from(browser::seconds()).unwrap_or_default());
        let _ = browser::store(TAB, &[&*self.tab, " ", &now].concat());
    }

    /// Whether a tab shows the exam at this time.
    fn is_elsewhere() -> bool {
        let tab = browser::stored(TAB).unwrap_or_default();
        let seen = tab.split_once(' ').and_then(|(_, seen)| number(seen, 10));
        seen.is_some_and(|seen| browser::seconds().saturating_sub(seen) < GONE_AFTER)
    }

    /// Lets the clock run; `false` if there is nothing to do any more.
    fn is_running(&mut self) -> bool {
        let Some(session) = self.session.as_mut().filter(|session| !session.is_over()) else {
            return false;
        };
        let is_up = session.tick(browser::millis());
        if is_up {
            self.finish();
        }
        !is_up
    }

    fn go(&mut self, place: usize) {
        let Some(session) = self.session.as_mut() else {
            return;
        };
        if place >= session.items.len() {
            return self.say("That was the last question. Hand in when you are ready.");
        }
        if self.is_running() {
            if let Some(session) = &mut self.session {
                session.at = place;
            }
            self.say("");
            self.store();
            self.show();
        }
    }

    /// Changes the question that stands there.
    fn change(&mut self, change: &dyn Fn(&mut Session)) {
        if !self.is_running() {
            return;
        }
        if let Some(session) = &mut self.session {
            change(session);
            view::mark(&self.root, session);
        }
        self.store();
    }

    /// The reader used a control: of a question, or of the review.
    fn changed(&mut self, event: &Event) {
        if closest(event, result::FILTER).is_some()
            && let (Some(session), Some(outline)) = (&self.session, self.outline())
        {
            return result::review(&self.root, session, outline, &self.text);
        }
        if let Some(question) = closest(event, view::QUESTION) {
            self.read(&question);
            let item = self.session.as_ref().and_then(Session::current);
            self.say(match item.map(|item| &item.answer) {
                Some(Answer::Places(_)) => "This order counts once every step has a place of its own.",
                Some(Answer::Typed(typed)) if !typed.is_empty() => {
                    typed::read(typed).map_or_else(Unreadable::message, |_| "")
                }
                _ => "",
            });
        }
    }

    /// The reader types a number.
    fn typed(&mut self, event: &Event) {
        if closest(event, quiz::FIELD).is_some()
            && let Some(question) = closest(event, view::QUESTION)
        {
            self.read(&question);
        }
    }

    /// Reads the controls of the question that stands there.
    fn read(&mut self, question: &Element) {
        self.change(&|session| {
            if let Some(item) = session.items.get_mut(session.at) {
                sheet::read(question, item);
            }
        });
    }

    fn tick(&mut self) {
        if !self.is_running() {
            return;
        }
        let Some(session) = &self.session else {
            return;
        };
        view::clock(&self.root, session);
        if let Some(left) = session.clock.left() {
            let passed = MARKS.iter().rfind(|(mark, _)| left <= *mark && *mark < self.told);
            if let Some((_, words)) = passed {
                self.told = left;
                self.say(words);
            }
        }
        self.since = self.since.saturating_add(1);
        if self.since >= STORE_EVERY {
            self.store();
        }
        if self.is_mine() && self.session.is_some() {
            self.show_tab();
        }
    }

    /// Whether this tab may write the session. If not, the exam goes on elsewhere, and stops here.
    fn is_mine(&mut self) -> bool {
        let there = browser::stored(KEY).unwrap_or_default();
        let tab = browser::stored(TAB).unwrap_or_default();
        let running = self.session.as_ref().is_some_and(|session| !session.is_over());
        // Whoever deletes what is stored does not end an exam that runs.
        let named = tab.split_once(' ').map_or("", |(name, _)| name);
        let is_mine =
            !running || (there.is_empty() || there == self.stored) && (tab.is_empty() || named == self.tab);
        if !is_mine {
            self.session = None;
            self.put_away();
            self.say("This exam goes on in another tab, so it has stopped here. What you did here in the meantime is not kept.");
        }
        is_mine
    }

    fn store(&mut self) {
        if !self.is_mine() {
            return;
        }
        self.since = 0;
        let Some(text) = self.session.as_ref().map(Session::print) else {
            return;
        };
        if browser::store(KEY, &text).is_ok() {
            self.stored = text;
        } else {
            quiz::say_trouble(
                &self.root,
                "This browser can\u{2019}t store the exam: it will be lost if you leave the page.",
            );
        }
    }

    /// The page is left, or reloaded: another one may go on.
    fn leave(&mut self) {
        if self.is_running() {
            self.store();
            if self.session.is_some() {
                let _ = browser::store(TAB, "");
            }
        }
    }

    fn show(&self) {
        if let Some(session) = &self.session {
            view::show(&self.root, session, &self.text);
        }
    }

    /// Asks whether to hand in.
    fn ask(&mut self) {
        if !self.is_running() {
            return;
        }
        if let Some(session) = &self.session {
            let flagged = session.items.iter().filter(|item| item.flagged).count();
            let counts = [view::digits(session.unanswered().len()), view::digits(flagged)];
            view::numbers(&self.root, "dialog", &counts);
        }
        self.dialog(true);
    }

    fn dialog(&self, open: bool) {
        if let Some(dialog) = one(&self.root, "dialog") {
            let dialog: &Dialog = dialog.unchecked_ref();
            if open {
                // A browser that has no modal dialogs is too old for the module, too.
                let _ = dialog.show_modal();
            } else {
                dialog.close();
            }
        }
    }

    fn hand_in(&mut self) {
        if self.is_running() && self.is_mine() {
            if let Some(session) = &mut self.session {
                session.hand_in(browser::millis());
            }
            self.finish();
        }
    }

    fn outline(&self) -> Option<&Outline> {
        match &self.session.as_ref()?.mode {
            Mode::Exam(name, _) => self.bank.exam(self.bank.find_exam(name)?),
            Mode::Practice => None,
        }
    }

    /// The end: keeps the answers, and shows the result.
    fn finish(&mut self) {
        self.dialog(false);
        let (Some(session), Some(outline)) = (&self.session, self.outline()) else {
            // The site no longer has that exam.
            return self.close();
        };
        let kept = keep::keep(&|progress| {
            progress.record_session(session);
            if let Some(record) = ExamRecord::of(session, outline) {
                progress.record_exam(record);
            }
        });
        dom::hide(&self.root, RUNNING, true);
        dom::hide(&self.root, RESULT, false);
        result::show(&self.root, session, outline, &self.text);
        self.say(if session.phase == Phase::TimeUp { "Time is up." } else { "" });
        if let Err(trouble) = kept {
            quiz::say_trouble(&self.root, trouble);
        }
        // The result can be looked at again. If it can't be stored, the exam waits to be handed in.
        if browser::store(KEY, &session.print()).is_ok() {
            let _ = browser::store(TAB, "");
        }
        if let Some(score) = one(&self.root, ".exam-score") {
            dom::focus(&score);
        }
    }

    fn close(&mut self) {
        self.session = None;
        self.put_away();
        self.say("");
        if let Some(button) = one(&self.root, START) {
            dom::focus(&button);
        }
    }

    /// Shows the forms in place of what was shown of an exam.
    fn put_away(&mut self) {
        self.dialog(false);
        for place in [RUNNING, RESULT] {
            dom::hide(&self.root, place, true);
        }
        for place in [view::QUESTION, ".exam-review"] {
            if let Some(place) = one(&self.root, place) {
                dom::fill(&place, "");
            }
        }
        dom::hide(&self.root, FORM, false);
        self.offer();
    }

    fn say(&self, words: &str) {
        dom::say(&self.root, SAID, words);
    }
}
