//! The fragment of the Lambda calculator, for one function or for several of an account.
//!
//! In: a fragment. Out: inputs, and what was wrong. The second function's keys end in `.2`, the
//! third's in `.3`; region and free tier are the account's and have no number.
//! Must not know: what else a fragment can be.

use super::{
    API, ARCH, FREE_TIER, ProblemKind, REGION, Reading, SNAPSTART, Writer, number, on_off, read, region,
    switch,
};
use crate::lambda::{ApiKind, Field, LambdaInput, MOST_FUNCTIONS};
use crate::price::Region;
use crate::quantity::Arch;

/// The words of the architecture.
pub(super) const ARCHES: &[&str] = &["x86_64", "arm64"];
/// The words of what stands before a function.
const APIS: &[&str] = &["off", "http", "rest", "websocket"];

/// Reads a fragment about one function. Where it is silent about the basics (region, requests,
/// duration, memory, architecture, free tier) `base` holds; extras that it doesn't name are off.
///
/// `None` if it is not about a calculator.
#[must_use]
pub fn parse(fragment: &str, base: &LambdaInput, regions: &[Region]) -> Option<Reading<LambdaInput>> {
    let mut input = start(base);
    let problems = read(fragment, &mut |key, value| match account(&mut input, key, value, regions) {
        Some(done) => done,
        None => apply(&mut input, key, value),
    })?;
    let input = if is_unread(&problems) { *base } else { input };
    Some(Reading { input, problems })
}

/// Reads a fragment about all functions of an account, at least one.
///
/// `None` if it is not about a calculator.
#[must_use]
pub fn parse_account(
    fragment: &str,
    base: &LambdaInput,
    regions: &[Region],
) -> Option<Reading<Vec<LambdaInput>>> {
    let mut inputs = vec![start(base)];
    let problems = read(fragment, &mut |key, value| {
        let (key, index) = match key.rsplit_once('.') {
            Some((key, function)) => (key, position(function).ok_or(ProblemKind::UnknownKey)?),
            None => (key, 0),
        };
        if index == inputs.len() {
            inputs.push(LambdaInput::EXAMPLE);
        }
        let Some(input) = inputs.get_mut(index) else {
            return Err(ProblemKind::UnknownKey);
        };
        match account(input, key, value, regions) {
            Some(done) if index == 0 => done,
            Some(_) => Err(ProblemKind::UnknownKey),
            None => apply(input, key, value),
        }
    })?;
    if is_unread(&problems) {
        inputs = vec![*base];
    }
    if let Some(&LambdaInput { region, free_tier, .. }) = inputs.first() {
        for input in &mut inputs {
            (input.region, input.free_tier) = (region, free_tier);
        }
    }
    Some(Reading { input: inputs, problems })
}

/// Writes the fragment of one function, without `#`.
#[must_use]
pub fn print(input: &LambdaInput) -> String {
    print_account(std::slice::from_ref(input))
}

/// Writes the fragment of several functions of an account, without `#`.
#[must_use]
pub fn print_account(inputs: &[LambdaInput]) -> String {
    let mut out = Writer::new();
    for (index, input) in inputs.iter().take(MOST_FUNCTIONS).enumerate() {
        let suffix = match index {
            0 => String::new(),
            _ => format!(".{}", index.saturating_add(1)),
        };
        if index == 0 {
            out.add(REGION, "", input.region.as_str());
        }
        write(&mut out, input, &suffix);
        if index == 0 {
            out.add(FREE_TIER, "", on_off(input.free_tier));
        }
        write_extras(&mut out, input, &suffix);
    }
    out.0
}

pub(super) fn write(out: &mut Writer, input: &LambdaInput, suffix: &str) {
    for field in Field::BASIC {
        out.number(field.spec(), suffix, input.get(field));
    }
    out.add(ARCH, suffix, input.arch.name());
}

pub(super) fn write_extras(out: &mut Writer, input: &LambdaInput, suffix: &str) {
    for field in Field::ALL.into_iter().filter(|field| !Field::BASIC.contains(field)) {
        if input.get(field) != LambdaInput::EXAMPLE.get(field) {
            out.number(field.spec(), suffix, input.get(field));
        }
    }
    if input.snapstart {
        out.add(SNAPSTART, suffix, on_off(true));
    }
    if input.api != ApiKind::Off {
        out.add(API, suffix, input.api.name());
    }
}

/// The basics of `base`, extras off.
pub(super) fn start(base: &LambdaInput) -> LambdaInput {
    let &LambdaInput { region, requests, duration, memory, arch, free_tier, .. } = base;
    LambdaInput { region, requests, duration, memory, arch, free_tier, ..LambdaInput::EXAMPLE }
}

pub(super) fn is_unread(problems: &[super::Problem]) -> bool {
    problems.iter().any(|problem| problem.kind == ProblemKind::Version)
}

