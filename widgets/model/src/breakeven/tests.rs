//! Break-even against worked examples, against the bills, and against brute force.

use super::*;
use crate::lambda::{ApiKind, Field as LambdaField, LambdaInput};
use crate::quantity::Arch;
use crate::sample::{fargate, fleet, lambda};
use proptest::prelude::*;
use std::sync::LazyLock;

static PRICES: LazyLock<(LambdaPrices, FargatePrices, FleetPrices)> =
    LazyLock::new(|| (lambda("us-east-1"), fargate("us-east-1"), fleet("us-east-1")));

fn prices() -> Prices<'static> {
    let (lambda, fargate, fleet) = &*PRICES;
    Prices { lambda, fargate, fleet }
}

fn with(scenario: Scenario, values: &[(Field, u64)]) -> Scenario {
    values.iter().fold(scenario, |scenario, &(field, value)| scenario.with(field, value).unwrap())
}

/// study-products.md, 3.4: two tasks with 0.5 vCPU and 1 GB, 36.04 a month, against a function of
/// 512 MB and 100 ms, 1.033 a million, without free tier.
fn known() -> Scenario {
    let mut scenario = Scenario::EXAMPLE;
    scenario.alb = false;
    scenario.lambda.free_tier = false;
    for (field, value) in [(LambdaField::Memory, 512), (LambdaField::Duration, 100)] {
        scenario.lambda = scenario.lambda.with(field, value).unwrap();
    }
    // Without connections and bytes a load balancer costs its hours and 100 ms of each connection.
    with(scenario, &[(Field::Connections, 0), (Field::Traffic, 0), (Field::Rate, 10_000_000)])
}

#[test]
fn the_known_break_even() {
    let found = BreakEven::find(&known(), prices());
    assert!(found.complete);
    let first = &found.stretches[1];
    assert_eq!((found.stretches[0].cheapest, first.cheapest), (Choice::Lambda, Choice::Fargate));
    assert_eq!(first.begins, Begins::Equal);
    // 36.0401 / 0.000001033335 = 34.877 million.
    assert_eq!(first.from, Ratio::new(36_040_100_000_000, 1_033_335).unwrap());
    assert_eq!(first.from.decimal(3), "34877459.875");
    assert_eq!(first.from_per_second().unwrap().decimal(3), "13.271");
}

#[test]
fn a_load_balancer_moves_it() {
    // 0.0225 x 730 = 16.425 more: 50.8 million, 19.3 a second. The connections of 100 ms add
    // 0.1 / 3,000 LCU for each request a second.
    let found = BreakEven::find(&Scenario { alb: true, ..known() }, prices());
    let first = &found.stretches[1];
    assert_eq!(first.from.decimal(0), "50776235");
    assert_eq!(first.from_per_second().unwrap().decimal(1), "19.3");
    let lambda = found.cost(Choice::Lambda, 50_776_235).unwrap();
    let fargate = found.cost(Choice::Fargate, 50_776_235).unwrap();
    assert!(lambda <= fargate && fargate.minus(lambda) < found.cost(Choice::Lambda, 2).unwrap());
}

#[test]
fn a_control_plane_costs_73_dollars() {
    let bill = Scenario::EXAMPLE.bill(Choice::Eks, prices(), Requests::EXAMPLE).unwrap();
    let plane = bill.lines.iter().find(|line| line.kind == LineKind::ControlPlane).unwrap();
    assert_eq!(plane.amount.exact(), "73");
    let extended = Scenario { eks: EksSupport::Extended, ..Scenario::EXAMPLE };
    let bill = extended.bill(Choice::Eks, prices(), Requests::EXAMPLE).unwrap();
    assert!(bill.lines.iter().any(|line| line.amount.exact() == "438"));
}

#[test]
fn the_bill_of_instances() {
    let scenario = with(Scenario::EXAMPLE, &[(Field::Nat, 2), (Field::NatTraffic, 100)]);
    let requests = Requests::new(1_000_000_000).unwrap();
    let bill = scenario.bill(Choice::Ec2, prices(), requests).unwrap();
    let lines: Vec<_> =
        bill.lines.iter().map(|l| (l.kind.label(), l.working.as_str(), l.amount.display())).collect();
    let amount = |text: &str| text.to_owned();
    assert_eq!(
        lines,
        [
            // A task answers 131,400,000 a month, an m7i.large holds 3 of them.
            ("EC2 instances", "3 instances × 730 hours", amount("$220.75")),
            ("Disks (gp3)", "3 instances × 30 GB-months", amount("$7.20")),
            ("Load balancer", "", amount("$16.43")),
            ("Load balancer capacity", "1,000,000,000 requests × ≈ 0.00000954 LCU-hours", amount("$76.29")),
            ("NAT gateways", "", amount("$65.70")),
            ("NAT data", "1,000,000,000 requests × ≈ 0.0000954 GB", amount("$4,291.53")),
        ]
    );
}

