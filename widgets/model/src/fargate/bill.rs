//! A month's bill of Fargate tasks.
//!
//! In: a valid input and the prices of a region. Out: lines with their working, whose amounts add
//! up to the total exactly. Prices are those for an hour; a task is billed by the second, and a
//! product that needs more than 25 decimals is rounded there.
//! Must not know: how a bill is shown.

use super::{FargateInput, Field};
use crate::bill::{Bill, Line, LineKind, working};
use crate::number::{self, Kind};
use crate::price::{FargatePrices, PriceRow};
use crate::quantity::{Quantity, StorageGb, Unit};

/// Works out the bill.
#[must_use]
pub fn bill<'p>(input: &FargateInput, prices: &'p FargatePrices) -> Bill<'p> {
    let compute = prices.compute(input.os, input.arch, input.capacity);
    let (cpu, memory) = (input.cpu.get(), input.memory.get());
    let disk = input.storage.get().saturating_sub(StorageGb::MIN);
    let vcpu = input_text(Field::Vcpu, cpu);
    let gb = input_text(Field::Memory, memory);
    let mut lines = Vec::new();
    let mut missing = Vec::new();
    let mut add = |kind, unit, each: u64, factor: &str, name: &str, row: Option<&'p PriceRow>| {
        let Some(row) = row else {
            missing.push(kind);
            return;
        };
        let quantity = Quantity::new(count(input, each), unit);
        lines.push(Line::flat(kind, 0, formula(input, factor, name), quantity, row));
    };
    add(LineKind::Vcpu, Unit::VcpuHour, cpu, &vcpu, "vCPU", compute.map(|c| &c.vcpu));
    if let Some(row) = compute.and_then(|compute| compute.licence.as_ref()) {
        add(LineKind::WindowsLicence, Unit::VcpuHour, cpu, &vcpu, "vCPU", Some(row));
    }
    add(LineKind::Memory, Unit::GbHour, memory, &gb, "GB", compute.map(|c| &c.memory));
    if disk > 0 {
        let above = format!("({} \u{2212} 20)", number::print(input.storage.get()));
        let mb = disk.saturating_mul(1_024);
        add(LineKind::EphemeralStorage, Unit::GbHour, mb, &above, "GB", prices.storage.as_ref());
    }
    Bill::new(lines, missing)
}

/// Parts of an hour: each task's processor or memory × its billed seconds × days.
fn count(input: &FargateInput, each: u64) -> u128 {
    [input.tasks.get(), input.billed_seconds(), input.days.get()]
        .iter()
        .fold(u128::from(each), |all, &factor| all.saturating_mul(factor.into()))
}

fn formula(input: &FargateInput, each: &str, unit: &str) -> String {
    let tasks = number::print(input.tasks.get());
    let seconds = number::print(input.billed_seconds());
    let days = Kind::Days.print(input.days.get());
    working(&[(&tasks, "tasks"), (each, unit), (&seconds, "s"), (&days, "days")], &["3,600"])
}

