//! The exam in the practice room: by keyboard, over a reload, in two tabs, by its link.

use serde_json::json;
use site_tests::{Browser, Server, Site};
use thirtyfour::Key;

use crate::calculator::come_alive;

const AT: &str = "document.querySelector('.exam-at').textContent";
const SAID: &str = "document.querySelector('.room-said').textContent";
const TROUBLE: &str = "document.querySelector('.quiz-trouble').textContent";
const SCORE: &str = "document.querySelector('.exam-score').textContent";
const SESSION: &str = "localStorage['studydeck.session']";
const RESUME: &str = "[data-x=resume]";

/// The page with a fragment, alive; `script` runs before the page's own.
async fn open(fragment: &str, script: &str) -> (Server, Browser) {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    if !script.is_empty() {
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }
    browser.open(&server.url(&format!("practice/{fragment}"))).await;
    come_alive(&browser).await;
    (server, browser)
}

/// Begins an exam of ten questions.
async fn begin(browser: &Browser, exam: &str, time: &str) {
    let script =
        "for (const [name, value] of [['of', arguments[0]], ['count', '10'], ['time', arguments[1]]]) {
            document.querySelector(`[name=sd-exam-${name}]`).value = value;
        }";
    browser.js_with(script, vec![json!(exam), json!(time)]).await;
    browser.click("[data-x=start]").await;
    browser.expect(AT, "Question 1 of 10").await;
}

/// Answers the question that stands there: a choice by its place, steps and pairs with the key, a
/// number with any.
async fn answer(browser: &Browser, place: usize) {
    let script = "
        for (const select of document.querySelectorAll('.exam .options select')) {
            select.value = select.dataset.key;
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }
        for (const field of document.querySelectorAll('.exam .typed input')) {
            field.value = '12.5';
            field.dispatchEvent(new Event('input', { bubbles: true }));
        }
        document.querySelectorAll('.exam .options input')[arguments[0]]?.click()";
    browser.js_with(script, vec![json!(place)]).await;
}

async fn hand_in(browser: &Browser) {
    browser.click("[data-x=ask]").await;
    browser.wait("document.querySelector('dialog').open").await;
    browser.click("[data-x=hand-in]").await;
    browser.wait("document.querySelector('.exam-result').checkVisibility()").await;
}

/// Presses the tabulator until an element has the focus.
async fn tab_to(browser: &Browser, selector: &str, back: bool) {
    for _ in 0..60 {
        if browser.holds(&format!("document.activeElement.matches('{selector}')")).await {
            return;
        }
        if back {
            browser.press_back().await;
        } else {
            browser.press(Key::Tab).await;
        }
    }
    panic!("{selector} can't be reached by keyboard");
}

#[tokio::test]
async fn a_whole_exam_by_keyboard() {
    let (_server, browser) = open("", "").await;
    browser.js("document.querySelector('[name=sd-exam-of]').focus()").await;
    browser.press("SAA").await;
    browser.press(Key::Tab).await;
    browser.press("10").await;
    tab_to(&browser, "[data-x=start]", false).await;
    browser.press(Key::Enter).await;
    let mut answered = 0;
    for question in 1..=10 {
        browser.expect(AT, &format!("Question {question} of 10")).await;
        assert!(browser.holds("document.activeElement.closest('.exam-question')").await);
        if browser.holds("document.activeElement.matches('select, .typed input')").await {
            tab_to(&browser, "[data-x=next]", false).await;
            browser.press(Key::Enter).await;
            continue;
        }
        browser.press("2").await;
        browser.press("c").await;
        answered += 1;
        assert!(!browser.holds("document.querySelector('.exam .reasons')").await, "no answer before the end");
        if answered == 1 {
            browser.press("f").await;
            assert!(
                browser.holds("document.activeElement.matches('[data-x=flag][aria-pressed=true]')").await
            );
            tab_to(&browser, "[data-strike]", true).await;
            browser.press(" ").await;
            browser.wait("document.querySelector('[data-strike][aria-pressed=true]')").await;
        }
        tab_to(&browser, "input", true).await;
        browser.press("j").await;
    }
    browser.wait(&format!("{SAID}.startsWith('That was the last')")).await;
    browser.expect("document.querySelectorAll('.exam-nav [data-flagged]').length", "1").await;
    tab_to(&browser, "[data-x=ask]", true).await;
    browser.press(Key::Enter).await;
    browser.expect("document.activeElement.dataset.x", "keep-on").await;
    assert!(browser.holds("document.querySelector('dialog').textContent.includes('Flagged: 1')").await);
    // Whoever thinks better of it stands where they were.
    browser.press(Key::Escape).await;
    browser.expect("document.activeElement.dataset.x", "ask").await;
    browser.press(Key::Enter).await;
    tab_to(&browser, "[data-x=hand-in]", false).await;
    browser.press(Key::Enter).await;
    browser.wait("document.activeElement.matches('.exam-score')").await;
    assert!(browser.holds(&format!("/^\\d+ of 10 right$/.test({SCORE})")).await);
    assert!(
        browser
            .holds("/of 20, between \\d+ and \\d+.%/.test(document.querySelector('.exam-sums').textContent)")
            .await
    );
    // What was answered is kept as a practice's answers are, and so is the exam.
    let kept = "localStorage['studydeck.progress']";
    browser
        .wait(&format!("{kept}.match(/^q /gm).length >= {answered} && /^x \\w+ saa 10 /m.test({kept})"))
        .await;
    assert_eq!(browser.console().await, Vec::<String>::new());
}

