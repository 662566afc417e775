//! Requests a month from requests a second, an hour or a day: a help for the form.
//!
//! In: a rate as it is typed. Out: requests a month. Must not know: what they cost.

use crate::number::{self, Kind, NumberError};
use crate::ratio::Ratio;

/// For how long a rate is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month,
    /// A day; a month has 730 hours, which are 30 and five twelfths of them.
    Day,
    /// An hour; a month has 730.
    Hour,
    /// A second; a month has 2,628,000.
    Second,
}

impl Period {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Month, Self::Day, Self::Hour, Self::Second];

    /// Its name after `per`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Second => "second",
        }
    }

    /// Seconds of the period; a month has 730 hours.
    const fn seconds(self) -> u64 {
        match self {
            Self::Month => 2_628_000,
            Self::Day => 86_400,
            Self::Hour => 3_600,
            Self::Second => 1,
        }
    }

    /// How many of the period a month has.
    #[must_use]
    pub fn in_month(self) -> Ratio {
        Ratio::new(Self::Month.seconds().into(), self.seconds().into()).unwrap_or(Ratio::ZERO)
    }
}

/// Requests a month from a rate as it is typed, such as `4.5` a second or `2M` a day; rounded half
/// up to a whole request. The range is that of the field that takes the result.
///
/// # Errors
/// What is wrong with the text.
pub fn per_month(text: &str, period: Period) -> Result<u64, NumberError> {
    let (value, base) = match number::parse(text, Kind::Count) {
        Err(NumberError::NotWhole) => (number::parse(text, Kind::PerSecond)?, Kind::PerSecond.base()),
        other => (other?, 1),
    };
    let top = u128::from(value).saturating_mul(Period::Month.seconds().into());
    let bottom = u128::from(period.seconds()).saturating_mul(base.into());
    let rounded = top.saturating_add(bottom.div_euclid(2)).checked_div(bottom).unwrap_or_default();
    u64::try_from(rounded).map_err(|_| NumberError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_become_months() {
        assert_eq!(per_month("3M", Period::Month), Ok(3_000_000));
        assert_eq!(per_month("1", Period::Second), Ok(2_628_000));
        assert_eq!(per_month("4.5", Period::Second), Ok(11_826_000));
        assert_eq!(per_month("0.001", Period::Second), Ok(2_628));
        assert_eq!(per_month("1,000", Period::Hour), Ok(730_000));
        assert_eq!(per_month("12", Period::Day), Ok(365));
        assert_eq!(per_month("1", Period::Day), Ok(30));
        assert_eq!(Period::Day.in_month().decimal(4), "30.4166");
    }

    #[test]
    fn nonsense_stays_nonsense() {
        assert_eq!(per_month("", Period::Day), Err(NumberError::Empty));
        assert_eq!(per_month("0.0001", Period::Day), Err(NumberError::NotWhole));
        assert_eq!(per_month("99999999999999999", Period::Second), Err(NumberError::TooLarge));
    }
}
