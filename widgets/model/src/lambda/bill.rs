//! A month's bill of one Lambda function.
//!
//! In: a valid input and the prices of a region. Out: lines with their working, whose amounts
//! add up to the total exactly. Must not know: how a bill is shown.
//!
//! The free tier is taken off the top of the use before the tiers are counted, as AWS's own
//! calculator does, so its line is the difference between the two.

use super::LambdaInput;
use crate::money::Usd;
use crate::number;
use crate::price::{LambdaPrices, PriceRow, Slice};
use crate::quantity::GbSeconds;

/// How much of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Requests.
    Requests(u64),
    /// GB-seconds.
    GbSeconds(GbSeconds),
}

impl Quantity {
    /// For people, with the unit: `540,000 GB-s`.
    #[must_use]
    pub fn display(self) -> String {
        match self {
            Self::Requests(count) => format!("{} requests", number::print(count)),
            Self::GbSeconds(gb_seconds) => format!("{} GB-s", gb_seconds.display()),
        }
    }
}

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Memory for the time that requests take.
    Duration,
    /// The free GB-seconds: a credit.
    FreeDuration,
    /// The requests themselves.
    Requests,
    /// The free requests: a credit.
    FreeRequests,
}

impl LineKind {
    /// Its name in the bill.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Duration => "Duration",
            Self::FreeDuration => "Free tier, duration",
            Self::Requests => "Requests",
            Self::FreeRequests => "Free tier, requests",
        }
    }

    /// Whether its amount is negative or nothing.
    #[must_use]
    pub const fn is_credit(self) -> bool {
        matches!(self, Self::FreeDuration | Self::FreeRequests)
    }
}

/// One multiplication: a quantity, or the part of it that lies in one tier, times its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'p> {
    /// How much.
    pub quantity: Quantity,
    /// At which price.
    pub row: &'p PriceRow,
    /// The product, negative in a credit.
    pub amount: Usd,
}

/// A line item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'p> {
    /// What it is for.
    pub kind: LineKind,
    /// How the quantity comes about, with the numbers put in.
    pub working: String,
    /// The quantity of the whole line.
    pub quantity: Quantity,
    /// The steps through the tiers: at least one.
    pub steps: Vec<Step<'p>>,
    /// The sum of the steps.
    pub amount: Usd,
}

/// A month's bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill<'p> {
    /// Its line items.
    pub lines: Vec<Line<'p>>,
    /// Their exact sum.
    pub total: Usd,
}

impl<'p> Bill<'p> {
    /// The price rows that the bill uses, each once, in the order of their first use.
    #[must_use]
    pub fn rows(&self) -> Vec<&'p PriceRow> {
        let mut rows: Vec<&PriceRow> = Vec::new();
        for step in self.lines.iter().flat_map(|line| &line.steps) {
            if rows.iter().all(|row| row.id != step.row.id) {
                rows.push(step.row);
            }
        }
        rows
    }
}

/// Works out the bill.
#[must_use]
pub fn bill<'p>(input: &LambdaInput, prices: &'p LambdaPrices) -> Bill<'p> {
    let mut lines = Vec::with_capacity(4);
    duration_lines(input, prices, &mut lines);
    request_lines(input, prices, &mut lines);
    let total = lines.iter().map(|line| line.amount).sum();
    Bill { lines, total }
}

fn duration_lines<'p>(input: &LambdaInput, prices: &'p LambdaPrices, lines: &mut Vec<Line<'p>>) {
    let tiers = prices.duration(input.arch);
    let used = GbSeconds::used(input.requests, input.duration, input.memory);
    let [requests, duration, memory] =
        [input.requests.get(), input.duration.get(), input.memory.get()].map(number::print);
    lines.push(line(
        LineKind::Duration,
        format!("{requests} requests \u{d7} {duration} ms \u{d7} {memory} MB \u{f7} 1,000 \u{f7} 1,024"),
        Quantity::GbSeconds(used),
        gb_second_steps(&tiers.cut(GbSeconds::default(), used)),
    ));
    if input.free_tier {
        let allowance = GbSeconds::whole(prices.free_tier.gb_seconds);
        let paid = used.less(allowance);
        let free = used.less(paid);
        lines.push(line(
            LineKind::FreeDuration,
            free_working(Quantity::GbSeconds(used), Quantity::GbSeconds(allowance), free == used),
            Quantity::GbSeconds(free),
            gb_second_steps(&tiers.cut(paid, used)),
        ));
    }
}

