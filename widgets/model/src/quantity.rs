//! Quantities with their unit and, where a reader types them, their allowed range.
//!
//! In: plain integers. Out: values that can't be outside their range.
//! Must not know: prices.

use crate::fixed;

/// A value outside its allowed range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    /// The least allowed value.
    pub min: u64,
    /// The greatest allowed value.
    pub max: u64,
}

macro_rules! ranged {
    ($(#[$doc:meta])* $name:ident, $min:expr, $max:expr, $example:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(u64);

        impl $name {
            /// The least allowed value.
            pub const MIN: u64 = $min;
            /// The greatest allowed value.
            pub const MAX: u64 = $max;
            /// The value of the worked example.
            pub const EXAMPLE: Self = Self($example);

            /// Takes a value within the range; never clamps.
            ///
            /// # Errors
            /// `OutOfRange` with the allowed range.
            pub const fn new(value: u64) -> Result<Self, OutOfRange> {
                if value < Self::MIN || value > Self::MAX {
                    return Err(OutOfRange { min: Self::MIN, max: Self::MAX });
                }
                Ok(Self(value))
            }

            /// The plain number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }
    };
}

ranged!(
    /// Requests in a month. The upper bound, a trillion, is ours: 380,000 a second all month.
    Requests, 0, 1_000_000_000_000, 3_000_000
);
ranged!(
    /// Billed duration of one request in milliseconds, rounded up; 15 minutes at most.
    DurationMs, 1, 900_000, 120
);
ranged!(
    /// Memory of a function in MB, as AWS counts them: 1,024 of them are one GB.
    MemoryMb, 128, 10_240, 1_536
);

/// GB-seconds, counted in MB-milliseconds so that nothing is ever rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct GbSeconds(u128);

impl GbSeconds {
    /// Decimals that a number of GB-seconds can have.
    pub const DECIMALS: u32 = 13;
    /// MB-milliseconds in one GB-second.
    const UNIT: u128 = 1_024_000;
    /// 10¹³ / 1,024,000: what turns MB-milliseconds into units of the thirteenth decimal.
    const SCALE: u128 = 9_765_625;

    /// What so many requests of one size use.
    #[must_use]
    pub fn used(requests: Requests, duration: DurationMs, memory: MemoryMb) -> Self {
        Self(
            u128::from(requests.get())
                .saturating_mul(duration.get().into())
                .saturating_mul(memory.get().into()),
        )
    }

    /// A whole number of GB-seconds.
    #[must_use]
    pub fn whole(count: u64) -> Self {
        Self(u128::from(count).saturating_mul(Self::UNIT))
    }

    /// What is left after `other` is taken away; nothing if `other` is more.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The number as an integer with [`Self::DECIMALS`] decimals.
    #[must_use]
    pub fn scaled(self) -> u128 {
        self.0.saturating_mul(Self::SCALE)
    }

    /// The number in full: `540000`, `0.0001220703125`.
    #[must_use]
    pub fn exact(self) -> String {
        fixed::print(self.scaled(), Self::DECIMALS)
    }

    /// For people: thousands separated; more than six decimals are rounded, with `≈` before.
    #[must_use]
    pub fn display(self) -> String {
        const SHOWN: u32 = 6;
        let exact = self.exact();
        let decimals = exact.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if decimals <= 6 {
            return fixed::group(&exact);
        }
        let rounded = fixed::print_rounded(self.scaled(), Self::DECIMALS, SHOWN);
        format!("\u{2248} {}", fixed::group(&rounded))
    }
}

/// The processor architecture of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arch {
    /// Intel and AMD.
    X86_64,
    /// AWS Graviton.
    Arm64,
}

impl Arch {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::X86_64, Self::Arm64];

    /// The name that AWS, our fragment and our data use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Arm64 => "arm64",
        }
    }

    /// The architecture of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|arch| arch.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_refuse_and_never_clamp() {
        assert!(DurationMs::new(0).is_err());
        assert_eq!(DurationMs::new(900_000).map(DurationMs::get), Ok(900_000));
        assert_eq!(DurationMs::new(900_001), Err(OutOfRange { min: 1, max: 900_000 }));
        assert!(MemoryMb::new(127).is_err());
        assert!(Requests::new(u64::MAX).is_err());
        assert_eq!(Requests::new(Requests::EXAMPLE.get()), Ok(Requests::EXAMPLE));
        assert_eq!(DurationMs::new(DurationMs::EXAMPLE.get()), Ok(DurationMs::EXAMPLE));
        assert_eq!(MemoryMb::new(MemoryMb::EXAMPLE.get()), Ok(MemoryMb::EXAMPLE));
    }

    #[test]
    fn gb_seconds_are_exact() {
        let used = |r, d, m| {
            GbSeconds::used(Requests::new(r).unwrap(), DurationMs::new(d).unwrap(), MemoryMb::new(m).unwrap())
        };
        assert_eq!(used(3_000_000, 120, 1536).exact(), "540000");
        assert_eq!(used(3_000_000, 120, 1536), GbSeconds::whole(540_000));
        assert_eq!(used(1, 1, 128).display(), "0.000125");
        assert_eq!(used(1, 1, 129).exact(), "0.0001259765625");
        assert_eq!(used(1, 1, 129).display(), "\u{2248} 0.000126");
        assert_eq!(used(Requests::MAX, DurationMs::MAX, MemoryMb::MAX).exact(), "9000000000000000");
    }
}
