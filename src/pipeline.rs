//! Runs all stages, once or again and again.
//!
//! In: a project's folder, options, and a [`Sink`] for the finished site. Out:
//! an [`Outcome`] with all diagnostics. Keeps what it read and parsed, so that
//! a second run does only what changed.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use camino::Utf8PathBuf;

use crate::diag::{self, Diagnostic, Severity};
use crate::link::{self, Site, Surroundings};
use crate::parse::data::Date;
use crate::parse::{self, Parsed};
use crate::path::{SitePath, UrlPath};
use crate::render::highlight::Highlighter;
use crate::render::html::TermFinder;
use crate::render::job::{Job, Published, Sink};
use crate::render::templates::Templates;
use crate::render::{Pages, Tools, images};
use crate::source::{self, ByModule, Sources, StaticFile};
use crate::write::assets::{self, Assets};
use crate::write::generated;

/// What to build and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project's folder: the one that holds `studydeck.toml`.
    pub root: Utf8PathBuf,
    /// Replaces `base_url` of the configuration.
    pub base_url: Option<String>,
    /// Includes drafts.
    pub drafts: bool,
    /// The folder of the widget bundle; `None` builds static widgets.
    pub widgets: Option<Utf8PathBuf>,
    /// Whether a warning stops the build as an error does.
    pub strict: bool,
}

/// What a run came to.
pub struct Outcome {
    /// All problems, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// What the sink did.
    pub published: Published,
    /// Pages of the site.
    pub pages: usize,
    /// The base path of the site, `/` or `/studydeck/`.
    pub base_path: String,
    sources: Arc<Sources>,
}

impl Outcome {
    /// The text of a source file, for showing a problem in its line.
    #[must_use]
    pub fn text_of(&self, path: &SitePath) -> Option<Arc<str>> {
        self.sources.text_of(path)
    }
}

/// All stages with what they keep between two runs.
pub struct Pipeline {
    options: Options,
    highlighter: Highlighter,
    sources: Option<Arc<Sources>>,
    parsed: Option<Parsed>,
    templates: Option<(Vec<blake3::Hash>, Templates, Vec<Diagnostic>)>,
    assets: Option<(blake3::Hash, Assets, Vec<Diagnostic>)>,
}

impl Pipeline {
    /// Prepares a run; nothing is read yet.
    #[must_use]
    pub fn new(options: Options) -> Self {
        Self {
            options,
            highlighter: Highlighter::new(),
            sources: None,
            parsed: None,
            templates: None,
            assets: None,
        }
    }

    /// Reads what has changed, builds, and publishes into `sink`.
    pub fn run(&mut self, sink: &mut dyn Sink) -> Outcome {
        self.run_with(|pipeline, site, sources, outcome| pipeline.publish(site, sources, sink, outcome))
    }

    /// Reads the project and hands its site to `look`, without making a file.
    pub fn look(&mut self, look: impl FnOnce(&Site)) -> Outcome {
        self.run_with(|_, site, _, outcome| {
            outcome.pages = site.pages.len();
            look(site);
        })
    }

    /// All stages up to the linked site, which `then` gets.
    fn run_with(&mut self, then: impl FnOnce(&Self, &Site, &Sources, &mut Outcome)) -> Outcome {
        let (sources, mut diagnostics) =
            source::read(&self.options.root, self.options.widgets.as_deref(), self.sources.as_deref());
        let sources = Arc::new(sources);
        let (parsed, problems) =
            parse::parse(&sources, self.options.base_url.as_deref(), self.parsed.as_ref());
        diagnostics.extend(problems);
        self.load_templates(&sources, &mut diagnostics);
        self.build_assets(&sources, &mut diagnostics);

        let mut outcome = Outcome {
            diagnostics,
            published: Published::default(),
            pages: 0,
            base_path: "/".to_owned(),
            sources: Arc::clone(&sources),
        };
        if let (Some(parsed), Some((_, templates, _)), Some((_, assets, _))) =
            (&parsed, &self.templates, &self.assets)
        {
            let around = surroundings(&sources, assets, templates, self.options.drafts);
            let (site, problems) = link::link(parsed, &around);
            outcome.diagnostics.extend(problems);
            then(self, &site, &sources, &mut outcome);
        }
        outcome.diagnostics = diag::in_order(std::mem::take(&mut outcome.diagnostics));
        self.sources = Some(sources);
        self.parsed = parsed;
        outcome
    }

