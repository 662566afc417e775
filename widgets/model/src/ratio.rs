//! Exact fractions, none of them negative: the rates at which something changes.
//!
//! In: two integers. Out: a number in lowest terms that can be compared with any other without
//! being rounded. Must not know: what it counts.

use std::cmp::Ordering;

use crate::fixed;

/// A fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    top: u128,
    /// Never 0.
    bottom: u128,
}

impl Ratio {
    /// Nought.
    pub const ZERO: Self = Self { top: 0, bottom: 1 };

    /// `top` divided by `bottom`; `None` if `bottom` is 0.
    #[must_use]
    pub fn new(top: u128, bottom: u128) -> Option<Self> {
        let common = gcd(top, bottom);
        Some(Self { top: top.checked_div(common)?, bottom: bottom.checked_div(common)? })
            .filter(|ratio| ratio.bottom > 0)
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(value: u128) -> Self {
        Self { top: value, bottom: 1 }
    }

    /// What stands above the line.
    #[must_use]
    pub const fn top(self) -> u128 {
        self.top
    }

    /// What stands below the line.
    #[must_use]
    pub const fn bottom(self) -> u128 {
        self.bottom
    }

    /// The greatest whole number that is not above.
    #[must_use]
    pub fn floor(self) -> u128 {
        self.top.checked_div(self.bottom).unwrap_or_default()
    }

    /// The least whole number that is not below.
    #[must_use]
    pub fn ceil(self) -> u128 {
        self.floor().saturating_add(u128::from(!self.is_whole()))
    }

    /// Whether it is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.bottom == 1
    }

    /// The fraction divided by a whole number; `None` if that is 0 or the fraction gets too fine.
    #[must_use]
    pub fn divided_by(self, divisor: u128) -> Option<Self> {
        let common = gcd(self.top, divisor);
        let bottom = self.bottom.checked_mul(divisor.checked_div(common)?)?;
        Self::new(self.top.checked_div(common)?, bottom)
    }

    /// The fraction times a whole number; `None` if that gets too large.
    #[must_use]
    pub fn times(self, factor: u128) -> Option<Self> {
        let common = gcd(self.bottom, factor);
        let top = self.top.checked_mul(factor.checked_div(common)?)?;
        Self::new(top, self.bottom.checked_div(common)?)
    }

    /// With at most so many decimals, cut off and not rounded, without a zero at the end.
    #[must_use]
    pub fn decimal(self, decimals: u32) -> String {
        fixed::print(self.digits(decimals), decimals)
    }

    /// With at most so many decimals, rounded, without a zero at the end.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> String {
        let finer = self.digits(decimals.saturating_add(1));
        fixed::print(finer.saturating_add(5).div_euclid(10), decimals)
    }

    /// Its digits down to so many decimals, as one whole number.
    fn digits(self, decimals: u32) -> u128 {
        let mut digits = self.floor();
        let mut rest = self.top.checked_rem(self.bottom).unwrap_or_default();
        for _ in 0..decimals {
            rest = rest.saturating_mul(10);
            let digit = rest.checked_div(self.bottom).unwrap_or_default();
            rest = rest.checked_rem(self.bottom).unwrap_or_default();
            digits = digits.saturating_mul(10).saturating_add(digit);
        }
        digits
    }
}

impl Ord for Ratio {
    /// Compares as continued fractions, so that no product is needed.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        loop {
            match a.floor().cmp(&b.floor()) {
                Ordering::Equal => {}
                unequal => return unequal,
            }
            let a_rest = a.top.checked_rem(a.bottom).unwrap_or_default();
            let b_rest = b.top.checked_rem(b.bottom).unwrap_or_default();
            if a_rest == 0 || b_rest == 0 {
                return a_rest.cmp(&b_rest);
            }
            // The greater fraction has the lesser reciprocal.
            (a, b) = (Self { top: b.bottom, bottom: b_rest }, Self { top: a.bottom, bottom: a_rest });
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(top: u128, bottom: u128) -> Ratio {
        Ratio::new(top, bottom).unwrap()
    }

    #[test]
    fn lowest_terms() {
        assert_eq!(ratio(6, 4), ratio(3, 2));
        assert_eq!(ratio(0, 7), Ratio::ZERO);
        assert_eq!(Ratio::new(1, 0), None);
        assert_eq!(Ratio::new(0, 0), None);
        assert_eq!((ratio(7, 2).floor(), ratio(7, 2).ceil(), ratio(8, 2).ceil()), (3, 4, 4));
        assert_eq!(ratio(7, 2).divided_by(14), Some(ratio(1, 4)));
        assert_eq!(ratio(7, 2).divided_by(0), None);
        assert_eq!(ratio(7, 2).times(4), Some(Ratio::whole(14)));
        assert_eq!(ratio(7, 2).times(0), Some(Ratio::ZERO));
        assert_eq!(Ratio::ZERO.divided_by(3), Some(Ratio::ZERO));
    }

    #[test]
    fn decimals_are_cut_off() {
        assert_eq!(ratio(2, 3).decimal(4), "0.6666");
        assert_eq!(ratio(5, 2).decimal(4), "2.5");
        assert_eq!(ratio(5, 2).decimal(0), "2");
        assert_eq!(ratio(12, 4).decimal(3), "3");
    }

    #[test]
    fn decimals_are_rounded_where_that_is_asked_for() {
        assert_eq!(ratio(2, 3).rounded(4), "0.6667");
        assert_eq!(ratio(5, 2).rounded(0), "3");
        assert_eq!(ratio(9_999, 10_000).rounded(3), "1");
        assert_eq!(ratio(1, 3).rounded(3), "0.333");
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_products(a in 0_u128..1 << 60, b in 1_u128..1 << 60, c in 0_u128..1 << 60, d in 1_u128..1 << 60) {
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn nothing_makes_it_panic(a: u128, b: u128, c: u128, d: u128) {
            if let (Some(x), Some(y)) = (Ratio::new(a, b), Ratio::new(c, d)) {
                prop_assert_eq!(x.cmp(&y), y.cmp(&x).reverse());
                let _ = (x.floor(), x.ceil(), x.decimal(30), x.rounded(30), x.divided_by(c), x.times(d));
            }
        }
    }
}
