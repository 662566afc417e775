//! Templates: loads them, renders them, and turns Tera's errors into
//! diagnostics with a place. In: the templates' texts. Out: [`Templates`].

use std::collections::BTreeSet;

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera, Value};

use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;
use crate::source::TextFile;

/// All templates, ready to render.
pub struct Templates {
    tera: Tera,
    /// Names, without the folder.
    pub names: BTreeSet<String>,
    /// Hash of all texts.
    pub hash: blake3::Hash,
    /// Whether none can be rendered, because one of them can't be read.
    broken: bool,
}

impl Templates {
    /// Loads all templates. Those with errors are reported, all at once.
    #[must_use]
    pub fn load(files: &[TextFile]) -> (Self, Vec<Diagnostic>) {
        let named: Vec<(String, &str)> = files.iter().map(|file| (name(&file.path), &*file.text)).collect();
        let mut hasher = blake3::Hasher::new();
        for file in files {
            hasher.update(file.path.as_str().as_bytes());
            hasher.update(file.hash.as_bytes());
        }
        let mut tera = Tera::new();
        let mut diagnostics = Vec::new();
        if let Err(error) = tera.add_raw_templates(named.iter().map(|(name, text)| (name.as_str(), *text))) {
            diagnostics = each_alone(&named, files);
            if let ErrorKind::Msg(report) = error.kind() {
                diagnostics.extend(each_unknown(report, files));
            }
            if diagnostics.is_empty() {
                diagnostics.push(problem(&error, Code::BrokenTemplate, files));
            }
        }
        let names = named.into_iter().map(|(name, _)| name).collect();
        let broken = !diagnostics.is_empty();
        (Self { tera, names, hash: hasher.finalize(), broken }, diagnostics)
    }

    /// Renders a template.
    ///
    /// # Errors
    /// With the template's line, and the page for which it failed.
    pub fn render(
        &self,
        template: &str,
        context: &Context,
        what: &str,
        files: &[TextFile],
    ) -> Result<String, Box<Diagnostic>> {
        // Reported already: by `load`, or by `link` where front matter names it.
        if self.broken || !self.names.contains(template) {
            return Ok(String::new());
        }
        self.tera.render(template, context).map_err(|error| {
            let mut diagnostic = problem(&error, Code::TemplateFailed, files);
            diagnostic.message = format!("{}, while rendering {what}", diagnostic.message);
            Box::new(diagnostic)
        })
    }
}

/// Any serialisable value as a template value.
pub(super) fn value(of: &impl Serialize) -> Value {
    Value::from_serializable(of)
}

fn name(path: &SitePath) -> String {
    path.below("templates").unwrap_or(path.as_str()).to_owned()
}

/// Syntax errors of every template by itself: Tera stops at the first.
fn each_alone(named: &[(String, &str)], files: &[TextFile]) -> Vec<Diagnostic> {
    let errors = named.iter().filter_map(|(name, text)| Tera::new().add_raw_template(name, text).err());
    errors
        .filter(|error| matches!(error.kind(), ErrorKind::SyntaxError(_)))
        .map(|error| problem(&error, Code::BrokenTemplate, files))
        .collect()
}

