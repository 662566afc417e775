//! Which of several curves is the lowest, from nought to the greatest number of requests.
//!
//! In: curves. Out: intervals, each with the lowest curve, and the exact number of requests at
//! each change. Must not know: what the curves are of.
//!
//! Nothing is sampled. Between two borders (of a tier, of a free allowance, where one more task or
//! instance is needed) every curve is a straight line, and two lines cross at a fraction that is
//! worked out. Where even the bounds of the stairs keep the curves apart, whole flights of stairs
//! are passed over at once.

use std::cmp::Ordering;

use super::curve::{Curve, Line, Parts, Stairs};
use crate::quantity::Requests;
use crate::ratio::Ratio;

/// Straight pieces that are looked at before the search gives up and says so.
const MOST_PIECES: usize = 4_000;

/// How an interval begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begins {
    /// At no request.
    Start,
    /// Where both cost the same.
    Equal,
    /// Just above, where one of them needs another task or instance.
    Step,
}

/// Numbers of requests a month for which the same curve is the lowest: above `from`, up to and
/// with `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Which curve, by its position.
    pub lowest: usize,
    /// Where it begins.
    pub from: Ratio,
    /// Where it ends.
    pub to: Ratio,
    /// How it begins.
    pub begins: Begins,
}

/// The intervals, in their order, and whether they reach the greatest number of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// The intervals; together they cover everything up to the end of the last.
    pub intervals: Vec<Interval>,
    /// Whether the last one ends at the greatest number of requests. It doesn't if two curves
    /// change places too often.
    pub complete: bool,
}

/// Finds the lowest curve everywhere. Of equal curves the first counts. No curve, no interval.
#[must_use]
pub fn lowest(curves: &[&Curve]) -> Solution {
    let end = Ratio::whole(Requests::MAX.into());
    let mut intervals: Vec<Interval> = Vec::new();
    let mut at = Ratio::ZERO;
    let mut crossed = false;
    for _ in 0..MOST_PIECES {
        let lines: Vec<Line> = curves.iter().map(|curve| curve.line(at)).collect();
        let Some((best, line)) = best(&lines, at) else {
            break;
        };
        let begins = if crossed { Begins::Equal } else { Begins::Step };
        turn(&mut intervals, best, at, begins);
        let to = lines.iter().filter_map(|line| line.to).fold(end, Ratio::min);
        let crossing = lines.iter().filter_map(|other| crossing(line, *other)).filter(|&x| x < to).min();
        crossed = crossing.is_some();
        at = crossing.unwrap_or_else(|| to.max(apart(curves, best, at).unwrap_or(to)).min(end));
        if at == end {
            break;
        }
    }
    if let Some(last) = intervals.last_mut() {
        last.to = at;
    }
    Solution { intervals, complete: at == end }
}

/// Ends the last interval and begins another, unless the same curve stays the lowest.
fn turn(intervals: &mut Vec<Interval>, lowest: usize, from: Ratio, begins: Begins) {
    let begins = match intervals.last_mut() {
        Some(last) if last.lowest == lowest => return,
        Some(last) => {
            last.to = from;
            begins
        }
        None => Begins::Start,
    };
    intervals.push(Interval { lowest, from, to: from, begins });
}

/// The line that is the lowest just above a number of requests.
fn best(lines: &[Line], at: Ratio) -> Option<(usize, Line)> {
    let mut best: Option<(usize, Line)> = None;
    for (index, &line) in lines.iter().enumerate() {
        let lower = |known: Line| match order(line, known, at) {
            Ordering::Equal => line.slope < known.slope,
            order => order == Ordering::Less,
        };
        if best.is_none_or(|(_, known)| lower(known)) {
            best = Some((index, line));
        }
    }
    best
}

/// Which of two lines is lower at a number of requests.
fn order(a: Line, b: Line, at: Ratio) -> Ordering {
    sign(a.base.saturating_sub(b.base), a.slope.saturating_sub(b.slope), at)
}

/// Whether `base + slope × at` is below, at or above nought.
fn sign(base: Parts, slope: Parts, at: Ratio) -> Ordering {
    let root = Ratio::new(base.unsigned_abs(), slope.unsigned_abs());
    match (base.cmp(&0), slope.cmp(&0), root) {
        (Ordering::Less, Ordering::Greater, Some(root)) => at.cmp(&root),
        (Ordering::Greater, Ordering::Less, Some(root)) => root.cmp(&at),
        (Ordering::Equal, ..) if at == Ratio::ZERO => Ordering::Equal,
        (Ordering::Equal, slope, _) => slope,
        (base, ..) => base,
    }
}

