//! `cargo xtask`: the project's tasks, in Rust, so that cargo is all one
//! needs. In: the command line. Out: the task's exit status: 0 for success,
//! 1 for a problem that the task found, 2 for a task that could not be done.

mod apt;
mod bench;
mod browser;
mod bundle;
mod npm;
mod paths;
#[cfg(test)]
mod rules;
mod run;
mod site;
mod test;
mod toolchain;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use paths::Paths;
use toolchain::Wish;

/// The tasks of Studydeck. Each gets what it needs first: `serve` and `build`
/// work on a fresh clone with nothing but Rust on the machine.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the site and serve it on this machine, with reload on every save
    Serve {
        /// Port on 127.0.0.1 [default: 8080, or the next free one]
        #[arg(long)]
        port: Option<u16>,
        /// Open the page in a browser
        #[arg(long)]
        open: bool,
        #[command(flatten)]
        options: site::Options,
    },
    /// Build the finished site, ready for GitHub Pages
    Build {
        /// Folder for the finished site [default: dist]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        #[command(flatten)]
        options: site::Options,
    },
    /// Build only the widget bundle (JavaScript and WASM) into target/widgets
    Widgets {
        /// Which Rust toolchain compiles it
        #[arg(long, value_enum, default_value_t = Wish::Auto)]
        toolchain: Wish,
    },
    /// Run everything that CI runs, tests in a real browser included
    Test {
        #[command(flatten)]
        options: test::Options,
    },
    /// Measure the generator on made-up notes, beside zola, hugo and mdbook where they are on PATH
    Bench {
        #[command(flatten)]
        options: bench::Options,
    },
    /// Run one program and write what it used to a file
    #[command(hide = true)]
    Measured {
        #[command(flatten)]
        options: bench::MeasuredOptions,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli.task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(task: &Task) -> Result<ExitCode> {
    let paths = Paths::find();
    match task {
        Task::Serve { port, open, options } => site::serve(&paths, options, *port, *open),
        Task::Build { out, options } => site::build(&paths, options, out.as_deref()),
        Task::Widgets { toolchain } => {
            bundle::build(&paths, *toolchain)?;
            Ok(ExitCode::SUCCESS)
        }
        Task::Test { options } => test::run(&paths, options),
        Task::Bench { options } => bench::run(&paths, options),
        Task::Measured { options } => bench::measured(options),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
