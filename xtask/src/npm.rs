//! Packages from npm that tests use: the accessibility checker, and the
//! examples of the CommonMark specification. In: `site-tests/package-lock.json`.
//! Out: the folder in which they lie. Must not know the tests.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::paths::Paths;
use crate::run::{Job, which};

/// Installs what the lock file names, unless it is there already.
pub(crate) fn packages(paths: &Paths) -> Result<PathBuf> {
    let folder = paths.site_tests();
    let wanted = locked(&folder)?;
    let there = |(place, version): &(String, String)| {
        version_of(&folder.join(place)).is_some_and(|installed| installed == *version)
    };
    if !wanted.iter().all(there) {
        let npm = which(&["npm"]).context(
            "some tests use packages from npm, and npm is missing. Install Node.js with npm \
             (on Debian: sudo apt-get install npm).",
        )?;
        Job::new("getting the tests' packages from npm", npm)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .dir(&folder)
            .quiet(&paths.logs(), "npm-ci")
            .run()?;
    }
    Ok(folder.join("node_modules"))
}

/// Folder and version of each package in the lock file.
fn locked(folder: &Path) -> Result<Vec<(String, String)>> {
    let file = folder.join("package-lock.json");
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let lock: Value = serde_json::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
    let packages = lock.get("packages").and_then(Value::as_object);
    let packages = packages.with_context(|| format!("{} names no packages", file.display()))?;
    let entry = |(place, about): (&String, &Value)| {
        // The entry without a place is the project itself.
        let version = about.get("version")?.as_str()?;
        (!place.is_empty()).then(|| (place.clone(), version.to_owned()))
    };
    Ok(packages.iter().filter_map(entry).collect())
}

fn version_of(package: &Path) -> Option<String> {
    let text = std::fs::read_to_string(package.join("package.json")).ok()?;
    let json: Value = serde_json::from_str(&text).ok()?;
    json.get("version")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_pinned_exactly_and_the_lock_file_names_no_host() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../site-tests");
        let locked = locked(&folder).expect("the lock file");
        let text = std::fs::read_to_string(folder.join("package.json")).expect("the manifest");
        let manifest: Value = serde_json::from_str(&text).expect("JSON");
        for (name, version) in manifest["devDependencies"].as_object().expect("packages") {
            let version = version.as_str().expect("a version").to_owned();
            let place = format!("node_modules/{name}");
            assert!(locked.contains(&(place, version)), "{name} is not pinned, or locked at another version");
        }
        let lock = std::fs::read_to_string(folder.join("package-lock.json")).expect("the lock file");
        assert!(
            !lock.contains("resolved"),
            "addresses belong to the machine that locked, not to the project"
        );
    }
}
