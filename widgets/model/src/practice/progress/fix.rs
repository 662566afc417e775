//! Numbers with 32 binary places, and the two functions that scheduling needs of them.
//!
//! In: integers. Out: integers, the same natively and in WASM. Must not know: what they count.
//!
//! A library's `exp` and `ln` for floats may differ in the last digit between machines, and one
//! day more or less would follow. These are off by less than 10⁻⁸ where scheduling uses them
//! (see the tests), and everywhere by the same.

/// A number: 32 bits before the point, 32 behind. Everything saturates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fix(i64);

/// The natural logarithm of 2.
const LN_2: Fix = Fix(2_977_044_472);
/// Terms of both series; the last one is below 2⁻³².
const TERMS: i64 = 13;

impl Fix {
    pub(super) const ONE: Self = Self(1 << 32);

    /// A whole number.
    pub(super) const fn whole(number: i32) -> Self {
        Self((number as i64) << 32)
    }

    /// So many ten-thousandths, rounded to the nearest.
    pub(super) const fn decimal(ten_thousandths: i64) -> Self {
        Self((ten_thousandths << 32).saturating_add(5_000).div_euclid(10_000))
    }

    /// The nearest whole number.
    pub(super) const fn rounded(self) -> i64 {
        self.0.saturating_add(1 << 31) >> 32
    }

    /// In thousandths, rounded to the nearest.
    pub(super) const fn thousandths(self) -> i64 {
        Self(self.0.saturating_mul(1_000)).rounded()
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub(super) const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    pub(super) const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    pub(super) fn times(self, other: Self) -> Self {
        Self::cut(i128::from(self.0).saturating_mul(other.0.into()) >> 32)
    }

    /// Divided by another; the greatest number if that is nought.
    pub(super) fn over(self, other: Self) -> Self {
        Self::cut((i128::from(self.0) << 32).checked_div(other.0.into()).unwrap_or(i128::MAX))
    }

    fn cut(wide: i128) -> Self {
        Self(i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX }))
    }

    /// e to this power: 2ⁿ · e^f, where f is below ln 2 and its series is short.
    pub(super) fn exp(self) -> Self {
        let twos = self.over(LN_2).0 >> 32;
        let rest = self.minus(Self(LN_2.0.saturating_mul(twos)));
        let (mut sum, mut term) = (Self::ONE, Self::ONE);
        for n in 1..=TERMS {
            term = Self(term.times(rest).0.checked_div(n).unwrap_or_default());
            sum = sum.plus(term);
        }
        let places = u32::try_from(twos.unsigned_abs()).unwrap_or(u32::MAX);
        if twos < 0 {
            Self(sum.0.checked_shr(places).unwrap_or_default())
        } else {
            Self::cut(i128::from(sum.0).checked_shl(places.min(64)).unwrap_or(i128::MAX))
        }
    }

    /// The natural logarithm: of nought or less the one of the smallest number.
    ///
    /// n · ln 2 + ln m with m from 1 to 2, and ln m = 2(y + y³/3 + y⁵/5 …), y = (m − 1)/(m + 1).
    pub(super) fn ln(self) -> Self {
        let value = self.0.max(1);
        let twos = 31_i64.saturating_sub(value.leading_zeros().into());
        let places = u32::try_from(twos.unsigned_abs()).unwrap_or_default();
        let m = if twos < 0 {
            value.checked_shl(places).unwrap_or_default()
        } else {
            value.checked_shr(places).unwrap_or_default()
        };
        let y = Self(m).minus(Self::ONE).over(Self(m).plus(Self::ONE));
        let square = y.times(y);
        let (mut sum, mut power) = (y, y);
        for n in 1..=TERMS {
            power = power.times(square);
            let odd = n.saturating_mul(2).saturating_add(1);
            sum = sum.plus(Self(power.0.checked_div(odd).unwrap_or_default()));
        }
        sum.plus(sum).plus(Self(LN_2.0.saturating_mul(twos)))
    }

    /// A positive number to a power.
    pub(super) fn pow(self, exponent: Self) -> Self {
        self.ln().times(exponent).exp()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    pub(in crate::practice::progress) fn float(fix: Fix) -> f64 {
        fix.0 as f64 / 4_294_967_296.0
    }

    fn fix(float: f64) -> Fix {
        Fix((float * 4_294_967_296.0).round() as i64)
    }

    #[test]
    fn whole_numbers_and_decimals() {
        assert_eq!(Fix::whole(3).times(Fix::whole(-4)), Fix::whole(-12));
        assert_eq!(Fix::whole(7).over(Fix::whole(2)), Fix::decimal(35_000));
        assert_eq!((Fix::decimal(24_999).rounded(), Fix::decimal(25_000).rounded()), (2, 3));
        assert_eq!((Fix::decimal(9_996).thousandths(), Fix::ONE.thousandths()), (1_000, 1_000));
        assert_eq!(Fix::ONE.over(Fix::whole(0)), Fix(i64::MAX));
        assert_eq!(Fix::whole(40).exp(), Fix(i64::MAX));
        assert_eq!((Fix::whole(-40).exp(), Fix::whole(0).exp(), Fix::ONE.ln()), (Fix(0), Fix::ONE, Fix(0)));
        assert_eq!(Fix(-5).ln(), Fix(1).ln());
    }

    proptest! {
        #[test]
        fn as_good_as_floats(x in -20.0..10.0_f64, y in 0.001..40_000.0_f64, power in -7.0..3.0_f64) {
            let exp = float(fix(x).exp());
            prop_assert!((exp - x.exp()).abs() <= 2e-9 * x.exp() + 1e-9, "exp {x}: {exp}");
            let ln = float(fix(y).ln());
            prop_assert!((ln - y.ln()).abs() < 1e-8 + 3e-10 / y, "ln {y}: {ln}");
            let base = 1.0 + y / 40_000.0;
            let pow = float(fix(base).pow(fix(power)));
            prop_assert!((pow - base.powf(power)).abs() < 1e-8 * pow.max(1.0), "{base}^{power}: {pow}");
        }

        #[test]
        fn nothing_makes_it_panic(a: i64, b: i64) {
            let (a, b) = (Fix(a), Fix(b));
            let _ = (a.exp(), a.ln(), a.pow(b), a.over(b), a.times(b), a.plus(b), a.minus(b), a.negated());
            let _ = (a.rounded(), a.thousandths());
        }
    }
}
