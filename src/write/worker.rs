//! The service worker: the site without a network.
//!
//! In: the configuration, the pages with their keys, the assets. Out: the bytes of
//! `sw.js`: the list of what to keep, then `static/sw.js`, which says how. The
//! list stands for the version: a browser that finds other bytes here takes
//! the new worker, which fetches what has a new key. No page's bytes are
//! needed for that.

use serde::{Serialize, Serializer};

use super::assets::Assets;
use crate::config::Config;
use crate::path::UrlPath;
use crate::render::job::Key;
use crate::source::ByModule;

/// Where the worker stands: at the root of what it serves.
pub const PATH: &str = "sw.js";

/// How many pages are fetched on the first visit at most. A larger site keeps
/// its home page and what a reader has opened.
const PAGE_BUDGET: usize = 400;

/// The page for addresses that do not exist.
const NOT_FOUND: &str = "/404.html";

#[derive(Serialize)]
struct List<'a> {
    base: &'a str,
    #[serde(serialize_with = "as_map")]
    files: Vec<(&'a str, String)>,
    core: Vec<&'a str>,
    checks: Vec<&'a str>,
    later: Vec<&'a str>,
    css: &'a str,
    complete: bool,
}

/// A map in the order of the list: pages that come first are fetched first.
fn as_map<S: Serializer>(pairs: &[(&str, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(path, key)| (path, key)))
}

/// The worker's script for a site that keeps `pages`: the not-found page
/// should be one of them. `data` is the file that pages ask for later,
/// `table` the one that widgets ask for: with the bundle, or not at all.
#[must_use]
pub fn script(
    config: &Config,
    pages: &[(UrlPath, Key)],
    data: Option<(&str, Key)>,
    table: Option<&UrlPath>,
    assets: &Assets,
) -> Vec<u8> {
    let complete = pages.len() <= PAGE_BUDGET;
    let is_core = |url: &UrlPath| matches!(url.as_str(), "/" | NOT_FOUND);
    let kept = pages.iter().filter(|(url, _)| complete || is_core(url));
    let mut files: Vec<_> = kept.map(|(url, key)| (relative(url), version(*key))).collect();
    files.sort_by_key(|(path, _)| !path.is_empty());
    files.extend(data.map(|(path, key)| (path, version(key))));
    files.extend(unhashed(assets).map(|(url, bytes)| (relative(url), version(Key::of_bytes(bytes)))));
    let core_pages = pages.iter().map(|(url, _)| url).filter(|url| is_core(url));
    let core_assets = [&assets.css, &assets.theme_js, &assets.page_js, &assets.boot_js];
    let core_assets = core_assets.into_iter().chain(assets.styles.iter());
    // Nearly every note has a self-check, and what it needs weighs little.
    let checks = assets.modules.iter();
    let checks = checks.flat_map(|all| [&all.quiz.glue, &all.quiz.wasm, &assets.drag_js]);
    // The other modules, and what comes with one, are kept when they are first used.
    let modules = assets.modules.iter().flat_map(ByModule::iter);
    let modules = modules.flat_map(|module| [&module.glue, &module.wasm]);
    let with_modules = assets.modules.iter().flat_map(|_| [&assets.fields_js, &assets.drag_js]);
    let list = List {
        base: config.base.path(),
        files,
        core: core_pages.chain(core_assets).map(relative).collect(),
        checks: checks.map(relative).collect(),
        later: modules.chain(with_modules).chain(table).map(relative).collect(),
        css: relative(&assets.css),
        complete,
    };
    // A struct of strings always has a JSON form.
    let json = serde_json::to_string(&list).unwrap_or_default();
    format!("self.site={json};\n{}\n", assets.worker_source).into_bytes()
}

/// Icon and fonts: every page asks for them, and their names have no hash.
fn unhashed(assets: &Assets) -> impl Iterator<Item = (&UrlPath, &[u8])> {
    let wanted = |url: &UrlPath| Some(url) == assets.icon.as_ref() || url.as_str().ends_with(".woff2");
    assets.files.iter().filter(move |(url, _)| wanted(url)).map(|(url, bytes)| (url, bytes.as_ref()))
}

