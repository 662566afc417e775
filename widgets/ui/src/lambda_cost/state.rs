//! What the calculator remembers while it is used: a pure state machine.
//!
//! In: actions of the reader, or a fragment. Out: the texts in the fields, what is wrong with
//! them, and the last input that made sense. Must not know: Yew, the browser, prices.

use studydeck_model::fragment::{self, ProblemKind};
use studydeck_model::lambda::{Field, FieldError, LambdaInput};
use studydeck_model::number;
use studydeck_model::quantity::Arch;

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A field's text changed.
    Type(Field, String),
    /// The reader left a field: a good text is written out as it was understood.
    Leave(Field),
    /// A slider was moved to a position.
    Slide(Field, usize),
    /// An architecture was chosen.
    Choose(Arch),
    /// The free tier was switched.
    FreeTier(bool),
    /// The address brought a fragment.
    Load(String),
}

/// A number field: its text, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    field: Field,
    text: String,
    error: Option<FieldError>,
}

/// The state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    start: LambdaInput,
    input: LambdaInput,
    entries: Vec<Entry>,
    notices: Vec<String>,
    touched: bool,
}

impl State {
    /// The state that the calculator opens with.
    #[must_use]
    pub fn new(start: LambdaInput) -> Self {
        let mut state =
            Self { start, input: start, entries: Vec::new(), notices: Vec::new(), touched: false };
        state.write_out();
        state
    }

    /// The last input that made sense, value by value.
    #[must_use]
    pub const fn input(&self) -> &LambdaInput {
        &self.input
    }

    /// What stands in a field.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        self.entry(field).map_or("", |entry| &entry.text)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, field: Field) -> Option<&FieldError> {
        self.entry(field)?.error.as_ref()
    }

    /// Whether some field makes no sense, so that the result is older than the form.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.entries.iter().any(|entry| entry.error.is_some())
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
    pub fn apply(&mut self, action: Action) -> bool {
        match action {
            Action::Load(text) => return self.load(&text),
            Action::Leave(field) => return self.tidy(field),
            Action::Slide(field, position) => {
                let stands = field.scale().position(self.input.get(field));
                // A value between two stops stays: only a real move of the slider changes it.
                if position == stands && self.error(field).is_none() {
                    return false;
                }
                self.type_in(field, number::print(field.scale().value(position)));
            }
            Action::Type(field, text) => self.type_in(field, text),
            Action::Choose(arch) => self.input.arch = arch,
            Action::FreeTier(on) => self.input.free_tier = on,
        }
        self.touched = true;
        self.notices.clear();
        true
    }

    fn entry(&self, field: Field) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.field == field)
    }

    fn set(&mut self, field: Field, text: String, error: Option<FieldError>) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.field == field) {
            entry.text = text;
            entry.error = error;
        }
    }

    fn type_in(&mut self, field: Field, text: String) {
        let read = field
            .read(&text)
            .and_then(|value| self.input.with(field, value).map_err(|_| FieldError::OutOfRange));
        match read {
            Ok(input) => {
                self.input = input;
                self.set(field, text, None);
            }
            Err(error) => self.set(field, text, Some(error)),
        }
    }

    /// Writes a good text out as it was understood; `false` if the text is not good.
    fn tidy(&mut self, field: Field) -> bool {
        let good = self.error(field).is_none();
        if good {
            self.set(field, number::print(self.input.get(field)), None);
        }
        good
    }

    /// Fills the fields from the input.
    fn write_out(&mut self) {
        self.entries = Field::ALL
            .into_iter()
            .map(|field| Entry { field, text: number::print(self.input.get(field)), error: None })
            .collect();
    }

    /// Fills the form from a fragment; `false` if the fragment is not about this calculator.
    fn load(&mut self, text: &str) -> bool {
        let Some(reading) = fragment::parse(text, &self.start) else {
            return false;
        };
        *self = Self { input: reading.input, ..Self::new(self.start) };
        self.write_out();
        for problem in reading.problems {
            match problem.kind {
                ProblemKind::Number(field, error) => self.set(field, problem.value, Some(error)),
                _ => self.notices.push(problem.message()),
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use studydeck_model::number::NumberError;

    fn start() -> State {
        State::new(LambdaInput::EXAMPLE)
    }

    fn after(state: &State, action: Action) -> Option<State> {
        let mut next = state.clone();
        next.apply(action).then_some(next)
    }

    fn act(state: &State, action: Action) -> State {
        after(state, action).unwrap()
    }

    fn typed(field: Field, text: &str) -> State {
        act(&start(), Action::Type(field, text.to_owned()))
    }

    #[test]
    fn typing_is_kept_as_typed_until_the_field_is_left() {
        let state = typed(Field::Requests, "5M");
        assert_eq!(state.text(Field::Requests), "5M");
        assert_eq!(state.input().requests.get(), 5_000_000);
        assert!(state.is_touched() && !state.is_stale());
        let left = act(&state, Action::Leave(Field::Requests));
        assert_eq!(left.text(Field::Requests), "5,000,000");
    }

    #[test]
    fn wrong_text_stays_and_so_does_the_last_good_value() {
        let state = typed(Field::Memory, "64");
        assert_eq!(after(&state, Action::Leave(Field::Memory)), None);
        assert_eq!(state.text(Field::Memory), "64");
        assert_eq!(state.error(Field::Memory), Some(&FieldError::OutOfRange));
        assert_eq!(state.input().memory.get(), 1_536);
        assert!(state.is_stale());
        let empty = typed(Field::Memory, "");
        assert_eq!(empty.error(Field::Memory), Some(&FieldError::Number(NumberError::Empty)));
        let mended = act(&state, Action::Type(Field::Memory, "128".into()));
        assert!(!mended.is_stale());
        assert_eq!(mended.input().memory.get(), 128);
    }

    #[test]
    fn sliders_move_the_number() {
        let scale = Field::Memory.scale();
        let state = act(&start(), Action::Slide(Field::Memory, scale.last()));
        assert_eq!(state.text(Field::Memory), "10,240");
        let between = typed(Field::Memory, "1769");
        let stood = scale.position(1769);
        assert_eq!(after(&between, Action::Slide(Field::Memory, stood)), None);
        let wrong = act(&typed(Field::Memory, "x"), Action::Slide(Field::Memory, 0));
        assert!(!wrong.is_stale());
        assert_eq!(wrong.input().memory.get(), 128);
    }

    #[test]
    fn a_fragment_sets_the_form() {
        let state = act(&start(), Action::Load("#requests=7&arch=arm64&free_tier=off".into()));
        assert_eq!(state.text(Field::Requests), "7");
        assert_eq!(state.input().arch, Arch::Arm64);
        assert!(!state.input().free_tier && !state.is_touched());
        assert_eq!(state.input().memory.get(), 1_536, "silent keys mean what the form opened with");
        let again = act(&state, Action::Load("#duration_ms=9".into()));
        assert_eq!(again.input().requests.get(), 3_000_000);
        assert_eq!(after(&again, Action::Load("#an-anchor".into())), None);
    }

    #[test]
    fn a_wrong_fragment_is_shown_where_it_is_wrong() {
        let state = act(&start(), Action::Load("#memory_mb=64&arch=sparc&nonsense=1".into()));
        assert_eq!(state.text(Field::Memory), "64");
        assert!(state.is_stale());
        assert_eq!(state.notices().len(), 2);
        assert_eq!(*state.input(), LambdaInput::EXAMPLE);
        let moved_on = act(&state, Action::FreeTier(false));
        assert!(moved_on.notices().is_empty());
        assert!(moved_on.is_stale(), "the field is still wrong");
    }
}
