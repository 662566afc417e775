//! Child processes. In: a command and one line saying what it is for. Out:
//! success, or an error that a stranger can act on. Shows what is going on
//! meanwhile. Must not know what any command means.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How often a step that prints nothing says that it is still at work.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Lines of a quiet step's output that are shown when it fails.
const TAIL: usize = 40;

/// What `cargo run` tells a program about itself. A cargo started by that
/// program must not inherit it: build scripts that watch such variables would
/// run again each time.
const CARGO_RUN_PREFIXES: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// One child process, before it is started.
#[derive(Debug)]
pub(crate) struct Job {
    what: String,
    command: Command,
    hint: Option<String>,
    log: Option<PathBuf>,
}

impl Job {
    /// A job that runs `program`; `what` completes the sentence "I am …".
    pub(crate) fn new(what: impl Into<String>, program: impl AsRef<OsStr>) -> Self {
        Self { what: what.into(), command: Command::new(program), hint: None, log: None }
    }

    /// A job that runs the cargo of the native build.
    pub(crate) fn cargo(what: impl Into<String>, root: &Path) -> Self {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut job = Self::new(what, cargo).dir(root);
        for (name, _) in std::env::vars_os() {
            let about_this_program =
                name.to_str().is_some_and(|name| CARGO_RUN_PREFIXES.iter().any(|p| name.starts_with(p)));
            if about_this_program {
                job.command.env_remove(name);
            }
        }
        job
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// Adds arguments.
    pub(crate) fn args<I, S>(mut self, args: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: AsRef<OsStr>,
    {
        self.command.args(args);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Removes an environment variable.
    pub(crate) fn env_remove(mut self, name: impl AsRef<OsStr>) -> Self {
        self.command.env_remove(name);
        self
    }

    /// Sets the working folder.
    pub(crate) fn dir(mut self, dir: impl AsRef<Path>) -> Self {
        self.command.current_dir(dir);
        self
    }

    /// What the reader can do when the job fails.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Keeps the output in a file under `logs`, shown only on failure.
    pub(crate) fn quiet(mut self, logs: &Path, name: &str) -> Self {
        self.log = Some(logs.join(format!("{name}.log")));
        self
    }

    /// Runs the job to its end; any exit status but 0 is an error.
    pub(crate) fn run(self) -> Result<()> {
        let hint = self.hint.clone();
        let line = self.line();
        let status = self.status()?;
        if status.success() {
            return Ok(());
        }
        let hint = hint.map(|h| format!("\n{h}")).unwrap_or_default();
        bail!("`{line}` failed ({status}){hint}");
    }

    /// Runs the job to its end and returns its exit status.
    pub(crate) fn status(mut self) -> Result<ExitStatus> {
        eprintln!("==> {}", self.what);
        if let Some(log) = &self.log {
            let file = create(log)?;
            self.command.stderr(file.try_clone()?).stdout(file).stdin(Stdio::null());
        }
        let started = Instant::now();
        let mut child = self.command.spawn().with_context(|| {
            let hint = self.hint.as_deref().map(|h| format!("\n{h}")).unwrap_or_default();
            format!("`{}` could not be started{hint}", self.line())
        })?;
        // A cargo on a terminal draws its own progress.
        let silent = self.log.is_some() || !io::stderr().is_terminal();
        let status = with_heartbeat(silent.then_some(self.what.as_str()), || child.wait())
            .with_context(|| format!("waiting for `{}`", self.line()))?;
        match &self.log {
            Some(log) if !status.success() => show_tail(log),
            _ => {}
        }
        let took = started.elapsed();
        if status.success() && took >= Duration::from_secs(1) {
            eprintln!("    done in {}", seconds(took));
        }
        Ok(status)
    }

    /// Puts the child in this program's place where the system can do that, so
    /// that a signal sent to this program reaches it. Otherwise runs it and
    /// returns its exit status.
    pub(crate) fn replace_self(mut self) -> Result<ExitStatus> {
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt as _;
            eprintln!("==> {}", self.what);
            let error = self.command.exec();
            Err(error).with_context(|| format!("`{}` could not be started", self.line()))
        }
        #[cfg(not(unix))]
        self.status()
    }

    /// Standard output of a short command, or `None` if it can't be started or
    /// fails. Prints nothing.
    pub(crate) fn text(mut self) -> Option<String> {
        let output = self.command.stdin(Stdio::null()).output().ok()?;
        if !output.status.success() {
            return None;
        }
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The command as one would type it, with the program's bare name.
    fn line(&self) -> String {
        let program = Path::new(self.command.get_program());
        let mut line = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
        for arg in self.command.get_args() {
            line.push(' ');
            line.push_str(&arg.to_string_lossy());
        }
        line
    }
}

/// The first of `names` that is an executable file in a folder of PATH.
pub(crate) fn which(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        folders.iter().map(|folder| folder.join(&name)).find(|file| file.is_file())
    })
}

/// A duration as people read it: `0.4 s`, `12 s`, `2 min 5 s`.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    match whole {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {} s", whole / 60, whole % 60),
    }
}

/// Runs `work`, printing every so often that `what` is still going on.
fn with_heartbeat<T>(what: Option<&str>, work: impl FnOnce() -> T) -> T {
    let Some(what) = what else { return work() };
    let started = Instant::now();
    std::thread::scope(|scope| {
        let (stop, stopped) = mpsc::channel::<()>();
        scope.spawn(move || {
            while stopped.recv_timeout(HEARTBEAT) == Err(RecvTimeoutError::Timeout) {
                eprintln!("    still {what}: {}", seconds(started.elapsed()));
            }
        });
        let result = work();
        drop(stop);
        result
    })
}

fn create(file: &Path) -> Result<File> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("creating the folder {}", folder.display()))?;
    }
    File::create(file).with_context(|| format!("creating {}", file.display()))
}

fn show_tail(log: &Path) {
    let Ok(bytes) = std::fs::read(log) else {
        return;
    };
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    for line in lines.iter().skip(lines.len().saturating_sub(TAIL)) {
        eprintln!("    {line}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(seconds(Duration::from_millis(440)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(12)), "12 s");
        assert_eq!(seconds(Duration::from_secs(125)), "2 min 5 s");
    }

    #[test]
    fn a_program_that_does_not_exist_is_named_together_with_the_hint() {
        let error = Job::new("trying", "no-such-program-here")
            .arg("--flag")
            .hint("Install it.")
            .run()
            .expect_err("it does not exist");
        let text = format!("{error:#}");
        assert!(text.contains("no-such-program-here --flag"), "{text}");
        assert!(text.contains("Install it."), "{text}");
    }

    #[test]
    fn nothing_is_found_under_an_unknown_name() {
        assert_eq!(which(&["no-such-program-here"]), None);
    }
}