#[tokio::test]
async fn a_reload_in_the_middle_loses_nothing() {
    let (_server, browser) = open("", "").await;
    begin(&browser, "clf", "1.5").await;
    browser.expect("document.querySelector('.exam-clock').textContent.slice(0, 3)", "20:").await;
    answer(&browser, 1).await;
    browser.click("[data-x=flag]").await;
    browser.click("[data-x=next]").await;
    browser.expect(AT, "Question 2 of 10").await;
    let stem = browser.text("document.querySelector('.exam legend').textContent").await;
    let order = "[...document.querySelectorAll('.exam .options input')].map((input) => input.value).join()";
    let options = browser.text(order).await;
    browser.wait("!document.querySelector('.exam-clock').textContent.startsWith('20:4')").await;
    browser.reload().await;
    come_alive(&browser).await;
    browser
        .expect(&format!("document.querySelector('{RESUME}').textContent"), "Go on with the unfinished exam")
        .await;
    browser.click(RESUME).await;
    browser.expect(AT, "Question 2 of 10").await;
    browser.expect("document.querySelector('.exam legend').textContent", &stem).await;
    browser.expect(order, &options).await;
    browser.click("[data-x=back]").await;
    assert!(
        browser.holds("document.querySelector('.exam :is(.options :checked, select, .typed input)')").await
    );
    assert!(browser.holds("document.querySelector('[data-x=flag]').ariaPressed === 'true'").await);
    let clock = browser.text("document.querySelector('.exam-clock').textContent").await;
    assert!(!clock.starts_with("20:4"), "the clock began anew: {clock}");
    hand_in(&browser).await;
    // The result outlives a reload, too.
    browser.reload().await;
    come_alive(&browser).await;
    browser.expect(&format!("document.querySelector('{RESUME}').textContent"), "Show the last result").await;
    browser.click(RESUME).await;
    browser.wait(&format!("{SCORE}.endsWith('of 10 right')")).await;
    browser.expect("localStorage['studydeck.progress'].match(/^x /gm).length", "1").await;
}

#[tokio::test]
async fn of_two_tabs_only_one_goes_on() {
    let (server, browser) = open("", "").await;
    begin(&browser, "saa", "none").await;
    answer(&browser, 0).await;
    browser.js(&format!("window.tab = window.open({:?})", server.url("practice/"))).await;
    let other = "window.tab.document.querySelector";
    browser.wait(&format!("{other}('[data-x=start]:enabled')")).await;
    let kept = browser.text(SESSION).await;
    browser.js(&format!("{other}('{RESUME}').click()")).await;
    browser.wait(&format!("{other}('.room-said').textContent.includes('open in another tab')")).await;
    assert!(!browser.holds(&format!("{other}('.exam').checkVisibility()")).await);
    assert_eq!(browser.text(SESSION).await, kept, "the second tab wrote nothing");
    // Asked once more it takes the exam over, and the first one says so and stops.
    browser.js(&format!("{other}('{RESUME}').click()")).await;
    browser.wait(&format!("{other}('.exam').checkVisibility()")).await;
    browser.wait(&format!("{SAID}.includes('goes on in another tab')")).await;
    assert!(!browser.holds("document.querySelector('.exam').checkVisibility()").await);
}

