//! Finds where a written link leads.
//!
//! In: a link as the author wrote it and the file it stands in. Out: a
//! [`Target`], or what is wrong with it and the nearest thing it could mean.
//! One look-up serves Markdown links, wikilinks, images, front matter and the
//! glossary.

use std::collections::{BTreeMap, HashMap};

use super::places;
use super::site::{Page, PageId, Target};
use crate::diag::{Code, nearest};
use crate::parse::data::SiteData;
use crate::path::{PathError, SitePath, Slug, UrlPath};

/// What is wrong with a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Fault {
    fn new(code: Code, message: String, help: Option<String>) -> Self {
        Self { code, message, help }
    }
}

/// What a look-up needs to know of the site.
pub(super) struct Index<'a> {
    pages: &'a [Page],
    by_path: HashMap<&'a str, PageId>,
    by_url: HashMap<&'a str, PageId>,
    by_name: HashMap<String, Vec<PageId>>,
    files: &'a BTreeMap<SitePath, UrlPath>,
    file_urls: std::collections::HashSet<&'a str>,
    drafts: &'a [SitePath],
    data: &'a SiteData,
}

impl<'a> Index<'a> {
    pub(super) fn new(
        pages: &'a [Page],
        files: &'a BTreeMap<SitePath, UrlPath>,
        static_urls: &'a [UrlPath],
        drafts: &'a [SitePath],
        data: &'a SiteData,
    ) -> Self {
        let mut by_path = HashMap::with_capacity(pages.len());
        let mut by_url = HashMap::with_capacity(pages.len());
        let mut by_name: HashMap<String, Vec<PageId>> = HashMap::new();
        for (id, page) in (0u32..).map(PageId).zip(pages) {
            by_url.insert(page.url.as_str(), id);
            if let Some(path) = &page.source {
                by_path.insert(path.as_str(), id);
                let stem = if path.file_name() == "index.md" {
                    path.parent().rsplit('/').next().unwrap_or("")
                } else {
                    path.stem()
                };
                for name in [Slug::from_text(stem), Slug::from_text(&page.title)] {
                    let named = by_name.entry(name.as_str().to_owned()).or_default();
                    if !named.contains(&id) {
                        named.push(id);
                    }
                }
            }
        }
        let file_urls = files.values().chain(static_urls).map(UrlPath::as_str).collect();
        Self { pages, by_path, by_url, by_name, files, file_urls, drafts, data }
    }

    fn page(&self, id: PageId) -> &Page {
        &self.pages[id.0 as usize]
    }

