//! Tiers: prices that fall as the quantity of a month rises.
//!
//! In: rows and bounds. Out: a table that covers every quantity, and quantities cut at its bounds.
//! Must not know: what is paid for.

use super::{PriceError, PriceRow};
use crate::money::Usd;
use crate::quantity::{Quantity, Unit};

/// A price row that holds up to a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// The figure.
    pub row: PriceRow,
    /// Where the next tier begins, in whole units a month; `None` for the last.
    pub up_to: Option<u64>,
}

/// Tiers that cover every quantity: the bounds rise and the last has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tiers(Vec<Tier>);

/// A part of a quantity that lies within one tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice<'p> {
    /// How much of the quantity.
    pub quantity: Quantity,
    /// The figure for it.
    pub row: &'p PriceRow,
}

impl Slice<'_> {
    /// What this part costs.
    #[must_use]
    pub fn amount(&self) -> Usd {
        self.row.amount(self.quantity)
    }
}

impl Tiers {
    /// A table, if its bounds make one.
    ///
    /// # Errors
    /// `NoTier`, `BoundsDoNotRise`, `WrongLastTier`.
    pub fn new(tiers: Vec<Tier>) -> Result<Self, PriceError> {
        let mut reached = 0;
        let Some((last, others)) = tiers.split_last() else {
            return Err(PriceError::NoTier);
        };
        if last.up_to.is_some() {
            return Err(PriceError::WrongLastTier);
        }
        for tier in others {
            let bound = tier.up_to.ok_or(PriceError::WrongLastTier)?;
            if bound <= reached {
                return Err(PriceError::BoundsDoNotRise);
            }
            reached = bound;
        }
        Ok(Self(tiers))
    }

    /// The tiers, the lowest first.
    #[must_use]
    pub fn as_slice(&self) -> &[Tier] {
        &self.0
    }

    /// What is counted.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.0.first().map_or(Unit::Request, |tier| tier.row.unit)
    }

    /// Cuts what lies between two counts (in parts of the unit) at the bounds of the tiers.
    ///
    /// Always at least one part: an empty quantity is one empty part of the tier it lies in.
    #[must_use]
    pub fn cut(&self, from: u128, to: u128) -> Vec<Slice<'_>> {
        let mut slices: Vec<Slice<'_>> = Vec::new();
        let mut floor = 0;
        for Tier { row, up_to } in &self.0 {
            let bound = up_to.map(|bound| Quantity::whole(bound, row.unit).count);
            let low = from.max(floor);
            let high = bound.map_or(to, |bound| to.min(bound));
            let count = high.saturating_sub(low);
            let empty = from == to && bound.is_none_or(|bound| from < bound);
            if count > 0 || (empty && slices.is_empty()) {
                slices.push(Slice { quantity: Quantity::new(count, row.unit), row });
            }
            floor = bound.unwrap_or(floor);
        }
        slices
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Arch;
    use crate::sample::{lambda, row};

    #[test]
    fn tiers_must_cover_everything() {
        let tier = |up_to: Option<u64>| Tier { row: row("0.00001", 1, Unit::GbSecond), up_to };
        assert_eq!(Tiers::new(vec![]), Err(PriceError::NoTier));
        assert_eq!(Tiers::new(vec![tier(Some(1))]), Err(PriceError::WrongLastTier));
        assert_eq!(Tiers::new(vec![tier(None), tier(None)]), Err(PriceError::WrongLastTier));
        assert_eq!(
            Tiers::new(vec![tier(Some(2)), tier(Some(2)), tier(None)]),
            Err(PriceError::BoundsDoNotRise)
        );
        assert!(Tiers::new(vec![tier(Some(2)), tier(Some(3)), tier(None)]).is_ok());
    }

    #[test]
    fn a_quantity_is_cut_at_the_bounds() {
        let prices = lambda("us-east-1");
        let parts = Unit::GbSecond.parts();
        let cut = |from: u128, to: u128| -> Vec<(u128, String)> {
            let slices = prices.duration(Arch::X86_64).cut(from * parts, to * parts);
            slices.iter().map(|s| (s.quantity.count / parts, s.row.usd.exact())).collect()
        };
        let pair = |q: u128, p: &str| (q, p.to_owned());
        assert_eq!(cut(0, 0), [pair(0, "0.0000166667")]);
        assert_eq!(cut(0, 6_000_000_000), [pair(6_000_000_000, "0.0000166667")]);
        assert_eq!(
            cut(0, 16_000_000_000),
            [
                pair(6_000_000_000, "0.0000166667"),
                pair(9_000_000_000, "0.000015"),
                pair(1_000_000_000, "0.0000133334")
            ]
        );
        assert_eq!(
            cut(5_999_900_000, 6_000_300_000),
            [pair(100_000, "0.0000166667"), pair(300_000, "0.000015")]
        );
        assert_eq!(cut(6_000_000_000, 6_000_000_000), [pair(0, "0.000015")]);
    }
}
