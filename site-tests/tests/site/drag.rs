//! Dragging in questions: with the mouse and with a finger, beside the lists that choose.

use serde_json::Value;
use site_tests::{Browser, Pointer, Server, Site, Stroke};

use crate::calculator::come_alive;

/// A note whose first question is an ordering.
const ORDER: &str = "ecr/working-with-ecr/";
/// A note with a matching.
const MATCH: &str = "containers/docker/";

const LINES: &str = "[...document.querySelector('[data-form=order] .options').children]";
const SELECTS: &str = "[...document.querySelectorAll('[data-form=order] .options select')]";

async fn open(page: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url(page)).await;
    come_alive(&browser).await;
    (server, browser)
}

/// A place in the window inside the element that an expression gives: so far from its left and its
/// top, in hundredths of its size.
async fn place(browser: &Browser, element: &str, across: u32, down: u32) -> (f64, f64) {
    let script = format!(
        "const {{ left, top, width, height }} = ({element}).getBoundingClientRect();
         return [left + width * {across} / 100, top + height * {down} / 100]"
    );
    let found = browser.js(&script).await;
    let number = |at: usize| found.get(at).and_then(Value::as_f64).expect("a place");
    (number(0), number(1))
}

/// Brings a question to the top of the window.
async fn show(browser: &Browser, form: &str) {
    let script = format!(
        "document.querySelector('[data-form={form}] fieldset').scrollIntoView({{ behavior: 'instant' }}); scrollBy(0, -60)"
    );
    browser.js(&script).await;
}

/// Takes the element that an expression gives and holds it over another, a part of the way down it.
async fn hold(browser: &Browser, pointer: Pointer, from: &str, to: &str, down: u32) -> (f64, f64) {
    let start = place(browser, from, 50, 50).await;
    let end = place(browser, to, 30, down).await;
    browser.point(pointer, Stroke::Down, start).await;
    for step in 1..=5 {
        let part = |a: f64, b: f64| a + (b - a) * f64::from(step) / 5.0;
        browser.point(pointer, Stroke::Move, (part(start.0, end.0), part(start.1, end.1))).await;
    }
    end
}

/// Puts the steps in their right order, each by dragging its handle.
async fn put_in_order(browser: &Browser, pointer: Pointer) {
    let steps: usize = browser.text(&format!("{LINES}.length")).await.parse().expect("a number");
    for step in 0..steps {
        let line = format!("{LINES}.find((line) => line.querySelector('select').dataset.key === '{step}')");
        if browser.text(&format!("{LINES}.indexOf({line})")).await == step.to_string() {
            continue;
        }
        // What stands before is in order already, so it comes from below: to the upper end.
        let end =
            hold(browser, pointer, &format!("{line}.querySelector('.grip')"), &format!("{LINES}[{step}]"), 5)
                .await;
        browser.point(pointer, Stroke::Up, end).await;
        browser.expect(&format!("{LINES}.indexOf({line})"), &step.to_string()).await;
    }
}

