//! A running exam or practice, as a pure state machine.
//!
//! In: events with the time at which they came. Out: the next state, and what the reader must be
//! told. Must not know: how a question is shown, where the state is stored.
//!
//! **An exam** goes through `Running`, `Asking` (hand in, really?) and `Done`; answers can be
//! changed until the end, and nothing is judged before it. Time that is up ends it.
//! **A practice** judges each answer at once. A question answered wrong comes again, its options
//! in another order, after [`PAUSE`] others or when there are none left, until it is answered
//! right: a practice never ends on an uncorrected error. Whoever stops early is asked no new
//! questions, but what was missed stays until it is right.
//!
//! [`Session::print`] and [`Session::parse`] carry it over a reload or a crash. Store it after
//! every event that changed something, and every few seconds for the clock: a crash loses no more
//! time than that. The clock stands still while the page is closed.

mod clock;
mod item;
mod store;

pub use clock::{Allowance, Clock, LONGEST_GAP};
pub use item::{Attempt, Item};
pub use store::{KEY, ResumeError, Resumed};

use super::draw::{Drawn, ExamDraw, Fingerprint};
use super::progress::Entry;
use super::question::{Answer, Bank, Confidence, Form};

/// How many other answers come before a missed question is asked again.
pub const PAUSE: usize = 3;

/// What it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// An exam, by its name, and how much time it gives.
    Exam(String, Allowance),
    /// A practice.
    Practice,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Questions are being answered.
    Running,
    /// The reader is asked whether to hand in.
    Asking,
    /// The end: handed in, all answered, or no question to ask.
    Done,
    /// The end: time was up.
    TimeUp,
}

/// What a reader does, or the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Chooses an option; where several are right, takes it back if it was chosen.
    Choose(u8),
    /// Gives an option of a matching question its partner, or takes it away.
    Pair(u8, Option<u8>),
    /// Moves a step from one place to another; places are counted as shown, from 0.
    Move(usize, usize),
    /// Types a number: all that stands in the field.
    Type(String),
    /// Strikes an option out, or takes that back. A struck option is not chosen.
    StrikeOut(u8),
    /// Flags the question for later, or takes that back.
    Flag,
    /// Says how sure they are; `None` takes it back.
    Confidence(Option<Confidence>),
    /// Goes to a question of an exam.
    GoTo(usize),
    /// Wants the answer judged: practice only.
    Check,
    /// Wants the next question.
    Next,
    /// Wants to hand in, or to stop a practice.
    HandIn,
    /// Would rather go on after all.
    KeepOn,
    /// Hands in.
    Confirm,
    /// Nothing but the time going by: once a second, and whenever the page is shown or hidden.
    Tick,
}

/// What came of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing but the clock has moved.
    Nothing,
    /// The state is another and should be stored.
    Changed,
    /// The answer was judged: say so, and record it. Right or not.
    Judged(bool),
    /// It came to its end: record the answers.
    Ended,
}

/// A running exam or practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// What it is.
    pub mode: Mode,
    /// The seed of its questions and options.
    pub seed: u64,
    /// The bank with which it began: the exam's part of it, or all.
    pub bank: Fingerprint,
    /// When it began, in milliseconds since 1970. Tells one session from another.
    pub started: u64,
    /// When it ended, in milliseconds since 1970.
    pub ended: Option<u64>,
    /// Its questions.
    pub items: Vec<Item>,
    /// The place of the question that is shown.
    pub at: usize,
    /// Where it stands.
    pub phase: Phase,
    /// Its clock.
    pub clock: Clock,
}

impl Session {
    /// Begins an exam.
    #[must_use]
    pub fn exam(bank: &Bank, exam: u8, draw: &ExamDraw, seed: u64, allowance: Allowance, now: u64) -> Self {
        let items = draw.questions.iter().filter_map(|&place| {
            let question = bank.questions().get(place)?;
            Some(Item::new(question, question.domain(exam), None))
        });
        let items: Vec<Item> = items.collect();
        let found = bank.exam(exam);
        let limit = found.and_then(|found| allowance.limit(found, items.len()));
        let name = found.map_or("-", |found| &found.name).to_owned();
        Self::begin(Mode::Exam(name, allowance), seed, Fingerprint::of_exam(bank, exam), items, limit, now)
    }

