//! A number field with a slider and a message beside it. Shared by all calculators.
//!
//! In: what stands in the field and what is wrong with it. Out: HTML. It has no listener of its
//! own: the form around it listens for all its controls, and tells them apart by their name.
//! Must not know: what the number means.

use web_sys::HtmlInputElement;
use yew::{Event, Html, TargetCast, html};

/// What a field shows.
pub(crate) struct NumberField {
    /// Id of the input; those of its companions are made from it.
    pub id: String,
    /// Its key in the fragment, which is the name of input and slider.
    pub name: &'static str,
    /// The question, with the unit.
    pub label: &'static str,
    /// What can be typed besides a plain number.
    pub hint: &'static str,
    /// What stands in the input.
    pub text: String,
    /// What is wrong with it.
    pub message: Option<String>,
    /// Where the slider stands.
    pub position: usize,
    /// Its last position.
    pub last: usize,
    /// The value that it stands for, in words.
    pub spoken: String,
}

impl NumberField {
    /// The field as HTML.
    pub(crate) fn view(self) -> Html {
        let Self { id, name, label, hint, text, message, position, last, spoken } = self;
        let message_id = format!("{id}-message");
        let hint_id = format!("{id}-hint");
        let slider_id = format!("{id}-slider");
        let wrong = message.is_some();
        let described = if wrong { format!("{message_id} {hint_id}") } else { hint_id.clone() };
        let invalid = if wrong { "true" } else { "false" };
        html! {
            <div class="field">
                <label class="field-label" for={id.clone()}>{label}</label>
                <input
                    {id} {name}
                    class="field-input"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    value={text}
                    aria-invalid={invalid}
                    aria-describedby={described}
                />
                <input
                    id={slider_id} {name}
                    class="field-slider"
                    type="range"
                    min="0"
                    max={last.to_string()}
                    value={position.to_string()}
                    aria-label={format!("{label}, slider")}
                    aria-valuetext={spoken}
                />
                if let Some(message) = message {
                    <p class="field-message" id={message_id}>{message}</p>
                }
                <p class="field-hint" id={hint_id}>{hint}</p>
            </div>
        }
    }
}

/// What a control says when the reader uses it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Control {
    /// Its name.
    pub name: String,
    /// The type of the input: `text`, `range`, `radio`, `checkbox`.
    pub kind: String,
    /// Its value.
    pub value: String,
    /// Whether it is ticked.
    pub checked: bool,
}

impl Control {
    /// The control that an event comes from.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let input = event.target_dyn_into::<HtmlInputElement>()?;
        Some(Self { name: input.name(), kind: input.type_(), value: input.value(), checked: input.checked() })
    }
}
