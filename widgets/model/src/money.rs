//! Money: unit prices and amounts in US dollars, exact.
//!
//! In: decimal strings and quantities. Out: amounts that add up to the last digit, printed in
//! full or rounded. Must not know: what is being paid for.
//!
//! A unit price is counted in 10⁻¹² dollars: AWS prints at most eleven decimals. A quantity of
//! GB-seconds has at most thirteen (one MB-millisecond is 1/1,024,000 GB-second), so an amount
//! counted in 10⁻²⁵ dollars holds every product without rounding. It reaches to 17 trillion
//! dollars; the ranges of the inputs and of the prices stay below (see the tests in `lambda`).

use crate::fixed;

/// The price of one unit (one request, one GB-second).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPrice(u64);

impl UnitPrice {
    /// Decimals that a unit price can have.
    pub const DECIMALS: u32 = 12;
    /// A tenth of a cent: no unit of a price table costs more. With it the greatest possible
    /// bill is 9 trillion dollars, which [`Usd`] can hold.
    pub const HIGHEST: Self = Self(1_000_000_000);

    /// Reads a price such as `0.0000166667`; `None` if it is no decimal or has too many digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let value = fixed::parse(text, Self::DECIMALS)?;
        u64::try_from(value).ok().map(Self)
    }

    /// The price of one unit where `self` buys `units`; `None` if that can't be said exactly.
    #[must_use]
    pub fn divided_by(self, units: u64) -> Option<Self> {
        (self.0.checked_rem(units)? == 0).then_some(Self(self.0.checked_div(units)?))
    }

    /// The price in full, such as `0.0000166667`.
    #[must_use]
    pub fn exact(self) -> String {
        fixed::print(self.0.into(), Self::DECIMALS)
    }

    /// For people: `$0.0000166667`, `$0.20`; at least two decimals, none dropped.
    #[must_use]
    pub fn display(self) -> String {
        let exact = self.exact();
        let decimals = exact.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        match decimals {
            0 => format!("${}.00", fixed::group(&exact)),
            1 => format!("${}0", fixed::group(&exact)),
            _ => format!("${}", fixed::group(&exact)),
        }
    }

    /// What `count` whole units cost.
    #[must_use]
    pub fn times(self, count: u64) -> Usd {
        self.times_scaled(count.into(), 0)
    }

    /// What a quantity costs that is an integer with `decimals` decimals (at most 13).
    #[must_use]
    pub fn times_scaled(self, quantity: u128, decimals: u32) -> Usd {
        let shift = Usd::DECIMALS.saturating_sub(Self::DECIMALS).saturating_sub(decimals);
        let quantity = i128::try_from(quantity).unwrap_or(i128::MAX);
        Usd(i128::from(self.0).saturating_mul(quantity).saturating_mul(10_i128.saturating_pow(shift)))
    }
}

/// An amount of money, possibly negative (a credit).
///
/// Sums saturate instead of wrapping; the ranges of the inputs keep every bill far from there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usd(i128);

