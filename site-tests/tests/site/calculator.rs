//! The Lambda calculator does its sums: by typing, by address, by keyboard.
//! The expected totals were worked out by hand from the prices of us-east-1.

use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

const REQUESTS: &str = "#lambda-cost-requests";
const DURATION: &str = "#lambda-cost-duration-ms";
const MEMORY: &str = "#lambda-cost-memory-mb";
const X86: &str = "#lambda-cost-x86";
const ARM: &str = "#lambda-cost-arm";
const FREE_TIER: &str = "#lambda-cost-free-tier";
const EXAMPLE: &str = "2.733338";

/// Waits until the page's first widget has been hydrated.
pub(crate) async fn come_alive(browser: &Browser) {
    // What lies in a closed fold is not near.
    browser.js("document.querySelectorAll('details:has([data-island])').forEach((fold) => { fold.open = true; })").await;
    browser.js("document.querySelector('[data-island]').scrollIntoView()").await;
    let island = "document.querySelector('[data-island]').dataset";
    let broken = "document.documentElement.dataset.widgets";
    browser.wait(&format!("'ready' in {island} || {broken}")).await;
    if browser.holds(broken).await {
        // Most often: the module and the page were built from different sources.
        panic!("the widget stopped: {:#?}", browser.console().await);
    }
}

/// The calculator's page, alive; `fragment` with its `#`.
async fn open(fragment: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url(&format!("calculators/lambda/{fragment}"))).await;
    come_alive(&browser).await;
    (server, browser)
}

async fn total_is(browser: &Browser, value: &str) {
    browser.expect("document.querySelector('#lambda-cost-total').getAttribute('value')", value).await;
}

async fn field_is(browser: &Browser, selector: &str, value: &str) {
    browser.expect(&format!("document.querySelector('{selector}').value"), value).await;
}

async fn message_is(browser: &Browser, selector: &str, words: &str) {
    browser
        .expect(
            &format!("document.querySelector('{selector}-message')?.textContent.includes('{words}')"),
            "true",
        )
        .await;
}

