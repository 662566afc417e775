//! The staged site: a folder that fills up beside the output.
//!
//! In: files, made or kept. Out: the same files on the disk, with what the
//! manifest has to know of them. The folder is made when the first file needs
//! it, so that a build that changes nothing touches nothing; after a first
//! failure no more is written.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::sync::OnceLock;

use camino::{Utf8Path, Utf8PathBuf};

use super::manifest::Stat;
use super::problem::failed;
use crate::diag::Diagnostic;
use crate::path::SitePath;

/// The staged site.
pub(super) struct Stage<'a> {
    root: &'a Utf8Path,
    /// All folders of the site, each behind the one that holds it.
    folders: BTreeSet<&'a str>,
    opened: OnceLock<Result<(), Diagnostic>>,
}

impl<'a> Stage<'a> {
    /// Plans a staging folder at `root` for `files`; nothing is made yet.
    pub(super) fn new(root: &'a Utf8Path, files: impl Iterator<Item = &'a SitePath>) -> Self {
        let mut folders = BTreeSet::new();
        for file in files {
            let mut folder = file.parent();
            while !folder.is_empty() && folders.insert(folder) {
                folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
            }
        }
        Self { root, folders, opened: OnceLock::new() }
    }

    /// Makes all folders, once.
    pub(super) fn open(&self) -> Result<(), Diagnostic> {
        self.opened.get_or_init(|| self.make_folders()).clone()
    }

    /// Whether anything was made on the disk.
    pub(super) fn is_open(&self) -> bool {
        self.opened.get().is_some()
    }

    fn make_folders(&self) -> Result<(), Diagnostic> {
        fs::create_dir_all(self.root).map_err(|error| failed("make the folder", self.root, &error))?;
        for folder in &self.folders {
            let path = self.root.join(folder);
            fs::create_dir(&path).map_err(|error| failed("make the folder", &path, &error))?;
        }
        Ok(())
    }

    /// Writes a file that was made.
    pub(super) fn write(&self, file: &str, bytes: &[u8]) -> Result<Stat, Diagnostic> {
        self.open()?;
        let path = self.root.join(file);
        write_new(&path, bytes).map_err(|error| failed("write", &path, &error))
    }

    /// Takes a file over from the old site, without its bytes where the disk
    /// can do that. `known` is what the manifest says of it.
    pub(super) fn take_over(&self, old_site: &Utf8Path, file: &str, known: Stat) -> Result<Stat, Diagnostic> {
        self.open()?;
        let (from, to) = (old_site.join(file), self.root.join(file));
        if fs::hard_link(&from, &to).is_ok() {
            return Ok(known);
        }
        copy(&from, &to).map_err(|error| failed("copy the unchanged file to", &to, &error))
    }
}

/// `create_new`: an address that comes twice must not go unnoticed.
fn write_new(path: &Utf8Path, bytes: &[u8]) -> io::Result<Stat> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    Stat::of(&file.metadata()?).ok_or_else(|| io::Error::other("the disk gives the file no time"))
}

/// For disks without hard links.
fn copy(from: &Utf8Path, to: &Utf8Path) -> io::Result<Stat> {
    write_new(to, &fs::read(from)?)
}

/// Removes an old site of which most files are known by name: asking for what
/// lies in each folder costs more than removing it.
pub(super) fn clear(site: &Utf8Path, files: &[Utf8PathBuf]) -> io::Result<()> {
    use rayon::prelude::*;

    files.par_iter().for_each(|file| {
        let path = site.join(file);
        // What stays behind here goes with `remove_dir_all`, which tells why.
        let _ = fs::remove_file(&path);
        if let Some(folder) = path.parent()
            && folder != site
        {
            let _ = fs::remove_dir(folder);
        }
    });
    super::place::remove(site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unchanged_file_is_linked_and_keeps_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let (old, new) = (root.join("old"), root.join("new"));
        fs::create_dir_all(old.join("a/b")).unwrap();
        let stat = write_new(&old.join("a/b/index.html"), b"x").unwrap();
        let file = SitePath::new("a/b/index.html").unwrap();
        let stage = Stage::new(&new, [&file].into_iter());
        assert!(!stage.is_open());
        assert_eq!(stage.take_over(&old, file.as_str(), stat).unwrap(), stat);
        assert!(stage.is_open());
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(fs::metadata(new.join(file.as_str())).unwrap().nlink(), 2);
        }
        clear(&old, &["a/b/index.html".into()]).unwrap();
        assert!(!old.exists());
        assert_eq!(fs::read(new.join(file.as_str())).unwrap(), b"x");
    }

    #[test]
    fn a_copy_has_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::write(root.join("a"), "text").unwrap();
        copy(&root.join("a"), &root.join("b")).unwrap();
        assert_eq!(fs::read(root.join("b")).unwrap(), b"text");
    }

    #[test]
    fn one_address_for_two_files_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let file = SitePath::new("a.html").unwrap();
        let stage = Stage::new(root, [&file].into_iter());
        stage.write("a.html", b"1").unwrap();
        let problem = stage.write("a.html", b"2").unwrap_err();
        assert!(problem.message.contains("a.html"), "{}", problem.message);
        assert_eq!(fs::read(root.join("a.html")).unwrap(), b"1");
    }
}