fn request_lines<'p>(input: &LambdaInput, prices: &'p LambdaPrices, lines: &mut Vec<Line<'p>>) {
    let row = &prices.requests;
    let used = input.requests.get();
    let step =
        |count: u64| vec![Step { quantity: Quantity::Requests(count), row, amount: row.each().times(count) }];
    lines.push(line(LineKind::Requests, String::new(), Quantity::Requests(used), step(used)));
    if input.free_tier {
        let allowance = prices.free_tier.requests;
        let free = used.min(allowance);
        lines.push(line(
            LineKind::FreeRequests,
            free_working(Quantity::Requests(used), Quantity::Requests(allowance), free == used),
            Quantity::Requests(free),
            step(free),
        ));
    }
}

/// Why so much is free: the whole allowance, or no more than was used.
fn free_working(used: Quantity, allowance: Quantity, all_free: bool) -> String {
    if all_free {
        format!("all {} of {} free each month", used.display(), allowance.display())
    } else {
        format!("{} free each month", allowance.display())
    }
}

fn gb_second_steps<'p>(slices: &[Slice<'p>]) -> Vec<Step<'p>> {
    let step = |slice: &Slice<'p>| Step {
        quantity: Quantity::GbSeconds(slice.quantity),
        row: slice.row,
        amount: slice.amount(),
    };
    slices.iter().map(step).collect()
}