/// 0.005 an hour are 3.65 a month for each address.
#[test]
fn public_addresses_cost_by_the_hour() {
    let amounts = |scenario: Scenario, choice| -> Vec<String> {
        let bill = scenario.bill(choice, prices(), Requests::EXAMPLE).unwrap();
        let lines = bill.lines.iter().filter(|line| line.kind == LineKind::PublicIpv4);
        lines.map(|line| line.amount.exact()).collect()
    };
    let on = Scenario { ipv4: true, ..Scenario::EXAMPLE };
    assert!(amounts(Scenario::EXAMPLE, Choice::Fargate).is_empty());
    assert_eq!(amounts(on, Choice::Fargate), ["7.3", "7.3"], "a load balancer in two zones, two tasks");
    assert_eq!(amounts(Scenario { alb: false, ..on }, Choice::Ec2), ["7.3"], "two instances");
    let nat = with(on, &[(Field::Nat, 3)]);
    assert_eq!(amounts(nat, Choice::Eks), ["18.25"], "two and three, none for what is behind NAT");
}

#[test]
fn who_cannot_take_part_says_why() {
    let reason = |scenario: &Scenario, choice| scenario.curve(choice, prices()).unwrap_err();
    let odd = with(Scenario::EXAMPLE, &[(Field::Memory, 4_097)]);
    assert_eq!(reason(&odd, Choice::Fargate), Unavailable::NoSuchSize);
    let big = with(Scenario::EXAMPLE, &[(Field::Vcpu, 2_048), (Field::Memory, 4_096)]);
    assert_eq!(reason(&big, Choice::Ec2), Unavailable::DoesNotFit);
    let mut arm = Scenario::EXAMPLE;
    arm.lambda.arch = Arch::Arm64;
    assert_eq!(reason(&arm, Choice::Eks), Unavailable::OtherArch);
    let unknown = Scenario { instance: crate::name::Name::US_EAST_1, ..Scenario::EXAMPLE };
    assert_eq!(reason(&unknown, Choice::Ec2), Unavailable::NoSuchInstance);
    let mut wrong = Scenario::EXAMPLE;
    wrong.lambda = wrong.lambda.with(LambdaField::PcRequests, 1).unwrap();
    assert_eq!(reason(&wrong, Choice::Lambda), Unavailable::Contradiction(Remark::NothingProvisioned));
    let (ireland, there) = (lambda("eu-west-1"), fargate("eu-west-1"));
    let prices = Prices { lambda: &ireland, fargate: &there, fleet: &fleet("eu-west-1") };
    let found = BreakEven::find(&Scenario::EXAMPLE, prices);
    let curves: Vec<Choice> = found.curves.iter().map(|(choice, _)| *choice).collect();
    assert_eq!(curves, [Choice::Lambda], "no load balancer is priced there");
    assert!(found.unavailable.iter().all(|(_, reason)| reason.message().ends_with('.')));
}

/// devtocash compares 500 requests a second of 200 ms with 2 vCPU and doesn't say that 100 of them
/// are then in flight: here the requests of a task are an input.
#[test]
fn requests_per_task_decide() {
    let per_second = |rate: u64| {
        let scenario = with(Scenario::EXAMPLE, &[(Field::Rate, rate)]);
        let requests = Requests::new(500 * 2_628_000).unwrap();
        let bill = scenario.bill(Choice::Fargate, prices(), requests).unwrap();
        bill.lines.iter().find(|line| line.kind == LineKind::Vcpu).unwrap().quantity.display()
    };
    assert_eq!(per_second(50_000), "3,650 vCPU-h", "10 tasks with half a processor");
    assert_eq!(per_second(10_000), "18,250 vCPU-h");
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let load = (1..=2_000_u64, 128..=3_000_u64, any::<bool>(), 0..=3_usize, 0..=20_000_u64, 0..=1_000_u64);
    let extras = (512..=2_048_u64, 0..=5_u64, 0..=2_000_000_u64, 0..=200_000_u64, 0..=90_000_u64);
    let tasks = (0..=3_usize, 1..=400_u64, 0..=4_u64, 0..=4_u64, 0..=300_000_u64);
    let switches = (any::<bool>(), any::<bool>());
    let around = (any::<bool>(), 0..=1_000_000_u64, 0..=200_u64, 0..=2_u64, switches);
    let instance = prop::sample::select(vec!["m7i.large", "t3.medium", "c6i.xlarge", "m6i.2xlarge"]);
    (load, extras, tasks, around, instance).prop_map(|(load, extras, tasks, around, instance)| {
        let (duration, memory, free_tier, api, cold, init) = load;
        let (tmp, pc_units, pc_requests, stream, stream_mb) = extras;
        let (size, rate, least_tasks, least_instances, headroom) = tasks;
        let (alb, connections, traffic, nat, (extended, ipv4)) = around;
        let mut scenario = Scenario {
            lambda: LambdaInput { free_tier, api: ApiKind::ALL[api], ..LambdaInput::EXAMPLE },
            instance: crate::name::Name::parse(instance).unwrap(),
            alb,
            ipv4,
            eks: if extended { EksSupport::Extended } else { EksSupport::Standard },
            ..Scenario::EXAMPLE
        };
        for (field, value) in [
            (LambdaField::Duration, duration),
            (LambdaField::Memory, memory),
            (LambdaField::Cold, cold),
            (LambdaField::Init, init),
            (LambdaField::Tmp, tmp),
            (LambdaField::PcUnits, pc_units),
            (LambdaField::PcRequests, if pc_units > 0 { pc_requests } else { 0 }),
            (LambdaField::Stream, stream),
            (LambdaField::StreamMb, stream_mb),
        ] {
            scenario.lambda = scenario.lambda.with(field, value).unwrap();
        }
        let (cpu, mb) = [(256, 512), (512, 1_024), (1_024, 2_048), (1_024, 8_192)][size];
        with(
            scenario,
            &[
                (Field::Vcpu, cpu),
                (Field::Memory, mb),
                (Field::Rate, rate * 250),
                (Field::LeastTasks, least_tasks),
                (Field::LeastInstances, least_instances),
                (Field::Headroom, headroom),
                (Field::Connections, connections),
                (Field::Traffic, traffic),
                (Field::Nat, nat),
                (Field::NatTraffic, traffic),
            ],
        )
    })
}

