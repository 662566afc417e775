//! Reads the project: notes, banks, data, templates, static files.
//!
//! In: the project's folder. Out: [`Sources`], all text and bytes that the
//! site is made of, in a fixed order. This is the only stage that reads the
//! disk; it does not look into the files beyond their encoding.

mod bundle;
mod dates;
mod theme;
mod walk;

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

use crate::config;
use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;
use walk::{Found, Stamp};

pub use bundle::{Bundle, ByModule, Module, ModuleFiles};

/// A text file of the project.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Where it lies.
    pub path: SitePath,
    /// Its text, without a byte order mark.
    pub text: Arc<str>,
    /// Hash of the text.
    pub hash: blake3::Hash,
    stamp: Option<Stamp>,
}

impl TextFile {
    /// A file that is not on the disk: built in, or made in a test.
    #[must_use]
    pub fn in_memory(path: SitePath, text: &str) -> Self {
        Self { path, text: text.into(), hash: blake3::hash(text.as_bytes()), stamp: None }
    }
}

/// Any other file: an image beside a note, a file of `static/`.
#[derive(Debug, Clone)]
pub struct StaticFile {
    /// Its path: below `static/` for the theme's files (`css/site.css`), from
    /// the project's root for files beside notes.
    pub path: SitePath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    stamp: Option<Stamp>,
}

impl StaticFile {
    /// A file that is not on the disk.
    #[must_use]
    pub fn in_memory(path: SitePath, bytes: &[u8]) -> Self {
        Self { path, bytes: bytes.into(), stamp: None }
    }
}

/// Everything that the site is made of.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    /// `studydeck.toml`.
    pub config: Option<TextFile>,
    /// `content/**/*.md`, sorted by path.
    pub notes: Vec<TextFile>,
    /// `content/questions/**/*.md`.
    pub banks: Vec<TextFile>,
    /// `content/data/**/*.toml`.
    pub data: Vec<TextFile>,
    /// The project's templates, and the built-in ones that it does not replace.
    pub templates: Vec<TextFile>,
    /// The same for `static/`.
    pub static_files: Vec<StaticFile>,
    /// Files beside the notes, such as images.
    pub assets: Vec<StaticFile>,
    /// Day of each file's last change, from git: `2026-11-22`.
    pub dates: HashMap<SitePath, String>,
    /// The widget bundle.
    pub bundle: Option<Bundle>,
}

impl Sources {
    /// The text of a file that was read.
    #[must_use]
    pub fn text_of(&self, path: &SitePath) -> Option<Arc<str>> {
        let groups = [&self.notes, &self.banks, &self.data, &self.templates];
        let mut all = groups.into_iter().flatten().chain(&self.config);
        all.find(|file| &file.path == path).map(|file| Arc::clone(&file.text))
    }
}

/// Reads the project below `root`. Files whose size and time of change are as
/// in `before` are taken from there.
#[must_use]
pub fn read(
    root: &Utf8Path,
    widgets: Option<&Utf8Path>,
    before: Option<&Sources>,
) -> (Sources, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let known = before.map(known_texts).unwrap_or_default();
    let known_bytes = before.map(known_assets).unwrap_or_default();

    let mut texts = Vec::new();
    let mut binaries = Vec::new();
    for folder in ["content", "templates", "static"] {
        for found in walk::walk(root, folder, &mut diagnostics) {
            if is_text(&found.path) { texts.push(found) } else { binaries.push(found) }
        }
    }
    let config = walk::single(root, config::FILE_NAME);
    if config.is_none() {
        let folder = if root == "." { "this folder".to_owned() } else { format!("`{root}`") };
        diagnostics.push(
            Diagnostic::error(Code::MissingConfig, format!("there is no `{}` in {folder}", config::FILE_NAME))
                .help("go to the project's folder, name it with `--project`, or make a project with `studydeck new FOLDER`"),
        );
    }
    texts.extend(config);

    let (texts, problems) = gather(&texts, |found| read_text(found, &known));
    diagnostics.extend(problems);
    let (binaries, problems) = gather(&binaries, |found| read_bytes(found, &known_bytes));
    diagnostics.extend(problems);

    let mut sources = sort_out(texts, binaries);
    theme::add_missing(&mut sources);
    sources.bundle = widgets.and_then(|folder| bundle::read(folder, &mut diagnostics));
    sources.dates = before.map_or_else(|| dates::last_changes(root), |b| b.dates.clone());
    (sources, diagnostics)
}

