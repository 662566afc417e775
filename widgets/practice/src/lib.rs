//! The self-check under the notes and the practice room: questions that come alive; and the page
//! that shows what became of the answers.
//!
//! In: the HTML that the generator wrote, and for room and progress the file of all questions. Out:
//! the same HTML with buttons, verdicts, marks and figures; answers in the reader's browser. Must
//! not know: Yew, calculators, how the page around the questions looks.
//!
//! Two modules of the bundle are made from it, without Yew: `quiz-web` has the self-check alone,
//! since every note loads it, and `practice-web` has the rest.
//!
//! A panic would stop every island of this module on the page, so nothing here may panic.
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

mod exam;
pub mod progress;
pub mod quiz;
pub mod room;

use web_sys::Element;

/// Brings the island of that kind to life; `false` if its kind or its data make no sense. `data`
/// is the file that the page names for it, if it names one.
#[must_use]
pub fn start(kind: &str, root: Element, data: &str) -> bool {
    match kind {
        quiz::KIND => {
            quiz::start(root);
            true
        }
        room::KIND => {
            progress::due::choose(&root);
            room::start(&root, data)
        }
        progress::KIND => progress::start(root, data),
        _ => false,
    }
}
