//! The site itself. In: the options of `cargo xtask build` and `serve`. Out:
//! a finished site or a running development server, and the generator's exit
//! status. Must not know how the generator works, only how it is called.

use std::path::Path;
use std::process::{ExitCode, ExitStatus};

use anyhow::{Context as _, Result};

use crate::bundle;
use crate::paths::Paths;
use crate::run::Job;
use crate::toolchain::Wish;

/// What building and serving have in common.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// Address of the finished site, with its base path [default: base_url in studydeck.toml]
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Leave out the WASM bundle: widgets stay as they were rendered at build time
    #[arg(long)]
    pub(crate) skip_widgets: bool,
    /// Compile the generator with full optimisation (slower to compile, faster to run)
    #[arg(long)]
    pub(crate) release: bool,
    /// More options for `studydeck`, after `--`: for instance `-- --drafts --strict`
    #[arg(last = true, value_name = "OPTION")]
    pub(crate) more: Vec<String>,
}

/// Builds the site into a folder, or into `dist` of this checkout.
pub(crate) fn build(paths: &Paths, options: &Options, out: Option<&Path>) -> Result<ExitCode> {
    // Relative to where the command was typed, not to the project.
    let out = match out {
        Some(out) => std::path::absolute(out).with_context(|| format!("the folder {}", out.display()))?,
        None => paths.root().join("dist"),
    };
    prepare(paths, options)?;
    let status = build_job(paths, "building the site", options, &out).status()?;
    Ok(exit_code(status))
}

/// Builds the site and serves it until it is stopped.
pub(crate) fn serve(paths: &Paths, options: &Options, port: Option<u16>, open: bool) -> Result<ExitCode> {
    prepare(paths, options)?;
    let what = "building the site and serving it (Ctrl-C stops it)";
    let mut job = studydeck(paths, what, "serve", options);
    if let Some(port) = port {
        job = job.arg("--port").arg(port.to_string());
    }
    if open {
        job = job.arg("--open");
    }
    Ok(exit_code(job.args(&options.more).replace_self()?))
}

/// The call of the generator that builds this checkout's site.
pub(crate) fn build_job(paths: &Paths, what: &str, options: &Options, out: &Path) -> Job {
    studydeck(paths, what, "build", options).arg("--out").arg(out).args(&options.more)
}

/// Compiles the generator.
pub(crate) fn compile_generator(paths: &Paths, release: bool) -> Result<()> {
    let job = Job::cargo("compiling the generator", paths.root()).args(["build", "--bin", "studydeck"]);
    if release { job.arg("--release") } else { job }.run()
}

fn studydeck(paths: &Paths, what: &str, command: &str, options: &Options) -> Job {
    let mut job =
        Job::new(what, paths.studydeck(options.release)).arg(command).arg("--project").arg(paths.root());
    job = if options.skip_widgets {
        job.arg("--skip-widgets")
    } else {
        job.arg("--widgets").arg(paths.widgets())
    };
    if let Some(url) = &options.base_url {
        job = job.arg("--base-url").arg(url);
    }
    job
}

fn prepare(paths: &Paths, options: &Options) -> Result<()> {
    if !options.skip_widgets {
        bundle::build(paths, Wish::Auto)?;
    }
    compile_generator(paths, options.release)
}

/// Passes a child's exit status on; one that was killed counts as a problem
/// with the call, not with the content.
fn exit_code(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2);
    ExitCode::from(code)
}
