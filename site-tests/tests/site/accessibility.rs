//! axe-core finds nothing: the rules of WCAG 2.0, 2.1 and 2.2, levels A and
//! AA, and its best practices; on every page, in both schemes and two widths,
//! and in the states that a reader brings about.

use site_tests::{Browser, Site, axe_source};

const RUN: &str = "
    const done = arguments[arguments.length - 1];
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // What an update left to a later layout shall be there.
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() =>
        axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    ).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`))),
        (error) => done([`axe failed: ${error}`]),
    );";

/// What axe says about the page as it stands, in both schemes.
pub(crate) async fn look(browser: &Browser, state: &str) -> Vec<String> {
    if !browser.holds("window.axe").await {
        browser.js(&axe_source()).await;
    }
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        browser.scheme(scheme).await;
        let violations = browser.js_async(RUN).await;
        let violations = violations.as_array().expect("a list of violations");
        found.extend(violations.iter().map(|violation| format!("{state}, {scheme}: {violation}")));
    }
    browser.scheme("light").await;
    found
}

async fn axe_finds_nothing_at(width: u32) {
    let site = Site::below_a_path();
    let server = site.serve();
    let browser = Browser::start().await;
    browser.width(width).await;
    let mut found = Vec::new();
    for page in site.pages() {
        browser.open(&server.url(&page)).await;
        // What lies under a fold is looked at too.
        browser.js("for (const fold of document.querySelectorAll('details')) fold.open = true").await;
        found.extend(look(&browser, &format!("/{page}")).await);
    }
    assert!(found.is_empty(), "{} findings at {width} px: {found:#?}", found.len());
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_at_390_px() {
    axe_finds_nothing_at(390).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_any_page_at_1280_px() {
    axe_finds_nothing_at(1280).await;
}

#[tokio::test]
async fn axe_finds_nothing_in_the_states_a_reader_brings_about() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    let mut found = Vec::new();
    for width in [390, 1280] {
        browser.width(width).await;
        browser.open(&server.url("calculators/lambda/")).await;
        crate::calculator::come_alive(&browser).await;
        found.extend(look(&browser, &format!("calculator alive, {width} px")).await);
        browser.type_over("#lambda-cost-memory-mb", "64").await;
        browser.wait("document.querySelector('[aria-invalid=true]')").await;
        found.extend(look(&browser, &format!("calculator with a wrong number, {width} px")).await);
        browser.open(&server.url("calculators/lambda/#arch=sparc&requests=7")).await;
        browser.wait("document.querySelector('.calc-notices')").await;
        found.extend(look(&browser, &format!("calculator with a wrong address, {width} px")).await);
        browser.open(&server.url("calculators/break-even/")).await;
        crate::calculator::come_alive(&browser).await;
        browser.type_over("#break-even-requests", "3M").await;
        browser
            .wait("document.querySelector('.calc-choices caption').textContent.includes('3,000,000')")
            .await;
        found.extend(look(&browser, &format!("break-even after a change, {width} px")).await);
        browser.open(&server.url("compare/")).await;
        crate::calculator::come_alive(&browser).await;
        browser.click("#comparer-option-9").await;
        browser.expect("document.querySelector('.compare').dataset.columns", "4").await;
        found.extend(look(&browser, &format!("four options beside each other, {width} px")).await);
        browser.open(&server.url("compare/choose/")).await;
        crate::calculator::come_alive(&browser).await;
        browser.click("#chooser-clear").await;
        browser.click("#chooser-need-3").await;
        browser.wait("document.querySelector('.cmp-standings b')").await;
        found.extend(look(&browser, &format!("chooser with a requirement, {width} px")).await);
        browser.open(&server.url("ecr/working-with-ecr/")).await;
        crate::calculator::come_alive(&browser).await;
        found.extend(look(&browser, &format!("self-check asked, {width} px")).await);
        browser.js("for (const first of document.querySelectorAll('.options li:first-child input')) first.click()").await;
        browser
            .js("for (const button of document.querySelectorAll('.quiz-act button')) button.click()")
            .await;
        browser.wait("document.querySelector('[data-judged=right]') && document.querySelector('[data-judged=wrong]')").await;
        found.extend(look(&browser, &format!("self-check right and wrong, {width} px")).await);
        browser.open(&server.url("ecs/iam-roles/")).await;
        crate::calculator::come_alive(&browser).await;
        found.extend(look(&browser, &format!("questions before reading, {width} px")).await);
        browser.open(&server.url("containers/docker/")).await;
        crate::calculator::come_alive(&browser).await;
        browser.wait("document.querySelector('.chips .chip')").await;
        found.extend(look(&browser, &format!("self-check with chips, {width} px")).await);
        browser.open(&server.url("practice/")).await;
        crate::calculator::come_alive(&browser).await;
        found.extend(look(&browser, &format!("practice room, {width} px")).await);
        browser.click("[data-start]").await;
        browser.wait("document.querySelector('[data-question]')").await;
        found.extend(look(&browser, &format!("practice room asking, {width} px")).await);
        browser.click("[data-end]").await;
        browser.click("[data-x=start]").await;
        browser.wait("document.querySelector('.exam [data-question]')").await;
        browser.js("document.querySelector('[data-x=flag]').click()").await;
        browser.js("document.querySelector('[data-strike]')?.click()").await;
        found.extend(look(&browser, &format!("exam, {width} px")).await);
        browser.click("[data-x=ask]").await;
        browser.wait("document.querySelector('dialog').open").await;
        found.extend(look(&browser, &format!("exam being handed in, {width} px")).await);
        browser.click("[data-x=hand-in]").await;
        browser.wait("document.querySelector('.exam-review [data-question]')").await;
        found.extend(look(&browser, &format!("exam's result and review, {width} px")).await);
        browser.open(&server.url("progress/")).await;
        crate::calculator::come_alive(&browser).await;
        found.extend(look(&browser, &format!("progress, {width} px")).await);
        browser.open(&server.url("style/")).await;
        browser.js("document.querySelector('.term button').focus()").await;
        browser.wait("document.querySelector('[role=tooltip]').checkVisibility()").await;
        found.extend(look(&browser, &format!("tooltip open, {width} px")).await);
    }
    browser.width(390).await;
    browser.open(&server.url("")).await;
    browser.click("[popovertarget=sd-menu]").await;
    browser.wait("document.querySelector('#sd-menu').matches(':popover-open')").await;
    found.extend(look(&browser, "menu open, 390 px").await);
    assert!(found.is_empty(), "{} findings: {found:#?}", found.len());
}

#[tokio::test]
async fn axe_would_find_a_picture_without_words() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("tags/")).await;
    browser.js("document.querySelector('main').append(new Image())").await;
    let found = look(&browser, "spoilt").await.join("\n");
    assert!(found.contains("image-alt"), "{found}");
}
