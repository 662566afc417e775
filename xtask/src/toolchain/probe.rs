//! What is on the machine. In: PATH and Debian's folders. Out: the facts that
//! the choice of a toolchain needs. Must not know the choice, and changes
//! nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::environment::clean;
use super::{IMMEDIATE_ABORT, TARGET};
use crate::apt;
use crate::run::{Job, which};

pub(super) const DEBIAN_CARGO: &str = "/usr/bin/cargo";
pub(super) const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
pub(super) const DEBIAN_SYSROOT: &str = "/usr";

/// What is on the machine, as far as the decision needs it.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) on_path: Option<OnPath>,
    pub(super) debian: Option<Debian>,
    pub(super) rustup: bool,
    pub(super) apt: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct OnPath {
    pub(super) version: (u32, u32),
    /// The compiled standard library for the browser.
    pub(super) std: bool,
    /// The standard library's source.
    pub(super) source: bool,
    /// Whether the compiler knows [`IMMEDIATE_ABORT`]; an unstable flag may
    /// not exist yet, or no longer.
    pub(super) immediate_abort: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Debian {
    pub(super) version: (u32, u32),
    pub(super) source: bool,
    pub(super) linker: Option<String>,
}

pub(super) fn probe(root: &Path) -> Facts {
    Facts {
        on_path: probe_path(root),
        debian: probe_debian(),
        rustup: which(&["rustup"]).is_some(),
        apt: apt::usable(),
    }
}

fn probe_path(root: &Path) -> Option<OnPath> {
    let sysroot = sysroot(root)?;
    let libraries = sysroot.join("lib").join("rustlib");
    let knows_flags = clean(Job::new("", "rustc"))
        .dir(root)
        .env("RUSTC_BOOTSTRAP", "1")
        .args(["--target", TARGET])
        .args(IMMEDIATE_ABORT)
        .args(["--print", "cfg"])
        .text()
        .is_some();
    let text = clean(Job::new("", "rustc")).dir(root).arg("-vV").text()?;
    Some(OnPath {
        version: field(&text, "release: ").and_then(version)?,
        std: libraries.join(TARGET).join("lib").is_dir(),
        source: libraries.join("src/rust/library/Cargo.lock").is_file(),
        immediate_abort: knows_flags,
    })
}

pub(super) fn sysroot(root: &Path) -> Option<PathBuf> {
    let text = clean(Job::new("", "rustc")).dir(root).args(["--print", "sysroot"]).text()?;
    Some(PathBuf::from(text))
}

fn probe_debian() -> Option<Debian> {
    if !Path::new(DEBIAN_CARGO).is_file() {
        return None;
    }
    let text = clean(Job::new("", DEBIAN_RUSTC)).env_remove("LD_LIBRARY_PATH").arg("-vV").text()?;
    let release = field(&text, "release: ").and_then(version)?;
    let llvm = field(&text, "LLVM version: ").and_then(version).map(|(major, _)| major);
    Some(Debian {
        version: release,
        source: Path::new(DEBIAN_SYSROOT).join("lib/rustlib/src/rust/library").is_dir(),
        linker: choose_linker(&linkers(), llvm),
    })
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name))
}

/// `1.96.0` -> (1, 96).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split('.');
    Some((parts.next()?.trim().parse().ok()?, parts.next()?.trim().parse().ok()?))
}

/// The oldest compiler that this workspace accepts.
pub(super) fn min_version() -> (u32, u32) {
    version(env!("CARGO_PKG_RUST_VERSION")).unwrap_or((1, 0))
}

/// The numbers of the `wasm-ld-NN` on PATH.
fn linkers() -> BTreeSet<u32> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_prefix("wasm-ld-")?.parse().ok())
        .collect()
}

/// The linker of the compiler's own LLVM, or a newer one; an older one may not
/// be able to read what the compiler writes.
fn choose_linker(linkers: &BTreeSet<u32>, llvm: Option<u32>) -> Option<String> {
    let number = linkers.range(llvm.unwrap_or(0)..).next()?;
    Some(format!("wasm-ld-{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linker_matches_the_compiler_or_is_newer() {
        let linkers = BTreeSet::from([14, 19, 22, 23]);
        assert_eq!(choose_linker(&linkers, Some(22)).as_deref(), Some("wasm-ld-22"));
        assert_eq!(choose_linker(&linkers, Some(21)).as_deref(), Some("wasm-ld-22"));
        assert_eq!(choose_linker(&linkers, Some(24)), None);
    }
}
