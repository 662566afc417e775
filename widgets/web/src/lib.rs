//! The WASM module: one export that brings an island to life; everything else is in
//! `studydeck-ui`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Brings the island of that kind under `root` to life with its props as text and the file of
/// data that the page names for it (or nothing); `false` if it can't.
#[wasm_bindgen]
#[must_use]
pub fn hydrate(kind: &str, root: &web_sys::Element, props: &str, data: &str) -> bool {
    studydeck_ui::hydrate(kind, root, props, data)
}
