//! Randomness that is the same everywhere: SplitMix64.
//!
//! In: a seed. Out: numbers. Must not know: what they decide.
//!
//! SplitMix64 (Steele, Lea and Flood, 2014) adds a constant to a counter and mixes the sum; it
//! passes BigCrush, needs 64 bits of state and no table. Whoever changes anything in this file
//! changes every exam that was ever linked: raise [`super::ALGORITHM`] then.

use crate::practice::text::hash;

/// The generator.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// Begins with a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, each as likely as the others; 0 if there is none.
    ///
    /// The upper 32 bits times the bound, divided by 2³²; products whose lower half is below
    /// 2³² modulo the bound are thrown away (Lemire, 2019).
    pub fn below(&mut self, bound: u32) -> u32 {
        let uneven = u64::from(bound.wrapping_neg().checked_rem(bound).unwrap_or_default());
        loop {
            let product = (self.bits() >> 32).wrapping_mul(bound.into());
            if product & 0xffff_ffff >= uneven {
                return u32::try_from(product >> 32).unwrap_or_default();
            }
        }
    }

    /// Brings items into an order, each as likely as the others (Fisher and Yates, from the end).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let bound = u32::try_from(last.saturating_add(1)).unwrap_or(u32::MAX);
            let other = usize::try_from(self.below(bound)).unwrap_or_default();
            items.swap(last, other);
        }
    }
}

/// What a number is drawn for. Each gets numbers of its own from one seed.
#[derive(Clone, Copy, Debug)]
pub(in crate::practice) enum Purpose {
    /// Which questions.
    Pick = 1,
    /// Their order.
    Place = 2,
    /// The order of options.
    Options = 3,
    /// The order of partners.
    Partners = 4,
    /// The figures of a computed question.
    Figures = 5,
    /// The order of topics.
    Topics = 6,
}

/// The generator for one name (a question's id, a topic), one seed and one purpose.
///
/// A name's numbers depend on no other name: a question that comes into the bank or leaves it
/// moves no other.
pub(in crate::practice) fn of(seed: u64, purpose: Purpose, name: &str) -> Rng {
    let stream = Rng(seed ^ (purpose as u64).wrapping_mul(0xd6e8_feb8_6659_fd93)).bits();
    Rng(stream ^ hash(name).long())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_published_ones() {
        let mut rng = Rng::new(1_234_567);
        let first: Vec<u64> = (0..5).map(|_| rng.bits()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
    }

    #[test]
    fn bounds_are_kept_evenly() {
        let mut rng = Rng::new(7);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[rng.below(6) as usize] += 1;
        }
        assert!(counts.iter().all(|&count| (9_600..10_400).contains(&count)), "{counts:?}");
        assert_eq!((rng.below(0), rng.below(1)), (0, 0));
        assert!(rng.below(u32::MAX) < u32::MAX);
    }

    #[test]
    fn orders_are_all_as_likely() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..24_000 {
            let mut items = [0, 1, 2, 3];
            of(seed, Purpose::Options, "q").shuffle(&mut items);
            *counts.entry(items).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        assert!(counts.values().all(|count| (850..1_150).contains(count)), "{counts:?}");
    }
}
