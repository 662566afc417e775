//! Finds the project's files. In: a folder. Out: paths with size and time of
//! change, sorted; hidden files and editors' back-ups are left out. Symbolic
//! links are followed inside the project and refused where they leave it.

use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::{DirEntry, WalkDir};

use crate::diag::{Code, Diagnostic};
use crate::path::SitePath;

/// Size and time of change: when both are the same, so is the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &std::fs::Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// A file that was found.
pub(super) struct Found {
    pub(super) path: SitePath,
    pub(super) on_disk: Utf8PathBuf,
    pub(super) stamp: Stamp,
}

/// The one file `name` in `root`, if it is there.
pub(super) fn single(root: &Utf8Path, name: &str) -> Option<Found> {
    let on_disk = root.join(name);
    let stamp = Stamp::of(&std::fs::metadata(&on_disk).ok()?);
    Some(Found { path: SitePath::new(name).ok()?, on_disk, stamp })
}

/// All files below `root/folder`, sorted by path.
pub(super) fn walk(root: &Utf8Path, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Found> {
    let start = root.join(folder);
    if !start.exists() {
        return Vec::new();
    }
    let home = root.canonicalize_utf8().unwrap_or_else(|_| root.to_owned());
    let mut found = Vec::new();
    let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                diagnostics.push(walk_error(root, &error));
                continue;
            }
        };
        let is_folder = entry.file_type().is_dir();
        let skip =
            is_ignored(&entry) || (entry.path_is_symlink() && leaves(&entry, &home, root, diagnostics));
        if skip && is_folder {
            entries.skip_current_dir();
        }
        if !skip && !is_folder {
            found.extend(file(root, &entry, diagnostics));
        }
    }
    found
}

/// Hidden files, and what editors leave beside a file.
fn is_ignored(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0
        && (name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#')))
}

fn leaves(entry: &DirEntry, home: &Utf8Path, root: &Utf8Path, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let outside = entry.path().canonicalize().is_ok_and(|target| !target.starts_with(home));
    if outside {
        let name = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().into_owned();
        let problem = Diagnostic::error(
            Code::LinkOutOfProject,
            format!("the symbolic link `{name}` leads out of the project"),
        )
        .help("copy the file into the project; nothing outside it is read");
        diagnostics.push(match SitePath::new(&name) {
            Ok(path) => problem.in_file(&path),
            Err(_) => problem,
        });
    }
    outside
}

fn file(root: &Utf8Path, entry: &DirEntry, diagnostics: &mut Vec<Diagnostic>) -> Option<Found> {
    let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let path =
        relative.to_str().and_then(|text| SitePath::new(&text.replace(std::path::MAIN_SEPARATOR, "/")).ok());
    let (Some(path), Ok(on_disk)) = (path, Utf8PathBuf::from_path_buf(entry.path().to_owned())) else {
        let shown = relative.to_string_lossy();
        diagnostics.push(
            Diagnostic::error(
                Code::BadFileName,
                format!("the file name `{shown}` can't be part of an address"),
            )
            .help("rename it: letters, digits, hyphens and dots are safe"),
        );
        return None;
    };
    match entry.metadata() {
        Ok(metadata) => Some(Found { path, on_disk, stamp: Stamp::of(&metadata) }),
        Err(error) => {
            diagnostics.push(walk_error(root, &error));
            None
        }
    }
}

/// A folder or link that can't be followed: named, with the reason.
fn walk_error(root: &Utf8Path, error: &walkdir::Error) -> Diagnostic {
    let shown = error.path().map_or_else(String::new, |path| {
        path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned()
    });
    let reason = match error.loop_ancestor() {
        Some(_) => "the symbolic link leads back to a folder above it".to_owned(),
        None => error.io_error().map_or_else(|| error.to_string(), std::string::ToString::to_string),
    };
    let problem = Diagnostic::error(Code::UnreadableFile, format!("can't read `{shown}`: {reason}"))
        .help("mend its permissions or the link behind it, or remove it");
    match SitePath::new(&shown) {
        Ok(path) => problem.in_file(&path),
        Err(_) => problem,
    }
}
