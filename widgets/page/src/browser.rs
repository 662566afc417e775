//! The few things that a module asks of the browser around it: the time, chance, the address, and
//! what it keeps.
//!
//! In: keys, texts. Out: what the browser says. Every call tolerates a browser that has none of it.
//! Must not know: what is kept, or why.

use wasm_bindgen::JsValue;
use web_sys::Storage;

/// The browser stores nothing, or nothing more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStorage;

/// Seconds since 1970.
#[must_use]
pub fn seconds() -> u32 {
    // A clock outside of the range, after 2106, stands still at its end.
    (js_sys::Date::now() / 1_000.0) as u32
}

/// Milliseconds since 1970.
#[must_use]
pub fn millis() -> u64 {
    js_sys::Date::now() as u64
}

/// The address fragment, with its `#`; empty if there is none.
#[must_use]
pub fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Replaces the address fragment without a new entry in the history and without scrolling.
pub fn replace_fragment(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // A page in a sandbox may refuse; the page works without.
        let url = ["#", fragment].concat();
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url));
    }
}

/// A number by chance.
#[must_use]
pub fn chance() -> u64 {
    // 2⁵²: as many as a float can tell apart.
    (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64
}

/// What is stored under a key.
///
/// # Errors
/// Where the browser lets nothing be stored.
pub fn stored(key: &str) -> Result<String, NoStorage> {
    let text = storage()?.get_item(key).map_err(|_| NoStorage)?;
    Ok(text.unwrap_or_default())
}

/// Stores a text.
///
/// # Errors
/// If the storage is full or can't be used.
pub fn store(key: &str, text: &str) -> Result<(), NoStorage> {
    storage()?.set_item(key, text).map_err(|_| NoStorage)
}

/// Forgets what is stored under a key.
///
/// # Errors
/// If the storage can't be used.
pub fn forget(key: &str) -> Result<(), NoStorage> {
    storage()?.remove_item(key).map_err(|_| NoStorage)
}

/// The keys in use that begin in one way; none where nothing can be stored.
#[must_use]
pub fn keys(start: &str) -> Vec<String> {
    let Ok(storage) = storage() else {
        return Vec::new();
    };
    let mut keys = Vec::new();
    let mut at = 0;
    while let Ok(Some(key)) = storage.key(at) {
        if key.starts_with(start) {
            keys.push(key);
        }
        at = at.saturating_add(1);
    }
    keys
}

/// How far the reader's clock is behind the world's, in minutes.
#[must_use]
pub fn minutes_behind() -> i32 {
    // Whole minutes, within a day.
    js_sys::Date::new_0().get_timezone_offset() as i32
}

/// Asks the reader to confirm something, in the browser's own dialogue.
#[must_use]
pub fn confirms(words: &str) -> bool {
    web_sys::window().is_some_and(|window| window.confirm_with_message(words).unwrap_or_default())
}

fn storage() -> Result<Storage, NoStorage> {
    let window = web_sys::window().ok_or(NoStorage)?;
    window.local_storage().ok().flatten().ok_or(NoStorage)
}