/// Where a line that is not lower yet gets below the lowest.
fn crossing(lowest: Line, other: Line) -> Option<Ratio> {
    let gain = u128::try_from(lowest.slope.checked_sub(other.slope)?).ok()?;
    let lead = u128::try_from(other.base.checked_sub(lowest.base)?).ok()?;
    Ratio::new(lead, gain)
}

/// Up to where the lowest curve is certainly below all others, whatever their stairs do.
fn apart(curves: &[&Curve], best: usize, at: Ratio) -> Option<Ratio> {
    let lowest = curves.get(best)?;
    let mut to = Ratio::whole(Requests::MAX.into());
    for (index, curve) in curves.iter().enumerate() {
        let line = curve.smooth(at);
        let level = curve.stairs.map(Stairs::level_to).filter(|&level| level > at);
        to = [line.to, level].into_iter().flatten().fold(to, Ratio::min);
        if index == best {
            continue;
        }
        let mine = lowest.smooth(at);
        let (base, slope) = gap(curve.stairs, lowest.stairs, at);
        let base = line.base.saturating_sub(mine.base).saturating_add(base);
        let slope = line.slope.saturating_sub(mine.slope).saturating_add(slope);
        if sign(base, slope, at) != Ordering::Greater {
            return None;
        }
        if slope < 0 {
            to = to.min(Ratio::new(base.unsigned_abs(), slope.unsigned_abs())?);
        }
    }
    (to > at).then_some(to)
}

/// A line below the difference of two flights of stairs.
fn gap(other: Option<Stairs>, lowest: Option<Stairs>, at: Ratio) -> (Parts, Parts) {
    let rises = |stairs: Stairs| stairs.level_to() <= at;
    if let (Some(other), Some(lowest)) = (other, lowest)
        && other.per == lowest.per
        && rises(other)
        && rises(lowest)
    {
        let each = other.each.saturating_sub(lowest.each);
        return if each < 0 {
            let (base, slope) = upper(Stairs { each: each.saturating_neg(), ..other });
            (base.saturating_neg(), slope.saturating_neg())
        } else {
            (0, lower(Stairs { each, ..other }))
        };
    }
    let level = |stairs: Stairs| stairs.each.saturating_mul(stairs.least.into());
    let (mut base, mut slope) = (0, 0);
    match other {
        Some(stairs) if rises(stairs) => slope = lower(stairs),
        Some(stairs) => base = level(stairs),
        None => {}
    }
    match lowest {
        Some(stairs) if rises(stairs) => {
            let (high, steep) = upper(stairs);
            (base, slope) = (base.saturating_sub(high), slope.saturating_sub(steep));
        }
        Some(stairs) => base = base.saturating_sub(level(stairs)),
        None => {}
    }
    (base, slope)
}

/// The slope of a line through nought below the stairs.
fn lower(stairs: Stairs) -> Parts {
    stairs.each.checked_div(stairs.per.into()).unwrap_or_default()
}

