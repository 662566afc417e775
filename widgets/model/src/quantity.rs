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
ranged!(
    /// Ephemeral storage (`/tmp`) of a function in MB; the first 512 cost nothing.
    TmpMb, 512, 10_240, 512
);
ranged!(
    /// Duration of the INIT phase in milliseconds. AWS ends it after ten seconds.
    InitMs, 0, 10_000, 0
);
ranged!(
    /// A share in millionths of the whole: 10,000 of them are one per cent.
    Share, 0, 1_000_000, 0
);
ranged!(
    /// Units of provisioned concurrency. The upper bound is ours.
    PcUnits, 0, 100_000, 0
);
ranged!(
    /// Hours of a month in hundredths of an hour; 744 hours are 31 days, 730 the average month.
    MonthHours, 0, 74_400, 73_000
);
ranged!(
    /// MB of one streamed response in thousandths; AWS ends a response after 200 MB.
    StreamMb, 0, 200_000, 0
);
ranged!(
    /// KB of one API call or message; a payload of API Gateway has 10 MB at most.
    PayloadKb, 1, 10_240, 1
);
ranged!(
    /// Minutes in a month for which WebSocket connections are open, all added up.
    ConnectionMinutes, 0, 1_000_000_000_000, 0
);
ranged!(
    /// Processor of a Fargate task in CPU units, 1,024 of them a vCPU.
    CpuUnits, 256, 32_768, 512
);
ranged!(
    /// Memory of a Fargate task in MB.
    TaskMb, 512, 249_856, 1_024
);
ranged!(
    /// Tasks that run at the same time. The upper bound is ours.
    Tasks, 0, 100_000, 2
);
ranged!(
    /// Hours that a task runs each day, in hundredths of an hour.
    DayHours, 0, 2_400, 2_400
);
ranged!(
    /// Minutes that a task runs each day, in hundredths of a minute.
    DayMinutes, 0, 144_000, 144_000
);
ranged!(
    /// Days of a month on which tasks run, in ten-thousandths; 30.4167 days are 730 hours.
    Days, 0, 310_000, 300_000
);
ranged!(
    /// Ephemeral storage of a Fargate task in GB; the first 20 cost nothing.
    StorageGb, 20, 200, 20
);
ranged!(
    /// Requests that one task answers each second, in thousandths.
    TaskRate, 10, 1_000_000_000, 50_000
);
ranged!(
    /// Tasks, instances or gateways that stand whatever the load.
    Least, 0, 1_000, 1
);
ranged!(
    /// Part of an instance that stays free, in millionths; nine tenths at most.
    Headroom, 0, 900_000, 100_000
);
ranged!(
    /// KB of one request with its response.
    TrafficKb, 0, 1_048_576, 10
);
ranged!(
    /// Disk of one instance in GB.
    DiskGb, 0, 16_384, 30
);

impl Requests {
    /// No request.
    pub const NONE: Self = Self(0);
}

impl Share {
    /// A tenth.
    pub const TENTH: Self = Self(100_000);
}

impl Least {
    /// None.
    pub const NONE: Self = Self(0);
    /// Two.
    pub const TWO: Self = Self(2);
}

impl Headroom {
    /// Millionths in the whole instance.
    pub const WHOLE: u64 = 1_000_000;
}

impl TrafficKb {
    /// Nothing.
    pub const NONE: Self = Self(0);
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// One request.
    Request,
    /// One GB of memory or storage for one second.
    GbSecond,
    /// One GB of data.
    Gb,
    /// One virtual processor for one hour.
    VcpuHour,
    /// One GB of memory or storage for one hour.
    GbHour,
    /// One GB of disk for one month.
    GbMonth,
    /// One hour of something that is there.
    Hour,
    /// One load balancer capacity unit for one hour.
    LcuHour,
    /// One message of a WebSocket.
    Message,
    /// One minute of one WebSocket connection.
    ConnectionMinute,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 10] = [
        Self::Request,
        Self::GbSecond,
        Self::Gb,
        Self::VcpuHour,
        Self::GbHour,
        Self::GbMonth,
        Self::Hour,
        Self::LcuHour,
        Self::Message,
        Self::ConnectionMinute,
    ];

    /// Its name, for one and for several.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Request => ("request", "requests"),
            Self::GbSecond => ("GB-second", "GB-seconds"),
            Self::Gb => ("GB", "GB"),
            Self::VcpuHour => ("vCPU-hour", "vCPU-hours"),
            Self::GbHour => ("GB-hour", "GB-hours"),
            Self::GbMonth => ("GB-month", "GB-months"),
            Self::Hour => ("hour", "hours"),
            Self::LcuHour => ("LCU-hour", "LCU-hours"),
            Self::Message => ("message", "messages"),
            Self::ConnectionMinute => ("connection minute", "connection minutes"),
        }
    }

    /// Its name for one of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.names().0
    }

    /// Its name after a number that is not one.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        self.names().1
    }

    /// Its name after a number where there is little room.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::GbSecond => "GB-s",
            Self::VcpuHour => "vCPU-h",
            Self::GbHour => "GB-h",
            _ => self.plural(),
        }
    }

    /// The unit of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }

    /// The parts in which it is counted, so that whatever a calculator counts is whole.
    #[must_use]
    pub const fn parts(self) -> u128 {
        match self {
            // Millionths (a share in per cent) of an MB-millisecond.
            Self::GbSecond => 1_024 * 1_000 * 1_000_000,
            // Millionths of a thousandth of an MB, and also KB.
            Self::Gb => 1_024 * 1_000 * 1_000_000 * 2,
            // A share of the requests may count as several.
            Self::Request => 1_000_000,
            // CPU units or MB for a second of a ten-thousandth of a day.
            Self::VcpuHour | Self::GbHour => 1_024 * 3_600 * 10_000,
            // Shares of requests by new connections, by milliseconds, by KB.
            Self::LcuHour => MONTH_PARTS,
            _ => 1,
        }
    }
}

