//! Price rows: what one unit costs, and who says so.
//!
//! In: decimal strings and a source. Out: rows whose price of one unit is exact and plausible.
//! Must not know: files, or which widget asks.

use std::sync::Arc;

use super::Source;
use crate::money::{UnitPrice, Usd};
use crate::number;
use crate::quantity::{Quantity, Unit};

/// One figure of a price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceRow {
    /// Its key in the data.
    pub id: String,
    /// What is paid for: `Requests`, `Duration, x86_64, first 6 billion GB-seconds`.
    pub what: String,
    /// The price as printed by its source, for `per` units.
    pub usd: UnitPrice,
    /// For how many units: 1, or 1,000,000 requests.
    pub per: u64,
    /// The price of one unit.
    each: UnitPrice,
    /// What is counted.
    pub unit: Unit,
    /// Where the figure comes from.
    pub source: Arc<Source>,
}

/// Why figures do not make a price row or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceError {
    /// The price of one unit can't be said exactly with twelve decimals.
    NotExact,
    /// More than [`highest`] for one unit: no price, but a slip of units.
    TooHigh,
    /// A table without a tier.
    NoTier,
    /// The bounds of the tiers don't rise.
    BoundsDoNotRise,
    /// The last tier has an upper bound, or one before it has none.
    WrongLastTier,
}

/// The highest price that one unit may have, well above every price of AWS: what is dearer is a
/// slip of units. The greatest bill stays below what [`crate::money::Usd`] can hold.
#[must_use]
pub fn highest(unit: Unit) -> UnitPrice {
    let text = match unit {
        Unit::GbSecond => "0.0001",
        Unit::Request | Unit::Message | Unit::ConnectionMinute => "0.001",
        Unit::Gb | Unit::VcpuHour | Unit::GbHour | Unit::GbMonth | Unit::LcuHour => "1",
        Unit::Hour => "100",
    };
    UnitPrice::parse(text).unwrap_or_default()
}

impl PriceError {
    /// What is wrong, as a sentence without its full stop.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::NotExact => "the price of one unit needs more than twelve decimals",
            Self::TooHigh => "too much for one unit: is the unit right?",
            Self::NoTier => "no tier",
            Self::BoundsDoNotRise => "the upper bounds of the tiers must rise",
            Self::WrongLastTier => "the last tier has no upper bound, and every other tier has one",
        }
    }
}

impl PriceRow {
    /// A row, if the price of one unit is exact and plausible.
    ///
    /// # Errors
    /// `NotExact` or `TooHigh`.
    pub fn new(
        id: String,
        what: String,
        usd: UnitPrice,
        per: u64,
        unit: Unit,
        source: Arc<Source>,
    ) -> Result<Self, PriceError> {
        let each = usd.divided_by(per).ok_or(PriceError::NotExact)?;
        if each > highest(unit) {
            return Err(PriceError::TooHigh);
        }
        Ok(Self { id, what, usd, per, each, unit, source })
    }

    /// The price of one unit.
    #[must_use]
    pub const fn each(&self) -> UnitPrice {
        self.each
    }

    /// What so much of it costs.
    #[must_use]
    pub fn amount(&self, quantity: Quantity) -> Usd {
        self.each.of(quantity.count, quantity.unit.parts())
    }

    /// For people: `$0.20 per 1,000,000 requests`, `$0.0000166667 per GB-second`.
    #[must_use]
    pub fn per_text(&self) -> String {
        if self.per == 1 {
            format!("per {}", self.unit.name())
        } else {
            format!("per {} {}", number::print(self.per), self.unit.plural())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::row;

    #[test]
    fn slips_of_units_are_refused() {
        let new = |usd: &str, per| {
            let source = row("0.1", 1000, Unit::Request).source;
            PriceRow::new(
                String::new(),
                String::new(),
                UnitPrice::parse(usd).unwrap(),
                per,
                Unit::Request,
                source,
            )
            .err()
        };
        assert_eq!(new("0.20", 1), Some(PriceError::TooHigh));
        assert_eq!(new("0.20", 7), Some(PriceError::NotExact));
        assert_eq!(new("0.20", 1_000_000), None);
    }

    #[test]
    fn every_unit_has_a_highest_price() {
        assert!(Unit::ALL.into_iter().all(|unit| highest(unit) > UnitPrice::default()));
    }
}