fn known_texts(before: &Sources) -> HashMap<&SitePath, &TextFile> {
    let groups = [&before.notes, &before.banks, &before.data, &before.templates];
    groups.into_iter().flatten().chain(&before.config).map(|file| (&file.path, file)).collect()
}

fn known_assets(before: &Sources) -> HashMap<SitePath, &StaticFile> {
    let theme = before.static_files.iter().filter(|f| f.stamp.is_some());
    let theme = theme.filter_map(|f| Some((SitePath::new(&format!("static/{}", f.path)).ok()?, f)));
    theme.chain(before.assets.iter().map(|f| (f.path.clone(), f))).collect()
}

/// Markdown, data and templates are text; all else below `content` and
/// `static` is bytes.
fn is_text(path: &SitePath) -> bool {
    path.below("templates").is_some()
        || path.below("content/data").is_some()
        || (path.below("content").is_some() && path.extension() == "md")
}

fn gather<T: Send>(
    found: &[Found],
    read: impl Fn(&Found) -> Result<T, Diagnostic> + Sync + Send,
) -> (Vec<T>, Vec<Diagnostic>) {
    let results: Vec<_> = found.par_iter().map(read).collect();
    let mut good = Vec::with_capacity(results.len());
    let mut bad = Vec::new();
    for result in results {
        match result {
            Ok(file) => good.push(file),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

fn unreadable(path: &SitePath, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::UnreadableFile, format!("can't read `{path}`: {error}"))
        .in_file(path)
        .help("mend its permissions or the link behind it, or remove it")
}

fn read_text(found: &Found, known: &HashMap<&SitePath, &TextFile>) -> Result<TextFile, Diagnostic> {
    if let Some(file) = known.get(&found.path)
        && file.stamp == Some(found.stamp)
    {
        return Ok((*file).clone());
    }
    let bytes = std::fs::read(&found.on_disk).map_err(|error| unreadable(&found.path, &error))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| invalid_utf8(&found.path, &bytes, error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(TextFile {
        path: found.path.clone(),
        hash: blake3::hash(text.as_bytes()),
        text: text.into(),
        stamp: Some(found.stamp),
    })
}

fn invalid_utf8(path: &SitePath, bytes: &[u8], offset: usize) -> Diagnostic {
    let line = bytes[..offset].iter().filter(|b| **b == b'\n').count() + 1;
    let byte = bytes[offset];
    Diagnostic::error(
        Code::InvalidUtf8,
        format!("`{path}` is not UTF-8: byte 0x{byte:02x} at offset {offset}, line {line}"),
    )
    .in_file(path)
    .help("save the file as UTF-8 in your editor")
}

fn read_bytes(found: &Found, known: &HashMap<SitePath, &StaticFile>) -> Result<StaticFile, Diagnostic> {
    if let Some(file) = known.get(&found.path)
        && file.stamp == Some(found.stamp)
    {
        return Ok((*file).clone());
    }
    let in_static = found.path.below("static").and_then(|below| SitePath::new(below).ok());
    let path = in_static.unwrap_or_else(|| found.path.clone());
    let bytes = std::fs::read(&found.on_disk).map_err(|error| unreadable(&found.path, &error))?;
    Ok(StaticFile { path, bytes: bytes.into(), stamp: Some(found.stamp) })
}

/// Puts each file where it belongs. The walk was sorted, and so are the parts.
fn sort_out(texts: Vec<TextFile>, binaries: Vec<StaticFile>) -> Sources {
    let mut sources = Sources::default();
    for file in texts {
        if file.path.as_str() == config::FILE_NAME {
            sources.config = Some(file);
        } else if file.path.below("templates").is_some() {
            sources.templates.push(file);
        } else if file.path.below("content/data").is_some() {
            sources.data.push(file);
        } else if file.path.below("content/questions").is_some() {
            sources.banks.push(file);
        } else {
            sources.notes.push(file);
        }
    }
    let (assets, theme) = binaries.into_iter().partition(|f: &StaticFile| f.path.below("content").is_some());
    sources.assets = assets;
    sources.static_files = theme;
    sources
}
