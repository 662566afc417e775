//! Where a slider's positions stand: a slider moves in steps that feel even to the hand.
//!
//! In: a position. Out: a value, and back. Must not know: what the slider is for.

/// The values that a slider can be set to. The number field beside it takes any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Ten round numbers in each power of ten from `low` to `high`, with nought before them if
    /// `zero`. For quantities that span many sizes.
    Decades {
        /// The first value, a power of ten.
        low: u64,
        /// The last value.
        high: u64,
        /// Whether nought stands before the first value.
        zero: bool,
    },
    /// Even steps.
    Even {
        /// The first value.
        low: u64,
        /// The last value.
        high: u64,
        /// The distance between two.
        step: u64,
    },
    /// These values.
    Listed(&'static [u64]),
}

/// The round numbers of a decade, in tenths of its first.
const TENTHS: [u64; 10] = [10, 12, 15, 20, 25, 30, 40, 50, 60, 80];

impl Scale {
    /// All values, rising.
    #[must_use]
    pub fn stops(self) -> Vec<u64> {
        let mut stops = Vec::new();
        match self {
            Self::Decades { low, high, zero } => {
                if zero {
                    stops.push(0);
                }
                let mut decade = low.max(1);
                while decade < high {
                    let values = TENTHS.iter().filter_map(|&t| {
                        let tenfold = decade.saturating_mul(t);
                        (tenfold.is_multiple_of(10)).then_some(tenfold.div_euclid(10))
                    });
                    stops.extend(values.filter(|&v| v < high));
                    decade = decade.saturating_mul(10);
                }
                stops.push(high);
            }
            Self::Even { low, high, step } => {
                let mut value = low;
                while value < high {
                    stops.push(value);
                    value = value.saturating_add(step.max(1));
                }
                stops.push(high);
            }
            Self::Listed(values) => stops.extend(values),
        }
        stops
    }

    /// The last position; the first is 0.
    #[must_use]
    pub fn last(self) -> usize {
        self.stops().len().saturating_sub(1)
    }

    /// The value at a position; that of the last position if there is no such position.
    #[must_use]
    pub fn value(self, position: usize) -> u64 {
        let stops = self.stops();
        stops.get(position).or(stops.last()).copied().unwrap_or_default()
    }

    /// The position of the greatest stop that is not above the value.
    #[must_use]
    pub fn position(self, value: u64) -> usize {
        let below = self.stops().into_iter().take_while(|&stop| stop <= value);
        below.count().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use crate::field::Spec;
    use crate::lambda::Field;
    use crate::{breakeven, fargate};

    fn specs() -> impl Iterator<Item = &'static Spec> {
        let others = fargate::Field::ALL.map(fargate::Field::spec).into_iter();
        let more = breakeven::Field::ALL.map(breakeven::Field::spec);
        Field::ALL.map(Field::spec).into_iter().chain(others).chain(more)
    }

    #[test]
    fn stops_rise_and_stay_in_range() {
        for spec in specs() {
            let stops = spec.scale.stops();
            assert!(stops.windows(2).all(|w| w[0] < w[1]), "{}: {stops:?}", spec.key);
            assert_eq!(stops.first(), Some(&spec.min), "{}", spec.key);
            assert_eq!(stops.last(), Some(&spec.max), "{}", spec.key);
            assert!(stops.len() < 170, "{}: {}", spec.key, stops.len());
            assert!(stops.iter().all(|&stop| spec.allows(stop)), "{}", spec.key);
        }
    }

    #[test]
    fn keys_are_said_once() {
        // The break-even has processor and memory of a task in common with Fargate.
        let mut keys: Vec<&str> = specs().map(|spec| spec.key).collect();
        let all = keys.len().saturating_sub(2);
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn positions_and_values_agree() {
        for field in Field::ALL {
            let scale = field.scale();
            for position in 0..=scale.last() {
                assert_eq!(scale.position(scale.value(position)), position);
            }
            assert_eq!(scale.value(usize::MAX), field.max());
        }
        assert_eq!(Field::Requests.scale().value(Field::Requests.scale().position(3_500_000)), 3_000_000);
    }
}
