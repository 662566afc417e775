//! Whether processor and memory go together, the next size up, and what is paid for nothing there.
//!
//! In: an input and the prices of its region. Out: remarks with a sentence each, and the size that
//! holds what is asked for. Must not know: how it is shown.

use super::{FargateInput, Field, bill};
use crate::bill::LineKind;
use crate::money::Usd;
use crate::price::{FargatePrices, Pair};
use crate::quantity::{Arch, Capacity, CpuUnits, Os, TaskMb};

/// The size that holds what a task asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The size.
    pub pair: Pair,
    /// CPU units that the task doesn't ask for.
    pub spare_cpu: u64,
    /// Memory in MB that the task doesn't ask for.
    pub spare_mb: u64,
    /// What a month costs in this size.
    pub total: Usd,
    /// What of it is paid for what the task doesn't ask for.
    pub spare: Usd,
}

/// Something to say about an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Windows runs on x86_64 only.
    WindowsArm,
    /// There is no Spot for Windows.
    SpotWindows,
    /// No Spot price is sourced for this architecture in this region.
    NoSpot,
    /// No price is sourced for Windows in this region.
    NoWindows,
    /// No price is sourced for arm64 in this region.
    NoArm,
    /// The Spot prices are old.
    OldSpot,
    /// Windows has 1, 2 and 4 vCPU.
    WindowsSize,
    /// The processor doesn't have this memory; it has these, in MB.
    NoPair(Vec<u64>),
    /// A price that is not sourced in this region: the line is not in the total.
    NoPrice(LineKind),
}

impl Remark {
    /// Whether there is no such task, so that no bill should be shown.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        !matches!(self, Self::NoPrice(_) | Self::OldSpot)
    }

    /// A sentence for the reader; an error names what is allowed.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::WindowsArm => "Windows runs on x86_64 only.".to_owned(),
            Self::SpotWindows => "Spot is for Linux only.".to_owned(),
            Self::NoSpot => "No Spot price is sourced here. There are some for x86_64, in other regions or \
                             this one; for arm64 there are none."
                .to_owned(),
            Self::NoWindows => {
                "No price of Windows is sourced here. Choose another region, or Linux.".to_owned()
            }
            Self::NoArm => "No price of arm64 is sourced here. Choose another region, or x86_64.".to_owned(),
            Self::OldSpot => {
                "The price of Spot floats. This bill takes those of an old copy: see their date \
                              below, and ask AWS for those of today."
                    .to_owned()
            }
            Self::WindowsSize => "Not on offer for Windows. Allowed: 1, 2 or 4 vCPU.".to_owned(),
            Self::NoPair(memory) => {
                format!("No task has this memory with this processor. Allowed: {}.", range(memory))
            }
            Self::NoPrice(kind) => {
                format!("{} has no sourced price in this region and is not in the total.", kind.label())
            }
        }
    }
}

/// Sizes of memory in words: a range if its steps are even, else a list.
fn range(memory: &[u64]) -> String {
    let spec = Field::Memory.spec();
    let mut steps = memory.iter().zip(memory.iter().skip(1)).map(|(a, b)| b.saturating_sub(*a));
    let step = steps.next().unwrap_or_default();
    match memory {
        [first, .., last] if memory.len() > 3 && steps.all(|other| other == step) => {
            let [first, last, step] = [*first, *last, step].map(|mb| spec.show(mb));
            format!("{first} to {last} GB in steps of {step} GB")
        }
        _ => {
            let all: Vec<String> = memory.iter().map(|&mb| spec.show(mb)).collect();
            format!("{} GB", all.join(", "))
        }
    }
}

/// Says what there is to say, errors first.
#[must_use]
pub fn remarks(input: &FargateInput, prices: &FargatePrices) -> Vec<Remark> {
    if input.os == Os::Windows && input.arch == Arch::Arm64 {
        return vec![Remark::WindowsArm];
    }
    let unpriced = prices.compute(input.os, input.arch, input.capacity).is_none();
    match (input.capacity, input.os, input.arch) {
        (Capacity::Spot, Os::Windows, _) => return vec![Remark::SpotWindows],
        (Capacity::Spot, ..) if unpriced => return vec![Remark::NoSpot],
        (_, Os::Windows, _) if unpriced => return vec![Remark::NoWindows],
        (_, _, Arch::Arm64) if unpriced => return vec![Remark::NoArm],
        _ => {}
    }
    let memory = prices.sizes.memory(input.os, input.cpu.get());
    if memory.is_empty() && input.os == Os::Windows {
        return vec![Remark::WindowsSize];
    }
    if !memory.contains(&input.memory.get()) {
        return vec![Remark::NoPair(memory)];
    }
    let old = (input.capacity == Capacity::Spot).then_some(Remark::OldSpot);
    old.into_iter().chain(bill(input, prices).missing.into_iter().map(Remark::NoPrice)).collect()
}

