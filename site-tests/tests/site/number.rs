//! Questions that are answered with a number: typed right, wrong, by a usual slip, with a comma;
//! in a note, in the practice room and in an exam.

use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::accessibility;
use crate::calculator::come_alive;

/// A note with a computed question.
const NOTE: &str = "calculators/lambda/";
const QUESTION: &str = "[data-form=number]";
const FIELD: &str = "[data-form=number] .typed input";
const SAID: &str = "document.querySelector('[data-form=number] .quiz-said').textContent";
const MARKS: &str =
    "[...document.querySelectorAll('[data-form=number] .mark')].map((mark) => mark.textContent).join()";

async fn open(page: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url(page)).await;
    alive(&browser).await;
    (server, browser)
}

/// Waits for the first island, and for the questions of a note: they come alive when they are near.
async fn alive(browser: &Browser) {
    come_alive(browser).await;
    browser.js("document.querySelector('[data-island=quiz]')?.scrollIntoView()").await;
    browser.wait("!document.querySelector('[data-island=quiz]:not([data-ready])')").await;
}

/// The number of a reason, as its words say it.
async fn number_of(browser: &Browser, reason: &str) -> String {
    let words = format!("document.querySelector('{QUESTION} .reasons {reason} p').textContent");
    browser.text(&format!("{words}.match(/[\\d.,]+/)[0]")).await
}

/// Types a number into the field that stands there.
async fn give(browser: &Browser, number: &str) {
    browser.type_over(FIELD, number).await;
    browser.press(Key::Enter).await;
}

