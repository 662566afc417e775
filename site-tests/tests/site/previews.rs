//! A link of the text shows what lies behind it: by mouse, by keyboard and by
//! a finger that stays down. Never two at once, and never over its own link.

use serde_json::{Value, json};
use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

const PAGE: &str = "ecs/overview/";
const LINK: &str = ".prose a[href$='/ecs/launch-types/']";
const OPEN: &str = "document.querySelector('#sd-preview')?.checkVisibility()";

async fn open(width: u32) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.width(width).await;
    browser.open(&server.url(PAGE)).await;
    assert!(!browser.holds(OPEN).await, "closed at first");
    (server, browser)
}

/// Long enough that what wants to open or close has done so.
async fn a_while() {
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
}

async fn focus(browser: &Browser) {
    // A link that a key has reached, and not one that was clicked.
    browser.press(Key::Tab).await;
    browser.js(&format!("document.querySelector(\"{LINK}\").focus()")).await;
    browser.wait(OPEN).await;
}

async fn touch(browser: &Browser, kind: &str, points: Value) {
    browser.devtools("Input.dispatchTouchEvent", json!({ "type": kind, "touchPoints": points })).await;
}

/// The middle of the link, scrolled into the window.
async fn middle(browser: &Browser) -> Value {
    let script = format!(
        "const link = document.querySelector(\"{LINK}\");
        link.scrollIntoView({{ block: 'center', behavior: 'instant' }});
        const box = link.getClientRects()[0];
        return [{{ x: box.left + box.width / 2, y: box.top + box.height / 2 }}]"
    );
    browser.js(&script).await
}

#[tokio::test]
async fn the_mouse_opens_it_can_go_over_to_it_and_leaves_it() {
    let (_server, browser) = open(1280).await;
    browser.hover(LINK).await;
    browser.wait(OPEN).await;
    let text = browser.text("document.querySelector('#sd-preview').innerText").await;
    assert!(text.contains("ECS launch types") && text.contains("Amazon ECS") && text.len() > 60, "{text}");
    browser.hover("#sd-preview").await;
    a_while().await;
    assert!(browser.holds(OPEN).await, "it stays under the pointer");
    browser.hover("h1").await;
    browser.wait(&format!("!{OPEN}")).await;
}

#[tokio::test]
async fn focus_opens_it_and_escape_closes_it() {
    for width in [390, 1280] {
        let (_server, browser) = open(width).await;
        focus(&browser).await;
        let described = "document.activeElement.getAttribute('aria-describedby') === 'sd-preview'";
        assert!(browser.holds(described).await);
        assert!(browser.holds("document.querySelector('#sd-preview').role === 'tooltip'").await);
        browser.press(Key::Escape).await;
        assert!(!browser.holds(OPEN).await);
        assert!(browser.holds("!document.activeElement.hasAttribute('aria-describedby')").await);
        assert!(browser.holds("document.activeElement.matches('.prose a')").await, "the focus stays");
        focus(&browser).await;
        browser.press(Key::Tab).await;
        assert!(!browser.holds(OPEN).await, "it goes with the focus");
    }
}

#[tokio::test]
async fn it_lies_in_the_window_and_not_over_its_link() {
    for width in [390, 1280] {
        let (_server, browser) = open(width).await;
        for block in ["start", "center", "end"] {
            focus(&browser).await;
            browser.press(Key::Escape).await;
            browser.js("document.activeElement.blur()").await;
            let script = format!(
                "const link = document.querySelector(\"{LINK}\");
                link.focus({{ preventScroll: true }});
                link.scrollIntoView({{ block: '{block}', behavior: 'instant' }})"
            );
            browser.js(&script).await;
            browser.wait(OPEN).await;
            let boxes = format!(
                "const [link, box] = [\"{LINK}\", '#sd-preview']
                .map((selector) => document.querySelector(selector).getBoundingClientRect());"
            );
            let inside =
                "box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight";
            let inside = browser.js(&format!("{boxes} return {inside}")).await;
            assert_eq!(inside, true, "in the window at {width} px, {block}");
            let apart = "box.top >= link.bottom - 1 || box.bottom <= link.top + 1";
            let apart = browser.js(&format!("{boxes} return {apart}")).await;
            assert_eq!(apart, true, "not over the link at {width} px, {block}");
            assert!(browser.holds("document.documentElement.scrollWidth <= innerWidth").await);
        }
    }
}

#[tokio::test]
async fn there_is_one_at_most_and_its_data_is_fetched_once() {
    let (_server, browser) = open(1280).await;
    let asked = async || {
        let requests = browser.requests().await;
        requests.iter().filter(|request| request.url.contains("previews.json")).count()
    };
    assert_eq!(asked().await, 0, "a page that is only read asks for nothing");
    focus(&browser).await;
    assert_eq!(asked().await, 1);
    browser.hover(".prose a[href$='/ecs/containers-on-aws/']").await;
    browser
        .expect(
            "document.querySelector('#sd-preview p:nth-child(2)')?.textContent",
            "Container services on AWS",
        )
        .await;
    assert_eq!(browser.text("document.querySelectorAll('[role=tooltip]#sd-preview').length").await, "1");
    assert_eq!(browser.text("document.querySelectorAll('[aria-describedby=sd-preview]').length").await, "1");
    assert_eq!(asked().await, 0, "the second link has its data");
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn menus_and_places_on_the_page_have_none() {
    let (_server, browser) = open(1280).await;
    for selector in ["#sd-menu a[href$='/ecs/volumes/']", ".crumbs a", ".prose .cite a", ".prose .anchor"] {
        browser.hover(selector).await;
        a_while().await;
        assert!(!browser.holds(OPEN).await, "{selector}");
    }
}

#[tokio::test]
async fn a_long_press_opens_it_and_follows_no_link() {
    let (_server, browser) = open(390).await;
    browser.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    let place = middle(&browser).await;
    touch(&browser, "touchStart", place).await;
    browser.wait(OPEN).await;
    touch(&browser, "touchEnd", json!([])).await;
    a_while().await;
    assert!(browser.holds(OPEN).await, "it stays when the finger is lifted");
    assert!(browser.text("location.pathname").await.ends_with(PAGE), "the link is not followed");
    touch(&browser, "touchStart", json!([{ "x": 5, "y": 5 }])).await;
    touch(&browser, "touchEnd", json!([])).await;
    browser.wait(&format!("!{OPEN}")).await;
}

#[tokio::test]
async fn a_tap_follows_the_link() {
    let (_server, browser) = open(390).await;
    browser.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    let place = middle(&browser).await;
    touch(&browser, "touchStart", place).await;
    touch(&browser, "touchEnd", json!([])).await;
    browser.wait("location.pathname.endsWith('/ecs/launch-types/')").await;
}

#[tokio::test]
async fn it_works_without_a_network() {
    let (mut server, browser) = open(1280).await;
    browser.wait("navigator.serviceWorker.controller?.state === 'activated'").await;
    server.stop();
    browser.hover(LINK).await;
    browser.wait(OPEN).await;
}
