//! x86_64 and arm64 side by side, and how much slower arm64 may be before it stops winning.
//!
//! In: an input and prices. Out: two bills, and the slowdown, exact over the tiers.
//! Must not know: which of the two is asked for.

use super::{LambdaInput, bill};
use crate::breakeven::Curve;
use crate::money::Usd;
use crate::price::LambdaPrices;
use crate::quantity::Arch;
use crate::ratio::Ratio;

/// Both architectures for the same load.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The total on x86_64.
    pub x86_64: Usd,
    /// The total on arm64, if it takes the same time there.
    pub arm64: Usd,
    /// How many times as long every billed millisecond may take on arm64 before the bill is the
    /// same: 1.25 is a quarter slower. `None` if time costs nothing there, or if a price of either
    /// architecture is missing.
    pub even_at: Option<Ratio>,
}

/// Compares the architectures.
#[must_use]
pub fn compare(input: &LambdaInput, prices: &LambdaPrices) -> Comparison {
    let on = |arch| LambdaInput { arch, ..*input };
    let (x86, arm) = (on(Arch::X86_64), on(Arch::Arm64));
    let (x86_bill, arm_bill) = (bill(&x86, prices), bill(&arm, prices));
    let known = x86_bill.missing == arm_bill.missing;
    let even_at = || {
        let target = Curve::over_time(&x86, prices).at(1);
        Curve::over_time(&arm, prices).reaches(target)
    };
    Comparison {
        x86_64: x86_bill.total,
        arm64: arm_bill.total,
        even_at: if known { even_at() } else { None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lambda::Field;
    use crate::sample::lambda;
    use proptest::prelude::*;

    #[test]
    fn a_quarter_slower_is_even_in_the_first_tier() {
        let without = LambdaInput { free_tier: false, ..LambdaInput::EXAMPLE };
        let compared = compare(&without, &lambda("us-east-1"));
        assert_eq!(compared.x86_64.exact(), "9.600018");
        assert_eq!(compared.arm64.exact(), "7.800036");
        // 0.0000166667 / 0.0000133334
        assert_eq!(compared.even_at, Ratio::new(166_667, 133_334));
        assert_eq!(compared.even_at.unwrap().decimal(4), "1.2499");
    }

    #[test]
    fn the_free_tier_moves_the_point() {
        // 540,000 GB-s: x86_64 pays 140,000 at 0.0000166667, arm64 may use 400,000 + 174,999.
        let compared = compare(&LambdaInput::EXAMPLE, &lambda("us-east-1"));
        let even = compared.even_at.unwrap();
        assert_eq!(even.decimal(6), "1.064813");
        assert!(even < Ratio::new(5, 4).unwrap());
    }

    #[test]
    fn nothing_to_pay_is_no_comparison() {
        let nothing = LambdaInput::EXAMPLE.with(Field::Requests, 0).unwrap();
        assert_eq!(compare(&nothing, &lambda("us-east-1")).even_at, None);
        let provisioned = LambdaInput::EXAMPLE.with(Field::PcUnits, 5).unwrap();
        assert_eq!(compare(&provisioned, &lambda("eu-west-1")).even_at, None, "no price for arm64");
        assert!(compare(&provisioned, &lambda("us-east-1")).even_at.is_some());
    }

    proptest! {
        /// At the point itself arm64 costs the same; a little faster less, a little slower more.
        #[test]
        fn the_point_is_where_the_bills_meet(
            requests in 1_000_000..=20_000_000_000_u64,
            duration in 10..=3_000_u64,
            memory in 128..=10_240_u64,
            free_tier: bool,
        ) {
            let prices = lambda("us-east-1");
            let set = |duration: u64, arch| {
                let fields = [(Field::Requests, requests), (Field::Duration, duration), (Field::Memory, memory)];
                let input = LambdaInput { arch, free_tier, ..LambdaInput::EXAMPLE };
                fields.into_iter().fold(input, |input, (field, value)| input.with(field, value).unwrap())
            };
            let x86 = set(duration, Arch::X86_64);
            let compared = compare(&x86, &prices);
            prop_assume!(compared.x86_64 > compared.arm64);
            let even = compared.even_at.unwrap();
            let below = even.times(duration.into()).unwrap().floor();
            let total = |duration: u128| bill(&set(u64::try_from(duration).unwrap(), Arch::Arm64), &prices).total;
            prop_assert!(total(below) <= compared.x86_64);
            prop_assert!(total(below + 1) > compared.x86_64);
        }
    }
}
