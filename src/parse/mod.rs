//! Bytes to typed content: front matter, document trees, questions, data.
//!
//! In: [`Sources`]. Out: [`Parsed`]. Parsing never fails: a bad file becomes
//! diagnostics, and the run goes on with what could be read. This stage looks
//! at one file at a time and knows no addresses; only the figures of computed
//! questions come from the price files.

pub mod bank;
pub mod blocks;
mod body_rules;
mod citations;
pub mod data;
pub mod document;
pub mod front_matter;
pub mod markdown;
pub mod quiz;

use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diag::Diagnostic;
use crate::path::SitePath;
use crate::source::{Sources, TextFile};
use bank::{Bank, Standard};
use data::SiteData;
use document::Document;
use front_matter::FrontMatter;

/// A note, parsed.
#[derive(Debug)]
pub struct Note {
    /// Its file.
    pub path: SitePath,
    /// Hash of the file's text.
    pub hash: blake3::Hash,
    /// What it says about itself.
    pub front: FrontMatter,
    /// Its body.
    pub document: Document,
    /// What is wrong with it by itself.
    pub diagnostics: Vec<Diagnostic>,
}

impl Note {
    /// Parses one file.
    #[must_use]
    pub fn parse(file: &TextFile) -> Self {
        let mut diagnostics = Vec::new();
        let (front, body_start) = front_matter::parse(&file.path, &file.text, &mut diagnostics);
        let (document, problems) = markdown::parse(&file.path, &file.text, body_start);
        diagnostics.extend(problems);
        Self { path: file.path.clone(), hash: file.hash, front, document, diagnostics }
    }
}

/// Everything that was read, as typed values.
#[derive(Debug)]
pub struct Parsed {
    /// The configuration.
    pub config: Arc<Config>,
    /// All notes, sorted by path.
    pub notes: Vec<Arc<Note>>,
    /// All question banks.
    pub banks: Vec<Arc<Bank>>,
    /// What `content/data` holds.
    pub data: Arc<SiteData>,
}

/// Parses all files. Notes whose text is as in `before` are taken from there.
/// `None` when there is no configuration to build with.
#[must_use]
pub fn parse(
    sources: &Sources,
    base_url: Option<&str>,
    before: Option<&Parsed>,
) -> (Option<Parsed>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let config = sources.config.as_ref().and_then(|file| {
        Config::parse(&file.text, base_url).map_err(|problems| diagnostics.extend(problems)).ok()
    });
    let notes = parse_notes(&sources.notes, before);
    let trains = config.as_ref().is_some_and(|config| !config.exams.is_empty());
    let standard = if trains { Standard::Exam } else { Standard::Plain };
    let (data, problems) = data::parse(&sources.data);
    let prices = bank::prices(&data);
    let bank = |file: &TextFile| {
        let mut bank = Bank::parse(file, standard);
        bank.compute(&prices, &data.numbers);
        Arc::new(bank)
    };
    let banks: Vec<Arc<Bank>> = sources.banks.par_iter().map(bank).collect();
    diagnostics.extend(notes.iter().flat_map(|note| note.diagnostics.iter().cloned()));
    diagnostics.extend(banks.iter().flat_map(|bank| bank.diagnostics.iter().cloned()));
    diagnostics.extend(problems);
    let parsed = config.map(|config| Parsed { config: Arc::new(config), notes, banks, data: Arc::new(data) });
    (parsed, diagnostics)
}

fn parse_notes(files: &[TextFile], before: Option<&Parsed>) -> Vec<Arc<Note>> {
    let known = before.map_or(&[][..], |b| &b.notes);
    let known = |file: &TextFile| {
        let at = known.binary_search_by(|note| note.path.cmp(&file.path)).ok()?;
        (known[at].hash == file.hash).then(|| Arc::clone(&known[at]))
    };
    let mut notes: Vec<Arc<Note>> =
        files.par_iter().map(|file| known(file).unwrap_or_else(|| Arc::new(Note::parse(file)))).collect();
    notes.sort_by(|a, b| a.path.cmp(&b.path));
    notes
}
