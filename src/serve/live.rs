//! Tells open pages what the last build did.
//!
//! In: [`State`], sent after each build. Out: a stream of events for each open
//! page (`reload` with the addresses that changed, `problems` with their text),
//! and the script tag by which a page asks for them.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::Event;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::watch;

use super::memory::Files;

/// More addresses than this are sent as "everything".
const MANY: usize = 2000;

/// What is served.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Tells this server from one that was started before it.
    pub(super) server: u64,
    /// The base path, which ends in `/`.
    pub(super) base: String,
    /// The last good site.
    pub(super) files: Arc<Files>,
    /// What keeps the next one from being published; empty when nothing does.
    pub(super) problems: Arc<str>,
}

/// The build that a page was served from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    server: u64,
    build: u64,
}

impl Seen {
    /// Reads what [`State::stamp`] wrote.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (server, build) = text.split_once('-')?;
        Some(Self { server: server.parse().ok()?, build: build.parse().ok()? })
    }
}

#[derive(Serialize)]
struct Reload<'a> {
    pages: Vec<&'a str>,
}

#[derive(Serialize)]
struct Problems<'a> {
    text: &'a str,
}

impl State {
    fn stamp(&self) -> String {
        format!("{}-{}", self.server, self.files.build)
    }

    /// The addresses that a page served from `seen` should know of. `*` stands
    /// for all.
    fn news(&self, seen: Option<Seen>) -> Vec<String> {
        let Some(seen) = seen.filter(|seen| seen.server == self.server) else {
            return vec!["*".to_owned()];
        };
        let changed = self.files.changed_since(seen.build);
        if changed.len() > MANY {
            return vec!["*".to_owned()];
        }
        changed.into_iter().map(|path| format!("{}{}", self.base, address(path))).collect()
    }

    fn reload(&self, pages: &[String]) -> Event {
        let pages = pages.iter().map(String::as_str).collect();
        event("reload", &Reload { pages }).id(self.stamp())
    }
}

fn event(name: &str, data: &impl Serialize) -> Event {
    // A struct of strings always has a JSON form.
    Event::default().event(name).data(serde_json::to_string(data).unwrap_or_default())
}

/// A page's address ends where its file's name would start.
fn address(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
        _ => path,
    }
}

/// The events for one open page.
pub(super) fn events(
    states: watch::Receiver<State>,
    seen: Option<Seen>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let listener = Listener { states, seen, told: None, waiting: Vec::new(), first: true };
    stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    })
}

struct Listener {
    states: watch::Receiver<State>,
    seen: Option<Seen>,
    /// The problems that the page was told last.
    told: Option<Arc<str>>,
    waiting: Vec<Event>,
    first: bool,
}

impl Listener {
    /// The next event; `None` when the server ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop() {
                return Some(event);
            }
            if !std::mem::take(&mut self.first) {
                self.states.changed().await.ok()?;
            }
            self.collect();
        }
    }

    /// What the page does not know yet; last comes first out.
    fn collect(&mut self) {
        let state = self.states.borrow_and_update().clone();
        if self.told.as_ref() != Some(&state.problems) {
            self.waiting.push(event("problems", &Problems { text: &state.problems }));
            self.told = Some(Arc::clone(&state.problems));
        }
        let pages = state.news(self.seen);
        if !pages.is_empty() {
            self.waiting.push(state.reload(&pages));
        }
        self.seen = Some(Seen { server: state.server, build: state.files.build });
    }
}

/// The page with the script that follows the builds before its end.
pub(super) fn with_script(state: &State, path: &str, page: &[u8]) -> Vec<u8> {
    let end = page.windows(7).rposition(|bytes| bytes.eq_ignore_ascii_case(b"</body>")).unwrap_or(page.len());
    let address = escape(&format!("{}{}", state.base, address(path)));
    let script = script(&address, &state.stamp());
    [&page[..end], script.as_bytes(), &page[end..]].concat()
}

