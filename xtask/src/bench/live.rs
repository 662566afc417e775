//! How fast `studydeck serve` shows a save. In: the generator and a project.
//! Out: the time from a save to the page's reload event, and to the new page.
//! Must not know how the server works, only the address of its events.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

/// Where the server announces reloads (Server-Sent Events).
const EVENTS: &str = "/_studydeck/live";

/// The longest wait for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two saves, so that they don't count as one.
const PAUSE: Duration = Duration::from_millis(400);

/// What the reader of a page has to wait for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wait {
    /// From the save to the event that makes the page reload.
    pub(crate) event: Duration,
    /// From the save to the end of the new page.
    pub(crate) page: Duration,
}

/// A server that ends with this value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Saves `note` several times under a running server and follows `page`, its
/// page, as a browser would.
pub(crate) fn measure(
    studydeck: &Path,
    project: &Path,
    note: &Path,
    page: &str,
    saves: usize,
) -> Result<Vec<Wait>> {
    let port = TcpListener::bind(("127.0.0.1", 0))
        .and_then(|l| l.local_addr())
        .context("finding a free port")?
        .port();
    let mut server = start(studydeck, project, port)?;
    let text = first_page(&mut server.0, port, page)?;
    let build =
        between(&text, "data-build=\"", "\"").context("the served page does not follow the builds")?;
    let mut events = TcpStream::connect(("127.0.0.1", port)).context("connecting to the server")?;
    request(&mut events, &format!("{EVENTS}?seen={build}"))?;
    let before = std::fs::read_to_string(note).with_context(|| format!("reading {}", note.display()))?;
    let mut waits = Vec::new();
    for save in 1..=saves {
        std::thread::sleep(PAUSE);
        let mark = format!("This is save number {save}.");
        let started = Instant::now();
        std::fs::write(note, format!("{before}\n{mark}\n"))
            .with_context(|| format!("writing {}", note.display()))?;
        waits.push(
            follow(&mut events, port, page, &mark, started).with_context(|| format!("save number {save}"))?,
        );
    }
    Ok(waits)
}

/// Waits for the reload after which the page holds the mark.
fn follow(events: &mut TcpStream, port: u16, page: &str, mark: &str, started: Instant) -> Result<Wait> {
    while started.elapsed() < PATIENCE {
        read_until(events, "event: reload").context("waiting for the reload event")?;
        let event = started.elapsed();
        if get(port, page)?.contains(mark) {
            return Ok(Wait { event, page: started.elapsed() });
        }
    }
    bail!("{page} still shows the old text after {} s", PATIENCE.as_secs())
}

fn start(studydeck: &Path, project: &Path, port: u16) -> Result<Server> {
    let log = project.join("serve.log");
    let file = std::fs::File::create(&log).with_context(|| format!("creating {}", log.display()))?;
    let child = Command::new(studydeck)
        .args(["serve", "--skip-widgets", "--port", &port.to_string()])
        .args(["--base-url", &format!("http://127.0.0.1:{port}/")])
        .arg("--project")
        .arg(project)
        .stdin(Stdio::null())
        .stderr(file.try_clone()?)
        .stdout(file)
        .spawn()
        .context("starting `studydeck serve`")?;
    Ok(Server(child))
}

/// The page, once the server has built it.
fn first_page(server: &mut Child, port: u16, page: &str) -> Result<String> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok(text) = get(port, page)
            && text.starts_with("HTTP/1.1 200")
        {
            return Ok(text);
        }
        if let Some(status) = server.try_wait()? {
            bail!("`studydeck serve` has ended by itself ({status}); see serve.log in the project's folder");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    bail!("`studydeck serve` has not built {page} within {} s", PATIENCE.as_secs())
}

/// A whole answer, headers included.
fn get(port: u16, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).context("connecting to the server")?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).with_context(|| format!("reading {path}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

fn request(stream: &mut TcpStream, path: &str) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let text = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n");
    stream.write_all(text.as_bytes()).with_context(|| format!("asking for {path}"))
}

/// Reads until the text has come, and returns all that was read. Must not ask
/// for more than has come: the connection stays open.
fn read_until(stream: &mut TcpStream, wanted: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        let count = stream.read(&mut buffer)?;
        ensure!(count > 0, "the connection was closed before `{}` came", wanted.trim());
        bytes.extend(buffer.iter().take(count));
        let text = String::from_utf8_lossy(&bytes);
        if text.contains(wanted) {
            return Ok(text.into_owned());
        }
    }
}
