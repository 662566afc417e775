//! `studydeck new`: a small site of one's own that builds as it is.
//!
//! In: a folder that is empty or does not exist. Out: a project with notes
//! that show what notes can do. The theme is part of the program, so there is
//! none in the project. The files stand as they are in `scaffold/`, but for
//! the day on which their sources were checked: that is today.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

use camino::{Utf8Path, Utf8PathBuf};

use crate::parse::data::Date;

/// Stands in the scaffold's data for the day on which it is made.
const DAY: &str = "2026-11-22";

macro_rules! scaffold {
    ($($path:literal from $source:literal,)+) => {
        /// The files of a new project.
        const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("scaffold/", $source))),)+];
    };
}

// Git and cargo would heed the two files under other names here.
scaffold! {
    "studydeck.toml" from "studydeck.toml",
    "content/index.md" from "content/index.md",
    "content/learning/index.md" from "content/learning/index.md",
    "content/learning/self-testing.md" from "content/learning/self-testing.md",
    "content/learning/spacing.md" from "content/learning/spacing.md",
    "content/data/sources.toml" from "content/data/sources.toml",
    "content/data/glossary.toml" from "content/data/glossary.toml",
    "content/questions/first.md" from "content/questions/first.md",
    "README.md" from "README.md",
    ".gitignore" from "gitignore",
    ".github/workflows/pages.yml" from "github/pages.yml",
}

/// Why there is no new project.
#[derive(Debug)]
pub enum NewError {
    /// There is something in the folder already.
    NotEmpty(Utf8PathBuf),
    /// The path leads to a file.
    NotAFolder(Utf8PathBuf),
    /// The disk refused.
    Disk(Utf8PathBuf, io::Error),
}

impl fmt::Display for NewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotEmpty(path) => write!(f, "`{path}` is not empty; name a folder that does not exist yet"),
            Self::NotAFolder(path) => write!(f, "`{path}` is a file; name a folder that does not exist yet"),
            Self::Disk(path, error) => write!(f, "can't write `{path}`: {error}"),
        }
    }
}

impl std::error::Error for NewError {}

/// Makes a project in `folder`.
///
/// # Errors
/// When the folder is not empty, which leaves it untouched, or can't be written.
pub fn run(folder: &Utf8Path) -> Result<(), NewError> {
    match fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => return Err(NewError::NotEmpty(folder.to_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(NewError::NotAFolder(folder.to_owned()));
        }
        Err(error) => return Err(NewError::Disk(folder.to_owned(), error)),
    }
    let today = today();
    for (name, text) in FILES {
        let path = folder.join(name);
        write(&path, &text.replace(DAY, &today)).map_err(|error| NewError::Disk(path, error))?;
    }
    Ok(())
}

/// Never over a file that somebody made in the meantime.
fn write(path: &Utf8Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let Date { year, month, day } = Date::from_days_since_1970(seconds / 86_400);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Options, Pipeline};

    fn empty() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        (folder, path)
    }

    #[test]
    fn a_new_or_empty_folder_gets_every_file() {
        let (_guard, root) = empty();
        for folder in [root.clone(), root.join("deep/new")] {
            run(&folder).unwrap();
            for (name, _) in FILES {
                assert!(folder.join(name).is_file(), "{name}");
            }
            fs::remove_dir_all(folder.join("content")).unwrap();
        }
        let sources = FILES.iter().find(|(name, _)| name.ends_with("sources.toml")).unwrap();
        assert!(sources.1.contains(&format!("checked = {DAY}")), "the day is replaced by today's");
    }

    #[test]
    fn the_new_project_builds_without_a_problem() {
        let (_guard, root) = empty();
        run(&root).unwrap();
        let options = Options { root, base_url: None, drafts: false, widgets: None, strict: true };
        let outcome = Pipeline::new(options).run(&mut super::super::check::Discard);
        assert_eq!(outcome.diagnostics, []);
        assert!(outcome.pages >= 4, "{}", outcome.pages);
    }

    #[test]
    fn a_folder_with_something_in_it_stays_as_it_is() {
        let (_guard, root) = empty();
        fs::write(root.join(".hidden"), "mine").unwrap();
        assert!(matches!(run(&root), Err(NewError::NotEmpty(_))));
        assert_eq!(fs::read_dir(&root).unwrap().count(), 1);
        let message = run(&root.join(".hidden")).unwrap_err().to_string();
        assert!(message.contains("is a file"), "{message}");
        assert_eq!(fs::read_to_string(root.join(".hidden")).unwrap(), "mine");
    }
}
