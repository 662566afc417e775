//! The WASM module of the self-check in the notes: one export that brings it to life;
//! everything else is in `studydeck-practice`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Brings the self-check under `root` to life; `false` if the island is no self-check. The
/// questions stand in the page: there are neither props nor data.
#[wasm_bindgen]
#[must_use]
pub fn hydrate(kind: &str, root: web_sys::Element, _props: &str, _data: &str) -> bool {
    let is_quiz = kind == studydeck_practice::quiz::KIND;
    if is_quiz {
        studydeck_practice::quiz::start(root);
    }
    is_quiz
}
