//! A static server on 127.0.0.1 that behaves like GitHub Pages. In: a site's
//! folder and the path under which it lies. Out: answers as Pages would give
//! them, and on a test's word late, broken or altered ones. Must not know
//! what the files are about.

use std::io::{BufRead, BufReader, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// What is done to a file's text before it is sent.
pub type Altered = fn(&str) -> String;

/// A running server; dropping it closes it.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    listener: Option<JoinHandle<()>>,
}

struct Shared {
    folder: PathBuf,
    base: String,
    stopped: AtomicBool,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    faults: Vec<(String, Fault)>,
    asked: Vec<String>,
}

#[derive(Clone, Copy)]
enum Fault {
    Held,
    Status(u16),
    Altered(Altered),
}

struct Reply {
    status: u16,
    kind: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Server {
    /// Serves `folder` under `base` (`/` or `/name/`), on a free port.
    #[must_use]
    pub fn start(folder: &Path, base: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on 127.0.0.1");
        let address = listener.local_addr().expect("the port");
        let shared = Arc::new(Shared {
            folder: folder.to_owned(),
            base: base.to_owned(),
            stopped: AtomicBool::new(false),
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let for_thread = Arc::clone(&shared);
        Self { address, shared, listener: Some(thread::spawn(move || listen(&listener, &for_thread))) }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of a page or file, given by its path below the base.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.shared.base)
    }

    /// Lets every request whose path contains `part` wait until [`Self::mend`].
    pub fn hold(&self, part: &str) {
        self.shared.fault(part, Fault::Held);
    }

    /// Answers every request whose path contains `part` with an error.
    pub fn fail(&self, part: &str, status: u16) {
        self.shared.fault(part, Fault::Status(status));
    }

    /// Sends every text whose path contains `part` as `change` makes it.
    pub fn alter(&self, part: &str, change: Altered) {
        self.shared.fault(part, Fault::Altered(change));
    }

    /// Takes all faults back.
    pub fn mend(&self) {
        self.shared.state().faults.clear();
        self.shared.changed.notify_all();
    }

    /// The paths asked for so far.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.shared.state().asked.clone()
    }

    /// Closes the port: from now on there is no server.
    pub fn stop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        self.mend();
        // The listener looks at the flag when somebody comes.
        let _ = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // A test that panicked elsewhere leaves nothing half done in here.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, part: &str, fault: Fault) {
        self.state().faults.push((part.to_owned(), fault));
    }

    /// Notes a request and gives the fault that meets it, after any waiting.
    fn meet(&self, path: &str) -> Option<Fault> {
        let mut state = self.state();
        state.asked.push(path.to_owned());
        loop {
            let fault =
                state.faults.iter().find(|(part, _)| path.contains(part.as_str())).map(|(_, fault)| *fault);
            match fault {
                Some(Fault::Held) if !self.stopped.load(Ordering::SeqCst) => {
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                other => return other,
            }
        }
    }

    fn reply(&self, path: &str) -> Reply {
        let fault = self.meet(path);
        let mut reply = self.file(path);
        match fault {
            Some(Fault::Status(status)) => reply = Reply::text(status, "broken by the test"),
            Some(Fault::Altered(change)) => {
                let text = String::from_utf8_lossy(&reply.body);
                let changed = change(&text);
                assert!(changed != text, "the change to {path} changes nothing");
                reply.body = changed.into_bytes();
            }
            Some(Fault::Held) | None => {}
        }
        reply
    }

    fn file(&self, path: &str) -> Reply {
        let decoded = decode(path);
        let Some(below) = decoded.strip_prefix(&self.base) else {
            return Reply::text(404, "outside the site");
        };
        if below.split('/').any(|part| part == ".." || part == ".") {
            return Reply::text(400, "not a path");
        }
        let file = self.folder.join(below);
        if below.is_empty() || below.ends_with('/') {
            return self.read(&file.join("index.html"));
        }
        if file.join("index.html").is_file() {
            let mut moved = Reply::text(301, "");
            moved.location = Some(format!("{path}/"));
            return moved;
        }
        let page = self.folder.join(format!("{below}.html"));
        self.read(if file.is_file() { &file } else { &page })
    }

    fn read(&self, file: &Path) -> Reply {
        if let Ok(body) = std::fs::read(file) {
            return Reply { status: 200, kind: kind(file), location: None, body };
        }
        Reply {
            status: 404,
            kind: "text/html; charset=utf-8",
            location: None,
            body: std::fs::read(self.folder.join("404.html")).unwrap_or_default(),
        }
    }
}

impl Reply {
    fn text(status: u16, body: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", location: None, body: body.as_bytes().to_vec() }
    }

