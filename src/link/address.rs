//! Gives every note, folder, tag and file its address, and finds collisions.
//!
//! In: the notes. Out: the pages, sorted by address, and who claimed which
//! address. Two owners of one address, by letter case too, are reported with
//! both files named.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::site::{Page, PageKind, Targets};
use crate::diag::{Code, Diagnostic};
use crate::parse::Note;
use crate::path::{SitePath, Slug, UrlPath};

/// Who stands at an address: a description, and its file where it has one.
#[derive(Clone)]
pub(super) struct Owner {
    what: String,
    place: Option<(SitePath, Range<usize>)>,
}

impl Owner {
    pub(super) fn file(path: &SitePath) -> Self {
        Self { what: format!("`{path}`"), place: Some((path.clone(), 0..0)) }
    }

    pub(super) fn written(what: String, path: &SitePath, range: Range<usize>) -> Self {
        Self { what, place: Some((path.clone(), range)) }
    }

    pub(super) fn made(what: &str) -> Self {
        Self { what: what.to_owned(), place: None }
    }
}

/// All addresses that are taken.
#[derive(Default)]
pub(super) struct Addresses {
    owners: HashMap<String, (UrlPath, Owner)>,
    /// The first owner in each folder of the output.
    folders: HashMap<String, (UrlPath, Owner)>,
}

impl Addresses {
    /// Who stands where the file `key` would: at the file itself, in a folder
    /// of its name, or at a file in place of a folder above it.
    fn holder(&self, key: &str) -> Option<&(UrlPath, Owner)> {
        let at_file = self.owners.get(key).or_else(|| self.folders.get(key));
        at_file.or_else(|| folders_of(key).find_map(|folder| self.owners.get(folder)))
    }

    /// Takes an address; false when another owner has it already.
    pub(super) fn claim(&mut self, url: &UrlPath, owner: Owner, diagnostics: &mut Vec<Diagnostic>) -> bool {
        // A page and a file collide where the page's file lies.
        let key = url.output_file().as_str().to_lowercase();
        let Some((taken, first)) = self.holder(&key) else {
            for folder in folders_of(&key) {
                self.folders.entry(folder.to_owned()).or_insert_with(|| (url.clone(), owner.clone()));
            }
            self.owners.insert(key, (url.clone(), owner));
            return true;
        };
        let message = if taken == url {
            format!("{} and {} both want the address `{url}`", first.what, owner.what)
        } else {
            let why = if taken.collision_key() == url.collision_key() {
                "letter case alone does not tell addresses apart"
            } else {
                "a file and a folder of one name can't stand side by side"
            };
            format!("{} wants the address `{taken}` and {} wants `{url}`: {why}", first.what, owner.what)
        };
        let mut problem = Diagnostic::error(Code::AddressTaken, message);
        problem = match (&owner.place, &first.place) {
            (Some((file, range)), Some((other, place))) => {
                problem.at(file, range.clone()).related(other, place.clone(), "the address is taken here")
            }
            (Some((file, range)), None) | (None, Some((file, range))) => problem.at(file, range.clone()),
            (None, None) => problem,
        };
        diagnostics.push(problem.help("rename one of them, or give one another `slug` or alias"));
        false
    }
}

