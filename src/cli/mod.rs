//! The command line: arguments in, an exit status out.
//!
//! Raw arguments become ready-to-use options here; nothing deeper reads a
//! flag. The exit status follows from the diagnostics alone.

mod check;
pub mod new;

use std::io::Write as _;
use std::process::ExitCode;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, Parser, Subcommand};

use crate::coverage::coverage;
use crate::diag::print::{Format, summary};
use crate::diag::{Exit, exit_code};
use crate::pipeline::{Options, Outcome, Pipeline};
use crate::report::{report, status};
use crate::write::Folder;

/// Turns Markdown study notes into a cross-linked study site.
///
/// A project is a folder with `studydeck.toml` and a folder `content` of
/// notes. Start one with `studydeck new my-notes`, look at it with `studydeck
/// serve`, and make the finished site with `studydeck build`.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the finished site to a folder, ready for any web host
    Build(Build),
    /// Show the site in the browser and follow every save
    Serve(Serve),
    /// Find every mistake without writing anything
    Check(Check),
    /// Print how far the questions cover notes and exams, with the holes
    Questions(Check),
    /// Make a small site of your own that builds as it is
    New(New),
}

/// What all commands that read a project take.
#[derive(Debug, Args)]
struct Project {
    /// The project's folder: the one that holds `studydeck.toml`
    #[arg(long, value_name = "DIR", default_value = ".")]
    project: Utf8PathBuf,
    /// Include notes with `draft = true`
    #[arg(long)]
    drafts: bool,
    /// The address under which the site will stand, in place of `base_url`
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The folder of the widget bundle [default: target/widgets in the project, if it is there]
    #[arg(long, value_name = "DIR", conflicts_with = "skip_widgets")]
    widgets: Option<Utf8PathBuf>,
    /// Leave the widgets as finished examples that need no script
    #[arg(long)]
    skip_widgets: bool,
    /// How problems are shown
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Treat warnings as errors
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Args)]
struct Build {
    #[command(flatten)]
    project: Project,
    /// The folder to write; it is replaced as a whole, and only by a site without an error
    #[arg(long, value_name = "DIR", default_value = "dist")]
    out: Utf8PathBuf,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    project: Project,
    /// The port on 127.0.0.1 [default: 8080, or the next free one]
    #[arg(long)]
    port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

#[derive(Debug, Args)]
struct Check {
    #[command(flatten)]
    project: Project,
}

#[derive(Debug, Args)]
struct New {
    /// The folder to make; it must not exist, or be empty
    folder: Utf8PathBuf,
}

impl Project {
    fn options(&self) -> Options {
        let default = self.project.join("target/widgets");
        let widgets = match (&self.widgets, self.skip_widgets) {
            (_, true) => None,
            (Some(given), false) => Some(given.clone()),
            (None, false) => default.join("widgets_bg.wasm").exists().then_some(default),
        };
        Options {
            root: self.project.clone(),
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            widgets,
            strict: self.strict,
        }
    }

    /// Prints what was found and turns it into the exit status.
    fn finish(&self, outcome: &Outcome, success: &str) -> ExitCode {
        report(outcome, self.format);
        let exit = exit_code(&outcome.diagnostics);
        let counts = summary(&outcome.diagnostics);
        let line = match exit {
            Exit::Clean if counts.is_empty() => success.to_owned(),
            Exit::Clean => format!("{success} ({counts})"),
            Exit::Problems | Exit::Usage => format!("{counts}; nothing was written"),
        };
        let _ = writeln!(std::io::stderr(), "{line}");
        status(exit)
    }
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Build(args) => build(&args),
        Command::Serve(args) => {
            crate::serve::run(args.project.options(), args.port, args.open, args.project.format)
        }
        Command::Check(args) => check(&args),
        Command::Questions(args) => questions(&args),
        Command::New(args) => make_new(&args.folder),
    }
}

fn build(args: &Build) -> ExitCode {
    let start = Instant::now();
    let mut folder = Folder::new(args.out.clone(), args.project.project.clone());
    let outcome = Pipeline::new(args.project.options()).run(&mut folder);
    let published = &outcome.published;
    let success = format!(
        "{} pages in {:.2} s: {} made, {} kept; the site is in `{}`",
        outcome.pages,
        start.elapsed().as_secs_f64(),
        published.made,
        published.kept,
        args.out
    );
    args.project.finish(&outcome, &success)
}

fn check(args: &Check) -> ExitCode {
    let outcome = Pipeline::new(args.project.options()).run(&mut check::Discard);
    let success = format!("{} pages checked", outcome.pages);
    args.project.finish(&outcome, &success)
}

fn questions(args: &Check) -> ExitCode {
    let mut text = String::new();
    let outcome = Pipeline::new(args.project.options()).look(|site| text = coverage(site));
    // A closed pipe is the reader's choice, not an error.
    let _ = std::io::stdout().write_all(text.as_bytes());
    let success = format!("{} pages read", outcome.pages);
    args.project.finish(&outcome, &success)
}

fn make_new(folder: &Utf8Path) -> ExitCode {
    match new::run(folder) {
        Ok(()) => {
            let mut err = std::io::stderr();
            let _ = writeln!(
                err,
                "a study site of your own is in `{folder}`. Look at it:\n\n  studydeck serve --project {folder} --open\n"
            );
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            status(Exit::Usage)
        }
    }
}