impl Usd {
    /// Decimals that an amount can have.
    pub const DECIMALS: u32 = 25;
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The sum of both.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// `count` times the amount.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(count.into()))
    }

    /// The same amount as a credit.
    #[must_use]
    pub fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// Whether it is a credit.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Whether a sum or a product went over what can be counted.
    #[must_use]
    pub fn is_saturated(self) -> bool {
        self.0 == i128::MAX || self.0 <= i128::MIN.saturating_add(1)
    }

    /// The amount in full, for machines: `2.733338`, `-0.2`, `0`.
    #[must_use]
    pub fn exact(self) -> String {
        let digits = fixed::print(self.0.unsigned_abs(), Self::DECIMALS);
        if self.is_negative() { format!("-{digits}") } else { digits }
    }

    /// For people: `$1,234.57`; below one cent two significant digits, such as `$0.0042`,
    /// because small bills must not read as nothing.
    #[must_use]
    pub fn display(self) -> String {
        let sign = if self.is_negative() { "\u{2212}" } else { "" };
        format!("{sign}${}", fixed::group(&self.digits_shown()))
    }

    /// Whether `display` leaves out digits.
    #[must_use]
    pub fn is_rounded(self) -> bool {
        fixed::parse(&self.digits_shown(), Self::DECIMALS) != Some(self.0.unsigned_abs())
    }

    fn digits_shown(self) -> String {
        let decimals = self.decimals_shown();
        let digits = fixed::print_rounded(self.0.unsigned_abs(), Self::DECIMALS, decimals);
        let surplus = usize::try_from(decimals).unwrap_or_default().saturating_sub(2);
        let zeros = digits.bytes().rev().take_while(|&b| b == b'0').count();
        let keep = digits.len().saturating_sub(zeros.min(surplus));
        digits.chars().take(keep).collect()
    }

    fn decimals_shown(self) -> u32 {
        let cent = 10_u128.saturating_pow(Self::DECIMALS.saturating_sub(2));
        let mut value = self.0.unsigned_abs();
        let mut decimals: u32 = 2;
        if value == 0 {
            return decimals;
        }
        while value < cent {
            value = value.saturating_mul(10);
            // The first step beyond a cent adds two digits: the second significant one.
            decimals = decimals.saturating_add(if decimals == 2 { 2 } else { 1 });
        }
        decimals
    }
}

impl std::iter::Sum for Usd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn usd(text: &str) -> Usd {
        UnitPrice::parse(text).unwrap().times(1)
    }

    #[test]
    fn prints_in_full_and_for_people() {
        for (exact, shown) in [
            ("0", "$0.00"),
            ("2.733338", "$2.73"),
            ("1234.567", "$1,234.57"),
            ("9.995", "$10.00"),
            ("0.01", "$0.01"),
            ("0.0042", "$0.0042"),
            ("0.00999", "$0.01"),
            ("0.000000000004", "$0.000000000004"),
        ] {
            assert_eq!(usd(exact).exact(), exact);
            assert_eq!(usd(exact).display(), shown);
        }
        assert_eq!(usd("6.66668").negated().exact(), "-6.66668");
        assert_eq!(usd("6.66668").negated().display(), "\u{2212}$6.67");
    }

    #[test]
    fn says_when_digits_are_left_out() {
        assert!(usd("2.733338").is_rounded());
        assert!(usd("6.66668").negated().is_rounded());
        assert!(!usd("0.2").is_rounded());
        assert!(!Usd::ZERO.is_rounded());
    }

    #[test]
    fn a_price_for_many_is_split_only_exactly() {
        let per_million = UnitPrice::parse("0.20").unwrap();
        assert_eq!(per_million.divided_by(1_000_000).unwrap().exact(), "0.0000002");
        assert_eq!(per_million.divided_by(3), None);
        assert_eq!(per_million.divided_by(0), None);
        assert_eq!(per_million.display(), "$0.20");
        assert_eq!(UnitPrice::parse("0.0000166667").unwrap().display(), "$0.0000166667");
        assert_eq!(UnitPrice::parse("1200").unwrap().display(), "$1,200.00");
    }

    proptest! {
        #[test]
        fn sums_are_exact(cents in proptest::collection::vec(-1_000_000_i64..1_000_000, 0..50)) {
            let cent = usd("0.01");
            let amounts = cents.iter().map(|&c| {
                let size = cent.times(u32::try_from(c.unsigned_abs()).unwrap());
                if c < 0 { size.negated() } else { size }
            });
            let total: Usd = amounts.sum();
            let sum: i64 = cents.iter().sum();
            let want = UnitPrice::parse("0.01").unwrap().times(sum.unsigned_abs());
            prop_assert_eq!(total, if sum < 0 { want.negated() } else { want });
        }

        #[test]
        fn display_never_shows_something_as_nothing(pico in 1_u64..1_000_000_000_000) {
            let shown = UnitPrice(pico).times(1).display();
            prop_assert!(shown.bytes().any(|b| (b'1'..=b'9').contains(&b)), "{}", shown);
        }
    }
}
