//! Finished break-evens to start from, each for one thing to learn.
//!
//! In: nothing. Out: names, what each teaches, and its fragment. Must not know: prices.

use crate::lambda::Preset;

/// The examples, the easiest first. Their fragments are those of
/// [`crate::fragment::parse_scenario`].
pub const PRESETS: [Preset; 4] = [
    Preset {
        name: "Small API",
        teaches: "Two tasks and a load balancer are paid for without a request as well: Lambda wins by far.",
        fragment: "v=1&requests=3000000&duration_ms=120&memory_mb=1536&free_tier=on",
    },
    Preset {
        name: "Busy API",
        teaches: "From some rate on, tasks that stand all month cost less than each request by itself.",
        fragment: "v=1&requests=300000000&duration_ms=100&memory_mb=512&free_tier=off",
    },
    Preset {
        name: "Requests that wait",
        teaches: "Lambda is paid for waiting; a task answers other requests meanwhile.",
        fragment: "v=1&requests=10000000&duration_ms=2000&memory_mb=1024&free_tier=on",
    },
    Preset {
        name: "Full instances",
        teaches: "Many tasks fill large instances: EC2 gets cheaper than Fargate. EKS adds its control plane.",
        fragment: "v=1&requests=20000000000&duration_ms=100&memory_mb=512&free_tier=off\
                   &vcpu=0.5&memory_gb=2&instance=m6i.2xlarge",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breakeven::{BreakEven, Choice, Prices, Scenario};
    use crate::fragment::parse_scenario;
    use crate::sample::{fargate, fleet, lambda, table};

    #[test]
    fn presets_are_read_and_show_what_they_teach() {
        let (lambda, fargate, fleet) = (lambda("us-east-1"), fargate("us-east-1"), fleet("us-east-1"));
        let prices = Prices { lambda: &lambda, fargate: &fargate, fleet: &fleet };
        let cheapest = PRESETS.map(|preset| {
            let reading = parse_scenario(preset.fragment, &Scenario::EXAMPLE, &table().regions).unwrap();
            assert_eq!(reading.problems, [], "{}", preset.name);
            let found = BreakEven::find(&reading.input, prices);
            assert_eq!(found.unavailable, [], "{}", preset.name);
            let requests = reading.input.lambda.requests.get();
            let cost = |choice| found.cost(choice, requests).unwrap();
            assert!(cost(Choice::Eks) > cost(Choice::Ec2), "{}", preset.name);
            found.cheapest(requests).unwrap()
        });
        assert_eq!(cheapest, [Choice::Lambda, Choice::Fargate, Choice::Fargate, Choice::Ec2]);
    }
}
