//! The data that widgets need beside what stands in a note: price tables.
//!
//! In: data files. Out: tables, and the mistakes of each file.

use std::sync::Arc;

use studydeck_model::price::LambdaPrices;

use super::PropsError;
use super::lambda::{self, LambdaTables};
use super::table::suggestion;

/// Price tables, by widget.
#[derive(Clone, Debug, Default)]
pub struct WidgetData {
    lambda: LambdaTables,
}

/// The folder of price files, and the files that some widget reads.
const FOLDER: &str = "prices";
const LAMBDA: &str = "lambda.toml";

impl WidgetData {
    /// Reads the price files among `(path, text)` pairs: those in a folder `prices`. Others are
    /// somebody else's. Mistakes come with the index of their file.
    #[must_use]
    pub fn parse(files: &[(&str, &str)]) -> (Self, Vec<(usize, PropsError)>) {
        let mut data = Self::default();
        let mut problems = Vec::new();
        for (index, (path, text)) in files.iter().enumerate() {
            let mut errors = Vec::new();
            let mut parts = path.rsplit(['/', '\\']);
            match (parts.next(), parts.next()) {
                (Some(LAMBDA), Some(FOLDER)) => data.lambda = lambda::tables(text, &mut errors),
                (Some(other), Some(FOLDER)) => errors.push(PropsError {
                    range: None,
                    message: format!("no widget reads {other}"),
                    help: Some(suggestion(other, &[LAMBDA])),
                }),
                _ => {}
            }
            problems.extend(errors.into_iter().map(|error| (index, error)));
        }
        (data, problems)
    }

    /// The Lambda prices of a region.
    pub(super) fn lambda(&self, region: &str) -> Option<Arc<LambdaPrices>> {
        self.lambda.0.iter().find(|prices| prices.region.id == region).cloned()
    }
}
