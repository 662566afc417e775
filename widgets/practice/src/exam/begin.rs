//! How an exam begins, or goes on: from the form, from the address, from the store.
//!
//! In: the form, the fragment, what is stored. Out: a session that runs. Must not know: how it
//! is shown.

use studydeck_model::practice::draw::{self, Drift, ExamLink};
use studydeck_model::practice::session::{Allowance, KEY, Mode, Session};
use studydeck_page::browser;
use studydeck_page::markup::Markup;

use super::{Exam, START, view};
use crate::quiz::dom::{self, Input, insert, one};
use crate::quiz::number;

/// Where a session that can't be read is kept.
const ASIDE: &str = "studydeck.session.aside";
const RESUME: &str = "[data-x=resume]";
const EXAM: &str = "[name=sd-exam-of]";
const COUNT: &str = "[name=sd-exam-count]";

impl Exam {
    /// Offers to begin, and to go on with what was not finished.
    pub(super) fn offer(&mut self) {
        if let Some(button) = one(&self.root, START) {
            dom::unset(&button, "disabled");
        }
        self.stored = browser::stored(KEY).unwrap_or_default();
        self.warned = "";
        dom::hide(&self.root, RESUME, self.stored.is_empty());
        let is_over = !self.waits();
        dom::say(
            &self.root,
            RESUME,
            if is_over { "Show the last result" } else { "Go on with the unfinished exam" },
        );
    }

    /// Whether an unfinished exam is stored. One that can't be read counts: its text is worth something.
    fn waits(&self) -> bool {
        let read = Session::parse(&self.stored, &self.bank);
        !self.stored.is_empty() && read.map_or(true, |resumed| !resumed.session.is_over())
    }

    /// Says what the address asks for, and sets the form to it.
    pub(super) fn read_address(&mut self) {
        if self.session.is_some() {
            return;
        }
        let words = match ExamLink::parse(&browser::fragment(), &self.bank) {
            None if self.waits() => "An exam is unfinished. You can go on with it below.",
            None => return,
            Some(Err(error)) => return self.say(&error.message()),
            Some(Ok(link)) => {
                self.set_form(&link);
                let drift = link.drift(&self.bank);
                self.link = Some(link);
                match drift {
                    Drift::Same => "The link asks for a certain exam. Start it below.",
                    Drift::Reworded => {
                        "The link asks for a certain exam. Some of its questions were reworded since the link was made."
                    }
                    Drift::Redrawn => {
                        "The link asks for a certain exam, but the question bank has changed since: other questions may come."
                    }
                }
            }
        };
        self.say(words);
    }

    /// Sets the form to what a link asks for. A number that is not in the list joins it.
    fn set_form(&self, link: &ExamLink) {
        let (Some(exam), Some(count)) = (one(&self.root, EXAM), one(&self.root, COUNT)) else {
            return;
        };
        Input::of(&exam).set_value(self.bank.exam(link.exam).map_or("", |exam| &exam.name));
        let n = view::digits(link.n.into());
        Input::of(&count).set_value(&n);
        if Input::of(&count).value() != n {
            let mut out = Markup::default();
            out.html("<option selected value=\"").text(&n).html("\">").text(&n).html(" questions</option>");
            insert(&count, "beforeend", &out);
        }
    }

    fn value(&self, name: &str) -> String {
        one(&self.root, name).map(|field| Input::of(&field).value()).unwrap_or_default()
    }

    /// Whether to go on though something may be lost: the second time, yes.
    fn may(&mut self, doubt: &'static str) -> bool {
        let may = doubt.is_empty() || doubt == self.warned;
        self.warned = if may { "" } else { doubt };
        if !may {
            self.say(doubt);
        }
        may
    }

    pub(super) fn begin(&mut self) {
        self.stored = browser::stored(KEY).unwrap_or_default();
        let doubt = if self.waits() {
            "The unfinished exam would be lost. Press Start once more to begin another one."
        } else {
            ""
        };
        if !self.may(doubt) {
            return;
        }
        let exam = self.bank.find_exam(&self.value(EXAM)).unwrap_or_default();
        let n = number(&self.value(COUNT), 10).and_then(|n| u16::try_from(n).ok()).unwrap_or(20);
        let allowance = Allowance::from_name(&self.value("[name=sd-exam-time]")).unwrap_or(Allowance::Normal);
        let linked = self.link.take().filter(|link| link.exam == exam && link.n == n);
        let seed = linked.map_or_else(browser::chance, |link| link.seed);
        let drawn = draw::exam(&self.bank, exam, n, seed);
        let session = Session::exam(&self.bank, exam, &drawn, seed, allowance, browser::millis());
        if session.items.is_empty() {
            return self.say("There is no question for this exam.");
        }
        browser::replace_fragment(&ExamLink::new(&self.bank, exam, n, seed).print(&self.bank));
        let short: Vec<u8> =
            drawn.shares.iter().filter(|share| share.is_short()).map(|share| share.domain).collect();
        let domains = self.bank.exam(exam).map(|exam| &*exam.domains).unwrap_or_default();
        let mut words = String::new();
        for domain in domains.iter().filter(|domain| short.contains(&domain.number)) {
            words.push_str(if words.is_empty() {
                "Our notes have fewer questions than the exam would ask on: "
            } else {
                "; "
            });
            words.push_str(&domain.name);
        }
        if !self.stored.is_empty() && Session::parse(&self.stored, &self.bank).is_err() {
            // What can't be read is kept under another key, and not overwritten.
            let _ = browser::store(ASIDE, &self.stored);
        }
        self.run(session);
        self.say(&words);
    }

    /// Makes the page's address the link to an exam that goes on, drawn from the bank of then.
    fn show_link(&self, session: &Session, gone: usize) {
        let Mode::Exam(name, _) = &session.mode else {
            return;
        };
        let n = u16::try_from(session.items.len().saturating_add(gone)).unwrap_or(u16::MAX);
        if let Some(exam) = self.bank.find_exam(name) {
            let link = ExamLink { exam, n, seed: session.seed, bank: Some(session.bank) };
            browser::replace_fragment(&link.print(&self.bank));
        }
    }

    pub(super) fn resume(&mut self) {
        let text = browser::stored(KEY).unwrap_or_default();
        self.stored.clone_from(&text);
        match Session::parse(&text, &self.bank) {
            Ok(resumed) => {
                let doubt = if !resumed.session.is_over() && Self::is_elsewhere() {
                    "This exam seems to be open in another tab. Go on there, or press once more to go on here."
                } else {
                    ""
                };
                if !self.may(doubt) {
                    return;
                }
                let same = resumed.gone.is_empty() && resumed.changed.is_empty();
                self.show_link(&resumed.session, resumed.gone.len());
                self.run(resumed.session);
                self.say(if same {
                    ""
                } else {
                    "Questions have changed since you began: they are asked anew, or left out."
                });
            }
            Err(error) => {
                if browser::store(ASIDE, &text).is_ok() && browser::store(KEY, "").is_ok() {
                    self.offer();
                }
                self.say(error.message());
            }
        }
    }
}