fn script(page: &str, build: &str) -> String {
    format!(r#"<script src="/_studydeck/live.js" defer data-page="{page}" data-build="{build}"></script>"#)
}

/// What stands in for the site before its first good build.
pub(super) fn broken_page(state: &State) -> Vec<u8> {
    let text = if state.problems.is_empty() { "The first build is running." } else { &state.problems };
    let script = script("*", &state.stamp());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>No site yet</title>\n\
         <link rel=\"stylesheet\" href=\"/_studydeck/live.css\">\n<body class=\"studydeck-broken\">\n\
         <main>\n<h1>No site yet</h1>\n\
         <p>This page follows the builds and shows the site as soon as there is one.</p>\n\
         <pre id=\"studydeck-problems\" role=\"alert\" tabindex=\"0\">{}</pre>\n</main>\n{script}\n</body>\n</html>\n",
        escape(text)
    )
    .into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::path::UrlPath;
    use crate::render::job::{Job, Sink};
    use crate::serve::memory::Memory;

    /// Publishes files as a build would.
    pub(in crate::serve) fn publish(memory: &mut Memory, files: &[(&str, &str)]) {
        let job =
            |(url, text): &(&str, &str)| Job::ready(UrlPath::authored(url).unwrap(), text.as_bytes().into());
        memory.publish(&files.iter().map(job).collect::<Vec<_>>(), false);
    }

    /// A site under `/notes/`.
    pub(in crate::serve) fn state() -> State {
        let mut memory = Memory::default();
        let page = "<html><body>x</body></html>";
        let pages = ["/", "/a/", "/ü/", "/404.html"].map(|url| (url, page));
        publish(
            &mut memory,
            &[&pages[..], &[("/assets/w.wasm", "w"), ("/assets/site.css", "c"), ("/x.y", "z")]].concat(),
        );
        State { server: 7, base: "/notes/".to_owned(), files: memory.files(), problems: "".into() }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::publish;
    use super::*;
    use crate::serve::memory::Memory;
    use futures_util::StreamExt;

    fn state(memory: &Memory, problems: &str) -> State {
        State { server: 7, base: "/notes/".to_owned(), files: memory.files(), problems: problems.into() }
    }

    /// The event's text, as it goes over the wire.
    fn wire(event: &Event) -> String {
        format!("{event:?}")
    }

    #[tokio::test]
    async fn a_page_hears_of_problems_and_of_what_changed() {
        let mut memory = Memory::default();
        publish(&mut memory, &[("/", "1"), ("/a/", "1")]);
        let (sender, receiver) = watch::channel(state(&memory, ""));
        let mut events = Box::pin(events(receiver, Seen::parse("7-1")));
        let first = events.next().await.unwrap().unwrap();
        assert!(wire(&first).contains("problems"), "{}", wire(&first));

        sender.send_replace(state(&memory, "broken link"));
        let second = events.next().await.unwrap().unwrap();
        assert!(wire(&second).contains("broken link"), "{}", wire(&second));

        publish(&mut memory, &[("/", "1"), ("/a/", "2")]);
        sender.send_replace(state(&memory, ""));
        let third = events.next().await.unwrap().unwrap();
        assert!(wire(&third).contains("/notes/a/") && wire(&third).contains("7-2"), "{}", wire(&third));
        let fourth = events.next().await.unwrap().unwrap();
        assert!(wire(&fourth).contains("problems"), "{}", wire(&fourth));

        drop(sender);
        assert!(events.next().await.is_none());
    }

    #[test]
    fn a_page_learns_what_it_missed() {
        let mut memory = Memory::default();
        publish(&mut memory, &[("/", "1"), ("/a/", "1"), ("/404.html", "1")]);
        publish(&mut memory, &[("/", "2"), ("/a/", "1"), ("/404.html", "1")]);
        let state = state(&memory, "");
        assert_eq!(state.news(Seen::parse("7-1")), ["/notes/"]);
        assert_eq!(state.news(Seen::parse("7-2")), [""; 0]);
        assert_eq!(state.news(Seen::parse("6-2")), ["*"], "another server's page starts over");
        assert_eq!(state.news(Seen::parse("nonsense")), ["*"]);
    }

    #[test]
    fn the_script_stands_before_the_end_of_the_page() {
        let state = samples::state();
        let page = String::from_utf8(with_script(&state, "a/index.html", b"<body>x</BODY></html>")).unwrap();
        let tag =
            r#"<script src="/_studydeck/live.js" defer data-page="/notes/a/" data-build="7-1"></script>"#;
        assert_eq!(page, format!("<body>x{tag}</BODY></html>"));
        assert!(
            String::from_utf8(with_script(&state, "x.html", b"no end")).unwrap().starts_with("no end<script")
        );
    }

    #[test]
    fn problems_are_shown_as_text() {
        let memory = Memory::default();
        let page = String::from_utf8(broken_page(&state(&memory, "error: `<b>` & more"))).unwrap();
        assert!(page.contains("error: `&lt;b&gt;` &amp; more"), "{page}");
    }
}
