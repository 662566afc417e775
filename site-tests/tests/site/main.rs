//! The finished site as its readers meet it, in a headless Chromium. One
//! module for each matter, one test for each idea. `cargo xtask test browser`
//! builds the sites and runs everything; with its variables set,
//! `cargo test -p site-tests keyboard` runs one module. What a page draws by
//! chance is the same in every run; `CHANCE=7` before the command draws others.

mod accessibility;
mod break_even;
mod calculator;
mod compare;
mod downloads;
mod drag;
mod exam;
mod hydration;
mod keep;
mod keyboard;
mod layout;
mod links;
mod loading;
mod number;
mod offline;
mod previews;
mod print;
mod progress;
mod quiz;
mod room;
mod scripts_off;
mod sizes;
mod speed;
mod tooltips;
