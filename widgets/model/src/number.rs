//! Numbers as people type them: `3M`, `1.5 GB`, `200ms`, `3,000,000`, `3_000_000`.
//!
//! In: text and what is being counted. Out: a whole number in the base unit, or what is wrong.
//! Must not know: allowed ranges, fields, messages.

use crate::fixed;

/// What is counted. A number is held in base units, of which [`Kind::base`] make one of what the
/// reader types without a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Things, such as requests.
    Count,
    /// Milliseconds.
    Milliseconds,
    /// Megabytes, 1,024 of them in a gigabyte.
    Megabytes,
    /// Megabytes, held in thousandths.
    FineMegabytes,
    /// Gigabytes, held in megabytes.
    Gigabytes,
    /// Kilobytes, 1,024 of them in a megabyte.
    Kilobytes,
    /// Per cent, held in millionths of the whole.
    Percent,
    /// Hours, held in hundredths.
    Hours,
    /// Minutes, held in hundredths.
    Minutes,
    /// Days, held in ten-thousandths.
    Days,
    /// Virtual processors, held in CPU units, of which 1,024 make one.
    Vcpu,
    /// Things each second, held in thousandths.
    PerSecond,
}

impl Kind {
    /// Base units in one of what is typed.
    #[must_use]
    pub const fn base(self) -> u64 {
        match self {
            Self::Count | Self::Milliseconds | Self::Megabytes | Self::Kilobytes => 1,
            Self::Hours | Self::Minutes => 100,
            Self::FineMegabytes | Self::PerSecond => 1_000,
            Self::Gigabytes | Self::Vcpu => 1_024,
            Self::Percent | Self::Days => 10_000,
        }
    }

    /// The names of units.
    const fn units(self) -> Units {
        match self {
            Self::Count => COUNTS,
            Self::Milliseconds => &[
                ("ms msec millisecond milliseconds", 1),
                ("s sec secs second seconds", 1_000),
                ("m min mins minute minutes", 60_000),
            ],
            Self::Megabytes => &[("m mb mib megabyte megabytes", 1), ("g gb gib gigabyte gigabytes", 1_024)],
            Self::FineMegabytes => &[("m mb mib", 1_000), ("g gb gib", 1_024_000)],
            Self::Gigabytes => &[("g gb gib gigabyte gigabytes", 1_024), ("m mb mib", 1)],
            Self::Kilobytes => &[("k kb kib", 1), ("m mb mib", 1_024)],
            Self::Percent => &[("% percent", 10_000)],
            Self::Hours => &[("h hr hrs hour hours", 100), ("d day days", 2_400)],
            Self::Minutes => &[("m min mins minute minutes", 100), ("h hr hrs hour hours", 6_000)],
            Self::Days => &[("d day days", 10_000)],
            Self::Vcpu => &[("vcpu vcpus cpu", 1_024), ("units", 1)],
            Self::PerSecond => &[("/s rps", 1_000)],
        }
    }

    /// Prints base units as a plain decimal of what is typed, such as `0.25`.
    #[must_use]
    pub fn print(self, value: u64) -> String {
        let scale = TEN_DECIMALS.checked_div(self.base()).unwrap_or_default();
        fixed::print(u128::from(value).saturating_mul(scale.into()), 10)
    }
}

/// Ten decimals hold every base unit: 10¹⁰ is a multiple of each [`Kind::base`].
const TEN_DECIMALS: u64 = 10_000_000_000;

/// Why a text is no number of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing but spaces.
    Empty,
    /// No number at its beginning, or separators in strange places.
    NotANumber,
    /// Below nought.
    Negative,
    /// A comma where a point is meant: `1,5`.
    DecimalComma,
    /// A unit that this kind doesn't have.
    UnknownUnit(String),
    /// A fraction of the base unit: more decimals than the kind has.
    NotWhole,
    /// More than can be counted.
    TooLarge,
}

/// Digits after which nothing real remains; keeps products within 128 bits.
const MOST_DIGITS: usize = 24;

/// Reads a number with its unit, if it has one.
///
/// # Errors
/// What is wrong with the text.
pub fn parse(text: &str, kind: Kind) -> Result<u64, NumberError> {
    let text: String = text.trim().chars().map(plain).collect();
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '_' | ' ' | '\'')))
        .unwrap_or(text.len());
    let (head, tail) = text.split_at(end);
    let (whole, fraction) = digits(head.trim_end())?;
    let (exponent, unit) = exponent(tail);
    let factor = factor(kind, unit.trim()).ok_or_else(|| NumberError::UnknownUnit(unit.trim().to_owned()))?;
    let value = scale(&whole, &fraction, exponent, factor)?;
    if negative && value > 0 {
        return Err(NumberError::Negative);
    }
    Ok(value)
}

