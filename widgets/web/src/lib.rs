//! The WASM module: one export that brings an island to life; everything else is in
//! `studydeck-ui`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Hydrates the island of that kind under `root` with its props as JSON; `false` if it can't.
#[wasm_bindgen]
#[must_use]
pub fn hydrate(kind: &str, root: web_sys::Element, props: &str) -> bool {
    studydeck_ui::hydrate(kind, root, props)
}
