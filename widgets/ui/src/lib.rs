//! The widgets: one Yew component, the shell, over widgets that stand on `studydeck-model`.
//!
//! In: typed props, made at build time from an author's block (`ssr`) or in the browser from the
//! text beside the widget (`hydrate`). Out: the same HTML in both places; in the browser also
//! reactions. Must not know: notes, templates, files, how the page around a widget looks.
//!
//! A panic in one widget would stop every widget of the page, so nothing here may panic.
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
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod browser;
pub mod calculator;
mod compare;
mod kind;
mod lines;
mod markup;
mod shell;

#[cfg(feature = "hydrate")]
mod hydrate;
#[cfg(feature = "ssr")]
pub mod ssr;

#[cfg(feature = "hydrate")]
pub use hydrate::hydrate;
pub use kind::{Cost, WidgetKind};
