//! Between the HTML and the living widget, and when it never comes alive.

use site_tests::{Browser, Site};

use crate::calculator::come_alive;

const ISLAND: &str = "document.querySelector('[data-island]')";
const TOTAL: &str = "document.querySelector('#lambda-cost-total').getAttribute('value')";

#[tokio::test]
async fn every_widget_of_every_page_comes_alive() {
    let site = Site::below_a_path();
    let server = site.serve();
    let browser = Browser::start().await;
    let pages = site.pages_with_a_widget();
    assert!(pages.iter().any(|page| page == "calculators/lambda/"), "{pages:?}");
    for page in pages {
        browser.open(&server.url(&page)).await;
        come_alive(&browser).await;
        browser.js("document.querySelectorAll('[data-island]').forEach((island) => island.dispatchEvent(new Event('focusin')))").await;
        browser.wait("[...document.querySelectorAll('[data-island]')].every((island) => 'ready' in island.dataset)").await;
        assert_eq!(browser.console().await, Vec::<String>::new(), "/{page}");
    }
}

#[tokio::test]
async fn what_is_typed_before_the_module_comes_survives_it() {
    let server = Site::below_a_path().serve();
    server.hold(".wasm");
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/lambda/")).await;
    browser.type_over("#lambda-cost-requests", "5M").await;
    browser.click("#lambda-cost-arm").await;
    browser.click("#lambda-cost-free-tier").await;
    assert_eq!(browser.text(TOTAL).await, "2.733338");
    server.mend();
    come_alive(&browser).await;
    browser.expect(TOTAL, "13.00006").await; // 900,000 GB-s at 0.0000133334 and 5 million requests
    assert!(browser.text("document.querySelector('#lambda-cost-requests').value").await.starts_with('5'));
    assert!(browser.holds("document.querySelector('#lambda-cost-arm').checked").await);
    assert!(!browser.holds("document.querySelector('#lambda-cost-free-tier').checked").await);
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_module_that_never_comes_leaves_figures_and_a_quiet_message() {
    let server = Site::below_a_path().serve();
    server.fail(".wasm", 404);
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/lambda/")).await;
    browser.wait(&format!("{ISLAND}.querySelector('[role=status].widget-message')")).await;
    assert_eq!(browser.text(TOTAL).await, "2.733338");
    assert!(browser.holds("document.querySelectorAll('.calc-items tbody tr').length === 4").await);
    assert!(!browser.holds(&format!("'ready' in {ISLAND}.dataset")).await);
    assert!(!browser.holds("'widgets' in document.documentElement.dataset").await, "nothing broke");
}

#[tokio::test]
async fn a_module_that_stops_says_so_and_offers_to_reload() {
    let server = Site::below_a_path().serve();
    // As an extension of the browser could do it: hydration meets an element it does not expect.
    server.alter("calculators/lambda/", |html| {
        html.replace(r#"class="calc-form">"#, r#"class="calc-form"><b></b>"#)
    });
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/lambda/")).await;
    browser.wait("document.documentElement.dataset.widgets === 'broken'").await;
    assert!(!browser.holds(&format!("'ready' in {ISLAND}.dataset")).await);
    assert_eq!(browser.text(TOTAL).await, "2.733338");
    server.mend();
    browser.click("[data-island] .widget-message button").await;
    come_alive(&browser).await;
    assert!(!browser.holds("'widgets' in document.documentElement.dataset").await);
}

#[tokio::test]
async fn a_page_without_a_widget_asks_for_no_module() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("ecs/")).await;
    let asked: Vec<String> = browser.requests().await.into_iter().map(|exchange| exchange.url).collect();
    assert!(
        !asked.iter().any(|url| url.contains("wasm") || url.contains("widgets") || url.contains("islands")),
        "{asked:#?}"
    );
}
