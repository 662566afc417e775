//! How long the widgets take in the browser. A measurement and no test: timings never decide.
//! `cargo xtask bench --widgets` runs it and shows its table.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};
use site_tests::{Browser, Site};

use crate::calculator::come_alive;
use crate::exam::sealed;

/// Changes a control again and again, each time at the beginning of a frame, when the frame before is
/// over and the control has the focus, as it is for a person's hand. Twice the time since the event: when the page is laid out anew,
/// and when the frame is done, with paint and with what the compositor has the page wait for.
const UPDATES: &str = "
    const [controls, done] = [CONTROLS, arguments[arguments.length - 1]];
    const channel = new MessageChannel();
    const pause = () => new Promise((next) => setTimeout(next, 30));
    const update = (control, value) => new Promise((next) => requestAnimationFrame(() => {
        const start = performance.now();
        const since = () => performance.now() - start;
        if (value === 'click') control.click();
        else {
            control.value = value;
            control.dispatchEvent(new Event('input', { bubbles: true }));
        }
        // The widget works in a microtask of its own, of which it asked first; a few later it is done.
        let laid;
        const look = (turns) => queueMicrotask(() => {
            if (turns) return look(turns - 1);
            document.body.getBoundingClientRect();
            laid = since();
        });
        look(8);
        // A message is taken in when the frame is done.
        channel.port1.onmessage = () => next([laid, since()]);
        channel.port2.postMessage(0);
    }));
    (async () => {
        const [laid, done_at] = [[], []];
        for (let round = 0; round < 60; round++) {
            for (const [selector, values] of controls) {
                const control = document.querySelector(selector);
                control.focus();
                await pause();
                const [one, two] = await update(control, values[round % values.length]);
                laid.push(one);
                done_at.push(two);
            }
        }
        done([laid, done_at]);
    })();";

/// Brings a copy of the page's first widget to life, again and again, from the call to the end of
/// the work.
const STARTS: &str = "
    const done = arguments[arguments.length - 1];
    const channel = new MessageChannel();
    const turn = () => new Promise((next) => { channel.port1.onmessage = next; channel.port2.postMessage(0); });
    (async () => {
        const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), 'text/html');
        const island = page.querySelector('[data-island]');
        const props = island.querySelector('script').textContent;
        const { from } = island.dataset;
        const data = from ? await (await fetch(from)).text() : '';
        const { hydrate } = await import(document.querySelector('[data-boot]').dataset.widgetsGlue);
        const times = [];
        for (let round = 0; round < 20; round++) {
            const copy = document.importNode(island, true);
            delete copy.dataset.island;
            document.querySelector('main').append(copy);
            const start = performance.now();
            hydrate(island.dataset.island, copy.querySelector('[data-root]'), props, data);
            await turn();
            copy.getBoundingClientRect();
            times.push(performance.now() - start);
            copy.remove();
        }
        done(times);
    })();";

/// Page, and the controls that are changed: a selector with values in turn.
const PAGES: [(&str, &str); 5] = [
    (
        "calculators/lambda/",
        "[['#lambda-cost-requests', ['5M', '40/s', '3 billion']], ['#lambda-cost-memory-mb-slider', ['10', '60', '150']],
          ['#lambda-cost-arm', ['click']], ['#lambda-cost-x86', ['click']], ['#lambda-cost-duration-ms', ['7', '1.5 s']]]",
    ),
    (
        "calculators/fargate/",
        "[['#fargate-cost-tasks', ['3', '400']], ['#fargate-cost-vcpu', ['1', '2']], ['#fargate-cost-days', ['7', '30']]]",
    ),
    (
        "calculators/break-even/",
        "[['#break-even-requests', ['5M', '40/s', '3 billion']], ['#break-even-rps-per-task', ['10', '75', '300']],
          ['#break-even-min-tasks', ['1', '4']]]",
    ),
    ("compare/", "[['#comparer-diff', ['click']], ['#comparer-find', ['', 'gpu', 'cost']], ['#comparer-option-5', ['click']]]"),
    ("compare/choose/", "[['#chooser-need-3', ['click']], ['#chooser-need-9', ['click']], ['#chooser-need-17', ['click']]]"),
];