/// A line above the stairs: one step higher, and no less steep.
fn upper(stairs: Stairs) -> (Parts, Parts) {
    (stairs.each, lower(stairs).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::price::PriceRow;
    use crate::quantity::Unit;
    use crate::sample::row;
    use proptest::prelude::*;

    fn per_request(usd: &str) -> PriceRow {
        row(usd, 1, Unit::Message)
    }

    fn straight(usd: &str) -> Curve {
        let mut curve = Curve::default();
        curve.each(&per_request(usd), 1);
        curve
    }

    fn stairs(per: u64, least: u64, each: Parts) -> Curve {
        let mut curve = Curve::default();
        curve.stairs = Some(Stairs { per, least, each });
        curve
    }

    fn dollars(count: Parts) -> Parts {
        count * 1_000_000_000_000 * 276_480_000_000_000
    }

    #[test]
    fn a_line_and_a_flight_of_stairs() {
        // 0.0001 a request against 1 USD for each 20,000: even at 10,000; at 20,000 the second
        // step makes 2 USD of it, which 20,001 requests don't reach.
        let solution = lowest(&[&straight("0.0001"), &stairs(20_000, 1, dollars(1))]);
        let seen: Vec<_> =
            solution.intervals.iter().map(|i| (i.lowest, i.to.decimal(3), i.begins)).take(4).collect();
        assert!(solution.complete);
        assert_eq!(
            seen,
            [(0, "10000".to_owned(), Begins::Start), (1, "1000000000000".to_owned(), Begins::Equal)]
        );
        // With 12,000 for a dollar they change places at each of the first steps.
        let solution = lowest(&[&straight("0.0001"), &stairs(12_000, 1, dollars(1))]);
        let seen: Vec<_> =
            solution.intervals.iter().map(|i| (i.lowest, i.to.decimal(3), i.begins)).take(6).collect();
        assert_eq!(
            seen,
            [
                (0, "10000".to_owned(), Begins::Start),
                (1, "12000".to_owned(), Begins::Equal),
                (0, "20000".to_owned(), Begins::Step),
                (1, "24000".to_owned(), Begins::Equal),
                (0, "30000".to_owned(), Begins::Step),
                (1, "36000".to_owned(), Begins::Equal),
            ]
        );
        assert!(solution.complete);
    }

    #[test]
    fn fractions_are_exact() {
        let solution = lowest(&[&straight("0.0003"), &stairs(1_000_000, 1, dollars(1))]);
        assert_eq!(solution.intervals[0].to, Ratio::new(10_000, 3).unwrap());
    }

    #[test]
    fn no_curve_and_equal_curves() {
        assert_eq!(lowest(&[]).intervals, []);
        let one = straight("0.0001");
        let solution = lowest(&[&one, &one]);
        assert_eq!(solution.intervals.len(), 1);
        assert_eq!((solution.intervals[0].lowest, solution.complete), (0, true));
    }

    #[test]
    fn what_changes_places_for_ever_is_said_to() {
        // Stairs around a line of the same slope.
        let solution =
            lowest(&[&straight("0.0001"), &stairs(10_000, 0, dollars(1) - dollars(1) / 20_000_000)]);
        assert!(!solution.complete);
        assert!(solution.intervals.len() > 1_000);
    }

    fn any_curve() -> impl Strategy<Value = Curve> {
        let stairs = proptest::option::of((1..40_u64, 0..4_u64, 0..300_i128));
        (0..100_i128, proptest::collection::vec((1..5_u128, 0..50_u64, 0..20_u64), 0..3), stairs).prop_map(
            |(base, terms, stairs)| {
                let mut curve = Curve::default();
                curve.base = base;
                for (each, skip, price) in terms {
                    let price = format!("0.{price:012}");
                    // One part of a price is as small as the steps of the stairs.
                    curve.after(&row(&price, 1, Unit::LcuHour), each, skip, 0);
                }
                curve.stairs = stairs.map(|(per, least, each)| Stairs { per, least, each });
                curve
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// Every whole number of requests is tried, far beyond all borders.
        #[test]
        fn every_number_agrees_with_brute_force(curves in proptest::collection::vec(any_curve(), 1..5)) {
            let all: Vec<&Curve> = curves.iter().collect();
            let solution = lowest(&all);
            let mut intervals = solution.intervals.iter();
            let mut interval = intervals.next().unwrap();
            for requests in 1..=600_u64 {
                while interval.to < Ratio::whole(requests.into()) {
                    match intervals.next() {
                        Some(next) => interval = next,
                        None => {
                            prop_assert!(!solution.complete);
                            return Ok(());
                        }
                    }
                }
                let least = curves.iter().map(|curve| curve.at(requests)).min().unwrap();
                prop_assert_eq!(curves[interval.lowest].at(requests), least, "at {}", requests);
            }
        }

        /// The pieces of a curve are the curve.
        #[test]
        fn pieces_agree_with_the_whole(curve in any_curve(), requests in 1..2_000_u64) {
            let line = curve.line(Ratio::new(u128::from(requests) * 2 - 1, 2).unwrap());
            prop_assert!(line.to.is_none_or(|to| to >= Ratio::whole(requests.into())));
            prop_assert_eq!(line.base + line.slope * Parts::from(requests), curve.at(requests));
            prop_assert!(curve.at(requests) >= curve.at(requests - 1));
        }
    }
}
