//! Every address that the site names is there, at a root and below a path:
//! links, anchors, pictures, styles, scripts, and what the machine-readable
//! files name. Over HTTP, without a browser.

use std::collections::{BTreeMap, BTreeSet};

use site_tests::{Server, Site, Tag, get, tags};

/// An address that a file names: the file, and the address as it stands there.
type Named = (String, String);

/// The attributes that hold addresses.
fn addresses(tag: &Tag) -> impl Iterator<Item = String> {
    let plain = [
        "href",
        "src",
        "poster",
        "data-from",
        "data-widgets-glue",
        "data-widgets-wasm",
        "data-quiz-glue",
        "data-quiz-wasm",
        "data-practice-glue",
        "data-practice-wasm",
        "data-worker",
        "data-previews",
    ];
    let mut found: Vec<String> = plain.iter().filter_map(|name| tag.get(name)).map(str::to_owned).collect();
    if let Some(set) = tag.get("srcset") {
        let each = set.split(',').filter_map(|part| part.split_whitespace().next());
        found.extend(each.map(str::to_owned));
    }
    let refresh = tag.get("http-equiv") == Some("refresh");
    let public = tag.get("property") == Some("og:url");
    if let Some(content) = tag.get("content").filter(|_| refresh || public) {
        found.push(content.split("url=").last().unwrap_or(content).to_owned());
    }
    found.into_iter()
}

