//! The page of progress: what was answered shows up there, and can be saved, deleted and added.

use serde_json::json;
use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::calculator::come_alive;
use crate::exam::sealed;

const NOTE: &str = "ecr/working-with-ecr/";
const STORE: &str = "localStorage['studydeck.progress']";
const KEPT: &str = "document.querySelector('.progress-kept').textContent";
const SAID: &str = "document.querySelector('.progress-said').textContent";
const TROUBLE: &str = "document.querySelector('.progress-trouble').textContent";
/// What is saved is caught here and not downloaded; questions are answered by `window.answer`.
const CATCH: &str = "
    window.saved = [];
    window.answer = true;
    URL.createObjectURL = (blob) => { window.blob = blob; return 'blob:caught'; };
    addEventListener('click', (event) => {
        const link = event.target.closest?.('a[download]');
        if (!link) return;
        event.preventDefault();
        const name = link.download;
        window.blob.text().then((text) => window.saved.push({ name, text }));
    }, true);
    window.confirm = (words) => { window.asked = words; return window.answer; };";
/// Three answers to two questions that the site does not have.
const OTHER: &str = "studydeck-progress 1\nq elsewhere-a #00000001 tox1cy:S:5:1 tox1d0:sc:5:2\nq elsewhere-b #00000001 tox1cz:t:5:0\n. ";

/// A browser in which `script` runs before the page's own.
async fn with(script: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    let source = format!("{CATCH};{script}");
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    (server, browser)
}

async fn open(script: &str) -> (Server, Browser) {
    let (server, browser) = with(script).await;
    browser.open(&server.url("progress/")).await;
    come_alive(&browser).await;
    (server, browser)
}

/// Certain and wrong about one question of a note, right about another.
async fn answer_two(server: &Server, browser: &Browser) {
    browser.open(&server.url(NOTE)).await;
    come_alive(browser).await;
    let script = "
        [[1, false], [2, true]].forEach(([at, right]) => {
            const question = document.querySelectorAll('[data-question]')[at];
            const keys = [...question.querySelectorAll('.reasons > li')].map((li) => li.dataset.answer === 'right');
            const inputs = [...question.querySelectorAll('.options input')];
            const wanted = inputs.filter((_, place) => keys[place] === right);
            wanted.slice(0, keys.filter(Boolean).length).forEach((input) => input.click());
            question.querySelector('.sure [value=c]').click();
            question.querySelector('.quiz-act button').click();
        })";
    browser.js(script).await;
    browser.wait(&format!("{STORE}?.match(/^q /gm).length === 2")).await;
}

/// The figures of a row.
fn figures(row: &str) -> String {
    format!(
        "[...document.querySelectorAll('[data-row]{row} td')].slice(0, 5).map((cell) => cell.textContent).join()"
    )
}

async fn choose_file(browser: &Browser, text: &str) {
    let script = "
        const files = new DataTransfer();
        files.items.add(new File([arguments[0]], 'progress.txt'));
        const input = document.querySelector('[data-file]');
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.js("document.querySelector('.progress-said').textContent = ''").await;
    browser.js_with(script, vec![json!(text)]).await;
}

/// [`OTHER`] with its checksum, made by the page itself: it saves what can be read of it.
async fn other(browser: &Browser) -> String {
    browser.js(&format!("localStorage.clear(); {STORE} = {OTHER:?} + '00000000\\n'")).await;
    browser.reload().await;
    come_alive(browser).await;
    browser.wait(&format!("{TROUBLE}.includes('damaged')")).await;
    let text = browser.text(STORE).await;
    browser.js("localStorage.clear()").await;
    browser.reload().await;
    come_alive(browser).await;
    text
}