    /// Begins a practice.
    #[must_use]
    pub fn practice(bank: &Bank, drawn: &[Drawn], seed: u64, now: u64) -> Self {
        let items = drawn.iter().filter_map(|drawn| {
            Some(Item::new(bank.questions().get(drawn.question)?, None, Some(drawn.why)))
        });
        Self::begin(Mode::Practice, seed, Fingerprint::of_bank(bank), items.collect(), None, now)
    }

    fn begin(
        mode: Mode,
        seed: u64,
        bank: Fingerprint,
        items: Vec<Item>,
        limit: Option<u64>,
        now: u64,
    ) -> Self {
        let phase = if items.is_empty() { Phase::Done } else { Phase::Running };
        let clock = Clock::new(limit, 0);
        let mut new = Self { mode, seed, bank, started: now, ended: None, items, at: 0, phase, clock };
        new.clock.run(now);
        new
    }

    /// Whether it is an exam.
    #[must_use]
    pub const fn is_exam(&self) -> bool {
        matches!(self.mode, Mode::Exam(..))
    }

    /// Whether it came to its end.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Done | Phase::TimeUp)
    }

    /// The question that is shown.
    #[must_use]
    pub fn current(&self) -> Option<&Item> {
        self.items.get(self.at)
    }

    /// The order in which the options or steps of a question are shown, as the reader left them.
    #[must_use]
    pub fn shown(&self, item: &Item) -> Vec<u8> {
        match &item.answer {
            Answer::Order(steps) if !steps.is_empty() => steps.clone(),
            _ => super::draw::shuffled(&item.question, self.seed, item.turn()),
        }
    }

    /// The order in which the partners of a matching question are shown.
    #[must_use]
    pub fn shown_partners(&self, item: &Item) -> Vec<u8> {
        super::draw::shuffled_partners(&item.question, self.seed, item.turn())
    }

    /// The places of the questions without a complete answer.
    #[must_use]
    pub fn unanswered(&self) -> Vec<usize> {
        let open = |item: &Item| !item.is_answered();
        self.items.iter().enumerate().filter(|(_, item)| open(item)).map(|(place, _)| place).collect()
    }

    /// How many questions a practice has still to ask, missed ones among them.
    #[must_use]
    pub fn left(&self) -> usize {
        self.items.iter().filter(|item| item.is_missed() || item.is_fresh()).count()
    }

    /// All answers so far, for the progress. Recording one twice does no harm.
    #[must_use]
    pub fn records(&self) -> Vec<(&str, Entry)> {
        self.items.iter().flat_map(Item::records).collect()
    }

    /// Takes an event at a time in milliseconds since 1970.
    pub fn apply(&mut self, event: Event, now: u64) -> Effect {
        if self.is_over() {
            return Effect::Nothing;
        }
        if self.tick(now) {
            return Effect::Ended;
        }
        let changed = match event {
            Event::Tick => false,
            Event::Check => return self.check(now),
            Event::Next => return self.next(now),
            Event::Confirm => return self.confirm(now),
            Event::HandIn => self.turn(Phase::Running, Phase::Asking),
            Event::KeepOn => self.turn(Phase::Asking, Phase::Running),
            Event::GoTo(place) => self.go_to(place),
            event => self.edit(&event),
        };
        if changed { Effect::Changed } else { Effect::Nothing }
    }

    /// Lets the clock run to now; `true` if that was the end. [`Event::Tick`] without the code
    /// for all the other events.
    pub fn tick(&mut self, now: u64) -> bool {
        if self.is_over() {
            return false;
        }
        let gone = self.clock.run(now);
        if let Some(item) = self.items.get_mut(self.at).filter(|item| !item.checked) {
            item.millis = item.millis.saturating_add(u32::try_from(gone).unwrap_or(u32::MAX));
        }
        let is_up = self.clock.is_up();
        if is_up {
            self.end(Phase::TimeUp, now);
        }
        is_up
    }

    /// Ends an exam: judges what was answered.
    pub fn hand_in(&mut self, now: u64) {
        if self.is_exam() && !self.is_over() {
            self.end(Phase::Done, now);
        }
    }

    /// Shows a question of an exam. Whoever was asked whether to hand in goes on.
    fn go_to(&mut self, place: usize) -> bool {
        let fits = self.is_exam() && place < self.items.len();
        let changed = fits && (place != self.at || self.phase == Phase::Asking);
        if changed {
            self.at = place;
            self.phase = Phase::Running;
        }
        changed
    }

    fn turn(&mut self, from: Phase, to: Phase) -> bool {
        let fits = self.phase == from;
        self.phase = if fits { to } else { self.phase };
        fits
    }

    /// Changes the question that is shown.
    fn edit(&mut self, event: &Event) -> bool {
        let shown = self.current().map(|item| self.shown(item)).unwrap_or_default();
        let running = self.phase == Phase::Running;
        let Some(item) = self.items.get_mut(self.at).filter(|item| running && !item.checked) else {
            return false;
        };
        item.edit(event, &shown)
    }

    /// Judges the answer of a practice, if it is complete.
    fn check(&mut self, now: u64) -> Effect {
        let number = self.items.iter().map(|item| item.attempts.len()).sum::<usize>().saturating_add(1);
        let ready = !self.is_exam() && self.phase == Phase::Running;
        let item = self.items.get_mut(self.at).filter(|item| ready && !item.checked);
        match item.filter(|item| item.answer.is_complete(&item.question.form)) {
            Some(item) => Effect::Judged(item.judge(number, now)),
            None => Effect::Nothing,
        }
    }

    fn next(&mut self, now: u64) -> Effect {
        if self.phase != Phase::Running {
            return Effect::Nothing;
        }
        if self.is_exam() {
            let next = self.at.saturating_add(1);
            let fits = next < self.items.len();
            self.at = if fits { next } else { self.at };
            return if fits { Effect::Changed } else { Effect::Nothing };
        }
        if self.current().is_some_and(|item| !item.checked) {
            return Effect::Nothing;
        }
        self.go_on(now)
    }

    /// Shows the next question of a practice: a missed one that has waited, a fresh one, or the
    /// missed one that has waited longest.
    fn go_on(&mut self, now: u64) -> Effect {
        let answers: usize = self.items.iter().map(|item| item.attempts.len()).sum();
        let missed = self.items.iter().enumerate().filter(|(_, item)| item.is_missed());
        let waiting = missed
            .filter_map(|(place, item)| Some((item.attempts.last()?.number, place)))
            .min()
            .map(|(number, place)| (answers.saturating_sub(number) >= PAUSE, place));
        let fresh = self.items.iter().position(Item::is_fresh);
        let place = match (waiting, fresh) {
            (Some((true, missed)), _) => missed,
            (_, Some(fresh)) => fresh,
            (Some((false, missed)), None) => missed,
            (None, None) => return self.end(Phase::Done, now),
        };
        if let Some(item) = self.items.get_mut(place) {
            item.ask_again();
        }
        self.at = place;
        Effect::Changed
    }

    fn confirm(&mut self, now: u64) -> Effect {
        if self.phase != Phase::Asking {
            return Effect::Nothing;
        }
        if self.is_exam() {
            return self.end(Phase::Done, now);
        }
        self.phase = Phase::Running;
        for item in self.items.iter_mut().filter(|item| item.is_fresh()) {
            item.dropped = true;
        }
        if self.current().is_some_and(|item| item.dropped) {
            return self.go_on(now);
        }
        if self.left() == 0 { self.end(Phase::Done, now) } else { Effect::Changed }
    }

    fn end(&mut self, phase: Phase, now: u64) -> Effect {
        if self.is_exam() {
            let answered = |item: &&mut Item| !item.answer.is_empty();
            for (index, item) in self.items.iter_mut().filter(answered).enumerate() {
                item.judge(index.saturating_add(1), now);
            }
        }
        self.ended = Some(now);
        self.phase = phase;
        Effect::Ended
    }
}

/// A step of an ordering question moved from one place to another.
fn moved(shown: &[u8], from: usize, to: usize) -> Option<Vec<u8>> {
    if from >= shown.len() || to >= shown.len() || from == to {
        return None;
    }
    let mut order = shown.to_vec();
    let step = order.remove(from);
    order.insert(to, step);
    Some(order)
}

/// The answer with an option chosen or taken back, if that can be.
fn chosen(form: &Form, answer: &Answer, option: u8) -> Option<Answer> {
    let inside = option < form.options();
    match (form, answer) {
        (Form::Single { .. }, Answer::Options(set)) if inside && !set.contains(option) => {
            Some(Answer::Options(super::question::OptionSet::of([option])))
        }
        (Form::Multiple { .. }, Answer::Options(set)) if inside => Some(Answer::Options(set.toggled(option))),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
