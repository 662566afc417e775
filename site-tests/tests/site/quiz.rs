//! The self-check of a note: asked, answered, kept in the reader's browser.

use serde_json::json;
use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::calculator::come_alive;

/// A note whose first question is an ordering and whose others are choices.
const NOTE: &str = "ecr/working-with-ecr/";
/// A note that asks two questions before reading.
const WITH_BOX: &str = "ecs/iam-roles/";
const STORE: &str = "localStorage['studydeck.progress']";
const TROUBLE: &str = "document.querySelector('.quiz-trouble').textContent";

/// An expression for the part of a question, counted from 0.
fn part(question: usize, selector: &str) -> String {
    format!("document.querySelectorAll('[data-question]')[{question}].querySelector('{selector}')")
}

fn said(question: usize) -> String {
    part(question, ".quiz-said") + ".textContent"
}

/// A browser in which `script` runs before the page's own.
async fn with(script: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    if !script.is_empty() {
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }
    (server, browser)
}

async fn open(script: &str) -> (Server, Browser) {
    let (server, browser) = with(script).await;
    browser.open(&server.url(NOTE)).await;
    come_alive(&browser).await;
    (server, browser)
}

/// Puts the focus on the first control of a question.
async fn focus(browser: &Browser, question: usize) {
    browser.js(&format!("{}.focus()", part(question, ".options :is(input, select)"))).await;
}

/// The key of the right option of a question.
async fn right_key(browser: &Browser, question: usize) -> String {
    let reasons = format!(
        "[...document.querySelectorAll('[data-question]')[{question}].querySelectorAll('.reasons > li')]"
    );
    browser.text(&format!("{reasons}.findIndex((reason) => reason.dataset.answer === 'right') + 1")).await
}

async fn answer(browser: &Browser, question: usize, right: bool) {
    let key = right_key(browser, question).await;
    let key = match (right, &*key) {
        (true, key) => key.to_owned(),
        (false, "1") => "2".to_owned(),
        (false, _) => "1".to_owned(),
    };
    focus(browser, question).await;
    browser.press(key).await;
    browser.press(Key::Enter).await;
}

