//! The output folder and its neighbours: who may write there, and how the
//! staged site takes the place of the old one.
//!
//! In: the paths of output and project. Out: a [`Place`], or the reason for a
//! refusal. A swap killed at any point leaves the old or the new site whole,
//! under its own name or where [`Place::recover`] finds it.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};

use camino::{Utf8Path, Utf8PathBuf};

use super::problem::{failed, refused};
use crate::diag::Diagnostic;

/// Stands in every folder that Studydeck publishes: without it a folder is
/// never replaced. Lists the names at the top of the site.
pub(super) const MARKER: &str = ".studydeck-site";

const MARKER_HEAD: &str = "Made by Studydeck. Each build replaces this whole folder.";

/// Names that an operating system drops into any folder it shows.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// Folders of a project that hold sources: no place for a site.
const SOURCES: [&str; 5] = ["content", "templates", "static", ".studydeck", ".git"];

/// Where a site is published, and the paths that a build uses meanwhile.
#[derive(Debug)]
pub(super) struct Place {
    /// The published folder.
    pub(super) out: Utf8PathBuf,
    /// The next site, while it is made.
    pub(super) staging: Utf8PathBuf,
    /// The old site, for the moment between two renames.
    pub(super) aside: Utf8PathBuf,
    /// The manifest.
    pub(super) manifest: Utf8PathBuf,
    lock: Utf8PathBuf,
}

impl Place {
    /// Works out the paths and refuses an output folder that would take the
    /// project with it.
    pub(super) fn new(out: &Utf8Path, root: &Utf8Path) -> Result<Self, Diagnostic> {
        let out = real_path(out).map_err(|error| failed("use the output folder", out, &error))?;
        let root = real_path(root).map_err(|error| failed("find the project", root, &error))?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(refused(
                format!("`{out}` can't be an output folder"),
                "choose a folder of its own as --out",
            ));
        };
        if root.starts_with(&out) {
            let message = format!("the output folder `{out}` holds the project itself");
            return Err(refused(
                message,
                "each build replaces the whole output folder; choose another --out",
            ));
        }
        if let Some(source) = SOURCES.iter().find(|source| out.starts_with(root.join(source))) {
            let message = format!("the output folder `{out}` lies in the project's `{source}` folder");
            return Err(refused(message, "choose an --out that holds no sources, such as `dist`"));
        }
        let cache = root.join(".studydeck").join("cache");
        let id = blake3::hash(out.as_str().as_bytes()).to_hex();
        Ok(Self {
            staging: parent.join(format!(".{name}.staging")),
            aside: parent.join(format!(".{name}.old")),
            manifest: cache.join(format!("out-{}.manifest", &id[..16])),
            lock: cache.join(format!("out-{}.lock", &id[..16])),
            out,
        })
    }

    /// Keeps a second build away for as long as the result lives; the system
    /// lifts the lock of a process that dies. `Ok(None)` where the project's
    /// folder can't be written: then there is no lock and no manifest.
    pub(super) fn lock(&self) -> Result<Option<File>, Diagnostic> {
        let Ok(file) = self.open_lock() else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => {
                let message = format!("another build is writing to `{}`", self.out);
                Err(refused(message, "wait until it has ended, or choose another --out"))
            }
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }

    fn open_lock(&self) -> io::Result<File> {
        fs::create_dir_all(self.lock.parent().unwrap_or(&self.out))?;
        File::options().create(true).truncate(false).write(true).open(&self.lock)
    }

    /// Clears up after a build that was killed.
    pub(super) fn recover(&self) -> Result<(), Diagnostic> {
        if exists(&self.aside) {
            if exists(&self.out) {
                remove(&self.aside).map_err(|error| failed("remove", &self.aside, &error))?;
            } else {
                // Killed between the two renames of `move_aside` and `move_in`.
                fs::rename(&self.aside, &self.out).map_err(|error| failed("restore", &self.out, &error))?;
            }
        }
        remove(&self.staging).map_err(|error| failed("remove", &self.staging, &error))
    }

    /// Refuses a folder that is not empty and not made by Studydeck, or in
    /// which somebody has put something since.
    pub(super) fn check_ownership(&self) -> Result<(), Diagnostic> {
        let out = &self.out;
        let entries = match fs::read_dir(out) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                return Err(refused(format!("`{out}` is a file"), "choose a folder as --out"));
            }
            Err(error) => return Err(failed("read the output folder", out, &error)),
        };
        let names = entries.map(|entry| entry.map(|e| e.file_name().to_string_lossy().into_owned()));
        let names: Vec<String> = names.collect::<io::Result<_>>().map_err(|e| failed("read", out, &e))?;
        if names.is_empty() {
            return Ok(());
        }
        let marker = fs::read_to_string(out.join(MARKER)).unwrap_or_default();
        let mut known = marker.lines();
        if known.next() != Some(MARKER_HEAD) {
            let message = format!("`{out}` is not empty and was not made by Studydeck");
            return Err(refused(
                message,
                "choose another --out or empty it: a build replaces the whole folder",
            ));
        }
        let known: Vec<&str> = known.chain([MARKER]).chain(LITTER).collect();
        let mut strange: Vec<_> = names.iter().filter(|name| !known.contains(&name.as_str())).collect();
        strange.sort();
        match strange.first() {
            None => Ok(()),
            Some(first) => {
                let message =
                    format!("`{out}/{first}` was not made by Studydeck and would be lost in this build");
                Err(refused(message, "keep files of your own in `static/`: they become part of the site"))
            }
        }
    }

    /// Puts the staged site in place. Returns where the old one now lies.
    pub(super) fn swap(&self) -> Result<Option<Utf8PathBuf>, Diagnostic> {
        let swapped = if !exists(&self.out) {
            self.move_in().map(|()| None)
        } else if self.exchange() {
            Ok(Some(self.staging.clone()))
        } else {
            self.move_aside().and_then(|()| self.move_in()).map(|()| Some(self.aside.clone()))
        };
        swapped.map_err(|error| {
            // Best effort: `recover` does the same at the next start.
            if !exists(&self.out) && exists(&self.aside) {
                let _ = fs::rename(&self.aside, &self.out);
            }
            failed("put the new site in the place of", &self.out, &error)
        })
    }

    /// Swaps both names in one step, where the system can.
    #[cfg(target_os = "linux")]
    fn exchange(&self) -> bool {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        let (staging, out) = (self.staging.as_std_path(), self.out.as_std_path());
        renameat_with(CWD, staging, CWD, out, RenameFlags::EXCHANGE).is_ok()
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self) -> bool {
        false
    }

    fn move_aside(&self) -> io::Result<()> {
        fs::rename(&self.out, &self.aside)
    }

    fn move_in(&self) -> io::Result<()> {
        fs::rename(&self.staging, &self.out)
    }
}

