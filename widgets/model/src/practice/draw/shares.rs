//! How many questions of an exam each domain gets.
//!
//! In: weights, and how many questions there are. Out: shares. Must not know: questions.

use crate::practice::question::Domain;

/// What a domain got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its number.
    pub domain: u8,
    /// Its weight in per cent.
    pub weight: u8,
    /// How many questions it would have in an exam of this length.
    pub wanted: u16,
    /// How many questions the bank has.
    pub available: u16,
    /// How many were drawn.
    pub drawn: u16,
}

impl Share {
    /// Whether the bank can't give the domain what it should have.
    #[must_use]
    pub const fn is_short(&self) -> bool {
        self.drawn < self.wanted
    }
}

pub(super) fn shares(domains: &[Domain], pools: &[Vec<usize>], n: u16) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for (domain, pool) in domains.iter().zip(pools) {
        let available = u16::try_from(pool.len()).unwrap_or(u16::MAX);
        let Domain { number, weight, .. } = *domain;
        shares.push(Share { domain: number, weight, wanted: 0, available, drawn: 0 });
    }
    let weights: Vec<u8> = shares.iter().map(|share| share.weight).collect();
    let mut left = n;
    for (share, wanted) in shares.iter_mut().zip(divide(n, &weights)) {
        share.wanted = wanted;
        share.drawn = wanted.min(share.available);
        left = left.saturating_sub(share.drawn);
    }
    loop {
        // Only domains that have questions left take part.
        let open = |share: &Share| if share.drawn < share.available { share.weight } else { 0 };
        let weights: Vec<u8> = shares.iter().map(open).collect();
        let before = left;
        for (share, more) in shares.iter_mut().zip(divide(left, &weights)) {
            let more = more.min(share.available.saturating_sub(share.drawn));
            share.drawn = share.drawn.saturating_add(more);
            left = left.saturating_sub(more);
        }
        if left == 0 || left == before {
            return shares;
        }
    }
}

/// Divides a number by weights: the whole parts first, then one more to the largest remainders;
/// of equal ones the first. All noughts if no weight is left.
fn divide(n: u16, weights: &[u8]) -> Vec<u16> {
    let total: u32 = weights.iter().map(|&weight| u32::from(weight)).sum();
    let product = |weight: u8| u32::from(n).saturating_mul(weight.into());
    let whole = |weight: u8| product(weight).checked_div(total).unwrap_or_default();
    let mut parts: Vec<u16> =
        weights.iter().map(|&weight| u16::try_from(whole(weight)).unwrap_or(n)).collect();
    let mut rest: Vec<u32> =
        weights.iter().map(|&weight| product(weight).checked_rem(total).unwrap_or_default()).collect();
    let given = parts.iter().fold(0_u16, |sum, &part| sum.saturating_add(part));
    for _ in given..n {
        let largest = rest.iter().copied().max().unwrap_or_default();
        let place = rest.iter().position(|&part| part == largest).filter(|_| largest > 0);
        if let Some((part, rest)) = place.and_then(|at| Some((parts.get_mut(at)?, rest.get_mut(at)?))) {
            *part = part.saturating_add(1);
            *rest = 0;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_remainders_get_one_more() {
        assert_eq!(divide(65, &[24, 30, 34, 12]), [16, 19, 22, 8]);
        assert_eq!(divide(65, &[30, 26, 24, 20]), [19, 17, 16, 13]);
        assert_eq!(divide(20, &[30, 26, 24, 20]), [6, 5, 5, 4]);
        assert_eq!(divide(2, &[25, 25, 25, 25]), [1, 1, 0, 0]);
        assert_eq!(divide(5, &[0, 0]), [0, 0]);
        assert_eq!(divide(0, &[50, 50]), [0, 0]);
        assert_eq!(divide(5, &[]), []);
        assert_eq!(divide(u16::MAX, &[255, 0, 255]), [32_768, 0, 32_767]);
    }

    proptest! {
        #[test]
        fn shares_add_up_and_stay_near_the_weights(
            n in 0_u16..300,
            parts in proptest::collection::vec((0_u8..60, 0_usize..40), 0..6),
        ) {
            let domain = |(number, &(weight, _)): (usize, &(u8, usize))| {
                Domain { number: number as u8, weight, name: String::new() }
            };
            let domains: Vec<Domain> = parts.iter().enumerate().map(domain).collect();
            let pools: Vec<Vec<usize>> = parts.iter().map(|part| vec![0; part.1]).collect();
            let shares = shares(&domains, &pools, n);
            let total: u32 = parts.iter().map(|part| u32::from(part.0)).sum();
            let weighted: u16 = shares.iter().filter(|s| s.weight > 0).map(|s| s.available).sum();
            prop_assert_eq!(shares.iter().map(|s| s.drawn).sum::<u16>(), n.min(weighted));
            for share in &shares {
                prop_assert!(share.drawn <= share.available);
                let exact = u32::from(n) * u32::from(share.weight);
                prop_assert!(u32::from(share.wanted) * total + total > exact || total == 0);
                prop_assert!(u32::from(share.wanted) * total < exact + total || total == 0);
                prop_assert!(share.is_short() == (share.available < share.wanted));
            }
        }
    }
}
