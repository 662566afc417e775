//! What a calculator remembers while it is used: a pure state machine.
//!
//! In: actions of the reader, or a fragment. Out: the texts in the fields, what is wrong with
//! them, and the last input that made sense. Must not know: Yew, the browser, how a bill is shown.

use studydeck_model::field::{FieldError, Spec};
use studydeck_model::fragment::ProblemKind;
use studydeck_model::number::{self, Kind};
use studydeck_model::price::Table;

use super::input::{Input, Prices, Said};

/// What happened. Fields and choices go by their key in the fragment.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A field's text changed.
    Type(String, String),
    /// The reader left a field: a good text is written out as it was understood.
    Leave(String),
    /// A slider was moved to a position.
    Slide(String, usize),
    /// A word was chosen.
    Choose(String, String),
    /// The address brought a fragment.
    Load(String),
    /// An example was chosen: its fragment.
    Start(String),
}

/// A number field: its text, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    spec: &'static Spec,
    text: String,
    error: Option<FieldError>,
}

/// The state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    start: Input,
    input: Input,
    good: Input,
    entries: Vec<Entry>,
    said: Vec<Said>,
    notices: Vec<String>,
    touched: bool,
    fresh: bool,
}

impl State {
    /// The state that the calculator opens with.
    #[must_use]
    pub fn new(start: Input, table: &Table) -> Self {
        let mut state = Self {
            input: start.clone(),
            good: start.clone(),
            start,
            entries: Vec::new(),
            said: Vec::new(),
            notices: Vec::new(),
            touched: false,
            fresh: true,
        };
        state.write_out();
        state.judge(table);
        state
    }

    /// What the form holds, value by value.
    #[must_use]
    pub const fn input(&self) -> &Input {
        &self.input
    }

    /// The last input that made sense as a whole: the one that the result is for.
    #[must_use]
    pub const fn good(&self) -> &Input {
        &self.good
    }

    /// Whether the form was filled at once and nothing was done since: what it uses is unfolded.
    #[must_use]
    pub const fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// What stands in a field.
    #[must_use]
    pub fn text(&self, key: &str) -> &str {
        self.entry(key).map_or("", |entry| &entry.text)
    }

    /// What is wrong with a field or a choice.
    #[must_use]
    pub fn error(&self, key: &str) -> Option<String> {
        let entry = self.entry(key).and_then(|entry| Some((entry.spec, entry.error.as_ref()?)));
        let text = entry.map(|(spec, error)| error.message(spec));
        text.or_else(|| {
            let (_, message) = self.said.iter().find(|(field, _)| *field == Some(key))?;
            Some(message.clone())
        })
    }

    /// The first mistake of the form, if it has one.
    #[must_use]
    pub fn mistake(&self) -> Option<String> {
        let wrong = self.entries.iter().find(|entry| entry.error.is_some());
        let remark = || self.said.iter().find_map(|(field, _)| *field);
        wrong.map(|entry| entry.spec.key).or_else(remark).and_then(|key| self.error(key))
    }