    /// The page made from a file of `content`, such as `ecs/overview.md`.
    pub(super) fn page_of(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// Resolves a link written in the file `from`.
    pub(super) fn link(&self, from: &SitePath, written: &str) -> Result<Target, Fault> {
        if let Some(scheme) = scheme(written) {
            return match scheme {
                "http" | "https" | "mailto" | "tel" => Ok(Target::External(written.to_owned())),
                _ => Err(Fault::new(
                    Code::BlockedHtml,
                    format!("a link can't use the scheme `{scheme}:`"),
                    Some("link to a note, or to a page elsewhere with `https://`".to_owned()),
                )),
            };
        }
        if written.starts_with("//") {
            return Err(Fault::new(
                Code::BrokenLink,
                format!("`{written}` has no scheme"),
                Some(format!("write `https:{written}`")),
            ));
        }
        let (path, anchor) = match written.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor).filter(|a| !a.is_empty())),
            None => (written, None),
        };
        let path = path.split('?').next().unwrap_or(path);
        if path.is_empty() {
            return match anchor {
                Some(anchor) => self.here(from, anchor),
                None => {
                    let help =
                        "write the file of a note between the parentheses, or take the link out".to_owned();
                    Err(Fault::new(Code::BrokenLink, "the link has no target".into(), Some(help)))
                }
            };
        }
        let decoded = decode(path);
        if let Some(absolute) = decoded.strip_prefix('/') {
            return self.absolute(absolute, anchor);
        }
        self.relative(from, &decoded, anchor)
    }

    fn here(&self, from: &SitePath, anchor: &str) -> Result<Target, Fault> {
        match self.by_path.get(from.as_str()) {
            Some(id) => self.checked_anchor(*id, anchor).map(|()| Target::Here(anchor.to_owned())),
            None => Ok(Target::Here(anchor.to_owned())),
        }
    }

    fn absolute(&self, path: &str, anchor: Option<&str>) -> Result<Target, Fault> {
        let url =
            UrlPath::authored(path).map_err(|error| Fault::new(Code::BrokenLink, error.to_string(), None))?;
        if let Some(id) = self.by_url.get(url.as_str()) {
            return self.to_page(*id, anchor);
        }
        if self.file_urls.contains(url.as_str()) {
            return Ok(Target::File(url));
        }
        let near =
            nearest(url.as_str(), self.by_url.keys().copied()).map(|near| format!("did you mean `{near}`?"));
        Err(Fault::new(Code::BrokenLink, format!("there is no page at `{url}`"), near))
    }

    fn relative(&self, from: &SitePath, path: &str, anchor: Option<&str>) -> Result<Target, Fault> {
        let resolved = match from.resolve(path) {
            Ok(resolved) => resolved,
            Err(PathError::Escapes) => {
                let help = "link to a file inside the project, or write the full address of a page elsewhere"
                    .to_owned();
                return Err(Fault::new(
                    Code::LinkOutOfProject,
                    format!("`{path}` leads out of the project"),
                    Some(help),
                ));
            }
            Err(error) => return Err(Fault::new(Code::BrokenLink, format!("`{path}`: {error}"), None)),
        };
        if let Some(id) = self.by_path.get(resolved.as_str()) {
            return self.to_page(*id, anchor);
        }
        if let Some(url) = self.files.get(&resolved) {
            return Ok(Target::File(url.clone()));
        }
        let index = format!("{resolved}/index.md");
        if path.ends_with('/')
            && let Some(id) = self.by_path.get(index.as_str())
        {
            return self.to_page(*id, anchor);
        }
        Err(self.no_such_file(from, path, &resolved))
    }

    fn no_such_file(&self, from: &SitePath, path: &str, resolved: &SitePath) -> Fault {
        if self.drafts.contains(resolved) {
            return is_draft(path);
        }
        if resolved.below("content").is_none() {
            let help = "only files below `content` are part of the site".to_owned();
            return Fault::new(
                Code::LinkOutOfProject,
                format!("`{path}` lies outside `content`"),
                Some(help),
            );
        }
        if resolved.extension() != "md" && resolved.extension() != "" {
            let near = self.nearest_path(from, resolved, self.files.keys().map(SitePath::as_str));
            return Fault::new(Code::MissingFile, format!("there is no file `{path}`"), near);
        }
        let near = self.nearest_path(from, resolved, self.by_path.keys().copied());
        Fault::new(Code::BrokenLink, format!("there is no note `{path}`"), near)
    }

    /// The nearest of `paths`, written relative to the file `from`.
    fn nearest_path<'p>(
        &self,
        from: &SitePath,
        wanted: &SitePath,
        paths: impl Iterator<Item = &'p str>,
    ) -> Option<String> {
        let near = nearest_file(wanted, paths)?;
        Some(format!("did you mean `{}`?", relative(from.parent(), near)))
    }

    /// The nearest note to one written relative to `content`, written so too.
    pub(super) fn nearest_note(&self, written: &str) -> Option<String> {
        let wanted = SitePath::new(&format!("content/{written}")).ok()?;
        let near = nearest_file(&wanted, self.by_path.keys().copied())?;
        Some(relative("content", near))
    }

    fn to_page(&self, id: PageId, anchor: Option<&str>) -> Result<Target, Fault> {
        if let Some(anchor) = anchor {
            self.checked_anchor(id, anchor)?;
        }
        Ok(Target::Page(id, anchor.map(str::to_owned)))
    }

    fn checked_anchor(&self, id: PageId, anchor: &str) -> Result<(), Fault> {
        let page = self.page(id);
        let Some(note) = &page.note else {
            return Err(Fault::new(
                Code::BrokenAnchor,
                format!("`{}` has no headings of its own", page.title),
                None,
            ));
        };
        // `#requests=3000000` is no place on the page but the state of its widget.
        if note.document.has_anchor(anchor) || (anchor.contains('=') && note.document.has_widget()) {
            return Ok(());
        }
        let places = places::all(&note.document, self.data);
        if places.iter().any(|place| place == anchor) {
            return Ok(());
        }
        let ids: Vec<String> = note.document.headings().map(|h| h.id.as_str().to_owned()).collect();
        let help = match nearest(anchor, ids.iter().chain(&places).map(String::as_str)) {
            Some(near) => Some(format!("did you mean `#{near}`?")),
            None if ids.is_empty() => None,
            None => Some(format!(
                "its headings are {}",
                ids.iter().map(|id| format!("`#{id}`")).collect::<Vec<_>>().join(", ")
            )),
        };
        let title = &page.title;
        let what = if places.is_empty() { "heading" } else { "place" };
        Err(Fault::new(Code::BrokenAnchor, format!("“{title}” has no {what} `#{anchor}`"), help))
    }

    /// Resolves `[[name]]`: a path without `.md`, a file name, or a title.
    pub(super) fn wikilink(&self, from: &SitePath, written: &str) -> Result<Target, Fault> {
        let (name, anchor) = match written.split_once('#') {
            Some((name, anchor)) => (name.trim(), Some(anchor.trim())),
            None => (written.trim(), None),
        };
        let anchor = anchor.map(|a| crate::path::AnchorId::from_text(a).as_str().to_owned());
        if name.is_empty() {
            return self.here(from, anchor.as_deref().unwrap_or_default());
        }
        if name.contains('/')
            && let Some(id) = self.page_of(&format!("content/{}.md", name.trim_end_matches(".md")))
        {
            return self.to_page(id, anchor.as_deref());
        }
        let slug = Slug::from_text(name.trim_end_matches(".md").rsplit('/').next().unwrap_or(name));
        match self.by_name.get(slug.as_str()).map(Vec::as_slice) {
            Some([id]) => self.to_page(*id, anchor.as_deref()),
            Some(several) => {
                let names: Vec<String> = several.iter().map(|id| self.wiki_name(*id)).collect();
                let help = format!("write one of {}", names.join(", "));
                Err(Fault::new(
                    Code::AmbiguousLink,
                    format!("`{name}` could mean {} notes", several.len()),
                    Some(help),
                ))
            }
            None if self.drafts.iter().any(|draft| Slug::from_text(file_word(draft.as_str())) == slug) => {
                Err(is_draft(name))
            }
            None => {
                let near = nearest(slug.as_str(), sorted(self.by_name.keys().map(String::as_str)));
                let help = near.map_or_else(
                    || "write the note's file name without `.md`, or its title".to_owned(),
                    |near| format!("did you mean `[[{near}]]`?"),
                );
                Err(Fault::new(Code::BrokenLink, format!("there is no note `{name}`"), Some(help)))
            }
        }
    }

    fn wiki_name(&self, id: PageId) -> String {
        let source =
            self.page(id).source.as_ref().map_or("", |path| path.below("content").unwrap_or(path.as_str()));
        format!("`[[{}]]`", source.trim_end_matches(".md"))
    }
}

