//! Names that AWS gives: regions such as `us-east-1`, instance types such as `m7g.large`.
//!
//! In: text. Out: a name that can be copied like a number. Must not know: prices.

use std::fmt;

/// A name. It says only that the text could be one; whether there are prices for it is known to
/// the price table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name([u8; Name::LENGTH]);

impl Name {
    /// Bytes that a name can have.
    const LENGTH: usize = 16;
    /// N. Virginia, where the prices of AWS's own examples hold.
    pub const US_EAST_1: Self = Self(*b"us-east-1\0\0\0\0\0\0\0");
    /// The instance type of the worked example: two processors, 8 GB.
    pub const M7G_LARGE: Self = Self(*b"m7g.large\0\0\0\0\0\0\0");
    /// The same with Intel processors.
    pub const M7I_LARGE: Self = Self(*b"m7i.large\0\0\0\0\0\0\0");

    /// Reads lower-case letters, digits, hyphens and points, at most 16 of them.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut name = [0; Self::LENGTH];
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
        if text.is_empty() || text.len() > Self::LENGTH || !text.bytes().all(good) {
            return None;
        }
        for (to, from) in name.iter_mut().zip(text.bytes()) {
            *to = from;
        }
        Some(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end_matches('\0')
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        assert_eq!(Name::parse("m7g.large"), Some(Name::M7G_LARGE));
        assert_eq!(Name::M7I_LARGE.as_str(), "m7i.large");
        assert_eq!(Name::parse("us-east-1"), Some(Name::US_EAST_1));
        assert_eq!(Name::US_EAST_1.as_str(), "us-east-1");
        assert_eq!(Name::parse("ap-southeast-1").unwrap().as_str(), "ap-southeast-1");
        for wrong in ["", "US-EAST-1", "us east 1", "us-east-1-us-east-1", "\u{fc}", "a\0b"] {
            assert_eq!(Name::parse(wrong), None, "{wrong}");
        }
    }
}
