//! What the browser tests need from the machine. In: PATH and the usual
//! places. Out: the programs and the accessibility checker, installed first
//! where that can be done without asking. Must not know the tests.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};

use crate::apt;
use crate::npm;
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

/// The accessibility checker's script.
fn axe(paths: &Paths) -> Result<PathBuf> {
    let script = npm::packages(paths)?.join("axe-core/axe.min.js");
    ensure!(script.is_file(), "npm's packages are there, but {} is not", script.display());
    Ok(script)
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
}