#[tokio::test]
async fn after_a_crash_the_exam_goes_on_without_a_doubt() {
    let (_server, browser) = open("", "").await;
    begin(&browser, "saa", "none").await;
    browser.wait("localStorage['studydeck.session.tab'].split(' ').length === 2").await;
    // A browser that crashes says no farewell: what it stored last stands there.
    let crash = |seconds: u32| {
        format!(
            "window.addEventListener('pagehide', () => localStorage['studydeck.session.tab'] = \
             `77 ${{Math.floor(Date.now() / 1000) - {seconds}}}`)"
        )
    };
    browser.js(&crash(0)).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.click(RESUME).await;
    browser.wait(&format!("{SAID}.includes('open in another tab')")).await;
    browser.js(&crash(6)).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.click(RESUME).await;
    browser.expect(AT, "Question 1 of 10").await;
    // The page's address leads to this exam again, though the page was opened without.
    assert!(browser.holds("location.hash.startsWith('#exam=saa&n=10&seed=')").await);
}

#[tokio::test]
async fn an_unfinished_exam_is_not_thrown_away_at_the_first_press() {
    let (_server, browser) = open("", "").await;
    begin(&browser, "saa", "none").await;
    answer(&browser, 0).await;
    browser.reload().await;
    come_alive(&browser).await;
    let kept = browser.text(SESSION).await;
    browser.click("[data-x=start]").await;
    browser.wait(&format!("{SAID}.includes('would be lost')")).await;
    assert_eq!(browser.text(SESSION).await, kept);
    browser.click("[data-x=start]").await;
    browser.wait(&format!("{AT}.startsWith('Question 1 of ')")).await;
    assert_ne!(browser.text(SESSION).await, kept);
}

#[tokio::test]
async fn blocked_storage_is_said_and_the_exam_works() {
    let script = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })";
    let (_server, browser) = open("", script).await;
    begin(&browser, "dva", "2").await;
    browser.wait(&format!("{TROUBLE}.includes('will be lost if you leave')")).await;
    answer(&browser, 0).await;
    hand_in(&browser).await;
    browser.wait(&format!("{SCORE}.endsWith('of 10 right')")).await;
}

#[tokio::test]
async fn full_storage_is_said_and_what_was_stored_stays() {
    let (_server, browser) = open("", "").await;
    begin(&browser, "saa", "none").await;
    answer(&browser, 0).await;
    let kept = browser.text(SESSION).await;
    let full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }";
    browser.js(full).await;
    browser.click("[data-x=next]").await;
    browser.wait(&format!("{TROUBLE}.includes('store the exam')")).await;
    hand_in(&browser).await;
    browser.wait(&format!("{TROUBLE}.includes('full')")).await;
    assert_eq!(browser.text(SESSION).await, kept);
    // There is room again: the exam waits to be handed in.
    browser.reload().await;
    come_alive(&browser).await;
    browser
        .expect(&format!("document.querySelector('{RESUME}').textContent"), "Go on with the unfinished exam")
        .await;
}

#[tokio::test]
async fn a_damaged_exam_is_set_aside() {
    let damaged = "studydeck-session 1\ns exam:saa:1 7 abd0\n. 00000000\n";
    let (_server, browser) = open("", "").await;
    browser.js(&format!("{SESSION} = {damaged:?}")).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.click(RESUME).await;
    browser.wait(&format!("{SAID}.includes('damaged')")).await;
    assert!(browser.holds(&format!("localStorage['studydeck.session.aside'] === {damaged:?}")).await);
    assert!(!browser.holds(&format!("document.querySelector('{RESUME}').checkVisibility()")).await);
    begin(&browser, "saa", "none").await;
    // Whoever begins another one at once loses the text no more.
    let newer = damaged.replace("session 1", "session 9");
    browser.js(&format!("window.addEventListener('pagehide', () => {SESSION} = {newer:?})")).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.click("[data-x=start]").await;
    browser.wait(&format!("{SAID}.includes('would be lost')")).await;
    browser.click("[data-x=start]").await;
    browser.wait("document.querySelector('.exam').checkVisibility()").await;
    assert!(browser.holds(&format!("localStorage['studydeck.session.aside'] === {newer:?}")).await);
}

