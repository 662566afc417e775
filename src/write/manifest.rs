//! What the last build wrote: for each file the key it was made from, the hash
//! of its bytes, its size and time.
//!
//! In and out: one text file outside the published folder. It is a cache: a
//! missing, old or damaged one reads as empty and leads to a full build. A
//! line a file (`key hash size mtime path`), the generator's stamp first, a
//! checksum last, so that a file cut off half way does not pass.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::time::UNIX_EPOCH;

use blake3::Hash;
use camino::Utf8Path;

use crate::render::job::Key;

const FORMAT: &str = "studydeck-manifest-1";

/// A file of the last build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it was made from; `None` when it has to be made again in any case,
    /// because making it found problems that must be told again.
    pub(super) key: Option<Key>,
    /// Hash of its bytes.
    pub(super) hash: Hash,
    /// Size and time on the disk.
    pub(super) stat: Stat,
}

/// By what a file is recognised as untouched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stat {
    size: u64,
    /// Nanoseconds since 1970.
    mtime: u64,
}

impl Stat {
    /// `None` for what is no plain file or has no time.
    pub(super) fn of(metadata: &Metadata) -> Option<Self> {
        let since = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let mtime = u64::try_from(since.as_nanos()).ok()?;
        metadata.is_file().then_some(Self { size: metadata.len(), mtime })
    }
}

/// All files of the last build, by their path in the output folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) entries: HashMap<Box<str>, Entry>,
}

impl Manifest {
    /// Reads what a build by the same generator left behind; empty otherwise.
    pub(super) fn load(path: &Utf8Path, stamp: &str) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        Self::parse(&text, stamp).unwrap_or_default()
    }

    fn parse(text: &str, stamp: &str) -> Option<Self> {
        let end = text.strip_suffix('\n')?.rfind('\n')? + 1;
        let sum = Hash::from_hex(text[end..].trim_end()).ok()?;
        let body = &text[..end];
        if sum != blake3::hash(body.as_bytes()) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != head(stamp) {
            return None;
        }
        lines.map(parse_line).collect::<Option<HashMap<_, _>>>().map(|entries| Self { entries })
    }

    /// Writes it beside the old one, then in its place.
    pub(super) fn save(&self, path: &Utf8Path, stamp: &str) -> io::Result<()> {
        let beside = path.with_extension("new");
        fs::write(&beside, self.to_text(stamp))?;
        fs::rename(&beside, path)
    }

    fn to_text(&self, stamp: &str) -> String {
        let mut text = String::with_capacity(self.entries.len() * 220 + 200);
        text.push_str(&head(stamp));
        text.push('\n');
        for (path, entry) in &self.entries {
            match &entry.key {
                Some(key) => text.push_str(&Hash::from_bytes(key.0).to_hex()),
                None => text.push('-'),
            }
            let Stat { size, mtime } = entry.stat;
            let _ = writeln!(text, " {} {size} {mtime} {path}", entry.hash.to_hex());
        }
        let sum = blake3::hash(text.as_bytes());
        let _ = writeln!(text, "{}", sum.to_hex());
        text
    }
}

fn head(stamp: &str) -> String {
    format!("{FORMAT} {stamp}")
}

fn parse_line(line: &str) -> Option<(Box<str>, Entry)> {
    // The path comes last: it alone may hold spaces.
    let mut fields = line.splitn(5, ' ');
    let key = match fields.next()? {
        "-" => None,
        hex => Some(Key(*Hash::from_hex(hex).ok()?.as_bytes())),
    };
    let hash = Hash::from_hex(fields.next()?).ok()?;
    let size = fields.next()?.parse().ok()?;
    let mtime = fields.next()?.parse().ok()?;
    Some((fields.next()?.into(), Entry { key, hash, stat: Stat { size, mtime } }))
}

/// Names the running generator: its version and, since a developer's build
/// keeps its version, size and time of the program itself.
pub(super) fn stamp() -> String {
    let program = std::env::current_exe().and_then(fs::metadata).ok().and_then(|m| Stat::of(&m));
    let Stat { size, mtime } = program.unwrap_or(Stat { size: 0, mtime: 0 });
    format!("{} {size} {mtime}", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let entry = |key| Entry { key, hash: blake3::hash(b"x"), stat: Stat { size: 7, mtime: 12 } };
        let files = [("index.html", Some(Key::of_bytes(b"k"))), ("a b/ü.html", None)];
        Manifest { entries: files.map(|(path, key)| (path.into(), entry(key))).into() }
    }

    #[test]
    fn it_reads_what_it_wrote() {
        let text = sample().to_text("1.0 5 6");
        assert_eq!(Manifest::parse(&text, "1.0 5 6"), Some(sample()));
        let empty = Manifest::default().to_text("s");
        assert_eq!(Manifest::parse(&empty, "s"), Some(Manifest::default()));
    }

    #[test]
    fn another_generators_manifest_is_none() {
        assert_eq!(Manifest::parse(&sample().to_text("1.0"), "1.1"), None);
    }

    #[test]
    fn a_damaged_one_is_none_wherever_it_is_cut_or_changed() {
        let text = sample().to_text("s");
        for end in 0..text.len() {
            if let Some(cut) = text.get(..end) {
                assert_eq!(Manifest::parse(cut, "s"), None, "cut at {end}");
            }
        }
        assert_eq!(Manifest::parse(&text.replace("index", "undex"), "s"), None);
    }
}
