//! Debian packages. In: names of packages. Out: the packages installed, where
//! this user may do that. Must not know what they are for.

use std::path::Path;

use anyhow::Result;

use crate::run::{Job, which};

/// Whether packages can be installed without asking anybody: an `apt-get` on
/// PATH and the rights of root.
pub(crate) fn usable() -> bool {
    let root = Job::new("", "id").arg("-u").text().is_some_and(|id| id == "0");
    root && which(&["apt-get"]).is_some()
}

/// Installs packages with `apt-get`, without the ones that they recommend.
pub(crate) fn install(logs: &Path, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    Job::new("reading the list of Debian packages", "apt-get")
        .arg("update")
        .quiet(logs, "apt-update")
        .run()?;
    Job::new(format!("installing Debian's packages {names}"), "apt-get")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .quiet(logs, "apt-install")
        .run()
}