fn input_text(field: Field, value: u64) -> String {
    field.spec().print(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fargate::Per;
    use crate::money::Usd;
    use crate::quantity::{Arch, Capacity, Os};
    use crate::sample::fargate;
    use proptest::prelude::*;

    /// An input as it would be typed; `day` is hours, or minutes with an `m`.
    fn input(
        os: Os,
        arch: Arch,
        tasks: &str,
        size: [&str; 2],
        day: &str,
        days: &str,
        disk: &str,
    ) -> FargateInput {
        let mut input = FargateInput { os, arch, ..FargateInput::EXAMPLE };
        let (field, day, per) = match day.strip_suffix('m') {
            Some(minutes) => (Field::Minutes, minutes, Per::Minutes),
            None => (Field::Hours, day, Per::Hours),
        };
        input.per = per;
        let [vcpu, memory] = size;
        for (field, text) in [
            (Field::Tasks, tasks),
            (Field::Vcpu, vcpu),
            (Field::Memory, memory),
            (field, day),
            (Field::Days, days),
            (Field::Storage, disk),
        ] {
            input = input.with(field, field.read(text).unwrap()).unwrap();
        }
        input
    }

    fn amounts(input: &FargateInput) -> (Vec<String>, String) {
        let prices = fargate("us-east-1");
        let bill = bill(input, &prices);
        assert_eq!(bill.missing, []);
        (bill.lines.iter().map(|line| line.amount.display()).collect(), bill.total.display())
    }

    fn dollars(amounts: &[&str], total: &str) -> (Vec<String>, String) {
        let dollar = |text: &&str| format!("${text}");
        (amounts.iter().map(dollar).collect(), dollar(&total))
    }

    /// AWS Fargate pricing page, "Pricing examples", Example 1 (copy of mid 2026): 5 ECS tasks, 10
    /// minutes a day for 30 days, 1 vCPU, 2 GB, 30 GB of storage: 1.01 + 0.22 + 0.03 = 1.26.
    #[test]
    fn aws_example_1_linux_x86() {
        let input = input(Os::Linux, Arch::X86_64, "5", ["1", "2"], "10m", "30", "30");
        assert_eq!(amounts(&input), dollars(&["1.01", "0.22", "0.03"], "1.26"));
        let prices = fargate("us-east-1");
        let bill = bill(&input, &prices);
        assert_eq!(bill.lines[0].working, "5 tasks × 1 vCPU × 600 s × 30 days ÷ 3,600");
        assert_eq!(bill.lines[0].quantity.display(), "25 vCPU-h");
        assert_eq!(bill.lines[2].working, "5 tasks × (30 − 20) GB × 600 s × 30 days ÷ 3,600");
    }

    /// The same page, Example 2: the same on arm64: 0.81 + 0.18 + 0.03 = 1.02.
    #[test]
    fn aws_example_2_linux_arm() {
        let input = input(Os::Linux, Arch::Arm64, "5", ["1", "2"], "10m", "30", "30");
        assert_eq!(amounts(&input), dollars(&["0.81", "0.18", "0.03"], "1.02"));
    }

    /// The same page, Example 3: 10 EKS pods, one hour a day, 0.25 vCPU, 1 GB: 3.04 + 1.33 = 4.37.
    #[test]
    fn aws_example_3_pods() {
        let input = input(Os::Linux, Arch::X86_64, "10", ["0.25", "1"], "1", "30", "20");
        assert_eq!(amounts(&input), dollars(&["3.04", "1.33"], "4.37"));
    }

    /// The same page, Example 4: 10 Windows tasks, one hour a day, 1 vCPU, 2 GB:
    /// 27.45 + 13.80 + 6.00 = 47.25.
    #[test]
    fn aws_example_4_windows() {
        let input = input(Os::Windows, Arch::X86_64, "10", ["1", "2"], "1", "30", "20");
        assert_eq!(amounts(&input), dollars(&["27.45", "13.80", "6.00"], "47.25"));
    }

    /// wring.co's chart (2026) says 5, 9 and 16 USD for a month of 730 hours; right are these.
    #[test]
    fn small_tasks_day_and_night() {
        for (size, total) in [(["0.25", "0.5"], "9.01"), (["0.5", "1"], "18.02"), (["1", "2"], "36.04")] {
            let input = input(Os::Linux, Arch::X86_64, "1", size, "24", "30.4167", "20");
            assert_eq!(amounts(&input).1, format!("${total}"));
        }
        // study-products.md, 3.4: two tasks with 0.5 vCPU and 1 GB.
        let input = input(Os::Linux, Arch::X86_64, "2", ["0.5", "1"], "24", "30.4167", "20");
        assert_eq!(amounts(&input).1, "$36.04");
    }

    /// Rows of the old copy: 0.01264355 and 0.00138835 USD in us-east-1. Two tasks, 720 hours each:
    /// 2 x 720 x (0.5 x 0.01264355 + 1 x 0.00138835) = 11.10258.
    #[test]
    fn spot_has_its_own_rows() {
        let prices = fargate("us-east-1");
        let spot = FargateInput { capacity: Capacity::Spot, ..FargateInput::EXAMPLE };
        let bill = bill(&spot, &prices);
        assert_eq!((bill.missing.len(), bill.total.exact().as_str()), (0, "11.10258"));
        for row in bill.rows() {
            assert_eq!((row.source.as_of.as_str(), row.what.ends_with("Spot")), ("2021-01", true));
        }
    }

    #[test]
    fn what_has_no_price_is_missing_and_not_guessed() {
        let prices = fargate("eu-west-1");
        let arm = FargateInput { arch: Arch::Arm64, ..FargateInput::EXAMPLE };
        assert_eq!(bill(&arm, &prices).missing, [LineKind::Vcpu, LineKind::Memory]);
        let disk = FargateInput::EXAMPLE.with(Field::Storage, 30).unwrap();
        assert_eq!(bill(&disk, &prices).missing, [LineKind::EphemeralStorage]);
        let windows = FargateInput { os: Os::Windows, ..arm };
        assert_eq!(bill(&windows, &fargate("us-east-1")).lines, [], "there is no Windows on arm64");
    }

    #[test]
    fn the_greatest_bill_can_be_counted() {
        let mut input = FargateInput::EXAMPLE;
        for field in Field::ALL {
            input = input.with(field, field.max()).unwrap();
        }
        let prices = fargate("us-east-1");
        assert!(!bill(&input, &prices).per_year().is_saturated());
    }

    fn any_input() -> impl Strategy<Value = FargateInput> {
        let size = (prop::sample::select(vec![256_u64, 1_024, 4_096]), 512..=30_720_u64, 20..=200_u64);
        let time = (0..=2_400_u64, 0..=144_000_u64, 0..=310_000_u64, any::<bool>());
        (size, time, 0..=500_u64, any::<bool>()).prop_map(|((cpu, memory, storage), time, tasks, windows)| {
            let (hours, minutes, days, per) = time;
            let os = if windows { Os::Windows } else { Os::Linux };
            let per = if per { Per::Hours } else { Per::Minutes };
            let values = [cpu, memory, tasks, hours, minutes, days, storage];
            let start = FargateInput { os, per, ..FargateInput::EXAMPLE };
            Field::ALL
                .into_iter()
                .zip(values)
                .fold(start, |input, (field, value)| input.with(field, value).unwrap())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn more_use_never_costs_less(a in any_input(), b in any_input()) {
            let prices = fargate("us-east-1");
            let pick = |choose: fn(u64, u64) -> u64| {
                Field::ALL.into_iter().fold(a, |input, field| input.with(field, choose(a.get(field), b.get(field))).unwrap())
            };
            prop_assert!(bill(&pick(u64::min), &prices).total <= bill(&pick(u64::max), &prices).total);
        }

        #[test]
        fn lines_add_up(input in any_input()) {
            let prices = fargate("us-east-1");
            let bill = bill(&input, &prices);
            prop_assert_eq!(bill.lines.iter().map(|line| line.amount).sum::<Usd>(), bill.total);
            prop_assert!(bill.lines.iter().all(|line| !line.amount.is_negative() && line.steps.len() == 1));
        }

        #[test]
        fn the_first_20_gb_cost_nothing(input in any_input()) {
            let prices = fargate("us-east-1");
            let least = input.with(Field::Storage, 20).unwrap();
            prop_assert!(bill(&least, &prices).lines.iter().all(|line| line.kind != LineKind::EphemeralStorage));
        }
    }
}