/// A line from its steps; those of a credit are turned negative.
fn line(kind: LineKind, working: String, quantity: Quantity, mut steps: Vec<Step<'_>>) -> Line<'_> {
    if kind.is_credit() {
        for step in &mut steps {
            step.amount = step.amount.negated();
        }
    }
    let amount = steps.iter().map(|step| step.amount).sum();
    Line { kind, working, quantity, steps, amount }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lambda::sample::{prices, row};
    use crate::money::UnitPrice;
    use crate::price::{Tier, Tiers, Unit};
    use crate::quantity::{Arch, DurationMs, MemoryMb, Requests};
    use proptest::prelude::*;

    fn input(requests: u64, duration: u64, memory: u64, arch: Arch, free_tier: bool) -> LambdaInput {
        LambdaInput {
            requests: Requests::new(requests).unwrap(),
            duration: DurationMs::new(duration).unwrap(),
            memory: MemoryMb::new(memory).unwrap(),
            arch,
            free_tier,
        }
    }

    fn total(requests: u64, duration: u64, memory: u64, arch: Arch, free_tier: bool) -> String {
        bill(&input(requests, duration, memory, arch, free_tier), &prices()).total.exact()
    }

    #[test]
    fn the_worked_example() {
        let prices = prices();
        let bill = bill(&LambdaInput::EXAMPLE, &prices);
        assert_eq!(bill.total.exact(), "2.733338");
        let lines: Vec<_> =
            bill.lines.iter().map(|l| (l.kind, l.quantity.display(), l.amount.exact())).collect();
        assert_eq!(
            lines,
            [
                (LineKind::Duration, "540,000 GB-s".into(), "9.000018".into()),
                (LineKind::FreeDuration, "400,000 GB-s".into(), "-6.66668".into()),
                (LineKind::Requests, "3,000,000 requests".into(), "0.6".into()),
                (LineKind::FreeRequests, "1,000,000 requests".into(), "-0.2".into()),
            ]
        );
        assert_eq!(
            bill.lines.first().unwrap().working,
            "3,000,000 requests × 120 ms × 1,536 MB ÷ 1,000 ÷ 1,024"
        );
        assert_eq!(bill.rows().len(), 2);
    }

    #[test]
    fn bills_known_from_elsewhere() {
        // 10 million requests of 200 ms with 512 MB: 18.67 USD, 11.80 with the free tier.
        assert_eq!(total(10_000_000, 200, 512, Arch::X86_64, false), "18.6667");
        assert_eq!(total(10_000_000, 200, 512, Arch::X86_64, true), "11.80002");
        // 512 MB for 100 ms: 1.033 USD a million.
        assert_eq!(total(1_000_000, 100, 512, Arch::X86_64, false), "1.033335");
        // 20 ms is billed as 20 ms, not as 100 ms.
        assert_eq!(total(10_000_000, 20, 128, Arch::X86_64, false), "2.4166675");
    }

    #[test]
    fn tiers_are_steps() {
        let prices = prices();
        // 20 billion GB-seconds: 6 + 9 + 5 billion.
        let big = input(20_000_000_000, 1_000, 1_024, Arch::X86_64, false);
        let bill = bill(&big, &prices);
        let steps: Vec<_> = bill.lines.first().unwrap().steps.iter().map(|s| s.amount.exact()).collect();
        assert_eq!(steps, ["100000.2", "135000", "66667"]);
        assert_eq!(bill.total.exact(), "305667.2");
        // arm64: 7.5 + 11.25 + 1.25 billion.
        assert_eq!(total(20_000_000_000, 1_000, 1_024, Arch::Arm64, false), "252335");
    }

    #[test]
    fn the_free_tier_comes_off_the_top_tier() {
        let prices = prices();
        let just_over = input(6_000_100_000, 1_000, 1_024, Arch::X86_64, true);
        let bill = bill(&just_over, &prices);
        let free = bill.lines.get(1).unwrap();
        let steps: Vec<_> = free.steps.iter().map(|s| (s.quantity.display(), s.row.usd.exact())).collect();
        assert_eq!(
            steps,
            [("300,000 GB-s".into(), "0.0000166667".into()), ("100,000 GB-s".into(), "0.000015".to_owned()),]
        );
    }

    #[test]
    fn nothing_used_costs_nothing() {
        assert_eq!(total(0, 900_000, 10_240, Arch::X86_64, true), "0");
        assert_eq!(total(0, 1, 128, Arch::Arm64, false), "0");
        assert_eq!(total(1_000_000, 100, 128, Arch::X86_64, true), "0");
    }

    #[test]
    fn the_greatest_bill_can_be_counted() {
        let mut dear = prices();
        let highest = UnitPrice::HIGHEST.exact();
        dear.requests = row(&highest, 1, Unit::Request);
        let only = Tier { row: row(&highest, 1, Unit::GbSecond), up_to: None };
        dear.x86_64 = Tiers::new(vec![only]).unwrap();
        let most = input(Requests::MAX, DurationMs::MAX, MemoryMb::MAX, Arch::X86_64, false);
        let bill = bill(&most, &dear);
        assert!(!bill.total.is_saturated());
        assert_eq!(bill.total.exact(), "9001000000000");
    }

    fn any_input() -> impl Strategy<Value = LambdaInput> {
        let requests = prop_oneof![0..=10_000_000_u64, 0..=Requests::MAX, Just(Requests::MAX), Just(0)];
        (requests, 1..=DurationMs::MAX, 128..=MemoryMb::MAX, any::<bool>(), any::<bool>()).prop_map(
            |(requests, duration, memory, arm, free)| {
                let arch = if arm { Arch::Arm64 } else { Arch::X86_64 };
                input(requests, duration, memory, arch, free)
            },
        )
    }

    proptest! {
        #[test]
        fn more_use_never_costs_less(a in any_input(), b in any_input()) {
            let prices = prices();
            let less = LambdaInput {
                requests: a.requests.min(b.requests),
                duration: a.duration.min(b.duration),
                memory: a.memory.min(b.memory),
                ..a
            };
            let more = LambdaInput {
                requests: a.requests.max(b.requests),
                duration: a.duration.max(b.duration),
                memory: a.memory.max(b.memory),
                ..a
            };
            prop_assert!(bill(&less, &prices).total <= bill(&more, &prices).total);
        }

        #[test]
        fn lines_and_steps_add_up(input in any_input()) {
            let prices = prices();
            let bill = bill(&input, &prices);
            prop_assert_eq!(bill.lines.iter().map(|l| l.amount).sum::<Usd>(), bill.total);
            for line in &bill.lines {
                prop_assert!(!line.steps.is_empty());
                prop_assert_eq!(line.steps.iter().map(|s| s.amount).sum::<Usd>(), line.amount);
                prop_assert!(line.kind.is_credit() || !line.amount.is_negative());
                prop_assert!(!line.kind.is_credit() || line.amount <= Usd::ZERO);
            }
        }

        #[test]
        fn the_free_tier_only_helps_and_never_pays(input in any_input()) {
            let prices = prices();
            let with = bill(&LambdaInput { free_tier: true, ..input }, &prices).total;
            let without = bill(&LambdaInput { free_tier: false, ..input }, &prices).total;
            prop_assert!(!with.is_negative());
            prop_assert!(with <= without);
        }

        #[test]
        fn arm64_is_never_dearer(input in any_input()) {
            let prices = prices();
            let x86 = bill(&LambdaInput { arch: Arch::X86_64, ..input }, &prices).total;
            let arm = bill(&LambdaInput { arch: Arch::Arm64, ..input }, &prices).total;
            prop_assert!(arm <= x86);
        }
    }
}
