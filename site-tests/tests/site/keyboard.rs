//! The keyboard is enough: everything can be reached, seen and left.

use serde_json::Value;
use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

async fn open(page: &str, width: u32) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.width(width).await;
    browser.open(&server.url(page)).await;
    (server, browser)
}

/// Says of the focused element: its name, where it stands in the document,
/// whether its focus is marked, and whether any of it can be seen.
const STOP: &str = "
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const marked = (element) => {
        if (!element) return false;
        const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !outlineColor.endsWith(', 0)');
    };
    const boxes = [...focused.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    const seen = boxes.some((box) => {
        for (let i = 1; i < 8; i++) for (let j = 1; j < 8; j++) {
            const hit = document.elementFromPoint(box.left + box.width * i / 8, box.top + box.height * j / 8);
            if (hit && (focused.contains(hit) || hit.closest('label')?.control === focused)) return true;
        }
        return false;
    });
    const name = focused.tagName.toLowerCase() + [...focused.classList].map((c) => '.' + c).join('')
        + ` \"${(focused.textContent || focused.id).trim().slice(0, 40)}\"`;
    return { name, index: [...document.querySelectorAll('*')].indexOf(focused), marked: marked(focused) || marked(focused.closest('label')), seen };";

/// What could be reached with Tab, if it is where Tab should go: one button of
/// a radio group, and nothing in a closed fold.
const REACHABLE: &str = "
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled);
    const stands = (element) => {
        const group = all.filter((other) => other.type === 'radio' && other.name === element.name);
        return element === (group.find((other) => other.checked) ?? group[0]);
    };
    return all.filter((element) => element.type !== 'radio' || stands(element)).length;";

async fn every_stop_is_marked_seen_and_left(page: &str, width: u32) {
    let (_server, browser) = open(page, width).await;
    if browser.holds("document.querySelector('[data-island]')").await {
        // A widget may show fewer things once it is alive: two columns of three on a phone.
        crate::calculator::come_alive(&browser).await;
        browser
            .js("document.querySelectorAll('[data-island]').forEach((island) => island.dispatchEvent(new Event('focusin')))")
            .await;
        browser
            .wait("[...document.querySelectorAll('[data-island]')].every((island) => 'ready' in island.dataset)")
            .await;
        browser.js("scrollTo({ top: 0, behavior: 'instant' })").await;
    }
    let reachable = browser.js(REACHABLE).await.as_u64().expect("a count");
    let mut found = Vec::new();
    let mut stops: Vec<Value> = Vec::new();
    loop {
        browser.press(Key::Tab).await;
        let stop = browser.js(STOP).await;
        if stop.is_null() || stops.iter().any(|known| known["index"] == stop["index"]) {
            break;
        }
        for quality in ["marked", "seen"] {
            if stop[quality] != true {
                found.push(format!("not {quality}: {}", stop["name"]));
            }
        }
        stops.push(stop);
    }
    assert!(found.is_empty(), "/{page} at {width} px: {found:#?}");
    let last = stops.last().map(|stop| stop["name"].clone());
    assert_eq!(stops.len() as u64, reachable, "/{page} at {width} px: Tab ended after {last:?}");
}

#[tokio::test]
async fn every_stop_on_the_home_page_is_marked_and_seen() {
    every_stop_is_marked_seen_and_left("", 390).await;
    every_stop_is_marked_seen_and_left("", 1280).await;
}

#[tokio::test]
async fn every_stop_in_a_long_note_is_marked_and_seen() {
    every_stop_is_marked_seen_and_left("ecs/launch-types/", 390).await;
    every_stop_is_marked_seen_and_left("ecs/launch-types/", 1280).await;
}

#[tokio::test]
async fn every_stop_on_the_page_of_all_components_is_marked_and_seen() {
    every_stop_is_marked_seen_and_left("style/", 390).await;
    every_stop_is_marked_seen_and_left("style/", 1280).await;
}