fn is_draft(written: &str) -> Fault {
    let help = "build with `--drafts`, take `draft = true` out of it, or take the link out".to_owned();
    Fault::new(Code::LinkToDraft, format!("`{written}` is a draft and not part of the site"), Some(help))
}

/// The word that names a file: its name without extension, for an `index.md`
/// that of its folder.
fn file_word(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name.rsplit_once('.') {
        _ if name == "index.md" => folder.rsplit('/').next().unwrap_or(folder),
        Some((stem, _)) => stem,
        None => name,
    }
}

/// The file whose name is nearest to that of `wanted`, in the folder nearest
/// to its own.
fn nearest_file<'p>(wanted: &SitePath, paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    let paths = sorted(paths);
    let word = nearest(file_word(wanted.as_str()), paths.iter().map(|path| file_word(path)))?;
    let named = paths.into_iter().filter(|path| file_word(path) == word);
    named.min_by_key(|path| strsim::levenshtein(path, wanted.as_str()))
}

/// In a fixed order, so that of two equally near words the same one is named.
fn sorted<'p>(words: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    words
}

/// `http` of `http://…`; a drive letter or a colon in a file name is none.
fn scheme(link: &str) -> Option<&str> {
    let (scheme, _) = link.split_once(':')?;
    let good = scheme.len() > 1 && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    good.then_some(scheme)
}

/// Undoes `%20` and the like.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail
            .get(..2)
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

/// `to` as a link from a file in the folder `from`.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|s| !s.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_written_as_links() {
        assert_eq!(relative("content/ecs", "content/eks/nodes.md"), "../eks/nodes.md");
        assert_eq!(relative("content/ecs", "content/ecs/roles.md"), "roles.md");
    }

    #[test]
    fn schemes_are_told_from_file_names() {
        assert_eq!(scheme("https://x"), Some("https"));
        assert_eq!(scheme("javascript:alert(1)"), Some("javascript"));
        assert_eq!(scheme("notes/a:b.md"), None);
        assert_eq!(decode("a%20b%zz"), "a b%zz");
    }
}