#[tokio::test]
async fn a_right_number_is_right_however_it_is_written() {
    let (_server, browser) = open(NOTE).await;
    let key = number_of(&browser, "[data-answer=right]").await;
    give(&browser, &format!(" ${key} ")).await;
    browser.expect(SAID, "Right. The reasons are below.").await;
    browser.expect(MARKS, "right").await;
    assert!(browser.holds(&format!("document.querySelector('{FIELD}').matches(':disabled')")).await);
    browser.expect("document.activeElement.textContent", "Try again").await;
    let stored = format!("localStorage['studydeck.progress'].includes(':%20;${key}%20;')");
    assert!(browser.holds(&stored).await, "{}", browser.text("localStorage['studydeck.progress']").await);
    browser.press(Key::Enter).await;
    browser.expect(&format!("document.querySelector('{FIELD}').value"), "").await;
    browser.expect(MARKS, "").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_usual_slip_is_shown_among_the_reasons() {
    let (_server, browser) = open(NOTE).await;
    let slip = number_of(&browser, "[data-answer=wrong]").await;
    give(&browser, &slip).await;
    browser.expect(SAID, "Wrong. Your number is a usual slip, marked below.").await;
    let here = format!(
        "document.querySelector('{QUESTION} [data-answer=wrong] .mark').parentElement.textContent.includes('{slip}')"
    );
    assert!(browser.holds(&here).await);
    let key = browser.text(&format!("document.querySelector('{FIELD}').dataset.key")).await;
    browser.expect(MARKS, &format!("wrong, should be: {key},your number")).await;
    browser.press(Key::Enter).await;
    give(&browser, "0.01").await;
    browser.expect(SAID, "Wrong. The reasons are below.").await;
    browser.expect(MARKS, &format!("wrong, should be: {key}")).await;
}

#[tokio::test]
async fn what_is_no_number_is_said_and_not_judged() {
    let (_server, browser) = open(NOTE).await;
    for (typed, words) in [
        (" ", "Type a number first."),
        ("9,60", "Write decimals behind a point, not behind a comma: 12.5."),
        ("ten", "That is no number that can be read. Write it like 1234.5 or $1,234.50."),
    ] {
        give(&browser, typed).await;
        browser.expect(SAID, words).await;
        browser.expect(&format!("document.querySelector('{FIELD}').value"), typed).await;
        assert!(!browser.holds("document.querySelector('[data-judged]')").await, "{typed}");
        browser.js(&format!("document.querySelector('{FIELD}').value = ''")).await;
    }
    // Keys of the self-check are letters and digits of the field.
    browser.type_over(FIELD, "12gj").await;
    browser.expect(&format!("document.querySelector('{FIELD}').value"), "12gj").await;
    assert!(!browser.holds("document.querySelector('.sure :checked')").await);
}

#[tokio::test]
async fn the_practice_room_asks_for_numbers_too() {
    let (_server, browser) = open("practice/").await;
    browser.js("document.querySelector('[value=calculators-fargate]').click()").await;
    browser.js("document.querySelector('[name=sd-count]').value = '40'").await;
    browser.click("[data-start]").await;
    for _ in 0..20 {
        browser.wait("document.querySelector('[data-question]')").await;
        if browser.holds(&format!("document.querySelector('{QUESTION}')")).await {
            break;
        }
        // Whatever is wrong comes again, and the number comes before.
        browser
            .js("const keys = [...document.querySelectorAll('.reasons > li')].map((li) => li.dataset.answer);
                document.querySelectorAll('.options input').forEach((input, at) => { input.checked = keys[at] === 'right'; });
                document.querySelector('.quiz-act button').click();
                document.querySelector('[data-next]').click()")
            .await;
    }
    browser.expect("document.activeElement.matches('.typed input')", "true").await;
    let key = number_of(&browser, "[data-answer=right]").await;
    give(&browser, &key).await;
    browser.expect(SAID, "Right. The reasons are below.").await;
}

#[tokio::test]
async fn an_exam_keeps_the_number_over_a_reload_and_shows_it_in_the_review() {
    let (_server, browser) = open("practice/#exam=saa&n=65&seed=1").await;
    browser.click("[data-x=start]").await;
    browser.wait("document.querySelector('.exam [data-question]')").await;
    let find = "for (let at = 0; at < 65 && !document.querySelector('.exam [data-form=number]'); at += 1) {
            document.querySelector(`[data-go='${at}']`).click();
        }";
    browser.js(find).await;
    let here = "document.querySelector('.exam-nav [aria-current]').ariaLabel";
    let said = "document.querySelector('.room-said').textContent";
    browser.type_over(FIELD, "9,60").await;
    assert!(browser.holds(&format!("{here}.includes('open')")).await, "no number, no answer");
    browser.press(Key::Tab).await;
    browser.expect(said, "Write decimals behind a point, not behind a comma: 12.5.").await;
    // The page is left while the field has the focus.
    browser.type_over(FIELD, "9.60").await;
    assert!(browser.holds(&format!("{here}.includes('answered')")).await);
    browser.reload().await;
    come_alive(&browser).await;
    browser.click("[data-x=resume]").await;
    browser.expect(&format!("document.querySelector('{FIELD}').value"), "9.60").await;
    browser.click("[data-x=ask]").await;
    browser.wait("document.querySelector('dialog').open").await;
    browser.click("[data-x=hand-in]").await;
    let review = format!("[...document.querySelectorAll('.exam-review {FIELD}')]");
    browser
        .wait(&format!("{review}.some((field) => field.value === '9.60' && field.matches(':disabled'))"))
        .await;
    let marks = format!(
        "{review}.every((field) => /^wrong, should be: /.test(field.closest('p').querySelector('.mark').textContent))"
    );
    assert!(browser.holds(&marks).await);
}

#[tokio::test]
async fn axe_finds_nothing_and_nothing_is_wider_than_320_px() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.width(390).await;
    browser.open(&server.url(NOTE)).await;
    alive(&browser).await;
    let mut found = accessibility::look(&browser, "number asked").await;
    for reason in ["[data-answer=wrong]", "[data-answer=right]"] {
        let number = number_of(&browser, reason).await;
        give(&browser, &number).await;
        browser.wait(&format!("document.querySelector('{QUESTION}[data-judged]')")).await;
        found.extend(accessibility::look(&browser, reason).await);
        browser.width(320).await;
        assert!(browser.holds("document.documentElement.scrollWidth <= 320").await);
        browser.width(390).await;
        browser.click(&format!("{QUESTION} .quiz-act button")).await;
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn without_javascript_key_and_slips_stand_under_a_fold() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.devtools("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true })).await;
    browser.open(&server.url(NOTE)).await;
    browser.click(&format!("{QUESTION} summary")).await;
    assert!(browser.holds(&format!("document.querySelector('{QUESTION} .reasons').checkVisibility()")).await);
    assert!(
        browser.holds(&format!("document.querySelectorAll('{QUESTION} .reasons > li').length > 2")).await
    );
}