fn milliseconds(times: &Value) -> Vec<f64> {
    let mut times: Vec<f64> = times.as_array().expect("a list").iter().filter_map(Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The value below which so many of a hundred stand.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

#[tokio::test]
#[ignore = "a measurement: cargo xtask bench --widgets"]
async fn speed_of_the_widgets() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    println!("\n                              in ms:  median    99 of 100   greatest");
    for (page, controls) in PAGES {
        browser.open(&server.url(page)).await;
        come_alive(&browser).await;
        let updates = browser.js_async(&UPDATES.replace("CONTROLS", controls)).await;
        let starts = milliseconds(&browser.js_async(STARTS).await);
        let [laid_out, painted] = [0, 1].map(|which| milliseconds(&updates[which]));
        for (what, times) in [("laid out", laid_out), ("painted", painted), ("start", starts)] {
            assert!(!times.is_empty(), "/{page}: nothing was measured");
            println!(
                "{page:24} {what:8} {:>10.2} {:>10.2} {:>10.2}",
                percentile(&times, 50),
                percentile(&times, 99),
                times[times.len() - 1]
            );
        }
    }
    assert_eq!(browser.console().await, Vec::<String>::new());
}

/// How many questions the large bank has.
const MANY: usize = 1_000;

/// The file of all questions, with each of them again under other names until there are enough.
fn repeated(text: &str) -> String {
    let mut parts = text.split('\u{1e}');
    let bank = parts.next().expect("the bank");
    let html: BTreeMap<&str, &str> = parts.filter_map(|part| part.split_once('\n')).collect();
    let is_question = |line: &&str| line.starts_with("q ");
    let questions: Vec<(&str, &str)> =
        bank.lines().filter(is_question).filter_map(|line| line[2..].split_once(' ')).collect();
    assert_eq!(questions.len(), html.len(), "every question has its HTML");
    let (mut lines, mut pages) = (BTreeMap::new(), String::new());
    for (at, (id, rest)) in questions.iter().cycle().take(MANY.max(questions.len())).enumerate() {
        let round = at / questions.len();
        let new = if round == 0 { (*id).to_owned() } else { format!("{id}-{round}") };
        pages.push_str(&format!("\u{1e}{new}\n{}", html[id].replace(id, &new)));
        lines.insert(new.clone(), format!("q {new} {rest}\n"));
    }
    let others = bank.lines().filter(|line| !is_question(line) && !line.starts_with(". "));
    let bank: String = others.map(|line| format!("{line}\n")).chain(lines.into_values()).collect();
    sealed(&bank) + pages.as_str()
}

/// [`repeated`] once: the server's part shall not be measured.
fn many(text: &str) -> String {
    static MADE: OnceLock<String> = OnceLock::new();
    MADE.get_or_init(|| repeated(text)).clone()
}

/// Notes when the practice room can be used, in milliseconds after the page was asked for.
const USABLE: &str = "
    new MutationObserver(() => {
        if (!window.usable && document.querySelector('[data-start]:enabled')) window.usable = performance.now();
    }).observe(document, { subtree: true, attributes: true })";

/// What was noted, and how much of it came after the last byte of module and questions.
const OPENED: &str = "
    const needed = performance.getEntriesByType('resource').filter(({ name }) => /practice-|questions/.test(name));
    return [window.usable, window.usable - Math.max(...needed.map(({ responseEnd }) => responseEnd))]";

/// Presses a button that asks the first question; to the end of the layout.
const BEGINS: &str = "
    const start = performance.now();
    document.querySelector('BUTTON').click();
    const question = document.querySelector('[data-question]').getBoundingClientRect();
    if (!question.height) throw new Error('nothing is asked');
    return performance.now() - start";

/// How long it takes until a bank of a thousand questions can be used, and until it asks.
#[tokio::test]
#[ignore = "a measurement: cargo xtask bench --widgets"]
async fn speed_of_the_practice_room() {
    let server = Site::below_a_path().serve();
    server.alter("questions.txt", many);
    let browser = Browser::start().await;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": USABLE })).await;
    let mut times: [Vec<f64>; 4] = Default::default();
    for round in 0..21 {
        browser.open(&server.url("practice/")).await;
        come_alive(&browser).await;
        let opened = browser.js(OPENED).await;
        let practice = browser.js(&BEGINS.replace("BUTTON", "[data-start]")).await;
        browser.js("document.querySelector('[data-end]').click()").await;
        // Whatever the round before has left: an unfinished exam would be asked about.
        browser.js("document.querySelector('[name=sd-exam-count]').value = '65'; localStorage.clear()").await;
        let exam = browser.js(&BEGINS.replace("BUTTON", "[data-x=start]")).await;
        browser.expect("document.querySelectorAll('.exam-nav button').length", "65").await;
        // The first round fills the caches of the browser: it is another matter.
        if round == 0 {
            let [usable, after] = [0, 1].map(|at| opened[at].as_f64().expect("a time"));
            println!("\nthe first visit: {usable:.0} ms, {after:.0} of it after the last byte");
            continue;
        }
        for (list, time) in times.iter_mut().zip([&opened[0], &opened[1], &practice, &exam]) {
            list.push(time.as_f64().expect("a time"));
        }
    }
    let kept = "fetch('/studydeck/questions.txt').then((file) => file.text())";
    let script =
        format!("const done = arguments[0]; {kept}.then((text) => done(text.match(/^q /gm).length))");
    assert_eq!(browser.js_async(&script).await, json!(MANY), "the questions of the bank");
    println!("{MANY} questions                in ms:  median    greatest");
    let names = [
        "page asked for, room usable",
        "of it after the last byte",
        "start to a question",
        "start to an exam of 65",
    ];
    for (name, list) in names.iter().zip(&mut times) {
        list.sort_by(f64::total_cmp);
        println!("{name:33} {:>10.1} {:>11.1}", percentile(list, 50), list[list.len() - 1]);
    }
    assert_eq!(browser.console().await, Vec::<String>::new());
}
