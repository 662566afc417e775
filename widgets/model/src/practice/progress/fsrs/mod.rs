//! When a question is due again: FSRS-6 with its default weights.
//!
//! In: grades, and the days between them. Out: how firm a memory is and after how many days it
//! is due. Must not know: questions, clocks.
//!
//! FSRS (open-spaced-repetition) models a memory by its stability `s`, the days after which it is
//! recalled with a chance of 90 %, and its difficulty `d`, 1 to 10. The default weights come from
//! some hundred million reviews, so nothing has to be trained. The formulas are those of
//! `py-fsrs` 6.3; the tests hold golden values of that library. The one addition is a longest
//! interval and stability, so that no sum can leave its range.

use super::fix::Fix;

/// How well a question was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grade {
    /// Not known.
    Again = 1,
    /// Known with effort.
    Hard = 2,
    /// Known.
    Good = 3,
    /// Known at once.
    Easy = 4,
}

/// The longest interval in days.
pub const LONGEST_DAYS: u32 = 365;

/// The default weights of FSRS-6 (`w₀` to `w₂₀`), in ten-thousandths.
const WEIGHTS: [i64; 21] = [
    2_120, 12_931, 23_065, 82_956, 64_133, 8_334, 30_194, 10, 18_722, 1_666, 7_960, 14_835, 614, 2_629,
    16_483, 6_014, 18_729, 5_425, 912, 658, 1_542,
];
/// Bounds of the stability in days; `py-fsrs` has the lower one.
const LEAST_STABILITY: Fix = Fix::decimal(10);
const GREATEST_STABILITY: Fix = Fix::whole(36_500);

/// A weight, worked out by the compiler.
macro_rules! w {
    ($index:literal) => {
        const { Fix::decimal(WEIGHTS[$index]) }
    };
}

/// What is left of a question in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Memory {
    pub(super) stability: Fix,
    pub(super) difficulty: Fix,
}

impl Memory {
    /// After the first answer.
    pub(super) fn first(grade: Grade) -> Self {
        let stability = match grade {
            Grade::Again => w!(0),
            Grade::Hard => w!(1),
            Grade::Good => w!(2),
            Grade::Easy => w!(3),
        };
        Self { stability, difficulty: within_ten(first_difficulty(grade)) }
    }

    /// After another answer, so many days later.
    pub(super) fn after(self, grade: Grade, days: u32) -> Self {
        let stability = if days == 0 { self.same_day(grade) } else { self.later(grade, days) };
        Self {
            stability: stability.clamp(LEAST_STABILITY, GREATEST_STABILITY),
            difficulty: self.next_difficulty(grade),
        }
    }

    /// The chance of recall after so many days.
    pub(super) fn recall(self, days: u32) -> Fix {
        let days = Fix::whole(i32::try_from(days.min(100_000)).unwrap_or_default());
        Fix::ONE.plus(factor().times(days).over(self.stability)).pow(w!(20).negated())
    }

    /// The days after which it is due: when the chance of recall has sunk to 90 %.
    pub(super) fn interval(self) -> u32 {
        u32::try_from(self.stability.rounded()).unwrap_or_default().clamp(1, LONGEST_DAYS)
    }

    fn next_difficulty(self, grade: Grade) -> Fix {
        let step = w!(6).times(distance(grade)).negated();
        let damped = Fix::whole(10).minus(self.difficulty).times(step).over(Fix::whole(9));
        let easy = first_difficulty(Grade::Easy);
        let drawn = w!(7).times(easy).plus(Fix::ONE.minus(w!(7)).times(self.difficulty.plus(damped)));
        within_ten(drawn)
    }

    fn same_day(self, grade: Grade) -> Fix {
        let growth = w!(17).times(distance(grade).plus(w!(18))).exp();
        let growth = growth.times(self.stability.pow(w!(19).negated()));
        self.stability.times(if grade == Grade::Again { growth } else { growth.max(Fix::ONE) })
    }

    fn later(self, grade: Grade, days: u32) -> Fix {
        let forgotten = Fix::ONE.minus(self.recall(days));
        if grade == Grade::Again {
            let long = w!(11)
                .times(self.difficulty.pow(w!(12).negated()))
                .times(self.stability.plus(Fix::ONE).pow(w!(13)).minus(Fix::ONE))
                .times(forgotten.times(w!(14)).exp());
            let short = self.stability.over(w!(17).times(w!(18)).exp());
            return long.min(short);
        }
        let factor = match grade {
            Grade::Hard => w!(15),
            Grade::Easy => w!(16),
            Grade::Good | Grade::Again => Fix::ONE,
        };
        let growth = w!(8)
            .exp()
            .times(Fix::whole(11).minus(self.difficulty))
            .times(self.stability.pow(w!(9).negated()))
            .times(forgotten.times(w!(10)).exp().minus(Fix::ONE))
            .times(factor);
        self.stability.times(Fix::ONE.plus(growth))
    }
}

/// How far a grade is from `Good`.
const fn distance(grade: Grade) -> Fix {
    match grade {
        Grade::Again => Fix::whole(-2),
        Grade::Hard => Fix::whole(-1),
        Grade::Good => Fix::whole(0),
        Grade::Easy => Fix::whole(1),
    }
}

fn first_difficulty(grade: Grade) -> Fix {
    let steps = distance(grade).plus(Fix::whole(2));
    w!(4).minus(w!(5).times(steps).exp()).plus(Fix::ONE)
}

fn within_ten(difficulty: Fix) -> Fix {
    difficulty.clamp(Fix::ONE, Fix::whole(10))
}

/// What makes the chance of recall 90 % after as many days as the stability says.
fn factor() -> Fix {
    Fix::decimal(9_000).pow(Fix::ONE.negated().over(w!(20))).minus(Fix::ONE)
}

#[cfg(test)]
mod tests;