#[tokio::test]
async fn the_keyboard_is_enough_for_a_whole_self_check() {
    let (_server, browser) = open("").await;
    focus(&browser, 1).await;
    let key = right_key(&browser, 1).await;
    browser.press(key).await;
    browser.press("c").await;
    browser.expect(&(part(1, ".sure input:checked") + ".value"), "c").await;
    browser.press(Key::Enter).await;
    browser.expect(&said(1), "Right. The reasons are below.").await;
    assert!(browser.holds(&(part(1, "details") + ".open")).await, "every reason is shown");
    browser.expect("document.activeElement.textContent", "Try again").await;
    browser.press("j").await;
    let here =
        "document.activeElement.closest('[data-question]') === document.querySelectorAll('[data-question]')";
    browser.expect(&format!("{here}[2]"), "true").await;
    browser.press("k").await;
    browser.expect(&format!("{here}[1]"), "true").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_wrong_answer_is_said_in_words_and_can_be_tried_again() {
    let (_server, browser) = open("").await;
    answer(&browser, 1, false).await;
    browser.expect(&said(1), "Wrong. The reasons are below.").await;
    let marks = "[...document.querySelectorAll('.mark')].map((mark) => mark.textContent).sort().join()";
    browser.expect(marks, "right, not chosen,your choice, wrong").await;
    assert!(browser.holds(&(part(1, ".options input") + ".matches(':disabled')")).await);
    browser.press(Key::Enter).await;
    browser.expect("document.querySelectorAll('.mark').length", "0").await;
    assert!(!browser.holds(&(part(1, "details") + ".open")).await);
    answer(&browser, 1, true).await;
    browser.expect(&said(1), "Right. The reasons are below.").await;
    // The second answer came right after the first: it is kept as a correction.
    assert!(browser.holds(&format!("/:n:.* .*:Nc:/.test({STORE})")).await, "{}", browser.text(STORE).await);
}

#[tokio::test]
async fn steps_are_put_in_order_with_lists() {
    let (_server, browser) = open("").await;
    let button = part(0, ".quiz-act button");
    browser.js(&format!("{button}.click()")).await;
    browser.expect(&said(0), "Choose something for every line first.").await;
    browser
        .js("for (const select of document.querySelectorAll('select')) select.value = select.dataset.key")
        .await;
    browser.js(&format!("{button}.click()")).await;
    browser.expect(&said(0), "Right. The reasons are below.").await;
    assert!(browser.holds(&format!("{STORE}.includes(':0123')")).await);
}

#[tokio::test]
async fn the_next_visit_knows_the_last_answer_and_whether_the_question_changed() {
    let (server, browser) = open("").await;
    answer(&browser, 1, true).await;
    browser.wait(STORE).await;
    browser.reload().await;
    come_alive(&browser).await;
    let before = part(1, ".quiz-act span") + ".textContent";
    browser.expect(&before, "Last time: right.").await;
    server.alter(NOTE, |html| html.replace("data-version=\"", "data-version=\"7"));
    browser.js("navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()))").await;
    browser.open(&server.url(&format!("{NOTE}?edited"))).await;
    come_alive(&browser).await;
    browser.expect(&before, "Changed since you answered. Then: right.").await;
}

#[tokio::test]
async fn what_was_chosen_before_the_module_comes_stays() {
    let (server, browser) = with("").await;
    server.hold(".wasm");
    browser.open(&server.url(NOTE)).await;
    browser.js(&format!("{}.click()", part(1, ".options input"))).await;
    browser.js(&format!("{}.value = '2'", part(0, "select"))).await;
    server.mend();
    come_alive(&browser).await;
    assert!(browser.holds(&(part(1, ".options input") + ".checked")).await);
    browser.expect(&(part(0, "select") + ".value"), "2").await;
}

#[tokio::test]
async fn keys_can_be_switched_off_and_stay_off() {
    let (_server, browser) = open("").await;
    browser.js("document.querySelector('.quiz-keys input').click()").await;
    for _ in 0..2 {
        focus(&browser, 1).await;
        browser.press("2").await;
        browser.press(Key::Enter).await;
        assert!(!browser.holds(&part(1, ".options input:checked")).await);
        assert_eq!(browser.text(&said(1)).await, "");
        browser.reload().await;
        come_alive(&browser).await;
    }
}

#[tokio::test]
async fn blocked_storage_is_said_and_the_self_check_works() {
    let (_server, browser) =
        open("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
            .await;
    browser.wait(&format!("{TROUBLE}.includes('store nothing')")).await;
    answer(&browser, 1, true).await;
    browser.expect(&said(1), "Right. The reasons are below.").await;
}

#[tokio::test]
async fn full_storage_is_said_and_what_was_kept_stays() {
    let (_server, browser) = open("").await;
    answer(&browser, 1, true).await;
    browser.wait(STORE).await;
    let kept = browser.text(STORE).await;
    browser
        .js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
        .await;
    answer(&browser, 2, true).await;
    browser.wait(&format!("{TROUBLE}.includes('full')")).await;
    browser.expect(&said(2), "Right. The reasons are below.").await;
    assert_eq!(browser.text(STORE).await, kept);
}

#[tokio::test]
async fn damaged_storage_is_set_aside_and_not_overwritten() {
    let damaged = "studydeck-progress 1\nq some-question #00000001 tox1cy:s:0:1\n. 00000000\n";
    let (_server, browser) = open(&format!("localStorage['studydeck.progress'] ??= {damaged:?}")).await;
    browser.wait(&format!("{TROUBLE}.includes('damaged')")).await;
    answer(&browser, 1, true).await;
    browser.wait(&format!("{STORE}.split('\\n').length > 4")).await;
    assert!(browser.holds(&format!("{STORE}.includes('q some-question')")).await, "what could be read stays");
    let aside = "Object.entries(localStorage).find(([key]) => key.includes('.aside.'))[1]";
    assert!(browser.holds(&format!("{aside} === {damaged:?}")).await);
}

#[tokio::test]
async fn two_tabs_keep_both_answers() {
    let (_server, browser) = open("").await;
    answer(&browser, 1, true).await;
    browser.wait(STORE).await;
    // What another tab has written in the meantime.
    browser
        .js("const one = localStorage['studydeck.progress'];
            localStorage.clear();
            window.other = one")
        .await;
    answer(&browser, 2, true).await;
    browser.wait(STORE).await;
    browser.js(&format!("{STORE} = window.other")).await;
    answer(&browser, 3, true).await;
    browser.expect(&format!("{STORE}.match(/^q /gm).length"), "2").await;
}

#[tokio::test]
async fn questions_before_reading_stay_folded_and_fetch_nothing_until_they_are_opened() {
    let (server, browser) = with("").await;
    browser.open(&server.url(WITH_BOX)).await;
    let island = "document.querySelector('details.quiz [data-island]')";
    browser.wait("document.readyState === 'complete'").await;
    assert!(!browser.holds(&format!("{island}.checkVisibility()")).await);
    assert!(!server.asked().iter().any(|path| path.contains(".wasm")), "{:?}", server.asked());
    browser.click("details.quiz > summary").await;
    browser.wait(&format!("'ready' in {island}.dataset")).await;
    answer(&browser, 0, false).await;
    browser.expect(&said(0), "Wrong. The reasons are below.").await;
    assert!(browser.holds(&format!("{island}.querySelectorAll('[data-question]').length === 2")).await);
    browser.expect(&format!("{STORE}.match(/^q /gm).length"), "1").await;
    // The block at the end is another island, and knows nothing of it.
    browser.js("document.querySelector('section.quiz').scrollIntoView()").await;
    browser.wait("'ready' in document.querySelector('section.quiz').dataset").await;
    answer(&browser, 2, true).await;
    browser.expect(&said(2), "Right. The reasons are below.").await;
    browser.expect(&said(0), "Wrong. The reasons are below.").await;
    browser.expect(&format!("{STORE}.match(/^q /gm).length"), "2").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn questions_before_reading_need_no_script() {
    let (server, browser) = with("").await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.width(320).await;
    browser.open(&server.url(WITH_BOX)).await;
    browser.click("details.quiz > summary").await;
    assert!(!browser.holds("document.querySelector('.reasons').checkVisibility()").await);
    browser.click("details.quiz [data-question] summary").await;
    assert!(browser.holds("document.querySelector('.reasons').checkVisibility()").await);
    assert!(browser.holds("document.documentElement.scrollWidth <= 320").await);
}

#[tokio::test]
async fn at_320_px_nothing_is_scrolled_sideways() {
    let (server, browser) = with("").await;
    browser.width(320).await;
    browser.open(&server.url(NOTE)).await;
    come_alive(&browser).await;
    answer(&browser, 1, false).await;
    browser.wait("document.querySelector('[data-judged]')").await;
    assert!(browser.holds("document.documentElement.scrollWidth <= 320").await);
}

#[tokio::test]
async fn without_javascript_the_answers_stand_under_a_fold() {
    let (server, browser) = with("").await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&server.url(NOTE)).await;
    assert!(!browser.holds("document.querySelector('.quiz-act')").await);
    browser.click("[data-question] summary").await;
    assert!(browser.holds("document.querySelector('.reasons').checkVisibility()").await);
}
