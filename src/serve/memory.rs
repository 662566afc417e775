//! The site in memory. In: jobs. Out: [`Files`], replaced as a whole, and for
//! each file the build in which a reader last saw it change. Nothing is
//! written to the disk.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use blake3::{Hash, Hasher};
use rayon::prelude::*;

use crate::diag::{Diagnostic, has_error};
use crate::render::job::{Job, Key, Published, Sink};

/// A file of the site.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// Its bytes.
    pub(super) bytes: Bytes,
    /// What it was made from; `None` when it must be made again in any case.
    key: Option<Key>,
    /// Hash of what a reader sees of it, see [`look`].
    look: Hash,
    /// The build in which that last changed.
    since: u64,
}

/// A finished site.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The number of the build that made it; 0 before the first.
    pub(super) build: u64,
    /// All files by their path, such as `ecs/index.html`.
    files: HashMap<Box<str>, File>,
    /// Files that are gone, and the build that dropped them.
    gone: HashMap<Box<str>, u64>,
}

impl Files {
    /// The file at a path.
    pub(super) fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// The files that look different since a build, gone ones included, sorted.
    pub(super) fn changed_since(&self, build: u64) -> Vec<&str> {
        let files = self.files.iter().map(|(path, file)| (path, file.since));
        let gone = self.gone.iter().map(|(path, since)| (path, *since));
        let mut changed: Vec<&str> =
            files.chain(gone).filter(|(_, since)| *since > build).map(|(path, _)| &**path).collect();
        changed.sort_unstable();
        changed
    }
}

/// Keeps the last good site.
#[derive(Default)]
pub(super) struct Memory {
    files: Arc<Files>,
}

impl Memory {
    /// The last good site; the empty build 0 when there was none.
    pub(super) fn files(&self) -> Arc<Files> {
        Arc::clone(&self.files)
    }

    /// Makes a job, or keeps its file.
    fn step(&self, job: &Job<'_>, styles: &[&str]) -> Step {
        let path: Box<str> = job.url.output_file().as_str().into();
        let old = self.files.get(&path);
        if let Some(file) = old.filter(|file| file.key == Some(job.key)) {
            return Step { path, file: file.clone(), made: false, diagnostics: Vec::new() };
        }
        let made = (job.make)();
        let look = look(&made.bytes, styles);
        let since = old.filter(|old| old.look == look).map_or(self.files.build + 1, |old| old.since);
        let key = made.diagnostics.is_empty().then_some(job.key);
        let file = File { bytes: made.bytes.into(), key, look, since };
        Step { path, file, made: true, diagnostics: made.diagnostics }
    }
}

