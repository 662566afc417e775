//! Front matter: TOML between `+++` or YAML between `---`.
//!
//! In: a note's text. Out: [`FrontMatter`], where the body begins, and one
//! diagnostic for every key that is unknown and every value that is wrong.

use std::ops::Range;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::config::toml_error;
use crate::diag::{Code, Diagnostic, nearest, serde_message};
use crate::path::{SitePath, Slug, UrlPath};

/// What a note says about itself.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    title: Option<String>,
    summary: Option<String>,
    order: Option<i64>,
    family: Option<String>,
    tags: Vec<String>,
    exams: Vec<String>,
    aliases: Vec<String>,
    related: Vec<String>,
    draft: bool,
    listed: Option<bool>,
    tooltips: Option<bool>,
    slug: Option<String>,
    template: Option<String>,
}

/// Front matter with every value checked as far as one file allows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontMatter {
    /// The page's title and first-level heading.
    pub title: String,
    /// One or two sentences: what the page says.
    pub summary: String,
    /// Position in the menu; notes without one follow, by title.
    pub order: Option<i64>,
    /// Service family, for its colour.
    pub family: Option<Placed<String>>,
    /// Tags as written.
    pub tags: Vec<String>,
    /// Exams and task statements that the note serves.
    pub exams: Vec<Placed<ExamTask>>,
    /// Old addresses.
    pub aliases: Vec<Placed<UrlPath>>,
    /// Links to related notes, as written.
    pub related: Vec<Placed<String>>,
    /// Left out unless drafts are asked for.
    pub draft: bool,
    /// Whether menu, sitemap and feed name it.
    pub listed: bool,
    /// Whether glossary terms in its text go without tooltips.
    pub is_plain: bool,
    /// Last step of the address, in place of the file name.
    pub slug: Option<Slug>,
    /// The template to use.
    pub template: Option<Placed<String>>,
}

/// A value and its bytes in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub range: Range<usize>,
}

/// An exam and one of its task statements, written `SAA 2.1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExamTask {
    /// Such as `SAA`.
    pub exam: String,
    /// Such as `2.1`; empty for the exam as a whole.
    pub task: String,
}

/// The front matter of a file, cut from its text.
struct Cut<'a> {
    text: &'a str,
    /// Where `text` begins in the file.
    start: usize,
    body_start: usize,
    is_toml: bool,
}

/// Reads the front matter of a file.
pub(super) fn parse(file: &SitePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let cut = match cut(text) {
        Ok(cut) => cut,
        Err(problem) => {
            let first_line = text.lines().next().unwrap_or("").len();
            diagnostics.push(problem.at(file, 0..first_line));
            return (FrontMatter { listed: true, ..FrontMatter::default() }, 0);
        }
    };
    let body_start = cut.body_start;
    let mut reader = Reader { file, cut, excused: Vec::new(), diagnostics };
    // What can't be read is not said to be missing.
    let front = match reader.raw() {
        Some(raw) => reader.check(raw),
        None => FrontMatter { listed: true, ..FrontMatter::default() },
    };
    (front, body_start)
}

fn cut(text: &str) -> Result<Cut<'_>, Diagnostic> {
    let fence = text.lines().next().unwrap_or("").trim_end();
    let is_toml = fence == "+++";
    if !is_toml && fence != "---" {
        return Err(Diagnostic::error(Code::MissingFrontMatter, "the note has no front matter")
            .help("begin the file with `+++`, then `title = \"…\"` and `summary = \"…\"`, then `+++`"));
    }
    let start = text.find('\n').map_or(text.len(), |at| at + 1);
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Ok(Cut { text: &text[start..at], start, body_start: at + line.len(), is_toml });
        }
        at += line.len();
    }
    Err(Diagnostic::error(
        Code::BrokenFrontMatter,
        format!("the front matter has no end: a line `{fence}` is missing"),
    )
    .help(format!("write `{fence}` on a line of its own behind the last key")))
}

struct Reader<'a, 'd> {
    file: &'a SitePath,
    cut: Cut<'a>,
    /// Keys that stand there with a mistake: they are not missing as well.
    excused: Vec<String>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn problem(&mut self, code: Code, range: Range<usize>, message: String, help: Option<String>) {
        self.diagnostics.push(Diagnostic::error(code, message).at(self.file, range).help_opt(help));
    }

