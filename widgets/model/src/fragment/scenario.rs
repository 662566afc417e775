//! The fragment of the break-even: the keys of one function, and those of the containers.
//!
//! In: a fragment. Out: a scenario, and what was wrong. Must not know: what else a fragment can be.

use super::lambda::{account, apply as apply_lambda, is_unread, start, write, write_extras};
use super::{
    ALB, EKS_SUPPORT, FREE_TIER, INSTANCE, PUBLIC_IPV4, ProblemKind, REGION, Reading, Writer, number, on_off,
    read, switch,
};
use crate::breakeven::{EksSupport, Field, Scenario};
use crate::name::Name;
use crate::price::Region;

/// Reads a fragment. Where it is silent `base` holds; extras of the function that it doesn't name
/// are off.
///
/// `None` if it is not about a calculator.
#[must_use]
pub fn parse_scenario(fragment: &str, base: &Scenario, regions: &[Region]) -> Option<Reading<Scenario>> {
    let mut input = Scenario { lambda: start(&base.lambda), ..*base };
    let problems = read(fragment, &mut |key, value| match account(&mut input.lambda, key, value, regions) {
        Some(done) => done,
        None => apply(&mut input, key, value),
    })?;
    if is_unread(&problems) {
        input = *base;
    }
    Some(Reading { input, problems })
}

/// Writes the fragment, without `#`.
#[must_use]
pub fn print_scenario(scenario: &Scenario) -> String {
    let mut out = Writer::new();
    let lambda = &scenario.lambda;
    out.add(REGION, "", lambda.region.as_str());
    write(&mut out, lambda, "");
    out.add(FREE_TIER, "", on_off(lambda.free_tier));
    write_extras(&mut out, lambda, "");
    for field in Field::ALL {
        out.number(field.spec(), "", scenario.get(field));
    }
    out.add(INSTANCE, "", scenario.instance.as_str());
    out.add(ALB, "", on_off(scenario.alb));
    out.add(PUBLIC_IPV4, "", on_off(scenario.ipv4));
    out.add(EKS_SUPPORT, "", scenario.eks.name());
    out.0
}

fn apply(input: &mut Scenario, key: &str, value: &str) -> Result<(), ProblemKind> {
    match key {
        INSTANCE => input.instance = Name::parse(value).ok_or(ProblemKind::UnknownName)?,
        ALB => input.alb = switch(value)?,
        PUBLIC_IPV4 => input.ipv4 = switch(value)?,
        EKS_SUPPORT => {
            let words = &["standard", "extended"];
            input.eks = EksSupport::from_name(value).ok_or(ProblemKind::NotOneOf(words))?;
        }
        _ => match Field::from_key(key) {
            Some(field) => {
                let number = number(field.spec(), value)?;
                *input = input.with(field, number).map_err(|_| ProblemKind::UnknownKey)?;
            }
            None => apply_lambda(&mut input.lambda, key, value)?,
        },
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FieldError;
    use crate::quantity::Arch;
    use crate::sample::table;
    use proptest::prelude::*;

    fn reading(fragment: &str) -> Reading<Scenario> {
        parse_scenario(fragment, &Scenario::EXAMPLE, &table().regions).unwrap()
    }

    #[test]
    fn keys_of_function_and_containers() {
        let reading = reading(
            "arch=arm64&memory_mb=512&vcpu=1&memory_gb=4&instance=m7g.large&alb=off&rps_per_task=0.5",
        );
        assert_eq!(reading.problems, []);
        let scenario = reading.input;
        assert_eq!((scenario.lambda.arch, scenario.lambda.memory.get()), (Arch::Arm64, 512));
        assert_eq!((scenario.cpu.get(), scenario.memory.get(), scenario.rate.get()), (1_024, 4_096, 500));
        assert_eq!((scenario.instance, scenario.alb), (Name::M7G_LARGE, false));
    }

    #[test]
    fn each_wrong_key_is_reported() {
        let kinds = |fragment| -> Vec<ProblemKind> {
            reading(fragment).problems.into_iter().map(|problem| problem.kind).collect()
        };
        let out = |field: Field| ProblemKind::Number(field.spec(), FieldError::OutOfRange);
        assert_eq!(kinds("headroom_pct=91"), [out(Field::Headroom)]);
        assert_eq!(kinds("vcpu=3"), [out(Field::Vcpu)]);
        assert_eq!(kinds("instance=M7"), [ProblemKind::UnknownName]);
        assert_eq!(kinds("eks_support=none"), [ProblemKind::NotOneOf(&["standard", "extended"])]);
        assert_eq!(kinds("alb=1"), [ProblemKind::NotOneOf(&["on", "off"])]);
        assert_eq!(kinds("os=linux"), [ProblemKind::UnknownKey]);
        assert_eq!(reading("v=2&alb=off").input, Scenario::EXAMPLE);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn round_trip(
            cpu in prop::sample::select(Field::Vcpu.spec().offered),
            values in Field::ALL.map(|field| field.min()..=field.max()),
            alb: bool,
            ipv4: bool,
            extended: bool,
        ) {
            let set = |scenario: Scenario, (field, value): (Field, u64)| {
                scenario.with(field, if field == Field::Vcpu { cpu } else { value }).unwrap()
            };
            let mut scenario = Field::ALL.into_iter().zip(values).fold(Scenario::EXAMPLE, set);
            scenario.alb = alb;
            scenario.ipv4 = ipv4;
            scenario.eks = if extended { EksSupport::Extended } else { EksSupport::Standard };
            let reading = reading(&print_scenario(&scenario));
            prop_assert_eq!(reading.input, scenario);
            prop_assert_eq!(reading.problems, vec![]);
        }
    }
}
