//! Pages: Markdown trees to HTML, highlighting, diagrams, widgets, templates.
//!
//! In: [`Site`] and [`Tools`]. Out: a [`Job`] for every file of the site. No
//! page is rendered before its job is run; a job's key says whether it must
//! be. This stage reads no file and writes none.

pub mod context;
pub mod diagram;
pub mod escape;
pub mod highlight;
pub mod html;
pub mod images;
mod islands;
pub mod job;
pub mod math;
mod menu;
mod page;
pub mod templates;

use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use tera::{Context, Value};

use crate::diag::Diagnostic;
use crate::link::{Page, PageId, PageKind, Redirect, Site, Target, places};
use crate::parse::blocks::Block;
use crate::parse::document::Document;
use crate::path::UrlPath;
use crate::source::TextFile;
use crate::write::assets::Assets;
use crate::write::styles::Style;
use context::{FullPage, PageContext, RedirectContext};
use highlight::Highlighter;
use html::{Env, TermFinder};
use islands::Islands;
use job::{Job, Key, Made};
use menu::Menu;
use templates::{Templates, value};

pub use page::POLICY;

/// What pages are made with. Lives longer than one build.
pub struct Tools<'a> {
    /// Highlights code.
    pub highlighter: &'a Highlighter,
    /// All templates.
    pub templates: &'a Templates,
    /// Their texts, to show a problem in its line.
    pub template_files: &'a [TextFile],
    /// Stylesheets, scripts, widget bundle.
    pub assets: &'a Assets,
    /// Width and height of images.
    pub image_sizes: &'a HashMap<UrlPath, (u32, u32)>,
}

/// All pages, ready to be rendered one by one.
pub struct Pages<'a> {
    tools: &'a Tools<'a>,
    env: Env<'a>,
    menus: HashMap<Option<PageId>, Menu>,
    site_value: Value,
    islands: Islands,
    /// Hash of all that every page depends on.
    common: blake3::Hash,
    /// Hash of all notes, once a page gathers from them.
    notes: OnceLock<blake3::Hash>,
    /// Hash of the pages that data files name or lead to.
    rows: blake3::Hash,
    contexts: Vec<PageContext>,
}

impl<'a> Pages<'a> {
    /// Prepares all pages: renders menus and gathers contexts.
    #[must_use]
    pub fn prepare(site: &'a Site, terms: &'a TermFinder, tools: &'a Tools<'a>) -> (Self, Vec<Diagnostic>) {
        let (menus, diagnostics) = menu::all(site, tools.templates, tools.template_files);
        let context = page::site_context(site, tools.assets);
        let islands = Islands::new(site, tools.assets);
        let common = common_hash(site, tools, &context, &islands);
        let contexts = (0..site.pages.len() as u32)
            .into_par_iter()
            .map(|id| page::page_context(site, PageId(id)))
            .collect();
        let env = Env { site, highlighter: tools.highlighter, terms, image_sizes: tools.image_sizes };
        let (site_value, notes, rows) = (value(&context), OnceLock::new(), rows_hash(site));
        (Self { tools, env, menus, site_value, islands, common, notes, rows, contexts }, diagnostics)
    }

