//! The practice room: drawn, answered, and the missed come back until they are right.

use serde_json::json;
use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::calculator::come_alive;

const AT: &str = "document.querySelector('.room-at').textContent";
const SAID: &str = "document.querySelector('.room-said').textContent";

async fn open() -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("practice/")).await;
    come_alive(&browser).await;
    (server, browser)
}

/// Answers the question that stands there, right or wrong, and checks it.
async fn answer(browser: &Browser, right: bool) {
    let script = "
        const question = document.querySelector('[data-question]');
        for (const select of question.querySelectorAll('.options select')) {
            select.value = arguments[0] ? select.dataset.key : select.options[1].value;
        }
        for (const field of question.querySelectorAll('.typed input')) {
            field.value = arguments[0] ? parseFloat(field.dataset.key.replaceAll(',', '')) : '0';
        }
        const keys = [...question.querySelectorAll('.reasons > li')].map((li) => li.dataset.answer === 'right');
        const inputs = [...question.querySelectorAll('.options input')];
        const wanted = inputs.filter((_, at) => keys[at] === arguments[0]);
        wanted.slice(0, keys.filter(Boolean).length).forEach((input) => input.click());
        // Two keys of four or five: one wrong option and a right one are wrong, too.
        const missing = keys.filter(Boolean).length - wanted.length;
        inputs.filter((input) => !input.checked).slice(0, Math.max(0, missing)).forEach((input) => input.click());
        question.querySelector('.quiz-act button').click();";
    browser.js_with(script, vec![json!(right)]).await;
}

async fn begin(browser: &Browser, exam: &str, count: u16) {
    let script = "document.querySelector('[name=sd-exam]').value = arguments[0];
        document.querySelector('[name=sd-count]').value = arguments[1];
        document.querySelector('[data-start]').click()";
    browser.js_with(script, vec![json!(exam), json!(count.to_string())]).await;
}

#[tokio::test]
async fn the_missed_come_back_until_they_are_right() {
    let (_server, browser) = open().await;
    // Matching lines may all be right by chance with the first choice: choices only.
    browser.js("document.querySelector('[value=containers-docker]').click()").await;
    begin(&browser, "clf", 5).await;
    browser.wait(&format!("{AT}.startsWith('Question 1 of ')")).await;
    let count: u16 = browser.text(&format!("{AT}.match(/of (\\d+)/)[1]")).await.parse().unwrap();
    assert!((2..=5).contains(&count), "{count} questions");
    for question in 1..=count {
        browser.wait(&format!("{AT}.startsWith('Question {question} of ')")).await;
        answer(&browser, question > 1).await;
        browser.press(Key::Enter).await;
    }
    browser.wait(&format!("{AT}.startsWith('Review 1 of 1')")).await;
    answer(&browser, false).await;
    browser.press(Key::Enter).await;
    browser
        .wait(&format!("{AT}.startsWith('Review 1 of 1') && !document.querySelector('[data-judged]')"))
        .await;
    answer(&browser, true).await;
    browser.press("j").await;
    let words = format!("{} of {count} right at the first try. You have mended the rest.", count - 1);
    browser.expect(SAID, &words).await;
    browser.expect("'start' in document.activeElement.dataset", "true").await;
    // The wrong answer is due at once, and comes first.
    begin(&browser, "clf", 5).await;
    let stored = "localStorage['studydeck.progress'].match(/^q /gm).length";
    browser.expect(stored, &count.to_string()).await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn options_stand_in_another_order_and_are_kept_by_their_place_in_the_file() {
    let (_server, browser) = open().await;
    let mut moved = false;
    for _ in 0..4 {
        begin(&browser, "", 5).await;
        browser.wait("document.querySelector('[data-question]')").await;
        let values = "[...document.querySelectorAll('.options input')].map((input) => input.value).join('')";
        let order = browser.text(values).await;
        moved |= !order.is_empty() && order != "0123" && order != "01234";
        answer(&browser, true).await;
        browser.expect("document.querySelector('.quiz-said').textContent.startsWith('Right')", "true").await;
        browser.js("document.querySelector('[data-end]').click()").await;
        browser.expect(SAID, "1 of 1 right at the first try.").await;
    }
    assert!(moved, "four drawings left every option in its place");
}

#[tokio::test]
async fn an_exam_draws_its_own_questions_and_wrong_wishes_are_answered() {
    let (_server, browser) = open().await;
    begin(&browser, "dva", 5).await;
    browser.wait(&format!("{AT}.startsWith('Question 1 of 5')")).await;
    browser.js("document.querySelector('[data-end]').click()").await;
    browser.expect(SAID, "0 of 0 right at the first try.").await;
}

#[tokio::test]
async fn the_questions_are_fetched_here_and_nowhere_else() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("ecs/overview/")).await;
    come_alive(&browser).await;
    let is_file = |url: &str| url.contains("questions.txt");
    // The service worker's own requests are not the page's.
    let asked =
        browser.text("performance.getEntriesByType('resource').map((entry) => entry.name).join()").await;
    assert!(!is_file(&asked), "{asked}");
    browser.open(&server.url("practice/")).await;
    come_alive(&browser).await;
    let asked =
        browser.text("performance.getEntriesByType('resource').map((entry) => entry.name).join()").await;
    assert!(is_file(&asked), "{asked}");
}

#[tokio::test]
async fn without_its_questions_the_room_says_so() {
    let server = Site::below_a_path().serve();
    server.fail("questions.txt", 404);
    let browser = Browser::start().await;
    browser.open(&server.url("practice/")).await;
    browser
        .wait("document.querySelector('.widget-message')?.textContent.includes('could not be loaded')")
        .await;
    assert!(browser.holds("document.querySelector('[data-start]').disabled").await);
}

#[tokio::test]
async fn without_javascript_the_room_says_what_to_do() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&server.url("practice/")).await;
    assert!(browser.holds("document.querySelector('.room-hint').checkVisibility()").await);
    assert!(!browser.holds("document.querySelector('.room-form').checkVisibility()").await);
}

#[tokio::test]
async fn an_exam_hints_at_the_keys_that_it_has_and_strikes_out_in_the_option_s_line() {
    let (_server, browser) = open().await;
    browser.width(390).await;
    let check = "[...document.querySelectorAll('.quiz-keys kbd')].find((key) => key.textContent === 'Enter')";
    assert!(browser.holds(&format!("{check}.checkVisibility()")).await);
    browser.click("[data-x=start]").await;
    browser.wait("document.querySelector('.exam [data-question]')").await;
    assert!(!browser.holds(&format!("{check}.checkVisibility()")).await);
    browser
        .js("for (let at = 0; at < 10 && !document.querySelector('[data-strike]'); at += 1) {
                document.querySelector(`[data-go='${at}']`).click();
            }")
        .await;
    let lines = "[...document.querySelectorAll('.exam .options li')].every((line) => {
        const [label, button] = [...line.children].map((part) => part.getBoundingClientRect());
        return button.height >= 24 && button.width >= 24 && button.top < label.bottom && button.left >= label.right
            && line.getBoundingClientRect().height <= label.height + 1;
    })";
    assert!(browser.holds(lines).await);
    assert!(
        browser
            .holds("/^Strike out:\\s+\\w/.test(document.querySelector('[data-strike]').textContent)")
            .await
    );
}
