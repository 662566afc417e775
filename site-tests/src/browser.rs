//! A headless Chromium with a fresh profile, driven through ChromeDriver. In:
//! the programs named by CHROMIUM and CHROMEDRIVER. Out: what a reader would
//! see and do. Both programs end with the value, also when a test panics.
//! Must not know the site.

use std::io::{BufRead, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::common::print::PrintParameters;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, LoggingPrefsLogLevel};

use crate::{env, http};

/// How long anything may take. Long, because a crowded machine is no defect.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often ChromeDriver is asked to start.
const ATTEMPTS: u32 = 5;

/// The same chance in every run, so that what a page draws is never what makes a test fail. The
/// tab's name carries it over a reload, which must not draw the same again; a second tab has its
/// own. Lehmer's generator; its constants are those of C++'s `minstd_rand`.
const CHANCE: &str = "Math.random = () => {
    window.name = (Number(window.name) || SEED) * 48271 % 2147483647;
    return window.name / 2147483647;
};";

const NO_ANSWER: &str = "no answer";

const FLAGS: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// A browser with one tab.
pub struct Browser {
    /// `None` only while it is being dropped.
    driver: Option<WebDriver>,
    process: Process,
}

/// A request of the page and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for.
    pub url: String,
    /// The status of the answer, or why there was none.
    pub outcome: Result<u64, String>,
}

/// ChromeDriver, and the folder of the browser's profile.
struct Process {
    child: Child,
    /// Kept open: the driver may still want to say something.
    _output: BufReader<ChildStdout>,
    address: SocketAddr,
    profile: PathBuf,
}

impl Browser {
    /// Starts one, 1280 px wide, in the light scheme.
    pub async fn start() -> Self {
        let process = Process::start(&env::path("CHROMEDRIVER"));
        let capabilities = capabilities(&env::path("CHROMIUM"), &process.profile);
        let driver =
            WebDriver::new(format!("http://{}", process.address), capabilities.expect("capabilities"))
                .await
                .expect("ChromeDriver starts Chromium");
        let browser = Self { driver: Some(driver), process };
        browser.driver().set_script_timeout(PATIENCE * 2).await.expect("a script timeout");
        browser.width(1280).await;
        browser.scheme("light").await;
        let source = CHANCE.replace("SEED", &env::number("CHANCE").to_string());
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        // The page that a new tab shows talks too; what it said is not ours.
        browser.open("about:blank").await;
        browser.requests().await;
        browser.console().await;
        browser
    }

    fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("taken only when dropped")
    }

    /// Opens an address and waits until it has loaded.
    pub async fn open(&self, url: &str) {
        let opened = self.driver().goto(url).await;
        opened.unwrap_or_else(|error| panic!("opening {url}: {error}"));
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        self.driver().back().await.expect("a page before this one");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.driver().refresh().await.expect("the page loads again");
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let sent = self.driver().cdp().send_raw(command, parameters).await;
        sent.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Makes the page so many CSS pixels wide; a window could not be so narrow.
    pub async fn width(&self, pixels: u32) {
        let metrics = json!({ "width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Makes the system's scheme `light` or `dark`, without moving pictures:
    /// a colour half way through a change is nobody's defect.
    pub async fn scheme(&self, scheme: &str) {
        self.media("screen", scheme).await;
    }

    /// Shows the page as it would be printed.
    pub async fn paper(&self) {
        self.media("print", "light").await;
    }

    async fn media(&self, media: &str, scheme: &str) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        let parameters = json!({ "media": media, "features": features });
        self.devtools("Emulation.setEmulatedMedia", parameters).await;
    }

    /// Runs a script in the page; it gives its value with `return`.
    pub async fn js(&self, script: &str) -> Value {
        self.js_with(script, Vec::new()).await
    }

    /// Runs a script with `arguments`.
    pub async fn js_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        let done = self.driver().execute(script, arguments).await;
        let done = done.unwrap_or_else(|error| panic!("{error}\nin the script: {}", start(script)));
        done.json().clone()
    }

    /// Runs a script that hands its value to the function that is its last argument.
    pub async fn js_async(&self, script: &str) -> Value {
        let done = self.driver().execute_async(script, Vec::new()).await;
        let done = done.unwrap_or_else(|error| panic!("{error}\nin the script: {}", start(script)));
        done.json().clone()
    }

    /// The value of an expression as text.
    pub async fn text(&self, expression: &str) -> String {
        match self.js(&format!("return {expression}")).await {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Whether an expression holds.
    pub async fn holds(&self, expression: &str) -> bool {
        self.js(&format!("return !!({expression})")).await == Value::Bool(true)
    }

    /// Waits until an expression holds.
    pub async fn wait(&self, expression: &str) {
        let started = Instant::now();
        while !self.holds(expression).await {
            if started.elapsed() > PATIENCE {
                let page = self.text("location.href").await;
                let console = self.console().await;
                panic!("on {page} this did not come true: {expression}\nconsole: {console:#?}");
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Waits until an expression has a value; says what it has instead.
    pub async fn expect(&self, expression: &str, value: &str) {
        let started = Instant::now();
        loop {
            let found = self.text(expression).await;
            if found == value {
                return;
            }
            assert!(started.elapsed() < PATIENCE, "{expression} is {found:?}, not {value:?}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The element that a selector names.
    pub async fn element(&self, selector: &str) -> WebElement {
        let found = self.driver().find(By::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}"))
    }

    /// Clicks as a mouse does, with the element in the middle of the window:
    /// at its edges something may be fixed.
    pub async fn click(&self, selector: &str) {
        let element = self.show(selector).await;
        let clicked = element.click().await;
        clicked.unwrap_or_else(|error| panic!("clicking {selector}: {error}"));
    }

    /// Moves the mouse to the middle of an element.
    pub async fn hover(&self, selector: &str) {
        let element = self.show(selector).await;
        // The page hears of having been scrolled a frame later, and may close what the mouse opened.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let moved = self.driver().action_chain().move_to_element_center(&element);
        moved.perform().await.expect("the mouse moves");
    }

    async fn show(&self, selector: &str) -> WebElement {
        let script =
            "document.querySelector(arguments[0])?.scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.js_with(script, vec![json!(selector)]).await;
        self.element(selector).await
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: impl Into<TypingData>) {
        let pressed = self.driver().action_chain().send_keys(keys);
        pressed.perform().await.expect("keys can be pressed");
    }

    /// Presses Shift and Tab.
    pub async fn press_back(&self) {
        let chain = self.driver().action_chain();
        let chain = chain.key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift);
        chain.perform().await.expect("keys can be pressed");
    }

    /// Puts the focus into a text field and types over what stands there.
    pub async fn type_over(&self, selector: &str, text: &str) {
        let script = "const field = document.querySelector(arguments[0]); field.focus(); field.select();";
        self.js_with(script, vec![json!(selector)]).await;
        self.press(text).await;
    }

    /// As [`Self::type_over`], but all at once, as from the clipboard.
    pub async fn paste_over(&self, selector: &str, text: &str) {
        let script = "const field = document.querySelector(arguments[0]); field.focus(); field.select();";
        self.js_with(script, vec![json!(selector)]).await;
        self.devtools("Input.insertText", json!({ "text": text })).await;
    }

    /// The page as a PDF, on the paper that its stylesheet asks for.
    pub async fn pdf(&self) -> Vec<u8> {
        let paper = PrintParameters { shrink_to_fit: false, ..PrintParameters::default() };
        self.driver().print_page(paper).await.expect("the page can be printed")
    }

    /// The console's messages since the last call.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.driver().browser_log().await.expect("the console");
        entries.into_iter().map(|entry| format!("{}: {}", entry.level, entry.message)).collect()
    }

    /// The page's requests since the last call, each with its end: it waits
    /// for answers that are under way.
    pub async fn requests(&self) -> Vec<Exchange> {
        let started = Instant::now();
        let mut events: Vec<Value> = Vec::new();
        loop {
            let entries = self.driver().get_log("performance").await.expect("the network's log");
            let new = entries.iter().filter_map(|entry| serde_json::from_str(&entry.message).ok());
            events.extend(new.map(|event: Value| event["message"].clone()));
            let exchanges = exchanges(&events);
            let waiting = exchanges.iter().any(|exchange| exchange.outcome == Err(NO_ANSWER.to_owned()));
            if !waiting || started.elapsed() > PATIENCE / 3 {
                return exchanges;
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ended by `Process`, which can do it while a panic unwinds.
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
        let _ = http::get(self.process.address, "/shutdown");
    }
}

impl Process {
    /// The driver picks a port for IPv4 and IPv6 at once. With many starting
    /// together the two can clash; it then ends without a word, and is asked again.
    fn start(program: &Path) -> Self {
        for attempt in 1..=ATTEMPTS {
            if let Some(process) = Self::try_start(program) {
                return process;
            }
            std::thread::sleep(Duration::from_millis(200) * attempt);
        }
        panic!("{} did not say its port, asked {ATTEMPTS} times", program.display());
    }

    fn try_start(program: &Path) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("site-tests-profile-{}-{number}", std::process::id());
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("starting {}: {error}", program.display()));
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let port = output.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let port = line.split("on port ").nth(1)?.trim_end_matches('.').parse::<u16>();
            port.ok().filter(|port| *port != 0)
        });
        let Some(port) = port else {
            // Its output has ended, so it is ending too.
            let _ = child.wait();
            return None;
        };
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Some(Self { child, _output: output, address, profile: std::env::temp_dir().join(name) })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let started = Instant::now();
        // Asked to shut down, it closes the browser first; killed, it could not.
        while started.elapsed() < Duration::from_secs(5) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn capabilities(chromium: &Path, profile: &Path) -> WebDriverResult<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(&chromium.to_string_lossy())?;
    for flag in FLAGS {
        capabilities.add_arg(flag)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    capabilities.set_logging_prefs("performance".to_owned(), LoggingPrefsLogLevel::All)?;
    Ok(capabilities)
}

/// Puts the events of the network together, request by request.
fn exchanges(events: &[Value]) -> Vec<Exchange> {
    // (its id, the document that made it, the request)
    let mut open: Vec<(&Value, &Value, Exchange)> = Vec::new();
    let mut document = &Value::Null;
    for event in events {
        let parameters = &event["params"];
        let id = &parameters["requestId"];
        let known = open.iter_mut().rev().find(|(known, ..)| *known == id);
        let status = |response: &Value| response["status"].as_u64().unwrap_or_default();
        match (event["method"].as_str(), known) {
            (Some("Network.requestWillBeSent"), known) => {
                // A redirect goes on under the same id; a service worker
                // that passes the request on only says it twice.
                let redirect = &parameters["redirectResponse"];
                match known {
                    Some(_) if redirect.is_null() => continue,
                    Some((.., exchange)) => exchange.outcome = Ok(status(redirect)),
                    None => {}
                }
                if parameters["type"] == "Document" {
                    document = &parameters["loaderId"];
                }
                let url = parameters["request"]["url"].as_str();
                let url = url.unwrap_or_default().to_owned();
                let outcome = Err(NO_ANSWER.to_owned());
                open.push((id, &parameters["loaderId"], Exchange { url, outcome }));
            }
            (Some("Network.responseReceived"), Some((.., exchange))) => {
                exchange.outcome = Ok(status(&parameters["response"]));
            }
            (Some("Network.loadingFailed"), Some((.., exchange))) => {
                exchange.outcome = Err(parameters["errorText"].to_string());
            }
            _ => {}
        }
    }
    // What the page before was still waiting for went with it, without a word.
    let left = |of: &Value, exchange: &Exchange| {
        !document.is_null() && of != document && exchange.outcome == Err(NO_ANSWER.to_owned())
    };
    open.retain(|(_, of, exchange)| !left(of, exchange));
    open.into_iter().map(|(.., exchange)| exchange).collect()
}

/// The script of axe-core, which puts itself into the page as `axe`.
#[must_use]
pub fn axe_source() -> String {
    let file = env::path("AXE_JS");
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn start(script: &str) -> String {
    script.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(method: &str, params: &Value) -> Value {
        json!({ "method": format!("Network.{method}"), "params": params })
    }

    fn sent(id: &str, url: &str, kind: &str, document: &str) -> Value {
        let params = json!({
            "requestId": id, "request": { "url": url }, "type": kind, "loaderId": document,
        });
        event("requestWillBeSent", &params)
    }

    #[test]
    fn the_events_of_a_request_are_put_together() {
        let events = [
            sent("1", "a", "Other", "d"),
            sent("2", "b", "Other", "d"),
            event("loadingFailed", &json!({ "requestId": "2", "errorText": "gone" })),
            event("responseReceived", &json!({ "requestId": "1", "response": { "status": 200 } })),
            event("dataReceived", &json!({ "requestId": "1" })),
        ];
        let outcomes = exchanges(&events).into_iter().map(|exchange| exchange.outcome);
        assert_eq!(outcomes.collect::<Vec<_>>(), [Ok(200), Err("\"gone\"".to_owned())]);
    }

    #[test]
    fn what_a_page_waited_for_when_it_was_left_is_not_counted() {
        let events = [
            sent("1", "icon", "Other", "before"),
            sent("2", "page", "Document", "now"),
            event("responseReceived", &json!({ "requestId": "2", "response": { "status": 200 } })),
            sent("3", "style", "Stylesheet", "now"),
        ];
        let urls = exchanges(&events).into_iter().map(|exchange| exchange.url);
        assert_eq!(urls.collect::<Vec<_>>(), ["page", "style"]);
    }
}