#[tokio::test]
async fn half_an_order_does_not_count_but_is_kept_as_a_whole_one_is() {
    let (_server, browser) = open("#exam=dva&n=65&seed=1", "").await;
    browser.click("[data-x=start]").await;
    browser.expect(AT, "Question 1 of 65").await;
    let find = "for (let at = 0; at < 65 && !document.querySelector('.exam [data-form=order]'); at += 1) {
            document.querySelector(`[data-go='${at}']`).click();
        }";
    browser.js(find).await;
    let set = "const list = [...document.querySelectorAll('.exam .options select')];
        for (const select of list.slice(arguments[0])) {
            select.value = select.dataset.key;
            select.dispatchEvent(new Event('change', { bubbles: true }));
        }";
    browser.js_with(set, vec![json!(-1)]).await;
    browser.expect(SAID, "This order counts once every step has a place of its own.").await;
    let here = "document.querySelector('.exam-nav [aria-current]')";
    assert!(browser.holds(&format!("{here}.ariaLabel.includes('open')")).await);
    // Half of it waits where it was left: by another question, and over a reload.
    let half = "[...document.querySelectorAll('.exam .options select')]
        .map((list) => list.value === '' ? 'none' : String(list.value === list.dataset.key)).sort().join()";
    let left = browser.text(half).await;
    assert!(left.starts_with("none,none,") && left.ends_with("none,true"), "{left}");
    let question = "document.querySelector('.exam [data-question]').dataset.question";
    let id = browser.text(question).await;
    browser.click("[data-x=back]").await;
    browser.wait(&format!("{question} !== '{id}'")).await;
    browser.click("[data-x=next]").await;
    browser.expect(half, &left).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.click(RESUME).await;
    browser.expect(question, &id).await;
    browser.expect(half, &left).await;
    assert!(browser.holds(&format!("{here}.ariaLabel.includes('open')")).await);
    browser.js_with(set, vec![json!(0)]).await;
    browser.expect(SAID, "").await;
    assert!(browser.holds(&format!("{here}.ariaLabel.includes('answered')")).await);
    browser.click("[data-x=back]").await;
    browser.click("[data-x=next]").await;
    let kept = "[...document.querySelectorAll('.exam .options select')].every((list) => list.value === list.dataset.key)";
    browser.wait(&format!("document.querySelector('.exam [data-form=order]') && {kept}")).await;
}

#[tokio::test]
async fn a_link_brings_the_same_exam_and_says_what_has_changed() {
    let (server, browser) = open("#exam=saa&n=12&seed=4711", "").await;
    browser.wait(&format!("{SAID}.startsWith('The link asks for a certain exam. Start')")).await;
    browser.click("[data-x=start]").await;
    browser.expect(AT, "Question 1 of 12").await;
    let ids = format!("{SESSION}.match(/^i \\S+/gm).join()");
    let first = browser.text(&ids).await;
    let link = browser.text("location.hash").await;
    assert!(link.starts_with("#exam=saa&n=12&seed=4711&bank="), "{link}");
    // On another machine.
    browser.js("localStorage.clear()").await;
    let (start, bank) = link.split_at(link.len() - 16);
    let (draw, texts) = bank.split_at(8);
    for (link, words) in [
        (link.clone(), "Start it below"),
        (format!("{start}{draw}00000000"), "reworded since"),
        (format!("{start}00000000{texts}"), "bank has changed since"),
        (link.replace("saa", "xyz"), "not one of ours"),
    ] {
        browser.js("location.hash = ''").await;
        browser.open("about:blank").await;
        browser.open(&server.url(&format!("practice/{link}"))).await;
        come_alive(&browser).await;
        browser.js("localStorage.removeItem('studydeck.session')").await;
        browser.wait(&format!("{SAID}.includes('{words}')")).await;
    }
    browser.open(&server.url(&format!("practice/{link}&v=1"))).await;
    browser.reload().await;
    come_alive(&browser).await;
    browser.click("[data-x=start]").await;
    browser.expect(AT, "Question 1 of 12").await;
    browser.expect(&ids, &first).await;
}

/// Lines with their checksum: FNV-1a, folded into 32 bits.
pub(crate) fn sealed(lines: &str) -> String {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = lines.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    format!("{lines}. {:08x}\n", (hash ^ (hash >> 32)) & 0xffff_ffff)
}

#[tokio::test]
async fn a_question_changed_in_the_meantime_is_asked_anew() {
    let (server, browser) = open("", "").await;
    begin(&browser, "saa", "none").await;
    answer(&browser, 0).await;
    // The first line of the bank that names the question has its version.
    server.alter("questions.txt", |text| {
        let (bank, rest) = text.split_once('\u{1e}').expect("questions behind the bank");
        let new =
            bank.lines().map(|line| match line.strip_prefix("q ").and_then(|line| line.split_once(' ')) {
                Some((id, line)) => format!("q {id} 00000001{}\n", &line[8..]),
                None => format!("{line}\n"),
            });
        let lines = new.filter(|line| !line.starts_with(". ")).collect::<String>();
        format!("{}\u{1e}{rest}", sealed(&lines))
    });
    // Nothing that was kept of the file before.
    for (command, switch) in [("setBypassServiceWorker", "bypass"), ("setCacheDisabled", "cacheDisabled")] {
        browser.devtools(&format!("Network.{command}"), json!({ switch: true })).await;
    }
    browser.reload().await;
    come_alive(&browser).await;
    browser.click(RESUME).await;
    browser.expect(SAID, "Questions have changed since you began: they are asked anew, or left out.").await;
    browser.expect("document.querySelectorAll('.exam-nav [data-answered]').length", "0").await;
}

