//! What the browser tests need from the machine. In: PATH and the usual
//! places. Out: the programs and the accessibility checker, installed first
//! where that can be done without asking. Must not know the tests.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use crate::apt;
use crate::paths::Paths;
use crate::run::{Job, which};

/// The tools of a browser test.
#[derive(Debug, Clone)]
pub(crate) struct Tools {
    /// Chromium, or Google Chrome.
    pub(crate) chromium: PathBuf,
    /// The driver of the same version.
    pub(crate) chromedriver: PathBuf,
    /// The script of axe-core.
    pub(crate) axe: PathBuf,
}

const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const CHROMIUM_PLACES: [&str; 3] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/snap/bin/chromium",
];
const DRIVER_PLACES: [&str; 3] = [
    "/usr/lib/chromium/chromedriver",
    "/usr/lib/chromium-browser/chromedriver",
    "/snap/bin/chromium.chromedriver",
];

/// Finds or installs everything.
pub(crate) fn prepare(paths: &Paths) -> Result<Tools> {
    let (chromium, chromedriver) = programs(paths)?;
    same_version(&chromium, &chromedriver)?;
    Ok(Tools { chromium, chromedriver, axe: axe(paths)? })
}

fn programs(paths: &Paths) -> Result<(PathBuf, PathBuf)> {
    if let (Some(chromium), Some(driver)) = (chromium(), chromedriver()) {
        return Ok((chromium, driver));
    }
    if apt::usable() {
        apt::install(&paths.logs(), &["chromium", "chromium-driver"])?;
    }
    match (chromium(), chromedriver()) {
        (Some(chromium), Some(driver)) => Ok((chromium, driver)),
        (chromium, _) => {
            let missing = if chromium.is_none() { "Chromium" } else { "ChromeDriver" };
            bail!(
                "the browser tests need {missing}. Install Chromium and its driver:\n  \
                 on Debian:  sudo apt-get install chromium chromium-driver\n  \
                 elsewhere:  Chromium or Google Chrome, and the ChromeDriver of the same version on PATH,\n              \
                 or set CHROMIUM and CHROMEDRIVER to where they lie\n\
                 or leave these tests out: cargo xtask test --no-browser"
            )
        }
    }
}

fn chromium() -> Option<PathBuf> {
    from_env("CHROMIUM", "").or_else(|| which(&CHROMIUM_NAMES)).or_else(|| first_file(&CHROMIUM_PLACES))
}

fn chromedriver() -> Option<PathBuf> {
    from_env("CHROMEDRIVER", "")
        .or_else(|| which(&["chromedriver"]))
        // GitHub's machines name the folder.
        .or_else(|| from_env("CHROMEWEBDRIVER", "chromedriver"))
        .or_else(|| first_file(&DRIVER_PLACES))
}

fn from_env(variable: &str, name: &str) -> Option<PathBuf> {
    let value = PathBuf::from(std::env::var_os(variable)?);
    let file = if name.is_empty() { value } else { value.join(name) };
    file.is_file().then_some(file)
}

fn first_file(places: &[&str]) -> Option<PathBuf> {
    places.iter().map(PathBuf::from).find(|file| file.is_file())
}

/// A driver refuses a browser of another major version with a message that
/// comes late and says little.
fn same_version(chromium: &Path, driver: &Path) -> Result<()> {
    let version = |program: &Path| Job::new("", program).arg("--version").text();
    let (Some(browser), Some(driver)) = (version(chromium), version(driver)) else {
        // The tests will say what is wrong with it.
        return Ok(());
    };
    let (a, b) = (major(&browser), major(&driver));
    ensure!(
        a.is_none() || b.is_none() || a == b,
        "the browser and its driver are of different versions: `{browser}` and `{driver}`. \
         Install the driver of the browser's version, or set CHROMIUM and CHROMEDRIVER."
    );
    Ok(())
}

/// `Chromium 156.0.8078.79 built on Debian` -> 156.
fn major(text: &str) -> Option<u32> {
    let version = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    version.split('.').next()?.parse().ok()
}

/// The accessibility checker, from npm, at the version in package-lock.json.
fn axe(paths: &Paths) -> Result<PathBuf> {
    let folder = paths.site_tests();
    let script = folder.join("node_modules/axe-core/axe.min.js");
    let wanted = version_in(&folder.join("package-lock.json"), "/packages/node_modules~1axe-core/version")?;
    let installed = version_in(&folder.join("node_modules/axe-core/package.json"), "/version");
    if script.is_file() && installed.is_ok_and(|installed| installed == wanted) {
        return Ok(script);
    }
    let npm = which(&["npm", "npm.cmd"]).context(
        "the browser tests need npm once, to get axe-core. Install Node.js with npm \
         (on Debian: sudo apt-get install npm), or leave these tests out: cargo xtask test --no-browser",
    )?;
    Job::new(format!("getting axe-core {wanted} from npm"), npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .dir(&folder)
        .quiet(&paths.logs(), "npm-ci")
        .run()?;
    ensure!(script.is_file(), "npm ran, but {} is not there", script.display());
    Ok(script)
}

fn version_in(file: &Path, pointer: &str) -> Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let json: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
    let version = json.pointer(pointer).and_then(serde_json::Value::as_str);
    version.map(str::to_owned).with_context(|| format!("no version of axe-core in {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_programs_print() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12"), Some(156));
        assert_eq!(major("Google Chrome 150.0.1.2"), Some(150));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (abc)"), Some(156));
        assert_eq!(major("nothing"), None);
    }

    #[test]
    fn axe_is_pinned_exactly_and_the_lock_file_names_no_host() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../site-tests");
        let wanted =
            version_in(&folder.join("package.json"), "/devDependencies/axe-core").expect("a version");
        let locked =
            version_in(&folder.join("package-lock.json"), "/packages/node_modules~1axe-core/version");
        assert_eq!(wanted, locked.expect("a version"));
        assert!(wanted.chars().all(|c| c.is_ascii_digit() || c == '.'), "an exact version: {wanted}");
        let lock = std::fs::read_to_string(folder.join("package-lock.json")).expect("the lock file");
        assert!(
            !lock.contains("resolved"),
            "addresses belong to the machine that locked, not to the project"
        );
    }
}
