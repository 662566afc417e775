//! A day, as data files name it. In: year, month, day. Out: [`Date`], which can
//! be ordered, printed and moved by months. It knows no clock.

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
}

impl Date {
    /// The day so many days after the first of January 1970.
    #[must_use]
    pub fn from_days_since_1970(days: u64) -> Self {
        let mut date = Self { year: 1970, month: 1, day: 1 };
        let mut left = days;
        loop {
            let next = date.plus_months(1);
            let length = date.month_length();
            if left < u64::from(length) {
                date.day += u8::try_from(left).unwrap_or(0);
                return date;
            }
            left -= u64::from(length);
            date = next;
        }
    }

    fn month_length(self) -> u8 {
        let (year, month) = (self.year, self.month);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The same day some months later; the last of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: u16) -> Self {
        let total = u32::from(self.year) * 12 + u32::from(self.month) - 1 + u32::from(months);
        let year = u16::try_from(total / 12).unwrap_or(u16::MAX);
        let month = u8::try_from(total % 12 + 1).unwrap_or(12);
        let first = Self { year, month, day: 1 };
        Self { day: self.day.min(first.month_length()), ..first }
    }
}

impl From<toml::value::Date> for Date {
    fn from(date: toml::value::Date) -> Self {
        Self { year: date.year, month: date.month, day: date.day }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Date::from_days_since_1970(0).to_string(), "1970-01-01");
        assert_eq!(Date::from_days_since_1970(19_782).to_string(), "2024-02-29");
    }
}
