//! The server over a real connection.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use super::live::samples;
use super::*;

struct Server {
    _runtime: Runtime,
    states: states::Sender<State>,
    port: u16,
}

fn server() -> Server {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (states, _) = states::channel(samples::state());
    let runtime = Runtime::new().unwrap();
    serve(&runtime, listener, &states).unwrap();
    Server { _runtime: runtime, states, port }
}

impl Server {
    fn connect(&self, method: &str, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str) -> String {
        let mut answer = String::new();
        self.connect(method, path).read_to_string(&mut answer).unwrap();
        answer
    }
}

#[test]
fn pages_come_uncached_and_with_the_script() {
    let server = server();
    let answer = server.ask("GET", "/notes/a/");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("cache-control: no-store"), "{answer}");
    assert!(answer.contains("/_studydeck/live.js"), "{answer}");
    assert!(server.ask("GET", "/notes/nothing").starts_with("HTTP/1.1 404"));
    assert!(server.ask("HEAD", "/notes/").starts_with("HTTP/1.1 200"));
    assert!(server.ask("POST", "/notes/").starts_with("HTTP/1.1 405"));
}

#[test]
fn the_worker_of_a_finished_site_is_sent_away() {
    let answer = server().ask("GET", "/notes/sw.js");
    assert!(answer.contains("text/javascript") && answer.contains("unregister()"), "{answer}");
}

#[test]
fn an_open_page_hears_of_a_broken_and_a_mended_build() {
    let server = server();
    let mut lines = BufReader::new(server.connect("GET", "/_studydeck/live?seen=7-1")).lines();
    let mut wait_for =
        |words: &str| lines.by_ref().find(|line| line.as_ref().unwrap().contains(words)).is_some();
    assert!(wait_for("event: problems"));
    server.states.send_modify(|state| state.problems = "error: broken link".into());
    assert!(wait_for("broken link"));

    let mut memory = Memory::default();
    samples::publish(&mut memory, &[("/a/", "1")]);
    samples::publish(&mut memory, &[("/a/", "2")]);
    server.states.send_modify(|state| {
        state.problems = "".into();
        state.files = memory.files();
    });
    assert!(wait_for("\"/notes/a/\""));
    assert!(wait_for(r#"{"text":""}"#));
}

#[test]
fn a_port_that_was_asked_for_is_not_replaced() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let message = listen(Some(port)).unwrap_err();
    assert!(message.contains(&port.to_string()) && message.contains("--port"), "{message}");
}
