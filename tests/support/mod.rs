//! What the tests of whole sites share: fixture sites copied to a temporary
//! folder, the real program run on them, and trees of files to compare.
//!
//! In: the name of a folder of `tests/fixtures`. Out: a [`Project`]. The
//! fixtures themselves are never built in place.

#![allow(dead_code, reason = "each test program uses its own part of this module")]

pub(crate) mod html;
pub(crate) mod library;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The folder of all fixture sites.
pub(crate) fn fixtures() -> PathBuf {
    repository().join("tests/fixtures")
}

/// The repository's root.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of a fixture site. It lies one folder below the temporary folder, so
/// that whatever leaves the project can be seen.
pub(crate) struct Project {
    outer: TempDir,
    root: PathBuf,
}

/// What a run of the program came to, free of this run's paths.
pub(crate) struct Run {
    /// The exit status.
    pub(crate) status: i32,
    /// What people read.
    pub(crate) stderr: String,
    /// What programs read.
    pub(crate) stdout: String,
}

impl Project {
    /// Copies the fixture `name`.
    pub(crate) fn copy(name: &str) -> Self {
        Self::copy_as(name, "project")
    }

    /// Copies the fixture `name` to a folder of another name.
    pub(crate) fn copy_as(name: &str, folder: &str) -> Self {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let root = outer.path().canonicalize().expect("its real path").join(folder);
        copy_folder(&fixtures().join(name), &root);
        Self { outer, root }
    }

    /// The project's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The folder around the project: nothing in it may change but the output.
    pub(crate) fn outside(&self) -> &Path {
        self.root.parent().unwrap_or_else(|| self.outer.path())
    }

    /// Runs `studydeck COMMAND --project ROOT …` and waits for its end.
    pub(crate) fn run(&self, command: &str, arguments: &[&str]) -> Run {
        self.run_with(command, arguments, &[])
    }

    /// The same with further environment variables.
    pub(crate) fn run_with(&self, command: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        self.run_program(Path::new(env!("CARGO_BIN_EXE_studydeck")), command, arguments, environment)
    }

    /// The same with another copy of the program.
    pub(crate) fn run_program(
        &self,
        program: &Path,
        command: &str,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Run {
        let output = Command::new(program)
            .arg(command)
            .arg("--project")
            .arg(&self.root)
            .args(arguments)
            .current_dir(self.outside())
            // A temporary folder inside a repository would have dates of its own.
            .env("GIT_CEILING_DIRECTORIES", self.outside())
            .envs(environment.iter().copied())
            .output()
            .expect("the program runs");
        Run {
            status: output.status.code().expect("the program ends by itself"),
            stderr: self.normal(&output.stderr),
            stdout: self.normal(&output.stdout),
        }
    }

    /// Output without what differs from run to run and from system to system.
    fn normal(&self, output: &[u8]) -> String {
        let text = String::from_utf8_lossy(output);
        let root = self.root.to_string_lossy();
        let outside = self.outside().to_string_lossy();
        text.replace(&*root, "<project>").replace(&*outside, "<outside>").replace("\r\n", "\n")
    }
}

/// Copies a fixture but for what is expected of it.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let entry = entry.expect("an entry of the fixture");
        let name = entry.file_name();
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(name));
        } else if !name.to_string_lossy().starts_with("expected.") {
            fs::copy(entry.path(), to.join(name)).expect("a copy of a file");
        }
    }
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    /// A folder.
    Folder,
    /// A file with these bytes.
    File(Vec<u8>),
    /// A symbolic link to this path.
    Link(PathBuf),
}

/// All files, folders and links below `root`, by path relative to it.
pub(crate) fn tree(root: &Path) -> BTreeMap<String, Entry> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.expect("an entry of the tree");
        let path = entry.path().strip_prefix(root).expect("a path below the root");
        let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let kind = entry.file_type();
        let what = if kind.is_symlink() {
            Entry::Link(fs::read_link(entry.path()).expect("the link's target"))
        } else if kind.is_dir() {
            Entry::Folder
        } else {
            Entry::File(fs::read(entry.path()).expect("the file's bytes"))
        };
        found.insert(name, what);
    }
    found
}

/// The paths at which two trees differ.
pub(crate) fn differences(before: &BTreeMap<String, Entry>, after: &BTreeMap<String, Entry>) -> Vec<String> {
    let names = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// Compares `actual` with the file `path`, or writes it there when
/// `UPDATE_EXPECTED=1` is set.
pub(crate) fn assert_expected(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some_and(|value| value == "1") {
        fs::write(path, actual).expect("the expected file can be written");
        return;
    }
    let hint = "run the test with UPDATE_EXPECTED=1 and read the change";
    let expected =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}; {hint}", path.display()));
    let expected = expected.replace("\r\n", "\n");
    assert!(
        expected == actual,
        "{} is not what was printed; {hint}\n--- expected\n{expected}\n--- printed\n{actual}",
        path.display()
    );
}
