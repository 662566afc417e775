//! The built-in theme: this repository's own `templates/` and `static/`,
//! compiled into the program. In: what the project brings. Out: the same, with
//! every file added that the project does not replace.

use std::collections::HashSet;

use include_dir::{Dir, include_dir};

use super::{Sources, StaticFile, TextFile};
use crate::path::SitePath;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

pub(super) fn add_missing(sources: &mut Sources) {
    let own: HashSet<String> = sources.templates.iter().map(|f| f.path.as_str().to_owned()).collect();
    for (name, bytes) in files(&TEMPLATES) {
        let path = format!("templates/{name}");
        if let (false, Ok(text), Ok(site_path)) =
            (own.contains(&path), std::str::from_utf8(bytes), SitePath::new(&path))
        {
            sources.templates.push(TextFile::in_memory(site_path, text));
        }
    }
    sources.templates.sort_by(|a, b| a.path.cmp(&b.path));

    let own: HashSet<SitePath> = sources.static_files.iter().map(|f| f.path.clone()).collect();
    for (name, bytes) in files(&STATIC) {
        if let Ok(path) = SitePath::new(&name)
            && !own.contains(&path)
        {
            sources.static_files.push(StaticFile::in_memory(path, bytes));
        }
    }
    sources.static_files.sort_by(|a, b| a.path.cmp(&b.path));
}

/// All files of an embedded folder, by path below it.
fn files(dir: &'static Dir<'_>) -> Vec<(String, &'static [u8])> {
    let mut all: Vec<_> =
        dir.files().map(|f| (f.path().to_string_lossy().into_owned(), f.contents())).collect();
    for sub in dir.dirs() {
        all.extend(files(sub));
    }
    all
}
