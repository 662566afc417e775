//! Stylesheets, scripts and the widgets' bundle under names that change with
//! their bytes; every other static file as it stands.
//!
//! In: the static files and the bundle. Out: [`Assets`], all files with their
//! addresses. What the files say is `minify`'s business; what a page asks for
//! is the templates'.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::minify::{self, AssetError};
use crate::diag::{Code, Diagnostic};
use crate::path::{SitePath, UrlPath};
use crate::source::{Bundle, ByModule, Module, StaticFile};
use crate::write::styles::Style;

/// The stylesheet of every page: it imports the others.
const SITE_CSS: &str = "css/site.css";
/// The service worker's source: `worker` writes the list of pages before it.
const WORKER: &str = "sw.js";
/// Where the page's icon is looked for, best first.
const ICONS: [&str; 4] = ["icon.svg", "favicon.svg", "favicon.ico", "icon.png"];

/// All files of the site that are no pages.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The stylesheet of every page.
    pub css: UrlPath,
    /// The stylesheets of some pages, in the order of [`Style::ALL`].
    pub styles: [UrlPath; Style::ALL.len()],
    /// The script that sets the colour scheme before the first paint.
    pub theme_js: UrlPath,
    /// The script of every page, a module.
    pub page_js: UrlPath,
    /// The script that starts the widgets, a module.
    pub boot_js: UrlPath,
    /// The script that keeps what was typed before a widget starts, a module.
    pub fields_js: UrlPath,
    /// The script that drags in questions, a module.
    pub drag_js: UrlPath,
    /// The widgets' modules; `None` in a build without a bundle.
    pub modules: Option<ByModule<ModuleUrls>>,
    /// The site's icon.
    pub icon: Option<UrlPath>,
    /// The service worker's source, minified. It is no file of its own.
    pub worker_source: String,
    /// Every file with its bytes, those named above included, sorted by address.
    pub files: Vec<(UrlPath, Arc<[u8]>)>,
}

/// Where the files of a module lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleUrls {
    /// Its glue, a module of JavaScript.
    pub glue: UrlPath,
    /// The WASM module.
    pub wasm: UrlPath,
}

impl Assets {
    /// The bytes of the file at `path`, which is relative to the site's root.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        let at = self.files.binary_search_by(|(url, _)| url.as_str()[1..].cmp(path)).ok()?;
        Some(&self.files[at].1)
    }
}

/// Bundles, minifies and names all assets. A file that can't be read is
/// reported, and stands empty in the list: the problem keeps it from being
/// published.
#[must_use]
pub fn build(files: &[StaticFile], bundle: Option<&Bundle>) -> (Assets, Vec<Diagnostic>) {
    let mut work = Work { sources: files, out: Vec::new(), used: BTreeSet::new(), problems: vec![] };
    let css = work.stylesheet(SITE_CSS, "site");
    let styles = Style::ALL.map(|style| work.stylesheet(&style.entry(), style.name()));
    let theme_js = work.script("js/theme.js", "theme", false);
    let page_js = work.script("js/page.js", "page", true);
    let boot_js = work.script("islands.js", "islands", true);
    let fields_js = work.script("fields.js", "fields", true);
    let drag_js = work.script("drag.js", "drag", true);
    let modules = bundle.map(|bundle| {
        ByModule::make(|module| {
            // Yew resets every field to what the page was built with.
            let beside = if module == Module::Widgets { &fields_js } else { &drag_js };
            work.module(module, bundle, beside)
        })
    });
    let worker_source = work.minified(WORKER, false).unwrap_or_default();
    work.copy_the_rest();
    let Work { mut out, problems, .. } = work;
    out.sort_by(|a, b| a.0.cmp(&b.0));
    out.dedup_by(|a, b| a.0 == b.0);
    let has = |path: &&str| files.iter().any(|file| file.path.as_str() == *path);
    let icon = ICONS.into_iter().find(has).and_then(|path| UrlPath::file(path).ok());
    let assets = Assets {
        css,
        styles,
        theme_js,
        page_js,
        boot_js,
        fields_js,
        drag_js,
        modules,
        icon,
        worker_source,
        files: out,
    };
    (assets, problems)
}

struct Work<'a> {
    sources: &'a [StaticFile],
    out: Vec<(UrlPath, Arc<[u8]>)>,
    /// Paths that are not copied: something was made of them.
    used: BTreeSet<String>,
    problems: Vec<Diagnostic>,
}

