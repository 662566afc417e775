//! What must hold for every input: sums, growth, halves, the free tier, the greatest numbers.

use super::examples::{VIRGINIA, total};
use super::*;
use crate::money::Usd;
use crate::sample::lambda;
use proptest::prelude::*;

/// Every range at its end, five functions, a whole year, in the dearest region.
#[test]
fn the_greatest_bill_can_be_counted() {
    let most = Field::ALL
        .into_iter()
        .fold(LambdaInput::EXAMPLE, |input, field| input.with(field, field.max()).unwrap());
    let most = LambdaInput { pc_requests: Requests::NONE, free_tier: false, api: ApiKind::Rest, ..most };
    let hong_kong = lambda("ap-east-1");
    let bill = account_bill(&[most; MOST_FUNCTIONS], &hong_kong);
    assert!(!bill.per_year().is_saturated());
    assert_eq!(bill.of_function(1).times(5), bill.total);
    // Not even at the highest prices that a table may hold.
    let mut dear = hong_kong;
    for tier in [&mut dear.x86_64, &mut dear.arm64] {
        let row = crate::sample::row("0.0001", 1, crate::price::Unit::GbSecond);
        *tier = crate::price::Tiers::new(vec![crate::price::Tier { row, up_to: None }]).unwrap();
    }
    let bill = account_bill(&[most; MOST_FUNCTIONS], &dear);
    assert!(!bill.total.is_saturated());
}

fn any_input() -> impl Strategy<Value = LambdaInput> {
    let values = Field::ALL.map(|field| {
        let small = field.max().min(field.min() + 1_000_000);
        prop_oneof![field.min()..=small, field.min()..=field.max()].boxed()
    });
    (values, any::<[bool; 3]>(), 0..4_usize).prop_map(|(values, [arm, free_tier, snapstart], api)| {
        let arch = if arm { Arch::Arm64 } else { Arch::X86_64 };
        let start =
            LambdaInput { arch, free_tier, snapstart, api: ApiKind::ALL[api], ..LambdaInput::EXAMPLE };
        let set = |input: LambdaInput, (field, value)| input.with(field, value).unwrap();
        let input = Field::ALL.into_iter().zip(values).fold(start, set);
        let pc_requests = input.pc_requests.min(input.requests);
        LambdaInput { pc_requests, ..input }
    })
}

/// The fields of which more is more, whatever the others are. More requests on provisioned
/// concurrency are fewer on demand, so they may cost less.
fn rising(field: &Field) -> bool {
    *field != Field::PcRequests
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn more_use_never_costs_less(a in any_input(), b in any_input()) {
        let pick = |choose: fn(u64, u64) -> u64| {
            let set = |input: LambdaInput, field| input.with(field, choose(a.get(field), b.get(field))).unwrap();
            let picked = Field::ALL.into_iter().filter(rising).fold(a, set);
            LambdaInput { pc_requests: a.pc_requests.min(b.pc_requests), ..picked }
        };
        let least = pick(u64::min);
        let (less, more) = (least, pick(u64::max));
        prop_assume!(least.pc_requests <= least.requests);
        prop_assert!(total(&less) <= total(&more));
    }

    #[test]
    fn lines_and_steps_add_up(inputs in proptest::collection::vec(any_input(), 1..=MOST_FUNCTIONS)) {
        let bill = account_bill(&inputs, &VIRGINIA);
        prop_assert_eq!(bill.lines.iter().map(|l| l.amount).sum::<Usd>(), bill.total);
        for line in &bill.lines {
            prop_assert!(!line.steps.is_empty());
            prop_assert_eq!(line.steps.iter().map(|s| s.amount).sum::<Usd>(), line.amount);
            prop_assert_eq!(line.steps.iter().map(|s| s.quantity.count).sum::<u128>(), line.quantity.count);
            prop_assert!(line.kind.is_credit() || !line.amount.is_negative());
            prop_assert!(!line.kind.is_credit() || line.amount <= Usd::ZERO);
        }
        let by_function: Usd = (0..=inputs.len()).map(|function| bill.of_function(function)).sum();
        prop_assert_eq!(by_function, bill.total);
    }

    #[test]
    fn the_free_tier_only_helps_and_never_pays(input in any_input()) {
        let with = total(&LambdaInput { free_tier: true, ..input });
        let without = total(&LambdaInput { free_tier: false, ..input });
        prop_assert!(!with.is_negative());
        prop_assert!(with <= without);
    }

    /// Below the first bound and without free tier a function costs as much as its two halves.
    #[test]
    fn halves_make_the_whole(half in 0..1_000_000_u64, duration in 1..=5_000_u64, memory in 128..=1_024_u64, tmp in 512..=1_024_u64, cold in 0..=1_000_000_u64) {
        let values = [(Field::Requests, half), (Field::Duration, duration), (Field::Memory, memory), (Field::Tmp, tmp), (Field::Cold, cold), (Field::Init, 500)];
        let start = LambdaInput { free_tier: false, ..LambdaInput::EXAMPLE };
        let one = values.into_iter().fold(start, |input, (field, value)| input.with(field, value).unwrap());
        let two = one.with(Field::Requests, half * 2).unwrap();
        // Shares of a request are rounded at the 25th decimal, once a line.
        let gap = total(&one).times(2).minus(total(&two));
        let gap = if gap.is_negative() { gap.negated() } else { gap };
        prop_assert!(gap <= Usd::of_pico(1, 1_000_000_000_000), "{}", gap.exact());
        let pair = account_bill(&[one, one], &VIRGINIA).total;
        prop_assert_eq!(pair, total(&one).times(2));
    }

    #[test]
    fn the_least_storage_costs_nothing(input in any_input()) {
        let least = LambdaInput { tmp: TmpMb::EXAMPLE, ..input };
        let bill = bill(&least, &VIRGINIA);
        prop_assert!(bill.lines.iter().all(|line| line.kind != LineKind::Tmp));
    }

    #[test]
    fn arm64_is_never_dearer(input in any_input()) {
        let on = |arch| total(&LambdaInput { arch, ..input });
        prop_assert!(on(Arch::Arm64) <= on(Arch::X86_64));
    }

    /// No region's table makes a bill fail, and what is missing there is said.
    #[test]
    fn every_region_has_a_bill(input in any_input(), region in prop::sample::select(vec!["us-east-2", "af-south-1", "eu-central-2"])) {
        let prices = lambda(region);
        let bill = bill(&input, &prices);
        let extras = [
            (input.snapstart, LineKind::SnapStartCache),
            (input.arch == Arch::Arm64 && input.pc_units.get() > 0, LineKind::ProvisionedConcurrency),
        ];
        for (used, kind) in extras {
            prop_assert_eq!(bill.missing.contains(&kind), used);
        }
        prop_assert!(!bill.total.is_negative());
    }
}
