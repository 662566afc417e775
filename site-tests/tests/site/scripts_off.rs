//! Without JavaScript everything that can be read is there to be read.

use serde_json::json;
use site_tests::{Browser, Server, Site};

async fn open(page: &str, width: u32) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.width(width).await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&server.url(page)).await;
    assert!(!browser.holds("'js' in document.documentElement.dataset").await, "scripts are off");
    (server, browser)
}

async fn shown(browser: &Browser, selector: &str) {
    let visible = format!("document.querySelector('{selector}')?.checkVisibility()");
    assert!(browser.holds(&visible).await, "{selector} is not shown");
}

#[tokio::test]
async fn a_note_has_its_text_its_menu_and_its_contents() {
    for width in [390, 1280] {
        let (_server, browser) = open("ecs/launch-types/", width).await;
        for selector in ["main h1", ".prose p", ".toc summary", ".sources a"] {
            shown(&browser, selector).await;
        }
        assert!(browser.holds("document.querySelector('main').innerText.length > 5000").await);
        assert!(browser.holds("document.querySelectorAll('#sd-menu a').length > 5").await);
        if width == 390 {
            browser.click("[popovertarget=sd-menu]").await;
        }
        shown(&browser, "#sd-menu a[aria-current=page]").await;
    }
}

#[tokio::test]
async fn the_contents_open_without_a_script() {
    let (_server, browser) = open("ecs/launch-types/", 390).await;
    browser.click(".toc summary").await;
    shown(&browser, ".toc a").await;
}

#[tokio::test]
async fn the_calculator_shows_its_worked_example_and_why_it_stands_still() {
    let (_server, browser) = open("calculators/lambda/", 1280).await;
    shown(&browser, "#lambda-cost-total").await;
    shown(&browser, ".calc-items tbody tr:nth-child(4)").await;
    assert_eq!(
        browser.text("document.querySelector('#lambda-cost-total').getAttribute('value')").await,
        "2.733338"
    );
    assert!(browser.holds("document.querySelector('[data-root]').innerText.includes('JavaScript')").await);
}

#[tokio::test]
async fn nothing_is_offered_that_only_a_script_could_do() {
    let (_server, browser) = open("style/", 1280).await;
    for selector in [".theme-switch", ".copy"] {
        let visible = format!("document.querySelector('{selector}')?.checkVisibility()");
        assert!(!browser.holds(&visible).await, "{selector} is shown");
    }
}

#[tokio::test]
async fn glossary_terms_show_their_meaning_without_a_script() {
    let (_server, browser) = open("style/", 1280).await;
    browser.hover(".term button").await;
    shown(&browser, ".term [role=tooltip]").await;
}
