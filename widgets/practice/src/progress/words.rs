//! Numbers and days in words.
//!
//! In: counts, per mille, seconds since 1970. Out: text. Must not know: where it stands.
//!
//! All of it is written into markup and not returned: that keeps the module small.

use studydeck_model::practice::progress::{History, Progress};
use studydeck_model::practice::score::Interval;
use studydeck_page::markup::Markup;

const DAY: i64 = 86_400;
/// The last day of the year 9999.
const LAST_DAY: u32 = 2_932_896;

/// How much there is of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) answers: u32,
    pub(super) exams: u32,
}

impl Size {
    pub(super) fn of(progress: &Progress) -> Self {
        let short = |length| u32::try_from(length).unwrap_or(u32::MAX);
        let add = |sum: u32, history: &History| sum.saturating_add(short(history.entries().len()));
        Self { answers: progress.questions().iter().fold(0, add), exams: short(progress.exams().len()) }
    }

    /// `12 answers and 1 exam`.
    #[inline(never)]
    pub(super) fn write(self, out: &mut Markup) {
        count(out, self.answers, " answer");
        if self.exams > 0 {
            count(out.html(" and "), self.exams, " exam");
        }
    }

    /// What came since a smaller one.
    pub(super) const fn since(self, before: Self) -> Self {
        Self {
            answers: self.answers.saturating_sub(before.answers),
            exams: self.exams.saturating_sub(before.exams),
        }
    }
}

/// `1 answer`, `2 answers`.
pub(super) fn count(out: &mut Markup, number: u32, what: &'static str) {
    out.number(number).html(what).html(if number == 1 { "" } else { "s" });
}

/// Per cent, rounded to the nearest: `67`.
#[inline(never)]
pub(super) fn per_cent(out: &mut Markup, per_mille: u16) {
    out.number(per_mille.saturating_add(5).div_euclid(10).into());
}

/// A share and how far it can be trusted: `67 % (21 to 94)`.
#[inline(never)]
pub(super) fn share(out: &mut Markup, interval: Option<Interval>) {
    let Some(Interval { low, share, high }) = interval else {
        out.html("–");
        return;
    };
    for (end, after) in [(share, " % ("), (low, " to "), (high, ")")] {
        per_cent(out, end);
        out.html(after);
    }
}

/// The reader's day of a time, counted from 1970-01-01.
pub(super) fn day(at: u64, minutes_behind: i32) -> i64 {
    let behind = i64::from(minutes_behind).wrapping_mul(60);
    i64::try_from(at).unwrap_or(i64::MAX).saturating_sub(behind).div_euclid(DAY)
}

/// The date of a day: `2026-11-22`.
#[inline(never)]
pub(super) fn date(out: &mut Markup, day: i64) {
    let mut left = u32::try_from(day.max(0)).unwrap_or(u32::MAX).min(LAST_DAY);
    let (mut year, mut month) = (1970_u32, 1_u32);
    loop {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let length = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        if left < length {
            break;
        }
        left = left.saturating_sub(length);
        if month == 12 {
            (year, month) = (year.saturating_add(1), 1);
        } else {
            month = month.saturating_add(1);
        }
    }
    out.number(year);
    for part in [month, left.saturating_add(1)] {
        out.html(if part < 10 { "-0" } else { "-" }).number(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl Fn(&mut Markup)) -> String {
        let mut out = Markup::default();
        write(&mut out);
        out.into_text()
    }

    #[test]
    fn days_have_their_dates() {
        for (day, wanted) in [
            (-1, "1970-01-01"),
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_779, "2026-11-22"),
            (20_818, "2026-12-31"),
            (21_243, "2028-02-29"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
            (2_932_896, "9999-12-31"),
            (i64::MAX, "9999-12-31"),
        ] {
            assert_eq!(written(|out| date(out, day)), wanted, "{day}");
        }
    }

    #[test]
    fn the_day_is_the_readers() {
        let midnight = 20_779 * 86_400;
        assert_eq!(day(midnight, 0), 20_779);
        assert_eq!(day(midnight, 300), 20_778, "five hours behind it is still yesterday");
        assert_eq!(day(midnight - 60, -60), 20_779, "an hour ahead it is tomorrow already");
    }

    #[test]
    fn counts_are_words() {
        let size = |answers, exams| Size { answers, exams };
        for (size, wanted) in [
            (size(1, 0), "1 answer"),
            (size(12, 1), "12 answers and 1 exam"),
            (size(0, 2), "0 answers and 2 exams"),
        ] {
            assert_eq!(written(|out| size.write(out)), wanted);
        }
        assert_eq!(size(5, 1).since(size(3, 1)), size(2, 0));
        assert_eq!(written(|out| share(out, Interval::wilson(2, 3))), "67 % (21 to 94)");
        assert_eq!(written(|out| share(out, None)), "–");
    }
}