/// Numbers of requests of all sizes, and those around the changes.
fn probes(found: &BreakEven, random: &[u64]) -> Vec<u64> {
    let around = found.stretches.iter().skip(1).take(40).flat_map(|stretch| {
        let at = u64::try_from(stretch.from.floor()).unwrap();
        [at.saturating_sub(1), at, at + 1, at + 2]
    });
    let mut all: Vec<u64> = around.chain(random.iter().copied()).filter(|&requests| requests > 0).collect();
    all.retain(|&requests| requests <= Requests::MAX);
    all
}

fn sizes() -> impl Strategy<Value = Vec<u64>> {
    let one = (0..=12_u32, 1..10_000_u64)
        .prop_map(|(size, part)| (10_u64.pow(size) * part).div_ceil(10_000).max(1));
    proptest::collection::vec(one, 40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The stretches against the bills of all choices: two ways of working out the same.
    #[test]
    fn the_cheapest_agrees_with_brute_force(scenario in any_scenario(), random in sizes()) {
        let found = BreakEven::find(&scenario, prices());
        for requests in probes(&found, &random) {
            let Some(cheapest) = found.cheapest(requests) else {
                prop_assert!(!found.complete);
                continue;
            };
            let total = |choice| {
                let bill = scenario.bill(choice, prices(), Requests::new(requests).unwrap());
                bill.map(|bill| bill.total)
            };
            let least = Choice::ALL.into_iter().filter_map(|choice| total(choice).ok()).min().unwrap();
            let gap = total(cheapest).unwrap().minus(least);
            // The lines of a bill are rounded, each by less than 10⁻²⁵ dollars.
            prop_assert!(gap <= Usd::of_pico(1, 100_000_000_000), "{requests}: {} too much", gap.exact());
        }
    }

    /// The curve of a choice is its bill, apart from rounding at the 25th decimal of each line.
    #[test]
    fn curves_are_bills(scenario in any_scenario(), random in sizes()) {
        for choice in Choice::ALL {
            let Ok(curve) = scenario.curve(choice, prices()) else {
                continue;
            };
            for &requests in random.iter().take(8) {
                let bill = scenario.bill(choice, prices(), Requests::new(requests).unwrap()).unwrap();
                let (a, b) = (bill.total, curve.cost(requests));
                let gap = if a < b { b.minus(a) } else { a.minus(b) };
                prop_assert!(gap <= Usd::of_pico(1, 100_000_000_000), "{choice:?} {requests}: {}", gap.exact());
            }
        }
    }

    /// Stretches cover everything, one after the other, and neighbours differ.
    #[test]
    fn stretches_leave_no_gap(scenario in any_scenario()) {
        let found = BreakEven::find(&scenario, prices());
        prop_assert_eq!(found.stretches[0].from, Ratio::ZERO);
        for pair in found.stretches.windows(2) {
            prop_assert_eq!(pair[0].to, pair[1].from);
            prop_assert!(pair[0].cheapest != pair[1].cheapest && pair[0].from < pair[0].to);
        }
        let last = found.stretches.last().unwrap();
        prop_assert_eq!(found.complete, last.to == Ratio::whole(Requests::MAX.into()));
    }
}
