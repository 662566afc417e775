//! The Fargate calculator's input: tasks of one size that run for a while each day.
//!
//! In: what a reader typed or an author wrote. Out: a [`FargateInput`] whose every value is valid
//! by construction; whether processor and memory go together is found by [`remarks()`], and the
//! next size up by [`fit()`]. The bill is made in [`bill()`].
//! Must not know: prices.

mod bill;
mod fit;

pub use bill::bill;
pub use fit::{Fit, Remark, fit, remarks};

use crate::field::number_fields;
use crate::name::Name;
use crate::number::Kind;
use crate::quantity::{Arch, Capacity, CpuUnits, DayHours, DayMinutes, Days, Os, StorageGb, TaskMb, Tasks};

/// What can be said of Fargate Spot. From the Fargate pricing page, mid 2026; the notice from the AWS
/// agent toolkit, August 2026.
pub const SPOT: &str = "Fargate Spot costs up to 70 % less, for tasks on ECS with Linux that may be stopped at \
                        two minutes\u{2019} notice. Its price floats: what this page has of it is an old copy.";

/// How the daily run is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// In hours a day.
    Hours,
    /// In minutes a day.
    Minutes,
}

/// What the bill depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FargateInput {
    /// Where the tasks run.
    pub region: Name,
    /// Their operating system.
    pub os: Os,
    /// Their architecture.
    pub arch: Arch,
    /// How they get their machines.
    pub capacity: Capacity,
    /// Processor of one.
    pub cpu: CpuUnits,
    /// Memory of one.
    pub memory: TaskMb,
    /// How many run at the same time.
    pub tasks: Tasks,
    /// Which of the next two counts.
    pub per: Per,
    /// Hours that each runs a day.
    pub hours: DayHours,
    /// Minutes that each runs a day.
    pub minutes: DayMinutes,
    /// Days a month.
    pub days: Days,
    /// Ephemeral storage of one.
    pub storage: StorageGb,
}

impl FargateInput {
    /// The worked example: two tasks with half a processor and 1 GB, day and night for 30 days.
    pub const EXAMPLE: Self = Self {
        region: Name::US_EAST_1,
        os: Os::Linux,
        arch: Arch::X86_64,
        capacity: Capacity::OnDemand,
        cpu: CpuUnits::EXAMPLE,
        memory: TaskMb::EXAMPLE,
        tasks: Tasks::EXAMPLE,
        per: Per::Hours,
        hours: DayHours::EXAMPLE,
        minutes: DayMinutes::EXAMPLE,
        days: Days::EXAMPLE,
        storage: StorageGb::EXAMPLE,
    };

    /// Seconds that one task runs a day, rounded up to a whole second.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        match self.per {
            Per::Hours => self.hours.get().saturating_mul(36),
            Per::Minutes => self.minutes.get().saturating_mul(3).div_ceil(5),
        }
    }

    /// Seconds that one task is billed for a day: at least a minute, on Windows five.
    #[must_use]
    pub fn billed_seconds(&self) -> u64 {
        let least = match self.os {
            Os::Linux => 60,
            Os::Windows => 300,
        };
        match self.seconds() {
            0 => 0,
            seconds => seconds.max(least),
        }
    }
}

number_fields! { FargateInput:
    /// Processor of a task in CPU units.
    Vcpu, cpu: CpuUnits,
        Spec::choice("vcpu", &[256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768], Kind::Vcpu, "vCPU");
    /// Memory of a task in MB.
    Memory, memory: TaskMb,
        Spec::even("memory_gb", [TaskMb::MIN, TaskMb::MAX], 2_048, Kind::Gigabytes, "GB", "");
    /// Tasks at the same time.
    Tasks, tasks: Tasks,
        Spec::decades("tasks", [0, Tasks::MAX], 1, Kind::Count, "tasks", "");
    /// Hours a day in hundredths.
    Hours, hours: DayHours,
        Spec::even("hours_per_day", [0, DayHours::MAX], 50, Kind::Hours, "hours", "");
    /// Minutes a day in hundredths.
    Minutes, minutes: DayMinutes,
        Spec::even("minutes_per_day", [0, DayMinutes::MAX], 1_000, Kind::Minutes, "minutes", " (a day)");
    /// Days a month in ten-thousandths.
    Days, days: Days,
        Spec::even("days", [0, Days::MAX], 10_000, Kind::Days, "days", "");
    /// Ephemeral storage in GB.
    Storage, storage: StorageGb,
        Spec::even("storage_gb", [StorageGb::MIN, StorageGb::MAX], 5, Kind::Count, "GB", "");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FieldError;

    #[test]
    fn fields_read_and_refuse() {
        assert_eq!(Field::Vcpu.read("0.25"), Ok(256));
        assert_eq!(Field::Vcpu.read("3"), Err(FieldError::OutOfRange));
        assert_eq!(
            FieldError::OutOfRange.message(Field::Vcpu),
            "Not on offer. Allowed: 0.25, 0.5, 1, 2, 4, 8, 16 or 32 vCPU."
        );
        let said = |field: Field, text| field.read(text).unwrap_err().message(field);
        assert!(said(Field::Vcpu, "0.3").starts_with("Not on offer. Allowed: 0.25, "));
        assert_eq!(said(Field::Memory, "0.7"), "Not a whole number of MB. Allowed: 0.5 to 244 GB.");
        assert_eq!(Field::Memory.read("0.5"), Ok(512));
        assert_eq!(Field::Memory.read("512 MB"), Ok(512));
        assert_eq!(Field::Memory.range_text(), "0.5 to 244 GB");
        assert_eq!(Field::Hours.read("24.01"), Err(FieldError::OutOfRange));
        assert_eq!(Field::Days.read("30.4167"), Ok(304_167));
        assert_eq!(Field::Storage.read("19"), Err(FieldError::OutOfRange));
    }

    #[test]
    fn a_run_is_billed_for_a_minute_at_least() {
        let run = |os, per, hours: u64, minutes: u64| {
            let hours = DayHours::new(hours).unwrap();
            let minutes = DayMinutes::new(minutes).unwrap();
            FargateInput { os, per, hours, minutes, ..FargateInput::EXAMPLE }.billed_seconds()
        };
        assert_eq!(run(Os::Linux, Per::Minutes, 0, 50), 60);
        assert_eq!(run(Os::Windows, Per::Minutes, 0, 50), 300);
        assert_eq!(run(Os::Linux, Per::Minutes, 0, 101), 61, "60.6 seconds are rounded up");
        assert_eq!(run(Os::Linux, Per::Minutes, 0, 1_000), 600);
        assert_eq!(run(Os::Windows, Per::Hours, 100, 0), 3_600);
        assert_eq!(run(Os::Linux, Per::Hours, 0, 5), 0, "what doesn't run costs nothing");
    }
}
