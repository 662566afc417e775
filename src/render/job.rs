//! The unit of work between `render` and `write`: one file of the finished
//! site, described but not yet made.
//!
//! A [`Job`]'s key is the hash of everything its bytes depend on. Whoever
//! publishes the site (the output folder, or the development server's memory)
//! may keep an old file instead of making it again when the key is as before.

use crate::diag::Diagnostic;
use crate::path::UrlPath;

/// Hash of all that a file's bytes depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(pub [u8; 32]);

impl Key {
    /// The key of a file whose bytes are at hand.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

/// A finished file and what was found while making it.
#[derive(Debug, Default)]
pub struct Made {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// Problems; a file with problems is made anew each time, so that they are
    /// reported each time.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file of the site that can be made on demand, on any thread.
pub struct Job<'a> {
    /// Its address.
    pub url: UrlPath,
    /// Hash of all that it depends on.
    pub key: Key,
    /// Makes it.
    pub make: Box<dyn Fn() -> Made + Send + Sync + 'a>,
}

impl<'a> Job<'a> {
    /// A file whose bytes are at hand.
    pub fn ready(url: UrlPath, bytes: std::sync::Arc<[u8]>) -> Self {
        let key = Key::of_bytes(&bytes);
        Self { url, key, make: Box::new(move || Made { bytes: bytes.to_vec(), diagnostics: Vec::new() }) }
    }
}

/// Where a finished site goes.
pub trait Sink {
    /// Makes what has changed and puts the whole site in place.
    ///
    /// Every job whose key is new is made, so that all problems are found. When
    /// `refused` is true (an earlier stage found an error) or a job reports an
    /// error, what was published before stays as it is.
    fn publish(&mut self, jobs: &[Job<'_>], refused: bool) -> Published;
}

/// What publishing came to.
#[derive(Debug, Default)]
pub struct Published {
    /// Problems of the jobs and of the place itself.
    pub diagnostics: Vec<Diagnostic>,
    /// Files made in this run.
    pub made: usize,
    /// Files kept from the run before.
    pub kept: usize,
}
