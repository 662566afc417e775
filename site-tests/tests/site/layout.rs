//! Nothing sticks out: no page scrolls sideways, at any width, with every
//! fold open, and with text twice as large.

use site_tests::{Browser, Site};

/// What sticks out of the page, or nothing.
const STICKING_OUT: &str = "
    const page = document.documentElement;
    const over = page.scrollWidth - innerWidth;
    if (over <= 0) return '';
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.right > innerWidth + 1 && !element.closest('.table-scroll, pre, .math, .diagram');
    });
    const name = (element) => element.tagName.toLowerCase() + [...element.classList].map((c) => '.' + c).join('');
    return `${over} px too wide: ${wide.slice(0, 3).map(name).join(', ')}`;";

#[tokio::test]
async fn no_page_scrolls_sideways() {
    let site = Site::below_a_path();
    let server = site.serve();
    let browser = Browser::start().await;
    let mut found = Vec::new();
    for page in site.pages() {
        browser.width(1280).await;
        browser.open(&server.url(&page)).await;
        browser.js("for (const fold of document.querySelectorAll('details')) fold.open = true").await;
        // 195 px are as many letters as a phone of 390 shows of type twice as large.
        for (width, size) in [(195, "100%"), (320, "100%"), (390, "100%"), (1280, "100%"), (1280, "200%")] {
            browser.width(width).await;
            browser.js(&format!("document.documentElement.style.fontSize = '{size}'")).await;
            let wide = browser.js(STICKING_OUT).await;
            if wide != "" {
                found.push(format!("/{page} at {width} px, text at {size}: {wide}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn the_page_is_as_wide_as_it_is_told() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("style/")).await;
    for width in [320, 390, 1280] {
        browser.width(width).await;
        assert_eq!(browser.text("innerWidth").await, width.to_string());
    }
    browser.js("document.querySelector('h1').style.width = '2000px'").await;
    assert!(browser.js(STICKING_OUT).await != "", "what sticks out is noticed");
}
