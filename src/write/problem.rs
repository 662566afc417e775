//! What can go wrong with the disk, in words. In: what was being done, a path,
//! the system's error. Out: a [`Diagnostic`] that says what to do about it.

use std::io::{Error, ErrorKind};

use camino::Utf8Path;

use crate::diag::{Code, Diagnostic};

/// Why the output folder can't be used.
pub(super) fn refused(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::WriteFailed, message).help(help)
}

/// A step on the disk that failed; `doing` completes "can't …".
pub(super) fn failed(doing: &str, path: &Utf8Path, error: &Error) -> Diagnostic {
    Diagnostic::error(Code::WriteFailed, format!("can't {doing} `{path}`: {}", words(error)))
        .help(what_to_do(error))
}

/// The same, where the site stands nevertheless.
pub(super) fn failed_softly(doing: &str, path: &Utf8Path, error: &Error, help: &str) -> Diagnostic {
    Diagnostic::warning(Code::WriteFailed, format!("can't {doing} `{path}`: {}", words(error))).help(help)
}

/// The system's sentence without its number, which differs between systems.
fn words(error: &Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_lowercase(),
        None => text,
    }
}

fn what_to_do(error: &Error) -> &'static str {
    match error.kind() {
        ErrorKind::PermissionDenied => "give yourself the right to write there, or choose another --out",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only; choose another --out",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room on the disk and build again",
        ErrorKind::InvalidFilename => "shorten the name of the note, its folder or its alias",
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            "a mounted folder can't be swapped as a whole; choose a folder inside it as --out"
        }
        ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
            "a file stands where a folder has to be, or two pages have one address; rename one of them"
        }
        _ => "the site that was there before is untouched; mend this and build again",
    }
}