/// Names that no template, filter or function has. Tera joins them into one
/// text, each as "error: Unknown filter `uper`" and " --> note.html:3:20".
fn each_unknown(report: &str, files: &[TextFile]) -> Vec<Diagnostic> {
    let lines: Vec<&str> = report.lines().collect();
    let found = lines.windows(2).filter_map(|pair| {
        let (kind, name) = pair[0].strip_prefix("error: Unknown ")?.split_once(" `")?;
        let name = name.trim_end_matches('`');
        let mut place = pair[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let template = place.next()?;
        let file = files.iter().find(|file| file.path.below("templates") == Some(template))?;
        let start = offset(&file.text, line, column.saturating_sub(1));
        let start = file.text[start..].find(name).map_or(start, |at| start + at);
        let (code, help) = match kind {
            "template" => (Code::MissingTemplate, nearest_template(name, files)),
            _ => (Code::BrokenTemplate, None),
        };
        let problem = Diagnostic::error(code, format!("there is no {kind} `{name}`"));
        Some(problem.at(&file.path, start..(start + name.len()).min(file.text.len())).help_opt(help))
    });
    found.collect()
}

fn problem(error: &tera::Error, code: Code, files: &[TextFile]) -> Diagnostic {
    let file = |name: &str| files.iter().find(|file| file.path.below("templates") == Some(name));
    let in_file = |diagnostic: Diagnostic, name: &str| match file(name) {
        Some(file) => diagnostic.in_file(&file.path),
        None => diagnostic,
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            reported(report, code, file(report.filename()))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            cycle(tpl, inheritance_chain, "extend", file(tpl))
        }
        ErrorKind::CircularInclude { tpl, include_chain } => cycle(tpl, include_chain, "include", file(tpl)),
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("`{current}` extends `{parent}`, which does not exist");
            let problem =
                Diagnostic::error(Code::MissingTemplate, message).help_opt(nearest_template(parent, files));
            match file(current).and_then(|file| Some((file, file.text.find(parent.as_str())?))) {
                Some((file, start)) => problem.at(&file.path, start..start + parent.len()),
                None => in_file(problem, current),
            }
        }
        ErrorKind::TemplateNotFound(name) => {
            Diagnostic::error(Code::MissingTemplate, format!("there is no template `{name}`"))
                .help_opt(nearest_template(name, files))
        }
        _ => Diagnostic::error(code, error.to_string()),
    }
}

fn nearest_template(name: &str, files: &[TextFile]) -> Option<String> {
    let names = files.iter().filter_map(|file| file.path.below("templates"));
    crate::diag::nearest(name, names).map(|near| format!("did you mean `{near}`?"))
}

/// An error with its place in a template's text.
fn reported(report: &ReportError, code: Code, file: Option<&TextFile>) -> Diagnostic {
    let (message, mut help) = readable(report.message());
    if message == "unknown tag" {
        help = Some(
            "what was opened above it must be closed first: `{% endif %}`, `{% endfor %}`, `{% endblock %}`"
                .to_owned(),
        );
    }
    let diagnostic = Diagnostic::error(code, message).help_opt(help);
    let Some(file) = file else { return diagnostic };
    let span = report.span();
    let start = offset(&file.text, span.start_line, span.start_col);
    let end = offset(&file.text, span.end_line, span.end_col).max(start + 1);
    diagnostic.at(&file.path, start..end.min(file.text.len()))
}

/// Tera's message as ours are written, and the nearest of the names it lists:
/// "Field `titel` is not defined. Available fields: order, title".
fn readable(message: &str) -> (String, Option<String>) {
    let (what, known) = match message.split_once(" Available ") {
        Some((what, list)) => (what, list.split_once(": ").map(|(_, names)| names)),
        None => (message, None),
    };
    let mut letters = what.trim().trim_end_matches('.').chars();
    let what: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    let help = known.map(|names| {
        let name = what.split('`').nth(1).unwrap_or_default();
        crate::diag::nearest(name, names.split(", "))
            .map_or_else(|| format!("there are {names}"), |near| format!("did you mean `{near}`?"))
    });
    (what, help)
}

/// The byte at a line (from 1) and column (from 0, in characters).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
}

/// Prints the chain of a cycle with the line of each step.
fn cycle(template: &str, chain: &[String], word: &str, file: Option<&TextFile>) -> Diagnostic {
    let mut steps: Vec<&str> = chain.iter().map(String::as_str).collect();
    if steps.first() != Some(&template) {
        steps.insert(0, template);
    }
    if steps.last() != Some(&template) {
        steps.push(template);
    }
    let message = format!("templates {word} each other: {}", steps.join(" -> "));
    let diagnostic =
        Diagnostic::error(Code::TemplateCycle, message).help(format!("take one `{word}` out of the circle"));
    let Some(file) = file else { return diagnostic };
    let tag = steps.get(1).and_then(|next| {
        let at = file.text.match_indices(next).map(|(at, _)| at).find(|at| {
            file.text[..*at].rfind("{%").is_some_and(|open| file.text[open..*at].contains(word))
        })?;
        Some(at..at + next.len())
    });
    match tag {
        Some(range) => diagnostic.at(&file.path, range),
        None => diagnostic.in_file(&file.path),
    }
}
