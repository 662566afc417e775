//! How long the widgets take in the browser. A measurement and no test: timings never decide.
//! `cargo xtask bench --widgets` runs it and shows its table.

use serde_json::Value;
use site_tests::{Browser, Site};

use crate::calculator::come_alive;

/// Changes a control again and again, each time at the beginning of a frame: from the event to the
/// end of that frame's work, with style, layout and paint. The frame before is over by then, as it
/// is for a person's hand.
const UPDATES: &str = "
    const [controls, done] = [CONTROLS, arguments[arguments.length - 1]];
    const channel = new MessageChannel();
    const pause = () => new Promise((next) => setTimeout(next, 30));
    const update = (control, value) => new Promise((next) => requestAnimationFrame(() => {
        const start = performance.now();
        if (value === 'click') control.click();
        else {
            control.value = value;
            control.dispatchEvent(new Event('input', { bubbles: true }));
        }
        // A message is taken in when the frame is done.
        channel.port1.onmessage = () => next(performance.now() - start);
        channel.port2.postMessage(0);
    }));
    (async () => {
        const times = [];
        for (let round = 0; round < 60; round++) {
            for (const [selector, values] of controls) {
                await pause();
                times.push(await update(document.querySelector(selector), values[round % values.length]));
            }
        }
        done(times);
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
        let updates = milliseconds(&browser.js_async(&UPDATES.replace("CONTROLS", controls)).await);
        let starts = milliseconds(&browser.js_async(STARTS).await);
        for (what, times) in [("update", updates), ("start", starts)] {
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
