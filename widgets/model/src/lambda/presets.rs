//! Finished examples to start from, each for one thing to learn.
//!
//! In: nothing. Out: names, what each teaches, and its fragment. Must not know: prices.

/// An example to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// What it teaches.
    pub teaches: &'static str,
    /// Its numbers, as a fragment that [`crate::fragment::parse`] reads.
    pub fragment: &'static str,
}

/// The examples, the easiest first.
pub const PRESETS: [Preset; 4] = [
    Preset {
        name: "Mobile backend",
        teaches: "The free tier pays for most of a small load: AWS\u{2019}s own example.",
        fragment: "v=1&requests=3000000&duration_ms=120&memory_mb=1536&arch=x86_64&free_tier=on",
    },
    Preset {
        name: "Nightly job",
        teaches: "Few long runs cost time and memory; the price of requests is nothing beside them.",
        fragment: "v=1&requests=3000&duration_ms=600000&memory_mb=4096&arch=arm64&free_tier=on&tmp_mb=4096",
    },
    Preset {
        name: "Image thumbnails",
        teaches: "Cold starts are billed: INIT is a line of its own since August 2025.",
        fragment: "v=1&requests=10000000&duration_ms=400&memory_mb=1024&arch=arm64&free_tier=on\
                   &init_ms=900&cold_pct=2",
    },
    Preset {
        name: "Steady API",
        teaches: "A load that never rests, with an API before it, is where containers get cheaper.",
        fragment: "v=1&requests=300000000&duration_ms=50&memory_mb=512&arch=arm64&free_tier=off\
                   &pc_units=5&pc_requests=200000000&pc_duration_ms=50&api=http",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::parse;
    use crate::lambda::{LambdaInput, bill, remarks};
    use crate::sample::lambda;

    #[test]
    fn presets_are_read_and_make_sense() {
        let prices = lambda("us-east-1");
        let totals = PRESETS.map(|preset| {
            let reading = parse(preset.fragment, &LambdaInput::EXAMPLE, &[]).unwrap();
            assert_eq!(reading.problems, [], "{}", preset.name);
            assert_eq!(remarks(&reading.input, &prices), [], "{}", preset.name);
            bill(&reading.input, &prices).total.display()
        });
        assert_eq!(totals, ["$2.73", "$90.86", "$52.20", "$454.12"]);
    }
}