/// The marker's text for a site with these names at its top.
pub(super) fn marker_text<'a>(top: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!("{MARKER_HEAD}\n");
    for name in top {
        text.push_str(name);
        text.push('\n');
    }
    text
}

/// Whether anything has this name, a dangling link included.
pub(super) fn exists(path: &Utf8Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Removes a folder with all in it; one that is not there is fine.
pub(super) fn remove(folder: &Utf8Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The path with all links followed. Its last steps need not exist yet.
fn real_path(path: &Utf8Path) -> io::Result<Utf8PathBuf> {
    if let Ok(real) = path.canonicalize_utf8() {
        return Ok(real);
    }
    let absolute = camino::absolute_utf8(path)?;
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => Ok(real_path(parent)?.join(name)),
        _ => Err(io::Error::new(ErrorKind::InvalidInput, "the path leads nowhere")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixture {
        place: Place,
        _folder: tempfile::TempDir,
    }

    fn fixture(old: Option<&str>, staged: Option<&str>) -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let place = Place::new(&root.join("dist"), root).unwrap();
        for (path, text) in [(&place.out, old), (&place.staging, staged)] {
            if let Some(text) = text {
                fs::create_dir(path).unwrap();
                fs::write(path.join("index.html"), text).unwrap();
            }
        }
        Fixture { place, _folder: folder }
    }

    fn published(place: &Place) -> Option<String> {
        fs::read_to_string(place.out.join("index.html")).ok()
    }

    fn assert_clean(place: &Place) {
        assert!(!exists(&place.staging) && !exists(&place.aside), "something was left beside the site");
    }

    #[test]
    fn killed_while_staging_leaves_the_old_site() {
        let f = fixture(Some("old"), Some("half"));
        f.place.recover().unwrap();
        assert_eq!(published(&f.place).as_deref(), Some("old"));
        assert_clean(&f.place);
    }

    #[test]
    fn killed_between_the_two_renames_restores_the_old_site() {
        let f = fixture(Some("old"), Some("new"));
        f.place.move_aside().unwrap();
        assert_eq!(published(&f.place), None);
        f.place.recover().unwrap();
        assert_eq!(published(&f.place).as_deref(), Some("old"));
        assert_clean(&f.place);
    }

    #[test]
    fn killed_after_the_renames_or_the_exchange_leaves_the_new_site() {
        let f = fixture(Some("old"), Some("new"));
        f.place.move_aside().unwrap();
        f.place.move_in().unwrap();
        f.place.recover().unwrap();
        assert_eq!(published(&f.place).as_deref(), Some("new"));
        assert_clean(&f.place);

        let f = fixture(Some("old"), Some("new"));
        let old = f.place.swap().unwrap().unwrap();
        assert_eq!(fs::read_to_string(old.join("index.html")).unwrap(), "old");
        f.place.recover().unwrap();
        assert_eq!(published(&f.place).as_deref(), Some("new"));
        assert_clean(&f.place);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_exchange_takes_one_step() {
        let f = fixture(Some("old"), Some("new"));
        assert!(f.place.exchange());
        assert_eq!(published(&f.place).as_deref(), Some("new"));
        assert_eq!(fs::read_to_string(f.place.staging.join("index.html")).unwrap(), "old");
    }

    #[test]
    fn a_first_site_moves_in() {
        let f = fixture(None, Some("new"));
        assert_eq!(f.place.swap().unwrap(), None);
        assert_eq!(published(&f.place).as_deref(), Some("new"));
        assert_clean(&f.place);
    }

    #[test]
    fn a_folder_that_holds_sources_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().join("project");
        fs::create_dir_all(root.join("content")).unwrap();
        for bad in [".", "..", "content", "content/dist", "static/x", "/", ".git"] {
            let problem = Place::new(&root.join(bad), &root).unwrap_err();
            assert!(problem.help.is_some(), "{bad}");
        }
        for good in ["dist", "../site", "a/b/dist", "contents"] {
            assert!(Place::new(&root.join(good), &root).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_link_is_followed_so_that_its_target_is_replaced() {
        let f = fixture(Some("old"), None);
        let root = f.place.out.parent().unwrap();
        let link = root.join("link");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&f.place.out, &link).unwrap();
        #[cfg(unix)]
        assert_eq!(Place::new(&link, root).unwrap().out, f.place.out);
    }

    #[test]
    fn what_studydeck_did_not_make_is_not_replaced() {
        let f = fixture(Some("mine"), None);
        let problem = f.place.check_ownership().unwrap_err();
        assert!(problem.message.contains("not made by Studydeck"), "{}", problem.message);
        fs::write(f.place.out.join(MARKER), marker_text(["index.html"].into_iter())).unwrap();
        f.place.check_ownership().unwrap();
        fs::write(f.place.out.join(".DS_Store"), "").unwrap();
        f.place.check_ownership().unwrap();
        fs::write(f.place.out.join("CNAME"), "example.org").unwrap();
        let problem = f.place.check_ownership().unwrap_err();
        assert!(problem.message.contains("CNAME"), "{}", problem.message);
    }

    #[test]
    fn an_empty_folder_may_be_used_and_a_file_not() {
        let f = fixture(None, None);
        f.place.check_ownership().unwrap();
        fs::create_dir(&f.place.out).unwrap();
        f.place.check_ownership().unwrap();
        fs::remove_dir(&f.place.out).unwrap();
        fs::write(&f.place.out, "").unwrap();
        assert!(f.place.check_ownership().unwrap_err().message.contains("is a file"));
    }

    #[test]
    fn a_second_build_waits_outside() {
        let f = fixture(None, None);
        let held = f.place.lock().unwrap();
        assert!(held.is_some());
        assert!(f.place.lock().unwrap_err().message.contains("another build"));
        drop(held);
        assert!(f.place.lock().unwrap().is_some());
    }
}
