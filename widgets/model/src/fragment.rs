//! The address fragment that holds the calculator's state:
//! `#requests=3000000&duration_ms=120&memory_mb=1536&arch=x86_64&free_tier=on`.
//!
//! In: a fragment as it stands in an address, and what holds where it is silent. Out: an input
//! and what was wrong, key by key; nothing is clamped or dropped in silence.
//! Must not know: the browser.
//!
//! The format is version 1. A fragment may say so (`v=1`); one that names a later version is not
//! read at all, because its keys may mean something else.

use crate::lambda::{Field, FieldError, LambdaInput};
use crate::quantity::Arch;

/// The key of the architecture.
pub const ARCH: &str = "arch";
/// The key of the free tier.
pub const FREE_TIER: &str = "free_tier";
/// The key of the version.
pub const VERSION: &str = "v";

/// Keys that belong to the full calculator; nothing else may ever use them.
const RESERVED: [&str; 12] = [
    "region",
    "tmp_mb",
    "init_ms",
    "cold_pct",
    "pc_units",
    "pc_hours",
    "pc_requests",
    "pc_duration_ms",
    "snapstart",
    "restore_pct",
    "stream_pct",
    "stream_mb",
];

/// What was wrong with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key as it stands in the fragment.
    pub key: String,
    /// Its value.
    pub value: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What can be wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The value of a number field.
    Number(Field, FieldError),
    /// No architecture of this name.
    UnknownArch,
    /// Neither `on` nor `off`.
    NotOnOff,
    /// A key that nobody knows.
    UnknownKey,
    /// A key of the full calculator, which this one can't honour.
    Reserved,
    /// A key that stood there before; the first one counts.
    Twice,
    /// A later version; nothing of the fragment is used.
    Version,
}

impl Problem {
    /// A sentence for the reader.
    #[must_use]
    pub fn message(&self) -> String {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        let [before, after] = match &self.kind {
            ProblemKind::Number(field, error) => return error.message(*field),
            ProblemKind::Version => {
                return "The link was made by a later version of this page and could not be read.".to_owned();
            }
            ProblemKind::UnknownArch => ["", " in the link is neither x86_64 nor arm64."],
            ProblemKind::NotOnOff => ["", " in the link is neither on nor off."],
            ProblemKind::UnknownKey => ["The link sets ", ", which this calculator does not know."],
            ProblemKind::Reserved => ["The link sets ", ", which this calculator does not count."],
            ProblemKind::Twice => ["The second ", " in the link was left out."],
        };
        format!("{before}\u{201c}{}={}\u{201d}{after}", short(&self.key), short(&self.value))
    }
}

/// What a fragment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The input; where the fragment is silent or wrong, the value that held before.
    pub input: LambdaInput,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Reads a fragment, with or without its `#`.
///
/// `None` if it is not about this calculator: it is empty, or a mere anchor such as `#tiers`.
#[must_use]
pub fn parse(fragment: &str, base: &LambdaInput) -> Option<Reading> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if !fragment.contains('=') {
        return None;
    }
    let mut reading = Reading { input: *base, problems: Vec::new() };
    let mut seen: Vec<String> = Vec::new();
    for pair in fragment.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (key, value) = (decode(key), decode(value));
        let result = if seen.contains(&key) {
            Err(ProblemKind::Twice)
        } else {
            apply(&mut reading.input, &key, &value)
        };
        seen.push(key.clone());
        if let Err(kind) = result {
            if kind == ProblemKind::Version {
                let problems = vec![Problem { key, value, kind }];
                return Some(Reading { input: *base, problems });
            }
            reading.problems.push(Problem { key, value, kind });
        }
    }
    Some(reading)
}

/// Writes the fragment, without `#`. All keys are written, so that a link means the same for ever.
#[must_use]
pub fn print(input: &LambdaInput) -> String {
    let mut out = String::new();
    for field in Field::ALL {
        out.push_str(&format!("{}={}&", field.key(), input.get(field)));
    }
    let free_tier = if input.free_tier { "on" } else { "off" };
    out.push_str(&format!("{ARCH}={}&{FREE_TIER}={free_tier}", input.arch.name()));
    out
}

fn apply(input: &mut LambdaInput, key: &str, value: &str) -> Result<(), ProblemKind> {
    if let Some(field) = Field::from_key(key) {
        let number = field.read(value).map_err(|e| ProblemKind::Number(field, e))?;
        *input = input.with(field, number).map_err(|_| ProblemKind::Number(field, FieldError::OutOfRange))?;
        return Ok(());
    }
    match (key, value) {
        (ARCH, name) => input.arch = Arch::from_name(name).ok_or(ProblemKind::UnknownArch)?,
        (FREE_TIER, "on") => input.free_tier = true,
        (FREE_TIER, "off") => input.free_tier = false,
        (FREE_TIER, _) => return Err(ProblemKind::NotOnOff),
        (VERSION, "1") => {}
        (VERSION, _) => return Err(ProblemKind::Version),
        (key, _) if RESERVED.contains(&key) => return Err(ProblemKind::Reserved),
        _ => return Err(ProblemKind::UnknownKey),
    }
    Ok(())
}

