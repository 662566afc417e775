//! What a reader takes along from a calculator: the bill as text, bills kept in the browser.

use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::calculator::come_alive;

const KEY: &str = "studydeck.scenarios.lambda-cost";
const NAME: &str = "#lambda-cost-keep-name";
const SAID: &str = "document.querySelector('.calc-keep .calc-note').textContent";
const KEPT: &str =
    "[...document.querySelectorAll('.calc-kept a')].map((link) => link.textContent).join(', ')";

/// The calculator's page, alive, after a script that runs before all others.
async fn open(before: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("calculators/lambda/")).await;
    browser.js(before).await;
    browser.reload().await;
    come_alive(&browser).await;
    (server, browser)
}

async fn keep(browser: &Browser, name: &str) {
    browser.type_over(NAME, name).await;
    browser.click("[name=keep-save]").await;
}

#[tokio::test]
async fn a_bill_can_be_taken_along_as_text() {
    let (_server, browser) = open("").await;
    browser.js("navigator.clipboard.writeText = async (text) => { window.copied = text; }").await;
    let text = "document.querySelector('.cmp-taken textarea').value";
    browser.click("[name=keep-text][value=csv]").await;
    browser.wait("document.querySelector('.cmp-taken textarea')").await;
    assert!(browser.text(text).await.starts_with("line,formula,quantity,unit,price,region,source,date,usd"));
    assert!(browser.text(text).await.contains("2.733338"));
    assert!(browser.holds(&format!("window.copied.replaceAll('\\r\\n', '\\n') === {text}")).await);
    browser.click("[name=keep-text][value=json]").await;
    browser.expect(&format!("JSON.parse({text}).month_usd"), "2.733338").await;
    assert!(browser.holds(&format!("JSON.parse({text}).link.startsWith('#v=1&region=us-east-1')")).await);
    browser.click("[name=keep-text][value=md]").await;
    browser.wait(&format!("{text}.includes('| line |') || {text}.includes('|line|')")).await;
    browser
        .expect(
            "document.querySelector('[role=status].visually-hidden').textContent.includes('as text')",
            "true",
        )
        .await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn bills_are_kept_compared_replaced_and_removed() {
    let (_server, browser) = open("").await;
    keep(&browser, "").await;
    browser.expect(SAID, "Give it a name.").await;
    browser.type_over("#lambda-cost-memory-mb", "64").await;
    keep(&browser, "As it is").await;
    browser.expect(SAID, "First mend what is marked in the form.").await;
    browser.expect(KEPT, "").await;
    browser.type_over("#lambda-cost-memory-mb", "1536").await;
    keep(&browser, "As it is").await;
    browser.expect(KEPT, "As it is").await;
    browser.type_over("#lambda-cost-memory-mb", "2 GB").await;
    browser.click("#lambda-cost-arm").await;
    browser.click("[name=keep-versus]").await;
    browser
        .wait("document.querySelector('.calc-versus caption').textContent.includes('As it is and The form')")
        .await;
    assert!(browser.holds("document.querySelectorAll('.calc-versus .is-different').length > 0").await);
    assert!(browser.holds("[...document.querySelectorAll('.calc-versus .is-different small')].every((mark) => mark.textContent)").await);
    browser.expect("document.querySelector('.calc-versus tfoot data').value", "2.733338").await;

    keep(&browser, "As it is").await;
    browser.wait(&format!("{SAID}.startsWith('There is one of this name')")).await;
    browser.click("[name=keep-replace]").await;
    browser.expect(SAID, "Kept in this browser.").await;
    browser.wait("document.querySelector('.calc-kept a').href.includes('memory_mb=2048')").await;

    browser.reload().await;
    come_alive(&browser).await;
    browser.expect(KEPT, "As it is").await;
    browser.click(".calc-kept a").await;
    browser.expect("document.querySelector('#lambda-cost-memory-mb').value", "2,048").await;
    browser.click("[name=keep-remove]").await;
    browser.expect(KEPT, "").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

/// Whoever works by keyboard stays where they were, and what is typed stays, although the part is
/// made anew with each of its buttons.
#[tokio::test]
async fn the_focus_stays_at_the_button() {
    let (_server, browser) = open("").await;
    let focus = "[document.activeElement.name, document.activeElement.value].join(' ')";
    let press = async |selector: &str, there: &str| {
        browser.js(&format!("document.querySelector('{selector}').focus()")).await;
        browser.press(Key::Enter).await;
        browser.expect(focus, there).await;
    };
    browser.type_over(NAME, "A").await;
    press("[name=keep-text][value=csv]", "keep-text csv").await;
    browser.wait("document.querySelector('.cmp-taken textarea')").await;
    browser.expect(&format!("document.querySelector('{NAME}').value"), "A").await;
    press("[name=keep-save]", "keep-save ").await;
    browser.expect(KEPT, "A").await;
    keep(&browser, "B").await;
    browser.expect(KEPT, "A, B").await;
    press("[name=keep-versus][value=A]", "keep-versus A").await;
    let status = "document.querySelector('[data-out] > [role=status]').textContent";
    browser.wait(&format!("{status}.includes('side by side')")).await;
    press("[name=keep-remove][value=B]", "keep-remove A").await;
    // With the last of them gone, the focus goes to the first button of the part.
    press("[name=keep-remove][value=A]", " ").await;
    assert!(browser.holds("document.activeElement.textContent === 'Copy link'").await);
    browser.js("document.querySelector('#lambda-cost-functions').open = true").await;
    press("#lambda-cost-add", "function add").await;
    press("#lambda-cost-remove", "function add").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

/// A sentence that is the same as before is read out again: something was done.
#[tokio::test]
async fn what_is_said_twice_is_read_out_twice() {
    let (_server, browser) = open("").await;
    let status = "document.querySelector('[data-out] > [role=status]').textContent";
    browser.click("[name=keep-text][value=csv]").await;
    browser.wait(&format!("{status}.startsWith('The bill as text')")).await;
    let first = browser.text(status).await;
    browser.click("[name=keep-text][value=csv]").await;
    browser.wait(&format!("{status} !== {first:?} && {status}.trim() === {first:?}.trim()")).await;
}

#[tokio::test]
async fn a_damaged_store_is_put_aside_and_said() {
    let (_server, browser) =
        open(&format!("localStorage.setItem('{KEY}', 'studydeck-scenarios-lambda-cost 1\\nnonsense')")).await;
    browser.wait(&format!("{SAID}.startsWith('What you kept is damaged')")).await;
    keep(&browser, "New").await;
    browser.expect(KEPT, "New").await;
    let aside = format!("Object.keys(localStorage).filter((key) => key.startsWith('{KEY}.aside.')).length");
    assert_eq!(browser.text(&aside).await, "1");
}

#[tokio::test]
async fn a_later_version_is_left_alone() {
    let later = format!("localStorage.setItem('{KEY}', 'studydeck-scenarios-lambda-cost 9\\nx\\n. 0')");
    let (_server, browser) = open(&later).await;
    browser.wait(&format!("{SAID}.includes('later version')")).await;
    keep(&browser, "New").await;
    browser.wait(&format!("{SAID}.includes('later version')")).await;
    assert!(browser.holds(&format!("localStorage.getItem('{KEY}').includes(' 9')")).await);
}

#[tokio::test]
async fn full_storage_is_said_and_the_list_stays_true() {
    let (_server, browser) = open("").await;
    browser
        .js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
        .await;
    keep(&browser, "New").await;
    browser.wait(&format!("{SAID}.includes('storage for this site is full')")).await;
    browser.expect(KEPT, "").await;
}

#[tokio::test]
async fn blocked_storage_is_said() {
    let (_server, browser) = open("").await;
    browser.js("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })").await;
    keep(&browser, "New").await;
    browser.wait(&format!("{SAID}.includes('lets the page store nothing')")).await;
}