/// Prints a number as the fields show it: thousands separated, without a unit.
#[must_use]
pub fn print(value: u64) -> String {
    fixed::group(&fixed::print(value.into(), 0))
}

/// Signs and spaces that look like plain ones become plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{2212}' => '-',
        '\u{2019}' => '\'',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// The digits before and after the point, separators removed. One kind of separator may stand
/// before the point, between groups of three.
fn digits(head: &str) -> Result<(String, String), NumberError> {
    let (mut whole, mut fraction) = (String::new(), String::new());
    let (mut separator, mut point, mut group, mut commas) = (None, false, 0_u32, 0_u32);
    let mut good = true;
    for c in head.chars() {
        match c {
            '0'..='9' => {
                if point { &mut fraction } else { &mut whole }.push(c);
                group = group.saturating_add(1);
                continue;
            }
            '.' => {
                good &= !point && (separator.is_none() || group == 3);
                point = true;
            }
            _ => {
                let first = (1..=3).contains(&group) && !whole.starts_with('0');
                good &= !point && separator.map_or(first, |known| known == c && group == 3);
                separator = Some(c);
                commas = commas.saturating_add(u32::from(c == ','));
            }
        }
        group = 0;
    }
    if whole.is_empty() || group == 0 {
        return Err(NumberError::NotANumber);
    }
    if good && (point || separator.is_none() || group == 3) {
        return Ok((whole, fraction));
    }
    let decimal = commas == 1 && separator == Some(',') && !point;
    Err(if decimal { NumberError::DecimalComma } else { NumberError::NotANumber })
}

/// Splits `e6` off the front of what stands behind the digits.
fn exponent(tail: &str) -> (u32, &str) {
    let Some(rest) = tail.strip_prefix(['e', 'E']) else {
        return (0, tail);
    };
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, unit) = rest.split_at(end);
    match fixed::whole(number).and_then(|exponent| u32::try_from(exponent).ok()) {
        Some(exponent) => (exponent, unit),
        None => (0, tail),
    }
}

/// The names of units, and how many of the base unit one of them is.
type Units = &'static [(&'static str, u64)];

const COUNTS: Units = &[
    ("request requests", 1),
    ("k thousand", 1_000),
    ("m mn mio million millions", 1_000_000),
    ("b bn g billion billions", 1_000_000_000),
    ("t tn trillion trillions", 1_000_000_000_000),
];
/// How many of the base unit one of this unit is; `3 million requests` may name two.
fn factor(kind: Kind, text: &str) -> Option<u64> {
    let text = text.to_ascii_lowercase();
    let mut words = text.split(' ').filter(|word| !word.is_empty());
    let mut one = |plain: u64| {
        let Some(word) = words.next() else {
            return Some(plain);
        };
        let known = kind.units().iter().find(|(names, _)| names.split(' ').any(|name| name == word));
        known.map(|&(_, factor)| factor)
    };
    match (one(kind.base())?, one(1)?, kind) {
        (factor, 1, Kind::Count) => Some(factor),
        (factor, _, _) if !text.contains(' ') => Some(factor),
        _ => None,
    }
}

