//! Which compiler builds the widgets for the browser. In: what is on this
//! machine. Out: a toolchain that is ready, installed first where that can be
//! done without asking. Must not know what is built with it.

mod environment;
mod probe;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::apt;
use crate::paths::Paths;
use crate::run::Job;
use environment::clean;
use probe::{DEBIAN_CARGO, DEBIAN_RUSTC, DEBIAN_SYSROOT, Facts, min_version, probe, sysroot};

/// The target of the widgets.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The compiler flags of the small build: a panic stops the module at once,
/// without the code that would write a message. Needs a standard library that
/// is compiled the same way.
pub(crate) const IMMEDIATE_ABORT: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// The first compiler whose small build keeps the bundle within its limit:
/// measured with one source, 1.95 makes 77.4 kB gzipped and 1.96 73.3 kB.
const SMALL_SINCE: (u32, u32) = (1, 96);

/// Debian's packages of a toolchain that can compile for the browser.
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// Which toolchain the user asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Wish {
    /// The first that is there or can be installed.
    #[default]
    Auto,
    /// The Rust toolchain on PATH, as rustup installs it.
    Rustup,
    /// Debian's packaged toolchain.
    Debian,
}

/// A toolchain that is ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The cargo and rustc on PATH.
    OnPath {
        /// Compile the standard library too, for the small build.
        build_std: bool,
    },
    /// Debian's packages; they carry the standard library as source only.
    Debian {
        /// The linker's name.
        linker: String,
    },
}

/// A way to get what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Remedy {
    Rustup,
    Apt,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Decision {
    Use(Toolchain),
    Try(Remedy),
    GiveUp,
}

impl Toolchain {
    /// Whether the standard library is compiled with the widgets.
    pub(crate) fn builds_std(&self) -> bool {
        matches!(self, Self::OnPath { build_std: true } | Self::Debian { .. })
    }

    /// What to say about it.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::OnPath { build_std: true } => {
                "the Rust toolchain on PATH, standard library compiled for size"
            }
            Self::OnPath { build_std: false } => "the Rust toolchain on PATH, prebuilt standard library",
            Self::Debian { .. } => "Debian's packaged Rust toolchain",
        }
    }

    /// The folder with the compiler's own libraries.
    pub(crate) fn sysroot(&self, root: &Path) -> Option<PathBuf> {
        match self {
            Self::OnPath { .. } => sysroot(root),
            Self::Debian { .. } => Some(PathBuf::from(DEBIAN_SYSROOT)),
        }
    }

    /// A cargo of this toolchain, free of the settings of the cargo that
    /// started this program.
    pub(crate) fn cargo(&self, what: &str, root: &Path) -> Job {
        let job = match self {
            Self::OnPath { .. } => clean(Job::new(what, "cargo")),
            Self::Debian { linker } => clean(Job::new(what, DEBIAN_CARGO))
                // `cargo run` points this at rustup's libraries.
                .env_remove("LD_LIBRARY_PATH")
                // Debian's cargo would take the first rustc on PATH.
                .env("RUSTC", DEBIAN_RUSTC)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker),
        };
        let job = job.dir(root);
        if self.builds_std() { job.env("RUSTC_BOOTSTRAP", "1") } else { job }
    }
}

/// Finds a toolchain for the widgets, installing one if need be.
pub(crate) fn prepare(paths: &Paths, wish: Wish) -> Result<Toolchain> {
    let mut tried = BTreeSet::new();
    let mut failures = String::new();
    loop {
        match decide(&probe(paths.root()), wish, min_version(), &tried) {
            Decision::Use(toolchain) => return Ok(toolchain),
            Decision::Try(remedy) => {
                tried.insert(remedy);
                if let Err(error) = apply(remedy, paths) {
                    eprintln!("    not to be had this way: {error:#}");
                    failures.push_str(&format!("\n  tried: {error:#}"));
                }
            }
            Decision::GiveUp => bail!("{}{failures}", advice()),
        }
    }
}