    fn publish(&self, site: &Site, sources: &Sources, sink: &mut dyn Sink, outcome: &mut Outcome) {
        let (Some((_, templates, _)), Some((_, assets, _))) = (&self.templates, &self.assets) else {
            return;
        };
        let sizes = images::sizes(site, &sources.assets);
        let terms = TermFinder::new(&site.data.glossary);
        let tools = Tools {
            highlighter: &self.highlighter,
            templates,
            template_files: &sources.templates,
            assets,
            image_sizes: &sizes,
        };
        let (pages, problems) = Pages::prepare(site, &terms, &tools);
        outcome.diagnostics.extend(problems);
        let mut jobs = pages.jobs();
        let page_keys = jobs.iter().map(|job| (job.url.clone(), job.key)).collect::<Vec<_>>();
        jobs.extend(beside_notes(site, &sources.assets));
        jobs.extend(generated::jobs(site, assets, &page_keys));
        if self.options.strict {
            strictly(&mut outcome.diagnostics);
            jobs = jobs.into_iter().map(strict_job).collect();
        }
        let refused = diag::has_error(&outcome.diagnostics);
        outcome.published = sink.publish(&jobs, refused);
        outcome.diagnostics.append(&mut outcome.published.diagnostics);
        outcome.pages = site.pages.len();
        outcome.base_path = site.config.base.path().to_owned();
    }

    fn load_templates(&mut self, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
        let hashes: Vec<blake3::Hash> = sources.templates.iter().map(|file| file.hash).collect();
        if self.templates.as_ref().is_none_or(|(known, ..)| *known != hashes) {
            let (templates, problems) = Templates::load(&sources.templates);
            self.templates = Some((hashes, templates, problems));
        }
        diagnostics.extend(self.templates.iter().flat_map(|(_, _, problems)| problems.iter().cloned()));
    }

    fn build_assets(&mut self, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
        let hash = hash_static(sources);
        if self.assets.as_ref().is_none_or(|(known, ..)| *known != hash) {
            let (assets, problems) = assets::build(&sources.static_files, sources.bundle.as_ref());
            self.assets = Some((hash, assets, problems));
        }
        diagnostics.extend(self.assets.iter().flat_map(|(_, _, problems)| problems.iter().cloned()));
    }
}

/// Turns warnings into errors.
fn strictly(diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        diagnostic.severity = Severity::Error;
    }
}

fn strict_job(job: Job<'_>) -> Job<'_> {
    let make = job.make;
    let strict = move || {
        let mut made = make();
        strictly(&mut made.diagnostics);
        made
    };
    Job { url: job.url, key: job.key, make: Box::new(strict) }
}

fn hash_static(sources: &Sources) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for file in &sources.static_files {
        hasher.update(file.path.as_str().as_bytes()).update(&file.bytes);
    }
    for module in sources.bundle.iter().flat_map(ByModule::iter) {
        hasher.update(&module.glue).update(&module.wasm);
    }
    hasher.finalize()
}

fn surroundings<'a>(
    sources: &'a Sources,
    assets: &Assets,
    templates: &Templates,
    drafts: bool,
) -> Surroundings<'a> {
    Surroundings {
        dates: &sources.dates,
        assets: sources.assets.iter().map(|file| file.path.clone()).collect(),
        static_urls: assets.files.iter().map(|(url, _)| url.clone()).collect(),
        templates: templates.names.clone(),
        drafts,
        today: today(),
    }
}

/// Files beside the notes, copied as they are.
fn beside_notes<'j>(site: &Site, assets: &[StaticFile]) -> Vec<Job<'j>> {
    let placed = assets.iter().filter_map(|file| {
        let url: &UrlPath = site.files.get(&file.path)?;
        Some(Job::ready(url.clone(), Arc::clone(&file.bytes)))
    });
    placed.collect()
}

/// Today, in UTC.
fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Date::from_days_since_1970(seconds / 86_400)
}
