//! Keys of the self-check. They work only while the focus is in it, and can be switched off.
//!
//! In: a key. Out: what the mouse would have done. Must not know: what is right.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::dom::{self, Input, all, closest, insert, one};
use super::{JUDGED, NEXT, OPTIONS, QUESTION, act, focus_first};
use studydeck_page::browser;
use studydeck_page::markup::Markup;

/// Under this key the browser remembers that a reader wants none of them.
const STORED: &str = "studydeck.keys";
const OFF: &str = "off";
const SWITCH: &str = ".quiz-keys input";

/// Offers the switch below the questions.
pub(super) fn offer(root: &Element) {
    insert(
        root,
        "beforeend",
        Markup::default().html(
            "<p class=\"quiz-keys\"><label><input type=\"checkbox\"> Keys while the focus is in here: \
             <kbd>1</kbd> to <kbd>9</kbd> choose, <kbd>G</kbd> <kbd>T</kbd> <kbd>C</kbd> say how sure, \
             <span><kbd>Enter</kbd> checks, </span><kbd>J</kbd> and <kbd>K</kbd> go on and back</label></p>",
        ),
    );
    if let Some(switch) = one(root, SWITCH) {
        Input::of(&switch).set_checked(browser::stored(STORED).as_deref() != Ok(OFF));
    }
}

/// Remembers the switch.
pub(super) fn switched(root: &Element, event: &Event) {
    if closest(event, SWITCH).is_some() {
        // Where nothing can be stored the switch holds for this page.
        let _ = browser::store(STORED, if are_on(root) { "" } else { OFF });
    }
}

fn are_on(root: &Element) -> bool {
    one(root, SWITCH).is_some_and(|switch| Input::of(&switch).checked())
}

/// Does what a key means.
pub(super) fn pressed(root: &Element, event: Event) {
    let (Some(question), Some(target)) = (closest(&event, QUESTION), closest(&event, "*")) else {
        return;
    };
    let event: KeyboardEvent = event.unchecked_into();
    let key = event.key().to_ascii_lowercase();
    // A list that is open takes letters and digits itself, and so does a field.
    let own = if key == "enter" { "select" } else { "select, .typed input" };
    let is_own = target.matches(own).unwrap_or(true);
    if event.ctrl_key() || event.alt_key() || event.meta_key() || is_own || !are_on(root) {
        return;
    }
    let done = match &*key {
        "enter" if target.matches("input").unwrap_or(false) => {
            if !is_asked_in_exam(&question) {
                act(root, &question);
            }
            true
        }
        "f" => click(one(root, "[data-x=flag]").filter(|_| is_asked_in_exam(&question))),
        "j" => step(root, &question, true),
        "k" => step(root, &question, false),
        "g" | "t" | "c" => click(
            all(&question, ".sure input:enabled").into_iter().find(|input| Input::of(input).value() == key),
        ),
        key => {
            let place = "123456789".find(key).filter(|_| key.len() == 1);
            click(place.and_then(|place| all(&question, OPTIONS).into_iter().nth(place)))
        }
    };
    if done {
        event.prevent_default();
    }
}

/// In an exam nothing is judged: there is no button for it.
fn is_asked_in_exam(question: &Element) -> bool {
    one(question, ".sure").is_some() && one(question, ".quiz-act").is_none()
}

fn click(control: Option<Element>) -> bool {
    let Some(control) = control else {
        return false;
    };
    dom::focus(&control);
    control.unchecked_ref::<HtmlElement>().click();
    true
}

/// Goes to the next or the previous question of the quiz.
fn step(root: &Element, question: &Element, forward: bool) -> bool {
    let questions = all(root, QUESTION);
    let place = questions.iter().position(|other| other == question);
    let next = place.and_then(|place| if forward { place.checked_add(1) } else { place.checked_sub(1) });
    let Some(next) = next.and_then(|next| questions.get(next)) else {
        // In the practice room buttons lead on; in an exam always, elsewhere after the verdict.
        if is_asked_in_exam(question) {
            return click(one(root, if forward { "[data-x=next]" } else { "[data-x=back]" }));
        }
        return forward && question.has_attribute(JUDGED) && click(one(question, NEXT));
    };
    focus_first(next);
    true
}
