//! What a program uses. In: a command. Out: wall time, CPU time and peak
//! memory of it and of all that it starts. Must not know what it does.
//!
//! The system adds up what the *ended children* of a process have used, and
//! keeps one peak for all of them. So each command is measured by a process of
//! its own that has no other child: this program again, as `measured`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

/// What one run has used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Usage {
    /// Seconds on the clock.
    pub(crate) wall: f64,
    /// Seconds of CPU time, in the program and in the system for it.
    pub(crate) cpu: f64,
    /// The system's part of it: creating files and folders, mostly.
    pub(crate) kernel: f64,
    /// Peak memory in MiB, of the largest process.
    pub(crate) peak_mib: f64,
}

/// The hidden task's options.
#[derive(Debug, clap::Args)]
pub(crate) struct MeasuredOptions {
    /// File for the figures
    #[arg(long)]
    report: PathBuf,
    /// The program and its arguments
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

/// Runs a command through [`measured`] and reads its figures. The command's
/// output goes to `log`.
pub(crate) fn measure(command: &Command, log: &Path) -> Result<Usage> {
    let report = log.with_extension("json");
    let this = std::env::current_exe().context("finding this program")?;
    let mut outer = Command::new(this);
    outer.arg("measured").arg("--report").arg(&report).arg("--");
    outer.arg(command.get_program()).args(command.get_args());
    if let Some(dir) = command.get_current_dir() {
        outer.current_dir(dir);
    }
    let file = std::fs::File::create(log).with_context(|| format!("creating {}", log.display()))?;
    outer.stdin(Stdio::null()).stderr(file.try_clone()?).stdout(file);
    let status = outer.status().context("starting the measurement")?;
    if !status.success() {
        let output = std::fs::read_to_string(log).unwrap_or_default();
        let name = Path::new(command.get_program()).display();
        bail!("`{name}` failed ({status}):\n{}", output.trim_end());
    }
    let text = std::fs::read_to_string(&report).with_context(|| format!("reading {}", report.display()))?;
    serde_json::from_str(&text).context("reading the figures")
}

/// The hidden task: runs one command and writes what it used.
pub(crate) fn measured(options: &MeasuredOptions) -> Result<ExitCode> {
    let (program, args) = options.command.split_first().context("no command")?;
    let started = Instant::now();
    let status = Command::new(program)
        .args(args)
        .status()
        .with_context(|| format!("`{}` could not be started", program.to_string_lossy()))?;
    let wall = started.elapsed().as_secs_f64();
    let text = serde_json::to_string(&Usage { wall, ..children()? })?;
    std::fs::write(&options.report, text).with_context(|| format!("writing {}", options.report.display()))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// CPU seconds and peak memory of the children that have ended.
#[cfg(unix)]
fn children() -> Result<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("asking the system for resource usage")?;
    let (user, system) = (usage.user_time().num_microseconds(), usage.system_time().num_microseconds());
    // Linux counts KiB, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    Ok(Usage {
        wall: 0.0,
        cpu: (user + system) as f64 / 1e6,
        kernel: system as f64 / 1e6,
        peak_mib: usage.max_rss() as f64 * f64::from(unit) / (1024.0 * 1024.0),
    })
}

/// Elsewhere only the wall time is known; zero stands for "not measured".
#[cfg(not(unix))]
fn children() -> Result<Usage> {
    Ok(Usage::default())
}

/// The run in the middle, by CPU time: one disturbed run doesn't move it.
pub(crate) fn median(mut runs: Vec<Usage>) -> Option<Usage> {
    runs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu).then(a.wall.total_cmp(&b.wall)));
    runs.get(runs.len() / 2).copied()
}

/// How a cost grows with the size: 1 is in proportion, 2 is with the square.
pub(crate) fn exponent(small: (usize, f64), large: (usize, f64)) -> Option<f64> {
    let (n1, cost1) = small;
    let (n2, cost2) = large;
    let sensible = n1 > 0 && n2 > n1 && cost1 > 0.0 && cost2 > 0.0;
    sensible.then(|| (cost2 / cost1).ln() / (n2 as f64 / n1 as f64).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(cpu: f64) -> Usage {
        Usage { wall: cpu, cpu, kernel: 0.0, peak_mib: 1.0 }
    }

    #[test]
    fn the_exponent_tells_linear_from_quadratic() {
        let close = |found: Option<f64>, wanted: f64| (found.expect("a number") - wanted).abs() < 1e-9;
        assert!(close(exponent((100, 0.2), (1000, 2.0)), 1.0));
        assert!(close(exponent((100, 0.2), (1000, 20.0)), 2.0));
        assert!(close(exponent((1000, 3.0), (10_000, 3.0)), 0.0));
        assert_eq!(exponent((1000, 3.0), (1000, 4.0)), None);
        assert_eq!(exponent((100, 0.0), (1000, 4.0)), None);
    }

    #[test]
    fn the_median_ignores_one_disturbed_run() {
        let runs = vec![usage(9.0), usage(1.0), usage(1.2)];
        assert_eq!(median(runs), Some(usage(1.2)));
        assert_eq!(median(Vec::new()), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_child_has_used_something() {
        Command::new("sh").args(["-c", ":"]).status().expect("a shell");
        let peak = children().expect("figures").peak_mib;
        assert!(peak > 0.1, "{peak} MiB");
    }
}