#[tokio::test]
async fn an_answer_shows_up_and_leads_to_its_practice() {
    let (server, browser) = with("").await;
    answer_two(&server, &browser).await;
    browser.open(&server.url("progress/")).await;
    come_alive(&browser).await;
    browser.expect(KEPT, "This browser keeps 2 answers.").await;
    let count =
        browser.text("document.querySelector('[data-topic=ecr-registry] td')?.textContent ?? ''").await;
    let topic = browser.text("[...document.querySelectorAll('[data-topic]')].find((row) => row.querySelector('td a[href]')).dataset.topic").await;
    println!("{topic} {count}");
    let all = browser.text(&figures(":not([data-exam], [data-topic])")).await;
    assert!(all.ends_with(",2,1,1,1"), "{all}");
    let row = format!("[data-topic={topic}]");
    let note = browser.text(&figures(&row)).await;
    assert!(note.ends_with(",2,1,1,1"), "{note}");
    // Both were certain, and one of them was right.
    let sure = "document.querySelector('.progress-sure tr:nth-child(3)').textContent";
    browser.expect(sure, "Certain2150 % (10 to 91)").await;
    browser.expect("document.querySelectorAll('.sure-chart rect')[0].getAttribute('width')", "100").await;
    browser.expect("document.querySelector('.progress-days').rows.length", "1").await;
    browser.click(&format!("[data-row]{row} td a")).await;
    browser.wait("location.pathname.endsWith('/practice/')").await;
    come_alive(&browser).await;
    let ticked = "[...document.querySelectorAll('[name=sd-topic]:checked')].map((box) => box.value).join()";
    browser.expect(ticked, &topic).await;
    // The way back shows the answers that came in the meantime.
    browser.open(&server.url("practice/#due-exam-dva")).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.expect("document.querySelector('[name=sd-exam]').value", "dva").await;
    browser.open(&server.url("practice/#due-exam-%22x")).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.expect("document.querySelector('[name=sd-exam]').value", "").await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn it_says_how_many_questions_have_changed_since() {
    let (server, browser) = with("").await;
    // As if the answers were given to other words than the bank of today has.
    server.alter(NOTE, |html| html.replace("data-version=\"", "data-version=\"7"));
    answer_two(&server, &browser).await;
    browser.open(&server.url("progress/")).await;
    come_alive(&browser).await;
    let words = "This browser keeps 2 answers. Changed since you answered: 2 questions, due again.";
    browser.expect(KEPT, words).await;
}

#[tokio::test]
async fn the_history_has_the_domains_of_each_exam() {
    let (_server, browser) = open("").await;
    let exam = sealed("studydeck-progress 1\nx tox1cy saa 20 15 5k 3n1 1f0c2a9b8b1c33de 1 1.12.10 2.8.5\n");
    browser.js_with(&format!("{STORE} = arguments[0]"), vec![json!(exam)]).await;
    browser.reload().await;
    come_alive(&browser).await;
    let rows = "[...document.querySelector('.progress-exams').rows].map((row) => row.innerText).join(' | ')";
    let shown = browser.text(rows).await;
    assert!(shown.contains("15 of 20"), "{shown}");
    assert!(shown.contains("1. Design Secure Architectures: 10 of 12\n2. "), "{shown}");
}

#[tokio::test]
async fn saved_deleted_and_added_again_it_is_the_same() {
    let (server, browser) = with("").await;
    answer_two(&server, &browser).await;
    browser.open(&server.url("progress/")).await;
    come_alive(&browser).await;
    let before = browser.text(STORE).await;
    let shown = browser.text("document.querySelector('.progress-body').innerText").await;
    browser.click("[data-save]").await;
    browser.wait("window.saved.length === 1").await;
    let name = browser.text("window.saved[0].name").await;
    let today = browser.text("new Date().toLocaleDateString('sv')").await;
    assert_eq!(name, format!("studydeck-progress-{today}.txt"));
    let file = browser.text("window.saved[0].text").await;
    assert_eq!(file, before);
    // Refused, nothing happens; confirmed, by keyboard, everything goes.
    browser.js("window.answer = false; document.querySelector('[data-delete]').focus()").await;
    browser.press(Key::Enter).await;
    browser.wait("window.asked?.startsWith('Delete all')").await;
    assert_eq!(browser.text(STORE).await, before);
    browser.js("window.answer = true").await;
    browser.press(Key::Enter).await;
    browser.wait(&format!("{SAID} === 'Deleted.'")).await;
    browser.expect(&format!("{STORE} === undefined"), "true").await;
    browser.wait(&format!("{KEPT}.startsWith('No answer is kept yet')")).await;
    choose_file(&browser, &file).await;
    browser.expect(SAID, "Added: 2 answers.").await;
    assert_eq!(browser.text(STORE).await, before);
    browser.js("document.querySelector('.progress-said').textContent = ''").await;
    browser.expect("document.querySelector('.progress-body').innerText", &shown).await;
    choose_file(&browser, &file).await;
    browser.expect(SAID, "All of it was here before.").await;
    assert_eq!(browser.text(STORE).await, before);
}

#[tokio::test]
async fn a_file_joins_what_is_there() {
    let (server, browser) = open("").await;
    let other = other(&browser).await;
    answer_two(&server, &browser).await;
    browser.open(&server.url("progress/")).await;
    come_alive(&browser).await;
    let own = browser.text(STORE).await;
    choose_file(&browser, &other).await;
    browser.expect(SAID, "Added: 3 answers.").await;
    browser.expect(KEPT, "This browser keeps 5 answers.").await;
    let both = browser.text(STORE).await;
    for line in own.lines().chain(other.lines()).filter(|line| line.starts_with("q ")) {
        assert!(both.lines().any(|kept| kept == line), "{line} is lost: {both}");
    }
    // The other way round it comes to the same.
    browser.js_with(&format!("{STORE} = arguments[0]"), vec![json!(other)]).await;
    choose_file(&browser, &own).await;
    browser.expect(SAID, "Added: 2 answers.").await;
    assert_eq!(browser.text(STORE).await, both);
}

#[tokio::test]
async fn files_that_are_no_progress_change_nothing() {
    let (_server, browser) = open("").await;
    let other = other(&browser).await;
    choose_file(&browser, &other).await;
    browser.expect(SAID, "Added: 3 answers.").await;
    let before = browser.text(STORE).await;
    for (file, words) in [
        ("GIF89a", "no progress of Studydeck"),
        ("studydeck-progress 99\n. 00000000\n", "later version"),
        ("studydeck-progress 1\n\u{1}\n", "Nothing in this damaged file"),
        ("", "no answers"),
    ] {
        choose_file(&browser, file).await;
        browser.wait(&format!("{SAID}.includes({words:?})")).await;
        assert_eq!(browser.text(STORE).await, before, "{file:?}");
    }
    // A damaged one only if the reader wants it.
    let damaged = other.replace("q elsewhere-b", "q elsewhere-c");
    browser.js("window.answer = false").await;
    choose_file(&browser, &damaged).await;
    browser.expect(SAID, "Nothing was changed.").await;
    browser.wait("window.asked.includes('3 answers')").await;
    assert_eq!(browser.text(STORE).await, before);
    browser.js("window.answer = true").await;
    choose_file(&browser, &damaged).await;
    browser.expect(SAID, "Added: 1 answer.").await;
    assert!(
        browser
            .holds(&format!("{STORE}.includes('q elsewhere-b') && {STORE}.includes('q elsewhere-c')"))
            .await
    );
}

#[tokio::test]
async fn a_damaged_store_is_set_aside_and_can_be_saved() {
    let damaged = format!("{OTHER}00000000\n");
    let script = format!("if (!sessionStorage.done) {{ sessionStorage.done = 1; {STORE} = {damaged:?}; }}");
    let (_server, browser) = open(&script).await;
    browser.wait(&format!("{TROUBLE}.includes('damaged')")).await;
    browser.expect(KEPT, "This browser keeps 3 answers.").await;
    let aside = "Object.entries(localStorage).find(([key]) => key.includes('.aside.'))?.[1]";
    assert_eq!(browser.text(aside).await, damaged);
    browser.click(".progress-aside button").await;
    browser.wait("window.saved.length === 1").await;
    assert_eq!(browser.text("window.saved[0].text").await, damaged);
    // What could be read of it is whole by now.
    browser.reload().await;
    come_alive(&browser).await;
    browser.expect(KEPT, "This browser keeps 3 answers.").await;
    assert_eq!(browser.text(TROUBLE).await, "");
    browser.click("[data-delete]").await;
    browser
        .wait(
            "localStorage.length === 0 || !Object.keys(localStorage).some((key) => key.includes('progress'))",
        )
        .await;
    browser.expect("document.querySelector('.progress-aside').textContent", "").await;
}

#[tokio::test]
async fn a_newer_store_is_left_alone() {
    let newer = "studydeck-progress 99\nwhatever\n";
    let (_server, browser) = open(&format!("{STORE} ??= {newer:?}")).await;
    browser.wait(&format!("{TROUBLE}.includes('later version')")).await;
    browser.click("[data-save]").await;
    browser.wait("window.saved.length === 1").await;
    assert_eq!(browser.text("window.saved[0].text").await, newer);
    choose_file(&browser, &format!("{OTHER}00000000\n")).await;
    browser.wait(&format!("{SAID}.includes('later version')")).await;
    assert_eq!(browser.text(STORE).await, newer);
}

#[tokio::test]
async fn blocked_and_full_storage_are_said() {
    let (_server, browser) =
        open("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
            .await;
    browser.wait(&format!("{TROUBLE}.includes('store nothing')")).await;
    choose_file(&browser, &format!("{OTHER}00000000\n")).await;
    browser.wait(&format!("{SAID}.includes('store nothing')")).await;
    browser.click("[data-delete]").await;
    browser.wait(&format!("{SAID}.includes('store nothing')")).await;
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }";
    let (_server, browser) = open(full).await;
    choose_file(&browser, &format!("{OTHER}00000000\n")).await;
    browser.wait(&format!("{SAID}.includes('full')")).await;
    assert!(browser.holds(&format!("{STORE} === undefined")).await);
}

#[tokio::test]
async fn a_full_storage_keeps_a_damaged_store_as_it_is() {
    let damaged = format!("{OTHER}00000000\n");
    let (_server, browser) = open(&format!(
        "{STORE} ??= {damaged:?}; Storage.prototype.setItem = () => {{ throw new DOMException('full', 'QuotaExceededError'); }}"
    ))
    .await;
    browser.wait(&format!("{TROUBLE}.includes('no room')")).await;
    browser.expect(KEPT, "This browser keeps 3 answers.").await;
    assert_eq!(browser.text(STORE).await, damaged);
}

#[tokio::test]
async fn at_320_px_nothing_is_scrolled_sideways() {
    let (server, browser) = with("").await;
    answer_two(&server, &browser).await;
    browser.width(320).await;
    browser.open(&server.url("progress/")).await;
    come_alive(&browser).await;
    assert!(browser.holds("document.documentElement.scrollWidth <= 320").await);
}

#[tokio::test]
async fn without_javascript_the_page_says_what_it_is_for() {
    let (server, browser) = with("").await;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
    browser.open(&server.url("progress/")).await;
    assert!(browser.holds("document.querySelector('.room-hint').checkVisibility()").await);
    assert!(!browser.holds("document.querySelector('.progress-body').checkVisibility()").await);
}