/// The digits times ten to the exponent times the factor, if that is a whole number.
fn scale(whole: &str, fraction: &str, exponent: u32, factor: u64) -> Result<u64, NumberError> {
    let fraction = fraction.trim_end_matches('0');
    let all = format!("{whole}{fraction}");
    let all = all.trim_start_matches('0');
    if all.is_empty() {
        return Ok(0);
    }
    if all.len() > MOST_DIGITS {
        return Err(if whole.len() > MOST_DIGITS { NumberError::TooLarge } else { NumberError::NotWhole });
    }
    let decimals = u32::try_from(fraction.len()).unwrap_or(u32::MAX);
    let product = fixed::parse(all, 0)
        .and_then(|digits| digits.checked_mul(factor.into()))
        .and_then(|value| {
            let surplus = exponent.saturating_sub(decimals);
            value.checked_mul(10_u128.checked_pow(surplus)?)
        })
        .ok_or(NumberError::TooLarge)?;
    let missing = decimals.saturating_sub(exponent);
    let Some(divisor) = 10_u128.checked_pow(missing) else {
        return Err(NumberError::NotWhole);
    };
    if product.checked_rem(divisor) != Some(0) {
        return Err(NumberError::NotWhole);
    }
    let value = product.checked_div(divisor).unwrap_or_default();
    u64::try_from(value).map_err(|_| NumberError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [Kind; 12] = [
        Kind::Count,
        Kind::Milliseconds,
        Kind::Megabytes,
        Kind::FineMegabytes,
        Kind::Gigabytes,
        Kind::Kilobytes,
        Kind::Percent,
        Kind::Hours,
        Kind::Minutes,
        Kind::Days,
        Kind::Vcpu,
        Kind::PerSecond,
    ];

    #[test]
    fn reads_what_people_type() {
        for (text, kind, value) in [
            ("3M", Kind::Count, 3_000_000),
            ("3 million requests", Kind::Count, 3_000_000),
            ("2.5 bn", Kind::Count, 2_500_000_000),
            ("1T", Kind::Count, 1_000_000_000_000),
            ("3,000,000", Kind::Count, 3_000_000),
            ("3_000_000", Kind::Count, 3_000_000),
            ("3 000 000", Kind::Count, 3_000_000),
            ("3\u{a0}000\u{202f}000", Kind::Count, 3_000_000),
            ("3'000'000", Kind::Count, 3_000_000),
            ("3e6", Kind::Count, 3_000_000),
            ("1.5E+3", Kind::Count, 1_500),
            ("+7", Kind::Count, 7),
            ("-0", Kind::Count, 0),
            ("007", Kind::Count, 7),
            ("1.000", Kind::Count, 1),
            (" 200ms ", Kind::Milliseconds, 200),
            ("1.5 s", Kind::Milliseconds, 1_500),
            ("15 min", Kind::Milliseconds, 900_000),
            ("1.5 GB", Kind::Megabytes, 1_536),
            ("1.5gib", Kind::Megabytes, 1_536),
            ("1536", Kind::Megabytes, 1_536),
            ("10,240 MB", Kind::Megabytes, 10_240),
            ("0.5", Kind::Gigabytes, 512),
            ("512 MB", Kind::Gigabytes, 512),
            ("0.25", Kind::Vcpu, 256),
            ("256 units", Kind::Vcpu, 256),
            ("0.5%", Kind::Percent, 5_000),
            ("1 percent", Kind::Percent, 10_000),
            ("8.5", Kind::Hours, 850),
            ("1 day", Kind::Hours, 2_400),
            ("2 h", Kind::Minutes, 12_000),
            ("30.4167", Kind::Days, 304_167),
            ("0.1 MB", Kind::FineMegabytes, 100),
            ("4.5", Kind::PerSecond, 4_500),
            ("1 MB", Kind::Kilobytes, 1_024),
        ] {
            assert_eq!(parse(text, kind), Ok(value), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        use NumberError as E;
        for (text, kind, error) in [
            ("", Kind::Count, E::Empty),
            (" \u{a0} ", Kind::Count, E::Empty),
            ("abc", Kind::Count, E::NotANumber),
            ("NaN", Kind::Count, E::NotANumber),
            ("1.2.3", Kind::Count, E::NotANumber),
            ("1,00", Kind::Count, E::DecimalComma),
            ("1,0000,000", Kind::Count, E::NotANumber),
            ("1_0", Kind::Count, E::NotANumber),
            (".5", Kind::Count, E::NotANumber),
            ("5.", Kind::Count, E::NotANumber),
            ("-5", Kind::Count, E::Negative),
            ("\u{2212}5", Kind::Count, E::Negative),
            ("1,5 GB", Kind::Megabytes, E::DecimalComma),
            ("0,120", Kind::Milliseconds, E::DecimalComma),
            ("1.5", Kind::Count, E::NotWhole),
            ("0.3 ms", Kind::Milliseconds, E::NotWhole),
            ("12 parsecs", Kind::Milliseconds, E::UnknownUnit("parsecs".into())),
            ("5 GB", Kind::Milliseconds, E::UnknownUnit("GB".into())),
            ("0.3", Kind::Gigabytes, E::NotWhole),
            ("0.00001%", Kind::Percent, E::NotWhole),
            ("1 % %", Kind::Percent, E::UnknownUnit("% %".into())),
            ("3e", Kind::Count, E::UnknownUnit("e".into())),
            ("1e400", Kind::Count, E::TooLarge),
            ("99999999999999999999", Kind::Count, E::TooLarge),
            ("1.0000000000000000000000000000001", Kind::Count, E::NotWhole),
        ] {
            assert_eq!(parse(text, kind), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back(value: u64, fine in 0..=1_u64 << 53) {
            for kind in [Kind::Count, Kind::Milliseconds, Kind::Megabytes] {
                prop_assert_eq!(parse(&print(value), kind), Ok(value));
                prop_assert_eq!(parse(&value.to_string(), kind), Ok(value));
            }
            for kind in KINDS {
                prop_assert_eq!(parse(&kind.print(fine), kind), Ok(fine));
                prop_assert_eq!(TEN_DECIMALS % kind.base(), 0);
            }
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,80}", numbers in "[-+0-9.,_ eEkKmMgGtTsb'%]{0,60}") {
            for kind in KINDS {
                let _ = parse(&text, kind);
                let _ = parse(&numbers, kind);
            }
        }
    }
}
