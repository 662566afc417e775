//! One page: what its template reads. In: the site and a page. Out: a
//! [`PageContext`], everything but the body.

use serde_json::json;

use super::context::{ExamContext, Family, LinkContext, PageContext, SiteContext, TagContext, Teaser};
use crate::link::{PageId, PageKind, Site};
use crate::path::UrlPath;
use crate::write::assets::Assets;
use crate::write::previews;

/// What scripts, styles and the rest may be loaded from: the site itself.
/// WASM needs `wasm-unsafe-eval`; nothing inline runs.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
style-src 'self'; img-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

/// Notes with this tag stand on the home page's desk.
const CALCULATOR_TAG: &str = "calculator";

/// What every template reads of the site.
pub(super) fn site_context(site: &Site, assets: &Assets) -> SiteContext {
    let config = &site.config;
    let href = |url: &UrlPath| config.base.href(url);
    let file = |path: &str| format!("{}{path}", config.base.path());
    let has_tags = site.pages.iter().any(|page| page.kind == PageKind::Tags);
    let calculators = site.pages.iter().filter(|page| {
        page.listed
            && page.note.as_ref().is_some_and(|note| note.front.tags.iter().any(|tag| tag == CALCULATOR_TAG))
    });
    SiteContext {
        title: config.title.clone(),
        description: config.description.clone(),
        language: config.language.clone(),
        base: config.base.path().to_owned(),
        home_url: config.base.path().to_owned(),
        feed_url: file("feed.xml"),
        tags_url: if has_tags { file("tags/") } else { String::new() },
        css_url: href(&assets.css),
        theme_js_url: href(&assets.theme_js),
        page_js_url: href(&assets.page_js),
        icon_url: assets.icon.as_ref().map(href).unwrap_or_default(),
        manifest_url: file("manifest.webmanifest"),
        worker_url: file("sw.js"),
        previews_url: if previews::wanted(&site.pages) { file(previews::PATH) } else { String::new() },
        repository: config.repository.clone(),
        families: config
            .families
            .iter()
            .map(|(id, name)| Family { id: id.clone(), name: name.clone() })
            .collect(),
        csp: POLICY,
        calculators: calculators
            .map(|page| LinkContext { title: page.title.clone(), url: href(&page.url) })
            .collect(),
    }
}

fn link(site: &Site, id: PageId) -> LinkContext {
    let page = site.page(id);
    LinkContext { title: page.title.clone(), url: site.config.base.href(&page.url) }
}

fn teaser(site: &Site, id: PageId) -> Teaser {
    let page = site.page(id);
    Teaser {
        title: page.title.clone(),
        url: site.config.base.href(&page.url),
        summary: page.summary.clone(),
        family: page.family.clone(),
        children: Vec::new(),
    }
}

fn teasers(site: &Site, ids: &[PageId]) -> Vec<Teaser> {
    ids.iter().map(|id| teaser(site, *id)).collect()
}

/// What the page's template reads, but for the body.
pub(super) fn page_context(site: &Site, id: PageId) -> PageContext {
    let page = site.page(id);
    let config = &site.config;
    let (kind, og_type) = match page.kind {
        PageKind::Home => ("home", "website"),
        PageKind::Section => ("section", "website"),
        PageKind::Note => ("note", "article"),
        PageKind::Tag => ("tag", "website"),
        PageKind::Tags => ("tags", "website"),
        PageKind::NotFound => ("not-found", "website"),
    };
    let is_home = page.kind == PageKind::Home;
    let head_title = if is_home { page.title.clone() } else { format!("{} · {}", page.title, config.title) };
    let breadcrumbs: Vec<LinkContext> = if page.kind == PageKind::NotFound {
        Vec::new()
    } else {
        site.ancestors(id).into_iter().map(|above| link(site, above)).collect()
    };
    let sections = if is_home {
        page.children.iter().map(|section| with_children(site, *section)).collect()
    } else {
        Vec::new()
    };
    let tags = if page.kind == PageKind::Tags { &page.children } else { &page.tags };
    let tags = tags.iter().map(|tag| {
        let tag = site.page(*tag);
        TagContext { name: tag.title.trim_start_matches("Tag: ").to_owned(), url: config.base.href(&tag.url) }
    });
    let exams = page.note.iter().flat_map(|note| &note.front.exams);
    let edit = page.source.as_ref().zip(config.repository.as_ref());
    PageContext {
        title: page.title.clone(),
        head_title,
        summary: page.summary.clone(),
        kind,
        url: config.base.href(&page.url),
        canonical: config.base.absolute(&page.url),
        og_type,
        family: page.family.clone(),
        family_name: page.family.as_ref().and_then(|family| config.families.get(family).cloned()),
        json_ld: json_ld(site, id, &breadcrumbs),
        breadcrumbs,
        backlinks: teasers(site, &page.backlinks),
        related: teasers(site, &page.related),
        prev: page.prev.map(|id| link(site, id)),
        next: page.next.map(|id| link(site, id)),
        tags: tags.collect(),
        exams: exams
            .map(|e| ExamContext {
                exam: e.value.exam.clone(),
                task: e.value.task.clone(),
                url: site.exam_href(&e.value.exam, &e.value.task),
            })
            .collect(),
        children: teasers(site, &page.children),
        sections,
        edit_url: edit.map(|(path, repository)| format!("{repository}/edit/{}/{path}", config.branch)),
        updated: page.updated.clone(),
        noindex: !page.listed,
    }
}

fn with_children(site: &Site, section: PageId) -> Teaser {
    Teaser { children: teasers(site, &site.page(section).children), ..teaser(site, section) }
}

/// Breadcrumbs as search engines read them.
fn json_ld(site: &Site, id: PageId, breadcrumbs: &[LinkContext]) -> String {
    if breadcrumbs.is_empty() {
        return String::new();
    }
    let page = site.page(id);
    let above = site.ancestors(id).into_iter().map(|above| site.page(above));
    let items: Vec<_> = above
        .chain([page])
        .zip(1..)
        .map(|(page, position)| json!({"@type": "ListItem", "position": position, "name": page.title, "item": site.config.base.absolute(&page.url)}))
        .collect();
    let list = json!({"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items});
    list.to_string().replace('<', "\\u003c")
}
