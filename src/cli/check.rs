//! A sink for `studydeck check`: makes every file, keeps none.

use rayon::prelude::*;

use crate::render::job::{Job, Published, Sink};

/// Makes all files for their diagnostics.
pub(super) struct Discard;

impl Sink for Discard {
    fn publish(&mut self, jobs: &[Job<'_>], _refused: bool) -> Published {
        let diagnostics = jobs.par_iter().flat_map_iter(|job| (job.make)().diagnostics).collect();
        Published { diagnostics, made: jobs.len(), kept: 0 }
    }
}
