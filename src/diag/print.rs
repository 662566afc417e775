//! Shows problems: as text with the source line, as JSON, or as GitHub
//! annotations. In: diagnostics and a way to look up a file's text. Out: a
//! string. It decides nothing about the exit status.

use std::fmt::Write as _;

use codespan_reporting::diagnostic::{Diagnostic as Report, Label, Severity as Level};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::{self, Config};
use serde::Serialize;

use super::{Diagnostic, Severity, TextOf};

/// The form in which problems are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Text with the source line, for people.
    #[default]
    Terminal,
    /// One JSON object a line.
    Json,
    /// `::error file=…` lines, which GitHub shows beside the change.
    Github,
}

/// Shows all `diagnostics` in this form.
#[must_use]
pub fn print(diagnostics: &[Diagnostic], format: Format, text_of: TextOf<'_>) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        match format {
            Format::Terminal => terminal(&mut out, diagnostic, text_of),
            Format::Json => json(&mut out, diagnostic, text_of),
            Format::Github => github(&mut out, diagnostic, text_of),
        }
    }
    out
}

/// One line that counts errors and warnings; empty when there are none.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let count = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 {what}")),
        n => Some(format!("{n} {what}s")),
    };
    let parts = [count(errors, "error"), count(diagnostics.len() - errors, "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn terminal(out: &mut String, diagnostic: &Diagnostic, text_of: TextOf<'_>) {
    let mut files = SimpleFiles::new();
    let mut labels = Vec::new();
    let main = diagnostic.file.iter().map(|file| (file, diagnostic.range, None));
    let related = diagnostic.related.iter().map(|r| (&r.file, Some(r.range), Some(&r.message)));
    let mut unseen = Vec::new();
    for (file, range, message) in main.chain(related) {
        let (Some(range), Some(text)) = (range, text_of(file)) else {
            unseen.push(file);
            continue;
        };
        let range = first_line(&text, range.start, range.end);
        let id = files.add(file.as_str().to_owned(), text);
        labels.push(match message {
            None => Label::primary(id, range),
            Some(message) => Label::secondary(id, range).with_message(message),
        });
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
    };
    let mut notes: Vec<String> = diagnostic.help.iter().map(|help| format!("help: {help}")).collect();
    let bare = labels.is_empty();
    // Files without text, such as images, have no line to show.
    notes.extend(unseen.iter().map(|file| format!("see also `{file}`")));
    let report = Report::new(level)
        .with_code(diagnostic.code.as_str())
        .with_message(&diagnostic.message)
        .with_labels(labels)
        .with_notes(if bare { Vec::new() } else { notes });
    let config = Config { before_label_lines: 0, after_label_lines: 0, ..Config::default() };
    // Only a label outside its file can fail, and ranges are cut above.
    let _ = term::emit_to_string(out, &config, &files, &report);
    if bare {
        trim_blank_lines(out);
        for file in unseen {
            let _ = writeln!(out, "  --> {file}");
        }
        if let Some(help) = &diagnostic.help {
            let _ = writeln!(out, "  = help: {help}");
        }
        out.push('\n');
    }
}

/// The part of a range that lies in its first line: enough to find the place.
fn first_line(text: &str, start: usize, end: usize) -> std::ops::Range<usize> {
    let end = end.min(text.len());
    let start = start.min(end);
    let line = text.get(start..end).and_then(|part| part.find(['\r', '\n']));
    start..line.map_or(end, |length| start + length)
}

fn trim_blank_lines(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Line and column (from 1, in characters) of a byte of a file.
#[must_use]
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[derive(Serialize)]
struct JsonLine<'a> {
    severity: Severity,
    code: &'static str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    range: Option<[usize; 2]>,
    message: &'a str,
    help: Option<&'a str>,
    related: Vec<JsonRelated<'a>>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    file: &'a str,
    range: [usize; 2],
    message: &'a str,
}

fn place(diagnostic: &Diagnostic, text_of: TextOf<'_>) -> Option<(usize, usize)> {
    let text = text_of(diagnostic.file.as_ref()?)?;
    Some(line_and_column(&text, diagnostic.range?.start))
}

fn json(out: &mut String, d: &Diagnostic, text_of: TextOf<'_>) {
    let place = place(d, text_of);
    let related = d.related.iter().map(|r| JsonRelated {
        file: r.file.as_str(),
        range: [r.range.start, r.range.end],
        message: &r.message,
    });
    let line = JsonLine {
        severity: d.severity,
        code: d.code.as_str(),
        file: d.file.as_ref().map(super::SitePath::as_str),
        line: place.map(|p| p.0),
        column: place.map(|p| p.1),
        range: d.range.map(|r| [r.start, r.end]),
        message: &d.message,
        help: d.help.as_deref(),
        related: related.collect(),
    };
    if let Ok(text) = serde_json::to_string(&line) {
        out.push_str(&text);
        out.push('\n');
    }
}

fn github(out: &mut String, d: &Diagnostic, text_of: TextOf<'_>) {
    let level = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let _ = write!(out, "::{level} ");
    if let Some(file) = &d.file {
        let _ = write!(out, "file={},", escape_property(file.as_str()));
    }
    if let Some((line, column)) = place(d, text_of) {
        let _ = write!(out, "line={line},col={column},");
    }
    let mut message = d.message.clone();
    for related in &d.related {
        let _ = write!(message, "\n{}: {}", related.file, related.message);
    }
    if let Some(help) = &d.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    let escaped = message.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let _ = writeln!(out, "title={}::{escaped}", d.code);
}

/// Properties of a GitHub command also escape what separates them.
fn escape_property(text: &str) -> String {
    text.replace('%', "%25").replace(':', "%3A").replace(',', "%2C").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::path::SitePath;

    fn sample() -> Diagnostic {
        let file = SitePath::new("content/a.md").unwrap();
        Diagnostic::error(Code::BrokenLink, "no note `volums.md`")
            .at(&file, 7..16)
            .help("did you mean `volumes.md`?")
    }

    fn show(format: Format) -> String {
        print(&[sample()], format, &|_| Some("one\nsee volums.md here\n".into()))
    }

    #[test]
    fn the_terminal_form_shows_the_line_and_the_help() {
        let text = show(Format::Terminal);
        assert!(text.contains("content/a.md:2:4"), "{text}");
        assert!(text.contains("see volums.md here"), "{text}");
        assert!(text.contains("help: did you mean `volumes.md`?"), "{text}");
    }

    #[test]
    fn json_and_github_carry_line_and_column() {
        assert!(show(Format::Json).contains(r#""line":2,"column":4"#));
        let line = show(Format::Github);
        assert!(line.starts_with("::error file=content/a.md,line=2,col=4,title=broken-link::"), "{line}");
        assert_eq!(line.lines().count(), 1, "a line break would end the command");
    }
}