impl Work<'_> {
    /// What `entry` and all that it imports come to, under a name of its own.
    fn stylesheet(&mut self, entry: &str, name: &str) -> UrlPath {
        let asked = RefCell::new(BTreeSet::new());
        let files = |path: &str| {
            asked.borrow_mut().insert(path.to_owned());
            self.text(path)
        };
        let bundled = self.bytes(entry).map(|_| minify::css(entry, &files));
        self.used.append(&mut asked.into_inner());
        let text = self.sound(entry, bundled).unwrap_or_default();
        self.fingerprinted(name, "css", text.into_bytes().into())
    }

    fn script(&mut self, path: &str, name: &str, module: bool) -> UrlPath {
        let text = self.minified(path, module).unwrap_or_default();
        self.fingerprinted(name, "js", text.into_bytes().into())
    }

    fn minified(&mut self, path: &str, module: bool) -> Option<String> {
        self.used.insert(path.to_owned());
        let minified = self.text(path).map(|text| minify::js(&text, path, module));
        self.sound(path, minified)
    }

    /// A module; its glue exports the script beside it, so that no page needs to name that.
    fn module(&mut self, module: Module, bundle: &Bundle, beside: &UrlPath) -> ModuleUrls {
        let (name, files) = (module.name(), bundle.get(module));
        let text = String::from_utf8_lossy(&files.glue);
        // What the tool chain made is not the author's to mend: it also works
        // at its full length.
        let glue = minify::js(&text, &format!("{name}.js"), true).unwrap_or_else(|_| text.into_owned());
        let script = beside.as_str().rsplit('/').next().unwrap_or_default();
        let glue = format!("{glue}\nexport{{beside}}from\"./{script}\";");
        ModuleUrls {
            glue: self.fingerprinted(name, "js", glue.into_bytes().into()),
            wasm: self.fingerprinted(name, "wasm", files.wasm.clone()),
        }
    }

    /// What was made of `path`, or a report of why there is nothing.
    fn sound(&mut self, path: &str, made: Option<Result<String, AssetError>>) -> Option<String> {
        let problem = match made {
            Some(Ok(text)) => return Some(text),
            Some(Err(error)) => self.broken(&error),
            None if self.bytes(path).is_some() => {
                let message = format!("`static/{path}` is not UTF-8 text");
                in_static(Diagnostic::error(Code::InvalidUtf8, message), path).help("save the file as UTF-8")
            }
            None => {
                let message = format!("the site needs `static/{path}`, which does not exist");
                Diagnostic::error(Code::BrokenAsset, message)
                    .help("put the file back; every page asks for it")
            }
        };
        self.problems.push(problem);
        None
    }

    fn fingerprinted(&mut self, name: &str, extension: &str, bytes: Arc<[u8]>) -> UrlPath {
        let hash = blake3::hash(&bytes).to_hex();
        let url = address(&format!("assets/{name}-{}.{extension}", &hash[..10]));
        self.out.push((url.clone(), bytes));
        url
    }

    fn copy_the_rest(&mut self) {
        for file in self.sources {
            if !self.used.contains(file.path.as_str()) {
                self.out.push((address(file.path.as_str()), file.bytes.clone()));
            }
        }
    }

    fn bytes(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.sources.iter().find(|file| file.path.as_str() == path).map(|file| &file.bytes)
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.bytes(path)?.to_vec()).ok()
    }

    fn broken(&self, error: &AssetError) -> Diagnostic {
        let problem = Diagnostic::error(Code::BrokenAsset, error.message.clone());
        match (self.text(&error.file), static_path(&error.file)) {
            (Some(text), Some(path)) => {
                let start = byte_of(&text, error.line, error.column);
                let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
                problem.at(&path, start..end)
            }
            _ => in_static(problem, &error.file),
        }
    }
}

/// The address of a file; every path here is a `SitePath` or made of one.
fn address(path: &str) -> UrlPath {
    UrlPath::file(path).unwrap_or_else(|_| UrlPath::home())
}

fn static_path(path: &str) -> Option<SitePath> {
    SitePath::new(&format!("static/{path}")).ok()
}

fn in_static(problem: Diagnostic, path: &str) -> Diagnostic {
    match static_path(path) {
        Some(path) => problem.in_file(&path),
        None => problem,
    }
}

