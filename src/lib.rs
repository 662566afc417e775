//! Studydeck turns a folder of Markdown notes into a cross-linked study site.
//!
//! Data flows one way, each stage a module and a type of its own:
//!
//! ```text
//! source -> Sources -> parse -> Parsed -> link -> Site -> render -> jobs -> write (or serve)
//! ```
//!
//! Every stage is a function of the one before and hands on what it made
//! together with the [`diag::Diagnostic`]s it found; none stops at the first
//! problem. `source` alone reads the disk, `write` alone changes it.

pub mod cli;
pub mod config;
pub mod coverage;
pub mod diag;
pub mod link;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod render;
pub mod report;
pub mod serve;
pub mod source;
pub mod write;