#[tokio::test]
async fn every_stop_in_comparer_and_chooser_is_marked_and_seen() {
    every_stop_is_marked_seen_and_left("compare/", 390).await;
    every_stop_is_marked_seen_and_left("compare/", 1280).await;
    every_stop_is_marked_seen_and_left("compare/choose/", 390).await;
    every_stop_is_marked_seen_and_left("compare/choose/", 1280).await;
}

#[tokio::test]
async fn every_stop_in_the_calculator_is_marked_and_seen() {
    every_stop_is_marked_seen_and_left("calculators/lambda/", 390).await;
    every_stop_is_marked_seen_and_left("calculators/lambda/", 1280).await;
}

#[tokio::test]
async fn the_skip_link_comes_first_and_leads_to_the_text() {
    for page in ["", "ecs/launch-types/", "tags/", "404.html"] {
        let (_server, browser) = open(page, 1280).await;
        browser.press(Key::Tab).await;
        assert!(browser.holds("document.activeElement.matches('a.skip')").await, "/{page}");
        browser.press(Key::Enter).await;
        browser.wait("document.activeElement.matches('main')").await;
        browser.press(Key::Tab).await;
        assert!(browser.holds("document.activeElement.closest('main, .colophon')").await, "/{page}");
    }
}

#[tokio::test]
async fn the_menu_opens_and_closes_by_keyboard_on_a_phone() {
    let (_server, browser) = open("ecs/launch-types/", 390).await;
    let open = "document.querySelector('#sd-menu').matches(':popover-open')";
    browser.js("document.querySelector('[popovertarget=sd-menu]').focus()").await;
    browser.press(Key::Enter).await;
    browser.wait(open).await;
    browser.press(Key::Tab).await;
    assert!(browser.holds("document.activeElement.closest('#sd-menu')").await, "Tab goes into the menu");
    browser.press(Key::Escape).await;
    browser.wait(&format!("!{open}")).await;
    assert!(
        browser.holds("document.activeElement.matches('[popovertarget=sd-menu]')").await,
        "the focus comes back"
    );
    browser.press(" ").await;
    browser.wait(open).await;
    browser.press(Key::Tab).await;
    browser.press(Key::Enter).await;
    browser.wait(&format!("!{open}")).await;
}

#[tokio::test]
async fn the_menu_of_a_phone_leads_to_a_page() {
    let (_server, browser) = open("", 390).await;
    browser.click("[popovertarget=sd-menu]").await;
    browser.click("#sd-menu .tabs a[href$='/calculators/']").await;
    browser.wait("location.pathname.endsWith('/calculators/')").await;
}

#[tokio::test]
async fn the_theme_can_be_switched_and_is_kept() {
    let (server, browser) = open("", 1280).await;
    let paper = "getComputedStyle(document.body).backgroundColor";
    let light = browser.text(paper).await;
    browser.js("document.querySelector('[data-theme-switch]').focus()").await;
    while !browser.holds("document.documentElement.dataset.theme === 'dark'").await {
        browser.press(Key::Enter).await;
    }
    let dark = browser.text(paper).await;
    assert_ne!(light, dark);
    browser.open(&server.url("ecs/")).await;
    assert_eq!(browser.text(paper).await, dark, "kept on the next page");
    assert!(
        browser.holds("document.querySelector('[data-theme-switch]').textContent.includes('dark')").await
    );
    browser.js("document.querySelector('[data-theme-switch]').focus()").await;
    browser.press(Key::Enter).await;
    assert_eq!(browser.text(paper).await, light, "and back to what the system says");
    browser.scheme("dark").await;
    assert_eq!(browser.text(paper).await, dark, "which it follows again");
}

#[tokio::test]
async fn code_that_is_wider_than_the_page_scrolls_by_keyboard() {
    let (_server, browser) = open("style/", 390).await;
    let wide = "[...document.querySelectorAll('pre')].find((block) => block.scrollWidth > block.clientWidth)";
    browser.js(&format!("{wide}.focus()")).await;
    browser.press(Key::Right).await;
    browser.wait(&format!("({wide}).scrollLeft > 0")).await;
}
