//! Fixed-point decimals as text: digits in, digits out.
//!
//! In: an integer and the number of its decimals, or a decimal string. Out: the other one.
//! Must not know: what the number counts.

use std::num::NonZeroU128;

/// The greatest power of ten within 128 bits.
const MOST_DECIMALS: u32 = 38;

/// Reads an unsigned decimal such as `0.0000166667` as an integer with `decimals` decimals.
///
/// `None` unless the text is digits with at most one point, fits, and needs no more decimals.
#[must_use]
pub fn parse(text: &str, decimals: u32) -> Option<u128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if whole.is_empty() || fraction.is_empty() {
        return None;
    }
    let mut value = read_digits(0, whole)?;
    let fraction_digits = fraction.trim_end_matches('0');
    value = read_digits(value, fraction_digits)?;
    let missing = decimals.checked_sub(u32::try_from(fraction_digits.len()).ok()?)?;
    value.checked_mul(10_u128.checked_pow(missing)?)
}

/// Reads a whole number that is nothing but digits.
#[must_use]
pub fn whole(text: &str) -> Option<u64> {
    u64::try_from(parse(text, 0)?).ok().filter(|_| !text.contains('.'))
}

/// Appends decimal digits to a number.
fn read_digits(mut value: u128, digits: &str) -> Option<u128> {
    for byte in digits.bytes() {
        let digit = byte.checked_sub(b'0').filter(|&digit| digit <= 9)?;
        value = value.checked_mul(10)?.checked_add(digit.into())?;
    }
    Some(value)
}

/// Prints an integer with `decimals` decimals, without a zero at the end.
#[must_use]
pub fn print(value: u128, decimals: u32) -> String {
    let mut out = print_all(value, decimals);
    if decimals > 0 {
        out.truncate(out.trim_end_matches('0').trim_end_matches('.').len());
    }
    out
}

/// Rounds to `keep` decimals, halves away from zero, and prints all of them.
#[must_use]
pub fn print_rounded(value: u128, decimals: u32, keep: u32) -> String {
    let Some(drop) = decimals.checked_sub(keep) else {
        return print(value, decimals);
    };
    let unit = power_of_ten(drop);
    let half = unit.get().div_euclid(2);
    print_all(value.saturating_add(half).div_euclid(unit.get()), keep)
}

/// Puts commas between the thousands of a decimal string: `1234567.5` becomes `1,234,567.5`.
#[must_use]
pub fn group(text: &str) -> String {
    let (whole, rest) = match text.find('.') {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let mut out = String::with_capacity(text.len().saturating_add(8));
    let mut left = whole.len();
    for digit in whole.chars() {
        if left != whole.len() && left.is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
        left = left.saturating_sub(1);
    }
    out.push_str(rest);
    out
}

/// Prints an integer with all its `decimals` decimals.
fn print_all(mut value: u128, decimals: u32) -> String {
    let decimals = decimals.min(MOST_DECIMALS);
    let mut reversed = Vec::with_capacity(48);
    let mut place: u32 = 0;
    while value > 0 || place <= decimals {
        if place == decimals && decimals > 0 {
            reversed.push('.');
        }
        let digit = u32::try_from(value.rem_euclid(10)).unwrap_or_default();
        reversed.extend(char::from_digit(digit, 10));
        value = value.div_euclid(10);
        place = place.saturating_add(1);
    }
    reversed.iter().rev().collect()
}

/// Ten to the power; the greatest power that fits where the exponent is too great.
fn power_of_ten(exponent: u32) -> NonZeroU128 {
    NonZeroU128::new(10_u128.saturating_pow(exponent.min(MOST_DECIMALS))).unwrap_or(NonZeroU128::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_only_plain_decimals() {
        assert_eq!(parse("0.0000166667", 12), Some(16_666_700));
        assert_eq!(parse("0.20", 1), Some(2));
        assert_eq!(parse("3", 2), Some(300));
        for wrong in ["", ".", ".5", "5.", "-1", "+1", "1e3", "1,000", "0.123", "1.2.3", "½"] {
            assert_eq!(parse(wrong, 2), None, "{wrong}");
        }
        assert_eq!(parse(&"9".repeat(60), 2), None);
    }

    #[test]
    fn whole_numbers_are_digits_only() {
        assert_eq!(whole("18446744073709551615"), Some(u64::MAX));
        for wrong in ["", "1.0", "-1", "+1", "1_000", "18446744073709551616"] {
            assert_eq!(whole(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn rounds_halves_away_from_zero() {
        assert_eq!(print_rounded(2_733_338, 6, 2), "2.73");
        assert_eq!(print_rounded(5, 3, 2), "0.01");
        assert_eq!(print_rounded(4, 3, 2), "0.00");
        assert_eq!(print_rounded(999_500, 6, 0), "1");
        assert_eq!(print_rounded(15, 1, 4), "1.5");
    }

    #[test]
    fn groups_thousands() {
        for (plain, grouped) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567.891", "1,234,567.891"),
            ("100000", "100,000"),
        ] {
            assert_eq!(group(plain), grouped);
        }
    }

    proptest! {
        #[test]
        fn printing_then_reading_gives_the_same(value in 0_u128..10_u128.pow(36), decimals in 0_u32..=30) {
            prop_assert_eq!(parse(&print(value, decimals), decimals), Some(value));
        }

        #[test]
        fn nothing_makes_it_panic(value: u128, decimals in 0_u32..200, keep in 0_u32..200, text in ".{0,50}") {
            let _ = print(value, decimals);
            let _ = print_rounded(value, decimals, keep);
            let _ = parse(&text, decimals);
            let _ = group(&text);
        }
    }
}
