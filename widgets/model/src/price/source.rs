//! Where figures come from, and when they were seen there.
//!
//! In: strings of the data. Out: grades, dates and sources that can be shown.
//! Must not know: prices.

use crate::fixed;

/// How well a figure is backed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// AWS's own text or price data of the last two years.
    A,
    /// Several secondary sources or tool output that agree.
    B,
    /// An old copy: shown with its own date only.
    C,
}

impl Grade {
    /// The grade of that letter. There is no D: figures from memory are not printed.
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        match letter {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            "C" => Some(Self::C),
            _ => None,
        }
    }

    /// Its letter.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// The day on which a figure was seen, or only the month or the year, if no more is known:
/// `2026-09-29`, `2024-07`, `2026`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AsOf(String);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl AsOf {
    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next(), parts.next());
        let number = |part: &str, width: usize, range: std::ops::RangeInclusive<u64>| {
            part.len() == width && fixed::whole(part).is_some_and(|n| range.contains(&n))
        };
        let good = number(year, 4, 2000..=2999)
            && month.is_none_or(|month| number(month, 2, 1..=12))
            && day.is_none_or(|day| number(day, 2, 1..=31))
            && parts.next().is_none();
        good.then(|| Self(text.to_owned()))
    }

    /// For machines: the form that [`AsOf::parse`] reads.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// For people: `29 September 2026`, `July 2024`, `2026`.
    #[must_use]
    pub fn display(&self) -> String {
        let mut parts = self.0.split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts.next().and_then(fixed::whole).and_then(|month| usize::try_from(month).ok());
        let name = month.and_then(|month| MONTHS.get(month.checked_sub(1)?)).copied();
        match (parts.next(), name) {
            (Some(day), Some(name)) => format!("{} {name} {year}", day.trim_start_matches('0')),
            (_, Some(name)) => format!("{name} {year}"),
            _ => year.to_owned(),
        }
    }
}

/// Where figures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its key in the data.
    pub id: String,
    /// Its name, as a link text.
    pub label: String,
    /// Its address.
    pub url: String,
    /// When the figures were seen there.
    pub as_of: AsOf,
    /// How well they are backed.
    pub grade: Grade,
}

/// A region of AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// `us-east-1`.
    pub id: String,
    /// `US East (N. Virginia)`.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_or_months() {
        assert_eq!(AsOf::parse("2026-09-29").unwrap().display(), "29 September 2026");
        assert_eq!(AsOf::parse("2026-01-05").unwrap().display(), "5 January 2026");
        assert_eq!(AsOf::parse("2024-07").unwrap().display(), "July 2024");
        assert_eq!(AsOf::parse("2026").unwrap().display(), "2026");
        for wrong in ["26", "2026-", "2026-13", "2026-9-29", "2026-09-32", "mid 2026", "2026-09-29-1", ""] {
            assert_eq!(AsOf::parse(wrong), None, "{wrong}");
        }
        assert!(AsOf::parse("2024-07") < AsOf::parse("2026-09-29"));
    }
}
