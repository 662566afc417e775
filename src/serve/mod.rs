//! The development server: the site in memory, built again at each save.
//!
//! In: a project's folder. Out: the site on 127.0.0.1 under its base path, as
//! GitHub Pages would serve it, with a script in each page that follows the
//! builds. The same pipeline as `build` makes the pages; this module adds only
//! what is around them, and writes nothing to the disk.

mod live;
mod memory;
mod respond;
mod watch;

use std::io::{self, ErrorKind, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::{RawQuery, State as Shared};
use axum::http::{HeaderMap, Response, Uri};
use axum::response::IntoResponse;
use axum::response::sse::{KeepAlive, Sse};
use axum::routing::get;
use tokio::runtime::Runtime;
use tokio::sync::watch as states;

use self::live::{Seen, State};
use self::memory::Memory;
use self::watch::{Message, Watch};
use crate::diag::print::{Format, print, summary};
use crate::diag::{Diagnostic, Exit, Severity, has_error};
use crate::pipeline::{Options, Outcome, Pipeline};
use crate::report::{report, status};

/// The first port that is tried.
const PORT: u16 = 8080;

/// How many more are tried when it is taken.
const MORE_PORTS: u16 = 20;

/// Builds the site, serves it, and builds again at each save, until Ctrl-C.
#[must_use]
pub fn run(options: Options, port: Option<u16>, open: bool, format: Format) -> ExitCode {
    match start(options, port, open, format) {
        Ok(()) => status(Exit::Clean),
        Err(message) => {
            say(&format!("error: {message}"));
            status(Exit::Usage)
        }
    }
}

fn start(options: Options, port: Option<u16>, open: bool, format: Format) -> Result<(), String> {
    let listener = listen(port)?;
    let port = listener.local_addr().map_err(|error| error.to_string())?.port();
    let (sender, receiver) = mpsc::channel();
    // Before the first build: a save during it is not missed.
    let watch = Watch::start(&options.root, options.widgets.as_deref(), sender.clone())
        .map_err(|error| format!("can't watch `{}` for changes: {error}", options.root))?;
    let started = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis());
    let state = State {
        server: u64::try_from(started).unwrap_or(0),
        base: "/".to_owned(),
        files: Arc::default(),
        problems: "".into(),
    };
    let (states, _) = states::channel(state);
    let runtime = Runtime::new().map_err(|error| format!("can't start the server: {error}"))?;
    serve(&runtime, listener, &states).map_err(|error| format!("can't start the server: {error}"))?;
    runtime.spawn(end_on_signal(sender));
    Builder { pipeline: Pipeline::new(options), memory: Memory::default(), states, format, port, open }
        .run(watch, &receiver);
    // Open pages keep their connections; nobody waits for them.
    runtime.shutdown_background();
    Ok(())
}

/// Builds at each message, on the thread that called it.
struct Builder {
    pipeline: Pipeline,
    memory: Memory,
    states: states::Sender<State>,
    format: Format,
    port: u16,
    open: bool,
}

impl Builder {
    fn run(mut self, mut watch: Watch, messages: &Receiver<Message>) {
        self.build();
        self.announce();
        if self.open {
            open_browser(&self.address());
        }
        loop {
            match watch::next_burst(messages) {
                Message::Stop => return say("\nended"),
                Message::Changed => {}
                Message::FolderChanged => {
                    if let Err(error) = watch.arm() {
                        say(&format!("warning: some folders can't be watched: {error}"));
                    }
                }
            }
            let address = self.address();
            self.build();
            if self.address() != address {
                self.announce();
            }
        }
    }

    fn build(&mut self) {
        let start = Instant::now();
        let outcome = self.pipeline.run(&mut self.memory);
        let took = start.elapsed().as_millis();
        let failed = has_error(&outcome.diagnostics);
        let problems = if failed { errors(&outcome) } else { String::new() };
        let files = self.memory.files();
        self.states.send_modify(|state| {
            state.problems = problems.into();
            if !failed {
                state.base.clone_from(&outcome.base_path);
                state.files = files;
            }
        });
        let counts = summary(&outcome.diagnostics);
        let stays = if self.memory.files().build == 0 { "" } else { "; the last good site stays" };
        say(&match (failed, counts.is_empty()) {
            (true, _) => format!("{counts} in {took} ms{stays}"),
            (false, true) => format!("{} in {took} ms", made(&outcome)),
            (false, false) => format!("{} in {took} ms ({counts})", made(&outcome)),
        });
        report(&outcome, self.format);
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.states.borrow().base)
    }

    fn announce(&self) {
        say(&format!("the site is at {} and follows every save; Ctrl-C ends", self.address()));
    }
}

fn made(outcome: &Outcome) -> String {
    let published = &outcome.published;
    let files = if published.made == 1 { "file" } else { "files" };
    format!("built {} {files} of {} pages, {} kept", published.made, outcome.pages, published.kept)
}

/// The errors as the terminal shows them; warnings break no page.
fn errors(outcome: &Outcome) -> String {
    let errors = outcome.diagnostics.iter().filter(|problem| problem.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors.cloned().collect();
    print(&errors, Format::Terminal, &|path| outcome.text_of(path)).trim_end().to_owned()
}

/// A port that was asked for, or the first free one.
fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = port {
        return bind(port).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => format!("port {port} is taken by another program; choose another --port"),
            ErrorKind::PermissionDenied => {
                format!("port {port} needs special rights; choose a --port above 1023")
            }
            _ => format!("can't listen on port {port}: {error}"),
        });
    }
    for port in PORT..=PORT + MORE_PORTS {
        match bind(port) {
            Ok(listener) => {
                if port != PORT {
                    say(&format!("port {PORT} is taken; using {port}"));
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(format!("can't listen on port {port}: {error}")),
        }
    }
    Err(format!("ports {PORT} to {} are all taken; choose one with --port", PORT + MORE_PORTS))
}

fn serve(runtime: &Runtime, listener: TcpListener, states: &states::Sender<State>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let _guard = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let router = router(states.subscribe());
    runtime.spawn(async move { axum::serve(listener, router).await });
    Ok(())
}

fn router(states: states::Receiver<State>) -> Router {
    let live = get(live_events);
    Router::new()
        .route("/_studydeck/live", live)
        .fallback_service(get(answer).with_state(states.clone()))
        .with_state(states)
}

async fn answer(Shared(states): Shared<states::Receiver<State>>, uri: Uri) -> Response<Body> {
    let state = states.borrow().clone();
    respond::respond(&state, uri.path(), uri.query())
}

async fn live_events(
    Shared(states): Shared<states::Receiver<State>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> impl IntoResponse {
    // A browser that connects anew by itself says which event it had last.
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let asked = query.as_deref().and_then(|query| query.strip_prefix("seen="));
    let seen = last.or(asked).and_then(Seen::parse);
    Sse::new(live::events(states, seen)).keep_alive(KeepAlive::default())
}

/// Ends at the first Ctrl-C after the build that is running, at the second at once.
async fn end_on_signal(sender: Sender<Message>) {
    signal().await;
    let _ = sender.send(Message::Stop);
    signal().await;
    std::process::exit(130);
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn signal() {
    drop(tokio::signal::ctrl_c().await);
}

fn open_browser(address: &str) {
    use std::process::{Command, Stdio};
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        say(&format!("no browser could be opened; open {address} yourself"));
    }
}

fn say(line: &str) {
    // A closed terminal is no reason to stop serving.
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(test)]
mod tests;
