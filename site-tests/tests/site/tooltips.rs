//! Glossary terms open by mouse and by keyboard, and close again.

use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

const OPEN: &str = "document.querySelector('.term [role=tooltip]').checkVisibility()";

async fn open(width: u32) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.width(width).await;
    browser.open(&server.url("style/")).await;
    assert!(!browser.holds(OPEN).await, "closed at first");
    (server, browser)
}

#[tokio::test]
async fn a_term_opens_by_mouse_and_closes_by_escape() {
    let (_server, browser) = open(1280).await;
    browser.hover(".term button").await;
    browser.wait(OPEN).await;
    browser.press(Key::Escape).await;
    browser.wait(&format!("!{OPEN}")).await;
}

#[tokio::test]
async fn the_mouse_can_go_over_to_the_meaning() {
    let (_server, browser) = open(1280).await;
    browser.hover(".term button").await;
    browser.wait(OPEN).await;
    browser.hover(".term [role=tooltip]").await;
    assert!(browser.holds(OPEN).await);
    browser.hover("h1").await;
    browser.wait(&format!("!{OPEN}")).await;
}

#[tokio::test]
async fn a_term_opens_by_focus_and_closes_by_escape() {
    for width in [390, 1280] {
        let (_server, browser) = open(width).await;
        browser.js("document.querySelector('.term button').focus()").await;
        browser.wait(OPEN).await;
        browser.press(Key::Escape).await;
        browser.wait(&format!("!{OPEN}")).await;
        assert!(browser.holds("document.activeElement.closest('.term')").await, "the focus stays");
    }
}

#[tokio::test]
async fn an_open_term_lies_in_the_window_and_not_over_its_word() {
    for width in [390, 1280] {
        let (_server, browser) = open(width).await;
        browser.js("document.querySelector('.term button').focus()").await;
        browser.wait(OPEN).await;
        let boxes = "const [word, meaning] = ['.term button', '.term [role=tooltip]']
            .map((selector) => document.querySelector(selector).getBoundingClientRect());";
        let inside = browser.js(&format!("{boxes} return meaning.left >= 0 && meaning.right <= innerWidth && meaning.bottom <= innerHeight")).await;
        assert_eq!(inside, true, "in the window at {width} px");
        let apart = browser
            .js(&format!("{boxes} return meaning.top >= word.bottom - 1 || meaning.bottom <= word.top + 1"))
            .await;
        assert_eq!(apart, true, "not over the word at {width} px");
    }
}

/// Safari reads `text-decoration` as its line alone: with a variable in it, even that is lost.
#[test]
fn a_term_is_underlined_in_safari_too() {
    let site = Site::below_a_path();
    let sheets = site.files().into_iter().filter(|file| file.ends_with(".css"));
    let mut underlined = 0;
    for sheet in sheets {
        let text = site.text(&sheet);
        for value in text.split("text-decoration:").skip(1).filter_map(|rest| rest.split([';', '}']).next()) {
            assert!(!value.contains("var("), "{sheet}: text-decoration:{value}");
            underlined += usize::from(value.contains("dotted"));
        }
    }
    assert!(underlined > 0, "the terms are underlined by dots");
}