/// Where the function of that number stands among the inputs: `2` is the second.
fn position(number: &str) -> Option<usize> {
    let index = usize::try_from(crate::fixed::whole(number)?).ok()?.checked_sub(1)?;
    (1..MOST_FUNCTIONS).contains(&index).then_some(index)
}

/// Takes a key that belongs to the account; `None` if it doesn't.
pub(super) fn account(
    input: &mut LambdaInput,
    key: &str,
    value: &str,
    regions: &[Region],
) -> Option<Result<(), ProblemKind>> {
    match key {
        REGION => Some(region(value, regions).map(|region| input.region = region)),
        FREE_TIER => Some(switch(value).map(|on| input.free_tier = on)),
        _ => None,
    }
}

/// Takes a key of a function.
pub(super) fn apply(input: &mut LambdaInput, key: &str, value: &str) -> Result<(), ProblemKind> {
    match key {
        ARCH => input.arch = Arch::from_name(value).ok_or(ProblemKind::NotOneOf(ARCHES))?,
        SNAPSTART => input.snapstart = switch(value)?,
        API => input.api = ApiKind::from_name(value).ok_or(ProblemKind::NotOneOf(APIS))?,
        _ => {
            let field = Field::from_key(key).ok_or(ProblemKind::UnknownKey)?;
            let number = number(field.spec(), value)?;
            *input = input.with(field, number).map_err(|_| ProblemKind::UnknownKey)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FieldError;
    use crate::name::Name;
    use crate::number::NumberError;
    use crate::sample::table;
    use proptest::prelude::*;

    const EXAMPLE: &str =
        "v=1&region=us-east-1&requests=3000000&duration_ms=120&memory_mb=1536&arch=x86_64&free_tier=on";

    fn reading(fragment: &str) -> Reading<LambdaInput> {
        parse(fragment, &LambdaInput::EXAMPLE, &table().regions).unwrap()
    }

    fn kinds(fragment: &str) -> Vec<ProblemKind> {
        reading(fragment).problems.into_iter().map(|p| p.kind).collect()
    }

    #[test]
    fn the_example_both_ways() {
        assert_eq!(print(&LambdaInput::EXAMPLE), EXAMPLE);
        let reading = reading(&format!("#{EXAMPLE}"));
        assert_eq!(reading.input, LambdaInput::EXAMPLE);
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn every_key_of_the_issue_is_read() {
        let reading = reading(
            "v=1&region=eu-west-1&requests=4M&duration_ms=250&memory_mb=2048&arch=arm64&tmp_mb=1024\
             &free_tier=off&init_ms=800&cold_pct=1.5&pc_units=20&pc_hours=8.25&pc_requests=500000\
             &pc_duration_ms=90&snapstart=on&restore_pct=0.25&stream_pct=12&stream_mb=7.5",
        );
        assert_eq!(reading.problems, []);
        let input = reading.input;
        assert_eq!((input.region.as_str(), input.arch, input.snapstart), ("eu-west-1", Arch::Arm64, true));
        assert!(!input.free_tier);
        let values = Field::ALL.map(|field| input.get(field));
        assert_eq!(
            values,
            [
                4_000_000, 250, 2_048, 1_024, 15_000, 800, 20, 825, 500_000, 90, 2_500, 73_000, 120_000,
                7_500, 1, 0
            ]
        );
    }

    #[test]
    fn missing_basics_hold_and_missing_extras_are_off() {
        let base = LambdaInput { snapstart: true, ..LambdaInput::EXAMPLE.with(Field::Memory, 512).unwrap() };
        let reading = parse("#duration_ms=250&arch=arm64", &base, &[]).unwrap();
        assert_eq!((reading.input.duration.get(), reading.input.memory.get()), (250, 512));
        assert_eq!((reading.input.arch, reading.input.snapstart), (Arch::Arm64, false));
        assert_eq!(reading.problems, []);
        assert_eq!(kinds("memory_mb=1.5%20GB&requests=3M&cold_pct=1%25"), []);
    }

    #[test]
    fn anchors_are_not_ours() {
        for fragment in ["", "#", "#tiers", "#100%25"] {
            assert_eq!(parse(fragment, &LambdaInput::EXAMPLE, &[]), None, "{fragment}");
        }
    }

    #[test]
    fn each_wrong_key_is_reported() {
        use ProblemKind as K;
        let out = |field: Field| K::Number(field.spec(), FieldError::OutOfRange);
        assert_eq!(kinds("memory_mb=64"), [out(Field::Memory)]);
        assert_eq!(kinds("duration_ms=900001"), [out(Field::Duration)]);
        assert_eq!(kinds("cold_pct=101"), [out(Field::Cold)]);
        let empty = FieldError::Number(NumberError::Empty);
        assert_eq!(kinds("requests="), [K::Number(Field::Requests.spec(), empty)]);
        assert_eq!(kinds("arch=sparc"), [K::NotOneOf(ARCHES)]);
        assert_eq!(kinds("free_tier=yes"), [K::NotOneOf(&["on", "off"])]);
        assert_eq!(kinds("region=mars-1"), [K::UnknownName]);
        assert_eq!(kinds("region="), [K::UnknownName]);
        assert_eq!(kinds("api=soap"), [K::NotOneOf(APIS)]);
        assert_eq!(kinds("memroy_mb=128"), [K::UnknownKey]);
        assert_eq!(kinds("requests.2=1"), [K::UnknownKey]);
        assert_eq!(kinds("requests=1&requests=2"), [K::Twice]);
        assert_eq!(reading("requests=1&requests=2").input.requests.get(), 1);
        assert_eq!(kinds("=&=%zz&%"), [K::UnknownKey, K::Twice, K::UnknownKey]);
        for fragment in
            ["memory_mb=64", "arch=sparc", "x=1", "v=2&requests=7", "requests=7&v=2", "v=&tmp_mb=1"]
        {
            assert_eq!(reading(fragment).input, LambdaInput::EXAMPLE, "{fragment}");
            assert!(reading(fragment).problems.iter().all(|p| !p.message().is_empty()));
        }
        assert_eq!(kinds("requests=7&v=2&memory_mb=1"), [K::Version]);
        assert_eq!(
            reading("memory_mb=64").problems[0].message(),
            "“memory_mb=64” in the link: Out of range. Allowed: 128 to 10,240 MB (10 GB)."
        );
        assert_eq!(
            reading("arch=sparc").problems[0].message(),
            "“arch=sparc” in the link is not on offer. Allowed: x86_64, arm64."
        );
    }

    #[test]
    fn several_functions_share_an_account() {
        let parse =
            |fragment: &str| parse_account(fragment, &LambdaInput::EXAMPLE, &table().regions).unwrap();
        let two =
            parse("region=eu-west-1&free_tier=off&requests=7&memory_mb.2=512&arch.2=arm64&memory_mb.3=128");
        assert_eq!(two.problems, []);
        let memory: Vec<u64> = two.input.iter().map(|input| input.memory.get()).collect();
        assert_eq!(memory, [1_536, 512, 128]);
        assert!(two.input.iter().all(|input| !input.free_tier && input.region.as_str() == "eu-west-1"));
        assert_eq!(parse(&print_account(&two.input)).input, two.input);
        for wrong in ["requests.3=1", "requests.1=1", "requests.6=1", "requests.x=1", "region.2=us-east-1"] {
            let reading = parse(wrong);
            assert_eq!(reading.problems[0].kind, ProblemKind::UnknownKey, "{wrong}");
        }
        assert_eq!(parse("v=2&requests.2=1").input, [LambdaInput::EXAMPLE]);
    }

    fn any_input() -> impl Strategy<Value = LambdaInput> {
        let values = Field::ALL.map(|field| field.min()..=field.max());
        (values, any::<[bool; 3]>(), 0..4_usize, 0..2_usize).prop_map(|(values, flags, api, region)| {
            let [arm, free_tier, snapstart] = flags;
            let start = LambdaInput {
                region: [Name::US_EAST_1, Name::parse("ap-southeast-1").unwrap()][region],
                arch: if arm { Arch::Arm64 } else { Arch::X86_64 },
                free_tier,
                snapstart,
                api: ApiKind::ALL[api],
                ..LambdaInput::EXAMPLE
            };
            let set = |input: LambdaInput, (field, value)| input.with(field, value).unwrap();
            Field::ALL.into_iter().zip(values).fold(start, set)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn round_trip(inputs in proptest::collection::vec(any_input(), 1..=MOST_FUNCTIONS)) {
            let regions = table().regions;
            let one = parse(&print(&inputs[0]), &LambdaInput::EXAMPLE, &regions).unwrap();
            prop_assert_eq!(one.input, inputs[0]);
            prop_assert_eq!(one.problems, vec![]);
            let all = parse_account(&print_account(&inputs), &LambdaInput::EXAMPLE, &regions).unwrap();
            let first = inputs[0];
            let same: Vec<LambdaInput> = inputs
                .iter()
                .map(|input| LambdaInput { region: first.region, free_tier: first.free_tier, ..*input })
                .collect();
            prop_assert_eq!(all.input, same);
            prop_assert_eq!(all.problems, vec![]);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,80}", pairs in "((requests|memory_mb|v|arch|cold_pct|pc_hours|region)(\\.[0-9]{1,2})?=[0-9%a-f+.,]{0,6}&?){0,6}") {
            for fragment in [text, pairs] {
                if let Some(reading) = parse_account(&fragment, &LambdaInput::EXAMPLE, &[]) {
                    for problem in reading.problems {
                        let _ = problem.message();
                    }
                }
            }
        }
    }
}
