//! The widget bundle. In: the crates of its modules and a toolchain. Out: for
//! each module its JavaScript and WASM in the folder that the generator reads,
//! rewritten only when their bytes change. Must not know the generator.

mod names;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};

use names::ShortNames;

use crate::paths::Paths;
use crate::run::{Job, seconds};
use crate::toolchain::{self, IMMEDIATE_ABORT, TARGET, Toolchain, Wish};

const PROFILE: &str = "wasm";

/// A WASM module of the bundle: a page loads those that its islands need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Module {
    /// The crate that it is made from.
    package: &'static str,
    /// What its files are called.
    name: &'static str,
}

/// Calculators and comparer, which are made with Yew; the self-check and the practice room, which
/// are not.
const MODULES: [Module; 3] = [
    Module { package: "studydeck-web", name: "widgets" },
    Module { package: "studydeck-quiz-web", name: "quiz" },
    Module { package: "studydeck-practice-web", name: "practice" },
];

impl Module {
    /// What cargo makes of it.
    fn compiled(self, paths: &Paths) -> PathBuf {
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        paths.wasm_target().join(TARGET).join(PROFILE).join(file)
    }

    /// The file that loads it.
    fn glue(self) -> String {
        format!("{}.js", self.name)
    }

    /// The file of the module itself.
    fn wasm(self) -> String {
        format!("{}_bg.wasm", self.name)
    }
}

/// Raised when the bytes made from an unchanged module would differ.
const RECIPE: &str = concat!("2 wasm-bindgen ", "0.2.130");

/// Brings the bundle up to date.
pub(crate) fn build(paths: &Paths, wish: Wish) -> Result<()> {
    let toolchain = toolchain::prepare(paths, wish)?;
    compile(paths, &toolchain)?;
    let started = Instant::now();
    let mut sum = 0;
    for module in MODULES {
        let file = module.compiled(paths);
        let compiled = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let bundle = Bundle::new(paths, module);
        let made = match bundle.made_from(&compiled) {
            Some(made) => made,
            None => {
                let made = bind(module, &compiled)?;
                bundle.write(&compiled, &made)?;
                made
            }
        };
        let size = made.gzipped()?;
        sum += size;
        eprintln!(
            "    {} {}, {} {}; together {} gzipped",
            module.glue(),
            kilobytes(made.glue.len()),
            module.wasm(),
            kilobytes(made.wasm.len()),
            kilobytes(size),
        );
    }
    eprintln!("    the widget bundle: {} gzipped ({})", kilobytes(sum), seconds(started.elapsed()));
    Ok(())
}

fn compile(paths: &Paths, toolchain: &Toolchain) -> Result<()> {
    let root = paths.root();
    let mut flags = remaps(root, toolchain);
    let what = format!("compiling the widgets for the browser ({})", toolchain.describe());
    let mut job = toolchain
        .cargo(&what, root)
        .args(["build", "--profile", PROFILE, "--target", TARGET])
        // One call for all of them: the standard library is compiled once.
        .args(MODULES.iter().flat_map(|module| ["--package", module.package]))
        .arg("--target-dir")
        .arg(paths.wasm_target())
        .hint("Without a bundle: `--skip-widgets` makes every page with its finished, static widgets.");
    if toolchain.builds_std() {
        job = job.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        flags.extend(IMMEDIATE_ABORT.map(OsString::from));
    }
    if !MODULES.iter().any(|module| module.compiled(paths).is_file()) {
        eprintln!("    the first time this takes 2 to 5 minutes");
    }
    encoded(job, &flags).run()
}

/// Passes flags in the form that allows blanks inside of them.
fn encoded(job: Job, flags: &[OsString]) -> Job {
    job.env("CARGO_ENCODED_RUSTFLAGS", flags.join(std::ffi::OsStr::new("\u{1f}")))
}

/// Flags that keep this machine's folders out of the module, so that it has
/// the same bytes wherever it is built.
fn remaps(root: &Path, toolchain: &Toolchain) -> Vec<OsString> {
    let mut pairs = vec![(root.to_path_buf(), "/studydeck".to_owned())];
    for folder in registry_sources() {
        pairs.push((folder, "/crates".to_owned()));
    }
    if let Some(source) = toolchain.sysroot(root).map(|s| s.join("lib/rustlib/src/rust")) {
        // Debian's is a symbolic link, and cargo follows it.
        if let Ok(real) = source.canonicalize()
            && real != source
        {
            pairs.push((real, "/rust".to_owned()));
        }
        pairs.push((source, "/rust".to_owned()));
    }
    pairs
        .into_iter()
        .map(|(from, to)| {
            let mut flag = OsString::from("--remap-path-prefix=");
            flag.push(from);
            flag.push(format!("={to}"));
            flag
        })
        .collect()
}

/// The folders in which cargo unpacks the crates of a registry, sorted.
fn registry_sources() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let Some(entries) = home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok()) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    folders
}

/// The finished files of a module.
#[derive(Debug, PartialEq, Eq)]
struct Files {
    glue: Vec<u8>,
    wasm: Vec<u8>,
}

impl Files {
    /// What a reader's browser downloads.
    fn gzipped(&self) -> Result<usize> {
        Ok(gzipped(&self.glue)? + gzipped(&self.wasm)?)
    }
}

