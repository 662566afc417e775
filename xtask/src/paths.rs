//! Where things lie. In: the place of this program. Out: the folders that the
//! other modules read and write. Must not know what is done in them.

use std::path::{Path, PathBuf};

/// The folders of one checkout.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    root: PathBuf,
    cargo_target: PathBuf,
}

impl Paths {
    /// Finds the checkout that this program was built from.
    pub(crate) fn find() -> Self {
        // `cargo run` says where the package lies now; the compiled-in path is
        // only right as long as nobody has moved the folder.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().map_or_else(|| package.clone(), Path::to_path_buf);
        // This program lies in `<target>/<profile>/xtask`, wherever the
        // target folder was configured to be.
        let cargo_target = std::env::current_exe()
            .ok()
            .and_then(|exe| exe.parent()?.parent().map(Path::to_path_buf))
            .unwrap_or_else(|| root.join("target"));
        Self { root, cargo_target }
    }

    /// The folder of the workspace, in which `studydeck.toml` lies.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's folder for the WASM build, apart from the native one so that
    /// neither waits for the other's lock.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.cargo_target.join("wasm")
    }

    /// The generator's executable.
    pub(crate) fn studydeck(&self, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        let name = format!("studydeck{}", std::env::consts::EXE_SUFFIX);
        self.cargo_target.join(profile).join(name)
    }

    /// The finished widget bundle. `studydeck build` looks here by itself.
    pub(crate) fn widgets(&self) -> PathBuf {
        self.root.join("target").join("widgets")
    }

    /// The site built for the root of a host, for the browser tests.
    pub(crate) fn site_root(&self) -> PathBuf {
        self.root.join("target").join("site-root")
    }

    /// The site built for a folder of a host, for the browser tests.
    pub(crate) fn site_base(&self) -> PathBuf {
        self.root.join("target").join("site-base")
    }

    /// The browser tests' package.
    pub(crate) fn site_tests(&self) -> PathBuf {
        self.root.join("site-tests")
    }

    /// Where the benchmarks keep their corpora and sites.
    pub(crate) fn bench(&self) -> PathBuf {
        self.root.join("target").join("bench")
    }

    /// Where the output of quiet steps goes.
    pub(crate) fn logs(&self) -> PathBuf {
        self.root.join("target").join("logs")
    }
}