/// The folders above a file, innermost first.
fn folders_of(file: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(file.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/'))
        .map(|(folder, _)| folder)
}

/// The folder of a note below `content`, and whether it is the folder's page.
fn place(path: &SitePath) -> (Vec<&str>, bool) {
    let below = path.below("content").unwrap_or(path.as_str());
    let mut steps: Vec<&str> = below.split('/').collect();
    steps.pop();
    (steps, path.file_name() == "index.md")
}

/// The address of a note.
pub(super) fn url_of(note: &Note) -> UrlPath {
    let (folders, is_index) = place(&note.path);
    let mut steps: Vec<Slug> = folders.into_iter().map(Slug::from_text).collect();
    let last = || note.front.slug.clone();
    if is_index {
        if let (Some(slug), false) = (last(), steps.is_empty()) {
            steps.pop();
            steps.push(slug);
        }
    } else {
        steps.push(last().unwrap_or_else(|| Slug::from_text(note.path.stem())));
    }
    UrlPath::page(&steps)
}

/// A page that is not made from a note.
pub(super) fn made(kind: PageKind, url: UrlPath, title: String, summary: String) -> Page {
    Page {
        kind,
        url,
        title,
        summary,
        source: None,
        listed: !matches!(kind, PageKind::NotFound),
        updated: None,
        note: None,
        family: None,
        parent: None,
        children: Vec::new(),
        prev: None,
        next: None,
        backlinks: Vec::new(),
        related: Vec::new(),
        tags: Vec::new(),
        targets: Targets::default(),
        banks: Vec::new(),
    }
}

/// The pages of all notes, and of folders that have none.
pub(super) fn note_pages(
    notes: &[Arc<Note>],
    dates: &HashMap<SitePath, String>,
    addresses: &mut Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let mut pages = Vec::with_capacity(notes.len());
    let mut folders: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut index_of: BTreeSet<Vec<String>> = BTreeSet::new();
    for note in notes {
        let url = url_of(note);
        let (steps, is_index) = place(&note.path);
        let steps: Vec<String> = steps.into_iter().map(str::to_owned).collect();
        for depth in 1..=steps.len() {
            folders.insert(steps[..depth].to_vec());
        }
        if is_index {
            index_of.insert(steps.clone());
        }
        let kind = match (is_index, steps.is_empty()) {
            (true, true) => PageKind::Home,
            (true, false) => PageKind::Section,
            _ => PageKind::Note,
        };
        if !addresses.claim(&url, Owner::file(&note.path), diagnostics) {
            continue;
        }
        let mut page = made(kind, url, note.front.title.clone(), note.front.summary.clone());
        page.source = Some(note.path.clone());
        page.listed = note.front.listed;
        page.updated = dates.get(&note.path).cloned();
        page.family = note.front.family.as_ref().map(|family| family.value.clone());
        page.note = Some(Arc::clone(note));
        pages.push(page);
    }
    for folder in folders.difference(&index_of) {
        let steps: Vec<Slug> = folder.iter().map(|step| Slug::from_text(step)).collect();
        let name = folder.last().map_or_else(String::new, |step| readable(step));
        let url = UrlPath::page(&steps);
        if addresses.claim(
            &url,
            Owner::made(&format!("the page of the folder `{}`", folder.join("/"))),
            diagnostics,
        ) {
            pages.push(made(PageKind::Section, url, name.clone(), format!("All notes on {name}.")));
        }
    }
    pages
}

/// `launch-types` as a title: `Launch types`.
fn readable(step: &str) -> String {
    let words = step.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(words.clone(), |first| first.to_uppercase().chain(letters).collect())
}

/// One page a tag, by slug, and the names under which notes wrote it.
pub(super) fn tag_pages(
    notes: &[Arc<Note>],
    addresses: &mut Addresses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Page> {
    let mut names: BTreeMap<Slug, &str> = BTreeMap::new();
    // An unlisted note stands in no list, so its tags make no page.
    for tag in notes.iter().filter(|note| note.front.listed).flat_map(|note| &note.front.tags) {
        names.entry(Slug::from_text(tag)).or_insert(tag);
    }
    if names.is_empty() {
        return Vec::new();
    }
    let root = Slug::from_text("tags");
    let mut pages = Vec::new();
    let mut add = |kind, url: UrlPath, title: String, summary: String, what: &str| {
        if addresses.claim(&url, Owner::made(what), diagnostics) {
            pages.push(made(kind, url, title, summary));
        }
    };
    add(
        PageKind::Tags,
        UrlPath::page(std::slice::from_ref(&root)),
        "Tags".into(),
        "All tags of the notes.".into(),
        "the list of tags",
    );
    for (slug, name) in names {
        let url = UrlPath::page(&[root.clone(), slug]);
        add(
            PageKind::Tag,
            url,
            format!("Tag: {name}"),
            format!("Notes with the tag “{name}”."),
            &format!("the page of the tag `{name}`"),
        );
    }
    pages
}