/// Undoes the percent-encoding of ASCII, and `+`. Our keys and values have nothing else.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let mut ahead = chars.clone();
        match (c, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
            ('%', Some(high @ 0..=7), Some(low)) => {
                out.push(char::from((high << 4) | low));
                chars = ahead;
            }
            ('+', ..) => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

fn hex(digit: char) -> Option<u8> {
    digit.to_digit(16).and_then(|d| u8::try_from(d).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::NumberError;
    use crate::quantity::{DurationMs, MemoryMb, Requests};
    use proptest::prelude::*;

    const EXAMPLE: &str = "requests=3000000&duration_ms=120&memory_mb=1536&arch=x86_64&free_tier=on";

    fn read(fragment: &str) -> Reading {
        parse(fragment, &LambdaInput::EXAMPLE).unwrap()
    }

    fn kinds(fragment: &str) -> Vec<ProblemKind> {
        read(fragment).problems.into_iter().map(|p| p.kind).collect()
    }

    #[test]
    fn the_example_both_ways() {
        assert_eq!(print(&LambdaInput::EXAMPLE), EXAMPLE);
        let reading = read(&format!("#v=1&{EXAMPLE}"));
        assert_eq!(reading.input, LambdaInput::EXAMPLE);
        assert_eq!(reading.problems, []);
    }

    #[test]
    fn missing_keys_keep_what_held() {
        let reading = read("#duration_ms=250&arch=arm64");
        assert_eq!(reading.input.duration.get(), 250);
        assert_eq!(reading.input.arch, Arch::Arm64);
        assert_eq!(reading.input.requests.get(), 3_000_000);
        assert_eq!(reading.problems, []);
        assert_eq!(read("memory_mb=1.5%20GB&requests=3M").problems, []);
    }

    #[test]
    fn percent_encoding_is_undone() {
        for (text, plain) in [
            ("a%20b+c", "a b c"),
            ("%31%2c000", "1,000"),
            ("%", "%"),
            ("%2", "%2"),
            ("%zz%", "%zz%"),
            ("%c3%bc\u{fc}", "%c3%bc\u{fc}"),
        ] {
            assert_eq!(decode(text), plain);
        }
    }

    #[test]
    fn anchors_are_not_ours() {
        for fragment in ["", "#", "#tiers", "#100%25"] {
            assert_eq!(parse(fragment, &LambdaInput::EXAMPLE), None, "{fragment}");
        }
    }

    #[test]
    fn each_wrong_key_is_reported() {
        use ProblemKind as K;
        let out = |f| K::Number(f, FieldError::OutOfRange);
        assert_eq!(kinds("memory_mb=64"), [out(Field::Memory)]);
        assert_eq!(kinds("duration_ms=900001"), [out(Field::Duration)]);
        assert_eq!(kinds("requests="), [K::Number(Field::Requests, FieldError::Number(NumberError::Empty))]);
        assert_eq!(kinds("arch=sparc"), [K::UnknownArch]);
        assert_eq!(kinds("free_tier=yes"), [K::NotOnOff]);
        assert_eq!(kinds("memroy_mb=128"), [K::UnknownKey]);
        assert_eq!(kinds("tmp_mb=512"), [K::Reserved]);
        assert_eq!(kinds("requests=1&requests=2"), [K::Twice]);
        assert_eq!(read("requests=1&requests=2").input.requests.get(), 1);
        assert_eq!(kinds("=&=%zz&%"), [K::UnknownKey, K::Twice, K::UnknownKey]);
        for fragment in ["memory_mb=64", "arch=sparc", "x=1", "v=2&requests=7", "requests=7&v=2"] {
            assert_eq!(read(fragment).input, LambdaInput::EXAMPLE, "{fragment}");
            assert!(read(fragment).problems.iter().all(|p| !p.message().is_empty()));
        }
        assert_eq!(kinds("requests=7&v=2&memory_mb=1"), [K::Version]);
    }

    proptest! {
        #[test]
        fn round_trip(
            requests in 0..=Requests::MAX,
            duration in 1..=DurationMs::MAX,
            memory in 128..=MemoryMb::MAX,
            arm: bool,
            free_tier: bool,
        ) {
            let input = LambdaInput {
                requests: Requests::new(requests).unwrap(),
                duration: DurationMs::new(duration).unwrap(),
                memory: MemoryMb::new(memory).unwrap(),
                arch: if arm { Arch::Arm64 } else { Arch::X86_64 },
                free_tier,
            };
            let reading = parse(&print(&input), &LambdaInput::EXAMPLE).unwrap();
            prop_assert_eq!(reading.input, input);
            prop_assert_eq!(reading.problems, vec![]);
        }

        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,80}", pairs in "((requests|memory_mb|v|arch)=[0-9%a-f+.,]{0,6}&?){0,6}") {
            for fragment in [text, pairs] {
                if let Some(reading) = parse(&fragment, &LambdaInput::EXAMPLE) {
                    for problem in reading.problems {
                        let _ = problem.message();
                    }
                }
            }
        }
    }
}
