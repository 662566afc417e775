//! The WASM module of the practice room: one export that brings an
//! island to life; everything else is in `studydeck-practice`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Brings the island of that kind under `root` to life, with the file of data that the
/// page names for it (or nothing); `false` if it can't. The questions stand in the page:
/// there are no props.
#[wasm_bindgen]
#[must_use]
pub fn hydrate(kind: &str, root: web_sys::Element, _props: &str, data: &str) -> bool {
    studydeck_practice::start(kind, root, data)
}
