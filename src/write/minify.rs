//! Style sheets and scripts made small.
//!
//! In: CSS with `@import`s, and JavaScript. Out: one style sheet, and scripts that do the same in
//! fewer bytes. It must not know where the files lie or what they are called on the site: the
//! caller hands in their texts.
//!
//! The same input gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use lightningcss::bundler::{Bundler, ResolveResult, SourceProvider};
use lightningcss::error::Error as CssError;
use lightningcss::rules::CssRule;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};
use lightningcss::targets::{Browsers, Targets};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// A style sheet or a script that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetError {
    /// The file, as it was named by the caller or in an `@import`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for AssetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

impl std::error::Error for AssetError {}

/// The browsers of the last two years. What they all know (nesting, layers, `light-dark()`) stays
/// as it is; prefixes and fallbacks are added only where one of them needs them.
const BROWSERS: Browsers = Browsers {
    android: Some(version(131, 0)),
    chrome: Some(version(131, 0)),
    edge: Some(version(131, 0)),
    firefox: Some(version(132, 0)),
    ie: None,
    ios_saf: Some(version(18, 1)),
    opera: Some(version(116, 0)),
    safari: Some(version(18, 1)),
    samsung: Some(version(28, 0)),
};

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// One style sheet out of `entry` and all that it imports, made small. Names in `@import` are
/// relative to the file that they stand in; `files` gives the text of a file by its name.
///
/// # Errors
/// [`AssetError`] at the place of a mistake: what is not CSS, an `@import` of a file that is not
/// there, that lies outside, or that another site would have to serve.
pub fn css(entry: &str, files: &dyn Fn(&str) -> Option<String>) -> Result<String, AssetError> {
    let sources = Sources::collect(entry, files)?;
    let mut bundler = Bundler::new(&sources, None, ParserOptions::default());
    let mut sheet = bundler.bundle(Path::new(entry)).map_err(|error| css_error(entry, &error))?;
    let targets = Targets::from(BROWSERS);
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| css_error(entry, &error))?;
    let options = PrinterOptions { minify: true, targets, ..PrinterOptions::default() };
    let printed = sheet.to_css(options).map_err(|error| css_error(entry, &error))?;
    Ok(printed.code)
}

fn css_error<T: fmt::Display>(entry: &str, error: &CssError<T>) -> AssetError {
    let place = error.loc.as_ref();
    AssetError {
        file: place.map_or_else(|| entry.to_owned(), |place| place.filename.clone()),
        line: place.map_or(1, |place| count(place.line) + 1),
        column: place.map_or(1, |place| count(place.column)),
        message: error.kind.to_string(),
    }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The texts of a style sheet and of all that it imports. They are read before the bundler runs,
/// so that a missing file is reported at its `@import`, and in the order of the text.
struct Sources {
    texts: BTreeMap<PathBuf, String>,
}

impl Sources {
    fn collect(entry: &str, files: &dyn Fn(&str) -> Option<String>) -> Result<Self, AssetError> {
        let text = files(entry).ok_or_else(|| AssetError {
            file: entry.to_owned(),
            line: 1,
            column: 1,
            message: "there is no such file".to_owned(),
        })?;
        let mut texts = BTreeMap::new();
        let mut seen = BTreeSet::from([entry.to_owned()]);
        let mut waiting = vec![(entry.to_owned(), text)];
        while let Some((name, text)) = waiting.pop() {
            for import in imports(&name, &text)? {
                if !seen.insert(import.target.clone()) {
                    continue;
                }
                let text = files(&import.target).ok_or_else(|| {
                    import.problem(&name, format!("`{}` is not there to import", import.target))
                })?;
                waiting.push((import.target, text));
            }
            texts.insert(PathBuf::from(name), text);
        }
        Ok(Self { texts })
    }
}

struct Import {
    target: String,
    line: usize,
    column: usize,
}

impl Import {
    fn problem(&self, file: &str, message: String) -> AssetError {
        AssetError { file: file.to_owned(), line: self.line, column: self.column, message }
    }
}

/// The files that a style sheet imports.
fn imports(name: &str, text: &str) -> Result<Vec<Import>, AssetError> {
    let options = ParserOptions { filename: name.to_owned(), ..ParserOptions::default() };
    let sheet = StyleSheet::parse(text, options).map_err(|error| css_error(name, &error))?;
    let mut found = Vec::new();
    for rule in &sheet.rules.0 {
        let CssRule::Import(rule) = rule else {
            continue;
        };
        let mut import =
            Import { target: String::new(), line: count(rule.loc.line) + 1, column: count(rule.loc.column) };
        import.target = resolve(&rule.url, name).ok_or_else(|| {
            let problem = if rule.url.contains("//") || rule.url.contains(':') {
                "comes from another site: copy it into the project"
            } else {
                "lies outside the folder of static files"
            };
            import.problem(name, format!("`{}` {problem}", rule.url))
        })?;
        found.push(import);
    }
    Ok(found)
}

/// The name of an imported file, if it lies where files may lie.
fn resolve(url: &str, from: &str) -> Option<String> {
    if url.contains(':') || url.starts_with('/') || url.contains("//") {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in url.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl SourceProvider for Sources {
    type Error = NotCollected;

    fn read<'a>(&'a self, file: &Path) -> Result<&'a str, Self::Error> {
        self.texts.get(file).map(String::as_str).ok_or(NotCollected)
    }

    fn resolve(&self, url: &str, from: &Path) -> Result<ResolveResult, Self::Error> {
        let target = resolve(url, &from.to_string_lossy()).ok_or(NotCollected)?;
        Ok(ResolveResult::File(PathBuf::from(target)))
    }
}

/// A file that the bundler asks for and that [`Sources::collect`] did not meet.
#[derive(Debug)]
struct NotCollected;

impl fmt::Display for NotCollected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this file can't be imported")
    }
}

impl std::error::Error for NotCollected {}

/// A script made small. In a module the names at its top are shortened too (what it exports keeps
/// its name outside); in a classic script they are the page's, and stay.
///
/// # Errors
/// [`AssetError`] at the place where it is not JavaScript.
pub fn js(source: &str, name: &str, module: bool) -> Result<String, AssetError> {
    let allocator = Allocator::default();
    let kind = if module { SourceType::mjs() } else { SourceType::script() };
    let parsed = Parser::new(&allocator, source, kind).parse();
    if let Some(problem) = parsed.diagnostics.iter().next() {
        let offset = problem.labels.iter().next().map_or(0, |label| count(label.offset()));
        let (line, column) = place(source, offset);
        return Err(AssetError { file: name.to_owned(), line, column, message: problem.message.to_string() });
    }
    let mut program = parsed.program;
    let minified = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program);
    let printed = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(minified.scoping)
        .with_private_member_mappings(minified.class_private_mappings)
        .build(&program);
    Ok(printed.code.to_string())
}

/// Line and column of a byte, both from 1; columns count characters.
fn place(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..offset).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests;