/// The choice, as a function of what is known: what is ready comes first, then
/// what rustup can add, then what apt can install. A compiler on PATH that is
/// too old for the bundle's limit gives way to a newer one of Debian's.
fn decide(facts: &Facts, wish: Wish, min: (u32, u32), tried: &BTreeSet<Remedy>) -> Decision {
    let may_use_path = wish != Wish::Debian;
    let may_use_debian = wish != Wish::Rustup;
    let may_rustup = may_use_path && facts.rustup && !tried.contains(&Remedy::Rustup);
    let may_apt = may_use_debian && facts.apt && !tried.contains(&Remedy::Apt);
    let debian =
        facts.debian.as_ref().filter(|debian| may_use_debian && debian.source && debian.version >= min);
    let debian = debian.and_then(|debian| Some((debian.version, debian.linker.clone()?)));
    if let Some(on_path) = facts.on_path.as_ref().filter(|p| may_use_path && p.version < SMALL_SINCE) {
        match debian.clone() {
            Some((version, linker)) if version > on_path.version => {
                return Decision::Use(Toolchain::Debian { linker });
            }
            _ if may_apt => return Decision::Try(Remedy::Apt),
            _ => {}
        }
    }
    if let Some(on_path) = facts.on_path.as_ref().filter(|_| may_use_path) {
        if on_path.source && on_path.immediate_abort {
            return Decision::Use(Toolchain::OnPath { build_std: true });
        }
        // The source makes the bundle smaller: worth one try.
        let could_be_small = on_path.immediate_abort && may_rustup;
        if on_path.std && !could_be_small {
            return Decision::Use(Toolchain::OnPath { build_std: false });
        }
    }
    if let Some((_, linker)) = debian {
        return Decision::Use(Toolchain::Debian { linker });
    }
    if may_rustup {
        return Decision::Try(Remedy::Rustup);
    }
    if may_apt {
        return Decision::Try(Remedy::Apt);
    }
    Decision::GiveUp
}

fn apply(remedy: Remedy, paths: &Paths) -> Result<()> {
    match remedy {
        Remedy::Rustup => {
            rustup(paths, "adding the WASM target with rustup", &["target", "add", TARGET]).run()?;
            // Nice to have: without it the bundle is a quarter larger.
            let args = ["component", "add", "rust-src"];
            if rustup(paths, "adding the standard library's source with rustup", &args).run().is_err() {
                eprintln!("    going on without it: the widget bundle gets about a quarter larger");
            }
            Ok(())
        }
        Remedy::Apt => apt::install(&paths.logs(), &DEBIAN_PACKAGES),
    }
}

fn rustup(paths: &Paths, what: &str, args: &[&str]) -> Job {
    let log = format!("rustup-{}", args.first().unwrap_or(&"run"));
    clean(Job::new(what, "rustup")).args(args).dir(paths.root()).quiet(&paths.logs(), &log)
}

