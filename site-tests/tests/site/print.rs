//! On paper: the text, and nothing to click.

use site_tests::{Browser, Site};

#[tokio::test]
async fn a_printed_note_is_text_without_menus() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("ecs/launch-types/")).await;
    browser.paper().await;
    let left = "[...document.querySelectorAll('nav, .mast, .skip, .menu-button, .theme-switch, .copy')]
        .filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 80)).join()";
    assert_eq!(browser.text(left).await, "");
    for selector in ["h1", ".prose p", ".prose table", ".sources"] {
        assert!(
            browser.holds(&format!("document.querySelector('{selector}').checkVisibility()")).await,
            "{selector}"
        );
    }
    // An A4 page less its margins.
    browser.width(672).await;
    assert!(browser.holds("document.documentElement.scrollWidth <= innerWidth").await, "nothing is cut off");
}

#[tokio::test]
async fn a_dark_page_prints_on_white() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("ecs/launch-types/")).await;
    browser.js("document.documentElement.dataset.theme = 'dark'").await;
    browser.paper().await;
    assert_eq!(browser.text("getComputedStyle(document.body).backgroundColor").await, "rgb(255, 255, 255)");
    assert_eq!(
        browser.text("getComputedStyle(document.querySelector('.prose p')).color").await,
        "rgb(0, 0, 0)"
    );
}

#[tokio::test]
async fn notes_and_calculator_make_a_pdf() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    for page in ["ecs/launch-types/", "calculators/lambda/", ""] {
        browser.open(&server.url(page)).await;
        let pdf = browser.pdf().await;
        assert!(pdf.starts_with(b"%PDF-"), "/{page}");
        assert!(pdf.len() > 10_000, "/{page}: {} bytes", pdf.len());
    }
}

#[tokio::test]
async fn every_cheat_sheet_is_one_page() {
    let site = Site::below_a_path();
    let server = site.serve();
    let browser = Browser::start().await;
    let pages = site.notes();
    let sheets: Vec<&String> = pages.iter().filter(|page| page.starts_with("recap/cheat-sheet-")).collect();
    assert!(sheets.len() >= 10, "{sheets:?}");
    for sheet in sheets {
        browser.open(&server.url(sheet)).await;
        browser.paper().await;
        let pdf = browser.pdf().await;
        // A page object says `/Type /Page`, the tree above them `/Type /Pages`.
        let text = String::from_utf8_lossy(&pdf);
        let count = text.matches("/Type /Page\n").count();
        assert_eq!(count, 1, "/{sheet}");
    }
}

#[tokio::test]
async fn a_paper_exam_has_letters_on_paper_alone_and_its_key_on_a_sheet_of_its_own() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    let style = |of: &str| format!("getComputedStyle(document.querySelector('.paper-options')).{of}");
    let letter = "getComputedStyle(document.querySelector('[data-key]'), '::before').content";
    for exam in ["clf", "saa", "dva"] {
        browser.open(&server.url(&format!("practice/paper/{exam}/"))).await;
        assert_ne!(browser.text(&style("listStyleType")).await, "upper-alpha", "{exam} on the screen");
        assert_eq!(browser.text(letter).await, "none", "{exam} on the screen");
        let questions = "document.querySelectorAll('.paper')[0].children.length === 25";
        assert!(browser.holds(questions).await, "{exam}");
        assert!(
            browser.holds("[...document.querySelectorAll('[data-key]')].every((key) => /^([A-H](, [A-H])*|\\d.*)$/.test(key.dataset.key))").await,
            "{exam}: every question has a key"
        );
    }
    browser.paper().await;
    for exam in ["clf", "saa", "dva"] {
        browser.open(&server.url(&format!("practice/paper/{exam}/"))).await;
        assert_eq!(browser.text(&style("listStyleType")).await, "upper-alpha", "{exam}");
        assert_ne!(browser.text(letter).await, "none", "{exam}");
        assert_eq!(
            browser.text("getComputedStyle(document.querySelector('.paper-key')).breakBefore").await,
            "page",
            "{exam}"
        );
        // An A4 page less its margins.
        browser.width(672).await;
        assert!(browser.holds("document.documentElement.scrollWidth <= innerWidth").await, "{exam}");
        let pdf = browser.pdf().await;
        let pages = String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count();
        assert!((6..=20).contains(&pages), "{exam}: {pages} pages");
    }
}
