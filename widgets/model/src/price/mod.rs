//! Price rows: what one unit costs, where, by whom it is said and when it was seen.
//!
//! In: the rows of the price files, in one [`Table`]. Out: the prices that a calculator needs in
//! one region. What has no sourced price is missing, never guessed.
//! Must not know: files, or which widget asks.

mod container;
mod lambda;
mod row;
mod sizes;
mod source;
mod table;
mod tiers;

pub use crate::quantity::Unit;
pub use container::{Compute, FargatePrices, FleetPrices, Instance};
pub use lambda::{ApiPrices, FreeTier, LambdaPrices, Provisioned, SnapStart};
pub use row::{PriceError, PriceRow, highest};
pub use sizes::{Pair, SizeRange, Sizes};
pub use source::{AsOf, Grade, Region, Source};
pub use table::{Entry, Item, Table, TableError};
pub use tiers::{Slice, Tier, Tiers};

use std::sync::Arc;

/// Every source that rows name, each once, in the order of the rows.
#[must_use]
pub fn sources_of<'p>(rows: impl IntoIterator<Item = &'p PriceRow>) -> Vec<&'p Arc<Source>> {
    let mut sources: Vec<&Arc<Source>> = Vec::new();
    for source in rows.into_iter().map(|row| &row.source) {
        if sources.iter().all(|known| known.id != source.id) {
            sources.push(source);
        }
    }
    sources
}
