//! What every module needs of the page around it: HTML as text, and the browser's storage and clock.
//!
//! In: texts, keys. Out: HTML, what is stored. Must not know: Yew, what is shown or stored. It runs
//! in every module, so nothing here may panic.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects
    )
)]

pub mod browser;
pub mod markup;

/// The allocator of every module: a page's widgets need little memory, and a reader on a phone waits
/// for its code.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
