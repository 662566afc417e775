//! Publishing into a folder, run after run.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use camino::{Utf8Path, Utf8PathBuf};

use super::Folder;
use crate::diag::{Code, Diagnostic, has_error};
use crate::path::UrlPath;
use crate::render::job::{Job, Key, Made, Published, Sink};

/// A project folder and the number of files made so far.
struct Fixture {
    root: Utf8PathBuf,
    made: AtomicUsize,
    _folder: tempfile::TempDir,
}

/// A file to publish: address, text, and what making it finds.
type File<'a> = (&'a str, &'a str, Option<Diagnostic>);

fn fixture() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
    Fixture { root, made: AtomicUsize::new(0), _folder: folder }
}

impl Fixture {
    fn out(&self) -> Utf8PathBuf {
        self.root.join("dist")
    }

    fn jobs<'a>(&'a self, files: &'a [File<'a>]) -> Vec<Job<'a>> {
        let job = |(url, text, problem): &'a File<'a>| Job {
            url: UrlPath::authored(url).unwrap(),
            key: Key::of_bytes(text.as_bytes()),
            make: Box::new(move || {
                self.made.fetch_add(1, Ordering::Relaxed);
                // A marker lets a test change the key and keep the bytes.
                let bytes = text.trim_end_matches('#').into();
                Made { bytes, diagnostics: problem.iter().cloned().collect() }
            }),
        };
        files.iter().map(job).collect()
    }

    fn publish(&self, files: &[File<'_>], refused: bool) -> Published {
        Folder::new(self.out(), self.root.clone()).publish(&self.jobs(files), refused)
    }

    fn build(&self, files: &[File<'_>]) -> Published {
        let published = self.publish(files, false);
        assert_eq!(published.diagnostics, [], "{files:?}");
        published
    }

    fn read(&self, path: &str) -> Option<String> {
        fs::read_to_string(self.out().join(path)).ok()
    }

    /// The folder's own identity: another one after each swap.
    #[cfg(unix)]
    fn inode(&self, path: &str) -> u64 {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(self.out().join(path)).unwrap().ino()
    }

    fn manifest(&self) -> Utf8PathBuf {
        let cache = self.root.join(".studydeck/cache");
        let mut found = cache.read_dir_utf8().unwrap().map(|entry| entry.unwrap().path().to_owned());
        found.find(|path| path.extension() == Some("manifest")).unwrap()
    }

    fn assert_nothing_beside(&self) {
        let mut names: Vec<_> =
            self.root.read_dir_utf8().unwrap().map(|e| e.unwrap().file_name().to_owned()).collect();
        names.retain(|name| !["dist", ".studydeck"].contains(&name.as_str()));
        assert_eq!(names, Vec::<String>::new());
    }
}

const SITE: [File<'static>; 3] = [("/", "home", None), ("/a/b/", "page", None), ("/feed.xml", "feed", None)];

#[test]
fn a_first_build_writes_everything() {
    let f = fixture();
    let published = f.build(&SITE);
    assert_eq!((published.made, published.kept), (3, 0));
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    assert_eq!(f.read("a/b/index.html").as_deref(), Some("page"));
    assert_eq!(f.read("feed.xml").as_deref(), Some("feed"));
    f.assert_nothing_beside();
}

#[cfg(unix)]
#[test]
fn an_unchanged_build_makes_nothing_and_touches_nothing() {
    let f = fixture();
    f.build(&SITE);
    let before = (f.inode(""), fs::read(f.manifest()).unwrap());
    let published = f.build(&SITE);
    assert_eq!((published.made, published.kept), (0, 3));
    assert_eq!(f.made.load(Ordering::Relaxed), 3);
    assert_eq!((f.inode(""), fs::read(f.manifest()).unwrap()), before);
}

#[cfg(unix)]
#[test]
fn a_change_makes_one_file_and_links_the_rest() {
    let f = fixture();
    f.build(&SITE);
    let (folder, page, home) = (f.inode(""), f.inode("a/b/index.html"), f.inode("index.html"));
    let published = f.build(&[("/", "home 2", None), SITE[1].clone(), SITE[2].clone()]);
    assert_eq!((published.made, published.kept), (1, 2));
    assert_eq!(f.read("index.html").as_deref(), Some("home 2"));
    assert_ne!(f.inode(""), folder, "the folder is swapped as a whole");
    assert_eq!(f.inode("a/b/index.html"), page, "an unchanged file is the same file");
    assert_ne!(f.inode("index.html"), home);
    f.assert_nothing_beside();
}

#[cfg(unix)]
#[test]
fn a_new_key_with_the_old_bytes_keeps_the_file() {
    let f = fixture();
    f.build(&SITE);
    let before = f.inode("");
    let changed = [("/", "home#", None), SITE[1].clone(), SITE[2].clone()];
    assert_eq!(f.build(&changed).made, 1);
    assert_eq!(f.inode(""), before, "nothing to swap");
    assert_eq!(f.build(&changed).made, 0, "the new key is remembered");
}

#[test]
fn a_file_that_is_no_longer_made_goes() {
    let f = fixture();
    f.build(&SITE);
    let published = f.build(&SITE[..2]);
    assert_eq!((published.made, published.kept), (0, 2));
    assert_eq!(f.read("feed.xml"), None);
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    f.assert_nothing_beside();
}

#[test]
fn a_file_that_was_changed_or_removed_by_hand_is_made_again() {
    let f = fixture();
    f.build(&SITE);
    fs::write(f.out().join("index.html"), "spoilt by hand").unwrap();
    fs::remove_file(f.out().join("a/b/index.html")).unwrap();
    assert_eq!(f.build(&SITE).made, 2);
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    assert_eq!(f.read("a/b/index.html").as_deref(), Some("page"));
}

#[test]
fn a_missing_or_damaged_manifest_means_a_full_build() {
    let f = fixture();
    f.build(&SITE);
    fs::write(f.manifest(), "nonsense").unwrap();
    assert_eq!(f.build(&SITE).made, 3);
    fs::remove_dir_all(f.root.join(".studydeck")).unwrap();
    assert_eq!(f.build(&SITE).made, 3);
    assert_eq!(f.build(&SITE).made, 0);
}

#[test]
fn a_refused_build_makes_what_is_new_and_changes_nothing() {
    let f = fixture();
    f.build(&SITE);
    let warning = Diagnostic::warning(Code::UnknownLanguage, "no grammar");
    let published = f.publish(&[("/", "new", Some(warning.clone())), SITE[1].clone()], true);
    assert_eq!(published.diagnostics, [warning], "problems are told all the same");
    assert_eq!(published.made, 1);
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    assert_eq!(f.read("feed.xml").as_deref(), Some("feed"));
    f.assert_nothing_beside();
    assert_eq!(f.build(&SITE).made, 0);
}

#[test]
fn an_error_in_one_page_leaves_the_whole_old_site() {
    let f = fixture();
    f.build(&SITE);
    let error = Diagnostic::error(Code::TemplateFailed, "undefined variable");
    let broken = [("/new/", "new", None), ("/", "changed", Some(error)), ("/other/", "other", None)];
    assert!(has_error(&f.publish(&broken, false).diagnostics));
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    assert_eq!(f.read("new/index.html"), None);
    f.assert_nothing_beside();
    assert_eq!(f.build(&SITE).made, 0);
}

#[cfg(unix)]
#[test]
fn a_warning_is_told_in_every_build_without_a_new_site() {
    let f = fixture();
    let warned = [("/", "home", Some(Diagnostic::warning(Code::StaleSource, "old"))), SITE[1].clone()];
    assert_eq!(f.publish(&warned, false).diagnostics.len(), 1);
    let before = f.inode("");
    let again = f.publish(&warned, false);
    assert_eq!((again.diagnostics.len(), again.made, again.kept), (1, 1, 1));
    assert_eq!(f.inode(""), before);
}

#[test]
fn a_build_killed_before_the_manifest_was_saved_ends_right() {
    let f = fixture();
    f.build(&SITE);
    let old_manifest = fs::read(f.manifest()).unwrap();
    let second = [("/", "home 2", None), ("/top.txt", "a new name at the top", None)];
    f.build(&second);
    fs::write(f.manifest(), old_manifest).unwrap();
    fs::create_dir(f.root.join(".dist.staging")).unwrap();
    let published = f.build(&second);
    assert_eq!(published.made, 2);
    assert_eq!(f.read("index.html").as_deref(), Some("home 2"));
    f.assert_nothing_beside();
}

#[test]
fn foreign_folders_stay_as_they_are() {
    let f = fixture();
    fs::create_dir(f.out()).unwrap();
    fs::write(f.out().join("thesis.txt"), "years of work").unwrap();
    let published = f.publish(&SITE, false);
    assert_eq!(published.diagnostics[0].code, Code::WriteFailed);
    assert!(published.diagnostics[0].help.as_deref().unwrap().contains("empty it"));
    assert_eq!(f.read("thesis.txt").as_deref(), Some("years of work"));
    assert_eq!(f.read("index.html"), None);
    f.assert_nothing_beside();
}

#[test]
fn the_project_itself_is_no_output_folder() {
    let f = fixture();
    fs::create_dir(f.root.join("content")).unwrap();
    for out in [f.root.clone(), f.root.join("content"), f.root.parent().unwrap().to_owned()] {
        let published = Folder::new(out, f.root.clone()).publish(&f.jobs(&SITE), false);
        assert!(has_error(&published.diagnostics));
    }
    assert!(!f.root.join("index.html").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told_with_its_path() {
    use std::os::unix::fs::PermissionsExt;

    let f = fixture();
    let shut = f.root.join("shut");
    fs::create_dir(&shut).unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o500)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        // The superuser may write anywhere: a file in the way fails instead.
        fs::remove_file(shut.join("probe")).unwrap();
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
        fs::remove_dir(&shut).unwrap();
        fs::write(&shut, "").unwrap();
    }
    let published = Folder::new(shut.join("site"), f.root.clone()).publish(&f.jobs(&SITE), false);
    let errors: Vec<_> = published.diagnostics.iter().filter(|d| d.code == Code::WriteFailed).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].message.contains("shut") && errors[0].help.is_some(), "{errors:?}");
}

