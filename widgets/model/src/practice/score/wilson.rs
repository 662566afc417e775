//! How far a share of right answers can be trusted: the Wilson interval, in per mille.
//!
//! In: how many of how many. Out: the share and its 95 % interval. Must not know: of what.

/// A share of right answers with its uncertainty, in per mille.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// The lower bound.
    pub low: u16,
    /// What was measured.
    pub share: u16,
    /// The upper bound.
    pub high: u16,
}

/// 1.96² · 10⁴: 95 %.
const Z2: u64 = 38_416;
/// 1.96 · 10².
const Z: u64 = 196;
/// The most that is counted with; more is scaled down to it, so that products fit 64 bits:
/// the largest is some 10¹⁸. So they can be wrapping, which is smaller in WASM.
const MOST: u32 = 10_000;

impl Interval {
    /// The Wilson interval of `right` out of `asked`; `None` if nothing was asked.
    ///
    /// (2k + z² ∓ z √(z² + 4k(n − k)/n)) / 2(n + z²), all in integers and rounded to the nearest
    /// per mille. Unlike the simple ± it stays between 0 and 1 and is honest about few answers.
    #[must_use]
    pub fn wilson(right: u32, asked: u32) -> Option<Self> {
        let n = u64::from(asked.min(MOST));
        let scaled = u64::from(right.min(asked)).wrapping_mul(n);
        let k = scaled.checked_div(asked.into())?;
        let spread = k.wrapping_mul(n.saturating_sub(k)).wrapping_mul(40_000);
        // The root, times 10⁵; z times it is times 10⁷, as are the sums below.
        let root = Z2.wrapping_mul(n).saturating_add(spread).wrapping_mul(1_000_000).checked_div(n)?.isqrt();
        let middle = k.wrapping_mul(20_000_000).saturating_add(Z2.wrapping_mul(1_000));
        let margin = Z.wrapping_mul(root);
        // 2(n + z²) times 10⁷, for a per mille.
        let whole = n.wrapping_mul(20_000).saturating_add(Z2.wrapping_mul(2));
        let per_mille = |value: u64| {
            let rounded =
                value.saturating_add(whole.saturating_div(2)).checked_div(whole).unwrap_or_default();
            u16::try_from(rounded).unwrap_or(1_000).min(1_000)
        };
        let share = k.wrapping_mul(1_000).saturating_add(n.saturating_div(2)).checked_div(n)?;
        Some(Self {
            low: per_mille(middle.saturating_sub(margin)),
            share: u16::try_from(share).unwrap_or(1_000),
            high: per_mille(middle.saturating_add(margin)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_intervals() {
        let of = |right, asked| Interval::wilson(right, asked).map(|i| (i.low, i.share, i.high));
        assert_eq!(of(0, 0), None);
        // Newcombe (1998): 81 of 263 is 0.2553 to 0.3662, 15 of 148 is 0.0624 to 0.1605,
        // 0 of 20 is 0 to 0.1611, 1 of 29 is 0.0061 to 0.1718.
        assert_eq!(of(81, 263), Some((255, 308, 366)));
        assert_eq!(of(15, 148), Some((62, 101, 160)));
        assert_eq!(of(0, 20), Some((0, 0, 161)));
        assert_eq!(of(1, 29), Some((6, 34, 172)));
        assert_eq!(of(29, 29), Some((883, 1_000, 1_000)));
        assert_eq!(of(u32::MAX, u32::MAX), Some((1_000, 1_000, 1_000)));
    }

    #[test]
    fn integers_are_as_good_as_floats() {
        for n in 1..=130_u32 {
            for k in 0..=n {
                let (x, y, z2) = (f64::from(k), f64::from(n), 1.96 * 1.96);
                let root = (z2 + 4.0 * x * (y - x) / y).sqrt();
                let exact = |sign: f64| 1_000.0 * (2.0 * x + z2 + sign * 1.96 * root) / (2.0 * (y + z2));
                let got = Interval::wilson(k, n).unwrap();
                assert!((f64::from(got.low) - exact(-1.0)).abs() < 0.501, "{k} of {n}: {got:?}");
                assert!((f64::from(got.high) - exact(1.0)).abs() < 0.501, "{k} of {n}: {got:?}");
                assert!(got.low <= got.share && got.share <= got.high);
            }
        }
    }
}
