//! Money: unit prices and amounts in US dollars, exact.
//!
//! In: decimal strings and quantities. Out: amounts that add up to the last digit, printed in
//! full or rounded. Must not know: what is being paid for.
//!
//! A unit price is counted in 10⁻¹² dollars: AWS prints at most eleven decimals. An amount is
//! counted in 10⁻²⁵ dollars. A whole number of MB-milliseconds (1/1,024,000 GB-second) times a
//! price fits without rounding; where a share in per cent or an hour cut into seconds needs more
//! digits, the product, and nothing else, is rounded half up at the 25th decimal. An amount
//! reaches to 17 trillion dollars; the ranges of the inputs and of the prices stay below (see the
//! tests in `lambda`).

use crate::fixed;

/// The price of one unit (one request, one GB-second).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitPrice(u64);

impl UnitPrice {
    /// Decimals that a unit price can have.
    pub const DECIMALS: u32 = 12;
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

    /// The price in 10⁻¹² dollars.
    #[must_use]
    pub const fn pico(self) -> u64 {
        self.0
    }

    /// What `count` whole units cost.
    #[must_use]
    pub fn times(self, count: u64) -> Usd {
        self.of(count.into(), 1)
    }

    /// What a quantity costs that is counted in parts, so many of them in one unit; rounded half
    /// up at the 25th decimal where the division leaves a rest.
    #[must_use]
    pub fn of(self, count: u128, parts: u128) -> Usd {
        let price = u128::from(self.0).saturating_mul(SHIFT);
        let whole = count.checked_div(parts).unwrap_or_default();
        let rest = count.checked_rem(parts).unwrap_or_default();
        let rounding = parts.div_euclid(2);
        let fraction = price.saturating_mul(rest).saturating_add(rounding).checked_div(parts);
        let amount = price.saturating_mul(whole).saturating_add(fraction.unwrap_or_default());
        Usd(i128::try_from(amount).unwrap_or(i128::MAX))
    }
}

/// Units of an amount in one unit of a unit price: 10²⁵ / 10¹².
const SHIFT: u128 = 10_000_000_000_000;

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

    /// An amount counted in parts of 10⁻¹² dollars, so many of them to one; rounded half up.
    #[must_use]
    pub fn of_pico(count: i128, parts: u128) -> Self {
        let amount = UnitPrice(1).of(count.unsigned_abs(), parts);
        if count < 0 { amount.negated() } else { amount }
    }

    /// What a million of so many things cost; `None` if there is none of them.
    #[must_use]
    pub fn per_million(self, count: u64) -> Option<Self> {
        const MILLION: i128 = 1_000_000;
        let count = i128::from(count);
        let whole = self.0.checked_div(count)?.saturating_mul(MILLION);
        let rest = self.0.checked_rem(count)?.saturating_mul(MILLION).checked_div(count)?;
        Some(Self(whole.saturating_add(rest)))
    }

    /// How many thousandths of `total` the amount is, rounded, for charts; 0 if the total is nothing.
    #[must_use]
    pub fn permille_of(self, total: Self) -> i64 {
        let unit = total.0.div_euclid(1_000);
        let half = unit.div_euclid(2);
        self.0
            .saturating_add(half)
            .checked_div_euclid(unit)
            .and_then(|part| i64::try_from(part).ok())
            .unwrap_or_default()
    }

    /// The amount in millionths of a dollar, cut off, for charts; nothing if it is a credit.
    #[must_use]
    pub fn micro(self) -> u64 {
        const MICRO: i128 = 10_000_000_000_000_000_000;
        u64::try_from(self.0.max(0).div_euclid(MICRO)).unwrap_or(u64::MAX)
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

    #[test]
    fn parts_of_a_unit_are_rounded_half_up() {
        let hour = UnitPrice::parse("0.04048").unwrap();
        assert_eq!(hour.of(3_600, 3_600).exact(), "0.04048");
        assert_eq!(hour.of(1, 3_600).exact(), "0.0000112444444444444444444");
        assert_eq!(hour.of(2, 3_600).exact(), "0.0000224888888888888888889");
        assert_eq!(hour.of(9, 3_600).exact(), "0.0001012");
        assert_eq!(hour.of(5, 0), Usd::ZERO);
        assert_eq!(Usd::of_pico(-3, 2).exact(), "-0.0000000000015");
    }

    #[test]
    fn per_million_and_shares() {
        assert_eq!(usd("2.733338").per_million(3_000_000).unwrap().exact(), "0.9111126666666666666666666");
        assert_eq!(usd("1").per_million(0), None);
        assert_eq!(usd("0.25").permille_of(usd("1")), 250);
        assert_eq!(usd("0.25").permille_of(Usd::ZERO), 0);
        assert_eq!(usd("0.25").negated().permille_of(usd("1")), -250);
        assert_eq!(usd("0.9375").permille_of(usd("1")), 938, "half and more is rounded up");
        assert_eq!(usd("0.93749").permille_of(usd("1")), 937);
        assert_eq!((usd("0.25").micro(), usd("0.0000019").micro()), (250_000, 1));
        assert_eq!((usd("0.25").negated().micro(), Usd(i128::MAX).micro()), (0, 17_014_118_346_046_923_173));
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
