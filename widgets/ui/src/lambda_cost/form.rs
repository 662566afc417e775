//! The calculator's form: three numbers, an architecture, the free tier.
//!
//! In: the state. Out: HTML, and from what its controls report the action that is meant.

use studydeck_model::fixed;
use studydeck_model::lambda::Field;
use studydeck_model::number;
use studydeck_model::quantity::Arch;
use yew::{Callback, Event, Html, InputEvent, html};

use super::state::{Action, State};
use crate::field::{Control, NumberField};

/// The whole form.
pub(super) fn view(
    id: &str,
    state: &State,
    oninput: Callback<InputEvent>,
    onchange: Callback<Event>,
) -> Html {
    let arch = state.input().arch;
    html! {
        <div class="calc-form" {oninput} {onchange}>
            { for Field::ALL.into_iter().map(|field| number_field(id, state, field)) }
            <fieldset class="choices">
                <legend class="field-label">{"Architecture"}</legend>
                { for Arch::ALL.into_iter().map(|each| architecture(id, each, each == arch)) }
            </fieldset>
            <label class="choice">
                <input
                    id={format!("{id}-free-tier")}
                    type="checkbox"
                    name="free_tier"
                    checked={state.input().free_tier}
                />
                <span>{"Free tier"}<small>{" of the account, unused by other functions"}</small></span>
            </label>
            <p class="calc-hint"><noscript>
                {"Changing the numbers needs JavaScript. The bill shown is worked out in full for the numbers above."}
            </noscript></p>
        </div>
    }
}

/// What typing or sliding means.
pub(super) fn typed(control: Control) -> Option<Action> {
    let field = Field::from_key(&control.name)?;
    match control.kind.as_str() {
        "text" => Some(Action::Type(field, control.value)),
        "range" => {
            let position = fixed::whole(&control.value)?;
            Some(Action::Slide(field, usize::try_from(position).ok()?))
        }
        _ => None,
    }
}

/// What leaving a field or choosing means.
pub(super) fn changed(control: &Control) -> Option<Action> {
    match control.kind.as_str() {
        "text" => Field::from_key(&control.name).map(Action::Leave),
        "radio" => Arch::from_name(&control.value).map(Action::Choose),
        "checkbox" => Some(Action::FreeTier(control.checked)),
        _ => None,
    }
}

const fn words(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Requests => ("Requests a month", "Also 3M or 2.5 billion"),
        Field::Duration => ("Average duration (ms)", "Billed per 1 ms, rounded up. Also 1.5 s"),
        Field::Memory => ("Memory (MB)", "Also 1.5 GB"),
    }
}

fn number_field(id: &str, state: &State, field: Field) -> Html {
    let (label, hint) = words(field);
    let value = state.input().get(field);
    NumberField {
        id: format!("{id}-{}", field.key().replace('_', "-")),
        name: field.key(),
        label,
        hint,
        text: state.text(field).to_owned(),
        message: state.error(field).map(|error| error.message(field)),
        position: field.scale().position(value),
        last: field.scale().last(),
        spoken: format!("{} {}", number::print(value), field.unit()),
    }
    .view()
}

fn architecture(id: &str, arch: Arch, checked: bool) -> Html {
    let (choice, note) = match arch {
        Arch::X86_64 => ("x86", " Intel, AMD"),
        Arch::Arm64 => ("arm", " Graviton"),
    };
    html! {
        <label class="choice">
            <input
                id={format!("{id}-{choice}")}
                type="radio"
                name={format!("{id}-arch")}
                value={arch.name()}
                {checked}
            />
            <span>{arch.name()}<small>{note}</small></span>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn control(name: &str, kind: &str, value: &str, checked: bool) -> Control {
        Control { name: name.into(), kind: kind.into(), value: value.into(), checked }
    }

    #[test]
    fn controls_mean_actions() {
        for (is, meant) in [
            (control("requests", "text", "3M", false), Some(Action::Type(Field::Requests, "3M".into()))),
            (control("memory_mb", "range", "7", false), Some(Action::Slide(Field::Memory, 7))),
            (control("memory_mb", "range", "x", false), None),
            (control("other", "text", "1", false), None),
            (control("a", "radio", "arm64", true), None),
        ] {
            assert_eq!(typed(is), meant);
        }
        for (is, meant) in [
            (control("requests", "text", "3M", false), Some(Action::Leave(Field::Requests))),
            (control("a", "radio", "arm64", true), Some(Action::Choose(Arch::Arm64))),
            (control("free_tier", "checkbox", "on", false), Some(Action::FreeTier(false))),
            (control("requests", "range", "3", false), None),
        ] {
            assert_eq!(changed(&is), meant);
        }
    }
}
