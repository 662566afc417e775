//! Numbers that a reader types as an answer.
//!
//! In: text. Out: a number in millionths, or what is wrong with the text; and whether two numbers
//! are the same, rounding aside. Must not know: what the number counts, how its key is computed.
//!
//! A number is right within half a per cent of the key, or within half of its last printed digit
//! if that is more: nobody should fail for rounding.

use super::text::{push_escaped, push_number, small};

/// Millionths in one.
pub const ONE: u64 = 1_000_000;

/// Numbers that count as one and the same, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The least of them.
    pub low: u64,
    /// The greatest of them.
    pub high: u64,
}

impl Range {
    /// What counts as a value: half a per cent more or less, and at least `least`.
    #[must_use]
    pub fn around(value: u64, least: u64) -> Self {
        let by = value.div_euclid(200).max(least);
        Self { low: value.saturating_sub(by), high: value.saturating_add(by) }
    }

    /// Whether a number is one of them.
    #[must_use]
    pub const fn holds(self, number: u64) -> bool {
        self.low <= number && number <= self.high
    }

    /// Writes its word: `9552000.9648000`.
    pub fn print(self, out: &mut String) {
        push_number(out, self.low, 10);
        out.push('.');
        push_number(out, self.high, 10);
    }

    /// Reads its word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (low, high) = word.split_once('.')?;
        Some(Self { low: small(low, 10)?, high: small(high, 10)? })
    }
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing is there.
    Empty,
    /// A comma stands where a point is meant.
    DecimalComma,
    /// Something else than a number, or one that nobody counts up to.
    NotANumber,
}

impl Unreadable {
    /// A sentence for the reader.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Empty => "Type a number first.",
            Self::DecimalComma => "Write decimals behind a point, not behind a comma: 12.5.",
            Self::NotANumber => "That is no number that can be read. Write it like 1234.5 or $1,234.50.",
        }
    }
}

/// What may stand behind a number.
const UNITS: [&str; 4] = ["usd", "dollars", "gb-s", "gb-seconds"];

/// What was typed as a word of stored state, as [`super::question::Answer::word`] writes it.
#[must_use]
pub fn word(typed: &str) -> String {
    let mut out = String::new();
    push_escaped(&mut out, typed);
    out
}

/// Reads what was typed: `2.73`, `$2.73`, `1,234.50 USD`, `540 000 GB-s`. Decimals beyond the
/// sixth are left out.
///
/// # Errors
/// What is wrong with it.
pub fn read(typed: &str) -> Result<u64, Unreadable> {
    let typed = typed.trim();
    let (mut value, mut any) = (0_u64, false);
    // Millionths that the next decimal counts, behind the point; digits since the last comma.
    let (mut decimal, mut group): (Option<u64>, Option<u8>) = (None, None);
    for (at, c) in typed.char_indices() {
        if let Some(digit) = c.to_digit(10) {
            let (factor, worth) = decimal.map_or((10, ONE), |worth| (1, worth));
            let new = value.checked_mul(factor).zip(u64::from(digit).checked_mul(worth));
            value = new.and_then(|(all, more)| all.checked_add(more)).ok_or(Unreadable::NotANumber)?;
            any = true;
            match &mut decimal {
                Some(worth) => *worth = worth.div_euclid(10),
                None => group = group.map(|digits| digits.saturating_add(1)),
            }
            continue;
        }
        match c {
            // Commas stand between groups of three.
            ',' if decimal.is_none() && value > 0 && group.is_none_or(|digits| digits == 3) => {
                group = Some(0);
            }
            ',' => return Err(Unreadable::DecimalComma),
            '.' if decimal.is_none() => decimal = Some(ONE.div_euclid(10)),
            '$' | '_' | ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => {
                let unit = typed.get(at..).unwrap_or_default();
                if !any || !UNITS.iter().any(|known| unit.eq_ignore_ascii_case(known)) {
                    return Err(Unreadable::NotANumber);
                }
                break;
            }
        }
    }
    match (any, group) {
        (false, _) => Err(Unreadable::Empty),
        (true, None | Some(3)) => Ok(value),
        (true, Some(_)) => Err(Unreadable::DecimalComma),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        use Unreadable as U;
        for (typed, read) in [
            ("9.6", Ok(9_600_000)),
            (" $9.60 ", Ok(9_600_000)),
            ("$ 1,234.50", Ok(1_234_500_000)),
            ("1 234.5", Ok(1_234_500_000)),
            ("540\u{202f}000 GB-s", Ok(540_000_000_000)),
            ("540_000", Ok(540_000_000_000)),
            ("1,234,567", Ok(1_234_567_000_000)),
            ("9.60 usd", Ok(9_600_000)),
            (".5", Ok(500_000)),
            ("5.", Ok(5_000_000)),
            ("0", Ok(0)),
            ("9.1234567899", Ok(9_123_456)),
            ("9,60", Err(U::DecimalComma)),
            ("0,960", Err(U::DecimalComma)),
            (",5", Err(U::DecimalComma)),
            ("12,34.5", Err(U::DecimalComma)),
            ("1.234,50", Err(U::DecimalComma)),
            ("1,2345", Err(U::DecimalComma)),
            ("", Err(U::Empty)),
            (" $ ", Err(U::Empty)),
            ("ten", Err(U::NotANumber)),
            ("9.6 EUR", Err(U::NotANumber)),
            ("9.6.0", Err(U::NotANumber)),
            ("-9.6", Err(U::NotANumber)),
            (".", Err(U::Empty)),
            ("usd", Err(U::NotANumber)),
            ("99999999999999999999", Err(U::NotANumber)),
        ] {
            assert_eq!(super::read(typed), read, "{typed:?}");
        }
    }

    #[test]
    fn rounding_is_no_mistake() {
        let bill = Range::around(9_600_018, 5_000);
        assert!(["9.6", "9.60", "9.56", "9.64"].iter().all(|typed| bill.holds(read(typed).unwrap())));
        assert!(!bill.holds(read("9.55").unwrap()) && !bill.holds(read("9.65").unwrap()));
        let cents = Range::around(20_000, 5_000);
        assert!(cents.holds(15_000) && cents.holds(25_000) && !cents.holds(26_000));
        let mut word = String::new();
        bill.print(&mut word);
        assert_eq!((&*word, Range::parse(&word)), ("9552018.9648018", Some(bill)));
        assert_eq!((Range::parse("1"), Range::parse("1.2.3"), Range::parse("a.b")), (None, None, None));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(typed in "\\PC{0,40}", number in "[$0-9., _a-z-]{0,40}", value: u64) {
            let _ = (read(&typed), read(&number), Range::parse(&typed));
            prop_assert!(Range::around(value, 5_000).holds(value));
        }
    }
}
