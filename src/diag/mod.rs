//! Problems, as data: what is wrong, where, and what to write instead.
//!
//! In: every stage pushes [`Diagnostic`]s. Out: [`mod@print`] shows them (terminal,
//! JSON or GitHub annotations) and [`exit_code`] follows from the list alone.
//! This module knows nothing about Markdown, templates or the disk.

mod code;
pub mod print;
mod suggest;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use code::Code;
pub use suggest::{nearest, serde_message};

use crate::path::SitePath;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; `--strict` turns it into an error.
    Warning,
}

/// Another place that belongs to a problem, such as the second of two files
/// that claim one address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Related {
    /// The file.
    pub file: SitePath,
    /// Bytes of the file.
    pub range: Span,
    /// What stands there.
    pub message: String,
}

/// A byte range that can be ordered and hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The file, unless the problem is the whole project's.
    pub file: Option<SitePath>,
    /// Bytes of that file; `None` when the problem is the whole file's.
    pub range: Option<Span>,
    /// How bad it is.
    pub severity: Severity,
    /// Its stable name.
    pub code: Code,
    /// One sentence that says what is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// Further places.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// A problem that stops the build.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message.into())
    }

    /// A problem that the author should see; the site is written all the same.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message.into())
    }

    fn new(severity: Severity, code: Code, message: String) -> Self {
        Self { file: None, range: None, severity, code, message, help: None, related: Vec::new() }
    }

    /// Names the file.
    #[must_use]
    pub fn in_file(mut self, file: &SitePath) -> Self {
        self.file = Some(file.clone());
        self
    }

    /// Names the file and the bytes in it.
    #[must_use]
    pub fn at(mut self, file: &SitePath, range: Range<usize>) -> Self {
        self.file = Some(file.clone());
        self.range = Some(range.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what to do, where there is something to say.
    #[must_use]
    pub fn help_opt(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn related(mut self, file: &SitePath, range: Range<usize>, message: impl Into<String>) -> Self {
        self.related.push(Related { file: file.clone(), range: range.into(), message: message.into() });
        self
    }
}

/// Sorts by file and place, and folds what was found twice.
#[must_use]
pub fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort();
    diagnostics.dedup();
    fold_template_failures(diagnostics)
}

/// A line of a template fails on every page alike: the first stands for all.
fn fold_template_failures(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut folded: Vec<(Diagnostic, usize)> = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        match folded.last_mut() {
            Some((first, more))
                if diagnostic.code == Code::TemplateFailed
                    && diagnostic.range.is_some()
                    && (first.code, first.range, &first.file)
                        == (diagnostic.code, diagnostic.range, &diagnostic.file) =>
            {
                *more += 1;
            }
            _ => folded.push((diagnostic, 0)),
        }
    }
    let finish = |(mut first, more): (Diagnostic, usize)| {
        match more {
            0 => {}
            1 => first.message.push_str(" and one more page"),
            more => first.message.push_str(&format!(" and {more} more pages")),
        }
        first
    };
    folded.into_iter().map(finish).collect()
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: no error.
    Clean,
    /// 1: problems in the content.
    Problems,
    /// 2: wrong usage or configuration.
    Usage,
}

/// The exit status that a list of problems means; nothing else decides it.
#[must_use]
pub fn exit_code(diagnostics: &[Diagnostic]) -> Exit {
    let fatal = |d: &&Diagnostic| d.severity == Severity::Error;
    match diagnostics.iter().filter(fatal).map(|d| d.code.is_configuration()).max() {
        None => Exit::Clean,
        Some(false) => Exit::Problems,
        Some(true) => Exit::Usage,
    }
}

/// Whether any of them stops the build.
#[must_use]
pub fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

/// Looks up the text of a file, so that a problem can be shown in its line.
pub type TextOf<'a> = &'a dyn Fn(&SitePath) -> Option<Arc<str>>;