#[tokio::test]
async fn the_review_shows_what_the_filter_asks_for() {
    let (_server, browser) = open("", "").await;
    begin(&browser, "dva", "none").await;
    for question in 0..10 {
        answer(&browser, 0).await;
        if question == 0 {
            browser.click("[data-x=flag]").await;
        }
        browser
            .js(&format!(
                "document.querySelector('.exam .sure [value={}]').click()",
                if question % 2 == 0 { "g" } else { "c" }
            ))
            .await;
        browser.click("[data-x=next]").await;
    }
    hand_in(&browser).await;
    let right: usize = browser.text(&format!("{SCORE}.split(' ')[0]")).await.parse().unwrap();
    let shown = "document.querySelectorAll('.exam-review [data-question]').length";
    browser.expect(shown, &(10 - right).to_string()).await;
    for option in 0..browser.text("document.querySelector('[name=sd-filter]').length").await.parse().unwrap()
    {
        let script = "const list = document.querySelector('[name=sd-filter]');
            list.selectedIndex = arguments[0];
            list.dispatchEvent(new Event('change', { bubbles: true }))";
        browser.js_with(script, vec![json!(option)]).await;
        let count =
            "document.querySelector('[name=sd-filter] :checked').textContent.match(/\\((\\d+)\\)$/)[1]";
        browser.wait(&format!("{shown} === Number({count})")).await;
        let heads = "[...document.querySelectorAll('.exam-review h3')].map((head) => head.textContent)";
        let holds = ["!/: right/", "/wrong, certain/", "/right, a guess/", "/flagged/"];
        if let Some(words) = holds.get(option) {
            let (not, words) = words.strip_prefix('!').map_or(("", *words), |words| ("!", words));
            assert!(
                browser.holds(&format!("{heads}.every((head) => {not}{words}.test(head))")).await,
                "{words}"
            );
        }
    }
    browser.js("navigator.clipboard.writeText = async (text) => { window.copied = text; }").await;
    browser.click("[data-copy]").await;
    browser.expect("document.querySelector('[data-copy] + [role=status]').textContent", "Copied.").await;
    let copied = browser.text("window.copied").await;
    assert_eq!(copied, browser.text("location.href").await);
    assert!(copied.contains("#exam=dva&n=10&seed="), "{copied}");
    browser.click("[data-x=close]").await;
    browser.expect("document.activeElement.dataset.x", "start").await;
}

#[tokio::test]
async fn the_time_is_said_at_few_marks_and_ends_the_exam() {
    let script = "
        const [now, every] = [Date.now, window.setInterval];
        let extra = 0;
        Date.now = () => now() + extra;
        window.setInterval = (task) => every(() => { extra += window.fast ? 20_000 : 0; task(); }, 50);
        window.words = [];";
    let (_server, browser) = open("", script).await;
    begin(&browser, "saa", "1").await;
    answer(&browser, 0).await;
    browser
        .js("new MutationObserver(() => words.push(document.querySelector('.room-said').textContent))
                .observe(document.querySelector('.room-said'), { childList: true, characterData: true, subtree: true });
            window.fast = true")
        .await;
    browser.wait("document.querySelector('.exam-result').checkVisibility()").await;
    browser.expect("words.filter(Boolean).join(' ')", "Ten minutes left. One minute left. Time is up.").await;
    browser.expect("document.activeElement.className", "exam-score").await;
}

#[tokio::test]
async fn the_clock_can_be_hidden() {
    let (_server, browser) = open("", "").await;
    begin(&browser, "saa", "1").await;
    assert!(browser.holds("document.querySelector('.exam-clock').checkVisibility()").await);
    browser.click("[name=sd-exam-hide]").await;
    assert!(!browser.holds("document.querySelector('.exam-clock').checkVisibility()").await);
}

#[tokio::test]
async fn an_exam_fits_320_px() {
    let (_server, browser) = open("", "").await;
    browser.width(320).await;
    let fits = "document.documentElement.scrollWidth <= 320";
    assert!(browser.holds(fits).await, "the form");
    begin(&browser, "clf", "1").await;
    assert!(browser.holds(fits).await, "a question");
    hand_in(&browser).await;
    assert!(browser.holds(fits).await, "the result");
}
