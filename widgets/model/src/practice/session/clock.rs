//! The clock of an exam, and the time that each question takes.
//!
//! In: the time, as milliseconds of any clock. Out: what was used of it and what is left.
//! Must not know: what is asked.
//!
//! The clock only runs while somebody calls it: it stands still while the page is closed, and a
//! gap of more than [`LONGEST_GAP`] (a sleeping machine) counts as that much and no more. Time
//! that goes backwards counts as none.

use crate::practice::question::Exam;

/// The longest time between two calls that counts, in milliseconds. Browsers call hidden pages
/// once a minute.
pub const LONGEST_GAP: u64 = 90_000;

/// How much time an exam gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Allowance {
    /// As much as the real one.
    Normal,
    /// A quarter more.
    Quarter,
    /// Half as much again.
    Half,
    /// Twice as much.
    Double,
    /// No clock.
    Untimed,
}

impl Allowance {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Normal, Self::Quarter, Self::Half, Self::Double, Self::Untimed];

    /// Its name in stored state and in form fields: `1`, `1.25`, `1.5`, `2`, `none`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal => "1",
            Self::Quarter => "1.25",
            Self::Half => "1.5",
            Self::Double => "2",
            Self::Untimed => "none",
        }
    }

    /// The allowance of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|allowance| allowance.name() == name)
    }

    /// The milliseconds for `n` questions at the pace of an exam; `None` without a clock.
    #[must_use]
    pub fn limit(self, exam: &Exam, n: usize) -> Option<u64> {
        let quarters: u64 = match self {
            Self::Normal => 4,
            Self::Quarter => 5,
            Self::Half => 6,
            Self::Double => 8,
            Self::Untimed => return None,
        };
        let all = u64::from(exam.minutes).saturating_mul(15_000).saturating_mul(quarters);
        let questions = u64::from(exam.questions.max(1));
        all.saturating_mul(u64::try_from(n).unwrap_or(u64::MAX)).checked_div(questions)
    }
}

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// When time is up, in milliseconds of use.
    pub limit: Option<u64>,
    /// How much was used.
    pub used: u64,
    last: Option<u64>,
}

impl Clock {
    /// A clock that stands still until it is called for the first time.
    #[must_use]
    pub const fn new(limit: Option<u64>, used: u64) -> Self {
        Self { limit, used, last: None }
    }

    /// Lets it run to now, and says how much time went by.
    pub(super) fn run(&mut self, now: u64) -> u64 {
        let gone = self.last.map_or(0, |last| now.saturating_sub(last)).min(LONGEST_GAP);
        let gone = self.left().map_or(gone, |left| gone.min(left));
        self.last = Some(now);
        self.used = self.used.saturating_add(gone);
        gone
    }

    /// What is left, if there is a limit.
    #[must_use]
    pub fn left(&self) -> Option<u64> {
        self.limit.map(|limit| limit.saturating_sub(self.used))
    }

    /// Whether time is up.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.left() == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::draw::sample;

    #[test]
    fn allowances_are_those_of_the_exam() {
        let bank = sample::bank(9);
        let exam = &bank.exams()[0];
        let minutes = |allowance: Allowance, n| allowance.limit(exam, n).map(|ms| ms / 60_000);
        assert_eq!(minutes(Allowance::Normal, 65), Some(90));
        assert_eq!(minutes(Allowance::Quarter, 65), Some(112));
        assert_eq!(minutes(Allowance::Half, 65), Some(135));
        assert_eq!(minutes(Allowance::Double, 65), Some(180));
        assert_eq!(minutes(Allowance::Untimed, 65), None);
        assert_eq!(Allowance::Normal.limit(exam, 13), Some(18 * 60_000));
        for allowance in Allowance::ALL {
            assert_eq!(Allowance::from_name(allowance.name()), Some(allowance));
        }
    }

    #[test]
    fn only_time_at_the_page_counts() {
        let mut clock = Clock::new(Some(200_000), 0);
        assert_eq!(clock.run(1_000_000), 0);
        assert_eq!(clock.run(1_001_000), 1_000);
        assert_eq!(clock.run(1_000_500), 0);
        assert_eq!(clock.run(1_000_600), 100);
        // A night with the lid closed.
        assert_eq!(clock.run(40_000_000), LONGEST_GAP);
        assert!(!clock.is_up());
        assert_eq!(clock.run(50_000_000), LONGEST_GAP);
        assert_eq!(clock.run(60_000_000), 200_000 - 1_100 - 2 * LONGEST_GAP);
        assert!(clock.is_up());
        assert_eq!((clock.used, clock.run(70_000_000)), (200_000, 0));
        assert_eq!(Clock::new(None, 5).left(), None);
    }
}
