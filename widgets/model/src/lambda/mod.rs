//! The Lambda calculator's input: numbers, each within its range, and switches.
//!
//! In: what a reader typed or an author wrote. Out: a [`LambdaInput`] whose every value is valid by
//! construction; what contradicts itself is found by [`remarks()`]. The bill is made in [`bill()`]
//! for one function, in [`account_bill()`] for several that share an account.
//! Must not know: prices.

mod api;
mod bill;
mod compare;
#[cfg(test)]
mod examples;
mod presets;
#[cfg(test)]
mod properties;
mod remarks;
mod usage;

pub use api::ApiKind;
pub(crate) use api::metered_each;
pub use bill::{account_bill, bill};
pub use compare::{Comparison, compare};
pub use presets::{PRESETS, Preset};
pub use remarks::{Remark, account_remarks, remarks};
pub use usage::Usage;

pub use crate::bill::{Bill, Line, LineKind, Quantity, Step};
pub use crate::field::FieldError;
use crate::field::number_fields;
use crate::name::Name;
use crate::number::Kind;
use crate::quantity::{
    Arch, ConnectionMinutes, DurationMs, InitMs, MemoryMb, MonthHours, PayloadKb, PcUnits, Requests, Share,
    StreamMb, TmpMb,
};

/// Functions that can share an account in one bill. With more, the greatest bill of a year could
/// not be counted.
pub const MOST_FUNCTIONS: usize = 5;

/// What the bill of one function depends on. Region and free tier are the account's: of several
/// functions, those of the first count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LambdaInput {
    /// Where it runs.
    pub region: Name,
    /// Requests a month, all of them.
    pub requests: Requests,
    /// Average billed duration of one, without INIT.
    pub duration: DurationMs,
    /// Memory of the function.
    pub memory: MemoryMb,
    /// Its architecture.
    pub arch: Arch,
    /// Whether the account's free tier is left for it.
    pub free_tier: bool,
    /// Ephemeral storage.
    pub tmp: TmpMb,
    /// How many of the requests on demand start a new environment.
    pub cold: Share,
    /// How long its INIT phase takes.
    pub init: InitMs,
    /// Units of provisioned concurrency.
    pub pc_units: PcUnits,
    /// For how much of the month it is on.
    pub pc_hours: MonthHours,
    /// How many of the requests run on it.
    pub pc_requests: Requests,
    /// How long one of these takes.
    pub pc_duration: DurationMs,
    /// Whether SnapStart is on, and costs something (it doesn't for Java).
    pub snapstart: bool,
    /// How many of the requests on demand restore a snapshot.
    pub restore: Share,
    /// For how much of the month a version is published, so that its snapshot is kept.
    pub snap_hours: MonthHours,
    /// How many of the responses are streamed.
    pub stream: Share,
    /// MB of one of these.
    pub stream_mb: StreamMb,
    /// What stands before the function.
    pub api: ApiKind,
    /// KB of a call or message, as API Gateway meters it.
    pub api_kb: PayloadKb,
    /// Minutes of WebSocket connections.
    pub ws_minutes: ConnectionMinutes,
}

impl LambdaInput {
    /// The worked example: 3 million requests of 120 ms with 1,536 MB on x86_64, no extras.
    pub const EXAMPLE: Self = Self {
        region: Name::US_EAST_1,
        requests: Requests::EXAMPLE,
        duration: DurationMs::EXAMPLE,
        memory: MemoryMb::EXAMPLE,
        arch: Arch::X86_64,
        free_tier: true,
        tmp: TmpMb::EXAMPLE,
        cold: Share::EXAMPLE,
        init: InitMs::EXAMPLE,
        pc_units: PcUnits::EXAMPLE,
        pc_hours: MonthHours::EXAMPLE,
        pc_requests: Requests::NONE,
        pc_duration: DurationMs::EXAMPLE,
        snapstart: false,
        restore: Share::EXAMPLE,
        snap_hours: MonthHours::EXAMPLE,
        stream: Share::EXAMPLE,
        stream_mb: StreamMb::EXAMPLE,
        api: ApiKind::Off,
        api_kb: PayloadKb::EXAMPLE,
        ws_minutes: ConnectionMinutes::EXAMPLE,
    };
}