/// Makes an address absolute within the host; `None` if it leads elsewhere.
fn resolve(site: &Site, page: &str, address: &str) -> Option<String> {
    let host = site.public.trim_end_matches('/').trim_end_matches(site.base.trim_end_matches('/'));
    if let Some(path) = address.strip_prefix(host) {
        return Some(path.to_owned());
    }
    if address.contains("://") || address.starts_with("mailto:") || address.starts_with("data:") {
        return None;
    }
    if address.starts_with('/') {
        return Some(address.to_owned());
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let mut folders: Vec<&str> = page.split('/').collect();
    if !path.is_empty() {
        folders.pop();
    }
    for part in path.split('/').filter(|part| !path.is_empty() && *part != ".") {
        if part == ".." {
            folders.pop();
        } else {
            folders.push(part);
        }
    }
    Some(format!("{}#{fragment}", folders.join("/")).trim_end_matches('#').to_owned())
}

/// Where a file is seen. The 404 page can be seen anywhere: here, two folders deep.
fn seen_at(site: &Site, file: &str) -> String {
    let path = if file == "404.html" { "no/such/note/" } else { file.trim_end_matches("index.html") };
    format!("{}{path}", site.base)
}

/// What all pages name within the host, each target once with one page that names it.
fn named_by_pages(site: &Site) -> BTreeMap<String, Named> {
    let mut targets = BTreeMap::new();
    for file in site.html_files() {
        let page = seen_at(site, &file);
        for address in tags(&site.text(&file)).iter().flat_map(addresses) {
            if let Some(target) = resolve(site, &page, &address) {
                targets.entry(target).or_insert((file.clone(), address));
            }
        }
    }
    targets
}

/// Asks for every target; gives what is wrong.
fn broken(site: &Site, server: &Server, targets: &BTreeMap<String, Named>) -> Vec<String> {
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (target, (file, address)) in targets {
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        if !path.starts_with(site.base) {
            wrong.push(format!("{file}: {address} leads out of {}", site.base));
            continue;
        }
        if !ids.contains_key(path) {
            let answer = get(server.address(), path).expect("an answer");
            let shown_at_lost = path == format!("{}no/such/note/", site.base);
            if answer.status != 200 && !shown_at_lost {
                wrong.push(format!("{file}: {address} answers {}", answer.status));
            }
            let html = String::from_utf8_lossy(&answer.body).into_owned();
            let found = tags(&html).iter().filter_map(|tag| tag.get("id").map(str::to_owned)).collect();
            ids.insert(path.to_owned(), found);
        }
        // A fragment with a sign in it sets a calculator.
        let anchor = !fragment.is_empty() && !fragment.contains('=');
        if anchor && !ids[path].contains(fragment) {
            wrong.push(format!("{file}: {address}: there is no such anchor"));
        }
    }
    wrong
}

fn every_address_answers(site: &Site) {
    let server = site.serve();
    let targets = named_by_pages(site);
    assert!(targets.len() > 100, "only {} addresses were found", targets.len());
    let wrong = broken(site, &server, &targets);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_address_on_every_page_answers_below_a_path() {
    every_address_answers(&Site::below_a_path());
}

#[test]
fn every_address_on_every_page_answers_at_the_root() {
    every_address_answers(&Site::at_the_root());
}

#[test]
fn every_page_can_be_reached_from_the_home_page() {
    let site = Site::below_a_path();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting = vec![site.base.to_owned()];
    while let Some(page) = waiting.pop() {
        if !page.ends_with('/') || !reached.insert(page.clone()) {
            continue;
        }
        let html = site.text(&format!("{}index.html", &page[site.base.len()..]));
        for tag in tags(&html).iter().filter(|tag| tag.name == "a") {
            let target = tag.get("href").and_then(|href| resolve(&site, &page, href));
            waiting.extend(target.and_then(|target| target.split('#').next().map(str::to_owned)));
        }
    }
    for page in site.pages().iter().filter(|page| !matches!(page.as_str(), "style/" | "404.html")) {
        assert!(reached.contains(&format!("{}{page}", site.base)), "no link leads to /{page}");
    }
}

#[test]
fn what_machine_readable_files_name_answers_too() {
    for site in [Site::below_a_path(), Site::at_the_root()] {
        let server = site.serve();
        let mut targets = BTreeMap::new();
        for file in ["sitemap.xml", "feed.xml", "robots.txt", "manifest.webmanifest", "previews.json"] {
            let text = site.text(file);
            let quoted = text.split(['"', '<', '>', ' ', '\n', '\r', '\t']);
            for address in quoted.filter(|word| word.starts_with(site.public) || word.starts_with("/")) {
                let target = resolve(&site, site.base, address.trim());
                // A closing tag of XML begins with a stroke as well.
                let target = target.filter(|target| {
                    target.starts_with(site.base) && (target.contains('.') || target.ends_with('/'))
                });
                targets.extend(target.map(|target| (target, (file.to_owned(), address.to_owned()))));
            }
            for icon in icons(file, &text) {
                let target = resolve(&site, site.base, &icon).expect("an icon of the site");
                targets.insert(target, (file.to_owned(), icon));
            }
        }
        assert!(targets.len() > 10, "{targets:?}");
        let wrong = broken(&site, &server, &targets);
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

fn icons(file: &str, text: &str) -> Vec<String> {
    if !file.ends_with(".webmanifest") {
        return Vec::new();
    }
    let manifest: serde_json::Value = serde_json::from_str(text).expect("the manifest is JSON");
    let icons = manifest["icons"].as_array().cloned().unwrap_or_default();
    assert!(!icons.is_empty(), "the manifest has no icon");
    let start = [manifest["start_url"].clone()];
    let icons = icons.iter().map(|icon| icon["src"].clone());
    icons.chain(start).filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

#[test]
fn every_page_names_its_own_address_and_its_own_title() {
    let site = Site::below_a_path();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for page in site.pages().iter().filter(|page| !matches!(page.as_str(), "style/" | "404.html")) {
        let html = site.text(&format!("{page}index.html"));
        let found = tags(&html);
        let canonical =
            found.iter().find(|tag| tag.get("rel") == Some("canonical")).and_then(|tag| tag.get("href"));
        assert_eq!(canonical, Some(format!("{}{page}", site.public).as_str()));
        let description = found
            .iter()
            .find(|tag| tag.get("name") == Some("description"))
            .and_then(|tag| tag.get("content"));
        let description = description.filter(|text| text.len() > 20);
        assert!(description.is_some(), "/{page} has no description");
        let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next());
        let title = title.unwrap_or_else(|| panic!("/{page} has no title")).to_owned();
        assert_eq!(found.iter().filter(|tag| tag.name == "h1").count(), 1, "/{page} has one first heading");
        if let Some(other) = seen.insert(title.clone(), page.clone()) {
            panic!("/{page} and /{other} are both called {title}");
        }
    }
}

#[test]
fn addresses_are_resolved_as_browsers_do() {
    let site = Site::below_a_path();
    let at = |address: &str| resolve(&site, "/studydeck/a/b/", address);
    assert_eq!(at("#x").as_deref(), Some("/studydeck/a/b/#x"));
    assert_eq!(at("../c/#y").as_deref(), Some("/studydeck/a/c/#y"));
    assert_eq!(at("d.png").as_deref(), Some("/studydeck/a/b/d.png"));
    assert_eq!(at("/e").as_deref(), Some("/e"));
    assert_eq!(at("https://example.org/studydeck/f/").as_deref(), Some("/studydeck/f/"));
    assert_eq!(at("https://elsewhere.example/"), None);
}