/// Makes the loader and the final module from cargo's module.
fn bind(module: Module, compiled: &[u8]) -> Result<Files> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .input_bytes(module.name, compiled.to_vec())
        .out_name(module.name)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The page says where the module lies: its name carries a fingerprint.
        .omit_default_module_path(true);
    let mut output = bindgen.generate_output().context("making the bundle with wasm-bindgen")?;
    let one_file = output.snippets().values().all(Vec::is_empty) && output.local_modules().is_empty();
    ensure!(
        one_file && output.npm_dependencies().is_empty(),
        "a crate among the widgets brings JavaScript files of its own, which the generator does not publish; \
         leave out the crate or its feature that does so"
    );
    let module = output.wasm_mut();
    let imports = module.imports.iter_mut().map(|import| &mut import.name);
    let exports = module.exports.iter_mut().map(|export| &mut export.name);
    let names = ShortNames::give(imports.chain(exports));
    let wasm = module.emit_wasm();
    Ok(Files { glue: names.put_into(output.js()).into_bytes(), wasm })
}

/// Where the finished files of a module lie, with the note of what they were
/// made from.
struct Bundle {
    module: Module,
    folder: PathBuf,
    stamp: PathBuf,
}

impl Bundle {
    fn new(paths: &Paths, module: Module) -> Self {
        let folder = paths.widgets();
        // The stamp is no part of the bundle: the generator reads that folder.
        let stamp = folder.with_file_name(format!("{}.stamp", module.name));
        Self { module, folder, stamp }
    }

    fn stamp_text(compiled: &[u8], made: &Files) -> String {
        let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex();
        format!("{RECIPE}\n{}\n{}\n{}\n", hash(compiled), hash(&made.glue), hash(&made.wasm))
    }

    /// The files, if they were made from this module and nobody has touched them.
    fn made_from(&self, compiled: &[u8]) -> Option<Files> {
        let read = |name: String| std::fs::read(self.folder.join(name)).ok();
        let made = Files { glue: read(self.module.glue())?, wasm: read(self.module.wasm())? };
        let stamp = std::fs::read_to_string(&self.stamp).ok()?;
        (stamp == Self::stamp_text(compiled, &made)).then_some(made)
    }

    fn write(&self, compiled: &[u8], made: &Files) -> Result<()> {
        std::fs::create_dir_all(&self.folder)
            .with_context(|| format!("creating the folder {}", self.folder.display()))?;
        write_changed(&self.folder.join(self.module.glue()), &made.glue)?;
        write_changed(&self.folder.join(self.module.wasm()), &made.wasm)?;
        write_changed(&self.stamp, Self::stamp_text(compiled, made).as_bytes())
    }
}

/// Writes a file unless it holds these bytes already, by way of a second file,
/// so that a running `studydeck serve` never reads half of it.
fn write_changed(file: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let Some(name) = file.file_name() else { bail!("{} is not a file's name", file.display()) };
    let mut partial = name.to_owned();
    partial.push(".part");
    let partial = file.with_file_name(partial);
    std::fs::write(&partial, bytes)
        .and_then(|()| std::fs::rename(&partial, file))
        .with_context(|| format!("writing {}", file.display()))
}

fn gzipped(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn kilobytes(bytes: usize) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{} kB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The version of a package in the workspace's lock file.
    fn locked(package: &str) -> String {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        let text = std::fs::read_to_string(file).expect("the lock file is there");
        let lock: toml::Table = text.parse().expect("the lock file is TOML");
        let versions: Vec<&str> = lock["package"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|entry| entry["name"].as_str() == Some(package))
            .filter_map(|entry| entry["version"].as_str())
            .collect();
        assert_eq!(versions.len(), 1, "one version of {package}");
        versions[0].to_owned()
    }

    #[test]
    fn the_library_that_makes_the_bundle_matches_the_one_inside_of_it() {
        let inside = locked("wasm-bindgen");
        assert_eq!(locked("wasm-bindgen-cli-support"), inside);
        assert!(RECIPE.ends_with(&format!(" {inside}")), "RECIPE names another version than {inside}");
    }

    #[test]
    fn the_stamp_knows_a_changed_module_and_a_changed_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let module = MODULES[1];
        let bundle = Bundle { module, folder: dir.path().join("w"), stamp: dir.path().join("w.stamp") };
        let files = || Files { glue: b"glue".to_vec(), wasm: b"wasm".to_vec() };
        assert_eq!(bundle.made_from(b"module"), None);
        bundle.write(b"module", &files()).expect("written");
        assert_eq!(bundle.made_from(b"module"), Some(files()));
        assert_eq!(bundle.made_from(b"other module"), None);
        std::fs::write(dir.path().join("w").join(module.glue()), b"edited").expect("written");
        assert_eq!(bundle.made_from(b"module"), None);
    }

    #[test]
    fn an_unchanged_file_is_left_alone() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("f");
        write_changed(&file, b"one").expect("written");
        let before = std::fs::metadata(&file).and_then(|m| m.modified()).expect("a time");
        write_changed(&file, b"one").expect("unchanged");
        assert_eq!(std::fs::metadata(&file).and_then(|m| m.modified()).expect("a time"), before);
        write_changed(&file, b"two").expect("written");
        assert_eq!(std::fs::read(&file).expect("read"), b"two");
    }

    #[test]
    fn sizes_are_rounded_to_a_tenth() {
        assert_eq!(kilobytes(73_749), "73.7 kB");
        assert_eq!(kilobytes(950), "1.0 kB");
    }
}
