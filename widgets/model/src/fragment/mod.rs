//! The address fragment that holds a calculator's whole state:
//! `#v=1&region=us-east-1&requests=3000000&duration_ms=120&memory_mb=1536&arch=x86_64&free_tier=on`.
//!
//! In: a fragment as it stands in an address, and what holds where it is silent. Out: an input
//! and what was wrong, key by key; nothing is clamped or dropped in silence.
//! Must not know: the browser, prices.
//!
//! The format is version 1. A fragment that names another version is not read at all, because its
//! keys may mean something else. What is always written means the same for ever; an extra that is
//! off is left out, and a key that is left out is off.

mod fargate;
mod lambda;
mod scenario;

pub use fargate::{parse_fargate, print_fargate};
pub use lambda::{parse, parse_account, print, print_account};
pub use scenario::{parse_scenario, print_scenario};

use crate::field::{FieldError, Spec};
use crate::name::Name;
use crate::price::Region;

/// The key of the architecture.
pub const ARCH: &str = "arch";
/// The key of the free tier.
pub const FREE_TIER: &str = "free_tier";
/// The key of the version.
pub const VERSION: &str = "v";
/// The key of the region.
pub const REGION: &str = "region";
/// The key of SnapStart.
pub const SNAPSTART: &str = "snapstart";
/// The key of what stands before the function.
pub const API: &str = "api";
/// The key of the operating system.
pub const OS: &str = "os";
/// The key of how tasks get their machines.
pub const CAPACITY: &str = "capacity";
/// The key of the EC2 instance type.
pub const INSTANCE: &str = "instance";
/// The key of the load balancer.
pub const ALB: &str = "alb";
/// The key of the public addresses.
pub const PUBLIC_IPV4: &str = "public_ipv4";
/// The key of the support that the EKS version has.
pub const EKS_SUPPORT: &str = "eks_support";

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
    Number(&'static Spec, FieldError),
    /// None of the words that the key may have; these are allowed.
    NotOneOf(&'static [&'static str]),
    /// A name that is not in the price table.
    UnknownName,
    /// A key that nobody knows.
    UnknownKey,
    /// A key that stood there before, or in other words; the first one counts.
    Twice,
    /// Another version; nothing of the fragment is used.
    Version,
}

impl Problem {
    /// A sentence for the reader.
    #[must_use]
    pub fn message(&self) -> String {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        let said = format!("\u{201c}{}={}\u{201d}", short(&self.key), short(&self.value));
        match &self.kind {
            ProblemKind::Number(spec, error) => format!("{said} in the link: {}", error.message(*spec)),
            ProblemKind::Version => {
                "The link was made by another version of this page and could not be read.".to_owned()
            }
            ProblemKind::NotOneOf(words) => {
                format!("{said} in the link is not on offer. Allowed: {}.", words.join(", "))
            }
            ProblemKind::UnknownName => format!("For {said} in the link there are no prices."),
            ProblemKind::UnknownKey => format!("The link sets {said}, which this calculator does not know."),
            ProblemKind::Twice => format!("The second {said} in the link was left out."),
        }
    }
}

/// What a fragment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// The input; where the fragment is silent or wrong, the value that holds without it.
    pub input: T,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Reads a fragment, with or without its `#`, key by key.
///
/// `None` if it is not about a calculator: it is empty, or a mere anchor such as `#tiers`.
fn read(
    fragment: &str,
    apply: &mut dyn FnMut(&str, &str) -> Result<(), ProblemKind>,
) -> Option<Vec<Problem>> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if !fragment.contains('=') {
        return None;
    }
    let pairs = fragment.split('&').filter(|pair| !pair.is_empty());
    let pairs: Vec<(String, String)> = pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect();
    if let Some((key, value)) = pairs.iter().find(|(key, value)| key == VERSION && value != "1") {
        let (key, value) = (key.clone(), value.clone());
        return Some(vec![Problem { key, value, kind: ProblemKind::Version }]);
    }
    let mut problems = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (key, value) in &pairs {
        let result = if seen.contains(&key.as_str()) {
            Err(ProblemKind::Twice)
        } else if key == VERSION {
            Ok(())
        } else {
            apply(key, value)
        };
        seen.push(key);
        if let Err(kind) = result {
            problems.push(Problem { key: key.clone(), value: value.clone(), kind });
        }
    }
    Some(problems)
}

/// Reads the value of a number field.
fn number(spec: &'static Spec, value: &str) -> Result<u64, ProblemKind> {
    spec.read(value).map_err(|error| ProblemKind::Number(spec, error))
}

/// Reads a region that there are prices for.
fn region(value: &str, regions: &[Region]) -> Result<Name, ProblemKind> {
    let known = regions.iter().any(|region| region.id == value);
    Name::parse(value).filter(|_| known).ok_or(ProblemKind::UnknownName)
}

/// Reads a switch.
fn switch(value: &str) -> Result<bool, ProblemKind> {
    match value {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(ProblemKind::NotOneOf(&["on", "off"])),
    }
}

/// The word of a switch.
const fn on_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// A fragment being written, without `#`.
struct Writer(String);

impl Writer {
    fn new() -> Self {
        Self(format!("{VERSION}=1"))
    }

    /// Adds a key; `suffix` says of which function.
    fn add(&mut self, key: &str, suffix: &str, value: &str) {
        for part in ["&", key, suffix, "=", value] {
            self.0.push_str(part);
        }
    }

    fn number(&mut self, spec: &Spec, suffix: &str, value: u64) {
        self.add(spec.key, suffix, &spec.print(value));
    }
}

/// Undoes the percent-encoding of ASCII, and `+`. Our keys and values have nothing else.
pub(crate) fn decode(text: &str) -> String {
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
}
