//! Shows what a run came to. In: an [`Outcome`]. Out: text on stderr or
//! stdout, and the exit status of the process. It decides nothing: the status
//! follows from the diagnostics.

use std::io::Write as _;
use std::process::ExitCode;

use crate::diag::Exit;
use crate::diag::print::{Format, print};
use crate::pipeline::Outcome;

/// Shows all problems of a run: on stderr for people, on stdout for programs.
pub fn report(outcome: &Outcome, format: Format) {
    let text = print(&outcome.diagnostics, format, &|path| outcome.text_of(path));
    // A closed pipe is the reader's choice, not an error.
    let _ = match format {
        Format::Terminal => std::io::stderr().write_all(text.as_bytes()),
        Format::Json | Format::Github => std::io::stdout().write_all(text.as_bytes()),
    };
}

/// The process's exit status: 0, 1 or 2.
#[must_use]
pub fn status(exit: Exit) -> ExitCode {
    ExitCode::from(match exit {
        Exit::Clean => 0,
        Exit::Problems => 1,
        Exit::Usage => 2,
    })
}
