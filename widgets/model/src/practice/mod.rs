//! Practice: questions are drawn, answered, scored, remembered and scheduled.
//!
//! In: a bank without its texts, a seed, what the reader does, the time as a number. Out: which
//! question comes next and in which order its options stand, what was right, and compact texts
//! that hold a running session and the reader's progress.
//! Must not know: the browser, where the texts are stored, how a question looks, what time it is.
//!
//! Everything is integers, so that native code and WASM draw the same exam and plan the same
//! reviews. Every text starts with its kind and version; see [`progress`] for what happens to one
//! that is older, newer or damaged.

pub mod draw;
pub mod numeric;
pub mod progress;
pub mod question;
pub mod score;
pub mod session;
pub(crate) mod text;
pub mod typed;