#[test]
fn two_files_for_one_address_leave_the_old_site() {
    let f = fixture();
    f.build(&SITE);
    let published = f.publish(&[("/", "1", None), ("/index.html", "2", None)], false);
    assert!(has_error(&published.diagnostics));
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    f.assert_nothing_beside();
}

#[test]
fn a_disk_without_a_cache_still_gets_its_site() {
    let f = fixture();
    fs::write(f.root.join(".studydeck"), "a file in the way").unwrap();
    let published = f.publish(&SITE, false);
    assert!(!has_error(&published.diagnostics));
    assert_eq!(published.diagnostics.len(), 1, "{:?}", published.diagnostics);
    assert_eq!(f.read("index.html").as_deref(), Some("home"));
    assert_eq!(f.publish(&SITE, false).made, 3);
}

#[test]
fn any_number_of_threads_publishes_the_same_site() {
    let pages: Vec<(String, String)> =
        (0..200).map(|n| (format!("/s{}/p{n}/", n % 7), format!("page {n}"))).collect();
    let files: Vec<File<'_>> = pages.iter().map(|(url, text)| (url.as_str(), text.as_str(), None)).collect();
    let read_all = |threads: usize| {
        let f = fixture();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| f.build(&files));
        pages.iter().map(|(url, _)| f.read(&format!("{}index.html", &url[1..])).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(read_all(1), read_all(4));
}
