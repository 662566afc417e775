//! The fragment of the Fargate calculator.
//!
//! In: a fragment. Out: an input, and what was wrong. Hours and minutes a day exclude each other:
//! the first of them counts. Must not know: what else a fragment can be.

use super::lambda::{ARCHES, is_unread};
use super::{ARCH, CAPACITY, OS, ProblemKind, REGION, Reading, Writer, number, read, region};
use crate::fargate::{FargateInput, Field, Per};
use crate::price::Region;
use crate::quantity::{Arch, Capacity, Os};

/// Reads a fragment. Where it is silent `base` holds, except that storage not named is the 20 GB
/// that cost nothing, and capacity not named is on demand.
///
/// `None` if it is not about a calculator.
#[must_use]
pub fn parse_fargate(
    fragment: &str,
    base: &FargateInput,
    regions: &[Region],
) -> Option<Reading<FargateInput>> {
    let FargateInput { storage, capacity, .. } = FargateInput::EXAMPLE;
    let mut input = FargateInput { storage, capacity, ..*base };
    let mut run = None;
    let problems = read(fragment, &mut |key, value| apply(&mut input, &mut run, key, value, regions))?;
    if is_unread(&problems) {
        input = *base;
    }
    Some(Reading { input, problems })
}

/// Writes the fragment, without `#`.
#[must_use]
pub fn print_fargate(input: &FargateInput) -> String {
    let mut out = Writer::new();
    out.add(REGION, "", input.region.as_str());
    out.add(OS, "", input.os.name());
    out.add(ARCH, "", input.arch.name());
    if input.capacity == Capacity::Spot {
        out.add(CAPACITY, "", input.capacity.name());
    }
    for field in Field::ALL {
        let unused = match field {
            Field::Hours => input.per == Per::Minutes,
            Field::Minutes => input.per == Per::Hours,
            Field::Storage => input.storage == FargateInput::EXAMPLE.storage,
            _ => false,
        };
        if !unused {
            out.number(field.spec(), "", input.get(field));
        }
    }
    out.0
}

fn apply(
    input: &mut FargateInput,
    run: &mut Option<Per>,
    key: &str,
    value: &str,
    regions: &[Region],
) -> Result<(), ProblemKind> {
    match key {
        REGION => input.region = region(value, regions)?,
        ARCH => input.arch = Arch::from_name(value).ok_or(ProblemKind::NotOneOf(ARCHES))?,
        CAPACITY => {
            let known = ProblemKind::NotOneOf(&["on-demand", "spot"]);
            input.capacity = Capacity::from_name(value).ok_or(known)?;
        }
        OS => input.os = Os::from_name(value).ok_or(ProblemKind::NotOneOf(&["linux", "windows"]))?,
        _ => {
            let field = Field::from_key(key).ok_or(ProblemKind::UnknownKey)?;
            let per = match field {
                Field::Hours => Some(Per::Hours),
                Field::Minutes => Some(Per::Minutes),
                _ => None,
            };
            if per.is_some() && run.is_some() {
                return Err(ProblemKind::Twice);
            }
            let number = number(field.spec(), value)?;
            *input = input.with(field, number).map_err(|_| ProblemKind::UnknownKey)?;
            if let Some(per) = per {
                (input.per, *run) = (per, Some(per));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FieldError;
    use crate::quantity::{DayHours, DayMinutes};
    use crate::sample::table;
    use proptest::prelude::*;

    fn reading(fragment: &str) -> Reading<FargateInput> {
        parse_fargate(fragment, &FargateInput::EXAMPLE, &table().regions).unwrap()
    }

    fn kinds(fragment: &str) -> Vec<ProblemKind> {
        reading(fragment).problems.into_iter().map(|p| p.kind).collect()
    }

    #[test]
    fn the_example_both_ways() {
        let example =
            "v=1&region=us-east-1&os=linux&arch=x86_64&vcpu=0.5&memory_gb=1&tasks=2&hours_per_day=24&days=30";
        assert_eq!(print_fargate(&FargateInput::EXAMPLE), example);
        assert_eq!(reading(example).input, FargateInput::EXAMPLE);
        let minutes =
            reading("os=windows&vcpu=1&memory_gb=2&tasks=10&minutes_per_day=10.5&days=20&storage_gb=30");
        assert_eq!(minutes.problems, []);
        assert_eq!((minutes.input.per, minutes.input.minutes.get()), (Per::Minutes, 1_050));
        assert_eq!((minutes.input.os, minutes.input.storage.get()), (Os::Windows, 30));
    }

    #[test]
    fn each_wrong_key_is_reported() {
        use ProblemKind as K;
        let out = |field: Field| K::Number(field.spec(), FieldError::OutOfRange);
        assert_eq!(kinds("vcpu=3"), [out(Field::Vcpu)]);
        assert_eq!(kinds("storage_gb=201"), [out(Field::Storage)]);
        assert_eq!(kinds("days=31.1"), [out(Field::Days)]);
        assert_eq!(kinds("os=macos"), [K::NotOneOf(&["linux", "windows"])]);
        assert_eq!(kinds("requests=1"), [K::UnknownKey]);
        assert_eq!(kinds("capacity=cheap"), [K::NotOneOf(&["on-demand", "spot"])]);
        assert_eq!(kinds("hours_per_day=1&minutes_per_day=5"), [K::Twice]);
        assert_eq!(kinds("v=7&tasks=1"), [K::Version]);
        assert_eq!(reading("v=7&tasks=1").input, FargateInput::EXAMPLE);
        assert_eq!(parse_fargate("#windows", &FargateInput::EXAMPLE, &[]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn round_trip(
            cpu in prop::sample::select(Field::Vcpu.spec().offered),
            values in Field::ALL.map(|field| field.min()..=field.max()),
            flags: [bool; 4],
        ) {
            let [windows, arm, by_minutes, spot] = flags;
            let set = |input: FargateInput, (field, value): (Field, u64)| {
                input.with(field, if field == Field::Vcpu { cpu } else { value }).unwrap()
            };
            let mut input = Field::ALL.into_iter().zip(values).fold(FargateInput::EXAMPLE, set);
            input.os = if windows { Os::Windows } else { Os::Linux };
            input.arch = if arm { Arch::Arm64 } else { Arch::X86_64 };
            input.capacity = if spot { Capacity::Spot } else { Capacity::OnDemand };
            // What doesn't count isn't written.
            if by_minutes {
                (input.per, input.hours) = (Per::Minutes, DayHours::EXAMPLE);
            } else {
                (input.per, input.minutes) = (Per::Hours, DayMinutes::EXAMPLE);
            }
            let reading = reading(&print_fargate(&input));
            prop_assert_eq!(reading.input, input);
            prop_assert_eq!(reading.problems, vec![]);
        }
    }
}