    /// Reads key by key, so that one wrong key hides no other. `None` when the
    /// syntax is broken.
    fn raw(&mut self) -> Option<Raw> {
        let table = self.table()?;
        let mut good = Map::new();
        for (key, value) in table {
            let single = Map::from_iter([(key.clone(), value.clone())]);
            match serde_json::from_value::<Raw>(Value::Object(single)) {
                Ok(_) => {
                    good.insert(key, value);
                }
                Err(error) => {
                    let (message, help) = serde_message(&error.to_string());
                    let unknown = message.starts_with("unknown key");
                    let code = if unknown { Code::UnknownKey } else { Code::BadValue };
                    let meant =
                        if unknown { nearest(&key, ["title", "summary"]) } else { Some(key.as_str()) };
                    self.excused.extend(meant.map(str::to_owned));
                    let message = if unknown { message } else { format!("`{key}`: {message}") };
                    let range = self.key(&key);
                    self.problem(code, range, message, help);
                }
            }
        }
        Some(serde_json::from_value(Value::Object(good)).unwrap_or_default())
    }

    /// The keys and values, whatever the syntax.
    fn table(&mut self) -> Option<Map<String, Value>> {
        if self.cut.is_toml {
            return toml::from_str(self.cut.text)
                .map_err(|error| {
                    let problem = toml_error(&error, self.file, self.cut.start, Code::BrokenFrontMatter);
                    self.diagnostics.push(problem);
                })
                .ok();
        }
        if self.cut.text.trim().is_empty() {
            return Some(Map::new());
        }
        match serde_saphyr::from_str::<Map<String, Value>>(self.cut.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let line = error.location().map_or(1, |l| usize::try_from(l.line()).unwrap_or(1)).max(1);
                let range = self.line(line);
                let message = error.without_snippet().to_string();
                let message = message.lines().next().unwrap_or_default();
                // The place it names is counted from the front matter's own start.
                let message = message.rsplit_once(" at line ").map_or(message, |(what, _)| what).to_owned();
                let twice =
                    message.strip_prefix("duplicate mapping key: ").and_then(|rest| rest.split(',').next());
                let (message, help) = match twice {
                    Some(key) => (format!("the key `{key}` is written twice"), "keep one of the two lines"),
                    None => (
                        message,
                        "text that holds `: `, `#`, `[` or `{` must stand in quotes, and every bracket be closed",
                    ),
                };
                self.problem(Code::BrokenFrontMatter, range, message, Some(help.to_owned()));
                None
            }
        }
    }

    /// The bytes of a line of the front matter, counted from 1.
    fn line(&self, line: usize) -> Range<usize> {
        let mut at = self.cut.start;
        for (n, text) in self.cut.text.split_inclusive('\n').enumerate() {
            if n + 1 == line {
                return at..at + text.trim_end().len();
            }
            at += text.len();
        }
        at..at
    }

    /// The bytes of a key.
    fn key(&self, key: &str) -> Range<usize> {
        let mut at = self.cut.start;
        for line in self.cut.text.split_inclusive('\n') {
            let bare = line.trim_start().trim_start_matches('"');
            let found = bare
                .strip_prefix(key)
                .is_some_and(|rest| rest.trim_start_matches('"').trim_start().starts_with(['=', ':']));
            if found {
                let start = at + (line.len() - bare.len());
                return start..start + key.len();
            }
            at += line.len();
        }
        self.cut.start..self.cut.start
    }

    /// The bytes of a value behind its key; those of the key when the value is
    /// written in another way than it reads.
    fn value(&self, key: &str, value: &str) -> Range<usize> {
        let key = self.key(key);
        let end = self.cut.start + self.cut.text.len();
        let behind = key.end.min(end) - self.cut.start;
        match self.cut.text[behind..].find(value) {
            Some(at) if !value.is_empty() => key.end + at..key.end + at + value.len(),
            _ => key,
        }
    }

    fn placed(&self, key: &str, value: String) -> Placed<String> {
        Placed { range: self.value(key, &value), value }
    }

    fn check(&mut self, raw: Raw) -> FrontMatter {
        let fence = 0..self.cut.start.min(3);
        let is_missing =
            |key: &str, value: &str| value.trim().is_empty() && !self.excused.iter().any(|k| k == key);
        let title = raw.title.unwrap_or_default();
        let summary = raw.summary.unwrap_or_default();
        let (no_title, no_summary) = (is_missing("title", &title), is_missing("summary", &summary));
        if no_title {
            self.problem(
                Code::BadValue,
                fence.clone(),
                "the note has no title".into(),
                Some("add `title = \"…\"` to the front matter".into()),
            );
        }
        if no_summary {
            let help = "add `summary = \"…\"`: one or two sentences that say what the page says".to_owned();
            self.problem(Code::MissingSummary, fence, "the note has no summary".into(), Some(help));
        }
        let slug = raw.slug.and_then(|slug| self.slug(&slug));
        let aliases = raw.aliases.iter().filter_map(|alias| self.alias(alias)).collect();
        let exams = raw.exams.iter().filter_map(|exam| self.exam(exam)).collect();
        FrontMatter {
            title,
            summary,
            order: raw.order,
            family: raw.family.map(|family| self.placed("family", family)),
            tags: raw.tags,
            exams,
            aliases,
            related: raw.related.into_iter().map(|link| self.placed("related", link)).collect(),
            draft: raw.draft,
            listed: raw.listed.unwrap_or(true),
            is_plain: raw.tooltips == Some(false),
            slug,
            template: raw.template.map(|template| self.placed("template", template)),
        }
    }

    fn slug(&mut self, slug: &str) -> Option<Slug> {
        let range = self.value("slug", slug);
        match Slug::new(slug) {
            Ok(slug) => Some(slug),
            Err(_) if slug.contains("..") || slug.starts_with('/') => {
                let message = format!("the slug `{slug}` leaves the site");
                self.problem(
                    Code::PathEscapes,
                    range,
                    message,
                    Some("write one word, such as `launch-types`".into()),
                );
                None
            }
            Err(better) => {
                self.problem(
                    Code::BadValue,
                    range,
                    format!("`{slug}` is no slug"),
                    Some(format!("write `{better}`")),
                );
                None
            }
        }
    }

    fn alias(&mut self, alias: &str) -> Option<Placed<UrlPath>> {
        let range = self.value("aliases", alias);
        match UrlPath::authored(alias) {
            Ok(value) => Some(Placed { value, range }),
            Err(error) => {
                let message = format!("the alias `{alias}` can't be an address: {error}");
                self.problem(
                    Code::PathEscapes,
                    range,
                    message,
                    Some("write the old address from the site's root, such as `/old/place/`".into()),
                );
                None
            }
        }
    }

    fn exam(&mut self, written: &str) -> Option<Placed<ExamTask>> {
        let range = self.value("exams", written);
        let (exam, task) = written.split_once(' ').unwrap_or((written, ""));
        let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let good =
            task.is_empty() || task.split_once('.').is_some_and(|(domain, n)| number(domain) && number(n));
        if !good {
            let message = format!("`{written}` names no task statement");
            self.problem(
                Code::BadValue,
                range,
                message,
                Some("write the exam and the number, such as `SAA 2.1`".into()),
            );
            return None;
        }
        Some(Placed { value: ExamTask { exam: exam.to_owned(), task: task.to_owned() }, range })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (FrontMatter, usize, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let (front, body) = parse(&SitePath::new("content/a.md").unwrap(), text, &mut diagnostics);
        (front, body, diagnostics)
    }

    #[test]
    fn toml_and_yaml_say_the_same() {
        let (toml, at, problems) = read("+++\ntitle = \"A\"\nsummary = \"S\"\ntags = [\"x\"]\n+++\nbody");
        assert_eq!(
            (problems, &"+++\ntitle = \"A\"\nsummary = \"S\"\ntags = [\"x\"]\n+++\nbody"[at..]),
            (vec![], "body")
        );
        let (yaml, _, problems) = read("---\r\ntitle: A\r\nsummary: S\r\ntags: [x]\r\n---\r\nbody");
        assert_eq!((yaml, problems), (toml, vec![]));
    }

    #[test]
    fn every_wrong_key_is_named_with_its_place() {
        let text = "+++\ntitel = \"A\"\norder = \"three\"\nsummary = \"S\"\nslug = \"../../evil\"\n+++\n";
        let (_, _, problems) = read(text);
        let shown: Vec<_> =
            problems.iter().map(|d| (d.code, d.range.map(|r| &text[r.start..r.end]))).collect();
        assert!(shown.contains(&(Code::UnknownKey, Some("titel"))), "{shown:?}");
        assert!(shown.contains(&(Code::BadValue, Some("order"))), "{shown:?}");
        assert!(shown.contains(&(Code::PathEscapes, Some("../../evil"))), "{shown:?}");
    }

    #[test]
    fn broken_syntax_and_a_missing_end_are_errors() {
        for text in ["---\ntitle: [a\n---\n", "+++\ntitle = \n+++\n", "+++\ntitle = 'x'\n"] {
            let (_, _, problems) = read(text);
            assert_eq!(problems[0].code, Code::BrokenFrontMatter, "{text}");
        }
        assert_eq!(read("# No front matter\n").2[0].code, Code::MissingFrontMatter);
    }
}
