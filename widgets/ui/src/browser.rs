//! The few things a widget asks of the browser around it. Every call tolerates a browser that
//! has none of it; none of them runs at build time, because effects don't.

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use web_sys::{Element, HtmlElement};

/// Runs `task` after so many milliseconds, unless the timer is dropped before.
pub(crate) fn after(milliseconds: u32, task: impl FnOnce() + 'static) -> Timeout {
    Timeout::new(milliseconds, task)
}

pub(crate) use studydeck_page::browser::{fragment, replace_fragment};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<JsValue, JsValue>;
}

/// Puts text on the clipboard, where the browser has one and allows it.
pub(crate) fn copy(text: &str) {
    let _ = write_text(text);
}

/// Moves the focus to the element of that id.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Sets a property of the element of that id, if it has another value: so the cursor of a field
/// stays in its place.
pub(crate) fn put(id: &str, property: &str, value: &JsValue) {
    let Some(element) = element(id) else {
        return;
    };
    let property = JsValue::from_str(property);
    if Reflect::get(&element, &property).is_ok_and(|old| old != *value) {
        let _ = Reflect::set(&element, &property, value);
    }
}

fn element(id: &str) -> Option<Element> {
    web_sys::window()?.document()?.get_element_by_id(id)
}

/// Calls `task` whenever the fragment changes, until the listener is dropped.
pub(crate) fn on_fragment_change(task: impl Fn() + 'static) -> Listener {
    let closure = Closure::<dyn Fn()>::new(task);
    if let Some(window) = web_sys::window() {
        let callback = closure.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback(HASH_CHANGE, callback);
    }
    Listener(closure)
}

const HASH_CHANGE: &str = "hashchange";

/// Keeps a listener alive; takes it off the window when dropped.
pub(crate) struct Listener(Closure<dyn Fn()>);

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let callback = self.0.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(HASH_CHANGE, callback);
        }
    }
}