    fn send(&self, stream: &mut TcpStream) -> Result<()> {
        let location =
            self.location.as_ref().map_or_else(String::new, |location| format!("Location: {location}\r\n"));
        write!(
            stream,
            "HTTP/1.1 {} -\r\nContent-Type: {}\r\nContent-Length: {}\r\n{location}\
             Cache-Control: max-age=600\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n",
            self.status,
            self.kind,
            self.body.len()
        )?;
        stream.write_all(&self.body)
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let shared = Arc::clone(shared);
        // A browser that hangs up early is no failure of the server.
        thread::spawn(move || stream.and_then(|mut stream| answer(&mut stream, &shared)));
    }
}

fn answer(stream: &mut TcpStream, shared: &Shared) -> Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    // The rest of the head says nothing that matters here, but must be read.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let Some(target) = first.split(' ').nth(1) else {
        return Ok(()); // a connection opened in advance and not used
    };
    let path = target.split('?').next().unwrap_or(target);
    shared.reply(path).send(stream)
}

/// The types that GitHub Pages gives to the kinds of files that a site has.
fn kind(file: &Path) -> &'static str {
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "application/javascript; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Undoes percent-encoding.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::get;

    /// A small site in a folder of its own, gone afterwards.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("site-tests-{}-{name}", std::process::id()));
            for (path, text) in
                [("index.html", "home"), ("404.html", "lost"), ("a b/index.html", "page"), ("m.wasm", "wasm")]
            {
                let file = folder.join(path);
                std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
                std::fs::write(file, text).expect("a file");
            }
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn it_answers_as_github_pages_does() {
        let folder = Folder::new("pages");
        let server = Server::start(&folder.0, "/notes/");
        let ask = |path: &str| get(server.address(), path).expect("an answer");
        assert_eq!((ask("/notes/").status, ask("/").status), (200, 404));
        let moved = ask("/notes/a%20b");
        assert_eq!((moved.status, moved.header("location")), (301, Some("/notes/a%20b/")));
        assert_eq!(ask("/notes/a%20b/").body, b"page");
        assert_eq!(ask("/notes/m.wasm?x").header("content-type"), Some("application/wasm"));
        let lost = ask("/notes/x/y/");
        assert_eq!((lost.status, lost.body.as_slice()), (404, b"lost".as_slice()));
        assert_eq!(ask("/notes/../404.html").status, 400);
    }

    #[test]
    fn it_breaks_alters_and_holds_what_the_test_names() {
        let folder = Folder::new("faults");
        let mut server = Server::start(&folder.0, "/");
        let address = server.address();
        server.fail("m.wasm", 503);
        server.alter("404", str::to_uppercase);
        assert_eq!(get(address, "/m.wasm").expect("an answer").status, 503);
        assert_eq!(get(address, "/404.html").expect("an answer").body, b"LOST");
        server.mend();
        server.hold("m.wasm");
        let late = thread::spawn(move || get(address, "/m.wasm").expect("an answer").body);
        while server.asked().iter().filter(|path| *path == "/m.wasm").count() < 2 {
            thread::yield_now();
        }
        assert!(!late.is_finished());
        server.mend();
        assert_eq!(late.join().expect("no panic"), b"wasm");
        server.stop();
        assert!(get(address, "/").is_err(), "the port is closed");
    }
}
