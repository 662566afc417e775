//! The break-even: where the cheapest choice changes, by form and by address.

use site_tests::{Browser, Server, Site};

use crate::calculator::come_alive;

const ANSWER: &str = "document.querySelector('.calc-sum').textContent";
/// The exact rates a month at which the cheapest changes.
const CHANGES: &str = "[...document.querySelectorAll('.calc-changes tbody tr')].map((row) => row.querySelectorAll('data')[1].value).join(' ')";
/// Choice and cost, as the table of now has them.
const NOW: &str = "[...document.querySelectorAll('.calc-choices tbody tr')].map((row) => [row.querySelector('th').firstChild.textContent, Number(row.querySelector('td:last-child data')?.value ?? Infinity)])";

async fn open(fragment: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url(&format!("calculators/break-even/{fragment}"))).await;
    come_alive(&browser).await;
    (server, browser)
}

/// The answer names the least of the costs in the table.
async fn the_answer_is_the_least(browser: &Browser) {
    browser
        .wait(&format!("{ANSWER}.startsWith({NOW}.reduce((least, each) => each[1] < least[1] ? each : least)[0] + ' is the cheapest')"))
        .await;
}

#[tokio::test]
async fn the_exact_rate_of_change_moves_with_the_form() {
    // 2 tasks of 0.5 vCPU and 1 GB cost 36.0401 a month; a request of 100 ms with 512 MB costs
    // 0.0000010333... : both meet at 34,877,459.875 requests.
    let (_server, browser) =
        open("#v=1&requests=3000000&duration_ms=100&memory_mb=512&free_tier=off&alb=off&rps_per_task=10000")
            .await;
    browser.expect(ANSWER, "Lambda is the cheapest at 3,000,000 requests a month: $3.10.").await;
    browser.wait(&format!("{CHANGES}.startsWith('0 34877459.875064')")).await;
    browser.type_over("#break-even-requests", "40M").await;
    browser.wait(&format!("{ANSWER}.startsWith('Fargate is the cheapest at 40,000,000')")).await;
    the_answer_is_the_least(&browser).await;
    browser.js("document.querySelectorAll('.calc-group').forEach((group) => { group.open = true; })").await;
    browser.click("#break-even-alb").await;
    browser.wait(&format!("{ANSWER}.startsWith('Lambda is the cheapest')")).await;
    the_answer_is_the_least(&browser).await;
    browser.wait("location.hash.includes('alb=on') && location.hash.includes('requests=40000000')").await;
    browser.expect("document.querySelector('[role=status].visually-hidden').textContent.startsWith('Lambda is the cheapest')", "true").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_instance_of_another_architecture_takes_no_part_and_says_why() {
    let (_server, browser) = open("#v=1&arch=arm64").await;
    let row = "[...document.querySelectorAll('.calc-choices tbody tr')].find((row) => row.textContent.startsWith('EC2')).textContent";
    browser.wait(&format!("{row}.includes('another architecture')")).await;
    browser.js("document.querySelectorAll('.calc-group').forEach((group) => { group.open = true; })").await;
    browser.js("const select = document.querySelector('#break-even-instance'); select.value = 'm7g.large'; select.dispatchEvent(new Event('change', { bubbles: true }));").await;
    browser.wait(&format!("{row}.includes('EC2 instances')")).await;
    the_answer_is_the_least(&browser).await;
}

#[tokio::test]
async fn wrong_numbers_leave_the_last_good_answer() {
    let (_server, browser) = open("").await;
    let before = browser.text(ANSWER).await;
    browser.js("document.querySelectorAll('.calc-group').forEach((group) => { group.open = true; })").await;
    browser.type_over("#break-even-headroom-pct", "95").await;
    browser.wait("!document.querySelector('#break-even-headroom-pct-message').hidden").await;
    assert_eq!(browser.text(ANSWER).await, before);
    assert!(browser.holds("document.querySelector('.is-stale')").await);
}
