//! What the widgets know: amounts, quantities, price rows, bills, break-even, and the address
//! fragment.
//!
//! In: price rows and what a reader typed or an author wrote. Out: bills whose every line
//! can be shown, exact rates at which another choice gets cheaper, and messages about values that
//! make no sense.
//! Must not know: Yew, the browser, TOML, JSON, files. Money and quantities are integers; there is
//! no float in this crate.
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

pub mod bill;
pub mod breakeven;
pub mod compare;
pub mod fargate;
pub mod field;
pub mod fixed;
pub mod fragment;
pub mod lambda;
pub mod money;
pub mod name;
pub mod number;
pub mod practice;
pub mod price;
pub mod quantity;
pub mod rate;
pub mod ratio;
#[cfg(test)]
mod sample;
pub mod scale;
pub mod scenarios;
