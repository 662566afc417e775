//! Every page loads in silence: nothing in the console, nothing missing,
//! nobody else asked.

use site_tests::{Browser, Exchange, Server, Site};

/// Opens a page and gives everything that was wrong with loading it.
async fn faults(browser: &Browser, server: &Server, page: &str) -> Vec<String> {
    browser.open(&server.url(page)).await;
    let mut faults = browser.console().await;
    for Exchange { url, outcome } in browser.requests().await {
        if !url.starts_with(&server.origin()) && !url.starts_with("data:") {
            faults.push(format!("asks another origin: {url}"));
        }
        if !matches!(outcome, Ok(200..400)) {
            faults.push(format!("{url}: {outcome:?}"));
        }
    }
    faults.iter().map(|fault| format!("/{page}: {fault}")).collect()
}

async fn every_page_loads_in_silence(site: &Site) {
    let server = site.serve();
    let browser = Browser::start().await;
    let mut all = Vec::new();
    for page in site.pages() {
        all.extend(faults(&browser, &server, &page).await);
        if browser.holds("document.querySelector('[data-island]')").await {
            crate::calculator::come_alive(&browser).await;
        }
        all.extend(browser.console().await.iter().map(|entry| format!("/{page}, its widgets: {entry}")));
    }
    assert!(all.is_empty(), "{all:#?}");
}

#[tokio::test]
async fn every_page_loads_in_silence_below_a_path() {
    every_page_loads_in_silence(&Site::below_a_path()).await;
}

#[tokio::test]
async fn every_page_loads_in_silence_at_the_root() {
    every_page_loads_in_silence(&Site::at_the_root()).await;
}

#[tokio::test]
async fn a_page_that_asks_elsewhere_would_be_noticed() {
    let server = Site::below_a_path().serve();
    server.alter("tags/", |html| {
        html.replace("<title>", "<script src=/outside.js></script><script>let x</script><title>")
    });
    let browser = Browser::start().await;
    let faults = faults(&browser, &server, "tags/").await.join("\n");
    assert!(faults.contains("outside.js") && faults.contains("404"), "{faults}");
    assert!(faults.contains("Content Security Policy"), "{faults}");
}

#[tokio::test]
async fn an_unknown_address_two_folders_deep_shows_the_404_page_in_full() {
    let server = Site::below_a_path().serve();
    let browser = Browser::start().await;
    browser.open(&server.url("no/such/note/")).await;
    let requests = browser.requests().await;
    let (first, others) = requests.split_first().expect("a request");
    assert_eq!(first.outcome, Ok(404));
    assert!(others.iter().all(|other| matches!(other.outcome, Ok(200))), "{others:#?}");
    assert!(others.iter().any(|other| other.url.ends_with(".css")), "{others:#?}");
    assert_eq!(browser.text("document.body.dataset.kind").await, "not-found");
    browser.click("main a[href]").await;
    browser.wait("document.body.dataset.kind === 'home'").await;
}

#[tokio::test]
async fn an_old_address_leads_to_the_new_one() {
    let site = Site::below_a_path();
    let server = site.serve();
    let redirects: Vec<String> = site
        .html_files()
        .into_iter()
        .filter(|file| site.text(file).contains("http-equiv=\"refresh\""))
        .collect();
    assert!(
        !redirects.is_empty(),
        "no note of the site has an alias: give one to a note, so that this is tested"
    );
    let browser = Browser::start().await;
    for file in redirects {
        browser.open(&server.url(file.trim_end_matches("index.html"))).await;
        browser
            .wait("document.body?.dataset.kind !== 'redirect' && document.readyState === 'complete'")
            .await;
        assert!(!browser.holds("document.querySelector('[data-kind=not-found]')").await, "{file}");
        assert_eq!(browser.console().await, Vec::<String>::new(), "{file}");
    }
}
