//! The contract between code and templates: one struct for each thing that a
//! template reads. Fields are documented here and nowhere else; a template
//! that names another one fails with its line.

use serde::Serialize;

use super::html::{CitedSource, TocEntry};

/// `site` in every template.
#[derive(Debug, Clone, Serialize)]
pub struct SiteContext {
    /// The site's name.
    pub title: String,
    /// One sentence about it.
    pub description: String,
    /// Language tag of the pages.
    pub language: String,
    /// The base path: `/` or `/studydeck/`.
    pub base: String,
    /// Addresses of things that every page names.
    pub home_url: String,
    /// The Atom feed.
    pub feed_url: String,
    /// The list of tags; empty when there are none.
    pub tags_url: String,
    /// The stylesheet of every page.
    pub css_url: String,
    /// The script that applies the chosen theme before the first paint.
    pub theme_js_url: String,
    /// The script for everything else.
    pub page_js_url: String,
    /// The icon.
    pub icon_url: String,
    /// The web app manifest.
    pub manifest_url: String,
    /// The service worker.
    pub worker_url: String,
    /// Titles and summaries for the previews of links; empty on a site too
    /// large for them.
    pub previews_url: String,
    /// The repository, if the configuration names one.
    pub repository: Option<String>,
    /// Service families.
    pub families: Vec<Family>,
    /// The Content-Security-Policy of every page.
    pub csp: &'static str,
    /// Notes with the tag `calculator`.
    pub calculators: Vec<LinkContext>,
}

/// A service family.
#[derive(Debug, Clone, Serialize)]
pub struct Family {
    /// Its id, as in `data-family`.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A link to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkContext {
    /// The page's title.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// A link to a page with what the page says.
#[derive(Debug, Clone, Serialize)]
pub struct Teaser {
    /// The page's title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its summary.
    pub summary: String,
    /// Its family.
    pub family: Option<String>,
    /// Its pages; filled for the sections of the home page only.
    pub children: Vec<Teaser>,
}

/// A tag of a page.
#[derive(Debug, Clone, Serialize)]
pub struct TagContext {
    /// Its name.
    pub name: String,
    /// The page of the tag.
    pub url: String,
}

/// An exam and a task statement of it.
#[derive(Debug, Clone, Serialize)]
pub struct ExamContext {
    /// Such as `SAA`.
    pub exam: String,
    /// Such as `2.1`; empty for the exam as a whole.
    pub task: String,
    /// Where the page of the exam speaks of it, if there is such a page.
    pub url: Option<String>,
}

/// The scripts of a page with islands: parts of it that come alive.
#[derive(Debug, Clone, Serialize)]
pub struct WidgetScripts<'a> {
    /// The script that brings them to life.
    pub boot_url: &'a str,
    /// The modules that they need.
    pub modules: Vec<&'a ModuleScripts>,
}

/// A WASM module.
#[derive(Debug, Clone, Serialize)]
pub struct ModuleScripts {
    /// Its name, as in `data-module` of an island.
    pub name: &'static str,
    /// The glue between JavaScript and WASM.
    pub glue_url: String,
    /// The module.
    pub wasm_url: String,
}

/// `page` in every template, as far as it is known before the body is rendered.
#[derive(Debug, Clone, Serialize)]
pub struct PageContext {
    /// The first-level heading.
    pub title: String,
    /// What stands in the browser's tab.
    pub head_title: String,
    /// One or two sentences.
    pub summary: String,
    /// `home`, `section`, `note`, `tag`, `tags` or `not-found`.
    pub kind: &'static str,
    /// Its address.
    pub url: String,
    /// Its address with the origin.
    pub canonical: String,
    /// Open Graph's word for it.
    pub og_type: &'static str,
    /// Its family.
    pub family: Option<String>,
    /// The family's name.
    pub family_name: Option<String>,
    /// The sections above it, home first.
    pub breadcrumbs: Vec<LinkContext>,
    /// Pages that link here.
    pub backlinks: Vec<Teaser>,
    /// Pages that the author named.
    pub related: Vec<Teaser>,
    /// The page before.
    pub prev: Option<LinkContext>,
    /// The page after.
    pub next: Option<LinkContext>,
    /// Its tags; on the list of tags, all of them.
    pub tags: Vec<TagContext>,
    /// Exams that it serves.
    pub exams: Vec<ExamContext>,
    /// Its pages.
    pub children: Vec<Teaser>,
    /// All sections; on the home page only.
    pub sections: Vec<Teaser>,
    /// Where to edit it.
    pub edit_url: Option<String>,
    /// Day of the last change.
    pub updated: Option<String>,
    /// Whether search engines should leave it out.
    pub noindex: bool,
    /// Breadcrumbs for search engines; empty when there are none.
    pub json_ld: String,
}

/// `page` with its body.
#[derive(Debug, Serialize)]
pub struct FullPage<'a> {
    /// Everything else.
    #[serde(flatten)]
    pub page: &'a PageContext,
    /// The body's HTML.
    pub body: &'a str,
    /// Contents; empty when there is one heading or none.
    pub toc: &'a [TocEntry],
    /// Sources in the order of their first citation.
    pub sources: &'a [CitedSource],
    /// Stylesheets that it needs beside that of every page.
    pub styles: Vec<&'a str>,
    /// The scripts of its islands, if it has any and there is a bundle.
    pub widgets: Option<WidgetScripts<'a>>,
}

/// All that `menu.html` reads.
#[derive(Debug, Serialize)]
pub struct MenuContext {
    /// The top-level sections.
    pub sections: Vec<MenuSection>,
}

/// A top-level section in the menu.
#[derive(Debug, Serialize)]
pub struct MenuSection {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Must be printed inside the `<a` tag: becomes `aria-current` there.
    pub mark: String,
    /// Its family.
    pub family: Option<String>,
    /// Whether the page lies in it.
    pub open: bool,
    /// Its pages, when it is open.
    pub children: Vec<MenuItem>,
}

/// A page in the menu.
#[derive(Debug, Serialize)]
pub struct MenuItem {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// As in [`MenuSection::mark`].
    pub mark: String,
    /// Its family.
    pub family: Option<String>,
    /// 1 for a page of the section, 2 for a page of a section in it, and so on.
    pub depth: usize,
}

/// All that `redirect.html` reads beside `site`.
#[derive(Debug, Serialize)]
pub struct RedirectContext {
    /// The new address.
    pub to: String,
    /// The new address with its origin.
    pub canonical: String,
    /// The page's title.
    pub title: String,
}