/// 2²⁰·3³·5¹⁰: a multiple of all that is ever divided by, so that what one request uses is whole in
/// these parts of every unit.
pub(crate) const MONTH_PARTS: u128 = 276_480_000_000_000;

/// How much of something, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    /// How many parts; [`Unit::parts`] of them are one unit.
    pub count: u128,
    /// What is counted.
    pub unit: Unit,
}

impl Quantity {
    /// So many parts.
    #[must_use]
    pub const fn new(count: u128, unit: Unit) -> Self {
        Self { count, unit }
    }

    /// So many whole units.
    #[must_use]
    pub fn whole(count: u64, unit: Unit) -> Self {
        Self { count: unit.parts().saturating_mul(count.into()), unit }
    }

    /// What is left after `other`, of the same unit, is taken away; nothing if that is more.
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self { count: self.count.saturating_sub(other.count), ..self }
    }

    /// For people, with the unit: `540,000 GB-s`. At most six decimals, or three significant
    /// digits of what is less; what needs more is rounded, with `≈` before.
    #[must_use]
    pub fn display(self) -> String {
        let parts = self.unit.parts();
        let rest = self.count.checked_rem(parts).unwrap_or_default();
        let mut decimals: u32 = 6;
        let mut scale: u128 = 1_000_000;
        while self.count > 0 && self.count.saturating_mul(scale) < parts.saturating_mul(100) {
            (decimals, scale) = (decimals.saturating_add(1), scale.saturating_mul(10));
        }
        let rest = rest.saturating_mul(scale);
        let exact = rest.checked_rem(parts) == Some(0);
        let fraction = rest.saturating_add(parts.div_euclid(2)).checked_div(parts).unwrap_or_default();
        let whole = self.count.checked_div(parts).unwrap_or_default().saturating_mul(scale);
        let digits = fixed::print(whole.saturating_add(fraction), decimals);
        let sign = if exact { "" } else { "\u{2248} " };
        format!("{sign}{} {}", fixed::group(&digits), self.unit.short())
    }
}

/// The operating system of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Os {
    /// Linux.
    Linux,
    /// Windows Server.
    Windows,
}

impl Os {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Linux, Self::Windows];

    /// The name that the fragment uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Linux => "linux",
            Self::Windows => "windows",
        }
    }

    /// The system of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|os| os.name() == name)
    }
}

/// How Fargate gives the machines of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// For as long as the task runs.
    OnDemand,
    /// Spare ones, cheaper, which AWS may take back.
    Spot,
}

impl Capacity {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::OnDemand, Self::Spot];

    /// The name that the fragment uses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OnDemand => "on-demand",
            Self::Spot => "spot",
        }
    }

    /// The capacity of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|capacity| capacity.name() == name)
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
    fn quantities_are_shown_exactly_or_marked() {
        let gb_seconds = |mb_ms: u128| Quantity::new(mb_ms * 1_000_000, Unit::GbSecond);
        assert_eq!(gb_seconds(3_000_000 * 120 * 1_536), Quantity::whole(540_000, Unit::GbSecond));
        assert_eq!(Quantity::whole(540_000, Unit::GbSecond).display(), "540,000 GB-s");
        assert_eq!(gb_seconds(128).display(), "0.000125 GB-s");
        assert_eq!(gb_seconds(129).display(), "\u{2248} 0.000126 GB-s");
        assert_eq!(Quantity::whole(7, Unit::Request).display(), "7 requests");
        assert_eq!(Quantity::new(1, Unit::GbSecond).display(), "\u{2248} 0.000000000000977 GB-s");
        assert_eq!(Quantity::new(0, Unit::GbSecond).display(), "0 GB-s");
        assert_eq!(Quantity::new(u128::MAX, Unit::GbSecond).display().chars().next(), Some('\u{2248}'));
    }

    #[test]
    fn names_are_found_again() {
        for unit in Unit::ALL {
            assert_eq!(Unit::from_name(unit.name()), Some(unit));
        }
        for os in Os::ALL {
            assert_eq!(Os::from_name(os.name()), Some(os));
        }
        for capacity in Capacity::ALL {
            assert_eq!(Capacity::from_name(capacity.name()), Some(capacity));
        }
    }
}