number_fields! { LambdaInput:
    /// Requests a month.
    Requests, requests: Requests,
        Spec::decades("requests", [0, Requests::MAX], 1_000, Kind::Count, "requests", " (1 trillion)");
    /// Duration of one in milliseconds.
    Duration, duration: DurationMs,
        Spec::decades("duration_ms", [1, DurationMs::MAX], 1, Kind::Milliseconds, "ms", " (15 minutes)");
    /// Memory in MB.
    Memory, memory: MemoryMb,
        Spec::even("memory_mb", [MemoryMb::MIN, MemoryMb::MAX], 64, Kind::Megabytes, "MB", " (10 GB)");
    /// Ephemeral storage in MB.
    Tmp, tmp: TmpMb,
        Spec::even("tmp_mb", [TmpMb::MIN, TmpMb::MAX], 64, Kind::Megabytes, "MB", " (10 GB)");
    /// Share of cold starts in millionths.
    Cold, cold: Share,
        Spec::decades("cold_pct", [0, Share::MAX], 100, Kind::Percent, "%", "");
    /// Duration of INIT in milliseconds.
    Init, init: InitMs,
        Spec::decades("init_ms", [0, InitMs::MAX], 1, Kind::Milliseconds, "ms", " (10 seconds)");
    /// Units of provisioned concurrency.
    PcUnits, pc_units: PcUnits,
        Spec::decades("pc_units", [0, PcUnits::MAX], 1, Kind::Count, "units", "");
    /// Hours of the month for which it is on.
    PcHours, pc_hours: MonthHours,
        Spec::even("pc_hours", [0, MonthHours::MAX], 1_200, Kind::Hours, "hours", " (31 days)");
    /// Requests on it.
    PcRequests, pc_requests: Requests,
        Spec::decades("pc_requests", [0, Requests::MAX], 1_000, Kind::Count, "requests", " (1 trillion)");
    /// Duration of one of these.
    PcDuration, pc_duration: DurationMs,
        Spec::decades("pc_duration_ms", [1, DurationMs::MAX], 1, Kind::Milliseconds, "ms", " (15 minutes)");
    /// Share of restores in millionths.
    Restore, restore: Share,
        Spec::decades("restore_pct", [0, Share::MAX], 100, Kind::Percent, "%", "");
    /// Hours of the month for which a version is published.
    SnapHours, snap_hours: MonthHours,
        Spec::even("snap_hours", [0, MonthHours::MAX], 1_200, Kind::Hours, "hours", " (31 days)");
    /// Share of streamed responses in millionths.
    Stream, stream: Share,
        Spec::even("stream_pct", [0, Share::MAX], 10_000, Kind::Percent, "%", "");
    /// MB of one of these.
    StreamMb, stream_mb: StreamMb,
        Spec::even("stream_mb", [0, StreamMb::MAX], 2_000, Kind::FineMegabytes, "MB", "");
    /// KB of a call or message.
    ApiKb, api_kb: PayloadKb,
        Spec::even("api_kb", [1, PayloadKb::MAX], 64, Kind::Kilobytes, "KB", " (10 MB)");
    /// Minutes of WebSocket connections.
    WsMinutes, ws_minutes: ConnectionMinutes,
        Spec::decades("ws_minutes", [0, ConnectionMinutes::MAX], 1_000, Kind::Count, "minutes", "");
}

impl Field {
    /// The fields that the form always shows; the others are extras.
    pub const BASIC: [Self; 3] = [Self::Requests, Self::Duration, Self::Memory];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_read_and_refuse() {
        assert_eq!(Field::Requests.read("3M"), Ok(3_000_000));
        assert_eq!(Field::Memory.read("1.5 GB"), Ok(1_536));
        assert_eq!(Field::Duration.read("15 min"), Ok(900_000));
        assert_eq!(Field::Cold.read("0.5%"), Ok(5_000));
        assert_eq!(Field::PcHours.read("8.25"), Ok(825));
        assert_eq!(Field::StreamMb.read("7"), Ok(7_000));
        for (field, text) in [
            (Field::Duration, "900,001"),
            (Field::Duration, "0"),
            (Field::Memory, "64"),
            (Field::Memory, "10,241"),
            (Field::Tmp, "511"),
            (Field::Init, "10,001"),
            (Field::Cold, "100.1%"),
            (Field::PcHours, "744.01"),
        ] {
            assert_eq!(field.read(text), Err(FieldError::OutOfRange), "{text}");
        }
        for field in Field::ALL {
            let most = LambdaInput::EXAMPLE.with(field, field.max()).unwrap();
            assert_eq!(most.get(field), field.max());
            assert!(LambdaInput::EXAMPLE.with(field, field.max() + 1).is_err());
            assert!(field.min() == 0 || LambdaInput::EXAMPLE.with(field, field.min() - 1).is_err());
            assert_eq!(Field::from_key(field.key()), Some(field));
            let spec = field.spec();
            assert_eq!(field.read(&spec.print(most.get(field))), Ok(field.max()));
        }
    }

    #[test]
    fn every_message_names_the_range() {
        for field in Field::ALL {
            for text in ["", "x", "1.5e-3", "1,5", "7 parsecs", "-3", "1e30", "0.3", "0.000001"] {
                if let Err(error) = field.read(text) {
                    let message = error.message(field);
                    assert!(message.contains(&field.range_text()), "{message}");
                }
            }
        }
        assert_eq!(
            Field::Duration.read("1000000").unwrap_err().message(Field::Duration),
            "Out of range. Allowed: 1 to 900,000 ms (15 minutes)."
        );
        assert_eq!(
            Field::Cold.read("0.00001").unwrap_err().message(Field::Cold),
            "Too many decimals. Allowed: 0 to 100 %."
        );
    }
}