/// The cheapest size that holds the processor and the memory asked for; `None` if there is none,
/// or no price.
#[must_use]
pub fn fit(input: &FargateInput, prices: &FargatePrices) -> Option<Fit> {
    let total = |pair: Pair| {
        let (cpu, memory) = (CpuUnits::new(pair.cpu).ok()?, TaskMb::new(pair.memory_mb).ok()?);
        let bill = bill(&FargateInput { cpu, memory, ..*input }, prices);
        bill.missing.is_empty().then_some(bill.total)
    };
    let asked = Pair { cpu: input.cpu.get(), memory_mb: input.memory.get() };
    let pairs = prices.sizes.pairs(input.os).into_iter();
    let holding = pairs.filter(|pair| pair.cpu >= asked.cpu && pair.memory_mb >= asked.memory_mb);
    let (total, pair) = holding.filter_map(|pair| Some((total(pair)?, pair))).min()?;
    let exact = bill(input, prices).total;
    Some(Fit {
        pair,
        spare_cpu: pair.cpu.saturating_sub(asked.cpu),
        spare_mb: pair.memory_mb.saturating_sub(asked.memory_mb),
        total,
        spare: total.minus(exact),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::fargate;

    fn of(os: Os, vcpu: &str, memory: &str) -> FargateInput {
        let set =
            |input: FargateInput, field: Field, text| input.with(field, field.read(text).unwrap()).unwrap();
        let input = set(FargateInput { os, ..FargateInput::EXAMPLE }, Field::Vcpu, vcpu);
        set(input, Field::Memory, memory)
    }

    #[test]
    fn processor_and_memory_must_go_together() {
        let prices = fargate("us-east-1");
        let said = |input: FargateInput| -> Vec<String> {
            remarks(&input, &prices).iter().map(Remark::message).collect()
        };
        assert_eq!(said(FargateInput::EXAMPLE), Vec::<String>::new());
        let none = "No task has this memory with this processor. Allowed: ";
        assert_eq!(said(of(Os::Linux, "1", "9")), [format!("{none}2 to 8 GB in steps of 1 GB.")]);
        assert_eq!(said(of(Os::Linux, "16", "33")), [format!("{none}32 to 120 GB in steps of 8 GB.")]);
        assert_eq!(said(of(Os::Linux, "0.25", "1.5")), [format!("{none}0.5, 1, 2 GB.")]);
        assert_eq!(said(of(Os::Linux, "32", "121")), [format!("{none}60, 120, 244 GB.")]);
        assert_eq!(said(of(Os::Windows, "0.5", "1")), ["Not on offer for Windows. Allowed: 1, 2 or 4 vCPU."]);
        let arm = FargateInput { arch: Arch::Arm64, ..of(Os::Windows, "1", "2") };
        assert_eq!(remarks(&arm, &prices), [Remark::WindowsArm]);
    }

    /// A total of nothing would be worse than none.
    #[test]
    fn where_no_price_is_known_there_is_no_bill() {
        let prices = fargate("eu-west-1");
        let arm = FargateInput { arch: Arch::Arm64, ..FargateInput::EXAMPLE };
        let windows = of(Os::Windows, "1", "2");
        for (input, remark) in [(arm, Remark::NoArm), (windows, Remark::NoWindows)] {
            assert_eq!(remarks(&input, &prices), std::slice::from_ref(&remark));
            assert!(remark.is_error() && remark.message().ends_with('.'));
            assert_eq!(remarks(&input, &fargate("us-east-1")), []);
        }
        assert_eq!(remarks(&FargateInput::EXAMPLE, &prices), []);
    }

    #[test]
    fn spot_is_linux_on_x86_where_an_old_price_is_known() {
        let prices = fargate("us-east-1");
        let spot = FargateInput { capacity: Capacity::Spot, ..FargateInput::EXAMPLE };
        assert_eq!(remarks(&spot, &prices), [Remark::OldSpot]);
        assert!(!Remark::OldSpot.is_error());
        let windows = FargateInput { os: Os::Windows, ..spot };
        assert_eq!(remarks(&windows, &prices), [Remark::SpotWindows]);
        let arm = FargateInput { arch: Arch::Arm64, ..spot };
        assert_eq!(remarks(&arm, &prices), [Remark::NoSpot]);
        assert!(Remark::NoSpot.is_error() && Remark::SpotWindows.is_error());
    }

    #[test]
    fn the_next_size_up_is_paid_in_full() {
        let prices = fargate("us-east-1");
        let exact = fit(&FargateInput::EXAMPLE, &prices).unwrap();
        assert_eq!((exact.spare_cpu, exact.spare_mb, exact.spare), (0, 0, Usd::ZERO));
        let next = fit(&of(Os::Linux, "1", "9"), &prices).unwrap();
        assert_eq!(next.pair, Pair { cpu: 2_048, memory_mb: 9 * 1_024 });
        assert_eq!((next.spare_cpu, next.spare_mb), (1_024, 0));
        // 2 tasks x 1 vCPU x 720 hours x 0.04048
        assert_eq!(next.spare.exact(), "58.2912");
        // 8 vCPU and 61 GB would fit 16 vCPU and 64 GB; a step of 8 GB leaves 3 of them idle.
        let big = fit(&of(Os::Linux, "8", "61"), &prices).unwrap();
        assert_eq!(big.pair, Pair { cpu: 16_384, memory_mb: 64 * 1_024 });
        assert_eq!(fit(&of(Os::Windows, "4", "31"), &prices), None);
    }
}