    /// A job for every page and every old address.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let site = self.env.site;
        let ids: Vec<PageId> = site.iter().map(|(id, _)| id).collect();
        let pages = ids.into_par_iter().map(|id| Job {
            url: site.page(id).url.clone(),
            key: self.key(id),
            make: Box::new(move || self.make(id)),
        });
        let mut jobs: Vec<Job<'_>> = pages.collect();
        jobs.extend(self.questions());
        jobs.extend(self.downloads());
        jobs.extend(site.redirects.iter().map(|redirect| Job {
            url: redirect.from.clone(),
            key: self.redirect_key(redirect),
            make: Box::new(move || self.make_redirect(redirect)),
        }));
        jobs
    }

    fn menu(&self, id: PageId) -> Option<&Menu> {
        self.menus.get(&menu::section_of(self.env.site, id))
    }

    /// Hash of all that a page's bytes depend on.
    fn key(&self, id: PageId) -> Key {
        let site = self.env.site;
        let page = site.page(id);
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.common.as_bytes());
        hasher.update(page.url.as_str().as_bytes());
        if let Some(menu) = self.menu(id) {
            hasher.update(menu.hash.as_bytes());
        }
        if let Ok(context) = serde_json::to_vec(&self.contexts[id.0 as usize]) {
            hasher.update(&context);
        }
        if let Some(note) = &page.note {
            hasher.update(note.hash.as_bytes());
            if places::blocks(&note.document).next().is_some() {
                hasher.update(self.rows.as_bytes());
            }
        }
        let own = std::iter::once(&page.targets);
        for targets in own.chain(page.banks.iter().map(|bank| &bank.targets)) {
            for (_, target) in &targets.0 {
                self.hash_target(&mut hasher, target);
            }
        }
        for bank in &page.banks {
            hasher.update(bank.bank.hash.as_bytes());
        }
        let documents = page.note.iter().map(|note| &note.document);
        if documents.chain(page.banks.iter().map(|bank| &bank.bank.document)).any(Document::gathers) {
            hasher.update(self.notes().as_bytes());
        }
        Key(*hasher.finalize().as_bytes())
    }

    /// Hash of all that a block can gather: every note's text, place, links and questions.
    fn notes(&self) -> &blake3::Hash {
        self.notes.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            for page in &self.env.site.pages {
                hasher.update(page.url.as_str().as_bytes()).update(page.title.as_bytes());
                if let Some(note) = &page.note {
                    hasher.update(note.hash.as_bytes());
                }
                for bank in &page.banks {
                    hasher.update(bank.bank.hash.as_bytes());
                }
                let own = std::iter::once(&page.targets);
                for targets in own.chain(page.banks.iter().map(|bank| &bank.targets)) {
                    targets.0.iter().for_each(|(_, target)| self.hash_target(&mut hasher, target));
                }
            }
            hasher.finalize()
        })
    }

    /// Other links are as written in the note; these depend on other pages.
    fn hash_target(&self, hasher: &mut blake3::Hasher, target: &Target) {
        match target {
            Target::Page(id, _) => {
                let page = self.env.site.page(*id);
                hasher.update(page.url.as_str().as_bytes()).update(page.title.as_bytes());
            }
            Target::File(url) => {
                hasher.update(url.as_str().as_bytes());
                if let Some((width, height)) = self.env.image_sizes.get(url) {
                    hasher.update(&width.to_le_bytes()).update(&height.to_le_bytes());
                }
            }
            Target::Here(_) | Target::External(_) | Target::Broken => {}
        }
    }

    /// The first page with a block.
    fn page_with(&self, block: &Block) -> Option<PageId> {
        let holds = |page: &Page| page.note.as_ref().is_some_and(|note| places::holds(&note.document, block));
        self.env.site.iter().find(|(_, page)| holds(page)).map(|(id, _)| id)
    }

    /// Hash of all that a file of all questions depends on.
    fn questions_key(&self) -> Key {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.common.as_bytes()).update(self.notes().as_bytes()).update(self.rows.as_bytes());
        Key(*hasher.finalize().as_bytes())
    }

    /// All questions as files for other programs, beside the page that offers them.
    fn downloads(&self) -> Vec<Job<'_>> {
        let Some(page) = self.page_with(&Block::Downloads) else { return Vec::new() };
        let job = |kind: html::Download| {
            let make =
                move || Made { bytes: html::download(&self.env, kind).into_bytes(), diagnostics: Vec::new() };
            let url = kind.url(self.env.site, page)?;
            Some(Job { url, key: self.questions_key(), make: Box::new(make) })
        };
        html::Download::ALL.into_iter().filter_map(job).collect()
    }

    /// The file of all questions, if a page has a practice room or shows the reader's progress.
    fn questions(&self) -> Option<Job<'_>> {
        let room = self.page_with(&Block::Practice).or_else(|| self.page_with(&Block::Progress))?;
        Some(Job {
            url: UrlPath::file(html::QUESTIONS).ok()?,
            key: self.questions_key(),
            make: Box::new(move || {
                let (text, diagnostics) = html::questions(&self.env, room);
                Made { bytes: text.into_bytes(), diagnostics }
            }),
        })
    }

    /// Renders a page.
    fn make(&self, id: PageId) -> Made {
        let site = self.env.site;
        let page = site.page(id);
        let body = html::render(&self.env, id);
        let mut diagnostics = body.diagnostics;
        let toc = if body.toc.len() > 1 { body.toc.as_slice() } else { &[] };
        let mut styles = body.styles;
        styles.extend((page.kind == PageKind::Home).then_some(Style::Desk));
        let full = FullPage {
            page: &self.contexts[id.0 as usize],
            body: &body.html,
            toc,
            sources: &body.sources,
            styles: self.islands.styles(&styles),
            widgets: self.islands.scripts(&body.modules),
        };
        let mut context = Context::new();
        context.insert_value("site", self.site_value.clone());
        context.insert_value("page", value(&full));
        context.insert_value("menu", value(&self.menu(id).map(|menu| menu.on(id)).unwrap_or_default()));
        let own = page.note.as_ref().and_then(|note| note.front.template.as_ref());
        let template = own.map_or_else(|| template_of(page.kind), |own| own.value.as_str());
        let what = page.source.as_ref().map_or_else(|| format!("`{}`", page.url), |path| format!("`{path}`"));
        let html = self.rendered(template, &context, &what, &mut diagnostics);
        Made { bytes: html.into_bytes(), diagnostics }
    }

    fn rendered(
        &self,
        template: &str,
        context: &Context,
        what: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> String {
        self.tools.templates.render(template, context, what, self.tools.template_files).unwrap_or_else(
            |problem| {
                diagnostics.push(*problem);
                String::new()
            },
        )
    }

    fn redirect_key(&self, redirect: &Redirect) -> Key {
        let page = self.env.site.page(redirect.to);
        let mut hasher = blake3::Hasher::new();
        hasher
            .update(self.common.as_bytes())
            .update(page.url.as_str().as_bytes())
            .update(page.title.as_bytes());
        Key(*hasher.finalize().as_bytes())
    }

    fn make_redirect(&self, redirect: &Redirect) -> Made {
        let site = self.env.site;
        let page = site.page(redirect.to);
        let to = RedirectContext {
            to: site.config.base.href(&page.url),
            canonical: site.config.base.absolute(&page.url),
            title: page.title.clone(),
        };
        let mut context = Context::new();
        context.insert_value("site", self.site_value.clone());
        context.insert_value("to", value(&to.to));
        context.insert_value("canonical", value(&to.canonical));
        context.insert_value("title", value(&to.title));
        let mut diagnostics = Vec::new();
        let html =
            self.rendered("redirect.html", &context, &format!("`{}`", redirect.from), &mut diagnostics);
        Made { bytes: html.into_bytes(), diagnostics }
    }
}