fn relative(url: &UrlPath) -> &str {
    &url.as_str()[1..]
}

/// Short enough for a list of hundreds, long enough that two versions of one
/// page never share it.
fn version(key: Key) -> String {
    blake3::Hash::from_bytes(key.0).to_hex()[..8].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SitePath;
    use crate::source::{ModuleFiles, StaticFile};
    use crate::write::assets;
    use crate::write::samples::config;
    use crate::write::styles::Style;

    fn sample_assets() -> Assets {
        let files: Vec<_> = [
            "css/site.css",
            "js/theme.js",
            "js/page.js",
            "islands.js",
            "fields.js",
            "drag.js",
            "sw.js",
            "icon.svg",
            "fonts/a.woff2",
            "x.png",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain(Style::ALL.map(Style::entry))
        .map(|path| StaticFile::in_memory(SitePath::new(&path).unwrap(), b""))
        .collect();
        let empty = |_| ModuleFiles { glue: Vec::new().into(), wasm: Vec::new().into() };
        assets::build(&files, Some(&ByModule::make(empty))).0
    }

    fn pages(count: usize, seed: &str) -> Vec<(UrlPath, Key)> {
        let pages = (0..count).map(|n| format!("/p{n}/"));
        let all = ["/404.html".to_owned()].into_iter().chain(pages).chain(["/".to_owned()]);
        all.map(|url| (UrlPath::authored(&url).unwrap(), Key::of_bytes(format!("{seed}{url}").as_bytes())))
            .collect()
    }

    fn list(script: &[u8]) -> serde_json::Value {
        let text = std::str::from_utf8(script).unwrap();
        let json = text.lines().next().unwrap().strip_prefix("self.site=").unwrap();
        serde_json::from_str(json.strip_suffix(';').unwrap()).unwrap()
    }

    #[test]
    fn pages_data_icon_and_fonts_are_listed_with_their_keys() {
        let assets = sample_assets();
        let data = ("previews.json", Key::of_bytes(b""));
        let list = list(&script(&config(), &pages(2, ""), Some(data), None, &assets));
        let files: Vec<&String> = list["files"].as_object().unwrap().keys().collect();
        assert_eq!(files, ["", "404.html", "fonts/a.woff2", "icon.svg", "p0/", "p1/", "previews.json"]);
        assert_eq!(list["base"], "/notes/");
        assert_eq!(list["complete"], true);
        let core: Vec<&str> =
            list["core"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
        assert!(core.contains(&"") && core.contains(&"404.html"), "{core:?}");
        for style in [&assets.css].into_iter().chain(assets.styles.iter()) {
            assert!(core.contains(&relative(style)), "{core:?}: every page that is kept has its styles");
        }
        assert!(!core.iter().any(|path| path.ends_with(".wasm")), "a module is kept when it is first used");
        let modules = assets.modules.as_ref().unwrap();
        assert_eq!(list["checks"][1], relative(&modules.quiz.wasm), "but that of self-checks at once");
        assert_eq!(list["later"][1], relative(&modules.widgets.wasm));
        assert_eq!(list["later"][5], relative(&modules.practice.wasm));
    }

    #[test]
    fn the_home_page_is_fetched_first() {
        let script = script(&config(), &pages(3, ""), None, None, &sample_assets());
        assert!(std::str::from_utf8(&script).unwrap().contains(r#""files":{"":""#));
    }

    #[test]
    fn other_pages_make_another_worker_and_the_same_pages_the_same() {
        let assets = sample_assets();
        let make = |seed| script(&config(), &pages(5, seed), None, None, &assets);
        assert_eq!(make("a"), make("a"));
        assert_ne!(make("a"), make("b"));
    }

    #[test]
    fn a_large_site_keeps_its_home_page_only() {
        let list = list(&script(&config(), &pages(1000, ""), None, None, &sample_assets()));
        let files = list["files"].as_object().unwrap();
        assert_eq!(files.len(), 4);
        assert!(files.contains_key("") && !files.contains_key("p0/"));
        assert_eq!(list["complete"], false);
    }
}
