//! The little of the page's tree that the self-check uses.
//!
//! In: elements and selectors. Out: elements, texts, changes. Every call tolerates a page in which
//! something is missing. None is put into its callers by the compiler: that keeps the module small.

use studydeck_page::markup::Markup;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlInputElement};

/// A control with a value: web-sys reads that of a select in the same way.
pub(crate) struct Input;

impl Input {
    /// The control as one with a value.
    pub(crate) fn of(control: &Element) -> &HtmlInputElement {
        control.unchecked_ref()
    }
}

/// The first element of that kind below another.
#[inline(never)]
pub(crate) fn one(element: &Element, selector: &str) -> Option<Element> {
    element.query_selector(selector).ok().flatten()
}

/// All elements of that kind below another.
#[inline(never)]
pub(crate) fn all(element: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = element.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length()).filter_map(|at| found.get(at).map(JsCast::unchecked_into)).collect()
}

/// The element of that kind in which an event happened.
#[inline(never)]
pub(crate) fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.unchecked_into::<Element>().closest(selector).ok().flatten()
}

/// An attribute; empty if it is not there.
#[inline(never)]
pub(crate) fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Sets an attribute.
#[inline(never)]
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Takes an attribute away.
#[inline(never)]
pub(crate) fn unset(element: &Element, name: &str) {
    let _ = element.remove_attribute(name);
}

/// Puts markup before, into or behind an element.
#[inline(never)]
pub(crate) fn insert(element: &Element, place: &str, markup: &Markup) {
    let _ = element.insert_adjacent_html(place, markup.as_str());
}

/// Puts what the generator made into an element, in place of what was there.
#[inline(never)]
pub(crate) fn fill(element: &Element, made: &str) {
    element.set_inner_html(made);
}

/// Writes text into the element of that kind; nothing if it stands there already, so that it is
/// announced once.
#[inline(never)]
pub(crate) fn say(root: &Element, selector: &str, words: &str) {
    if let Some(place) = one(root, selector)
        && place.text_content().as_deref() != Some(words)
    {
        place.set_text_content(Some(words));
    }
}

/// Hides all elements of that kind, or shows them.
#[inline(never)]
pub(crate) fn hide(root: &Element, selector: &str, hidden: bool) {
    for part in all(root, selector) {
        if hidden { set(&part, "hidden", "") } else { unset(&part, "hidden") }
    }
}

/// Puts the focus on an element.
#[inline(never)]
pub(crate) fn focus(element: &Element) {
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Listens as long as the page stands.
#[inline(never)]
pub(crate) fn listen(element: &EventTarget, kind: &str, task: impl Fn(Event) + 'static) {
    let closure = Closure::<dyn Fn(Event)>::new(task);
    let _ = element.add_event_listener_with_callback(kind, closure.as_ref().unchecked_ref());
    closure.forget();
}
