//! The few things that a module asks of the browser around it: the time, chance, and what it keeps. Every call tolerates a browser that has none of it.

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

/// A number by chance.
#[must_use]
pub fn chance() -> u64 {
    // 2⁵²: as many as a float can tell apart.
    (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64
}

/// What is stored under a key;
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

fn storage() -> Result<Storage, NoStorage> {
    let window = web_sys::window().ok_or(NoStorage)?;
    window.local_storage().ok().flatten().ok_or(NoStorage)
}