    /// Whether something makes no sense, so that the result is older than the form.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.entries.iter().any(|entry| entry.error.is_some()) || self.said.iter().any(|(at, _)| at.is_some())
    }

    /// What is to be said about the result.
    pub fn remarks(&self) -> impl Iterator<Item = &str> {
        self.said.iter().filter(|(field, _)| field.is_none()).map(|(_, message)| message.as_str())
    }

    /// What the address asked for in vain.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Whether the reader changed something, so that the address should say so.
    #[must_use]
    pub const fn is_touched(&self) -> bool {
        self.touched
    }

    /// Takes an action in; `false` if it changes nothing.
    pub fn apply(&mut self, action: Action, table: &Table) -> bool {
        let mut touched = true;
        let fresh = matches!(action, Action::Load(_) | Action::Start(_));
        let changed = match action {
            Action::Load(text) => {
                touched = false;
                self.load(&text, table)
            }
            Action::Start(text) => self.load(&text, table),
            Action::Leave(key) => return self.tidy(&key),
            Action::Slide(key, position) => self.slide(&key, position),
            Action::Type(key, text) => self.type_in(&key, text),
            Action::Choose(key, word) => self.choose(&key, &word, table),
        };
        if changed {
            self.fresh = fresh;
            if touched {
                self.touched = true;
                self.notices.clear();
            }
            self.judge(table);
        }
        changed
    }

    /// Whether the input as a whole makes sense; if so the result is for it.
    fn judge(&mut self, table: &Table) {
        let Some(prices) = Prices::of(&self.input, table) else {
            return;
        };
        self.said = prices.remarks(&self.input);
        if !self.said.iter().any(|(field, _)| field.is_some()) {
            self.good = self.input.clone();
        }
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.spec.key == key)
    }

    fn set(&mut self, key: &str, text: String, error: Option<FieldError>) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.spec.key == key) {
            entry.text = text;
            entry.error = error;
        }
    }

    fn slide(&mut self, key: &str, position: usize) -> bool {
        let Some(&Entry { spec, ref error, .. }) = self.entry(key) else {
            return false;
        };
        // A value between two stops stays: only a real move of the slider changes it.
        if position == spec.scale.position(self.input.get(key)) && error.is_none() {
            return false;
        }
        self.type_in(key, spec.show(spec.scale.value(position)))
    }

    fn type_in(&mut self, key: &str, text: String) -> bool {
        let Some(&Entry { spec, .. }) = self.entry(key) else {
            return false;
        };
        let read = spec.read(monthly(spec, &text).as_deref().unwrap_or(&text));
        let error = match read {
            Ok(value) => self.input.set(key, value).is_none().then_some(FieldError::OutOfRange),
            Err(error) => Some(error),
        };
        self.set(key, text, error);
        true
    }

    /// A word is taken; what stands wrong in the fields stays, unless they show something else.
    fn choose(&mut self, key: &str, word: &str, table: &Table) -> bool {
        let done = self.input.choose(key, word, table).is_some();
        if done && key == super::input::FUNCTION {
            self.write_out();
        }
        done
    }

    /// Writes a good text out as it was understood; `false` if the text is not good.
    fn tidy(&mut self, key: &str) -> bool {
        let spec = self.entry(key).filter(|entry| entry.error.is_none()).map(|entry| entry.spec);
        if let Some(spec) = spec {
            self.set(key, spec.show(self.input.get(key)), None);
        }
        spec.is_some()
    }

    /// Fills the fields from the input.
    fn write_out(&mut self) {
        let entry =
            |spec: &'static Spec| Entry { spec, text: spec.show(self.input.get(spec.key)), error: None };
        self.entries = self.input.specs().into_iter().map(entry).collect();
    }

    /// Fills the form from a fragment; `false` if the fragment is not about a calculator.
    fn load(&mut self, text: &str, table: &Table) -> bool {
        let Some((input, problems)) = self.start.parse(text, &table.regions) else {
            return false;
        };
        *self = Self { input, ..Self::new(self.start.clone(), table) };
        self.write_out();
        for problem in problems {
            match (problem.kind, self.entry(&problem.key).is_some()) {
                (ProblemKind::Number(_, error), true) => {
                    let (key, value) = (problem.key, problem.value);
                    self.set(&key, value, Some(error));
                }
                (kind, _) => {
                    let problem = studydeck_model::fragment::Problem { kind, ..problem };
                    self.notices.push(problem.message());
                }
            }
        }
        true
    }
}

/// A rate such as `40/s` as a number for a month of 730 hours, rounded down; `None` if the text is
/// no rate, or the field counts something else.
fn monthly(spec: &Spec, text: &str) -> Option<String> {
    if spec.unit != "requests" {
        return None;
    }
    let (head, tail) = text.rsplit_once('/').or_else(|| text.rsplit_once(" per "))?;
    // A month of 730 hours has 365/12 days.
    let (times, parts): (u64, u64) = match tail.trim() {
        "s" | "sec" | "second" => (2_628_000, 1_000),
        "m" | "min" | "minute" => (43_800, 1_000),
        "h" | "hr" | "hour" => (730, 1_000),
        "d" | "day" => (365, 12_000),
        _ => return None,
    };
    let millis = number::parse(head, Kind::PerSecond)
        .or_else(|_| number::parse(head, Kind::Count).map(|count| count.saturating_mul(1_000)));
    Some(millis.ok()?.checked_mul(times)?.checked_div(parts)?.to_string())
}