struct Step {
    path: Box<str>,
    file: File,
    made: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Sink for Memory {
    fn publish(&mut self, jobs: &[Job<'_>], refused: bool) -> Published {
        let styles: Vec<&str> =
            jobs.iter().map(|job| &job.url.as_str()[1..]).filter(|url| is_style(url)).collect();
        let mut steps: Vec<Step> = jobs.par_iter().map(|job| self.step(job, &styles)).collect();
        let made = steps.iter().filter(|step| step.made).count();
        let diagnostics: Vec<Diagnostic> =
            steps.iter_mut().flat_map(|step| step.diagnostics.drain(..)).collect();
        if !refused && !has_error(&diagnostics) {
            let build = self.files.build + 1;
            let files: HashMap<_, _> = steps.into_iter().map(|step| (step.path, step.file)).collect();
            let before = self.files.gone.iter().map(|(path, since)| (path, *since));
            let dropped = self.files.files.keys().map(|path| (path, build));
            let gone = before.chain(dropped).filter(|(path, _)| !files.contains_key(*path));
            let gone = gone.map(|(path, since)| (path.clone(), since)).collect();
            self.files = Arc::new(Files { build, files, gone });
        }
        Published { diagnostics, made, kept: jobs.len() - made }
    }
}

fn is_style(url: &str) -> bool {
    url.starts_with("assets/") && url.ends_with(".css")
}

/// Hash of what a reader sees of a file. The stylesheet's name, which changes
/// with its bytes, is left out of a page: a new one can be swapped in without
/// loading the page again.
fn look(bytes: &[u8], styles: &[&str]) -> Hash {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return blake3::hash(bytes);
    };
    let mut hasher = Hasher::new();
    let mut rest = text;
    while let Some((at, name)) = styles.iter().filter_map(|name| Some((rest.find(name)?, name))).min() {
        hasher.update(&rest.as_bytes()[..at]).update(b"\0style");
        rest = &rest[at + name.len()..];
    }
    hasher.update(rest.as_bytes()).finalize()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::path::UrlPath;
    use crate::render::job::Made;

    fn job<'a>(url: &str, text: &'a str, problem: Option<&'a Diagnostic>) -> Job<'a> {
        Job {
            url: UrlPath::authored(url).unwrap(),
            key: Key::of_bytes(text.as_bytes()),
            make: Box::new(move || Made {
                bytes: text.into(),
                diagnostics: problem.into_iter().cloned().collect(),
            }),
        }
    }

    fn text(memory: &Memory, path: &str) -> Option<String> {
        memory.files().get(path).map(|file| String::from_utf8(file.bytes.to_vec()).unwrap())
    }

    #[test]
    fn only_what_changed_is_made_and_named() {
        let mut memory = Memory::default();
        let first = memory.publish(&[job("/", "home", None), job("/a/", "a", None)], false);
        assert_eq!((first.made, first.kept), (2, 0));
        assert_eq!(memory.files().changed_since(0), ["a/index.html", "index.html"]);
        let second = memory.publish(&[job("/", "home", None), job("/a/", "a 2", None)], false);
        assert_eq!((second.made, second.kept), (1, 1));
        assert_eq!(memory.files().changed_since(1), ["a/index.html"]);
        assert_eq!(memory.files().changed_since(2), [""; 0]);
        assert_eq!(text(&memory, "a/index.html").as_deref(), Some("a 2"));
    }

    #[test]
    fn a_broken_build_keeps_the_last_good_site() {
        let mut memory = Memory::default();
        let error = Diagnostic::error(Code::TemplateFailed, "no");
        memory.publish(&[job("/", "home", None)], false);
        assert_eq!(memory.publish(&[job("/", "broken", Some(&error))], false).diagnostics.len(), 1);
        memory.publish(&[job("/", "refused", None)], true);
        assert_eq!(text(&memory, "index.html").as_deref(), Some("home"));
        assert_eq!(memory.files().build, 1);
    }

    #[test]
    fn a_page_that_goes_and_comes_back_is_a_change_each_time() {
        let mut memory = Memory::default();
        let home = || job("/", "home", None);
        memory.publish(&[home(), job("/a/", "a", None)], false);
        memory.publish(&[home()], false);
        assert_eq!(memory.files().changed_since(1), ["a/index.html"]);
        memory.publish(&[home(), job("/a/", "a", None)], false);
        assert_eq!(memory.files().changed_since(2), ["a/index.html"]);
        assert!(memory.files().gone.is_empty());
    }

    #[test]
    fn a_new_stylesheet_is_no_new_page() {
        let mut memory = Memory::default();
        let page = |hash: &str| format!("<link href=\"/notes/assets/site-{hash}.css\"><p>text");
        let (one, two) = (page("1111111111"), page("2222222222"));
        memory.publish(&[job("/", &one, None), job("/assets/site-1111111111.css", "a{}", None)], false);
        memory.publish(&[job("/", &two, None), job("/assets/site-2222222222.css", "b{}", None)], false);
        assert_eq!(
            memory.files().changed_since(1),
            ["assets/site-1111111111.css", "assets/site-2222222222.css"]
        );
        assert_eq!(text(&memory, "index.html"), Some(two));
    }

    #[test]
    fn a_warning_is_told_each_time() {
        let mut memory = Memory::default();
        let warning = Diagnostic::warning(Code::StaleSource, "old");
        for _ in 0..2 {
            let published = memory.publish(&[job("/", "home", Some(&warning))], false);
            assert_eq!((published.diagnostics.len(), published.made), (1, 1));
        }
        assert_eq!(memory.files().changed_since(1), [""; 0]);
    }
}