/// The byte at which line and column (both from 1) stand, within the text.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    let line = rest.split('\n').next().unwrap_or_default();
    start + line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::ModuleFiles;

    fn file(path: &str, text: &str) -> StaticFile {
        StaticFile::in_memory(SitePath::new(path).unwrap(), text.as_bytes())
    }

    fn theme() -> Vec<StaticFile> {
        let styles = Style::ALL.iter().map(|style| file(&style.entry(), "@import \"form.css\";"));
        let others = vec![
            file("css/site.css", "@import \"base.css\";\na{color:red}"),
            file("css/base.css", "b{color:blue}"),
            file("css/form.css", "s{color:red}"),
            file("css/alone.css", "i{color:green}"),
            file("js/theme.js", "document.title;"),
            file("js/page.js", "document.body;"),
            file("islands.js", "document.head;"),
            file("fields.js", "export const beside = 1;"),
            file("drag.js", "export const beside = 2;"),
            file("sw.js", "self;"),
            file("icon.svg", "<svg/>"),
            file("CNAME", "example.org"),
        ];
        others.into_iter().chain(styles).collect()
    }

    fn bundle() -> Bundle {
        ByModule::make(|module| ModuleFiles {
            glue: b"export {};".to_vec().into(),
            wasm: module.name().as_bytes().into(),
        })
    }

    fn addresses(assets: &Assets) -> Vec<&str> {
        assets.files.iter().map(|(url, _)| url.as_str()).collect()
    }

    #[test]
    fn sources_are_named_by_their_bytes_and_the_rest_is_copied() {
        let (assets, problems) = build(&theme(), Some(&bundle()));
        assert_eq!(problems, []);
        let modules = assets.modules.as_ref().unwrap();
        let hash = &blake3::hash(b"practice").to_hex()[..10];
        assert_eq!(modules.practice.wasm.as_str(), format!("/assets/practice-{hash}.wasm"));
        assert!(modules.widgets.glue.as_str().starts_with("/assets/widgets-"));
        let glue = |module: Module| assets.get(&modules.get(module).glue.as_str()[1..]).unwrap().to_vec();
        for (module, script) in [(Module::Widgets, &assets.fields_js), (Module::Quiz, &assets.drag_js)] {
            let export = format!("export{{beside}}from\".{}\";", &script.as_str()["/assets".len()..]);
            assert!(String::from_utf8(glue(module)).unwrap().ends_with(&export), "{export}");
        }
        assert_eq!(assets.icon.as_ref().unwrap().as_str(), "/icon.svg");
        let got = addresses(&assets);
        let left: Vec<_> = got.iter().filter(|url| !url.starts_with("/assets/")).collect();
        assert_eq!(left, [&"/CNAME", &"/css/alone.css", &"/icon.svg"], "sources are not copied");
        let named = [&assets.css, &assets.theme_js, &assets.page_js, &assets.boot_js];
        let named = named.into_iter().chain([&assets.fields_js, &assets.drag_js]);
        let of_modules = modules.iter().flat_map(|module| [&module.glue, &module.wasm]);
        for url in named.chain(assets.styles.iter()).chain(of_modules) {
            assert!(got.contains(&url.as_str()), "{url}");
        }
        for (style, url) in Style::ALL.iter().zip(&assets.styles) {
            assert!(url.as_str().starts_with(&format!("/assets/{}-", style.name())), "{url}");
            let bytes = assets.get(&url.as_str()[1..]).unwrap();
            assert_eq!(bytes.as_ref(), b"s{color:red}", "what several import is in each");
        }
        assert_eq!(assets.get("CNAME").unwrap().as_ref(), b"example.org");
    }

    #[test]
    fn other_bytes_get_another_name() {
        let (before, _) = build(&theme(), None);
        let mut files = theme();
        files[1] = file("css/base.css", "b{color:black}");
        let (after, _) = build(&files, None);
        assert_ne!(before.css, after.css);
        assert_eq!(before.page_js, after.page_js);
        assert_eq!(before.styles, after.styles);
        assert_eq!(after.modules, None);
    }

    #[test]
    fn a_missing_file_is_named() {
        let files: Vec<_> = theme().into_iter().filter(|file| file.path.as_str() != "js/page.js").collect();
        let (_, problems) = build(&files, None);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, Code::BrokenAsset);
        assert!(problems[0].message.contains("static/js/page.js"));
    }

    #[test]
    fn text_that_is_no_utf8_is_named() {
        let mut files = theme();
        let script = files.iter_mut().find(|file| file.path.as_str() == "js/theme.js").unwrap();
        script.bytes = b"\xff".to_vec().into();
        let (_, problems) = build(&files, None);
        assert_eq!(problems[0].code, Code::InvalidUtf8);
        assert_eq!(problems[0].file.as_ref().unwrap().as_str(), "static/js/theme.js");
    }

    #[test]
    fn a_place_is_found_by_line_and_column_and_never_outside_the_text() {
        assert_eq!(byte_of("ab\ncdé f", 2, 4), 7);
        assert_eq!(byte_of("ab\ncd", 1, 99), 2);
        assert_eq!(byte_of("ab\ncd", 99, 1), 5);
        assert_eq!(byte_of("", 0, 0), 0);
    }
}
