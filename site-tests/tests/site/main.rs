//! The finished site as its readers meet it, in a headless Chromium. One
//! module for each matter, one test for each idea. `cargo xtask test browser`
//! builds the sites and runs everything; with its variables set,
//! `cargo test -p site-tests keyboard` runs one module.

mod accessibility;
mod calculator;
mod hydration;
mod keyboard;
mod layout;
mod links;
mod loading;
mod offline;
mod previews;
mod print;
mod scripts_off;
mod sizes;
mod tooltips;