fn advice() -> String {
    format!(
        "no toolchain that can compile the widgets for the browser. Install one:\n  \
         with rustup:  rustup target add {TARGET} && rustup component add rust-src\n  \
         on Debian:    sudo apt-get install --no-install-recommends {}\n\
         or build without it: `--skip-widgets` makes every page with its finished, static widgets.",
        DEBIAN_PACKAGES.join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::probe::{Debian, OnPath};
    use super::*;

    const MIN: (u32, u32) = (1, 90);

    fn on_path(std: bool, source: bool) -> Option<OnPath> {
        Some(OnPath { version: SMALL_SINCE, std, source, immediate_abort: true })
    }

    fn debian() -> Option<Debian> {
        Some(Debian { version: (1, 96), source: true, linker: Some("wasm-ld-22".into()) })
    }

    fn choose(facts: &Facts, tried: &[Remedy]) -> Decision {
        decide(facts, Wish::Auto, MIN, &tried.iter().copied().collect())
    }

    #[test]
    fn source_on_path_gives_the_small_build() {
        let facts = Facts { on_path: on_path(true, true), debian: debian(), ..Facts::default() };
        assert_eq!(choose(&facts, &[]), Decision::Use(Toolchain::OnPath { build_std: true }));
    }

    #[test]
    fn a_compiler_without_the_flag_uses_the_prebuilt_library() {
        let on_path = OnPath { version: SMALL_SINCE, std: true, source: true, immediate_abort: false };
        let facts = Facts { on_path: Some(on_path), rustup: true, ..Facts::default() };
        assert_eq!(choose(&facts, &[]), Decision::Use(Toolchain::OnPath { build_std: false }));
    }

    #[test]
    fn the_source_is_asked_for_once() {
        let facts = Facts { on_path: on_path(true, false), rustup: true, ..Facts::default() };
        assert_eq!(choose(&facts, &[]), Decision::Try(Remedy::Rustup));
        let plain = Toolchain::OnPath { build_std: false };
        assert_eq!(choose(&facts, &[Remedy::Rustup]), Decision::Use(plain));
    }

    #[test]
    fn a_fresh_machine_tries_rustup_then_apt_then_gives_up() {
        let facts = Facts { on_path: on_path(false, false), rustup: true, apt: true, ..Facts::default() };
        assert_eq!(choose(&facts, &[]), Decision::Try(Remedy::Rustup));
        assert_eq!(choose(&facts, &[Remedy::Rustup]), Decision::Try(Remedy::Apt));
        assert_eq!(choose(&facts, &[Remedy::Rustup, Remedy::Apt]), Decision::GiveUp);
    }

    #[test]
    fn a_ready_debian_toolchain_needs_no_network() {
        let facts = Facts { debian: debian(), rustup: true, apt: true, ..Facts::default() };
        assert_eq!(choose(&facts, &[]), Decision::Use(Toolchain::Debian { linker: "wasm-ld-22".into() }));
    }

    #[test]
    fn an_incomplete_or_old_debian_toolchain_is_not_used() {
        let old = Debian { version: (1, 63), source: true, linker: Some("wasm-ld-14".into()) };
        let no_linker = Debian { version: (1, 96), source: true, linker: None };
        let no_source = Debian { source: false, ..debian().expect("some") };
        for debian in [old, no_linker, no_source] {
            let facts = Facts { debian: Some(debian), ..Facts::default() };
            assert_eq!(choose(&facts, &[]), Decision::GiveUp);
        }
    }

    #[test]
    fn a_compiler_too_old_for_the_limit_gives_way_to_a_newer_one() {
        let old = OnPath { version: (1, 95), std: true, source: true, immediate_abort: true };
        let facts = Facts { on_path: Some(old), debian: debian(), apt: true, ..Facts::default() };
        assert_eq!(choose(&facts, &[]), Decision::Use(Toolchain::Debian { linker: "wasm-ld-22".into() }));
        let alone = Facts { debian: None, ..facts };
        assert_eq!(choose(&alone, &[]), Decision::Try(Remedy::Apt));
        assert_eq!(choose(&alone, &[Remedy::Apt]), Decision::Use(Toolchain::OnPath { build_std: true }));
    }

    #[test]
    fn a_wish_rules_the_other_toolchain_out() {
        let facts = Facts { on_path: on_path(true, true), debian: debian(), ..Facts::default() };
        let none = BTreeSet::new();
        let wished = decide(&facts, Wish::Debian, MIN, &none);
        assert_eq!(wished, Decision::Use(Toolchain::Debian { linker: "wasm-ld-22".into() }));
        let only_debian = Facts { debian: debian(), apt: true, ..Facts::default() };
        assert_eq!(decide(&only_debian, Wish::Rustup, MIN, &none), Decision::GiveUp);
    }

    #[test]
    fn the_advice_names_both_ways_and_the_way_around() {
        let text = advice();
        for part in ["rustup target add", "rustc-web", "--skip-widgets"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
