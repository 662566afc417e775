//! What the widgets know: amounts, quantities, price rows, bills, and the address fragment.
//!
//! In: price rows and what a reader typed or an author wrote. Out: bills whose every line
//! can be shown, and messages about values that make no sense.
//! Must not know: Yew, the browser, TOML, JSON, files. Money and GB-seconds are integers;
//! there is no float in this crate.
//!
//! Nothing here may panic: in the browser one panic stops every widget of the page.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::float_arithmetic
    )
)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod fixed;
pub mod fragment;
pub mod lambda;
pub mod money;
pub mod number;
pub mod price;
pub mod quantity;
pub mod scale;