async fn steps_are_dragged(pointer: Pointer) {
    let (_server, browser) = open(ORDER).await;
    show(&browser, "order").await;
    put_in_order(&browser, pointer).await;
    browser.expect(&format!("{SELECTS}.map((list) => list.value).join('')"), "0123").await;
    let said = "[...document.querySelectorAll('[data-root] > [role=status]')].map((place) => place.textContent).join('')";
    assert!(browser.holds(&format!("/: \\d of 4$/.test({said})")).await, "{}", browser.text(said).await);
    browser.js("document.querySelector('.quiz-act button').click()").await;
    browser.expect("document.querySelector('.quiz-said').textContent", "Right. The reasons are below.").await;
    // What was checked stands still.
    hold(&browser, pointer, "document.querySelector('.grip')", &format!("{LINES}[2]"), 90).await;
    assert!(!browser.holds("document.querySelector('[data-held]')").await);
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn steps_are_dragged_with_the_mouse() {
    steps_are_dragged(Pointer::Mouse).await;
}

#[tokio::test]
async fn steps_are_dragged_with_a_finger() {
    steps_are_dragged(Pointer::Touch).await;
}

#[tokio::test]
async fn whoever_thinks_better_of_it_finds_all_as_it_was() {
    let (_server, browser) = open(ORDER).await;
    show(&browser, "order").await;
    let order = format!("{LINES}.map((line) => line.querySelector('select').dataset.at).join('')");
    let before = browser.text(&order).await;
    for end in ["Escape", "pointercancel"] {
        let pointer = if end == "Escape" { Pointer::Mouse } else { Pointer::Touch };
        let held =
            hold(&browser, pointer, "document.querySelector('.grip')", &format!("{LINES}[2]"), 90).await;
        browser.wait("document.querySelector('[data-held]')").await;
        assert_ne!(browser.text(&order).await, before, "the list shows the gap");
        if end == "Escape" {
            browser.press(thirtyfour::Key::Escape).await;
        } else {
            browser.point(pointer, Stroke::Cancel, held).await;
        }
        browser.expect(&order, &before).await;
        assert!(!browser.holds("document.querySelector('[data-held]')").await, "{end}");
        browser.point(Pointer::Mouse, Stroke::Up, held).await;
        browser.expect(&format!("{SELECTS}.map((list) => list.value).join('')"), "").await;
    }
}

#[tokio::test]
async fn a_handle_that_is_only_touched_chooses_nothing_and_lists_hold_when_one_drags() {
    let (_server, browser) = open(ORDER).await;
    show(&browser, "order").await;
    let grip = place(&browser, "document.querySelector('.grip')", 50, 50).await;
    browser.point(Pointer::Mouse, Stroke::Down, grip).await;
    browser.point(Pointer::Mouse, Stroke::Up, grip).await;
    browser.expect(&format!("{SELECTS}.map((list) => list.value).join('')"), "").await;
    // The last line was put first by its list; the second is then dragged to the end.
    browser.js(&format!("const last = {SELECTS}.at(-1); last.value = '0'; window.last = last")).await;
    let end = hold(
        &browser,
        Pointer::Mouse,
        &format!("{LINES}[1].querySelector('.grip')"),
        &format!("{LINES}[3]"),
        95,
    )
    .await;
    browser.point(Pointer::Mouse, Stroke::Up, end).await;
    browser.expect("window.last.value", "0").await;
    browser.expect(&format!("{SELECTS}.map((list) => list.value).join('')"), "0123").await;
}

#[tokio::test]
async fn a_finger_beside_the_handle_scrolls_the_page() {
    let (_server, browser) = open(ORDER).await;
    browser.width(390).await;
    show(&browser, "order").await;
    assert!(
        browser
            .holds("[...document.querySelectorAll('.grip')].every((grip) => grip.offsetWidth >= 24 && grip.offsetHeight >= 24)")
            .await
    );
    let before = browser.text("scrollY").await;
    let from = place(&browser, &format!("{LINES}[2].querySelector('label span')"), 20, 50).await;
    browser.point(Pointer::Touch, Stroke::Down, from).await;
    for step in 1..=8 {
        browser.point(Pointer::Touch, Stroke::Move, (from.0, from.1 - f64::from(step) * 20.0)).await;
    }
    browser.point(Pointer::Touch, Stroke::Up, from).await;
    browser.wait(&format!("scrollY > {before} + 50")).await;
    browser.expect(&format!("{SELECTS}.map((list) => list.value).join('')"), "").await;
}

async fn right_halves_are_dragged(pointer: Pointer) {
    let (_server, browser) = open(MATCH).await;
    browser.width(if pointer == Pointer::Touch { 390 } else { 1280 }).await;
    let question = "document.querySelector('[data-form=match]')";
    let lines: usize = browser
        .text(&format!("{question}.querySelectorAll('.options li').length"))
        .await
        .parse()
        .expect("a number");
    for at in 0..lines {
        show(&browser, "match").await;
        let line = format!("{question}.querySelectorAll('.options li')[{at}]");
        let key = browser.text(&format!("{line}.querySelector('select').dataset.key")).await;
        // A mouse takes a chip anywhere, a finger its handle.
        let part = if pointer == Pointer::Mouse { "chip" } else { "grip" };
        let chip = format!("{question}.querySelector('[data-choice=\"{key}\"] .{part}')");
        let end = hold(&browser, pointer, &chip, &line, 50).await;
        browser.wait(&format!("{line}.dataset.over === ''")).await;
        assert!(browser.holds("document.documentElement.scrollWidth <= innerWidth").await, "the page grows");
        browser.point(pointer, Stroke::Up, end).await;
        browser.expect(&format!("{line}.querySelector('select').value"), &key).await;
    }
    assert!(!browser.holds("document.querySelector('[data-over], [data-held]')").await);
    browser.js(&format!("{question}.querySelector('.quiz-act button').click()")).await;
    browser
        .expect(
            &format!("{question}.querySelector('.quiz-said').textContent"),
            "Right. The reasons are below.",
        )
        .await;
    assert!(!browser.holds(&format!("{question}.querySelector('.chips').checkVisibility()")).await);
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn right_halves_are_dragged_with_the_mouse() {
    right_halves_are_dragged(Pointer::Mouse).await;
}

#[tokio::test]
async fn right_halves_are_dragged_with_a_finger() {
    right_halves_are_dragged(Pointer::Touch).await;
}

#[tokio::test]
async fn in_an_exam_what_was_dragged_is_kept() {
    let (_server, browser) = open("practice/#exam=dva&n=65&seed=1").await;
    browser.click("[data-x=start]").await;
    browser
        .js("for (let at = 0; at < 65 && !document.querySelector('.exam [data-form=order]'); at += 1) {
                document.querySelector(`[data-go='${at}']`).click();
            }")
        .await;
    browser.wait("document.querySelector('.exam .grip')").await;
    show(&browser, "order").await;
    put_in_order(&browser, Pointer::Mouse).await;
    browser.wait("document.querySelector('.exam-nav [aria-current]').ariaLabel.includes('answered')").await;
    let right = format!(
        "{SELECTS}.every((list, at) => list.dataset.key === String(at) && list.value === String(at))"
    );
    browser.click("[data-x=back]").await;
    browser.click("[data-x=next]").await;
    browser.wait(&format!("document.querySelector('.exam [data-form=order]') && {right}")).await;
    assert!(browser.holds("document.activeElement.matches('.exam select')").await);
    browser.reload().await;
    come_alive(&browser).await;
    browser.click("[data-x=resume]").await;
    browser.wait(&format!("document.querySelector('.exam [data-form=order]') && {right}")).await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}
