//! Once visited, the site can be read without a network.

use site_tests::{Browser, Server, Site};

/// Visits the home page and one note, until the service worker has everything.
async fn visited() -> (Server, Browser) {
    let site = Site::below_a_path();
    assert!(site.files().contains(&"sw.js".to_owned()), "the site has no service worker");
    let server = site.serve();
    let browser = Browser::start().await;
    browser.open(&server.url("")).await;
    browser.wait("navigator.serviceWorker.controller?.state === 'activated'").await;
    browser.open(&server.url("ecs/launch-types/")).await;
    assert_eq!(browser.console().await, Vec::<String>::new());
    (server, browser)
}

async fn shows(browser: &Browser, url: &str, kind: &str) {
    browser.open(url).await;
    assert_eq!(browser.text("document.body.dataset.kind").await, kind, "{url}");
    assert!(browser.holds("document.querySelector('h1').checkVisibility()").await, "{url}");
    assert!(
        browser.holds("[...document.styleSheets].some((sheet) => sheet.cssRules.length > 0)").await,
        "{url} has its styles"
    );
}

#[tokio::test]
async fn every_page_shows_without_a_network_visited_or_not() {
    let (mut server, browser) = visited().await;
    server.stop();
    shows(&browser, &server.url(""), "home").await;
    shows(&browser, &server.url("ecs/launch-types/"), "note").await;
    shows(&browser, &server.url("ecs/volumes/"), "note").await;
    shows(&browser, &server.url("tags/"), "tags").await;
    shows(&browser, &server.url("no/such/note/"), "not-found").await;
}

#[tokio::test]
async fn a_calculator_that_was_used_works_without_a_network() {
    let (mut server, browser) = visited().await;
    browser.open(&server.url("calculators/lambda/")).await;
    crate::calculator::come_alive(&browser).await;
    server.stop();
    browser.open(&server.url("calculators/lambda/#requests=5000000")).await;
    browser.reload().await;
    crate::calculator::come_alive(&browser).await;
    browser.expect("document.querySelector('#lambda-cost-total').getAttribute('value')", "9.13335").await;
}

#[tokio::test]
async fn the_practice_room_that_was_used_works_without_a_network() {
    let (mut server, browser) = visited().await;
    browser.open(&server.url("practice/")).await;
    crate::calculator::come_alive(&browser).await;
    server.stop();
    browser.open(&server.url("practice/")).await;
    crate::calculator::come_alive(&browser).await;
    browser.click("[data-x=start]").await;
    browser.wait("document.querySelector('.exam-at').textContent.startsWith('Question 1 of')").await;
}

#[tokio::test]
async fn a_self_check_works_without_a_network_used_or_not() {
    let (mut server, browser) = visited().await;
    server.stop();
    browser.open(&server.url("ecs/volumes/")).await;
    let last = "[...document.querySelectorAll('[data-module=quiz]')].at(-1)";
    browser.js(&format!("{last}.scrollIntoView()")).await;
    browser.wait(&format!("'ready' in {last}.dataset")).await;
}

#[tokio::test]
async fn with_a_network_the_new_page_wins_over_the_kept_one() {
    let (server, browser) = visited().await;
    server.alter("ecs/launch-types/", |html| html.replace("<h1>", "<h1>Changed: "));
    // As after the ten minutes for which Pages lets a browser keep a page.
    browser.devtools("Network.setCacheDisabled", serde_json::json!({ "cacheDisabled": true })).await;
    browser.open(&server.url("ecs/launch-types/")).await;
    browser.expect("document.querySelector('h1').textContent.startsWith('Changed: ')", "true").await;
}

#[tokio::test]
async fn a_comparison_that_was_used_works_without_a_network() {
    let (mut server, browser) = visited().await;
    browser.open(&server.url("compare/")).await;
    crate::calculator::come_alive(&browser).await;
    server.stop();
    browser.open(&server.url("compare/#options=lambda,batch")).await;
    browser.reload().await;
    crate::calculator::come_alive(&browser).await;
    let caption = "document.querySelector('.compare caption').textContent";
    browser.expect(caption, "AWS Lambda, AWS Batch").await;
}
