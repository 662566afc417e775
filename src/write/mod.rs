//! Puts the finished site on the disk. The only stage that writes.
//!
//! In: jobs (files of the site, described but not yet made). Out: the output
//! folder, changed as a whole or not at all. Files whose key is as in the last
//! build are taken over by hard link, all others are made, in parallel, into a
//! staging folder beside the output, which then takes its place by rename.
//! Beside it stand the files that no note makes: assets, feed, sitemap,
//! service worker. This stage knows nothing about Markdown or templates.

pub mod assets;
pub mod extras;
pub mod feed;
pub mod generated;
pub mod minify;
pub mod previews;
pub mod sitemap;
pub mod styles;
pub mod worker;

mod manifest;
mod place;
mod problem;
mod stage;

use std::sync::atomic::{AtomicBool, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use self::manifest::{Entry, Manifest, Stat};
use self::place::Place;
use self::stage::Stage;
use crate::diag::{Diagnostic, has_error};
use crate::path::SitePath;
use crate::render::job::{Job, Published, Sink};

/// An output folder.
pub struct Folder {
    out: Utf8PathBuf,
    root: Utf8PathBuf,
}

impl Folder {
    /// Publishes into `out`, keeping its manifest in the project at `root`.
    #[must_use]
    pub fn new(out: Utf8PathBuf, root: Utf8PathBuf) -> Self {
        Self { out, root }
    }

    /// The path as it was given.
    #[must_use]
    pub fn out(&self) -> &Utf8Path {
        &self.out
    }
}

impl Sink for Folder {
    fn publish(&mut self, jobs: &[Job<'_>], refused: bool) -> Published {
        let guarded = Place::new(&self.out, &self.root).and_then(|place| {
            let lock = place.lock()?;
            place.recover()?;
            place.check_ownership()?;
            Ok((place, lock))
        });
        match guarded {
            Ok((place, lock)) => {
                let warning = (lock.is_none() && !refused).then(|| no_cache(&place.manifest));
                let mut published = Build::new(&place, jobs).run(jobs, refused);
                published.diagnostics.extend(warning);
                published
            }
            Err(problem) => {
                let mut published = only_make(jobs);
                published.diagnostics.push(problem);
                published
            }
        }
    }
}

/// For an output folder that can't be used: the notes' problems are told all
/// the same.
fn only_make(jobs: &[Job<'_>]) -> Published {
    let diagnostics = jobs.par_iter().flat_map_iter(|job| (job.make)().diagnostics).collect();
    Published { diagnostics, made: jobs.len(), kept: 0 }
}

fn no_cache(manifest: &Utf8Path) -> Diagnostic {
    let folder = manifest.parent().unwrap_or(manifest);
    let message = format!("can't write to `{folder}`: the next build will start from nothing");
    Diagnostic::warning(crate::diag::Code::WriteFailed, message)
        .help("give yourself the right to write there")
}

/// One run of publishing into a place.
struct Build<'a> {
    place: &'a Place,
    stamp: String,
    old: Manifest,
    files: Vec<SitePath>,
    /// Set at the first error: from then on files are made but not written.
    failed: AtomicBool,
}

/// What became of a job.
struct Step {
    /// For the manifest; `None` when nothing was written because of an error.
    entry: Option<Entry>,
    /// Whether the old site's file has these bytes already.
    is_old: bool,
    made: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Build<'a> {
    fn new(place: &'a Place, jobs: &[Job<'_>]) -> Self {
        let stamp = manifest::stamp();
        let old = Manifest::load(&place.manifest, &stamp);
        let files = jobs.iter().map(|job| job.url.output_file()).collect();
        Self { place, stamp, old, files, failed: AtomicBool::new(false) }
    }

    fn run(&self, jobs: &[Job<'_>], refused: bool) -> Published {
        self.failed.store(refused, Ordering::Relaxed);
        let stage = Stage::new(&self.place.staging, self.files.iter());
        let steps: Vec<Step> =
            jobs.par_iter().zip(&self.files).map(|(job, file)| self.step(&stage, job, file)).collect();
        let made = steps.iter().filter(|step| step.made).count();
        let mut published = Published { diagnostics: Vec::new(), made, kept: jobs.len() - made };
        let mut entries = Vec::with_capacity(jobs.len());
        for step in steps {
            published.diagnostics.extend(step.diagnostics);
            entries.push(step.entry.map(|entry| (entry, step.is_old)));
        }
        if !self.failed.load(Ordering::Relaxed)
            && let Some(entries) = entries.into_iter().collect::<Option<Vec<_>>>()
            && let Err(problem) = self.finish(&stage, entries, &mut published.diagnostics)
        {
            published.diagnostics.push(problem);
            self.failed.store(true, Ordering::Relaxed);
        }
        if self.failed.load(Ordering::Relaxed) && stage.is_open() {
            // The next build tries again and tells if it can't.
            let _ = place::remove(&self.place.staging);
        }
        published
    }

    /// Makes a job if it must be made, and stages what is new.
    fn step(&self, stage: &Stage<'_>, job: &Job<'_>, file: &SitePath) -> Step {
        let old = self.untouched(file);
        if let Some(entry) = old
            && entry.key == Some(job.key)
        {
            return Step { entry: Some(entry.clone()), is_old: true, made: false, diagnostics: Vec::new() };
        }
        let made = (job.make)();
        let key = made.diagnostics.is_empty().then_some(job.key);
        let mut step = Step { entry: None, is_old: false, made: true, diagnostics: made.diagnostics };
        if has_error(&step.diagnostics) {
            self.failed.store(true, Ordering::Relaxed);
        }
        if self.failed.load(Ordering::Relaxed) {
            return step;
        }
        let hash = blake3::hash(&made.bytes);
        if let Some(entry) = old.filter(|entry| entry.hash == hash) {
            step.entry = Some(Entry { key, hash, stat: entry.stat });
            step.is_old = true;
            return step;
        }
        match stage.write(file.as_str(), &made.bytes) {
            Ok(stat) => step.entry = Some(Entry { key, hash, stat }),
            // One full disk fails a thousand files: only the first is told.
            Err(problem) if !self.failed.swap(true, Ordering::Relaxed) => step.diagnostics.push(problem),
            Err(_) => {}
        }
        step
    }

    /// The manifest's entry, if the file lies in the output as it says.
    fn untouched(&self, file: &SitePath) -> Option<&Entry> {
        let entry = self.old.entries.get(file.as_str())?;
        let metadata = std::fs::symlink_metadata(self.place.out.join(file.as_str())).ok()?;
        (Stat::of(&metadata) == Some(entry.stat)).then_some(entry)
    }

    /// Completes the staged site and swaps it in; does nothing when the old
    /// site is the new one.
    fn finish(
        &self,
        stage: &Stage<'_>,
        mut entries: Vec<(Entry, bool)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let unchanged = self.old.entries.len() == entries.len() && entries.iter().all(|(_, is_old)| *is_old);
        let mut replaced = None;
        if !unchanged {
            entries.par_iter_mut().zip(&self.files).filter(|((_, is_old), _)| *is_old).try_for_each(
                |((entry, _), file)| {
                    entry.stat = stage.take_over(&self.place.out, file.as_str(), entry.stat)?;
                    Ok(())
                },
            )?;
            stage.write(place::MARKER, self.marker().as_bytes())?;
            replaced = self.place.swap()?;
        }
        let entries = self.files.iter().zip(entries).map(|(file, (entry, _))| (file.as_str().into(), entry));
        let manifest = Manifest { entries: entries.collect() };
        if manifest != self.old
            && let Err(error) = manifest.save(&self.place.manifest, &self.stamp)
            && self.place.manifest.parent().is_some_and(place::exists)
        {
            let help = "the site stands; the next build will start from nothing";
            diagnostics.push(problem::failed_softly(
                "write the list of files",
                &self.place.manifest,
                &error,
                help,
            ));
        }
        if let Some(old_site) = replaced {
            let files: Vec<Utf8PathBuf> =
                self.old.entries.keys().map(|file| Utf8PathBuf::from(&**file)).collect();
            if let Err(error) = stage::clear(&old_site, &files) {
                let help = "the new site stands; remove this folder by hand";
                diagnostics.push(problem::failed_softly("remove the old site", &old_site, &error, help));
            }
        }
        Ok(())
    }

    fn marker(&self) -> String {
        let top: std::collections::BTreeSet<&str> =
            self.files.iter().map(|file| file.as_str().split('/').next().unwrap_or_default()).collect();
        place::marker_text(top.into_iter())
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