fn template_of(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Home => "home.html",
        PageKind::Section => "section.html",
        PageKind::Note => "note.html",
        PageKind::Tag => "tag.html",
        PageKind::Tags => "tags.html",
        PageKind::NotFound => "404.html",
    }
}

/// Pages behind rows of data files, and those that lean on a source: lists that
/// are made from the data link to them.
fn rows_hash(site: &Site) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let rows = &site.rows;
    let links = rows.changes.iter().flat_map(|targets| &targets.0).filter_map(|(_, target)| match target {
        Target::Page(id, _) => Some(id),
        _ => None,
    });
    let named = rows.terms.iter().chain(&rows.candidates).flatten().chain(links).map(|id| ("", id));
    let leaning = site.leaning.iter().flat_map(|(source, pages)| pages.iter().map(move |id| (&**source, id)));
    for (row, id) in named.chain(leaning) {
        let page = site.page(*id);
        for part in [row, page.url.as_str(), &page.title] {
            hasher.update(part.as_bytes()).update(b"\n");
        }
    }
    hasher.finalize()
}

fn common_hash(
    site: &Site,
    tools: &Tools<'_>,
    context: &context::SiteContext,
    islands: &Islands,
) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    // The version and not the program's file: two compiles of one version make
    // the same keys. What an older program wrote is told apart by `write`.
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(tools.templates.hash.as_bytes());
    hasher.update(site.data.hash.as_bytes());
    // It holds addresses of pages too.
    if let Some((url, _)) = &site.compare_file {
        hasher.update(url.as_str().as_bytes());
    }
    // Badges are links to the pages of their exams.
    let exams: Vec<_> = site.exam_pages.keys().map(|exam| (exam, site.exam_href(exam, ""))).collect();
    let parts = [
        serde_json::to_vec(context),
        serde_json::to_vec(islands),
        serde_json::to_vec(&site.config.exams),
        serde_json::to_vec(&exams),
    ];
    for part in parts.into_iter().flatten() {
        hasher.update(&part);
    }
    hasher.finalize()
}