#[tokio::test]
async fn the_example_stands_there_before_and_after_the_module() {
    let server = Site::below_a_path().serve();
    server.hold(".wasm");
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/lambda/")).await;
    total_is(&browser, EXAMPLE).await;
    assert_eq!(browser.text("document.querySelector('#lambda-cost-total').tagName").await, "DATA");
    assert!(!browser.holds("'ready' in document.querySelector('[data-island]').dataset").await);
    let before = browser.text("document.querySelector('[data-root]').textContent").await;
    server.mend();
    come_alive(&browser).await;
    total_is(&browser, EXAMPLE).await;
    assert_eq!(browser.text("document.querySelector('[data-root]').textContent").await, before);
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn each_change_gives_the_exact_total() {
    let (_server, browser) = open("").await;
    // (3,000,000 x 0.12 x 1.5 - 400,000) x 0.0000166667 + 2,000,000 x 0.0000002 is the example.
    browser.type_over(REQUESTS, "5000000").await;
    total_is(&browser, "9.13335").await; // 500,000 GB-s and 4 million requests
    browser.type_over(MEMORY, "3072").await;
    total_is(&browser, "24.13338").await; // 1,400,000 GB-s
    browser.type_over(DURATION, "250").await;
    total_is(&browser, "56.633445").await; // 3,350,000 GB-s
    browser.click(ARM).await;
    total_is(&browser, "45.46689").await; // at 0.0000133334
    browser.click(FREE_TIER).await;
    total_is(&browser, "51.00025").await; // 3,750,000 GB-s and 5 million requests
}

#[tokio::test]
async fn large_use_passes_through_the_tiers() {
    let (_server, browser) =
        open("#requests=10000000000&duration_ms=1000&memory_mb=1024&arch=x86_64&free_tier=off").await;
    // 6,000,000,000 x 0.0000166667 + 4,000,000,000 x 0.000015 + 10,000 x 0.20
    total_is(&browser, "162000.2").await;
}

#[tokio::test]
async fn no_use_costs_nothing() {
    let (_server, browser) = open("#requests=0").await;
    total_is(&browser, "0").await;
}

#[tokio::test]
async fn the_line_items_add_up_to_the_total() {
    let (_server, browser) = open("#requests=7000000&duration_ms=333&memory_mb=2000&arch=arm64").await;
    let sum = "[...document.querySelectorAll('.calc-items tbody tr td:last-child data')]
        .reduce((sum, line) => sum + Number(line.value), 0).toFixed(9)";
    let total = browser.text("Number(document.querySelector('#lambda-cost-total').value).toFixed(9)").await;
    assert_eq!(browser.text(sum).await, total);
    assert!(browser.holds("document.querySelectorAll('.calc-items tbody tr').length >= 4").await);
}

#[tokio::test]
async fn a_fragment_brings_the_form_back() {
    let (_server, browser) =
        open("#requests=5000000&duration_ms=250&memory_mb=3072&arch=arm64&free_tier=off").await;
    field_is(&browser, REQUESTS, "5,000,000").await;
    field_is(&browser, DURATION, "250").await;
    field_is(&browser, MEMORY, "3,072").await;
    assert!(browser.holds(&format!("document.querySelector('{ARM}').checked")).await);
    assert!(!browser.holds(&format!("document.querySelector('{FREE_TIER}').checked")).await);
    total_is(&browser, "51.00025").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn the_fragment_of_the_example_gives_the_example() {
    let (_server, browser) =
        open("#requests=3000000&duration_ms=120&memory_mb=1536&arch=x86_64&free_tier=on").await;
    total_is(&browser, EXAMPLE).await;
}

#[tokio::test]
async fn the_fragment_follows_what_is_changed() {
    let (_server, browser) = open("").await;
    assert_eq!(browser.text("location.hash").await, "");
    browser.type_over(MEMORY, "1 GB").await;
    browser.click(ARM).await;
    let hash =
        "#v=1&region=us-east-1&requests=3000000&duration_ms=120&memory_mb=1024&arch=arm64&free_tier=on";
    browser.expect("location.hash", hash).await;
    let shown = browser.text("document.querySelector('#lambda-cost-total').value").await;
    browser.reload().await;
    come_alive(&browser).await;
    total_is(&browser, &shown).await;
}

#[tokio::test]
async fn what_was_worked_out_is_still_there_on_the_way_back() {
    let (server, browser) = open("").await;
    browser.type_over(REQUESTS, "5M").await;
    browser.wait("location.hash.includes('requests=5000000')").await;
    browser.open(&server.url("ecs/")).await;
    browser.back().await;
    come_alive(&browser).await;
    total_is(&browser, "9.13335").await;
}

#[tokio::test]
async fn a_new_fragment_is_read_while_the_page_stands_open() {
    let (_server, browser) = open("").await;
    browser.js("location.hash = 'requests=5000000'").await;
    total_is(&browser, "9.13335").await;
}

#[tokio::test]
async fn a_bad_fragment_is_answered_with_a_message() {
    let (_server, browser) = open("#arch=sparc&colour=red&requests=7").await;
    let notices = "document.querySelector('.calc-notices')?.textContent ?? ''";
    browser.wait(&format!("({notices}).includes('sparc')")).await;
    assert!(browser.text(notices).await.contains("colour"));
    field_is(&browser, REQUESTS, "7").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_number_out_of_range_in_the_fragment_is_shown_at_its_field() {
    let (_server, browser) = open("#memory_mb=64").await;
    message_is(&browser, MEMORY, "128").await;
    total_is(&browser, EXAMPLE).await;
}

#[tokio::test]
async fn numbers_can_be_typed_as_people_write_them() {
    let (_server, browser) = open("").await;
    for (typed, shown) in [("5M", "5,000,000"), ("5,000,000", "5,000,000"), ("0.005 billion", "5,000,000")] {
        browser.type_over(REQUESTS, typed).await;
        total_is(&browser, "9.13335").await;
        browser.press(Key::Tab).await;
        field_is(&browser, REQUESTS, shown).await;
        browser.type_over(REQUESTS, "1").await;
    }
    browser.type_over(REQUESTS, "3000000").await;
    browser.type_over(DURATION, "0.12 s").await;
    browser.type_over(MEMORY, "1.5 GB").await;
    total_is(&browser, EXAMPLE).await;
}

#[tokio::test]
async fn a_wrong_number_gets_a_message_and_leaves_the_last_good_result() {
    let (_server, browser) = open("").await;
    for (field, typed, words) in [
        (MEMORY, "64", "128"),
        (MEMORY, "99999", "10,240"),
        (DURATION, "900001", "900,000"),
        (REQUESTS, "many", "Not a number"),
        (REQUESTS, "-1", "Out of range"),
    ] {
        let good = browser.text(&format!("document.querySelector('{field}').value")).await;
        browser.paste_over(field, typed).await;
        message_is(&browser, field, words).await;
        field_is(&browser, field, typed).await;
        total_is(&browser, EXAMPLE).await;
        let described = format!(
            "document.querySelector('{field}').getAttribute('aria-describedby').includes(document.querySelector('{field}-message').id)"
        );
        assert!(browser.holds(&described).await, "the message belongs to {field}");
        browser.paste_over(field, &good).await;
        browser.wait("!document.querySelector('[aria-invalid=true]')").await;
    }
}

#[tokio::test]
async fn a_screen_reader_hears_the_new_total() {
    let (_server, browser) = open("").await;
    browser.type_over(REQUESTS, "5M").await;
    browser
        .expect("document.querySelector('[data-island] [role=status]').textContent.includes('9.13')", "true")
        .await;
}

#[tokio::test]
async fn the_keyboard_is_enough() {
    let (_server, browser) = open("").await;
    browser.js(&format!("document.querySelector('{REQUESTS}').focus()")).await;
    let focus = "'#' + document.activeElement.id";
    for stop in [
        REQUESTS,
        "#lambda-cost-requests-slider",
        DURATION,
        "#lambda-cost-duration-ms-slider",
        MEMORY,
        "#lambda-cost-memory-mb-slider",
        X86,
    ] {
        browser.expect(focus, stop).await;
        browser.press(Key::Tab).await;
    }
    browser.expect(focus, FREE_TIER).await;
    browser.press(" ").await;
    total_is(&browser, "9.600018").await; // 540,000 GB-s and 3 million requests
    browser.press_back().await;
    browser.expect(focus, X86).await;
    browser.press(Key::Down).await;
    browser.expect(focus, ARM).await;
    total_is(&browser, "7.800036").await; // the same at 0.0000133334
    browser.press_back().await;
    browser.press(Key::End).await;
    field_is(&browser, MEMORY, "10,240").await;
    total_is(&browser, "48.60024").await; // 3,600,000 GB-s
}

#[tokio::test]
async fn slider_and_field_say_the_same() {
    let (_server, browser) = open("").await;
    browser.js("document.querySelector('#lambda-cost-memory-mb-slider').focus()").await;
    browser.press(Key::Home).await;
    field_is(&browser, MEMORY, "128").await;
    browser.type_over(MEMORY, "10240").await;
    browser.expect("(slider => slider.value === slider.max)(document.querySelector('#lambda-cost-memory-mb-slider'))", "true").await;
}

#[tokio::test]
async fn extras_are_folded_away_and_billed_line_by_line() {
    let (_server, browser) = open("").await;
    assert!(!browser.holds("document.querySelector('#lambda-cost-pc-units').checkVisibility()").await);
    browser.js("document.querySelectorAll('.calc-group').forEach((group) => { group.open = true; })").await;
    browser.type_over("#lambda-cost-cold-pct", "1").await;
    browser.type_over("#lambda-cost-init-ms", "1 s").await;
    // 30,000 cold starts x 1 s x 1.5 GB = 45,000 GB-s at 0.0000166667
    total_is(&browser, "3.4833395").await;
    browser.type_over("#lambda-cost-pc-requests", "5").await;
    message_is(&browser, "#lambda-cost-pc-requests", "Provisioned concurrency is off").await;
    total_is(&browser, "3.4833395").await;
    browser.type_over("#lambda-cost-pc-requests", "0").await;
    browser.wait("!document.querySelector('.is-stale')").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_fragment_with_everything_is_restored() {
    let fragment = "v=1&region=eu-west-1&requests=4000000&duration_ms=250&memory_mb=2048&arch=x86_64\
        &free_tier=off&tmp_mb=1024&cold_pct=1.5&init_ms=800&pc_units=2&pc_hours=8.25&pc_requests=1000\
        &pc_duration_ms=90&requests.2=5000&duration_ms.2=10&memory_mb.2=128&arch.2=arm64";
    let (_server, browser) = open(&format!("#{fragment}")).await;
    field_is(&browser, "#lambda-cost-region", "eu-west-1").await;
    field_is(&browser, "#lambda-cost-cold-pct", "1.5").await;
    field_is(&browser, "#lambda-cost-pc-hours", "8.25").await;
    assert!(browser.holds("document.querySelector('#lambda-cost-pc-units').checkVisibility()").await);
    browser
        .expect("document.querySelector('.calc-prices caption').textContent.includes('Ireland')", "true")
        .await;
    let total = browser.text("document.querySelector('#lambda-cost-total').value").await;
    browser.click(FREE_TIER).await;
    browser.click(FREE_TIER).await;
    browser.expect("decodeURIComponent(location.hash)", &format!("#{fragment}")).await;
    total_is(&browser, &total).await;
}

#[tokio::test]
async fn an_example_and_a_second_function_are_one_press_away() {
    let (_server, browser) = open("").await;
    browser.js("document.querySelectorAll('.calc-group').forEach((group) => { group.open = true; })").await;
    browser.click(".calc-presets li:nth-child(3) button").await;
    field_is(&browser, REQUESTS, "10,000,000").await;
    browser.wait("location.hash.includes('init_ms=900')").await;
    browser.click(".calc-buttons [value=add]").await;
    field_is(&browser, REQUESTS, "3,000,000").await;
    browser.wait("location.hash.includes('requests.2=3000000')").await;
    browser.click(".calc-buttons [value=remove]").await;
    field_is(&browser, REQUESTS, "10,000,000").await;
}

#[tokio::test]
async fn fargate_has_its_own_calculator() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/fargate/")).await;
    come_alive(&browser).await;
    let total = "document.querySelector('#fargate-cost-total').getAttribute('value')";
    browser.expect(total, "35.5464").await; // 2 x (0.5 x 0.04048 + 0.004445) x 720
    browser.click("#fargate-cost-arm").await;
    browser.expect(total, "28.44").await; // 2 x (0.5 x 0.03238 + 0.00356) x 720
    browser.click("#fargate-cost-per-minutes").await;
    browser.type_over("#fargate-cost-minutes-per-day", "60").await;
    browser.expect(total, "1.185").await; // a 24th of it
    browser.type_over("#fargate-cost-memory-gb", "9").await;
    message_is(&browser, "#fargate-cost-memory-gb", "1 to 4 GB").await;
    browser.expect(total, "1.185").await;
    browser.wait("document.querySelector('.calc-say')?.textContent.includes('2 vCPU and 9 GB')").await;
    browser.wait("location.hash.includes('minutes_per_day=60')").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn spot_shows_how_old_its_prices_are_and_what_it_is_not_for() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/fargate/")).await;
    come_alive(&browser).await;
    let total = "document.querySelector('#fargate-cost-total').getAttribute('value')";
    browser.click("#fargate-cost-spot").await;
    browser.expect(total, "11.10258").await; // 2 x (0.5 x 0.01264355 + 0.00138835) x 720
    browser.wait("document.querySelector('.calc-say').textContent.includes('an old copy')").await;
    browser.wait("document.querySelector('.calc-items').textContent.includes('(January 2021)')").await;
    browser.wait("location.hash.includes('capacity=spot')").await;
    browser.click("#fargate-cost-windows").await;
    message_is(&browser, "#fargate-cost-capacity", "Linux only").await;
    browser.expect(total, "11.10258").await;
    browser.click("#fargate-cost-on-demand").await;
    browser.wait("!location.hash.includes('capacity')").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn without_a_price_there_is_no_bill_of_nothing() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/fargate/#region=eu-west-1&arch=arm64")).await;
    come_alive(&browser).await;
    message_is(&browser, "#fargate-cost-arch", "No price of arm64 is sourced here").await;
    browser.expect("document.querySelector('#fargate-cost-total').textContent", "$35.55").await;
    browser.wait("document.querySelector('.calc-remark').textContent.startsWith('Still the bill')").await;
    assert!(browser.holds("!document.querySelector('[data-out]').textContent.includes('next size')").await);
    browser.click("#fargate-cost-x86").await;
    browser.wait("!document.querySelector('.calc-remark').textContent.startsWith('Still the bill')").await;
    browser.wait("document.querySelector('.calc-prices caption').textContent.includes('Ireland')").await;
}

#[tokio::test]
async fn after_an_example_the_link_is_that_of_the_example() {
    let (_server, browser) = open("").await;
    browser.js("navigator.clipboard.writeText = async (text) => { window.copied = text; }").await;
    browser
        .js("document.querySelector('[name=preset]:last-of-type').click();
             return new Promise((done) => setTimeout(done, 60))
                 .then(() => document.querySelector('.calc-share button').click())")
        .await;
    browser.wait("window.copied?.includes('#v=1&')").await;
    browser.wait("window.copied === location.href").await;
}

#[tokio::test]
async fn the_link_to_a_bill_can_be_copied() {
    let (_server, browser) = open("").await;
    browser.js("navigator.clipboard.writeText = async (text) => { window.copied = text; }").await;
    browser.type_over(MEMORY, "2 GB").await;
    browser.click(".calc-share button").await;
    browser.expect("document.querySelector('.calc-share span').textContent", "Copied.").await;
    assert!(browser.holds("window.copied.includes('memory_mb=2048')").await);
}
