//! Comparer and chooser: columns, rows, folds and the answer, by mouse, keyboard and address.

use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::calculator::come_alive;

const CAPTION: &str = "document.querySelector('.compare caption').textContent";
const COUNT: &str = "document.querySelector('.cmp-count').textContent";
const ANSWER: &str = "document.querySelector('.cmp-answer').textContent";
const FIRST: &str = "ECS on EC2, EKS on EC2, ECS on Fargate";

/// A page with its widget alive; `page` with its fragment.
async fn open(page: &str, width: u32) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.width(width).await;
    browser.open(&server.url(page)).await;
    come_alive(&browser).await;
    (server, browser)
}

#[tokio::test]
async fn the_first_view_stands_there_before_and_after_the_module() {
    for page in ["compare/", "compare/choose/"] {
        let server = Site::below_a_path().serve();
        server.hold(".wasm");
        let browser = Browser::start().await;
        browser.open(&server.url(page)).await;
        let text = "document.querySelector('[data-root]').textContent";
        let before = browser.text(text).await;
        assert!(before.len() > 1000, "{before}");
        server.mend();
        come_alive(&browser).await;
        assert_eq!(browser.text(text).await, before);
        assert_eq!(browser.console().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn columns_are_chosen_and_ordered_by_buttons() {
    let (_server, browser) = open("compare/", 1280).await;
    browser.expect(CAPTION, FIRST).await;
    browser.click("#comparer-option-9").await;
    browser.expect(CAPTION, &format!("{FIRST}, AWS Lambda")).await;
    assert!(browser.holds("document.querySelector('#comparer-option-10').disabled").await, "four at most");
    browser.js("document.querySelector('#comparer-earlier-3').focus()").await;
    browser.press(Key::Enter).await;
    browser.expect(CAPTION, "ECS on EC2, EKS on EC2, AWS Lambda, ECS on Fargate").await;
    browser.expect("document.activeElement.id", "comparer-earlier-2").await;
    browser.press(Key::Enter).await;
    browser.expect(CAPTION, "ECS on EC2, AWS Lambda, EKS on EC2, ECS on Fargate").await;
    browser.click("#comparer-option-4").await;
    browser.expect(CAPTION, "ECS on EC2, AWS Lambda, ECS on Fargate").await;
    browser.expect("location.hash", "#options=ecs-ec2,lambda,ecs-fargate").await;
    let heads = "document.querySelectorAll('.compare thead th[scope=col]').length";
    browser.expect(heads, "3").await;
}

#[tokio::test]
async fn the_focus_stays_at_the_button() {
    let (_server, browser) = open("compare/#rows=gpu,spot", 1280).await;
    for (id, there) in [("comparer-csv", "comparer-csv"), ("comparer-markdown", "comparer-markdown")] {
        browser.js(&format!("document.querySelector('#{id}').focus()")).await;
        browser.press(Key::Enter).await;
        browser.wait("document.querySelector('.cmp-taken textarea')").await;
        browser.expect("document.activeElement.id", there).await;
    }
    browser.js("document.querySelector('#comparer-rows').focus()").await;
    browser.press(Key::Enter).await;
    browser.wait("!document.querySelector('#comparer-rows')").await;
    assert!(browser.holds("document.activeElement.matches('[data-out] input')").await);
}

#[tokio::test]
async fn rows_are_filtered_by_text_exam_and_difference() {
    let (_server, browser) = open("compare/", 1280).await;
    browser.expect(COUNT, "33 rows").await;
    browser.click("#comparer-diff").await;
    browser
        .wait(&format!("{COUNT}.includes(' of 33 rows') && !document.querySelector('.compare th .why')"))
        .await;
    browser.type_over("#comparer-find", "gpu").await;
    browser.expect(COUNT, "2 of 33 rows").await;
    browser.click("#comparer-exam-3").await;
    browser.expect(COUNT, "1 of 33 rows").await;
    browser.type_over("#comparer-find", "no such words").await;
    browser.wait(&format!("{COUNT}.includes('Nothing fits')")).await;
    browser
        .wait("document.querySelector('[data-island] [role=status]').textContent.startsWith('0 of 33 rows')")
        .await;
}

#[tokio::test]
async fn a_fragment_brings_the_view_back() {
    let (_server, browser) =
        open("compare/#options=lambda,batch&rows=gpu,spot&diff=on&colour=red", 1280).await;
    browser.expect(CAPTION, "AWS Lambda, AWS Batch").await;
    browser.expect(COUNT, "2 of 33 rows").await;
    assert!(browser.holds("document.querySelector('#comparer-diff').checked").await);
    assert!(browser.text("document.querySelector('.calc-notices').textContent").await.contains("colour"));
    browser.click("#comparer-rows").await;
    browser.wait(&format!("!{COUNT}.startsWith('2 of')")).await;
    browser.js("location.hash = 'options=lightsail'").await;
    browser.expect(CAPTION, "Lightsail containers").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_cell_opens_by_keyboard_with_reason_and_dated_sources() {
    let (_server, browser) = open("compare/#options=lambda&rows=max-run-time", 1280).await;
    browser.expect(COUNT, "1 of 33 rows").await;
    browser.js("document.querySelector('.compare summary').focus()").await;
    browser.press(Key::Enter).await;
    let fold = "document.querySelector('.compare details')";
    browser.wait(&format!("{fold}.open")).await;
    assert!(
        browser.text(&format!("{fold}.querySelector('p').textContent")).await.contains("durable functions")
    );
    assert!(
        browser
            .holds(&format!(
                "/ 20\\d\\d-\\d\\d-\\d\\d/.test({fold}.querySelector('.cell-sources').textContent)"
            ))
            .await
    );
    assert!(
        browser.holds(&format!("{fold}.querySelector('.cell-sources a').href.startsWith('https://')")).await
    );
}

#[tokio::test]
async fn a_phone_shows_two_columns_and_nothing_sticks_out() {
    for width in [320, 390] {
        let (_server, browser) = open("compare/", width).await;
        let shown = "[...document.querySelector('.compare tbody tr:nth-child(2)').cells].filter((cell) => cell.checkVisibility()).length";
        browser.expect(shown, "3").await; // the row's name and two values
        assert!(browser.holds("document.querySelector('.cmp-narrow').checkVisibility()").await);
        assert!(browser.holds(&format!("document.documentElement.scrollWidth <= {width}")).await);
    }
}

#[tokio::test]
async fn the_head_stays_and_covers_no_focus() {
    for width in [390, 1280] {
        let (_server, browser) = open("compare/", width).await;
        let covered = browser
            .js_async(
                "const done = arguments[0];
                const folds = [...document.querySelectorAll('.compare td:nth-child(2) summary')].reverse();
                const head = document.querySelector('.compare thead th[scope=col]');
                const bad = [];
                (async () => {
                    for (const fold of folds) {
                        fold.focus();
                        await new Promise(requestAnimationFrame);
                        const [box, top] = [fold.getBoundingClientRect(), head.getBoundingClientRect()];
                        if (box.top < top.bottom - 1 && box.bottom > top.top + 1) bad.push(fold.textContent);
                    }
                    done(bad);
                })();",
            )
            .await;
        assert_eq!(covered, serde_json::json!([]), "at {width} px");
    }
}

#[tokio::test]
async fn the_table_can_be_taken_along() {
    let (_server, browser) = open("compare/#options=lambda,batch&rows=gpu", 1280).await;
    browser.expect(COUNT, "1 of 33 rows").await;
    browser.click("#comparer-markdown").await;
    let text = "document.querySelector('.cmp-taken textarea')?.value ?? ''";
    browser.wait(&format!("({text}).startsWith('|  | AWS Lambda | AWS Batch |')")).await;
    browser.click("#comparer-csv").await;
    browser.wait(&format!("({text}).startsWith('Group,Row,AWS Lambda,')")).await;
}

#[tokio::test]
async fn the_answer_follows_what_is_ticked() {
    let (_server, browser) = open("compare/choose/", 1280).await;
    browser.expect(ANSWER, "The answer is ECS on Fargate.").await;
    browser.click("#chooser-clear").await;
    browser.expect(ANSWER, "Tick what the question says.").await;
    for (words, answer) in
        [("Existing Kubernetes manifests", "EKS on EC2"), ("No servers or instances", "EKS on Fargate")]
    {
        let label = format!(
            "[...document.querySelectorAll('.choice')].find((label) => label.textContent.startsWith('{words}')).click()"
        );
        browser.js(&label).await;
        browser.expect(ANSWER, &format!("The answer is {answer}.")).await;
    }
    browser.expect("location.hash", "#needs=no-servers,kubernetes").await;
    browser
        .expect(
            "document.querySelector('[data-island] [role=status]').textContent",
            "The answer is EKS on Fargate.",
        )
        .await;
    let lost = "[...document.querySelectorAll('.cmp-standings tbody tr')].find((row) => row.textContent.startsWith('EKS on EC2')).textContent";
    let lost = browser.text(lost).await;
    for part in ["out", "Who runs the machines:", "Would win, if you untick"] {
        assert!(lost.contains(part), "{part} in {lost}");
    }
}

#[tokio::test]
async fn the_load_goes_along_to_the_calculator() {
    let (_server, browser) = open("compare/choose/#needs=event-driven&requests=5M", 1280).await;
    browser.expect(ANSWER, "The answer is AWS Lambda.").await;
    browser.click(".cmp-load summary").await;
    browser.type_over("#chooser-memory_mb", "nonsense").await;
    browser.wait("document.querySelector('#chooser-memory_mb-wrong')?.textContent.includes('1.5 GB')").await;
    browser.wait("document.querySelector('#chooser-memory_mb').ariaInvalid === 'true'").await;
    assert!(browser.holds("document.querySelector('#chooser-requests').ariaInvalid !== 'true'").await);
    browser
        .wait(
            "document.querySelector('[data-out] > [role=status]').textContent.startsWith('Memory (MB): not')",
        )
        .await;
    browser.type_over("#chooser-memory_mb", "3 GB").await;
    browser.wait("!document.querySelector('#chooser-memory_mb-wrong')").await;
    browser.click(".cmp-costs a").await;
    come_alive(&browser).await;
    browser.expect("document.querySelector('#lambda-cost-memory-mb').value", "3,072").await;
    browser.expect("document.querySelector('#lambda-cost-requests').value", "5,000,000").await;
}

#[tokio::test]
async fn what_is_ticked_before_the_module_comes_survives_it() {
    let server = Site::below_a_path().serve();
    server.hold(".wasm");
    let browser = Browser::start().await;
    browser.open(&server.url("compare/choose/")).await;
    browser.click("[name=need-1]").await;
    assert!(!browser.holds("document.querySelector('[name=need-1]').checked").await);
    server.mend();
    come_alive(&browser).await;
    browser.expect("location.hash", "#needs=any-image,long-run").await;
    assert!(!browser.holds("document.querySelector('[name=need-1]').checked").await);
}

#[tokio::test]
async fn without_its_data_the_first_view_stays() {
    let server = Site::below_a_path().serve();
    server.fail("assets/compare-", 404);
    let browser = Browser::start().await;
    browser.open(&server.url("compare/")).await;
    browser.js("document.querySelector('[data-island]').scrollIntoView()").await;
    browser.wait("document.querySelector('[data-island] .widget-message')").await;
    browser.expect(CAPTION, FIRST).await;
}
