//! Between the HTML and the living widget, and when it never comes alive.

use site_tests::{Browser, Server, Site};

use crate::calculator::come_alive;

const ISLAND: &str = "document.querySelector('[data-island]')";
/// A note with islands of both modules.
const BOTH: &str = "style/";
const QUIZ_SELECTOR: &str = "[data-island=quiz]";
const QUIZ: &str = "document.querySelector('[data-island=quiz]')";
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

/// Lets the module of the calculators end in a trap the first time it is used. Nothing in a page
/// can do that, so the way into the module is changed.
fn set_trap(server: &Server) {
    let page = Site::below_a_path().text("calculators/lambda/index.html");
    let glue = page.split("data-widgets-glue=\"").nth(1).and_then(|rest| rest.split('"').next());
    server.alter(glue.expect("the glue"), |text| {
        // Only once: the browser keeps the file.
        let trap = "function hydrate(...all) { if (!sessionStorage.stopped) { sessionStorage.stopped = 1; \
                    throw new WebAssembly.RuntimeError('unreachable'); } return alive(...all); } function alive(";
        assert!(text.contains("function hydrate("), "the glue has another shape");
        text.replace("function hydrate(", trap)
    });
}

#[tokio::test]
async fn a_module_that_stops_says_so_and_offers_to_reload() {
    let server = Site::below_a_path().serve();
    set_trap(&server);
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
async fn a_module_that_stops_leaves_the_other_alive() {
    let server = Site::below_a_path().serve();
    set_trap(&server);
    let browser = Browser::start().await;
    browser.open(&server.url(BOTH)).await;
    browser
        .js("document.querySelectorAll('[data-island]').forEach((island) => island.dispatchEvent(new Event('focusin')))")
        .await;
    browser.wait("document.documentElement.dataset.widgets === 'broken'").await;
    browser.wait(&format!("'ready' in {QUIZ}.dataset")).await;
    assert!(browser.holds("document.querySelector('[data-module=widgets] > .widget-message')").await);
    assert!(!browser.holds(&format!("{QUIZ}.querySelector('.widget-message')")).await);
    browser.click(&format!("{QUIZ_SELECTOR} [data-question] input")).await;
    browser.click(&format!("{QUIZ_SELECTOR} .quiz-act button")).await;
    browser.wait(&format!("{QUIZ}.querySelector('[data-judged]')")).await;
}

#[tokio::test]
async fn an_error_stops_the_module_that_its_trace_names() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    for (part, stopped) in [("Glue", [false, true]), ("Wasm", [false, true]), ("", [true, true])] {
        browser.open(&server.url(BOTH)).await;
        browser
            .js("document.querySelectorAll('[data-island]').forEach((island) => island.dispatchEvent(new Event('focusin')))")
            .await;
        browser.wait("[...document.querySelectorAll('[data-island]')].every((island) => 'ready' in island.dataset)").await;
        // As the browser reports what a listener of a module throws.
        browser
            .js(&format!(
                "const error = new WebAssembly.RuntimeError('unreachable');
                 const part = document.querySelector('[data-boot]').dataset['quiz{part}'];
                 error.stack = part ? `at f (${{new URL(part, location.href)}}:1:1)` : '';
                 dispatchEvent(new ErrorEvent('error', {{ error }}))"
            ))
            .await;
        assert!(browser.holds("document.documentElement.dataset.widgets === 'broken'").await);
        for (island, stopped) in ["[data-module=widgets]", QUIZ_SELECTOR].iter().zip(stopped) {
            let said = format!("document.querySelector('{island} > .widget-message') !== null");
            assert_eq!(browser.holds(&said).await, stopped, "{island}, trace of {part:?}");
            let ready = format!("'ready' in document.querySelector('{island}').dataset");
            assert_eq!(browser.holds(&ready).await, !stopped, "{island}, trace of {part:?}");
        }
    }
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
